#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::standards::load;

fn embedded() -> Vec<Edition> {
    load::embedded().iter().map(|(name, text)| load::parse(name, text).unwrap()).collect()
}

/// What is wrong with a TOML text by a schema, as `place: message`.
fn errors(schema: &Value, text: &str) -> Vec<String> {
    let file: Value = as_json(toml::from_str::<toml::Value>(text).unwrap());
    let validator = jsonschema::draft202012::options().should_validate_formats(true).build(schema).unwrap();
    validator.iter_errors(&file).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// As an editor hands it to a validator: dates and times as the texts that stand in the file.
fn as_json(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(moment) => json!(moment.to_string()),
        toml::Value::Array(items) => items.into_iter().map(as_json).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, as_json(value))).collect())
        }
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(is) => json!(is),
        toml::Value::String(text) => json!(text),
    }
}

fn of(file: File) -> Value {
    let editions = embedded();
    schema(file, &editions.iter().collect::<Vec<_>>())
}

#[test]
fn every_schema_is_one() {
    for file in File::ALL {
        let schema = of(file);
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{}", file.id());
        assert!(schema["title"].is_string(), "{}", file.id());
    }
}

const PLAN: &str = "format = 1\nedition = \"nec-2020\"\nperiod = \"2026-27\"\nstarts = 2026-12-01\n";

#[track_caller]
fn rejects(file: File, text: &str, place: &str) {
    let found = errors(&of(file), text);
    assert!(
        found.len() == 1 && found[0].starts_with(&format!("{place}: ")),
        "{text}\n{found:#?}\nwanted one at {place}"
    );
}

#[track_caller]
fn takes(file: File, text: &str) {
    assert_eq!(errors(&of(file), text), Vec::<String>::new(), "{text}");
}

#[test]
fn a_value_of_the_wrong_type_is_told_at_its_place_and_nowhere_else() {
    let plan = |more: &str| format!("{PLAN}{more}");
    let activity = |more: &str| plan(&format!("[[standards.face-to-face.activities]]\n{more}"));
    for (text, place) in [
        (plan("status = \"done\""), "/status"),
        (plan("ends = \"10 De\""), "/ends"),
        (plan("profile.population = \"many\""), "/profile/population"),
        (plan("[[priorities]]\nreviewed = [\"soon\"]"), "/priorities/0/reviewed/0"),
        (plan("[standards.social-media]\nreply-hours = \"soon\""), "/standards/social-media/reply-hours"),
        (plan("[standards.feedback]\nself-assessment = \"fine\""), "/standards/feedback/self-assessment"),
        (activity("every = \"monthly\""), "/standards/face-to-face/activities/0/every"),
        (activity("kind = \"rave\""), "/standards/face-to-face/activities/0/kind"),
        (activity("time = \"6.30pm\""), "/standards/face-to-face/activities/0/time"),
        (activity("on = \"fifth monday\""), "/standards/face-to-face/activities/0/on"),
        (activity("public = \"yes\""), "/standards/face-to-face/activities/0/public"),
        (PLAN.replace("nec-2020", "nec-2O20"), "/edition"),
    ] {
        rejects(File::Plan, &text, place);
    }
    for text in [
        plan("unheard-of = 1"),
        plan("[standards.face-to-face]\nunheard-of = 1"),
        plan("[standards.unheard-of]\ncommitment = \"\""),
        activity("every = \"half-year\"\non = \"last friday\"\ntime = 18:30:00\naccess = \"step-free\""),
        plan("[standards.social-media]\nfeeds = [\"our own\"]\nreply-hours = 96"),
    ] {
        takes(File::Plan, &text);
    }
}

#[test]
fn the_other_files_have_their_shapes() {
    rejects(File::Record, "format = 1\n[[occurrence]]\nwhat = \"done\"", "/occurrence/0/what");
    takes(
        File::Record,
        "format = 1\n[[occurrence]]\nactivity = \"a\"\non = 2027-01-07\nwhat = \"moved\"\nmoved-to = 2027-01-14",
    );
    rejects(File::Review, "format = 1\n[[comment]]\nat = \"yesterday\"", "/comment/0/at");
    takes(
        File::Review,
        "format = 1\n[[signoff]]\nstage = \"smt\"\ncovers = \"promise\"\nat = 2026-12-01T10:00:00Z",
    );
    rejects(File::Areas, "[[area]]\nname = \"Purbeck\"", "/area/0");
    rejects(
        File::Directory,
        "format = 1\nedition = \"nec-2020\"\nrules.meeting-gap = \"loud\"",
        "/rules/meeting-gap",
    );
    rejects(
        File::Directory,
        "format = 1\nedition = \"nec-2020\"\nworking-hours = [09:00:00]",
        "/working-hours",
    );
    let standard = "id = \"mine\"\n[[standard]]\nid = \"one\"\nnumber = 1\n";
    takes(File::Edition, &format!("{standard}requires.partners = 2\nrequires.page = {{ required = true }}"));
    rejects(File::Edition, &format!("{standard}asked = \"x\""), "/standard/0");
    rejects(File::Edition, &format!("{standard}requires.page = 2"), "/standard/0/requires/page");
    rejects(
        File::Edition,
        &format!("{standard}field = [{{ id = \"a\", kind = \"text\" }}]"),
        "/standard/0/field/0/kind",
    );
}

/// Two editions whose standard of one id asks for different things.
fn own() -> [Edition; 2] {
    let edition = |id: &str, kind: &str, field: &str| {
        let text = format!(
            "id = \"{id}\"\n[[kind]]\nid = \"{kind}\"\n[[standard]]\nid = \"horses\"\nnumber = 1\nasks = \"Meet the riders.\"\n[[standard.field]]\nid = \"rides\"\nlabel = \"How many rides\"\nkind = \"{field}\"\nhelp = \"Count them.\"\n[standard.requires]\nrides = {{ required = true }}\n"
        );
        load::parse(&format!("{id}.toml"), &text).unwrap()
    };
    [edition("old", "ride", "number"), edition("new", "gallop", "line")]
}

#[test]
fn a_plan_is_held_to_its_own_edition_and_helped_by_it() {
    let own = own();
    let editions: Vec<&Edition> = own.iter().collect();
    let schema = schema(File::Plan, &editions);
    let plan = |edition: &str, rides: &str, kind: &str| {
        format!(
            "format = 1\nedition = \"{edition}\"\n[standards.horses]\nrides = {rides}\nactivities = [{{ kind = \"{kind}\" }}]\n"
        )
    };
    assert_eq!(errors(&schema, &plan("old", "3", "ride")), Vec::<String>::new());
    assert_eq!(errors(&schema, &plan("new", "\"3\"", "gallop")), Vec::<String>::new());
    assert_eq!(errors(&schema, &plan("old", "\"3\"", "ride")).len(), 1);
    assert_eq!(errors(&schema, &plan("new", "\"3\"", "ride")).len(), 1);
    let rides = &schema["properties"]["standards"]["properties"]["horses"]["properties"]["rides"];
    let help = rides["description"].as_str().unwrap();
    assert_eq!(help, "How many rides\n\nCount them.\n\nAsked for: it has to be said.");
}
