#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
//! Every rule: a plan that breaks it and nothing else, and one that only just does not.

mod activities;
mod any;
mod begins;
mod bench;
mod copied;
mod demands;
mod meetings;
mod others;
mod plan;
mod priorities;
mod publicity;
mod settings;
mod standards;
mod table;
mod understood;
mod waivers;
mod words;

use bench::Bench;

#[test]
fn the_base_plan_is_free_of_flags() {
    Bench::base().clean();
}
