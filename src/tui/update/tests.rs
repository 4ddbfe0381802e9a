#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::super::testing::{NEW_PLAN, Stage};
use crate::plan::{Document, FieldPath};
use crate::tui::areas::{AreaPlan, AreaRow};
use crate::tui::msg::{Effect, Msg};
use crate::tui::plan::Recorded;

fn path(text: &str) -> FieldPath {
    FieldPath::parse(text).unwrap()
}

#[test]
fn what_is_typed_is_asked_to_be_saved_at_every_key() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab"]);
    stage.type_text("insp@example.police.uk");
    let saves = stage.effects.iter().filter(|effect| matches!(effect, Effect::Save { .. })).count();
    assert_eq!(saves, 22);
    assert!(stage.saved().contains("email = \"insp@example.police.uk\""));
}

#[test]
fn undo_takes_back_a_run_and_goes_where_it_was() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab"]);
    stage.type_text("insp");
    stage.press(&["F3", "Ctrl+Z"]);
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
    assert_eq!(stage.open().field().unwrap().path, path("author.email"));
    stage.press(&["Ctrl+Y"]);
    assert_eq!(stage.open().doc.plan().author.email, "insp");
}

#[test]
fn a_date_half_typed_is_kept_and_a_phrase_fills_the_fields_that_it_speaks_of() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "b", "Tab", "Tab"]);
    stage.type_text("first Thursday of the mon");
    assert!(stage.saved().contains("starts = \"first Thursday of the mon\""));
    stage.type_text("th");
    stage.press(&["Tab"]);
    let plan = stage.open().doc.plan().clone();
    let (_, activity) = plan.activities().next().unwrap();
    assert_eq!(activity.starts.get(), Some("2026-12-03".parse().unwrap()));
    assert_eq!(activity.on.get().unwrap().to_string(), "first thursday");
}

#[test]
fn quick_add_keeps_every_key_and_leaves_what_was_understood() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "n"]);
    stage.type_text("Bridport drop-in, 1st Thu monthly, 6.30pm-7.30pm, Example Hall, Sgt Bridport");
    assert!(stage.saved().contains("title = \"Bridport drop-in, 1st Thu"), "kept while it is typed");
    stage.press(&["Enter", "Esc"]);
    let plan = stage.open().doc.plan().clone();
    let (_, activity) = plan.activities().next().unwrap();
    assert_eq!(activity.title, "Bridport drop-in");
    assert_eq!(activity.venues, ["example-hall"]);
    assert_eq!(activity.owner, "Sergeant, Bridport");
    assert_eq!(plan.activities().count(), 1);
    stage.press(&["Ctrl+Z"]);
    assert_eq!(stage.open().doc.text(), NEW_PLAN, "one line, one undo");
}

#[test]
fn esc_from_quick_add_discards_nothing() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "n"]);
    stage.type_text("Something half");
    stage.press(&["Esc"]);
    assert_eq!(stage.open().doc.plan().activities().next().unwrap().1.title, "Something half");
}

#[test]
fn a_paste_of_five_thousand_words_is_one_undo() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab", "Tab"]);
    let text = "word \r\n".repeat(5_000);
    stage.paste(&text);
    assert_eq!(stage.open().doc.plan().profile.summary.split_whitespace().count(), 5_000);
    stage.press(&["Ctrl+Z"]);
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
}

#[test]
fn another_hands_change_is_shown_and_what_is_not_saved_yet_is_done_again() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab"]);
    stage.type_text("insp");
    let theirs = NEW_PLAN.replace("Inspector, West Dorset", "Chief Inspector");
    stage.tell(Msg::ChangedOutside { file: "2026-27/west-dorset.toml".into(), text: theirs, generation: 1 });
    let plan = stage.open().doc.plan().clone();
    assert_eq!((plan.author.post.as_str(), plan.author.email.as_str()), ("Chief Inspector", "insp"));
    assert!(stage.saved().contains("Chief Inspector") && stage.saved().contains("insp"));
}

#[test]
fn where_both_changed_the_same_field_both_texts_are_put_away() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab"]);
    stage.type_text("mine");
    let theirs = format!("{NEW_PLAN}email = \"theirs\"\n");
    stage.tell(Msg::ChangedOutside { file: "2026-27/west-dorset.toml".into(), text: theirs, generation: 1 });
    let kept: Vec<&str> = stage
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::KeepAside { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert!(kept.iter().any(|text| text.contains("theirs")) && kept.iter().any(|text| text.contains("mine")));
}

