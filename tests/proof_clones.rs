//! Nobody's words are lost: clones of one plan with a shared repository between them, edited at random, some cut
//! off for a while, some left half way through what is to be settled, some written in by another program while they
//! send and receive; now and then a sync is taken back, or an older version brought back. Every word that was written
//! is in the end in the plan, or somebody who had it before their eyes wrote over it, took it out, or decided against
//! it when both were shown; and all clones are the same to the byte.
//!
//! `NEC_PROOF_ROUNDS` and `NEC_PROOF_SEED` make it longer, or another: see `docs/proofs.md`.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;
mod clones_support;
mod sync_support;

use std::path::Path;

use cli_support::{Desk, PLAN};
use clones_support::{Chance, Words, invent, words_of};
use nec::plan::Document;
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

/// How often each came about.
#[derive(Debug, Default)]
struct Counts {
    received: usize,
    conflicts: usize,
    left_half_way: usize,
    written_meanwhile: usize,
    taken_back: usize,
    not_taken_back: usize,
    brought_back: usize,
}

struct Proof {
    shared: Shared,
    people: Vec<Person>,
    chance: Chance,
    seed: u64,
    words: Words,
    counts: Counts,
}

impl Proof {
    fn new(people: usize, seed: u64) -> Proof {
        let shared = Shared::new();
        // While it is sent to, another program works in the plans of whoever sends.
        shared.hook("pre-receive", &meanwhile("sending"));
        let people = (0..people).map(|_| Person { desk: with_hook(shared.joined()), cut_off: 0 }).collect();
        let (words, counts) = (Words::default(), Counts::default());
        let mut proof = Proof { shared, people, chance: Chance::new(seed), seed, words, counts };
        for _ in 0..12 {
            proof.edit(0);
        }
        proof.commit(0);
        proof.sync(0, false);
        proof
    }

    fn run(mut self, rounds: u64) {
        for round in 0..rounds {
            for at in 0..self.people.len() {
                self.turn(at);
            }
            self.look_for_lost(&format!("round {round}"));
            if (round + 1) % 100 == 0 {
                println!("{} people: {} rounds", self.people.len(), round + 1);
            }
        }
        self.come_together();
        let (words, seen) = (self.words.written.len(), self.words.let_go.len());
        println!(
            "{} people, {rounds} rounds, seed {}: {words} words written, {seen} let go by somebody who saw them; {:?}",
            self.people.len(),
            self.seed,
            self.counts
        );
    }

    /// What one person does in a round.
    fn turn(&mut self, at: usize) {
        for _ in 0..=self.chance.below(3) {
            self.edit(at);
        }
        if self.chance.one_in(40) {
            self.bring_back(at);
        }
        // Some send with changes that are not recorded yet.
        if !self.chance.one_in(4) {
            self.commit(at);
        }
        let person = &mut self.people[at];
        if person.cut_off > 0 {
            person.cut_off -= 1;
            return;
        }
        if self.chance.one_in(6) {
            person.cut_off = 1 + self.chance.below(4);
        }
        let others_write = self.chance.one_in(4);
        if others_write {
            self.sync_and_write(at);
        } else {
            self.sync(at, true);
        }
        if self.chance.one_in(20) {
            self.take_back(at);
        }
    }

    /// Everybody records and sends until nothing is left to bring together.
    fn come_together(&mut self) {
        for at in 0..self.people.len() {
            self.commit(at);
        }
        for _ in 0..2 {
            for at in 0..self.people.len() {
                self.sync(at, false);
            }
        }
        let end = self.shared.sent(PLAN);
        let tip = self.shared.tip();
        for (at, person) in self.people.iter().enumerate() {
            assert_eq!(person.desk.read(PLAN), end, "seed {}: clone {at} says something else", self.seed);
            assert_eq!(self.tip(at), tip, "clone {at}");
            let root = person.desk.root.clone();
            assert_eq!(self.shared.git_in(&root, &["status", "--porcelain"]), "", "clone {at}");
            self.is_whole(&root);
        }
        self.is_whole(Path::new(&self.shared.address()));
        let lost = self.words.lost(std::slice::from_ref(&end));
        assert!(lost.is_empty(), "seed {}: lost {lost:?}\n{end}", self.seed);
    }

