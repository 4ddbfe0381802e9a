//! Who may change which files: the `[[person]]` list of `nec.toml`.

use crate::plan::Force;
use crate::plan::force::Person;
use crate::plan::place::{RelPath, Role};

/// What a file is, for the question who may change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keeper {
    /// An area's plan, record and evidence: those who draft for the area.
    Area(String),
    /// A review: those who review; and those who draft for the area, who submit and answer there.
    Review(String),
    /// The settings, areas, editions, signers and git's own files: those who keep the directory.
    Directory,
}

/// Who may change a file, by its path in the plan directory; nothing where anybody may.
///
/// Letters count as small ones: on many computers `NEC.TOML` is `nec.toml`.
pub fn keeper(path: &str) -> Option<Keeper> {
    let path = path.to_lowercase();
    let name = path.rsplit('/').next().unwrap_or_default();
    if [".gitattributes", ".gitignore", ".gitmodules"].contains(&name) || path.starts_with("standards/") {
        return Some(Keeper::Directory);
    }
    match RelPath::new(&path).ok()?.role()? {
        Role::Directory | Role::Edition => Some(Keeper::Directory),
        Role::Plan(place) | Role::Record(place) | Role::Evidence(place) => {
            Some(Keeper::Area(place.area().to_owned()))
        }
        Role::Review(place) => Some(Keeper::Review(place.area().to_owned())),
    }
}

/// What somebody may do with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum May {
    Change,
    /// Change a review but for decisions, marks and sign-offs.
    Answer,
    /// Nothing; with the posts of those who may.
    Not(Vec<String>),
}

/// What the person of an e-mail address may do with what is kept so. Where nobody is listed for it, anybody may
/// change it; nothing of an address stands for nobody.
pub fn may(force: &Force, keeper: &Keeper, email: Option<&str>) -> May {
    let listed = |is_one: &dyn Fn(&Person) -> bool| {
        let listed: Vec<&Person> = force.people.iter().filter(|person| is_one(person)).collect();
        (!listed.is_empty()).then_some(listed)
    };
    let of_area = |area: &str| listed(&|person| person.area.as_deref() == Some(area));
    let (first, second) = match keeper {
        Keeper::Area(area) => (of_area(area), None),
        Keeper::Directory => (listed(&|person| person.admin), None),
        Keeper::Review(area) => (listed(&|person| person.stage.is_some()), of_area(area)),
    };
    let Some(first) = first else { return May::Change };
    let is_in = |listed: &[&Person]| {
        email
            .is_some_and(|email| listed.iter().any(|person| person.emails.iter().any(|own| same(own, email))))
    };
    if is_in(&first) {
        return May::Change;
    }
    // Of an area that lists nobody, anybody may draft, and so submit.
    if matches!(keeper, Keeper::Review(_)) && second.as_deref().is_none_or(is_in) {
        return May::Answer;
    }
    May::Not(
        first.iter().map(|person| person.post.trim().to_owned()).filter(|post| !post.is_empty()).collect(),
    )
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    const PEOPLE: &str = "format = 1\nedition = \"x\"\n\
        [[person]]\npost = \"Inspector, Purbeck\"\nemails = [\"Purbeck@example.police.uk\"]\narea = \"purbeck\"\n\
        [[person]]\npost = \"Superintendent\"\nemails = [\"supt@example.police.uk\"]\nstage = \"smt\"\n\
        [[person]]\npost = \"Engagement officer\"\nemails = [\"keeper@example.police.uk\"]\nadmin = true\n";

    fn allowed(settings: &str, path: &str, email: &str) -> May {
        keeper(path).map_or(May::Change, |keeper| may(&Force::parse(settings).unwrap(), &keeper, Some(email)))
    }

    #[test]
    fn each_changes_what_is_theirs() {
        for (path, who) in [
            ("2026-27/purbeck.toml", "purbeck@example.police.uk"),
            ("2026-27/purbeck.record.toml", "purbeck@example.police.uk"),
            ("evidence/2026-27/purbeck/poster.pdf", " PURBECK@example.police.uk "),
            ("2026-27/purbeck.review.toml", "supt@example.police.uk"),
            ("nec.toml", "keeper@example.police.uk"),
            ("areas.toml", "keeper@example.police.uk"),
            ("standards/nec-2020.toml", "keeper@example.police.uk"),
            ("allowed-signers", "keeper@example.police.uk"),
            ("2026-27/.gitattributes", "keeper@example.police.uk"),
            ("NEC.toml", "keeper@example.police.uk"),
        ] {
            assert_eq!(allowed(PEOPLE, path, who), May::Change, "{path}");
            assert!(
                matches!(allowed(PEOPLE, path, "other@example.police.uk"), May::Not(_))
                    || path.contains("review")
            );
        }
        let review = "2026-27/purbeck.review.toml";
        assert_eq!(allowed(PEOPLE, review, "purbeck@example.police.uk"), May::Answer);
        assert_eq!(
            allowed(PEOPLE, review, "other@example.police.uk"),
            May::Not(vec!["Superintendent".to_owned()])
        );
        assert_eq!(
            may(&Force::parse(PEOPLE).unwrap(), &Keeper::Directory, None),
            May::Not(vec!["Engagement officer".to_owned()])
        );
    }

    #[test]
    fn where_nobody_is_listed_anybody_may() {
        let none = "format = 1\nedition = \"x\"\n";
        for path in ["2026-27/purbeck.toml", "nec.toml", "2026-27/purbeck.review.toml", "standards/x.toml"] {
            assert_eq!(allowed(none, path, "other@example.police.uk"), May::Change, "{path}");
        }
        assert_eq!(allowed(PEOPLE, "2026-27/poole.toml", "other@example.police.uk"), May::Change);
        assert_eq!(allowed(PEOPLE, "2026-27/poole.review.toml", "other@example.police.uk"), May::Answer);
        assert_eq!(keeper("notes.txt"), None);
        assert_eq!(keeper("2026-27/notes/x.toml"), None);
    }
}
