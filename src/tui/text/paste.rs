//! Text from outside, made fit for a field without losing anything that can be read.

use std::borrow::Cow;

use super::area::Shape;

/// The text with every kind of line end as one LF; in a one-line field a space, and none at either end.
///
/// The line ends are those of Windows and old Macs, Word's line and page breaks (U+000B, U+000C), and
/// U+0085, U+2028 and U+2029. No other character is dropped, controls included: U+0092 is an apostrophe
/// read in the wrong code page, U+001E Word's hyphen that does not break, and dropping either would join or
/// mangle words. They are spelt out on the screen, and the plan's check points at them.
pub(super) fn clean(text: &str, shape: Shape) -> Cow<'_, str> {
    let text = match text.contains(is_line_end) {
        true => Cow::Owned(text.replace("\r\n", "\n").replace(is_line_end, "\n")),
        false => Cow::Borrowed(text),
    };
    match shape {
        Shape::Line if text.contains('\n') => Cow::Owned(text.trim_matches('\n').replace('\n', " ")),
        Shape::Line | Shape::Prose => text,
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_is_one_new_line() {
        assert_eq!(
            clean("a\r\nb\rc\nd\u{b}e\u{c}f\u{85}g\u{2028}h\u{2029}", Shape::Prose),
            "a\nb\nc\nd\ne\nf\ng\nh\n"
        );
        assert_eq!(clean("a\r\n\r\nb", Shape::Prose), "a\n\nb");
    }

    #[test]
    fn one_line_fields_get_one_line() {
        assert_eq!(clean("\nBridport\r\ndrop-in\r\n", Shape::Line), "Bridport drop-in");
        assert_eq!(clean("\n", Shape::Line), "");
    }

    #[test]
    fn nothing_else_is_lost() {
        let odd = "it\u{92}s a drop\u{1e}in\0\u{1b}[31m\u{7f}\ttab “quotes” \u{202e}\u{feff}•";
        assert_eq!(clean(odd, Shape::Prose), odd);
        assert_eq!(clean(odd, Shape::Line), odd);
    }
}
