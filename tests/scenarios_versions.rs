//! Recording a version from the screen, in repositories of every state.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::fs;

use support::{Desk, PLAN, Screen, Session};

/// A desk whose user is known.
fn known(desk: Desk) -> Desk {
    desk.env("GIT_AUTHOR_NAME", "Inspector, West Dorset")
        .env("GIT_AUTHOR_EMAIL", "insp.west@example.police.uk")
}

/// Types an address into the plan and asks for a version.
fn write_and_record(desk: &Desk) -> Session {
    let mut nec = desk.open();
    nec.keys(&["Tab"]);
    nec.type_text("insp.west@example.police.uk");
    nec.wait_saved("insp.west@example.police.uk");
    nec.keys(&["F9"]);
    nec
}

/// The same in a repository that cannot take it: what the screen says. The words stay saved.
#[track_caller]
fn refused(desk: &Desk, says: &[&str]) -> Screen {
    let mut nec = write_and_record(desk);
    let what = format!("{says:?}");
    // Some troubles show while it is prepared, others when it is done.
    let told = |screen: &Screen| says.iter().all(|word| screen.words().contains(word));
    let screen =
        nec.wait_for(&what, |screen| told(screen) || screen.contains("What changed, in a few words"));
    let screen = if told(&screen) {
        screen
    } else {
        nec.keys(&["Enter"]);
        nec.wait_for(&what, told)
    };
    for jargon in ["HEAD", "libgit2", "ref ", "class=", "errno"] {
        assert!(!screen.contains(jargon), "{jargon} in {screen}");
    }
    nec.keys(&["Esc"]);
    nec.wait_saved("insp.west@example.police.uk");
    nec.leave();
    assert!(desk.text().contains("email = \"insp.west@example.police.uk\""), "{}", desk.text());
    screen
}

#[test]
fn a_version_in_a_larger_repository_holds_the_plan_alone() {
    let desk = known(Desk::new());
    desk.git(&["init", "-b", "trunk"]);
    desk.write("notes.txt", "one\n");
    desk.write("staged.txt", "one\n");
    desk.git(&["add", "."]);
    desk.git(&["commit", "-m", "Begin"]);
    desk.nec_well(&["init", "police/plans"]);
    desk.nec_well(&["new", "west-dorset", "--dir", "police/plans"]);
    // What others have under way.
    desk.write("notes.txt", "two\n");
    desk.write("staged.txt", "two\n");
    desk.git(&["add", "staged.txt"]);
    desk.write("new.txt", "unknown to git\n");
    let before = desk.git(&["status", "--porcelain"]);
    assert!(before.contains("M  staged.txt") && before.contains(" M notes.txt"), "{before}");

    let at = Desk { setup: desk.setup.clone().in_dir(desk.path("police/plans")) };
    let mut nec = write_and_record(&at);
    nec.wait_for_text("What changed, in a few words");
    nec.keys(&["Ctrl+A"]);
    nec.type_text("The author's address");
    nec.keys(&["Enter"]);
    nec.wait_for_text("Recorded as version");
    nec.leave();

    let file = format!("police/plans/{PLAN}");
    assert_eq!(
        desk.git(&["show", "--name-only", "--format=%s", "HEAD"]),
        format!("The author's address\n\n{file}\n")
    );
    assert_eq!(desk.git(&["show", &format!("HEAD:{file}")]), at.text());
    let after = desk.git(&["status", "--porcelain"]);
    for line in ["M  staged.txt", " M notes.txt", "?? new.txt"] {
        assert!(after.contains(line), "{line} is not in\n{after}");
    }
    assert!(!after.contains("west-dorset"), "{after}");
    assert_eq!(desk.git(&["show", ":staged.txt"]), "two\n", "it is still staged");
    desk.git(&["fsck", "--strict"]);
}

#[test]
fn a_repository_with_no_version_yet_takes_the_first() {
    let desk = known(Desk::plan());
    fs::remove_dir_all(desk.path(".git")).unwrap();
    desk.git(&["init", "-b", "main"]);
    let mut nec = write_and_record(&desk);
    nec.wait_for_text("What changed, in a few words");
    nec.keys(&["Enter"]);
    nec.wait_for_text("Recorded as version");
    nec.leave();
    assert_eq!(desk.git(&["show", &format!("HEAD:{PLAN}")]), desk.text());
    assert_eq!(
        desk.git(&["log", "--format=%an <%ae>"]),
        "Inspector, West Dorset <insp.west@example.police.uk>\n"
    );
    desk.git(&["fsck", "--strict"]);
}

#[test]
fn a_single_version_out_of_its_branch_is_refused_in_words() {
    let desk = known(Desk::plan());
    desk.git(&["checkout", "--detach"]);
    let before = desk.git(&["log", "--all", "--format=%H"]);
    refused(&desk, &["is on no branch", "Nothing was recorded"]);
    assert_eq!(desk.git(&["log", "--all", "--format=%H"]), before);
}

