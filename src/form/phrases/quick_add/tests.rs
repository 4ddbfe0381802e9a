#![allow(clippy::unwrap_used)]

use jiff::civil::{Date, date, time};
use proptest::prelude::*;

use super::*;
use crate::plan::Period;
use crate::standards::{Choice, Kind};

const AREAS: &str = r#"
[[area]]
id = "west-dorset"
name = "West Dorset"
inspector = "Inspector, West Dorset"
settlements = ["Bridport", "Beaminster", "West Bay", "Loders"]
[[area.neighbourhood]]
id = "bridport"
name = "Bridport"
settlements = ["Bridport", "West Bay", "Loders"]
[[area.neighbourhood]]
id = "beaminster"
name = "Beaminster and villages"
settlements = ["Beaminster", "Loders"]
[[area]]
id = "purbeck"
name = "Purbeck"
settlements = ["Wareham", "Swanage"]
[[venue]]
id = "example-hall"
name = "Example Hall"
settlement = "Bridport"
[[venue]]
id = "example-rooms"
name = "Example Rooms"
settlement = "Beaminster"
[[venue]]
id = "st-example"
name = "St Example's Church"
settlement = "Wareham"
[[venue]]
id = "library-bridport"
name = "Library"
settlement = "Bridport"
[[venue]]
id = "library-beaminster"
name = "Library"
settlement = "Beaminster"
[[venue]]
id = "nameless"
[[venue]]
id = "barn"
name = "Example Barn, Loders"
settlement = "Loders"
"#;

fn edition() -> Edition {
    let kind = |id: &str, label: &str, also: &[&str]| Kind {
        id: id.to_owned(),
        label: label.to_owned(),
        meeting: true,
        public: true,
        lead_days: None,
        also: also.iter().map(|word| (*word).to_owned()).collect(),
    };
    Edition {
        kinds: vec![
            kind("beat-meeting", "Beat meeting", &["PACT"]),
            kind("surgery", "Surgery", &[]),
            kind("drop-in", "Drop-in", &["coffee with a cop"]),
            kind("contact-point", "Community contact point", &[]),
            kind("public-meeting", "Public meeting", &["meeting"]),
            kind("school", "School visit", &[]),
            kind("neighbourhood-watch", "Neighbourhood Watch", &["watch meeting"]),
            kind("farm-watch", "Farm Watch", &[]),
            kind("visit", "Visit", &[]),
            kind("alert", "Dorset Alert message", &["Dorset Alert"]),
        ],
        channels: vec![Choice { id: "dorset-alert".to_owned(), label: "Dorset Alert".to_owned() }],
        ..Edition::default()
    }
}

fn near() -> Near {
    Near { period: Period::new(date(2026, 12, 1), date(2027, 11, 30)), today: date(2026, 11, 11) }
}

fn added_in(area: &str, line: &str) -> QuickAdd {
    let posts = ["Sergeant, Bridport", "PC, Beaminster", "PC, Bridport"];
    let areas = Areas::parse(AREAS).unwrap();
    quick_add(line, &near(), &edition(), &areas, area, &posts.map(str::to_owned))
}

fn added(line: &str) -> QuickAdd {
    added_in("west-dorset", line)
}

/// What a line puts into a key; empty where it is not set.
fn value(line: &str, key: &str) -> String {
    let row = added(line).row;
    let value = row.into_iter().find(|(name, _)| name == key).map(|(_, value)| value);
    match value {
        None => String::new(),
        Some(Value::Text(text)) => text,
        Some(Value::List(items)) => items
            .iter()
            .map(|item| item.as_text().unwrap_or("not a text").to_owned())
            .collect::<Vec<_>>()
            .join(" "),
        Some(other) => format!("{other:?}"),
    }
}

fn left(line: &str) -> Vec<String> {
    added(line).not_understood.into_iter().map(|not| not.part).collect()
}

