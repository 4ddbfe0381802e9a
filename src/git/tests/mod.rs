//! Against real repositories, looked at with the `git` program.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod beginning;
mod carrying;
mod history;
mod network;
mod past;
mod recording;
mod refusals;
mod remembered;
mod standing;
mod undoing;

use std::path::{Path, PathBuf};
use std::process::Command;

use super::versions::{Difference, recorded_files};
use super::*;
use crate::plan::RelPath;
use crate::problem::Problem;
use crate::store::content::Content;
use crate::store::starter::InitOptions;

pub(super) const PLAN: &str = "2026-27/west-dorset.toml";

/// A folder with a repository, and a plan directory in it.
pub(super) struct Fixture {
    folder: tempfile::TempDir,
    pub(super) root: PathBuf,
}

impl Fixture {
    /// `inner` is where the plan directory is in the repository; empty for the whole.
    pub(super) fn new(inner: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join(inner);
        std::fs::create_dir_all(root.join("2026-27")).unwrap();
        let fixture = Fixture { folder, root };
        fixture.git(&["init", "-q", "-b", "main"]);
        fixture
    }

    pub(super) fn git(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    }

    pub(super) fn run(&self, arguments: &[&str]) -> std::process::Output {
        Command::new("git")
            .args(["-c", "user.name=Other", "-c", "user.email=other@example.police.uk"])
            .args(arguments)
            .current_dir(self.folder.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .unwrap()
    }

    pub(super) fn write(&self, file: &str, text: &str) {
        std::fs::write(self.root.join(file), text).unwrap();
    }

    pub(super) fn record(&self, files: &[&str], message: &str) -> Result<Recorded, Problem> {
        let files: Vec<RelPath> = files.iter().map(|file| rel(file)).collect();
        super::record(&self.root, &Content::read_all(&self.root, &files)?, message, &inspector())
    }

    /// Records, and gives the version's id.
    pub(super) fn version(&self, files: &[&str]) -> String {
        match self.record(files, "A version").unwrap() {
            Recorded::Version(version) => version.id,
            Recorded::Nothing | Recorded::Overtaken => panic!("nothing was recorded"),
        }
    }

    pub(super) fn status(&self) -> String {
        self.git(&["status", "--porcelain", "--untracked-files=all"])
    }

    pub(super) fn sound(&self) {
        let output = self.run(&["fsck", "--strict", "--no-dangling"]);
        let said =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !said.contains("error") && !said.contains("bad"), "{said}");
        assert!(!self.folder.path().join(".git/index.lock").exists());
    }
}

pub(super) fn rel(path: &str) -> RelPath {
    RelPath::new(path).unwrap()
}

pub(super) fn inspector() -> Identity {
    Identity::new("Inspector, West Dorset", "inspector@example.police.uk").unwrap()
}

fn jargon(problem: &Problem) -> bool {
    let text = problem.to_string();
    ["HEAD", "ref ", "refs", "index", "rebase", "panicked", "Error("].iter().any(|word| text.contains(word))
}
