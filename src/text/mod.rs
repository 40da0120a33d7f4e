//! What is true of any text, whatever form it is in: its words, how wide it is, what in it
//! cannot be seen or is no letter, how its lists are numbered, what it begins with, which word
//! is meant, which names are nearly the same, in which order they stand, how their lines are
//! joined, and what a file may be called after them.

pub mod alike;
pub mod collation;
pub mod filename;
pub mod joining;
pub mod letters;
pub mod nearest;
pub mod numbering;
pub mod scan;
pub mod unseen;
pub mod width;
pub mod words;
