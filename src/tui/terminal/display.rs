//! Where frames are drawn.

use std::io::{self, Stdout};

use ratatui::backend::CrosstermBackend;
use ratatui::layout::Size;
use ratatui::{Frame, Terminal};

use super::Frames;

/// The screen, once [`super::Modes`] has taken the terminal over. Only cells that changed are written.
pub struct Display {
    terminal: Terminal<CrosstermBackend<Frames<Stdout>>>,
    frames: Frames<Stdout>,
}

impl Display {
    /// A screen as large as the terminal.
    pub fn new() -> io::Result<Self> {
        let frames = Frames::new(io::stdout());
        Ok(Display { terminal: Terminal::new(CrosstermBackend::new(frames.clone()))?, frames })
    }

    /// How large the terminal is now.
    pub fn size(&self) -> io::Result<Size> {
        self.terminal.size()
    }

    /// Draws a frame, at the terminal's size of now, and sends it in one write.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(view)?;
        self.frames.send()
    }

    /// Forgets what is on the screen, after the terminal was taken anew: the next frame is drawn whole.
    pub fn forget(&mut self) -> io::Result<()> {
        // Ratatui's own `clear` asks the terminal where its cursor is, and the answer would be read as keys.
        let size = self.size()?;
        self.frames.forget();
        self.terminal.resize(size.into())
    }
}
