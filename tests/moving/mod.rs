//! Merging indicators that have other names or belong to other groups.

mod cases;
mod generate;
pub mod properties;
