//! Whether the screen is in colour.

use std::ffi::OsString;

/// What was asked for with `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asked {
    #[default]
    Auto,
    Always,
    Never,
}

/// Which colours may be used: the terminal's own sixteen, which its owner chose to be readable, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    None,
    Sixteen,
}

impl Colours {
    /// What was asked for; else none where `NO_COLOR` is set and not empty, or where `TERM` is `dumb`. `var`
    /// looks up the environment.
    pub fn choose(asked: Asked, var: impl Fn(&str) -> Option<OsString>) -> Self {
        let refused = || {
            var("NO_COLOR").is_some_and(|value| !value.is_empty())
                || var("TERM").is_some_and(|term| term == "dumb")
        };
        match asked {
            Asked::Always => Colours::Sixteen,
            Asked::Never => Colours::None,
            Asked::Auto if refused() => Colours::None,
            Asked::Auto => Colours::Sixteen,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_wins_over_the_environment() {
        for (asked, name, value, chosen) in [
            (Asked::Auto, "NO_COLOR", "1", Colours::None),
            (Asked::Auto, "NO_COLOR", "", Colours::Sixteen),
            (Asked::Auto, "TERM", "dumb", Colours::None),
            (Asked::Auto, "TERM", "xterm-256color", Colours::Sixteen),
            (Asked::Always, "NO_COLOR", "1", Colours::Sixteen),
            (Asked::Never, "TERM", "xterm", Colours::None),
        ] {
            let var = |asked: &str| (asked == name).then(|| value.into());
            assert_eq!(Colours::choose(asked, var), chosen, "{asked:?} {name}={value}");
        }
    }
}
