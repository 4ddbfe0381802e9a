//! Quick reading of files that are written plainly, as nearly all are: in a quarter of the parser's time.
//!
//! What is not plain, and whatever is wrong, is left to the parser, which alone says what TOML is. Plain are bare
//! keys, headers of bare keys, texts in quotes, whole numbers, true and false, dates, times, and lists and inline
//! tables of these.

use std::borrow::Cow;

use jiff::civil::{Date, Time};
use memchr::{memchr, memchr2};
use toml_parser::decoder::Encoding;
use toml_parser::{ParseError, Raw, Span};

use super::said::{Said, Table};

/// The most keys of a header, and the most lists and inline tables within each other.
const DEEPEST: usize = 8;
/// The most entries of a table: each is compared with those before it.
const WIDEST: usize = 64;

/// What a plainly written file says; nothing where it may be anything else.
pub fn table(text: &str) -> Option<Table<'_>> {
    if is_odd(text) {
        return None;
    }
    let mut root = Table::default();
    let mut reader = Reader { text, at: 0 };
    reader.entries(&mut root)?;
    while reader.at < text.len() {
        let open = reader.header(&mut root)?;
        reader.entries(open)?;
    }
    Some(root)
}

/// What the text of one plainly written value says; nothing where it may be anything else.
pub fn value(text: &str) -> Option<Said<'_>> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    (reader.at == text.len() && !is_odd(text)).then_some(value)
}