    fn is_whole(&self, repository: &Path) {
        let output = self.shared.run(repository, &["fsck", "--strict"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn tip(&self, at: usize) -> String {
        self.shared.git_in(&self.people[at].desk.root, &["rev-parse", "HEAD"]).trim().to_owned()
    }

    /// While it goes on: a word that nobody let go is in somebody's file, or was sent.
    fn look_for_lost(&self, when: &str) {
        let mut texts: Vec<String> = self.people.iter().map(|person| person.desk.read(PLAN)).collect();
        texts.push(self.shared.sent(PLAN));
        let lost = self.words.lost(&texts);
        assert!(lost.is_empty(), "seed {}, {when}: in no clone: {lost:?}", self.seed);
    }

    fn commit(&self, at: usize) {
        let (out, err, status) = self.people[at].desk.all(&["commit"]);
        assert_eq!(status, 0, "seed {}: {out}{err}", self.seed);
    }

    /// Sends and receives. `half_way`: what is to be settled may be left half way.
    fn sync(&mut self, at: usize, half_way: bool) {
        // Each conflict that is shown and settled may show the next: what was not recorded comes after.
        for _ in 0..40 {
            let before = self.people[at].desk.read(PLAN);
            let (out, err, status) = self.people[at].desk.all(&["sync"]);
            match status {
                0 => {
                    self.counts.received += usize::from(before != self.people[at].desk.read(PLAN));
                    return;
                }
                1 => {
                    let some = half_way && self.chance.one_in(2);
                    self.settle(at, some);
                    if some {
                        self.counts.left_half_way += 1;
                        return;
                    }
                }
                _ => panic!("seed {}: {out}{err}", self.seed),
            }
        }
        panic!("seed {}: conflicts without end", self.seed);
    }

    /// Settles each conflict that is shown, or `some`, one way or another.
    fn settle(&mut self, at: usize, some: bool) {
        let (listed, err, status) = self.people[at].desk.all(&["resolve"]);
        assert!(status < 2, "seed {}: {err}", self.seed);
        for place in listed.split("\n\n") {
            let Some(line) =
                place.lines().find_map(|line| line.trim().strip_prefix("settle with: nec resolve "))
            else {
                continue;
            };
            if some && self.chance.one_in(2) {
                continue;
            }
            // Whoever decides has both before their eyes.
            self.words.let_go.extend(words_of(place));
            self.counts.conflicts += 1;
            let words: Vec<&str> = line.split_whitespace().collect();
            let (area, path) = (words[0], words[1].trim_matches('\''));
            let sides: Vec<&str> =
                ["mine", "theirs", "both"].into_iter().filter(|side| words[2..].contains(side)).collect();
            let side = self.chance.one_of(&sides);
            let (out, err, status) = self.people[at].desk.all(&["resolve", area, path, side]);
            assert!(status < 2, "seed {}: {area} {path} {side}: {out}{err}", self.seed);
        }
    }

    /// Sends and receives while another program writes a row into the plan and may record it: when others' versions
    /// are on their way here, or when those of here are on their way there.
    fn sync_and_write(&mut self, at: usize) {
        let moment = self.chance.one_of(&["receiving", "sending"]);
        let word = self.words.new_word(&format!("{at} wrote a row while {moment}"));
        let desk = &self.people[at].desk;
        let nec = desk.nec(&[]).get_program().to_str().unwrap().to_owned();
        let nec = format!("'{nec}' --dir '{}'", desk.root.display());
        let path = "standards.partners.partners.+.purpose";
        let mut script = format!("{nec} set west-dorset {path} 'Row {word}' || exit 1\n");
        if self.chance.one_in(2) {
            let who = "GIT_AUTHOR_NAME='Constable' GIT_AUTHOR_EMAIL=constable@example.police.uk";
            script.push_str(&format!("{who} {nec} commit || exit 1\n"));
        }
        let place = desk.home.path().join(moment);
        std::fs::write(&place, script).unwrap();
        self.sync(at, true);
        // Where nothing was on its way, nobody wrote.
        if place.exists() {
            std::fs::remove_file(&place).unwrap();
            self.words.forget(&word);
        } else {
            self.counts.written_meanwhile += 1;
            let text = self.people[at].desk.read(PLAN);
            assert!(text.contains(&word), "seed {}: {word} was written while {moment}\n{text}", self.seed);
        }
    }

    /// Takes back what was done last: a sync, a settlement, a version.
    fn take_back(&mut self, at: usize) {
        let (before, tip) = (self.people[at].desk.read(PLAN), self.tip(at));
        let (out, err, status) = self.people[at].desk.all(&["undo", "--yes"]);
        let (after, now) = (self.people[at].desk.read(PLAN), self.tip(at));
        if status != 0 {
            // It is told why, and nothing changes.
            self.counts.not_taken_back += 1;
            assert!(!err.is_empty() && (&before, &tip) == (&after, &now), "seed {}: {out}{err}", self.seed);
            return;
        }
        self.counts.taken_back += 1;
        let root = self.people[at].desk.root.clone();
        let is_out = now != tip
            && self.shared.run(&root, &["merge-base", "--is-ancestor", &now, &tip]).status.success();
        // What only goes out of this clone is others' still. What is written as it was before is seen first.
        if !is_out {
            let stays = words_of(&after);
            self.words.let_go.extend(words_of(&before).into_iter().filter(|word| !stays.contains(word)));
        }
        self.look_for_lost(&format!("{at} took back: {out}"));
    }

    /// Brings one of the last versions back.
    fn bring_back(&mut self, at: usize) {
        let desk = &self.people[at].desk;
        let listed = self.shared.git_in(&desk.root, &["log", "--format=%h", "-6", "--", PLAN]);
        let versions: Vec<&str> = listed.lines().collect();
        let version = self.chance.one_of(&versions);
        let before = desk.read(PLAN);
        let (out, err, status) = desk.all(&["restore", "west-dorset", version, "--yes"]);
        assert_eq!(status, 0, "seed {}: {version}: {out}{err}", self.seed);
        self.counts.brought_back += 1;
        let stays = words_of(&desk.read(PLAN));
        self.words.let_go.extend(words_of(&before).into_iter().filter(|word| !stays.contains(word)));
    }

    /// One change of the plan's file, as an editor or the screen would make it.
    fn edit(&mut self, at: usize) {
        let text = self.people[at].desk.read(PLAN);
        let mut doc = Document::parse(&text).unwrap();
        let (edit, lets_go) = invent(&mut self.chance, &mut self.words, at, &doc);
        doc.apply(&edit).unwrap();
        self.words.let_go.extend(lets_go);
        self.people[at].desk.write(PLAN, doc.text());
    }
}

/// A hook that runs what somebody else does in the plans at this moment, once, and fails if it fails.
fn meanwhile(moment: &str) -> String {
    format!(
        "#!/bin/sh\nif [ -f \"$HOME/{moment}\" ]; then\n\
         mv \"$HOME/{moment}\" \"$HOME/now\"\n\
         (unset $(git rev-parse --local-env-vars) GIT_QUARANTINE_PATH; sh \"$HOME/now\") </dev/null >&2 || exit 1\n\
         fi\n"
    )
}

/// While it receives, another program works in the plans: a hook of this user's own settings of git.
fn with_hook(desk: Desk) -> Desk {
    use std::os::unix::fs::PermissionsExt;
    let hook = desk.home.path().join("receives");
    std::fs::write(&hook, meanwhile("receiving") + "exec \"$@\"\n").unwrap();
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    let settings = format!("[uploadpack]\n\tpackObjectsHook = {}\n", hook.display());
    std::fs::write(desk.home.path().join("gitconfig"), settings).unwrap();
    desk
}
