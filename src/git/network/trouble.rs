//! Why nothing came or went, as a person is told it.

use super::address::Address;
use crate::plan::printable::one_line;
use crate::problem::Problem;

/// How many characters of a server's words are told, at most.
const MOST_SAID: usize = 1200;

/// The kind of trouble, for those who do different things then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// There is no `git` program.
    NoProgram,
    /// The server cannot be reached, or its name is not known.
    Offline,
    /// An address that has worked on this computer gives nothing now: the network, or the server.
    Away,
    /// The server does not let this user in.
    SignIn,
    /// The server did not show that it is the one it should be.
    UnknownServer,
    /// There is no repository at the address, or this user may not see it.
    NoRepository,
    /// The server's gate refused what was sent.
    Refused,
    /// Nothing came for too long.
    TimeOut,
    Cancelled,
    Other,
}

/// What did not come or go, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    pub trouble: Trouble,
    pub problem: Problem,
}

impl From<Failed> for Problem {
    fn from(failed: Failed) -> Self {
        failed.problem
    }
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        Failed { trouble: Trouble::Other, problem }
    }
}

const SAFE: &str = "Nothing was changed here; your plans are saved on this computer.";

fn failed(trouble: Trouble, what: impl Into<String>, next: &str) -> Failed {
    Failed { trouble, problem: Problem::new(what, next).safe(SAFE) }
}

/// There is no `git` program to do it.
pub fn no_program() -> Failed {
    let mut failed = failed(
        Trouble::NoProgram,
        "sending and receiving needs the program git, and this computer has none that can be run",
        "Ask whoever looks after the computer to install git; then try again.",
    );
    failed.problem.safe =
        "Everything else works without it: your plans are saved and recorded on this computer.".to_owned();
    failed
}

/// Somebody stopped it.
pub fn cancelled() -> Failed {
    failed(Trouble::Cancelled, "sending and receiving was stopped", "Start it again when you like.")
}

/// Nothing came for so many seconds.
pub fn timed_out(address: &Address, seconds: u64) -> Failed {
    failed(
        Trouble::TimeOut,
        format!("{} did not answer for {seconds} seconds, so it was given up", place(address)),
        "Try again when the connection is better.",
    )
}

/// The same trouble at an address that has worked on this computer. That nothing can be reached there now is no sign of
/// a wrong address: being offline is normal. Where it was reached and the plans are not there, waiting helps nobody.
pub fn at_known(address: &Address, failed: Failed) -> Failed {
    let what = match failed.trouble {
        Trouble::Offline | Trouble::TimeOut => {
            format!(
                "{} cannot be reached at the moment; the address has worked on this computer",
                place(address)
            )
        }
        Trouble::NoRepository => return gone(address),
        _ => return failed,
    };
    let next = "Go on working, and send and receive again when this computer is connected (and to the force's \
                network, if that is needed). If it stays so, ask whoever looks after the server.";
    let safe = "Being offline is normal. Your plans are saved on this computer; what is recorded goes when you are \
                connected.";
    Failed { trouble: Trouble::Away, problem: Problem::new(what, next).safe(safe) }
}

/// There is no repository any more at an address that has worked on this computer, or this user may not see it now.
fn gone(address: &Address) -> Failed {
    let (what, next) = match address.host() {
        Some(_) => (
            format!(
                "{} answered, but it has no shared repository at {address}, or you may not see it any more; the \
                 address has worked on this computer",
                place(address)
            ),
            "Ask whoever looks after the server whether the plans were moved, or your rights were changed. Go on \
             working meanwhile.",
        ),
        None => (
            format!(
                "there is no shared repository in the folder {address} at the moment; it has worked on this computer"
            ),
            "If it is on a shared or removable drive, look whether that is there, and try again; else ask whoever looks \
             after the shared plans where they are now. Go on working meanwhile.",
        ),
    };
    let safe = "Nothing was changed here. Your plans are saved on this computer; what is recorded stays here until it can \
                be sent.";
    Failed { trouble: Trouble::NoRepository, problem: Problem::new(what, next).safe(safe) }
}

/// What the server's gate said of what was sent to it.
pub fn gate(said: &[String]) -> Failed {
    let words = quoted(said);
    let what = if words.is_empty() {
        "the server did not take in what was sent, and did not say why".to_owned()
    } else {
        format!("the server did not take in what was sent. It says: {words}")
    };
    failed(
        Trouble::Refused,
        what,
        "Put right what it names, record, and send again; ask whoever looks after the server if it is not clear.",
    )
}

