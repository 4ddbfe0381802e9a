//! `nec check` tells the same flags in the same order, at the same places, in every format; at a gate what counts
//! comes first.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cli_support;

use cli_support::{Desk, PLAN};
use serde_json::Value;

/// A flag as a format tells it: file, line, column, rule.
type Flag = (String, u64, u64, String);

/// A directory in which much is wrong, in each kind of file.
fn broken() -> Desk {
    let desk = Desk::new();
    desk.write(
        "nec.toml",
        desk.read("nec.toml")
            .replace("[rules]\n", "[rules]\nmeetings-gap = \"off\"\nhard-to-read = \"of\"\n"),
    );
    desk.write(
        "2026-27/purbeck.toml",
        "format = 1\npopulaton = 5\narea = \"purbeck\nedition = \"nec-2020\"\n",
    );
    desk.write("2026-27/poole.toml", desk.read(PLAN).replace("nec-2020", "nec-2O20"));
    desk.write("2026-27/a b.toml", "");
    let long = format!("{} \u{200b}{}", "Word after word".repeat(9), "and more of them ".repeat(9));
    let text = desk
        .read(PLAN)
        .replace("[profile]\n", &format!("[profile]\npopulaton = 5\nsummary = \"{long}\"\n"))
        + "\n[standards.feedback]\nself-assessment = \"goood\"\n\n[standards.partners]\n\
           \n[standards.website]\ncommitment = \"\"\"\nTBC: our page is looked after.\"\"\"\nreviewed-every = \"now\"\npagee = 5\n\
           \n[[standards.website.activities]]\ntitle = \"One\"\n\n[[standards.website.activities]]\ntitle = \"Two\"\npurpos = 1\n\
           \n[standards.face-to-face]\ncommitment = \"We meet.\"\n\
           \n[standards.unheard-of]\ncommitment = \"We also.\"\n\
           \n[[waivers]]\nid = \"w7m2qx\"\nrule = \"commitment-thin\"\nstandard = \"website\"\nreason = \"New page\"\nby = \"Inspector\"\nuntil = 2027-03-31\n";
    desk.write(PLAN, text);
    desk
}

/// "a b.toml:3:16" apart.
fn place(text: &str) -> Option<(String, u64, u64)> {
    let mut parts = text.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some((parts.next()?.to_owned(), line, column))
}

/// "file:line:column: class: message [rule]" apart.
fn told_on_a_line(line: &str) -> Option<Flag> {
    let rule = line.strip_suffix(']')?.rsplit_once('[')?.1;
    let (file, line, column) = place(line.split(": ").next()?)?;
    Some((file, line, column, rule.to_owned()))
}

fn in_human(out: &str) -> Vec<Flag> {
    let lines: Vec<&str> = out.lines().collect();
    let mut flags = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(found) = line.trim_start().strip_prefix("--> ").and_then(place) else { continue };
        let head = lines[..at].iter().rev().find(|line| line.contains("]: ")).unwrap();
        let rule = head.split("]: ").next().unwrap().rsplit_once('[').unwrap().1.to_owned();
        let Some(list) = lines[at..].iter().take(3).position(|line| line.contains("= these: ")) else {
            flags.push((found.0, found.1, found.2, rule));
            continue;
        };
        // A group of standards: each with its place, where that is not the top of the file.
        let listed = lines[at + list..].iter().take_while(|line| !line.contains("= help"));
        for standard in listed {
            let at = standard.rsplit_once(", ").and_then(|(_, at)| place(&format!("x:{at}")));
            let (line, column) = at.map_or((1, 1), |(_, line, column)| (line, column));
            flags.push((found.0.clone(), line, column, rule.clone()));
        }
    }
    flags
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

fn in_json(out: &str) -> Vec<Flag> {
    let json: Value = serde_json::from_str(out).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let flags = json["findings"].as_array().unwrap().iter();
    flags
        .map(|flag| {
            (text(&flag["file"]), number(&flag["line"]), number(&flag["column"]), text(&flag["rule"]))
        })
        .collect()
}

fn in_sarif(out: &str) -> Vec<Flag> {
    let json: Value = serde_json::from_str(out).unwrap();
    let flags = json["runs"][0]["results"].as_array().unwrap().iter();
    flags
        .map(|flag| {
            let place = &flag["locations"][0]["physicalLocation"];
            let file = place["artifactLocation"]["uri"].as_str().unwrap().replace("%20", " ");
            let region = &place["region"];
            let rule = flag["ruleId"].as_str().unwrap().to_owned();
            (file, number(&region["startLine"]), number(&region["startColumn"]), rule)
        })
        .collect()
}

fn in_github(out: &str) -> Vec<Flag> {
    let command = |line: &str| -> Option<Flag> {
        let properties = line.strip_prefix("::")?.split_once(' ')?.1.split_once("::")?.0.to_owned();
        let of = |name: &str| {
            properties
                .split(',')
                .find_map(|property| property.strip_prefix(&format!("{name}=")))
                .unwrap()
                .to_owned()
        };
        let rule = of("title").strip_suffix(']')?.rsplit_once('[')?.1.to_owned();
        Some((of("file"), of("line").parse().ok()?, of("col").parse().ok()?, rule))
    };
    out.lines().filter_map(|line| command(line).or_else(|| told_on_a_line(line))).collect()
}

