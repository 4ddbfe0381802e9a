use super::Bench;
use crate::check::{Class, State};
use crate::plan::{Answer, FieldPath};

#[test]
fn standard_not_started_silences_its_other_rules() {
    let bench = Bench::with(|bench| bench.plan.answers.retain(|answer| answer.id != "feedback"));
    let found = bench.only("standard-not-started");
    assert_eq!(found.message, "Standard 8, “Listening”, is not started");
    assert_eq!((found.class, found.standard.as_deref()), (Class::Incomplete, Some("feedback")));
    assert_eq!(bench.state("feedback"), State::NotStarted);
    let blank = Bench::with(|bench| {
        *bench.answer("feedback") = Answer { id: "feedback".to_owned(), ..Answer::default() };
    });
    blank.only("standard-not-started");
}

#[test]
fn a_blank_plan_has_a_flag_for_each_thing_to_fill_in_and_no_more() {
    let bench = Bench::with(|bench| {
        bench.plan.answers.clear();
        bench.plan.priorities.clear();
        bench.plan.neighbourhoods.clear();
        bench.plan.author = Default::default();
        bench.plan.profile = Default::default();
    });
    let mut expected = vec!["author-missing", "profile-missing", "named-officer-missing", "priority-missing"];
    expected.extend(["standard-not-started"; 8]);
    assert_eq!(bench.rules(), expected);
}

#[test]
fn standard_unknown() {
    let bench = Bench::with(|bench| bench.answer("feedback").id = "feed-back".to_owned());
    assert_eq!(bench.rules(), ["standard-not-started", "standard-unknown"]);
    let found = bench.report().findings.remove(1);
    assert_eq!(found.class, Class::NonCompliant);
    assert!(found.help.contains("The nearest that there is: feedback."), "{}", found.help);
    let extra = Answer { id: "dorset-alert".to_owned(), commitment: "More.".to_owned(), ..Answer::default() };
    Bench::with(|bench| bench.plan.answers.push(extra)).only("standard-unknown");
}

#[test]
fn not_applicable_without_reason() {
    let set_aside = |reason: &str| {
        Bench::with(|bench| {
            let answer = bench.answer("partners");
            answer.not_applicable = Some(reason.to_owned());
            answer.commitment.clear();
            answer.activities[0].owner.clear();
        })
    };
    let bench = set_aside(" ");
    let found = bench.only("not-applicable-without-reason");
    assert_eq!(found.path, FieldPath::parse("standards.partners.not-applicable").unwrap());
    assert_eq!(bench.state("partners"), State::NotApplicable);
    set_aside("The council does this for us").clean();
}

#[test]
fn commitment_missing() {
    let bench = Bench::with(|bench| bench.answer("website").commitment = "\n\n".to_owned());
    assert_eq!(bench.only("commitment-missing").message, "Standard 4 has no commitment");
    assert_eq!(bench.state("website"), State::Incomplete);
}

#[test]
fn commitment_thin() {
    let saying = |text: &str| Bench::with(|bench| bench.answer("website").commitment = text.to_owned());
    let bench = saying("one two three four five six seven eight nine — *");
    let found = bench.only("commitment-thin");
    assert_eq!(found.message, "The commitment to standard 4 has 9 words; at least 10 are asked for");
    assert_eq!(bench.state("website"), State::NonCompliant);
    saying("one two three four five six seven eight nine ten").clean();
}

#[test]
fn commitment_thin_where_only_the_example_is_repeated() {
    let saying = |text: &str| Bench::with(|bench| bench.answer("priorities").commitment = text.to_owned());
    let example =
        "We ask people every year what troubles them most,\nand our priorities follow from what they say.";
    let found = saying(example).only("commitment-thin");
    assert_eq!(found.message, "The commitment to standard 1 only repeats the prompt or the example");
    saying("Who lives and works in the area, and how did you ask them?").only("commitment-thin");
    saying(&format!("{example} In Bridport we ask at the market.")).clean();
}

#[test]
fn findings_are_in_the_order_of_the_form() {
    let bench = Bench::with(|bench| {
        bench.answer("feedback").commitment.clear();
        bench.activity("beat").channels.clear();
        bench.plan.priorities[0].source.clear();
        bench.plan.author.email.clear();
        bench.answer("website").commitment.clear();
        bench.add_waiver().reason.clear();
    });
    let paths: Vec<String> = bench.report().findings.iter().map(|finding| finding.path.to_string()).collect();
    assert_eq!(
        paths,
        [
            "author.email",
            "priorities.scams.source",
            "standards.face-to-face.activities.beat.channels",
            "standards.website.commitment",
            "standards.feedback.commitment",
            "waivers.w1.reason",
        ]
    );
    assert_eq!(bench.state("publicising"), State::NonCompliant, "it asked for the channels");
    assert_eq!(bench.state("face-to-face"), State::Complete);
}

#[test]
fn the_force_sets_a_rule_otherwise() {
    let set = |to: &str| {
        Bench::with(|bench| {
            bench.answer("website").commitment.clear();
            bench.force.rules.insert("commitment-missing".to_owned(), to.to_owned());
        })
    };
    set("off").clean();
    assert_eq!(set("advice").only("commitment-missing").class, Class::Advice);
    assert_eq!(set("advice").state("website"), State::Complete);
    assert_eq!(set("non-compliant").state("website"), State::NonCompliant);
    assert_eq!(set("nonsense").only("commitment-missing").class, Class::Incomplete);
}
