//! How findings are printed.

pub mod concise;
mod counts;
pub mod github;
mod harmless;
pub mod json;
pub mod position;
pub mod sarif;
mod text;

pub use counts::Counts;
pub use text::{clean, render};
