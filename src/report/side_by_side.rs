//! Work on many plans at once, with results in the order of the plans.

/// Below this many, threads cost more than they save.
const WORTH_THREADS: usize = 8;

/// Does the same to each item, on as many threads as the computer runs at once. The results are in the order
/// of the items, whichever was done first.
pub fn side_by_side<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    if items.len() < WORTH_THREADS {
        return items.into_iter().map(work).collect();
    }
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let share = items.len().div_ceil(threads);
    let mut items = items.into_iter();
    let mut chunks = Vec::with_capacity(threads);
    while items.len() > 0 {
        chunks.push(items.by_ref().take(share).collect::<Vec<T>>());
    }
    let work = &work;
    std::thread::scope(|scope| {
        let workers: Vec<_> = chunks
            .into_iter()
            .map(|chunk| scope.spawn(move || chunk.into_iter().map(work).collect::<Vec<R>>()))
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        for many in [0, 1, 7, 8, 9, 1000] {
            let items: Vec<usize> = (0..many).collect();
            let doubled: Vec<usize> = items.iter().map(|n| n * 2).collect();
            assert_eq!(side_by_side(items, |n| n * 2), doubled);
        }
    }
}
