//! Rules on a standard's own fields, as the edition demands them.
//!
//! A demand names the rule that flags it; one that names none is `field-missing` where nothing is said, and
//! `field-short` where it falls short.

use super::Class;
use super::facts::Facts;
use super::flags::{Flag, Flags};
use super::rule::{Family, OPEN, Recording, Rule, find};
use super::sources::{COLLEGE, Cite, GUARANTEE};
use super::words::{at_most, blank, word_count};

use crate::plan::{Answer, Cadence, FieldPath, Value};
use crate::standards::{Demand, Field, FieldKind, Standard};

/// How much of a field's label a message has, in characters.
const LABEL: usize = 80;

pub(super) const FIELD_MISSING: Rule = Rule {
    name: "field-missing",
    family: Family::Standards,
    class: Class::Incomplete,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a field that the standard requires is empty",
    why: "The edition asks every area for it.",
    clears: "Fill the field in.",
    example: "Nothing in \"What happens if officers are called away\".",
    blind_spot: "Whether what it says is so.",
    sources: &[Cite::Edition],
    run: Some(field_missing),
};

pub(super) const FIELD_SHORT: Rule = Rule {
    name: "field-short",
    family: Family::Standards,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "a field says less, fewer or more than the standard requires",
    why: "The edition sets a measure for it, the same for every area.",
    clears: "Bring the field up to what is asked, or say in the commitment why the area differs.",
    example: "One feed where at least two are asked for.",
    blind_spot: "Whether what it says is so.",
    sources: &[Cite::Edition],
    run: Some(field_short),
};

pub(super) const WEBSITE_REVIEW_RARE: Rule = Rule {
    name: "website-review-rare",
    family: Family::OtherStandards,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "it is not said how often the page is reviewed, or it is less often than asked",
    why: "A page with last year's events tells people that nobody is there.",
    clears: "Say how often the page is reviewed, at least as often as asked.",
    example: "reviewed-every = \"quarter\" where a month is asked for.",
    blind_spot: "Whether anybody looks at the page.",
    sources: &[Cite::Edition],
    run: Some(website_review_rare),
};

pub(super) const REPLY_TIME_MISSING: Rule = Rule {
    name: "reply-time-missing",
    family: Family::OtherStandards,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "it is not said how soon a query gets a reply, or it is later than allowed",
    why: "Two-way means that people who ask hear back, and know by when.",
    clears: "Say within how many hours a query gets a reply, within what is allowed.",
    example: "reply-hours = 96 where at most 72 are allowed.",
    blind_spot: "Whether replies come in that time.",
    sources: &[
        Cite::Authority(&GUARANTEE, "a reply to neighbourhood queries within 72 hours"),
        Cite::Edition,
    ],
    run: Some(reply_time_missing),
};

pub(super) const EMERGENCY_SIGNPOST_MISSING: Rule = Rule {
    name: "emergency-signpost-missing",
    family: Family::OtherStandards,
    class: Class::Advice,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "it is said nowhere that feeds are not for reporting crime",
    why: "Somebody in danger may write to a feed that nobody watches at night.",
    clears: "Say how people are told to call 999 in an emergency, and 101 or the website otherwise.",
    example: "A social-media standard with feeds and no word on emergencies.",
    blind_spot: "What the feeds themselves say.",
    sources: &[Cite::Edition],
    run: Some(emergency_signpost_missing),
};

pub(super) const FEEDBACK_LOOP_MISSING: Rule = Rule {
    name: "feedback-loop-missing",
    family: Family::OtherStandards,
    class: Class::NonCompliant,
    phases: OPEN,
    recording: Recording::Allowed,
    flags_when: "results are not reported back to people, or less often than asked",
    why: "People who are asked and never hear what came of it stop answering.",
    clears: "Say how often results are reported back, at least as often as asked, and where.",
    example: "reported-every = \"year\" where a quarter is asked for.",
    blind_spot: "Whether what is reported answers what was said.",
    sources: &[Cite::Authority(&COLLEGE, "feedback and accountability"), Cite::Edition],
    run: Some(feedback_loop_missing),
};

/// What a field lacks, in words that follow the field's label.
enum Lack {
    Missing(String),
    Short(String),
}

fn field_missing(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for_each_lack(facts, |flag, lack, demand, _| {
        if rule_of(demand).is_none() && matches!(lack, Lack::Missing(_)) {
            flags.raise(flag);
        }
    });
}

fn field_short(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for_each_lack(facts, |flag, lack, demand, _| {
        if rule_of(demand).is_none() && matches!(lack, Lack::Short(_)) {
            flags.raise(flag);
        }
    });
}

fn website_review_rare(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    demanded(facts, flags, WEBSITE_REVIEW_RARE.name);
}

fn reply_time_missing(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    demanded(facts, flags, REPLY_TIME_MISSING.name);
}

fn feedback_loop_missing(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    demanded(facts, flags, FEEDBACK_LOOP_MISSING.name);
}

fn emergency_signpost_missing(facts: &Facts<'_>, flags: &mut Flags<'_>) {
    for_each_lack(facts, |flag, lack, demand, answer| {
        let said = matches!(lack, Lack::Missing(_)) && points_to_999(answer);
        if rule_of(demand) == Some(EMERGENCY_SIGNPOST_MISSING.name) && !said {
            flags.raise(flag);
        }
    });
}

