//! `nec waive`: asks for a flag to be set aside.

use clap::Args;
use jiff::civil::Date;

use super::Done;
use super::args::date;
use super::here::{Here, note};
use super::nearest::nearest;
use super::set::save;
use crate::check::{self, Aside, Report, Rule};
use crate::git;
use crate::plan::model::Waiver;
use crate::plan::printable::one_line;
use crate::plan::{Document, Edit, FieldPath, Value, mint};
use crate::problem::Problem;
use crate::report::case::{Surroundings, edition_of};
use crate::standards::Edition;
use crate::store::Directory;

/// Ask for a flag to be set aside: a waiver, with its reason and its last day
///
/// It counts when a reviewer accepts it; until then the flag stands, and says that it is asked for. The id of
/// the waiver is printed. `nec set AREA waivers.ID.until DATE` changes one, `nec unset AREA waivers.ID` takes it
/// out. What must never be recorded cannot be set aside.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nec waive west-dorset meeting-gap --standard face-to-face --reason \"The hall is closed for works\" --until 2027-03-31\n  nec waive west-dorset activity-without-venue --standard face-to-face --row k7m2qx --reason \"The council has not said yet\" --until 2027-01-31"
)]
pub struct Waive {
    /// The area, by id or name
    #[arg(value_name = "AREA")]
    area: String,
    /// The rule that flags; nec rules lists them
    #[arg(value_name = "RULE")]
    rule: String,
    /// The standard that asks; only a flag that no standard asks for goes without
    #[arg(long, value_name = "ID")]
    standard: Option<String>,
    /// This row's share only, by its id: the flag stands for the others. A rule that is on no row knows none
    #[arg(long, value_name = "ID")]
    row: Option<String>,
    /// Why, for the reviewer
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// The last day of it: no later than the plan's last day
    #[arg(long, value_name = "DATE", value_parser = date)]
    until: Date,
    /// Who asks; without it the plan's author by post, else whoever records
    #[arg(long, value_name = "WHO")]
    by: Option<String>,
}

pub fn run(args: &Waive, here: &Here) -> Result<Done, Problem> {
    let directory = here.directory_to_change()?;
    let (place, mut document, stamp) = here.plan(&directory, &args.area)?;
    let today = here.today(&directory)?;
    let edition = edition_of(&directory, &place, &document).map_err(|unjudged| unjudged.problem().clone())?;
    let around = Surroundings::of(&directory, &place);
    let report = check::check(document.plan(), edition, &around.context(&directory, &place, today));
    let rule = rule(&args.rule)?;
    let standard = standard(args, rule, edition, &report)?;
    let row = row(args, rule, &document, &report)?;
    if args.reason.trim().is_empty() {
        return Err(refused("the reason is empty", "Say with --reason why the flag should be set aside."));
    }
    in_time(args.until, &document, today)?;
    let by = by(args, here, &directory, &document)?;
    let new = Waiver {
        rule: rule.name.to_owned(),
        standard: standard.to_owned(),
        row: row.to_owned(),
        reason: args.reason.trim().to_owned(),
        by,
        ..Waiver::default()
    };
    not_twice(&new, place.area(), &document, today)?;
    let id = mint::new_id();
    document.apply(&asking(&new, &id, args.until))?;
    let report = check::check(document.plan(), edition, &around.context(&directory, &place, today));
    save(&directory, &place, document, stamp)?;
    tell(&report, &new, &id);
    let stopping = report.findings.iter().filter(|finding| {
        let places = std::iter::once(&finding.path).chain(&finding.also);
        let row = FieldPath::of(["waivers", id.as_str()]);
        finding.stops_recording() && places.into_iter().any(|place| place.is_within(&row))
    });
    for finding in stopping {
        let what = format!("{} [{}]", finding.message, finding.rule);
        let safe = "What is asked is saved. The plan cannot be recorded while it stands there.";
        let next =
            format!("nec set {} waivers.{id}.reason TEXT puts other words in its place.", place.area());
        super::here::tell(&Problem::new(what, next).safe(safe));
    }
    Ok(Done::well(format!("{id}\n")))
}

fn refused(what: impl Into<String>, next: impl Into<String>) -> Problem {
    Problem::new(what, next).safe("Nothing was changed.")
}

fn rule(name: &str) -> Result<&'static Rule, Problem> {
    let Some(rule) = check::find(name.trim()) else {
        let names: Vec<&str> = check::rules().iter().map(|rule| rule.name).collect();
        let next = nearest(name, &names).unwrap_or_else(|| "nec rules lists them.".to_owned());
        return Err(refused(format!("there is no rule “{}”", one_line(name)), next));
    };
    if !rule.can_be_waived() {
        let next = format!("{} nec explain {} says more.", rule.clears, rule.name);
        return Err(refused(format!("{} can never be set aside", rule.name), next));
    }
    Ok(rule)
}

