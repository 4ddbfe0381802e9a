//! A list or inline table of a file said anew, with the comments that somebody put among its items.

use super::super::texts::{key_end, line_end, nested_end, text_end};
use super::super::{said, write};
use crate::plan::model::row_keys;
use crate::plan::value::Value;

/// Up to so many pairs of items are compared, so that a hostile list does not hold anybody up.
const MOST_COMPARED: usize = 250_000;

/// The value as the program writes it; where a list with comments stands in its place now (`source`), that list with
/// what differs changed in it, and every comment kept.
pub(super) fn respelled(source: &str, value: &Value) -> String {
    let kept = || {
        let old = said::value(source).filter(|_| source.contains('#'))?;
        let text = anew(source, &old, value)?;
        // Whatever was overlooked: what is meant comes before how it is spelt.
        (said::value(&text).as_ref() == Some(value)).then_some(text)
    };
    kept().unwrap_or_else(|| write::value(value))
}

fn anew(source: &str, old: &Value, new: &Value) -> Option<String> {
    match (old, new) {
        _ if old == new => Some(source.to_owned()),
        (Value::List(old), Value::List(new)) => list(source, old, new),
        (Value::Table(old), Value::Table(new)) => table(source, old, new),
        _ => None,
    }
}

/// An item within a value.
fn item(source: &str, old: &Value, new: &Value) -> String {
    anew(source, old, new).unwrap_or_else(|| write::inline(new))
}

/// An item of a list, and what stands around it.
struct Item<'s> {
    /// Between what is before it and the item: white space, and comments on lines of their own.
    lead: &'s str,
    literal: &'s str,
    /// Between it and its comma.
    before_comma: &'s str,
    has_comma: bool,
    /// The comment behind it on its last line, with the white space before that.
    trail: &'s str,
}

/// The items of a list as it is spelt, and what stands between the last of them and the bracket.
fn items(source: &str) -> Option<(Vec<Item<'_>>, &str)> {
    let inner = source.strip_prefix('[')?.strip_suffix(']')?;
    let bytes = inner.as_bytes();
    let mut items = Vec::new();
    let mut at = 0;
    loop {
        let lead = at;
        let start = gap_end(bytes, lead);
        if start == inner.len() {
            return Some((items, inner.get(lead..)?));
        }
        let end = literal_end(bytes, start);
        let comma = gap_end(bytes, end);
        let has_comma = bytes.get(comma) == Some(&b',');
        let before_comma = if has_comma { inner.get(end..comma)? } else { "" };
        at = if has_comma { comma + 1 } else { end };
        let behind = at + blanks(bytes, at);
        let trail_end = if bytes.get(behind) == Some(&b'#') { line_end(bytes, behind) } else { at };
        items.push(Item {
            lead: inner.get(lead..start)?,
            literal: inner.get(start..end).filter(|literal| !literal.is_empty())?,
            before_comma,
            has_comma,
            trail: inner.get(at..trail_end)?,
        });
        at = trail_end;
    }
}

fn blanks(bytes: &[u8], from: usize) -> usize {
    bytes.iter().skip(from).take_while(|byte| b" \t".contains(byte)).count()
}

/// The byte behind white space and comments.
fn gap_end(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at += bytes.iter().skip(at).take_while(|byte| b" \t\r\n".contains(byte)).count();
        if bytes.get(at) != Some(&b'#') {
            return at;
        }
        at = line_end(bytes, at);
    }
}

/// The byte behind a value within a list or inline table.
fn literal_end(bytes: &[u8], start: usize) -> usize {
    match bytes.get(start) {
        Some(b'"' | b'\'') => text_end(bytes, start),
        Some(b'[' | b'{') => nested_end(bytes, start),
        _ => {
            let inside = bytes.iter().skip(start).take_while(|byte| !b",]}#\r\n".contains(byte)).count();
            let blank = |byte: &&u8| b" \t".contains(byte);
            let end = start + inside;
            end - bytes.get(start..end).unwrap_or_default().iter().rev().take_while(blank).count()
        }
    }
}

/// What becomes of the items of a list, in order.
enum Step {
    /// The old one of that number is the new one of that number.
    Stays(usize, usize),
    Goes(usize),
    Comes(usize),
}

fn list(source: &str, old: &[Value], new: &[Value]) -> Option<String> {
    let (items, end) = items(source)?;
    if items.len() != old.len() {
        return None;
    }
    let mut written = Written::of(&items);
    for step in steps(old, new) {
        match step {
            Step::Stays(was, is) => {
                let (here, old, new) = (items.get(was)?, old.get(was)?, new.get(is)?);
                written.item(Some(here.lead), &item(here.literal, old, new), here.before_comma, here.trail);
            }
            Step::Goes(was) => written.comments(items.get(was)?),
            Step::Comes(is) => written.item(None, &write::inline(new.get(is)?), "", ""),
        }
    }
    Some(written.end(end))
}

