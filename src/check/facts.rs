//! What rules look at: the plan, its surroundings, and what is worked out once for all of them.

use std::cell::OnceCell;

use jiff::civil::{Date, Time};

use super::prose::Prose;
use super::{Context, Needs, Phase};
use crate::plan::calendar::{self, QuietDays};
use crate::plan::{Activity, Answer, Area, Areas, Entry, FieldPath, Force, Period, Plan, Status};
use crate::standards::{Edition, Kind, Requires, Standard};

/// The most days that a plan's period may have: five years. Plans are for a quarter or a year; what is
/// longer is a mistyped year, and nothing is counted by it.
pub(super) const LONGEST_PERIOD_DAYS: i64 = 5 * 366;

/// A plan and what is known around it.
pub(super) struct Facts<'a> {
    pub plan: &'a Plan,
    pub edition: &'a Edition,
    pub context: &'a Context<'a>,
    pub force: &'a Force,
    pub areas: &'a Areas,
    pub phase: Phase,
    /// The plan's dates, if they are in order and no longer than [`LONGEST_PERIOD_DAYS`].
    pub period: Option<Period>,
    /// The day by which it is judged: today, but never after its last day.
    pub judged: Date,
    /// What the path says it is, else what its keys say.
    pub area_id: &'a str,
    pub period_id: &'a str,
    /// The area, if the force has it.
    pub area: Option<&'a Area>,
    /// Its neighbourhoods; none while the area is unknown.
    pub neighbourhoods: Vec<Place<'a>>,
    /// The standards that are not set aside, in the edition's order.
    pub asked: Vec<Asked<'a>>,
    /// The activities of answers that are not set aside, in the order of the file.
    pub doings: Vec<Doing<'a>>,
    /// The public meetings for each neighbourhood, in their order.
    pub in_each: Vec<Coverage<'a>>,
    /// The public meetings in the area as a whole; nothing while the area is unknown.
    pub in_all: Option<Coverage<'a>>,
    pub quiet: QuietDays,
    /// How much of the plan there is: rules that need more do not look.
    pub needs: Needs,
    prose: OnceCell<Prose>,
}

/// The public meetings for a neighbourhood, or for the area as a whole.
pub(super) struct Coverage<'a> {
    /// The neighbourhood's id; nothing for the area.
    pub place: Option<&'a str>,
    pub name: &'a str,
    /// Days with a public meeting, sorted.
    pub days: Vec<Date>,
    /// Whether there is a public meeting, with or without a day.
    pub any: bool,
    /// Whether all that may be one is understood, so that a lack of them is one.
    pub settled: bool,
}

/// A neighbourhood.
pub(super) struct Place<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub settlements: &'a [String],
}

/// A standard, and what the plan says to it.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub standard: &'a Standard,
    /// Nothing where nothing has been entered.
    pub answer: Option<&'a Answer>,
}

/// An activity, and what follows from it.
pub(super) struct Doing<'a> {
    pub answer: &'a Answer,
    pub activity: &'a Activity,
    /// Whether the edition has the standard that it stands under.
    pub known_standard: bool,
    pub kind: Option<&'a Kind>,
    pub public: bool,
    /// Its occurrences in the period.
    pub dates: Vec<Date>,
    /// Whether it names a neighbourhood that the area does not have.
    pub astray: bool,
    /// Whether its dates are entered and understood, so that its occurrences can be relied on.
    pub settled: bool,
}

impl<'a> Facts<'a> {
    pub fn gather(plan: &'a Plan, edition: &'a Edition, context: &'a Context<'a>) -> Self {
        let (area_id, period_id) = context.place.unwrap_or((&plan.area, &plan.period));
        let period = plan.dates().filter(|period| period.days() <= LONGEST_PERIOD_DAYS);
        let area = context.areas.area(area_id);
        let asked: Vec<Asked<'a>> = edition
            .standards
            .iter()
            .map(|standard| (standard, plan.answer(&standard.id)))
            .filter(|(_, answer)| answer.is_none_or(|answer| answer.not_applicable.is_none()))
            .map(|(standard, answer)| Asked { standard, answer: answer.filter(|answer| !answer.is_blank()) })
            .collect();
        let quiet = &context.force.quiet_periods;
        let neighbourhoods = area.map(neighbourhoods).unwrap_or_default();
        let doings = doings(plan, edition, period, &neighbourhoods);
        Facts {
            in_each: neighbourhoods
                .iter()
                .map(|place| Coverage::of(plan, &doings, Some(place.id), place.name))
                .collect(),
            in_all: area.map(|area| Coverage::of(plan, &doings, None, name_or_id(&area.name, &area.id))),
            plan,
            edition,
            context,
            force: context.force,
            areas: context.areas,
            phase: phase(plan, period, context.today),
            period,
            judged: period.map_or(context.today, |period| context.today.min(period.ends())),
            area_id,
            period_id,
            area,
            neighbourhoods,
            asked,
            doings,
            needs: Needs::Whole,
            quiet: QuietDays::new(quiet.iter().map(|quiet| (quiet.from, quiet.to))),
            prose: OnceCell::new(),
        }
    }

