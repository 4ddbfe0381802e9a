//! What an edition brings: standards of its own, set aside, another edition.

use crate::plan::{Document, FieldPath};
use crate::tui::testing::{NEW_PLAN, Stage};

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