#[test]
fn a_repository_that_another_program_holds_is_refused_and_taken_later() {
    let desk = known(Desk::plan());
    desk.write(".git/index.lock", "");
    let screen = refused(&desk, &["Something went wrong"]);
    assert!(screen.words().contains("index.lock"), "it says what to look at: {screen}");
    assert!(desk.path(".git/index.lock").exists(), "it is another program's to take away");
    fs::remove_file(desk.path(".git/index.lock")).unwrap();
    let mut nec = desk.open();
    nec.wait_for_text("not recorded");
    nec.keys(&["F9"]);
    nec.wait_for_text("What changed, in a few words");
    nec.keys(&["Enter"]);
    nec.wait_for_text("Recorded as version");
    nec.wait_for("the corner", |screen| screen.row(0).contains(", recorded"));
    nec.leave();
    assert_eq!(desk.git(&["status", "--porcelain"]), "");
}

#[test]
fn without_a_repository_writing_goes_on_and_recording_says_why_not() {
    let desk = known(Desk::plan());
    fs::remove_dir_all(desk.path(".git")).unwrap();
    refused(&desk, &["Something went wrong"]);
}

#[test]
fn a_bare_repository_is_refused_in_words() {
    let desk = known(Desk::plan());
    desk.git(&["config", "core.bare", "true"]);
    refused(&desk, &["Something went wrong"]);
}

#[test]
fn a_merge_that_was_begun_is_left_alone() {
    let desk = known(Desk::plan());
    let tip = desk.git(&["rev-parse", "HEAD"]);
    desk.write(".git/MERGE_HEAD", &tip);
    refused(&desk, &["has not finished", "Nothing was recorded"]);
    assert_eq!(desk.git(&["rev-parse", "HEAD"]), tip);
}

#[test]
fn who_records_is_asked_until_it_is_somebody_and_then_no_more() {
    let desk = Desk::plan();
    let mut nec = write_and_record(&desk);
    nec.wait_for_text("asked this once");
    nec.keys(&["Tab"]);
    nec.type_text("Inspector, West Dorset");
    nec.keys(&["Tab", "Enter"]);
    nec.wait_for_text("A name or post and a work e-mail address are needed");
    nec.keys(&["Tab"]);
    nec.type_text("insp.west@example.police.uk");
    nec.keys(&["Enter"]);
    nec.wait_for_text("Recorded as version");
    nec.keys(&["F9"]);
    nec.wait_for_text("Nothing has changed in this plan since the last version.");
    nec.leave();
    // The command line knows too.
    desk.change(PLAN, "insp.west@example.police.uk", "inspector.west@example.police.uk");
    desk.nec_well(&["commit", "west-dorset", "--message", "Another address"]);
    let authors = desk.git(&["log", "-2", "--format=%an <%ae> %s"]);
    assert_eq!(
        authors.matches("Inspector, West Dorset <insp.west@example.police.uk>").count(),
        2,
        "{authors}"
    );
}

#[test]
fn going_back_from_the_form_records_nothing() {
    let desk = known(Desk::plan());
    let before = desk.git(&["log", "--format=%H"]);
    let mut nec = write_and_record(&desk);
    nec.wait_for_text("What changed, in a few words");
    nec.keys(&["Esc"]);
    nec.wait_for_text(">Author's work e-mail");
    nec.leave();
    assert_eq!(desk.git(&["log", "--format=%H"]), before);
}

#[test]
fn what_must_never_be_recorded_is_in_the_way_until_it_is_allowed_or_taken_out() {
    let desk = known(Desk::plan_with(
        "\n[standards.website]\ncommitment = \"Ring 01632 960123, or come.\u{200b}\"\n",
    ));
    let versions = || desk.git(&["rev-list", "--count", "HEAD"]);
    let before = versions();
    let mut nec = desk.open();
    nec.keys(&["F9"]);
    nec.wait_for_text("2 in the way");
    nec.wait_for_text("p: Allow this number");
    nec.keys(&["p"]);
    nec.wait_for_text("Let “01632 960123”, as written, stand in every plan of the force?");
    nec.keys(&["Enter"]);
    nec.wait_for_text("1 in the way");
    nec.keys(&["Ctrl+Z"]);
    nec.wait_for_text("2 in the way");
    nec.keys(&["p", "Enter"]);
    nec.wait_for_text("1 in the way");
    nec.keys(&["m"]);
    nec.wait_for_text("Nothing is in the way any more.");
    assert_eq!(versions(), before, "nothing was recorded meanwhile");
    nec.keys(&["Esc", "F9"]);
    nec.wait_for_text("What changed, in a few words");
    nec.keys(&["Enter"]);
    nec.wait_for_text("Recorded as version");
    nec.leave();
    let settings = desk.git(&["show", "HEAD:nec.toml"]);
    assert!(settings.contains("\"01632 960123\", # allowed by Inspector, West Dorset, "), "{settings}");
    assert!(desk.git(&["show", &format!("HEAD:{PLAN}")]).contains("Ring 01632 960123, or come.\""));
}

