//! What was checked, as SARIF 2.1.0: for code scanning, and for editors that read it.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::checked::{Checked, SetRule, Told};
use super::json::written;
use super::spot::{Reach, Spot};
use crate::check::{self, Class, Rule};
use crate::git;
use crate::plan::Place;
use crate::plan::printable::capital;
use crate::problem::Problem;
use crate::store::find::MARK;

/// Where the published schema is.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What paths are relative to: the top of the repository. It is named and not placed, so that the same plans
/// give the same bytes wherever they lie.
const BASE: &str = "%SRCROOT%";

/// SARIF 2.1.0. Paths are relative to the top of the repository, in which the plan directory is at `prefix`
/// (empty, or with a slash at its end); columns count UTF-16 code units. `status` is the exit status.
///
/// # Errors
/// As [`written`].
pub fn sarif(checked: &Checked, prefix: &str, status: u8) -> Result<String, Problem> {
    let rules: Vec<Value> = check::rules().iter().map(rule).collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let results: Vec<Value> = checked
        .findings
        .iter()
        .map(|told| {
            let flag = identity(told);
            let hash = fingerprint(&flag)?;
            let nth = seen.entry(flag).and_modify(|nth| *nth += 1).or_insert(1);
            Ok(result(told, prefix, &format!("{hash}:{nth}")))
        })
        .collect::<Result<_, Problem>>()?;
    written(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "nec",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "shortDescription": { "text": env!("CARGO_PKG_DESCRIPTION") },
                "fullDescription": { "text": check::CAVEAT },
                "rules": rules,
            }},
            "invocations": [{
                "executionSuccessful": true,
                "exitCode": status,
                "ruleConfigurationOverrides": checked.set.iter().map(set).collect::<Vec<_>>(),
                "properties": { "today": checked.today.to_string() },
            }],
            "originalUriBaseIds": {
                BASE: { "description": { "text": "The top of the repository that the plans are kept in." } },
            },
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    }))
}

fn level(class: Class) -> &'static str {
    match class {
        Class::Unreadable | Class::NonCompliant => "error",
        Class::Incomplete => "warning",
        Class::Advice => "note",
    }
}

fn rule(rule: &Rule) -> Value {
    let explained = rule.explanation();
    json!({
        "id": rule.name,
        "shortDescription": { "text": format!("{}.", capital(rule.flags_when)) },
        "fullDescription": { "text": rule.why },
        "help": { "text": explained, "markdown": markdown(&explained) },
        "defaultConfiguration": { "level": level(rule.class) },
        "properties": { "class": rule.class.id(), "tags": [rule.family.title()] },
    })
}

/// An explanation with its headings bold, and its sources as a list.
fn markdown(explained: &str) -> String {
    let paragraph = |text: &str| {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        if let Some(heading) = first.strip_suffix(':') {
            let items: Vec<String> = rest.lines().map(|line| format!("- {}", line.trim())).collect();
            return format!("**{heading}:**\n\n{}", items.join("\n"));
        }
        match first.split_once(": ") {
            Some((heading, _)) if !heading.contains('.') => {
                format!("**{heading}:**{}", &text[heading.len() + 1..])
            }
            _ => text.to_owned(),
        }
    };
    explained.split("\n\n").map(paragraph).collect::<Vec<_>>().join("\n\n")
}

/// How the force has set a rule.
fn set(set: &SetRule) -> Value {
    let configuration = match set.class {
        Some(class) => json!({ "level": level(class) }),
        None => json!({ "enabled": false }),
    };
    json!({
        "descriptor": { "id": set.rule.name, "index": index(set.rule.name) },
        "configuration": configuration,
    })
}

fn index(rule: &str) -> Option<usize> {
    check::rules().iter().position(|known| known.name == rule)
}

fn result(told: &Told, prefix: &str, print: &str) -> Value {
    let text = if told.help.is_empty() {
        told.message.clone()
    } else {
        format!("{}.\n\n{}", told.message.trim_end_matches('.'), told.help)
    };
    let also = told.also.iter().enumerate().map(|(at, (path, spot))| {
        let mut place = location(told, prefix, (*spot).into());
        place["id"] = json!(at + 1);
        place["message"] = json!({ "text": format!("The same at {path}") });
        place
    });
    json!({
        "ruleId": told.rule,
        "ruleIndex": index(told.rule),
        "level": level(told.class),
        "message": { "text": text },
        "locations": [location(told, prefix, told.reach)],
        "relatedLocations": also.collect::<Vec<_>>(),
        // GitHub goes by the first and by no other.
        "partialFingerprints": { "primaryLocationLineHash": print, "necFlag/v1": print },
        "suppressions": suppressions(told),
        "properties": {
            "class": told.class.id(),
            "area": told.place.as_ref().map(Place::area),
            "period": told.place.as_ref().map(Place::period),
            "standard": told.standard,
            "path": (!told.path.is_root()).then(|| told.path.to_string()),
        },
    })
}

/// What is asked to be set aside is under review; only what a reviewer accepted is suppressed.
fn suppressions(told: &Told) -> Value {
    let status = match (told.waived, told.asked) {
        (true, _) => "accepted",
        (false, true) => "underReview",
        (false, false) => return json!([]),
    };
    json!([{ "kind": "inSource", "status": status, "justification": told.aside.as_deref().unwrap_or_default() }])
}

fn location(told: &Told, prefix: &str, reach: Reach) -> Value {
    // What is about no file in particular is about the directory.
    let file = if told.file.is_empty() { MARK } else { told.file.as_str() };
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&format!("{prefix}{file}")), "uriBaseId": BASE },
            "region": region(reach),
        },
    })
}

fn region(Reach { from, to }: Reach) -> Value {
    let Spot { line, utf16, .. } = from;
    if from == to {
        return json!({ "startLine": line.max(1), "startColumn": utf16.max(1) });
    }
    json!({ "startLine": line, "startColumn": utf16, "endLine": to.line, "endColumn": to.utf16 })
}

/// A path as a relative reference: what is no letter, digit or plain mark is written as `%20`.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// What makes a flag the same flag when lines move: its rule and the field it is about, not where that is.
fn identity(told: &Told) -> String {
    let place = told.place.as_ref().map_or_else(|| told.file.clone(), Place::to_string);
    let standard = told.standard.as_deref().unwrap_or_default();
    [told.rule, &place, standard, &told.path.to_string()].join("\n")
}

/// Some 64 bits of the flag's identity. Several flags that share it are numbered.
fn fingerprint(identity: &str) -> Result<String, Problem> {
    let hash = git::content_id(identity.as_bytes())?;
    Ok(hash.get(..16).unwrap_or(&hash).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_relative_reference() {
        assert_eq!(uri("plans/2026-27/West Dorset#é.toml"), "plans/2026-27/West%20Dorset%23%C3%A9.toml");
    }

    #[test]
    fn an_explanation_has_bold_headings_and_a_list() {
        assert_eq!(
            markdown(
                "a-rule: it is so.\n\nWhy: it is.\n\nSource, cited:\n  one\n  two\n\nNo heading. At: all"
            ),
            "**a-rule:** it is so.\n\n**Why:** it is.\n\n**Source, cited:**\n\n- one\n- two\n\nNo heading. At: all"
        );
    }
}
