//! The plan as a whole, its people and its deadlines.

use jiff::civil::date;

use super::Bench;
use crate::check::{Class, Phase};
use crate::plan::{Edit, Entry, FieldPath, Period, Status, Value};

fn path(text: &str) -> FieldPath {
    FieldPath::parse(text).unwrap()
}

#[test]
fn author_missing() {
    let found = Bench::with(|bench| bench.plan.author.post = " ".to_owned()).only("author-missing");
    assert_eq!((found.class, found.path), (Class::Incomplete, path("author.post")));
    let found = Bench::with(|bench| bench.plan.author = Default::default()).only("author-missing");
    assert_eq!(found.also, [path("author.email")]);
    assert_eq!(found.message, "The author's post and e-mail address are not given");
    let found =
        Bench::with(|bench| bench.plan.author.email = "PC, Wareham".to_owned()).only("author-missing");
    assert_eq!((found.path, &*found.message), (path("author.email"), "“PC, Wareham” is no e-mail address"));
}

#[test]
fn profile_missing() {
    let found = Bench::with(|bench| bench.plan.profile.settlements.clear()).only("profile-missing");
    assert_eq!(found.standard.as_deref(), Some("priorities"));
    assert_eq!(found.message, "The area profile lacks settlements");
    let bench = Bench::with(|bench| bench.plan.profile.team.sergeants = Entry::Absent);
    bench.clean();
    let found = Bench::with(|bench| bench.plan.profile.team = Default::default()).only("profile-missing");
    assert_eq!(found.message, "The area profile lacks the team");
    Bench::with(|bench| {
        bench.plan.profile = Default::default();
        bench.requires("priorities").profile = false;
    })
    .clean();
}

#[test]
fn named_officer_missing() {
    let bench = Bench::with(|bench| bench.plan.neighbourhoods[1].contact.clear());
    let found = bench.only("named-officer-missing");
    assert_eq!(found.class, Class::NonCompliant);
    assert_eq!(found.path, path("neighbourhoods.beaminster.contact"));
    assert_eq!(found.message, "Beaminster and villages has no contact for its officer");
    let found = Bench::with(|bench| bench.plan.neighbourhoods.clear()).only("named-officer-missing");
    assert_eq!(found.also.len(), 1, "the same lack in two neighbourhoods is one flag");
    Bench::with(|bench| bench.plan.neighbourhoods[1].deputy.clear()).clean();
}

#[test]
fn deputy_missing() {
    let found =
        Bench::with(|bench| bench.requires("face-to-face").deputy_above = Some(9)).only("deputy-missing");
    assert_eq!(found.class, Class::Advice);
    assert_eq!(found.message, "10 public events hang on “Sergeant, Bridport” with no deputy");
    assert_eq!(found.path, path("standards.face-to-face.activities.drop-in.deputy"));
    Bench::with(|bench| bench.requires("face-to-face").deputy_above = Some(10)).clean();
}

#[test]
fn period_invalid() {
    let found = Bench::with(|bench| bench.plan.ends = Entry::Is(date(2026, 11, 30))).only("period-invalid");
    assert_eq!(found.message, "The plan ends on 30 November 2026, before it starts on 1 December 2026");
    let Some(Edit::All(edits)) = found.mend.map(|mend| mend.edit) else { panic!("no mend") };
    assert_eq!(edits[1], Edit::Set { path: path("ends"), value: Value::Date(date(2027, 11, 30)) });
    let found = Bench::with(|bench| bench.plan.starts = Entry::Is(date(2026, 12, 2))).only("period-invalid");
    assert_eq!(found.message, "The plan starts on 2 December 2026; period 2026-27 starts on 1 December 2026");
    Bench::with(|bench| {
        bench.plan.starts = Entry::Is(date(2026, 12, 2));
        bench.force.periods.clear();
    })
    .clean();
    Bench::with(|bench| bench.plan.starts = Entry::Absent).only("period-invalid");
    let found = Bench::with(|bench| {
        bench.plan.ends = Entry::Is(date(2207, 11, 30));
        bench.force.periods.clear();
    })
    .only("period-invalid");
    assert!(found.message.ends_with("30 November 2207, longer than five years"), "{}", found.message);
}

