//! Names compared as people mean them: without case, hyphens, full stops and apostrophes.

use super::words::fold;

/// The words of a name: "St. Mary's Drop-in" is st, marys, drop, in.
pub(super) fn plain(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in fold(text).chars() {
        match c {
            '\'' => {}
            c if c.is_alphanumeric() => {
                if let Some(word) = words.last_mut() {
                    word.push(c);
                }
            }
            _ => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Where one name stands in another, word by word.
pub(super) fn find<A: AsRef<str>>(name: &[A], within: &[String]) -> Option<usize> {
    if name.is_empty() {
        return None;
    }
    within.windows(name.len()).position(|words| same(name, words))
}

/// Whether two names have the same words.
pub(super) fn same<A: AsRef<str>, B: AsRef<str>>(one: &[A], other: &[B]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.as_ref() == other.as_ref())
}

/// The word of one: "surgeries" is surgery, "drop-ins" drop-in.
pub(super) fn singular(word: &str) -> String {
    match word.strip_suffix("ies") {
        Some(stem) if stem.len() > 1 => format!("{stem}y"),
        _ => match word.strip_suffix('s') {
            Some(stem) if !stem.ends_with('s') && stem.len() > 2 => stem.to_owned(),
            _ => word.to_owned(),
        },
    }
}
