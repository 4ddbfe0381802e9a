//! What joining came to, in words.

use std::path::Path;

use super::synced::left_out_line;
use crate::git::join::{How, Joined};
use crate::plan::printable::one_line;
use crate::plan::{Place, RelPath};
use crate::store::Directory;

/// A line each: what is here now, what was carried in from `drafts`, what was put beside, and that the old directory
/// is as it was. What could not be carried in is in [`Joined`], as problems.
pub fn lines(joined: &Joined, directory: &Directory, drafts: Option<&Path>) -> Vec<String> {
    let shown = one_line(&joined.root.to_string_lossy());
    let areas = match directory.areas.areas.len() {
        1 => "1 area".to_owned(),
        many => format!("{many} areas"),
    };
    let force = one_line(&directory.force.force);
    let mut out = vec![match joined.how {
        How::Brought => format!("Joined {force}: {areas}, in {shown}"),
        How::Here => format!("{force} is here already: {areas}, in {shown}"),
    }];
    let carried = &joined.carried;
    let name = |file: &RelPath| {
        let role = file.role();
        let Some(place) = role.as_ref().and_then(|role| role.place()) else { return file.to_string() };
        if *file == place.plan_file() { plan_name(directory, place) } else { file.to_string() }
    };
    let list = |files: &[RelPath]| files.iter().map(name).collect::<Vec<_>>().join(", ");
    if !carried.new.is_empty() {
        out.push(format!("Carried in, not recorded yet: {}", list(&carried.new)));
    }
    if !carried.together.is_empty() {
        out.push(format!("Brought together with yours, not recorded yet: {}", list(&carried.together)));
    }
    if !carried.venues.is_empty() {
        out.push(format!("Venues that they use: {}", carried.venues.join(", ")));
    }
    for (file, kept) in &carried.beside {
        let kept = one_line(&kept.to_string_lossy());
        out.push(format!("{}: the force's stays; yours says otherwise, and is kept in {kept}", name(file)));
    }
    out.extend(joined.left_out.iter().map(|path| left_out_line(path)));
    if let Some(drafts) = drafts.filter(|_| !carried.is_empty()) {
        out.push(format!("Your own directory is as it was: {}", one_line(&drafts.to_string_lossy())));
    }
    out
}

fn plan_name(directory: &Directory, place: &Place) -> String {
    let name = directory.areas.area(place.area()).map_or(place.area(), |area| area.name.as_str());
    format!("{} {}", one_line(name), place.period())
}
