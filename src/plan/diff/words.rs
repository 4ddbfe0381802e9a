//! Two texts word by word.

use similar::{ChangeTag, TextDiff};

/// Above this many bytes of both texts, they are told apart as a whole: comparing takes the square of what
/// differs.
const MOST_COMPARED: usize = 256 * 1024;

/// A text was written anew where less than one in so many of its letters stayed: a word kept here and there helps
/// nobody to read it.
const KEPT_OF: usize = 4;

/// A stretch of two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// In the old one only.
    Old(String),
    /// In the new one only.
    New(String),
}

/// Where two texts differ, by words: all pieces but the new ones are the old text, all but the old ones the new
/// one. White space alone does not part two changes. A text that was written anew is told as a whole.
pub fn words(old: &str, new: &str) -> Vec<Piece> {
    if old.len() + new.len() > MOST_COMPARED {
        return whole(old, new);
    }
    let diff = TextDiff::from_unicode_words(old, new);
    let kept = diff.iter_all_changes().filter(|change| change.tag() == ChangeTag::Equal);
    let kept: usize = kept.map(|change| letters(change.value())).sum();
    if kept * KEPT_OF < letters(old).max(letters(new)) {
        return whole(old, new);
    }
    let mut marking = Marking::default();
    for change in diff.iter_all_changes() {
        marking.take(change.tag(), change.value());
    }
    marking.finish()
}

/// All of the old one, then all of the new one.
fn whole(old: &str, new: &str) -> Vec<Piece> {
    let marking = Marking { old: old.to_owned(), new: new.to_owned(), ..Marking::default() };
    marking.finish()
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Pieces, and the change that is being gathered.
#[derive(Default)]
struct Marking {
    pieces: Vec<Piece>,
    old: String,
    new: String,
    /// White space after the change, which belongs to it if another follows.
    space: String,
    same: String,
}

impl Marking {
    fn take(&mut self, tag: ChangeTag, text: &str) {
        let changing = !self.old.is_empty() || !self.new.is_empty();
        match tag {
            ChangeTag::Equal if changing && text.chars().all(|c| c == ' ') => self.space.push_str(text),
            ChangeTag::Equal => {
                self.settle();
                self.same.push_str(text);
            }
            ChangeTag::Delete | ChangeTag::Insert => {
                let space = std::mem::take(&mut self.space);
                self.old.push_str(&space);
                self.new.push_str(&space);
                if tag == ChangeTag::Delete {
                    self.old.push_str(text);
                } else {
                    self.new.push_str(text);
                }
            }
        }
    }

    /// Ends the change that is being gathered.
    fn settle(&mut self) {
        if self.old.is_empty() && self.new.is_empty() {
            return;
        }
        let same = std::mem::take(&mut self.same);
        if !same.is_empty() {
            self.pieces.push(Piece::Same(same));
        }
        let (old, new) = (std::mem::take(&mut self.old), std::mem::take(&mut self.new));
        if !old.is_empty() {
            self.pieces.push(Piece::Old(old));
        }
        if !new.is_empty() {
            self.pieces.push(Piece::New(new));
        }
        self.same = std::mem::take(&mut self.space);
    }

    fn finish(mut self) -> Vec<Piece> {
        self.settle();
        if !self.same.is_empty() {
            self.pieces.push(Piece::Same(self.same));
        }
        self.pieces
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use proptest::prelude::*;

    fn side(pieces: &[Piece], is_new: bool) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Same(text) => Some(text.clone()),
            Piece::Old(text) => (!is_new).then(|| text.clone()),
            Piece::New(text) => is_new.then(|| text.clone()),
        };
        pieces.iter().filter_map(text).collect()
    }

    fn marked(old: &str, new: &str) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Same(text) => text.clone(),
            Piece::Old(text) => format!("[-{text}-]"),
            Piece::New(text) => format!("{{+{text}+}}"),
        };
        words(old, new).iter().map(text).collect()
    }

    #[test]
    fn words_are_marked_and_neighbouring_changes_are_one() {
        assert_eq!(
            marked("Every month in Bridport.", "Every week in Bridport."),
            "Every [-month-]{+week+} in Bridport."
        );
        assert_eq!(marked("one two three", "one 2 3"), "one [-two three-]{+2 3+}");
        assert_eq!(marked("", "new"), "{+new+}");
        assert_eq!(marked("old", ""), "[-old-]");
        assert_eq!(marked("same", "same"), "same");
    }

    #[test]
    fn a_text_that_was_written_anew_is_told_as_a_whole() {
        let (old, new) =
            ("A van comes every quarter, to each village.", "We meet people in town, each week.");
        assert_eq!(words(old, new), [Piece::Old(old.into()), Piece::New(new.into())]);
    }

    #[test]
    fn very_long_texts_are_told_apart_as_a_whole() {
        let (old, new) = ("a ".repeat(MOST_COMPARED), "b ".repeat(MOST_COMPARED));
        assert_eq!(words(&old, &new), [Piece::Old(old), Piece::New(new)]);
    }

    proptest! {
        #[test]
        fn nothing_of_either_text_is_lost(old in "[ab .\n]{0,40}", new in "[ab .\n]{0,40}") {
            let pieces = words(&old, &new);
            prop_assert_eq!(side(&pieces, false), old);
            prop_assert_eq!(side(&pieces, true), new);
        }
    }
}
