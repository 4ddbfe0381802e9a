//! The day by which rules judge, while the program runs.

use jiff::civil::Date;

use super::Hand;
use crate::plan::Force;
use crate::problem::Problem;
use crate::store::Directory;
use crate::tui::msg::Msg;

impl Hand {
    pub(super) fn today(&self, directory: &Directory) -> Result<Date, Problem> {
        self.today_of(&directory.force)
    }

    fn today_of(&self, force: &Force) -> Result<Date, Problem> {
        let environment = self.world.environment.as_deref();
        crate::report::today::today(self.world.today, environment, force, self.world.clock)
    }

    /// The clock shows another day. Where a day was said, or the plans are an illustration, rules go on judging by that.
    pub(super) fn day_came(&mut self, clock: Date) -> Result<(), Problem> {
        self.world.clock = clock;
        let today = match &self.open {
            Some(directory) => self.today(directory)?,
            None => self.today_of(&Force::default())?,
        };
        (self.tell)(Msg::DayCame(today));
        self.tell_standing();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use std::path::Path;
    use std::sync::mpsc::channel;

    use super::*;
    use crate::store::starter::{InitOptions, write};
    use crate::tui::worker::{Job, OpenRequest, Worker, Working, World};

    /// The day that a directory is opened by, and the one by which it goes on after midnight.
    fn days(root: &Path, today: Option<&str>, environment: Option<&str>) -> (String, String) {
        let day = |text: &str| -> Date { text.parse().unwrap() };
        let world = World {
            folders: None,
            today: today.map(day),
            clock: day("2026-11-11"),
            environment: environment.map(str::to_owned),
        };
        let (told, facts) = channel();
        let worker = Worker::start(world, move |msg| drop(told.send(msg))).unwrap();
        let open = OpenRequest { root: root.to_path_buf(), plan: None, period: None };
        assert_eq!(worker.ask(Job::Open(open)), Working::On);
        assert_eq!(worker.ask(Job::Day(day("2026-11-12"))), Working::On);
        let mut opened = String::new();
        loop {
            match facts.recv().unwrap() {
                Msg::DirectoryOpened(directory) => opened = directory.today.to_string(),
                Msg::DayCame(today) => return (opened, today.to_string()),
                Msg::Failed(problem) => panic!("{problem}"),
                _ => {}
            }
        }
    }

    #[test]
    fn the_clock_is_followed_over_midnight_unless_another_day_was_said() {
        let root = tempfile::tempdir().unwrap();
        write(root.path(), &InitOptions { force: None, example: false, alone: true }).unwrap();
        let of = |today, environment| days(root.path(), today, environment);
        let pair = |before: &str, after: &str| (before.to_owned(), after.to_owned());
        assert_eq!(of(None, None), pair("2026-11-11", "2026-11-12"));
        assert_eq!(of(Some("2026-12-24"), None), pair("2026-12-24", "2026-12-24"));
        assert_eq!(of(None, Some("2026-12-24")), pair("2026-12-24", "2026-12-24"));
        let settings = root.path().join("nec.toml");
        let text = std::fs::read_to_string(&settings).unwrap();
        std::fs::write(&settings, text.replacen("format = 1\n", "format = 1\nas-at = 2026-10-01\n", 1))
            .unwrap();
        assert_eq!(of(None, None), pair("2026-10-01", "2026-10-01"));
    }
}
