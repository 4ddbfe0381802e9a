//! What a text of the program's is on whichever computer it was written: UTF-8 without a mark before it, its lines ended
//! by a line feed alone. Editors may keep it otherwise on disk; no version does.

use std::borrow::Cow;

use crate::plan::RelPath;
use crate::plan::place::Role;

/// The mark that some editors put before a text.
pub const BOM: &str = "\u{feff}";

/// A text as the program has it: without a byte order mark, its lines ended by a line feed alone.
pub fn plain(text: String) -> String {
    if text.starts_with(BOM) || text.contains('\r') {
        text.strip_prefix(BOM).unwrap_or(&text).replace("\r\n", "\n")
    } else {
        text
    }
}

/// The bytes of a file as the program would save them: those of one of its texts as [`plain`] has it, all others as
/// they are.
pub fn as_saved<'b>(file: &RelPath, bytes: &'b [u8]) -> Cow<'b, [u8]> {
    match file.role().filter(Role::is_text) {
        Some(_) => plain_bytes(bytes),
        None => Cow::Borrowed(bytes),
    }
}

/// The bytes of a text as [`plain`] has it; what is no text stays as it is.
pub fn plain_bytes(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !bytes.starts_with(BOM.as_bytes()) && memchr::memchr(b'\r', bytes).is_none() {
        return Cow::Borrowed(bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Owned(plain(text.to_owned()).into_bytes()),
        Err(_) => Cow::Borrowed(bytes),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_text_is_saved_plain_and_evidence_and_what_is_no_text_as_they_are() {
        let saved = |file: &str, bytes: &[u8]| as_saved(&RelPath::new(file).unwrap(), bytes).into_owned();
        for file in
            ["2026-27/purbeck.toml", "2026-27/purbeck.review.toml", "nec.toml", "standards/nec-2020.toml"]
        {
            assert_eq!(saved(file, "\u{feff}a = 1\r\nb = 2\n".as_bytes()), b"a = 1\nb = 2\n");
            assert_eq!(saved(file, b"a\rb\r\n\xff"), b"a\rb\r\n\xff", "it is told where it is read");
        }
        for file in ["evidence/2026-27/purbeck/poster.pdf", "notes.txt"] {
            assert_eq!(saved(file, b"\xef\xbb\xbfa\r\n"), b"\xef\xbb\xbfa\r\n");
        }
    }
}
