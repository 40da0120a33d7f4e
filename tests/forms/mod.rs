//! The printed forms, held against the official grid cell by cell.
//!
//! Nothing here looks at the layout's source: a PDF is built, read back, and
//! compared with what the project file says, which is read independently.

mod data;
mod expected;
mod lines;
mod made_up;
mod metadata;
mod printed;
mod read_back;
mod real;
