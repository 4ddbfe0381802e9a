//! What is drawn, sent a frame at a time.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Frames longer than this are marked as one, so that a terminal that knows the marks shows them at once.
/// Shorter ones arrive in one piece anyway, and the marks would be a good part of them.
const LONG: usize = 1024;

const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// Gathers what is drawn until it is sent, in one write.
///
/// Clones share what they gather: one is for the backend to write to, one for the loop to send with.
/// Flushing does nothing, since backends flush in the middle of a frame.
#[derive(Debug)]
pub struct Frames<W> {
    shared: Arc<Mutex<Shared<W>>>,
}

#[derive(Debug)]
struct Shared<W> {
    out: W,
    frame: Vec<u8>,
    /// The frame that was sent last.
    last: Vec<u8>,
    sent: u64,
}

impl<W: Write> Frames<W> {
    pub fn new(out: W) -> Self {
        Frames { shared: Arc::new(Mutex::new(Shared { out, frame: Vec::new(), last: Vec::new(), sent: 0 })) }
    }

    /// Sends what was gathered; nothing where there is nothing, or where it would change nothing: backends put
    /// the cursor where it is even when no cell changed, and that is what the last frame ended with.
    pub fn send(&self) -> io::Result<()> {
        let Shared { out, frame, last, sent } = &mut *self.lock();
        if last.ends_with(frame) {
            frame.clear();
            return Ok(());
        }
        let marks: [&[u8]; 2] = if frame.len() > LONG { [BEGIN, END] } else { [&[], &[]] };
        let whole = [marks[0], frame, marks[1]].concat();
        *sent += u64::try_from(whole.len()).unwrap_or(u64::MAX);
        std::mem::swap(frame, last);
        frame.clear();
        out.write_all(&whole).and_then(|()| out.flush())
    }

    /// Forgets what was sent, after the terminal was another's.
    pub fn forget(&self) {
        self.lock().last.clear();
    }

    /// How many bytes were sent since the start.
    pub fn sent(&self) -> u64 {
        self.lock().sent
    }

    fn lock(&self) -> MutexGuard<'_, Shared<W>> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<W> Clone for Frames<W> {
    fn clone(&self) -> Self {
        Frames { shared: Arc::clone(&self.shared) }
    }
}

impl<W: Write> Write for Frames<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.lock().frame.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use ratatui::backend::CrosstermBackend;
    use ratatui::layout::Rect;
    use ratatui::text::Text;
    use ratatui::{Terminal, TerminalOptions, Viewport};

    use super::*;

    /// Notes each write apart.
    #[derive(Debug, Default)]
    struct Writes(Vec<String>);

    impl Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.push(String::from_utf8(bytes.to_vec()).unwrap());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn terminal(frames: &Frames<Writes>, width: u16) -> Terminal<CrosstermBackend<Frames<Writes>>> {
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, 10));
        Terminal::with_options(CrosstermBackend::new(frames.clone()), TerminalOptions { viewport }).unwrap()
    }

    #[test]
    fn a_frame_is_one_write_and_only_what_changed() {
        let frames = Frames::new(Writes::default());
        let mut terminal = terminal(&frames, 40);
        for text in ["We meet peopl", "We meet people"] {
            terminal
                .draw(|frame| {
                    frame.render_widget(text, frame.area());
                    frame.set_cursor_position((u16::try_from(text.len()).unwrap(), 0));
                })
                .unwrap();
            frames.send().unwrap();
        }
        // Drawn again with nothing changed, the cursor alone is gathered.
        terminal
            .draw(|frame| {
                frame.render_widget("We meet people", frame.area());
                frame.set_cursor_position((14, 0));
            })
            .unwrap();
        assert!(!frames.lock().frame.is_empty());
        frames.send().unwrap();
        let sent = frames.sent();
        let writes = &frames.lock().out.0;
        assert_eq!(writes.len(), 2);
        assert!(writes[1].contains('e') && !writes[1].contains("people"), "{writes:?}");
        assert!(writes[1].len() < 100, "{writes:?}");
        assert_eq!(sent, writes.iter().map(|write| write.len() as u64).sum::<u64>());
    }

    #[test]
    fn a_long_frame_is_marked_as_one() {
        let frames = Frames::new(Writes::default());
        let mut terminal = terminal(&frames, 200);
        let text = ["x".repeat(200).as_str()].repeat(10).join("\n");
        terminal.draw(|frame| frame.render_widget(Text::from(text), frame.area())).unwrap();
        frames.send().unwrap();
        let writes = &frames.lock().out.0;
        assert_eq!(writes.len(), 1);
        assert!(writes[0].starts_with("\u{1b}[?2026h") && writes[0].ends_with("\u{1b}[?2026l"), "{writes:?}");
    }
}