#[test]
fn a_plan_that_another_hand_broke_stays_here_as_it_was() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.tell(Msg::ChangedOutside {
        file: "2026-27/west-dorset.toml".into(),
        text: "<<<<<<< x\n".into(),
        generation: 0,
    });
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
    assert!(stage.screen().contains("unmerged"), "{}", stage.screen());
    assert!(matches!(stage.effects.last(), Some(Effect::KeepAside { .. })));
}

#[test]
fn the_same_lack_in_many_rows_opens_a_column_and_use_for_all_fills_it() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "n"]);
    for town in ["Bridport", "Beaminster", "Lyme Regis"] {
        stage.type_text(&format!("{town} drop-in, 1st Thu monthly, Example Hall\n"));
    }
    stage.press(&["Esc", "c"]);
    stage.type_text("who holds");
    stage.press(&["Enter"]);
    stage.type_text("Sergeant, Bridport");
    stage.press(&["Ctrl+D"]);
    let owners: Vec<String> =
        stage.open().doc.plan().activities().map(|(_, activity)| activity.owner.clone()).collect();
    assert_eq!(owners, ["Sergeant, Bridport"; 3]);
    stage.press(&["Ctrl+Z"]);
    assert_eq!(stage.open().doc.plan().activities().filter(|(_, a)| a.owner.is_empty()).count(), 2);
}

#[test]
fn a_screen_that_is_too_small_takes_no_keys() {
    let mut stage = Stage::plan(39, 10, NEW_PLAN);
    stage.type_text("lost?");
    assert!(stage.screen().contains("Too small"));
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
}

#[test]
fn leaving_waits_until_everything_is_saved() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.type_text("x");
    stage.press(&["Ctrl+Q"]);
    assert_eq!(stage.effects.last(), Some(&Effect::Finish));
    let save = stage.effects.iter().rposition(|effect| matches!(effect, Effect::Save { .. })).unwrap();
    assert!(save < stage.effects.len() - 1);
    assert_eq!(stage.model.ending, crate::tui::model::Ending::AsSoonAsSaved);
    stage.tell(Msg::AllDone);
    assert_eq!(stage.model.ending, crate::tui::model::Ending::Now);
}

#[test]
fn a_plan_can_be_set_aside_and_taken_back_in() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "Ctrl+K"]);
    stage.type_text("set this standard aside");
    stage.press(&["Enter"]);
    stage.type_text("Not here.");
    let doc = Document::parse(stage.saved()).unwrap();
    assert_eq!(doc.plan().answer("priorities").unwrap().not_applicable.as_deref(), Some("Not here."));
}

#[test]
fn a_table_pasted_on_a_list_becomes_rows_as_one_step() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab"]);
    stage.paste(
        "What\tWhen\tVenue\nDrop-in\t1st Thu monthly\tExample Hall\nMeeting\t11/3/27\tExample Library\n",
    );
    assert!(stage.screen().contains("2 rows will be added"), "{}", stage.screen());
    stage.press(&["Enter"]);
    let plan = stage.open().doc.plan().clone();
    let titles: Vec<&str> = plan.activities().map(|(_, activity)| activity.title.as_str()).collect();
    assert_eq!(titles, ["Drop-in", "Meeting"]);
    let (_, meeting) = plan.activities().nth(1).unwrap();
    assert_eq!(meeting.starts.get(), Some("2027-03-11".parse().unwrap()));
    assert_eq!(plan.activities().next().unwrap().1.kind, "drop-in", "as its title says");
    stage.press(&["Ctrl+Z"]);
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
}

#[test]
fn a_priority_was_agreed_before_today_and_an_activity_lies_in_the_period() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "n", "Tab", "Tab"]);
    stage.type_text("2 Nov");
    assert!(stage.saved().contains("agreed = 2026-11-02"), "{}", stage.saved());
    stage.press(&["F3", "F3", "Tab", "b", "Tab", "Tab"]);
    stage.type_text("2 Nov");
    assert!(stage.saved().contains("starts = 2027-11-02"), "{}", stage.saved());
}

