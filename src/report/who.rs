//! Whether whoever records may be named in a version.

use crate::check::is_private;
use crate::git::Identity;
use crate::plan::Force;
use crate::problem::Problem;

/// An identity as somebody who records gives it when asked: it stands in every version, for good.
///
/// # Errors
/// As [`Identity::new`]; and for a private address.
pub fn asked(name: &str, email: &str, force: &Force) -> Result<Identity, Problem> {
    let who = Identity::new(name, email)?;
    private(&who, force).map_or(Ok(who), Err)
}

/// What is wrong with the address of an identity, where it is a private one.
pub fn private(who: &Identity, force: &Force) -> Option<Problem> {
    is_private(force, who.email()).then(|| {
        Problem::new(
            format!(
                "the address {} is a private one, and every version names for good who recorded it",
                who.email()
            ),
            "Give your work address.",
        )
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_private_address_is_not_taken_from_who_is_asked() {
        let force = Force::default();
        for host in ["gmail.com", "live.co.uk", "proton.me", "virginmedia.com"] {
            let problem = asked("A sergeant", &format!("sgt.bridport@{host}"), &force).unwrap_err();
            assert!(problem.to_string().contains("Give your work address"), "{problem}");
        }
        assert!(asked("A sergeant", "sgt@outlook.example.police.uk", &force).is_ok());
        assert!(asked("A sergeant", "sgt@example.police.uk", &force).is_ok());
        let allowed = Force { public_addresses: vec!["desk@gmail.com".into()], ..Force::default() };
        assert!(asked("A desk", "desk@gmail.com", &allowed).is_ok());
    }
}
