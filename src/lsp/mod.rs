//! What the program finds and knows, in an editor, as people write: a language server.
//!
//! It reads from standard input and writes to standard output, typesets nothing, and changes
//! no file. Its working folder is the first one that the editor works in, so that it finds
//! what the program finds that runs there.
//!
//! [`server`] goes from message to message; [`workspace`] knows what is found in the files, a
//! [`folder`] of projects at a time, and [`tell`] says it. What there is to write at a place is
//! the form's: [`expected`] finds it for [`complete`] and [`hover`].

mod actions;
mod capabilities;
mod complete;
mod editor;
mod edits;
mod expected;
mod folder;
mod hover;
mod open;
mod position;
mod pulse;
mod server;
mod symbols;
mod tell;
mod uri;
mod wire;
mod workspace;

use std::path::{Path, PathBuf};

pub use server::serve;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::severities::Severities;

/// What holds for the projects of a folder.
#[derive(Debug, Default)]
pub struct Settings {
    /// How bad breaches are.
    pub severities: Severities,
    /// The folder of the user's own forms.
    pub templates: Option<PathBuf>,
    /// The folder of the user's own fonts.
    pub fonts: Option<PathBuf>,
    /// What is wrong with the settings.
    pub found: Vec<Diagnostic>,
}

/// Finds what holds for the project files of a folder.
pub type SettingsOf = Box<dyn Fn(&Path, &[PathBuf]) -> Settings>;
