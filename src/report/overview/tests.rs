#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::*;

const NEC: &str = "format = 1\nedition = \"nec-2020\"\n";
const AREAS: &str = "[[area]]\nid = \"west-dorset\"\nname = \"West Dorset\"\n[[area]]\nid = \"purbeck\"\nname = \"Purbeck\"\n";
const EDITION: &str = "id = \"nec-2020\"\nrevision = 1\ntitle = \"x\"\n[[standard]]\nid = \"priorities\"\nnumber = 1\ntitle = \"t\"\n";

fn plan(area: &str, starts: &str, ends: &str) -> String {
    format!(
        "format = 1\nedition = \"nec-2020\"\narea = \"{area}\"\nstarts = {starts}\nends = {ends}\nstatus = \"submitted\"\n"
    )
}

fn directory(files: &[(&str, &str)]) -> (tempfile::TempDir, Directory) {
    let root = tempfile::tempdir().unwrap();
    let base = [("nec.toml", NEC), ("areas.toml", AREAS), ("standards/nec-2020.toml", EDITION)];
    for (path, text) in base.iter().chain(files) {
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let directory = Directory::open(root.path()).unwrap();
    (root, directory)
}

fn rows(directory: &Directory, today: &str, scope: Scope<'_>) -> Vec<(String, Option<String>, &'static str)> {
    overview(directory, today.parse().unwrap(), scope)
        .into_iter()
        .map(|row| {
            let plan = match row.plan {
                PlanStatus::NotStarted => "not started",
                PlanStatus::Unjudged(Unjudged::Unreadable(_)) => "unreadable",
                PlanStatus::Unjudged(Unjudged::EditionUnknown(_)) => "edition unknown",
                PlanStatus::Unjudged(Unjudged::EditionBroken(_)) => "edition broken",
                PlanStatus::Judged(judged) => judged.status.id(),
            };
            (row.name, row.period, plan)
        })
        .collect()
}

#[test]
fn each_area_shows_the_plan_of_today_in_the_order_of_the_force() {
    let past = plan("west-dorset", "2025-12-01", "2026-11-30");
    let next = plan("west-dorset", "2026-12-01", "2027-11-30");
    let (_root, directory) = directory(&[
        ("2025-26/west-dorset.toml", &past),
        ("2026-27/west-dorset.toml", &next),
        ("2026-27/bridport.toml", &plan("bridport", "2026-12-01", "2027-11-30")),
    ]);
    let period = |id: &str| Some(id.to_owned());
    let at = |today| rows(&directory, today, Scope::Current)[0].1.clone();
    assert_eq!(at("2026-11-30"), period("2025-26"));
    assert_eq!(at("2026-12-01"), period("2026-27"));
    assert_eq!(at("2025-01-01"), period("2025-26"));
    assert_eq!(at("2030-01-01"), period("2026-27"));
    assert_eq!(
        rows(&directory, "2026-12-01", Scope::Period("2025-26")),
        [
            ("West Dorset".into(), period("2025-26"), "submitted"),
            ("Purbeck".into(), period("2025-26"), "not started"),
        ]
    );
    assert_eq!(
        rows(&directory, "2026-12-01", Scope::All),
        [
            ("West Dorset".into(), period("2025-26"), "submitted"),
            ("West Dorset".into(), period("2026-27"), "submitted"),
            ("Purbeck".into(), None, "not started"),
            ("bridport".into(), period("2026-27"), "submitted"),
        ]
    );
}

#[test]
fn what_cannot_be_judged_is_in_its_place_and_others_are_judged() {
    let good = plan("west-dorset", "2026-12-01", "2027-11-30");
    let (_root, directory) = directory(&[
        ("standards/broken.toml", "id = 1\n"),
        ("2026-27/west-dorset.toml", &good),
        ("2026-27/a.toml", "not toml"),
        ("2026-27/b.toml", &good.replace("nec-2020", "nec-2O20")),
        ("2026-27/c.toml", &good.replace("nec-2020", "broken")),
    ]);
    let told: Vec<_> = rows(&directory, "2026-12-01", Scope::Current).into_iter().map(|row| row.2).collect();
    assert_eq!(told, ["submitted", "not started", "unreadable", "edition unknown", "edition broken"]);
}

#[test]
fn many_plans_come_in_the_same_order_each_time() {
    let good = plan("x", "2026-12-01", "2027-11-30");
    let names: Vec<String> = (0..40).map(|n| format!("2026-27/area-{n}.toml")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), good.as_str())).collect();
    let (_root, directory) = directory(&files);
    let first = overview(&directory, "2026-12-01".parse().unwrap(), Scope::All);
    assert_eq!(first.len(), 42);
    assert!(first[2..].is_sorted_by(|a, b| a.area < b.area));
    assert_eq!(first, overview(&directory, "2026-12-01".parse().unwrap(), Scope::All));
}
