//! The keys that the format of a plan has, by the table that they stand in.

use super::path::FieldPath;

/// Keys of the file's top.
const PLAN: &[&str] = &[
    "format",
    "edition",
    "area",
    "period",
    "starts",
    "ends",
    "status",
    "classification",
    "author",
    "profile",
    "neighbourhoods",
    "priorities",
    "standards",
    "waivers",
];
const AUTHOR: &[&str] = &["post", "email"];
const PROFILE: &[&str] = &["summary", "population", "population-year", "households", "settlements", "team"];
const TEAM: &[&str] = &["sergeants", "constables", "pcsos"];
const NEIGHBOURHOOD: &[&str] = &["id", "officer", "post", "contact", "deputy"];
const PRIORITY: &[&str] = &["id", "title", "source", "agreed", "reviewed", "action", "neighbourhoods"];
const ACTIVITY: &[&str] = &[
    "id",
    "title",
    "kind",
    "public",
    "starts",
    "every",
    "on",
    "ends",
    "except",
    "dates",
    "time",
    "until",
    "venues",
    "venue",
    "access",
    "link",
    "neighbourhoods",
    "audience",
    "purpose",
    "channels",
    "publicise-days",
    "owner",
    "deputy",
    "measure",
    "target",
];
const WAIVER: &[&str] = &["id", "rule", "standard", "row", "reason", "by", "until"];

/// Keys of the answer to any standard, beside the standard's own fields.
pub const ANSWER: &[&str] = &["commitment", "self-assessment", "not-applicable", "activities"];
/// What every other row has.
const ROW: &[&str] = &["id"];

/// The keys of a table, by its address, in the order in which the program writes them. An answer and its
/// rows have keys of their edition beside these.
pub fn of(table: &FieldPath) -> &'static [&'static str] {
    let segments: Vec<&str> = table.segments().iter().map(String::as_str).collect();
    match segments.as_slice() {
        [] => PLAN,
        ["author"] => AUTHOR,
        ["profile"] => PROFILE,
        ["profile", "team"] => TEAM,
        ["neighbourhoods", _] => NEIGHBOURHOOD,
        ["priorities", _] => PRIORITY,
        ["waivers", _] => WAIVER,
        ["standards", _] => ANSWER,
        ["standards", _, "activities", _] => ACTIVITY,
        _ => ROW,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::plan::Document;

    #[test]
    fn a_plan_is_read_by_these_keys_and_no_others() {
        for (table, keys) in [
            ("", PLAN),
            ("[author]", AUTHOR),
            ("[profile]", PROFILE),
            ("[profile.team]", TEAM),
            ("[[neighbourhoods]]", NEIGHBOURHOOD),
            ("[[priorities]]", PRIORITY),
            ("[[standards.website.activities]]", ACTIVITY),
            ("[[waivers]]", WAIVER),
        ] {
            for key in keys.iter().filter(|key| **key != "format") {
                let plan = Document::parse(&format!("format = 1\n{table}\n{key} = \"\"\n")).unwrap();
                assert!(plan.plan().unknown.is_empty(), "{table} {key}");
            }
            let plan = Document::parse(&format!("format = 1\n{table}\nnonsense = \"\"\n")).unwrap();
            assert_eq!(of(&plan.plan().unknown[0].parent()), keys, "{table}");
        }
    }
}
