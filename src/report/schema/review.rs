//! The schema of a plan's review: comments, decisions, marks, sign-offs.

use serde_json::{Value, json};

use super::parts::{
    choice, grades, list, moment, offered, requiring, said, set, standards, table, text, whole as number,
    words, yes_no,
};
use crate::standards::Edition;

/// Of what changes by edition, what any of the editions has.
pub fn schema(editions: &[&Edition]) -> Value {
    let standard = || ("standard", said(offered(&standards(editions)), "Standard", ""));
    let because = || ("because", said(text(), "Because", ""));
    let submission = row(vec![
        ("edition", said(text(), "Edition", "The standards by which the plan is judged from then on.")),
        ("revision", said(number(), "Revision of the edition", "")),
        ("commit", said(text(), "Version", "The commit that was sent.")),
    ]);
    let comment = row(vec![
        ("path", said(text(), "Field", "Its dotted address in the plan.")),
        ("quote", said(text(), "Quote", "The words that it is about.")),
        ("text", said(text(), "Comment", "")),
        ("parent", said(text(), "Answers", "The id of the comment that this one answers.")),
        ("resolved-by", said(text(), "Resolved by", "")),
        ("resolved-at", said(moment(), "Resolved at", "")),
    ]);
    let decision = row(vec![
        standard(),
        ("decision", said(words(&["accept", "change", "not-applicable", "waiver"]), "Decision", "")),
        ("waiver", said(text(), "Waiver", "The id of the waiver that it is about.")),
        because(),
    ]);
    let mark = row(vec![
        standard(),
        ("grade", said(choice(&grades(editions)), "Grade", "")),
        because(),
        ("agreed", said(yes_no(), "Agreed", "The readers agreed on it.")),
        ("interest", said(text(), "Interest", "What the reader has to do with the area.")),
    ]);
    let signoff = row(vec![
        ("stage", said(text(), "Stage", "Its id in nec.toml.")),
        ("covers", said(words(&["promise", "delivery"]), "Covers", "")),
        ("scheme", said(text(), "Scheme", "How its hashes were made.")),
        ("commit", said(text(), "Version", "The commit that was signed off.")),
        ("signature", said(text(), "Signature", "")),
    ]);
    let mut whole = requiring(
        table(vec![
            ("format", said(json!({ "const": 1 }), "Format of this file", "")),
            ("submission", said(list(submission), "Submissions", "")),
            ("comment", said(list(comment), "Comments", "")),
            ("decision", said(list(decision), "Decisions", "")),
            ("mark", said(list(mark), "Marks", "")),
            ("signoff", said(list(signoff), "Sign-offs", "With the hashes of what was signed off.")),
        ]),
        &["format"],
    );
    set(&mut whole, "title", json!("The review of a plan"));
    whole
}

/// A row by somebody, at a time.
fn row(mut keys: Vec<(&str, Value)>) -> Value {
    keys.insert(0, ("id", said(text(), "Id", "Given when the row is first written; it stays.")));
    keys.push(("by", said(text(), "By", "A post.")));
    keys.push(("email", said(text(), "E-mail", "A work address.")));
    keys.push(("at", said(moment(), "At", "In UTC.")));
    table(keys)
}
