//! Two people who share plans, each with a desk of their own.

#![allow(dead_code)]

use super::support::Desk;

/// The field that both write.
pub const COMMITMENT: &str = "standards.face-to-face.commitment";

/// A desk of somebody.
pub fn of(desk: Desk, name: &str, email: &str) -> Desk {
    desk.env("GIT_AUTHOR_NAME", name).env("GIT_AUTHOR_EMAIL", email)
}

/// An inspector who has seen their plan, the shared repository beside their folder, and a sergeant who has joined.
pub fn two() -> (Desk, Desk, String) {
    let inspector = of(Desk::plan(), "Inspector, West Dorset", "insp.west@example.police.uk");
    inspector.nec_well(&[
        "set",
        "west-dorset",
        COMMITMENT,
        "We meet people in Bridport every month, and listen.",
    ]);
    inspector.nec_well(&["commit"]);
    inspector.open().leave();
    let address = inspector.setup.home().join("plans.git").to_str().unwrap().to_owned();
    inspector.git(&["clone", "-q", "--bare", ".", &address]);
    inspector.git(&["remote", "add", "origin", &address]);
    let sergeant = of(Desk::new(), "Sergeant, Bridport", "sgt.bridport@example.police.uk");
    let copy = sergeant.path("copy");
    sergeant.nec_well(&["join", &address, copy.to_str().unwrap()]);
    let sergeant = Desk { setup: sergeant.setup.clone().in_dir(&copy) };
    (inspector, sergeant, address)
}
