//! Events of one read, as inputs. The rule is in the module above.

use ratatui::crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};

use super::{Input, KeyPress};

/// The inputs that events of one read stand for, in order.
pub fn inputs(events: impl IntoIterator<Item = Event>) -> Vec<Input> {
    let mut out = Vec::new();
    let mut keys = Vec::new();
    for event in events {
        match event {
            Event::Key(key) if key.kind == KeyEventKind::Release => {}
            Event::Key(key) => keys.push(key),
            other => {
                runs(std::mem::take(&mut keys), &mut out);
                out.extend(other_input(other));
            }
        }
    }
    runs(keys, &mut out);
    out
}

/// The keys that type a text, one by one.
pub fn keys_of(text: &str) -> Vec<KeyPress> {
    text.chars()
        .map(|c| match c {
            '\n' => KeyCode::Enter,
            '\t' => KeyCode::Tab,
            c => KeyCode::Char(c),
        })
        .map(KeyPress::plain)
        .collect()
}

/// Whether a key counts towards a burst.
pub(super) fn is_printable(event: &Event) -> bool {
    match event {
        Event::Key(key) => key.kind != KeyEventKind::Release && press(*key).character().is_some(),
        _ => false,
    }
}

fn other_input(event: Event) -> Option<Input> {
    match event {
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::Resize(columns, rows) => Some(Input::Resize(columns, rows)),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left)
            | MouseEventKind::Drag(MouseButton::Left)
            | MouseEventKind::ScrollUp
            | MouseEventKind::ScrollDown => Some(Input::Mouse(mouse)),
            _ => None,
        },
        Event::Key(_) | Event::FocusGained | Event::FocusLost => None,
    }
}

/// Splits keys into runs of text and the keys between them.
fn runs(events: Vec<KeyEvent>, out: &mut Vec<Input>) {
    let mut run = Vec::new();
    for key in presses(&events) {
        if text_of(key).is_some() {
            run.push(key);
        } else {
            finish(std::mem::take(&mut run), out);
            out.push(Input::Key(key));
        }
    }
    finish(run, out);
}

/// Puts out a run of keys that can all be text.
fn finish(run: Vec<KeyPress>, out: &mut Vec<Input>) {
    let is_character = |key: &KeyPress| key.character().is_some();
    let first = run.iter().position(is_character);
    let last = run.iter().rposition(is_character);
    let burst = match (first, last) {
        (Some(first), Some(last)) if first == last => 0..0,
        (Some(first), Some(last)) if run[first..=last].iter().all(is_character) => first..last + 1,
        (Some(_), Some(_)) => 0..run.len(),
        _ => 0..0,
    };
    out.extend(run[..burst.start].iter().copied().map(Input::Key));
    if !burst.is_empty() {
        out.push(Input::Burst(run[burst.clone()].iter().copied().filter_map(text_of).collect()));
    }
    out.extend(run[burst.end..].iter().copied().map(Input::Key));
}

/// What a key is as text.
fn text_of(key: KeyPress) -> Option<char> {
    match (key.code, key.modifiers) {
        (KeyCode::Enter, KeyModifiers::NONE) => Some('\n'),
        (KeyCode::Tab, KeyModifiers::NONE) => Some('\t'),
        _ => key.character(),
    }
}

/// The keys of one read, put right where a terminal's way of sending them hides what was pressed.
fn presses(events: &[KeyEvent]) -> Vec<KeyPress> {
    let mut out: Vec<KeyPress> = Vec::with_capacity(events.len());
    let mut rest = events.iter().copied().map(press).peekable();
    let line_feed = KeyPress::ctrl('j');
    while let Some(key) = rest.next() {
        match key {
            // CR LF is one new line.
            key if key == KeyPress::plain(KeyCode::Enter) => {
                rest.next_if_eq(&line_feed);
                out.push(key);
            }
            key if key == line_feed => out.push(KeyPress::plain(KeyCode::Enter)),
            key if key.modifiers.contains(KeyModifiers::ALT) && follows_escape(key.code) => {
                out.push(KeyPress::plain(KeyCode::Esc));
                out.push(KeyPress { modifiers: key.modifiers.difference(KeyModifiers::ALT), ..key });
            }
            key => out.push(key),
        }
    }
    mend_sequences(out)
}

/// Whether Alt with this key is what Escape and the key look like. Arrows and their like say Alt otherwise;
/// Alt+Backspace is known from other programs and kept.
fn follows_escape(code: KeyCode) -> bool {
    cfg!(not(windows)) && matches!(code, KeyCode::Char(_) | KeyCode::Enter | KeyCode::Tab | KeyCode::Esc)
}

/// Escape and a key that is itself a sequence, `ESC ESC [ B`, come out of crossterm as Escape, `[` and `B`. No
/// other bytes of one read do, for `ESC [ B` alone is the arrow.
fn mend_sequences(keys: Vec<KeyPress>) -> Vec<KeyPress> {
    let mut out = Vec::with_capacity(keys.len());
    let mut rest = keys.as_slice();
    while let [key, after @ ..] = rest {
        out.push(*key);
        rest = after;
        if cfg!(not(windows))
            && *key == KeyPress::plain(KeyCode::Esc)
            && let Some((key, length)) = sequence(after)
        {
            out.push(key);
            rest = &after[length..];
        }
    }
    out
}

