//! Where a shared repository is: an address that may be handed to the `git` program.

use std::fmt;
use std::path::{Component, Path, PathBuf};

use crate::plan::printable::{is_hidden, one_line};
use crate::problem::Problem;

/// The longest address that is taken.
const LONGEST: usize = 2048;

/// An address that brings git nowhere but to another repository: over SSH, HTTPS, or on a disk of this computer;
/// plain HTTP only to this computer itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    text: String,
    host: Option<String>,
    plain: Plain,
}

/// Whether plain HTTP is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plain {
    Needed,
    No,
}

impl Address {
    /// The address that somebody typed, or that a repository names: a folder, `ssh://…`, `user@server:path`,
    /// `https://…`, `file://…`. A folder is taken from `working`.
    ///
    /// # Errors
    /// Where it is none of these: it could be an option, or have git run a program.
    pub fn new(text: &str, working: &Path) -> Result<Self, Problem> {
        let text = text.trim();
        let shown = shorten(text);
        let refuse = |why: &str| {
            Problem::new(
                format!("“{shown}” cannot be used as an address: {why}"),
                "Give a folder, or an address such as ssh://git@server.example.police.uk/plans.git or \
                 https://server.example.police.uk/plans.git",
            )
            .safe("Nothing was sent or received.")
        };
        if text.is_empty() {
            return Err(refuse("it is empty"));
        }
        if text.len() > LONGEST {
            return Err(refuse("it is too long"));
        }
        if text.chars().any(|c| is_hidden(c) || matches!(c, '\n' | '\t')) {
            return Err(refuse("it has a hidden character"));
        }
        if text.starts_with('-') {
            return Err(refuse("it begins with a hyphen"));
        }
        if let Some((scheme, rest)) = text.split_once("://") {
            return Self::with_scheme(text, scheme, rest).ok_or_else(|| {
                refuse(
                    "only ssh, https and file are used, http on this computer itself, and a plain server's name",
                )
            });
        }
        let colon = text.find(':');
        let is_path = Path::new(text).is_absolute()
            || text.starts_with('.')
            || colon.is_none_or(|colon| text[..colon].contains(['/', '\\']));
        if is_path {
            return local(text, working).ok_or_else(|| refuse("this folder's name is not text in UTF-8"));
        }
        if text.contains("::") {
            return Err(refuse("it would have git run a program"));
        }
        let host = text.split(':').next().and_then(host_of).ok_or_else(|| refuse("it names no server"))?;
        Ok(Address { text: text.to_owned(), host: Some(host), plain: Plain::No })
    }

    fn with_scheme(text: &str, scheme: &str, rest: &str) -> Option<Self> {
        let whole = |host, plain| Some(Address { text: text.to_owned(), host, plain });
        let authority = rest.split('/').next().unwrap_or_default();
        // Where the server's name ends is not the same to every program that reads one of these.
        if authority.contains(|c: char| matches!(c, '#' | '?' | '\\') || c.is_whitespace()) {
            return None;
        }
        match scheme {
            "file" => whole(None, Plain::No),
            "ssh" | "https" => whole(Some(host_of(authority)?), Plain::No),
            "http" => {
                let host = host_of(authority)?;
                ["localhost", "127.0.0.1", "[::1]"].contains(&host.as_str()).then_some(())?;
                whole(Some(host), Plain::Needed)
            }
            _ => None,
        }
    }

    /// As git takes it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The server; nothing where it is a folder of this computer.
    pub fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    /// The protocols that git may use to get there.
    pub(super) fn protocols(&self) -> &'static str {
        match self.plain {
            Plain::Needed => "file:ssh:https:http",
            Plain::No => "file:ssh:https",
        }
    }

    /// What a copy of it is called: the last part of the address.
    pub fn name(&self) -> String {
        let path = self.text.trim_end_matches(['/', '\\']);
        let last = path.rsplit(['/', '\\', ':']).next().unwrap_or_default();
        let name: String = last
            .strip_suffix(".git")
            .unwrap_or(last)
            .chars()
            .map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' })
            .take(64)
            .collect();
        let name = name.trim_matches('-').to_owned();
        if name.is_empty() { "plans".to_owned() } else { name }
    }
}

impl fmt::Display for Address {
    /// As it may be shown: without a password or token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shorten(&self.text))
    }
}