/// A list while it is written.
struct Written {
    text: String,
    /// What stands before an item that is new.
    lead: String,
    /// Whether the last item has a comma too.
    closes_with_comma: bool,
    /// Where the comma of the last item written is to be.
    comma: Option<usize>,
    /// Whether a comment stands at the end, so that a new line has to follow.
    is_in_comment: bool,
}

impl Written {
    fn of(items: &[Item<'_>]) -> Self {
        let indent =
            items.iter().find_map(|item| item.lead.rsplit_once('\n')).map_or("  ", |(_, indent)| indent);
        Written {
            text: "[".to_owned(),
            lead: format!("\n{indent}"),
            closes_with_comma: items.last().is_some_and(|item| item.has_comma),
            comma: None,
            is_in_comment: false,
        }
    }

    /// An item, with what stands around it; of a new one nothing is before it yet.
    fn item(&mut self, lead: Option<&str>, literal: &str, before_comma: &str, trail: &str) {
        self.put_comma();
        let lead =
            lead.filter(|lead| !self.is_in_comment || lead.contains('\n')).unwrap_or(&self.lead).to_owned();
        self.text.push_str(&lead);
        self.text.push_str(literal);
        self.text.push_str(before_comma);
        self.comma = Some(self.text.len());
        self.text.push_str(trail);
        self.is_in_comment = !trail.is_empty();
    }

    /// The comments of an item that goes, on lines of their own.
    fn comments(&mut self, item: &Item<'_>) {
        for around in [item.lead, item.before_comma, item.trail] {
            for comment in around.lines().map(str::trim).filter(|line| line.starts_with('#')) {
                self.text.push_str(&self.lead);
                self.text.push_str(comment);
                self.is_in_comment = true;
            }
        }
    }

    fn put_comma(&mut self) {
        if let Some(at) = self.comma.take() {
            self.text.insert(at, ',');
        }
    }

    fn end(mut self, end: &str) -> String {
        if self.closes_with_comma {
            self.put_comma();
        }
        if self.is_in_comment && !end.contains('\n') {
            self.text.push('\n');
        }
        self.text + end + "]"
    }
}

/// The way from old items to new ones: those that are the same, or rows of the same name, stay; of what lies between
/// such, one takes the place of the other as far as it goes.
fn steps(old: &[Value], new: &[Value]) -> Vec<Step> {
    let (old_keys, new_keys) = (row_keys(old), row_keys(new));
    let is_row = |value: &Value| matches!(value, Value::Table(_));
    let same = |was: usize, is: usize| {
        old[was] == new[is] || (is_row(&old[was]) && is_row(&new[is]) && old_keys[was] == new_keys[is])
    };
    let mut steps = Vec::new();
    let (mut was, mut is) = (0, 0);
    for (next_was, next_is) in anchors(old.len(), new.len(), same).into_iter().chain([(old.len(), new.len())])
    {
        while was < next_was && is < next_is {
            steps.push(Step::Stays(was, is));
            (was, is) = (was + 1, is + 1);
        }
        steps.extend((was..next_was).map(Step::Goes));
        steps.extend((is..next_is).map(Step::Comes));
        if next_was < old.len() {
            steps.push(Step::Stays(next_was, next_is));
        }
        (was, is) = (next_was + 1, next_is + 1);
    }
    steps
}

/// The longest run of pairs, in order on both sides, that are the same.
fn anchors(old: usize, new: usize, same: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    if old * new > MOST_COMPARED {
        return (0..old.min(new)).take_while(|at| same(*at, *at)).map(|at| (at, at)).collect();
    }
    // How many pairs there are at most from each place on.
    let mut longest = vec![vec![0_usize; new + 1]; old + 1];
    for was in (0..old).rev() {
        for is in (0..new).rev() {
            longest[was][is] = if same(was, is) {
                longest[was + 1][is + 1] + 1
            } else {
                longest[was + 1][is].max(longest[was][is + 1])
            };
        }
    }
    let (mut was, mut is, mut pairs) = (0, 0, Vec::new());
    while was < old && is < new {
        if same(was, is) {
            pairs.push((was, is));
            (was, is) = (was + 1, is + 1);
        } else if longest[was + 1][is] >= longest[was][is + 1] {
            was += 1;
        } else {
            is += 1;
        }
    }
    pairs
}

/// An inline table whose keys stay, with others behind them.
fn table(source: &str, old: &[(String, Value)], new: &[(String, Value)]) -> Option<String> {
    let bytes = source.as_bytes();
    let stay = old.len() <= new.len() && old.iter().zip(new).all(|((was, _), (is, _))| was == is);
    if !stay || old.is_empty() {
        return None;
    }
    let mut text = String::new();
    // Behind the brace, and behind each comma.
    let (mut from, mut at) = (0, 1);
    for ((_, was), (_, is)) in old.iter().zip(new) {
        let start = gap_end(bytes, key_end(bytes, at) + 1);
        let end = literal_end(bytes, start);
        text.push_str(source.get(from..start)?);
        text.push_str(&item(source.get(start..end)?, was, is));
        (from, at) = (end, gap_end(bytes, end) + 1);
    }
    for (key, value) in new.get(old.len()..)? {
        text.push_str(&format!(", {} = {}", write::key(key), write::inline(value)));
    }
    text.push_str(source.get(from..)?);
    Some(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn respell(source: &str, new: &str) -> String {
        respelled(source, &said::value(new).unwrap())
    }

    #[test]
    fn comments_stay_where_items_come_change_and_go() {
        let towns = "[\n  # the towns first\n  \"Bridport\",   # market on Wednesdays\n  'West Bay',\n  # then the villages\n  \
                     \"Bradpole\",\n]";
        assert_eq!(
            respell(towns, "[\"Bridport\", \"West Bay\", \"Bradpole\", \"Allington\"]"),
            "[\n  # the towns first\n  \"Bridport\",   # market on Wednesdays\n  'West Bay',\n  # then the villages\n  \
             \"Bradpole\",\n  \"Allington\",\n]"
        );
        assert_eq!(
            respell(towns, "[\"West Bay\", \"Symondsbury\"]"),
            "[\n  # the towns first\n  # market on Wednesdays\n  'West Bay',\n  # then the villages\n  \"Symondsbury\",\n]"
        );
        assert_eq!(
            respell(towns, "[]"),
            "[\n  # the towns first\n  # market on Wednesdays\n  # then the villages\n]"
        );
        let dates = "[ 2027-01-06, # first\n  \"10 De\" ] ".trim_end();
        assert_eq!(respell(dates, "[2027-01-06, 2026-12-10]"), "[ 2027-01-06, # first\n  2026-12-10 ]");
        assert_eq!(respell(dates, "[\"10 De\"]"), "[\n  # first\n  \"10 De\" ]");
        let rows = "[ { id = \"a\", who = 'all' }, # row one\n { id = \"b\", who = \"x\" } # and two\n]";
        assert_eq!(
            respell(rows, "[{ id = \"a\", who = \"all\", how = \"by post\" }, { id = \"b\", who = \"y\" }]"),
            "[ { id = \"a\", who = 'all', how = \"by post\" }, # row one\n { id = \"b\", who = \"y\" } # and two\n]"
        );
        assert_eq!(
            respell(rows, "[{ id = \"b\", who = \"x\" }]"),
            "[\n # row one\n { id = \"b\", who = \"x\" } # and two\n]"
        );
    }

    #[test]
    fn what_has_no_comment_is_written_as_the_program_writes_it() {
        assert_eq!(respell("[\n'a',\n\"# b\"]", "['a', '# b', 'c']"), "[\n'a',\n\"# b\",\n\"c\"]");
        assert_eq!(respell("[\n'a',\n'b']", "['a', 'c']"), "[\"a\", \"c\"]");
        assert_eq!(respell("'room #3'", "'room #4'"), "\"room #4\"");
        assert_eq!(respell("[ # none yet\n]", "\"text\""), "\"text\"");
    }

    /// A list as somebody could have spelt it, with a comment of its own after some of its items.
    fn spelt() -> impl Strategy<Value = (String, Vec<String>)> {
        let item =
            (prop::sample::select(vec!["1", "2", "\"a\"", "'b, # ]'", "[3, 4]", "{ id = \"k\" }"]), 0..4_u8);
        (prop::collection::vec(item, 0..6), any::<bool>()).prop_map(|(items, comma)| {
            let (mut text, mut comments) = ("[".to_owned(), Vec::new());
            let many = items.len();
            for (at, (literal, how)) in items.into_iter().enumerate() {
                if how == 3 {
                    comments.push(format!("# above {at}"));
                    text.push_str(&format!("\n # above {at}\n"));
                }
                text.push_str(literal);
                if at + 1 < many || comma {
                    text.push_str(if how == 2 { " , " } else { "," });
                }
                if how == 1 {
                    comments.push(format!("# behind {at}"));
                    text.push_str(&format!(" # behind {at}\n\t"));
                }
            }
            (text + "]", comments)
        })
    }

    proptest! {
        #[test]
        fn it_says_what_is_meant_and_no_comment_is_lost((source, comments) in spelt(), (other, _) in spelt()) {
            let new = said::value(&other).unwrap();
            let text = respelled(&source, &new);
            prop_assert_eq!(said::value(&text), Some(new));
            if source.contains('#') {
                for comment in comments {
                    prop_assert!(text.contains(&comment), "{} → {}", source, text);
                }
            }
        }
    }
}