    /// What the rules on words say, worked out for all of them when the first asks.
    pub fn prose(&self) -> &Prose {
        self.prose.get_or_init(|| Prose::of(self))
    }

    /// Whether what stands at an address, or around it, is of a type that it cannot have: that is flagged, and
    /// nothing follows from the lack of a right value.
    pub fn is_misread(&self, path: &FieldPath) -> bool {
        self.plan.misread.iter().any(|misread| path.is_within(&misread.path))
    }

    /// The standards to which something has been entered.
    pub fn started(&self) -> impl Iterator<Item = (&'a Standard, &'a Answer)> + '_ {
        self.asked.iter().filter_map(|asked| Some((asked.standard, asked.answer?)))
    }

    /// The standards that hold a parameter, with what it is.
    pub fn asking<T>(
        &self,
        parameter: impl Fn(&'a Requires) -> Option<T>,
    ) -> impl Iterator<Item = (Asked<'a>, T)> {
        self.asked.iter().filter_map(move |asked| Some((*asked, parameter(&asked.standard.requires)?)))
    }

    /// The activities that stand under a standard.
    pub fn own(&self, standard: &str) -> impl Iterator<Item = &Doing<'a>> {
        self.doings.iter().filter(move |doing| doing.answer.id == standard)
    }

    /// The activities whose standard the edition has: only these are looked at row by row.
    pub fn rows(&self) -> impl Iterator<Item = &Doing<'a>> {
        self.doings.iter().filter(|doing| doing.known_standard)
    }

    /// The activities that anybody can come to.
    pub fn public(&self) -> impl Iterator<Item = &Doing<'a>> {
        self.doings.iter().filter(|doing| doing.public)
    }

    /// Whether a standard is set aside.
    pub fn is_set_aside(&self, standard: &str) -> bool {
        self.plan.answer(standard).is_some_and(|answer| answer.not_applicable.is_some())
    }

    /// From and to, of a weekday, as `nec.toml` has it; 9 to 5 where it has none.
    pub fn working_hours(&self) -> (Time, Time) {
        match self.force.working_hours.as_slice() {
            [from, to, ..] => (*from, *to),
            _ => (jiff::civil::time(9, 0, 0, 0), jiff::civil::time(17, 0, 0, 0)),
        }
    }
}

impl<'a> Doing<'a> {
    /// The address of one of its fields.
    pub fn field(&self, leaf: &str) -> FieldPath {
        FieldPath::of(["standards", &self.answer.id, "activities", &self.activity.key, leaf])
    }

    /// Whether anybody can come, put a question and hear the answer.
    pub fn is_meeting(&self) -> bool {
        self.public && self.kind.is_some_and(|kind| kind.meeting)
    }

    /// Whether it is a meeting, or that cannot be said yet: its kind, or whether it is public, is still to be
    /// understood.
    pub fn may_be_meeting(&self) -> bool {
        let unknown_kind = self.kind.is_none() && !self.activity.kind.trim().is_empty();
        let meeting = self.kind.is_some_and(|kind| kind.meeting);
        self.is_meeting() || unknown_kind || (meeting && matches!(self.activity.public, Entry::AsTyped(_)))
    }
}

fn phase(plan: &Plan, period: Option<Period>, today: Date) -> Phase {
    let sent =
        plan.status.get().is_some_and(|status| !matches!(status, Status::Draft | Status::ChangesRequested));
    match (period, plan.starts.get()) {
        (Some(period), _) if today > period.ends() => Phase::Closed,
        (_, Some(starts)) if today >= starts => Phase::Running,
        _ if sent => Phase::Promised,
        _ => Phase::Drafting,
    }
}

