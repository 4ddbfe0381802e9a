//! Flags as rules raise them, and the report that they add up to.

use std::ops::Range;

use super::facts::Facts;
use super::rule::{ALWAYS, Needs, Recording, Rule};
use super::sources::cited;
use super::texts::{Held, Text};
use super::{Aim, Allow, Class, Finding, Hand, Mend, Report, StandardState, State, waivers};
use crate::plan::{Edit, FieldPath, Part};

/// A flag as a rule raises it: where, what is wrong, and what more there is to say.
#[derive(Debug, Clone)]
pub(super) struct Flag {
    standard: Option<String>,
    path: FieldPath,
    part: Option<Part>,
    aim: Aim,
    also: Vec<FieldPath>,
    message: String,
    detail: String,
    mend: Option<Mend>,
    allow: Option<Allow>,
}

impl Flag {
    pub fn at(path: FieldPath, message: impl Into<String>) -> Self {
        Flag {
            standard: None,
            path,
            part: None,
            aim: Aim::Value,
            also: Vec::new(),
            message: message.into(),
            detail: String::new(),
            mend: None,
            allow: None,
        }
    }

    /// One flag for the same lack in many places. Nothing where there is no place.
    pub fn at_all(
        places: impl IntoIterator<Item = FieldPath>,
        message: impl FnOnce() -> String,
    ) -> Option<Self> {
        let mut places = places.into_iter();
        let first = places.next()?;
        Some(Flag { also: places.collect(), ..Flag::at(first, message()) })
    }

    /// A flag whose places are told apart from what it says: see [`Flags::raise_rows`].
    pub fn saying(message: impl Into<String>) -> Self {
        Flag::at(FieldPath::root(), message)
    }

    /// One more place.
    pub fn and_at(mut self, path: FieldPath) -> Self {
        self.also.push(path);
        self
    }

    /// The standard that asked, where it is known already.
    pub fn standard(&self) -> Option<&str> {
        self.standard.as_deref()
    }

    /// The standard that asked.
    pub fn by(mut self, standard: &str) -> Self {
        self.standard = Some(standard.to_owned());
        self
    }

    /// A part of a text that it is about, and the standard under which that stands.
    pub fn in_text(mut self, text: &Text<'_, '_>, bytes: Range<usize>) -> Self {
        let item = match text.held {
            Held::Whole => Some(0),
            Held::Item(nth) | Held::Comment(nth) => Some(nth),
            Held::Key => None,
        };
        if text.held == Held::Key {
            self.aim = Aim::Key;
        }
        self.part = item.map(|item| Part { item, bytes });
        self.standard = text.standard.map(str::to_owned);
        self
    }

    /// It is about all of the text, not about a part of it.
    pub fn of_the_whole(mut self) -> Self {
        self.part = None;
        self
    }

    /// Its part stands elsewhere in the text than where it was found.
    pub fn move_part(&mut self, to: impl FnOnce(&Range<usize>) -> Range<usize>) {
        if let Some(part) = &mut self.part {
            part.bytes = to(&part.bytes);
        }
    }

    /// It is about the name of the key, not about what stands under it.
    pub fn of_key(mut self) -> Self {
        self.aim = Aim::Key;
        self
    }

    /// What the force could allow.
    pub fn allow(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.allow = Some(Allow { key, value: value.into() });
        self
    }

    /// More about this flag in particular, told before the rule's own why.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// What one key would do, at the hand of a person.
    pub fn mend(mut self, label: impl Into<String>, edit: Edit) -> Self {
        self.mend = Some(Mend { label: label.into(), edit, by: Hand::Person });
        self
    }

    /// The mend that it has needs nobody to decide anything.
    pub fn by_any_hand(mut self) -> Self {
        if let Some(mend) = &mut self.mend {
            mend.by = Hand::Anybody;
        }
        self
    }

    /// Several edits as one mend, if there are any.
    pub fn mend_all(self, label: impl Into<String>, mut edits: Vec<Edit>) -> Self {
        match edits.pop() {
            None => self,
            Some(only) if edits.is_empty() => self.mend(label, only),
            Some(last) => {
                edits.push(last);
                self.mend(label, Edit::All(edits))
            }
        }
    }
}

/// Collects what rules raise.
pub(super) struct Flags<'a> {
    facts: &'a Facts<'a>,
    rule: Option<(&'static Rule, Class)>,
    found: Vec<Finding>,
}

impl<'a> Flags<'a> {
    pub fn new(facts: &'a Facts<'a>) -> Self {
        Flags { facts, rule: None, found: Vec::new() }
    }

