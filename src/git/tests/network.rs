//! Sending and receiving with the real `git`, over a disk: what runs, what is told, what is refused.

use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use git2::Oid;

use super::*;
use crate::git::network::{Address, Asks, Branches, Failed, Network, Progress, Pushed, Trouble, Watch};

/// A shared repository on this disk, with one version on `main`, and a copy that is to send and receive.
struct Pair {
    shared: tempfile::TempDir,
    mine: Fixture,
}

impl Pair {
    fn new() -> Pair {
        let mine = Fixture::new("");
        mine.write(PLAN, "a = 1\n");
        mine.version(&[PLAN]);
        let shared = tempfile::tempdir().unwrap();
        let pair = Pair { shared, mine };
        pair.mine.git(&["clone", "-q", "--bare", ".", pair.address().as_str()]);
        pair
    }

    fn address(&self) -> Address {
        let folder = self.shared.path().join("plans.git");
        Address::new(folder.to_str().unwrap(), Path::new("/")).unwrap()
    }

    fn network(&self) -> Network {
        Network::open(&git2::Repository::open(&self.mine.root).unwrap()).unwrap()
    }

    fn tip(&self) -> Oid {
        Oid::from_str(self.mine.git(&["rev-parse", "main"]).trim()).unwrap()
    }

    fn fetch(&self, address: &Address, branch: &str) -> Result<Option<Oid>, Failed> {
        quiet(|watch| self.network().fetch(address, branch, &[self.tip()], watch))
    }

    fn push(&self, id: Oid) -> Result<Pushed, Failed> {
        quiet(|watch| self.network().push(&self.address(), id, "main", watch))
    }

    fn shared_git(&self, arguments: &[&str]) -> String {
        let folder = self.address();
        let mut all = vec!["-C", folder.as_str()];
        all.extend(arguments);
        self.mine.git(&all)
    }

    /// A version of the same plan from another copy, sent.
    fn other_sends(&self, text: &str) -> Oid {
        let other = tempfile::tempdir().unwrap();
        let folder = other.path().join("copy");
        let folder = folder.to_str().unwrap();
        self.mine.git(&["clone", "-q", self.address().as_str(), folder]);
        std::fs::write(Path::new(folder).join(PLAN), text).unwrap();
        self.mine.git(&["-C", folder, "commit", "-qam", "Another"]);
        self.mine.git(&["-C", folder, "push", "-q"]);
        Oid::from_str(self.mine.git(&["-C", folder, "rev-parse", "HEAD"]).trim()).unwrap()
    }
}

fn quiet<T>(what: impl FnOnce(&Watch) -> T) -> T {
    let cancel = AtomicBool::new(false);
    what(&Watch { progress: &|_| (), cancel: &cancel, asks: Asks::Nobody, patience: None })
}

#[test]
fn what_others_sent_is_brought_and_no_reference_moves() {
    let pair = Pair::new();
    let refs = pair.mine.git(&["for-each-ref"]);
    let theirs = pair.other_sends("a = 2\n");
    assert_eq!(pair.fetch(&pair.address(), "main").unwrap(), Some(theirs));
    assert_eq!(pair.fetch(&pair.address(), "nothing-of-the-kind").unwrap(), None);
    assert_eq!(pair.mine.git(&["show", &format!("{theirs}:{PLAN}")]), "a = 2\n");
    assert_eq!(pair.mine.git(&["for-each-ref"]), refs);
    let branches = quiet(|watch| pair.network().branches(&pair.address(), watch)).unwrap();
    assert_eq!(branches, Branches::Main("main".to_owned()));
    pair.mine.sound();
}

#[test]
fn a_version_is_sent_on_top_of_what_is_there_and_never_in_its_place() {
    let pair = Pair::new();
    pair.mine.write(PLAN, "a = 3\n");
    pair.mine.version(&[PLAN]);
    let before = pair.tip();
    assert_eq!(pair.push(before).unwrap(), Pushed::Taken);
    assert_eq!(pair.shared_git(&["rev-parse", "main"]).trim(), before.to_string());
    let theirs = pair.other_sends("a = 4\n");
    pair.mine.write(PLAN, "a = 5\n");
    pair.mine.version(&[PLAN]);
    assert_eq!(pair.push(pair.tip()).unwrap(), Pushed::Moved);
    assert_eq!(pair.shared_git(&["rev-parse", "main"]).trim(), theirs.to_string());
}

