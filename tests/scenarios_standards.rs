//! All eight standards filled by keys alone, from a plan just begun until nothing is missing; and the finished
//! example.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use support::{Desk, Session};

/// What is done at a field that has the focus.
enum Do {
    /// Nothing: it stays as it is.
    Leave,
    Type(&'static str),
    /// Picks from the field's list what is typed.
    Pick(&'static str),
    /// Adds rows by their form: a text for each field, in their order.
    Rows(&'static [&'static [&'static str]]),
    /// Opens the rows that are there, and fills their fields.
    Open(&'static [&'static [&'static str]]),
    /// Adds activities, each in a line, and then fills columns: the same for all of them, or row by row.
    Activities(&'static [&'static str], &'static [(&'static str, &'static [&'static str])]),
}
use Do::{Activities, Leave, Open, Pick, Rows, Type};

const WORDS: &str = "We will do this in every neighbourhood each quarter, say in good time what is planned, write \
    down what people told us, and show on our page what came of it.";

const FOR_ALL: (&str, &[&str]) = ("what for", &["Hear concerns and say what was done"]);
const MEASURE: (&str, &[&str]) = ("how we measure", &["People taking part"]);
const TARGET: (&str, &[&str]) = ("target", &["15 each time"]);

/// Every section in order: the beginning of a field's label, and what is done there.
const SECTIONS: &[(&str, &[(&str, Do)])] = &[
    (
        "section 1 of 11",
        &[
            ("Author's post", Leave),
            ("Author's work e-mail", Type("insp.west@example.police.uk")),
            ("The area in a few", Type("A large rural area with two market towns. Many people are over 65.")),
            ("Towns and villages", Leave),
            ("People", Type("12,345")),
            ("Year of that figure", Type("2021")),
            ("Households", Leave),
            ("Sergeants", Type("2")),
            ("Constables", Type("4")),
            ("PCSOs", Type("9")),
            (
                "Who can be reached",
                Open(&[
                    &["PC for Bridport", "PC, Bridport", "bridport@example.police.uk"],
                    &["PC for Beaminster", "PC, Beaminster", "beaminster@example.police.uk"],
                    &["PC for Lyme Regis", "PC, Lyme Regis", "lyme@example.police.uk"],
                ]),
            ),
        ],
    ),
    (
        "section 2 of 11",
        &[(
            "Priorities",
            Rows(&[&["Prevent scams and fraud", "Our survey", "2 Nov", "Visit every victim with advice."]]),
        )],
    ),
    ("section 3 of 11", &[("What we commit to", Type(WORDS))]),
    (
        "section 4 of 11",
        &[
            ("What we commit to", Type(WORDS)),
            (
                "Activities",
                Activities(
                    &[
                        "Bridport drop-in, 1st Thu monthly, 6.30pm-7.30pm, Example Hall, Sgt Bridport",
                        "Beaminster beat meeting, 2nd Wed monthly, 7pm-8pm, Example Library, PC Beaminster",
                        "Lyme Regis surgery, last Fri monthly, 6pm-7pm, Example Rooms, PC Lyme Regis",
                    ],
                    &[
                        FOR_ALL,
                        MEASURE,
                        TARGET,
                        ("publicised through", &["Dorset Alert, Force website"]),
                        ("days ahead", &["21"]),
                        ("access of", &["step-free, hearing loop"]),
                        ("who it is for", &["Young people", "Farmers"]),
                    ],
                ),
            ),
            ("What happens if", Type("Another officer of the team goes, and the page says so.")),
        ],
    ),
    (
        "section 5 of 11",
        &[("What we commit to", Type(WORDS)), ("Who publicises events", Type("PCSO, Bridport"))],
    ),
    (
        "section 6 of 11",
        &[
            ("What we commit to", Type(WORDS)),
            ("The area's page", Type("https://example.police.uk/west-dorset")),
            ("Who keeps it", Type("PCSO, Bridport")),
            ("How often it is looked", Pick("every month")),
        ],
    ),
    (
        "section 7 of 11",
        &[
            ("What we commit to", Type(WORDS)),
            (
                "Activities",
                Activities(&["Facebook post, weekly on Mondays, PC Bridport"], &[FOR_ALL, MEASURE, TARGET]),
            ),
            ("Feeds", Type("Dorset Alert, Facebook")),
            ("Who reads the replies", Leave),
            ("How soon a query", Type("48")),
            ("How people are told", Type("Pinned to the top of each feed")),
        ],
    ),
    (
        "section 8 of 11",
        &[
            ("What we commit to", Type(WORDS)),
            (
                "Activities",
                Activities(
                    &["Partnership meeting, quarterly from 10 Dec, PC Bridport"],
                    &[FOR_ALL, MEASURE, TARGET],
                ),
            ),
            (
                "Partners",
                Rows(&[&["The council", "Shared problems"], &["The fire service", "Safe and well visits"]]),
            ),
        ],
    ),
    (
        "section 9 of 11",
        &[
            ("What we commit to", Type(WORDS)),
            ("Groups", Rows(&[&["Young people", "Evenings"], &["Farmers", "Market days"]])),
            (
                "The three equality aims",
                Rows(&[
                    &["Eliminate discrimination", "Hate crime is recorded"],
                    &["Advance equality of opportunity", "Step-free places"],
                    &["Foster good relations", "Open days together"],
                ]),
            ),
        ],
    ),
    (
        "section 10 of 11",
        &[
            ("What we commit to", Type(WORDS)),
            ("How people can tell us", Type("A form on our page")),
            ("How often we say", Pick("every quarter")),
            ("Where we say it", Type("Force website, Dorset Alert")),
            ("What we measure", Type("People who felt heard")),
            ("What we aim for", Type("Eight in ten by November 2027")),
        ],
    ),
];

#[track_caller]
fn at(nec: &Session, label: &str) {
    nec.wait_for(&format!("the field {label:?}"), |screen| screen.contains(&format!(">{label}")));
}

/// Types a text for each field of the row that is open, and goes back to the list.
fn row(nec: &mut Session, texts: &[&str], list: &str) {
    nec.wait_for("the row's own page", |screen| !screen.contains(&format!(">{list}")));
    for (number, text) in texts.iter().enumerate() {
        if number > 0 {
            nec.keys(&["Tab"]);
        }
        nec.type_text(text);
    }
    nec.keys(&["Esc"]);
    at(nec, list);
}

fn column(nec: &mut Session, name: &str, values: &[&str]) {
    nec.keys(&["c"]);
    nec.wait_for_text("Which column, for all rows?");
    nec.type_text(name);
    nec.keys(&["Enter"]);
    nec.wait_for_text("row by row");
    for (number, value) in values.iter().enumerate() {
        if number > 0 {
            nec.keys(&["Tab"]);
        }
        nec.type_text(value);
    }
    nec.keys(&["Ctrl+D", "Esc"]);
    at(nec, "Activities");
}

fn act(nec: &mut Session, label: &str, act: &Do) {
    match act {
        Leave => {}
        // A long text as it comes over a slow line: all of it at once.
        Type(text) if text.len() > 60 => nec.send(text),
        Type(text) => nec.type_text(text),
        Pick(choice) => {
            nec.keys(&["Enter"]);
            nec.wait_for_no_text(&format!(">{label}"));
            nec.type_text(choice);
            // One choice made is one field done; the table says the next.
            nec.keys(&["Enter", "Shift+Tab"]);
        }
        Rows(rows) => {
            for texts in *rows {
                nec.keys(&["n"]);
                row(nec, texts, label);
            }
        }
        Open(rows) => {
            for texts in *rows {
                nec.keys(&["Enter"]);
                row(nec, texts, label);
                nec.keys(&["Down"]);
            }
        }
        Activities(lines, columns) => {
            nec.keys(&["n"]);
            for line in *lines {
                nec.send(line);
                nec.keys(&["Enter"]);
                nec.wait_for_text("Added: ");
            }
            nec.keys(&["Esc"]);
            for (name, values) in *columns {
                column(nec, name, values);
            }
        }
    }
}

#[test]
fn all_eight_standards_are_filled_by_keys_alone() {
    let desk = Desk::plan();
    let mut nec = desk.open();
    for (section, fields) in SECTIONS {
        nec.wait_for_text(section);
        for (number, (label, what)) in fields.iter().enumerate() {
            if number > 0 {
                nec.keys(&["Tab"]);
            }
            at(&nec, label);
            act(&mut nec, label, what);
        }
        nec.keys(&["F3"]);
    }
    let said = || desk.nec(&["check", "west-dorset", "--format", "short"]).out;
    nec.wait_for("the summary", |screen| {
        screen.contains("section 11 of 11") && screen.row(0).contains("Saved")
    });
    let screen = nec.wait_for("the counts", |screen| screen.contains("standards have nothing missing"));
    assert!(
        screen.contains("8 of 8 standards have nothing missing"),
        "{screen}\n{}\n{}",
        said(),
        desk.text()
    );
    nec.leave();
    let states = desk.nec_well(&["status", "--format", "json"]);
    assert_eq!(states.matches("\"state\": \"complete\"").count(), 8, "{states}");
    let check = desk.nec(&["check", "west-dorset"]);
    assert_eq!(check.status, 0, "advice alone is left: {}", check.out);
    // The file is in the program's form, and says what was typed.
    let before = desk.text();
    desk.nec_well(&["fmt"]);
    assert_eq!(desk.text(), before);
    assert_eq!(before.matches("purpose = \"Hear concerns and say what was done\"").count(), 5, "{before}");
}

#[test]
fn the_finished_example_is_looked_at_from_the_first_screen() {
    let desk = Desk::new();
    let mut nec = desk.start(&[]);
    nec.wait_for_text("Look at a finished example");
    nec.keys(&["Down", "Down", "Enter"]);
    nec.wait_for_text("Nothing in it is real");
    nec.wait_for("plans that were looked at", |screen| screen.contains("●") && !screen.contains(" … "));
    nec.leave();
}
