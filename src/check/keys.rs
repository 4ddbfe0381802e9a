//! The keys that a plan file can have, by the table they stand in: for telling the nearest to a mistyped one.

use crate::plan::FieldPath;

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
pub(super) const OF_EVERY_ANSWER: [&str; 4] =
    ["commitment", "self-assessment", "not-applicable", "activities"];

/// Keys whose value is a list of texts.
pub(super) const LISTS: [&str; 6] =
    ["settlements", "neighbourhoods", "venues", "access", "audience", "channels"];

/// The keys that can stand beside a path's last one.
pub(super) fn beside(path: &FieldPath) -> &'static [&'static str] {
    let segments: Vec<&str> = path.segments().iter().map(String::as_str).collect();
    match segments.as_slice() {
        ["author", _] => AUTHOR,
        ["profile", _] => PROFILE,
        ["profile", "team", _] => TEAM,
        ["neighbourhoods", _, _] => NEIGHBOURHOOD,
        ["priorities", _, _] => PRIORITY,
        ["waivers", _, _] => WAIVER,
        ["standards", _, "activities", _, _] => ACTIVITY,
        [_] => PLAN,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::plan::Document;

    #[test]
    fn the_format_has_every_key_that_is_offered() {
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
            assert_eq!(beside(&plan.plan().unknown[0]), keys, "{table}");
        }
    }
}