/// A force adds a standard with a field of each kind, and a kind of activity, and rebuilds nothing.
#[test]
fn a_ninth_standard_of_a_force_is_drafted_and_checked_with_no_code() {
    let (name, text) = crate::standards::load::embedded()[0];
    let kind = "\n[[kind]]\nid = \"horse-show\"\nlabel = \"Horse show\"\nmeeting = true\npublic = true\nlead-days = 3\n";
    let at = text.find("\n[[kind]]").unwrap();
    let fields = ["line", "prose", "number", "list", "cadence", "date", "link"]
        .map(|kind| {
            format!("[[standard.field]]\nid = \"a-{kind}\"\nlabel = \"A {kind}\"\nkind = \"{kind}\"\n")
        })
        .join("");
    let ninth = format!(
        "\n[[standard]]\nid = \"horses\"\nnumber = 9\ntitle = \"Riding out\"\nasks = \"Officers on horses.\"\n{fields}\
         [[standard.field]]\nid = \"a-choice\"\nlabel = \"A choice\"\nkind = \"choice\"\nchoice = [\"bay\", \"grey\"]\n\
         [[standard.field]]\nid = \"a-rows\"\nlabel = \"Horses\"\nkind = \"rows\"\n\
         [[standard.field.column]]\nid = \"name\"\nlabel = \"Name\"\nkind = \"line\"\n\
         [standard.requires]\nactivities = 1\ncommitment-words = 3\n\
         [standard.requires.a-number]\nrequired = true\nat-least = 4\n\
         [standard.requires.a-rows]\nat-least = 1\n"
    );
    let text = format!("{}{kind}{}{ninth}", &text[..at], &text[at..]);
    let edition = crate::standards::load::parse(name, &text).unwrap();
    let mut stage = Stage::plan_on(80, 24, NEW_PLAN, edition);
    let section = stage.open().form.standard("horses").unwrap();
    for _ in 0..section {
        stage.press(&["F3"]);
    }
    let rules = |stage: &mut Stage| -> Vec<String> {
        stage.press(&["Ctrl+S"]);
        let of_ninth = |f: &&crate::check::Finding| f.standard.as_deref() == Some("horses");
        stage.open().report.findings.iter().filter(of_ninth).map(|f| f.rule.to_owned()).collect()
    };
    assert_eq!(rules(&mut stage), ["standard-not-started"]);
    stage.type_text("We ride out every week.");
    stage.press(&["Tab", "n"]);
    stage.type_text("Horse show at Bridport, weekly on Mondays, 6pm, Example Hall, Sgt Bridport\n");
    stage.press(&["Esc", "Tab"]);
    stage.type_text("a line");
    stage.press(&["Tab"]);
    stage.type_text("prose\nof two lines");
    stage.press(&["Tab"]);
    stage.type_text("3");
    stage.press(&["Tab"]);
    stage.type_text("one, two");
    stage.press(&["Tab"]);
    stage.type_text("every week");
    stage.press(&["Tab"]);
    stage.type_text("1 Dec");
    stage.press(&["Tab"]);
    stage.type_text("https://example.police.uk");
    stage.press(&["Tab", "Enter", "Down", "Enter"]);
    assert!(rules(&mut stage).contains(&"field-short".to_owned()), "{:?}", rules(&mut stage));
    assert!(rules(&mut stage).contains(&"field-missing".to_owned()));
    stage.press(&["n"]);
    stage.type_text("Bess");
    stage.press(&["Esc"]);
    let saved = stage.saved().to_owned();
    for line in [
        "commitment = \"We ride out every week.\"",
        "kind = \"horse-show\"",
        "a-line = \"a line\"",
        "prose\nof two lines",
        "a-number = 3",
        "a-list = [\"one\", \"two\"]",
        "a-cadence = \"week\"",
        "a-date = ",
        "a-link = \"https://example.police.uk\"",
        "a-choice = \"grey\"",
        "name = \"Bess\"",
    ] {
        assert!(saved.contains(line), "{line} is not in\n{saved}");
    }
    let missing = rules(&mut stage);
    assert!(!missing.contains(&"field-missing".to_owned()), "{missing:?}");
}

#[test]
fn undo_goes_on_after_leaving_a_plan_and_coming_back() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab"]);
    stage.type_text("insp");
    stage.press(&["Esc"]);
    let text = stage.saved().to_owned();
    stage.reopen(&text);
    stage.press(&["Ctrl+Z"]);
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
}

#[test]
fn behind_the_last_field_comes_the_next_section_and_behind_a_row_its_list() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    let fields = stage.open().page().fields.len();
    for _ in 0..fields {
        stage.press(&["Tab"]);
    }
    assert_eq!(stage.open().section, 1);
    stage.press(&["n"]);
    for _ in 0..stage.open().page().fields.len() {
        stage.press(&["Tab"]);
    }
    assert_eq!((stage.open().pages.len(), stage.open().section), (1, 1));
    stage.press(&["Shift+Tab"]);
    assert_eq!((stage.open().section, stage.open().page().focus), (0, fields - 1));
}

