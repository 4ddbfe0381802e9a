//! Texts as runs of words: the same words are the same whatever their case, marks and lines.

/// How many words in a row are the least that counts as copied.
pub(in crate::check) const RUN: usize = 8;
/// How many words a mark is made of.
pub(super) const SHINGLE: usize = 5;
/// Of so many neighbouring marks the least is kept. Any run of [`RUN`] words has a kept mark, so that no copy
/// is missed; "winnowing", Schleimer, Wilkerson and Aiken, 2003.
const WINDOW: usize = RUN + 1 - SHINGLE;

/// One word, as a number.
pub(in crate::check) type Word = u32;

/// Some words in a row, as a number, and the place of the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub hash: u32,
    at: u32,
}

impl Mark {
    /// The number of the first word.
    pub fn at(self) -> usize {
        self.at as usize
    }
}

/// The words of a text: what stands between white space and holds a letter or a digit, as
/// [`crate::check::word_count`] counts them.
pub(in crate::check) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::with_capacity(text.len() / 6);
    if text.is_ascii() {
        let (mut word, mut inside) = (START, false);
        for byte in text.bytes() {
            match PLAIN[usize::from(byte)] {
                NOTHING => {}
                SPACE => {
                    if inside {
                        words.push(word);
                    }
                    (word, inside) = (START, false);
                }
                letter => (word, inside) = (with(word, letter), true),
            }
        }
        if inside {
            words.push(word);
        }
    } else {
        words.extend(text.split_whitespace().filter_map(hashed));
    }
    words
}

fn hashed(word: &str) -> Option<Word> {
    let letters = word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    letters.fold(None, |word, letter| {
        let bytes = letter.encode_utf8(&mut [0; 4]).bytes().fold(word.unwrap_or(START), with);
        Some(bytes)
    })
}

/// The number of no letters yet; see [`with`].
const START: Word = 0x811c_9dc5;

/// A word with one more byte (FNV-1a).
fn with(word: Word, byte: u8) -> Word {
    (word ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// What a byte of a plain text is to its word: a letter or digit, a small one; the space behind it; nothing.
static PLAIN: [u8; 256] = {
    let mut plain = [NOTHING; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            plain[byte as usize] = byte.to_ascii_lowercase();
        } else if byte.is_ascii_whitespace() {
            plain[byte as usize] = SPACE;
        }
        byte += 1;
    }
    plain
};
const NOTHING: u8 = 0;
const SPACE: u8 = 1;

/// The marks by which runs of words are found again, in order of place.
pub(super) fn marks(words: &[Word]) -> impl Iterator<Item = Mark> + '_ {
    // Each as one number, so that the least is told in a step: its hash, then, of the same, the last place first.
    let mut recent = [u64::MAX; WINDOW];
    let mut last = None;
    words.windows(SHINGLE).zip(0_u32..).filter_map(move |(shingle, at)| {
        recent[at as usize % WINDOW] = u64::from(mixed(shingle)) << 32 | u64::from(u32::MAX - at);
        if (at as usize) + 1 < WINDOW {
            return None;
        }
        let least = recent.iter().copied().min()?;
        let least = Mark { hash: (least >> 32) as u32, at: u32::MAX - least as u32 };
        (last != Some(least.at)).then(|| {
            last = Some(least.at);
            least
        })
    })
}

fn mixed(words: &[Word]) -> u32 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let sum =
        words.iter().fold(0_u64, |sum, word| (sum.rotate_left(23) ^ u64::from(*word)).wrapping_mul(ODD));
    // The upper half: every word has a part in each of its bits.
    (sum >> 32) as u32
}

/// Where in a text its words are, in bytes.
pub(in crate::check) fn places(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.len()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::word_count;

    #[test]
    fn words_are_the_same_whatever_their_case_marks_and_lines() {
        assert_eq!(words("We meet — people,\n\t“here”."), words("we MEET people here"));
        assert_eq!(words("caf\u{e9} x"), words("CAF\u{c9} \u{2013} x"));
        assert_ne!(words("we meet"), words("wem eet"));
        assert_eq!(words("one-off"), words("oneoff"));
        for text in ["", " - ", "a", "A35, at 10:30 – not “then”", "x\u{a0}y\u{b}z"] {
            assert_eq!(words(text).len(), word_count(text), "{text:?}");
            assert_eq!(places(text).count(), word_count(text), "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_run_of_eight_is_without_a_mark(
            shared in proptest::collection::vec(0_u32..40, RUN),
            around in proptest::array::uniform4(proptest::collection::vec(0_u32..40, 0..20)),
        ) {
            let [a, b, c, d] = around;
            let marked = |before: &[u32], after: &[u32]| {
                let text = [before, &shared, after].concat();
                let inside = before.len()..=before.len() + RUN - SHINGLE;
                let marks: Vec<Mark> = marks(&text).collect();
                marks.into_iter().filter(|mark| inside.contains(&mark.at())).map(|mark| mark.hash).collect::<Vec<_>>()
            };
            let (one, other) = (marked(&a, &b), marked(&c, &d));
            proptest::prop_assert!(one.iter().any(|hash| other.contains(hash)), "{one:?} {other:?}");
        }
    }
}