#[test]
fn the_line_of_the_help_is_a_whole_activity() {
    let line = "Bridport drop-in, 1st Thu monthly, 6.30pm-7.30pm, Example Hall, Sgt Bridport";
    let text = |text: &str| Value::from(text);
    let list = |id: &str| Value::List(vec![text(id)]);
    let expected = QuickAdd {
        row: [
            ("title", text("Bridport drop-in")),
            ("kind", text("drop-in")),
            ("starts", Value::Date(date(2026, 12, 3))),
            ("every", text("month")),
            ("on", text("first thursday")),
            ("time", Value::Time(time(18, 30, 0, 0))),
            ("until", Value::Time(time(19, 30, 0, 0))),
            ("venues", list("example-hall")),
            ("neighbourhoods", list("bridport")),
            ("owner", text("Sergeant, Bridport")),
        ]
        .map(|(key, value)| (key.to_owned(), value))
        .to_vec(),
        understood: [
            ("Title", "Bridport drop-in"),
            ("Kind", "Drop-in"),
            ("When", "1st Thursday of the month from 3 Dec 2026, 6.30pm to 7.30pm"),
            ("Venue", "Example Hall"),
            ("For", "Bridport"),
            ("Owner", "Sergeant, Bridport"),
        ]
        .map(|(label, words)| (label.to_owned(), words.to_owned()))
        .to_vec(),
        not_understood: Vec::new(),
    };
    assert_eq!(added(line), expected);
    for same in [
        "Bridport drop-in, Sgt Bridport, example hall, 6.30-7.30pm, 1st Thu monthly",
        "Bridport drop-in,1st Thu monthly,6.30pm-7.30pm,Example Hall,Sgt Bridport",
        "Bridport drop-in, first Thursday of the month 6.30pm to 7.30pm at Example Hall, Sergeant, Bridport",
        "  Bridport drop-in\t6.30-7.30pm\tmonthly\t1st Thu\tExample H, Sgt,,",
    ] {
        assert_eq!(added(same), expected, "{same}");
    }
}

#[test]
fn a_line_without_commas_is_parted_at_its_days() {
    for (line, title) in [
        ("Bridport drop-in 1st Thu monthly 6.30pm-7.30pm Example Hall", "Bridport drop-in"),
        (
            "Bridport drop-in on the first Thursday of the month 6.30-7.30pm at Example Hall",
            "Bridport drop-in",
        ),
    ] {
        assert_eq!(value(line, "title"), title, "{line}");
        assert_eq!(value(line, "on"), "first thursday", "{line}");
        assert_eq!(value(line, "venues"), "example-hall", "{line}");
    }
    assert_eq!(value("Surgery every Thursday 10-12", "until"), "Time(12:00:00)");
    for title in ["Tea at noon", "Monthly surgery", "Surgery in Example Hall", "Meet the team"] {
        assert_eq!(added(title).row[0], ("title".to_owned(), Value::from(title)), "{title}");
    }
}

#[test]
fn dates_may_have_commas_and_stand_apart() {
    let dates = |line: &str| added(line).understood.into_iter().find(|(label, _)| label == "When").unwrap().1;
    assert_eq!(
        dates("Surgery, 7 Jan, 4 Feb and 4 Mar, Example Hall, noon"),
        "7 Jan 2027, 4 Feb 2027 and 4 Mar 2027, noon"
    );
    assert_eq!(dates("Surgery, 7/1,4/2"), "7 Jan 2027 and 4 Feb 2027");
    assert_eq!(
        dates("Surgery, until June, Example Hall, Thursday, weekly, except 7 Jan, 14 Jan"),
        "every Thursday from 3 Dec 2026 until 30 Jun 2027, except 7 Jan 2027 and 14 Jan 2027"
    );
}

#[test]
fn the_kind_is_what_the_title_says_it_is() {
    for (title, kind) in [
        ("Bridport drop-in", "drop-in"),
        ("Drop in, 3 Dec", "drop-in"),
        ("Bridport surgeries", "surgery"),
        ("School drop-in", "drop-in"),
        ("Drop-in at the school", "drop-in"),
        ("Talk at the school", "school"),
        ("School visit", "school"),
        ("Visit to farms", "visit"),
        ("Coffee with a cop", "drop-in"),
        ("Community contact point", "contact-point"),
        ("Contact points", "contact-point"),
        ("Neighbourhood Watch beat meeting", "beat-meeting"),
        ("PACT meeting", "beat-meeting"),
        ("Neighbourhood Watch meeting", "neighbourhood-watch"),
        ("Farm Watch meeting", "farm-watch"),
        ("Beaminster meeting", "public-meeting"),
        ("Parish council", ""),
        ("Bridport evening, surgery", "surgery"),
        ("Bridport drop-in, Surgery", "surgery"),
    ] {
        assert_eq!(value(title, "kind"), kind, "{title}");
    }
    assert_eq!(value("Bridport evening, surgery", "title"), "Bridport evening");
}

