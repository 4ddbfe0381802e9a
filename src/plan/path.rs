//! The address of a field.

use std::fmt;

/// Where a value lives in a plan: keys from the top of the file inward, rows by their id.
///
/// `standards.face-to-face.activities.k7m2qx.title` is the title of one activity. Flags, edits, help and
/// differences all speak of places by it. A row that has no id yet goes by its name, title or rule, else by
/// its place in the list (`#3`); the table in [`crate::plan::document`] decides that in one place.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FieldPath(Vec<String>);

impl FieldPath {
    /// The plan itself.
    pub fn root() -> Self {
        FieldPath::default()
    }

    /// A path of these segments.
    pub fn of<S: Into<String>>(segments: impl IntoIterator<Item = S>) -> Self {
        FieldPath(segments.into_iter().map(Into::into).collect())
    }

    /// Reads a dotted path; a segment that holds dots or spaces is written in double quotes.
    /// Gives nothing when a segment is empty or a quote is not closed.
    pub fn parse(text: &str) -> Option<Self> {
        let mut segments = Vec::new();
        let mut rest = text;
        loop {
            let (segment, after) = if let Some(quoted) = rest.strip_prefix('"') {
                let end = quoted.find('"')?;
                (&quoted[..end], &quoted[end + 1..])
            } else {
                let end = rest.find('.').unwrap_or(rest.len());
                (&rest[..end], &rest[end..])
            };
            if segment.is_empty() {
                return None;
            }
            segments.push(segment.to_owned());
            match after.strip_prefix('.') {
                Some(more) => rest = more,
                None if after.is_empty() => return Some(FieldPath(segments)),
                None => return None,
            }
        }
    }

    /// This path with one more segment.
    pub fn child(&self, segment: impl Into<String>) -> Self {
        let mut path = self.clone();
        path.0.push(segment.into());
        path
    }

    /// The same of a path that is not needed any more.
    pub(in crate::plan) fn into_child(mut self, segment: impl Into<String>) -> Self {
        self.0.push(segment.into());
        self
    }

    /// The path one step out; the root is its own parent.
    pub fn parent(&self) -> Self {
        let mut path = self.clone();
        path.0.pop();
        path
    }

    /// The segments, outermost first.
    pub fn segments(&self) -> &[String] {
        &self.0
    }

    /// The innermost segment; empty for the root.
    pub fn leaf(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }

    /// Whether this is `other` or lies inside it.
    pub fn is_within(&self, other: &FieldPath) -> bool {
        self.0.starts_with(&other.0)
    }

    /// Whether this is the plan itself.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, segment) in self.0.iter().enumerate() {
            if i > 0 {
                write!(f, ".")?;
            }
            if segment.contains(|c: char| c == '.' || c.is_whitespace()) {
                write!(f, "\"{segment}\"")?;
            } else {
                write!(f, "{segment}")?;
            }
        }
        Ok(())
    }
}
