//! What somebody began with git and has not finished: which two sides meet in it, and how it goes on.

use git2::{Oid, RepositoryState};

use crate::git::repository::Repository;

/// What was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun {
    /// Nothing that git goes on with by itself, as where changes that were put aside came back.
    Nothing,
    Merge,
    Rebase,
    CherryPick,
    Revert,
    /// Changes that came by mail.
    Mail,
    /// A search for the version that broke something.
    Bisect,
}

impl Begun {
    /// What is under way in a repository.
    pub fn of(repository: &Repository) -> Begun {
        use RepositoryState as S;
        match repository.git.state() {
            S::Clean => Begun::Nothing,
            S::Merge => Begun::Merge,
            S::Revert | S::RevertSequence => Begun::Revert,
            S::CherryPick | S::CherryPickSequence => Begun::CherryPick,
            S::Bisect => Begun::Bisect,
            S::Rebase | S::RebaseInteractive | S::RebaseMerge | S::ApplyMailboxOrRebase => Begun::Rebase,
            S::ApplyMailbox => Begun::Mail,
        }
    }

    /// The command of git's that goes on with it.
    pub fn go_on(self) -> Option<&'static str> {
        Some(match self {
            Begun::Nothing => return None,
            Begun::Merge => "git merge --continue",
            Begun::Rebase => "git rebase --continue",
            Begun::CherryPick => "git cherry-pick --continue",
            Begun::Revert => "git revert --continue",
            Begun::Mail => "git am --continue",
            Begun::Bisect => "git bisect reset",
        })
    }

    /// The command of git's that gives it up.
    pub fn give_up(self) -> Option<&'static str> {
        Some(match self {
            Begun::Nothing | Begun::Bisect => return None,
            Begun::Merge => "git merge --abort",
            Begun::Rebase => "git rebase --abort",
            Begun::CherryPick => "git cherry-pick --abort",
            Begun::Revert => "git revert --abort",
            Begun::Mail => "git am --abort",
        })
    }
}

/// Which of git's two sides is this user's, and the versions that the sides are from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meeting {
    /// Git's second side is this user's: their own version is carried over another, as in a rebase.
    pub mine: Whose,
    pub mine_from: Option<Oid>,
    pub other_from: Option<Oid>,
    /// What is carried over was never recorded.
    pub unrecorded: bool,
}

/// One of git's sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// What git calls `ours`.
    First,
    /// What git calls `theirs`.
    Second,
}

impl Meeting {
    /// Whose sides meet in a file; `label` is what git calls the second one in its marks.
    pub fn of(repository: &Repository, begun: Begun, label: &str) -> Meeting {
        let named = |name: &str| repository.git.refname_to_id(name).ok();
        let head = named("HEAD");
        let meeting =
            |mine, mine_from, other_from| Meeting { mine, mine_from, other_from, unrecorded: false };
        match begun {
            Begun::Merge => meeting(Whose::First, head, named("MERGE_HEAD")),
            Begun::CherryPick => meeting(Whose::First, head, named("CHERRY_PICK_HEAD")),
            // The words of this user's own version stand in git's second side.
            Begun::Rebase => meeting(Whose::Second, named("REBASE_HEAD"), head),
            // As git calls them where it brings back what was put aside, or takes it along to another branch.
            Begun::Nothing if matches!(label, "Stashed changes" | "local") => {
                Meeting { unrecorded: true, ..meeting(Whose::Second, None, head) }
            }
            Begun::Nothing | Begun::Revert | Begun::Mail | Begun::Bisect => meeting(Whose::First, head, None),
        }
    }
}
