//! Sentences with how many words they have.

use std::ops::Range;

use crate::check::words::word_count;
use crate::plan::sentences::split;

/// The most words of a sentence.
pub const LONGEST: usize = 25;

/// A sentence, or an item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    pub bytes: Range<usize>,
    /// What stands between white space and holds a letter or a digit.
    pub words: usize,
}

/// The sentences of a text. A new line ends one where a list, or a paragraph, begins after it.
pub fn sentences(text: &str) -> impl Iterator<Item = Sentence> {
    split(text).filter_map(|(start, said)| {
        let words = word_count(said);
        (words > 0).then_some(Sentence { bytes: start..start + said.len(), words })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(&str, usize)> {
        sentences(text).map(|sentence| (&text[sentence.bytes], sentence.words)).collect()
    }

    #[test]
    fn full_stops_end_sentences_but_for_those_of_short_words() {
        assert_eq!(
            said("One two. Three at 9.30 a.m. in St. Mary's? “Yes!” she said."),
            [("One two.", 2), ("Three at 9.30 a.m. in St. Mary's?", 7), ("“Yes!” she said.", 3),]
        );
        assert_eq!(
            said("See e.g. Bridport. See J. Smith."),
            [("See e.g. Bridport.", 3), ("See J. Smith.", 3)]
        );
        assert_eq!(said(" . \n "), []);
        assert_eq!(said("No end"), [("No end", 2)]);
    }

    #[test]
    fn paragraphs_and_items_of_lists_stand_alone() {
        assert_eq!(
            said("We will:\ncall\non you\n\nand - yes -\n- go\n2) rest\n"),
            [("We will:", 2), ("call\non you", 3), ("and - yes -", 2), ("- go", 1), ("2) rest", 2),]
        );
    }
}
