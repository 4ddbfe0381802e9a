//! A typed text as words, numbers and marks, each with its place.

use jiff::civil::Weekday;

use crate::plan::printable::capital;

/// One word, number or mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Letters, in small letters.
    Word(String),
    /// Digits, and how many there were: `06` is not `6`.
    Number { value: u32, digits: usize },
    /// Any other character but a space.
    Mark(char),
}

#[derive(Debug, Clone)]
struct Token {
    piece: Piece,
    start: usize,
    end: usize,
}

/// A place in a text that is being read from left to right.
#[derive(Debug, Clone)]
pub(super) struct Words {
    tokens: Vec<Token>,
    at: usize,
}

/// More digits than any date or time has; a longer run is a word like any other.
const MOST_DIGITS: usize = 8;

impl Words {
    pub(super) fn new(text: &str) -> Self {
        let mut tokens: Vec<Token> = Vec::new();
        let mut rest = text.char_indices().peekable();
        while let Some((start, c)) = rest.next() {
            if c.is_whitespace() {
                continue;
            }
            let mut end = start + c.len_utf8();
            let mut run = |same: fn(char) -> bool| {
                while let Some((at, next)) = rest.next_if(|(_, next)| same(*next)) {
                    end = at + next.len_utf8();
                }
                &text[start..end]
            };
            let piece = if c.is_ascii_digit() {
                let digits = run(|next| next.is_ascii_digit());
                match digits.parse() {
                    Ok(value) if digits.len() <= MOST_DIGITS => Piece::Number { value, digits: digits.len() },
                    _ => Piece::Word(digits.to_owned()),
                }
            } else if c.is_alphabetic() {
                Piece::Word(fold(run(|next| next.is_alphabetic() || matches!(next, '\'' | '’'))))
            } else {
                Piece::Mark(mark(c))
            };
            tokens.push(Token { piece, start, end });
        }
        Words { tokens, at: 0 }
    }

    /// Whether all was read.
    pub(super) fn is_done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(super) fn peek(&self) -> Option<&Piece> {
        self.tokens.get(self.at).map(|token| &token.piece)
    }

    /// The next word, if it is one.
    pub(super) fn peek_word(&self) -> Option<&str> {
        match self.peek() {
            Some(Piece::Word(word)) => Some(word),
            _ => None,
        }
    }

    pub(super) fn skip(&mut self) {
        self.at += 1;
    }

    /// Reads a word, if it is one of these.
    pub(super) fn word(&mut self, any_of: &[&str]) -> bool {
        let is_it = self.peek_word().is_some_and(|word| any_of.contains(&word));
        if is_it {
            self.skip();
        }
        is_it
    }

    /// Reads these words, one after the other, or none of them.
    pub(super) fn phrase(&mut self, words: &[&str]) -> bool {
        self.attempt(|here| words.iter().all(|word| here.word(&[word])).then_some(())).is_some()
    }

    /// Reads a mark, if it is this one.
    pub(super) fn mark(&mut self, mark: char) -> bool {
        let is_it = self.peek() == Some(&Piece::Mark(mark));
        if is_it {
            self.skip();
        }
        is_it
    }

    /// Reads a number, and how many digits it has.
    pub(super) fn number(&mut self) -> Option<(u32, usize)> {
        let Some(Piece::Number { value, digits }) = self.peek() else {
            return None;
        };
        let number = (*value, *digits);
        self.skip();
        Some(number)
    }

    /// Reads a word that a table knows.
    pub(super) fn known<T>(&mut self, table: impl Fn(&str) -> Option<T>) -> Option<T> {
        let found = table(self.peek_word()?)?;
        self.skip();
        Some(found)
    }

    /// Whether no space parts the next from what was read last.
    pub(super) fn is_joined(&self) -> bool {
        match (self.at.checked_sub(1).and_then(|last| self.tokens.get(last)), self.tokens.get(self.at)) {
            (Some(last), Some(next)) => last.end == next.start,
            _ => false,
        }
    }

