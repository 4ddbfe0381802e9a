//! Where the marks of texts stand.

use foldhash::HashSet;

use super::{MOST_AREAS, PlanTexts};

/// Where marks stand, among all words: of each mark, the earliest place in each of the first few areas.
#[derive(Debug, Default)]
pub(super) struct Marked {
    /// Sorted; see [`spot`].
    spots: Vec<u64>,
    /// The marks that there are, and few others: most of those looked for are not there.
    known: Numbers,
}

/// Which marks are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    All,
    /// Those that stand in more than one plan.
    Repeated,
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
    /// Of these spots, in any order, those that are kept, and the plans that have a mark in common with another
    /// plan. `plan` says in which plan a word stands, and the name of its area.
    pub fn new<'a>(
        mut spots: Vec<u64>,
        keep: Keep,
        plan: impl Fn(usize) -> Option<(usize, &'a str)>,
    ) -> (Self, HashSet<usize>) {
        spots.sort_unstable();
        let mut kept = Vec::new();
        let mut alike = HashSet::default();
        let mut areas = Vec::with_capacity(MOST_AREAS);
        for same in spots.chunk_by(|one, other| hash(*one) == hash(*other)) {
            areas.clear();
            let plan = |spot: &u64| plan(word(*spot));
            let first = same.first().and_then(plan);
            let is_alone = same.len() == 1 || same.iter().all(|spot| plan(spot) == first);
            if is_alone && keep == Keep::Repeated {
                continue;
            }
            for spot in same {
                let Some((plan, area)) = plan(spot) else {
                    continue;
                };
                if !is_alone {
                    alike.insert(plan);
                }
                if areas.len() < MOST_AREAS && !areas.contains(&area) {
                    areas.push(area);
                    kept.push(*spot);
                }
            }
        }
        let mut known = Numbers::with_room_for(kept.len());
        for spot in &kept {
            known.add(hash(*spot));
        }
        (Marked { spots: kept, known }, alike)
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
