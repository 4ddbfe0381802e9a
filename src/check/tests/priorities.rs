use jiff::civil::date;

use super::Bench;
use crate::check::Class;
use crate::plan::{Edit, Entry, FieldPath, Priority, Value};
use crate::standards::Per;

fn extra(id: &str) -> Priority {
    Priority {
        key: id.to_owned(),
        id: id.to_owned(),
        title: "Less speeding".to_owned(),
        source: "Speedwatch".to_owned(),
        agreed: Entry::Is(date(2026, 11, 1)),
        action: "Checks where people ask for them".to_owned(),
        ..Priority::default()
    }
}

#[test]
fn priority_missing() {
    let found = Bench::with(|bench| bench.plan.priorities.clear()).only("priority-missing");
    assert_eq!(found.class, Class::Incomplete);
    assert_eq!(found.message, "The plan has no priorities; at least 1 is asked for");
    Bench::with(|bench| bench.plan.priorities.push(extra("c"))).clean();
    let four = Bench::with(|bench| bench.plan.priorities.extend([extra("c"), extra("d")]));
    assert_eq!(four.only("priority-missing").message, "The plan has 4 priorities; at most 3 are asked for");
}

#[test]
fn priority_missing_is_counted_by_neighbourhood_where_the_standard_says_so() {
    let by_neighbourhood = |of_the_first: &[&str]| {
        Bench::with(|bench| {
            bench.requires("priorities").per = Some(Per::Neighbourhood);
            bench.plan.priorities.truncate(1);
            bench.plan.priorities[0].neighbourhoods =
                of_the_first.iter().map(|id| (*id).to_owned()).collect();
        })
    };
    let found = by_neighbourhood(&["bridport"]).only("priority-missing");
    assert!(found.message.starts_with("Beaminster and villages has no priorities"), "{}", found.message);
    by_neighbourhood(&[]).clean();
}

#[test]
fn priority_without_source_and_without_action() {
    let found = Bench::with(|bench| bench.plan.priorities[1].source.clear()).only("priority-without-source");
    assert_eq!(found.message, "“Police rural communities” has no source");
    assert_eq!(found.path, FieldPath::parse("priorities.rural.source").unwrap());
    let found = Bench::with(|bench| {
        for priority in &mut bench.plan.priorities {
            priority.action = "\n ".to_owned();
        }
    })
    .only("priority-without-action");
    assert_eq!(found.also.len(), 1);
    assert!(found.message.starts_with("2 priorities have no action"), "{}", found.message);
}

#[test]
fn priority_not_reviewed_before_the_start() {
    let agreed = |day| Bench::with(|bench| bench.plan.priorities[0].agreed = Entry::Is(day));
    agreed(date(2026, 8, 31)).clean();
    let found = agreed(date(2026, 8, 30)).only("priority-not-reviewed");
    assert_eq!(found.class, Class::NonCompliant);
    assert_eq!(
        found.message,
        "“Prevent scams and fraud” was last looked at on 30 August 2026, 93 days before the plan starts; at \
         most 92"
    );
    let today = Value::List(vec![Value::Date(date(2026, 11, 11))]);
    let path = FieldPath::parse("priorities.scams.reviewed").unwrap();
    assert_eq!(found.mend.unwrap().edit, Edit::Set { path, value: today });
    Bench::with(|bench| {
        bench.plan.priorities[0].agreed = Entry::Is(date(2025, 1, 1));
        bench.plan.priorities[0].reviewed = vec![date(2026, 8, 31)];
    })
    .clean();
}

#[test]
fn priority_not_reviewed_while_running() {
    let on = |today, reviewed: &[jiff::civil::Date]| {
        Bench::with(|bench| {
            bench.force.periods.clear();
            bench.today = today;
            bench.plan.priorities.truncate(1);
            bench.plan.priorities[0].reviewed = reviewed.to_vec();
        })
    };
    on(date(2027, 2, 2), &[]).clean();
    on(date(2027, 2, 3), &[]).only("priority-not-reviewed");
    on(date(2027, 2, 3), &[date(2027, 1, 28)]).clean();
    on(date(2027, 2, 3), &[date(2027, 2, 4)]).only("priority-not-reviewed");
}

#[test]
fn a_priority_agreed_after_the_plan_starts_is_told_so() {
    let found = Bench::with(|bench| bench.plan.priorities[0].agreed = Entry::Is(date(2026, 12, 2)));
    assert_eq!(
        found.only("priority-not-reviewed").message,
        "“Prevent scams and fraud” was first agreed or reviewed on 2 December 2026, after the plan starts"
    );
    Bench::with(|bench| bench.plan.priorities[0].agreed = Entry::Is(date(2026, 12, 1))).clean();
}

#[test]
fn half_a_date_is_one_flag() {
    let bench = Bench::reading("agreed = 2026-11-02", "agreed = \"10 De\"");
    assert_eq!(bench.only("value-not-understood").message, "Agreed on: “10 De” is not a date");
}

#[test]
fn the_guarantee_is_cited_only_where_it_was_in_force() {
    let help = |years: i16| {
        let bench = Bench::with(|bench| {
            bench.force.periods.clear();
            let back = |day: jiff::civil::Date| day.checked_sub(jiff::Span::new().years(years)).unwrap();
            bench.plan.starts = Entry::Is(back(date(2026, 12, 1)));
            bench.plan.ends = Entry::Is(back(date(2027, 11, 30)));
            bench.today = back(date(2026, 11, 11));
            for priority in &mut bench.plan.priorities {
                priority.agreed = Entry::Absent;
            }
        });
        let findings = bench.report().findings;
        findings.into_iter().find(|finding| finding.rule == "priority-not-reviewed").unwrap().help
    };
    assert!(help(0).contains("Neighbourhood Policing Guarantee"));
    assert!(!help(5).contains("Guarantee"));
    assert!(help(5).contains("Eight standards, standard 1 (local)"));
}
