//! What was checked, a line a flag.

use super::checked::Checked;
use crate::plan::printable::one_line;

/// `file:line:column: class: message [rule]`, a flag a line, the class in the words of the screen.
pub fn short(checked: &Checked) -> String {
    let mut out = String::new();
    for told in &checked.findings {
        let (line, column) = told.at;
        let set_aside = match () {
            () if told.waived => " (set aside)",
            () if told.asked => " (asked to be set aside)",
            () => "",
        };
        // The class says it before.
        let said_twice = format!("this file {}: ", told.class.label());
        let message = told.message.strip_prefix(&said_twice).unwrap_or(&told.message);
        out.push_str(&format!(
            "{}:{line}:{column}: {}{set_aside}: {} [{}]\n",
            one_line(&told.file),
            told.class.label(),
            one_line(message),
            told.rule,
        ));
    }
    out
}
