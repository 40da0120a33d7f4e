//! What becomes of forms: their versions, what differs between them and how that looks
//! on their pages, three versions made one, and what git is told about the program.

pub mod compare;
pub mod git;
pub mod merge;
pub mod spread;
pub mod versions;
