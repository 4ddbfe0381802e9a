//! Medians and percentiles, and how they are printed.

use std::time::Duration;

/// The value below which this share of the values lies, by nearest rank.
pub fn percentile<T: Ord + Copy + Default>(values: &[T], hundredths: usize) -> T {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * hundredths).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

pub fn median<T: Ord + Copy + Default>(values: &[T]) -> T {
    percentile(values, 50)
}

/// A duration in milliseconds.
pub fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

/// How many times `this` takes of `that`.
pub fn ratio(this: Duration, that: Duration) -> f64 {
    this.as_secs_f64() / that.as_secs_f64().max(f64::MIN_POSITIVE)
}

/// How long this thread was ready and had no core, as Linux counts it: on a machine that others use as well,
/// this is theirs. Elsewhere nothing.
pub fn waited() -> Duration {
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(counted.split(' ').nth(1).and_then(|count| count.parse().ok()).unwrap_or_default())
}

/// How long programs that were started and have ended had a core, together, to 10 ms, as Linux counts it.
/// Elsewhere nothing.
pub fn spent_by_others() -> Duration {
    let counted = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // What comes before the last bracket is the program's name, and has spaces of its own.
    let after = counted.rsplit_once(')').map_or("", |(_, after)| after);
    let ticks = after.split_whitespace().skip(13).take(2).filter_map(|count| count.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * 10)
}

/// A line: what was measured, the median, and the range that it lay in.
pub fn line(what: &str, times: &[Duration]) {
    let (least, most) = (percentile(times, 0), percentile(times, 100));
    println!("{what:<52} {:>11}   {} to {}, {} times", ms(median(times)), ms(least), ms(most), times.len());
}
