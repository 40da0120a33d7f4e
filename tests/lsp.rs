//! The language server, as an editor meets it: the program at the other end of pipes.

mod client;
mod finding;
mod manners;
mod mending;
mod writing;
