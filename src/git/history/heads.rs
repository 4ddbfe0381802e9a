//! The heads of versions, read one by one or beforehand.

use git2::{ErrorCode, Odb, Oid};

use super::ahead::LookAhead;
use super::raw::Head;

/// After so many versions, heads are read beforehand: a short history needs no thread.
const SOON: usize = 64;

/// How the heads of versions are read.
pub enum Heads {
    /// When they are asked for, so many so far.
    Asked(usize),
    /// Beforehand, where they are one chain.
    Beforehand(Option<LookAhead>),
}

impl Heads {
    /// A version's head; nothing where a copy that was cut short does not have the version.
    pub fn head(
        &mut self,
        git: &git2::Repository,
        objects: &Odb,
        version: Oid,
    ) -> Result<Option<Head>, git2::Error> {
        match self {
            Heads::Asked(SOON) => {
                let folder = git.commondir().join("objects");
                *self =
                    Heads::Beforehand(folder.to_str().and_then(|folder| LookAhead::from(folder, version)));
                self.head(git, objects, version)
            }
            Heads::Asked(many) => {
                *many += 1;
                head(git, objects, version)
            }
            Heads::Beforehand(beforehand) => {
                match beforehand.as_mut().and_then(|heads| heads.head(version)) {
                    Some(head) => Ok(Some(head)),
                    None => head(git, objects, version),
                }
            }
        }
    }
}

/// A version's head; nothing where a copy that was cut short does not have the version.
pub fn head(git: &git2::Repository, objects: &Odb, id: Oid) -> Result<Option<Head>, git2::Error> {
    match objects.read(id) {
        Ok(object) => Head::read(object.data()).map(Some),
        Err(error) if error.code() == ErrorCode::NotFound && git.is_shallow() => Ok(None),
        Err(error) => Err(error),
    }
}
