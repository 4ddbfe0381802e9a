use jiff::civil::date;

use super::Bench;
use crate::check::{Class, Finding, State, find, row_of};
use crate::plan::model::Waiver;
use crate::plan::{Activity, Edit, Entry, FieldPath, Status, Value};

fn waiving(change: impl FnOnce(&mut Waiver)) -> Bench {
    Bench::with(|bench| change(bench.add_waiver()))
}

#[test]
fn waiver_incomplete() {
    waiving(|_| {}).clean();
    let found = waiving(|waiver| waiver.reason = " ".to_owned()).only("waiver-incomplete");
    assert_eq!(found.class, Class::NonCompliant);
    assert_eq!(found.message, "The waiver of “meeting-gap” has no reason");
    let found = waiving(|waiver| {
        waiver.by.clear();
        waiver.until = Entry::Absent;
    })
    .only("waiver-incomplete");
    assert_eq!(found.message, "The waiver of “meeting-gap” has no name of who asks and no end");
    assert_eq!(found.also, [FieldPath::parse("waivers.w1.until").unwrap()]);
}

#[test]
fn waiver_past_its_end_or_beyond_the_plans() {
    let until = |day| waiving(|waiver| waiver.until = Entry::Is(day));
    until(date(2026, 11, 11)).clean();
    let found = until(date(2026, 11, 10)).only("waiver-incomplete");
    assert_eq!(found.message, "The waiver of “meeting-gap” ended on 10 November 2026");
    let found = until(date(2027, 12, 1)).only("waiver-incomplete");
    let path = FieldPath::parse("waivers.w1.until").unwrap();
    let value = Value::Date(date(2027, 11, 30));
    assert_eq!(found.mend.unwrap().edit, Edit::Set { path, value });
}

#[test]
fn a_waiver_of_what_is_not_there_names_the_nearest() {
    for (leaf, near, change) in [
        ("rule", "meeting-gap", (|waiver| waiver.rule = "meeting-gaps".to_owned()) as fn(&mut Waiver)),
        ("standard", "face-to-face", |waiver| waiver.standard = "face-to-fase".to_owned()),
        ("row", "drop-in", |waiver| waiver.row = "drop-inn".to_owned()),
    ] {
        let found = waiving(change).only("waiver-incomplete");
        assert_eq!(found.path.leaf(), leaf);
        assert!(found.help.contains(&format!("The nearest that there is: {near}.")), "{}", found.help);
    }
    waiving(|waiver| waiver.row = "drop-in".to_owned()).clean();
}

#[test]
fn what_must_never_be_recorded_cannot_be_waived() {
    let found = waiving(|waiver| waiver.rule = "hidden-characters".to_owned()).only("waiver-incomplete");
    assert_eq!(found.message, "“hidden-characters” can never be waived");
}

/// A standard with no commitment, and a waiver of that, changed.
fn without_commitment(change: impl FnOnce(&mut Waiver)) -> Bench {
    Bench::with(|bench| {
        bench.answer("website").commitment.clear();
        let waiver = bench.add_waiver();
        waiver.rule = "commitment-missing".to_owned();
        waiver.standard = "website".to_owned();
        change(waiver);
    })
}

fn accepted(mut bench: Bench) -> Bench {
    bench.accepted_waivers.push("w1".to_owned());
    bench
}

#[test]
fn a_waiver_counts_only_when_a_reviewer_has_accepted_it() {
    let asked = without_commitment(|_| {});
    let found = asked.only("commitment-missing");
    assert!(!found.waived && found.is_asked_aside());
    assert_eq!(
        found.aside_in_words().unwrap(),
        "Asked to be set aside until 30 November 2027 by Inspector, West Dorset: counts when a reviewer accepts it."
    );
    assert_eq!(asked.state("website"), State::Incomplete);
    let accepted = accepted(asked);
    let found = accepted.only("commitment-missing");
    assert!(found.waived && !found.is_asked_aside());
    assert_eq!(
        found.aside_in_words().unwrap(),
        "Set aside until 30 November 2027, asked by Inspector, West Dorset and accepted in the review."
    );
    assert_eq!(accepted.state("website"), State::Complete);
}

