//! Dates and recurrences become occurrences in the period, and gaps.
