//! Rules on words, against what people write: near misses, hits, and everything around them.

use jiff::civil::date;
use proptest::prelude::*;

use super::Bench;
use crate::check::{Class, Family, Finding, find};
use crate::plan::{Entry, FieldPath, Part};

/// The lines of a corpus, without what only says what comes.
fn lines(corpus: &'static str) -> impl Iterator<Item = &'static str> {
    corpus.lines().filter(|line| !line.is_empty() && !line.starts_with("# "))
}

pub fn near_misses() -> Vec<(&'static str, String)> {
    lines(include_str!("near-misses.txt"))
        .map(|line| {
            let (tempts, text) = line.split_once(" | ").unwrap();
            (tempts, text.replace("\\n", "\n"))
        })
        .collect()
}

/// Name of the rule, phrase, text.
pub fn hits() -> Vec<(&'static str, String, String)> {
    lines(include_str!("hits.txt"))
        .map(|line| {
            let (rule, rest) = line.split_once(" | ").unwrap();
            let (phrase, text) = rest.split_once(" | ").unwrap();
            (rule, phrase.replace("\\n", "\n"), text.replace("\\n", "\n"))
        })
        .collect()
}

fn of_words(bench: &Bench) -> Vec<Finding> {
    let all = bench.report().findings.into_iter();
    all.filter(|finding| find(finding.rule).unwrap().family == Family::Words).collect()
}

fn summary(text: &str) -> Bench {
    Bench::with(|bench| bench.plan.profile.summary = text.to_owned())
}

#[test]
fn every_rule_on_words_is_silent_on_what_only_comes_close() {
    let all = near_misses();
    assert!(all.len() >= 100, "{}", all.len());
    let mut wrong = Vec::new();
    for (tempts, text) in &all {
        let places = [
            summary(text),
            Bench::with(|bench| bench.activity("farms").purpose = text.clone()),
            Bench::with(|bench| bench.set("publicising", "publicised-by", text.as_str())),
            Bench::with(|bench| bench.plan.classification = text.clone()),
            Bench::with(|bench| bench.plan.comments = vec![format!("# {text}")]),
        ];
        for bench in places {
            for finding in of_words(&bench) {
                wrong.push(format!(
                    "{tempts}: {text}\n  {} {} at {}",
                    finding.rule, finding.message, finding.path
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

#[test]
fn every_rule_on_words_finds_what_it_is_for_and_points_at_it() {
    let all = hits();
    assert!(all.len() >= 60, "{}", all.len());
    let mut wrong = Vec::new();
    for (rule, phrase, text) in &all {
        let found = of_words(&summary(text));
        let pointed: Vec<(&str, &str)> =
            found.iter().map(|finding| (finding.rule, &text[finding.part.clone().unwrap().bytes])).collect();
        if pointed != [(*rule, phrase.as_str())] {
            wrong.push(format!("{rule} {phrase:?} in {text:?}: {pointed:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

fn path(text: &str) -> FieldPath {
    FieldPath::parse(text).unwrap()
}

/// So many words of five letters, in one sentence.
fn sentence(words: usize) -> String {
    format!("Words{}.", " words".repeat(words - 1))
}

#[test]
fn hard_to_read_begins_a_word_over_twenty_five() {
    summary(&sentence(25)).clean();
    let found = summary(&format!("Short. {} {}", sentence(26), sentence(30))).only("hard-to-read");
    assert_eq!((found.class, found.path), (Class::Advice, path("profile.summary")));
    let start = "A sentence of 26 words: “Words words";
    assert!(found.message.starts_with(start), "{}", found.message);
    assert!(found.message.ends_with(", and 1 more over 25 words here"), "{}", found.message);
    assert_eq!(found.part.unwrap().bytes.start, "Short. ".len());
}

#[test]
fn hard_to_read_by_age_begins_at_a_hundred_words() {
    // Ten words a sentence, four syllables a word: a grade of 35.5, and an age of 41.
    let hard = |words: usize| {
        let sentences = vec![format!("{}.", ["Community"; 10].join(" ")); words / 10];
        format!("{}{}", sentences.join(" "), " One.".repeat(words % 10))
    };
    let found = summary(&hard(100)).only("hard-to-read");
    assert_eq!(found.message, "This text of 100 words has a reading age of 41, over 16");
    summary(&hard(99)).clean();
    // Plain words do not age a text, however long it is; sentences of 25 words and 36 syllables are within 16.
    summary(&vec!["We go to the hall and say what we did."; 30].join(" ")).clean();
    let even = |long: usize| {
        let words = [vec!["Hall"; 25 - long], vec!["village"; long]].concat().join(" ");
        summary(&vec![format!("{words}."); 4].join(" "))
    };
    even(10).clean();
    assert_eq!(
        even(12).only("hard-to-read").message,
        "This text of 100 words has a reading age of 17, over 16"
    );
}

#[test]
fn titles_and_names_are_no_sentences() {
    let long = "word ".repeat(60);
    for (key, value) in [("venue", &long), ("contact", &long)] {
        let bench = match key {
            "venue" => Bench::with(|bench| bench.activity("drop-in").venue = value.clone()),
            _ => Bench::with(|bench| bench.plan.neighbourhoods[0].contact = value.clone()),
        };
        assert!(!bench.rules().contains(&"hard-to-read"), "{key}");
    }
}

#[test]
fn title_too_long_begins_a_letter_over_sixty_five() {
    let titled = |title: String| Bench::with(|bench| bench.plan.priorities[0].title = title);
    titled(format!(" {} ", "é".repeat(65))).clean();
    let found = titled("é".repeat(66)).only("title-too-long");
    assert_eq!((found.class, found.path), (Class::Advice, path("priorities.scams.title")));
    assert!(found.message.starts_with("A title of 66 characters, 1 too many: “é"), "{}", found.message);
    Bench::with(|bench| bench.activity("farms").title = "x ".repeat(40)).only("title-too-long");
    Bench::with(|bench| bench.activity("farms").purpose = "x ".repeat(12) + &"y ".repeat(12)).clean();
}

#[test]
fn acronym_unexplained_where_the_plan_first_has_it() {
    let found = Bench::with(|bench| {
        bench.activity("farms").title = "IAG visits".to_owned();
        bench.answer("feedback").commitment =
            "We ask the Independent Advisory Group (IAG) each quarter what they think.".to_owned();
    })
    .only("acronym-unexplained");
    assert_eq!((found.class, found.standard.as_deref()), (Class::Advice, Some("inclusion")));
    assert_eq!(found.path, path("standards.inclusion.activities.farms.title"));
    assert_eq!(found.message, "IAG is not written out where the plan first has it");
    // Written out in the same row, or before.
    Bench::with(|bench| {
        bench.activity("farms").title = "IAG visits".to_owned();
        bench.activity("farms").purpose = "Visits by the Independent Advisory Group".to_owned();
    })
    .clean();
    Bench::with(|bench| {
        bench.answer("website").commitment =
            "The page says when the Independent Advisory Group (IAG) is in town this month.".to_owned();
        bench.activity("farms").title = "IAG visits".to_owned();
    })
    .clean();
}

#[test]
fn placeholder_text_wherever_something_was_to_be_filled_in() {
    let found =
        Bench::with(|bench| bench.activity("drop-in").owner = "TBC".to_owned()).only("placeholder-text");
    assert_eq!((found.class, found.standard.as_deref()), (Class::Incomplete, Some("face-to-face")));
    assert_eq!(found.message, "This was still to be filled in: “TBC”");
    Bench::with(|bench| bench.plan.neighbourhoods[0].contact = "[e-mail]".to_owned())
        .only("placeholder-text");
    Bench::with(|bench| bench.activity("farms").audience = vec!["Farm workers".to_owned(), "tba".to_owned()])
        .only("placeholder-text");
    // The same in many rows is one flag a standard.
    let many = Bench::with(|bench| {
        bench.activity("farms").owner = "TBC".to_owned();
        bench.activity("youth").owner = "TBC".to_owned();
    })
    .only("placeholder-text");
    assert_eq!(many.also, [path("standards.inclusion.activities.youth.owner")]);
}

#[test]
fn vague_link() {
    let found = Bench::with(|bench| bench.activity("farms").purpose = "To book, click here".to_owned());
    let found = found.only("vague-link");
    assert_eq!(found.message, "“click here” does not say where it leads");
    assert!(found.help.contains("WCAG 2.4.4"), "{}", found.help);
}

#[test]
fn personal_data_is_found_wherever_the_file_has_it() {
    for (from, to) in [
        ("title = \"Farm visits\"", "title = \"Farm visits\"\n# ask 07700 900123"),
        ("title = \"Farm visits\"", "title = \"Farm visits\"\nnote = \"ask 07700 900123\""),
        ("title = \"Farm visits\"", "title = \"Farm visits\"\n\"07700 900123\" = 1"),
        ("dates = [2027-02-10]", "dates = [\"07700 900123\"]"),
        ("time = 18:30:00", "time = \"07700 900123\""),
        ("\"west@example.police.uk\"", "\"07700 900123\""),
        ("audience = [\"Farm workers\"]", "audience = [\"Farm workers\", \"07700 900123\"]"),
        ("how = \"letters\"", "how = \"07700 900123\""),
        ("id = \"farms\"", "id = \"07700-900123\""),
        ("[standards.feedback]", "[standards.feedback]\nnot-applicable = \"07700 900123\""),
    ] {
        let found = Bench::reading(from, to).report().findings;
        let personal: Vec<_> = found.iter().filter(|finding| finding.rule == "personal-data").collect();
        assert_eq!(personal.len(), 1, "{to}: {found:#?}");
        assert_eq!(personal[0].class, Class::NonCompliant);
        assert_eq!(personal[0].message, "A telephone number that is not on the public list: “07…23”");
    }
    let found =
        Bench::reading("\"Farm workers\"]", "\"Farm workers\", \"07700 900123\"]").only("personal-data");
    assert_eq!(found.part, Some(Part { item: 1, bytes: 0..12 }));
}

/// What the rule on personal data says of the base plan with one more line in a row.
fn said_of(line: &str) -> Vec<String> {
    let bench = Bench::reading("title = \"Farm visits\"", &format!("title = \"Farm visits\"\n{line}"));
    let found = bench.report().findings.into_iter().filter(|finding| finding.rule == "personal-data");
    found.map(|finding| finding.message).collect()
}

#[test]
fn personal_data_is_found_in_numbers_and_days_that_no_field_holds() {
    let phone = "A telephone number that is not on the public list: “07…23”";
    let birth = "What looks like a date of birth";
    for (line, message) in [
        ("mobile = 7700900123", phone),
        ("note = 7700900123", phone),
        ("note = 447700900123", phone),
        ("note = [1, 7700900123]", phone),
        ("note = { ring = 7700900123 }", phone),
        ("phone = 1632960123", "A telephone number that is not on the public list: “01…23”"),
        ("crime = 55260012345", "What looks like a crime reference"),
        ("dob = 1962-03-03", birth),
        ("date-of-birth = 1962-03-03", birth),
        ("births = { birth = [1962-03-03] }", birth),
        ("dob = \"3/3/1962\"", birth),
        ("dob = 1962-03-03T00:00:00", birth),
    ] {
        assert_eq!(said_of(line), [message], "{line}");
    }
    for line in [
        "phone = 1632960001",
        "note = 1632960123",
        "budget-code = 55210012345",
        "founded = 1962-03-03",
        "reviewed = \"3/3/1962\"",
        "visitors = 138570",
        "grid = 4650929",
        "note = 770090012",
        "note = -7700900123",
    ] {
        assert_eq!(said_of(line), Vec::<String>::new(), "{line}");
    }
    let bench = Bench::reading("title = \"Farm visits\"", "title = \"Farm visits\"\nmobile = 7700900123");
    let found = bench.report().findings.into_iter().find(|found| found.rule == "personal-data").unwrap();
    assert_eq!(found.path, path("standards.inclusion.activities.farms.mobile"));
    assert_eq!(found.standard.as_deref(), Some("inclusion"));
    assert_eq!(found.allow.unwrap().value, "07700900123");
}

#[test]
fn help_on_markings_says_which_letters_are_let_through() {
    let rule = find("protective-marking").unwrap();
    assert!(rule.clears.contains("OFFICIAL-SENSITIVE is a marking in small letters too"), "{}", rule.clears);
    summary("keep it official-sensitive please").only("protective-marking");
    summary("It is a secret, confidential and restricted. It says what is sensitive.").clean();
}

#[test]
fn personal_data_says_what_could_be_allowed_and_is_silent_once_it_is() {
    for (text, key, value) in [
        ("Call 01632 960123.", "public-numbers", "01632 960123"),
        ("Write to jo@example.org.", "public-addresses", "jo@example.org"),
        ("At 9 West  Street, Bridport DT6 3ZZ.", "public-addresses", "9 West Street, Bridport DT6 3ZZ"),
        ("Op Snowdrop is on.", "public-operations", "Snowdrop"),
    ] {
        let mut bench = summary(text);
        let found = of_words(&bench);
        let allow = found[0].allow.clone().unwrap();
        assert_eq!((allow.key, allow.value.as_str()), (key, value));
        assert!(found[0].help.contains(key), "{}", found[0].help);
        let list = match key {
            "public-numbers" => &mut bench.force.public_numbers,
            "public-addresses" => &mut bench.force.public_addresses,
            _ => &mut bench.force.public_operations,
        };
        list.push(allow.value);
        bench.clean();
    }
    assert_eq!(summary("It is AB12 CDE.").only("personal-data").allow, None);
}

#[test]
fn a_number_is_public_however_it_is_written() {
    for listed in ["01632 960123", "(01632) 960 123", "+44 1632 960123", "+44 (0)1632 960123", "01632960123"]
    {
        for said in ["01632 960123", "01632-960-123", "+441632960123", "0044 1632 960123"] {
            let bench = Bench::with(|bench| {
                bench.force.public_numbers = vec![listed.to_owned()];
                bench.plan.profile.summary = format!("Call {said} now.");
            });
            bench.clean();
        }
    }
}

#[test]
fn what_is_still_being_typed_does_not_flicker() {
    let typed = |text: &str| {
        for (at, _) in text.char_indices() {
            let bench = summary(&format!("We say so. {}", &text[..at]));
            assert!(of_words(&bench).is_empty(), "{:?}: {:#?}", &text[..at], of_words(&bench));
        }
    };
    typed("Write to west@example.police.uk for more.");
    typed("Call 01632 960001 or 101 for more.");
    typed("Operation Bluebell is on.");
    typed("Meet the PCSO at Example Hall, DT6 3AB, from 10:00 to 11:30.");
}

#[test]
fn the_address_of_a_venue_is_told_to_the_public() {
    let venue = "Example House, 14 West Street, Bridport DT6 3ZZ";
    let at = |id: &str, public: Entry<bool>| {
        Bench::with(|bench| {
            let activity = bench.activity(id);
            activity.venue = venue.to_owned();
            activity.access = vec!["step-free".to_owned()];
            activity.public = public;
        })
    };
    at("drop-in", Entry::Absent).clean();
    at("farms", Entry::Absent).only("personal-data");
    assert!(!at("farms", Entry::Is(true)).rules().contains(&"personal-data"));
    assert!(at("drop-in", Entry::Is(false)).rules().contains(&"personal-data"));
    let booked = Bench::with(|bench| {
        bench.areas.venues[0].address = "14 West St, Bridport, DT6 3ZZ".to_owned();
        bench.activity("farms").purpose = format!("We start at {venue}");
    });
    booked.clean();
}

#[test]
fn an_activitys_own_time_is_told_to_the_public() {
    let said = |purpose: &str| Bench::with(|bench| bench.activity("drop-in").purpose = purpose.to_owned());
    said("A patrol with residents at 6.30pm").clean();
    said("A patrol with residents at 18:30, back by 7.30pm").clean();
    said("A patrol with residents at 6pm").only("operational-detail");
    said("A patrol with residents until 22:00").only("operational-detail");
}

#[test]
fn what_must_never_be_recorded_is_told_whatever_is_set_and_whenever_it_is_looked_at() {
    let text = "Op Snowdrop: call 07700 900123. TOP SECRET";
    let blocked = ["operational-detail", "personal-data", "protective-marking"];
    let mut bench = summary(text);
    for rule in blocked {
        bench.force.rules.insert(rule.to_owned(), "off".to_owned());
    }
    bench.today = date(2030, 1, 1);
    let mut rules = bench.rules();
    rules.sort_unstable();
    assert_eq!(rules, blocked);
    let aside = Bench::with(|bench| {
        bench.answer("feedback").not_applicable = Some("No panel, says 07700 900123".to_owned());
    });
    aside.only("personal-data");
}

#[test]
fn the_same_number_in_many_rows_is_one_flag_a_standard() {
    let bench = Bench::with(|bench| {
        bench.activity("farms").owner = "PC, 07700 900123".to_owned();
        bench.activity("youth").owner = "PC, 07700 900123".to_owned();
        bench.activity("beat").owner = "PC, 07700 900123".to_owned();
    });
    let found = of_words(&bench);
    assert_eq!(found.iter().map(|finding| finding.also.len()).collect::<Vec<_>>(), [0, 1]);
}

proptest! {
    #[test]
    fn no_text_breaks_a_rule_and_every_flag_points_into_its_text(
        pieces in proptest::collection::vec((0..400_usize, 0..60_usize, 0..30_usize), 1..8),
        odd in "[a-zA-Z0-9@+()./ é\u{202e}\n€🙂\\[\\]-]{0,24}",
    ) {
        let near = near_misses().into_iter().map(|(_, text)| text);
        let all: Vec<String> = near.chain(hits().into_iter().map(|(_, _, text)| text)).collect();
        let mut text = odd.clone();
        for (which, from, count) in pieces {
            text.extend(all[which % all.len()].chars().skip(from).take(count));
            text.push_str(&odd);
        }
        let bench = Bench::with(|bench| {
            bench.plan.profile.summary = text.clone();
            bench.plan.comments = vec![text.clone()];
            let activity = bench.activity("farms");
            activity.title = text.clone();
            activity.venue = text.clone();
            activity.link = text.clone();
            activity.id = text.clone();
        });
        for finding in of_words(&bench) {
            let part = finding.part.clone().unwrap();
            prop_assert!(text.get(part.bytes).is_some_and(|phrase| !phrase.is_empty()), "{finding:?}");
        }
    }
}

#[test]
fn wide_figures_are_figures() {
    for (said, phrase) in [
        (" Ring ０７７００ ９００１２３.", "０７７００ ９００１２３"),
        (" Ring 07700 ９００ １２３.", "07700 ９００ １２３"),
        (" Ring 01632 960123 ＝ ＆.", "01632 960123"),
        (" Write to ａ.resident＠example.org.", "ａ.resident＠example.org"),
    ] {
        let bench = Bench::with(|bench| bench.answer("website").commitment.push_str(said));
        let found = bench.only("personal-data");
        let text = &bench.plan.answer("website").unwrap().commitment;
        assert_eq!(text.get(found.part.unwrap().bytes), Some(phrase), "{said}");
    }
    let public = Bench::with(|bench| {
        bench.force.public_numbers.push("07700 900123".to_owned());
        bench.answer("website").commitment.push_str(" Ring ０７７００ ９００１２３.");
    });
    public.clean();
}