#[test]
fn the_words_of_the_servers_gate_are_told_without_its_colours() {
    let pair = Pair::new();
    let hook = pair.shared.path().join("plans.git/hooks/pre-receive");
    std::fs::create_dir_all(hook.parent().unwrap()).unwrap();
    let script = "#!/bin/sh\nprintf 'west-dorset: a \\033[31mhidden\\033[0m character\\n' >&2\nexit 1\n";
    std::fs::write(&hook, script).unwrap();
    super::refusals::make_runnable(&hook);
    pair.mine.write(PLAN, "a = 3\n");
    pair.mine.version(&[PLAN]);
    let failed = pair.push(pair.tip()).unwrap_err();
    assert_eq!(failed.trouble, Trouble::Refused);
    let text = failed.problem.to_string();
    assert!(text.contains("west-dorset: a ") && text.contains("character"), "{text}");
    assert!(!text.contains('\u{1b}') && text.contains("saved"), "{text}");
}

#[test]
fn what_is_out_of_reach_or_no_repository_is_told_as_what_it_is() {
    let pair = Pair::new();
    let trouble = |text: &str| {
        let address = Address::new(text, Path::new("/")).unwrap();
        pair.fetch(&address, "main").unwrap_err().trouble
    };
    // Nothing listens on a port of this computer that only the system may take.
    assert_eq!(trouble("http://127.0.0.1:1/plans.git"), Trouble::Offline);
    assert_eq!(trouble("https://server.invalid/plans.git"), Trouble::Offline);
    let nowhere = pair.shared.path().join("nowhere");
    assert_eq!(trouble(nowhere.to_str().unwrap()), Trouble::NoRepository);
}

#[test]
fn it_stops_when_it_is_told_to_and_when_nothing_comes() {
    let pair = Pair::new();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let text = format!("http://{}/plans.git", listener.local_addr().unwrap());
    let address = Address::new(&text, Path::new("/")).unwrap();
    let cancel = AtomicBool::new(false);
    let told = Mutex::new(Vec::new());
    let progress = |progress: Progress| told.lock().unwrap().push(progress.to_string());
    let mut watch = Watch {
        progress: &progress,
        cancel: &cancel,
        asks: Asks::Nobody,
        patience: Some(Duration::from_millis(300)),
    };
    let failed = pair.network().fetch(&address, "main", &[], &watch).unwrap_err();
    assert_eq!(failed.trouble, Trouble::TimeOut);
    watch.patience = None;
    cancel.store(true, std::sync::atomic::Ordering::Relaxed);
    let failed = pair.network().fetch(&address, "main", &[], &watch).unwrap_err();
    assert_eq!(failed.trouble, Trouble::Cancelled);
    assert!(told.lock().unwrap().contains(&"Connecting".to_owned()));
}

