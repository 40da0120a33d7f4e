//! Two versions of forms, to be compared: from files and folders, from the PDFs that
//! carry their data, or from the history of a git repository.

mod arguments;
mod compare;
mod folder;
mod form;
mod history;
mod last;
mod pairs;
mod unknown;
mod walk;

pub use arguments::open;
pub use compare::compare;
pub use form::{FormFile, FormSet};
pub use last::{LastCommit, Uncommitted};
pub use pairs::{FilePair, pairs};
