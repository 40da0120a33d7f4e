//! Forms that people look at while they are being written.
//!
//! ```text
//!  files ──► Catalogue ──► list and totals
//!    │       all projects, examined as they change
//!    └─────► Sheet ───► findings, pages
//!            one open form, laid out by the Stage in a process of its own
//! ```
//!
//! A [`Desk`] has all of it. It knows no browser: what shows it to people asks it, and is told
//! when something has changed.

mod catalogue;
mod desk;
mod draft;
mod drafts;
mod edit;
mod follow;
mod gone;
mod keep;
pub mod paste;
mod recover;
mod sheet;
mod shelf;
mod stage;

pub use catalogue::Overview;
pub use desk::{Assets, Desk, Event, Refusal, Setting};
pub use edit::Choice;
pub use follow::Look;
pub use gone::Gone;
pub use sheet::{Editing, Sheet};
