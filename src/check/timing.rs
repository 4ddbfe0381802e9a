//! Rules on when activities take place.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};

use super::Class;
use super::activities::{Hit, group, name, names};
use super::facts::{Doing, Facts, is_impossible};
use super::flags::{Flag, Flags};
use super::rule::{Family, Needs, OPEN, Recording, Rule};
use super::sources::Cite;
use super::words::{blank, brief, clock, day, listed, many, quoted};
use crate::plan::calendar::{asked, recurring, recurs, stated, venue_in_turn};
use crate::plan::{Edit, FieldPath, Period, Value};

pub(super) const ACTIVITY_OUTSIDE_PERIOD: Rule = Rule {
    name: "activity-outside-period",
    family: Family::Activities,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a stated date, or the end of a recurrence, is beyond the plan's period",
    why: "What lies outside the period counts for nothing, and is usually a mistyped year.",
    clears: "Mend the date, or leave it to the plan of the next period.",
    example: "A meeting on 11 March 2028 in a plan that ends on 30 November 2027.",
    blind_spot: "A wrong date that lies within the period.",
    sources: &[],
    run: Some(activity_outside_period),
};

fn activity_outside_period(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let Some(period) = facts.period else {
        return;
    };
    let hits = facts.rows().filter_map(|doing| outside(doing, period)).collect();
    group(hits, flags, "Stop at the plan's last day", |many, names| {
        format!("{many} have dates outside the plan: {names}")
    });
}

fn outside<'f, 'a>(doing: &'f Doing<'a>, period: Period) -> Option<Hit<'f, 'a>> {
    let beyond = |date: Date| {
        if date < period.starts() {
            format!("before the plan starts on {}", day(period.starts()))
        } else {
            format!("after the plan ends on {}", day(period.ends()))
        }
    };
    // One cause, one flag: it is flagged for that.
    if is_impossible(doing.activity) {
        return None;
    }
    if let Some(date) = stated(doing.activity).find(|date| !period.holds(*date)) {
        let leaf = if doing.activity.dates.contains(&date) { "dates" } else { "starts" };
        let message = format!("{} is on {}, {}", name(doing), day(date), beyond(date));
        return Some(Hit { doing, place: doing.field(leaf), message, edit: None });
    }
    let ends = doing.activity.ends.get().filter(|ends| !period.holds(*ends))?;
    let place = doing.field("ends");
    let message = format!("{} stops on {}, {}", name(doing), day(ends), beyond(ends));
    let at_the_end = Edit::Set { path: place.clone(), value: Value::Date(period.ends()) };
    Some(Hit { doing, place, message, edit: (ends > period.ends()).then_some(at_the_end) })
}

pub(super) const ACTIVITY_IMPOSSIBLE_DATE: Rule = Rule {
    name: "activity-impossible-date",
    family: Family::Activities,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "an activity ends before it starts, or its recurrence never occurs",
    why: "It is in the plan, and will never take place.",
    clears: "Mend its dates or its times.",
    example: "From 4 March 2027, every month, until 4 February 2027.",
    blind_spot: "A date on which the venue is closed.",
    sources: &[],
    run: Some(activity_impossible_date),
};

fn activity_impossible_date(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let hits = {
        // Other days may stand where the file is broken.
        let period = facts.period.filter(|_| facts.needs == Needs::Whole);
        facts.rows().filter_map(|doing| impossible(doing, period)).collect()
    };
    group(hits, flags, "", |many, names| format!("{many} can never take place: {names}"));
}

fn impossible<'f, 'a>(doing: &'f Doing<'a>, period: Option<Period>) -> Option<Hit<'f, 'a>> {
    let activity = doing.activity;
    let hit = |leaf: &str, message| Some(Hit { doing, place: doing.field(leaf), message, edit: None });
    if let (Some(starts), Some(ends)) = (activity.starts.get(), activity.ends.get())
        && ends < starts
    {
        let message = format!("{} ends on {}, before it starts on {}", name(doing), day(ends), day(starts));
        return hit("ends", message);
    }
    if let (Some(time), Some(until)) = (activity.time.get(), activity.until.get())
        && until < time
    {
        let message =
            format!("{} ends at {}, before it starts at {}", name(doing), clock(until), clock(time));
        return hit("until", message);
    }
    let period = period?;
    let stopped_before = activity.ends.get().is_some_and(|ends| ends < period.starts());
    // Whatever is not stated is of the recurrence.
    let only_stated = || doing.dates.iter().all(|date| activity.dates.contains(date));
    let followed = recurs(activity) && doing.settled && !stopped_before;
    if followed && only_stated() && recurring(activity, period).is_empty() {
        return hit("starts", format!("{} recurs, but on no day of the plan's period", name(doing)));
    }
    None
}

