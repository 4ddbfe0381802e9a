//! The three-way merge of a plan.

use std::time::{Duration, Instant};

use nec::plan::merge::merge;
use nec::plan::{Document, Edit, FieldPath, Value};

use super::Outcome;
use super::figures::{line, waited};
use super::words::{Dice, plan};

const TIMES: usize = 2_000;

/// A plan of 9 KB that two people changed since: a few fields each, a row added and one changed on either side,
/// and different sentences of the same text. And one of which the other side changed a single field.
pub fn merge_plans() -> Outcome {
    let mut dice = Dice::new(11);
    let base = plan(1, 2026, &mut dice)?;
    let (ours, theirs) = (side(&base, &mut dice, 0)?, side(&base, &mut dice, 1)?);
    let mut little = Document::parse(&base)?;
    little.apply(&set("status", "submitted")?)?;
    println!("a plan of {} bytes, {} lines", base.len(), base.lines().count());
    for (what, theirs) in
        [("both sides changed much", &theirs), ("the other side changed a field", &little.into_text())]
    {
        let merged = merge(Some(&base), &ours, theirs)?;
        println!("{} conflicts, {} texts to be read once", merged.conflicts.len(), merged.read_once.len());
        let mut times = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            let (start, other) = (Instant::now(), waited());
            std::hint::black_box(merge(Some(&base), &ours, theirs)?);
            times.push(start.elapsed().saturating_sub(waited().saturating_sub(other)));
        }
        line(what, &times);
        let slowest: Duration = super::figures::percentile(&times, 99);
        println!("99th percentile {}", super::figures::ms(slowest));
    }
    Ok(())
}

fn set(path: &str, value: &str) -> Outcome<Edit> {
    let path = FieldPath::parse(path).ok_or("no path")?;
    Ok(Edit::Set { path, value: Value::from(value) })
}

/// The plan as one of two people has it.
fn side(base: &str, dice: &mut Dice, which: usize) -> Outcome<String> {
    let mut document = Document::parse(base)?;
    let plan = document.plan().clone();
    let mut edits = vec![set(["author.post", "profile.population"][which], &dice.line(3))?];
    for (answer, activity) in plan.activities().skip(which).step_by(4).take(3) {
        let path = FieldPath::of(["standards", &answer.id, "activities", &activity.key, "purpose"]);
        edits.push(Edit::Set { path, value: dice.line(8).into() });
    }
    for answer in &plan.answers {
        let mut sentences: Vec<&str> = answer.commitment.split_inclusive(". ").collect();
        let new = dice.prose(9) + " ";
        let at = if which == 0 { 0 } else { sentences.len().saturating_sub(1) };
        if sentences.len() > 1 {
            sentences[at] = &new;
            let path = FieldPath::of(["standards", &answer.id, "commitment"]);
            edits.push(Edit::Set { path, value: sentences.concat().trim().into() });
        }
    }
    let row =
        vec![("id".to_owned(), ["one", "two"][which].into()), ("rule".to_owned(), "meeting-gap".into())];
    edits.push(Edit::AddRow { list: FieldPath::of(["waivers"]), before: None, row });
    document.apply(&Edit::All(edits))?;
    Ok(document.into_text())
}
