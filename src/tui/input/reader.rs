//! The thread that reads the terminal.

use std::convert::Infallible;
use std::io;
use std::ops::ControlFlow;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use ratatui::crossterm::event::{self, Event};

use super::Input;
use super::burst::{inputs, is_printable};

/// How long a key is looked at for others that came with it. Crossterm tells of none when asked not to wait.
const AT_ONCE: Duration = Duration::from_micros(200);

/// How long more is waited for where a long paste is under way: it is many reads, with hardly a pause.
const QUIET: Duration = Duration::from_millis(100);

/// From how many printable characters on a paste is a long one, which no quick typing is.
const LONG: usize = 256;

/// How many events one batch can hold: several times 5,000 words.
const MOST: usize = 256 * 1024;

/// What one read brought.
#[derive(Debug)]
pub struct Batch {
    pub inputs: Vec<Input>,
    /// Nothing more is read until this is dropped.
    pub hold: Hold,
}

/// Holds the reading of the terminal while it lives: so that another program, to which the terminal is
/// lent, gets all the keys that are meant for it.
#[derive(Debug)]
pub struct Hold {
    _open: mpsc::Sender<Infallible>,
}

/// Starts reading the terminal in a thread of its own, until `deliver` breaks or the terminal is gone.
///
/// The thread is never waited for: after a hang-up crossterm neither returns nor fails (its issue 793), and
/// the process ends on the signal instead.
pub fn spawn(mut deliver: impl FnMut(Batch) -> ControlFlow<()> + Send + 'static) -> io::Result<()> {
    let reader = thread::Builder::new().name("terminal".to_owned());
    reader.spawn(move || while read(&mut Terminal, &mut deliver).is_continue() {})?;
    Ok(())
}

/// Reads and delivers once, and waits until what was delivered is let go.
fn read(events: &mut impl Events, deliver: &mut impl FnMut(Batch) -> ControlFlow<()>) -> ControlFlow<()> {
    let (open, held) = mpsc::channel();
    let hold = Hold { _open: open };
    match burst(events) {
        Ok(events) => {
            deliver(Batch { inputs: inputs(events), hold })?;
            // Nothing is ever sent: this ends when the other side is dropped.
            let _ = held.recv();
            ControlFlow::Continue(())
        }
        Err(_) => {
            deliver(Batch { inputs: vec![Input::Gone], hold })?;
            ControlFlow::Break(())
        }
    }
}

/// Where events come from.
trait Events {
    /// Waits for an event.
    fn next(&mut self) -> io::Result<Event>;
    /// Whether one is there, or arrives within a time.
    fn ready(&mut self, within: Duration) -> io::Result<bool>;
}

struct Terminal;

impl Events for Terminal {
    fn next(&mut self) -> io::Result<Event> {
        event::read()
    }

    fn ready(&mut self, within: Duration) -> io::Result<bool> {
        event::poll(within)
    }
}

/// Waits for an event and takes all that came with it; of a long paste, what follows as well.
fn burst(events: &mut impl Events) -> io::Result<Vec<Event>> {
    let mut taken = vec![events.next()?];
    let mut printable = usize::from(is_printable(&taken[0]));
    while taken.len() < MOST && events.ready(if printable < LONG { AT_ONCE } else { QUIET })? {
        let event = events.next()?;
        printable += usize::from(is_printable(&event));
        taken.push(event);
    }
    Ok(taken)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::collections::VecDeque;

    use ratatui::crossterm::event::KeyCode;

    use super::super::KeyPress;
    use super::*;

    /// Reads, each with what is ready at once, and how soon the next follows.
    struct Script(VecDeque<(&'static str, Duration)>);

    impl Events for Script {
        fn next(&mut self) -> io::Result<Event> {
            let (text, _) = self.0.front_mut().ok_or(io::ErrorKind::UnexpectedEof)?;
            if text.is_empty() {
                self.0.pop_front();
                return self.next();
            }
            let c = text.chars().next().expect("a character");
            *text = &text[c.len_utf8()..];
            Ok(Event::Key(KeyCode::Char(c).into()))
        }

        fn ready(&mut self, within: Duration) -> io::Result<bool> {
            Ok(match self.0.front() {
                None => false,
                Some(("", pause)) => self.0.len() > 1 && *pause <= within,
                Some(_) => true,
            })
        }
    }

    fn script(reads: &[(&'static str, u64)]) -> Script {
        Script(reads.iter().map(|(text, pause)| (*text, Duration::from_millis(*pause))).collect())
    }

    fn delivered(reads: &[(&'static str, u64)]) -> Vec<Vec<Input>> {
        let mut events = script(reads);
        let mut out = Vec::new();
        let mut deliver = |batch: Batch| {
            out.push(batch.inputs);
            ControlFlow::Continue(())
        };
        while read(&mut events, &mut deliver).is_continue() {}
        out
    }

    fn key(c: char) -> Input {
        Input::Key(KeyPress::plain(KeyCode::Char(c)))
    }

    #[test]
    fn each_key_is_delivered_as_it_is_typed() {
        assert_eq!(delivered(&[("a", 5), ("b", 5)]), [vec![key('a')], vec![key('b')], vec![Input::Gone]]);
    }

    #[test]
    fn a_long_paste_in_many_reads_is_one() {
        let burst = |text: &str| vec![Input::Burst(text.to_owned())];
        let long = "We meet. ".repeat(40);
        let long: &'static str = long.leak();
        assert_eq!(
            delivered(&[(long, 5), ("And more", 0)]),
            [burst(&format!("{long}And more")), vec![Input::Gone]]
        );
        assert_eq!(
            delivered(&[(long, 500), ("And more", 0)]),
            [burst(long), burst("And more"), vec![Input::Gone]]
        );
        // Short ones may have been typed, and what is typed next is not joined to them.
        assert_eq!(
            delivered(&[("title", 5), ("next", 0)]),
            [burst("title"), burst("next"), vec![Input::Gone]]
        );
    }

    #[test]
    fn nothing_is_read_while_a_batch_is_held() {
        let (send, receive) = mpsc::channel();
        let reader = thread::spawn(move || {
            let mut events = script(&[("a", 50), ("b", 50)]);
            let mut deliver = |batch| match send.send(batch) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            };
            while read(&mut events, &mut deliver).is_continue() {}
        });
        let first = receive.recv().expect("the first batch");
        assert!(!reader.is_finished() && receive.try_recv().is_err());
        drop(first);
        assert_eq!(receive.recv().expect("the second batch").inputs, [key('b')]);
        assert_eq!(receive.recv().expect("the end").inputs, [Input::Gone]);
        reader.join().expect("the reader ends");
    }
}