pub(super) const ACTIVITY_RARE: Rule = Rule {
    name: "activity-rare",
    family: Family::Activities,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a standard's own activities take place on fewer days than its cadence asks",
    why: "Regular contact is what people come to rely on.",
    clears: "Add dates, or let an activity recur more often, over the period as a whole.",
    example: "A partnership meeting twice in a year where every quarter is asked for.",
    blind_spot: "Dates that lie all in one month: the count is over the whole period.",
    sources: &[Cite::Edition],
    run: Some(activity_rare),
};

fn activity_rare(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let Some(period) = facts.period else {
        return;
    };
    for (of, cadence) in facts.asking(|requires| requires.cadence) {
        let standard = of.standard;
        // None at all is `activity-missing`'s, where the standard counts activities.
        let begun = of.answer.is_some_and(|answer| {
            !answer.activities.is_empty() || standard.requires.activities.is_none_or(|wanted| wanted < 1)
        });
        if !begun || facts.own(&standard.id).any(|doing| !doing.settled) {
            continue;
        }
        let mut days: Vec<Date> = facts.own(&standard.id).flat_map(|doing| &doing.dates).copied().collect();
        days.sort_unstable();
        days.dedup();
        let wanted = asked(cadence, period);
        if i64::try_from(days.len()).is_ok_and(|has| has < wanted) {
            let message = format!(
                "The activities of standard {} are on {}; every {} makes at least {wanted}",
                standard.number,
                many(days.len(), "day"),
                cadence.id()
            );
            let path = FieldPath::of(["standards", &standard.id, "activities"]);
            flags.raise(Flag::at(path, message).by(&standard.id));
        }
    }
}

pub(super) const ACTIVITY_OVERLAP: Rule = Rule {
    name: "activity-overlap",
    family: Family::Activities,
    class: Class::Advice,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "one owner is to be at two places at one time",
    why: "One of the two will be cancelled.",
    clears: "Move one of them, or give it to somebody else.",
    example: "A drop-in in Bridport from 18:00 to 19:00 and a meeting in Beaminster at 18:30, of one sergeant.",
    blind_spot: "The way between two places, and an end that is not given.",
    sources: &[],
    run: Some(activity_overlap),
};

/// An occurrence that somebody has to be at.
struct Slot<'f, 'a> {
    /// Which owner, counted through.
    owner: usize,
    date: Date,
    from: Time,
    /// The same as `from` where no end is given.
    until: Time,
    place: &'f str,
    at: usize,
    doing: &'f Doing<'a>,
}

impl Slot<'_, '_> {
    fn clashes(&self, later: &Self) -> bool {
        let at_once = later.from < self.until || later.from == self.from;
        self.owner == later.owner && self.date == later.date && at_once && self.place != later.place
    }
}

fn activity_overlap(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let slots = slots(facts);
    let mut told: Vec<(usize, usize)> = Vec::new();
    // The slot of this owner and day that lasts longest so far.
    let mut lasting: Option<&Slot<'_, '_>> = None;
    for slot in &slots {
        if let Some(before) = lasting.filter(|before| before.owner == slot.owner && before.date == slot.date)
        {
            let pair = (before.at.min(slot.at), before.at.max(slot.at));
            if before.clashes(slot) && !told.contains(&pair) && told.len() < MOST_OVERLAPS {
                told.push(pair);
                flags.raise(overlap(before, slot));
            }
            if before.until >= slot.until {
                continue;
            }
        }
        lasting = Some(slot);
    }
}

/// Flags of this sort that one plan gets: beyond this, more of them help nobody.
const MOST_OVERLAPS: usize = 20;

fn overlap(before: &Slot<'_, '_>, slot: &Slot<'_, '_>) -> Flag {
    let (first, second) = if before.at <= slot.at { (before, slot) } else { (slot, before) };
    let message = format!(
        "{} is at two places on {} at {}: {} and {}",
        brief(&first.doing.activity.owner),
        day(slot.date),
        clock(slot.from),
        name(first.doing),
        name(second.doing)
    );
    Flag::at(first.doing.field("time"), message).by(&first.doing.answer.id).and_at(second.doing.field("time"))
}

