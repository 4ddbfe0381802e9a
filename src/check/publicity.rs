//! Rules on how people hear of public events.

use super::Class;
use super::activities::{name, names};
use super::facts::{Asked, Doing, Facts};
use super::flags::{Flag, Flags};
use super::rule::{Family, OPEN, Recording, Rule};
use super::sources::{Cite, PANEL_2019};
use super::spread::least_of;
use super::words::{blank, brief, count, many, quoted, same_name};
use crate::plan::{Edit, Entry, FieldPath, Value};
use crate::standards::FieldKind;

pub(super) const PUBLICITY_LEAD_TIME: Rule = Rule {
    name: "publicity-lead-time",
    family: Family::Publicity,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a public activity is publicised fewer days ahead than its kind asks, or does not say",
    why: "People keep an evening free only if they hear in good time.",
    clears: "State how many days ahead it is publicised, at least as many as its kind asks.",
    example: "A beat meeting with publicise-days = 7 where meetings ask for 14.",
    blind_spot: "Whether it is publicised by then.",
    sources: &[
        Cite::Authority(&PANEL_2019, "meetings and events were not publicised prominently enough"),
        Cite::Edition,
    ],
    run: Some(publicity_lead_time),
};

/// A public activity that is told too late: days stated, days needed, and what needs them.
struct Late<'f, 'a> {
    doing: &'f Doing<'a>,
    stated: Option<i64>,
    needed: i64,
}

fn publicity_lead_time(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let asking = facts.asking(|requires| requires.lead_days).next();
    let set_aside = asking.is_none()
        && facts
            .edition
            .standards
            .iter()
            .any(|standard| standard.requires.lead_days.is_some() && facts.is_set_aside(&standard.id));
    if set_aside {
        return;
    }
    let default = asking.map_or(0, |(_, days)| days);
    let late: Vec<Late<'_, '_>> =
        facts.rows().filter(|doing| doing.public).filter_map(|doing| late(doing, default)).collect();
    // The plan's own rule, where it says one, is kept to: a commitment to three weeks is not undercut.
    let usual = usual_days(facts);
    let standard = asking.map(|(of, _)| of.standard.id.as_str());
    flags.raise_rows(
        standard,
        late,
        |late| late.doing.field("publicise-days"),
        |late| {
            let edits = late.iter().map(|late| Edit::Set {
                path: late.doing.field("publicise-days"),
                value: Value::Integer(late.needed.max(usual)),
            });
            let label = match late {
                [only] => format!("Publicise it {} ahead", count(only.needed.max(usual), "day")),
                all if all.iter().all(|late| late.needed <= usual) => {
                    format!("Publicise each {} ahead, as the plan does", count(usual, "day"))
                }
                _ => "Publicise each as many days ahead as its kind asks".to_owned(),
            };
            Flag::saying(too_late(late)).mend_all(label, edits.collect())
        },
    );
}

fn too_late(late: &[Late<'_, '_>]) -> String {
    match late {
        [Late { doing, stated, needed }] => {
            let kind = doing.kind.map_or("an event".to_owned(), |kind| quoted(&kind.label));
            let needed = count(*needed, "day");
            match stated {
                None => format!("{} does not say how many days ahead; {kind} asks for {needed}", name(doing)),
                Some(stated) => format!(
                    "{} is publicised {} ahead; {kind} asks for {needed}",
                    name(doing),
                    count(*stated, "day")
                ),
            }
        }
        all if all.iter().all(|late| late.stated.is_none()) => format!(
            "{} do not say how many days ahead: {}",
            many(late.len(), "activity"),
            names(late.iter().map(|late| late.doing))
        ),
        _ => format!(
            "{} are publicised too late: {}",
            many(late.len(), "activity"),
            names(late.iter().map(|late| late.doing))
        ),
    }
}