#[test]
fn owners_are_posts_in_the_form_of_those_that_are_known() {
    for (typed, owner) in [
        ("Sgt Bridport", "Sergeant, Bridport"),
        ("sgt. bridport", "Sergeant, Bridport"),
        ("Sergeant, Bridport", "Sergeant, Bridport"),
        ("Sgt, Bridport", "Sergeant, Bridport"),
        ("Bridport Sgt", "Sergeant, Bridport"),
        ("with Sgt Bridport", "Sergeant, Bridport"),
        ("Sgt Brid", "Sergeant, Bridport"),
        ("Sgt", "Sergeant, Bridport"),
        ("Insp", "Inspector, West Dorset"),
        ("PC Beaminster", "PC, Beaminster"),
        ("PCSO Bridport", "PCSO, Bridport"),
        ("PCSO west bay", "PCSO, West Bay"),
        ("Sgt Beaminster", "Sergeant, Beaminster"),
        ("Chief Insp West Dorset", "Chief Inspector, West Dorset"),
        ("PCSO Example", "PCSO Example"),
        ("with PCSO Example", "PCSO Example"),
    ] {
        assert_eq!(value(&format!("Drop-in, {typed}, 3 Dec"), "owner"), owner, "{typed}");
        assert_eq!(left(&format!("Drop-in, {typed}, 3 Dec")), Vec::<String>::new(), "{typed}");
    }
    assert_eq!(value("Drop-in, Sgt Bridport, PC Bridport", "deputy"), "PC, Bridport");
    assert_eq!(left("Drop-in, Sgt Bridport, PC Bridport, PC Beaminster"), ["PC Beaminster"]);
    assert_eq!(left("Drop-in, PC"), ["PC"], "there are two");
    assert_eq!(left("Drop-in, inspector will come along if he can"), ["inspector will come along if he can"]);
}

#[test]
fn venues_are_of_the_book_else_as_typed() {
    for (line, venues) in [
        ("Drop-in, EXAMPLE HALL", "example-hall"),
        ("Drop-in, at Example Hall", "example-hall"),
        ("Drop-in, Example H", "example-hall"),
        ("Drop-in, example-hall", "example-hall"),
        ("Drop-in, Example Hall Bridport", "example-hall"),
        ("Drop-in, St Examples church", "st-example"),
        ("Drop-in, 6pm Example Hall", "example-hall"),
        ("Drop-in, Example Hall, Example Rooms", "example-hall example-rooms"),
        ("Beaminster drop-in, Library", "library-beaminster"),
        ("Drop-in, Library Bridport", "library-bridport"),
    ] {
        assert_eq!(value(line, "venues"), venues, "{line}");
        assert_eq!(left(line), Vec::<String>::new(), "{line}");
    }
    for (line, venue) in [
        ("Drop-in, Other Church Hall", "Other Church Hall"),
        ("Drop-in, Other Inn, Example Street, 6pm", "Other Inn, Example Street"),
        ("Drop-in, 6pm at the Other Arms", "the Other Arms"),
        ("Drop-in, at Otherplace", "Otherplace"),
    ] {
        assert_eq!(value(line, "venue"), venue, "{line}");
        assert_eq!(left(line), Vec::<String>::new(), "{line}");
    }
    assert_eq!(left("Drop-in, Library"), ["Library"], "there are two");
    assert_eq!(left("Drop-in, Example"), ["Example"], "there are two");
    assert_eq!(left("Drop-in, Example Hall, Other Inn"), ["Other Inn"]);
    assert_eq!(left("Drop-in, Other Hall, Other Inn"), ["Other Inn"]);
}

