//! `nec standards`: the editions, and what each standard asks.

use clap::Args;

use super::Done;
use super::here::{Here, tell};
use super::nearest::nearest;
use crate::plan::RelPath;
use crate::plan::printable::{one_line, printable};
use crate::problem::Problem;
use crate::report::wrap::wrap;
use crate::standards::{Edition, Standard, load};
use crate::store::{self, Directory};

/// Show the standards: the editions, one edition, or one standard
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nec standards\n  nec standards face-to-face\n  nec standards --add nec-2019"
)]
pub struct Standards {
    /// An edition or a standard, by id
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Put an edition that comes with nec into this directory
    #[arg(long, value_name = "ID", conflicts_with = "id")]
    add: Option<String>,
}

pub fn run(args: &Standards, here: &Here) -> Result<Done, Problem> {
    if let Some(id) = &args.add {
        return add(&here.directory_to_change()?, id);
    }
    let directory = here.directory()?;
    for problem in directory.problems.iter().filter(|problem| is_edition(problem)) {
        tell(problem);
    }
    let Some(id) = &args.id else {
        return Ok(Done::well(list(&directory)));
    };
    if let Some(edition) = directory.edition(id) {
        return Ok(Done::well(whole(edition)));
    }
    let own = directory.edition(&directory.force.edition);
    let editions = || own.into_iter().chain(&directory.editions);
    let found = editions().find_map(|edition| Some((edition, edition.standard(id)?)));
    if let Some((edition, standard)) = found {
        return Ok(Done::well(one(edition, standard)));
    }
    let known: Vec<&str> = directory
        .editions
        .iter()
        .flat_map(|edition| {
            std::iter::once(edition.id.as_str()).chain(edition.standards.iter().map(|s| s.id.as_str()))
        })
        .collect();
    let next = nearest(id, &known).unwrap_or_else(|| "nec standards lists them.".to_owned());
    Err(Problem::new(format!("there is no edition or standard “{}” here", one_line(id)), next))
}

fn is_edition(problem: &Problem) -> bool {
    problem.file.as_deref().is_some_and(|file| file.starts_with("standards/"))
}

fn add(directory: &Directory, id: &str) -> Result<Done, Problem> {
    let name = format!("{id}.toml");
    let embedded = load::embedded();
    let Some((_, text)) = embedded.iter().find(|(known, _)| *known == name) else {
        let known: Vec<&str> = embedded.iter().filter_map(|(name, _)| name.strip_suffix(".toml")).collect();
        return Err(Problem::new(
            format!("no edition “{}” comes with nec", one_line(id)),
            format!(
                "Those that do: {}. Any other is a file to put into the folder standards.",
                known.join(", ")
            ),
        )
        .safe("Nothing was changed."));
    };
    let file = RelPath::new(&format!("standards/{name}"))?;
    let there = store::read::locate(&directory.root, &file);
    if !matches!(&there, Err(unreadable) if unreadable.why == store::read::Why::Missing) {
        return Err(Problem::new(
            "this directory has an edition of that id already",
            "Edit that file; or move it away first, and run this again.",
        )
        .safe("It is untouched.")
        .in_file(file.to_string()));
    }
    store::save(&directory.root, &file, text, None).map_err(|error| error.problem(&file))?;
    Ok(Done::well(format!("Added {file}. New plans use it with: nec new AREA --edition {id}\n")))
}

fn list(directory: &Directory) -> String {
    let mut out = String::new();
    for edition in &directory.editions {
        let of_new = if edition.id == directory.force.edition { " (for new plans)" } else { "" };
        out.push_str(&format!("{}{of_new}: {}\n", edition.id, one_line(&edition.title)));
        out.push_str(&titles(edition));
        out.push('\n');
    }
    for (name, _) in load::embedded() {
        let id = name.trim_end_matches(".toml");
        let there = directory.edition(id).is_some() || directory.broken_editions.iter().any(|own| own == id);
        if !there {
            out.push_str(&format!("{id} comes with nec: nec standards --add {id}\n"));
        }
    }
    out.push_str("nec standards ID shows an edition or a standard.\n");
    out
}

fn titles(edition: &Edition) -> String {
    let width = edition.standards.iter().map(|standard| standard.id.len()).max().unwrap_or_default();
    edition
        .standards
        .iter()
        .map(|standard| {
            format!("  {:>2}  {:width$}  {}\n", standard.number, standard.id, one_line(&standard.title))
        })
        .collect()
}

fn whole(edition: &Edition) -> String {
    let mut out = format!("{}\n{}, revision {}", one_line(&edition.title), edition.id, edition.revision);
    for (word, text) in [("issued", edition.issued.as_str()), ("for", edition.force.as_str())] {
        if !text.is_empty() {
            out.push_str(&format!(", {word} {}", one_line(text)));
        }
    }
    out.push_str(&format!("\n\n{}\n", titles(edition)));
    for standard in &edition.standards {
        let asks = wrap(&printable(&standard.asks), 3);
        out.push_str(&format!("{} {}\n{asks}\n", standard.number, one_line(&standard.title)));
    }
    out.push_str(&provenance(edition));
    out
}

fn provenance(edition: &Edition) -> String {
    if edition.provenance.trim().is_empty() {
        return String::new();
    }
    format!("Where the wording comes from:\n{}", wrap(&printable(edition.provenance.trim()), 0))
}

fn one(edition: &Edition, standard: &Standard) -> String {
    let mut out = format!(
        "{} {} ({} of {})\n\n{}",
        standard.number,
        one_line(&standard.title),
        standard.id,
        edition.id,
        wrap(&printable(&standard.asks), 0)
    );
    let mut part = |title: &str, text: String| {
        if !text.trim().is_empty() {
            out.push_str(&format!("\n{title}\n{}", wrap(&text, 0)));
        }
    };
    let bullets =
        |lines: Vec<String>| lines.into_iter().map(|line| format!("- {line}\n")).collect::<String>();
    part("What readers look for", printable(&standard.guidance).into_owned());
    part("Questions to answer", bullets(standard.prompts.iter().map(|prompt| one_line(prompt)).collect()));
    part("For example", printable(&standard.example).into_owned());
    let fields = standard
        .fields
        .iter()
        .map(|field| format!("{}: {} ({})", field.id, one_line(&field.label), field.kind.id()));
    part("Fields of its own", bullets(fields.collect()));
    let grades = standard.descriptors.iter().map(|descriptor| {
        let grade = edition.grades.iter().find(|grade| grade.id == descriptor.grade);
        let title = grade.map_or(descriptor.grade.as_str(), |grade| grade.title.as_str());
        format!("{}: {}", one_line(title), one_line(&descriptor.text))
    });
    part("What each grade looks like", bullets(grades.collect()));
    let sources = standard.sources.iter().map(|source| {
        format!(
            "{} ({}, binds {}): {}",
            one_line(&source.cite),
            source.kind.id(),
            one_line(&source.binds),
            one_line(&source.says)
        )
    });
    part("Sources", bullets(sources.collect()));
    out.push('\n');
    out.push_str(&provenance(edition));
    out
}
