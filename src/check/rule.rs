//! The table of rules.

use super::facts::Facts;
use super::flags::Flags;
use super::sources::Cite;
use super::waivers::Aside;
use super::{
    Class, Phase, activities, copied, deadlines, demands, given, meetings, others, people, plan, priorities,
    prose, publicity, spread, standards, timing, understood, waivers,
};
use crate::plan::Force;
use crate::plan::printable::capital;

/// A rule: when it flags, why, on what it rests, what clears it, and what it cannot see.
#[derive(Debug)]
pub struct Rule {
    pub name: &'static str,
    pub family: Family,
    pub class: Class,
    /// The phases of a plan in which it runs.
    pub phases: &'static [Phase],
    pub recording: Recording,
    /// In a few words.
    pub flags_when: &'static str,
    pub why: &'static str,
    /// What clears a flag of it.
    pub clears: &'static str,
    /// What breaks it.
    pub example: &'static str,
    /// What it cannot detect.
    pub blind_spot: &'static str,
    pub sources: &'static [Cite],
    /// Nothing for a rule that whoever reads the file applies, because there is no plan to look at.
    pub(super) run: Option<Run>,
}

/// How a rule looks at a plan: it reads the facts and raises flags.
pub(super) type Run = fn(&Facts<'_>, &mut Flags<'_>);

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    Plan,
    Priorities,
    Standards,
    Activities,
    Publicity,
    OtherStandards,
    Words,
    Review,
}

impl Family {
    /// The heading under which its rules are listed.
    pub fn title(self) -> &'static str {
        match self {
            Family::Plan => "the plan",
            Family::Priorities => "priorities",
            Family::Standards => "standards",
            Family::Activities => "activities",
            Family::Publicity => "publicity",
            Family::OtherStandards => "the other standards",
            Family::Words => "words",
            Family::Review => "review",
        }
    }
}

/// Whether a plan with a flag of the rule may be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recording {
    Allowed,
    /// Never, because versions are kept for good; the rule cannot be waived or set otherwise either.
    Blocked,
}

/// How much of a plan a rule must have read to be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// All of it: what seems to be missing may stand where the file is broken.
    Whole,
    /// What it flags, and nothing else.
    Part,
}

/// Drafting, promised and running: where nothing else is said.
pub(super) const OPEN: &[Phase] = &[Phase::Drafting, Phase::Promised, Phase::Running];
/// Whenever anybody looks.
pub(super) const ALWAYS: &[Phase] = &[Phase::Drafting, Phase::Promised, Phase::Running, Phase::Closed];

/// Every rule, in the order in which flags of one section are told.
pub fn rules() -> &'static [Rule] {
    RULES
}

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}

static RULES: &[Rule] = &[
    given::FILE_UNREADABLE,
    given::EDITION_UNKNOWN,
    prose::PERSONAL_DATA,
    prose::PROTECTIVE_MARKING,
    prose::OPERATIONAL_DETAIL,
    understood::HIDDEN_CHARACTERS,
    understood::VALUE_NOT_UNDERSTOOD,
    understood::ROW_ID_REPEATED,
    understood::UNKNOWN_KEY,
    plan::PLAN_MISPLACED,
    plan::AREA_UNKNOWN,
    plan::PERIOD_INVALID,
    deadlines::DEADLINE_PASSED,
    deadlines::DEADLINE_NEAR,
    plan::EDITION_OUTDATED,
    people::AUTHOR_MISSING,
    people::PROFILE_MISSING,
    people::NAMED_OFFICER_MISSING,
    people::DEPUTY_MISSING,
    priorities::PRIORITY_MISSING,
    priorities::PRIORITY_WITHOUT_SOURCE,
    priorities::PRIORITY_WITHOUT_ACTION,
    priorities::PRIORITY_NOT_REVIEWED,
    standards::STANDARD_UNKNOWN,
    standards::STANDARD_NOT_STARTED,
    standards::NOT_APPLICABLE_WITHOUT_REASON,
    standards::COMMITMENT_MISSING,
    standards::COMMITMENT_THIN,
    demands::FIELD_MISSING,
    demands::FIELD_SHORT,
    demands::WEBSITE_REVIEW_RARE,
    demands::REPLY_TIME_MISSING,
    demands::EMERGENCY_SIGNPOST_MISSING,
    demands::FEEDBACK_LOOP_MISSING,
    others::PARTNERS_TOO_FEW,
    others::GROUP_UNNAMED,
    others::GROUP_WITHOUT_ACTIVITY,
    others::EQUALITY_AIMS_UNADDRESSED,
    activities::ACTIVITY_MISSING,
    activities::ACTIVITY_WITHOUT_DATE,
    activities::ACTIVITY_WITHOUT_VENUE,
    activities::ACTIVITY_WITHOUT_OWNER,
    activities::ACTIVITY_WITHOUT_PURPOSE,
    activities::ACTIVITY_WITHOUT_MEASURE,
    timing::ACTIVITY_OUTSIDE_PERIOD,
    timing::ACTIVITY_IMPOSSIBLE_DATE,
    timing::ACTIVITY_RARE,
    timing::ACTIVITY_OVERLAP,
    timing::ACTIVITY_ON_HOLIDAY,
    timing::PRE_ELECTION_CLASH,
    meetings::NEIGHBOURHOOD_UNCOVERED,
    meetings::MEETING_FREQUENCY,
    meetings::MEETING_GAP,
    spread::SETTLEMENT_UNCOVERED,
    spread::VIRTUAL_SHARE_HIGH,
    spread::OUT_OF_HOURS_FEW,
    publicity::PUBLICITY_LEAD_TIME,
    publicity::PUBLICITY_CHANNELS,
    publicity::ALERT_SERVICE_UNUSED,
    publicity::ALERT_SERVICE_RARE,
    others::VENUE_ACCESS_UNSTATED,
    copied::COPIED_FROM_AREA,
    copied::COPIED_FROM_PERIOD,
    prose::PLACEHOLDER_TEXT,
    prose::HARD_TO_READ,
    prose::ACRONYM_UNEXPLAINED,
    prose::TITLE_TOO_LONG,
    prose::VAGUE_LINK,
    waivers::WAIVER_INCOMPLETE,
    waivers::WAIVER_NOT_ACCEPTED,
];

