//! Typesetting in processes of their own.
//!
//! Typst cannot be interrupted, and what goes wrong in it may take a whole process
//! along: a layout without an end, a stack that is full, all memory used up. So the
//! program starts itself once more for every form that is printed at the same time,
//! and these processes, the workers, do all that can take long. A worker gets jobs on
//! its standard input and gives the bytes of the files on its standard output; it
//! writes nothing to any disk, so it can be killed at any moment. When its input ends,
//! so does the worker: it never outlives the process that started it.
//!
//! A single form that needs nothing but what is bundled is printed by a thread of the
//! program, which saves the start of another one: the bundled templates know no loop without an end,
//! and a text cannot act in them. That it takes too long is noticed there, too.

mod outcome;
mod printer;
mod serve;
mod team;
mod wire;

pub use outcome::Outcome;
pub use printer::Printer;
pub use serve::serve;
pub use team::{Team, Worker};
pub use wire::{Examination, Job, Result, Setup, Viewed};
