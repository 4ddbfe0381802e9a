//! The project's own illustration, `plans/`, as `nec init --example` writes it.

use crate::plan::place::SCHEMAS;

/// Files of `plans/`, each with its path there and its text.
macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/plans/", $path)))),*]
    };
}

/// Every text file of `plans/` that the contract names; git's two are written by the program.
pub const FILES: &[(&str, &str)] = files![
    ".schema/areas.json",
    ".schema/directory.json",
    ".schema/edition.json",
    ".schema/plan.json",
    ".schema/record.json",
    ".schema/review.json",
    ".taplo.toml",
    "2019-20/east-dorset.toml",
    "2021-q3/west-dorset.toml",
    "2026-27/bournemouth.toml",
    "2026-27/christchurch.toml",
    "2026-27/north-dorset.toml",
    "2026-27/poole.toml",
    "2026-27/purbeck.toml",
    "2026-27/west-dorset.toml",
    "areas.toml",
    "nec.toml",
    "standards/nec-2019.toml",
    "standards/nec-2020.toml",
    "standards/npg-2025.toml",
];

/// The file that tells editors which schema is whose.
pub const EDITORS: &str = ".taplo.toml";

/// Those of the files that make an editor help: the same in every new directory, as it begins with the same
/// editions.
pub fn for_editors() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    FILES.iter().filter(|(path, _)| *path == EDITORS || path.starts_with(SCHEMAS))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::FILES;
    use crate::plan::RelPath;
    use crate::store::Directory;

    #[test]
    fn the_illustration_is_written_whole() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
        let there = Directory::open(&root).map(|directory| directory.files()).unwrap_or_default();
        let there: Vec<&str> =
            there.iter().map(RelPath::as_str).filter(|file| !file.starts_with(".git")).collect();
        let mut known: Vec<&str> = FILES.iter().map(|(path, _)| *path).collect();
        known.sort_unstable();
        assert_eq!(known, there, "the table in {} names the files of plans/", file!());
    }
}
