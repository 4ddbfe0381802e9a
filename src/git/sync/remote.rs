//! Which shared repository is meant, and which branch of it.

use git2::{Config, Oid};

use crate::git::network::{Address, Branches, Failed, Network, Watch};
use crate::git::repository::{Repository, refused};
use crate::plan::printable::one_line;
use crate::problem::Problem;

/// A shared repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What it is called here; nothing where an address is used once.
    pub name: Option<String>,
    pub fetch: Address,
    pub push: Address,
    /// Its branch, without `refs/heads/`.
    pub branch: String,
    /// Whether the repository says which branch it is.
    is_said: Said,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Yes,
    /// It is taken to be called as it is here.
    No,
}

/// Finds the shared repository: the one that is named, by its name here or its address; else that of the branch, else
/// `origin`, else the only one. `branch` is the whole name of the branch here.
///
/// # Errors
/// Where there is none, or its address cannot be used.
pub fn place(repository: &Repository, named: Option<&str>, branch: &str) -> Result<Place, Problem> {
    let config = repository.git.config().map_err(|error| refused(&error))?;
    let here = branch.strip_prefix("refs/heads/").unwrap_or(branch);
    let text = |key: String| config.get_string(&key).ok().filter(|text| !text.is_empty());
    let of_branch = text(format!("branch.{here}.remote")).filter(|name| name != ".");
    let name = match named {
        Some(named) if text(format!("remote.{named}.url")).is_some() => Some(named.to_owned()),
        Some(_) => None,
        None => Some(of_branch.clone().filter(|name| has(&config, name)).map_or_else(|| usual(&config), Ok)?),
    };
    let working = repository.git.workdir().unwrap_or(repository.root()).to_path_buf();
    let (fetch, push) = match (&name, named) {
        (Some(name), _) => {
            let address = text(format!("remote.{name}.url")).unwrap_or_default();
            let fetch = Address::new(&address, &working)?;
            let push = match text(format!("remote.{name}.pushurl")) {
                Some(address) => Address::new(&address, &working)?,
                None => fetch.clone(),
            };
            (fetch, push)
        }
        (None, address) => {
            let here = std::env::current_dir().unwrap_or(working);
            let address = Address::new(address.unwrap_or_default(), &here)?;
            (address.clone(), address)
        }
    };
    let said = text(format!("branch.{here}.merge"))
        .and_then(|merge| merge.strip_prefix("refs/heads/").map(str::to_owned))
        .filter(|merge| git2::Branch::name_is_valid(merge).unwrap_or(false))
        .filter(|_| name.is_some() && name == of_branch);
    let is_said = if said.is_some() { Said::Yes } else { Said::No };
    Ok(Place { name, fetch, push, branch: said.unwrap_or_else(|| here.to_owned()), is_said })
}

fn has(config: &Config, name: &str) -> bool {
    config.get_string(&format!("remote.{name}.url")).is_ok()
}

fn usual(config: &Config) -> Result<String, Problem> {
    if has(config, crate::git::join::REMOTE) {
        return Ok(crate::git::join::REMOTE.to_owned());
    }
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
    match names.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(Problem::new(
            "this plan directory is not connected to a shared repository, so there is nowhere to send to",
            "Join the force's with: nec join ADDRESS. To send this directory itself somewhere, once: nec sync \
             --remote ADDRESS; for good: git remote add origin ADDRESS",
        )
        .safe("Nothing was changed; your plans are saved and recorded on this computer.")),
        many => Err(Problem::new(
            format!("this plan directory is connected to several: {}", one_line(&many.join(", "))),
            "Say which: nec sync --remote NAME",
        )
        .safe("Nothing was changed.")),
    }
}

impl Place {
    /// Brings what is there: its newest version, or nothing where it has none. A branch that is only taken to be called
    /// as it is here, and is not there, gives way to the one that whoever joins gets.
    ///
    /// # Errors
    /// Where nothing came, and why.
    pub fn receive(
        &mut self,
        network: &Network,
        known: &[Oid],
        watch: &Watch,
    ) -> Result<Option<Oid>, Failed> {
        let found = network.fetch(&self.fetch, &self.branch, known, watch)?;
        if found.is_some() || self.is_said == Said::Yes {
            return Ok(found);
        }
        match network.branches(&self.fetch, watch)? {
            Branches::Main(other) if other != self.branch => {
                self.branch = other;
                network.fetch(&self.fetch, &self.branch, known, watch)
            }
            _ => Ok(None),
        }
    }

    /// Where this copy notes what is there; nothing where an address is used once.
    pub fn noted(&self) -> Option<String> {
        self.name.as_ref().map(|name| format!("refs/remotes/{name}/{}", self.branch))
    }
}
