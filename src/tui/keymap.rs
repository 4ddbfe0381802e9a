//! Keys to commands: one table for the keyboard, the footer, the help, the manual and the README.

use ratatui::crossterm::event::{KeyCode, KeyModifiers};

use super::command::Command;
use super::input::KeyPress;

/// Where a binding holds. An inner scope's binding wins over an outer one's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everywhere.
    Global,
    /// On a list: areas, rows, flags, venues.
    List,
    /// The list of areas.
    Areas,
    /// Inside a plan.
    Plan,
    /// A list of rows inside a plan.
    Rows,
    /// A field with a list to choose from.
    Options,
    /// Any text that is being written.
    Text,
    /// A list of flags.
    Flags,
    /// The summary of a plan: its flags, and what is asked to be set aside.
    Summary,
    /// The venue book.
    Venues,
    /// The versions of a plan.
    Versions,
    /// One version, field by field.
    Version,
    /// A place that both sides changed.
    Conflicts,
}

/// A key and what it stands for.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    pub scope: Scope,
    pub key: Key,
    pub command: Command,
    /// Whether the footer shows it: the smaller, the earlier. Nothing: not in the footer.
    pub footer: Option<u8>,
}

/// A key, as it is typed.
pub type Key = KeyPress;

const fn plain(code: KeyCode) -> Key {
    KeyPress::plain(code)
}

const fn ctrl(c: char) -> Key {
    KeyPress { code: KeyCode::Char(c), modifiers: KeyModifiers::CONTROL }
}

const fn bind(scope: Scope, key: Key, command: Command, footer: Option<u8>) -> Binding {
    Binding { scope, key, command, footer }
}

