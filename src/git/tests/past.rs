//! A plan directory as it stood in a version.

use super::*;
use crate::store::Directory;

const NEC: &str = "format = 1\nedition = \"nec-2020\"\n[[period]]\nid = \"2027-28\"\nstarts = 2027-12-01\nends = 2028-11-30\n";

/// With a plan directory in a folder of its repository, and a version of it.
fn fixture(inner: &str) -> Fixture {
    let fixture = Fixture::new(inner);
    fixture.write("nec.toml", NEC);
    fixture.write(PLAN, "format = 1\n");
    fixture.version(&["nec.toml", PLAN]);
    fixture
}

fn opened(start: &Path, revision: &str) -> (Directory, String) {
    let past = past(start, revision).unwrap();
    (Directory::of(&past.root, past.files).unwrap(), past.prefix)
}

fn text(directory: &Directory) -> String {
    directory.files.read(&rel(PLAN)).unwrap().text
}

#[test]
fn a_version_is_read_and_not_what_is_on_disk() {
    for inner in ["", "forces/dorset"] {
        let fixture = fixture(inner);
        let first = fixture.git(&["rev-parse", "HEAD"]);
        fixture.write(PLAN, "format = 1\narea = \"x\"\n");
        fixture.version(&[PLAN]);
        fixture.write(PLAN, "on disk");
        for (revision, expected) in [
            ("HEAD", "format = 1\narea = \"x\"\n"),
            ("HEAD~1", "format = 1\n"),
            (first.trim(), "format = 1\n"),
            ("main^{/Begin|A version}", "format = 1\narea = \"x\"\n"),
        ] {
            let (directory, prefix) = opened(&fixture.root, revision);
            assert_eq!(text(&directory), expected, "{inner}: {revision}");
            assert_eq!(prefix.trim_end_matches('/'), inner);
        }
        // Its files gone, and from a folder further in.
        std::fs::remove_file(fixture.root.join("nec.toml")).unwrap();
        assert_eq!(text(&opened(&fixture.root, "HEAD~1").0), "format = 1\n");
        assert_eq!(
            text(&opened(&fixture.root.join("2026-27"), &format!("HEAD~1:{inner}")).0),
            "format = 1\n"
        );
    }
}

#[test]
fn a_repository_without_files_is_enough() {
    let fixture = fixture("plans");
    let bare = fixture.folder.path().join("bare.git");
    fixture.git(&["clone", "-q", "--bare", ".", "bare.git"]);
    assert!(is_bare(&bare) && !is_bare(&fixture.root));
    let (directory, prefix) = opened(&bare, "main");
    assert_eq!((prefix.as_str(), text(&directory).as_str()), ("plans/", "format = 1\n"));
    std::fs::create_dir_all(fixture.folder.path().join("other")).unwrap();
    std::fs::write(fixture.folder.path().join("other/nec.toml"), NEC).unwrap();
    fixture.git(&["add", "other"]);
    fixture.git(&["commit", "-qm", "Another"]);
    fixture.git(&["push", "-q", "bare.git", "main"]);
    let problem = past(&bare, "main").unwrap_err();
    assert_eq!(problem.next, "Say which: --rev main:other, or --rev main:plans");
    assert_eq!(opened(&bare, "main:plans/").1, "plans/");
}

#[test]
fn what_is_no_version_of_a_plan_directory_is_told() {
    let fixture = fixture("plans");
    fixture.git(&["tag", "blob", &format!("HEAD:plans/{PLAN}")]);
    for (revision, told) in [
        ("nowhere", "no version “nowhere”"),
        ("", "no version"),
        ("blob", "is no version"),
        ("main..main", "a stretch of versions"),
        ("main:", "no nec.toml at its top"),
        ("main:plans/2026-27", "no nec.toml in plans/2026-27"),
        ("main:../..", "no nec.toml in"),
        ("main:plans/nec.toml", "no nec.toml in"),
        ("\u{1b}[2J", "no version"),
    ] {
        let problem = past(&fixture.root, revision).unwrap_err();
        assert!(problem.what.contains(told), "{revision}: {problem}");
        assert!(!problem.to_string().contains('\u{1b}') && !jargon(&problem), "{problem}");
    }
    assert!(past(&fixture.root, "main:").unwrap_err().next.ends_with("--rev main:plans"));
    let folder = tempfile::tempdir().unwrap();
    assert!(past(folder.path(), "main").unwrap_err().what.contains("in no repository"));
}

#[cfg(unix)]
#[test]
fn links_other_repositories_and_big_files_in_place_of_plans_are_told() {
    let fixture = fixture("");
    let at = |path: &str| fixture.root.join(path);
    std::os::unix::fs::symlink(at(PLAN), at("2026-27/linked.toml")).unwrap();
    std::os::unix::fs::symlink("2026-27", at("2025-26")).unwrap();
    std::os::unix::fs::symlink("nowhere", at("2024-25")).unwrap();
    fixture.write("2026-27/big.toml", &"#".repeat((1 << 20) + 1));
    fixture.git(&["add", "."]);
    let tip = fixture.git(&["rev-parse", "HEAD"]);
    for path in ["2027-28", "vendor", "2026-27/other.toml"] {
        fixture.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{},{path}", tip.trim())]);
    }
    fixture.git(&["commit", "-qm", "Odd things"]);
    let (directory, _) = opened(&fixture.root, "main");
    let listing = directory.plans();
    let problems: Vec<_> = listing.problems.iter().map(|problem| problem.file.clone().unwrap()).collect();
    assert_eq!(problems, ["2025-26", "2027-28"]);
    let told: Vec<(String, String)> = listing
        .plans
        .iter()
        .filter_map(|place| Some((place.to_string(), directory.read_plan(place).err()?.problem.what)))
        .collect();
    let told: Vec<(&str, &str)> = told.iter().map(|(place, what)| (place.as_str(), what.as_str())).collect();
    assert_eq!(
        told,
        [
            ("2026-27/big", "this file is too big: it has more than 1 MiB"),
            ("2026-27/linked", "this is a link to another place, and links are not followed"),
            ("2026-27/other", "this is not an ordinary file"),
        ]
    );
}
