//! Folders that a cloud drive keeps in step. It copies a repository file by file, and back, while others write in
//! it, and may leave it in a state that never was.

use std::path::Path;

/// How the folders of drives begin, as the drives' own programs name them, and what a person calls the drive.
const DRIVES: [(&str, &str); 8] = [
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("icloud", "iCloud"),
    ("mobile documents", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
];

/// The drive that keeps this folder in step, as far as the names of the folders around it say.
pub fn drive(folder: &Path) -> Option<&'static str> {
    folder.iter().find_map(|name| {
        let name = name.to_string_lossy().to_lowercase();
        DRIVES.iter().find(|(begins, _)| name.starts_with(begins)).map(|(_, drive)| *drive)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drives_are_known_by_their_folders() {
        let drive = |folder: &str| drive(Path::new(folder));
        assert_eq!(drive("/home/desk/OneDrive - Dorset Police/plans"), Some("OneDrive"));
        assert_eq!(drive("/Users/desk/Library/Mobile Documents/plans"), Some("iCloud"));
        assert_eq!(drive("/home/desk/Dropbox/plans"), Some("Dropbox"));
        assert_eq!(drive("/home/desk/plans/about-dropbox"), None);
        assert_eq!(drive("/home/desk/.local/share/nec/plans"), None);
    }
}
