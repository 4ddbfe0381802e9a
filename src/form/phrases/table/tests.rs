#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

const FIELDS: [(&str, &str); 12] = [
    ("title", "What it is"),
    ("kind", "Kind"),
    ("starts", "When, or the first time"),
    ("every", "How often"),
    ("time", "From"),
    ("until", "Until"),
    ("venue", "Or a venue not in the book"),
    ("link", "Link"),
    ("owner", "Who holds it"),
    ("purpose", "What it is for"),
    ("measure", "What is counted"),
    ("target", "Target"),
];

fn cells(rows: &[&[&str]]) -> Option<Vec<Vec<String>>> {
    Some(rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect())
}

fn guessed(rows: &[&[&str]]) -> (Header, Vec<String>) {
    let rows = cells(rows).unwrap();
    let found = guess_columns(&rows, &FIELDS);
    (found.header, found.columns.into_iter().map(Option::unwrap_or_default).collect())
}

#[test]
fn tabs_as_spreadsheets_and_word_processors_copy_them() {
    let two = cells(&[&["Drop-in", "3 Dec"], &["Surgery", "7 Jan"]]);
    assert_eq!(table("Drop-in\t3 Dec\nSurgery\t7 Jan"), two);
    assert_eq!(table("\u{feff}Drop-in\t3 Dec\r\n\r\nSurgery\t 7 Jan \r\n\t\r\n"), two);
    assert_eq!(table("Drop-in\t3 Dec"), cells(&[&["Drop-in", "3 Dec"]]));
    assert_eq!(
        table("\"Tea,\nand \"\"cake\"\"\"\tx\nonly one"),
        cells(&[&["Tea, and \"cake\"", "x"], &["only one", ""]])
    );
    assert_eq!(table("a\t\tc\n\tb\t"), cells(&[&["a", "", "c"], &["", "b", ""]]));
    assert_eq!(
        table("\"Coffee\" morning\t\"open\n\"closed\"\tb"),
        cells(&[&["\"Coffee\" morning", "\"open"], &["closed", "b"]]),
        "quotes that close nothing are text"
    );
}

#[test]
fn bars_commas_and_lines() {
    let two = cells(&[&["a", "b"], &["c", "d, e"]]);
    assert_eq!(table("| a | b |\n|---|:--|\n| c | d, e |"), two);
    assert_eq!(table("a | b\nc | d, e"), two);
    assert_eq!(table("a,b\nc,\"d, e\"\n"), two);
    assert_eq!(table("a;b\nc;d, e\n"), two);
    assert_eq!(table("Drop-in\nSurgery, 3 Dec\n\n"), cells(&[&["Drop-in"], &["Surgery, 3 Dec"]]));
    assert_eq!(table("| a |\n| b |"), cells(&[&["a"], &["b"]]));
}

#[test]
fn one_line_of_words_is_no_table() {
    for text in ["", "\n\n", "Drop-in", "Drop-in, 3 Dec, Example Hall\n", "\u{feff}", "|", "\t"] {
        assert_eq!(table(text), None, "{text:?}");
    }
}

#[test]
fn columns_by_their_heads() {
    let (header, columns) = guessed(&[
        &["Event", "Date", "Start time", "End time", "Location", "Lead officer", "Aim", "Notes"],
        &["Drop-in", "3 Dec", "6pm", "7pm", "Somewhere", "Sgt Bridport", "Listen", "12 chairs"],
    ]);
    assert_eq!(header, Header::Present);
    assert_eq!(columns, ["title", "starts", "time", "until", "venue", "owner", "purpose", ""]);
    let (header, columns) = guessed(&[&["Who", "What", "When", "Where"], &["", "Tea", "often", "Hall"]]);
    assert_eq!(header, Header::Present);
    assert_eq!(columns, ["owner", "title", "starts", "venue"]);
    let (header, columns) = guessed(&[&["Date of event", "Event"], &["3 Dec", "Tea"]]);
    assert_eq!((header, columns), (Header::Present, vec!["starts".to_owned(), "title".to_owned()]));
    let own = [("who", "Who"), ("how", "How"), ("when", "When")];
    let rows = cells(&[&["How", "Who", "When"], &["letter", "parish", "3 Dec"]]).unwrap();
    let columns = guess_columns(&rows, &own).columns;
    assert_eq!(columns, ["how", "who", "when"].map(|id| Some(id.to_owned())));
}

#[test]
fn columns_by_what_they_hold() {
    let (header, columns) = guessed(&[
        &["3 Dec", "Bridport drop-in", "6.30-7.30pm", "Example Hall", "Sgt Bridport", "monthly"],
        &["Thu 7 Jan", "Surgery", "noon", "Other Church", "PC Beaminster", ""],
        &["", "Street briefing", "tbc", "", "", "every week"],
    ]);
    assert_eq!(header, Header::Absent);
    assert_eq!(columns, ["starts", "title", "time", "venue", "owner", "every"]);
    let (_, columns) = guessed(&[&["Tea", "1st Thu monthly, 6pm", "https://example.police.uk"]]);
    assert_eq!(columns, ["title", "starts", "link"]);
    let (_, columns) = guessed(&[&["Tea", "6pm", "7pm"], &["Cake", "6pm", "7pm"]]);
    assert_eq!(columns, ["title", "time", "until"]);
    let (header, columns) = guessed(&[&["Drop-in"], &["Surgery"]]);
    assert_eq!((header, columns), (Header::Absent, vec!["title".to_owned()]));
    assert_eq!(guess_columns(&[], &FIELDS), Columns { header: Header::Absent, columns: Vec::new() });
}

proptest! {
    #[test]
    fn tables_of_spreadsheets_come_through_whole(
        rows in prop::collection::vec(prop::collection::vec("[a-z\", ]{0,6}[a-z]", 3), 2..6),
        mark in prop::sample::select(vec!["\t", ","]),
    ) {
        let quote = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let line = |row: &Vec<String>| row.iter().map(quote).collect::<Vec<_>>().join(mark);
        let text = rows.iter().map(line).collect::<Vec<_>>().join("\r\n");
        let one_space = |cell: &String| cell.split_whitespace().collect::<Vec<_>>().join(" ");
        let expected: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(one_space).collect()).collect();
        prop_assert_eq!(table(&text), Some(expected));
    }

    #[test]
    fn any_text_can_be_pasted(text in any::<String>(), parts in "([a-z]|6pm|3 Dec|[\t\n\r,;|\"-]| ){0,30}") {
        for text in [&text, &parts] {
            let Some(rows) = table(text) else { continue };
            let width = rows[0].len();
            prop_assert!(rows.iter().all(|row| row.len() == width && !row.iter().all(String::is_empty)));
            prop_assert!(rows.len() > 1 || width > 1);
            let found = guess_columns(&rows, &FIELDS).columns;
            prop_assert_eq!(found.len(), width);
            let mut ids: Vec<String> = found.into_iter().flatten().collect();
            ids.sort();
            let all = ids.len();
            ids.dedup();
            prop_assert_eq!(ids.len(), all);
        }
    }

    #[test]
    fn no_letter_is_lost(text in "([a-z]|[\t\n,;|\"]| ){0,40}") {
        let letters = |text: &str| text.chars().filter(char::is_ascii_lowercase).collect::<String>();
        if let Some(rows) = table(&text) {
            prop_assert_eq!(letters(&rows.concat().concat()), letters(&text));
        }
    }
}