    /// Reads something whole, or stays where it is.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.at;
        let found = read(self);
        if found.is_none() {
            self.at = before;
        }
        found
    }

    /// What `read` gives, if it reads the whole text.
    pub(super) fn whole<T>(text: &str, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut words = Words::new(text);
        let found = read(&mut words)?;
        words.is_done().then_some(found)
    }

    /// How far it has been read, to come back to.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// Goes back to a place.
    pub(super) fn go_to(&mut self, place: usize) {
        self.at = place;
    }

    /// Where in the text the clause at a place stands: up to the next comma or semicolon.
    pub(super) fn clause(&self, place: usize) -> std::ops::Range<usize> {
        let tokens = self.tokens.get(place..).unwrap_or_default();
        let Some((first, rest)) = tokens.split_first() else {
            return 0..0;
        };
        let last = rest.iter().take_while(|token| !matches!(token.piece, Piece::Mark(',' | ';'))).last();
        first.start..last.unwrap_or(first).end
    }
}

/// In small letters, with one kind of apostrophe.
pub(super) fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect()
}

/// One mark for the many that look the same: dashes, and the raised dot of times.
fn mark(c: char) -> char {
    match c {
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        '·' => '.',
        other => other,
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A month by its name or its first letters, at least three.
pub(super) fn month(word: &str) -> Option<i8> {
    if word.len() < 3 {
        return None;
    }
    MONTHS.iter().zip(1..).find(|(name, _)| name.starts_with(word)).map(|(_, month)| month)
}

/// A month as it is written in full, and its short form.
pub(super) fn month_names(month: i8) -> (String, String) {
    let name = usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default();
    let full = capital(name);
    let short = full.chars().take(3).collect();
    (full, short)
}

pub(super) const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "monday"),
    (Weekday::Tuesday, "tuesday"),
    (Weekday::Wednesday, "wednesday"),
    (Weekday::Thursday, "thursday"),
    (Weekday::Friday, "friday"),
    (Weekday::Saturday, "saturday"),
    (Weekday::Sunday, "sunday"),
];

/// A weekday by its name or its first letters, at least three.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    if word == "weds" {
        return Some(Weekday::Wednesday);
    }
    if word.len() < 3 {
        return None;
    }
    WEEKDAYS.iter().find(|(_, name)| name.starts_with(word)).map(|(weekday, _)| *weekday)
}

/// A weekday in the plural, "Mondays": every one of them.
pub(super) fn weekdays(word: &str) -> Option<Weekday> {
    if weekday(word).is_some() {
        return None;
    }
    weekday(word.strip_suffix('s')?)
}

/// A weekday as it is written: "Thursday".
pub(super) fn weekday_name(weekday: Weekday) -> String {
    WEEKDAYS.iter().find(|(day, _)| *day == weekday).map_or_else(String::new, |(_, name)| capital(name))
}

/// A number in words, one to twelve.
pub(super) fn count(word: &str) -> Option<u32> {
    const COUNTS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    COUNTS.iter().zip(1..).find(|(name, _)| **name == word).map(|(_, number)| number)
}

/// The letters behind a number: 1st, 22nd, 3rd, 11th.
pub(super) fn ordinal_ending(number: i8) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

impl Words {
    /// A number as a count: "3" or "three".
    pub(super) fn count(&mut self) -> Option<u32> {
        self.attempt(|here| here.number().map(|(value, _)| value)).or_else(|| self.known(count))
    }

    /// A month's name, and the full stop of its short form.
    pub(super) fn month(&mut self) -> Option<i8> {
        let month = self.known(month)?;
        self.mark('.');
        Some(month)
    }

    /// A weekday's name, and the full stop of its short form.
    pub(super) fn weekday(&mut self) -> Option<Weekday> {
        let weekday = self.known(weekday)?;
        self.mark('.');
        Some(weekday)
    }

    /// The "st" of "1st", if it stands right behind a number.
    pub(super) fn ordinal_ending(&mut self) -> bool {
        self.is_joined() && self.word(&["st", "nd", "rd", "th"])
    }
}
