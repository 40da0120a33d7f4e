//! How far a long task has come, shown in one line of the terminal that is drawn over itself.
//!
//! The line is never wider than the terminal is at that moment, counted in columns, of which
//! a Chinese character takes two: a wider one would go on in the next line, and each time
//! leave one behind. It is short, too, and has no blanks behind it, so that it is still one
//! line where someone makes the terminal narrower.
//!
//! The lines of the indicatif crate are as wide as the terminal, and wrap where it becomes narrower.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use terminal_size::{Width, terminal_size_of};

use super::streams::{Loudness, is_said};
use crate::text::width::columns;

/// How long a drawn line stays at least.
const PAUSE: Duration = Duration::from_millis(100);
/// How many columns the bar has at most, and how few are still worth it.
const BAR: std::ops::RangeInclusive<usize> = 8..=30;
/// How wide a terminal is taken to be that does not say so.
const UNKNOWN: usize = 40;

/// So many things to do, and how many of them are done. Nothing is drawn but on a terminal.
pub struct Progress {
    total: usize,
    started: Instant,
    is_shown: bool,
    state: Mutex<State>,
}

struct State {
    done: usize,
    drawn: Instant,
}

impl Progress {
    /// Nothing done of `total` so far.
    pub fn new(total: usize) -> Self {
        // A dumb terminal cannot draw over what it has drawn.
        let is_dumb = env::var_os("TERM").is_some_and(|kind| kind == "dumb");
        let is_shown =
            total > 0 && !is_dumb && is_said(Loudness::Usual) && io::stderr().is_terminal();
        let started = Instant::now();
        let state = Mutex::new(State { done: 0, drawn: started });
        let progress = Self { total, started, is_shown, state };
        progress.draw(0);
        progress
    }

    /// One more is done.
    pub fn tick(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.done += 1;
        if state.drawn.elapsed() >= PAUSE {
            state.drawn = Instant::now();
            self.draw(state.done);
        }
    }

    fn draw(&self, done: usize) {
        let left = u32::try_from(self.total.saturating_sub(done)).unwrap_or(u32::MAX);
        let each =
            u32::try_from(done).ok().and_then(|done| self.started.elapsed().checked_div(done));
        let line = line(done, self.total, each.map(|each| each.saturating_mul(left)), width());
        self.write(&line);
    }

    /// Puts a line in the place of the last one.
    fn write(&self, line: &str) {
        if self.is_shown {
            // What is not drawn is drawn the next time.
            let _ = io::stderr().write_all(format!("\r\x1b[K{line}").as_bytes());
        }
    }
}

/// Leaves the line empty.
impl Drop for Progress {
    fn drop(&mut self) {
        self.write("");
    }
}

/// The line for a terminal of so many columns: what does not fit beside the numbers is left
/// out. The last column stays free, as some terminals begin a new line behind it.
pub fn line(done: usize, total: usize, left: Option<Duration>, width: usize) -> String {
    let room = width.saturating_sub(1);
    let numbers = format!("{done}/{total}");
    let counts = format!("{numbers} 份");
    let all = left.map(|left| format!("{counts}，还需 {}", rounded(left)));
    let texts = all.into_iter().chain([counts, numbers]);
    let Some(text) = texts.into_iter().find(|text| columns(text) <= room) else {
        return String::new();
    };
    // Between brackets, and a blank behind them.
    let cells = (room - columns(&text)).saturating_sub(3).min(*BAR.end());
    if !BAR.contains(&cells) {
        return text;
    }
    let full = (cells * done).checked_div(total).unwrap_or_default().min(cells);
    format!("[{}{}] {text}", "=".repeat(full), " ".repeat(cells - full))
}

fn rounded(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..60 => format!("{seconds} 秒"),
        seconds @ 60..3600 => format!("{} 分", seconds.div_ceil(60)),
        seconds => format!("{} 小时", seconds.div_ceil(3600)),
    }
}

fn width() -> usize {
    terminal_size_of(io::stderr()).map_or(UNKNOWN, |(Width(columns), _)| columns.into())
}
