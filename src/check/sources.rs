//! What rules rest on: who said it, with what weight, to whom, and since when.

use jiff::civil::{Date, date};

use super::facts::Facts;
use crate::standards::SourceKind;

/// Something that rules rest on, outside the edition.
#[derive(Debug)]
pub struct Authority {
    pub cite: &'static str,
    pub kind: SourceKind,
    pub binds: &'static str,
    /// The one force that it is about; nothing where it is about all of them.
    pub only_force: Option<&'static str>,
    /// Where only the year or the month is known, its first day stands for it.
    pub in_force_from: Date,
}

/// What a rule cites.
#[derive(Debug, Clone, Copy)]
pub enum Cite {
    /// With what it says to the rule, in a few words.
    Authority(&'static Authority, &'static str),
    /// The edition that the plan is written to.
    Edition,
    /// The settings of the force's plan directory.
    Settings,
}

pub(super) static REFORM_ACT_S34: Authority = Authority {
    cite: "Police Reform and Social Responsibility Act 2011, s.34",
    kind: SourceKind::Law,
    binds: "chief officers",
    only_force: None,
    in_force_from: date(2012, 1, 16),
};

pub(super) static EQUALITY_ACT_S149: Authority = Authority {
    cite: "Equality Act 2010, s.149",
    kind: SourceKind::Law,
    binds: "public bodies",
    only_force: None,
    in_force_from: date(2011, 4, 5),
};

pub(super) static EQUALITY_ACT: Authority = Authority {
    cite: "Equality Act 2010",
    kind: SourceKind::Law,
    binds: "public bodies",
    only_force: None,
    in_force_from: date(2010, 10, 1),
};

pub(super) static GUARANTEE: Authority = Authority {
    cite: "Neighbourhood Policing Guarantee",
    kind: SourceKind::Commitment,
    binds: "forces",
    only_force: None,
    in_force_from: date(2025, 4, 10),
};

pub(super) static COLLEGE: Authority = Authority {
    cite: "College of Policing, engaging communities",
    kind: SourceKind::Guidance,
    binds: "forces",
    only_force: None,
    in_force_from: date(2018, 1, 1),
};

pub(super) static PANEL_2019: Authority = Authority {
    cite: "the commissioner's panel, 2019",
    kind: SourceKind::Local,
    binds: "Dorset Police",
    only_force: Some("Dorset Police"),
    in_force_from: date(2019, 1, 1),
};

/// Sentences, titles and words as government writes them for everybody. Its writers are bound by it; a force
/// that follows it is understood.
pub(super) static GOV_UK_STYLE: Authority = Authority {
    cite: "GOV.UK content design and style guide",
    kind: SourceKind::Guidance,
    binds: "writers of GOV.UK",
    only_force: None,
    in_force_from: date(2012, 10, 17),
};

pub(super) static KINCAID: Authority = Authority {
    cite: "Kincaid, Fishburne, Rogers and Chissom, Derivation of new readability formulas, 1975",
    kind: SourceKind::Guidance,
    binds: "nobody",
    only_force: None,
    in_force_from: date(1975, 2, 1),
};

/// Web Content Accessibility Guidelines at level AA: 2.1 as made, 2.2 since October 2024.
pub(super) static ACCESSIBILITY: Authority = Authority {
    cite: "Public Sector Bodies (Websites and Mobile Applications) Accessibility Regulations 2018",
    kind: SourceKind::Law,
    binds: "public bodies",
    only_force: None,
    in_force_from: date(2018, 9, 23),
};

pub(super) static UK_GDPR: Authority = Authority {
    cite: "UK GDPR (before 2021, the GDPR), article 5(1)(c), and the Data Protection Act 2018",
    kind: SourceKind::Law,
    binds: "all who process personal data",
    only_force: None,
    in_force_from: date(2018, 5, 25),
};

/// In three tiers since April 2014; before, RESTRICTED, CONFIDENTIAL and PROTECT were markings too.
pub(super) static CLASSIFICATIONS: Authority = Authority {
    cite: "Government Security Classifications Policy",
    kind: SourceKind::Guidance,
    binds: "government, and forces that have adopted it",
    only_force: None,
    in_force_from: date(2014, 4, 2),
};

impl Authority {
    /// With its kind, whom it binds and what it says.
    pub fn saying(&self, says: &str) -> String {
        format!("{} ({}, binds {}): {says}", self.cite, self.kind.id(), self.binds)
    }

    fn applies(&self, facts: &Facts<'_>) -> bool {
        let last_day = facts.period.map_or(facts.judged, |period| period.ends());
        self.in_force_from <= last_day && self.only_force.is_none_or(|force| force == facts.force.force)
    }
}

/// The sources of a rule for a plan, in words: those in force in its period, for the force that they bind.
/// Nothing where the rule rests on plain sense.
pub(super) fn cited(cites: &[Cite], facts: &Facts<'_>, standard: Option<&str>) -> String {
    let mut named = Vec::new();
    for cite in cites {
        match cite {
            Cite::Authority(authority, says) if authority.applies(facts) => {
                named.push(authority.saying(says))
            }
            Cite::Authority(_, _) => {}
            Cite::Edition => {
                let number = standard.and_then(|id| facts.edition.standard(id)).map(|asked| asked.number);
                let place = number.map_or_else(String::new, |number| format!(", standard {number}"));
                named.push(format!("{}{place} (local)", facts.edition.title));
            }
            Cite::Settings => named.push("the force's settings, nec.toml (local)".to_owned()),
        }
    }
    if named.is_empty() { String::new() } else { format!("Source: {}.", named.join("; ")) }
}
