//! The shape of an id.

/// What an id looks like, as a person is told it.
pub const SHAPE: &str = "An id has small letters, digits and hyphens between them, and at most 64 of these.";

/// Names that Windows keeps for devices, whatever the ending of the file.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// The same, with one digit behind.
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// Whether a text has the shape of an id: `[a-z0-9]` with inner hyphens, at most 64.
pub fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Whether an id can name a file or a folder of a plan directory: not one that Windows keeps for a device,
/// nor `standards` or `evidence`.
pub fn is_file_id(text: &str) -> bool {
    is_id(text) && !is_device(text) && !matches!(text, "standards" | "evidence")
}

/// Whether Windows keeps a name, in small letters and without an ending, for a device.
pub(super) fn is_device(text: &str) -> bool {
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
    match text.len() - stem.len() {
        0 => DEVICES.contains(&text),
        1 => NUMBERED_DEVICES.contains(&stem),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_small_letters_digits_and_inner_hyphens() {
        let longest = "a".repeat(64);
        for good in ["a", "2026-27", "west-dorset", "a--b", longest.as_str()] {
            assert!(is_id(good), "{good}");
        }
        let too_long = "a".repeat(65);
        for bad in ["", "-a", "a-", "A", "a b", "a.b", "ä", "../a", too_long.as_str()] {
            assert!(!is_id(bad), "{bad}");
        }
    }

    #[test]
    fn a_file_cannot_have_a_name_that_means_something_else() {
        for good in ["com", "com10", "context", "nulls", "auxiliary"] {
            assert!(is_file_id(good), "{good}");
        }
        for bad in ["con", "nul", "com1", "lpt9", "standards", "evidence", "", "éé"] {
            assert!(!is_file_id(bad), "{bad}");
        }
    }
}
