//! What was checked, as JUnit XML: a suite a plan, a test a standard, so that a build server shows the plans
//! as people speak of them.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::case::Unjudged;
use super::checked::{CameTo, Checked, CheckedPlan, Told};
use super::overview::Counts;
use super::summary::tally;
use crate::check::{self, Class, State};
use crate::plan::printable::{one_line, printable};
use crate::problem::Problem;

/// Tests of one kind: those of a plan, or those of the directory's own files.
struct Suite {
    name: String,
    cases: Vec<Case>,
}

/// What is tested: a standard of a plan, a plan as a whole, a file.
struct Case {
    name: String,
    class: String,
    file: String,
    line: usize,
    /// Of all its flags, those that were set aside too.
    counts: Counts,
    /// The flags that stand.
    against: String,
    /// The most serious class of those.
    worst: Option<Class>,
    /// Advice, and what was set aside.
    beside: String,
    skipped: bool,
}

/// JUnit XML. Paths are relative to the top of the repository, in which the plan directory is at `prefix`
/// (empty, or with a slash at its end).
///
/// A test fails where a flag stands against it; advice and what was set aside are in its output, and a
/// standard that does not apply is skipped. A file that cannot be read is an error.
///
/// # Errors
/// Where it cannot be put into XML.
pub fn junit(checked: &Checked, prefix: &str) -> Result<String, Problem> {
    let mut suites = Vec::new();
    if !checked.of_files().is_empty() {
        suites.push(files(checked.of_files(), prefix));
    }
    suites.extend(checked.by_plan().map(|(plan, flags)| of_plan(plan, flags, prefix)));
    write(checked, &suites).map_err(|error| {
        Problem::new(format!("this cannot be written as XML: {error}"), "Ask for it in another format.")
    })
}

fn files(flags: &[Told], prefix: &str) -> Suite {
    let mut names: Vec<&str> = flags.iter().map(|told| told.file.as_str()).collect();
    names.dedup();
    let case = |name: &str| {
        let mut case = Case::new(one_line(name), "directory".to_owned(), format!("{prefix}{name}"));
        flags.iter().filter(|told| told.file == name).for_each(|told| case.add(told, prefix));
        case
    };
    Suite { name: "The plan directory".to_owned(), cases: names.into_iter().map(case).collect() }
}

fn of_plan(plan: &CheckedPlan, flags: &[Told], prefix: &str) -> Suite {
    let class = format!("{}.{}", plan.place.period(), plan.place.area());
    let file = format!("{prefix}{}", plan.place.plan_file());
    let new = |name: String| Case::new(name, class.clone(), file.clone());
    let mut whole = new("The plan as a whole".to_owned());
    let mut cases = Vec::new();
    match &plan.came_to {
        Err(unjudged) => {
            if let Unjudged::EditionBroken(problem) = unjudged {
                let file = problem.file.as_deref().unwrap_or_default();
                whole.against = format!("It is not judged: {} cannot be read.", one_line(file));
                whole.worst = Some(Class::Unreadable);
            }
        }
        Ok(came_to) => {
            for (standard, title) in came_to.judged.standards.iter().zip(&came_to.titles) {
                let mut case = new(format!("{} {}", standard.number, one_line(title)));
                case.skipped = standard.state == State::NotApplicable;
                let own = flags.iter().filter(|told| told.standard.as_ref() == Some(&standard.id));
                own.for_each(|told| case.add(told, prefix));
                cases.push(case);
            }
        }
    }
    let is_of = |told: &&Told, came_to: &CameTo| {
        came_to.judged.standards.iter().any(|standard| told.standard.as_ref() == Some(&standard.id))
    };
    let rest = flags.iter().filter(|told| !plan.came_to.as_ref().is_ok_and(|came_to| is_of(told, came_to)));
    rest.for_each(|told| whole.add(told, prefix));
    cases.insert(0, whole);
    Suite { name: format!("{}, {}", one_line(&plan.name), plan.place.period()), cases }
}

impl Case {
    fn new(name: String, class: String, file: String) -> Self {
        Case {
            name,
            class,
            file,
            line: 1,
            counts: Counts::default(),
            against: String::new(),
            worst: None,
            beside: String::new(),
            skipped: false,
        }
    }

