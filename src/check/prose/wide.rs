//! Letters and figures of the width of a Chinese character, and those of mathematics: to everybody who reads
//! them, ０７７００ ９００１２３ is a telephone number.

use std::ops::Range;

use memchr::memchr2;

/// A text with its wide letters and figures as plain ones.
pub(super) struct Narrow {
    pub text: String,
    /// For each byte, and for the end, where it stands in the text as it was.
    origins: Vec<usize>,
}

/// The text as plain letters and figures; nothing where it has none but those.
pub(super) fn narrow(text: &str) -> Option<Narrow> {
    // Their first bytes: few texts have either.
    memchr2(0xef, 0xf0, text.as_bytes())?;
    text.chars().any(|c| plain(c).is_some()).then_some(())?;
    let mut narrow = Narrow { text: String::with_capacity(text.len()), origins: Vec::new() };
    for (at, c) in text.char_indices() {
        narrow.text.push(plain(c).unwrap_or(c));
        narrow.origins.resize(narrow.text.len(), at);
    }
    narrow.origins.push(text.len());
    Some(narrow)
}

impl Narrow {
    /// Where a part of it stands in the text as it was.
    pub fn origin(&self, bytes: &Range<usize>) -> Range<usize> {
        let of = |at: usize| self.origins.get(at).or(self.origins.last()).copied().unwrap_or_default();
        of(bytes.start)..of(bytes.end)
    }
}

/// The plain letter, figure or mark that a wide one is: the full-width forms, and the figures of mathematics.
fn plain(c: char) -> Option<char> {
    let code = u32::from(c);
    match code {
        0xff01..=0xff5e => char::from_u32(code - 0xfee0),
        0x1d7ce..=0x1d7ff => char::from_digit((code - 0x1d7ce) % 10, 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn wide_figures_are_read_and_their_places_known() {
        let text = "Ring ０７７００ 𝟗00, é";
        let narrow = narrow(text).unwrap();
        assert_eq!(narrow.text, "Ring 07700 900, é");
        assert_eq!(&text[narrow.origin(&(5..14))], "０７７００ 𝟗00");
        assert_eq!(narrow.origin(&(0..narrow.text.len())), 0..text.len());
        for text in ["", "Café, 07700", "\u{feff}🙂"] {
            assert!(super::narrow(text).is_none(), "{text}");
        }
    }
}