#[test]
fn period_invalid_where_plans_overlap() {
    let earlier = |ends| Period::new(date(2025, 12, 1), ends).unwrap();
    let overlapping = ("2025-26".to_owned(), earlier(date(2026, 12, 1)));
    let found = Bench::with(|bench| bench.other_periods = vec![overlapping]).only("period-invalid");
    assert_eq!(found.path, path("starts"));
    assert!(found.message.contains("2025-26"), "{}", found.message);
    let before = ("2025-26".to_owned(), earlier(date(2026, 11, 30)));
    Bench::with(|bench| bench.other_periods = vec![before]).clean();
}

#[test]
fn plan_misplaced() {
    let bench = Bench::with(|bench| bench.plan.area = "east-dorset".to_owned());
    let found = bench.only("plan-misplaced");
    assert_eq!(found.path, path("area"));
    assert_eq!(found.message, "The file says area “east-dorset”, and its place is “west-dorset”");
    let set = Edit::Set { path: path("area"), value: Value::from("west-dorset") };
    assert_eq!(found.mend.unwrap().edit, set);
    Bench::with(|bench| bench.place = None).clean();
}

#[test]
fn area_unknown_silences_what_needs_its_neighbourhoods() {
    let bench = Bench::with(|bench| bench.areas.areas[0].id = "west-dorst".to_owned());
    let found = bench.only("area-unknown");
    assert!(found.help.contains("west-dorst"), "the nearest is named: {}", found.help);
}

#[test]
fn areas_that_cannot_be_read_are_no_fault_of_a_plan() {
    Bench::with(|bench| bench.areas = crate::plan::Areas { unread: true, ..Default::default() }).clean();
}

#[test]
fn deadlines() {
    let on = |day| Bench::with(|bench| bench.today = day);
    on(date(2026, 11, 22)).clean();
    let found = on(date(2026, 11, 23)).only("deadline-near");
    assert_eq!(found.message, "The plan is to be sent by 30 November 2026, in 7 days");
    assert_eq!(on(date(2026, 11, 30)).only("deadline-near").path, path("status"));
    let found = on(date(2026, 12, 1)).only("deadline-passed");
    assert_eq!(found.class, Class::Incomplete);
    assert_eq!(found.message, "The plan was to be sent by 30 November 2026, 1 day ago");
}

#[test]
fn a_plan_that_was_sent_has_still_to_be_published() {
    let on = |status, day| {
        Bench::with(|bench| {
            bench.plan.status = Entry::Is(status);
            bench.today = day;
        })
    };
    on(Status::Submitted, date(2026, 12, 1)).clean();
    on(Status::Approved, date(2026, 12, 14)).only("deadline-near");
    on(Status::Approved, date(2026, 12, 15)).only("deadline-passed");
    on(Status::Published, date(2026, 12, 15)).clean();
}

#[test]
fn edition_outdated() {
    let newer = |supersedes: &str| vec![("nine".to_owned(), Some(supersedes.to_owned()))];
    let found = Bench::with(|bench| bench.editions = newer("eight")).only("edition-outdated");
    assert_eq!((found.class, found.path), (Class::Advice, path("edition")));
    Bench::with(|bench| bench.editions = newer("seven")).clean();
}

#[test]
fn the_phase_follows_from_status_and_dates() {
    let phase = |status, today| {
        let bench = Bench::with(|bench| {
            bench.plan.status = Entry::Is(status);
            bench.today = today;
        });
        bench.report().phase
    };
    assert_eq!(phase(Status::Draft, date(2026, 11, 30)), Phase::Drafting);
    assert_eq!(phase(Status::ChangesRequested, date(2026, 11, 30)), Phase::Drafting);
    assert_eq!(phase(Status::Submitted, date(2026, 11, 30)), Phase::Promised);
    assert_eq!(phase(Status::Draft, date(2026, 12, 1)), Phase::Running, "begun, whatever the status");
    assert_eq!(phase(Status::Published, date(2027, 11, 30)), Phase::Running);
    assert_eq!(phase(Status::Published, date(2027, 12, 1)), Phase::Closed);
}

#[test]
fn a_closed_plan_is_shown_as_it_stood() {
    let closed = |text: &str| {
        Bench::with(|bench| {
            bench.today = date(2028, 1, 1);
            bench.plan.author.post.clear();
            bench.answer("website").commitment = text.to_owned();
        })
    };
    closed("").clean();
    closed("All \u{200b}is well.").only("hidden-characters");
}
