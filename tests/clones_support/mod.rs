//! Words that can be told apart, and edits of a plan with them, at random.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use nec::plan::{Document, Edit, FieldPath, Value};

/// Every word that was written, and what became of it.
#[derive(Default)]
pub struct Words {
    count: usize,
    /// How each was written.
    pub written: BTreeMap<String, String>,
    /// Those that somebody wrote over, took out or decided against, having seen them.
    pub let_go: BTreeSet<String>,
}

impl Words {
    pub fn new_word(&mut self, how: &str) -> String {
        let word = format!("w{:05}q", self.count);
        self.count += 1;
        self.written.insert(word.clone(), how.to_owned());
        word
    }

    /// What was never written after all.
    pub fn forget(&mut self, word: &str) {
        self.written.remove(word);
    }

    /// Those that nobody let go and that are in none of these texts.
    pub fn lost(&self, texts: &[String]) -> Vec<(&String, &String)> {
        let there: BTreeSet<String> = texts.iter().flat_map(|text| words_of(text)).collect();
        self.written
            .iter()
            .filter(|(word, _)| !self.let_go.contains(*word) && !there.contains(*word))
            .collect()
    }
}

/// How many rows, places or sentences a part of the plan grows to.
const MANY: usize = 9;

/// An edit, and the words that go with what it takes the place of.
pub fn invent(chance: &mut Chance, words: &mut Words, at: usize, doc: &Document) -> (Edit, BTreeSet<String>) {
    let old =
        |path: &FieldPath| doc.get(path).map(|value| words_of(&format!("{value:?}"))).unwrap_or_default();
    // A plan stays of the length of a real one: where there is much already, something goes, or is written anew.
    let many = |path: &FieldPath| matches!(doc.get(path), Some(Value::List(list)) if list.len() > MANY);
    match chance.below(10) {
        0 | 1 => {
            let path = path(chance.one_of(&LINES));
            let word = words.new_word(&format!("{at} set {path}"));
            (Edit::Set { value: format!("Post {word}").into(), path: path.clone() }, old(&path))
        }
        2 | 3 => {
            let path = path(chance.one_of(&PROSE));
            let text = doc.get_text(&path);
            if text.split_inclusive(". ").count() > MANY {
                return anew(chance, words, at, path, &text);
            }
            let word = words.new_word(&format!("{at} added a sentence to {path}"));
            let text = match chance.below(2) {
                0 => format!("{text} We will be at the hall with {word}."),
                _ => format!("We begin with {word}. {text}"),
            };
            (Edit::Set { path, value: text.trim().into() }, BTreeSet::new())
        }
        4 => {
            let path = path(chance.one_of(&PROSE));
            let text = doc.get_text(&path);
            anew(chance, words, at, path, &text)
        }
        5 | 6 => {
            let path = path("profile.settlements");
            let mut list = match doc.get(&path) {
                Some(Value::List(list)) => list,
                _ => Vec::new(),
            };
            if many(&path) || (list.len() > 1 && chance.below(2) == 0) {
                let gone = list.remove(chance.below(list.len()));
                return (Edit::Set { path, value: Value::List(list) }, words_of(&format!("{gone:?}")));
            }
            let word = words.new_word(&format!("{at} added to {path}"));
            list.push(Value::Text(format!("Place {word}")));
            (Edit::Set { path, value: Value::List(list) }, BTreeSet::new())
        }
        kind => {
            let (list, key) = chance.one_of(&ROWS);
            let list = path(list);
            let rows = match doc.get(&list) {
                Some(Value::List(rows)) => nec::plan::model::row_keys(&rows),
                _ => Vec::new(),
            };
            if rows.is_empty() || (kind < 9 && !many(&list)) {
                let word = words.new_word(&format!("{at} added a row to {list}"));
                let row = vec![
                    ("id".to_owned(), nec::plan::mint::new_id().into()),
                    (key.to_owned(), format!("Row {word}").into()),
                ];
                return (Edit::AddRow { list, before: None, row }, BTreeSet::new());
            }
            let row = list.child(rows[chance.below(rows.len())].clone());
            if kind < 9 || chance.below(3) == 0 {
                return (Edit::RemoveRow { path: row.clone() }, old(&row));
            }
            let field = row.child(key);
            let word = words.new_word(&format!("{at} set {field}"));
            (Edit::Set { path: field.clone(), value: format!("Row {word}").into() }, old(&field))
        }
    }
}

/// A sentence of a text, written anew.
fn anew(
    chance: &mut Chance,
    words: &mut Words,
    at: usize,
    path: FieldPath,
    text: &str,
) -> (Edit, BTreeSet<String>) {
    let mut sentences: Vec<&str> = text.split_inclusive(". ").collect();
    let word = words.new_word(&format!("{at} wrote a sentence of {path} anew"));
    let new = format!("Instead there is {word}. ");
    let mut lets_go = BTreeSet::new();
    if sentences.is_empty() {
        sentences.push(&new);
    } else {
        let which = chance.below(sentences.len());
        lets_go = words_of(sentences[which]);
        sentences[which] = &new;
    }
    (Edit::Set { path, value: sentences.concat().trim().into() }, lets_go)
}

pub const LINES: [&str; 5] = [
    "author.post",
    "standards.website.page-owner",
    "standards.publicising.publicised-by",
    "standards.feedback.route",
    "standards.social-media.watched",
];

const PROSE: [&str; 4] = [
    "profile.summary",
    "standards.face-to-face.commitment",
    "standards.inclusion.commitment",
    "standards.priorities.what-changed",
];

const ROWS: [(&str, &str); 4] = [
    ("priorities", "title"),
    ("standards.face-to-face.activities", "title"),
    ("standards.partners.partners", "purpose"),
    ("standards.inclusion.groups", "needs"),
];

fn path(text: &str) -> FieldPath {
    FieldPath::parse(text).unwrap()
}

/// The words of the proof in a text.
pub fn words_of(text: &str) -> BTreeSet<String> {
    let is_word = |word: &&str| {
        word.len() == 7
            && word.starts_with('w')
            && word.ends_with('q')
            && word[1..6].bytes().all(|b| b.is_ascii_digit())
    };
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(is_word).map(str::to_owned).collect()
}

/// Numbers that look random, the same for the same seed.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Whether one of so many times it is so.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 33) % end as u64).unwrap()
    }

    pub fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}