#[test]
fn a_flag_is_not_told_while_its_field_is_being_written() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab", "Tab"]);
    assert!(stage.open().flag_here().is_some());
    stage.type_text("A town");
    assert!(stage.open().flag_here().is_none());
    stage.press(&["Tab", "Shift+Tab"]);
    assert_eq!(stage.open().report.findings.iter().filter(|f| f.rule == "profile-missing").count(), 1);
}

#[test]
fn f8_walks_every_flag_in_the_order_of_the_form_and_says_when_it_begins_again() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    let total = stage.open().report.findings.len();
    let mut sections = Vec::new();
    for _ in 0..total {
        stage.press(&["F8"]);
        assert!(stage.model.notice.is_none(), "{:?} after {}", stage.model.notice, sections.len());
        sections.push(stage.open().section);
    }
    assert!(sections.is_sorted(), "{sections:?}");
    stage.press(&["F8"]);
    assert!(stage.model.notice.as_deref().is_some_and(|notice| notice.contains("last flag")));
    stage.press(&["F7"]);
    assert_eq!(stage.open().section, sections[total - 1]);
}

#[test]
fn a_flag_that_was_mended_does_not_make_f8_skip_the_next() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F8"]);
    let rules: Vec<&str> = stage.open().report.findings.iter().map(|f| f.rule).collect();
    let first = stage.open().flag_here().unwrap().rule;
    stage.press(&["F8"]);
    let second = stage.open().flag_here().unwrap().message.clone();
    let mut again = Stage::plan(80, 24, NEW_PLAN);
    again.press(&["F8"]);
    assert_eq!(again.open().flag_here().unwrap().rule, first, "{rules:?}");
    again.type_text("insp@example.police.uk");
    again.press(&["F8"]);
    assert_eq!(again.open().flag_here().unwrap().message, second);
}

#[test]
fn rows_without_an_id_get_one_with_the_next_save() {
    let text = format!("{NEW_PLAN}\n[[priorities]]\ntitle = \"Fraud\"  # by hand\n");
    let mut stage = Stage::plan(80, 24, &text);
    assert!(
        !stage.effects.iter().any(|effect| matches!(effect, Effect::Save { .. })),
        "opening writes nothing"
    );
    stage.press(&["Tab"]);
    stage.type_text("x");
    let saved = Document::parse(stage.saved()).unwrap();
    assert_eq!(saved.plan().priorities[0].id.len(), 6);
    assert!(stage.saved().contains("title = \"Fraud\"  # by hand"));
}

#[test]
fn enter_in_a_list_to_choose_from_takes_the_bar_and_goes_on() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "b"]);
    let venues = stage.open().page().fields.iter().position(|f| f.path.leaf() == "venues").unwrap();
    for _ in 0..venues {
        stage.press(&["Tab"]);
    }
    stage.press(&["Enter", "Enter"]);
    assert!(stage.saved().contains("venues = [\"example-hall\"]"), "{}", stage.saved());
    assert_eq!(stage.open().page().focus, venues + 1);
}

#[test]
fn a_venue_added_from_an_activity_stands_in_it() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "b"]);
    let venues = stage.open().page().fields.iter().position(|f| f.path.leaf() == "venues").unwrap();
    for _ in 0..venues {
        stage.press(&["Tab"]);
    }
    stage.press(&["Enter"]);
    stage.type_text("new venue");
    stage.press(&["Enter"]);
    stage.type_text("Example Barn\n");
    stage.press(&["Esc"]);
    assert!(
        stage
            .effects
            .iter()
            .any(|effect| matches!(effect, Effect::SaveVenue { venue, .. } if venue.id == "example-barn"))
    );
    assert!(stage.saved().contains("venues = [\"example-barn\"]"), "{}", stage.saved());
}

#[test]
fn an_editor_that_changed_nothing_changes_nothing_and_a_date_stays_a_date() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    let starts = stage.open().page().fields.iter().position(|f| f.path == path("starts")).unwrap();
    for _ in 0..starts {
        stage.press(&["Tab"]);
    }
    let shown = stage.open().input.as_ref().unwrap().area.text().to_owned();
    stage.tell(Msg::EditorClosed(Ok(shown)));
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
    stage.tell(Msg::EditorClosed(Ok("2 December 2026".into())));
    assert!(stage.saved().contains("starts = 2026-12-02"), "{}", stage.saved());
}

