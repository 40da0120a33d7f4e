//! What the benchmark of batches is made from.

pub mod bench;
pub mod forms;
pub mod office;
pub mod process;
pub mod random;
pub mod setting;
pub mod sides;
pub mod stages;
pub mod table;
pub mod turns;
pub mod words;
