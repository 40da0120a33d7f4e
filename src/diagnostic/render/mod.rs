//! How findings are printed.

pub mod concise;
mod counts;
mod elsewhere;
pub mod github;
mod harmless;
pub mod json;
pub mod position;
pub mod sarif;
pub mod text;

use std::collections::HashSet;

pub use counts::Counts;
pub use elsewhere::elsewhere;
pub use harmless::one_line;
pub use text::{clean, render, shown, word};

use crate::diagnostic::Diagnostic;

/// Leaves each finding once: what is wrong with a default file is found with every
/// project that it applies to.
pub fn unique(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    found.retain(|diagnostic| seen.insert(diagnostic.clone()));
    found
}
