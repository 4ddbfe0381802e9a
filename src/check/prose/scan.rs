//! Going through a text word by word.

/// A run of letters and digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    pub start: usize,
    pub end: usize,
    sorts: u8,
}

const UPPER: u8 = 1;
const LOWER: u8 = 2;
const DIGIT: u8 = 4;
/// Part of a character that is not ASCII.
const OTHER: u8 = 8;
/// A capital that is not the first byte.
const INNER: u8 = 16;

/// What each byte is to a word; nothing for what stands between words.
static SORTS: [u8; 256] = sorts();

const fn sorts() -> [u8; 256] {
    let mut sorts = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        sorts[byte] = match byte as u8 {
            b'A'..=b'Z' => UPPER,
            b'a'..=b'z' => LOWER,
            b'0'..=b'9' => DIGIT,
            0x80..=0xff => OTHER,
            _ => 0,
        };
        byte += 1;
    }
    sorts
}

impl Word {
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Capital letters and nothing else, at least two.
    pub fn is_capitals(&self) -> bool {
        self.sorts & !INNER == UPPER && self.len() > 1
    }

    /// Whether a capital letter stands behind the first byte.
    pub fn has_inner_capital(&self) -> bool {
        self.sorts & INNER != 0
    }

    pub fn has_digit(&self) -> bool {
        self.sorts & DIGIT != 0
    }

    pub fn is_digits(&self) -> bool {
        self.sorts == DIGIT
    }

    /// ASCII letters and nothing else.
    pub fn is_letters(&self) -> bool {
        self.sorts & (DIGIT | OTHER) == 0
    }
}

/// The words of a text, from a byte on. Dashes, spaces and quotes of other sorts than ASCII stand between
/// words too.
pub fn words(text: &str, from: usize) -> Words<'_> {
    Words { text, at: from }
}

pub struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Word;

    #[inline]
    fn next(&mut self) -> Option<Word> {
        let bytes = self.text.as_bytes();
        let mut start = self.at;
        let first = loop {
            let sort = SORTS[usize::from(*bytes.get(start)?)];
            if sort != 0 {
                break sort;
            }
            start += 1;
        };
        if first == OTHER {
            return self.next_of_any(start);
        }
        // Nearly every word is plain to its end.
        let mut end = start + 1;
        let mut rest = 0;
        while let Some(byte) = bytes.get(end) {
            match SORTS[usize::from(*byte)] {
                0 => break,
                OTHER => return self.next_of_any(start),
                sort => rest |= sort,
            }
            end += 1;
        }
        self.at = end;
        Some(Word { start, end, sorts: first | rest | inner(rest) })
    }
}

/// The mark of a word with a capital behind its first byte.
fn inner(rest: u8) -> u8 {
    if rest & UPPER != 0 { INNER } else { 0 }
}

impl Words<'_> {
    /// The next word from a byte on, whatever it is made of.
    #[cold]
    fn next_of_any(&mut self, from: usize) -> Option<Word> {
        self.at = from;
        let bytes = self.text.as_bytes();
        loop {
            let between = bytes.get(self.at..)?.iter().take_while(|byte| SORTS[usize::from(**byte)] == 0);
            let start = self.at + between.count();
            let first = SORTS[usize::from(*bytes.get(start)?)];
            self.at = start;
            let mut rest = 0;
            if first != OTHER {
                self.at += 1;
                rest = self.plain();
            }
            while self.other() {
                rest |= OTHER | self.plain();
            }
            if self.at > start {
                return Some(Word { start, end: self.at, sorts: first | rest | inner(rest) });
            }
            // A mark that is not ASCII.
            let mark = self.text.get(self.at..).and_then(|rest| rest.chars().next())?;
            self.at += mark.len_utf8();
        }
    }

    /// Passes over letters and digits that are ASCII, and says of which sorts they are.
    fn plain(&mut self) -> u8 {
        let mut sorts = 0;
        for byte in self.text.as_bytes().get(self.at..).unwrap_or_default() {
            let sort = SORTS[usize::from(*byte)];
            if sort & (UPPER | LOWER | DIGIT) == 0 {
                break;
            }
            sorts |= sort;
            self.at += 1;
        }
        sorts
    }

    /// Passes over a letter or digit that is not ASCII, if one comes next.
    fn other(&mut self) -> bool {
        if self.text.as_bytes().get(self.at).is_none_or(u8::is_ascii) {
            return false;
        }
        let next = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        let next = next.filter(|c| c.is_alphanumeric()).map_or(0, char::len_utf8);
        self.at += next;
        next > 0
    }
}

