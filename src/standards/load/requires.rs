//! What a standard requires, read from `[standard.requires]`.

use toml::de::DeValue;

use super::super::{Demand, Edition, Field, FieldKind, Per, Range, Requires, Standard};
use super::table::{Table, nearest};
use crate::plan::Cadence;
use crate::problem::Problem;

/// The parameters of rules. A rule runs on whichever standard holds its parameter.
const PARAMETERS: [&str; 21] = [
    "commitment-words",
    "activities",
    "cadence",
    "meeting-cadence",
    "longest-gap-days",
    "per",
    "virtual-share",
    "out-of-hours",
    "lead-days",
    "named-officer",
    "deputy-above",
    "channels",
    "channels-any-of",
    "alert-share",
    "priorities",
    "review-days",
    "partners",
    "groups",
    "venue-access",
    "profile",
    "equality-aims",
];

/// Reads the parameters, and the demands on the standard's own fields.
///
/// A table under the id of one of the standard's fields is a demand on it, even where a parameter has the
/// same name: `partners = 2` counts partners, `[standard.requires.partners]` is about the field.
pub(super) fn requires(from: &Table, standard: &Standard, edition: &Edition) -> Result<Requires, Problem> {
    let mut fields = Vec::new();
    for (key, at, value) in from.entries() {
        let field = standard.fields.iter().find(|field| field.id == key);
        let is_table = matches!(value.get_ref(), DeValue::Table(_));
        match field {
            Some(field) if is_table || !PARAMETERS.contains(&key) => {
                fields.push((key.to_owned(), demand(from, field)?));
            }
            _ if PARAMETERS.contains(&key) => {}
            _ => {
                let fields = standard.fields.iter().map(|field| field.id.as_str());
                let known: Vec<&str> = PARAMETERS.into_iter().chain(fields).collect();
                return Err(from.origin.problem(
                    at,
                    format!(
                        "{}: \"{key}\" is nothing that a rule asks, and no field of this standard",
                        from.what
                    ),
                    nearest(key, &known),
                ));
            }
        }
    }
    let from = &from.without(fields.iter().map(|(id, _)| id.clone()).collect());
    Ok(Requires {
        commitment_words: from.count("commitment-words")?,
        activities: from.count("activities")?,
        cadence: cadence(from, "cadence")?,
        meeting_cadence: cadence(from, "meeting-cadence")?,
        longest_gap_days: from.count("longest-gap-days")?,
        per: per(from)?,
        virtual_share: from.share("virtual-share")?,
        out_of_hours: from.share("out-of-hours")?,
        lead_days: from.count("lead-days")?,
        named_officer: from.flag("named-officer")?,
        deputy_above: from.count("deputy-above")?,
        channels: from.count("channels")?,
        channels_any_of: channels(from, edition)?,
        alert_share: from.share("alert-share")?,
        priorities: range(from)?,
        review_days: from.count("review-days")?,
        partners: from.count("partners")?,
        groups: from.count("groups")?,
        venue_access: from.flag("venue-access")?,
        profile: from.flag("profile")?,
        equality_aims: from.flag("equality-aims")?,
        fields,
    })
}

fn cadence(from: &Table, key: &str) -> Result<Option<Cadence>, Problem> {
    if !from.has(key) {
        return Ok(None);
    }
    from.one_of(key, &Cadence::ALL.map(|cadence| (cadence, cadence.id()))).map(Some)
}

fn per(from: &Table) -> Result<Option<Per>, Problem> {
    if !from.has("per") {
        return Ok(None);
    }
    from.one_of("per", &[(Per::Area, "area"), (Per::Neighbourhood, "neighbourhood")]).map(Some)
}

fn channels(from: &Table, edition: &Edition) -> Result<Vec<String>, Problem> {
    let named = from.texts("channels-any-of")?;
    for id in &named {
        from.refers(
            "channels-any-of",
            id,
            "channel",
            edition.channels.iter().map(|channel| channel.id.as_str()),
        )?;
    }
    Ok(named)
}

fn range(from: &Table) -> Result<Option<Range>, Problem> {
    let Some(table) = from.table("priorities", "priorities")? else {
        return Ok(None);
    };
    table.only(&["at-least", "at-most"])?;
    let range = Range { at_least: table.count("at-least")?, at_most: table.count("at-most")? };
    if let (Some(least), Some(most)) = (range.at_least, range.at_most)
        && least > most
    {
        return Err(table.wrong(
            "at-most",
            format!("at least {least} and at most {most}"),
            "Mend one of the two.",
        ));
    }
    Ok(Some(range))
}

fn demand(from: &Table, field: &Field) -> Result<Demand, Problem> {
    let Some(table) = from.table(&field.id, &format!("the field \"{}\"", field.id))? else {
        return Ok(Demand::default());
    };
    table.only(&["required", "at-least", "at-most", "words", "cadence", "rule"])?;
    let fits: &[(&str, &[FieldKind])] = &[
        ("at-least", &[FieldKind::Number, FieldKind::List, FieldKind::Rows]),
        ("at-most", &[FieldKind::Number, FieldKind::List, FieldKind::Rows]),
        ("words", &[FieldKind::Line, FieldKind::Prose]),
        ("cadence", &[FieldKind::Cadence]),
    ];
    for (key, kinds) in fits {
        if table.has(key) && !kinds.contains(&field.kind) {
            let kinds: Vec<&str> = kinds.iter().map(|kind| kind.id()).collect();
            return Err(table.wrong(
                key,
                format!(
                    "\"{key}\" can be asked of {}, and this field is of kind {}",
                    kinds.join(", "),
                    field.kind.id()
                ),
                "Ask for something else, or change the kind of the field.",
            ));
        }
    }
    let demand = Demand {
        required: table.flag("required")?,
        at_least: table.decimal("at-least")?,
        at_most: table.decimal("at-most")?,
        words: table.count("words")?,
        cadence: cadence(&table, "cadence")?,
        rule: table.optional_id("rule")?,
    };
    match (demand.at_least, demand.at_most) {
        (Some(least), Some(most)) if least > most => Err(table.wrong(
            "at-most",
            format!("at least {least} and at most {most}"),
            "Mend one of the two.",
        )),
        _ => Ok(demand),
    }
}
