//! Two states of a plan, field by field, as people read the fields; words marked where both have some.

use annotate_snippets::renderer::{AnsiColor, Style};

use super::Colours;
use super::wrap::wrap;
use crate::form::{Form, Kind, Rows, convert};
use crate::plan::diff::{self, Change, Piece};
use crate::plan::printable::{one_line, printable};
use crate::plan::{Areas, Document, FieldPath, Force, Value};
use crate::standards::Edition;

/// A field that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// What it is and what happened to it: "Bridport drop-in: venue changed".
    pub title: String,
    /// What it is alone: "Bridport drop-in: venue".
    pub what: String,
    pub path: FieldPath,
    /// Its text, old and new; nothing where rows only stand in another order.
    pub pieces: Vec<Piece>,
}

/// The fields that differ between two states of a plan, in the order of the new one. No state is a plan that is
/// not there. Layout and comments are no difference.
pub fn differences(old: Option<&Document>, new: Option<&Document>, form: &Form) -> Vec<Difference> {
    let Some(new) = new else {
        let Some(old) = old else { return Vec::new() };
        return diff::changes(None, old)
            .into_iter()
            .map(|change| {
                let text =
                    change.new.as_ref().map_or(String::new(), |value| shown(form, &change.path, value));
                let pieces = if text.is_empty() { Vec::new() } else { vec![Piece::Old(text)] };
                let title = format!("{} removed", change.what);
                Difference { title, what: change.what, path: change.path, pieces }
            })
            .collect();
    };
    diff::changes(old, new).into_iter().map(|change| one(form, change)).collect()
}

/// Fields that are named where words go; of more, how many there are.
const MOST_NAMED: usize = 3;

/// What bringing an earlier state back does to the fields, to follow a colon: "7 fields change, and words go from
/// “Area summary”, “Priority 1's action” and 2 more". `since` is what differs now from that state.
pub fn brought_back(since: &[Difference]) -> String {
    let fields = match since.len() {
        0 => return "no field changes, only layout and comments".to_owned(),
        1 => "1 field changes".to_owned(),
        many => format!("{many} fields change"),
    };
    // What was put in since goes.
    let loses = |of: &&Difference| of.pieces.iter().any(|piece| matches!(piece, Piece::New(_)));
    let losing: Vec<String> =
        since.iter().filter(loses).map(|of| format!("“{}”", one_line(&of.what))).collect();
    let named = losing.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
    match losing.len() {
        0 => format!("{fields}, and no words go"),
        1..=MOST_NAMED => format!("{fields}, and words go from {named}"),
        many => format!("{fields}, and words go from {named} and {} more", many - MOST_NAMED),
    }
}

/// The form by which fields are named and their values shown: the edition's, or, where it is not known, one
/// of no standards.
pub fn form_of(document: &Document, edition: Option<&Edition>, areas: &Areas, force: &Force) -> Form {
    edition.map_or(Form { sections: Vec::new() }, |edition| Form::new(document.plan(), edition, areas, force))
}

fn one(form: &Form, change: Change) -> Difference {
    let text = |value: &Option<Value>| {
        value.as_ref().map_or(String::new(), |value| shown(form, &change.path, value))
    };
    let (old, new) = (text(&change.old), text(&change.new));
    let title = change.words();
    Difference { title, pieces: diff::words(&old, &new), what: change.what, path: change.path }
}

/// A value as people read it in its field: of a row, each of its fields on a line.
pub(super) fn shown(form: &Form, path: &FieldPath, value: &Value) -> String {
    let Some(place) = form.find(path) else { return plain(value) };
    let Some(field) = form.sections.get(place.section).and_then(|of| of.fields.get(place.field)) else {
        return plain(value);
    };
    match &field.kind {
        Kind::Rows(rows) if path.is_within(&field.path) => match place.column {
            Some(column) => {
                rows.columns.get(column).map_or_else(|| plain(value), |of| convert::show(&of.kind, value))
            }
            None => row(rows, value),
        },
        kind if field.path == *path => convert::show(kind, value),
        _ => plain(value),
    }
}

fn row(rows: &Rows, value: &Value) -> String {
    let Value::Table(entries) = value else { return plain(value) };
    let line = |(key, value): &(String, Value)| {
        // Nobody reads the id of a row.
        if key == "id" || value.is_blank() {
            return None;
        }
        Some(match rows.columns.iter().find(|column| column.path.leaf() == key) {
            Some(column) => format!("{}: {}", column.label, convert::show(&column.kind, value)),
            None => format!("{key}: {}", plain(value)),
        })
    };
    entries.iter().filter_map(line).collect::<Vec<_>>().join("\n")
}

