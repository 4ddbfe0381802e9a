//! Rules on the answer to a standard: begun, set aside, committed to.

use super::Class;
use super::facts::Facts;
use super::flags::{Flag, Flags};
use super::rule::{Family, OPEN, Recording, Rule};
use super::sources::Cite;
use super::words::{blank, count, did_you_mean, quoted, word_count};
use crate::plan::FieldPath;
use crate::standards::Standard;

pub(super) const STANDARD_UNKNOWN: Rule = Rule {
    name: "standard-unknown",
    family: Family::Standards,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "the plan answers a standard that its edition does not have",
    why: "Nobody will look for the answer there.",
    clears: "Move what it says to a standard that the edition has.",
    example: "[standards.dorset-alert] in a plan on nec-2020, which has it within social-media.",
    blind_spot: "An answer that stands under the wrong standard.",
    sources: &[Cite::Edition],
    run: Some(standard_unknown),
};

fn standard_unknown(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let there: Vec<&str> = facts.edition.standards.iter().map(|standard| standard.id.as_str()).collect();
    for answer in facts.plan.answers.iter().filter(|answer| !there.contains(&answer.id.as_str())) {
        let message = format!("Edition {} has no standard {}", facts.edition.id, quoted(&answer.id));
        flags.raise(
            Flag::at(FieldPath::of(["standards", &answer.id]), message)
                .detail(did_you_mean(&answer.id, &there)),
        );
    }
}

pub(super) const STANDARD_NOT_STARTED: Rule = Rule {
    name: "standard-not-started",
    family: Family::Standards,
    class: Class::Incomplete,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "nothing has been entered for a standard",
    why: "Every plan answers every standard of its edition.",
    clears: "Begin with what the team commits to; or set the standard aside, with a reason.",
    example: "A plan with no [standards.feedback].",
    blind_spot: "An answer that stands under another standard.",
    sources: &[Cite::Edition],
    run: Some(standard_not_started),
};

fn standard_not_started(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for asked in facts.asked.iter().filter(|asked| asked.answer.is_none()) {
        let standard = asked.standard;
        if facts.is_misread(&FieldPath::of(["standards", &standard.id])) {
            continue;
        }
        let message = format!("Standard {}, {}, is not started", standard.number, title(standard));
        flags.raise(Flag::at(FieldPath::of(["standards", &standard.id]), message).by(&standard.id));
    }
}

/// The title of a standard, in quotes; the edition's titles are longer than somebody's names.
fn title(standard: &Standard) -> String {
    format!("“{}”", crate::plan::printable::one_line(&standard.title))
}

pub(super) const NOT_APPLICABLE_WITHOUT_REASON: Rule = Rule {
    name: "not-applicable-without-reason",
    family: Family::Standards,
    class: Class::Incomplete,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a standard is set aside and no reason is given",
    why: "A reader has to agree that the standard does not apply, and can only agree to a reason.",
    clears: "Say why it does not apply here, or take the mark away and answer the standard.",
    example: "not-applicable = \"\" under [standards.partners].",
    blind_spot: "Whether the reason is a good one.",
    sources: &[Cite::Edition],
    run: Some(not_applicable_without_reason),
};

fn not_applicable_without_reason(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for standard in &facts.edition.standards {
        let reason = facts.plan.answer(&standard.id).and_then(|answer| answer.not_applicable.as_deref());
        if reason.is_some_and(blank) {
            let message = format!("Standard {} is set aside with no reason", standard.number);
            let path = FieldPath::of(["standards", &standard.id, "not-applicable"]);
            flags.raise(Flag::at(path, message).by(&standard.id));
        }
    }
}

pub(super) const COMMITMENT_MISSING: Rule = Rule {
    name: "commitment-missing",
    family: Family::Standards,
    class: Class::Incomplete,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a standard has activities or fields, and no commitment",
    why: "The commitment is the promise that people can hold the team to; activities only carry it out.",
    clears: "Write in a few plain sentences what people can expect.",
    example: "[standards.website] with a page and its owner, and no commitment.",
    blind_spot: "Whether the words promise anything.",
    sources: &[Cite::Edition],
    run: Some(commitment_missing),
};

fn commitment_missing(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for (standard, answer) in facts.started().filter(|(_, answer)| blank(&answer.commitment)) {
        let path = FieldPath::of(["standards", &answer.id, "commitment"]);
        let message = format!("Standard {} has no commitment", standard.number);
        flags.raise(Flag::at(path, message).by(&standard.id));
    }
}

pub(super) const COMMITMENT_THIN: Rule = Rule {
    name: "commitment-thin",
    family: Family::Standards,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a commitment has fewer words than asked, or only repeats the prompt or the example",
    why: "A line or two cannot say who does what, how often and for whom.",
    clears: "Say in the team's own words what people can expect, how often, and who sees to it.",
    example: "\"We will engage with our community.\"",
    blind_spot: "Many words that promise nothing.",
    sources: &[Cite::Edition],
    run: Some(commitment_thin),
};

fn commitment_thin(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for (standard, answer) in facts.started().filter(|(_, answer)| !blank(&answer.commitment)) {
        let path = FieldPath::of(["standards", &answer.id, "commitment"]);
        if facts.is_misread(&path) {
            continue;
        }
        let words = i64::try_from(word_count(&answer.commitment)).unwrap_or(i64::MAX);
        let wanted = standard.requires.commitment_words.unwrap_or(0);
        let message = if words < wanted {
            format!(
                "The commitment to standard {} has {}; at least {wanted} are asked for",
                standard.number,
                count(words, "word")
            )
        } else if only_repeats(standard, &answer.commitment) {
            format!("The commitment to standard {} only repeats the prompt or the example", standard.number)
        } else {
            continue;
        };
        flags.raise(Flag::at(path, message).by(&standard.id));
    }
}

/// Whether every sentence stands in what the edition itself says to the standard.
fn only_repeats(standard: &Standard, commitment: &str) -> bool {
    let given =
        || [&standard.example, &standard.asks, &standard.guidance].into_iter().chain(&standard.prompts);
    // Almost every commitment is told apart by one word of its own, with no need to compare the rest.
    let longest = commitment.split_whitespace().take(8).max_by_key(|word| word.len()).unwrap_or("");
    let word = longest.trim_matches(|c: char| !c.is_alphanumeric());
    if !given().any(|text| text.contains(word)) {
        return false;
    }
    let given: Vec<String> = given().map(|text| letters(text)).collect();
    let mut sentences = commitment.split(['.', '?', '!', '\n', ';']).map(letters);
    sentences.all(|sentence| given.iter().any(|text| text.contains(&sentence)))
}

/// The words of a text in small letters, with nothing but a space between and around them.
fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !c.is_whitespace() {
            continue;
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}
