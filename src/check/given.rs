//! Flags that whoever reads a file raises, because there is no plan, or no edition, to look at.

use super::flags::help;
use super::rule::{ALWAYS, Family, Recording, Rule};
use super::words::{did_you_mean, quoted};
use super::{Aim, Class, Finding};
use crate::plan::FieldPath;
use crate::problem::Problem;

pub(super) const FILE_UNREADABLE: Rule = Rule {
    name: "file-unreadable",
    family: Family::Plan,
    class: Class::Unreadable,
    phases: ALWAYS,
    recording: Recording::Allowed,
    flags_when: "a file of the plan directory cannot be read",
    why: "Nobody can judge, or publish, what cannot be read.",
    clears: "Mend the place that is named in a text editor, or bring an earlier version of the file back.",
    example: "A plan with a quotation mark that is never closed, or with git's conflict marks left in it.",
    blind_spot: "What the file was meant to say.",
    sources: &[],
    run: None,
};

pub(super) const EDITION_UNKNOWN: Rule = Rule {
    name: "edition-unknown",
    family: Family::Plan,
    class: Class::Unreadable,
    phases: ALWAYS,
    recording: Recording::Allowed,
    flags_when: "the plan names an edition of the standards that the plan directory does not have",
    why: "A plan is judged by its own edition and by no other, so this one is not judged at all.",
    clears: "Put the edition's file into the folder standards, or name one that is there.",
    example: "edition = \"nec-2O20\", with a letter O.",
    blind_spot: "Whether the edition named is the one that was meant.",
    sources: &[],
    run: None,
};

impl Finding {
    /// The flag on a file that cannot be read.
    pub fn unreadable(problem: &Problem) -> Self {
        let rule = &FILE_UNREADABLE;
        Finding {
            help: help(&[&problem.safe, &problem.next]),
            ..Finding::given(rule, FieldPath::root(), problem.what.clone(), "")
        }
    }

    /// The flag on a plan whose edition the directory lacks; `there` are the ids of those that it has.
    pub fn edition_unknown(edition: &str, there: &[&str]) -> Self {
        let message = if edition.trim().is_empty() {
            "The plan does not say which edition of the standards it is written to".to_owned()
        } else {
            format!("This directory has no edition {}", quoted(edition))
        };
        Finding::given(&EDITION_UNKNOWN, FieldPath::of(["edition"]), message, &did_you_mean(edition, there))
    }

    /// A flag of a rule that no plan was looked at for.
    pub(super) fn given(rule: &'static Rule, path: FieldPath, message: String, detail: &str) -> Self {
        Finding {
            rule: rule.name,
            class: rule.class,
            standard: None,
            path,
            part: None,
            aim: Aim::Value,
            also: Vec::new(),
            message,
            help: help(&[detail, rule.why, rule.clears]),
            waived: false,
            asked: None,
            mend: None,
            allow: None,
        }
    }
}