/// Days ahead as a rule, where the plan says so; else none.
fn usual_days(facts: &Facts<'_>) -> i64 {
    let usual = facts.plan.answers.iter().find_map(|answer| answer.field("default-days"));
    match usual {
        Some(Value::Integer(days)) => (*days).max(0),
        _ => 0,
    }
}

fn late<'f, 'a>(doing: &'f Doing<'a>, default: i64) -> Option<Late<'f, 'a>> {
    let needed = doing.kind.and_then(|kind| kind.lead_days).unwrap_or(default);
    let stated = match doing.activity.publicise_days {
        Entry::Is(days) => Some(days),
        Entry::Absent => None,
        Entry::AsTyped(_) => return None,
    };
    (stated.unwrap_or(0) < needed).then_some(Late { doing, stated, needed })
}

pub(super) const PUBLICITY_CHANNELS: Rule = Rule {
    name: "publicity-channels",
    family: Family::Publicity,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a public activity has too few channels, or none of those that must be among them",
    why: "An event that is told in one place is heard of by those who look there anyway.",
    clears: "Add channels to the activity, at least as many as asked, and one of those named.",
    example: "A drop-in that is publicised by posters alone.",
    blind_spot: "Who sees the channels.",
    sources: &[
        Cite::Authority(&PANEL_2019, "meetings and events were not publicised prominently enough"),
        Cite::Edition,
    ],
    run: Some(publicity_channels),
};

fn publicity_channels(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    let asking = facts.asking(|requires| {
        (requires.channels.is_some() || !requires.channels_any_of.is_empty()).then_some(requires)
    });
    for (of, requires) in asking {
        let wanted = usize::try_from(requires.channels.unwrap_or(0)).unwrap_or(0);
        let any_of: Vec<&str> = requires.channels_any_of.iter().map(String::as_str).collect();
        let short: Vec<&Doing<'_>> = facts
            .rows()
            .filter(|doing| doing.public)
            .filter(|doing| !facts.is_misread(&doing.field("channels")))
            .filter(|doing| channels(doing).len() < wanted || !has_any(doing, &any_of))
            .collect();
        let detail = demanded(facts, wanted, &any_of);
        flags.raise_rows(
            Some(&of.standard.id),
            short,
            |doing| doing.field("channels"),
            |short| {
                let message = match short {
                    [only] => one_short(facts, only, wanted, &any_of),
                    _ => format!(
                        "{} have too few of the channels asked for: {}",
                        many(short.len(), "activity"),
                        names(short.iter().copied())
                    ),
                };
                let edits: Option<Vec<Edit>> =
                    short.iter().map(|doing| add_channels(facts, of, doing, wanted, &any_of)).collect();
                Flag::saying(message)
                    .detail(detail.clone())
                    .mend_all("Add the channels that are asked for", edits.unwrap_or_default())
            },
        );
    }
}

fn one_short(facts: &Facts<'_>, doing: &Doing<'_>, wanted: usize, any_of: &[&str]) -> String {
    let has = channels(doing);
    let has = if has.is_empty() { "no channels".to_owned() } else { many(has.len(), "channel") };
    if channels(doing).len() < wanted {
        return format!("{} has {has}; at least {wanted} are asked for", name(doing));
    }
    format!("{} has {has}, none of them {}", name(doing), either(facts, any_of))
}

fn demanded(facts: &Facts<'_>, wanted: usize, any_of: &[&str]) -> String {
    let number = format!("Each public activity needs at least {}", many(wanted, "channel"));
    if any_of.is_empty() {
        format!("{number}.")
    } else {
        format!("{number}, with {} among them.", either(facts, any_of))
    }
}

/// "Dorset Alert or the website".
fn either(facts: &Facts<'_>, ids: &[&str]) -> String {
    ids.iter().map(|id| label(facts, id)).collect::<Vec<_>>().join(" or ")
}

/// What people call a channel.
fn label(facts: &Facts<'_>, id: &str) -> String {
    let known = facts.edition.channels.iter().find(|channel| channel.id == id);
    brief(known.map_or(id, |channel| if blank(&channel.label) { id } else { &channel.label }))
}

