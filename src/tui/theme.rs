//! How things look: the terminal's own colours, 16 at most, and marks that say the state first.

use ratatui::style::{Color, Modifier, Style};

use super::colours::Colours;
use crate::check::{Class, State};

/// How states are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    Glyphs,
    Letters,
}

/// Whether lines and boxes are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boxes {
    Drawn,
    Plain,
}

/// The look of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    pub colours: Colours,
    pub marks: Marks,
    pub boxes: Boxes,
}

impl Theme {
    fn colour(&self, style: Style, colour: Color) -> Style {
        match self.colours {
            Colours::None => style,
            Colours::Sixteen => style.fg(colour),
        }
    }

    /// Ordinary text: the terminal's own.
    pub fn plain(&self) -> Style {
        Style::new()
    }

    /// Headings and labels of what has the focus.
    pub fn strong(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The bars at top and bottom.
    pub fn bar(&self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// What is chosen in a list.
    pub fn chosen(&self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Keys in the footer.
    pub fn key(&self) -> Style {
        self.colour(Style::new().add_modifier(Modifier::BOLD), Color::Cyan)
    }

    /// Something that falls short.
    pub fn short(&self) -> Style {
        self.colour(Style::new().add_modifier(Modifier::BOLD), Color::Red)
    }

    /// Something still to do.
    pub fn to_do(&self) -> Style {
        self.colour(Style::new(), Color::Magenta)
    }

    /// Nothing missing.
    pub fn fine(&self) -> Style {
        self.colour(Style::new(), Color::Green)
    }

    /// The style of a class of flags.
    pub fn class(&self, class: Class) -> Style {
        match class {
            Class::NonCompliant | Class::Unreadable => self.short(),
            Class::Incomplete => self.to_do(),
            Class::Advice => self.plain(),
        }
    }

    /// The style of a state.
    pub fn state(&self, state: State) -> Style {
        match state {
            State::NonCompliant => self.short(),
            State::Incomplete => self.to_do(),
            State::Complete => self.fine(),
            State::NotStarted | State::NotApplicable => self.plain(),
        }
    }

    /// The mark of a state, one cell wide.
    pub fn mark(&self, state: State) -> &'static str {
        let (glyph, letter) = match state {
            State::NotStarted => ("○", "-"),
            State::Incomplete => ("◐", "i"),
            State::NonCompliant => ("✗", "x"),
            State::Complete => ("●", "c"),
            State::NotApplicable => ("–", "n"),
        };
        match self.marks {
            Marks::Glyphs => glyph,
            Marks::Letters => letter,
        }
    }

    /// The mark of a flag.
    pub fn flag(&self, class: Class) -> &'static str {
        match (self.marks, class) {
            (Marks::Glyphs, Class::NonCompliant | Class::Unreadable) => "✗",
            (Marks::Glyphs, Class::Incomplete) => "◐",
            (Marks::Glyphs, Class::Advice) => "·",
            (Marks::Letters, Class::NonCompliant | Class::Unreadable) => "x",
            (Marks::Letters, Class::Incomplete) => "i",
            (Marks::Letters, Class::Advice) => "a",
        }
    }

    /// A horizontal line's character.
    pub fn rule(&self) -> &'static str {
        match (self.boxes, self.marks) {
            (Boxes::Plain, _) => " ",
            (Boxes::Drawn, Marks::Glyphs) => "─",
            (Boxes::Drawn, Marks::Letters) => "-",
        }
    }

    /// A month of the strip: planned, none, quiet.
    pub fn month(&self, planned: Month) -> &'static str {
        match (self.marks, planned) {
            (Marks::Glyphs, Month::Planned) => "□",
            (Marks::Letters, Month::Planned) => "o",
            (Marks::Glyphs, Month::Empty) => "·",
            (Marks::Letters, Month::Empty) => ".",
            (_, Month::Quiet) => "-",
        }
    }
}

/// What a month of the strip shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Month {
    Planned,
    Empty,
    Quiet,
}

/// A class of flags in words.
pub fn class_words(class: Class) -> &'static str {
    match class {
        Class::NonCompliant => "falls short",
        Class::Incomplete => "to do",
        Class::Advice => "advice",
        Class::Unreadable => "cannot be read",
    }
}

/// A state in words.
pub fn state_words(state: State) -> &'static str {
    match state {
        State::NotApplicable => "set aside",
        State::NotStarted => "not started",
        State::NonCompliant => "falls short",
        State::Incomplete => "to do",
        State::Complete => "nothing missing",
    }
}