#[test]
fn settings_that_are_in_the_way_of_a_plan_are_named_with_what_to_do() {
    for (columns, rows) in [(80, 24), (60, 20)] {
        let plan = "\n[standards.website]\ncommitment = \"Ring 01632 960123, or come.\"\n";
        let desk = known(Desk::plan_with(plan)).size(columns, rows);
        let clean = desk.read("nec.toml");
        desk.write("nec.toml", format!("{clean}# Ask Sam on 01632 960124\n"));
        let before = desk.git(&["rev-parse", "HEAD"]);
        let mut nec = desk.open();
        nec.keys(&["F9"]);
        nec.wait_for_text("p: Allow this number");
        nec.keys(&["p"]);
        nec.wait_for_text("Allow this number?");
        nec.keys(&["Enter"]);
        nec.wait_for_text("Nothing is in the way any more.");
        nec.keys(&["Esc", "F9"]);
        nec.wait_for_text("What changed, in a few words");
        nec.keys(&["Enter"]);
        let screen = nec.wait_for_text("Something went wrong");
        let words = screen.words();
        for told in [
            "nec.toml, line ",
            "The settings were changed here and go into the same version, but this is in the way: ",
            "[personal-data]",
            "Nothing was recorded. The plan is saved in its file.",
            "Mend nec.toml, or record the plan alone: nec commit west-dorset",
            "Enter or Esc closes this.",
        ] {
            assert!(words.contains(told), "{told}: {screen}");
        }
        assert_eq!(desk.git(&["rev-parse", "HEAD"]), before);
        nec.keys(&["Esc"]);
        nec.wait_for_no_text("Something went wrong");
        // Mended in an editor, both are recorded together.
        desk.change("nec.toml", "# Ask Sam on 01632 960124\n", "");
        nec.keys(&["F9"]);
        nec.wait_for_text("What changed, in a few words");
        nec.keys(&["Enter"]);
        nec.wait_for_text("Recorded as version");
        nec.leave();
        assert!(desk.git(&["show", "--name-only", "--format=", "HEAD"]).contains("nec.toml"));
    }
}

/// A venue of the book, as a person or another sitting wrote it.
const BARN: &str = "\n[[venue]]\nid = \"barn\"\nname = \"Barn\"\naddress = \"1 Lane, Bridport\"\nsettlement = \"Bridport\"\n";

#[test]
fn the_venue_book_goes_with_a_plan_that_uses_a_venue_of_it_whoever_wrote_that_and_when() {
    let activity = "\n[[standards.face-to-face.activities]]\nid = \"a\"\ntitle = \"Drop-in\"\n";
    let desk = known(Desk::plan_with(activity));
    desk.nec_well(&["commit"]);
    let book = desk.read("areas.toml");
    desk.write("areas.toml", format!("{book}{BARN}"));
    // A venue that the plan does not use stays to be recorded by whoever wrote it.
    let mut nec = desk.open();
    nec.keys(&["F9"]);
    nec.wait_for_text("Nothing has changed in this plan since the last version.");
    nec.leave();
    desk.write(PLAN, desk.text() + "venues = [\"barn\"]\n");
    let mut nec = desk.open();
    nec.keys(&["F9"]);
    nec.wait_for_text("What changed, in a few words");
    nec.keys(&["Enter"]);
    nec.wait_for_text("Recorded as version");
    nec.leave();
    assert!(desk.git(&["show", "HEAD:areas.toml"]).contains("name = \"Barn\""));
    assert!(desk.git(&["show", &format!("HEAD:{PLAN}")]).contains("venues = [\"barn\"]"));
    // The book alone, too, where the plan has nothing else.
    desk.change("areas.toml", "1 Lane, Bridport", "2 Lane, Bridport");
    let mut nec = desk.open();
    nec.keys(&["F9"]);
    nec.wait_for_text("The venue book changed");
    nec.keys(&["Enter"]);
    nec.wait_for_text("Recorded as version");
    nec.leave();
    assert_eq!(
        desk.git(&["show", "--name-only", "--format=%s", "HEAD"]),
        "The venue book changed\n\nareas.toml\n"
    );
}

#[test]
fn what_another_program_writes_while_one_is_asked_who_records_is_not_in_the_version() {
    let desk = Desk::plan();
    let judged = desk.text() + "# judged\n";
    desk.write(PLAN, &judged);
    let mut nec = desk.start(&["commit"]);
    nec.wait_for_text("Your name or post");
    let later = format!("{judged}# Ask Sam on 01632 960123\n");
    desk.write(PLAN, &later);
    nec.send("Inspector, West Dorset\r");
    nec.wait_for_text("Your work e-mail address");
    nec.send("insp.west@example.police.uk\r");
    nec.wait_for_text("Recorded version");
    assert_eq!(nec.wait_exit().exit_code(), 0);
    assert_eq!(desk.git(&["show", &format!("HEAD:{PLAN}")]), judged);
    assert_eq!(desk.text(), later, "what was written meanwhile is untouched");
    assert_eq!(desk.git(&["status", "--porcelain"]), format!(" M {PLAN}\n"), "and counts as not recorded");
}
