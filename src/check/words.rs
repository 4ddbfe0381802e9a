//! Words of messages: dates, names, counts.

use jiff::civil::{Date, Time};

use crate::plan::printable::one_line;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Whether a word is the name of a month, or its first letters, at least three: "Mar", "Sept".
pub(super) fn is_month(word: &str) -> bool {
    begins_one_of(&MONTHS, word)
}

/// Whether a word is the name of a day of the week, or its first letters, at least three: "Thu", "Thursdays".
pub(super) fn is_weekday(word: &str) -> bool {
    let word = word.strip_suffix('s').filter(|day| day.ends_with("day")).unwrap_or(word);
    begins_one_of(&WEEKDAYS, word)
}

fn begins_one_of(names: &[&str], word: &str) -> bool {
    let begins = |name: &&str| name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    word.len() >= 3 && names.iter().any(begins)
}

/// A day as people write it: 11 March 2027.
pub fn day(day: Date) -> String {
    let month = usize::try_from(day.month() - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or("");
    format!("{} {month} {}", day.day(), day.year())
}

/// How many words a text has: what stands between white space and holds a letter or a digit.
pub fn word_count(text: &str) -> usize {
    if text.is_ascii() {
        // The same, and counted at every key: most texts are plain.
        return plain_word_count(text);
    }
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// The words of a text that is ASCII, counted where the first letter or digit of each is met. What comes next cannot be
/// foreseen, so nothing branches.
fn plain_word_count(text: &str) -> usize {
    let (mut words, mut inside) = (0, 0);
    for byte in text.bytes() {
        let mark = MARKS[usize::from(byte)];
        let letter = mark & LETTER;
        words += usize::from(letter & !inside);
        inside = letter | (inside & (mark >> 1));
    }
    words
}

/// What each byte of a plain text is to the words of it: [`LETTER`], and [`GOES_ON`] for all but white space.
static MARKS: [u8; 256] = {
    let mut marks = [GOES_ON; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            marks[byte as usize] = GOES_ON | LETTER;
        } else if byte.is_ascii_whitespace() {
            marks[byte as usize] = 0;
        }
        byte += 1;
    }
    marks
};
/// A letter or digit.
const LETTER: u8 = 1;
/// A word goes on with it, if one has begun.
const GOES_ON: u8 = 2;

/// A time of day: 18:30.
pub(super) fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Somebody's words, in quotes, on one line, safe to show, cut to the length of a name.
pub(super) fn quoted(text: &str) -> String {
    format!("“{}”", brief(text))
}

/// The same without the quotes.
pub(super) fn brief(text: &str) -> String {
    at_most(text, 40)
}

/// A text on one line, of so many characters at most.
pub(super) fn at_most(text: &str, longest: usize) -> String {
    let text = one_line(text.trim());
    if text.chars().count() <= longest {
        return text;
    }
    let cut: String = text.chars().take(longest.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// Names as a person lists them, at most three: "Bridport, Beaminster and 2 more".
pub(super) fn listed<S: AsRef<str>>(names: &[S]) -> String {
    const MOST: usize = 3;
    let shown = if names.len() > MOST { MOST - 1 } else { names.len() };
    let mut parts: Vec<String> = names.iter().take(shown).map(|name| name.as_ref().to_owned()).collect();
    if names.len() > shown {
        parts.push(format!("{} more", names.len() - shown));
    }
    match parts.pop() {
        None => String::new(),
        Some(last) if parts.is_empty() => last,
        Some(last) => format!("{} and {last}", parts.join(", ")),
    }
}

/// A count with its noun: "1 day", "3 days".
pub(super) fn count(number: i64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {}", plural(noun)) }
}

/// The same for something counted in memory.
pub(super) fn many(number: usize, noun: &str) -> String {
    count(i64::try_from(number).unwrap_or(i64::MAX), noun)
}

fn plural(noun: &str) -> String {
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{noun}s"),
    }
}

/// Whether two names are the same but for case, and for white space and marks between letters.
pub(super) fn same_name(one: &str, other: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    letters(one).eq(letters(other))
}

/// Whether a text has nothing in it.
pub(super) fn blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// The word that a mistyped one is nearest to, if any is near.
pub(super) fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    const LONGEST: usize = 80;
    let close = |word| similar::get_close_matches(word, known, 1, 0.6).first().copied();
    (word.len() <= LONGEST).then(|| close(word)).flatten()
}

/// "Did you mean …?", where something is near.
pub(super) fn did_you_mean(word: &str, known: &[&str]) -> String {
    nearest(word, known).map_or_else(String::new, |near| format!("The nearest that there is: {near}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_days_by_name_or_by_their_first_letters() {
        assert!(["March", "mar", "SEPT", "may"].into_iter().all(is_month));
        assert!(!["Ma", "Marching", "Mayor", ""].into_iter().any(is_month));
        assert!(["Thu", "thursday", "Thursdays", "WED"].into_iter().all(is_weekday));
        assert!(!["Th", "Sundae", "days", "s"].into_iter().any(is_weekday));
    }
}
