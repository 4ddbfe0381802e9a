//! Values, keys, ids and characters.

use super::Bench;
use crate::check::Class;
use crate::plan::{Document, Edit, FieldPath, Value};

fn path(text: &str) -> FieldPath {
    FieldPath::parse(text).unwrap()
}

#[test]
fn value_not_understood() {
    let bench = Bench::reading("time = 18:30:00", "time = \"half six\"");
    let found = bench.only("value-not-understood");
    assert_eq!((found.class, found.standard.as_deref()), (Class::Incomplete, Some("face-to-face")));
    assert_eq!(found.message, "From: “half six” is not a time");
    Bench::reading("status = \"draft\"", "status = \"ready\"").only("value-not-understood");
}

#[test]
fn value_not_understood_where_a_choice_is_none() {
    let found = Bench::reading("kind = \"visit\"", "kind = \"visits\"").only("value-not-understood");
    assert_eq!(found.message, "“visits” is not a kind of activity of this edition");
    assert!(found.help.contains("The nearest that there is: visit."), "{}", found.help);
    Bench::reading("self-assessment = \"good\"", "self-assessment = \"fine\"").only("value-not-understood");
    Bench::reading("[\"example-room\"]", "[\"example-room\", \"exampel-hall\"]").only("value-not-understood");
    let found = Bench::with(|bench| bench.plan.priorities[0].neighbourhoods = vec!["poole".to_owned()]);
    assert_eq!(found.only("value-not-understood").message, "“poole” is not a neighbourhood of West Dorset");
    let found = Bench::reading("aim = \"relations\", how", "aim = \"relation\", how");
    assert_eq!(found.rules(), ["value-not-understood", "equality-aims-unaddressed"]);
}

#[test]
fn a_value_of_a_wrong_type_is_one_flag() {
    for (from, to) in [
        ("venues = [\"example-hall\"]", "venues = \"example-hall\""),
        ("channels = [\"dorset-alert\", \"website\"]", "channels = \"website\""),
        ("kind = \"beat-meeting\"", "kind = \"beat-meeting\"\npublic = \"ye\""),
        ("commitment = \"We post every week and answer each question within three days.\"", "commitment = 7"),
        ("area = \"west-dorset\"", "area = 7"),
        ("period = \"2026-27\"", "period = 7"),
        ("audience = [\"Farm workers\"]", "audience = \"Farm workers\""),
        ("settlements = [\"Bridport\", \"Beaminster\"]", "settlements = \"Bridport\""),
    ] {
        Bench::reading(from, to).only("value-not-understood");
    }
    let without = |from: &str, to: &str, instead: &str| {
        let text = include_str!("plan.toml");
        let (at, end) = (text.find(from).unwrap(), text.find(to).unwrap());
        let text = format!("{}{instead}{}", &text[..at], &text[end..]);
        Bench::with(|bench| bench.plan = Document::parse(&text).unwrap().plan().clone())
    };
    without("[author]", "[profile]", "author = 3\n").only("value-not-understood");
    without("[profile]", "[[neighbourhoods]]", "[[profile]]\nsummary = \"x\"\n").only("value-not-understood");
    without("[[neighbourhoods]]", "[[priorities]]", "[neighbourhoods]\n").only("value-not-understood");
}

#[test]
fn what_is_typed_into_a_list_is_one_flag_a_field() {
    let found = Bench::reading("dates = [2027-02-10]", "dates = [\"10 Fe\", \"11 Fe\", 2027-02-12]");
    assert_eq!(
        found.only("value-not-understood").message,
        "Also on: “10 Fe” is not a list of dates, nor are 1 more here"
    );
}

#[test]
fn setting_a_standard_aside_with_something_else_than_a_reason_is_flagged() {
    let typed = "[standards.feedback]\nnot-applicable = false";
    let found = Bench::reading("[standards.feedback]", typed).only("value-not-understood");
    assert_eq!(found.path, path("standards.feedback.not-applicable"));
}

#[test]
fn value_not_understood_in_a_column() {
    let found = Bench::reading("meets = \"month\"", "meets = \"monthly\"").only("value-not-understood");
    assert_eq!(found.path, path("standards.partners.partners.p2.meets"));
    let found = Bench::reading("when = 2026-10-01", "when = \"autumn\"").only("value-not-understood");
    assert_eq!(found.message, "When: “autumn” is not a date");
}

#[test]
fn unknown_key() {
    let found = Bench::reading("title = \"Farm visits\"", "title = \"Farm visits\"\nmesure = 3");
    let found = found.only("unknown-key");
    assert_eq!(found.class, Class::Advice);
    assert_eq!(found.path, path("standards.inclusion.activities.farms.mesure"));
    assert!(found.help.contains("The nearest that there is: measure."), "{}", found.help);
    let found = Bench::reading("reply-hours = 72", "reply-hours = 72\nreply-hour = 1").only("unknown-key");
    assert_eq!(found.path, path("standards.social-media.reply-hour"));
    Bench::reading("needs = \"No uniforms\"", "needs = \"No uniforms\"\nneed = 1").only("unknown-key");
    let twice = Bench::reading(
        "kind = \"visit\"\ndates = [2027-01-20",
        "kind = \"visit\"\nnote = 1\ndates = [2027-01-20",
    )
    .plan;
    assert_eq!(twice.unknown.len(), 1);
}

#[test]
fn the_same_unknown_key_in_many_rows_is_one_flag() {
    let found = Bench::with(|bench| {
        bench.plan.unknown = vec![path("priorities.scams.not"), path("priorities.rural.not")];
    })
    .only("unknown-key");
    assert_eq!((found.message.as_str(), found.also.len()), ("Nothing reads the key “not”, in 2 places", 1));
}

