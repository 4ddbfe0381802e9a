//! What the edition demands of a standard's own fields.

use super::Bench;
use crate::check::Class;
use crate::plan::{Cadence, FieldPath, Value};
use crate::standards::{Choice, Demand, Edition, Field, FieldKind, Requires, Standard};

fn list(items: &[&str]) -> Value {
    Value::List(items.iter().map(|item| Value::from(*item)).collect())
}

#[test]
fn field_missing() {
    let found = Bench::with(|bench| bench.unset("publicising", "publicised-by")).only("field-missing");
    assert_eq!(found.class, Class::Incomplete);
    assert_eq!(found.message, "Who publicises events: nothing is entered");
    assert_eq!(found.path, FieldPath::parse("standards.publicising.publicised-by").unwrap());
    Bench::with(|bench| bench.set("publicising", "publicised-by", " ")).only("field-missing");
}

#[test]
fn field_short() {
    let found =
        Bench::with(|bench| bench.set("social-media", "feeds", list(&["dorset-alert"]))).only("field-short");
    assert_eq!(found.class, Class::NonCompliant);
    assert_eq!(found.message, "Feeds: 1; at least 2 are asked for");
    let words = |text: &str| Bench::with(|bench| bench.set("face-to-face", "if-called-away", text));
    let found = words("The deputy goes instead").only("field-short");
    assert_eq!(found.message, "If called away: 4 words; at least 5 words are asked for");
    words("The deputy always goes instead").clean();
}

#[test]
fn website_review_rare() {
    let every = |text: &str| Bench::with(|bench| bench.set("website", "reviewed-every", text));
    let found = every("quarter").only("website-review-rare");
    assert_eq!(found.class, Class::NonCompliant);
    assert_eq!(found.message, "Reviewed every: every quarter; every month is asked for");
    every("fortnight").clean();
    every("").only("website-review-rare");
    every("mont").only("value-not-understood");
}

#[test]
fn reply_time_missing() {
    let hours = |hours: Value| Bench::with(|bench| bench.set("social-media", "reply-hours", hours));
    let found = hours(Value::Integer(73)).only("reply-time-missing");
    assert_eq!(found.message, "A query gets a reply within: 73 hours; at most 72 hours are asked for");
    assert!(found.help.contains("Neighbourhood Policing Guarantee"), "{}", found.help);
    hours(Value::Decimal(71.5)).clean();
    let unsaid = Bench::with(|bench| bench.unset("social-media", "reply-hours"));
    assert_eq!(unsaid.only("reply-time-missing").class, Class::NonCompliant);
}

#[test]
fn emergency_signpost_missing() {
    let unsaid = |commitment: &str| {
        Bench::with(|bench| {
            bench.unset("social-media", "not-for-emergencies");
            bench.answer("social-media").commitment = commitment.to_owned();
        })
    };
    let words = "We post every week and answer each question in three days.";
    assert_eq!(unsaid(words).only("emergency-signpost-missing").class, Class::Advice);
    unsaid(&format!("{words} In an emergency call 999.")).clean();
}

#[test]
fn feedback_loop_missing() {
    let every = |text: &str| Bench::with(|bench| bench.set("feedback", "reported-every", text));
    every("half-year").only("feedback-loop-missing");
    every("month").clean();
    Bench::with(|bench| bench.set("feedback", "reported-where", list(&[""]))).only("feedback-loop-missing");
}

/// A ninth standard of a force's own, with a field of each kind.
fn ninth(edition: &mut Edition) {
    let kinds = FieldKind::ALL;
    let field = |kind: FieldKind| Field {
        id: kind.id().to_owned(),
        label: kind.id().to_owned(),
        kind,
        choices: vec![Choice { id: "yes".to_owned(), label: "Yes".to_owned() }],
        columns: vec![Field { id: "who".to_owned(), ..Field::default() }],
        ..Field::default()
    };
    let demand = |kind: FieldKind| {
        let mut demand = Demand { required: true, ..Demand::default() };
        match kind {
            FieldKind::Line | FieldKind::Prose => demand.words = Some(2),
            FieldKind::Number => demand.at_least = Some(2.0),
            FieldKind::List | FieldKind::Rows => demand.at_most = Some(1.0),
            FieldKind::Cadence => demand.cadence = Some(Cadence::Quarter),
            FieldKind::Choice | FieldKind::Date | FieldKind::Link => {}
        }
        (kind.id().to_owned(), demand)
    };
    edition.standards.push(Standard {
        id: "ninth".to_owned(),
        number: 9,
        title: "The force's own".to_owned(),
        fields: kinds.into_iter().map(field).collect(),
        requires: Requires { fields: kinds.into_iter().map(demand).collect(), ..Requires::default() },
        ..Standard::default()
    });
}

fn answering(fields: &str) -> Bench {
    let text = include_str!("plan.toml");
    let more = format!("{text}\n[standards.ninth]\ncommitment = \"We do.\"\n{fields}");
    Bench::with(|bench| {
        bench.plan = crate::plan::Document::parse(&more).unwrap().plan().clone();
        ninth(&mut bench.edition);
    })
}

#[test]
fn a_standard_of_the_forces_own_is_checked_with_no_code() {
    answering(
        "line = \"two words\"\nprose = \"two words\"\nnumber = 2\nchoice = \"yes\"\nlist = [\"a\"]\n\
         rows = [{ who = \"a\" }]\ncadence = \"month\"\ndate = 2027-01-01\nlink = \"https://example.police.uk\"\n",
    )
    .clean();
    assert_eq!(answering("").rules(), ["field-missing"; 9]);
    let short = answering(
        "line = \"one\"\nprose = \"one\"\nnumber = 1\nchoice = \"yes\"\nlist = [\"a\", \"b\"]\n\
         rows = [{ who = \"a\" }, { who = \"b\" }]\ncadence = \"year\"\ndate = 2027-01-01\nlink = \"x\"\n",
    );
    assert_eq!(short.rules(), ["field-short"; 6]);
    let mistyped = answering(
        "line = 1\nprose = 1\nnumber = \"1\"\nchoice = \"no\"\nlist = [1]\nrows = [{ who = 1 }]\n\
         cadence = \"often\"\ndate = \"soon\"\nlink = 1\n",
    );
    assert_eq!(mistyped.rules(), ["value-not-understood"; 9]);
}

#[test]
fn a_demand_that_names_no_rule_of_its_sort_is_still_checked() {
    let naming = |rule: &str| {
        Bench::with(|bench| {
            bench.requires("website").fields[0].1.rule = Some(rule.to_owned());
            bench.unset("website", "reviewed-every");
        })
    };
    naming("meeting-gap").only("field-missing");
    naming("nonsense").only("field-missing");
    naming("feedback-loop-missing").only("feedback-loop-missing");
}