/// The key whose sequence, without its Escape, begins these characters, and how many of them it takes.
fn sequence(keys: &[KeyPress]) -> Option<(KeyPress, usize)> {
    let text: String = keys.iter().take(8).map_while(|key| key.character()).collect();
    let letter = |c| match c {
        'A' => Some(KeyCode::Up),
        'B' => Some(KeyCode::Down),
        'C' => Some(KeyCode::Right),
        'D' => Some(KeyCode::Left),
        'F' => Some(KeyCode::End),
        'H' => Some(KeyCode::Home),
        'P'..='S' => Some(KeyCode::F(c as u8 - b'O')),
        'Z' => Some(KeyCode::BackTab),
        _ => None,
    };
    if let Some(name) = text.strip_prefix('O') {
        return Some((KeyPress::plain(letter(name.chars().next()?)?), 2));
    }
    let text = text.strip_prefix('[')?;
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ';')?;
    let (number, held) = text[..end].split_once(';').unwrap_or((&text[..end], "1"));
    let name = text[end..].chars().next()?;
    let code = match (name, number.parse().unwrap_or(1)) {
        ('~', 1 | 7) => KeyCode::Home,
        ('~', 3) => KeyCode::Delete,
        ('~', 4 | 8) => KeyCode::End,
        ('~', 5) => KeyCode::PageUp,
        ('~', 6) => KeyCode::PageDown,
        ('~', number @ 11..=15) => KeyCode::F(number - 10),
        ('~', number @ 17..=21) => KeyCode::F(number - 11),
        ('~', number @ 23..=24) => KeyCode::F(number - 12),
        (name, _) => letter(name)?,
    };
    // Shift, Alt and Ctrl are 1, 2 and 4, and one more.
    let held = held.parse::<u8>().unwrap_or(1).saturating_sub(1);
    let names = [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)];
    let modifiers = names.into_iter().filter(|(bit, _)| held & bit != 0).map(|(_, name)| name).collect();
    Some((KeyPress { code, modifiers }, 2 + end))
}

