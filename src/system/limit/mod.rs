//! How much memory and time a process of this program may take, and that none outlives the one
//! that has started it.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub use unix::Held;
#[cfg(windows)]
pub use windows::Held;

/// What a process may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How many bytes of memory. One that takes more and more ends itself, and not the programs
    /// beside it.
    pub memory: u64,
    /// How many seconds of a processor's time.
    pub seconds: Option<u64>,
}