#[test]
fn links() {
    for (part, link) in [
        ("online", "online"),
        ("Teams", "Teams"),
        ("on Zoom", "on Zoom"),
        ("https://example.police.uk/join", "https://example.police.uk/join"),
        ("online: https://example.police.uk/join", "https://example.police.uk/join"),
        ("www.example.police.uk", "www.example.police.uk"),
    ] {
        assert_eq!(value(&format!("Evening, {part}"), "link"), link, "{part}");
        assert_eq!(left(&format!("Evening, {part}")), Vec::<String>::new(), "{part}");
    }
    assert_eq!(left("Evening, online, https://example.police.uk"), ["https://example.police.uk"]);
    assert_eq!(left("Evening, online safety talk"), ["online safety talk"]);
}

#[test]
fn neighbourhoods_are_named_by_title_or_part_else_by_the_venue() {
    for (line, ids) in [
        ("Bridport drop-in", "bridport"),
        ("West Bay drop-in", "bridport"),
        ("Beaminster and Bridport drop-in", "beaminster bridport"),
        ("Beaminster and villages drop-in", "beaminster"),
        ("Bridportish drop-in", ""),
        ("West Dorset drop-in", ""),
        ("Loders drop-in", ""),
        ("Drop-in, Beaminster", "beaminster"),
        ("Drop-in, Loders", ""),
        ("Drop-in, Example Rooms", "beaminster"),
        ("Bridport drop-in, Example Rooms", "bridport"),
        ("Drop-in, Example Hall, Example Rooms", "bridport beaminster"),
    ] {
        assert_eq!(value(line, "neighbourhoods"), ids, "{line}");
    }
    let one = added_in("purbeck", "Wareham drop-in, St Example's Church");
    assert!(!one.row.iter().any(|(key, _)| key == "neighbourhoods"), "the area is one neighbourhood");
    let none = added_in("nowhere", "Wareham drop-in, PC Wareham, Example Hall");
    assert_eq!(none.not_understood, []);
}

#[test]
fn nothing_typed_is_dropped() {
    let line = "Tea, 1,000 leaflets, 6.30, every second Tuesday, Example Hall, bring cake";
    let found = added(line);
    assert_eq!(value(line, "title"), "Tea, 1,000 leaflets, 6.30, every second Tuesday, bring cake");
    let parts: Vec<&str> = found.not_understood.iter().map(|not| not.part.as_str()).collect();
    assert_eq!(parts, ["1,000 leaflets", "6.30", "every second Tuesday", "bring cake"]);
    assert!(found.not_understood[1].ask.unwrap().contains("am or pm"));
    assert!(found.not_understood[2].ask.unwrap().contains("fortnight"));
    assert_eq!(added(" , ,"), QuickAdd::default());
    assert_eq!(added("Tea").row, [("title".to_owned(), Value::from("Tea"))]);
    let long = format!("Tea{}", ", cake".repeat(100));
    assert_eq!(value(&long, "title"), long);
    let page = "Surgery, 3 Dec, and so on ".repeat(100);
    assert_eq!(added(&page).row, [("title".to_owned(), Value::from(page.as_str()))]);
}

proptest! {
    #[test]
    fn any_line_can_be_typed_and_strange_words_stay_in_the_title(
        text in any::<String>(),
        parts in prop::collection::vec(
            "(1st Thu|monthly|6\\.30pm|until June|Example Hall|Lib|Sgt|PC Bridport|online|surgery|Beaminster|zyx+|[0-9]{1,3}|at |[,;@. ])*",
            0..8,
        ),
        year in -9998i16..9999,
    ) {
        let odd = Near { period: Period::new(Date::MIN, Date::MAX), today: Date::new(year, 1, 1).unwrap() };
        let areas = Areas::parse(AREAS).unwrap();
        quick_add(&text, &odd, &edition(), &areas, "west-dorset", std::slice::from_ref(&text));
        let line = parts.join(", ");
        let found = quick_add(&line, &near(), &edition(), &areas, "west-dorset", &[]);
        let kept: Vec<&str> = found.row.iter().filter_map(|(_, value)| value.as_text()).collect();
        let kept = kept.join(" ");
        prop_assert_eq!(kept.matches("zyx").count(), line.matches("zyx").count(), "{}", kept);
    }
}

#[test]
fn a_venue_whose_name_has_a_comma_is_one_part() {
    let areas = Areas::parse(AREAS).unwrap();
    let near = Near { period: None, today: date(2026, 11, 10) };
    let line = "Stall, 5 Jun 2027, 10am-noon, example barn, Loders, Sgt Bridport";
    let read = quick_add(line, &near, &edition(), &areas, "west-dorset", &[]);
    let venues = read.row.iter().find(|(key, _)| key == "venues").map(|(_, value)| value.clone());
    assert_eq!(venues, Some(Value::List(vec![Value::from("barn")])), "{read:?}");
    assert!(read.not_understood.is_empty(), "{read:?}");
}

