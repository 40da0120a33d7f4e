//! What the program does with the machine: files that are written whole or not at all, parts of
//! files that are read again, what goes to its standard streams, how it is interrupted, how far a
//! task has come, what bytes are in short, values in little room, many things at once and what they
//! share, the memory that a process may take, the user's own folders, and what processes and files
//! are made of.

pub mod browse;
pub mod console;
pub mod fingerprint;
pub mod folders;
pub mod frame;
pub mod interrupt;
pub mod limit;
pub mod output;
pub mod packed;
pub mod parallel;
pub mod part;
pub mod pdf_tree;
pub mod progress;
pub mod rewrite;
pub mod streams;
pub mod sync;
