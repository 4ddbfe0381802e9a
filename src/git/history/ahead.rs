//! Heads of versions read before they are asked for, in a thread of its own: a long history is one chain for the
//! most part, and half of the work of following it is to read its heads.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use git2::{Odb, Oid};

use super::raw::Head;

/// How many heads wait to be asked for, at most.
const WAITING: usize = 256;

/// The heads of a version and of those before it, each time of the first that it followed.
pub struct LookAhead {
    heads: Receiver<(Oid, Head)>,
    next: Option<(Oid, Head)>,
}

impl LookAhead {
    /// Begins to read, from a version on, in the folder of a repository's objects. Nothing where the system gives
    /// no thread.
    pub fn from(objects: &str, version: Oid) -> Option<Self> {
        let (to, heads) = sync_channel(WAITING);
        let objects = objects.to_owned();
        let work = move || {
            // What cannot be read here is told by whoever asks for it.
            let _ = read(&objects, version, &to);
        };
        std::thread::Builder::new().name("history".into()).spawn(work).ok()?;
        Some(LookAhead { heads, next: None })
    }

    /// The head of a version, if it is the next of the chain.
    pub fn head(&mut self, version: Oid) -> Option<Head> {
        if self.next.is_none() {
            self.next = self.heads.recv().ok();
        }
        self.next.take_if(|(id, _)| *id == version).map(|(_, head)| head)
    }
}

/// Reads until the chain ends or nobody asks any more.
fn read(path: &str, version: Oid, to: &SyncSender<(Oid, Head)>) -> Result<(), git2::Error> {
    // A handle of its own: one is for one thread.
    let own = Odb::new()?;
    own.add_disk_alternate(path)?;
    let mut next = Some(version);
    while let Some(id) = next {
        let head = Head::read(own.read(id)?.data())?;
        next = head.parents.first().copied();
        if to.send((id, head)).is_err() {
            break;
        }
    }
    Ok(())
}
