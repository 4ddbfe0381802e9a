//! `nec new`: a new plan, blank or carried over.

use clap::Args;
use jiff::civil::Date;

use super::Done;
use super::args::date;
use super::here::Here;
use crate::plan::carry::{self, Destination};
use crate::plan::printable::one_line;
use crate::plan::{Document, Period, Place};
use crate::problem::Problem;
use crate::store::new_plan::{NewPlan, new_plan};
use crate::store::{self, Directory};

/// Begin a plan, blank or carried over from an earlier period
///
/// Its dates are those of the period in nec.toml, or those that are stated here; nec.toml is never changed.
/// Carried over, what recurs goes on (the first Thursday stays the first Thursday); the record, waivers and
/// dates stated one by one stay behind, and you are told which.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nec new west-dorset\n  nec new west-dorset --period 2027-28 --from 2026-27\n  nec new purbeck --period 2027-q1 --starts 2027-01-01 --ends 2027-03-31"
)]
pub struct New {
    /// The area, by id or name
    #[arg(value_name = "AREA")]
    area: String,
    /// Carry the area's plan of that period over
    #[arg(long, value_name = "PERIOD")]
    from: Option<String>,
    /// The edition of the standards; without it that of the plan carried over, else that of nec.toml
    #[arg(long, value_name = "ID")]
    edition: Option<String>,
    /// The first day, where nec.toml does not have the period
    #[arg(long, value_name = "DATE", value_parser = date, requires = "ends")]
    starts: Option<Date>,
    /// The last day
    #[arg(long, value_name = "DATE", value_parser = date, requires = "starts")]
    ends: Option<Date>,
}

pub fn run(args: &New, here: &Here) -> Result<Done, Problem> {
    let directory = here.directory_to_change()?;
    let area = here.area(&directory, &args.area)?;
    let period = period(&directory, here, &area)?;
    let dates = dates(args)?;
    let earlier = match &args.from {
        Some(from) => Some(earlier(&directory, from, &area)?),
        None => None,
    };
    let edition =
        args.edition.as_deref().or(earlier.as_ref().map(|document| document.plan().edition.as_str()));
    let new = NewPlan { area: &area, period: &period, edition, dates };
    let (place, blank) = new_plan(&directory, &new)?;
    let file = place.plan_file();
    let save =
        |text: &str| store::save(&directory.root, &file, text, None).map_err(|error| error.problem(&file));
    let next = format!("Next: nec draft {area} --period {period}\n");
    let Some(document) = earlier else {
        save(&blank)?;
        return Ok(Done::well(format!("Began {file}, a blank plan.\n{next}")));
    };
    let begun = Document::parse(&blank)?;
    let Some(dates) = begun.plan().dates() else {
        return Err(Problem::new("the new plan has no dates", "State them with --starts and --ends."));
    };
    let edition = begun.plan().edition.clone();
    let carried = carry::carry(&document, &Destination { period: &period, dates, edition: &edition })?;
    save(&carried.text)?;
    let from = args.from.as_deref().unwrap_or_default();
    let mut out =
        format!("Began {file}, carried over from {from}. Recurrences moved on: {}.\n", carried.moved);
    for left in &carried.left {
        out.push_str(&format!("- {}\n", one_line(left)));
    }
    if edition != directory.force.edition {
        out.push_str(&format!(
            "It stays on the edition {edition}; nec.toml names {} for new plans.\n",
            one_line(&directory.force.edition)
        ));
    }
    Ok(Done::well(out + &next))
}

fn dates(args: &New) -> Result<Option<Period>, Problem> {
    let (Some(starts), Some(ends)) = (args.starts, args.ends) else { return Ok(None) };
    Period::new(starts, ends).map(Some).ok_or_else(|| {
        Problem::new(
            format!("the plan would end on {ends}, before it starts on {starts}"),
            "Give --ends a later day.",
        )
        .safe("Nothing was made.")
    })
}

/// The period that is named; else the one of `nec.toml` that holds today and has no plan of the area, else the
/// next of these to begin.
fn period(directory: &Directory, here: &Here, area: &str) -> Result<String, Problem> {
    if let Some(period) = &here.globals.period {
        return Ok(period.clone());
    }
    let today = here.today(directory)?;
    let taken = directory.area_plans(area);
    let free = directory
        .force
        .periods
        .iter()
        .filter(|period| period.ends >= today && !taken.iter().any(|place| place.period() == period.id));
    free.min_by_key(|period| period.starts).map(|period| period.id.clone()).ok_or_else(|| {
        let what = match taken.last() {
            Some(place) => {
                format!("{area} has a plan for every period of nec.toml that is not over: {place}")
            }
            None => "nec.toml has no period that is not over".to_owned(),
        };
        Problem::new(what, "Name another with --period, and its days with --starts and --ends.")
            .safe("Nothing was made.")
    })
}

fn earlier(directory: &Directory, from: &str, area: &str) -> Result<Document, Problem> {
    let place = Place::new(from, area).filter(|place| directory.area_plans(area).contains(place));
    let Some(place) = place else {
        let there: Vec<String> =
            directory.area_plans(area).iter().map(|place| place.period().to_owned()).collect();
        let next = match there.as_slice() {
            [] => format!("It has no plans yet. Begin a blank one with: nec new {area}"),
            periods => format!("It has plans for: {}.", periods.join(", ")),
        };
        let what = format!("there is no plan of {area} for the period “{}”", one_line(from));
        return Err(Problem::new(what, next).safe("Nothing was made."));
    };
    let (document, _) = directory.read_plan(&place)?;
    Ok(document)
}
