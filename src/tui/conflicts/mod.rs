//! What both sides changed to different things, settled on the screen, one place at a time.
//!
//! Every decision is kept outside as soon as it is made; what is shown here is what is kept, but for decisions that
//! are on their way.

pub mod commands;
pub mod look;
#[cfg(test)]
pub(super) mod tests;
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
    /// What was decided there before, as it is shown here.
    pub was: Option<Take>,
}

/// The places, and the one that is shown.
#[derive(Debug)]
pub struct Conflicts {
    pub places: Vec<Clash>,
    pub at: usize,
    /// The first line that is shown of the place.
    pub top: usize,
    pub writing: Option<Writing>,
    /// The last look at all that was decided, before it is brought together: the first line that is shown of it.
    pub look: Option<usize>,
    /// Decisions that are not kept yet, and the end, if it was asked for.
    under_way: usize,
    pub ending: Ending,
    /// The places whose decision was written anew, and is not known to be kept yet.
    written: Vec<Spot>,
    /// What was written anew at places, and is no decision any more.
    let_go: Vec<(Spot, String)>,
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
    pub spot: Spot,
    pub area: TextArea,
    pub kind: Kind,
    /// As it begins where nobody wrote yet: what is left like this decides nothing.
    began: String,
    /// As it was when it was opened: with what was kept from before.
    opened: String,
}

impl Conflicts {
    /// The places as they are kept; the first that is still to be settled is shown.
    pub fn new(places: Vec<Clash>) -> Conflicts {
        let at = places.iter().position(|place| place.open.choice.is_none()).unwrap_or(0);
        Conflicts {
            places,
            at,
            top: 0,
            writing: None,
            look: None,
            under_way: 0,
            ending: Ending::No,
            written: Vec::new(),
            let_go: Vec::new(),
            steps: Vec::new(),
        }
    }

    /// The places as they are kept now. While other decisions are on their way, what is shown is newer. Gives the
    /// places at which what was written anew is kept by now as the decision.
    pub fn listed(&mut self, places: Vec<Clash>) -> Vec<Spot> {
        self.under_way = self.under_way.saturating_sub(1);
        if self.under_way > 0 {
            return Vec::new();
        }
        let is_kept = |spot: &Spot| {
            let place = places.iter().find(|place| Spot::of(place) == *spot);
            place.is_some_and(|place| matches!(place.open.choice, Some(Take::Text(_))))
        };
        let kept = std::mem::take(&mut self.written).into_iter().filter(is_kept).collect();
        // What was written anew here, and is decided otherwise by another program.
        for (spot, text) in self.places.iter().filter_map(written_at) {
            let shown = self.places.iter().find(|place| Spot::of(place) == spot);
            let now = places.iter().find(|place| Spot::of(place) == spot);
            if now.map(|now| &now.open.choice) != shown.map(|shown| &shown.open.choice) {
                self.let_go.push((spot, text));
            }
        }
        let spot = self.place().map(Spot::of);
        self.at = places.iter().position(|place| Some(Spot::of(place)) == spot).unwrap_or(0);
        self.places = places;
        // What came up by the last decision: what is not recorded meets what was decided.
        if self.left() > 0 && self.writing.is_none() && self.is_settled() {
            self.go_to_open();
        }
        if self.left() > 0 {
            self.look = None;
        }
        kept
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
        match take {
            Take::Text(_) => self.written.push(spot.clone()),
            _ => self.let_go.extend(written_at(place)),
        }
        let was = place.open.choice.replace(take.clone());
        let back = Decision { spot: spot.clone(), take: was.clone(), was: Some(take.clone()) };
        self.steps.push(back);
        self.under_way += 1;
        self.go_to_open();
        Some(Decision { spot, take: Some(take), was })
    }

    /// Takes the last decision back: of those made here, else of those kept from before. Shows its place.
    pub fn undo(&mut self) -> Option<Decision> {
        let back = match self.steps.pop() {
            Some(step) => step,
            None => {
                let last = self.places.iter().filter(|place| place.open.choice.is_some());
                let last = last.max_by_key(|place| place.open.turn)?;
                Decision { spot: Spot::of(last), take: None, was: last.open.choice.clone() }
            }
        };
        let at = self.places.iter().position(|place| Spot::of(place) == back.spot)?;
        self.let_go.extend(written_at(&self.places[at]));
        self.places[at].open.choice.clone_from(&back.take);
        self.at = at;
        self.top = 0;
        self.under_way += 1;
        Some(back)
    }

    /// What was written anew at places that another decision took since, with the place.
    pub fn let_go(&mut self) -> Vec<(Spot, String)> {
        std::mem::take(&mut self.let_go)
    }

    /// Begins to write in the place of both, at the words that were `kept` from before and not taken; else at what was
    /// decided before, else at both, one after the other.
    pub fn write(&mut self, kept: Option<&str>) -> bool {
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
        let opened = kept.unwrap_or(&begin).to_owned();
        let area = TextArea::new(&opened, shape);
        self.writing = Some(Writing { spot: Spot::of(place), area, kind, began: begin, opened });
        true
    }
}

/// What was written anew at a place, where that is the decision.
fn written_at(place: &Clash) -> Option<(Spot, String)> {
    let Some(Take::Text(value)) = &place.open.choice else { return None };
    let text = place.anew.clone().or_else(|| value.as_text().map(str::to_owned))?;
    Some((Spot::of(place), text))
}

impl Writing {
    /// What was written; nothing where nobody wrote.
    pub fn written(&self) -> Option<&str> {
        (self.area.text() != self.began).then(|| self.area.text())
    }

    /// Whether it was not touched since it was opened.
    pub fn is_as_opened(&self) -> bool {
        self.area.text() == self.opened
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
        Finished::Received(id) => {
            format!("Version {} of others is received; what you decided is in your files.", short(id))
        }
        Finished::Open(left) => format!("Something changed meanwhile: {left} still to settle."),
        Finished::Otherwise => {
            "Another program decided otherwise meanwhile: nothing has moved. Look at it again.".to_owned()
        }
        Finished::Nothing => "Nothing is to be settled any more.".to_owned(),
    }
}
