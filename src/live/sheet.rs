//! An open form.

use std::sync::Arc;

use serde::Serialize;

use super::gone::Gone;
use crate::batch::worker::Viewed;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::history::merge::Contested;
use crate::overview::listing::ListedProject;
use crate::print::view::View;

/// An open form, as it is now.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The name of its project file.
    pub name: Arc<str>,
    /// Goes up with each change.
    pub version: u64,
    /// The text that it was made from; none where the file cannot be read.
    pub file: Option<SourceFile>,
    /// What was found, in the file, in its pages and in comparing it with others.
    pub found: Vec<Diagnostic>,
    /// How much of that was found without laying it out: the first ones.
    pub examined: usize,
    /// Its line in the list.
    pub line: ListedProject,
    /// Its pages: those of the text, or the last ones that there were.
    pub view: Option<Arc<View>>,
    /// Whether the pages are those of an earlier text, as this one cannot be laid out.
    pub is_old: bool,
    /// What there is to save; `None` where nothing can be changed.
    pub editing: Option<Editing>,
    /// What there is to say where its file has gone.
    pub gone: Option<Gone>,
}

/// What there is to save of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Editing {
    /// Whether there is anything.
    pub changed: bool,
    /// Whether a step can be undone.
    pub undo: bool,
    /// Whether one can be done again.
    pub redo: bool,
    /// What was changed here and in the file, each in another way.
    pub contested: Vec<Contested>,
    /// Whether someone else's changes have come in since.
    pub merged: bool,
    /// Whether what is changed was kept from an earlier time.
    pub kept: bool,
    /// Whether it cannot be kept, should the program be ended.
    pub unkept: bool,
}

impl Sheet {
    /// A form that nothing is known of yet.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            version: 0,
            file: None,
            found: Vec::new(),
            line: ListedProject::default(),
            examined: 0,
            view: None,
            is_old: false,
            editing: None,
            gone: None,
        }
    }

    /// The same form with another text, for which this was found, said in the list, and laid out.
    pub fn with(
        &self,
        file: Option<SourceFile>,
        (mut found, line): (Vec<Diagnostic>, ListedProject),
        viewed: Result<Viewed, Vec<Diagnostic>>,
        editing: Option<Editing>,
        gone: Option<Gone>,
        version: u64,
    ) -> Self {
        let examined = found.len();
        let (view, is_old) = match viewed {
            Ok(Viewed { view, found: more }) => {
                found.extend(more);
                (Some(Arc::new(view)), false)
            }
            Err(failed) => {
                // What cannot be read has been told by examining it.
                if !found.iter().any(Diagnostic::is_error) {
                    found.extend(failed);
                }
                (self.view.clone(), true)
            }
        };
        let name = self.name.clone();
        Self { name, version, file, found, line, examined, view, is_old, editing, gone }
    }

    /// Whether the form can be printed as it is.
    pub fn is_printable(&self) -> bool {
        !self.is_old && !self.found.iter().any(Diagnostic::is_error)
    }
}
