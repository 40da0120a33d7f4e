//! What is true of any text, whatever form it is in: how wide it is, what in it cannot
//! be seen, which word is meant, and which names are nearly the same.

pub mod alike;
pub mod nearest;
pub mod unseen;
pub mod width;
