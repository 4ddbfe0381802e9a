//! What both sides changed to different things, settled on the screen, one place at a time.
//!
//! Every decision is kept outside as soon as it is made; what is shown here is what is kept, but for decisions that
//! are on their way.

pub mod commands;
#[cfg(test)]
mod tests;
pub mod view;

use crate::form::Kind;
use crate::git::record::short;
use crate::git::sync::conflicts::{Finished, Layer};
use crate::plan::merge::Take;
use crate::plan::{FieldPath, RelPath};
use crate::report::clash::Clash;
use crate::tui::text::{Shape, TextArea};

/// Where a place is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    pub file: RelPath,
    pub path: FieldPath,
    pub layer: Layer,
}

impl Spot {
    fn of(clash: &Clash) -> Spot {
        Spot { file: clash.open.file.clone(), path: clash.open.path.clone(), layer: clash.open.layer }
    }
}

/// One decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    pub spot: Spot,
    /// Nothing takes back what was decided.
    pub take: Option<Take>,
}

/// The places, and the one that is shown.
#[derive(Debug)]
pub struct Conflicts {
    pub places: Vec<Clash>,
    pub at: usize,
    /// The first line that is shown of the place.
    pub top: usize,
    pub writing: Option<Writing>,
    /// Decisions that are not kept yet, and the end, if it was asked for.
    under_way: usize,
    pub ending: Ending,
    /// What was decided before, of each decision that was made here, the last at the end.
    steps: Vec<Decision>,
}

/// Whether both sides are being brought together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    No,
    Asked,
}

/// A text being written in the place of both.
#[derive(Debug)]
pub struct Writing {
    pub area: TextArea,
    pub kind: Kind,
    /// As it began: what is left like this decides nothing.
    began: String,
}

impl Conflicts {
    /// The places as they are kept; the first that is still to be settled is shown.
    pub fn new(places: Vec<Clash>) -> Conflicts {
        let at = places.iter().position(|place| place.open.choice.is_none()).unwrap_or(0);
        Conflicts { places, at, top: 0, writing: None, under_way: 0, ending: Ending::No, steps: Vec::new() }
    }

    /// The places as they are kept now. While other decisions are on their way, what is shown is newer.
    pub fn listed(&mut self, places: Vec<Clash>) {
        self.under_way = self.under_way.saturating_sub(1);
        if self.under_way > 0 {
            return;
        }
        let spot = self.place().map(Spot::of);
        self.at = places.iter().position(|place| Some(Spot::of(place)) == spot).unwrap_or(0);
        self.places = places;
        // What came up by the last decision: what is not recorded meets what was decided.
        if self.left() > 0 && self.writing.is_none() && self.is_settled() {
            self.go_to_open();
        }
    }

    /// The end came to nothing.
    pub fn not_ended(&mut self) {
        self.ending = Ending::No;
        self.under_way = 0;
    }

    /// Whether a decision is not kept yet.
    pub fn is_under_way(&self) -> bool {
        self.under_way > 0
    }

    /// The place that is shown.
    pub fn place(&self) -> Option<&Clash> {
        self.places.get(self.at)
    }

    fn is_settled(&self) -> bool {
        self.place().is_none_or(|place| place.open.choice.is_some())
    }

    /// How many places are still to be settled.
    pub fn left(&self) -> usize {
        self.places.iter().filter(|place| place.open.choice.is_none()).count()
    }

    /// Goes to the next place, or to the one before.
    pub fn step(&mut self, by: isize) {
        let last = self.places.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
        self.top = 0;
    }

    /// Goes to the next place that is still to be settled, from here on and round.
    fn go_to_open(&mut self) {
        let count = self.places.len();
        let mut next = (0..count).map(|on| (self.at + on) % count.max(1));
        let is_open = |at: &usize| self.places.get(*at).is_some_and(|place| place.open.choice.is_none());
        if let Some(at) = next.find(is_open) {
            self.at = at;
            self.top = 0;
        }
    }

    /// Decides the place that is shown and goes on to the next. Gives what is to be kept; nothing where it cannot be so.
    pub fn decide(&mut self, take: Take) -> Option<Decision> {
        let place = self.places.get_mut(self.at)?;
        if take == Take::Both && place.both.is_none() {
            return None;
        }
        let spot = Spot::of(place);
        self.steps.push(Decision { spot: spot.clone(), take: place.open.choice.replace(take.clone()) });
        self.under_way += 1;
        self.go_to_open();
        Some(Decision { spot, take: Some(take) })
    }

    /// Takes the last decision back: of those made here, else of those kept from before. Shows its place.
    pub fn undo(&mut self) -> Option<Decision> {
        let back = match self.steps.pop() {
            Some(step) => step,
            None => {
                let last = self.places.iter().filter(|place| place.open.choice.is_some());
                let last = last.max_by_key(|place| place.open.turn)?;
                Decision { spot: Spot::of(last), take: None }
            }
        };
        let at = self.places.iter().position(|place| Spot::of(place) == back.spot)?;
        self.places[at].open.choice.clone_from(&back.take);
        self.at = at;
        self.top = 0;
        self.under_way += 1;
        Some(back)
    }

    /// Begins to write in the place of both: what was written before, else both, one after the other.
    pub fn write(&mut self) -> bool {
        let Some(place) = self.places.get(self.at) else { return false };
        let Some(kind) = place.kind.clone() else { return false };
        let shape = if matches!(kind, Kind::Prose) { Shape::Prose } else { Shape::Line };
        let begin = match (&place.anew, &place.both, &place.mine, &place.theirs) {
            (Some(anew), ..) => anew.clone(),
            (None, Some(both), ..) => both.clone(),
            (None, None, Some(mine), Some(theirs)) if shape == Shape::Prose => format!("{mine}\n\n{theirs}"),
            (None, None, Some(one), _) | (None, None, None, Some(one)) => one.clone(),
            (None, None, None, None) => String::new(),
        };
        self.writing = Some(Writing { area: TextArea::new(&begin, shape), kind, began: begin });
        true
    }
}

impl Writing {
    /// What was written; nothing where nobody wrote.
    pub fn written(&self) -> Option<&str> {
        (self.area.text() != self.began).then(|| self.area.text())
    }
}

/// What came of bringing both sides together, in words.
pub fn finished(finished: &Finished) -> String {
    match finished {
        Finished::Recorded(id) => {
            format!(
                "Both sides are together in version {}. It is on this computer, and not sent yet.",
                short(id)
            )
        }
        Finished::Open(left) => format!("Something changed meanwhile: {left} still to settle."),
        Finished::Nothing => "Nothing is to be settled any more.".to_owned(),
    }
}