/// The occurrences of whoever owns more than one activity with a time, by owner, day and time.
fn slots<'f, 'a>(facts: &'f Facts<'a>) -> Vec<Slot<'f, 'a>> {
    let mut by_owner: BTreeMap<String, Vec<(usize, &Doing<'_>, Time)>> = BTreeMap::new();
    for (at, doing) in facts.rows().enumerate() {
        let owner = doing.activity.owner.trim();
        if let Some(from) = doing.activity.time.get().filter(|_| !owner.is_empty()) {
            by_owner.entry(owner.to_lowercase()).or_default().push((at, doing, from));
        }
    }
    let mut slots = Vec::new();
    for (owner, timed) in by_owner.values().filter(|timed| timed.len() > 1).enumerate() {
        for (at, doing, from) in timed {
            let activity = doing.activity;
            let until = activity.until.get().map_or(*from, |until| until.max(*from));
            let elsewhere = if blank(&activity.venue) { &activity.link } else { &activity.venue };
            for (nth, date) in doing.dates.iter().enumerate() {
                let place = venue_in_turn(activity, nth).unwrap_or(elsewhere).trim();
                if !place.is_empty() {
                    slots.push(Slot { owner, date: *date, from: *from, until, place, at: *at, doing });
                }
            }
        }
    }
    slots.sort_unstable_by_key(|slot| (slot.owner, slot.date, slot.from, slot.at));
    slots
}

pub(super) const ACTIVITY_ON_HOLIDAY: Rule = Rule {
    name: "activity-on-holiday",
    family: Family::Activities,
    class: Class::Advice,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "an activity falls on a holiday of nec.toml",
    why: "Few people come on a holiday, and the venue may be closed.",
    clears: "Leave the day out of the recurrence, or move it.",
    example: "A drop-in on the last Friday of the month, which in December 2026 is Christmas Day.",
    blind_spot: "School holidays, market days and matches.",
    sources: &[Cite::Settings],
    run: Some(activity_on_holiday),
};

fn activity_on_holiday(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let mut holidays: Vec<Date> = facts.force.holidays.clone();
    holidays.sort_unstable();
    holidays.dedup();
    let hits = facts.rows().filter_map(|doing| on_holiday(doing, &holidays)).collect();
    group(hits, flags, "Leave the holidays out", |many, names| format!("{many} fall on a holiday: {names}"));
}

fn on_holiday<'f, 'a>(doing: &'f Doing<'a>, holidays: &[Date]) -> Option<Hit<'f, 'a>> {
    let there: Vec<Date> =
        holidays.iter().copied().filter(|holiday| doing.dates.binary_search(holiday).is_ok()).collect();
    if there.is_empty() {
        return None;
    }
    let activity = doing.activity;
    let days: Vec<String> = there.iter().map(|holiday| day(*holiday)).collect();
    let message = format!("{} falls on a holiday: {}", name(doing), listed(&days));
    let by_recurrence = recurs(activity) && !there.iter().any(|holiday| activity.dates.contains(holiday));
    let place = doing.field(if by_recurrence { "except" } else { "dates" });
    let edit = by_recurrence.then(|| {
        let except = activity.except.iter().copied().chain(there).map(Value::Date).collect();
        Edit::Set { path: place.clone(), value: Value::List(except) }
    });
    Some(Hit { doing, place, message, edit })
}

pub(super) const PRE_ELECTION_CLASH: Rule = Rule {
    name: "pre-election-clash",
    family: Family::Activities,
    class: Class::Advice,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a public event lies in a quiet period of nec.toml",
    why: "Local policing goes on before an election. Right: routine meetings, drop-ins and replies to \
          questions. Not right: a candidate on the platform, a launch, a new survey, pictures with candidates.",
    clears: "Look at each event with that in mind; move it, or leave it out, where it could be taken as taking \
             sides.",
    example: "A public meeting a week before the local elections.",
    blind_spot: "Who will be at the event.",
    sources: &[Cite::Settings],
    run: Some(pre_election_clash),
};

fn pre_election_clash(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for quiet in &facts.force.quiet_periods {
        let inside = |date: &&Date| quiet.from <= **date && **date <= quiet.to;
        let clashing: Vec<(&Doing<'_>, usize)> = facts
            .public()
            .filter(|doing| doing.known_standard)
            .map(|doing| (doing, doing.dates.iter().filter(inside).count()))
            .filter(|(_, events)| *events > 0)
            .collect();
        let Some((first, _)) = clashing.first().copied() else {
            continue;
        };
        let standard = first.answer.id.as_str();
        let place = |(doing, _): &(&Doing<'_>, usize)| doing.field("starts");
        flags.raise_rows(Some(standard), clashing, place, |clashing| {
            let events: usize = clashing.iter().map(|(_, events)| events).sum();
            let title = if blank(&quiet.title) { "a quiet period".to_owned() } else { quoted(&quiet.title) };
            let verb = if events == 1 { "lies" } else { "lie" };
            let message = format!(
                "{} {verb} in {title}, {} to {}",
                many(events, "public event"),
                day(quiet.from),
                day(quiet.to)
            );
            Flag::saying(message)
                .detail(format!("These are {}.", names(clashing.iter().map(|(doing, _)| *doing))))
        });
    }
}
