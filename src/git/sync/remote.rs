//! The shared repository that is meant, and what is brought from it.

use git2::Oid;

use crate::git::content_id;
use crate::git::network::{Address, Branches, Failed, Network, Watch};
use crate::git::repository::{Repository, refused};
use crate::git::sent::ONCE;
use crate::git::shared::{Found, Said, Shared};
use crate::plan::printable::one_line;
use crate::problem::Problem;

/// A shared repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What is known of it here; nothing where an address is used once.
    known: Option<Shared>,
    pub fetch: Address,
    pub push: Address,
    /// Its branch, without `refs/heads/`.
    pub branch: String,
}

/// Finds the shared repository: the one that is named, by its name here or its address; else the usual one. `branch` is
/// the whole name of the branch here.
///
/// # Errors
/// Where there is none, or its address cannot be used.
pub fn place(repository: &Repository, named: Option<&str>, branch: &str) -> Result<Place, Problem> {
    let known = match named {
        Some(name) => Shared::named(repository, branch, name)?,
        None => Some(usual(repository, branch)?),
    };
    let working = repository.git.workdir().unwrap_or(repository.root()).to_path_buf();
    let Some(known) = known else {
        let here = std::env::current_dir().unwrap_or(working);
        let address = Address::new(named.unwrap_or_default(), &here)?;
        let branch = branch.strip_prefix("refs/heads/").unwrap_or(branch).to_owned();
        return Ok(Place { known: None, fetch: address.clone(), push: address, branch });
    };
    let config = repository.git.config().map_err(|error| refused(&error))?;
    let text = |key: &str| config.get_string(&format!("remote.{}.{key}", known.name)).ok();
    let fetch = Address::new(&text("url").unwrap_or_default(), &working)?;
    let push = match text("pushurl").filter(|address| !address.is_empty()) {
        Some(address) => Address::new(&address, &working)?,
        None => fetch.clone(),
    };
    Ok(Place { branch: known.branch.clone(), known: Some(known), fetch, push })
}

fn usual(repository: &Repository, branch: &str) -> Result<Shared, Problem> {
    match Shared::find(repository, branch)? {
        Found::One(shared) => Ok(shared),
        Found::None => Err(Problem::new(
            "this plan directory is not connected to a shared repository, so there is nowhere to send to",
            "Join the force's with: nec join ADDRESS. To send this directory itself somewhere, once: nec sync \
             --remote ADDRESS; for good: git remote add origin ADDRESS",
        )
        .safe("Nothing was changed; your plans are saved and recorded on this computer.")),
        Found::Several(many) => Err(Problem::new(
            format!("this plan directory is connected to several: {}", one_line(&many.join(", "))),
            "Say which: nec sync --remote NAME",
        )
        .safe("Nothing was changed.")),
    }
}

/// An address, fit to be shown, where it is another than that of the usual shared repository.
pub fn elsewhere(repository: &Repository, branch: &str, address: String) -> Option<String> {
    let usual = place(repository, None, branch).ok();
    usual.is_none_or(|usual| usual.fetch.to_string() != address).then_some(address)
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
        if found.is_some() || self.known.as_ref().is_some_and(|known| known.said == Said::Yes) {
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

    /// Where this copy notes what is there: what was sent to an address that is used once is with others too.
    ///
    /// # Errors
    /// Where no name can be made for it.
    pub fn noted(&self) -> Result<String, Problem> {
        match &self.known {
            Some(known) => Ok(Shared { branch: self.branch.clone(), ..known.clone() }.noted()),
            // As it may be shown: no password is kept, not even as a number.
            None => {
                let there = format!("{}\n{}", self.fetch, self.branch);
                Ok(format!("{ONCE}{}", content_id(there.as_bytes())?))
            }
        }
    }
}
