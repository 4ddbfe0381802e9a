//! Sentences that are too long, and texts that ask too much of their readers.

use super::Prose;
use super::sentences::{LONGEST, Sentence, sentences};
use crate::check::Class;
use crate::check::rule::{Family, OPEN, Recording, Rule};
use crate::check::sources::{Cite, GOV_UK_STYLE, KINCAID};
use crate::check::texts::Text;
use crate::check::words::{many, quoted};

const NAME: &str = "hard-to-read";

/// The fewest words of a text whose reading age says anything.
const ENOUGH_WORDS: usize = 100;
/// The highest reading age, in years: that of somebody about to leave school. Plain official English, with
/// sentences of 17 words and 14 syllables to 9 words, comes to 14 or 15.
const OLDEST: f64 = 16.0;
/// What a school grade of the United States is in years of age, less the grade.
const AGE_OF_GRADE: f64 = 5.0;

pub(in crate::check) const HARD_TO_READ: Rule = Rule {
    name: NAME,
    family: Family::Words,
    class: Class::Advice,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a sentence has more than 25 words; or, where none has, a text of 100 words and more has a \
                 reading age over 16",
    why: "Half of the readers lose the thread of a sentence over 25 words, and the plan is for everybody. The \
          reading age is the Flesch-Kincaid grade, from words a sentence and syllables a word, plus 5; plain \
          official English comes to 14 or 15, GOV.UK itself aims at 9.",
    clears: "Make two sentences of a long one. For a lower reading age, take shorter words as well.",
    example: "A sentence of 26 words.",
    blind_spot: "Whether short sentences make sense; syllables are counted by rule of thumb, and names count as \
                 words.",
    sources: &[
        Cite::Authority(&GOV_UK_STYLE, "sentences of up to 25 words"),
        Cite::Authority(&KINCAID, "the grade"),
    ],
    run: Some(|facts, flags| facts.prose().raise(NAME, flags)),
};

pub fn text(text: &Text<'_, '_>, prose: &mut Prose) {
    let mut long: Option<Sentence> = None;
    let (mut too_long, mut words, mut count) = (0, 0, 0);
    for sentence in sentences(text.text) {
        words += sentence.words;
        count += 1;
        if sentence.words > LONGEST {
            too_long += 1;
            long.get_or_insert(sentence);
        }
    }
    if let Some(sentence) = long {
        let begins = quoted(text.text.get(sentence.bytes.clone()).unwrap_or_default());
        let more = match too_long {
            1 => String::new(),
            _ => format!(", and {} more over {LONGEST} words here", too_long - 1),
        };
        let message = format!("A sentence of {}: {begins}{more}", many(sentence.words, "word"));
        prose.tell(NAME, text, sentence.bytes, message);
    } else if words >= ENOUGH_WORDS {
        let age = reading_age(text.text, words, count);
        if age > OLDEST {
            let message = format!(
                "This text of {} has a reading age of {age:.0}, over {OLDEST:.0}",
                many(words, "word")
            );
            prose.tell(NAME, text, 0..text.text.len(), message);
        }
    }
}

/// The reading age of a text of so many words and sentences, in years: the grade of Kincaid, Fishburne,
/// Rogers and Chissom (1975), and 5.
fn reading_age(text: &str, words: usize, sentences: usize) -> f64 {
    let number = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from);
    let spoken = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    let syllables: usize = spoken.map(syllables).sum();
    let words = number(words).max(1.0);
    let grade = 0.39 * words / number(sentences).max(1.0) + 11.8 * number(syllables) / words - 15.59;
    grade + AGE_OF_GRADE
}

/// The syllables of a word, by rule of thumb: its groups of vowels, less those that are silent. What is no
/// word, such as a number, counts as one.
fn syllables(word: &str) -> usize {
    // Nearly every word is short and plain, and is counted without making anything.
    const SHORT: usize = 32;
    if word.len() > SHORT || !word.is_ascii() {
        let letters = word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase);
        return syllables_of(&letters.collect::<Vec<char>>());
    }
    let mut letters = ['\0'; SHORT];
    let mut count = 0;
    for byte in word.bytes().filter(u8::is_ascii_alphabetic) {
        letters[count] = char::from(byte.to_ascii_lowercase());
        count += 1;
    }
    syllables_of(&letters[..count])
}

fn syllables_of(letters: &[char]) -> usize {
    let is_vowel =
        |c: &char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'é' | 'è' | 'ê' | 'ï' | 'ö' | 'ü');
    let groups = letters.chunk_by(|one, other| is_vowel(one) == is_vowel(other));
    let groups = groups.filter(|group| group.first().is_some_and(is_vowel)).count();
    let silent = match letters {
        // "little" has its second syllable in the last letters, "made" and "lives" and "asked" have not.
        [.., before, 'l', 'e'] if !is_vowel(before) => 0,
        [.., 't' | 'd', 'e', 'd'] => 0,
        [.., before, 'e'] | [.., before, 'e', 'd'] if !is_vowel(before) => 1,
        [.., 's' | 'x' | 'z' | 'c' | 'g', 'e', 's'] | [.., 'c' | 's', 'h', 'e', 's'] => 0,
        [.., before, 'e', 's'] if !is_vowel(before) => 1,
        _ => 0,
    };
    groups.saturating_sub(silent).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_about_those_that_are_said() {
        for (word, expected) in [
            ("police", 2),
            ("little", 2),
            ("asked", 1),
            ("wanted", 2),
            ("neighbourhood", 3),
            ("villages", 3),
            ("lives", 1),
            ("2026", 1),
            ("the", 1),
            ("anti-social", 4),
            ("community", 4),
        ] {
            assert_eq!(syllables(word), expected, "{word}");
        }
    }

    #[test]
    fn the_reading_age_is_the_grade_and_five() {
        // 0.39 * 6 / 1 + 11.8 * 6 / 6 - 15.59 + 5
        assert!((reading_age("The cat sat on the mat.", 6, 1) - 3.55).abs() < 1e-9);
    }
}
