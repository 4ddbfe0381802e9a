//! Work on many plans at once, with results in the order of the plans.

use std::sync::{Mutex, PoisonError};

/// Below this many, threads cost more than they save.
const WORTH_THREADS: usize = 8;

/// So many portions a thread: a plan that has ended is judged in a fraction of the time of one that is drafted,
/// and such lie together, so that whoever is done first takes more. A portion is worth the asking for it.
const PORTIONS: usize = 24;

/// Does the same to each item, on as many threads as the computer runs at once. The results are in the order
/// of the items, whichever was done first.
pub fn side_by_side<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let many = items.len();
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    if many < WORTH_THREADS || threads < 2 {
        return items.into_iter().map(work).collect();
    }
    let share = many.div_ceil(threads * PORTIONS);
    let rest = Mutex::new((0, items.into_iter()));
    let portion = || {
        let mut rest = rest.lock().unwrap_or_else(PoisonError::into_inner);
        let (nth, items) = &mut *rest;
        *nth += 1;
        (*nth, items.by_ref().take(share).collect::<Vec<T>>())
    };
    let worker = || {
        let mut done = Vec::new();
        loop {
            let (nth, items) = portion();
            if items.is_empty() {
                return done;
            }
            done.push((nth, items.into_iter().map(&work).collect::<Vec<R>>()));
        }
    };
    let mut portions: Vec<(usize, Vec<R>)> = std::thread::scope(|scope| {
        // This thread works too.
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(worker)).collect();
        let mut portions = worker();
        for other in others {
            portions.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        portions
    });
    portions.sort_unstable_by_key(|(nth, _)| *nth);
    let mut results = Vec::with_capacity(many);
    results.extend(portions.into_iter().flat_map(|(_, done)| done));
    results
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        for many in [0, 1, 7, 8, 9, 47, 48, 49, 1000] {
            let items: Vec<usize> = (0..many).collect();
            let doubled: Vec<usize> = items.iter().map(|n| n * 2).collect();
            assert_eq!(side_by_side(items, |n| n * 2), doubled);
        }
    }

    #[test]
    fn whoever_is_done_first_takes_what_is_left() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        if std::thread::available_parallelism().map_or(1, usize::from) < 2 {
            return;
        }
        // The first item is only done once nine in ten of the others are, more than the other threads' share.
        let done = AtomicUsize::new(0);
        let seen = side_by_side((0..1000).collect(), |n: usize| {
            while n == 0 && done.load(Ordering::SeqCst) < 900 {
                std::thread::yield_now();
            }
            done.fetch_add(1, Ordering::SeqCst)
        });
        assert_eq!(seen.len(), 1000);
    }
}
