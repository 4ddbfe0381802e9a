//! What a person can mean, and how it is said.

/// One thing that a person can do. Every key stands for one of these, and the palette lists them by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    // Everywhere.
    Help,
    Palette,
    Back,
    Leave,
    SaveNow,
    // Going about.
    NextField,
    PreviousField,
    NextSection,
    PreviousSection,
    NextFlag,
    PreviousFlag,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Open,
    // Changing.
    Undo,
    Redo,
    Copy,
    Cut,
    PasteHere,
    PastedTable,
    SelectAll,
    Elsewhere,
    New,
    NewBlank,
    Duplicate,
    Remove,
    FillDown,
    Column,
    Choose,
    Mend,
    SetAside,
    Migrate,
    Waive,
    Allow,
    // Looking.
    Filter,
    Flags,
    Year,
    Standard,
    Venues,
    Area,
    Priorities,
    Summary,
    Section,
    AreaList,
    Period,
    Tour,
    // Keeping.
    Record,
    Sync,
    Join,
    TakeBack,
    History,
    Restore,
    Compare,
    Settle,
    TakeMine,
    TakeTheirs,
    TakeBoth,
    WriteAnew,
    NextPlace,
    PreviousPlace,
    // The look of the screen.
    Marks,
    Boxes,
    Mouse,
}

/// What the palette and the footer say of a command.
#[derive(Debug, Clone, Copy)]
pub struct Said {
    pub command: Command,
    /// Its name, as the palette lists it.
    pub name: &'static str,
    /// A word or two, for the footer.
    pub short: &'static str,
    /// Other words by which the palette finds it.
    pub also: &'static str,
}