/// The channels of an activity, each once.
fn channels<'f>(doing: &'f Doing<'_>) -> Vec<&'f str> {
    let mut channels: Vec<&str> = Vec::new();
    for channel in doing.activity.channels.iter().map(|channel| channel.trim()) {
        if !channel.is_empty() && !channels.contains(&channel) {
            channels.push(channel);
        }
    }
    channels
}

fn has_any(doing: &Doing<'_>, any_of: &[&str]) -> bool {
    any_of.is_empty() || doing.activity.channels.iter().any(|channel| any_of.contains(&channel.trim()))
}

/// Adds what is missing: first of those that must be there, then of the plan's own default channels.
fn add_channels(
    facts: &Facts<'_>,
    of: Asked<'_>,
    doing: &Doing<'_>,
    wanted: usize,
    any_of: &[&str],
) -> Option<Edit> {
    let mut channels: Vec<String> = channels(doing).into_iter().map(str::to_owned).collect();
    let add = |channels: &mut Vec<String>, id: &str| {
        if !id.is_empty() && !channels.iter().any(|channel| channel == id) {
            channels.push(id.to_owned());
        }
    };
    if !has_any(doing, any_of) {
        add(&mut channels, any_of.first()?);
    }
    let defaults = match of.answer.and_then(|answer| answer.field("default-channels")) {
        Some(Value::List(items)) => items.as_slice(),
        _ => &[],
    };
    let offered = defaults.iter().filter_map(Value::as_text).chain(any_of.iter().copied());
    let offered = offered.chain(facts.edition.channels.iter().map(|channel| channel.id.as_str()));
    for id in offered {
        if channels.len() >= wanted {
            break;
        }
        add(&mut channels, id.trim());
    }
    (channels.len() >= wanted).then(|| set_channels(doing, channels))
}

fn set_channels(doing: &Doing<'_>, channels: Vec<String>) -> Edit {
    let value = Value::List(channels.into_iter().map(Value::Text).collect());
    Edit::Set { path: doing.field("channels"), value }
}

pub(super) const ALERT_SERVICE_UNUSED: Rule = Rule {
    name: "alert-service-unused",
    family: Family::Publicity,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "the alert service is in no channels and no feeds, and no activity is an alert",
    why: "The alert service reaches people who have asked to hear from the police. Naming it in prose does not \
          send a message.",
    clears: "Add the alert service to the channels of public events, or to the feeds.",
    example: "A commitment that praises Dorset Alert, and activities that use only the website.",
    blind_spot: "A message that is sent and not in the plan.",
    sources: &[Cite::Authority(&PANEL_2019, "too little use was made of Dorset Alert"), Cite::Edition],
    run: Some(alert_service_unused),
};

fn alert_service_unused(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    if channels_misread(facts) {
        return;
    }
    for (of, _) in facts.asking(|requires| requires.alert_share) {
        let anything = of.answer.is_some() || facts.public().any(|doing| !doing.dates.is_empty());
        if !anything || blank(&facts.force.alert_service) || is_used(facts) {
            continue;
        }
        let service = &facts.force.alert_service;
        let message = format!("{} is in no channels and no feeds of the plan", label(facts, service));
        let feeds =
            of.standard.fields.iter().any(|field| field.id == "feeds" && field.kind == FieldKind::List);
        let leaf = if feeds { "feeds" } else { "activities" };
        let path = FieldPath::of(["standards", &of.standard.id, leaf]);
        let mut flag = Flag::at(path.clone(), message).by(&of.standard.id);
        if feeds {
            let there = match of.answer.and_then(|answer| answer.field("feeds")) {
                Some(Value::List(items)) => items.clone(),
                _ => Vec::new(),
            };
            let value = Value::List(there.into_iter().chain([Value::Text(service.clone())]).collect());
            flag =
                flag.mend(format!("Add {} to the feeds", label(facts, service)), Edit::Set { path, value });
        }
        flags.raise(flag);
    }
}

