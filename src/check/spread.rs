//! Rules on how public events are spread: over settlements, hours, and between rooms and links.

use super::Class;
use super::facts::{Doing, Facts};
use super::flags::{Flag, Flags};
use super::meetings::{activities_of, asking};
use super::rule::{Family, OPEN, Recording, Rule};
use super::sources::Cite;
use super::words::{blank, brief, clock, listed, many, same_name};
use crate::plan::calendar::is_weekend;

pub(super) const SETTLEMENT_UNCOVERED: Rule = Rule {
    name: "settlement-uncovered",
    family: Family::Activities,
    class: Class::Advice,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "settlements of the area have no public meeting",
    why: "People without a car come to what is near.",
    clears: "Take meetings to them in turn: an activity can have several venues.",
    example: "Settlements Bridport, Beaminster and Charmouth, and meetings only in the first two.",
    blind_spot: "A venue that does not say where it is.",
    sources: &[],
    run: Some(settlement_uncovered),
};

fn settlement_uncovered(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let (Some(area), Some(_)) = (facts.area, facts.period) else {
        return;
    };
    let held = |doing: &&Doing<'_>| doing.may_be_meeting() && (!doing.dates.is_empty() || !doing.settled);
    let nowhere = |doing: &Doing<'_>| !doing.activity.has_venue() && blank(&doing.activity.link);
    if facts.doings.iter().filter(held).any(nowhere) {
        return;
    }
    let places: Vec<&str> =
        facts.doings.iter().filter(held).flat_map(|doing| venues_of(facts, doing)).collect();
    if places.is_empty() {
        return;
    }
    let covered = |settlement: &str| {
        let spelt_so = places.iter().any(|place| place.contains(settlement));
        spelt_so || {
            let settlement = settlement.to_lowercase();
            places.iter().any(|place| place.to_lowercase().contains(&settlement))
        }
    };
    let mut none: Vec<&str> = Vec::new();
    let with_meetings = facts
        .neighbourhoods
        .iter()
        .zip(&facts.in_each)
        .filter(|(_, whole)| whole.any)
        .flat_map(|(place, _)| place.settlements);
    let elsewhere = area.settlements.iter().chain(&facts.plan.profile.settlements).filter(|settlement| {
        !facts
            .neighbourhoods
            .iter()
            .any(|place| place.settlements.iter().any(|own| same_name(own, settlement)))
    });
    for settlement in with_meetings.chain(elsewhere).map(|settlement| settlement.trim()) {
        if !settlement.is_empty()
            && !covered(settlement)
            && !none.iter().any(|told| same_name(told, settlement))
        {
            none.push(settlement);
        }
    }
    let message = match none.as_slice() {
        [] => return,
        [only] => format!("{} has no public meeting", brief(only)),
        several => {
            let names: Vec<String> = several.iter().map(|settlement| brief(settlement)).collect();
            format!("{} have no public meeting: {}", many(several.len(), "settlement"), listed(&names))
        }
    };
    let names: Vec<String> = none.iter().map(|settlement| brief(settlement)).collect();
    let detail = format!(
        "Without one: {}. A settlement counts where the venue of a public meeting is in it, by the venue book, \
         or names it.",
        names.join(", ")
    );
    for of in asking(facts) {
        flags.raise(Flag::at(activities_of(of), message.clone()).by(&of.standard.id).detail(detail.clone()));
    }
}

/// Where an activity is held: all that is known of each place.
fn venues_of<'a>(facts: &Facts<'a>, doing: &Doing<'a>) -> impl Iterator<Item = &'a str> {
    let areas = facts.areas;
    let booked = doing.activity.venues.iter().flat_map(move |id| match areas.venue(id) {
        Some(venue) => [&venue.settlement, &venue.name, &venue.address],
        None => [id; 3],
    });
    booked.chain([&doing.activity.venue]).map(String::as_str).filter(|place| !blank(place))
}

pub(super) const VIRTUAL_SHARE_HIGH: Rule = Rule {
    name: "virtual-share-high",
    family: Family::Activities,
    class: Class::Advice,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "more of the public meetings are virtual than the edition allows",
    why: "Not everybody is online, and people speak more freely face to face.",
    clears: "Hold some of them at a venue, or at a venue and over a link at once.",
    example: "Seven of twelve meetings over a link where half are allowed.",
    blind_spot: "A venue that is named and not used.",
    sources: &[Cite::Edition],
    run: Some(virtual_share_high),
};

fn virtual_share_high(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for (of, share) in facts.asking(|requires| requires.virtual_share) {
        let events = |virtual_only: bool| -> usize {
            facts
                .doings
                .iter()
                .filter(|doing| doing.is_meeting() && (!virtual_only || doing.activity.is_virtual()))
                .map(|doing| doing.dates.len())
                .sum()
        };
        let (over_links, all) = (events(true), events(false));
        let most = most_of(share, all);
        if over_links > most {
            let message =
                format!("{over_links} of {} are virtual; at most {most} may be", many(all, "public meeting"));
            flags.raise(Flag::at(activities_of(of), message).by(&of.standard.id));
        }
    }
}

pub(super) const OUT_OF_HOURS_FEW: Rule = Rule {
    name: "out-of-hours-few",
    family: Family::Activities,
    class: Class::Advice,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "fewer public events than asked are in the evening or at a weekend",
    why: "In working hours the usual suspects come; people with a job do not.",
    clears: "Move some events to an evening, or to a Saturday or Sunday.",
    example: "Fifty contact points, all on weekdays between 10:00 and 16:30.",
    blind_spot: "Who works when; an event that begins in working hours and goes on after them.",
    sources: &[Cite::Edition, Cite::Settings],
    run: Some(out_of_hours_few),
};

fn out_of_hours_few(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let (from, to) = facts.working_hours();
    for (of, share) in facts.asking(|requires| requires.out_of_hours) {
        let mut all = 0;
        let mut outside = 0;
        let mut timeless = 0;
        for doing in facts.public() {
            let time = doing.activity.time.get();
            all += doing.dates.len();
            if time.is_some_and(|time| time < from || time >= to) {
                outside += doing.dates.len();
                continue;
            }
            let weekends = doing.dates.iter().filter(|date| is_weekend(**date)).count();
            outside += weekends;
            if time.is_none() {
                timeless += doing.dates.len() - weekends;
            }
        }
        let least = least_of(share, all);
        if outside < least {
            let verb = if outside == 1 { "is" } else { "are" };
            let message = format!(
                "{outside} of {} {verb} outside {} to {} on weekdays; at least {least} should be",
                many(all, "public event"),
                clock(from),
                clock(to)
            );
            let no_time = if timeless == 0 {
                String::new()
            } else {
                format!("{} on a weekday with no time counted as inside.", many(timeless, "event"))
            };
            flags.raise(Flag::at(activities_of(of), message).by(&of.standard.id).detail(no_time));
        }
    }
}

/// The most events that a share allows.
fn most_of(share: f64, of: usize) -> usize {
    (share * of as f64 + ROUNDING).floor() as usize
}

/// The fewest events that make up a share.
pub(super) fn least_of(share: f64, of: usize) -> usize {
    (share * of as f64 - ROUNDING).ceil().max(0.0) as usize
}

/// A tenth of thirty is three, though not to a computer.
const ROUNDING: f64 = 1e-6;
