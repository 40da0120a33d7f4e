//! What `batch.rs` measures.

pub mod alone;
pub mod compared;
