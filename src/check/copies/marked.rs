//! Where the marks of texts stand.

use super::{MOST_AREAS, PlanTexts};

/// Where marks stand, among all words: of each mark, the earliest place in each of the first few areas.
#[derive(Debug, Default)]
pub(super) struct Marked {
    /// Sorted; see [`spot`].
    spots: Vec<u64>,
    /// The marks that there are, and few others: most of those looked for are not there.
    known: Numbers,
}

/// A mark and the number of its word, in order of mark, then word.
pub(super) fn spot(hash: u32, word: usize) -> u64 {
    (u64::from(hash) << 32) | (word as u64 & u64::from(u32::MAX))
}

fn hash(spot: u64) -> u32 {
    (spot >> 32) as u32
}

fn word(spot: u64) -> usize {
    (spot & u64::from(u32::MAX)) as usize
}

impl Marked {
    /// Of these spots, in any order, those that are kept; `area` says in which area's plan a word stands.
    pub fn new<'a>(mut spots: Vec<u64>, area: impl Fn(usize) -> Option<&'a str>) -> Self {
        spots.sort_unstable();
        let mut areas = Vec::with_capacity(MOST_AREAS);
        let mut last = None;
        spots.retain(|spot| {
            if last != Some(hash(*spot)) {
                last = Some(hash(*spot));
                areas.clear();
            }
            if areas.len() == MOST_AREAS {
                return false;
            }
            let area = area(word(*spot));
            let is_new = !areas.contains(&area);
            if is_new {
                areas.push(area);
            }
            is_new
        });
        spots.shrink_to_fit();
        let mut known = Numbers::with_room_for(spots.len());
        for spot in &spots {
            known.add(hash(*spot));
        }
        Marked { spots, known }
    }

    /// The words at which a mark stands.
    pub fn at(&self, mark: u32) -> impl Iterator<Item = usize> + '_ {
        let from = if self.known.has(mark) {
            self.spots.partition_point(|spot| hash(*spot) < mark)
        } else {
            self.spots.len()
        };
        let rest = self.spots.get(from..).unwrap_or_default();
        rest.iter().take_while(move |spot| hash(**spot) == mark).map(|spot| word(*spot))
    }

    /// Whether a mark stands anywhere.
    pub fn has(&self, mark: u32) -> bool {
        self.at(mark).next().is_some()
    }
}

/// A set of numbers that may seem to hold more than was put in, and never less.
#[derive(Debug)]
pub(super) struct Numbers {
    bits: Vec<u64>,
    shift: u32,
}

impl Default for Numbers {
    fn default() -> Self {
        Numbers::with_room_for(0)
    }
}

impl Numbers {
    /// At least eight bits a number: of those not put in, one in eight at most seems to be there.
    fn with_room_for(numbers: usize) -> Self {
        let words = (numbers / 8 + 1).next_power_of_two().min(1 << 26);
        Numbers { bits: vec![0; words], shift: 32 - 6 - words.trailing_zeros() }
    }

    /// Every mark of some plans.
    pub fn of_all(plans: &[PlanTexts]) -> Self {
        let mut all = Numbers::with_room_for(count(plans));
        hashes(plans).for_each(|hash| {
            all.add(hash);
        });
        all
    }

    /// The marks that stand in more than one place.
    pub fn of_repeated(plans: &[PlanTexts]) -> Self {
        let room = count(plans);
        let (mut once, mut again) = (Numbers::with_room_for(room), Numbers::with_room_for(room));
        for hash in hashes(plans) {
            if once.add(hash) {
                again.add(hash);
            }
        }
        again
    }

    fn place(&self, number: u32) -> (usize, u64) {
        let at = number >> self.shift;
        ((at >> 6) as usize, 1 << (at & 63))
    }

    /// Puts a number in; says whether it seemed to be there.
    fn add(&mut self, number: u32) -> bool {
        let (at, bit) = self.place(number);
        let there = self.bits[at] & bit != 0;
        self.bits[at] |= bit;
        there
    }

    pub fn has(&self, number: u32) -> bool {
        let (at, bit) = self.place(number);
        self.bits[at] & bit != 0
    }
}

fn count(plans: &[PlanTexts]) -> usize {
    plans.iter().flat_map(|plan| &plan.texts).map(|text| text.marks.len()).sum()
}

fn hashes(plans: &[PlanTexts]) -> impl Iterator<Item = u32> + '_ {
    plans.iter().flat_map(|plan| &plan.texts).flat_map(|text| &text.marks).map(|mark| mark.hash)
}
