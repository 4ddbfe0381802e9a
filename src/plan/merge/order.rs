//! One order out of three: what stands in a file one after the other, as both sides moved and added it.

use std::cmp::Ordering;

/// The most things that are put in order pair by pair where both sides moved some; beyond, one side's order
/// stands. No plan comes near.
const MOST_PAIRS: usize = 600;

/// Things are numbers below `count`; each of the three orders has some of them, none twice. Gives all of them:
/// what one side moved stands where it moved it, also where the other side moved something else; what one side
/// added follows what it follows there. `tie` decides what stands first where nothing else does.
pub fn order(
    count: usize,
    base: &[usize],
    one: &[usize],
    two: &[usize],
    tie: impl Fn(usize, usize) -> Ordering,
) -> Vec<usize> {
    let places = [positions(count, base), positions(count, one), positions(count, two)];
    let core = |id: usize| places[0][id].is_some() || (places[1][id].is_some() && places[2][id].is_some());
    let moved = |side: &[usize]| {
        let known: Vec<usize> = side.iter().filter_map(|id| places[0][*id]).collect();
        !known.is_sorted()
    };
    let lead: Vec<usize> = match (moved(one), moved(two)) {
        (false, false) => base.to_vec(),
        (true, false) => one.iter().copied().filter(|id| core(*id)).collect(),
        (false, true) => two.iter().copied().filter(|id| core(*id)).collect(),
        (true, true) => {
            let all: Vec<usize> = base.to_vec();
            if all.len() > MOST_PAIRS { one.to_vec() } else { by_pairs(all, &places, &tie) }
        }
    };
    let mut chain = Chain::of(count, &lead);
    for side in [base, one, two] {
        chain.add(side, core);
    }
    chain.add(one, |_| true);
    let of_one = |id: usize| id < count && !core(id) && places[1][id].is_some();
    chain.add_beside(two, of_one, &tie);
    chain.into_vec()
}

fn positions(count: usize, order: &[usize]) -> Vec<Option<usize>> {
    let mut places = vec![None; count];
    for (at, id) in order.iter().enumerate() {
        places[*id] = Some(at);
    }
    places
}

/// In the order of how many others each comes before, where a pair stands as whoever turned it round has it.
fn by_pairs(
    mut ids: Vec<usize>,
    places: &[Vec<Option<usize>>; 3],
    tie: &impl Fn(usize, usize) -> Ordering,
) -> Vec<usize> {
    let before = |x: usize, y: usize| {
        let votes = places.each_ref().map(|place| Some(place[x]? < place[y]?));
        match votes {
            [Some(base), one, two] if one == Some(!base) || two == Some(!base) => !base,
            [Some(base), ..] => base,
            [None, Some(one), Some(two)] if one == two => one,
            [None, Some(only), None] | [None, None, Some(only)] => only,
            _ => tie(x, y).is_lt(),
        }
    };
    let wins: Vec<(usize, usize)> =
        ids.iter().map(|x| (*x, ids.iter().filter(|y| x != *y && before(*x, **y)).count())).collect();
    let score = |id: usize| wins.iter().find(|(known, _)| *known == id).map_or(0, |(_, wins)| *wins);
    ids.sort_by_cached_key(|id| (std::cmp::Reverse(score(*id)), places[0][*id]));
    ids
}

/// An order into which things are put behind others.
struct Chain {
    /// What follows each; the last place is the start's.
    next: Vec<Option<usize>>,
    placed: Vec<bool>,
}

impl Chain {
    fn of(count: usize, order: &[usize]) -> Self {
        let mut chain = Chain { next: vec![None; count + 1], placed: vec![false; count] };
        let mut last = count;
        for id in order {
            chain.put(last, *id);
            last = *id;
        }
        chain
    }

    fn start(&self) -> usize {
        self.placed.len()
    }

    fn put(&mut self, behind: usize, id: usize) {
        self.next[id] = self.next[behind];
        self.next[behind] = Some(id);
        self.placed[id] = true;
    }

