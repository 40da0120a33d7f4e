//! What git needs to know of this program, and what it asks of it.
//!
//! [`install`] writes into a repository which program shows the differences between
//! project files, and merges them; nothing in its work tree changes. [`textconv`] is
//! what git shows then. Merging is in [`crate::history::merge`]. Where a repository is of a
//! kind that cannot be read, [`state`] says so.

mod ask;
pub mod asker;
mod attributes;
pub mod names;
mod program;
mod quoting;
mod repository;
mod settings;
mod setup;
pub mod state;
pub mod textconv;

pub use repository::{NOWHERE, Repository};
pub use setup::{install, uninstall, working};

/// What becomes of something that is written into a repository, or was before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    /// It was not there.
    Added,
    /// It was there, but not the same.
    Updated,
    /// It was there.
    Kept,
    /// It is there no more.
    Removed,
}
