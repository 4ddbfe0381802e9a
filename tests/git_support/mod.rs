//! What the tests with the real `git` share: a plan directory, and git with no settings but its own.

#![allow(clippy::unwrap_used, dead_code)]

use std::process::Command;

use crate::cli_support::{Desk, PLAN};

/// A plan directory under git.
pub struct Clone {
    pub desk: Desk,
}

impl Clone {
    /// With this plan, which is not recorded yet.
    pub fn with_plan(text: &str) -> Clone {
        let desk = Desk::empty();
        let settings = "[init]\ndefaultBranch = main\n[advice]\nmergeConflict = false\n";
        std::fs::write(desk.home.path().join("gitconfig"), settings).unwrap();
        desk.nec(&["init"]).assert().success();
        desk.write(PLAN, text);
        Clone { desk }
    }

    /// What git prints and says, and its exit status.
    pub fn tried(&self, args: &[&str]) -> (String, Option<i32>) {
        self.tried_as("Inspector, West Dorset", args)
    }

    /// The same by somebody else.
    pub fn tried_as(&self, who: &str, args: &[&str]) -> (String, Option<i32>) {
        let output = Command::new("git")
            .args(args)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.desk.home.path())
            .env("GIT_CONFIG_GLOBAL", self.desk.home.path().join("gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .envs([("GIT_AUTHOR_NAME", who), ("GIT_COMMITTER_NAME", who)])
            .envs([
                ("GIT_AUTHOR_EMAIL", "a@example.police.uk"),
                ("GIT_COMMITTER_EMAIL", "a@example.police.uk"),
            ])
            .envs([("GIT_EDITOR", "true"), ("GIT_PAGER", "cat")])
            .current_dir(&self.desk.root)
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (text(&output.stdout) + &text(&output.stderr), output.status.code())
    }

    /// What git prints and says, where it succeeds.
    #[track_caller]
    pub fn git(&self, args: &[&str]) -> String {
        let (said, status) = self.tried(args);
        assert_eq!(status, Some(0), "git {args:?}: {said}");
        said
    }

    pub fn record(&self, words: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-qm", words]);
    }

    pub fn plan(&self) -> String {
        self.desk.read(PLAN)
    }
}

/// A text with some places changed, each the first of its words.
pub fn changed(text: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(text.to_owned(), |text, (before, after)| text.replacen(before, after, 1))
}
