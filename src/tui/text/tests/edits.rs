use super::super::Typing;
use super::TextCommand::*;
use super::*;

#[test]
fn typing_goes_in_at_the_cursor_and_takes_the_place_of_what_is_selected() {
    prose("ab|d", &[insert("c")], "abc|d");
    prose("a[bc|]d", &[insert("x")], "ax|d");
    prose("a[|bc]d", &[insert("x")], "ax|d");
    prose("one|two", &[Newline], "one\n|two");
    line("one|two", &[Newline], "one|two");
}

#[test]
fn one_step_deletes_what_a_person_sees_as_one() {
    prose("a👩‍👩‍👧|b", &[DeleteBack], "a|b");
    prose("a|👩‍👩‍👧b", &[DeleteForward], "a|b");
    prose("🇬🇧🇫🇷|", &[DeleteBack], "🇬🇧|");
    prose("cafe\u{301}|", &[DeleteBack], "caf|");
    prose("one\n|two", &[DeleteBack], "one|two");
    prose("one|\ntwo", &[DeleteForward], "one|two");
    prose("a[bc|]d", &[DeleteBack], "a|d");
    prose("a[|bc]d", &[DeleteForward], "a|d");
}

#[test]
fn words_are_deleted_with_the_blanks_before_the_next() {
    prose("meet the |people", &[DeleteWordBack], "meet |people");
    prose("meet the| people", &[DeleteWordBack], "meet | people");
    prose("meet |the people", &[DeleteWordForward], "meet |people");
    prose("the officer's| car", &[DeleteWordBack], "the | car");
    prose("one\n|two", &[DeleteWordBack], "one|two");
    prose("a [b|] c", &[DeleteWordBack], "a | c");
}

#[test]
fn an_accent_typed_alone_joins_its_letter() {
    prose("e|x", &[insert("\u{301}"), DeleteBack], "|x");
    // A joiner typed between two emoji makes one of them, which the cursor cannot be inside.
    prose("👩|👧x", &[insert("\u{200d}")], "👩\u{200d}👧|x");
}

#[test]
fn a_paste_becomes_what_the_field_can_hold() {
    prose("a|d", &[paste("b\r\nc")], "ab\nc|d");
    line("a |d", &[paste("b\r\nc\r\n")], "a b c|d");
    prose("[all|]", &[paste("“new” • text")], "“new” • text|");
    line("a|", &[insert("b\nc")], "ab c|");
}

#[test]
fn what_is_cut_and_copied_is_handed_out() {
    let mut text = area("a[bc|]d", Shape::Prose);
    assert_eq!(text.apply(Copy), Change::Copied("bc".to_owned()));
    assert_eq!(marked(&text), "a[bc|]d");
    assert_eq!(text.apply(Cut), Change::Cut("bc".to_owned()));
    assert_eq!(marked(&text), "a|d");
    assert_eq!((text.apply(Cut), text.apply(Copy)), (Change::None, Change::None));
}

#[test]
fn each_change_says_what_kind_it_was() {
    for (before, command, change) in [
        ("a|", insert("b"), Change::Typed(Typing::Letters)),
        ("a|", insert(" "), Change::Typed(Typing::Blanks)),
        ("a|", Newline, Change::Typed(Typing::Blanks)),
        ("a|", DeleteBack, Change::Typed(Typing::Deleting)),
        ("a|", DeleteWordBack, Change::Typed(Typing::Deleting)),
        ("a|", paste("b"), Change::Typed(Typing::Whole)),
        ("[a|]", insert("b"), Change::Typed(Typing::Whole)),
        ("[a|]", DeleteBack, Change::Typed(Typing::Whole)),
        ("|a", DeleteBack, Change::None),
        ("a|", DeleteForward, Change::None),
        ("[a|]", insert(""), Change::None),
        ("a|", go(Motion::Left), Change::Moved),
        ("a|", go(Motion::Right), Change::None),
        ("[a|]", go(Motion::Right), Change::Moved),
        ("a|", extend(Motion::Right), Change::None),
        ("a|", SelectAll, Change::Moved),
        ("[a|]", SelectAll, Change::None),
        ("|", SelectAll, Change::None),
    ] {
        assert_eq!(area(before, Shape::Prose).apply(command.clone()), change, "{command:?} on {before:?}");
    }
}

#[test]
fn undo_puts_the_cursor_at_the_end_of_what_it_brought_back() {
    for (before, text, after) in [
        ("one two three|", "one three", "one |three"),
        ("one |three", "one two three", "one two |three"),
        ("one two| three", "one 2 three", "one 2| three"),
        ("on|e", "one", "on|e"),
        ("[one|]", "one", "[one|]"),
        ("café|", "cafè", "cafè|"),
        ("👩‍👩‍👧|", "👩‍👩‍👦", "👩‍👩‍👦|"),
        ("all|", "", "|"),
    ] {
        let mut area = area(before, Shape::Prose);
        area.set_text(text);
        assert_eq!(marked(&area), after, "{before:?} to {text:?}");
    }
}

#[test]
fn another_hands_change_leaves_the_cursor_with_its_words() {
    for (before, text, after) in [
        ("one| three", "zero one three", "zero one| three"),
        ("one| two three", "one two 3", "one| two 3"),
        ("one tw|o three", "one three", "one |three"),
        ("a [b|] c", "0 a b c", "0 a [b|] c"),
        ("a [|b] c", "0 a b c", "0 a [|b] c"),
    ] {
        let mut area = area(before, Shape::Prose);
        area.refresh(text);
        assert_eq!(marked(&area), after, "{before:?} to {text:?}");
    }
}
