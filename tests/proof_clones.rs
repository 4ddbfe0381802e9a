//! Nobody's words are lost: clones of one plan with a shared repository between them, edited at random, some cut
//! off for a while. Every word that was written is in the end in the plan, or somebody who had it before their eyes
//! wrote over it, took it out, or decided against it when both were shown; and all clones are the same to the byte.
//!
//! `NEC_PROOF_ROUNDS` and `NEC_PROOF_SEED` make it longer, or another: see `docs/proofs.md`.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;
mod sync_support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cli_support::{Desk, PLAN};
use nec::plan::{Document, Edit, FieldPath, Value};
use sync_support::Shared;

/// Rounds without `NEC_PROOF_ROUNDS`.
const ROUNDS: usize = 12;

#[test]
fn what_two_people_write_is_in_the_plan_or_was_shown_to_one_of_them() {
    Proof::new(2, number("NEC_PROOF_SEED", 1)).run(number("NEC_PROOF_ROUNDS", ROUNDS as u64));
}

#[test]
fn what_five_people_write_is_in_the_plan_or_was_shown_to_one_of_them() {
    Proof::new(5, number("NEC_PROOF_SEED", 2)).run(number("NEC_PROOF_ROUNDS", ROUNDS as u64));
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .ok()
        .map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name}: {text}")))
}

/// A person at a clone.
struct Person {
    desk: Desk,
    /// Rounds for which there is no connection.
    cut_off: usize,
}

struct Proof {
    shared: Shared,
    people: Vec<Person>,
    chance: Chance,
    seed: u64,
    /// Every word that was written, and how.
    written: BTreeMap<String, String>,
    /// Words that somebody wrote over, took out or decided against, having seen them.
    let_go: BTreeSet<String>,
    conflicts: usize,
    merges: usize,
}