#[test]
fn a_redo_that_is_not_saved_yet_is_put_away_when_another_hand_changes_the_plan() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab"]);
    stage.type_text("mine");
    stage.press(&["Ctrl+Z"]);
    stage.save_arrives();
    stage.press(&["Ctrl+Y"]);
    let theirs = NEW_PLAN.replace("Inspector, West Dorset", "Chief Inspector");
    stage.tell(Msg::ChangedOutside { file: "2026-27/west-dorset.toml".into(), text: theirs, generation: 1 });
    let kept =
        stage.effects.iter().any(|e| matches!(e, Effect::KeepAside { text, .. } if text.contains("mine")));
    assert!(kept, "{:?}", stage.effects.last());
}

#[test]
fn a_row_removed_here_and_changed_by_another_hand_is_told() {
    let text = format!("{NEW_PLAN}\n[[priorities]]\nid = \"p1\"\ntitle = \"Fraud\"\n");
    let mut stage = Stage::plan(80, 24, &text);
    stage.press(&["F3", "Delete"]);
    let theirs = format!("{text}source = \"their words\"\n");
    stage.tell(Msg::ChangedOutside { file: "2026-27/west-dorset.toml".into(), text: theirs, generation: 1 });
    let kept = stage
        .effects
        .iter()
        .any(|e| matches!(e, Effect::KeepAside { text, .. } if text.contains("their words")));
    assert!(kept && stage.screen().contains("same place"), "{}", stage.screen());
}

#[test]
fn a_text_scrolled_beyond_its_end_is_still_there() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F1", "End", "Down", "PageDown", "Up"]);
    assert!(stage.screen().contains("1 more line:"), "{}", stage.screen());
}

#[test]
fn a_line_whose_row_was_taken_away_begins_anew() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "n"]);
    stage.type_text("Stall");
    let theirs = format!("{NEW_PLAN}email = \"x\"\n");
    stage.open().doc = Document::parse(&theirs).unwrap();
    stage.type_text("s");
    assert_eq!(stage.open().doc.plan().activities().next().unwrap().1.title, "Stalls");
    stage.press(&["Esc"]);
    assert!(stage.open().quick.is_none());
}

#[test]
fn a_tab_in_a_burst_of_keys_goes_on_to_the_next_field() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Tab"]);
    stage.tell(Msg::Input(crate::tui::input::Input::Burst("insp@example.police.uk\tA town".into())));
    let plan = stage.open().doc.plan().clone();
    assert_eq!(
        (plan.author.email.as_str(), plan.profile.summary.as_str()),
        ("insp@example.police.uk", "A town")
    );
}

#[test]
fn nobody_leaves_unsaved_without_being_told() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.type_text("x");
    let problem = crate::problem::Problem::new("the disk is full", "Make room.");
    let file = "2026-27/west-dorset.toml".to_owned();
    stage.tell(Msg::SaveFailed { file, number: 1, problem });
    stage.press(&["Esc", "Ctrl+Q"]);
    assert_eq!(stage.model.ending, crate::tui::model::Ending::Running);
    assert!(stage.screen().contains("Ctrl+Q again"), "{}", stage.screen());
    stage.press(&["Ctrl+Q"]);
    assert_eq!(stage.model.ending, crate::tui::model::Ending::AsSoonAsSaved);
}

#[test]
fn what_was_written_for_a_version_is_there_when_the_form_is_opened_again() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    let prepared = |proposed: &str| Msg::RecordPrepared { message: proposed.into(), author: None };
    stage.tell(prepared("West Dorset 2026-27: begun"));
    stage.type_text(" by the team\nInspector");
    stage.press(&["Esc"]);
    assert!(stage.screen().contains("What you wrote for this version is kept"), "{}", stage.screen());
    stage.tell(prepared("West Dorset 2026-27: 1 priority added"));
    let screen = stage.screen();
    assert!(screen.contains("begun by the team") && screen.contains("Inspector"), "{screen}");
    // Recording can fail: then it is there still.
    stage.type_text("\n\ninspector@example.police.uk\n");
    assert!(matches!(stage.effects.last(), Some(Effect::Record { .. })), "{:?}", stage.effects.last());
    stage.tell(prepared("West Dorset 2026-27: 2 priorities added"));
    assert!(stage.screen().contains("begun by the team"), "{}", stage.screen());
    stage.press(&["Esc"]);
    stage.tell(Msg::VersionRecorded { words: "Recorded".into() });
    stage.tell(prepared("West Dorset 2026-27: 3 priorities added"));
    assert!(stage.screen().contains("3 priorities added"), "{}", stage.screen());
}

