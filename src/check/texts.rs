//! Every text of a plan with its address.

use crate::plan::model::row_keys;
use crate::plan::{Entry, FieldPath, Plan, Value};

/// Shows every text that somebody has entered, with its address: prose, lines, lists, and
/// what was typed into a field of another type. An address is only put together where it is needed.
pub(super) fn for_each_text<'a>(plan: &'a Plan, mut see: impl FnMut(At<'_>, &'a str)) {
    let see = &mut see;
    let fields = [("edition", &plan.edition), ("area", &plan.area), ("period", &plan.period)];
    for (key, text) in fields.into_iter().chain([("classification", &plan.classification)]) {
        at(see, &[key], text);
    }
    typed(see, &["starts"], &plan.starts);
    typed(see, &["ends"], &plan.ends);
    typed(see, &["status"], &plan.status);
    at(see, &["author", "post"], &plan.author.post);
    at(see, &["author", "email"], &plan.author.email);
    let profile = &plan.profile;
    at(see, &["profile", "summary"], &profile.summary);
    list(see, &["profile", "settlements"], &profile.settlements);
    typed(see, &["profile", "population"], &profile.population);
    typed(see, &["profile", "population-year"], &profile.population_year);
    typed(see, &["profile", "households"], &profile.households);
    typed(see, &["profile", "team", "sergeants"], &profile.team.sergeants);
    typed(see, &["profile", "team", "constables"], &profile.team.constables);
    typed(see, &["profile", "team", "pcsos"], &profile.team.pcsos);
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
        typed(see, &["priorities", &row.key, "agreed"], &row.agreed);
        list(see, &["priorities", &row.key, "neighbourhoods"], &row.neighbourhoods);
    }
    for answer in &plan.answers {
        at(see, &["standards", &answer.id, "commitment"], &answer.commitment);
        at(see, &["standards", &answer.id, "self-assessment"], &answer.self_assessment);
        if let Some(reason) = &answer.not_applicable {
            at(see, &["standards", &answer.id, "not-applicable"], reason);
        }
        for (key, value) in &answer.fields {
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
        typed(see, &["waivers", &row.key, "until"], &row.until);
    }
}

fn for_each_of_activities<'a>(plan: &'a Plan, see: &mut impl FnMut(At<'_>, &'a str)) {
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
        typed(see, &field("public"), &activity.public);
        typed(see, &field("starts"), &activity.starts);
        typed(see, &field("every"), &activity.every);
        typed(see, &field("on"), &activity.on);
        typed(see, &field("ends"), &activity.ends);
        typed(see, &field("time"), &activity.time);
        typed(see, &field("until"), &activity.until);
        typed(see, &field("publicise-days"), &activity.publicise_days);
    }
}

/// Where a text stands, put together only where it is needed.
type At<'p> = &'p dyn Fn() -> FieldPath;

fn typed<'a, T>(see: &mut impl FnMut(At<'_>, &'a str), path: &[&str], entry: &'a Entry<T>) {
    if let Entry::AsTyped(text) = entry {
        at(see, path, text);
    }
}

fn list<'a>(see: &mut impl FnMut(At<'_>, &'a str), path: &[&str], texts: &'a [String]) {
    for text in texts {
        at(see, path, text);
    }
}

fn at<'a>(see: &mut impl FnMut(At<'_>, &'a str), path: &[&str], text: &'a str) {
    see(&|| FieldPath::of(path.iter().copied()), text);
}

fn in_value<'a>(see: &mut impl FnMut(At<'_>, &'a str), path: At<'_>, value: &'a Value) {
    match value {
        Value::Text(text) | Value::Moment(text) => see(path, text),
        Value::List(items) => {
            for (nth, item) in items.iter().enumerate() {
                match item {
                    Value::Table(_) => in_value(see, &|| path().child(&row_keys(items)[nth]), item),
                    _ => in_value(see, path, item),
                }
            }
        }
        Value::Table(entries) => {
            for (key, value) in entries {
                in_value(see, &|| path().child(key), value);
            }
        }
        _ => {}
    }
}
