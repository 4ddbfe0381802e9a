//! Git's own marks in a text, read back into the versions that stand side by side between them.

/// The versions that a text with git's marks was made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sides {
    /// What both sides began with, where git wrote that too (its style `diff3`).
    pub base: Option<String>,
    pub ours: String,
    pub theirs: String,
    /// What git calls the other side: "Stashed changes", a branch, a version.
    pub label: String,
}

/// Where a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum In {
    All,
    Ours,
    Base,
    Theirs,
}

/// The one-based line of git's first mark, where all three kinds of mark stand in order.
pub fn first(text: &str) -> Option<usize> {
    // Few files have such a sign at all.
    memchr::memchr(b'<', text.as_bytes())?;
    let mut first = None;
    let mut parted = false;
    for (at, line) in text.lines().enumerate() {
        if is_mark(line, "<<<<<<<") {
            first = first.or(Some(at + 1));
        } else if first.is_some() && line == "=======" {
            parted = true;
        } else if parted && is_mark(line, ">>>>>>>") {
            return first;
        }
    }
    None
}

fn is_mark(line: &str, mark: &str) -> bool {
    line.strip_prefix(mark).is_some_and(|rest| rest.starts_with(' '))
}

/// The versions that stand side by side in a text; nothing where it has no marks, or they are not whole any more.
pub fn sides(text: &str) -> Option<Sides> {
    first(text)?;
    let mut sides = Sides { base: Some(String::new()), ..Sides::default() };
    let mut now = In::All;
    let mut is_parted = false;
    let text = text.replace("\r\n", "\n");
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches('\n');
        now = match now {
            In::All if is_mark(bare, "<<<<<<<") => {
                is_parted = false;
                In::Ours
            }
            In::Ours if bare.starts_with("|||||||") => {
                is_parted = true;
                In::Base
            }
            In::Ours | In::Base if bare == "=======" => {
                if !is_parted {
                    sides.base = None;
                }
                In::Theirs
            }
            In::Theirs if is_mark(bare, ">>>>>>>") => {
                bare[">>>>>>>".len()..].trim().clone_into(&mut sides.label);
                In::All
            }
            // A mark within a side was left by an earlier merge: which words are whose cannot be told.
            In::Ours | In::Theirs if is_mark(bare, "<<<<<<<") || is_mark(bare, ">>>>>>>") => return None,
            now => {
                if matches!(now, In::All | In::Ours) {
                    sides.ours.push_str(line);
                }
                if matches!(now, In::All | In::Theirs) {
                    sides.theirs.push_str(line);
                }
                if let (In::All | In::Base, Some(base)) = (now, &mut sides.base) {
                    base.push_str(line);
                }
                now
            }
        };
    }
    (now == In::All).then_some(sides)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn both_versions_are_read_back() {
        let text = "a = 1\n<<<<<<< HEAD\nb = 2\n=======\nb = 3\nc = 4\n>>>>>>> Stashed changes\nd = 5\r\n";
        let found = sides(text).unwrap();
        assert_eq!(found.ours, "a = 1\nb = 2\nd = 5\n");
        assert_eq!(found.theirs, "a = 1\nb = 3\nc = 4\nd = 5\n");
        assert_eq!((found.base, found.label.as_str()), (None, "Stashed changes"));
        assert_eq!(first(text), Some(2));
        assert_eq!(first(&text.replace('\n', "\r\n")), Some(2));
    }

    #[test]
    fn what_both_began_with_is_read_where_every_place_has_it() {
        let whole = "<<<<<<< a\n1\n||||||| b\n0\n=======\n2\n>>>>>>> c\nx\n";
        assert_eq!(sides(whole).unwrap().base.as_deref(), Some("0\nx\n"));
        let half = format!("{whole}<<<<<<< a\n1\n=======\n2\n>>>>>>> c\n");
        let found = sides(&half).unwrap();
        assert_eq!((found.base, found.ours, found.theirs), (None, "1\nx\n1\n".into(), "2\nx\n2\n".into()));
    }

    #[test]
    fn marks_that_are_not_whole_are_no_versions() {
        for text in [
            "a = 1\n",
            "<<<<<<< a\n1\n=======\n",
            "<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n<<<<<<< a\n3\n",
            "<<<<<<< a\n<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n=======\n3\n>>>>>>> c\n",
            "=======\n<<<<<<< \n>>>>>>> x\n",
        ] {
            assert_eq!(sides(text), None, "{text}");
        }
    }
}
