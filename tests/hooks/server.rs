//! A shared repository with the documents' hook, and people who push to it with the real git.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The code block of a document that has these words.
pub fn block(document: &str, words: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(document);
    let text = std::fs::read_to_string(file).unwrap();
    let blocks = text.split("\n```").skip(1).step_by(2);
    let block = blocks.filter_map(|block| block.split_once('\n').map(|(_, code)| code));
    block
        .into_iter()
        .find(|code| code.contains(words))
        .unwrap_or_else(|| panic!("{document}: {words}"))
        .to_owned()
        + "\n"
}

/// The folder of the program under test.
pub fn nec_path() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_nec")).parent().unwrap().to_path_buf()
}

/// Writes a script that can be run.
pub fn script(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

pub struct Server {
    home: tempfile::TempDir,
    pub bare: PathBuf,
    /// Where the plan directory is in the repository.
    folder: String,
}

/// One person's copy.
pub struct Desk {
    home: PathBuf,
    who: String,
    /// The copy.
    pub folder: PathBuf,
    /// The plan directory in it.
    pub root: PathBuf,
}

impl Server {
    /// With the shortest hook of the document, and a first push of a plan directory in this folder of it.
    pub fn new(folder: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let bare = home.path().join("plans.git");
        let server = Server { bare, home, folder: folder.to_owned() };
        run(&mut server.command(), &["init", "-q", "--bare", "-b", "main", "plans.git"]).unwrap();
        server.hook(&block("server-gate.md", "exec nec gate"));
        let first = server.clone_for("founder");
        std::fs::create_dir_all(&first.root).unwrap();
        first.nec(&["init", "."]);
        first.git(&["push", "-q", "origin", "HEAD:main"]);
        server
    }

    fn command(&self) -> Command {
        let mut command = environment(self.home.path(), "git", "server");
        command.current_dir(self.home.path());
        command
    }

    pub fn hook(&self, text: &str) {
        script(&self.bare.join("hooks/pre-receive"), text);
    }

    fn clone_for(&self, who: &str) -> Desk {
        run(&mut self.command(), &["clone", "-q", "plans.git", who]).unwrap();
        let folder = self.home.path().join(who);
        let desk = Desk {
            home: self.home.path().to_path_buf(),
            who: who.to_owned(),
            root: folder.join(&self.folder),
            folder,
        };
        desk.git(&["symbolic-ref", "HEAD", "refs/heads/main"]);
        desk
    }

    /// A copy for somebody whose address is `who@example.police.uk`.
    pub fn desk(&self, who: &str) -> Desk {
        let desk = self.clone_for(who);
        desk.git(&["reset", "-q", "--hard", "origin/main"]);
        desk.git(&["branch", "-q", "--set-upstream-to=origin/main"]);
        desk
    }

    pub fn git(&self, arguments: &[&str]) -> String {
        let mut command = self.command();
        command.current_dir(&self.bare);
        run(&mut command, arguments).unwrap()
    }

    pub fn tip(&self, branch: &str) -> String {
        self.git(&["rev-parse", branch])
    }

    pub fn sound(&self) {
        self.git(&["fsck", "--strict", "--no-dangling"]);
    }

    /// What `nec gate` says when it is told this, and its exit status.
    pub fn gate(&self, input: &str) -> (String, i32) {
        let mut command = environment(self.home.path(), env!("CARGO_BIN_EXE_nec"), "server");
        command.arg("gate").current_dir(&self.bare);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (said(&output), output.status.code().unwrap())
    }
}

impl Desk {
    pub fn command(&self, program: &str) -> Command {
        let mut command = environment(&self.home, program, &self.who);
        command.current_dir(if self.root.is_dir() { &self.root } else { &self.folder });
        command
    }

    pub fn git(&self, arguments: &[&str]) -> String {
        run(&mut self.command("git"), arguments).unwrap()
    }

    /// What git says of what it refuses to do, without what it puts before each line of a server.
    pub fn refused(&self, arguments: &[&str]) -> String {
        run(&mut self.command("git"), arguments).unwrap_err()
    }

    pub fn with(&self, name: &str, value: &str, arguments: &[&str]) -> Result<String, String> {
        run(self.command("git").env(name, value), arguments)
    }

    pub fn run(&self, program: &str, arguments: &[&str]) -> String {
        run(&mut self.command(program), arguments).unwrap()
    }

    pub fn nec(&self, arguments: &[&str]) -> String {
        self.run("nec", arguments)
    }

    /// Everything that changed, with git itself: nothing of ours stands in the way.
    pub fn record(&self, message: &str) {
        let mut command = self.command("git");
        run(command.current_dir(&self.folder), &["add", "-A"]).unwrap();
        self.git(&["commit", "-qm", message]);
    }

    pub fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.root.join(file)).unwrap()
    }

    pub fn write(&self, file: &str, text: &str) {
        let path = self.root.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

fn environment(home: &Path, program: &str, who: &str) -> Command {
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new(program);
    command.env_clear();
    if let Some(value) = std::env::var_os("LLVM_PROFILE_FILE") {
        command.env("LLVM_PROFILE_FILE", value);
    }
    command
        .env("PATH", format!("{}:{path}", nec_path().display()))
        .env("HOME", home)
        .env("GIT_CONFIG_GLOBAL", home.join("gitconfig"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("NEC_TODAY", "2026-11-22");
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), who);
        command.env(format!("GIT_{role}_EMAIL"), format!("{who}@example.police.uk"));
    }
    command
}

fn said(output: &Output) -> String {
    let text =
        [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat();
    let line = |line: &str| line.strip_prefix("remote: ").unwrap_or(line).trim_end().to_owned() + "\n";
    text.lines().map(line).collect()
}

fn run(command: &mut Command, arguments: &[&str]) -> Result<String, String> {
    let output = command.args(arguments).output().unwrap();
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("{command:?}\n{}", said(&output)))
    }
}