impl Rule {
    /// How much of a plan it must have read to be right. Rules on words look at each text by itself, but for
    /// what is explained elsewhere.
    pub fn needs(&self) -> Needs {
        let by_itself = [
            understood::VALUE_NOT_UNDERSTOOD.name,
            understood::ROW_ID_REPEATED.name,
            understood::UNKNOWN_KEY.name,
            plan::AREA_UNKNOWN.name,
            plan::EDITION_OUTDATED.name,
            standards::STANDARD_UNKNOWN.name,
            timing::ACTIVITY_OUTSIDE_PERIOD.name,
            timing::ACTIVITY_IMPOSSIBLE_DATE.name,
        ];
        let of_words = self.family == Family::Words && self.name != prose::ACRONYM_UNEXPLAINED.name;
        if of_words || by_itself.contains(&self.name) { Needs::Part } else { Needs::Whole }
    }

    /// Whether its flags can be set aside: not those that stop recording, those of a file that cannot be judged
    /// at all, or those on the asking itself.
    pub fn can_be_waived(&self) -> bool {
        self.aside() != Aside::Never
    }

    /// Which part of its flags a waiver sets aside.
    pub fn aside(&self) -> Aside {
        waivers::aside(self)
    }

    /// The class of its flags as the force has set it; nothing where the force has switched it off. What
    /// must never be recorded cannot be set otherwise.
    pub fn class_for(&self, force: &Force) -> Option<Class> {
        let set = match self.recording {
            Recording::Allowed => force.rules.get(self.name).map(String::as_str),
            Recording::Blocked => None,
        };
        match set {
            Some("off") => None,
            Some("advice") => Some(Class::Advice),
            Some("incomplete") => Some(Class::Incomplete),
            Some("non-compliant") => Some(Class::NonCompliant),
            _ => Some(self.class),
        }
    }

    /// All that there is to say about it, as paragraphs of plain text.
    pub fn explanation(&self) -> String {
        let phases: Vec<&str> = self.phases.iter().map(|phase| phase.id()).collect();
        let mut parts = vec![
            format!("{}: {}.", self.name, self.flags_when),
            format!("{} ({}). Runs while a plan is: {}.", capital(self.class.label()), self.class.id(), {
                phases.join(", ")
            }),
            format!("Why: {}", self.why),
            format!("For example: {}", self.example),
            format!("What clears it: {}", self.clears),
            format!("What it cannot detect: {}", self.blind_spot),
        ];
        if self.recording == Recording::Blocked {
            parts.push(
                "A plan with such a flag can be saved, but not recorded: versions are kept for good. It \
                 cannot be waived or switched off."
                    .to_owned(),
            );
        }
        parts.extend(match self.aside() {
            Aside::Never => None,
            Aside::Whole => Some(
                "Waivers: its flags are on no single row. A waiver of it leaves `row` away; one that names a \
                 row sets nothing aside."
                    .to_owned(),
            ),
            Aside::Rows => Some(
                "Waivers: where its flag is on rows, one that names a `row` sets aside that row's share, and \
                 the flag stands for the others."
                    .to_owned(),
            ),
            Aside::Pair => Some(
                "Waivers: its flag is on two rows at once. A waiver of either `row`, or of none, sets it aside."
                    .to_owned(),
            ),
        });
        let sources: Vec<String> = self
            .sources
            .iter()
            .map(|cite| match cite {
                Cite::Authority(authority, says) => {
                    format!("{}; in force since {}", authority.saying(says), authority.in_force_from.year())
                }
                Cite::Edition => {
                    "the edition of the standards that the plan is written to (local)".to_owned()
                }
                Cite::Settings => "the force's settings, nec.toml (local)".to_owned(),
            })
            .collect();
        if !sources.is_empty() {
            parts.push(format!(
                "Source, cited where it was in force in the plan's period:\n  {}",
                sources.join("\n  ")
            ));
        }
        parts.join("\n\n")
    }
}
