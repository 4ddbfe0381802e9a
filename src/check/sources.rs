//! What rules rest on: who said it, with what weight, to whom, and since when.

use jiff::civil::{Date, date};

use super::facts::Facts;
use crate::standards::SourceKind;

/// Something that rules rest on, outside the edition.
#[derive(Debug)]
pub struct Authority {
    pub cite: &'static str,
    /// What it says, as far as rules go.
    pub says: &'static str,
    pub kind: SourceKind,
    pub binds: &'static str,
    /// The one force that it is about; nothing where it is about all of them.
    pub only_force: Option<&'static str>,
    pub in_force_from: Date,
}

/// What a rule cites.
#[derive(Debug, Clone, Copy)]
pub enum Cite {
    Authority(&'static Authority),
    /// The edition that the plan is written to.
    Edition,
    /// The settings of the force's plan directory.
    Settings,
}

pub(super) static REFORM_ACT_S34: Authority = Authority {
    cite: "Police Reform and Social Responsibility Act 2011, s.34",
    says: "regular meetings in each neighbourhood; it gives no number",
    kind: SourceKind::Law,
    binds: "chief officers",
    only_force: None,
    in_force_from: date(2012, 1, 16),
};

pub(super) static EQUALITY_ACT_S149: Authority = Authority {
    cite: "Equality Act 2010, s.149",
    says: "regard to three aims: to end discrimination, advance opportunity and foster good relations",
    kind: SourceKind::Law,
    binds: "public bodies",
    only_force: None,
    in_force_from: date(2011, 4, 5),
};

pub(super) static EQUALITY_ACT: Authority = Authority {
    cite: "Equality Act 2010",
    says: "reasonable adjustments, so that disabled people can take part",
    kind: SourceKind::Law,
    binds: "public bodies",
    only_force: None,
    in_force_from: date(2010, 10, 1),
};

pub(super) static GUARANTEE: Authority = Authority {
    cite: "Neighbourhood Policing Guarantee, April 2025",
    says: "a named, contactable officer for every neighbourhood, a reply within 72 hours, priorities updated \
           within three months",
    kind: SourceKind::Commitment,
    binds: "forces",
    only_force: None,
    in_force_from: date(2025, 4, 10),
};

pub(super) static COLLEGE: Authority = Authority {
    cite: "College of Policing, engaging communities",
    says: "a clear purpose, contact suited to different communities, priorities informed by it, feedback",
    kind: SourceKind::Guidance,
    binds: "forces",
    only_force: None,
    in_force_from: date(2018, 1, 1),
};

pub(super) static PANEL_2019: Authority = Authority {
    cite: "the commissioner's panel, 2019",
    says: "events were not publicised prominently enough, and Dorset Alert was used too little",
    kind: SourceKind::Local,
    binds: "Dorset Police",
    only_force: Some("Dorset Police"),
    in_force_from: date(2019, 1, 1),
};

impl Authority {
    /// With its kind, whom it binds and what it says.
    pub fn describe(&self) -> String {
        format!("{} ({}, binds {}: {})", self.cite, self.kind.id(), self.binds, self.says)
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
            Cite::Authority(authority) if authority.applies(facts) => named.push(authority.describe()),
            Cite::Authority(_) => {}
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