#[test]
fn what_the_program_proposed_for_a_version_is_proposed_anew() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.tell(Msg::RecordPrepared { message: "West Dorset 2026-27: begun".into(), author: None });
    stage.press(&["Esc"]);
    stage.tell(Msg::RecordPrepared { message: "West Dorset 2026-27: 1 priority added".into(), author: None });
    assert!(stage.screen().contains("1 priority added"), "{}", stage.screen());
}

#[test]
fn a_pasted_table_that_was_left_is_opened_again_by_name() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab"]);
    stage.paste("What\tWhen\nDrop-in\t1st Thu monthly\nMeeting\t11/3/27\n");
    stage.press(&["Esc"]);
    assert!(stage.screen().contains("The table is kept"), "{}", stage.screen());
    stage.press(&["Ctrl+K"]);
    stage.type_text("pasted table");
    stage.press(&["Enter"]);
    assert!(stage.screen().contains("2 rows will be added"), "{}", stage.screen());
    stage.press(&["Enter"]);
    assert_eq!(stage.open().doc.plan().activities().count(), 2);
    stage.press(&["Ctrl+K"]);
    stage.type_text("pasted table");
    stage.press(&["Enter"]);
    assert!(stage.screen().contains("No pasted table was left here"), "{}", stage.screen());
}

#[test]
fn a_clash_is_told_in_the_words_of_the_form() {
    let text = format!("{NEW_PLAN}\n[[priorities]]\nid = \"p1\"\ntitle = \"Fraud\"\n");
    let mut stage = Stage::plan(80, 24, &text);
    stage.press(&["F3", "Enter"]);
    stage.type_text("s");
    let theirs = text.replace("Fraud", "Scams");
    stage.tell(Msg::ChangedOutside { file: "2026-27/west-dorset.toml".into(), text: theirs, generation: 1 });
    let screen = stage.screen().replace('\n', " ");
    assert!(screen.contains("Priorities, Fraud") && !screen.contains("priorities.p1"), "{screen}");
}

#[test]
fn a_row_begun_and_left_with_nothing_in_it_is_taken_back() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["F3", "F3", "F3", "Tab", "b"]);
    assert_eq!(stage.open().doc.plan().activities().count(), 1);
    stage.press(&["Esc"]);
    assert_eq!(stage.open().doc.plan().activities().count(), 0, "{}", stage.open().doc.text());
    stage.press(&["b"]);
    stage.type_text("x");
    stage.press(&["Esc"]);
    assert_eq!(stage.open().doc.plan().activities().count(), 1);
}

#[test]
fn what_is_undone_is_compared_with_the_last_version() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.type_text("x");
    stage.save_arrives();
    assert!(!stage.effects.iter().any(|effect| matches!(effect, Effect::CompareWithRecorded { .. })));
    stage.press(&["Ctrl+Z"]);
    stage.save_arrives();
    assert!(matches!(stage.effects.last(), Some(Effect::CompareWithRecorded { .. })), "{:?}", stage.effects);
    let file = stage.open().place.file.clone();
    stage.tell(Msg::RecordedKnown { file, recorded: Recorded::Same });
    assert!(stage.screen().contains(", recorded"), "{}", stage.screen());
}

#[test]
fn a_filter_that_lets_nothing_through_says_so_and_esc_takes_it_away() {
    let text = format!("{NEW_PLAN}\n[[priorities]]\nid = \"p1\"\ntitle = \"Fraud\"\n");
    let mut stage = Stage::plan(80, 24, &text);
    stage.press(&["F3", "/"]);
    stage.type_text("zzz\n");
    let screen = stage.screen();
    assert!(screen.contains("Nothing matches.") && screen.contains("Filter: zzz  Esc shows all"), "{screen}");
    stage.press(&["Esc"]);
    let screen = stage.screen();
    assert!(screen.contains("Fraud") && !screen.contains("Filter"), "{screen}");
}

#[test]
fn what_stands_in_another_areas_plan_is_told_once_all_plans_are_read_and_not_in_the_middle_of_a_word() {
    use crate::check::{Copies, copies::PlanTexts};
    let text = (0..30).map(|nth| format!("w{nth}")).collect::<Vec<_>>().join(" ");
    let theirs = format!("[profile]\nsummary = \"{text}\"\n");
    let known = || {
        Msg::CopiesKnown(std::sync::Arc::new(Copies::new(vec![PlanTexts::of(
            "poole", "2026-27", None, &theirs,
        )])))
    };
    let copied =
        |stage: &mut Stage| stage.open().report.findings.iter().any(|flag| flag.rule == "copied-from-area");
    let mut stage = Stage::plan(80, 24, &format!("{NEW_PLAN}\n{theirs}"));
    assert!(!copied(&mut stage));
    stage.tell(known());
    assert!(copied(&mut stage));
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.open().go_to(&path("profile.summary"));
    stage.paste(&text);
    stage.tell(known());
    assert!(!copied(&mut stage), "it is still being written");
    stage.press(&["Tab"]);
    assert!(copied(&mut stage));
    stage.tell(Msg::DirectoryChanged);
    assert!(stage.effects.contains(&Effect::ReadCopies));
}

