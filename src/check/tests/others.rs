use super::Bench;
use crate::check::Class;
use crate::plan::{FieldPath, Value};

#[test]
fn partners_too_few() {
    let bench = Bench::with(|bench| bench.requires("partners").partners = Some(3));
    let found = bench.only("partners-too-few");
    assert_eq!(found.class, Class::NonCompliant);
    assert_eq!(found.message, "2 partners are named; at least 3 are asked for");
    Bench::with(|bench| bench.unset("partners", "partners")).only("partners-too-few");
    let found = Bench::reading("purpose = \"Something to do on Friday nights\"", "").only("partners-too-few");
    assert_eq!(found.path, FieldPath::parse("standards.partners.partners.p2.purpose").unwrap());
    assert_eq!(found.message, "“Youth club” has no purpose: what does the team work on with it?");
}

#[test]
fn group_unnamed() {
    let found = Bench::reading("name = \"Young people\"", "name = \" \"").only("group-unnamed");
    assert_eq!(found.message, "1 group is named; at least 2 are asked for");
}

#[test]
fn group_without_activity() {
    let audience = |name: &str| {
        Bench::with(|bench| bench.activity("youth").audience = vec!["everyone".to_owned(), name.to_owned()])
    };
    audience("young people ").clean();
    let found = audience("Young persons").only("group-without-activity");
    assert_eq!(found.message, "No activity is for “Young people”");
    assert_eq!(found.path, FieldPath::parse("standards.inclusion.groups.g2").unwrap());
    let elsewhere = Bench::with(|bench| {
        let youth = bench.answer("inclusion").activities.remove(1);
        bench.answer("partners").activities.push(youth);
    });
    elsewhere.clean();
}

#[test]
fn venue_access_unstated() {
    let mut bench = Bench::with(|bench| bench.areas.venues[0].access.clear());
    let found = bench.only("venue-access-unstated");
    assert_eq!((found.class, found.standard.as_deref()), (Class::NonCompliant, Some("inclusion")));
    assert_eq!(found.message, "“Example Hall” does not say how accessible it is");
    assert!(found.help.contains("Equality Act 2010 (law"), "{}", found.help);
    bench.activity("drop-in").access = vec!["not step-free".to_owned()];
    bench.clean();
    let written_in = Bench::with(|bench| {
        let drop_in = bench.activity("drop-in");
        drop_in.venues.clear();
        drop_in.venue = "Chapel, Bridport".to_owned();
    });
    let found = written_in.only("venue-access-unstated");
    assert_eq!(found.path.leaf(), "access");
    let private = Bench::with(|bench| bench.activity("farms").venue = "A farm".to_owned());
    private.clean();
}

#[test]
fn equality_aims_unaddressed() {
    let found = Bench::reading("aim = \"relations\"", "aim = \"\"").only("equality-aims-unaddressed");
    assert_eq!(
        (found.class, &*found.message),
        (Class::Advice, "Nothing says how the plan serves to foster good relations")
    );
    let no_how = Bench::reading("how = \"Groups are brought together twice a year\"", "how = \"\"");
    no_how.only("equality-aims-unaddressed");
    let none = Bench::with(|bench| bench.set("inclusion", "equality", Value::List(Vec::new())));
    assert!(none.only("equality-aims-unaddressed").message.contains("end discrimination, advance equality"));
}