/// Whether the channels of an activity stand there and are not understood: the service may be among them.
fn channels_misread(facts: &Facts<'_>) -> bool {
    facts.doings.iter().any(|doing| facts.is_misread(&doing.field("channels")))
}

fn is_used(facts: &Facts<'_>) -> bool {
    let in_feeds = facts.started().any(|(_, answer)| match answer.field("feeds") {
        Some(Value::List(items)) => {
            items.iter().filter_map(Value::as_text).any(|feed| is_service(facts, feed))
        }
        Some(Value::Text(feed)) => is_service(facts, feed),
        _ => false,
    });
    in_feeds || facts.doings.iter().any(|doing| doing.activity.kind.trim() == "alert" || alerts(facts, doing))
}

/// Whether an activity is publicised through the alert service.
fn alerts(facts: &Facts<'_>, doing: &Doing<'_>) -> bool {
    doing.activity.channels.iter().any(|channel| is_service(facts, channel))
}

fn is_service(facts: &Facts<'_>, name: &str) -> bool {
    let service = &facts.force.alert_service;
    name == service || same_name(name, service) || same_name(name, &label(facts, service))
}

pub(super) const ALERT_SERVICE_RARE: Rule = Rule {
    name: "alert-service-rare",
    family: Family::Publicity,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "the alert service is a channel of fewer public events than asked",
    why: "The alert service reaches people who have asked to hear from the police.",
    clears: "Add the alert service to the channels of more public activities.",
    example: "3 of 38 public events through Dorset Alert, where half are asked for.",
    blind_spot: "Whether the messages are sent.",
    sources: &[Cite::Authority(&PANEL_2019, "too little use was made of Dorset Alert"), Cite::Edition],
    run: Some(alert_service_rare),
};

fn alert_service_rare(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    if channels_misread(facts) {
        return;
    }
    for (of, share) in facts.asking(|requires| requires.alert_share) {
        if blank(&facts.force.alert_service) || !is_used(facts) {
            continue;
        }
        let (with, without): (Vec<&Doing<'_>>, Vec<&Doing<'_>>) =
            facts.public().filter(|doing| !doing.dates.is_empty()).partition(|doing| alerts(facts, doing));
        let events = |doings: &[&Doing<'_>]| doings.iter().map(|doing| doing.dates.len()).sum::<usize>();
        let used = events(&with);
        let is_too_few = |without: &[&Doing<'_>]| used < least_of(share, used + events(without));
        if !is_too_few(&without) {
            continue;
        }
        let standard = Some(of.standard.id.as_str());
        let service = label(facts, &facts.force.alert_service);
        let place = |doing: &&Doing<'_>| doing.field("channels");
        let (aside, standing): (Vec<_>, Vec<_>) =
            without.into_iter().partition(|doing| flags.is_aside(standard, &place(doing)));
        // What may do without it is no part of the share.
        if is_too_few(&standing) {
            let all = used + events(&standing);
            let message = format!(
                "{used} of {} go through {service}; at least {} should",
                many(all, "public event"),
                least_of(share, all)
            );
            flags.raise_rows(standard, standing, place, |without| {
                let edits = without.iter().map(|doing| {
                    let own = channels(doing).into_iter().map(str::to_owned);
                    set_channels(doing, own.chain([facts.force.alert_service.clone()]).collect())
                });
                Flag::saying(message.clone())
                    .mend_all(format!("Add {service} to all of them"), edits.collect())
            });
        }
        flags.raise_rows(standard, aside, place, |without| {
            let events = events(without);
            let verb = if events == 1 { "does" } else { "do" };
            let names = names(without.iter().copied());
            Flag::saying(format!("{} {verb} not go through {service}: {names}", many(events, "public event")))
        });
    }
}
