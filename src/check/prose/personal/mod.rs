//! What says who somebody is, where they live, or how to reach them.
//!
//! | file | what |
//! |---|---|
//! | [`emails`] | e-mail addresses |
//! | [`phones`] | telephone numbers, as the British write them |
//! | [`addresses`] | house numbers with their postcodes |
//! | [`vehicles`] | registrations of vehicles |
//! | [`references`] | National Insurance numbers, dates of birth, crime references |

mod addresses;
mod emails;
mod phones;
mod references;
mod vehicles;

use std::ops::Range;

use super::Prose;
use super::scan::Word;
use crate::check::Class;
use crate::check::facts::Facts;
use crate::check::flags::Flag;
use crate::check::rule::{ALWAYS, Family, Recording, Rule};
use crate::check::sources::{Cite, UK_GDPR};
use crate::check::texts::{Sort, Text};

pub use emails::emails;

const NAME: &str = "personal-data";

pub(in crate::check) const PERSONAL_DATA: Rule = Rule {
    name: NAME,
    family: Family::Words,
    class: Class::NonCompliant,
    phases: ALWAYS,
    recording: Recording::Blocked,
    flags_when: "a text, or a comment of the file, has an e-mail address off work-domains, a telephone number off \
                 public-numbers, a house number with a postcode, a vehicle registration, a date of birth, a \
                 National Insurance number or a crime reference",
    why: "A plan is published, and its versions are kept for good: what is recorded once cannot be taken back. \
          Messages show such data in part only, because they end up in logs.",
    clears: "Take it out, or put a post and a work address in its place. What the public may know is listed in \
             nec.toml: work-domains, public-numbers, public-addresses.",
    example: "Call the Neighbourhood Watch organiser on 01632 960123.",
    blind_spot: "Residents' names are NOT detected, nor what describes a person without a number. Nor are numbers \
                 in words, without their area code, or in the address of a page; an address with no postcode or \
                 with a house name; an old, personal or foreign registration, unless \"registration\" stands \
                 before it; an address of a page that names a person. The address of a venue that the book of \
                 venues has, or of an event that anybody can come to, is let through.",
    sources: &[Cite::Authority(&UK_GDPR, "personal data is kept to what is necessary")],
    run: Some(|facts, flags| facts.prose().raise(NAME, flags)),
};

/// Something found that says who somebody is.
struct Hit {
    bytes: Range<usize>,
    /// What it is, with what may be shown of it.
    message: String,
    /// The list of `nec.toml` to which it could be added, and what would be.
    allow: Option<(&'static str, String)>,
}

/// Looks at what begins with a word that has a digit in it. Gives the byte up to which it was taken.
pub fn number(facts: &Facts<'_>, text: &Text<'_, '_>, word: Word, prose: &mut Prose) -> usize {
    // The ids that the program gives are six letters and digits of chance.
    let given = text.sort == Sort::Chosen;
    if let Some(phone) = phones::phone(text.text, word) {
        let end = phone.bytes.end;
        if !phones::is_public(facts.force, &phone) {
            tell(text, phone.hit(text.text), prose);
        }
        return end;
    }
    if given {
        return word.end;
    }
    let found = references::insurance_number(text.text, word)
        .or_else(|| references::crime_reference(text.text, word))
        .or_else(|| references::birth_date(text.text, word))
        .or_else(|| vehicles::registration(text.text, word));
    if let Some(hit) = found {
        let end = hit.bytes.end;
        tell(text, hit, prose);
        return end;
    }
    if let Some(address) = addresses::address(text.text, word) {
        let end = address.bytes.end;
        if !addresses::is_public(facts, text, &address) {
            tell(text, address.hit(text.text), prose);
        }
        return end;
    }
    word.end
}

fn tell(text: &Text<'_, '_>, hit: Hit, prose: &mut Prose) {
    let Hit { bytes, message, allow } = hit;
    prose.tell_phrase(NAME, text, bytes, message, |flag: Flag| match allow {
        Some((key, value)) => flag.allow(key, value).detail(format!(
            "If the public may know it, it can be added to {key} in nec.toml, and is a flag nowhere then."
        )),
        None => flag,
    });
}
