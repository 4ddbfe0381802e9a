//! Keys by name, as xterm sends them.

/// The bytes of a key: "Enter", "Shift+Tab", "Ctrl+Right", "F8", "a".
pub fn bytes(name: &str) -> String {
    let mut parts: Vec<&str> = name.split('+').collect();
    let key = parts.pop().expect("a key");
    let shift = parts.contains(&"Shift");
    let alt = parts.contains(&"Alt");
    let ctrl = parts.contains(&"Ctrl");
    let held = 1 + u8::from(shift) + 2 * u8::from(alt) + 4 * u8::from(ctrl);
    match key {
        "Tab" if shift => "\x1b[Z".to_owned(),
        "Enter" => "\r".to_owned(),
        "Tab" => "\t".to_owned(),
        "Esc" => "\x1b".to_owned(),
        "Backspace" => "\x7f".to_owned(),
        "Space" => " ".to_owned(),
        "Up" => cursor('A', held),
        "Down" => cursor('B', held),
        "Right" => cursor('C', held),
        "Left" => cursor('D', held),
        "Home" => cursor('H', held),
        "End" => cursor('F', held),
        "Delete" => numbered(3, held),
        "PageUp" => numbered(5, held),
        "PageDown" => numbered(6, held),
        key if key.len() > 1 && key.starts_with('F') => match key[1..].parse::<u8>().expect("a function key")
        {
            number @ 1..=4 => format!("\x1bO{}", char::from(b'O' + number)),
            number @ 5..=5 => numbered(number + 10, held),
            number @ 6..=10 => numbered(number + 11, held),
            number => numbered(number + 12, held),
        },
        key => {
            let mut letters = key.chars();
            let (Some(letter), None) = (letters.next(), letters.next()) else {
                panic!("no key called {name}")
            };
            match (ctrl, alt) {
                (true, _) => char::from(letter.to_ascii_uppercase() as u8 & 0x1f).to_string(),
                (false, true) => format!("\x1b{letter}"),
                (false, false) => letter.to_string(),
            }
        }
    }
}

fn cursor(letter: char, held: u8) -> String {
    if held == 1 { format!("\x1b[{letter}") } else { format!("\x1b[1;{held}{letter}") }
}

fn numbered(number: u8, held: u8) -> String {
    if held == 1 { format!("\x1b[{number}~") } else { format!("\x1b[{number};{held}~") }
}