fn plain(value: &Value) -> String {
    match value {
        Value::Table(entries) => {
            let line = |(key, value): &(String, Value)| format!("{key}: {}", plain(value));
            entries.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        value => convert::show(&Kind::Line, value),
    }
}

/// Stand-ins for `[`, `]`, `{` and `}` of the marks while lines are filled; texts have none of them.
pub const MARKS: [char; 4] = ['\u{e000}', '\u{e001}', '\u{e002}', '\u{e003}'];

/// A text that was written anew stands below the old one from this many bytes of both on.
const LONG: usize = 60;

/// A field's text, old and new, fit to be shown: `[-old-]{+new+}`, the brackets as [`MARKS`].
pub fn marked(pieces: &[Piece]) -> String {
    let [old, end_old, new, end_new] = MARKS;
    let safe = |text: &str| printable(text).replace(MARKS, "\u{fffd}");
    let piece = |piece: &Piece| match piece {
        Piece::Same(text) => safe(text),
        Piece::Old(text) => format!("{old}-{}-{end_old}", safe(text)),
        Piece::New(text) => format!("{new}+{}+{end_new}", safe(text)),
    };
    let shown: Vec<String> = pieces.iter().map(piece).collect();
    match pieces {
        [Piece::Old(old), Piece::New(new)] if old.len() + new.len() > LONG => shown.join("\n"),
        _ => shown.concat(),
    }
}

/// The differences to be read in a terminal: `[-old-]{+new+}`, in colours too where there are some.
pub fn human(differences: &[Difference], colours: Colours) -> String {
    let (old, new): (Style, Style) = (AnsiColor::Red.on_default(), AnsiColor::Green.on_default());
    let marks = match colours {
        Colours::Plain => ["[", "]", "{", "}"].map(str::to_owned),
        Colours::Coloured => {
            [format!("{old}["), format!("]{old:#}"), format!("{new}{{"), format!("}}{new:#}")]
        }
    };
    let mut out = String::new();
    for difference in differences {
        out.push('\n');
        out.push_str(&wrap(&one_line(&difference.title), 0));
        let text = marked(&difference.pieces);
        if text.is_empty() {
            continue;
        }
        let mut filled = wrap(&text, 2);
        for (stand_in, mark) in MARKS.iter().zip(&marks) {
            filled = filled.replace(*stand_in, mark);
        }
        out.push_str(&filled);
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    const PLAN: &str = "format = 1\nstarts = 2026-12-01\n[profile]\nsummary = \"Hills and towns.\"\n";

    fn told(old: Option<&str>, new: Option<&str>, colours: Colours) -> String {
        let parse = |text: &str| Document::parse(text).unwrap();
        let (old, new) = (old.map(parse), new.map(parse));
        let form = Form { sections: Vec::new() };
        human(&differences(old.as_ref(), new.as_ref(), &form), colours)
    }

    #[test]
    fn old_and_new_words_can_be_read_without_colours() {
        let new = PLAN.replace("Hills and", "Hills, coast and").replace("12-01", "12-03");
        let told = told(Some(PLAN), Some(&new), Colours::Plain);
        assert!(told.contains("\nArea summary changed\n  Hills{+, coast+} and towns.\n"), "{told}");
        assert!(
            told.contains("\nFirst day changed\n") && told.contains("[-") && told.contains("{+"),
            "{told}"
        );
    }

    #[test]
    fn colours_come_on_top_of_the_marks_and_nothing_of_the_text_gets_through() {
        let new = PLAN.replace("Hills", "\\u001b[2J\\ue000Hills");
        let told = told(Some(PLAN), Some(&new), Colours::Coloured);
        assert!(told.contains("\u{1b}[32m{+") && !told.contains("\u{1b}[2J"), "{told}");
        assert!(!told.contains('\u{e000}'), "{told}");
    }

    #[test]
    fn a_plan_that_is_gone_and_one_that_begins_are_told_whole() {
        let gone = told(Some(PLAN), None, Colours::Plain);
        assert!(gone.contains("Area summary removed\n  [-Hills and towns.-]"), "{gone}");
        let begun = told(None, Some(PLAN), Colours::Plain);
        assert!(begun.contains("Area summary added\n  {+Hills and towns.+}"), "{begun}");
        assert_eq!(told(Some(PLAN), Some(&format!("{PLAN}# more\n")), Colours::Plain), "");
    }
}
