//! What the tests of the command line share: a computer of their own, with a plan directory in it.

#![allow(clippy::unwrap_used, dead_code)]

use std::path::PathBuf;

use assert_cmd::Command;
use serde_json::Value;

/// A computer with nothing on it but a home and a folder for plans.
pub struct Desk {
    pub home: tempfile::TempDir,
    pub root: PathBuf,
}

impl Desk {
    /// With a new plan directory of Dorset's, and an empty plan of West Dorset.
    pub fn new() -> Desk {
        let desk = Desk::empty();
        desk.nec(&["init"]).assert().success();
        desk.nec(&["new", "west-dorset"]).assert().success();
        desk
    }

    /// With nothing in the folder yet.
    pub fn empty() -> Desk {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join("plans");
        std::fs::create_dir(&root).unwrap();
        Desk { home, root }
    }

    /// `nec`, run in the plan directory on 22 November 2026 by the inspector.
    pub fn nec(&self, args: &[&str]) -> Command {
        let mut command = assert_cmd::cargo::cargo_bin_cmd!("nec");
        command.env_clear();
        for name in ["PATH", "LLVM_PROFILE_FILE", "SystemRoot"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
            .env("HOME", self.home.path())
            .env("USERPROFILE", self.home.path())
            .env("APPDATA", self.home.path())
            .env("LOCALAPPDATA", self.home.path())
            .env("GIT_CONFIG_GLOBAL", self.home.path().join("gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "Inspector, West Dorset")
            .env("GIT_AUTHOR_EMAIL", "inspector@example.police.uk")
            .env("NEC_TODAY", "2026-11-22")
            .current_dir(&self.root)
            .args(args);
        command
    }

    /// What a command that succeeds prints.
    pub fn out(&self, args: &[&str]) -> String {
        let output = self.nec(args).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {err}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What a command prints, what it says on standard error, and its exit status.
    pub fn all(&self, args: &[&str]) -> (String, String, i32) {
        let output = self.nec(args).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (text(output.stdout), text(output.stderr), output.status.code().unwrap())
    }

    /// `nec check --format json`, and its exit status.
    pub fn checked(&self, args: &[&str]) -> (Value, i32) {
        let mut all = vec!["check", "--format", "json"];
        all.extend(args);
        let (out, err, status) = self.all(&all);
        (serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}")), status)
    }

    pub fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.root.join(file)).unwrap()
    }

    pub fn write(&self, file: &str, text: impl AsRef<[u8]>) {
        let path = self.root.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// The plan that [`Desk::new`] begins.
pub const PLAN: &str = "2026-27/west-dorset.toml";