#[test]
fn an_accepted_waiver_sets_aside_only_its_own_rule_and_standard_and_only_while_it_is_complete() {
    let of = |bench: &Bench| -> Finding {
        let found = bench.report().findings;
        found.into_iter().find(|finding| finding.rule == "commitment-missing").unwrap()
    };
    let left_alone = |change: fn(&mut Waiver)| {
        let found = of(&accepted(without_commitment(change)));
        assert!(!found.waived && found.asked.is_none(), "{found:#?}");
    };
    left_alone(|waiver| waiver.rule = "commitment-thin".to_owned());
    left_alone(|waiver| waiver.standard = "face-to-face".to_owned());
    left_alone(|waiver| waiver.standard.clear());
    left_alone(|waiver| waiver.reason.clear());
    left_alone(|waiver| waiver.until = Entry::Is(date(2026, 11, 10)));
    assert!(of(&accepted(without_commitment(|waiver| waiver.until = Entry::Is(date(2026, 11, 11))))).waived);
    let mut another = without_commitment(|_| {});
    another.accepted_waivers.push("w2".to_owned());
    assert!(!of(&another).waived);
}

/// A waiver of a rule for a row of `face-to-face`, accepted.
fn accepted_row(rule: &'static str, row: &'static str, break_it: impl FnOnce(&mut Bench)) -> Bench {
    accepted(Bench::with(|bench| {
        break_it(bench);
        let waiver = bench.add_waiver();
        waiver.rule = rule.to_owned();
        waiver.row = row.to_owned();
    }))
}

/// What a rule flags: the rows, what is said of them, and whether it is set aside.
fn told(bench: &Bench, rule: &str) -> Vec<(Vec<String>, String, bool)> {
    let of_rule = bench.report().findings.into_iter().filter(|finding| finding.rule == rule);
    let told = of_rule.map(|finding| {
        let places = std::iter::once(&finding.path).chain(&finding.also);
        let rows = places.map(|place| row_of(place).unwrap_or("none").to_owned()).collect();
        (rows, finding.message, finding.waived)
    });
    told.collect()
}

fn add_stalls(bench: &mut Bench, change: impl Fn(&mut Activity)) {
    for day in 1..=3_i8 {
        let id = format!("stall-{day}");
        change(bench.add_stall(&id, date(2027, 3, day)));
        bench.activity(&id).title = format!("Stall {day}");
    }
}

#[test]
fn a_waiver_of_a_row_sets_its_share_aside_and_the_flag_stands_for_the_others() {
    let rule = "activity-without-purpose";
    let bench = |row| accepted_row(rule, row, |bench| add_stalls(bench, |stall| stall.purpose.clear()));
    let rows = |rows: &[&str]| rows.iter().map(|row| (*row).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        told(&bench("stall-2"), rule),
        [
            (
                rows(&["stall-1", "stall-3"]),
                "2 activities have no purpose: “Stall 1” and “Stall 3”".to_owned(),
                false
            ),
            (rows(&["stall-2"]), "“Stall 2” has no purpose".to_owned(), true),
        ]
    );
    assert_eq!(bench("stall-2").state("face-to-face"), State::Incomplete);
    let mut all = bench("stall-1");
    for row in ["stall-2", "stall-3"] {
        let waiver = Waiver {
            key: row.to_owned(),
            id: row.to_owned(),
            row: row.to_owned(),
            ..all.plan.waivers[0].clone()
        };
        all.plan.waivers.push(waiver);
        all.accepted_waivers.push(row.to_owned());
    }
    assert!(all.only(rule).waived, "every row of it");
    assert_eq!(all.state("face-to-face"), State::Complete);
    // What is asked for and not accepted, or past its end, leaves the flag whole.
    let mut open = bench("stall-2");
    open.accepted_waivers.clear();
    assert_eq!(
        open.only(rule).aside_in_words().unwrap(),
        "Asked to be set aside for 1 of 3 places until 30 November 2027 by Inspector, West Dorset: the others stand."
    );
    let mut past = bench("stall-2");
    past.plan.waivers[0].until = Entry::Is(date(2026, 11, 10));
    assert_eq!(told(&past, rule).len(), 1);
    assert!(told(&bench("drop-in"), rule).iter().all(|(_, _, waived)| !waived), "a row that lacks nothing");
}

