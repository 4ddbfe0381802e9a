//! How far it is, in words.

/// What is being done, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// In a word or two: "Receiving".
    pub doing: &'static str,
    pub percent: Option<u8>,
}

impl Progress {
    pub fn doing(doing: &'static str) -> Self {
        Progress { doing, percent: None }
    }
}

impl std::fmt::Display for Progress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.percent {
            Some(percent) => write!(f, "{}: {percent}%", self.doing),
            None => f.write_str(self.doing),
        }
    }
}

/// How git calls its steps, in the C locale, and what they are called here.
const STEPS: [(&str, &str); 9] = [
    ("remote: Enumerating objects", "The server is getting ready"),
    ("remote: Counting objects", "The server is getting ready"),
    ("remote: Compressing objects", "The server is getting ready"),
    ("remote: Resolving deltas", "The server is taking it in"),
    ("remote: Checking connectivity", "The server is taking it in"),
    ("Receiving objects", "Receiving"),
    ("Unpacking objects", "Receiving"),
    ("Resolving deltas", "Putting together what came"),
    ("Writing objects", "Sending"),
];
/// Steps that are not worth a word of their own.
const QUIET: [&str; 4] =
    ["Enumerating objects", "Counting objects", "Delta compression using", "Compressing objects"];

/// What a line of git's progress says; nothing where the line is none.
pub fn read(line: &str) -> Option<Progress> {
    if QUIET.iter().any(|step| line.starts_with(step)) {
        return Some(Progress::doing("Getting ready"));
    }
    let (step, doing) = STEPS.iter().find(|(step, _)| line.starts_with(step))?;
    let percent = line[step.len()..].strip_prefix(':').and_then(|rest| rest.split_once('%'));
    let percent = percent.and_then(|(number, _)| number.trim().parse::<u8>().ok());
    Some(Progress { doing, percent: percent.filter(|percent| *percent <= 100) })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn gits_progress_is_told_in_words_and_per_cent() {
        let told = |line: &str| read(line).map(|progress| progress.to_string());
        assert_eq!(told("Receiving objects:  45% (9/20), 1.20 MiB | 3.00 MiB/s").unwrap(), "Receiving: 45%");
        assert_eq!(told("Writing objects: 100% (3/3), 300 bytes, done.").unwrap(), "Sending: 100%");
        assert_eq!(told("remote: Enumerating objects: 5, done.").unwrap(), "The server is getting ready");
        assert_eq!(told("Receiving objects: 999% (x)").unwrap(), "Receiving");
        assert_eq!(told("remote: west-dorset.toml: a hidden character"), None);
        assert_eq!(told("fatal: early EOF"), None);
    }
}