/// The words of a server, printable and bounded.
fn quoted(said: &[String]) -> String {
    let joined: Vec<String> =
        said.iter().map(|line| one_line(line.trim())).filter(|line| !line.is_empty()).collect();
    let joined = joined.join("\n  ");
    let bounded: String = joined.chars().take(MOST_SAID).collect();
    if bounded.len() < joined.len() { format!("{bounded} …") } else { bounded }
}

fn place(address: &Address) -> String {
    address.host().map_or_else(|| address.to_string(), |host| format!("the server {}", one_line(host)))
}

/// Signs of each kind of trouble in what git says, in the C locale. The first that is found counts.
const SIGNS: &[(Trouble, &[&str])] = &[
    (
        Trouble::UnknownServer,
        &[
            "Host key verification failed",
            "REMOTE HOST IDENTIFICATION HAS CHANGED",
            "SSL certificate problem",
            "server certificate verification failed",
            "certificate subject name",
        ],
    ),
    (
        Trouble::SignIn,
        &[
            "Permission denied (",
            "Authentication failed",
            "could not read Username",
            "could not read Password",
            "terminal prompts disabled",
            "returned error: 401",
            "returned error: 403",
            "Too many authentication failures",
        ],
    ),
    (
        Trouble::Offline,
        &[
            "Could not resolve host",
            "Could not resolve proxy",
            "Name or service not known",
            "Temporary failure in name resolution",
            "nodename nor servname",
            "Network is unreachable",
            "No route to host",
            "Connection refused",
            "Connection timed out",
            "Operation timed out",
            "Couldn't connect to server",
            "Failed to connect",
            "Connection reset by peer",
        ],
    ),
    (
        Trouble::NoRepository,
        &[
            "does not appear to be a git repository",
            "repository not found",
            "Repository not found",
            "returned error: 404",
            "' not found",
            "does not exist",
            "could not be found",
        ],
    ),
];