/// Every binding.
pub const BINDINGS: &[Binding] = &[
    bind(Scope::Global, plain(KeyCode::F(1)), Command::Help, Some(80)),
    bind(Scope::Global, ctrl('k'), Command::Palette, Some(70)),
    bind(Scope::Global, plain(KeyCode::Esc), Command::Back, Some(60)),
    bind(Scope::Global, ctrl('q'), Command::Leave, Some(90)),
    bind(Scope::Global, ctrl('s'), Command::SaveNow, None),
    bind(Scope::Global, ctrl('c'), Command::Copy, None),
    bind(Scope::List, plain(KeyCode::Up), Command::Up, None),
    bind(Scope::List, plain(KeyCode::Down), Command::Down, None),
    bind(Scope::List, plain(KeyCode::PageUp), Command::PageUp, None),
    bind(Scope::List, plain(KeyCode::PageDown), Command::PageDown, None),
    bind(Scope::List, plain(KeyCode::Home), Command::First, None),
    bind(Scope::List, plain(KeyCode::End), Command::Last, None),
    bind(Scope::List, plain(KeyCode::Enter), Command::Open, Some(1)),
    bind(Scope::List, plain(KeyCode::Char('/')), Command::Filter, Some(30)),
    bind(Scope::List, plain(KeyCode::Char('?')), Command::Help, None),
    bind(Scope::Areas, plain(KeyCode::Char('n')), Command::New, Some(2)),
    bind(Scope::Areas, plain(KeyCode::Delete), Command::Remove, None),
    bind(Scope::Areas, plain(KeyCode::Char('s')), Command::Sync, Some(32)),
    bind(Scope::Areas, ctrl('z'), Command::Undo, None),
    bind(Scope::Areas, plain(KeyCode::Char('h')), Command::History, Some(95)),
    bind(Scope::Areas, plain(KeyCode::F(5)), Command::Period, Some(31)),
    bind(Scope::Areas, plain(KeyCode::F(4)), Command::Standard, None),
    bind(Scope::Areas, plain(KeyCode::F(9)), Command::Record, None),
    bind(Scope::Plan, plain(KeyCode::Tab), Command::NextField, Some(10)),
    bind(Scope::Plan, plain(KeyCode::BackTab), Command::PreviousField, None),
    bind(Scope::Plan, plain(KeyCode::F(3)), Command::NextSection, Some(11)),
    bind(Scope::Plan, plain(KeyCode::F(2)), Command::PreviousSection, None),
    bind(Scope::Plan, ctrl('n'), Command::NextSection, None),
    bind(Scope::Plan, ctrl('p'), Command::PreviousSection, None),
    bind(Scope::Plan, plain(KeyCode::F(8)), Command::NextFlag, Some(20)),
    bind(Scope::Plan, plain(KeyCode::F(7)), Command::PreviousFlag, None),
    bind(Scope::Plan, ctrl('g'), Command::NextFlag, None),
    bind(Scope::Plan, plain(KeyCode::F(4)), Command::Standard, None),
    bind(Scope::Plan, plain(KeyCode::F(5)), Command::Year, None),
    bind(Scope::Plan, plain(KeyCode::F(6)), Command::Mend, Some(19)),
    bind(Scope::Plan, plain(KeyCode::F(9)), Command::Record, None),
    bind(Scope::Plan, ctrl('z'), Command::Undo, None),
    bind(Scope::Plan, ctrl('y'), Command::Redo, None),
    bind(Scope::Plan, ctrl('d'), Command::FillDown, None),
    bind(Scope::Rows, plain(KeyCode::Char('n')), Command::New, Some(2)),
    bind(Scope::Rows, plain(KeyCode::Char('b')), Command::NewBlank, None),
    bind(Scope::Rows, plain(KeyCode::Char('d')), Command::Duplicate, Some(3)),
    bind(Scope::Rows, plain(KeyCode::Delete), Command::Remove, None),
    bind(Scope::Rows, plain(KeyCode::Char('c')), Command::Column, Some(35)),
    bind(Scope::Options, plain(KeyCode::Enter), Command::Choose, Some(1)),
    bind(Scope::Text, ctrl('e'), Command::Elsewhere, None),
    bind(Scope::Text, ctrl('x'), Command::Cut, None),
    bind(Scope::Text, ctrl('v'), Command::PasteHere, None),
    bind(Scope::Text, ctrl('a'), Command::SelectAll, None),
    bind(Scope::Flags, plain(KeyCode::Char('m')), Command::Mend, Some(2)),
    bind(Scope::Flags, plain(KeyCode::Char('a')), Command::Waive, Some(3)),
    bind(Scope::Flags, plain(KeyCode::Char('p')), Command::Allow, Some(4)),
    bind(Scope::Flags, ctrl('z'), Command::Undo, None),
    bind(Scope::Summary, plain(KeyCode::Char('a')), Command::Waive, Some(2)),
    bind(Scope::Summary, plain(KeyCode::Char('p')), Command::Allow, Some(4)),
    bind(Scope::Summary, plain(KeyCode::Char('h')), Command::History, Some(40)),
    bind(Scope::Summary, plain(KeyCode::Delete), Command::Remove, Some(3)),
    bind(Scope::Summary, plain(KeyCode::Char('s')), Command::Sync, Some(5)),
    bind(Scope::Venues, plain(KeyCode::Char('n')), Command::New, Some(2)),
    bind(Scope::Venues, plain(KeyCode::Delete), Command::Remove, None),
    bind(Scope::Venues, ctrl('z'), Command::Undo, None),
    bind(Scope::Versions, plain(KeyCode::Char('r')), Command::Restore, Some(2)),
    bind(Scope::Versions, plain(KeyCode::Char('c')), Command::Compare, Some(3)),
    bind(Scope::Version, plain(KeyCode::Char('r')), Command::Restore, Some(2)),
    bind(Scope::Version, plain(KeyCode::Char('c')), Command::Compare, Some(3)),
    bind(Scope::Conflicts, plain(KeyCode::Char('m')), Command::TakeMine, Some(2)),
    bind(Scope::Conflicts, plain(KeyCode::Char('t')), Command::TakeTheirs, Some(3)),
    bind(Scope::Conflicts, plain(KeyCode::Char('b')), Command::TakeBoth, Some(4)),
    bind(Scope::Conflicts, plain(KeyCode::Char('e')), Command::WriteAnew, Some(5)),
    bind(Scope::Conflicts, ctrl('e'), Command::Elsewhere, None),
    bind(Scope::Conflicts, plain(KeyCode::Char('n')), Command::NextPlace, Some(7)),
    bind(Scope::Conflicts, plain(KeyCode::Right), Command::NextPlace, None),
    bind(Scope::Conflicts, plain(KeyCode::Char('p')), Command::PreviousPlace, None),
    bind(Scope::Conflicts, plain(KeyCode::Left), Command::PreviousPlace, None),
    bind(Scope::Conflicts, plain(KeyCode::Char('u')), Command::Undo, Some(6)),
    bind(Scope::Conflicts, ctrl('z'), Command::Undo, None),
];

/// The command of a key, by the innermost of these scopes that binds it. `scopes` go from the outside in.
pub fn command(scopes: &[Scope], key: Key) -> Option<Command> {
    scopes
        .iter()
        .rev()
        .find_map(|scope| BINDINGS.iter().find(|b| b.scope == *scope && b.key == key).map(|b| b.command))
}

/// The bindings that hold in these scopes and stand in the footer, in its order.
pub fn footer(scopes: &[Scope]) -> Vec<&'static Binding> {
    let mut rows: Vec<&Binding> =
        BINDINGS.iter().filter(|b| b.footer.is_some() && scopes.contains(&b.scope)).collect();
    rows.sort_by_key(|b| b.footer);
    rows
}

