//! What was done last to the plans, taken back: shown first, in the words of `nec undo`.

use super::facts::list_areas;
use super::keys::close_quick;
use super::save_written;
use crate::store::undo::Step;
use crate::tui::model::{Model, Restored, Screen};
use crate::tui::msg::Effect;
use crate::tui::overlay::{Overlay, TextLine, TextPage, Then};

/// Finds out what was done last. What is written is on the disk by then: it may be what was written since.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    close_quick(model);
    let mut effects = save_written(model);
    effects.push(Effect::FindLast);
    effects
}

/// Shows what was done last, and what taking it back will do.
pub fn found(model: &mut Model, step: Box<Step>, lines: Vec<String>) {
    let mut lines = apart(lines);
    lines.push(TextLine::Plain("Enter takes it back; Esc leaves it as it is.".into()));
    let title = "Take back what was done last?".to_owned();
    model.overlays.push(Overlay::Text(Box::new(TextPage {
        title,
        lines,
        top: 0,
        then: Then::TakeBack(step),
    })));
}

/// It was taken back.
pub fn taken(model: &mut Model, lines: Vec<String>) -> Vec<Effect> {
    // What Ctrl+Z would have taken back in the list may be what was.
    model.restored = Restored::Not;
    let page = TextPage { title: "Taken back".into(), lines: apart(lines), top: 0, then: Then::Close };
    model.overlays.push(Overlay::Text(Box::new(page)));
    match model.screen {
        Screen::Areas(_) => vec![list_areas(model)],
        _ => Vec::new(),
    }
}

fn apart(lines: Vec<String>) -> Vec<TextLine> {
    lines.into_iter().flat_map(|line| [TextLine::Plain(line), TextLine::Plain(String::new())]).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use jiff::Timestamp;

    use super::*;
    use crate::tui::msg::Msg;
    use crate::tui::testing::{NEW_PLAN, Stage};

    fn step() -> Box<Step> {
        let did = "what others recorded was received".to_owned();
        Box::new(Step { did, at: Timestamp::UNIX_EPOCH, files: Vec::new(), edits: Vec::new(), moved: None })
    }

    #[test]
    fn what_will_be_is_shown_and_agreed_to_after_everything_is_saved() {
        let mut stage = Stage::plan(80, 24, NEW_PLAN);
        stage.press(&["Tab"]);
        stage.type_text("x");
        stage.press(&["Ctrl+K"]);
        stage.type_text("take back what");
        stage.press(&["Enter"]);
        let place = |wanted: fn(&Effect) -> bool| stage.effects.iter().rposition(wanted).unwrap();
        assert!(place(|e| matches!(e, Effect::Save { .. })) < place(|e| *e == Effect::FindLast));
        let lines = vec!["The last step: something.".to_owned(), "This puts it back.".to_owned()];
        stage.tell(Msg::LastFound { step: step(), lines: lines.clone() });
        let screen = stage.screen();
        assert!(screen.contains("Take back what was done last?") && screen.contains("This puts it back."));
        assert!(
            screen.contains("Enter take it back") && screen.contains("Esc leave it as it is"),
            "{screen}"
        );
        let took_back = |stage: &Stage| stage.effects.contains(&Effect::TakeBack(step()));
        stage.press(&["Esc"]);
        assert!(!took_back(&stage) && !stage.screen().contains("Take back what was done last?"));
        stage.tell(Msg::LastFound { step: step(), lines });
        stage.press(&["Enter"]);
        assert!(took_back(&stage));
        stage.tell(Msg::TakenBack(vec!["It is as it was before.".into()]));
        assert!(stage.screen().contains("It is as it was before."), "{}", stage.screen());
    }
}