/// Whether a text has bytes that plain ones never have.
fn is_odd(text: &str) -> bool {
    let is_odd = |byte: u8| (byte < b' ' && byte != b'\n' && byte != b'\t') || byte == 0x7f;
    // All of them, without a stop between: many at once.
    text.bytes().fold(false, |odd, byte| odd | is_odd(byte)) || text.starts_with('\u{feff}')
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Goes past bytes of a sort; says what they are.
    fn past(&mut self, is: impl Fn(u8) -> bool) -> &'t str {
        let from = self.at;
        self.at += self.rest().iter().take_while(|byte| is(**byte)).count();
        self.text.get(from..self.at).unwrap_or_default()
    }

    fn blanks(&mut self) {
        self.past(|byte| byte == b' ' || byte == b'\t');
    }

    /// Goes past this byte, which has to be there.
    fn take(&mut self, byte: u8) -> Option<()> {
        (self.byte() == Some(byte)).then(|| self.at += 1)
    }

    /// Goes to the end of a line on which nothing may stand any more but a comment.
    fn line_end(&mut self) -> Option<()> {
        self.blanks();
        match self.byte() {
            None | Some(b'\n') => {}
            Some(b'#') => self.comment(),
            Some(_) => return None,
        }
        Some(())
    }

    fn comment(&mut self) {
        self.at += memchr(b'\n', self.rest()).unwrap_or(self.rest().len());
    }

    /// Goes past lines with nothing on them, and past comments.
    fn gap(&mut self) {
        loop {
            self.past(|byte| matches!(byte, b' ' | b'\t' | b'\n'));
            if self.byte() != Some(b'#') {
                return;
            }
            self.comment();
        }
    }

    fn key(&mut self) -> Option<&'t str> {
        let key = self.past(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        (!key.is_empty()).then_some(key)
    }

    /// The table that a header opens.
    fn header<'a>(&mut self, root: &'a mut Table<'t>) -> Option<&'a mut Table<'t>> {
        self.take(b'[')?;
        let is_row = self.take(b'[').is_some();
        let mut around = root;
        for _ in 0..DEEPEST {
            let key = self.key()?;
            if self.take(b'.').is_some() {
                around = inside(around, key)?;
                continue;
            }
            self.take(b']')?;
            if is_row {
                self.take(b']')?;
            }
            self.line_end()?;
            return if is_row { row(around, key) } else { stated(around, key) };
        }
        None
    }

    /// Reads entries into a table, up to the next header.
    fn entries(&mut self, into: &mut Table<'t>) -> Option<()> {
        loop {
            self.gap();
            if matches!(self.byte(), None | Some(b'[')) {
                return Some(());
            }
            self.entry(into, 0)?;
            self.line_end()?;
        }
    }

    fn entry(&mut self, into: &mut Table<'t>, depth: usize) -> Option<()> {
        let key = self.key()?;
        self.blanks();
        self.take(b'=')?;
        self.blanks();
        let value = self.value(depth)?;
        add(into, key, value)
    }

    fn value(&mut self, depth: usize) -> Option<Said<'t>> {
        match self.byte()? {
            b'"' if self.rest().starts_with(b"\"\"\"") => self.prose(),
            b'"' => self.line(),
            b'\'' => self.literal(),
            b'[' if depth < DEEPEST => self.list(depth),
            b'{' if depth < DEEPEST => self.inline_table(depth),
            _ => word(self.past(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b':')),
        }
    }

    /// A text of one line.
    fn line(&mut self) -> Option<Said<'t>> {
        let from = self.at;
        let mut at = from + 1;
        let mut is_plain = true;
        loop {
            at += memchr2(b'"', b'\\', self.text.as_bytes().get(at..)?)?;
            if self.text.as_bytes().get(at) == Some(&b'"') {
                break;
            }
            is_plain = false;
            at += 2;
        }
        self.at = at + 1;
        let inside = self.text.get(from + 1..at)?;
        if memchr(b'\n', inside.as_bytes()).is_some() {
            return None;
        }
        if is_plain {
            return Some(Said::Text(inside.into()));
        }
        decoded(self.text.get(from..self.at)?, Encoding::BasicString)
    }

    /// A text of many lines.
    fn prose(&mut self) -> Option<Said<'t>> {
        let from = self.at;
        let mut at = from + 3;
        let mut is_plain = true;
        let end = loop {
            at += memchr2(b'"', b'\\', self.text.as_bytes().get(at..)?)?;
            let rest = self.text.as_bytes().get(at..)?;
            if rest.starts_with(b"\\") {
                is_plain = false;
                at += 2;
            } else if rest.starts_with(b"\"\"\"") {
                break at;
            } else {
                at += 1;
            }
        };
        self.at = end + 3;
        // Quotes of its own may stand right before the last three.
        if self.byte() == Some(b'"') {
            return None;
        }
        if is_plain {
            let inside = self.text.get(from + 3..end)?;
            return Some(Said::Text(inside.strip_prefix('\n').unwrap_or(inside).into()));
        }
        decoded(self.text.get(from..self.at)?, Encoding::MlBasicString)
    }

    fn literal(&mut self) -> Option<Said<'t>> {
        let from = self.at + 1;
        let end = from + memchr2(b'\'', b'\n', self.text.as_bytes().get(from..)?)?;
        self.at = end;
        self.take(b'\'')?;
        // Two quotes and a third are the start of a text of many lines.
        if end == from && self.byte() == Some(b'\'') {
            return None;
        }
        Some(Said::Text(self.text.get(from..end)?.into()))
    }

    fn list(&mut self, depth: usize) -> Option<Said<'t>> {
        self.take(b'[')?;
        let mut items = Vec::new();
        loop {
            self.gap();
            if self.take(b']').is_some() {
                return Some(Said::List(items));
            }
            items.push(self.value(depth + 1)?);
            self.gap();
            if self.take(b',').is_none() {
                self.take(b']')?;
                return Some(Said::List(items));
            }
        }
    }

    fn inline_table(&mut self, depth: usize) -> Option<Said<'t>> {
        self.take(b'{')?;
        let mut table = Table { is_closed: true, ..Table::default() };
        self.blanks();
        if self.take(b'}').is_some() {
            return Some(Said::Table(table));
        }
        loop {
            self.blanks();
            self.entry(&mut table, depth + 1)?;
            self.blanks();
            if self.take(b',').is_none() {
                self.take(b'}')?;
                return Some(Said::Table(table));
            }
        }
    }
}

