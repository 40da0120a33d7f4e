//! Tables about many projects: which there are, and who must mend what was found in them.

pub mod findings;
pub mod listing;
