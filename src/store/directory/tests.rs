#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::*;

const EDITION: &str = "id = \"nec-2020\"\nrevision = 1\ntitle = \"x\"\n";

fn directory(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    root
}

fn listed(root: &Path) -> (Vec<String>, Vec<String>) {
    let listing = Directory::open(root).unwrap().plans();
    let files = listing.problems.into_iter().map(|problem| problem.file.unwrap()).collect();
    (listing.plans.iter().map(Place::to_string).collect(), files)
}

#[test]
fn plans_are_listed_in_order_and_nothing_else_is() {
    let root = directory(&[
        ("nec.toml", "format = 1\nedition = \"nec-2020\"\n"),
        ("areas.toml", "[[area]]\nid = \"purbeck\"\n"),
        ("2027-28/purbeck.toml", ""),
        ("2026-27/west-dorset.toml", ""),
        ("2026-27/west-dorset.record.toml", ""),
        ("2026-27/west-dorset.review.toml", ""),
        ("2026-27/East Dorset.toml", ""),
        ("2026-27/notes.txt", ""),
        ("2026-27/bridport.toml", ""),
        ("standards/nec-2020.toml", EDITION),
        ("evidence/2026-27/bridport/a.toml", ""),
        (".nec/x.toml", ""),
        ("Old/x.toml", ""),
    ]);
    let (plans, problems) = listed(root.path());
    assert_eq!(plans, ["2026-27/bridport", "2026-27/west-dorset", "2027-28/purbeck"]);
    assert_eq!(problems, ["2026-27/East Dorset.toml"]);
}

#[cfg(unix)]
#[test]
fn links_are_told_and_not_followed() {
    use std::os::unix::fs::symlink;
    let root = directory(&[("nec.toml", "format = 1\nedition = \"x\"\n"), ("2026-27/purbeck.toml", "")]);
    symlink(root.path().join("2026-27"), root.path().join("2027-28")).unwrap();
    symlink(root.path().join("2026-27/purbeck.toml"), root.path().join("2026-27/bridport.toml")).unwrap();
    let (plans, problems) = listed(root.path());
    assert_eq!(plans, ["2026-27/bridport", "2026-27/purbeck"]);
    assert_eq!(problems, ["2027-28"]);
    let directory = Directory::open(root.path()).unwrap();
    let refused = directory.read_plan(&Place::new("2026-27", "bridport").unwrap()).unwrap_err();
    assert_eq!(refused.why, Why::NotAFile);
    assert!(refused.problem.what.contains("link"), "{}", refused.problem);
}

#[test]
fn what_is_broken_is_told_with_its_line_and_the_rest_is_usable() {
    let root = directory(&[
        ("nec.toml", "format = 1\nforce = \n"),
        ("areas.toml", "[[area]]\nid = \"purbeck\"\n"),
        ("2026-27/purbeck.toml", "format = 1\n"),
        ("standards/nec-2020.toml", "id = 1\n"),
    ]);
    let directory = Directory::open(root.path()).unwrap();
    let told: Vec<_> = directory.problems.iter().map(|p| (p.file.as_deref().unwrap(), p.line)).collect();
    assert_eq!(told, [("nec.toml", Some(2)), ("standards/nec-2020.toml", Some(1))]);
    assert_eq!(directory.broken_editions, ["nec-2020"]);
    assert_eq!(directory.areas.areas.len(), 1);
    let [place] = directory.plans().plans.try_into().unwrap();
    assert!(directory.read_plan(&place).is_ok());
}

#[test]
fn settings_of_a_newer_program_are_told_and_not_used() {
    let root = directory(&[
        ("nec.toml", "format = 2\nedition = \"x\"\nforce = \"F\"\n"),
        ("areas.toml", "# none\n"),
    ]);
    let directory = Directory::open(root.path()).unwrap();
    assert!(directory.problems[0].what.contains("newer"));
    assert_eq!(directory.newer.as_ref(), directory.problems.first());
    assert!(directory.areas.areas.is_empty() && !directory.areas.unread);
    assert_eq!(directory.force.force, "");
    assert!(Directory::open(root.path().join("nowhere").as_path()).is_err());
}

#[test]
fn the_files_of_a_version_are_those_the_contract_names() {
    let root = directory(&[
        ("nec.toml", "format = 1\nedition = \"x\"\n"),
        (".gitignore", "/.nec/\n"),
        ("2026-27/purbeck.toml", ""),
        ("2026-27/purbeck.record.toml", ""),
        ("2026-27/notes.txt", ""),
        ("evidence/2026-27/purbeck/posters/may.pdf", ""),
        ("standards/nec-2020.toml", EDITION),
        (".nec/lock", ""),
        ("target/debug/x.toml", ""),
        ("readme.md", ""),
    ]);
    let files = Directory::open(root.path()).unwrap().files();
    let names: Vec<&str> = files.iter().map(RelPath::as_str).collect();
    assert_eq!(
        names,
        [
            ".gitignore",
            "2026-27/purbeck.record.toml",
            "2026-27/purbeck.toml",
            "evidence/2026-27/purbeck/posters/may.pdf",
            "nec.toml",
            "standards/nec-2020.toml"
        ]
    );
}

#[test]
fn the_plan_of_today_else_the_next_else_the_last() {
    let day = |text: &str| text.parse::<Date>().unwrap();
    let plan = |period: &str, starts: &str, ends: &str| {
        (Place::new(period, "purbeck").unwrap(), Period::new(day(starts), day(ends)).unwrap())
    };
    let plans = [
        plan("2027-28", "2027-12-01", "2028-11-30"),
        plan("2025-26", "2025-12-01", "2026-10-31"),
        plan("2026-27", "2026-12-01", "2027-11-30"),
    ];
    let today = |text: &str| of_today(&plans, day(text)).map(|place| place.period().to_owned()).unwrap();
    assert_eq!(today("2026-10-31"), "2025-26");
    assert_eq!(today("2026-11-11"), "2026-27");
    assert_eq!(today("2027-11-30"), "2026-27");
    assert_eq!(today("2027-12-01"), "2027-28");
    assert_eq!(today("2030-01-01"), "2027-28");
    assert_eq!(of_today(&[], day("2026-01-01")), None);
}