impl Proof {
    fn new(people: usize, seed: u64) -> Proof {
        let shared = Shared::new();
        let people = (0..people).map(|_| Person { desk: shared.joined(), cut_off: 0 }).collect();
        let mut proof = Proof {
            shared,
            people,
            chance: Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1),
            seed,
            written: BTreeMap::new(),
            let_go: BTreeSet::new(),
            conflicts: 0,
            merges: 0,
        };
        for _ in 0..12 {
            proof.edit(0);
        }
        proof.commit(0);
        proof.sync(0);
        proof
    }

    fn run(mut self, rounds: u64) {
        for round in 0..rounds {
            for at in 0..self.people.len() {
                for _ in 0..=self.chance.below(3) {
                    self.edit(at);
                }
                // Some send with changes that are not recorded yet.
                if self.chance.below(4) > 0 {
                    self.commit(at);
                }
                let person = &mut self.people[at];
                if person.cut_off > 0 {
                    person.cut_off -= 1;
                    continue;
                }
                if self.chance.below(6) == 0 {
                    person.cut_off = 1 + self.chance.below(4);
                }
                self.sync(at);
            }
            self.look_for_lost(round);
        }
        self.come_together();
        let (words, seen) = (self.written.len(), self.let_go.len());
        println!(
            "{} people, {rounds} rounds, seed {}: {words} words written, {seen} let go by somebody who saw them, \
             {} conflicts, {} times received",
            self.people.len(),
            self.seed,
            self.conflicts,
            self.merges
        );
    }

    /// Everybody records and sends until nothing is left to bring together.
    fn come_together(&mut self) {
        for at in 0..self.people.len() {
            self.commit(at);
        }
        for _ in 0..2 {
            for at in 0..self.people.len() {
                self.sync(at);
            }
        }
        let end = self.shared.sent(PLAN);
        let tip = self.shared.tip();
        for (at, person) in self.people.iter().enumerate() {
            assert_eq!(person.desk.read(PLAN), end, "seed {}: clone {at} says something else", self.seed);
            let root = person.desk.root.clone();
            assert_eq!(self.shared.git_in(&root, &["rev-parse", "HEAD"]).trim(), tip, "clone {at}");
            assert_eq!(self.shared.git_in(&root, &["status", "--porcelain"]), "", "clone {at}");
            self.is_whole(&root);
        }
        self.is_whole(Path::new(&self.shared.address()));
        let lost: Vec<(&String, &String)> = self
            .written
            .iter()
            .filter(|(word, _)| !self.let_go.contains(*word) && !end.contains(word.as_str()))
            .collect();
        assert!(lost.is_empty(), "seed {}: lost {lost:?}\n{end}", self.seed);
    }

    fn is_whole(&self, repository: &Path) {
        let output = self.shared.run(repository, &["fsck", "--strict"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// While it goes on: a word that nobody let go is in somebody's file.
    fn look_for_lost(&self, round: u64) {
        let texts: Vec<String> = self.people.iter().map(|person| person.desk.read(PLAN)).collect();
        for (word, how) in &self.written {
            let is_there = self.let_go.contains(word) || texts.iter().any(|text| text.contains(word));
            assert!(is_there, "seed {}, round {round}: {word} is in no clone ({how})", self.seed);
        }
    }

    fn commit(&self, at: usize) {
        let (out, err, status) = self.people[at].desk.all(&["commit"]);
        assert_eq!(status, 0, "seed {}: {out}{err}", self.seed);
    }

    fn sync(&mut self, at: usize) {
        // Each conflict that is shown and settled may show the next: what was not recorded comes after.
        for _ in 0..40 {
            let before = self.people[at].desk.read(PLAN);
            let (out, err, status) = self.people[at].desk.all(&["sync"]);
            match status {
                0 => {
                    self.merges += usize::from(before != self.people[at].desk.read(PLAN));
                    return;
                }
                1 => self.settle(at),
                _ => panic!("seed {}: {out}{err}", self.seed),
            }
        }
        panic!("seed {}: conflicts without end", self.seed);
    }

    /// Settles each conflict that is shown, one way or another.
    fn settle(&mut self, at: usize) {
        let (listed, err, status) = self.people[at].desk.all(&["resolve"]);
        assert!(status < 2, "seed {}: {err}", self.seed);
        // Whoever decides has both before their eyes.
        self.let_go.extend(words_of(&listed));
        for line in listed.lines().filter(|line| line.trim_start().starts_with("settle with: nec resolve ")) {
            self.conflicts += 1;
            let words: Vec<&str> = line.split_whitespace().collect();
            let (area, path) = (words[4], words[5].trim_matches('\''));
            let sides: Vec<&str> =
                ["mine", "theirs", "both"].into_iter().filter(|side| words[6..].contains(side)).collect();
            let side = self.chance.one_of(&sides);
            let (out, err, status) = self.people[at].desk.all(&["resolve", area, path, side]);
            assert!(status < 2, "seed {}: {area} {path} {side}: {out}{err}", self.seed);
        }
    }

    fn word(&mut self, how: &str) -> String {
        let word = format!("w{:05}q", self.written.len());
        self.written.insert(word.clone(), how.to_owned());
        word
    }

    /// One change of the plan's file, as an editor or the screen would make it.
    fn edit(&mut self, at: usize) {
        let text = self.people[at].desk.read(PLAN);
        let mut doc = Document::parse(&text).unwrap();
        let (edit, lets_go) = self.invent(at, &doc);
        if doc.apply(&edit).is_ok() {
            self.let_go.extend(lets_go);
            self.people[at].desk.write(PLAN, doc.text());
        } else if let Some((word, _)) = self.written.pop_last() {
            // It was never written after all.
            assert!(!doc.text().contains(&word));
        }
    }

    /// An edit, and the words that go with what it takes the place of.
    fn invent(&mut self, at: usize, doc: &Document) -> (Edit, BTreeSet<String>) {
        let old =
            |path: &FieldPath| doc.get(path).map(|value| words_of(&format!("{value:?}"))).unwrap_or_default();
        match self.chance.below(10) {
            0 | 1 => {
                let path = path(self.chance.one_of(&LINES));
                let word = self.word(&format!("{at} set {path}"));
                (Edit::Set { value: format!("Post {word}").into(), path: path.clone() }, old(&path))
            }
            2 | 3 => {
                let path = path(self.chance.one_of(&PROSE));
                let word = self.word(&format!("{at} added a sentence to {path}"));
                let text = doc.get_text(&path);
                let text = match self.chance.below(2) {
                    0 => format!("{text} We will be at the hall with {word}."),
                    _ => format!("We begin with {word}. {text}"),
                };
                (Edit::Set { path, value: text.trim().into() }, BTreeSet::new())
            }
            4 => {
                let path = path(self.chance.one_of(&PROSE));
                let text = doc.get_text(&path);
                let mut sentences: Vec<&str> = text.split_inclusive(". ").collect();
                let word = self.word(&format!("{at} wrote a sentence of {path} anew"));
                let new = format!("Instead there is {word}. ");
                let mut lets_go = BTreeSet::new();
                if sentences.is_empty() {
                    sentences.push(&new);
                } else {
                    let which = self.chance.below(sentences.len());
                    lets_go = words_of(sentences[which]);
                    sentences[which] = &new;
                }
                (Edit::Set { path, value: sentences.concat().trim().into() }, lets_go)
            }
            5 => {
                let path = path("profile.settlements");
                let word = self.word(&format!("{at} added to {path}"));
                let mut list = match doc.get(&path) {
                    Some(Value::List(list)) => list,
                    _ => Vec::new(),
                };
                list.push(Value::Text(format!("Place {word}")));
                (Edit::Set { path, value: Value::List(list) }, BTreeSet::new())
            }
            6 => {
                let path = path("profile.settlements");
                match doc.get(&path) {
                    Some(Value::List(mut list)) if list.len() > 1 => {
                        let gone = list.remove(self.chance.below(list.len()));
                        (Edit::Set { path, value: Value::List(list) }, words_of(&format!("{gone:?}")))
                    }
                    _ => (Edit::All(Vec::new()), BTreeSet::new()),
                }
            }
            7 | 8 => {
                let (list, key) = self.chance.one_of(&ROWS);
                let list = path(list);
                let word = self.word(&format!("{at} added a row to {list}"));
                let row = vec![
                    ("id".to_owned(), nec::plan::mint::new_id().into()),
                    (key.to_owned(), format!("Row {word}").into()),
                ];
                (Edit::AddRow { list, before: None, row }, BTreeSet::new())
            }
            _ => {
                let (list, key) = self.chance.one_of(&ROWS);
                let list = path(list);
                let rows = match doc.get(&list) {
                    Some(Value::List(rows)) => nec::plan::model::row_keys(&rows),
                    _ => Vec::new(),
                };
                if rows.is_empty() {
                    return (Edit::All(Vec::new()), BTreeSet::new());
                }
                let row = list.child(rows[self.chance.below(rows.len())].clone());
                if self.chance.below(3) == 0 {
                    return (Edit::RemoveRow { path: row.clone() }, old(&row));
                }
                let field = row.child(key);
                let word = self.word(&format!("{at} set {field}"));
                (Edit::Set { path: field.clone(), value: format!("Row {word}").into() }, old(&field))
            }
        }
    }
}

const LINES: [&str; 5] = [
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
fn words_of(text: &str) -> BTreeSet<String> {
    let is_word = |word: &&str| {
        word.len() == 7
            && word.starts_with('w')
            && word.ends_with('q')
            && word[1..6].bytes().all(|b| b.is_ascii_digit())
    };
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(is_word).map(str::to_owned).collect()
}

/// Numbers that look random, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 33) % end as u64).unwrap()
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}
