//! What the benchmark of batches is made from.

pub mod forms;
pub mod process;
pub mod random;
pub mod sides;
pub mod stages;
pub mod table;
pub mod words;
