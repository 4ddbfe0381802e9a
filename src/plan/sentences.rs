//! Where sentences begin and end.

/// The sentences and items of lists of a text, as they stand: each without the white space around it, with the
/// byte at which it begins. A new line ends one where a list, or a paragraph, begins after it.
pub fn split(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = text.get(from..)?;
        let start = from + (rest.len() - rest.trim_start().len());
        if start == text.len() {
            return None;
        }
        from = end(text, start);
        Some((start, text.get(start..from).unwrap_or_default().trim_end()))
    })
}

/// Where the sentence that begins at a byte ends.
fn end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    // Most bytes end nothing, and are passed over as bytes.
    let may_end = |byte: u8| matches!(byte, b'\n' | b'.' | b'!' | b'?' | ELLIPSIS);
    let candidates = rest.bytes().enumerate().filter(|(_, byte)| may_end(*byte));
    for (at, c) in candidates.filter_map(|(at, _)| Some((at, rest.get(at..)?.chars().next()?))) {
        let after = &rest[at + c.len_utf8()..];
        let ends = match c {
            '\n' => begins_anew(after) || rest[..at].trim_end().ends_with([':', ';']),
            '.' | '!' | '?' | '…' => {
                let closed = after.trim_start_matches(['"', '\'', '”', '’', ')', ']', '.', '!', '?']);
                let last = closed.is_empty() || closed.starts_with(char::is_whitespace);
                let next = closed.trim_start().chars().find(|c| !matches!(c, '"' | '\'' | '“' | '‘' | '('));
                let goes_on = next.is_some_and(char::is_lowercase)
                    || (c == '.' && is_short_for(last_word(&rest[..at])));
                last && !goes_on
            }
            _ => false,
        };
        if ends {
            let closing =
                after.len() - after.trim_start_matches(['"', '\'', '”', '’', ')', ']', '.', '!', '?']).len();
            return start + at + c.len_utf8() + closing;
        }
    }
    text.len()
}

/// The first byte of …, and of other marks.
const ELLIPSIS: u8 = 0xe2;

/// What stands behind the last white space.
fn last_word(text: &str) -> &str {
    text.rsplit(char::is_whitespace).next().unwrap_or_default()
}

/// Whether what comes after the end of a line is a paragraph or an item of a list.
fn begins_anew(after: &str) -> bool {
    let line = after.trim_start_matches([' ', '\t']);
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(['\n', '-', '*', '•', '–', '·', '#'])
        || (numbered.len() < line.len() && numbered.starts_with(['.', ')']))
}

/// Whether a full stop after this belongs to it: "Mr", "e.g", an initial.
fn is_short_for(word: &str) -> bool {
    const SHORT: [&str; 14] =
        ["mr", "mrs", "ms", "dr", "st", "rev", "no", "vs", "e.g", "i.e", "eg", "ie", "approx", "insp"];
    let word = word.trim_start_matches(['"', '\'', '“', '‘', '(']);
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    initial || SHORT.iter().any(|short| word.eq_ignore_ascii_case(short))
}