/// The letters that are keys in a scope.
pub fn letters(scope: Scope) -> impl Iterator<Item = char> {
    let keys = BINDINGS.iter().filter(move |binding| binding.scope == scope);
    keys.filter_map(|binding| binding.key.character()).filter(|c| c.is_alphabetic())
}

/// The keys of a command in these scopes, in words.
pub fn keys_of(command: Command) -> Vec<String> {
    let mut keys: Vec<String> =
        BINDINGS.iter().filter(|b| b.command == command).map(|b| b.key.to_string()).collect();
    keys.dedup();
    keys
}

impl std::fmt::Display for KeyPress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            write!(f, "Ctrl+")?;
        }
        match self.code {
            KeyCode::Char(c) if self.modifiers.contains(KeyModifiers::CONTROL) => {
                write!(f, "{}", c.to_ascii_uppercase())
            }
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(n) => write!(f, "F{n}"),
            KeyCode::BackTab => write!(f, "Shift+Tab"),
            KeyCode::PageUp => write!(f, "PageUp"),
            KeyCode::PageDown => write!(f, "PageDown"),
            other => write!(f, "{other:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::command::COMMANDS;
    use super::*;

    /// The scopes that hold at one time.
    const REACHABLE: &[&[Scope]] = &[
        &[Scope::Global, Scope::List, Scope::Areas],
        &[Scope::Global, Scope::Plan, Scope::List, Scope::Rows],
        &[Scope::Global, Scope::Plan, Scope::List, Scope::Summary],
        &[Scope::Global, Scope::Plan, Scope::Text],
        &[Scope::Global, Scope::Plan, Scope::Text, Scope::Options],
        &[Scope::Global, Scope::List, Scope::Flags],
        &[Scope::Global, Scope::List, Scope::Venues],
        &[Scope::Global, Scope::List, Scope::Versions],
        &[Scope::Global, Scope::List, Scope::Version],
        &[Scope::Global, Scope::List, Scope::Conflicts],
    ];

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for scopes in REACHABLE {
            let held: Vec<&Binding> = BINDINGS.iter().filter(|b| scopes.contains(&b.scope)).collect();
            for (at, one) in held.iter().enumerate() {
                for other in &held[at + 1..] {
                    assert!(
                        one.key != other.key || one.scope != other.scope,
                        "{} is both {:?} and {:?}",
                        one.key,
                        one.command,
                        other.command
                    );
                }
            }
        }
    }

    #[test]
    fn every_command_has_words_once_and_every_binding_is_listed() {
        for binding in BINDINGS {
            assert_eq!(COMMANDS.iter().filter(|said| said.command == binding.command).count(), 1);
        }
        for said in COMMANDS {
            assert!(!said.name.is_empty() && !said.short.is_empty(), "{:?}", said.command);
        }
    }

    #[test]
    fn keys_that_the_contract_forbids_are_free() {
        for binding in BINDINGS {
            assert!(binding.key != ctrl('b') && binding.key.code != KeyCode::Insert);
            assert!(!binding.key.modifiers.contains(KeyModifiers::ALT));
        }
    }

    #[test]
    fn the_contracts_keys_hold() {
        let plan = [Scope::Global, Scope::Plan, Scope::Text];
        let expected = [
            (plain(KeyCode::F(1)), Command::Help),
            (ctrl('k'), Command::Palette),
            (plain(KeyCode::Tab), Command::NextField),
            (plain(KeyCode::BackTab), Command::PreviousField),
            (ctrl('n'), Command::NextSection),
            (ctrl('p'), Command::PreviousSection),
            (plain(KeyCode::F(3)), Command::NextSection),
            (plain(KeyCode::F(2)), Command::PreviousSection),
            (plain(KeyCode::F(8)), Command::NextFlag),
            (plain(KeyCode::F(7)), Command::PreviousFlag),
            (ctrl('g'), Command::NextFlag),
            (ctrl('s'), Command::SaveNow),
            (ctrl('z'), Command::Undo),
            (ctrl('y'), Command::Redo),
            (ctrl('e'), Command::Elsewhere),
            (ctrl('q'), Command::Leave),
        ];
        for (key, meant) in expected {
            assert_eq!(command(&plan, key), Some(meant), "{key}");
        }
        let rows = [Scope::Global, Scope::Plan, Scope::List, Scope::Rows];
        for (c, meant) in
            [('n', Command::New), ('d', Command::Duplicate), ('/', Command::Filter), ('?', Command::Help)]
        {
            assert_eq!(command(&rows, plain(KeyCode::Char(c))), Some(meant));
            assert_eq!(command(&plan, plain(KeyCode::Char(c))), None, "a letter in a text is a letter");
        }
    }
}
