//! Every text of a plan with its address, and the name of every key that somebody chose.

use crate::plan::model::row_keys;
use crate::plan::{FieldPath, Plan, Value};

/// What a text is to its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// All that stands there.
    Whole,
    /// One of several, in a list.
    Item,
    /// The name of the key itself.
    Key,
}

/// Shows every text that somebody has entered, with its address: prose, lines, lists, what no field holds,
/// and the names of keys that the format does not have. An address is only put together where it is needed.
pub(super) fn for_each_text<'a>(plan: &'a Plan, mut see: impl FnMut(At<'_>, &'a str, Held)) {
    let see = &mut see;
    let fields = [("edition", &plan.edition), ("area", &plan.area), ("period", &plan.period)];
    for (key, text) in fields.into_iter().chain([("classification", &plan.classification)]) {
        at(see, &[key], text);
    }
    at(see, &["author", "post"], &plan.author.post);
    at(see, &["author", "email"], &plan.author.email);
    let profile = &plan.profile;
    at(see, &["profile", "summary"], &profile.summary);
    list(see, &["profile", "settlements"], &profile.settlements);
    for row in &plan.neighbourhoods {
        for (leaf, text) in [
            ("id", &row.id),
            ("officer", &row.officer),
            ("post", &row.post),
            ("contact", &row.contact),
            ("deputy", &row.deputy),
        ] {
            at(see, &["neighbourhoods", &row.key, leaf], text);
        }
    }
    for row in &plan.priorities {
        for (leaf, text) in
            [("id", &row.id), ("title", &row.title), ("source", &row.source), ("action", &row.action)]
        {
            at(see, &["priorities", &row.key, leaf], text);
        }
        list(see, &["priorities", &row.key, "neighbourhoods"], &row.neighbourhoods);
    }
    for answer in &plan.answers {
        see(&|| FieldPath::of(["standards", &answer.id]), &answer.id, Held::Key);
        at(see, &["standards", &answer.id, "commitment"], &answer.commitment);
        at(see, &["standards", &answer.id, "self-assessment"], &answer.self_assessment);
        if let Some(reason) = &answer.not_applicable {
            at(see, &["standards", &answer.id, "not-applicable"], reason);
        }
        for (key, value) in &answer.fields {
            see(&|| FieldPath::of(["standards", &answer.id, key]), key, Held::Key);
            in_value(see, &|| FieldPath::of(["standards", &answer.id, key]), value);
        }
    }
    for_each_of_activities(plan, see);
    for row in &plan.waivers {
        for (leaf, text) in [
            ("id", &row.id),
            ("rule", &row.rule),
            ("standard", &row.standard),
            ("row", &row.row),
            ("reason", &row.reason),
            ("by", &row.by),
        ] {
            at(see, &["waivers", &row.key, leaf], text);
        }
    }
    for path in &plan.unknown {
        see(&|| path.clone(), path.segments().last().map_or("", String::as_str), Held::Key);
    }
    for (path, value) in &plan.stray {
        in_value(see, &|| path.clone(), value);
    }
}

fn for_each_of_activities<'a>(plan: &'a Plan, see: &mut impl FnMut(At<'_>, &'a str, Held)) {
    for (answer, activity) in plan.activities() {
        let field = |leaf| ["standards", answer.id.as_str(), "activities", activity.key.as_str(), leaf];
        for (leaf, text) in [
            ("id", &activity.id),
            ("title", &activity.title),
            ("kind", &activity.kind),
            ("venue", &activity.venue),
            ("link", &activity.link),
            ("purpose", &activity.purpose),
            ("owner", &activity.owner),
            ("deputy", &activity.deputy),
            ("measure", &activity.measure),
            ("target", &activity.target),
        ] {
            at(see, &field(leaf), text);
        }
        for (leaf, texts) in [
            ("venues", &activity.venues),
            ("access", &activity.access),
            ("neighbourhoods", &activity.neighbourhoods),
            ("audience", &activity.audience),
            ("channels", &activity.channels),
        ] {
            list(see, &field(leaf), texts);
        }
    }
}

/// Where a text stands, put together only where it is needed.
type At<'p> = &'p dyn Fn() -> FieldPath;

fn list<'a>(see: &mut impl FnMut(At<'_>, &'a str, Held), path: &[&str], texts: &'a [String]) {
    for text in texts {
        see(&|| FieldPath::of(path.iter().copied()), text, Held::Item);
    }
}

fn at<'a>(see: &mut impl FnMut(At<'_>, &'a str, Held), path: &[&str], text: &'a str) {
    see(&|| FieldPath::of(path.iter().copied()), text, Held::Whole);
}

fn in_value<'a>(see: &mut impl FnMut(At<'_>, &'a str, Held), path: At<'_>, value: &'a Value) {
    match value {
        Value::Text(text) | Value::Moment(text) => see(path, text, Held::Whole),
        Value::List(items) => {
            for (nth, item) in items.iter().enumerate() {
                match item {
                    Value::Table(_) => in_value(see, &|| path().child(&row_keys(items)[nth]), item),
                    Value::Text(text) => see(path, text, Held::Item),
                    _ => in_value(see, path, item),
                }
            }
        }
        Value::Table(entries) => {
            for (key, value) in entries {
                see(&|| path().child(key), key, Held::Key);
                in_value(see, &|| path().child(key), value);
            }
        }
        _ => {}
    }
}
