use super::Motion::*;
use super::*;

#[test]
fn steps_go_over_what_a_person_sees_as_one() {
    prose("a|👩‍👩‍👧b", &[go(Right)], "a👩‍👩‍👧|b");
    prose("a👩‍👩‍👧|b", &[go(Left)], "a|👩‍👩‍👧b");
    prose("a|\nb", &[go(Right)], "a\n|b");
    prose("|a", &[go(Left)], "|a");
    prose("a[bc|]d", &[go(Left)], "a|bcd");
    prose("a[|bc]d", &[go(Right)], "abc|d");
    prose("a[bc|]d", &[go(TextEnd)], "abcd|");
}

#[test]
fn words_stop_at_paragraphs_and_keep_their_apostrophes() {
    prose("|the officer’s car", &[go(WordRight), go(WordRight)], "the officer’s |car");
    prose("the officer’s car|", &[go(WordLeft), go(WordLeft)], "the |officer’s car");
    prose("one, |two", &[go(WordLeft)], "one|, two");
    prose("one|  \n  two", &[go(WordRight)], "one  |\n  two");
    prose("one\n|two", &[go(WordLeft)], "one|\ntwo");
    prose("one|\ntwo", &[go(WordRight)], "one\n|two");
    prose("one\n  |two", &[go(WordLeft)], "one\n|  two");
    prose("|", &[go(WordLeft), go(WordRight)], "|");
    line("one\r\n|two", &[go(WordLeft)], "one|\r\ntwo");
}

#[test]
fn selections_are_carried_along() {
    prose("a|bcd", &[extend(Right), extend(Right)], "a[bc|]d");
    prose("a[bc|]d", &[extend(Left), extend(Left), extend(Left)], "[|a]bcd");
    prose("ab|cd", &[extend(TextStart)], "[|ab]cd");
    prose("ab|cd", &[extend(WordRight), extend(Left)], "ab[c|]d");
    prose("ab|cd", &[TextCommand::SelectAll], "[abcd|]");
}

/// As [`prose`], in a field whose rows are `columns` wide.
#[track_caller]
fn narrow(columns: u16, before: &str, commands: &[TextCommand], after: &str) {
    let mut area = area(before, Shape::Prose);
    area.resize(columns + 1, 4);
    for command in commands {
        area.apply(command.clone());
    }
    assert_eq!(marked(&area), after, "after {commands:?} on {before:?}");
}

#[test]
fn rows_are_those_on_the_screen() {
    // "one two " / "three"
    narrow(8, "o|ne two three", &[go(Down)], "one two t|hree");
    narrow(8, "one two th|ree", &[go(Up)], "on|e two three");
    narrow(8, "one two th|ree", &[go(LineStart)], "one two |three");
    narrow(8, "one two |three", &[go(LineEnd)], "one two three|");
    narrow(8, "|one two three", &[go(LineEnd)], "one two| three");
    narrow(8, "|one two three", &[go(LineEnd), go(LineEnd)], "one two| three");
    narrow(3, "|abcdef", &[go(LineEnd)], "ab|cdef");
    narrow(8, "o|ne", &[go(Up), go(Down)], "o|ne");
    narrow(8, "one\nt|wo", &[extend(Up)], "o[|ne\nt]wo");
}

#[test]
fn the_column_is_kept_over_shorter_rows() {
    narrow(20, "abcde|f\nab\nabcdef", &[go(Down), go(Down)], "abcdef\nab\nabcde|f");
    narrow(20, "abcdef\nab\nabcde|f", &[go(Up), go(Up)], "abcde|f\nab\nabcdef");
    narrow(20, "abcde|f\nab\nabcdef", &[go(Down), go(Left), go(Down)], "abcdef\nab\na|bcdef");
    // A wide character is not entered half way.
    narrow(20, "abc|d\n你好吗", &[go(Down)], "abcd\n你|好吗");
    narrow(20, "a\tb|\n12345678", &[go(Down)], "a\tb\n12345|678");
}

#[test]
fn a_page_is_a_row_less_than_is_in_view() {
    narrow(20, "a|\nb\nc\nd\ne\nf\n", &[go(PageDown)], "a\nb\nc\nd|\ne\nf\n");
    narrow(20, "a|\nb\nc\nd\ne\nf\n", &[go(PageDown), go(PageDown), go(PageDown)], "a\nb\nc\nd\ne\nf\n|");
    narrow(20, "a\nb\nc\nd\ne|\nf\n", &[go(PageUp)], "a\nb|\nc\nd\ne\nf\n");
    narrow(20, "a\nb\nc\nd\ne\nf\n|", &[extend(PageUp)], "a\nb\nc\n[|d\ne\nf\n]");
}

#[test]
fn one_line_fields_leave_up_and_down_to_the_form() {
    for motion in [Up, Down, PageUp, PageDown] {
        assert_eq!(area("a|b", Shape::Line).apply(go(motion)), Change::None);
    }
    line("a|b", &[go(LineStart)], "|ab");
    line("a|b", &[go(LineEnd)], "ab|");
}

#[test]
fn any_offset_is_brought_to_a_boundary() {
    let mut text = area("a👩‍👩‍👧b|", Shape::Prose);
    for inside in 1..1 + "👩‍👩‍👧".len() {
        text.set_cursor(inside);
        assert_eq!(marked(&text), "a|👩‍👩‍👧b");
    }
    text.set_cursor(1000);
    assert_eq!(marked(&text), "a👩‍👩‍👧b|");
}

#[test]
fn a_click_lands_on_what_is_shown() {
    let mut text = area("|one two three\nfour", Shape::Prose);
    text.resize(9, 2);
    for (column, row, offset) in [(0, 0, 0), (2, 0, 2), (8, 0, 7), (0, 1, 8), (50, 1, 13), (0, 9, 14)] {
        assert_eq!(text.offset_at(column, row), offset, "{column}, {row}");
    }
    text.apply(go(TextEnd));
    assert_eq!((text.first_row(), text.offset_at(1, 0)), (1, 9));
}
