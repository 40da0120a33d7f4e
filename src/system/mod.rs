//! What the program does with the machine: files that are written whole or not at all,
//! what bytes are in short, many things at once, and the memory that a process may take.

pub mod fingerprint;
pub mod limit;
pub mod output;
pub mod parallel;
pub mod rewrite;