/// A value without quotes or brackets.
fn word<'t>(word: &str) -> Option<Said<'t>> {
    let bytes = word.as_bytes();
    let number = |from: usize, to: usize| {
        let digits = bytes.get(from..to)?;
        digits
            .iter()
            .try_fold(0_i64, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
    };
    match bytes {
        b"true" => Some(Said::Boolean(true)),
        b"false" => Some(Said::Boolean(false)),
        [_, _, _, _, b'-', _, _, b'-', _, _] => {
            let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
            Date::new(year as i16, month as i8, day as i8).ok().map(Said::Date)
        }
        [_, _, b':', _, _, b':', _, _] => {
            let (hour, minute, second) = (number(0, 2)?, number(3, 5)?, number(6, 8)?);
            Time::new(hour as i8, minute as i8, second as i8, 0).ok().map(Said::Time)
        }
        [b'0'] => Some(Said::Integer(0)),
        // Eighteen figures are always a number.
        [b'1'..=b'9', ..] if bytes.len() <= 18 => number(0, bytes.len()).map(Said::Integer),
        _ => None,
    }
}

fn decoded<'t>(literal: &'t str, encoding: Encoding) -> Option<Said<'t>> {
    let (mut text, mut wrong) = (Cow::Borrowed(""), None::<ParseError>);
    let raw = Raw::new_unchecked(literal, Some(encoding), Span::new_unchecked(0, literal.len()));
    let _ = raw.decode_scalar(&mut text, &mut wrong);
    wrong.is_none().then_some(Said::Text(text))
}

fn add<'t>(into: &mut Table<'t>, key: &'t str, value: Said<'t>) -> Option<()> {
    if into.get(key).is_some() {
        return None;
    }
    put(into, key, value).map(|_| ())
}

/// What stands under a key; nothing yet, or its place among the entries.
fn place(table: &Table<'_>, key: &str) -> Option<usize> {
    table.entries.iter().position(|(other, _)| other == key)
}

/// What headers made of a value: a table, or the last of its rows.
fn made<'a, 't>(value: &'a mut Said<'t>) -> Option<&'a mut Table<'t>> {
    let table = match value {
        Said::Table(table) => table,
        Said::List(rows) => match rows.last_mut()? {
            Said::Table(table) => table,
            _ => return None,
        },
        _ => return None,
    };
    (!table.is_closed).then_some(table)
}

/// The table, or last row, that a header goes through.
fn inside<'a, 't>(around: &'a mut Table<'t>, key: &'t str) -> Option<&'a mut Table<'t>> {
    let at = match place(around, key) {
        Some(at) => at,
        None => put(around, key, Said::Table(Table::default()))?,
    };
    made(&mut around.entries.get_mut(at)?.1)
}

/// The table that a header of its own is about. One that other headers went through before has its place in the file
/// here, and not there: that is left to the parser.
fn stated<'a, 't>(around: &'a mut Table<'t>, key: &'t str) -> Option<&'a mut Table<'t>> {
    if place(around, key).is_some() {
        return None;
    }
    let at = put(around, key, Said::Table(Table::default()))?;
    made(&mut around.entries.get_mut(at)?.1)
}

/// One more row of a list.
fn row<'a, 't>(around: &'a mut Table<'t>, key: &'t str) -> Option<&'a mut Table<'t>> {
    let at = match place(around, key) {
        Some(at) => {
            // Only what headers made goes on.
            made(&mut around.entries.get_mut(at)?.1)?;
            at
        }
        None => put(around, key, Said::List(Vec::new()))?,
    };
    let Said::List(rows) = &mut around.entries.get_mut(at)?.1 else { return None };
    rows.push(Said::Table(Table::default()));
    rows.last_mut().and_then(made)
}

/// Puts an entry behind the others; says which it is.
fn put<'t>(table: &mut Table<'t>, key: &'t str, value: Said<'t>) -> Option<usize> {
    let at = table.entries.len();
    (at < WIDEST).then(|| table.entries.push((key.into(), value)))?;
    Some(at)
}

#[cfg(test)]
mod tests;
