//! A shared repository on this disk, with a plan directory of Dorset's in it.

#![allow(clippy::unwrap_used, dead_code)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::cli_support::Desk;

/// A bare repository, and the desk of whoever began it.
pub struct Shared {
    pub desk: Desk,
    folder: PathBuf,
}

impl Shared {
    pub fn new() -> Shared {
        Shared::within("")
    }

    /// With the plan directory in a folder of the repository.
    pub fn within(inner: &str) -> Shared {
        let mut desk = Desk::empty();
        let top = desk.root.clone();
        desk.root = top.join(inner);
        std::fs::create_dir_all(&desk.root).unwrap();
        let folder = desk.home.path().join("shared/plans.git");
        let shared = Shared { desk, folder };
        shared.git_in(&top, &["init", "-q", "-b", "main"]);
        shared.desk.nec(&["init"]).assert().success();
        shared.desk.nec(&["new", "west-dorset"]).assert().success();
        shared.desk.nec(&["commit"]).assert().success();
        shared.git_in(&top, &["clone", "-q", "--bare", ".", shared.folder.to_str().unwrap()]);
        shared.git_in(&top, &["remote", "add", "origin", shared.folder.to_str().unwrap()]);
        shared
    }

    pub fn address(&self) -> String {
        self.folder.to_str().unwrap().to_owned()
    }

    /// A desk that has joined; its root is the copy.
    pub fn joined(&self) -> Desk {
        let mut desk = Desk::empty();
        let copy = desk.home.path().join("copy");
        desk.out(&["join", &self.address(), copy.to_str().unwrap()]);
        desk.root = copy;
        desk
    }

    /// Gives the server a hook.
    #[cfg(unix)]
    pub fn hook(&self, name: &str, script: &str) {
        use std::os::unix::fs::PermissionsExt;
        let hook = self.folder.join("hooks").join(name);
        std::fs::create_dir_all(hook.parent().unwrap()).unwrap();
        std::fs::write(&hook, script).unwrap();
        std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// The text of a file as it was sent last.
    pub fn sent(&self, file: &str) -> String {
        self.git_in(&self.folder, &["show", &format!("main:{file}")])
    }

    /// The id of what was sent last.
    pub fn tip(&self) -> String {
        self.git_in(&self.folder, &["rev-parse", "main"]).trim().to_owned()
    }

    pub fn git_in(&self, folder: &Path, arguments: &[&str]) -> String {
        let output = self.run(folder, arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn run(&self, folder: &Path, arguments: &[&str]) -> Output {
        Command::new("git")
            .args(["-c", "user.name=Other", "-c", "user.email=other@example.police.uk"])
            .args(arguments)
            .current_dir(folder)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .output()
            .unwrap()
    }
}
