//! How a comparison is written down.

pub mod html;
pub mod json;
pub mod markdown;
pub mod text;