/// Every command in words. A test fails when one is missing.
pub const COMMANDS: &[Said] = &[
    said(Command::Help, "Help on where you are", "help", "how what"),
    said(Command::Palette, "Every command by name", "commands", "menu palette"),
    said(Command::Back, "Back one step", "back", "close cancel escape"),
    said(Command::Leave, "Leave; everything is saved", "leave", "quit exit close"),
    said(Command::SaveNow, "Save now (it saves by itself)", "save", "write store"),
    said(Command::NextField, "Next field", "next", "forward"),
    said(Command::PreviousField, "Previous field", "previous", "backward"),
    said(Command::NextSection, "Next section", "next section", "standard forward"),
    said(Command::PreviousSection, "Previous section", "previous section", "standard backward"),
    said(Command::NextFlag, "Next flag", "next flag", "problem error missing"),
    said(Command::PreviousFlag, "Previous flag", "previous flag", "problem error missing"),
    said(Command::Up, "Up", "up", ""),
    said(Command::Down, "Down", "down", ""),
    said(Command::PageUp, "A page up", "page up", ""),
    said(Command::PageDown, "A page down", "page down", ""),
    said(Command::First, "To the first", "first", "top home"),
    said(Command::Last, "To the last", "last", "bottom end"),
    said(Command::Open, "Open", "open", "enter choose"),
    said(Command::Undo, "Undo", "undo", "take back"),
    said(Command::Redo, "Redo", "redo", "again"),
    said(Command::Copy, "Copy what is selected", "copy", "clipboard"),
    said(Command::Cut, "Cut what is selected", "cut", "clipboard"),
    said(Command::PasteHere, "Paste what was copied here", "paste", "clipboard insert"),
    said(Command::PastedTable, "Open the pasted table again", "pasted table", "rows columns paste"),
    said(Command::SelectAll, "Select all of this text", "select all", "mark"),
    said(Command::Elsewhere, "Write this text in another editor", "other editor", "external vim nano visual"),
    said(Command::New, "Add one", "add", "new create insert quick"),
    said(Command::NewBlank, "Add one by its form", "add by form", "new blank create"),
    said(Command::Duplicate, "Make another like this", "another like it", "copy duplicate clone"),
    said(Command::Remove, "Remove this (undo brings it back)", "remove", "delete"),
    said(Command::FillDown, "Use for all that have none", "use for all", "fill down column same"),
    said(Command::Column, "One column of all rows", "column", "table sheet fill"),
    said(Command::Choose, "Choose from a list", "choose", "pick options"),
    said(Command::Mend, "Mend this flag as offered", "mend", "fix quick"),
    said(Command::SetAside, "Set this standard aside, with a reason", "set aside", "not applicable"),
    said(
        Command::Waive,
        "Set this flag aside…: ask a reviewer",
        "set aside",
        "waive waiver exempt accept ask",
    ),
    said(
        Command::Allow,
        "Allow this: the public may read it",
        "allow",
        "public number address operation permit",
    ),
    said(
        Command::Migrate,
        "Move this plan to another edition…",
        "another edition",
        "migrate standards newer carry over",
    ),
    said(Command::Filter, "Filter the list", "filter", "search find"),
    said(Command::Flags, "All flags of this plan", "flags", "check problems to do falls short incomplete"),
    said(Command::Year, "The year at a glance", "the year", "calendar strip months"),
    said(Command::Standard, "Read the standard", "the standard", "asks source guidance law"),
    said(Command::Venues, "The venue book", "venues", "places halls access"),
    said(Command::Area, "Go to the area and its neighbourhoods", "the area", "profile team officers"),
    said(Command::Priorities, "Go to the priorities", "priorities", ""),
    said(Command::Summary, "Go to the summary", "summary", "end overview"),
    said(
        Command::Section,
        "Go to a standard, or another section",
        "go to",
        "standard section jump 1 2 3 4 5 6 7 8 9 10 social media partners website feedback inclusion",
    ),
    said(Command::AreaList, "Go to the list of areas", "areas", "home plans"),
    said(Command::Period, "Show another period", "period", "year"),
    said(Command::Tour, "A short tour", "tour", "introduction learn"),
    said(Command::Record, "Record a version", "record", "commit version git"),
    said(Command::Sync, "Send and receive", "send and receive", "sync push pull fetch share upload download"),
    said(
        Command::Join,
        "Open my force's plans…",
        "my force's plans",
        "join connect address shared server repository clone",
    ),
    said(
        Command::TakeBack,
        "Take back what was done last…",
        "take back",
        "revert step version recorded received settled restored",
    ),
    said(
        Command::History,
        "Versions of this plan: who changed what, and back",
        "versions",
        "history log diff past",
    ),
    said(Command::Restore, "Bring this version back", "bring back", "restore revert"),
    said(Command::Compare, "Compare with now, or with the one before", "compare", "diff now before"),
    said(
        Command::Settle,
        "Settle what both changed…",
        "settle",
        "conflict merge resolve mine theirs both sides",
    ),
    said(Command::TakeMine, "Settle this place: mine", "mine", "ours"),
    said(Command::TakeTheirs, "Settle this place: theirs", "theirs", "other"),
    said(Command::TakeBoth, "Settle this place: both", "both", "union"),
    said(Command::WriteAnew, "Settle this place: write it anew", "edit", "rewrite"),
    said(Command::NextPlace, "The next place that both changed", "next", "forward"),
    said(Command::PreviousPlace, "The place before that both changed", "previous", "backward"),
    said(Command::Marks, "Marks look wrong: switch between glyphs and letters", "marks", "symbols unicode"),
    said(Command::Boxes, "Switch lines and boxes on or off", "boxes", "borders"),
    said(Command::Mouse, "Switch the mouse on or off", "mouse", "click select"),
];

const fn said(command: Command, name: &'static str, short: &'static str, also: &'static str) -> Said {
    Said { command, name, short, also }
}

impl Command {
    /// What is said of it.
    pub fn said(self) -> &'static Said {
        COMMANDS.iter().find(|said| said.command == self).unwrap_or(&COMMANDS[0])
    }
}
