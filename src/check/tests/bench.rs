//! The complete plan that tests break, with everything around it.

use jiff::civil::{Date, date};

use crate::check::{Aside, Context, Copies, Finding, Report, State, check, find, row_of};
use crate::plan::model::Waiver;
use crate::plan::{Activity, Answer, Areas, Document, Entry, Force, Period, Plan, Value};
use crate::standards::{Edition, load};

/// A plan and its surroundings, to be changed before it is checked.
pub struct Bench {
    pub plan: Plan,
    pub edition: Edition,
    pub force: Force,
    pub areas: Areas,
    pub today: Date,
    pub place: Option<(&'static str, &'static str)>,
    pub editions: Vec<(String, Option<String>)>,
    pub other_periods: Vec<(String, Period)>,
    pub accepted_waivers: Vec<String>,
    pub copies: Option<Copies>,
}

impl Bench {
    /// Complete, three weeks before it starts.
    pub fn base() -> Self {
        Bench {
            plan: Document::parse(include_str!("plan.toml")).unwrap().plan().clone(),
            edition: load::parse("eight.toml", include_str!("edition.toml")).unwrap(),
            force: Force::parse(include_str!("force.toml")).unwrap(),
            areas: Areas::parse(include_str!("areas.toml")).unwrap(),
            today: date(2026, 11, 11),
            place: Some(("west-dorset", "2026-27")),
            editions: vec![("eight".to_owned(), None)],
            other_periods: Vec::new(),
            accepted_waivers: Vec::new(),
            copies: None,
        }
    }

    /// The same after a change.
    pub fn with(change: impl FnOnce(&mut Bench)) -> Self {
        let mut bench = Bench::base();
        change(&mut bench);
        bench
    }

    /// The base plan's text after a change, read again.
    pub fn reading(from: &str, to: &str) -> Self {
        let text = include_str!("plan.toml");
        assert!(text.contains(from), "the base plan has no {from:?}");
        Bench::with(|bench| bench.plan = Document::parse(&text.replacen(from, to, 1)).unwrap().plan().clone())
    }

    /// What is known around the plan.
    pub fn context(&self) -> Context<'_> {
        Context {
            today: self.today,
            force: &self.force,
            areas: &self.areas,
            place: self.place,
            editions: &self.editions,
            other_periods: &self.other_periods,
            accepted_waivers: &self.accepted_waivers,
            copies: self.copies.as_ref(),
        }
    }

    pub fn report(&self) -> Report {
        let report = check(&self.plan, &self.edition, &self.context());
        for finding in &report.findings {
            let places = std::iter::once(&finding.path).chain(&finding.also);
            let is_on_rows = places.clone().any(|place| row_of(place).is_some());
            let aside = find(finding.rule).unwrap().aside();
            assert!(!is_on_rows || aside != Aside::Whole, "{} is on rows", finding.rule);
        }
        report
    }

    /// The names of the rules that flag, in order.
    pub fn rules(&self) -> Vec<&'static str> {
        self.report().findings.iter().map(|finding| finding.rule).collect()
    }

    /// The one flag that there is.
    #[track_caller]
    pub fn only(&self, rule: &str) -> Finding {
        let findings = self.report().findings;
        match findings.as_slice() {
            [only] if only.rule == rule => only.clone(),
            others => panic!("not {rule} alone: {others:#?}"),
        }
    }

    /// No flag at all.
    #[track_caller]
    pub fn clean(&self) {
        let findings = self.report().findings;
        assert!(findings.is_empty(), "{findings:#?}");
    }

    pub fn state(&self, standard: &str) -> State {
        self.report().standards.iter().find(|state| state.id == standard).unwrap().state
    }

    pub fn answer(&mut self, id: &str) -> &mut Answer {
        self.plan.answers.iter_mut().find(|answer| answer.id == id).unwrap()
    }

    pub fn activity(&mut self, id: &str) -> &mut Activity {
        self.plan
            .answers
            .iter_mut()
            .flat_map(|answer| &mut answer.activities)
            .find(|activity| activity.id == id)
            .unwrap()
    }

    pub fn set(&mut self, standard: &str, field: &str, value: impl Into<Value>) {
        let answer = self.answer(standard);
        answer.fields.retain(|(key, _)| key != field);
        answer.fields.push((field.to_owned(), value.into()));
    }

    pub fn unset(&mut self, standard: &str, field: &str) {
        self.answer(standard).fields.retain(|(key, _)| key != field);
    }

    /// Puts a rule's demand on a standard of the edition aside, or in.
    pub fn requires(&mut self, standard: &str) -> &mut crate::standards::Requires {
        &mut self.edition.standards.iter_mut().find(|known| known.id == standard).unwrap().requires
    }

    /// A public activity that is no meeting, complete, on one day.
    pub fn add_stall(&mut self, id: &str, day: Date) -> &mut Activity {
        let stall = Activity {
            key: id.to_owned(),
            id: id.to_owned(),
            title: "Stall at the show".to_owned(),
            kind: "stall".to_owned(),
            dates: vec![day],
            time: Entry::Is(jiff::civil::time(18, 0, 0, 0)),
            venues: vec!["example-hall".to_owned()],
            purpose: "Being seen".to_owned(),
            channels: vec!["dorset-alert".to_owned(), "website".to_owned()],
            publicise_days: Entry::Is(7),
            owner: "PC, Show".to_owned(),
            measure: "people talked to".to_owned(),
            target: "40".to_owned(),
            ..Activity::default()
        };
        let activities = &mut self.answer("face-to-face").activities;
        activities.push(stall);
        activities.last_mut().unwrap()
    }

    pub fn add_waiver(&mut self) -> &mut Waiver {
        self.plan.waivers.push(Waiver {
            key: "w1".to_owned(),
            id: "w1".to_owned(),
            rule: "meeting-gap".to_owned(),
            standard: "face-to-face".to_owned(),
            row: String::new(),
            reason: "The hall is closed for works".to_owned(),
            by: "Inspector, West Dorset".to_owned(),
            until: Entry::Is(date(2027, 11, 30)),
        });
        self.plan.waivers.last_mut().unwrap()
    }
}
