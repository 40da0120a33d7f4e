//! Reads printed forms back: what stands on their pages, and what they carry along.
//!
//! ```text
//!  PDF ──► document   what it says about itself, the attached project
//!      └─► page ──► grid ──► cells
//!          glyphs,  of each  what a project fills in, over all pages: whoever knows
//!          rules    page     the form finds it
//!      ├─► graph      the fingerprint of all that it is
//!      ├─► anatomy    what it is made of, part by part
//!      └─► signature  who has signed it, and whether it is still what was signed
//! ```
//!
//! A PDF may come from anyone, and may have been made to do harm. So PDFs of others are
//! read by [`Readers`], in processes of their own with little memory and time, which know
//! nothing of forms; what comes back of one is a [`Reading`], which is small.

mod anatomy;
mod cells;
mod document;
mod expected;
pub mod extract;
mod filled;
mod glyph;
mod graph;
mod grid;
mod labels;
mod line;
mod mark;
mod oddity;
mod open;
mod page;
mod plain;
mod plain_grid;
mod reader;
mod reading;
mod revisions;
mod rows;
mod signature;
mod tables;
mod unpack;
mod unreadable;
pub mod verify;
mod xmp;

pub use anatomy::{Anatomy, Drawn, FieldPart, Note, PagePart};
pub use cells::{FoundForm, cells, find};
pub use document::{Info, catalog, decode, info, open};
pub use filled::Filled;
pub use glyph::{Flaw, Glyph};
pub use grid::{Broken, Grid, GridCell, grids};
pub use line::{TextLine, lines, squeeze};
pub use mark::Mark;
pub use oddity::Oddity;
use open::page_number;
pub use page::{DrawnPage, DrawnRule, read as read_pages};
pub use plain_grid::{PlainCell, PlainGrid, PlainLine};
pub use reader::{Readers, serve};
pub use reading::{PageCells, Printout, Reading, areas, read};
pub use signature::{Clock, Content, Later, Proof, Purpose, Signature};
pub use unreadable::Unreadable;
