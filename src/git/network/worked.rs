//! Which addresses have worked on this computer, so that one that is out of reach now is not taken for a wrong one.

use std::path::{Path, PathBuf};

use super::address::{Address, shorten};
use crate::store::read::MOST_BYTES;
use crate::store::save::replace;

/// How many are remembered.
const MOST: usize = 20;

/// What is remembered beside a repository, a line an address as it may be shown: without a password.
pub struct Worked {
    file: PathBuf,
    /// Where something came from without being remembered: into a copy made by git, or by an earlier nec.
    older: Vec<String>,
}

impl Worked {
    /// Of a repository; `folder` is this program's in it.
    pub fn beside(repository: &git2::Repository, folder: &Path) -> Worked {
        Worked { file: folder.join("worked"), older: came_from(repository) }
    }

    /// Whether an address has worked.
    pub fn has(&self, address: &Address) -> bool {
        let address = address.to_string();
        self.older.contains(&address) || self.known().contains(&address)
    }

    /// It works. Where that cannot be kept, it is asked about again.
    pub fn note(&self, address: &Address) {
        let mut known = self.known();
        let address = address.to_string();
        if known.last() == Some(&address) {
            return;
        }
        known.retain(|one| *one != address);
        known.push(address);
        let from = known.len().saturating_sub(MOST);
        let text: String = known[from..].iter().map(|one| format!("{one}\n")).collect();
        let _ = replace(&self.file, text.as_bytes());
    }

    fn known(&self) -> Vec<String> {
        let is_fit =
            self.file.symlink_metadata().is_ok_and(|found| found.is_file() && found.len() < MOST_BYTES);
        let text =
            if is_fit { std::fs::read_to_string(&self.file).unwrap_or_default() } else { String::new() };
        text.lines().map(str::to_owned).collect()
    }
}

/// The addresses of the shared repositories of which something is known here.
fn came_from(repository: &git2::Repository) -> Vec<String> {
    let has_any = |name: &str| {
        let noted = repository.references_glob(&format!("refs/remotes/{name}/*"));
        noted.is_ok_and(|mut noted| noted.next().is_some())
    };
    let names = repository.remotes().ok();
    let names = names.iter().flat_map(|names| names.iter().flatten().flatten().map(str::to_owned));
    let url = |name: String| {
        let config = repository.config().ok()?;
        config.get_string(&format!("remote.{name}.url")).ok().map(|url| shorten(&url))
    };
    names.filter(|name| has_any(name)).filter_map(url).collect()
}