    /// Puts what an order has, and is not there yet, behind what it follows in it.
    fn add(&mut self, order: &[usize], wanted: impl Fn(usize) -> bool) {
        let mut last = self.start();
        for id in order {
            if !self.placed[*id] {
                if !wanted(*id) {
                    continue;
                }
                self.put(last, *id);
            }
            last = *id;
        }
    }

    /// The same, where another side may have put something at the same place: the run whose first comes first
    /// stands first, each kept together.
    fn add_beside(
        &mut self,
        order: &[usize],
        others: impl Fn(usize) -> bool,
        tie: &impl Fn(usize, usize) -> Ordering,
    ) {
        let mut last = self.start();
        let mut in_run = false;
        for id in order {
            if self.placed[*id] {
                in_run = false;
            } else {
                if !in_run && self.next[last].is_some_and(|next| others(next) && tie(next, *id).is_lt()) {
                    while let Some(next) = self.next[last].filter(|next| others(*next)) {
                        last = next;
                    }
                }
                self.put(last, *id);
                in_run = true;
            }
            last = *id;
        }
    }

    fn into_vec(self) -> Vec<usize> {
        std::iter::successors(self.next[self.start()], |id| self.next[*id]).collect()
    }
}

/// A set of words, merged: what either side added is there, what either took out is not. A word that stands
/// there twice counts as two.
pub fn set<T: Clone + Ord + std::hash::Hash>(base: &[T], one: &[T], two: &[T]) -> Vec<T> {
    let mut ids = std::collections::HashMap::new();
    let mut items: Vec<T> = Vec::new();
    let mut numbers = |words: &[T]| -> Vec<usize> {
        let mut seen: std::collections::HashMap<T, usize> = std::collections::HashMap::new();
        let mut order = Vec::with_capacity(words.len());
        for word in words {
            let times = seen.entry(word.clone()).or_default();
            *times += 1;
            order.push(*ids.entry((word.clone(), *times)).or_insert_with(|| {
                items.push(word.clone());
                items.len() - 1
            }));
        }
        order
    };
    let [base, one, two] = [numbers(base), numbers(one), numbers(two)];
    let count = items.len();
    let [in_base, in_one, in_two] = [positions(count, &base), positions(count, &one), positions(count, &two)];
    let stays = |id: &usize| match (in_base[*id].is_some(), in_one[*id].is_some(), in_two[*id].is_some()) {
        (_, true, true) => true,
        (true, ..) => false,
        (false, one, two) => one || two,
    };
    let order = order(count, &base, &one, &two, |x, y| items[x].cmp(&items[y]));
    order.into_iter().filter(stays).map(|id| items[id].clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(base: &str, one: &str, two: &str) -> String {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        let [base, one, two] = [letters(base), letters(one), letters(two)];
        assert_eq!(set(&base, &one, &two), set(&base, &two, &one), "sides of {base:?}");
        set(&base, &one, &two).into_iter().collect()
    }

    #[test]
    fn additions_removals_and_moves_of_both_sides_stay() {
        for (base, one, two, expected) in [
            ("abc", "abc", "abc", "abc"),
            ("abc", "abxc", "abc", "abxc"),
            ("abc", "abcx", "abcd", "abcdx"),
            ("abc", "abcxa", "abcde", "abcdexa"),
            ("abc", "bc", "ab", "b"),
            ("abc", "xabc", "abc", "xabc"),
            ("abcd", "bacd", "abdc", "badc"),
            ("abc", "bca", "cab", "cba"),
            ("abcd", "dabc", "abcdx", "dxabc"),
            ("aab", "ab", "ab", "ab"),
            ("ab", "aab", "ab", "aab"),
            ("", "xy", "ab", "abxy"),
            ("abc", "", "abcd", "d"),
        ] {
            assert_eq!(merged(base, one, two), expected, "{base} {one} {two}");
        }
    }
}