/// Two activities with a venue written in, one over a link; the second and third lack their access and purpose.
const THREE: &str = "\n[[standards.face-to-face.activities]]\nid = \"a1\"\ntitle = \"First\"\nvenue = \"Chapel\"\n\
    access = [\"step-free\"]\n[[standards.face-to-face.activities]]\nid = \"a2\"\ntitle = \"Second\"\n\
    venue = \"Barn\"\n[[standards.face-to-face.activities]]\nid = \"a3\"\ntitle = \"Third\"\nlink = \"online\"\n";

#[test]
fn access_is_filled_down_only_where_a_venue_is_written_in() {
    let mut stage = Stage::plan(80, 24, &format!("{NEW_PLAN}{THREE}"));
    let access = FieldPath::parse("standards.face-to-face.activities.a1.access").unwrap();
    assert!(stage.open().go_to(&access));
    stage.press(&["Ctrl+D"]);
    assert!(stage.screen().contains("Filled in 1 other row"), "{}", stage.screen());
    let plan = stage.open().doc.plan().clone();
    let access: Vec<usize> = plan.activities().map(|(_, activity)| activity.access.len()).collect();
    assert_eq!(access, [1, 1, 0]);
}

#[test]
fn a_column_is_filled_down_only_in_the_rows_that_are_shown() {
    let mut stage = Stage::plan(80, 24, &format!("{NEW_PLAN}{THREE}"));
    let cell =
        |row: &str| FieldPath::parse(&format!("standards.face-to-face.activities.{row}.purpose")).unwrap();
    stage.open().open_column(&[cell("a1"), cell("a3")]);
    stage.press(&["Ctrl+D"]);
    assert!(stage.screen().contains("This one is empty"), "{}", stage.screen());
    stage.type_text("To talk");
    stage.press(&["Ctrl+D"]);
    let plan = stage.open().doc.plan().clone();
    let purposes: Vec<&str> = plan.activities().map(|(_, activity)| activity.purpose.as_str()).collect();
    assert_eq!(purposes, ["To talk", "", "To talk"]);
}

#[test]
fn the_next_flag_of_a_column_is_behind_it_from_whichever_row() {
    let mut stage = Stage::plan(80, 24, &format!("{NEW_PLAN}{THREE}"));
    let cell =
        |row: &str| FieldPath::parse(&format!("standards.face-to-face.activities.{row}.purpose")).unwrap();
    let rows = ["a1", "a2", "a3"];
    let mut visited = Vec::new();
    for at in 0..3 {
        stage.open().go_to_section(3);
        stage.open().open_column(&rows.map(cell));
        for _ in 0..at {
            stage.press(&["Down"]);
        }
        stage.press(&["F8"]);
        let gone_to = stage.open().flag_gone_to.clone().expect("a flag");
        visited.push(gone_to);
    }
    assert_eq!(visited[0], visited[1]);
    assert_eq!(visited[1], visited[2]);
}

#[test]
fn recording_what_is_recorded_leaves_it_recorded() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    let file = stage.open().place.file.clone();
    stage.tell(Msg::RecordedKnown { file, recorded: Recorded::Same });
    stage.press(&["F9"]);
    stage.save_arrives();
    assert!(stage.screen().contains(", recorded"), "{}", stage.screen());
}

#[test]
fn esc_behind_a_row_that_closed_itself_stays_in_the_plan_once() {
    let mut stage =
        Stage::plan(80, 24, &format!("{NEW_PLAN}\n[[priorities]]\nid = \"p1\"\ntitle = \"Fraud\"\n"));
    stage.press(&["F3", "Enter"]);
    for _ in 0..20 {
        if stage.open().pages.len() == 1 {
            break;
        }
        stage.press(&["Tab"]);
    }
    stage.press(&["Esc"]);
    assert!(stage.screen().contains("Esc again goes to the list of areas"), "{}", stage.screen());
    stage.press(&["Esc"]);
    assert!(stage.screen().contains("Plans · Dorset Police"), "{}", stage.screen());
}