/// The word after a byte, if only this stands between: what `between` lets through.
pub fn next_word(text: &str, from: usize, between: impl Fn(char) -> bool) -> Option<Word> {
    let word = words(text, from).next()?;
    text.get(from..word.start)?.chars().all(between).then_some(word)
}

/// The word before a byte, if only this stands between: what `between` lets through.
pub fn word_before(text: &str, to: usize, between: impl Fn(char) -> bool) -> Option<Word> {
    let before = text.get(..to)?;
    let end = before.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    before[end..].chars().all(between).then_some(())?;
    let start = before[..end].rfind(|c: char| !c.is_alphanumeric());
    let start = start.map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    words(before, start).next().filter(|word| word.end == end)
}

/// White space on the same line, of any width.
pub fn is_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

/// White space, or the end of a line: what a phrase is broken over.
pub fn is_break(c: char) -> bool {
    is_space(c) || matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// Whether a gap is at most one end of a line, and white space on either side.
pub fn is_one_break(gap: &str) -> bool {
    gap.chars().all(is_break) && gap.matches('\n').count() <= 1
}

/// The character before a byte.
pub fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// The character at a byte.
pub fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The most bytes on either side that are taken for one sentence: nobody means what stands further away.
const FARTHEST: usize = 400;

/// The sentence around a byte, roughly: up to the marks that end one, or a new line on either side.
pub fn around(text: &str, at: usize) -> std::ops::Range<usize> {
    let ends = |from: usize, c: char| match c {
        '\n' | '!' | '?' => true,
        '.' => char_at(text, from + 1).is_none_or(char::is_whitespace),
        _ => false,
    };
    let first = text.floor_char_boundary(at.saturating_sub(FARTHEST));
    let last = text.ceil_char_boundary((at + FARTHEST).min(text.len()));
    let before = text.get(first..at).unwrap_or_default();
    let start = before.char_indices().rev().find(|(from, c)| ends(first + from, *c));
    let after = text.get(at..last).unwrap_or_default();
    let end = after.char_indices().find(|(from, c)| ends(at + from, *c));
    start.map_or(first, |(from, _)| first + from + 1)..end.map_or(last, |(from, _)| at + from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        let all = |text| words(text, 0).map(|word| word.of(text)).collect::<Vec<_>>();
        assert_eq!(all("Café—14b, it’s PC-run.\n«là»"), ["Café", "14b", "it", "s", "PC", "run", "là"]);
        assert_eq!(all(" … – "), Vec::<&str>::new());
        assert_eq!(word_before("one, two", 8, is_space).map(|word| word.of("one, two")), Some("two"));
        assert_eq!(word_before("one, two", 5, |c| c == ',' || is_space(c)).map(|word| word.start), Some(0));
        assert_eq!(word_before("one, two", 5, is_space), None);
        assert_eq!(word_before("", 0, is_space), None);
    }

    #[test]
    fn a_sentence_stands_between_full_stops() {
        let text = "One at 9.30 here. Two is\nhere! Three.";
        assert_eq!(&text[around(text, 3)], "One at 9.30 here");
        assert_eq!(&text[around(text, 26)], "here");
        assert_eq!(&text[around(text, 31)], " Three");
    }
}
