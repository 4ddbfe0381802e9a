//! Histories with what is remembered of versions, beside the same without.

use std::collections::BTreeMap;

use git2::{Oid, Signature, Time};

use super::*;
use crate::git::history::{Entry, History, remember};

/// The plans of the random histories, two of a period and one of another.
const PLANS: [&str; 3] = [PLAN, "2026-27/purbeck.toml", "2025-26/west-dorset.toml"];

/// The files of a version: path in the repository, and text.
type Files = BTreeMap<String, String>;

/// Made step by step of random versions.
struct Past {
    fixture: Fixture,
    git: git2::Repository,
    prefix: &'static str,
    versions: Vec<(Oid, Files, i64)>,
    seed: u64,
}

impl Past {
    fn new(prefix: &'static str, seed: u64) -> Past {
        let fixture = Fixture::new(prefix.trim_end_matches('/'));
        let git = git2::Repository::open(fixture.folder.path()).unwrap();
        let mut past = Past { fixture, git, prefix, versions: Vec::new(), seed };
        past.add(&[], Files::from([("notes.txt".to_owned(), "begun".to_owned())]), 1_700_000_000);
        past
    }

    fn dice(&mut self, sides: usize) -> usize {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) as usize % sides
    }

    /// The path of any of the plans.
    fn plan(&mut self) -> String {
        let which = self.dice(PLANS.len());
        format!("{}{}", self.prefix, PLANS[which])
    }

    fn tree(&self, files: &Files, folder: &str) -> Oid {
        let mut builder = self.git.treebuilder(None).unwrap();
        for (path, text) in files {
            let Some(rest) = path.strip_prefix(folder) else { continue };
            match rest.split_once('/') {
                None => {
                    let blob = self.git.blob(text.as_bytes()).unwrap();
                    builder.insert(rest, blob, 0o100_644).unwrap();
                }
                Some((inner, _)) => {
                    let tree = self.tree(files, &format!("{folder}{inner}/"));
                    builder.insert(inner, tree, 0o040_000).unwrap();
                }
            }
        }
        builder.write().unwrap()
    }

    fn add(&mut self, parents: &[usize], files: Files, time: i64) {
        let tree = self.git.find_tree(self.tree(&files, "")).unwrap();
        let who = Signature::new("Sergeant", "sgt@example.police.uk", &Time::new(time, 0)).unwrap();
        let before: Vec<_> =
            parents.iter().map(|at| self.git.find_commit(self.versions[*at].0).unwrap()).collect();
        let before: Vec<_> = before.iter().collect();
        let note = format!("Version {}", self.versions.len());
        let id = self.git.commit(None, &who, &who, &note, &tree, &before).unwrap();
        self.versions.push((id, files, time));
    }

    /// A version that follows one, or brings up to three together, and changes something, or nothing.
    fn step(&mut self) {
        let count = self.versions.len();
        let mut parents = vec![count - 1 - self.dice(count.min(4))];
        if self.dice(4) == 0 {
            for _ in 0..=self.dice(2) {
                parents.push(count - 1 - self.dice(count.min(12)));
            }
            parents.dedup();
        }
        let mut files = Files::new();
        for path in PLANS.map(|plan| format!("{}{plan}", self.prefix)).into_iter().chain(["notes.txt".into()])
        {
            let side = parents[self.dice(parents.len())];
            files.extend(self.versions[side].1.get(&path).map(|text| (path, text.clone())));
        }
        let plan = self.plan();
        let text = |which: usize| {
            let words: String = (0..30).map(|n| format!("line = \"{}\"\n", n * (which / 3 + 1))).collect();
            format!("variant = {}\n{words}", which % 3)
        };
        match self.dice(9) {
            0 => drop(files.remove(&plan)),
            // Under another name.
            1 => {
                let other = self.plan();
                if let Some(text) = files.remove(&plan) {
                    files.insert(other, text);
                }
            }
            // A folder where a plan was.
            2 => {
                files.remove(&plan);
                files.insert(format!("{plan}/inner"), count.to_string());
            }
            3 | 4 => drop(files.insert("notes.txt".to_owned(), count.to_string())),
            5 => {}
            _ => drop(files.insert(plan, text(self.dice(6)))),
        }
        let newest = parents.iter().map(|at| self.versions[*at].2).max().unwrap();
        // Clocks stand still, and some are wrong.
        let time = newest + [0, 0, 1, 2, 5, 60, -30, -300][self.dice(8)];
        self.add(&parents, files, time);
    }

    fn goes_to(&self, version: Oid) {
        self.git.reference("refs/heads/main", version, true, "moved").unwrap();
    }

    fn memory(&self) -> PathBuf {
        self.fixture.root.join(".nec/history")
    }

    fn walk(&self, plan: &str) -> (Vec<Entry>, usize) {
        let mut history = History::of(&self.fixture.root, &rel(plan)).unwrap();
        let entries = history.by_ref().map(Result::unwrap).collect();
        (entries, history.looked_at())
    }

    /// Compares each plan's history as it is remembered with that of a whole walk; gives how many versions had to
    /// be looked at.
    fn same_as_whole(&self) -> usize {
        let remembered: Vec<_> = PLANS.iter().map(|plan| self.walk(plan)).collect();
        let aside = self.memory().with_extension("aside");
        let _ = std::fs::rename(self.memory(), &aside);
        let whole: Vec<_> = PLANS.iter().map(|plan| self.walk(plan).0).collect();
        let _ = std::fs::rename(aside, self.memory());
        let looked = remembered.iter().map(|(_, looked)| looked).sum();
        assert_eq!(remembered.into_iter().map(|(entries, _)| entries).collect::<Vec<_>>(), whole);
        looked
    }
}

