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
use crate::check::texts::{At, Sort, Text};
use crate::plan::{FieldPath, Value};

pub use emails::{emails, is_private, is_provider};

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
    clears: "Take it out, or put a post and a work address in its place. What the public may know \
             can be allowed for every plan of the force: p on the flag, on the screen, or nec allow, on the command \
             line. It goes into nec.toml: public-numbers, public-addresses, work-domains.",
    example: "Call the Neighbourhood Watch organiser on 01632 960123.",
    blind_spot: "Residents' names are NOT detected, nor what describes a person without a number. Nor are numbers \
                 in words or in letters that look like figures, without their area code, over two comments, or in \
                 the address of a page; a landline's number that a key holds as a number without its first \
                 nought, unless the key speaks of a telephone; an e-mail address with \"at\" for its @; a date \
                 of birth that neither \"born\", \"birth\" or \"dob\" nor its key announces; an address with no \
                 postcode or with a house name, or of a house after \"over\", \"unit\", a day or a month, where no \
                 street follows; an old, personal or foreign registration, unless \"registration\" stands before \
                 it; a crime reference after words such as \"budget code\"; an address of a page that names a \
                 person. Where a number can be read in two ways, it is taken for somebody's. The address of a venue that \
                 the book of venues has, or of an event that anybody can come to, is let through.",
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
        if !phones::is_public(facts.force, &phone.digits) {
            tell(text, phone.hit(text.text), prose);
        }
        return end;
    }
    if given {
        return word.end;
    }
    let found = references::insurance_number(text.text, word)
        .or_else(|| references::crime_reference(text.text, word))
        .or_else(|| {
            references::birth_date(text.text, word, || key_names(&text.path(), references::names_birth))
        })
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

/// Looks at a number or a day that a key holds as such, and not as a text.
pub fn figure(facts: &Facts<'_>, path: At<'_>, standard: Option<&str>, value: &Value, prose: &mut Prose) {
    let found = match value {
        Value::Integer(figures) => of_integer(facts, path, *figures),
        Value::Date(_) => {
            key_names(&path(), references::names_birth).then(|| Flag::at(path(), references::BIRTH))
        }
        _ => None,
    };
    if let Some(flag) = found.filter(|_| prose.has_room(NAME)) {
        let flag = standard.into_iter().fold(flag, |flag, id| flag.by(id));
        prose.tell_flag(NAME, path(), flag);
    }
}

/// The smallest number that has the figures of a telephone number.
const SMALLEST: i64 = 1_000_000_000;

fn of_integer(facts: &Facts<'_>, path: At<'_>, figures: i64) -> Option<Flag> {
    if figures < SMALLEST {
        return None;
    }
    let speaks_of =
        |names: &[&str]| key_names(&path(), |said| names.iter().any(|one| said.eq_ignore_ascii_case(one)));
    let telephone =
        speaks_of(&["phone", "telephone", "tel", "mobile", "mob", "call", "ring", "text", "contact"]);
    if let Some(digits) = phones::in_figures(figures, telephone) {
        return (!phones::is_public(facts.force, &digits)).then(|| {
            Flag::at(path(), phones::message(&digits))
                .allow("public-numbers", digits)
                .detail(allowed("public-numbers"))
        });
    }
    let said = figures.to_string();
    let is_crime = references::is_bare(&said) && !key_names(&path(), references::is_other);
    is_crime.then(|| Flag::at(path(), "What looks like a crime reference"))
}

/// Whether one of the words in the names of the keys that lead to a value is of a sort.
fn key_names(path: &FieldPath, is_one: impl Fn(&str) -> bool) -> bool {
    path.segments().iter().rev().take(2).any(|key| key.split(['-', '_', ' ', '.']).any(&is_one))
}

/// What is said of what the public may know.
fn allowed(key: &str) -> String {
    format!("If the public may know it, it can be added to {key} in nec.toml, and is a flag nowhere then.")
}

fn tell(text: &Text<'_, '_>, hit: Hit, prose: &mut Prose) {
    let Hit { bytes, message, allow } = hit;
    prose.tell_phrase(NAME, text, bytes, message, |flag: Flag| match allow {
        Some((key, value)) => flag.allow(key, value).detail(allowed(key)),
        None => flag,
    });
}
