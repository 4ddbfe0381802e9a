//! The files of a copy that is new: those that this computer can have are written, and the others stay in the
//! repository, with git told to leave them out, as where they are received.

use git2::build::{CheckoutBuilder, TreeUpdateBuilder};
use git2::{Index, IndexEntry, IndexEntryExtendedFlag, Tree};

/// Writes the files of a version into a copy without any, and git's list of them. libgit2 runs no hook and no filter
/// program, and follows no link. Gives the paths of what was left out because `can` says so.
///
/// # Errors
/// Where the repository cannot be read, or the disk refuses.
pub fn write(
    git: &git2::Repository,
    tree: &Tree,
    can: &dyn Fn(&str) -> bool,
) -> Result<Vec<String>, git2::Error> {
    let mut all = Index::new()?;
    all.read_tree(tree)?;
    let out: Vec<IndexEntry> = all.iter().filter(|entry| !can_be(&entry.path, can)).collect();
    let mut how = CheckoutBuilder::new();
    how.force();
    if out.is_empty() {
        git.checkout_tree(tree.as_object(), Some(&mut how))?;
        return Ok(Vec::new());
    }
    let mut without = TreeUpdateBuilder::new();
    for entry in &out {
        without.remove(entry.path.as_slice());
    }
    let rest = git.find_tree(without.create_updated(git, tree)?)?;
    git.checkout_tree(rest.as_object(), Some(&mut how))?;
    let mut list = Index::open(&git.path().join("index"))?;
    let mut told = Vec::with_capacity(out.len());
    for mut entry in out {
        entry.flags_extended = IndexEntryExtendedFlag::SKIP_WORKTREE.bits();
        list.add(&entry)?;
        told.push(String::from_utf8_lossy(&entry.path).into_owned());
    }
    list.write()?;
    Ok(told)
}

/// Some systems have names that are no text, and take any bytes.
fn can_be(path: &[u8], can: &dyn Fn(&str) -> bool) -> bool {
    std::str::from_utf8(path).map_or(!cfg!(any(windows, target_os = "macos")), can)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::git::tests::Fixture;

    #[test]
    fn a_name_that_another_computer_cannot_have_is_left_out_there() {
        let fixture = Fixture::new("");
        fixture.write("nec.toml", "format = 1\n");
        std::fs::create_dir(fixture.root.join("notes")).unwrap();
        fixture.write("notes/june.txt", "one\n");
        fixture.git(&["add", "-A"]);
        let id = fixture.git(&["hash-object", "-w", "nec.toml"]);
        for name in ["notes/minutes: june.txt", "aux.txt", "folder /inner/a.txt"] {
            fixture.git(&["update-index", "--add", "--cacheinfo", &format!("100644,{},{name}", id.trim())]);
        }
        fixture.git(&["commit", "-qm", "A version"]);
        let source = git2::Repository::open(&fixture.root).unwrap();
        let tip = source.head().unwrap().peel_to_commit().unwrap();
        for file in ["nec.toml", "notes/june.txt", ".git/index"] {
            std::fs::remove_file(fixture.root.join(file)).unwrap();
        }
        let git = git2::Repository::open(&fixture.root).unwrap();
        let out = write(&git, &tip.tree().unwrap(), &crate::plan::RelPath::is_for_windows).unwrap();
        assert_eq!(out, ["aux.txt", "folder /inner/a.txt", "notes/minutes: june.txt"]);
        assert!(fixture.root.join("notes/june.txt").is_file() && !fixture.root.join("aux.txt").exists());
        assert_eq!(fixture.status(), "");
        let marked = fixture.git(&["ls-files", "-t"]);
        assert_eq!(marked.lines().filter(|line| line.starts_with("S ")).count(), 3, "{marked}");
        fixture.sound();
    }
}