#[test]
fn what_is_remembered_gives_the_same_history_as_a_whole_walk_from_wherever_it_begins() {
    for seed in 1..=5 {
        let mut past = Past::new(if seed % 2 == 0 { "" } else { "forces/dorset/" }, seed);
        let mut told = 0;
        for _ in 0..16 {
            for _ in 0..=past.dice(6) {
                past.step();
            }
            // Any version may be the one that it begins from: another branch, an earlier one.
            let back = if past.dice(3) == 0 { past.dice(20) } else { 0 };
            let at = past.versions.len().saturating_sub(1 + back);
            past.goes_to(past.versions[at.max(1)].0);
            past.same_as_whole();
            if past.dice(2) == 0 {
                let left = std::cell::Cell::new(if past.dice(3) == 0 { past.dice(12) } else { usize::MAX });
                let goes_on = || left.replace(left.get().saturating_sub(1)) > 0;
                remember(&past.fixture.root, &goes_on).unwrap();
                let looked = past.same_as_whole();
                assert!(looked == 0 || left.get() == 0, "seed {seed}: {looked}");
                told += usize::from(looked == 0);
            }
        }
        assert!(told > 1, "seed {seed}: hardly anything was remembered");
    }
}

#[test]
fn what_is_damaged_or_of_another_directory_is_not_used_and_made_anew() {
    let mut past = Past::new("", 5);
    (0..40).for_each(|_| past.step());
    past.goes_to(past.versions.last().unwrap().0);
    remember(&past.fixture.root, &|| true).unwrap();
    assert_eq!(past.same_as_whole(), 0);
    let good = std::fs::read(past.memory()).unwrap();
    for at in (0..good.len()).step_by(good.len() / 60) {
        let mut other = good.clone();
        other[at] ^= 0x41;
        for bytes in [other, good[..at].to_vec()] {
            std::fs::write(past.memory(), bytes).unwrap();
            assert!(past.same_as_whole() > 0, "{at}");
        }
    }
    remember(&past.fixture.root, &|| true).unwrap();
    assert_eq!(std::fs::read(past.memory()).unwrap(), good);
    // Of a directory that was elsewhere in its repository then.
    let moved = Past::new("inner/", 5);
    std::fs::create_dir_all(moved.memory().parent().unwrap()).unwrap();
    std::fs::write(moved.memory(), &good).unwrap();
    moved.goes_to(moved.versions[0].0);
    moved.same_as_whole();
}

#[cfg(unix)]
#[test]
fn what_is_remembered_is_this_users_alone_and_nothing_is_followed_to_it() {
    use std::os::unix::fs::PermissionsExt;
    let mut past = Past::new("", 6);
    (0..10).for_each(|_| past.step());
    past.goes_to(past.versions.last().unwrap().0);
    remember(&past.fixture.root, &|| true).unwrap();
    assert_eq!(past.memory().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let away = past.fixture.folder.path().join("away");
    std::fs::rename(past.memory(), &away).unwrap();
    std::os::unix::fs::symlink(&away, past.memory()).unwrap();
    assert!(past.same_as_whole() > 0);
    assert!(remember(&past.fixture.root, &|| true).is_err());
}

#[test]
fn a_boundary_that_moved_and_versions_said_to_be_others_change_nothing() {
    let mut past = Past::new("", 7);
    (0..60).for_each(|_| past.step());
    let tip = past.versions.last().unwrap().0;
    past.goes_to(tip);
    remember(&past.fixture.root, &|| true).unwrap();
    let (middle, first) = (past.versions[30].0, past.versions[0].0);
    past.fixture.git(&["replace", "-f", &middle.to_string(), &first.to_string()]);
    past.same_as_whole();
    let of_git = past.fixture.folder.path().join(".git");
    std::fs::write(of_git.join("info/grafts"), format!("{middle} {first}\n")).unwrap();
    past.same_as_whole();
    std::fs::remove_file(of_git.join("info/grafts")).unwrap();
    std::fs::write(of_git.join("shallow"), format!("{middle}\n")).unwrap();
    assert!(past.same_as_whole() > 0, "of a copy that was cut short nothing is remembered");
    std::fs::remove_file(of_git.join("shallow")).unwrap();
    assert_eq!(past.same_as_whole(), 0);
}
