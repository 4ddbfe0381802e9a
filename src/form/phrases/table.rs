//! Tables pasted from a word processor, a spreadsheet or a page: cells, and which column is which field.

mod columns;
#[cfg(test)]
mod tests;

pub use columns::{Columns, Header, guess_columns};

/// More columns than any plan has; what follows stays in the last cell.
const MOST_COLUMNS: usize = 64;

/// The cells of a pasted table: by tabs, as spreadsheets and word processors copy them, by `|`, or by commas
/// or semicolons where these part every row alike; else a row a line.
///
/// All rows have the same number of cells, trimmed; blank rows are left out; a line break inside a quoted
/// cell becomes a space. Nothing for a text that is neither two rows nor two columns.
pub fn table(text: &str) -> Option<Vec<Vec<String>>> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let rows = if text.contains('\t') {
        rows(&text, '\t')
    } else if is_by_bars(&text) {
        by_bars(&text)
    } else {
        [',', ';']
            .into_iter()
            .map(|mark| rows(&text, mark))
            .find(|rows| is_regular(rows))
            .unwrap_or_else(|| lines(&text).map(|line| vec![line.to_owned()]).collect())
    };
    let width = rows.iter().map(Vec::len).max()?;
    let has_shape = rows.len() > 1 || width > 1;
    has_shape.then(|| {
        rows.into_iter()
            .map(|mut row| {
                row.resize(width, String::new());
                row
            })
            .collect()
    })
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// At least two rows of the same two columns or more: a comma in running text does not do that.
fn is_regular(rows: &[Vec<String>]) -> bool {
    match rows.split_first() {
        Some((first, rest)) => {
            first.len() > 1 && !rest.is_empty() && rest.iter().all(|row| row.len() == first.len())
        }
        None => false,
    }
}

fn is_by_bars(text: &str) -> bool {
    let mut any = false;
    lines(text).all(|line| {
        any = true;
        line.trim_matches('|').contains('|')
            || (line.len() > 2 && line.starts_with('|') && line.ends_with('|'))
    }) && any
}

/// `| a | b |`, without the line of dashes under the heads.
fn by_bars(text: &str) -> Vec<Vec<String>> {
    let is_rule = |line: &str| line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
    lines(text)
        .filter(|line| !is_rule(line))
        .map(|line| {
            let line = line.strip_prefix('|').unwrap_or(line);
            let line = line.strip_suffix('|').unwrap_or(line);
            line.splitn(MOST_COLUMNS, '|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>()
        })
        .filter(|row| !is_blank(row))
        .collect()
}

fn is_blank(row: &[String]) -> bool {
    row.iter().all(String::is_empty)
}

/// Rows by line and cells by a mark; a cell in quotes may hold both.
fn rows(text: &str, mark: char) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let last = row.len() + 1 >= MOST_COLUMNS;
        let end = |c: char| c == '\n' || (c == mark && !last);
        let (cell, after) = match quoted(rest, end) {
            Some(found) => found,
            None => {
                let at = rest.find(end).unwrap_or(rest.len());
                (rest[..at].trim().to_owned(), &rest[at..])
            }
        };
        row.push(cell);
        let is_more = after.starts_with(mark);
        rest = after.get(1..).unwrap_or_default();
        if is_more && rest.is_empty() {
            row.push(String::new());
        }
        if !is_more || rest.is_empty() {
            rows.push(std::mem::take(&mut row));
        }
    }
    rows.retain(|row| !is_blank(row));
    rows
}

/// A cell in quotes and what follows it. Quotes that are not closed before the cell's end belong to the text.
fn quoted(text: &str, is_end: impl Fn(char) -> bool) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut cell = String::new();
    loop {
        let at = rest.find('"')?;
        cell.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.strip_prefix('"') {
            Some(more) => {
                cell.push('"');
                rest = more;
            }
            None if rest.chars().next().is_none_or(&is_end) => {
                return Some((cell.split_whitespace().collect::<Vec<_>>().join(" "), rest));
            }
            None => return None,
        }
    }
}
