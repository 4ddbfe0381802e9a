//! What a flag allows beside mending it: asking for it to be set aside, and allowing what it is about.

use ratatui::crossterm::event::KeyCode;

use super::{drafts, overlays};
use crate::check::{self, Finding};
use crate::form::phrases::{Near, short_date};
use crate::form::{Kind, convert};
use crate::plan::printable::printable;
use crate::plan::{FieldPath, Value, allow};
use crate::tui::drafts::FROM_BEFORE;
use crate::tui::input::KeyPress;
use crate::tui::model::{Model, Screen};
use crate::tui::msg::Effect;
use crate::tui::overlay::{Overlay, TextLine, TextPage, Then, WAIVE_FIELDS, WaiveForm};
use crate::tui::plan::PlanScreen;
use crate::tui::plan::waivers::Asking;
use crate::tui::text::{Shape, TextArea, TextCommand};
use crate::tui::view::words::sentence;

const WHY: usize = 0;
const UNTIL: usize = 1;
const WHO: usize = 2;

/// The flag that is meant: the one that is chosen in a list of them, else that of where the focus is.
pub fn flag_meant(model: &Model) -> Option<&Finding> {
    let Screen::Plan(plan) = &model.screen else { return None };
    match model.overlays.last() {
        Some(Overlay::Flags(list)) => plan.report.findings.get(plan.flag_in_list(list)?),
        Some(_) => None,
        None => plan.flag_here(),
    }
}

/// Why the flag that is meant cannot be asked to be set aside; nothing when it can.
pub fn why_not(model: &Model) -> Option<&'static str> {
    flag_meant(model).map_or(Some("Go to a flag first: F8."), PlanScreen::why_not_aside)
}

/// Why what the flag that is meant is about cannot be allowed; nothing when it can.
pub fn why_not_allowed(model: &Model) -> Option<&'static str> {
    match flag_meant(model) {
        None => Some("Go to a flag first: F8."),
        Some(finding) if finding.allow.is_some() => None,
        Some(finding) if finding.stops_recording() => {
            Some("This can never be allowed: take it out of the plan.")
        }
        Some(_) => Some("This flag is about nothing that can be allowed."),
    }
}

/// Shows what the flag that is meant is about, and asks whether it may stand in every plan of the force.
pub fn ask_to_allow(model: &mut Model) {
    let Some(allow) = flag_meant(model).and_then(|finding| finding.allow.clone()) else { return };
    let noun = allow::noun(allow.key);
    let value = printable(&allow.value);
    let lines = [
        format!("Let “{value}”, as written, stand in every plan of the force? It goes into nec.toml."),
        String::new(),
        "Only what the public may know belongs there: what is recorded is kept for good.".to_owned(),
        String::new(),
        "Enter allows it; Esc leaves it as it is. Ctrl+Z takes it back.".to_owned(),
    ];
    let lines = lines.into_iter().map(TextLine::Plain).collect();
    let title = format!("Allow this {noun}?");
    let page = TextPage { title, lines, top: 0, then: Then::Allow(allow) };
    model.overlays.push(Overlay::Text(Box::new(page)));
}

/// Asks for it to be allowed, for every plan of the force.
pub fn allow(model: &mut Model, allow: check::Allow) -> Vec<Effect> {
    let Screen::Plan(plan) = &mut model.screen else { return Vec::new() };
    plan.take_in_field();
    let mut effects = std::mem::take(&mut plan.outbox);
    let otherwise = plan.doc.plan().author.post.trim().to_owned();
    effects.push(Effect::Allow { list: allow.key, value: allow.value, otherwise });
    effects
}

/// Something was allowed: until the plan is changed again, undo takes that back.
pub fn allowed(model: &mut Model) {
    if let Screen::Plan(plan) = &model.screen {
        model.allowed_at = Some(plan.keeping.asked);
    }
}

/// Whether something was allowed last, after every change of the plan.
pub fn is_last_allowed(model: &Model) -> bool {
    matches!(&model.screen, Screen::Plan(plan) if model.allowed_at == Some(plan.keeping.asked))
}