/// Everything in a repository's settings by which git would run a program, each leaving a trace.
#[cfg(unix)]
#[test]
fn nothing_that_the_repository_configures_runs() {
    let pair = Pair::new();
    let trace = pair.shared.path().join("ran");
    let script = pair.shared.path().join("canary");
    std::fs::write(&script, format!("#!/bin/sh\ntouch {}\nexit 1\n", trace.display())).unwrap();
    super::refusals::make_runnable(&script);
    let canary = script.to_str().unwrap();
    let hooks = pair.shared.path().join("hooks");
    std::fs::create_dir(&hooks).unwrap();
    for hook in ["pre-push", "reference-transaction", "post-merge", "pre-auto-gc", "fsmonitor-watchman"] {
        std::fs::copy(&script, hooks.join(hook)).unwrap();
    }
    let address = pair.address();
    for (key, value) in [
        ("core.sshCommand", canary),
        ("core.fsmonitor", canary),
        ("core.hooksPath", hooks.to_str().unwrap()),
        ("core.gitProxy", canary),
        ("core.askPass", canary),
        ("core.alternateRefsCommand", canary),
        ("credential.helper", &format!("!{canary}")),
        ("remote.origin.url", "ext::sh -c canary"),
        ("remote.origin.uploadpack", canary),
        ("remote.origin.receivepack", canary),
        ("remote.origin.vcs", "ext"),
        ("uploadpack.packObjectsHook", canary),
        ("protocol.allow", "always"),
        ("protocol.ext.allow", "always"),
        (&format!("url.ext::{canary} .insteadOf"), address.as_str()),
        (&format!("url.ext::{canary} .pushInsteadOf"), address.as_str()),
        ("push.gpgSign", "true"),
        ("gpg.program", canary),
        ("gc.auto", "1"),
        ("alias.fetch", &format!("!{canary}")),
    ] {
        pair.mine.git(&["config", key, value]);
    }
    pair.mine.write(PLAN, "a = 3\n");
    pair.mine.version(&[PLAN]);
    let theirs = pair.fetch(&address, "main").unwrap().unwrap();
    assert_eq!(theirs.to_string(), pair.shared_git(&["rev-parse", "main"]).trim());
    assert_eq!(pair.push(pair.tip()).unwrap(), Pushed::Taken);
    // Addresses over a network: SSH is the user's own, and nobody is asked for a password.
    for text in ["ssh://nobody@127.0.0.1:1/plans.git", "http://127.0.0.1:1/plans.git"] {
        assert!(pair.fetch(&Address::new(text, Path::new("/")).unwrap(), "main").is_err());
    }
    assert!(!trace.exists());
    // The traps are traps.
    assert!(!pair.mine.run(&["fetch", "ssh://nobody@127.0.0.1:1/plans.git"]).status.success());
    assert!(trace.exists());
}