/// An address as it may be shown, whether or not it can be used: bounded, printable, without a password. Who signs in
/// is shown for SSH alone: elsewhere it may be a token.
pub fn shorten(text: &str) -> String {
    let text = match text.split_once("://") {
        Some((scheme, rest)) => {
            let end = rest.find('/').unwrap_or(rest.len());
            let (authority, path) = rest.split_at(end);
            let authority = match authority.rsplit_once('@') {
                Some((user, host)) if scheme == "ssh" => {
                    format!("{}@{host}", user.split(':').next().unwrap_or_default())
                }
                Some((_, host)) => host.to_owned(),
                None => authority.to_owned(),
            };
            format!("{scheme}://{authority}{path}")
        }
        None => text.to_owned(),
    };
    let bounded: String = text.chars().take(200).collect();
    one_line(&bounded)
}

/// The server of `user@server:port`, if it can be no option of a program.
fn host_of(authority: &str) -> Option<String> {
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = match host.strip_prefix('[') {
        Some(rest) => format!("[{}]", rest.split(']').next().unwrap_or_default()),
        None => host.split(':').next().unwrap_or_default().to_owned(),
    };
    let fits = !host.is_empty() && !host.starts_with('-') && !authority.starts_with('-');
    (fits && !host.contains(char::is_whitespace)).then_some(host)
}

fn local(text: &str, working: &Path) -> Option<Address> {
    let mut folder = PathBuf::new();
    for part in working.join(text).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                folder.pop();
            }
            part => folder.push(part),
        }
    }
    let text = folder.to_str()?.to_owned();
    Some(Address { text, host: None, plain: Plain::No })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn address(text: &str) -> Result<Address, Problem> {
        Address::new(text, Path::new("/home/inspector"))
    }

    #[test]
    fn what_leads_to_a_repository_is_taken() {
        for (text, host, name) in [
            (
                "ssh://git@server.example.police.uk:2222/force/plans.git",
                Some("server.example.police.uk"),
                "plans",
            ),
            (
                "git@server.example.police.uk:force/nec-plans.git",
                Some("server.example.police.uk"),
                "nec-plans",
            ),
            ("https://server.example.police.uk/plans", Some("server.example.police.uk"), "plans"),
            ("http://127.0.0.1:8080/plans.git/", Some("127.0.0.1"), "plans"),
            ("file:///srv/plans.git", None, "plans"),
            ("/srv/plans.git", None, "plans"),
        ] {
            let address = address(text).unwrap();
            assert_eq!((address.as_str(), address.host()), (text, host));
            assert_eq!(address.name(), name, "{text}");
        }
        assert_eq!(address("../shared/plans.git").unwrap().as_str(), "/home/shared/plans.git");
    }

    #[test]
    fn what_could_run_a_program_or_be_an_option_is_refused() {
        for text in [
            "",
            "-oProxyCommand=x",
            "--upload-pack=x",
            "ext::sh -c x",
            "ext::sh -c x% /a",
            "fd::7",
            "ssh://-oProxyCommand=x/plans",
            "ssh://git@-x/plans",
            "-x@server:plans",
            "git@-x:plans",
            "git://server.example.police.uk/plans",
            "http://server.example.police.uk/plans",
            "http://127.0.0.1.example.police.uk/plans",
            "ftp://server/plans",
            "git@server:pl\u{1b}ans",
            "http://127.0.0.2:8977#@127.0.0.1/plans",
            "http://server.example.police.uk?@127.0.0.1/plans",
            "http://server.example.police.uk\\@127.0.0.1/plans",
            "https://server.example.police.uk @other/plans",
        ] {
            let problem = address(text).unwrap_err();
            assert!(problem.safe.contains("Nothing") && !problem.to_string().contains('\u{1b}'), "{text}");
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        let address = address("https://alex:secret@server.example.police.uk/plans").unwrap();
        assert_eq!(address.to_string(), "https://server.example.police.uk/plans");
        assert!(address.as_str().contains("secret"), "git needs it");
        assert_eq!(
            shorten("https://TOKEN@server.example.police.uk/plans"),
            "https://server.example.police.uk/plans"
        );
        assert_eq!(shorten("https://alex:se#cret@server/plans"), "https://server/plans");
        assert_eq!(shorten("ssh://git:secret@server/plans"), "ssh://git@server/plans");
    }
}