/// A key as the table of bindings names it.
fn press(event: KeyEvent) -> KeyPress {
    let KeyEvent { code, mut modifiers, .. } = event;
    let ctrl_alt = KeyModifiers::CONTROL.union(KeyModifiers::ALT);
    match code {
        KeyCode::BackTab => KeyPress::plain(code),
        KeyCode::Char(c) => {
            modifiers.remove(KeyModifiers::SHIFT);
            // Windows has the right-hand Alt as both, and the character is the one that it types.
            if cfg!(windows) && modifiers.contains(ctrl_alt) {
                modifiers.remove(ctrl_alt);
            }
            let c = if modifiers.contains(KeyModifiers::CONTROL) { c.to_ascii_lowercase() } else { c };
            KeyPress { code: KeyCode::Char(c), modifiers }
        }
        _ => KeyPress { code, modifiers },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]

    use super::*;

    /// Events as crossterm gives them for bytes in raw mode: `⎋` is Escape, `↓` an arrow, `⌫` Backspace.
    fn read(text: &str) -> Vec<Event> {
        text.chars()
            .map(|c| match c {
                '\r' => KeyCode::Enter.into(),
                '\n' => KeyEvent::new(KeyCode::Char('j'), KeyModifiers::CONTROL),
                '\t' => KeyCode::Tab.into(),
                '⎋' => KeyCode::Esc.into(),
                '↓' => KeyCode::Down.into(),
                '⌫' => KeyCode::Backspace.into(),
                c if c.is_uppercase() => KeyEvent::new(KeyCode::Char(c), KeyModifiers::SHIFT),
                c => KeyCode::Char(c).into(),
            })
            .map(Event::Key)
            .collect()
    }

    /// What comes of a read: keys in the same letters, bursts in quotes.
    fn came(text: &str) -> String {
        let mut out = String::new();
        for input in inputs(read(text)) {
            match input {
                Input::Burst(text) => out.push_str(&format!("{text:?}")),
                Input::Key(key) => out.push(match key.code {
                    KeyCode::Enter => '⏎',
                    KeyCode::Tab => '⇥',
                    KeyCode::Esc => '⎋',
                    KeyCode::Down => '↓',
                    KeyCode::Delete => '⌦',
                    KeyCode::F(1) => '①',
                    KeyCode::F(8) => '⑧',
                    KeyCode::Backspace => '⌫',
                    KeyCode::Char(c) => c,
                    _ => '?',
                }),
                other => out.push_str(&format!("{other:?}")),
            }
        }
        out
    }

    #[test]
    fn one_key_is_one_key() {
        for (read, expected) in
            [("a", "a"), ("A", "A"), ("\t", "⇥"), ("\r", "⏎"), ("\n", "⏎"), ("\r\n", "⏎"), ("⎋", "⎋")]
        {
            assert_eq!(came(read), expected, "{read:?}");
        }
    }

    #[test]
    fn more_than_one_printable_in_one_read_is_a_burst() {
        assert_eq!(came("We meet"), r#""We meet""#);
        assert_eq!(came("one\r\ntwo\nthree\rfour"), r#""one\ntwo\nthree\nfour""#);
        assert_eq!(came("one\r\n\r\ntwo\r\n"), r#""one\n\ntwo\n""#);
        assert_eq!(came("\tname\tpost\r\tPC\t\r"), r#""\tname\tpost\n\tPC\t\n""#);
    }

    #[test]
    fn a_key_at_the_end_of_one_line_is_a_key() {
        assert_eq!(came("Prevent scams\r"), r#""Prevent scams"⏎"#);
        assert_eq!(came("\tBridport\t"), r#"⇥"Bridport"⇥"#);
        assert_eq!(came("\t\tn"), "⇥⇥n");
        assert_eq!(came("n\r"), "n⏎");
        assert_eq!(came("\r\r\r"), "⏎⏎⏎");
    }

    #[test]
    fn other_keys_keep_their_place() {
        assert_eq!(came("ab↓cd⌫e"), r#""ab"↓"cd"⌫e"#);
        assert_eq!(came("a↓b"), "a↓b");
        assert_eq!(came("⌫⌫⌫"), "⌫⌫⌫");
        let resized = [read("ab"), vec![Event::Resize(80, 24)], read("c")].concat();
        let resize = Input::Resize(80, 24);
        let c = Input::Key(KeyPress::plain(KeyCode::Char('c')));
        assert_eq!(inputs(resized), [Input::Burst("ab".to_owned()), resize, c]);
    }

    #[test]
    fn a_marked_paste_is_what_the_terminal_says() {
        let text = "one\r\n\ttwo\r\n".to_owned();
        assert_eq!(inputs([Event::Paste(text.clone())]), [Input::Paste(text)]);
    }

    #[test]
    fn a_burst_as_keys_is_the_keys_that_it_was() {
        let keys: Vec<_> = inputs(read("nBridport\tSgt\r")).into_iter().collect();
        assert_eq!(keys, [Input::Burst("nBridport\tSgt\n".to_owned())]);
        let one_by_one: Vec<_> =
            read("nBridport\tSgt\r").into_iter().flat_map(|event| inputs([event])).collect();
        assert_eq!(keys_of("nBridport\tSgt\n").into_iter().map(Input::Key).collect::<Vec<_>>(), one_by_one);
    }

    #[cfg(not(windows))]
    #[test]
    fn escape_and_a_key_in_one_read_are_both_there() {
        let alt = |code| Event::Key(KeyEvent::new(code, KeyModifiers::ALT));
        let keys = |inputs: &[KeyCode]| {
            inputs.iter().map(|code| Input::Key(KeyPress::plain(*code))).collect::<Vec<_>>()
        };
        for code in [KeyCode::Char('n'), KeyCode::Enter, KeyCode::Tab] {
            assert_eq!(inputs([alt(code)]), keys(&[KeyCode::Esc, code]));
        }
        let leave = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::ALT | KeyModifiers::CONTROL);
        assert_eq!(
            inputs([Event::Key(leave)]),
            [Input::Key(KeyPress::plain(KeyCode::Esc)), Input::Key(KeyPress::ctrl('q'))]
        );
        assert_eq!(came("⎋[B"), "⎋↓");
        assert_eq!(came("⎋[3~ab⎋OPc"), r#"⎋⌦"ab"⎋①c"#);
        assert_eq!(came("⎋[19~n"), "⎋⑧n");
        assert_eq!(came("⎋[x"), r#"⎋"[x""#);
        let [_, Input::Key(held)] = inputs(read("⎋[1;6B"))[..] else { panic!("two keys") };
        assert_eq!((held.code, held.modifiers), (KeyCode::Down, KeyModifiers::SHIFT | KeyModifiers::CONTROL));
    }

    #[test]
    fn keys_are_named_one_way() {
        let one = |code, modifiers| inputs([Event::Key(KeyEvent::new(code, modifiers))]);
        let back_tab = Input::Key(KeyPress::plain(KeyCode::BackTab));
        assert_eq!(one(KeyCode::BackTab, KeyModifiers::SHIFT), [back_tab]);
        assert_eq!(one(KeyCode::Char('N'), KeyModifiers::CONTROL), [Input::Key(KeyPress::ctrl('n'))]);
        let shift_left = KeyPress { code: KeyCode::Left, modifiers: KeyModifiers::SHIFT };
        assert_eq!(one(KeyCode::Left, KeyModifiers::SHIFT), [Input::Key(shift_left)]);
        let released = KeyEvent::new_with_kind(KeyCode::Char('a'), KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(inputs([Event::Key(released)]), []);
    }
}