#[test]
fn a_channel_is_how_people_hear_of_it_unless_it_is_all_that_is_said() {
    let line = "Bridport drop-in, 1st Thu monthly, Dorset Alert";
    assert_eq!((value(line, "kind"), value(line, "channels")), ("drop-in".into(), "dorset-alert".into()));
    assert_eq!(left(line), Vec::<String>::new());
    let line = "News of the month, monthly from 3 Dec, Dorset Alert";
    assert_eq!((value(line, "kind"), value(line, "channels")), ("alert".into(), String::new()));
}

#[test]
fn every_four_weeks_is_its_dates_and_says_from_when_to_when() {
    let told = |line: &str| {
        let added = added(line);
        assert!(added.not_understood.is_empty(), "{line}: {:?}", added.not_understood);
        added.understood.into_iter().find(|(label, _)| label == "When").unwrap().1
    };
    assert_eq!(
        told("Bridport drop-in, every 4 weeks from 3 Dec, 6.30pm-7.30pm, Example Hall"),
        "13 dates, 3 Dec 2026 to 4 Nov 2027, 6.30pm to 7.30pm"
    );
    assert_eq!(told("Bridport drop-in, every four weeks on Thursdays"), "13 dates, 3 Dec 2026 to 4 Nov 2027");
    assert_eq!(told("Bridport drop-in every 3rd week on Tuesdays"), "18 dates, 1 Dec 2026 to 23 Nov 2027");
    assert_eq!(told("Bridport drop-in, fortnightly on Tuesdays"), "every fortnight from 1 Dec 2026");
    assert_eq!(told("Bridport drop-in, every other Tuesday"), "every fortnight from 1 Dec 2026");
    assert_eq!(
        told("Bridport drop-in, every two months from 31 Dec"),
        "31 Dec 2026, 28 Feb 2027, 30 Apr 2027, 30 Jun 2027, 31 Aug 2027 and 31 Oct 2027"
    );
    assert_eq!(
        left("Bridport drop-in, every 3rd Tuesday"),
        ["every 3rd Tuesday"],
        "of the month, or every three weeks?"
    );
}

#[test]
fn months_without_a_year_are_those_of_the_plans_period() {
    let areas = Areas::parse(AREAS).unwrap();
    for (from, until) in [
        (date(2026, 12, 1), date(2027, 11, 30)),
        (date(2026, 12, 15), date(2027, 12, 14)),
        (date(2026, 11, 28), date(2027, 11, 27)),
        (date(2026, 11, 1), date(2027, 12, 31)),
    ] {
        let near = Near { period: Period::new(from, until), today: date(2026, 11, 28) };
        for line in [
            "Bridport drop-in, last Wed of Feb, May, Aug and Nov, 10am to noon",
            "Bridport drop-in, 24 Feb, 26 May, 25 Aug and 24 Nov",
            "Bridport drop-in, last Wed in February, last Wed in May, last Wed in August, last Wed in November",
        ] {
            let read = quick_add(line, &near, &edition(), &areas, "west-dorset", &[]);
            let (_, when) = read.understood.iter().find(|(label, _)| label == "When").unwrap();
            let days = "24 Feb 2027, 26 May 2027, 25 Aug 2027 and 24 Nov 2027";
            assert!(when.starts_with(days), "{line}, {from}: {when}");
        }
    }
}

#[test]
fn what_counts_for_the_whole_area_is_said_where_there_are_neighbourhoods() {
    let whom = |area: &str, line: &str| {
        added_in(area, line).understood.into_iter().find(|(label, _)| label == "For").map(|(_, words)| words)
    };
    assert_eq!(whom("west-dorset", "Drop-in, 3 Dec").as_deref(), Some("the whole area"));
    assert_eq!(whom("west-dorset", "Bridport drop-in, 3 Dec").as_deref(), Some("Bridport"));
    assert_eq!(whom("purbeck", "Drop-in, 3 Dec"), None, "the area is one neighbourhood");
}
