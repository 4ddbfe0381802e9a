//! Who records a version.

use std::path::Path;

use git2::ConfigLevel;

use crate::problem::Problem;
use crate::store::settings::Settings;

/// A name and an e-mail address, neither empty nor with characters that git cannot keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    name: String,
    email: String,
}

impl Identity {
    /// An identity as typed.
    ///
    /// # Errors
    /// Says what is missing or cannot be kept.
    pub fn new(name: &str, email: &str) -> Result<Self, Problem> {
        let (name, email) = (name.trim(), email.trim());
        let hidden = |text: &str| {
            text.chars().any(|c| matches!(c, '<' | '>' | '\n' | '\t') || crate::plan::printable::is_hidden(c))
        };
        let problem = |what: &str, next: &str| Err(Problem::new(what, next));
        // Git drops dots and quotes from the ends of a name; a name of nothing else is none.
        if name.chars().all(|c| !c.is_alphanumeric()) {
            return problem("a version needs the name of who records it", "Give your name or your post.");
        }
        if !email.contains('@') || email.contains(char::is_whitespace) {
            return problem(
                "a version needs the e-mail address of who records it",
                "Give your work address.",
            );
        }
        if hidden(name) || hidden(email) {
            return problem("a name or address cannot have < or > or hidden characters", "Take these out.");
        }
        Ok(Identity { name: name.to_owned(), email: email.to_owned() })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn email(&self) -> &str {
        &self.email
    }
}

/// Who I am: `GIT_AUTHOR_NAME` and `GIT_AUTHOR_EMAIL`, else git's configuration, else what the user was asked
/// once and `settings` keep. Nothing where none of them says both.
pub fn identity(root: &Path, settings: &Settings) -> Option<Identity> {
    from(root, settings, |name| std::env::var(name).ok())
}

fn from(root: &Path, settings: &Settings, environment: impl Fn(&str) -> Option<String>) -> Option<Identity> {
    let config = Configuration::of(root, environment("GIT_CONFIG_GLOBAL"));
    let find = |variable: &str, key: &str, asked: &Option<String>| {
        environment(variable)
            .filter(|text| !text.trim().is_empty())
            .or_else(|| config.text(key))
            .or_else(|| asked.clone())
    };
    let name = find("GIT_AUTHOR_NAME", "user.name", &settings.name)?;
    let email = find("GIT_AUTHOR_EMAIL", "user.email", &settings.email)?;
    Identity::new(&name, &email).ok()
}

/// What the user's own settings of git, or the system's, say: never those of a repository.
pub(super) fn of_the_user(key: &str) -> Option<String> {
    let own = std::env::var("GIT_CONFIG_GLOBAL").ok();
    let whole = git2::Config::open_default().ok()?;
    let file = match own {
        Some(file) if file.is_empty() => None,
        Some(file) => git2::Config::open(Path::new(&file)).ok(),
        None => whole.open_level(ConfigLevel::Global).ok(),
    };
    let system = whole.open_level(ConfigLevel::System).ok();
    Configuration([file, system].into_iter().flatten().collect()).text(key)
}

/// Git's configuration, most particular first. libgit2 does not know `GIT_CONFIG_GLOBAL`.
struct Configuration(Vec<git2::Config>);

impl Configuration {
    fn of(root: &Path, global: Option<String>) -> Self {
        let whole = super::repository::Repository::open(root)
            .ok()
            .and_then(|repository| repository.git.config().ok())
            .or_else(|| git2::Config::open_default().ok());
        let Some(whole) = whole else { return Configuration(Vec::new()) };
        let Some(global) = global else { return Configuration(vec![whole]) };
        let level = |level| whole.open_level(level).ok();
        let file = (!global.is_empty()).then(|| git2::Config::open(Path::new(&global)).ok()).flatten();
        Configuration(
            [level(ConfigLevel::Worktree), level(ConfigLevel::Local), file, level(ConfigLevel::System)]
                .into_iter()
                .flatten()
                .collect(),
        )
    }

    fn text(&self, key: &str) -> Option<String> {
        self.0.iter().find_map(|config| config.get_string(key).ok()).filter(|text| !text.trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn settings() -> Settings {
        Settings {
            name: Some("Sergeant, Bridport".into()),
            email: Some("sgt@example.police.uk".into()),
            ..Settings::default()
        }
    }

    /// A repository whose user has no configuration of git's own.
    fn who(root: &Path, settings: &Settings, variables: &[(&str, &str)]) -> Option<(String, String)> {
        let found = from(root, settings, |name| {
            let all = variables.iter().chain(&[("GIT_CONFIG_GLOBAL", "")]);
            all.clone().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })?;
        Some((found.name, found.email))
    }

    #[test]
    fn the_environment_then_git_then_what_was_asked() {
        let root = tempfile::tempdir().unwrap();
        let repository = git2::Repository::init(root.path()).unwrap();
        let asked = Some(("Sergeant, Bridport".to_owned(), "sgt@example.police.uk".to_owned()));
        assert_eq!(who(root.path(), &settings(), &[]), asked);
        repository.config().unwrap().set_str("user.name", "Inspector, West Dorset").unwrap();
        let mixed = who(root.path(), &settings(), &[]).unwrap();
        assert_eq!(mixed.0, "Inspector, West Dorset");
        let set = [("GIT_AUTHOR_NAME", "PC, Bridport"), ("GIT_AUTHOR_EMAIL", "pc@example.police.uk")];
        assert_eq!(who(root.path(), &settings(), &set).unwrap().0, "PC, Bridport");
        assert_eq!(
            who(root.path(), &settings(), &[("GIT_AUTHOR_NAME", " ")]).unwrap().0,
            "Inspector, West Dorset"
        );
    }

    #[test]
    fn the_users_own_git_configuration_may_be_elsewhere() {
        let root = tempfile::tempdir().unwrap();
        git2::Repository::init(root.path()).unwrap();
        let file = root.path().join("config-of-the-user");
        std::fs::write(&file, "[user]\n\tname = Superintendent\n\temail = supt@example.police.uk\n").unwrap();
        let found = who(root.path(), &settings(), &[("GIT_CONFIG_GLOBAL", file.to_str().unwrap())]).unwrap();
        assert_eq!(found.0, "Superintendent");
    }

    #[test]
    fn half_an_identity_is_none() {
        let root = tempfile::tempdir().unwrap();
        let half = Settings { email: None, ..settings() };
        assert_eq!(who(root.path(), &half, &[]), None);
        for (name, email) in [("", "a@b"), ("...", "a@b"), ("A", "b"), ("A<", "a@b"), ("A\nB", "a@b")] {
            assert!(Identity::new(name, email).is_err(), "{name:?} {email:?}");
        }
    }
}
