//! From YAML files to projects: everything about YAML is in this folder.
//!
//! A text is read twice. The first pass finds the places of all its
//! values and refuses what has no business in a form; the second one reads the
//! values into the typed model. In between, the places are held against the
//! shape that a project file should have, so that all of its mistakes are
//! told at once, each at its place.

mod assemble;
mod cause;
mod characters;
mod defaults;
mod document;
mod inputs;
pub mod layout;
mod line;
mod located;
mod mend;
mod misplaced;
mod places;
pub mod scaffold;
mod shape;
mod syntax;
mod text;
mod texts;

use std::io;
use std::path::Path;

pub use assemble::assemble;
pub use characters::has_invisible;
pub use defaults::{Defaults, folders};
pub use document::Document;
pub use inputs::{
    DEFAULTS, Input, Inputs, find, find_with_defaults, is_project, is_visible, take_shared_outputs,
};
pub use located::Source;
pub use places::Style;
pub use text::Text;
pub use texts::Texts;

use serde::de::DeserializeOwned;

use crate::diagnostic::rule::{self, Rule};
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::form::Project;

/// Reads a project and the defaults that apply to it.
pub fn read(input: &Input, defaults: &Defaults) -> Result<Source, Vec<Diagnostic>> {
    Texts::of(input, defaults).read()
}

/// What a file says on its own, if there is nothing wrong with it: what default files
/// may supply is empty.
pub fn read_alone(file: SourceFile) -> Option<Project> {
    let document = Document::parse(file).ok().filter(|document| document.found.is_empty())?;
    assemble::join([document.draft].into_iter()).ok()
}

/// How the command line names standard input.
pub const STDIN: &str = "-";

/// The project on standard input, which bears the name `name`. Without one, no
/// default files apply to it.
pub fn stdin(name: Option<&Path>) -> Result<Input, Diagnostic> {
    let path = name.unwrap_or(Path::new(STDIN));
    let text = document::read_text(path, io::stdin().lock())?;
    let folder = path.parent().unwrap_or(Path::new(""));
    Ok(Input {
        text: Some(text),
        folder: folder.to_owned(),
        stem: path.with_extension(""),
        path: path.to_owned(),
    })
}

/// The text of a file that was read before, by its name.
pub fn open(name: &str) -> Option<SourceFile> {
    document::load(Path::new(name)).ok()
}

/// The text `bytes` of a file called `name` that is not on the disk.
pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<SourceFile, Diagnostic> {
    Ok(SourceFile::new(name, document::read_text(Path::new(name), bytes)?))
}

/// A project as a YAML text that reads back as the same project: defaults
/// filled in, no comments.
pub fn to_yaml(project: &Project) -> Result<String, Diagnostic> {
    serde_yaml::to_string(project)
        .map_err(|error| Diagnostic::new(&rule::INTERNAL, format!("写不出项目数据：{error}")))
}

/// A project as a project file in canonical form: defaults filled in, no comments.
pub fn formatted(project: &Project) -> Result<String, Vec<Diagnostic>> {
    let file = SourceFile::new("project.yaml", to_yaml(project)?);
    layout::format(&file)
}

/// Reads a configuration file of the program's own kind; `rule` names what is
/// wrong where it cannot be read.
pub fn read_config<T: DeserializeOwned>(
    file: &SourceFile,
    rule: &'static Rule,
) -> Result<T, Diagnostic> {
    serde_yaml::from_str(file.text()).map_err(|error| {
        let at = error.location().map_or(0, |location| location.index());
        Diagnostic::new(rule, format!("读不懂这个文件：{error}"))
            .at(Place::new(file, document::character_at(file.text(), at)))
    })
}