#[test]
fn the_share_of_a_row_takes_its_mend_along() {
    let rule = "publicity-lead-time";
    let bench = accepted_row(rule, "stall-2", |bench| {
        add_stalls(bench, |stall| stall.publicise_days = Entry::Absent);
    });
    let of_rule: Vec<Finding> =
        bench.report().findings.into_iter().filter(|finding| finding.rule == rule).collect();
    let [standing, aside] = of_rule.as_slice() else { panic!("{of_rule:#?}") };
    let edits = |finding: &Finding| match &finding.mend.as_ref().unwrap().edit {
        Edit::All(edits) => edits.len(),
        _ => 1,
    };
    assert_eq!((edits(standing), edits(aside)), (2, 1));
    assert_ne!(
        standing.standard.as_deref(),
        Some("face-to-face"),
        "a waiver names where the row stands, too"
    );
    assert!(aside.waived && !standing.waived);
}

#[test]
fn what_a_row_is_let_off_does_not_count_for_the_others() {
    let rule = "deputy-missing";
    let bench = |most: i64| {
        accepted_row(rule, "stall-2", |bench| {
            let asking =
                bench.edition.standards.iter_mut().find(|known| known.requires.deputy_above.is_some());
            asking.unwrap().requires.deputy_above = Some(most);
            add_stalls(bench, |stall| stall.deputy.clear());
        })
    };
    let counts = |most| {
        let told = told(&bench(most), rule).into_iter();
        told.filter(|(rows, _, _)| rows.iter().any(|row| row.starts_with("stall")))
            .map(|(_, message, waived)| (message.split(' ').next().unwrap().to_owned(), waived))
            .collect::<Vec<_>>()
    };
    let said = |counts: &[(&str, bool)]| {
        counts.iter().map(|(events, waived)| ((*events).to_owned(), *waived)).collect::<Vec<_>>()
    };
    assert_eq!(counts(3), said(&[]));
    assert_eq!(counts(2), said(&[("1", true)]), "two are not too many for one person");
    assert_eq!(counts(1), said(&[("2", false), ("1", true)]));
}

#[test]
fn a_share_of_events_is_counted_without_the_row_that_is_let_off() {
    let rule = "alert-service-rare";
    let bench = |share| {
        accepted_row(rule, "stall-2", |bench| {
            let asking =
                bench.edition.standards.iter_mut().find(|known| known.requires.alert_share.is_some());
            asking.unwrap().requires.alert_share = Some(share);
            add_stalls(bench, |stall| stall.channels = vec!["website".to_owned(), "posters".to_owned()]);
        })
    };
    let told = told(&bench(1.0), rule);
    let [(standing, message, false), (aside, of_row, true)] = told.as_slice() else { panic!("{told:#?}") };
    assert_eq!((standing.len(), aside.as_slice()), (2, ["stall-2".to_owned()].as_slice()));
    assert_eq!(of_row, "1 public event does not go through Dorset Alert: “Stall 2”");
    let counts: Vec<i64> = message.split([' ', ';']).filter_map(|word| word.parse().ok()).collect();
    let [used, all, least] = counts.as_slice() else { panic!("{message}") };
    assert_eq!((*all, *least), (used + 2, used + 2), "{message}");
}

