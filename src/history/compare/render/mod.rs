//! How a comparison is written down.

pub mod html;
mod inert;
pub mod json;
pub mod markdown;
pub mod text;
