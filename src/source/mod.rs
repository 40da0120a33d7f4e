//! From YAML files to projects: everything about YAML is in this folder.
//!
//! A text is read twice. The first pass finds the places of all its
//! values and refuses what has no business in a form; the second one reads the
//! values into the typed model. In between, the places are held against the
//! shape that a project file should have, so that all of its mistakes are
//! told at once, each at its place.

mod allow;
mod assemble;
mod bytes;
mod cause;
pub mod change;
mod characters;
mod choice;
pub mod cursor;
mod defaults;
mod document;
mod elsewhere;
mod flow;
mod foreign;
pub mod forms;
mod glimpse;
mod inputs;
pub mod layout;
mod line;
mod located;
pub mod manner;
mod mend;
mod misplaced;
mod on_form;
mod outline;
mod pasted;
mod places;
mod recognize;
pub mod remark;
pub mod roll;
mod root;
mod row;
pub mod scaffold;
mod scalar;
mod shape;
mod sketch;
mod syntax;
mod text;
mod texts;
mod unfilled;
mod unindented;
mod values;
mod vocabulary;
pub mod work_tree;

use std::io;
use std::path::Path;

pub use allow::{Allowance, allowing};
pub use assemble::assemble;
pub use characters::{has_invisible, refused};
pub use defaults::{Defaults, folders};
pub use document::{Document, Said};
pub use forms::{Edition, Forms};
pub use glimpse::Glimpse;
pub use inputs::{
    DEFAULTS, Input, Inputs, ask_in_place, find, find_with_defaults, folders_at, is_project,
    is_visible, take_shared_outputs,
};
pub use located::Source;
pub use places::Style;
pub use recognize::{Look, look};
pub use root::named;
pub use sketch::sketch;
pub use text::Text;
pub use texts::Texts;

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceFile, rule};
use crate::form::{Form, Project};

/// Reads a project and the defaults that apply to it.
pub fn read(input: &Input, defaults: &Defaults) -> Result<Source, Vec<Diagnostic>> {
    Texts::of(input, defaults).read()
}

/// What a file says on its own, if there is nothing wrong with it: what default files
/// may supply is empty.
pub fn read_alone(file: SourceFile, forms: &Forms) -> Option<Project> {
    let document = Arc::new(Document::parse(file, forms).ok()?);
    let form = choice::choose(std::slice::from_ref(&document), forms).ok()?.form;
    let said = document.read(&form, None);
    let values = said.found.is_empty().then(|| said.values.clone())?;
    assemble::join(form, [values].into_iter()).ok()
}

/// Whether there is nothing wrong with how a file is written, whatever it says.
pub fn is_readable(file: &SourceFile, forms: &Forms) -> bool {
    let Ok(document) = Document::parse(file.clone(), forms) else { return false };
    let document = Arc::new(document);
    match choice::choose(std::slice::from_ref(&document), forms) {
        Ok(choice) => document.read(&choice.form, None).found.is_empty(),
        Err(_) => document.found.is_empty(),
    }
}

/// The form of a file, by what it and its default files say.
pub fn form_of(input: &Input, defaults: &Defaults) -> Result<Arc<Form>, Vec<Diagnostic>> {
    let own = Document::parse(input.load()?, defaults.forms())?;
    let documents = [Arc::new(own)].into_iter().chain(defaults.of(input)?).collect::<Vec<_>>();
    Ok(choice::choose(&documents, defaults.forms())?.form)
}

/// The name of the form that the default files for the file at `path` name.
pub fn supplied_form(path: &Path, forms: &Arc<Forms>) -> Option<String> {
    let input = Input::of(path, path.parent().unwrap_or(Path::new("")));
    let documents = Defaults::new(forms.clone()).of(&input).ok()?;
    documents.iter().find_map(|document| document.form()).map(str::to_owned)
}

/// How the command line names standard input.
pub const STDIN: &str = "-";

/// The project on standard input, which bears the name `name`. Without one, no
/// default files apply to it.
pub fn stdin(name: Option<&Path>) -> Result<Input, Diagnostic> {
    let path = name.unwrap_or(Path::new(STDIN));
    let text = document::read_text(path, io::stdin().lock())?;
    Ok(Input { text: Some(text), ..root::named(path) })
}

/// The text of the file at `path`, which need not be a project file.
pub fn load(path: &Path) -> Result<SourceFile, Diagnostic> {
    document::load(path)
}

/// The text of a file that was read before, by its name, as findings show it.
pub fn open(name: &str) -> Option<SourceFile> {
    document::show(Path::new(name)).ok()
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
pub fn formatted(project: &Project, forms: &Forms) -> Result<String, Vec<Diagnostic>> {
    let file = SourceFile::new("project.yaml", to_yaml(project)?);
    layout::format(&file, forms, project.form())
}
