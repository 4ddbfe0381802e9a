//! Where the platform keeps a user's settings, state and data.

use std::path::{Path, PathBuf};

/// The program's folders for this user, and the machine's settings. None of them need exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// What the user chose: `config.toml`.
    pub config: PathBuf,
    /// Where the user was.
    pub state: PathBuf,
    /// The plan directory that is used where none is named is kept in here.
    pub data: PathBuf,
    /// The settings of the machine: `/etc/nec/config.toml`, `%ProgramData%\nec\config.toml`.
    pub machine: PathBuf,
}

impl Folders {
    /// This user's folders, by the platform's rules; on Linux the `XDG_*` variables move them. Nothing where
    /// the user has no home.
    pub fn of_this_user() -> Option<Self> {
        let project = directories::ProjectDirs::from("", "", "nec")?;
        Some(Folders {
            config: project.config_dir().to_path_buf(),
            state: project.state_dir().unwrap_or_else(|| project.data_local_dir()).to_path_buf(),
            data: project.data_dir().to_path_buf(),
            machine: machine(),
        })
    }

    /// All folders inside one: for tests, and for a program that is carried about.
    pub fn inside(folder: &Path) -> Self {
        Folders {
            config: folder.join("config"),
            state: folder.join("state"),
            data: folder.join("data"),
            machine: folder.join("machine").join("config.toml"),
        }
    }

    /// The user's settings.
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// The plan directory that is used where none is named.
    pub fn default_directory(&self) -> PathBuf {
        self.data.join("plans")
    }
}

#[cfg(windows)]
fn machine() -> PathBuf {
    let data = std::env::var_os("ProgramData").unwrap_or_else(|| "C:\\ProgramData".into());
    PathBuf::from(data).join("nec").join("config.toml")
}

#[cfg(not(windows))]
fn machine() -> PathBuf {
    PathBuf::from("/etc/nec/config.toml")
}
