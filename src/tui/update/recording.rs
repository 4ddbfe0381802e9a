//! The form that records a version.

use ratatui::crossterm::event::KeyCode;

use super::{drafts, overlays};
use crate::plan::Force;
use crate::plan::printable::capital;
use crate::report::who;
use crate::tui::drafts::FROM_BEFORE;
use crate::tui::input::KeyPress;
use crate::tui::model::{Model, Screen};
use crate::tui::msg::Effect;
use crate::tui::overlay::{FlagList, FlagsOf, Overlay, RecordForm};
use crate::tui::text::{Shape, TextArea};
use crate::tui::view::words::sentence;

/// What a version would hold is known, and who would record it: opens the form, with what was written in it before.
pub fn prepared(model: &mut Model, proposed: String, known: Option<(String, String)>) {
    let Screen::Plan(plan) = &model.screen else { return };
    let field = |text: &str| TextArea::new(text, Shape::Line);
    let mut form = RecordForm {
        message: field(&proposed),
        proposed,
        author: if known.is_none() { Some((field(""), field(""))) } else { None },
        known,
        focus: 0,
        trouble: None,
    };
    if let Some(draft) = model.drafts.offer(&drafts::of_version(&plan.place.file)) {
        form.take_up(&draft.words);
        model.notice = Some(FROM_BEFORE.into());
    }
    model.overlays.push(Overlay::Record(Box::new(form)));
}

/// Keys of the form that records a version. Nothing when the key means something else there.
pub fn key(form: &mut RecordForm, force: &Force, key: KeyPress) -> Option<Vec<Effect>> {
    match key.code {
        KeyCode::Tab | KeyCode::Down => form.focus = (form.focus + 1) % form.fields(),
        KeyCode::BackTab | KeyCode::Up => form.focus = (form.focus + form.fields() - 1) % form.fields(),
        KeyCode::Enter if form.focus + 1 < form.fields() => form.focus += 1,
        KeyCode::Enter => {
            let message = form.message.text().trim().to_owned();
            if message.is_empty() {
                form.focus = 0;
                form.trouble = Some("Say in a few words what this version is.".into());
                return Some(Vec::new());
            }
            let Some(author) = form.who() else {
                form.focus = 1;
                form.trouble = Some("A name or post and a work e-mail address are needed, this once.".into());
                return Some(Vec::new());
            };
            if form.author.is_some()
                && let Err(problem) = who::asked(&author.0, &author.1, force)
            {
                form.focus = 2;
                form.trouble = Some(format!("{} {}", sentence(&capital(&problem.what)), problem.next));
                return Some(Vec::new());
            }
            return Some(vec![Effect::Record { file: String::new(), message, author }]);
        }
        _ => {
            form.area().apply(overlays::typed(key)?);
        }
    }
    Some(Vec::new())
}

/// Whether the plan that is open holds what must never be recorded; then that is listed, over whatever lies
/// over the screen. What was written for a version stays.
pub fn is_stopped(model: &mut Model) -> bool {
    let Screen::Plan(plan) = &model.screen else {
        return false;
    };
    if plan.listed_flags(FlagsOf::StopRecording).is_empty() {
        return false;
    }
    overlays::put_by(model);
    model.overlays.push(Overlay::Flags(FlagList { chosen: 0, of: FlagsOf::StopRecording }));
    true
}

