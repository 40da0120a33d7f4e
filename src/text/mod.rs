//! What is true of any text, whatever form it is in: how wide it is, what in it cannot
//! be seen, and which word is meant.

pub mod nearest;
pub mod unseen;
pub mod width;
