//! E-mail addresses.

use std::ops::Range;

use super::{Hit, tell};
use crate::check::facts::Facts;
use crate::check::prose::Prose;
use crate::check::prose::scan::{is_break, is_one_break};
use crate::check::texts::Text;
use crate::plan::Force;

/// Looks for e-mail addresses that are neither work addresses nor public ones. White space on either side of
/// the @, and a line's end, do not hide one.
pub fn emails(facts: &Facts<'_>, text: &Text<'_, '_>, prose: &mut Prose) {
    for (at, _) in text.text.match_indices('@') {
        if let Some(found) = email(text.text, at)
            && !is_public(facts.force, &found.address, &found.host)
        {
            let first: String = found.address.chars().take(1).collect();
            let hit = Hit {
                message: format!("An e-mail address that is no work address: “{first}…@{}”", found.host),
                allow: Some(("public-addresses", found.address)),
                bytes: found.bytes,
            };
            tell(text, hit, prose);
        }
    }
}

struct Email {
    bytes: Range<usize>,
    /// Without white space, and without the figure of a footnote behind it.
    address: String,
    host: String,
}

/// The address around an @, if there is one.
fn email(said: &str, at: usize) -> Option<Email> {
    let local = |c: char| c.is_alphanumeric() || "._%+'-&".contains(c);
    let before = said.get(..at)?;
    let left = before.trim_end_matches(is_break);
    let name = left.trim_end_matches(local).len();
    let name = name + (left.get(name..)?.len() - left.get(name..)?.trim_start_matches(['\'', '.']).len());
    let local = left.get(name..)?;
    // Names of social networks begin with an @ of their own.
    if local.is_empty() || left.get(..name)?.ends_with('@') {
        return None;
    }
    let after = said.get(at + 1..)?;
    let right = after.trim_start_matches(is_break);
    let (host, end) = host(right)?;
    let bytes = name..said.len() - right.len() + end;
    let plain = host.trim_end_matches(char::is_numeric);
    // Half of a host that is known to all is enough; else there is a dot, and letters behind it.
    let last = host.rsplit('.').next().unwrap_or_default();
    let provider = is_provider(&host);
    let dotted = host.contains('.') && last.chars().take(2).filter(|c| c.is_alphabetic()).count() == 2;
    let (apart_before, apart_after) = (left.len() < before.len(), right.len() < after.len());
    let gaps =
        is_one_break(before.get(left.len()..)?) && is_one_break(after.get(..after.len() - right.len())?);
    // "Follow @example.org" is a name of a social network, "Coffee @ 10.30am" a time, "find us @ example.org"
    // a page.
    let apart = match (apart_before, apart_after) {
        (false, false) => true,
        (true, false) => provider,
        (_, true) => {
            let page = right.get(end..)?.starts_with('/') || plain.starts_with("www.");
            gaps && !page && (provider || (is_ending(plain) && !LEADING.contains(&local)))
        }
    };
    ((dotted || provider) && gaps && apart).then(|| Email {
        bytes,
        address: format!("{local}@{plain}"),
        host: plain.to_owned(),
    })
}

/// The host at the beginning of a text, and where it ends there. A line may end at one of its dots.
fn host(text: &str) -> Option<(String, usize)> {
    let domain = |c: char| c.is_alphanumeric() || c == '.' || c == '-';
    let run = |text: &str| text.len() - text.trim_start_matches(domain).len();
    let first = text.get(..run(text))?;
    let rest = text.get(first.len()..)?;
    let next = rest.trim_start_matches(is_break);
    let gap = rest.get(..rest.len() - next.len())?;
    let more = next.get(..run(next))?.trim_end_matches(['.', '-']);
    let broken = gap.contains('\n')
        && !is_ending(first.trim_end_matches('.'))
        && is_one_break(gap)
        && first.ends_with('.') != more.starts_with('.')
        && is_ending(&format!(".{}", more.trim_start_matches('.')));
    if broken {
        return Some((format!("{first}{more}"), text.len() - next.len() + more.len()));
    }
    let whole = first.trim_end_matches(['.', '-']);
    Some((whole.to_owned(), whole.len()))
}

/// Whether a host ends as those of nearly all addresses do.
fn is_ending(host: &str) -> bool {
    const ENDINGS: [&str; 12] =
        ["com", "uk", "org", "net", "co", "info", "eu", "gov", "me", "io", "live", "biz"];
    host.rsplit_once('.').is_some_and(|(_, last)| ENDINGS.iter().any(|one| last.eq_ignore_ascii_case(one)))
}

/// Words before the address of a page: "find us @ example.org".
const LEADING: [&str; 9] = ["us", "me", "it", "online", "page", "website", "more", "live", "meet"];

/// Whether an address is with somebody who gives addresses to anybody, and the force has not said that it may be known.
pub fn is_private(force: &Force, address: &str) -> bool {
    let host = address.rsplit('@').next().unwrap_or_default();
    is_provider(host) && !is_public(force, address, host)
}

/// Whether a host is that of one who gives addresses to anybody, whole or without its ending. As a domain of the force
/// it would let every resident's address through.
pub fn is_provider(host: &str) -> bool {
    /// Names that are nobody else's, whatever stands behind them.
    const NAMES: [&str; 12] = [
        "gmail",
        "googlemail",
        "hotmail",
        "outlook",
        "yahoo",
        "icloud",
        "btinternet",
        "aol",
        "protonmail",
        "talktalk",
        "virginmedia",
        "ymail",
    ];
    /// Those whose name is a word of its own too.
    const WHOLE: [&str; 3] = ["live.com", "live.co.uk", "proton.me"];
    let (first, ending) = host.split_once('.').unwrap_or((host, ""));
    // A server of a force may be called after a program: outlook.example.police.uk.
    let is_ending = ending.matches('.').count() < 2;
    is_ending && NAMES.iter().any(|one| first.eq_ignore_ascii_case(one))
        || WHOLE.iter().any(|one| host.eq_ignore_ascii_case(one))
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
