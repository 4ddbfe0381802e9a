//! What people call the values that every plan has.

use super::path::FieldPath;

/// What the form calls a value, by its address; nothing for one that people are not asked for, and for the fields
/// that an edition adds. A test of the form keeps both the same.
pub fn label(path: &FieldPath) -> Option<&'static str> {
    let segments: Vec<&str> = path.segments().iter().map(String::as_str).collect();
    Some(match segments.as_slice() {
        ["starts"] => "First day of the plan",
        ["ends"] => "Last day of the plan",
        ["author", "post"] => "Author's post",
        ["author", "email"] => "Author's work e-mail",
        ["profile", "summary"] => "The area in a few sentences",
        ["profile", "settlements"] => "Towns and villages",
        ["profile", "population"] => "People",
        ["profile", "population-year"] => "Year of that figure",
        ["profile", "households"] => "Households",
        ["profile", "team", "sergeants"] => "Sergeants",
        ["profile", "team", "constables"] => "Constables",
        ["profile", "team", "pcsos"] => "PCSOs",
        ["neighbourhoods", _, leaf] => of_neighbourhood(leaf)?,
        ["priorities", _, leaf] => of_priority(leaf)?,
        ["standards", _, "commitment"] => "What we commit to",
        ["standards", _, "self-assessment"] => "How we grade ourselves",
        ["standards", _, "not-applicable"] => "Set aside, because",
        ["standards", _, "activities", _, leaf] => of_activity(leaf)?,
        ["waivers", _, leaf] => of_waiver(leaf)?,
        _ => return None,
    })
}

fn of_neighbourhood(leaf: &str) -> Option<&'static str> {
    Some(match leaf {
        "officer" => "Officer, for the public",
        "post" => "Post",
        "contact" => "How to reach them",
        "deputy" => "Who stands in",
        _ => return None,
    })
}

fn of_priority(leaf: &str) -> Option<&'static str> {
    Some(match leaf {
        "title" => "What it is",
        "source" => "How we know",
        "agreed" => "Agreed on",
        "action" => "What we will do",
        "reviewed" => "Looked at again on",
        "neighbourhoods" => "Where",
        _ => return None,
    })
}

fn of_activity(leaf: &str) -> Option<&'static str> {
    Some(match leaf {
        "title" => "What it is",
        "kind" => "Kind",
        "starts" => "When, or the first time",
        "every" => "Repeats",
        "on" => "On the",
        "ends" => "Last time",
        "except" => "Not on",
        "dates" => "Also on",
        "time" => "From",
        "until" => "Until",
        "venues" => "Venue from the book",
        "venue" => "Or a venue not in the book",
        "access" => "Access of that venue",
        "link" => "Or a link",
        "neighbourhoods" => "Neighbourhoods",
        "owner" => "Who holds it",
        "deputy" => "Who stands in",
        "purpose" => "What for",
        "audience" => "Who it is for",
        "channels" => "Publicised through",
        "publicise-days" => "Days ahead",
        "measure" => "How we measure it",
        "target" => "Target",
        "public" => "Open to the public",
        _ => return None,
    })
}

fn of_waiver(leaf: &str) -> Option<&'static str> {
    Some(match leaf {
        "rule" => "Which rule",
        "standard" => "Of which standard",
        "row" => "Of which row",
        "reason" => "Why",
        "until" => "Until",
        "by" => "Who asks",
        _ => return None,
    })
}