/// Opens the form for the flag that is meant, with what was written for it before.
pub fn open(model: &mut Model) {
    let Some(finding) = flag_meant(model).cloned() else { return };
    let Screen::Plan(plan) = &mut model.screen else { return };
    plan.take_in_field();
    let mut form = begun(plan, &finding);
    if let Some(draft) = model.drafts.offer(&drafts::of_waiver(&plan.place.file, &form)) {
        form.fields = fields(&draft.words);
        model.notice = Some(FROM_BEFORE.into());
    }
    model.overlays.push(Overlay::Waive(Box::new(form)));
}

fn begun(plan: &PlanScreen, finding: &Finding) -> WaiveForm {
    let last = plan.doc.plan().dates().map(|dates| short_date(dates.ends())).unwrap_or_default();
    let texts = [String::new(), last, plan.doc.plan().author.post.clone()];
    // A flag on one row is set aside for that row; one on many for all of them.
    let row = check::row_of(&finding.path).filter(|_| finding.also.is_empty());
    WaiveForm {
        rule: finding.rule,
        standard: finding.standard.clone(),
        path: finding.path.clone(),
        row: row.map(str::to_owned),
        message: sentence(&finding.message),
        fields: fields(&texts),
        began: texts.to_vec(),
        focus: WHY,
        trouble: None,
    }
}

fn fields(texts: &[String]) -> Vec<TextArea> {
    texts.iter().map(|text| TextArea::new(text, Shape::Line)).collect()
}

/// A key of the form. Whether it meant something there.
pub fn key(model: &mut Model, key: KeyPress) -> bool {
    let Some(Overlay::Waive(form)) = model.overlays.last_mut() else { return false };
    let last = WAIVE_FIELDS.len() - 1;
    match key.code {
        KeyCode::Enter if form.focus == last => ask(model),
        KeyCode::Tab | KeyCode::Down | KeyCode::Enter => go_to(form, (form.focus + 1).min(last)),
        KeyCode::BackTab | KeyCode::Up => go_to(form, form.focus.saturating_sub(1)),
        _ => {
            let Some(write) = overlays::typed(key) else { return false };
            form.trouble = None;
            let focus = form.focus;
            if let Some(area) = form.fields.get_mut(focus) {
                area.apply(write);
            }
        }
    }
    true
}

/// Moves to a field. A date is seldom mended, mostly written anew: what is typed takes the place of all of it.
fn go_to(form: &mut WaiveForm, field: usize) {
    form.focus = field;
    if let Some(area) = form.fields.get_mut(UNTIL).filter(|_| field == UNTIL) {
        area.apply(TextCommand::SelectAll);
    }
}

/// Esc goes back, and what was written is there when the same flag is asked for again.
pub fn close(model: &mut Model) {
    let Some(Overlay::Waive(form)) = model.overlays.pop() else { return };
    if !form.written().is_empty() {
        model.notice = Some("Not asked for yet. What you wrote is kept: ask again, and it is there.".into());
    }
}

/// Asks, if all is said that a reviewer needs.
fn ask(model: &mut Model) {
    let Screen::Plan(plan) = &mut model.screen else { return };
    let Some(Overlay::Waive(form)) = model.overlays.last_mut() else { return };
    let until = match understood(plan, form) {
        Ok(until) => until,
        Err((field, trouble)) => {
            form.focus = field;
            form.trouble = Some(trouble);
            return;
        }
    };
    let asking = Asking {
        rule: form.rule,
        standard: form.standard.clone().unwrap_or_default(),
        row: form.row.clone().unwrap_or_default(),
        reason: form.text(WHY).to_owned(),
        by: form.text(WHO).to_owned(),
        until: Value::Date(until),
    };
    let at: FieldPath = form.path.clone();
    let about = drafts::of_waiver(&plan.place.file, form);
    match plan.ask_aside(&asking, &at) {
        Ok(()) => {
            model.overlays.pop();
            model.drafts.forget(&about);
            model.notice = Some("Asked for: counts when a reviewer accepts it. The summary lists it.".into());
        }
        Err(problem) => model.overlays.push(Overlay::Problem(Box::new(problem))),
    }
}

