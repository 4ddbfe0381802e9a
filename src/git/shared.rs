//! Which other repository this one shares its versions with, and which branch of it.

use git2::Config;

use super::join::REMOTE;
use super::repository::{Repository, refused};
use crate::problem::Problem;

/// A branch of another repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// What this repository calls the other.
    pub name: String,
    /// The branch there, without `refs/heads/`.
    pub branch: String,
    pub said: Said,
}

/// Whether the repository says which branch it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    Yes,
    /// It is taken to be called as it is here.
    No,
}

/// What there is to be shared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    One(Shared),
    None,
    /// Several, and nothing says which: their names.
    Several(Vec<String>),
}

impl Shared {
    /// The one that the branch is set to follow; else `origin`, else the only other repository that is known.
    /// `branch` is the whole name of the branch here.
    ///
    /// # Errors
    /// Where the repository's settings cannot be read.
    pub fn find(repository: &Repository, branch: &str) -> Result<Found, Problem> {
        let config = repository.git.config().map_err(|error| refused(&error))?;
        let followed = followed(&config, branch).filter(|name| has(&config, name));
        let name = match followed {
            Some(name) => name,
            None if has(&config, REMOTE) => REMOTE.to_owned(),
            None => match names(&config).as_slice() {
                [] => return Ok(Found::None),
                [only] => only.clone(),
                several => return Ok(Found::Several(several.to_vec())),
            },
        };
        Ok(Found::One(Shared::of(&config, branch, name)))
    }

    /// The one of that name; nothing where this repository knows none.
    ///
    /// # Errors
    /// Where the repository's settings cannot be read.
    pub fn named(repository: &Repository, branch: &str, name: &str) -> Result<Option<Shared>, Problem> {
        let config = repository.git.config().map_err(|error| refused(&error))?;
        Ok(has(&config, name).then(|| Shared::of(&config, branch, name.to_owned())))
    }

    fn of(config: &Config, branch: &str, name: String) -> Shared {
        let here = short(branch);
        let said = text(config, &format!("branch.{here}.merge"))
            .and_then(|merge| merge.strip_prefix("refs/heads/").map(str::to_owned))
            .filter(|merge| git2::Branch::name_is_valid(merge).unwrap_or(false))
            .filter(|_| followed(config, branch).as_ref() == Some(&name));
        match said {
            Some(branch) => Shared { name, branch, said: Said::Yes },
            None => Shared { name, branch: here.to_owned(), said: Said::No },
        }
    }

    /// Where what was last known of it is kept here.
    pub fn noted(&self) -> String {
        format!("refs/remotes/{}/{}", self.name, self.branch)
    }
}

fn short(branch: &str) -> &str {
    branch.strip_prefix("refs/heads/").unwrap_or(branch)
}

fn followed(config: &Config, branch: &str) -> Option<String> {
    text(config, &format!("branch.{}.remote", short(branch))).filter(|name| name != ".")
}

fn has(config: &Config, name: &str) -> bool {
    text(config, &format!("remote.{name}.url")).is_some()
}

fn text(config: &Config, key: &str) -> Option<String> {
    config.get_string(key).ok().filter(|text| !text.is_empty())
}

fn names(config: &Config) -> Vec<String> {
    let mut names = Vec::new();
    if let Ok(mut entries) = config.entries(Some("remote\\..*\\.url")) {
        while let Some(Ok(entry)) = entries.next() {
            if let Ok(key) = entry.name()
                && let Some(name) = key.strip_prefix("remote.").and_then(|rest| rest.strip_suffix(".url"))
            {
                names.push(name.to_owned());
            }
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}