/// What is in a folder, and what in those in it: path, and the text of a file.
#[cfg(unix)]
fn all_in(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut ahead = vec![folder.to_path_buf()];
    while let Some(inner) = ahead.pop() {
        for entry in std::fs::read_dir(inner).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            found.push((path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned(), text));
            if path.is_dir() && !path.is_symlink() {
                ahead.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The repository in which git runs stays from one time to the next: whatever somebody puts there is not obeyed.
#[cfg(unix)]
#[test]
fn nothing_that_lies_in_the_repository_of_its_own_is_obeyed() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let pair = Pair::new();
    let address = pair.address();
    let trace = pair.shared.path().join("ran");
    let script = pair.shared.path().join("canary");
    std::fs::write(&script, format!("#!/bin/sh\ntouch {}\nexit 1\n", trace.display())).unwrap();
    super::refusals::make_runnable(&script);
    let own = pair.mine.root.join(".git/nec/network");
    let settings = format!(
        "[core]\n\tsshCommand = {0}\n\thooksPath = {1}\n[url \"ext::{0} \"]\n\tinsteadOf = {2}\n\
         [protocol \"ext\"]\n\tallow = always\n[credential]\n\thelper = !{0}\n",
        script.display(),
        pair.shared.path().display(),
        address.as_str(),
    );
    let both_ways = || {
        pair.mine.write(PLAN, &format!("a = \"{:?}\"\n", std::time::SystemTime::now()));
        pair.mine.version(&[PLAN]);
        assert_eq!(pair.push(pair.tip()).unwrap(), Pushed::Taken);
        assert_eq!(pair.fetch(&address, "main").unwrap(), Some(pair.tip()));
        for text in ["ssh://nobody@127.0.0.1:1/plans.git", "http://127.0.0.1:1/plans.git"] {
            assert!(pair.fetch(&Address::new(text, Path::new("/")).unwrap(), "main").is_err());
        }
    };
    both_ways();
    let (clean, made) = (all_in(&own), own.metadata().unwrap().ino());
    both_ways();
    assert_eq!(own.metadata().unwrap().ino(), made, "it stays");
    let at = |path: &str| own.join(path);
    let elsewhere = pair.shared.path().join("elsewhere");
    let plants: [&dyn Fn(); 12] = [
        &|| std::fs::write(at("config"), &settings).unwrap(),
        &|| std::fs::write(at("config"), [0xff, 0xfe]).unwrap(),
        &|| {
            std::fs::write(at("config.worktree"), &settings).unwrap();
        },
        &|| {
            std::fs::create_dir(&elsewhere).unwrap();
            std::fs::create_dir(elsewhere.join("refs")).unwrap();
            std::fs::write(elsewhere.join("config"), &settings).unwrap();
            std::fs::write(at("commondir"), elsewhere.to_str().unwrap()).unwrap();
        },
        &|| {
            std::fs::remove_file(at("config")).unwrap();
            symlink(elsewhere.join("config"), at("config")).unwrap();
        },
        &|| {
            std::fs::create_dir(at("none")).unwrap();
            for hook in ["pre-push", "reference-transaction", "post-fetch"] {
                std::fs::copy(&script, at("none").join(hook)).unwrap();
            }
        },
        &|| std::fs::create_dir(at("hooks")).unwrap(),
        &|| {
            let replaced = format!("refs/replace/{}", pair.tip());
            std::fs::create_dir_all(at("refs/replace")).unwrap();
            std::fs::write(at(&replaced), format!("{}\n", pair.tip())).unwrap();
        },
        &|| std::fs::write(at("refs/nec/known-x"), "0\n").unwrap(),
        &|| {
            std::fs::create_dir_all(at("objects/info")).unwrap();
            std::fs::write(at("objects/info/alternates"), "/nowhere\n").unwrap();
        },
        &|| {
            std::fs::rename(&own, pair.mine.root.join(".git/moved")).unwrap();
            symlink(pair.mine.root.join(".git/moved"), &own).unwrap();
        },
        &|| {
            std::fs::set_permissions(&own, std::fs::Permissions::from_mode(0o777)).unwrap();
        },
    ];
    for (nth, plant) in plants.iter().enumerate() {
        plant();
        both_ways();
        assert!(!trace.exists(), "{nth}");
        let names = |all: &[(String, String)]| all.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
        assert_eq!(names(&all_in(&own)), names(&clean), "{nth}");
        let settings = |all: &[(String, String)]| all.iter().find(|(path, _)| path == "config").cloned();
        assert_eq!(settings(&all_in(&own)), settings(&clean), "{nth}");
        let mode = own.symlink_metadata().unwrap().mode();
        assert_eq!(mode & 0o7777, 0o700, "{nth}");
    }
    pair.mine.sound();
}

#[test]
fn worktrees_and_packed_names_work_and_what_was_cut_short_is_refused() {
    let pair = Pair::new();
    pair.mine.git(&["pack-refs", "--all"]);
    pair.mine.git(&["gc", "-q"]);
    let folder = pair.shared.path().join("tree");
    pair.mine.git(&["worktree", "add", "-q", "-b", "side", folder.to_str().unwrap()]);
    let theirs = pair.other_sends("a = 2\n");
    let network = Network::open(&git2::Repository::open(&folder).unwrap()).unwrap();
    let got = quiet(|watch| network.fetch(&pair.address(), "main", &[pair.tip()], watch)).unwrap();
    assert_eq!(got, Some(theirs));
    drop(network);
    // A copy that borrows the objects of another.
    let borrowing = pair.shared.path().join("borrowing");
    let text = borrowing.to_str().unwrap();
    pair.mine.git(&["clone", "-q", "--shared", pair.address().as_str(), text]);
    let network = Network::open(&git2::Repository::open(&borrowing).unwrap()).unwrap();
    let got = quiet(|watch| network.fetch(&pair.address(), "main", &[theirs], watch)).unwrap();
    assert_eq!(got, Some(theirs));
    let shallow = pair.shared.path().join("shallow");
    let source = format!("file://{}", pair.address().as_str());
    pair.mine.git(&["clone", "-q", "--depth", "1", &source, shallow.to_str().unwrap()]);
    let problem = Network::open(&git2::Repository::open(&shallow).unwrap()).err().unwrap();
    assert!(problem.what.contains("cut short") && problem.next.contains("--unshallow"), "{problem}");
}

#[test]
fn the_main_branch_is_known_among_hundreds() {
    let pair = Pair::new();
    let tip = pair.tip();
    let packed: String =
        (0..600).map(|at| format!("{tip} refs/heads/a-{at:03}\n{tip} refs/tags/t-{at:03}\n")).collect();
    let file = Path::new(pair.address().as_str()).join("packed-refs");
    std::fs::write(file, format!("# pack-refs with: peeled fully-peeled \n{packed}{tip} refs/heads/main\n"))
        .unwrap();
    let branches = quiet(|watch| pair.network().branches(&pair.address(), watch)).unwrap();
    assert_eq!(branches, Branches::Main("main".to_owned()));
}
