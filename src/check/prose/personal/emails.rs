//! E-mail addresses.

use super::{Hit, tell};
use crate::check::facts::Facts;
use crate::check::prose::Prose;
use crate::check::texts::Text;
use crate::plan::Force;

/// Looks for e-mail addresses that are neither work addresses nor public ones.
pub fn emails(facts: &Facts<'_>, text: &Text<'_, '_>, prose: &mut Prose) {
    let said = text.text;
    for (at, _) in said.match_indices('@') {
        let local = |c: char| c.is_alphanumeric() || "._%+'-&".contains(c);
        let domain = |c: char| c.is_alphanumeric() || c == '.' || c == '-';
        let before = &said[..at];
        let start = before.trim_end_matches(local).len();
        let start = start + (before[start..].len() - before[start..].trim_start_matches(['\'', '.']).len());
        let after = &said[at + 1..];
        let rest = after.trim_start_matches(domain);
        let host = after[..after.len() - rest.len()].trim_end_matches(['.', '-']);
        let last = host.rsplit('.').next().unwrap_or_default();
        let is_host = host.contains('.') && last.chars().count() > 1 && last.chars().all(char::is_alphabetic);
        // Names of social networks begin with an @ of their own.
        let is_name = start == at || before[..start].ends_with('@');
        let address = &said[start..at + 1 + host.len()];
        if is_host && !is_name && !is_public(facts.force, address, host) {
            let first: String = address.chars().take(1).collect();
            let hit = Hit {
                bytes: start..start + address.len(),
                message: format!("An e-mail address that is no work address: “{first}…@{host}”"),
                allow: Some(("public-addresses", address.to_owned())),
            };
            tell(text, hit, prose);
        }
    }
}

fn is_public(force: &Force, address: &str, host: &str) -> bool {
    let host = host.to_lowercase();
    let is_work = force.work_domains.iter().any(|domain| {
        let domain = domain.trim().trim_start_matches('@').to_lowercase();
        let inside = host.strip_suffix(&domain);
        // A host that is still being typed is the beginning of a work domain.
        !domain.is_empty()
            && (inside.is_some_and(|sub| sub.is_empty() || sub.ends_with('.')) || domain.starts_with(&host))
    });
    let is_listed = |listed: &String| listed.trim().to_lowercase() == address.to_lowercase();
    is_work || force.public_addresses.iter().any(is_listed)
}