/// Gives the effect of recording the plan that is open.
pub fn with_file(model: &Model, effects: Vec<Effect>) -> Vec<Effect> {
    let Screen::Plan(plan) = &model.screen else {
        return Vec::new();
    };
    effects
        .into_iter()
        .map(|effect| match effect {
            Effect::Record { message, author, .. } => {
                Effect::Record { file: plan.place.file.clone(), message, author }
            }
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::check::Allow;
    use crate::report::came_in::CameIn;
    use crate::tui::msg::{Effect, Msg};
    use crate::tui::testing::{NEW_PLAN, Stage};

    fn hostile() -> String {
        NEW_PLAN.replace("Inspector", "Inspec\u{200b}tor")
    }

    fn asks_to_record(stage: &Stage) -> bool {
        stage
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::PrepareRecord { .. } | Effect::Record { .. }))
    }

    #[test]
    fn what_must_never_be_recorded_is_listed_and_saving_goes_on() {
        let mut stage = Stage::plan(80, 24, &hostile());
        stage.press(&["F3", "F9"]);
        assert!(!asks_to_record(&stage));
        assert!(
            stage.effects.iter().any(|effect| matches!(effect, Effect::Save { .. })),
            "saved all the same"
        );
        let screen = stage.screen();
        assert!(
            screen.contains("Not recorded, because versions are kept for good: 1 in the way"),
            "{screen}"
        );
        assert!(screen.contains("1 hidden character here") && !screen.contains("profile lacks"), "{screen}");
        stage.press(&["Enter"]);
        assert_eq!(stage.open().field().unwrap().path.to_string(), "author.post", "Enter goes to the place");
        stage.press(&["F9", "m"]);
        assert!(stage.screen().contains("Nothing is in the way any more."), "{}", stage.screen());
        stage.press(&["Esc", "F9"]);
        assert!(asks_to_record(&stage));
    }

    #[test]
    fn what_a_comment_of_the_file_holds_is_told_with_its_line_and_how_it_is_mended() {
        let text = format!("# Ring 07700 900123\n{NEW_PLAN}");
        let mut stage = Stage::plan(80, 24, &text);
        stage.press(&["F9"]);
        let says = "In a comment of the file, line 1";
        assert!(stage.screen().contains(says), "{}", stage.screen());
        let before = stage.open().field().map(|field| field.path.clone());
        stage.press(&["Enter"]);
        let screen = stage.screen();
        assert!(screen.contains("text editor") && screen.contains("2026-27/west-dorset.toml"), "{screen}");
        stage.press(&["Esc", "Esc"]);
        assert_eq!(stage.open().field().map(|field| field.path.clone()), before, "no field is to blame");
    }

    #[test]
    fn what_stops_recording_comes_before_what_does_not_at_the_same_place() {
        let words = "We aim to engage regularly where possible: ring 07700 900123.";
        let text = format!("{NEW_PLAN}\n[standards.face-to-face]\ncommitment = \"{words}\"\n");
        let mut stage = Stage::plan(80, 24, &text);
        let mut seen = Vec::new();
        for _ in 0..stage.open().report.findings.len() {
            stage.press(&["F8"]);
            let plan = stage.open();
            let flag = plan.flag_here().unwrap();
            if flag.path.to_string() == "standards.face-to-face.commitment" {
                seen.push((!flag.stops_recording(), flag.class));
            }
        }
        let mut in_order = seen.clone();
        in_order.sort();
        assert!(seen.len() > 1 && !in_order[0].0 && in_order[in_order.len() - 1].0, "{seen:?}");
        assert_eq!(seen, in_order);
    }

    #[test]
    fn what_comes_while_the_form_is_open_stops_it_and_its_words_are_kept() {
        let mut stage = Stage::plan(80, 24, NEW_PLAN);
        stage.press(&["F9"]);
        let author = Some(("Inspector".to_owned(), "insp@example.police.uk".to_owned()));
        stage.tell(Msg::RecordPrepared { message: "Begun".into(), author: author.clone() });
        stage.type_text(" with care");
        let file = "2026-27/west-dorset.toml".to_owned();
        stage.tell(Msg::ChangedOutside {
            file,
            text: hostile(),
            before: NEW_PLAN.into(),
            generation: 1,
            came: CameIn::default(),
        });
        stage.effects.clear();
        stage.press(&["Enter"]);
        assert!(!asks_to_record(&stage));
        assert!(stage.screen().contains("1 in the way"), "{}", stage.screen());
        stage.press(&["m", "Esc", "F9"]);
        stage.tell(Msg::RecordPrepared { message: "Begun".into(), author });
        assert!(stage.screen().contains("Begun with care"), "{}", stage.screen());
    }

    #[test]
    fn what_the_public_may_read_is_allowed_at_one_key() {
        let mut stage = Stage::plan(80, 24, &hostile());
        stage.press(&["F9", "p"]);
        assert!(stage.screen().contains("This can never be allowed"), "{}", stage.screen());
        let allow = Allow { key: "public-numbers", value: "01632 960123".into() };
        stage.open().report.findings[0].allow = Some(allow);
        assert!(
            stage.screen().contains("p: Allow this number, if the public may read it."),
            "{}",
            stage.screen()
        );
        assert!(stage.screen().contains("p allow"), "{}", stage.screen());
        stage.press(&["p"]);
        assert!(
            stage.screen().replace('\n', " ").contains("Let “01632 960123”, as written, stand in every plan"),
            "{}",
            stage.screen()
        );
        stage.press(&["Esc"]);
        assert!(!stage.effects.iter().any(|effect| matches!(effect, Effect::Allow { .. })), "asked first");
        stage.press(&["p", "Enter"]);
        let asked = stage.effects.iter().find_map(|effect| match effect {
            Effect::Allow { list, value, otherwise } => Some((*list, value.as_str(), otherwise.as_str())),
            _ => None,
        });
        let (list, value, _) = asked.unwrap();
        assert_eq!((list, value), ("public-numbers", "01632 960123"));
        // Undo takes that back before anything else, and once.
        stage.tell(Msg::Allowed("Allowed by Inspector, in nec.toml. Ctrl+Z takes it back.".into()));
        stage.press(&["Ctrl+Z"]);
        assert_eq!(stage.effects.last(), Some(&Effect::TakeBackAllowed));
        let before = stage.effects.len();
        stage.press(&["Esc", "Ctrl+Z"]);
        assert!(!stage.effects[before..].contains(&Effect::TakeBackAllowed));
    }

    #[test]
    fn what_is_said_of_a_flag_can_be_read_to_its_end() {
        for size in [(80, 24), (60, 20)] {
            let mut stage = Stage::plan(size.0, size.1, &hostile());
            stage.press(&["F9"]);
            let number = "Call the organiser of the Neighbourhood Watch on 01632 960123.";
            let file = "2026-27/west-dorset.toml".to_owned();
            let text = format!("{NEW_PLAN}\n[profile]\nsummary = \"{number}\"\n");
            stage.tell(Msg::ChangedOutside {
                file,
                text,
                before: hostile(),
                generation: 1,
                came: CameIn::default(),
            });
            let words = |screen: String| {
                let words = screen.split_whitespace().filter(|word| !["│", "…"].contains(word));
                words.map(str::to_owned).collect::<Vec<_>>().join(" ")
            };
            let end = "personal data is kept to what is necessary";
            if !words(stage.screen()).contains(end) {
                assert!(stage.screen().contains("… F1: all of it"), "{}", stage.screen());
                stage.press(&["F1"]);
                let mut told = words(stage.screen());
                stage.press(&["PageDown"]);
                told.push_str(&words(stage.screen()));
                assert!(told.contains(end), "{told}");
            }
        }
    }

    #[test]
    fn a_private_address_is_told_in_the_form_and_what_was_typed_stays() {
        let mut stage = Stage::plan(80, 24, NEW_PLAN);
        stage.press(&["F9"]);
        stage.tell(Msg::RecordPrepared { message: "Begun".into(), author: None });
        stage.press(&["Enter"]);
        stage.type_text("Inspector");
        stage.press(&["Enter"]);
        stage.type_text("insp.west@gmail.com");
        stage.effects.clear();
        stage.press(&["Enter"]);
        assert!(!asks_to_record(&stage));
        let screen = stage.screen();
        assert!(screen.contains("is a private one") && screen.contains("insp.west@gmail.com"), "{screen}");
        stage.press(&["Ctrl+A"]);
        stage.type_text("insp.west@example.police.uk");
        stage.press(&["Enter"]);
        assert!(asks_to_record(&stage));
    }
}