fn neighbourhoods(area: &Area) -> Vec<Place<'_>> {
    if area.neighbourhoods.is_empty() {
        let name = name_or_id(&area.name, &area.id);
        return vec![Place { id: &area.id, name, settlements: &area.settlements }];
    }
    area.neighbourhoods
        .iter()
        .map(|place| Place {
            id: &place.id,
            name: name_or_id(&place.name, &place.id),
            settlements: &place.settlements,
        })
        .collect()
}

fn name_or_id<'a>(name: &'a str, id: &'a str) -> &'a str {
    if name.trim().is_empty() { id } else { name }
}

impl<'a> Coverage<'a> {
    fn of(plan: &Plan, doings: &[Doing<'a>], place: Option<&'a str>, name: &'a str) -> Self {
        let settled = !plan.misread.iter().any(|misread| match misread.path.segments() {
            [standards] | [standards, _] => standards == "standards",
            [standards, _, activities] => standards == "standards" && activities == "activities",
            _ => false,
        });
        let mut coverage = Coverage { place, name, days: Vec::new(), any: false, settled };
        for doing in doings.iter().filter(|doing| doing.may_be_meeting()) {
            let here = place.is_none_or(|id| doing.activity.is_for(id));
            if !here && !doing.astray {
                continue;
            }
            coverage.settled &= here && doing.settled && doing.is_meeting();
            if here && doing.is_meeting() {
                coverage.any = true;
                coverage.days.extend(&doing.dates);
            }
        }
        coverage.days.sort_unstable();
        coverage.days.dedup();
        coverage
    }
}

fn doings<'a>(
    plan: &'a Plan,
    edition: &'a Edition,
    period: Option<Period>,
    neighbourhoods: &[Place<'a>],
) -> Vec<Doing<'a>> {
    let mut doings = Vec::new();
    for answer in plan.answers.iter().filter(|answer| answer.not_applicable.is_none()) {
        let known_standard = edition.standard(&answer.id).is_some();
        for activity in &answer.activities {
            let kind = edition.kind(activity.kind.trim());
            let public = match activity.public {
                Entry::Is(is) => is,
                Entry::Absent => kind.is_some_and(|kind| kind.public),
                Entry::AsTyped(_) => false,
            };
            doings.push(Doing {
                answer,
                activity,
                known_standard,
                kind,
                public,
                dates: period.map(|period| calendar::occurrences(activity, period)).unwrap_or_default(),
                astray: activity
                    .neighbourhoods
                    .iter()
                    .any(|id| !neighbourhoods.iter().any(|place| place.id == id.as_str())),
                settled: is_settled(plan, answer, activity) && !is_impossible(activity),
            });
        }
    }
    doings
}

fn is_settled(plan: &Plan, answer: &Answer, activity: &Activity) -> bool {
    has_date(activity) && is_understood(plan, answer, activity)
}

/// Whether an activity stops before it starts.
pub(super) fn is_impossible(activity: &Activity) -> bool {
    matches!((activity.starts.get(), activity.ends.get()), (Some(starts), Some(ends)) if ends < starts)
}

/// Whether there is a date or a recurrence at all.
pub(super) fn has_date(activity: &Activity) -> bool {
    calendar::recurs(activity) || calendar::stated(activity).next().is_some()
}

/// Whether nothing about its dates still stands as somebody typed it.
pub(super) fn is_understood(plan: &Plan, answer: &Answer, activity: &Activity) -> bool {
    let as_typed = matches!(activity.starts, Entry::AsTyped(_))
        || matches!(activity.ends, Entry::AsTyped(_))
        || matches!(activity.every, Entry::AsTyped(_))
        || matches!(activity.on, Entry::AsTyped(_));
    let in_lists = plan.misread.iter().any(|misread| match misread.path.segments() {
        [standards, standard, activities, key, leaf] => {
            standards == "standards"
                && *standard == answer.id
                && activities == "activities"
                && *key == activity.key
                && matches!(leaf.as_str(), "dates" | "except")
        }
        _ => false,
    });
    !as_typed && !in_lists
}
