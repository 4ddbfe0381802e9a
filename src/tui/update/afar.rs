//! What comes and goes over the network: the force's plans brought here, and how far it is.

use super::{commands, save_written};
use crate::git::network::{Failed, Progress, Trouble};
use crate::plan::printable::capital;
use crate::problem::Problem;
use crate::store::drafts::About;
use crate::tui::drafts::FROM_BEFORE;
use crate::tui::model::{Model, Screen};
use crate::tui::msg::Effect;
use crate::tui::overlay::{JoinForm, Overlay, Stopping, TextLine, TextPage, Then, Underway};
use crate::tui::text::{Shape, TextArea};

/// Asks for the address of the force's plans.
pub fn ask(model: &mut Model) {
    let began = model.address.clone();
    let kept = model.drafts.offer(&About::Address).and_then(|draft| draft.words.into_iter().next());
    if kept.is_some() {
        model.notice = Some(FROM_BEFORE.into());
    }
    let address = TextArea::new(kept.as_ref().unwrap_or(&began), Shape::Line);
    model.overlays.push(Overlay::Join(Box::new(JoinForm { address, began, trouble: None })));
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

/// Begins to send and receive. What is being written is saved first.
pub fn sync(model: &mut Model) -> Vec<Effect> {
    let mut effects = save_written(model);
    begin(model, "Sending and receiving");
    effects.push(Effect::Sync);
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
    model.overlays.retain(|overlay| !matches!(overlay, Overlay::Join(_)));
    model.drafts.forget(&About::Address);
    let lines = lines.iter().flat_map(|line| [TextLine::Plain(line.clone()), TextLine::Plain(String::new())]);
    show(model, "Your force's plans are here", lines);
}

/// It was sent and received: what went, what came, what stays here.
pub fn synced(model: &mut Model, lines: &[String]) {
    // The page says what came into the open plan, too.
    model.notice = None;
    show(model, "Sent and received", lines.iter().map(|line| TextLine::Plain(line.clone())));
}

/// Both sides say different things: nothing was sent, and the places are told.
pub fn left_to_decide(model: &mut Model, places: &[String]) {
    let intro = "You and somebody else changed the same thing to something different. Nothing was moved or sent, and \
                 both texts are kept. What is left to decide:";
    let next = "Settle them one at a time, now or later: the list says For you what waits. Then send and receive again.";
    let blank = || TextLine::Plain(String::new());
    let lines = [TextLine::Plain(intro.into()), blank()]
        .into_iter()
        .chain(places.iter().map(|place| TextLine::Plain(place.clone())))
        .chain([blank(), TextLine::Plain(next.into())]);
    show_then(model, "Left to decide", lines, Then::Settle);
}

fn show(model: &mut Model, title: &str, lines: impl Iterator<Item = TextLine>) {
    show_then(model, title, lines, Then::Close);
}

fn show_then(model: &mut Model, title: &str, lines: impl Iterator<Item = TextLine>, then: Then) {
    model.overlays.retain(|overlay| !matches!(overlay, Overlay::Underway(_)));
    let page = TextPage { title: title.into(), lines: lines.collect(), top: 0, then };
    model.overlays.push(Overlay::Text(Box::new(page)));
}

/// Nothing came of it. The form beneath keeps the address.
pub fn not_done(model: &mut Model, failed: Failed) {
    model.overlays.retain(|overlay| !matches!(overlay, Overlay::Underway(_)));
    match failed.trouble {
        Trouble::Cancelled => model.notice = Some("Stopped. Nothing was changed here.".into()),
        // Nothing is wrong: it goes on when the network is there.
        Trouble::Away => {
            let Problem { what, safe, next, .. } = failed.problem;
            let texts = [capital(&format!("{what}.")), safe, next];
            let lines =
                texts.into_iter().flat_map(|text| [TextLine::Plain(text), TextLine::Plain(String::new())]);
            show(model, "Not connected", lines);
        }
        _ => model.overlays.push(Overlay::Problem(Box::new(failed.problem))),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use crate::git::network::{Failed, Progress, Trouble};
    use crate::git::standing::{Standing, With};
    use crate::problem::Problem;
    use crate::tui::msg::{Effect, Msg};
    use crate::tui::testing::{NEW_PLAN, Stage};
    use crate::tui::told::Told;

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
        // What is typed is kept until the plans are here.
        assert!(matches!(stage.effects.as_slice(), [Effect::KeepDraft(_)]), "{:?}", stage.effects);
        stage.effects.clear();
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

    #[test]
    fn a_server_that_is_out_of_reach_now_is_nothing_that_went_wrong() {
        for (width, height) in [(80, 24), (60, 20)] {
            let mut stage = shared(width, height);
            stage.press(&["F2", "s"]);
            let problem =
                Problem::new("the server cannot be reached at the moment", "Go on working.").safe("Safe.");
            stage.tell(Msg::NotDone(Box::new(Failed { trouble: Trouble::Away, problem })));
            let screen = stage.screen();
            assert!(screen.contains("Not connected") && screen.contains("Go on working."), "{screen}");
            assert!(!screen.contains("went wrong"), "{screen}");
        }
    }

    fn shared(width: u16, height: u16) -> Stage {
        let mut stage = Stage::plan(width, height, NEW_PLAN);
        let standing = Some(Standing::With(With::default()));
        stage.tell(Msg::Told(Box::new(Told { standing, ..Told::default() })));
        stage
    }

    #[test]
    fn what_is_written_is_saved_before_it_is_sent_and_what_came_of_it_is_told() {
        let mut stage = shared(80, 24);
        stage.press(&["Tab"]);
        stage.type_text("x");
        stage.press(&["F2", "s"]);
        assert!(stage.effects.iter().any(|effect| matches!(effect, Effect::Save { .. })));
        assert_eq!(stage.effects.iter().filter(|effect| **effect == Effect::Sync).count(), 1);
        assert!(stage.screen().contains("Getting ready …"), "{}", stage.screen());
        stage.tell(Msg::Synced(vec![
            "Sent 1 version.".into(),
            "Received 2 versions from Sergeant, Bridport (2).".into(),
        ]));
        assert!(stage.screen().contains("from Sergeant, Bridport (2)."), "{}", stage.screen());
        stage.press(&["Enter", "End", "Enter"]);
        assert_eq!(stage.effects.last(), Some(&Effect::Sync), "it is the last row of the summary too");
        stage.tell(Msg::LeftToDecide(vec!["- West Dorset 2026-27: profile.summary".into()]));
        assert!(stage.screen().contains("profile.summary") && stage.screen().contains("Left to decide"));
    }

    #[test]
    fn plans_that_are_shared_with_nobody_are_not_sent() {
        let mut stage = Stage::plan(80, 24, NEW_PLAN);
        stage.press(&["F2", "s"]);
        assert!(!stage.effects.contains(&Effect::Sync));
        assert!(stage.screen().contains("These plans are shared with nobody yet."), "{}", stage.screen());
        assert!(!stage.screen().contains("Send and receive:"), "{}", stage.screen());
    }
}