/// The last day that was typed; else the field that needs something, and what.
fn understood(plan: &PlanScreen, form: &WaiveForm) -> Result<jiff::civil::Date, (usize, String)> {
    if form.text(WHY).is_empty() {
        return Err((WHY, "Say why: the reviewer reads it.".into()));
    }
    let near = Near { period: plan.doc.plan().dates(), today: plan.today };
    let until = match convert::understand(&Kind::Date, form.text(UNTIL), &near).value {
        Some(Value::Date(until)) => until,
        _ => return Err((UNTIL, "Give the last day of it, such as 31 Mar 2027.".into())),
    };
    if let Some(last) = near.period.map(|period| period.ends()).filter(|last| until > *last) {
        return Err((UNTIL, format!("The plan ends on {}: no later than that.", short_date(last))));
    }
    if until < plan.today {
        return Err((UNTIL, format!("{} is past.", short_date(until))));
    }
    if form.text(WHO).is_empty() {
        return Err((WHO, "Say who asks, by post.".into()));
    }
    Ok(until)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::plan::model::Waiver;
    use crate::tui::testing::{NEW_PLAN, Stage};

    fn waivers(stage: &mut Stage) -> Vec<Waiver> {
        stage.open().doc.plan().waivers.clone()
    }

    /// The list of flags, with the bar on the first of a rule.
    fn at_flag(rule: &str, text: &str) -> Stage {
        let mut stage = Stage::plan(80, 24, text);
        stage.press(&["Ctrl+K"]);
        stage.type_text("all flags");
        stage.press(&["Enter"]);
        let at = stage.open().report.findings.iter().position(|finding| finding.rule == rule).unwrap();
        for _ in 0..at {
            stage.press(&["Down"]);
        }
        stage
    }

    #[test]
    fn a_flag_is_asked_to_be_set_aside_and_undo_takes_it_back() {
        let mut stage = at_flag("commitment-missing", NEW_PLAN_STARTED);
        assert!(stage.screen().contains("a set aside"), "{}", stage.screen());
        stage.press(&["a"]);
        assert!(stage.screen().contains("30 Nov 2027"), "until the plan's last day: {}", stage.screen());
        stage.type_text("The page is being rebuilt");
        stage.press(&["Enter", "Enter", "Enter"]);
        let asked = waivers(&mut stage);
        let [waiver] = asked.as_slice() else { panic!("{asked:?}") };
        assert_eq!((waiver.rule.as_str(), waiver.standard.as_str()), ("commitment-missing", "website"));
        assert_eq!(
            (waiver.reason.as_str(), waiver.by.as_str()),
            ("The page is being rebuilt", "Inspector, West Dorset")
        );
        assert_eq!(waiver.until.get(), Some("2027-11-30".parse().unwrap()));
        assert!(waiver.row.is_empty() && waiver.id.len() == 6);
        let screen = stage.screen();
        assert!(screen.contains("(asked)") && screen.contains("1 asked to be set aside"), "{screen}");
        assert!(screen.contains("counts when a"), "{screen}");
        stage.press(&["a"]);
        assert_eq!(waivers(&mut stage).len(), 1, "asked for once");
        stage.press(&["Esc", "Ctrl+Z"]);
        assert_eq!(stage.open().doc.text(), NEW_PLAN_STARTED);
    }

    /// With one standard begun, its commitment still to be written.
    const NEW_PLAN_STARTED: &str = concat!(
        "format = 1\nedition = \"nec-2020\"\narea = \"west-dorset\"\nperiod = \"2026-27\"\n",
        "starts = 2026-12-01\nends = 2027-11-30\nstatus = \"draft\"\n\n[author]\npost = \"Inspector, West Dorset\"\n\n",
        "[standards.website]\npage-owner = \"Web team\"\n\n",
        "[[standards.website.activities]]\nid = \"k7m2qx\"\ntitle = \"Look at the page\"\n"
    );

    #[test]
    fn what_is_missing_is_asked_for_and_nothing_typed_is_lost() {
        let mut stage = at_flag("commitment-missing", NEW_PLAN_STARTED);
        stage.press(&["a", "Tab", "Tab", "Enter"]);
        assert!(stage.screen().contains("Say why: the reviewer reads it."), "{}", stage.screen());
        stage.type_text("Being rebuilt");
        for (typed, says) in [
            ("1 Dec 2027", "The plan ends on 30 Nov 2027"),
            ("soon", "Give the last day"),
            ("10 Nov 2026", "is past"),
        ] {
            stage.press(&["Tab"]);
            stage.type_text(typed);
            stage.press(&["Tab", "Enter"]);
            assert!(stage.screen().contains(says), "{typed}: {}", stage.screen());
            stage.press(&["Shift+Tab"]);
        }
        assert!(waivers(&mut stage).is_empty());
        stage.press(&["Esc"]);
        assert!(stage.screen().contains("What you wrote is kept: ask again"), "{}", stage.screen());
        stage.press(&["a"]);
        assert!(stage.screen().contains("Being rebuilt"), "{}", stage.screen());
    }

    #[test]
    fn a_flag_on_one_row_is_set_aside_for_that_row() {
        let mut stage = at_flag("activity-without-owner", NEW_PLAN_STARTED);
        stage.press(&["a"]);
        stage.type_text("Not filled yet");
        stage.press(&["Enter", "Enter", "Enter"]);
        assert_eq!(waivers(&mut stage)[0].row, "k7m2qx");
    }

    #[test]
    fn waivers_are_rows_of_the_summary_to_be_changed_and_taken_out() {
        let text = format!(
            "{NEW_PLAN}\n[[waivers]]\nid = \"w7m2qx\"\nrule = \"meeting-gap\"\nstandard = \"face-to-face\"\nreason = \"Works\"\nby = \"Inspector\"\nuntil = 2027-12-31\n"
        );
        let mut stage = Stage::plan(80, 24, &text);
        stage.press(&["F2"]);
        for _ in 0..stage.open().report.findings.len() {
            stage.press(&["Down"]);
        }
        assert!(
            stage.screen().contains(">  Set aside? 2 meeting-gap: asked until 31 Dec 2027, Works"),
            "{}",
            stage.screen()
        );
        stage.press(&["Enter"]);
        assert!(
            stage.screen().contains("Which rule") && stage.screen().contains("Until"),
            "{}",
            stage.screen()
        );
        stage.press(&["Tab", "Tab", "Tab", "Tab", "Ctrl+A"]);
        stage.type_text("31 March 2027");
        stage.press(&["Tab"]);
        assert_eq!(waivers(&mut stage)[0].until.get(), Some("2027-03-31".parse().unwrap()));
        stage.press(&["Esc", "Delete"]);
        assert!(waivers(&mut stage).is_empty(), "{}", stage.screen());
        stage.press(&["Ctrl+Z"]);
        assert_eq!(waivers(&mut stage).len(), 1);
    }

    #[test]
    fn a_flag_on_a_waiver_goes_to_its_field() {
        let text = format!(
            "{NEW_PLAN}\n[[waivers]]\nid = \"w7m2qx\"\nrule = \"meeting-gap\"\nstandard = \"face-to-face\"\nreason = \"Works\"\nby = \"Inspector\"\nuntil = 2027-12-31\n"
        );
        let mut stage = at_flag("waiver-incomplete", &text);
        stage.press(&["Enter"]);
        assert_eq!(stage.open().field().unwrap().path.to_string(), "waivers.w7m2qx.until");
        assert!(stage.screen().contains("31 December 2027") || stage.screen().contains("31 Dec 2027"));
        stage.press(&["F6"]);
        assert_eq!(waivers(&mut stage)[0].until.get(), Some("2027-11-30".parse().unwrap()));
    }

    #[test]
    fn what_must_never_be_recorded_is_not_offered_to_be_set_aside() {
        let mut stage = at_flag("hidden-characters", &NEW_PLAN.replace("Inspector", "Inspec\u{200b}tor"));
        assert!(!stage.screen().contains("a set aside"), "{}", stage.screen());
        stage.press(&["a"]);
        assert!(stage.screen().contains("This flag can never be set aside."), "{}", stage.screen());
    }
}
