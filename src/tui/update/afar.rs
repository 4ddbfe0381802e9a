//! What comes and goes over the network: the force's plans brought here, and how far it is.

use super::commands;
use crate::git::network::{Failed, Progress, Trouble};
use crate::tui::model::{Model, Screen};
use crate::tui::msg::Effect;
use crate::tui::overlay::{JoinForm, Overlay, Stopping, TextLine, TextPage, Then, Underway};
use crate::tui::text::{Shape, TextArea};

/// Asks for the address of the force's plans.
pub fn ask(model: &mut Model) {
    let address = TextArea::new(&model.address, Shape::Line);
    model.overlays.push(Overlay::Join(Box::new(JoinForm { address, trouble: None })));
}

/// Begins to bring them here.
pub fn join(model: &mut Model) -> Vec<Effect> {
    let Some(Overlay::Join(form)) = model.overlays.last_mut() else {
        return Vec::new();
    };
    let address = form.address.text().trim().to_owned();
    if address.is_empty() {
        form.trouble = Some("Type or paste the address. Whoever looks after the plans has it.");
        return Vec::new();
    }
    // Kept for the next try, whatever becomes of this one.
    model.address.clone_from(&address);
    let mut effects = Vec::new();
    // What is open is saved and carried in; the plan is opened anew from there.
    if matches!(model.screen, Screen::Plan(_)) {
        let over = std::mem::take(&mut model.overlays);
        effects = commands::to_areas(model);
        model.overlays = over;
    }
    begin(model, "Bringing your force's plans here");
    effects.push(Effect::Join { address });
    effects
}

/// Shows how far it is from now on.
fn begin(model: &mut Model, title: &'static str) {
    let underway = Underway { title, progress: None, stopping: Stopping::No };
    model.overlays.push(Overlay::Underway(Box::new(underway)));
}

/// Whether something that takes a while is under way.
pub fn is_underway(model: &Model) -> bool {
    model.overlays.iter().any(|overlay| matches!(overlay, Overlay::Underway(_)))
}

/// Wants it to stop; it says when it has.
pub fn stop(model: &mut Model) -> Vec<Effect> {
    match model.overlays.last_mut() {
        Some(Overlay::Underway(underway)) if underway.stopping == Stopping::No => {
            underway.stopping = Stopping::Asked;
            vec![Effect::Stop]
        }
        _ => Vec::new(),
    }
}

/// It is further now.
pub fn progress(model: &mut Model, progress: Progress) {
    let underway = model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Underway(underway) => Some(underway),
        _ => None,
    });
    if let Some(underway) = underway {
        underway.progress = Some(progress);
    }
}

/// The force's plans are here: what was brought and what was carried in.
pub fn joined(model: &mut Model, lines: &[String]) {
    model.overlays.retain(|overlay| !matches!(overlay, Overlay::Underway(_) | Overlay::Join(_)));
    let lines = lines.iter().flat_map(|line| [TextLine::Plain(line.clone()), TextLine::Plain(String::new())]);
    let page = TextPage {
        title: "Your force's plans are here".into(),
        lines: lines.collect(),
        top: 0,
        then: Then::Close,
    };
    model.overlays.push(Overlay::Text(Box::new(page)));
}

/// Nothing came of it. The form beneath keeps the address.
pub fn not_done(model: &mut Model, failed: Failed) {
    model.overlays.retain(|overlay| !matches!(overlay, Overlay::Underway(_)));
    if failed.trouble == Trouble::Cancelled {
        model.notice = Some("Stopped. Nothing was changed here.".into());
    } else {
        model.overlays.push(Overlay::Problem(Box::new(failed.problem)));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::git::network::{Failed, Progress, Trouble};
    use crate::problem::Problem;
    use crate::tui::msg::{Effect, Msg};
    use crate::tui::testing::{NEW_PLAN, Stage};

    fn welcome(address: &str) -> Stage {
        let mut stage = Stage::new(80, 24);
        stage.model.address = address.into();
        super::super::welcome(&mut stage.model);
        stage
    }

    #[test]
    fn the_first_choice_opens_the_forces_plans_from_an_address() {
        let mut stage = welcome("");
        stage.press(&["Enter", "Enter"]);
        assert!(stage.screen().contains("Type or paste the address."), "{}", stage.screen());
        stage.paste("ssh://git@server.example.police.uk/plans.git\n");
        stage.press(&["Enter"]);
        let address = "ssh://git@server.example.police.uk/plans.git".to_owned();
        assert_eq!(stage.effects, [Effect::Join { address }]);
        stage.tell(Msg::Progress(Progress { doing: "Receiving", percent: Some(45) }));
        assert!(stage.screen().contains("Receiving: 45%"), "{}", stage.screen());
        stage.press(&["Esc", "Esc"]);
        assert_eq!(stage.effects.len(), 2, "it is stopped once");
        assert_eq!(stage.effects[1], Effect::Stop);
        let problem = Problem::new("this was stopped", "Try again.");
        stage.tell(Msg::NotDone(Box::new(Failed { trouble: Trouble::Cancelled, problem })));
        assert!(stage.screen().contains("Stopped. Nothing was changed here."), "{}", stage.screen());
        assert!(stage.screen().contains("ssh://git@server"), "the form is there still: {}", stage.screen());
    }

    #[test]
    fn an_administrators_address_needs_no_typing_and_what_went_wrong_is_told_over_the_form() {
        let mut stage = welcome("/srv/plans.git");
        stage.press(&["Enter", "Enter"]);
        assert_eq!(stage.effects, [Effect::Join { address: "/srv/plans.git".into() }]);
        let problem = Problem::new("the server cannot be reached", "Try again later.");
        stage.tell(Msg::NotDone(Box::new(Failed { trouble: Trouble::Offline, problem })));
        assert!(stage.screen().contains("The server cannot be reached."), "{}", stage.screen());
        stage.press(&["Enter"]);
        assert!(stage.screen().contains("/srv/plans.git"), "{}", stage.screen());
    }

    #[test]
    fn a_plan_that_is_open_is_saved_before_the_forces_plans_are_brought() {
        let mut stage = Stage::plan(80, 24, NEW_PLAN);
        stage.press(&["Tab"]);
        stage.type_text("x");
        stage.press(&["Ctrl+K"]);
        stage.type_text("my force");
        stage.press(&["Enter"]);
        stage.type_text("/srv/plans.git");
        stage.press(&["Enter"]);
        let place = |wanted: fn(&Effect) -> bool| stage.effects.iter().rposition(wanted).unwrap();
        assert!(place(|e| matches!(e, Effect::Save { .. })) < place(|e| matches!(e, Effect::Join { .. })));
        assert!(stage.screen().contains("Bringing your force's plans here"), "{}", stage.screen());
        stage.tell(Msg::Joined(vec!["Joined Dorset Police: 12 areas".into()]));
        assert!(stage.screen().contains("Joined Dorset Police: 12 areas"), "{}", stage.screen());
    }
}
