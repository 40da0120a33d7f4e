//! Reads printed forms back: what stands on their pages, and what they carry along.
//!
//! ```text
//!  PDF ──► document   what it says about itself, the attached project
//!      └─► page ──► grid ──► form
//!          glyphs,  cells    the cells that a project fills in, over all pages
//!          rules
//!      └─► graph      the fingerprint of all that it is
//! ```
//!
//! A PDF may come from anyone, and may have been made to do harm. So PDFs of others are
//! read by [`Readers`], in processes of their own with little memory and time; what
//! comes back of one is a [`Reading`], which is small.

mod document;
pub mod extract;
mod failure;
mod form;
mod glyph;
mod graph;
mod grid;
mod line;
mod oddity;
mod page;
mod plain;
mod reader;
mod reading;
mod rows;
mod unpack;
pub mod verify;

pub use document::{Info, catalog, decode, info, open};
pub use failure::Failure;
pub use form::{Filled, cells};
pub use glyph::{Flaw, Glyph};
pub use grid::{Cell, Table, tables};
pub use line::{Line, lines, squeeze};
pub use oddity::Oddity;
pub use page::{Page, Rule, read as read_pages};
pub use reader::{Readers, serve};
pub use reading::{PageCells, Pages, Reading, areas, read};