    fn add(&mut self, told: &Told, prefix: &str) {
        self.counts.count(told.class, told.waived);
        if told.stands() {
            if self.worst.is_none_or(|worst| told.class < worst) {
                self.line = told.at().0;
            }
            self.worst = Some(self.worst.map_or(told.class, |worst| worst.min(told.class)));
        }
        let (line, column) = told.at();
        let place = format!("{prefix}{}:{line}:{column}", told.file);
        let into = if told.stands() { &mut self.against } else { &mut self.beside };
        into.push_str(&format!("{place}: {}: {} [{}]\n", told.kind(), told.message, told.rule));
        for line in told.aside.iter().flat_map(|text| text.lines()).chain(told.help.lines()) {
            into.push_str(&format!("    {line}\n"));
        }
    }

    fn is_broken(&self) -> bool {
        self.worst == Some(Class::Unreadable)
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let case = writer
            .create_element("testcase")
            .with_attribute(("name", safe(&self.name).as_str()))
            .with_attribute(("classname", safe(&self.class).as_str()))
            .with_attribute(("file", safe(&self.file).as_str()))
            .with_attribute(("line", self.line.to_string().as_str()))
            .with_attribute(("time", "0"));
        if self.worst.is_none() && !self.skipped && self.beside.is_empty() {
            return case.write_empty().map(drop);
        }
        case.write_inner_content(|writer| {
            if let Some(worst) = self.worst {
                let only = self.counts.unreadable + self.counts.non_compliant + self.counts.incomplete == 1;
                let first = self.against.lines().next().unwrap_or_default();
                let message = match first.splitn(3, ": ").nth(2) {
                    Some(message) if only => message.to_owned(),
                    _ => tally(&self.counts),
                };
                writer
                    .create_element(if self.is_broken() { "error" } else { "failure" })
                    .with_attribute(("type", worst.id()))
                    .with_attribute(("message", safe(&one_line(&message)).as_str()))
                    .write_text_content(BytesText::new(&safe(&self.against)))?;
            } else if self.skipped {
                writer
                    .create_element("skipped")
                    .with_attribute(("message", "not applicable"))
                    .write_empty()?;
            }
            if !self.beside.is_empty() {
                let text = safe(&self.beside);
                writer.create_element("system-out").write_text_content(BytesText::new(&text))?;
            }
            Ok(())
        })?;
        Ok(())
    }
}

/// How many tests there are, failed, could not be made, were left out.
fn numbers<'c>(cases: impl Iterator<Item = &'c Case>) -> [(&'static str, String); 4] {
    let (mut tests, mut failures, mut errors, mut skipped) = (0, 0, 0, 0);
    for case in cases {
        tests += 1;
        match case.worst {
            Some(Class::Unreadable) => errors += 1,
            Some(_) => failures += 1,
            None => skipped += usize::from(case.skipped),
        }
    }
    [("tests", tests), ("failures", failures), ("errors", errors), ("skipped", skipped)]
        .map(|(name, count): (_, usize)| (name, count.to_string()))
}

fn write(checked: &Checked, suites: &[Suite]) -> io::Result<String> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = numbers(suites.iter().flat_map(|suite| &suite.cases));
    writer
        .create_element("testsuites")
        .with_attribute(("name", "nec check"))
        .with_attributes(all.iter().map(|(name, count)| (*name, count.as_str())))
        .with_attribute(("time", "0"))
        .write_inner_content(|writer| suites.iter().try_for_each(|suite| suite.write(checked, writer)))?;
    let text = String::from_utf8(writer.into_inner()).map_err(io::Error::other)?;
    Ok(text + "\n")
}

impl Suite {
    fn write(&self, checked: &Checked, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let numbers = numbers(self.cases.iter());
        writer
            .create_element("testsuite")
            .with_attribute(("name", safe(&self.name).as_str()))
            .with_attributes(numbers.iter().map(|(name, count)| (*name, count.as_str())))
            .with_attribute(("time", "0"))
            .write_inner_content(|writer| {
                writer.create_element("properties").write_inner_content(|writer| {
                    for (name, value) in
                        [("today", checked.today.to_string().as_str()), ("note", check::CAVEAT)]
                    {
                        let property = writer.create_element("property").with_attribute(("name", name));
                        property.with_attribute(("value", value)).write_empty()?;
                    }
                    Ok(())
                })?;
                self.cases.iter().try_for_each(|case| case.write(writer))
            })?;
        Ok(())
    }
}

/// A text with nothing in it that XML 1.0 cannot hold, and nothing that hides.
fn safe(text: &str) -> String {
    printable(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}
