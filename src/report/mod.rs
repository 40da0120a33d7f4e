//! How findings are printed.

mod text;

pub use text::{clean, render};
