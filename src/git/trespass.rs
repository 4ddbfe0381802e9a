//! What no version may hold, wherever it lies: a name that stands for the program's own folder or git's on some
//! computer, and a folder that git would take for a repository of its own.

use std::collections::HashSet;

use git2::{ObjectType, Oid, Tree};

use super::snapshot::unreadable;
use crate::plan::printable::one_line;
use crate::problem::Problem;
use crate::store::private;

/// How many characters of a path are told.
const MOST_SHOWN: usize = 200;

/// What a version holds and may not, by path in the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trespass {
    /// The folder that every computer has for itself, or git's, by whatever spelling.
    OwnFolder(String),
    /// A folder that passes for a repository: its settings would be obeyed.
    Repository(String),
}

impl Trespass {
    /// What is wrong; what is safe is for the caller to say.
    pub fn problem(&self, next: &str) -> Problem {
        let (path, what) = match self {
            Trespass::OwnFolder(path) => (
                path,
                "the folder .nec is each computer's own, and so is git's; no version may hold one, or a name that \
                 some computers take for it",
            ),
            Trespass::Repository(path) => {
                (path, "this folder would pass for a repository, whose settings would be obeyed")
            }
        };
        let shown: String = one_line(path).chars().take(MOST_SHOWN).collect();
        Problem::new(what, next).in_file(shown)
    }
}

/// The first thing in a version that may not be there. What one of the `known` trees has at the same place is not
/// looked at again.
///
/// # Errors
/// Where the repository cannot be read.
pub fn trespass(git: &git2::Repository, tree: &Tree, known: &[Tree]) -> Result<Option<Trespass>, Problem> {
    look(git, tree, known).map_err(|error| unreadable(&error))
}

fn look(git: &git2::Repository, tree: &Tree, known: &[Tree]) -> Result<Option<Trespass>, git2::Error> {
    // No recursion: somebody else made the tree, as deep as they liked, and with the same folder many times.
    let mut ahead = vec![(String::new(), tree.id(), known.iter().map(Tree::id).collect::<Vec<Oid>>())];
    let mut seen = HashSet::new();
    while let Some((path, id, known)) = ahead.pop() {
        if known.contains(&id) || !seen.insert((id, known.clone())) {
            continue;
        }
        let tree = git.find_tree(id)?;
        let known: Vec<Tree> = known.into_iter().filter_map(|id| git.find_tree(id).ok()).collect();
        if passes_for_repository(&tree) {
            return Ok(Some(Trespass::Repository(path)));
        }
        for entry in &tree {
            let name = entry.name_bytes();
            let there: Vec<_> = known.iter().filter_map(|tree| tree.get_name_bytes(name)).collect();
            if there.iter().any(|there| (there.id(), there.filemode()) == (entry.id(), entry.filemode())) {
                continue;
            }
            let inner = format!("{path}{}", String::from_utf8_lossy(name));
            if is_reserved(name) {
                return Ok(Some(Trespass::OwnFolder(inner)));
            }
            if entry.kind() == Some(ObjectType::Tree) {
                ahead.push((format!("{inner}/"), entry.id(), there.iter().map(|there| there.id()).collect()));
            }
        }
    }
    Ok(None)
}

/// Whether libgit2, which looks into each folder on its way up, would open this one.
fn passes_for_repository(tree: &Tree) -> bool {
    let names: HashSet<String> = tree.iter().map(|entry| folded(entry.name_bytes())).collect();
    let has = |name: &str| names.contains(name);
    has("head") && (has("commondir") || has("objects") && has("refs"))
}

/// Whether a name stands for the program's own folder, or for git's, on any computer.
pub fn is_reserved(name: &[u8]) -> bool {
    name.split(|byte| *byte == b'\\').any(|part| is_own(part) || stands_for(part, ".git"))
}

/// Whether a name stands for the program's own folder on any computer.
pub fn is_own(name: &[u8]) -> bool {
    stands_for(name, private::FOLDER)
}

fn stands_for(name: &[u8], folder: &str) -> bool {
    let plain = folded(name);
    let number = plain.strip_prefix(&folder[1..]).and_then(|rest| rest.strip_prefix('~'));
    // A short name as Windows makes it.
    let is_short =
        number.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
    plain == folder || is_short
}

/// A name as the least careful file system takes it: in small letters, without hidden letters, streams, and dots and
/// spaces at its end.
fn folded(name: &[u8]) -> String {
    let plain: String =
        name.iter().filter(|byte| byte.is_ascii()).map(|byte| byte.to_ascii_lowercase() as char).collect();
    let plain = plain.split(':').next().unwrap_or_default();
    plain.trim_end_matches([' ', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    /// A tree with an empty file at each path.
    fn tree(git: &git2::Repository, paths: &[&str]) -> Oid {
        let blob = git.blob(b"").unwrap();
        let mut names: Vec<&str> = paths.iter().map(|path| path.split('/').next().unwrap()).collect();
        names.dedup();
        // As another program writes it: libgit2 itself makes no tree with such names.
        let mut bytes = Vec::new();
        for name in names {
            let inner: Vec<&str> =
                paths.iter().filter_map(|path| path.strip_prefix(name)?.strip_prefix('/')).collect();
            let (mode, id) = if inner.is_empty() { ("100644", blob) } else { ("40000", tree(git, &inner)) };
            bytes.extend_from_slice(format!("{mode} {name}\0").as_bytes());
            bytes.extend_from_slice(id.as_bytes());
        }
        git.odb().unwrap().write(ObjectType::Tree, &bytes).unwrap()
    }

    fn found(paths: &[&str], known: &[&str]) -> Option<Trespass> {
        let folder = tempfile::tempdir().unwrap();
        let git = git2::Repository::init_bare(folder.path()).unwrap();
        let now = git.find_tree(tree(&git, paths)).unwrap();
        let before = git.find_tree(tree(&git, known)).unwrap();
        trespass(&git, &now, &[before]).unwrap()
    }

    #[test]
    fn a_name_that_some_computer_takes_for_an_own_folder_is_found() {
        for name in [
            ".nec",
            ".NEC",
            ".nec.",
            ".nec ",
            ".Nec. .",
            "NEC~1",
            "nec~12",
            ".git",
            ".GIT ",
            "GIT~1",
            ".nec::$DATA",
        ] {
            let path = format!("plans/{name}/x");
            let expected = Trespass::OwnFolder(format!("plans/{name}"));
            assert_eq!(found(&["nec.toml", &path], &[]), Some(expected), "{name}");
        }
        for name in [".gitignore", ".github", "nec", "nec~", "nec~x", "git", ".necessary", "a.nec"] {
            assert_eq!(found(&[&format!("plans/{name}/x")], &[]), None, "{name}");
        }
    }

    #[test]
    fn a_folder_that_passes_for_a_repository_is_found() {
        let expected = Some(Trespass::Repository("plans/".to_owned()));
        assert_eq!(found(&["plans/HEAD", "plans/objects/x", "plans/refs/x"], &[]), expected);
        assert_eq!(found(&["plans/commondir", "plans/head"], &[]), expected);
        assert_eq!(found(&["plans/HEAD", "plans/objects/x"], &[]), None);
    }

    #[test]
    fn what_was_there_before_is_not_told_again() {
        let known = ["a/.nec/x"];
        assert_eq!(found(&["a/.nec/x", "b"], &known), None);
        assert!(found(&["a/.nec/x", "a/.nec/y"], &known).is_some());
    }
}