#[test]
fn undo_takes_back_a_change_of_the_venue_book_that_came_last() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.type_text("x");
    stage.press(&["Ctrl+K"]);
    stage.type_text("venue book\n\n");
    stage.press(&["Ctrl+A", "Delete"]);
    stage.type_text("Another Hall");
    stage.press(&["Esc", "Esc"]);
    let text = stage.open().doc.text().to_owned();
    stage.press(&["Ctrl+Z"]);
    let Some(Effect::SaveVenue { venue, before }) = stage.effects.last() else {
        panic!("{:?}", stage.effects)
    };
    assert_eq!((venue.name.as_str(), before.name.as_str()), ("Example Hall", "Another Hall"));
    assert_eq!(stage.open().doc.text(), text, "the plan stays");
    stage.press(&["Ctrl+Z"]);
    assert_eq!(stage.open().doc.text(), NEW_PLAN);
}

#[test]
fn a_standard_is_gone_to_by_its_number_from_the_commands() {
    let mut stage = Stage::plan(80, 24, NEW_PLAN);
    stage.press(&["Ctrl+K"]);
    stage.type_text("standard 5\n\n");
    assert!(stage.screen().contains("section 7 of 11"), "{}", stage.screen());
}

#[test]
fn what_is_typed_takes_the_place_of_a_date() {
    let mut stage =
        Stage::plan(80, 24, &format!("{NEW_PLAN}\n[[priorities]]\nid = \"p1\"\nagreed = 2026-10-01\n"));
    assert!(stage.open().go_to(&FieldPath::parse("priorities.p1.agreed").unwrap()));
    stage.type_text("2 Nov 2026");
    assert!(stage.saved().contains("agreed = 2026-11-02"), "{}", stage.saved());
}

#[test]
fn a_plan_is_taken_out_of_the_list_and_brought_back() {
    let mut stage = Stage::directory(80, 24);
    let row = |plan| AreaRow { id: "poole".into(), name: "Poole".into(), period: "2026-27".into(), plan };
    stage.tell(Msg::AreasListed(vec![row(AreaPlan::There)]));
    stage.press(&["Delete"]);
    assert!(matches!(stage.effects.last(), Some(Effect::RemovePlan { area, .. }) if area == "poole"));
    stage.tell(Msg::PlanRemoved {
        file: "2026-27/poole.toml".into(),
        text: "x".into(),
        name: "Poole".into(),
    });
    stage.tell(Msg::AreasListed(vec![row(AreaPlan::NotStarted)]));
    assert!(stage.screen().contains("Taken out: Poole. Ctrl+Z brings it back."), "{}", stage.screen());
    stage.press(&["Delete"]);
    assert!(stage.screen().contains("no plan to take out"), "{}", stage.screen());
    stage.press(&["Ctrl+Z"]);
    assert!(matches!(stage.effects.last(), Some(Effect::BringBack { text, .. }) if text == "x"));
}

#[test]
fn a_plan_moves_to_another_edition_by_name_and_back_by_undo() {
    let text = format!(
        "{NEW_PLAN}\n[standards.inclusion]\ncommitment = \"We reach out.\"\nown-note = \"Ask the panel.\"\n\n[standards.feedback]\ncommitment = \"We report.\"\n"
    );
    let mut stage = Stage::plan(80, 24, &text);
    let before = stage.open().doc.text().to_owned();
    stage.press(&["Ctrl+K"]);
    stage.type_text("another edition");
    stage.press(&["Enter"]);
    let preview = stage.screen();
    assert!(preview.contains("Move this plan to") && preview.contains("both whole"), "{preview}");
    stage.press(&["Esc"]);
    assert_eq!(stage.open().doc.text(), before, "Esc leaves it as it is");
    stage.press(&["Ctrl+K"]);
    stage.type_text("another edition");
    stage.press(&["Enter", "Enter"]);
    let plan = stage.open();
    assert_eq!((plan.around.edition.id.as_str(), plan.doc.plan().edition.as_str()), ("newer", "newer"));
    assert!(plan.doc.text().contains("We report.\n\nWe reach out."), "{}", plan.doc.text());
    assert!(plan.go_to(&FieldPath::of(["standards", "feedback", "own-note"])), "what is kept has a field");
    assert!(stage.screen().contains("Ask the panel."), "{}", stage.screen());
    stage.press(&["Ctrl+Z"]);
    let plan = stage.open();
    assert_eq!((plan.doc.text(), plan.around.edition.id.as_str()), (before.as_str(), "nec-2020"));
}
