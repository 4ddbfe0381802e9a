//! What a version may hold, and where: nothing comes in beside the files that are looked at.

use super::server::{Desk, Server};
use super::{PLAN, with_people};

/// Refused with these words, for this file; the copy is as before after it.
fn refused_for(desk: &Desk, file: &str, told: &str) {
    let said = desk.refused(&["push"]);
    assert!(said.contains(told) && said.contains(file), "{file}: {said}");
    desk.git(&["reset", "-q", "--hard", "origin/main"]);
}

fn begun() -> (Server, Desk) {
    let server = Server::new("");
    let desk = server.desk("inspector");
    desk.nec(&["new", "west-dorset"]);
    desk.record("A plan");
    desk.git(&["push"]);
    (server, desk)
}

#[test]
fn nothing_comes_in_beside_the_files_that_are_looked_at() {
    let (_server, desk) = begun();
    for (file, told) in [
        ("2026-27/Poole.toml", "nobody looks into a file of this name"),
        ("2026-27/poole.TOML", "nobody looks into a file of this name"),
        ("2026-27/west-dorset.toml.bak", "nobody looks into a file of this name"),
        ("2026-27/old/west-dorset.toml", "nobody looks into a file of this name"),
        ("2026-27/west-dorset.toml:copy", "nobody looks into a file of this name"),
        ("Areas.toml", "nobody looks into a file of this name"),
        ("evidence/2026-27/west-dorset/01632 960123.txt", "the name of this file"),
        ("2026-27/Ask Sam: 01632 960123.txt", "the name of this file"),
        ("2026-27/west-dorset.record.toml", "[personal-data]"),
    ] {
        desk.write(file, "# Sam, 01632 960123\n");
        desk.git(&["add", "-f", file]);
        desk.git(&["commit", "-qm", "Something"]);
        refused_for(&desk, file, told);
    }
    desk.write(".nec/kept.toml", "# Sam, 01632 960123\n");
    desk.git(&["add", "-f", ".nec/kept.toml"]);
    desk.git(&["commit", "-qm", "Something"]);
    refused_for(&desk, ".nec", "each computer's own");
    desk.write("2026-27/notes.txt", "anybody's");
    desk.record("Sam rang from 01632 960123");
    assert!(desk.refused(&["push"]).contains("the note of this version"));
    desk.git(&["commit", "-q", "--amend", "-m", "Notes"]);
    desk.git(&["push"]);
}

#[test]
fn a_note_is_looked_at_whatever_its_version_changes() {
    let (_server, desk) = begun();
    let note = "Sam rang from 01632 960123";
    let refused = || {
        let said = desk.refused(&["push"]);
        assert!(said.contains("the note of this version") && said.contains("[personal-data]"), "{said}");
        desk.git(&["reset", "-q", "--hard", "origin/main"]);
    };
    desk.git(&["rm", "-q", PLAN]);
    desk.git(&["commit", "-qm", note]);
    refused();
    desk.git(&["commit", "-q", "--allow-empty", "-m", note]);
    refused();
    desk.git(&["switch", "-qc", "side"]);
    desk.write("2026-27/notes.txt", "anybody's");
    desk.record("Notes");
    desk.git(&["switch", "-q", "main"]);
    desk.git(&["merge", "-q", "--no-ff", "-m", note, "side"]);
    refused();
    desk.git(&["merge", "-q", "--no-ff", "-m", "Notes", "side"]);
    desk.git(&["push"]);
}

#[test]
fn a_name_that_a_version_carries_is_looked_at() {
    let (_server, desk) = begun();
    desk.write("2026-27/notes.txt", "anybody's");
    desk.git(&["add", "-A"]);
    desk.git(&["commit", "-qm", "Notes", "--author", "Sam on 01632 960123 <sam@example.police.uk>"]);
    let said = desk.refused(&["push"]);
    assert!(said.contains("the name of whoever made this version"), "{said}");
    desk.git(&["commit", "-q", "--amend", "--reset-author", "-m", "Notes"]);
    desk.git(&["push"]);
}

#[test]
fn a_link_or_another_repository_in_place_of_a_period_is_refused() {
    let (_server, desk) = begun();
    std::fs::rename(desk.root.join("2026-27"), desk.root.join("elsewhere")).unwrap();
    std::os::unix::fs::symlink("elsewhere", desk.root.join("2026-27")).unwrap();
    desk.record("A link");
    refused_for(&desk, "2026-27", "this is a link, or belongs to another repository");
    // What git keeps of another repository is no more than the id of one of its versions.
    let id = desk.git(&["rev-parse", "HEAD"]);
    for period in ["2026-27", "2027-28"] {
        desk.write(
            "nec.toml",
            &(desk.read("nec.toml")
                + "\n[[period]]\nid = \"2027-28\"\nstarts = 2027-12-01\nends = 2028-11-30\n"),
        );
        desk.git(&["add", "nec.toml"]);
        desk.git(&["rm", "-rq", "--cached", "--ignore-unmatch", period]);
        desk.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{},{period}", id.trim())]);
        desk.git(&["commit", "-qm", "Another repository"]);
        refused_for(&desk, period, "this is a link, or belongs to another repository");
    }
}

#[test]
fn what_may_be_read_is_widened_by_those_who_keep_the_directory_and_counts_from_the_next_push() {
    let server = with_people("");
    let number = "\n# Ring 01632 960123\n";
    let widened = |desk: &Desk| {
        let settings = desk.read("nec.toml");
        let (before, after) = settings.split_once("public-numbers = [").unwrap();
        desk.write("nec.toml", &format!("{before}public-numbers = [\"01632 960123\", {after}"));
        desk.record("A number that anybody may read");
    };
    let west = server.desk("west");
    widened(&west);
    west.write(PLAN, &(west.read(PLAN) + number));
    west.record("The number");
    let said = west.refused(&["push"]);
    assert!(said.contains("nec.toml: west@example.police.uk may not change the settings"), "{said}");
    assert!(said.contains(&format!("{PLAN}:")) && said.contains("[personal-data]"), "{said}");
    west.git(&["reset", "-q", "--hard", "origin/main"]);
    let keeper = server.desk("keeper");
    widened(&keeper);
    keeper.git(&["push"]);
    west.git(&["pull", "-q"]);
    west.write(PLAN, &(west.read(PLAN) + number));
    west.record("The number");
    west.git(&["push"]);
    server.sound();
}
