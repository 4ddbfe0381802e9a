//! What somebody may have meant.

/// "Did you mean …?", where one of the known words is near.
pub fn nearest(word: &str, known: &[&str]) -> Option<String> {
    let word = word.to_lowercase();
    let near = similar::get_close_matches(word.as_str(), known, 1, 0.6);
    near.first().map(|near| format!("Did you mean “{near}”?"))
}
