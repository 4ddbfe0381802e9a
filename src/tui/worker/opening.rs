//! Opening a plan directory: the one that was asked for, this user's own, or the example.

use std::path::Path;
use std::sync::Arc;

use super::{Hand, OpenRequest};
use crate::git;
use crate::problem::Problem;
use crate::store::starter::InitOptions;
use crate::store::state::State;
use crate::store::{Directory, drafts, private};
use crate::tui::msg::{Msg, OpenedDirectory};

impl Hand {
    pub(super) fn open(&mut self, request: &OpenRequest) -> Result<(), Problem> {
        self.open_directory(&request.root, request.period.clone(), None)?;
        match &request.plan {
            Some((area, period)) => self.open_plan(area, period),
            None => Ok(()),
        }
    }

    pub(super) fn start_here(&mut self) -> Result<(), Problem> {
        let root = self.folders()?.default_directory();
        self.make_and_open(&root, false, Some("Your plans are kept on this computer."))
    }

    pub(super) fn open_example(&mut self) -> Result<(), Problem> {
        let root = self.folders()?.data.join("example");
        let notice =
            "An example to look at and play with. Nothing in it is real, and nothing leaves this computer.";
        self.make_and_open(&root, true, Some(notice))
    }

    fn make_and_open(&mut self, root: &Path, example: bool, notice: Option<&str>) -> Result<(), Problem> {
        if !root.join(crate::store::find::MARK).exists() {
            let who = git::identity(root, &self.settings());
            let options = InitOptions { force: None, example, alone: true };
            git::init::init(root, &options, who.as_ref())?;
        }
        self.open_directory(root, None, notice)
    }

    pub(super) fn open_directory(
        &mut self,
        root: &Path,
        period: Option<String>,
        notice: Option<&str>,
    ) -> Result<(), Problem> {
        git::may_open(root)?;
        // What a killed nec left half way is finished before anything is read; what cannot be is told, and the plans
        // open all the same.
        if let Err(problem) = git::sync::recover(root) {
            (self.tell)(Msg::Failed(problem));
        }
        let directory = Arc::new(Directory::open(root)?);
        let kept = private::sweep(root);
        let today = self.today(&directory)?;
        self.period.clone_from(&period);
        let mut periods: Vec<String> =
            directory.plans().plans.iter().map(|place| place.period().to_owned()).collect();
        periods.extend(directory.force.periods.iter().map(|period| period.id.clone()));
        periods.sort();
        periods.dedup();
        let mut left = drafts::sweep(&root.join(private::FOLDER));
        if let Some(folders) = &self.world.folders {
            left.extend(drafts::sweep(&folders.state));
        }
        let notice = match (kept.first(), left.first()) {
            (Some(path), _) => {
                Some(format!("A text left open in another editor was kept in {}", path.display()))
            }
            (None, Some(path)) => {
                Some(format!("What you left in a dialog a month ago is kept in {}", path.display()))
            }
            (None, None) => notice.map(str::to_owned),
        };
        self.open = Some(Arc::clone(&directory));
        self.tell_drafts();
        let last = self.world.folders.as_ref().and_then(|folders| State::read(folders).0.last(root));
        let last_area = last.map(|place| place.area().to_owned()).unwrap_or_default();
        (self.tell)(Msg::DirectoryOpened(Box::new(OpenedDirectory {
            root: root.to_path_buf(),
            force: directory.force.force.clone(),
            today,
            period,
            periods,
            problems: directory.problems.clone(),
            areas: Arc::new(directory.areas.clone()),
            last_area,
            notice,
        })));
        self.start_watch(root);
        self.fetch();
        Ok(())
    }
}
