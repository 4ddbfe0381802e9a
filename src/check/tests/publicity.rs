use jiff::civil::date;

use super::Bench;
use crate::check::Class;
use crate::plan::{Edit, Entry, FieldPath, Value};

#[test]
fn publicity_lead_time() {
    let ahead = |days| Bench::with(|bench| bench.activity("beat").publicise_days = days);
    ahead(Entry::Is(14)).clean();
    let found = ahead(Entry::Is(13)).only("publicity-lead-time");
    assert_eq!((found.class, found.standard.as_deref()), (Class::NonCompliant, Some("publicising")));
    assert_eq!(
        found.message,
        "“Beaminster meeting” is publicised 13 days ahead; “Beat meeting” asks for 14 days"
    );
    let path = FieldPath::parse("standards.face-to-face.activities.beat.publicise-days").unwrap();
    assert_eq!(found.path, path);
    assert_eq!(found.mend.unwrap().edit, Edit::Set { path, value: Value::Integer(14) });
    let found = ahead(Entry::Absent).only("publicity-lead-time");
    assert!(found.message.contains("does not say how many days ahead"), "none stated counts as none");
}

#[test]
fn a_kind_that_states_no_days_takes_those_of_the_standard() {
    let walkabout = |days| {
        Bench::with(|bench| {
            let walk = bench.add_stall("walk", date(2027, 6, 5));
            walk.kind = "walkabout".to_owned();
            walk.publicise_days = Entry::Is(days);
        })
    };
    walkabout(3).clean();
    walkabout(2).only("publicity-lead-time");
}

#[test]
fn several_that_are_told_too_late_are_one_flag_with_one_mend() {
    let found = Bench::with(|bench| {
        bench.activity("beat").publicise_days = Entry::Absent;
        bench.activity("drop-in").publicise_days = Entry::Absent;
    })
    .only("publicity-lead-time");
    assert_eq!(found.also.len(), 1);
    let Some(Edit::All(edits)) = found.mend.map(|mend| mend.edit) else { panic!("no mend for all") };
    assert_eq!(edits.len(), 2);
}

#[test]
fn publicity_channels() {
    let channels = |ids: &[&str]| {
        Bench::with(|bench| bench.activity("beat").channels = ids.iter().map(|id| (*id).to_owned()).collect())
    };
    channels(&["poster", "website"]).clean();
    let found = channels(&["website"]).only("publicity-channels");
    assert_eq!(found.message, "“Beaminster meeting” has 1 channel; at least 2 are asked for");
    assert!(found.help.contains("Dorset Alert or the website"), "{}", found.help);
    channels(&["website", "website"]).only("publicity-channels");
    let found = channels(&["poster", "parish-newsletter"]).only("publicity-channels");
    assert_eq!(
        found.message,
        "“Beaminster meeting” has 2 channels, none of them Dorset Alert or the website"
    );
    let Edit::Set { value, .. } = found.mend.unwrap().edit else { panic!("not one edit") };
    assert_eq!(value, Value::List(["poster", "parish-newsletter", "dorset-alert"].map(Value::from).to_vec()));
    Bench::with(|bench| bench.activity("farms").channels.clear()).clean();
}

#[test]
fn a_finding_of_the_panel_is_cited_for_the_force_that_it_is_about() {
    let help = |force: &str| {
        Bench::with(|bench| {
            bench.force.force = force.to_owned();
            bench.activity("beat").channels.clear();
        })
        .only("publicity-channels")
        .help
    };
    assert!(help("Dorset Police").contains("the commissioner's panel, 2019"));
    assert!(!help("Wiltshire Police").contains("panel"));
}

/// Nothing goes through the alert service: its feeds hold only another.
fn unalerted(bench: &mut Bench) {
    for id in ["drop-in", "beat"] {
        bench.activity(id).channels = vec!["website".to_owned(), "poster".to_owned()];
    }
    bench.set("social-media", "feeds", Value::List(["facebook", "x"].map(Value::from).to_vec()));
}

#[test]
fn alert_service_unused() {
    let bench = Bench::with(|bench| {
        unalerted(bench);
        bench.answer("social-media").commitment =
            "We use Dorset Alert every day of the week, all of us.".to_owned();
    });
    let found = bench.only("alert-service-unused");
    assert_eq!(found.message, "Dorset Alert is in no channels and no feeds of the plan");
    let Edit::Set { value: Value::List(feeds), .. } = found.mend.unwrap().edit else { panic!("no feeds") };
    assert_eq!(feeds.len(), 3);
    let alert = Bench::with(|bench| {
        unalerted(bench);
        bench.activity("posts").kind = "alert".to_owned();
    });
    assert_eq!(alert.rules(), ["alert-service-rare"], "an alert is a use, though of no event");
    let elsewhere = Bench::with(|bench| {
        unalerted(bench);
        bench.force.alert_service.clear();
    });
    elsewhere.clean();
}

#[test]
fn alert_service_rare() {
    let through_alert = |dates: usize| {
        Bench::with(|bench| {
            bench.activity("drop-in").channels = vec!["website".to_owned(), "poster".to_owned()];
            bench.activity("drop-in").deputy = "PC, Bridport".to_owned();
            let days = (0..dates).map(|nth| date(2027, 9, 9 + i8::try_from(nth).unwrap()));
            bench.activity("beat").dates.extend(days.skip(1));
        })
    };
    through_alert(7).clean();
    let found = through_alert(6).only("alert-service-rare");
    assert_eq!(found.message, "9 of 19 public events go through Dorset Alert; at least 10 should");
    assert_eq!(found.mend.unwrap().label, "Add Dorset Alert to all of them");
}