/// The standard that is named, or none where none needs to be.
fn standard<'a>(
    args: &'a Waive,
    rule: &Rule,
    edition: &Edition,
    report: &Report,
) -> Result<&'a str, Problem> {
    let ids: Vec<&str> = edition.standards.iter().map(|standard| standard.id.as_str()).collect();
    if let Some(named) = &args.standard {
        if ids.contains(&named.as_str()) {
            return Ok(named);
        }
        let next = nearest(named, &ids).unwrap_or_else(|| format!("The standards are: {}.", ids.join(", ")));
        return Err(refused(format!("there is no standard “{}”", one_line(named)), next));
    }
    let of_rule = || report.findings.iter().filter(|finding| finding.rule == rule.name);
    let mut asking: Vec<&str> = of_rule().filter_map(|finding| finding.standard.as_deref()).collect();
    asking.dedup();
    if of_rule().any(|finding| finding.standard.is_none()) {
        return Ok("");
    }
    let which = if asking.is_empty() { ids } else { asking };
    let what = format!("no standard is named, and there is no flag of {} that none asks for", rule.name);
    Err(refused(what, format!("Add --standard with one of these: {}.", which.join(", "))))
}

/// The row that is named, or none. A row of the plan that has none of its own yet is known by its flags.
fn row<'a>(args: &'a Waive, rule: &Rule, document: &Document, report: &Report) -> Result<&'a str, Problem> {
    let Some(row) = args.row.as_deref() else { return Ok("") };
    let flagged =
        report.findings.iter().flat_map(|finding| std::iter::once(&finding.path).chain(&finding.also));
    let mut rows = check::rows_of(document.plan());
    rows.extend(flagged.filter_map(check::row_of).filter(|flagged| *flagged == row));
    if !rows.contains(&row) {
        let next = nearest(row, &rows).unwrap_or_else(|| match rows.as_slice() {
            [] => "It has no rows yet: leave --row away.".to_owned(),
            rows => format!("The rows are: {}.", rows.join(", ")),
        });
        return Err(refused(format!("the plan has no row “{}”", one_line(row)), next));
    }
    if rule.aside() == Aside::Whole {
        let what =
            format!("{} is on no single row, so that a waiver of one would set nothing aside", rule.name);
        return Err(refused(what, "Leave --row away: the waiver is then about all of it."));
    }
    Ok(row)
}

/// A waiver ends in the plan's time, and not before today.
fn in_time(until: Date, document: &Document, today: Date) -> Result<(), Problem> {
    let dates = document.plan().dates();
    if let Some(last) = dates.map(|dates| dates.ends()).filter(|last| until > *last) {
        let what = format!(
            "the plan ends on {}, and what is set aside ends with it at the latest",
            check::day(last)
        );
        return Err(refused(what, format!("Give --until {last}, or an earlier day.")));
    }
    if until < today {
        let what = format!("{} is past", check::day(until));
        return Err(refused(what, "Give --until the last day on which the flag is to be set aside."));
    }
    Ok(())
}

/// Who asks: whoever is named, else the plan's author by post, else whoever records.
fn by(args: &Waive, here: &Here, directory: &Directory, document: &Document) -> Result<String, Problem> {
    let named = args.by.as_deref().unwrap_or(&document.plan().author.post).trim();
    if !named.is_empty() {
        return Ok(named.to_owned());
    }
    let who = git::identity(&directory.root, &here.settings()).map(|who| who.name().to_owned());
    who.ok_or_else(|| {
        refused(
            "nothing says who asks: the plan names no author",
            "Give --by POST, or fill in author.post in the plan.",
        )
    })
}

/// Refuses what is asked for already; what is past may be asked for anew.
fn not_twice(new: &Waiver, area: &str, document: &Document, today: Date) -> Result<(), Problem> {
    let same = |there: &&Waiver| {
        (there.rule.trim(), there.standard.trim(), there.row.trim())
            == (new.rule.as_str(), new.standard.as_str(), new.row.as_str())
            && there.until.get().is_none_or(|until| until >= today)
    };
    match document.plan().waivers.iter().find(same) {
        None => Ok(()),
        Some(there) => {
            let key = &there.key;
            Err(refused(
                format!("that is asked for already, by the waiver {key}"),
                format!(
                    "nec set {area} waivers.{key}.until DATE changes it; nec unset {area} waivers.{key} takes it out."
                ),
            ))
        }
    }
}

fn asking(new: &Waiver, id: &str, until: Date) -> Edit {
    let texts = [
        ("id", id),
        ("rule", &new.rule),
        ("standard", &new.standard),
        ("row", &new.row),
        ("reason", &new.reason),
        ("by", &new.by),
    ];
    let said = texts.into_iter().filter(|(_, text)| !text.is_empty());
    let mut row: Vec<(String, Value)> = said.map(|(key, text)| (key.to_owned(), Value::from(text))).collect();
    row.push(("until".to_owned(), Value::Date(until)));
    Edit::AddRow { list: FieldPath::of(["waivers"]), before: None, row }
}

/// Says what the waiver is about, or that nothing is there yet that it is about.
fn tell(report: &Report, new: &Waiver, id: &str) {
    let about: Vec<&check::Finding> = report
        .findings
        .iter()
        .filter(|finding| {
            finding.rule == new.rule && finding.asked.as_ref().is_some_and(|asked| asked.waiver == id)
        })
        .collect();
    for finding in &about {
        let aside = finding.aside_in_words().unwrap_or_default();
        note(&format!("{}. {aside}", one_line(finding.message.trim_end_matches('.'))));
    }
    if about.is_empty() {
        note("No flag of that rule stands there now: this is for when one comes.");
    }
}