fn in_junit(out: &str) -> Vec<Flag> {
    let plain = out.replace("&apos;", "'").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
    let of_line = |line: &str| {
        // The first line of a text follows its tag.
        let text = line.rsplit_once("\">").map_or(line, |(_, text)| text);
        told_on_a_line(text.strip_prefix("<system-out>").unwrap_or(text).trim_start())
    };
    plain
        .lines()
        .map(|line| line.trim().replace("<system-out>", ""))
        .filter_map(|line| of_line(&line))
        .collect()
}

#[test]
fn every_format_tells_the_same_flags_in_the_same_order_at_the_same_places() {
    let desk = broken();
    let out = |format: &str| desk.all(&["check", "--format", format]).0;
    let json = in_json(&out("json"));
    assert!(json.len() > 30, "{json:#?}");
    for rule in [
        "unknown-key",
        "standard-not-started",
        "value-not-understood",
        "hidden-characters",
        "placeholder-text",
    ] {
        assert!(json.iter().any(|flag| flag.3 == rule), "{rule}");
    }
    assert_eq!(out("short").lines().filter_map(told_on_a_line).collect::<Vec<_>>(), json, "short");
    assert_eq!(in_human(&out("human")), json, "human: {}", out("human"));
    assert_eq!(in_sarif(&out("sarif")), json, "sarif");
    assert_eq!(in_github(&out("github")), json, "github");
    // A test a standard: that it is not started is told there, and last everywhere else.
    let without = |flags: Vec<Flag>| {
        let (last, rest): (Vec<Flag>, Vec<Flag>) =
            flags.into_iter().partition(|flag| flag.3 == "standard-not-started");
        (rest, last)
    };
    assert_eq!(without(in_junit(&out("junit"))), without(json), "junit: {}", out("junit"));
    for format in ["short", "human", "junit", "github"] {
        assert!(out(format).contains("falls short (asked to be set aside)"), "{format}: {}", out(format));
    }
}

#[test]
fn an_unknown_key_is_underlined_and_not_its_value() {
    let desk = broken();
    let human = desk.all(&["check"]).0;
    let lines: Vec<&str> = human.lines().collect();
    for (line, carets) in
        [("pagee = 5", "^^^^^"), ("meetings-gap = \"off\"", "^^^^^^^^^^^^"), ("purpos = 1", "^^^^^^")]
    {
        let at =
            lines.iter().position(|shown| shown.ends_with(line)).unwrap_or_else(|| panic!("{line}: {human}"));
        let start = lines[at].find(line).unwrap();
        assert_eq!(lines[at + 1].find('^'), Some(start), "{human}");
        assert!(lines[at + 1].ends_with(&format!(" {carets}")), "{human}");
    }
}

#[test]
fn a_standard_that_is_not_started_points_at_its_own_place_or_at_none() {
    let desk = broken();
    let flags = in_json(&desk.all(&["check", "--format", "json", PLAN]).0);
    let not_started: Vec<u64> =
        flags.iter().filter(|flag| flag.3 == "standard-not-started").map(|flag| flag.1).collect();
    let line = |what: &str| {
        u64::try_from(desk.read(PLAN).lines().position(|line| line == what).unwrap() + 1).unwrap()
    };
    assert!(not_started.contains(&line("[standards.partners]")), "{not_started:?}");
    let of_feedback = line("[standards.feedback]");
    assert_eq!(
        not_started.iter().filter(|line| **line == of_feedback).count(),
        1,
        "its own: {not_started:?}"
    );
    assert!(not_started.contains(&1), "{not_started:?}");
    let human = desk.all(&["check", PLAN]).0;
    let at = format!("6 Working with partners and sharing good practice, {}:1", line("[standards.partners]"));
    assert!(human.contains(&at), "{human}");
}

#[test]
fn at_a_gate_what_counts_comes_first_and_short_has_nothing_else() {
    let desk = Desk::new();
    desk.write(PLAN, desk.read(PLAN).replace("[profile]\n", "[profile]\nsummary = \"West\u{202e}Dorset\"\n"));
    desk.nec(&["new", "purbeck"]).assert().success();
    let (short, err, status) = desk.all(&["check", "--gate", "--format", "short"]);
    assert_eq!((status, short.lines().count()), (1, 1), "{short}");
    assert!(short.contains("[hidden-characters]") && err.contains("do not count"), "{short}{err}");
    let (human, _, _) = desk.all(&["check", "--gate"]);
    let at = |what: &str| human.find(what).unwrap_or_else(|| panic!("{what}: {human}"));
    assert!(human.starts_with("What counts at the gate\n"), "{human}");
    assert!(at("[hidden-characters]") < at("What does not count at the gate"), "{human}");
    assert!(at("What does not count at the gate") < at("[author-missing]"), "{human}");
    let (github, _, _) = desk.all(&["check", "--gate", "--format", "github"]);
    let first = github.lines().next().unwrap();
    assert!(first.starts_with("::error ") && first.contains("[hidden-characters]"), "{first}");
    assert_eq!(github.matches("::error ").count(), 1, "{github}");
    assert!(github.contains("%2C does not count [author-missing]"), "{github}");
    // Nothing counts: nothing to say on a line of its own.
    desk.write(PLAN, desk.read(PLAN).replace('\u{202e}', " "));
    let (short, err, status) = desk.all(&["check", "--gate", "--format", "short"]);
    assert_eq!((short.as_str(), status), ("", 0), "{err}");
    assert!(err.contains("The gate is open: no flag counts."), "{err}");
    // Without the gate all is told.
    assert!(desk.all(&["check", "--format", "short"]).0.lines().count() > 10);
}