#[test]
fn a_phrase_that_stands_in_several_rows_is_let_off_in_one() {
    let rule = "placeholder-text";
    let bench = accepted_row(rule, "stall-1", |bench| {
        add_stalls(bench, |stall| stall.purpose = "To be seen, TBC".to_owned());
    });
    let of_rule: Vec<Finding> =
        bench.report().findings.into_iter().filter(|finding| finding.rule == rule).collect();
    let [standing, aside] = of_rule.as_slice() else { panic!("{of_rule:#?}") };
    assert_eq!((standing.also.len(), standing.waived), (1, false));
    assert_eq!((aside.also.len(), aside.waived), (0, true));
    assert!(aside.part.is_some() && standing.part.is_none(), "the phrase is told where it was found");
}

#[test]
fn a_clash_of_two_is_set_aside_by_a_waiver_of_either() {
    let rule = "activity-overlap";
    let bench = |row| {
        let mut bench = accepted_row(rule, row, |bench| {
            add_stalls(bench, |_| {});
            bench.activity("stall-2").dates = vec![date(2027, 3, 1)];
            let second = bench.activity("stall-2");
            second.venues.clear();
            second.venue = "Another hall".to_owned();
            second.access = vec!["step-free".to_owned()];
        });
        bench.plan.waivers[0].reason = "Two are there".to_owned();
        bench
    };
    assert!(bench("stall-1").only(rule).waived);
    assert!(bench("stall-2").only(rule).waived);
    assert!(bench("stall-3").only(rule).asked.is_none());
}

#[test]
fn a_waiver_of_a_row_says_so_where_a_flag_is_on_no_row() {
    let bench = accepted_row("meeting-gap", "drop-in", |bench| {
        bench.requires("face-to-face").longest_gap_days = Some(1);
    });
    let found = bench.report().findings;
    let gap = found.iter().find(|finding| finding.rule == "meeting-gap").unwrap();
    assert!(!gap.waived && !gap.is_asked_aside());
    assert_eq!(
        gap.aside_in_words().unwrap(),
        "The waiver that Inspector, West Dorset asked for names a row, and this flag is on no single row: it stands. Without its row, the waiver would be about it."
    );
    let explained = |rule: &str| find(rule).unwrap().explanation();
    assert!(explained("meeting-gap").contains("one that names a row sets nothing aside"));
    assert!(explained("publicity-channels").contains("sets aside that row's share"));
    assert!(explained("activity-overlap").contains("of either `row`"));
    assert!(!explained("waiver-incomplete").contains("Waivers:"));
}

#[test]
fn a_flag_of_no_standard_is_set_aside_by_a_waiver_that_names_none() {
    let mut bench = accepted(Bench::with(|bench| {
        bench.plan.author.post.clear();
        let waiver = bench.add_waiver();
        waiver.rule = "author-missing".to_owned();
        waiver.standard.clear();
    }));
    assert!(bench.only("author-missing").waived);
    bench.plan.waivers[0].standard = "website".to_owned();
    assert!(!bench.only("author-missing").waived);
}

#[test]
fn waiver_not_accepted() {
    let sent = |change: fn(&mut Waiver)| {
        Bench::with(|bench| {
            bench.plan.status = Entry::Is(Status::Submitted);
            change(bench.add_waiver());
        })
    };
    waiving(|_| {}).clean();
    let found = sent(|_| {}).only("waiver-not-accepted");
    assert_eq!(
        found.message,
        "The waiver of “meeting-gap”, asked by Inspector, West Dorset until 30 November 2027, is not accepted yet"
    );
    accepted(sent(|_| {})).clean();
    // What lacks something cannot be accepted: one flag says so, not two.
    sent(|waiver| waiver.reason.clear()).only("waiver-incomplete");
    let mut begun = waiving(|_| {});
    begun.today = date(2026, 12, 1);
    assert!(begun.rules().contains(&"waiver-not-accepted"));
    begun.today = date(2027, 12, 1);
    begun.clean();
}

#[test]
fn the_asking_itself_cannot_be_set_aside() {
    let found = waiving(|waiver| waiver.rule = "waiver-not-accepted".to_owned()).only("waiver-incomplete");
    assert_eq!(found.message, "“waiver-not-accepted” can never be waived");
}