    /// Lets a rule look, if the phase and the force's settings let it.
    pub fn run(&mut self, rule: &'static Rule) {
        let Some((run, class)) = rule.run.zip(rule.class_for(self.facts.force)) else {
            return;
        };
        if rule.phases.contains(&self.facts.phase) && self.is_enough_for(rule) {
            self.rule = Some((rule, class));
            run(self.facts, self);
        }
    }

    /// Whether the rule is right about what there is of the plan.
    fn is_enough_for(&self, rule: &Rule) -> bool {
        // Of a plan without its dates, nobody knows whether it has ended.
        let phase_is_known = self.facts.period.is_some() || rule.phases == ALWAYS;
        self.facts.needs == Needs::Whole || (rule.needs() == Needs::Part && phase_is_known)
    }

    /// Raises a flag of the rule that is looking, unless its standard is set aside.
    pub fn raise(&mut self, flag: impl Into<Option<Flag>>) {
        let (Some(flag), Some((rule, class))) = (flag.into(), self.rule) else {
            return;
        };
        let set_aside = flag.standard.as_deref().is_some_and(|id| self.facts.is_set_aside(id));
        // Setting aside is itself looked at, and so is what must never be recorded.
        let outlasts = rule.recording == Recording::Blocked || flag.path.leaf() == "not-applicable";
        if set_aside && !outlasts {
            return;
        }
        let source = cited(rule.sources, self.facts, flag.standard.as_deref());
        self.found.push(Finding {
            rule: rule.name,
            class,
            help: help(&[&flag.detail, rule.why, rule.clears, &source]),
            standard: flag.standard,
            path: flag.path,
            part: flag.part,
            aim: flag.aim,
            also: flag.also,
            message: flag.message,
            waived: false,
            asked: None,
            mend: flag.mend,
            allow: flag.allow,
        });
    }

    /// Raises one flag for the same lack in several rows. The rows that accepted waivers set aside leave it, as a
    /// flag of their own, and it stands for the others.
    pub fn raise_rows<T>(
        &mut self,
        standard: Option<&str>,
        rows: Vec<T>,
        place: impl Fn(&T) -> FieldPath,
        say: impl Fn(&[T]) -> Flag,
    ) {
        let (aside, standing): (Vec<T>, Vec<T>) =
            rows.into_iter().partition(|row| self.is_aside(standard, &place(row)));
        for part in [standing, aside] {
            let Some((first, others)) = part.split_first() else { continue };
            let flag = say(&part);
            self.raise(Flag {
                standard: standard.map(str::to_owned),
                path: place(first),
                also: others.iter().map(&place).collect(),
                ..flag
            });
        }
    }

    /// Whether an accepted waiver sets a row's share of the flag of the rule that is looking aside.
    pub fn is_aside(&self, standard: Option<&str>, place: &FieldPath) -> bool {
        self.rule.is_some_and(|(rule, _)| waivers::is_row_aside(self.facts, rule, standard, place))
    }

    /// The report: flags in the order of the form, and what each standard comes to.
    pub fn report(self) -> Report {
        let Flags { facts, mut found, .. } = self;
        waivers::set_aside(facts, &mut found);
        found.sort_by_cached_key(|finding| section(facts, &finding.path));
        let standards = facts
            .edition
            .standards
            .iter()
            .map(|standard| StandardState {
                number: standard.number,
                id: standard.id.clone(),
                state: state(facts, &standard.id, &found),
            })
            .collect();
        Report { phase: facts.phase, standards, findings: found }
    }
}

/// Lines of help, those that say something.
pub(super) fn help(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("\n")
}

/// The section of the form that a place is in: the plan and its people, priorities, each standard, those
/// that the edition does not have, waivers.
fn section(facts: &Facts<'_>, path: &FieldPath) -> usize {
    let standards = &facts.edition.standards;
    match path.segments() {
        [first, ..] if first == "priorities" => 1,
        [first, id, ..] if first == "standards" => {
            2 + standards.iter().position(|standard| standard.id == *id).unwrap_or(standards.len())
        }
        [first, ..] if first == "waivers" => standards.len() + 3,
        _ => 0,
    }
}

fn state(facts: &Facts<'_>, standard: &str, found: &[Finding]) -> State {
    if facts.is_set_aside(standard) {
        return State::NotApplicable;
    }
    if facts.plan.answer(standard).is_none_or(|answer| answer.is_blank()) {
        return State::NotStarted;
    }
    let has = |class| {
        found.iter().any(|finding| {
            !finding.waived && finding.class == class && finding.standard.as_deref() == Some(standard)
        })
    };
    if has(Class::NonCompliant) {
        State::NonCompliant
    } else if has(Class::Incomplete) {
        State::Incomplete
    } else {
        State::Complete
    }
}