/// Whether any text of the answer says what to do in an emergency.
fn points_to_999(answer: &Answer) -> bool {
    let texts = answer.fields.iter().filter_map(|(_, value)| value.as_text());
    texts.chain([answer.commitment.as_str()]).any(|text| text.contains("999"))
}

fn demanded(facts: &Facts<'_>, flags: &mut Flags<'_>, rule: &str) {
    for_each_lack(facts, |flag, _, demand, _| {
        if rule_of(demand) == Some(rule) {
            flags.raise(flag);
        }
    });
}

/// The rule that a demand names, if it is one that looks at demands; a name that no such rule has counts
/// for none, so that the demand is still checked.
fn rule_of(demand: &Demand) -> Option<&'static str> {
    let named = find(demand.rule.as_deref()?)?.name;
    let of_demands = [
        WEBSITE_REVIEW_RARE.name,
        REPLY_TIME_MISSING.name,
        EMERGENCY_SIGNPOST_MISSING.name,
        FEEDBACK_LOOP_MISSING.name,
    ];
    of_demands.contains(&named).then_some(named)
}

fn for_each_lack(facts: &Facts<'_>, mut see: impl FnMut(Flag, &Lack, &Demand, &Answer)) {
    for (standard, answer) in facts.started() {
        for (id, demand) in &standard.requires.fields {
            let Some(field) = standard.fields.iter().find(|field| field.id == *id) else {
                continue;
            };
            if let Some(lack) = lack(field, demand, answer.field(id)) {
                see(flag(standard, field, &lack), &lack, demand, answer);
            }
        }
    }
}

fn flag(standard: &Standard, field: &Field, lack: &Lack) -> Flag {
    let path = FieldPath::of(["standards", &standard.id, &field.id]);
    let (Lack::Missing(what) | Lack::Short(what)) = lack;
    Flag::at(path, format!("{}: {what}", at_most(&field.label, LABEL)))
        .by(&standard.id)
        .detail(field.help.trim())
}

/// What a field lacks of what is demanded. A value of the wrong sort lacks nothing here: it is flagged as
/// not understood.
fn lack(field: &Field, demand: &Demand, value: Option<&Value>) -> Option<Lack> {
    let Some(value) = value.filter(|value| !value.is_blank()) else {
        let nothing = *demand == Demand { rule: demand.rule.clone(), ..Demand::default() };
        return (!nothing).then(|| {
            let asked = asked(field, demand);
            let wanted = if asked.is_empty() { String::new() } else { format!("; {asked} asked for") };
            Lack::Missing(format!("nothing is entered{wanted}"))
        });
    };
    let found = match (field.kind, value) {
        (FieldKind::Number, Value::Integer(number)) => {
            outside(demand, *number as f64).then(|| with_unit(&number.to_string(), field))
        }
        (FieldKind::Number, Value::Decimal(number)) => {
            outside(demand, *number).then(|| with_unit(&number.to_string(), field))
        }
        (FieldKind::List | FieldKind::Rows, Value::List(items)) => {
            let entered = items.iter().filter(|item| !item.is_blank()).count();
            let number = u32::try_from(entered).map_or(f64::MAX, f64::from);
            outside(demand, number).then(|| entered.to_string())
        }
        (FieldKind::Line | FieldKind::Prose, Value::Text(text)) => {
            let words = word_count(text);
            let enough =
                demand.words.is_none_or(|wanted| i64::try_from(words).is_ok_and(|words| words >= wanted));
            (!enough).then(|| super::words::many(words, "word"))
        }
        (FieldKind::Cadence, Value::Text(text)) => {
            let given = Cadence::parse(text.trim())?;
            demand.cadence.is_some_and(|wanted| given > wanted).then(|| format!("every {}", given.id()))
        }
        _ => None,
    }?;
    Some(Lack::Short(format!("{found}; {} asked for", asked(field, demand))))
}

fn outside(demand: &Demand, number: f64) -> bool {
    demand.at_least.is_some_and(|least| number < least) || demand.at_most.is_some_and(|most| number > most)
}

/// What is demanded, up to "asked for"; empty where it is only that something be entered.
fn asked(field: &Field, demand: &Demand) -> String {
    let range = match (demand.at_least, demand.at_most) {
        (Some(least), Some(most)) => Some(format!("{least} to {most}")),
        (Some(least), None) => Some(format!("at least {least}")),
        (None, Some(most)) => Some(format!("at most {most}")),
        (None, None) => None,
    };
    if let Some(range) = range {
        let one =
            demand.at_most.or(demand.at_least).is_some_and(|number| (number - 1.0).abs() < f64::EPSILON);
        return format!("{} {}", with_unit(&range, field), if one { "is" } else { "are" });
    }
    if let Some(words) = demand.words {
        return format!(
            "at least {} {}",
            super::words::count(words, "word"),
            if words == 1 { "is" } else { "are" }
        );
    }
    demand.cadence.map_or_else(String::new, |cadence| format!("every {} is", cadence.id()))
}

fn with_unit(number: &str, field: &Field) -> String {
    if blank(&field.unit) { number.to_owned() } else { format!("{number} {}", field.unit.trim()) }
}
