//! Which words a rule can begin at: nearly all words of a text are passed over by their first letters and length.

use super::scan::Word;
use super::{links, markings, operations, placeholders};

/// The words at which rules begin, in small letters, as each rule names them; the beginnings of addresses of
/// pages besides. One letter stands for every word that begins with it. Words with a capital behind their first
/// letter, and words with a digit, are looked at without being named.
const WORDS: [&[&str]; 5] =
    [operations::BEGINS, markings::BEGINS, placeholders::BEGINS, links::BEGINS, &["www", "http", "https"]];

/// The longest word that is told from longer ones.
const LONGEST: usize = 31;

/// By the first two letters: the lengths of the words that begin so, a bit each.
static LENGTHS: [[u32; 26]; 26] = lengths();

const fn lengths() -> [[u32; 26]; 26] {
    let mut lengths = [[0; 26]; 26];
    let mut list = 0;
    while list < WORDS.len() {
        let mut nth = 0;
        while nth < WORDS[list].len() {
            let word = WORDS[list][nth].as_bytes();
            let first = (word[0] - b'a') as usize;
            if word.len() == 1 {
                lengths[first] = [u32::MAX; 26];
            } else {
                let length = if word.len() < LONGEST { word.len() } else { LONGEST };
                lengths[first][(word[1] - b'a') as usize] |= 1 << length;
            }
            nth += 1;
        }
        list += 1;
    }
    lengths
}

/// Whether any rule can begin at a word. It may be said of words at which none does, and never the other way
/// about.
pub fn is_worth(text: &str, word: Word) -> bool {
    if word.has_digit() || word.has_inner_capital() {
        return true;
    }
    let Some([first, second]) = text.as_bytes().get(word.start..word.start + 2) else {
        return false;
    };
    let letter = |byte: &u8| usize::from(byte.to_ascii_lowercase().wrapping_sub(b'a'));
    let lengths = LENGTHS.get(letter(first)).and_then(|lengths| lengths.get(letter(second)));
    lengths.is_some_and(|lengths| lengths >> word.len().min(LONGEST) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::prose::scan::words;

    #[test]
    fn words_that_are_named_and_those_that_stand_out_are_looked_at() {
        for text in ["Operation", "OP", "patrolling", "lorem", "TBC", "xxxxxx", "click", "PCSOs", "b2", "www"]
        {
            assert!(words(text, 0).all(|word| is_worth(text, word)), "{text}");
        }
        let named = WORDS.iter().flat_map(|list| list.iter()).filter(|named| named.len() > 1);
        for named in named {
            let capital = named[..1].to_uppercase() + &named[1..];
            for text in [*named, capital.as_str()] {
                assert!(words(text, 0).all(|word| is_worth(text, word)), "{text}");
            }
        }
    }

    #[test]
    fn most_words_are_passed_over() {
        let text = "We come to people in the village hall on the first Thursday of each month, I é.";
        let worth: Vec<&str> =
            words(text, 0).filter(|word| is_worth(text, *word)).map(|word| word.of(text)).collect();
        assert_eq!(worth, ["to"]);
    }
}
