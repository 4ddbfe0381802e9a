//! Every text of a plan with its address.

use crate::plan::model::row_keys;
use crate::plan::{Entry, Plan, Value};

/// Shows every text that somebody has entered, with the segments of its address: prose, lines, lists, and
/// what was typed into a field of another type. An address is only put together where it is needed.
pub(super) fn for_each_text<'a>(plan: &'a Plan, mut see: impl FnMut(&[&str], &'a str)) {
    let see = &mut see;
    let fields = [("edition", &plan.edition), ("area", &plan.area), ("period", &plan.period)];
    for (key, text) in fields.into_iter().chain([("classification", &plan.classification)]) {
        see(&[key], text);
    }
    typed(see, &["starts"], &plan.starts);
    typed(see, &["ends"], &plan.ends);
    typed(see, &["status"], &plan.status);
    see(&["author", "post"], &plan.author.post);
    see(&["author", "email"], &plan.author.email);
    let profile = &plan.profile;
    see(&["profile", "summary"], &profile.summary);
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
            see(&["neighbourhoods", &row.key, leaf], text);
        }
    }
    for row in &plan.priorities {
        for (leaf, text) in
            [("id", &row.id), ("title", &row.title), ("source", &row.source), ("action", &row.action)]
        {
            see(&["priorities", &row.key, leaf], text);
        }
        typed(see, &["priorities", &row.key, "agreed"], &row.agreed);
        list(see, &["priorities", &row.key, "neighbourhoods"], &row.neighbourhoods);
    }
    for answer in &plan.answers {
        see(&["standards", &answer.id, "commitment"], &answer.commitment);
        see(&["standards", &answer.id, "self-assessment"], &answer.self_assessment);
        if let Some(reason) = &answer.not_applicable {
            see(&["standards", &answer.id, "not-applicable"], reason);
        }
        for (key, value) in &answer.fields {
            in_value(see, &["standards", &answer.id, key], value);
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
            see(&["waivers", &row.key, leaf], text);
        }
        typed(see, &["waivers", &row.key, "until"], &row.until);
    }
}

fn for_each_of_activities<'a>(plan: &'a Plan, see: &mut impl FnMut(&[&str], &'a str)) {
    for (answer, activity) in plan.activities() {
        let at = |leaf| ["standards", answer.id.as_str(), "activities", activity.key.as_str(), leaf];
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
            see(&at(leaf), text);
        }
        for (leaf, texts) in [
            ("venues", &activity.venues),
            ("access", &activity.access),
            ("neighbourhoods", &activity.neighbourhoods),
            ("audience", &activity.audience),
            ("channels", &activity.channels),
        ] {
            list(see, &at(leaf), texts);
        }
        typed(see, &at("public"), &activity.public);
        typed(see, &at("starts"), &activity.starts);
        typed(see, &at("every"), &activity.every);
        typed(see, &at("on"), &activity.on);
        typed(see, &at("ends"), &activity.ends);
        typed(see, &at("time"), &activity.time);
        typed(see, &at("until"), &activity.until);
        typed(see, &at("publicise-days"), &activity.publicise_days);
    }
}

fn typed<'a, T>(see: &mut impl FnMut(&[&str], &'a str), path: &[&str], entry: &'a Entry<T>) {
    if let Entry::AsTyped(text) = entry {
        see(path, text);
    }
}

fn list<'a>(see: &mut impl FnMut(&[&str], &'a str), path: &[&str], texts: &'a [String]) {
    for text in texts {
        see(path, text);
    }
}

fn in_value<'a>(see: &mut impl FnMut(&[&str], &'a str), path: &[&str], value: &'a Value) {
    match value {
        Value::Text(text) | Value::Moment(text) => see(path, text),
        Value::List(items) if items.iter().any(|item| matches!(item, Value::Table(_))) => {
            for (item, key) in items.iter().zip(row_keys(items)) {
                in_value(see, &[path, &[key.as_str()]].concat(), item);
            }
        }
        Value::List(items) => items.iter().for_each(|item| in_value(see, path, item)),
        Value::Table(entries) => {
            for (key, value) in entries {
                in_value(see, &[path, &[key.as_str()]].concat(), value);
            }
        }
        _ => {}
    }
}
