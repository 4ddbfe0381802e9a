//! Plan directories to measure with, in temporary folders.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::Outcome;
use super::words::{Dice, area_id, area_name, period_id, plan};

/// The years in which the periods begin.
const YEARS: std::ops::Range<i16> = 2020..2030;
/// The day by which rules judge: three weeks before a period begins.
pub const TODAY: &str = "2026-11-11";

/// A plan directory with ten periods.
pub struct Made {
    folder: TempDir,
    /// The plans' paths, relative to it.
    pub files: Vec<String>,
}

impl Made {
    /// A directory with this many areas, and ten plans of each.
    pub fn new(areas: usize) -> Outcome<Made> {
        let folder = TempDir::with_prefix("nec-bench-")?;
        let root = folder.path();
        fs::create_dir(root.join("standards"))?;
        fs::write(
            root.join("standards/nec-2020.toml"),
            include_str!("../../src/standards/editions/nec-2020.toml"),
        )?;
        fs::write(root.join("nec.toml"), settings()?)?;
        fs::write(root.join("areas.toml"), book(areas)?)?;
        let mut dice = Dice::new(1);
        let mut files = Vec::new();
        for year in YEARS {
            fs::create_dir(root.join(period_id(year)))?;
            for area in 0..areas {
                let file = format!("{}/{}.toml", period_id(year), area_id(area));
                fs::write(root.join(&file), plan(area, year, &mut dice)?)?;
                files.push(file);
            }
        }
        Ok(Made { folder, files })
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The plan of today of the first area.
    pub fn a_plan(&self) -> PathBuf {
        self.root().join(period_id(2026)).join(area_id(0)).with_extension("toml")
    }

    /// Puts it under git with this many versions: the first has every file, each other changes one plan.
    pub fn record(&self, versions: usize) -> Outcome {
        let git = |words: &[&str]| {
            let mut git = Command::new("git");
            git.arg("-C").arg(self.root()).args(words);
            git
        };
        run(git(&["init", "--quiet", "--initial-branch=main"]))?;
        let mut import = git(&["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn()?;
        let mut to = BufWriter::new(import.stdin.take().ok_or("git takes nothing in")?);
        let mut dice = Dice::new(2);
        for version in 1..=versions {
            let who = format!("Inspector, Area {:04} <area@example.police.uk>", version % 100);
            writeln!(to, "commit refs/heads/main\ncommitter {who} {} +0000", 1_600_000_000 + version * 600)?;
            writeln!(to, "data <<END\nVersion {version}\nEND")?;
            if version == 1 {
                let others = ["nec.toml", "areas.toml", "standards/nec-2020.toml"];
                for file in self.files.iter().map(String::as_str).chain(others) {
                    put(&mut to, file, &fs::read_to_string(self.root().join(file))?)?;
                }
            } else {
                let file = &self.files[dice.below(self.files.len())];
                let text = fs::read_to_string(self.root().join(file))?;
                put(&mut to, file, &text.replacen("constables = 4", &format!("constables = {version}"), 1))?;
            }
        }
        to.flush()?;
        drop(to);
        if !import.wait()?.success() {
            return Err("git fast-import failed".into());
        }
        run(git(&["reset", "--quiet", "--hard", "main"]))
    }
}

fn put(to: &mut impl Write, file: &str, text: &str) -> Outcome {
    write!(to, "M 100644 inline {file}\ndata {}\n{text}\n", text.len())?;
    Ok(())
}

fn run(mut command: Command) -> Outcome {
    if command.status()?.success() { Ok(()) } else { Err(format!("{command:?} failed").into()) }
}

fn settings() -> Outcome<String> {
    let mut text = String::from(
        "format = 1\nforce = \"Example Police\"\nedition = \"nec-2020\"\nalert-service = \"dorset-alert\"\n\
         work-domains = [\"example.police.uk\"]\npublic-numbers = [\"101\", \"999\"]\n\
         working-hours = [09:00:00, 17:00:00]\nholidays = [2026-12-25, 2026-12-28]\n",
    );
    for year in YEARS {
        let (id, next) = (period_id(year), year + 1);
        write!(text, "\n[[period]]\nid = \"{id}\"\nstarts = {year}-12-01\nends = {next}-11-30\n")?;
    }
    Ok(text)
}

fn book(areas: usize) -> Outcome<String> {
    let mut text = String::new();
    for area in 0..areas {
        let (id, name) = (area_id(area), area_name(area));
        writeln!(text, "[[area]]\nid = \"{id}\"\nname = \"{name}\"\ninspector = \"Inspector, {name}\"")?;
        writeln!(text, "settlements = [\"{name}\", \"{name} Cross\"]")?;
        for (part, label) in [("town", "Town"), ("villages", "Villages")] {
            writeln!(text, "[[area.neighbourhood]]\nid = \"{id}-{part}\"\nname = \"{name} {label}\"")?;
        }
    }
    for area in 0..areas {
        let (id, name) = (area_id(area), area_name(area));
        for (part, label) in [("hall", "Hall"), ("room", "Room")] {
            writeln!(
                text,
                "[[venue]]\nid = \"{id}-{part}\"\nname = \"{name} {label}\"\naddress = \"1 Main Street\""
            )?;
            writeln!(
                text,
                "settlement = \"{name}\"\naccess = [\"step-free\", \"parking\"]\nchecked = 2026-09-01"
            )?;
        }
    }
    Ok(text)
}