#[test]
fn row_id_repeated() {
    let found = Bench::reading("id = \"rural\"", "id = \"scams\"").only("row-id-repeated");
    assert_eq!(found.class, Class::NonCompliant);
    assert_eq!(found.path, path("priorities.#2.id"));
    assert_eq!(found.mend.unwrap().edit, Edit::Unset { path: path("priorities.#2.id") });
    Bench::reading("id = \"youth\"", "id = \"drop-in\"").only("row-id-repeated");
    Bench::reading("id = \"g2\"", "id = \"g1\"").only("row-id-repeated");
    Bench::reading("id = \"rural\"", "id = \"drop-in\"").clean();
    let contact = "contact = \"beaminster@example.police.uk\"";
    let twice = format!("{contact}\n[[neighbourhoods]]\nid = \"beaminster\"");
    assert_eq!(Bench::reading(contact, &twice).only("row-id-repeated").mend, None);
}

#[test]
fn hidden_characters() {
    let found = Bench::reading("= \"Farm visits\"", "= \"Farm \\u202Evisits\"").only("hidden-characters");
    assert_eq!(found.message, "1 hidden character here: “Farm ⟨U+202E⟩visits”");
    let title = path("standards.inclusion.activities.farms.title");
    assert_eq!(found.mend.unwrap().edit, Edit::Set { path: title, value: Value::from("Farm visits") });
    Bench::reading("Farm visits", "Fermes — visites 👩‍👩‍👧 «là»\\n\\t").clean();
    let found =
        Bench::reading("name = \"Youth club\"", "name = \"Youth\\u200B club\"").only("hidden-characters");
    assert_eq!(found.path, path("standards.partners.partners.p2.name"));
    let soft = Bench::reading("= \"Farm visits\"", "= \"Farm\\u000Bvisits\"").only("hidden-characters");
    let title = path("standards.inclusion.activities.farms.title");
    let edit = Edit::Set { path: title, value: Value::from("Farm visits") };
    assert_eq!(soft.mend.unwrap().edit, edit, "no two words run together");
    let bench = Bench::reading("agreed = 2026-11-02", "agreed = \"10\\u0007\"");
    assert_eq!(bench.rules(), ["hidden-characters", "value-not-understood"]);
}

#[test]
fn hidden_characters_are_found_wherever_the_file_has_them() {
    for (key, value) in [
        ("note", "\"a\\u202E\""),
        ("note", "[\"a\\u202E\"]"),
        ("note", "{ deep = [{ er = \"a\\u202E\" }] }"),
        ("note", "{ \"de\\u202Eep\" = 1 }"),
        ("\"no\\u202Ete\"", "1"),
        ("dates", "[\"a\\u202E\"]"),
        ("except", "\"a\\u202E\""),
        ("public", "[\"a\\u202E\"]"),
        ("venue", "{ name = \"a\\u202E\" }"),
        ("time", "\"a\\u202E\""),
    ] {
        let row = format!("[[standards.partners.activities]]\ntitle = \"x\"\n{key} = {value}\n");
        let text = format!("{}{row}", include_str!("plan.toml"));
        let document = Document::parse(&text).unwrap();
        let bench = Bench::with(|bench| bench.plan = document.plan().clone());
        let findings = bench.report().findings;
        let found: Vec<_> = findings.iter().filter(|found| found.rule == "hidden-characters").collect();
        assert_eq!(found.len(), 1, "{key} = {value}: {found:#?}");
        let mut mended = document;
        if let Some(mend) = &found[0].mend {
            mended.apply(&mend.edit).unwrap();
            assert!(!mended.text().contains("202E"), "{key} = {value}");
        }
    }
    for odd in ["activities = [\"\\u202E\"]", "\"own\\u202E\" = 1", "commitment = [\"\\u202E\"]"] {
        let text = format!("format = 1\n[standards.partners]\n{odd}\n");
        let bench = Bench::with(|bench| bench.plan = Document::parse(&text).unwrap().plan().clone());
        assert!(bench.rules().contains(&"hidden-characters"), "{odd}");
    }
    let text = "format = 1\nprofile = \"\\u202E\"\n[standards.\"web\\u202Esite\"]\ncommitment = \"\"\n";
    let bench = Bench::with(|bench| bench.plan = Document::parse(text).unwrap().plan().clone());
    assert_eq!(bench.rules().iter().filter(|rule| **rule == "hidden-characters").count(), 2);
}

#[test]
fn hidden_characters_can_be_neither_switched_off_nor_set_aside() {
    let bench = Bench::with(|bench| {
        bench.force.rules.insert("hidden-characters".to_owned(), "off".to_owned());
        let answer = bench.answer("partners");
        answer.commitment = "We\u{202e} meet.".to_owned();
        answer.not_applicable = Some("The council does this".to_owned());
    });
    assert_eq!(bench.only("hidden-characters").class, Class::NonCompliant);
}

#[test]
fn a_plan_of_hostile_values_is_checked_without_harm() {
    let text = "format = 1\nstarts = 0001-01-01\nends = 9999-12-31\nstandards = 3\nprofile = [1]\n\
        [[priorities]]\nagreed = 9999-12-31\n[[waivers]]\nuntil = 0001-01-01\n";
    let activity = "[[standards.face-to-face.activities]]\nstarts = 0001-01-01\nevery = \"week\"\n\
        time = 00:00:00\nuntil = 00:00:00\npublicise-days = -9223372036854775808\nkind = \"beat-meeting\"\n\
        owner = \"a\"\nvenue = \"b\"\n";
    let hostile = text.replace("standards = 3\n", "") + &activity.repeat(3);
    for text in [text, &hostile] {
        let bench = Bench::with(|bench| bench.plan = Document::parse(text).unwrap().plan().clone());
        assert!(!bench.rules().is_empty());
    }
}