/// What git said on its way out, in plain words.
pub fn understood(address: &Address, said: &[String]) -> Failed {
    let text = said.join("\n");
    let has = |sign: &&str| text.contains(*sign);
    let trouble = SIGNS.iter().find(|(_, signs)| signs.iter().any(&has)).map(|(trouble, _)| *trouble);
    let place = place(address);
    let no_ssh = ["cannot run ssh", "ssh: not found", "ssh: command not found"];
    if no_ssh.iter().any(has) {
        return failed(
            Trouble::NoProgram,
            "sending and receiving over SSH needs the program ssh, and this computer has none that can be run",
            "Ask whoever looks after the computer to install it (OpenSSH); then try again.",
        );
    }
    match trouble {
        Some(Trouble::Offline) => failed(
            Trouble::Offline,
            format!("{place} cannot be reached from here"),
            "Look whether this computer is connected (and to the force's network, if that is needed). This address \
             has not worked on this computer yet: compare it with the one that you were given, too.",
        ),
        Some(Trouble::SignIn) => failed(
            Trouble::SignIn,
            format!("{place} did not let you in"),
            "Sign in as you were told to for this server (a key for SSH, a password or token for HTTPS), or ask \
             whoever looks after it for the right; then try again. In a terminal, nec sync asks for a password.",
        ),
        Some(Trouble::UnknownServer) => failed(
            Trouble::UnknownServer,
            format!(
                "{place} did not show that it is the server that it should be, so nothing was sent to it"
            ),
            "If it is new to this computer: ask whoever looks after it for its fingerprint, connect once in a \
             terminal (ssh and the server's name) and compare. If it worked before, ask them what changed first.",
        ),
        Some(Trouble::NoRepository) => failed(
            Trouble::NoRepository,
            format!("there is no shared repository at {address}, or you may not see it"),
            "Compare the address with the one that you were given, letter by letter.",
        ),
        _ if text.contains("dubious ownership") => failed(
            Trouble::Other,
            format!("the repository at {address} belongs to another user of this computer"),
            "If you trust it, run: git config --global --add safe.directory followed by that folder.",
        ),
        _ if text.contains("No space left on device") => {
            failed(Trouble::Other, "the disk is full", "Make room on the disk, and try again.")
        }
        _ if text.contains("not allowed") && text.contains("transport") => failed(
            Trouble::Other,
            format!("{address} leads on to a kind of address that is not used here"),
            "Ask whoever gave you the address for one with ssh or https.",
        ),
        _ => {
            let last: Vec<String> = said
                .iter()
                .filter(|line| line.starts_with("fatal:") || line.starts_with("error:"))
                .take(3)
                .cloned()
                .collect();
            let words = quoted(if last.is_empty() { said } else { &last });
            let what = if words.is_empty() {
                format!("{place} could not be used, and git did not say why")
            } else {
                format!("{place} could not be used. git says: {words}")
            };
            failed(
                Trouble::Other,
                what,
                "Try again; if it stays so, show these words to whoever looks after it.",
            )
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use std::path::Path;

    use super::*;

    #[test]
    fn what_git_says_is_told_in_plain_words() {
        let address = Address::new("ssh://git@server.example.police.uk/plans.git", Path::new("/")).unwrap();
        for (said, trouble) in [
            ("ssh: Could not resolve hostname server: Name or service not known", Trouble::Offline),
            ("ssh: connect to host server port 22: Connection refused", Trouble::Offline),
            ("fatal: unable to access 'https://x/': Could not resolve host: x", Trouble::Offline),
            ("git@server: Permission denied (publickey).", Trouble::SignIn),
            ("fatal: could not read Username for 'https://x': terminal prompts disabled", Trouble::SignIn),
            ("Host key verification failed.", Trouble::UnknownServer),
            ("fatal: '/srv/x.git' does not appear to be a git repository", Trouble::NoRepository),
            ("remote: Not Found\nfatal: repository 'https://x/' not found", Trouble::NoRepository),
            ("error: cannot run ssh: No such file or directory\nfatal: unable to fork", Trouble::NoProgram),
            (
                "ssh -o BatchMode=yes: 1: ssh: not found\nfatal: Could not read from remote.",
                Trouble::NoProgram,
            ),
            ("error: cannot run helper: No such file or directory", Trouble::Other),
            ("bash: git-upload-pack: command not found", Trouble::Other),
            ("fatal: protocol error: \u{1b}[2Jbad line", Trouble::Other),
        ] {
            let lines: Vec<String> = said.lines().map(str::to_owned).collect();
            let failed = understood(&address, &lines);
            assert_eq!(failed.trouble, trouble, "{said}");
            let text = failed.problem.to_string();
            assert!(!text.contains('\u{1b}') && text.contains("saved"), "{text}");
        }
    }

    #[test]
    fn what_has_worked_here_and_cannot_be_reached_is_no_wrong_address() {
        let address = Address::new("ssh://git@server.example.police.uk/plans.git", Path::new("/")).unwrap();
        let of = |said: &str| understood(&address, &[said.to_owned()]);
        for said in ["Could not resolve hostname server", "Connection timed out", "No route to host"] {
            let text = at_known(&address, of(said)).problem.to_string();
            assert!(text.contains("has worked on this computer"), "{text}");
            assert!(text.contains("normal") && text.contains("goes when you are connected"), "{text}");
            assert!(!text.contains("ompare"), "{text}");
            assert!(of(said).problem.to_string().contains("ompare"), "{said}");
        }
        let said = ["fatal: repository not found", "fatal: '/srv/plans.git' does not exist"];
        for failed in said.map(|said| at_known(&address, of(said))) {
            let text = failed.problem.to_string();
            assert_eq!(failed.trouble, Trouble::NoRepository);
            assert!(text.contains("answered") && text.contains("has worked on this computer"), "{text}");
            assert!(
                text.contains("saved on this computer") && text.contains("sk whoever looks after"),
                "{text}"
            );
            assert!(
                !text.contains("ffline") && !text.contains("connected") && !text.contains("ompare"),
                "{text}"
            );
        }
        let folder = Address::new("/mnt/example/plans.git", Path::new("/")).unwrap();
        let text = at_known(
            &folder,
            understood(&folder, &["fatal: '/mnt/example/plans.git' does not exist".into()]),
        );
        let text = text.problem.to_string();
        assert!(text.contains("folder /mnt/example/plans.git") && !text.contains("answered"), "{text}");
        let refused = of("git@server: Permission denied (publickey).");
        assert_eq!(at_known(&address, refused.clone()), refused, "it is another trouble");
    }

    #[test]
    fn a_servers_words_are_printable_and_bounded() {
        let said = vec!["No: \u{1b}[31mwest-dorset.toml".to_owned(), "x".repeat(5000)];
        let problem = gate(&said).problem;
        assert!(problem.what.contains("west-dorset.toml") && problem.what.contains("…"), "{problem}");
        assert!(problem.what.len() < 2000 && !problem.what.contains('\u{1b}'));
    }
}
