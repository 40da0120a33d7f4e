//! What forms say that a book tells of them.

use std::path::Path;
use std::sync::Arc;

use super::making::changed;
use crate::batch::plan::Planned;
use crate::check::examine::Examiner;
use crate::diagnostic::Diagnostic;
use crate::form::{Amount, Attribute, Form, Project, Role};
use crate::source::{Glimpse, Texts};
use crate::text::joining::joined;

/// What a form says that stands in the contents.
pub struct Said {
    /// The form.
    pub form: Arc<Form>,
    /// What the project is called.
    pub name: String,
    /// Whose it is.
    pub department: String,
    /// Who carries it out.
    pub unit: String,
    /// The money of the year.
    pub total: Option<Amount>,
}

/// What a form that is printed says.
pub fn said(examiner: &Examiner, form: &Planned) -> Result<Said, Vec<Diagnostic>> {
    let project = read(examiner, form).ok_or_else(|| vec![changed(&form.input.path)])?;
    let text = |role| joined(&project.text(role));
    let unit = match project.form().path_of(Role::Unit) {
        Some(_) => text(Role::Unit),
        None => text(Role::Department),
    };
    Ok(Said {
        form: project.form().clone(),
        name: text(Role::Name),
        department: text(Role::Department),
        unit,
        total: project.total(),
    })
}

/// What a form has in common with others that are sorted by `by`; as far as it can be known
/// of one with errors.
pub fn in_common(examiner: &Examiner, form: &Planned, by: &Attribute) -> Option<String> {
    if let (Attribute::Form, Some(head)) = (by, &form.head) {
        return Some(head.form.to_string());
    }
    let text = match read(examiner, form) {
        Some(project) => by.said_by(&project),
        None => Glimpse::of(form.input, &examiner.defaults).says(by),
    };
    by.group(&text?)
}

/// What a form that is missing is called: the project, or else the file.
pub fn name(examiner: &Examiner, form: &Planned) -> String {
    let known = match &form.head {
        Some(head) => Some(head.name.to_string()),
        None => Glimpse::of(form.input, &examiner.defaults).says(&Attribute::Name),
    };
    let known = known.map(|name| joined(&name)).filter(|name| !name.is_empty());
    known.unwrap_or_else(|| file_name(&form.input.path))
}

/// A file's name, as people know it.
pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The project, if its texts are still those that were examined.
fn read(examiner: &Examiner, form: &Planned) -> Option<Project> {
    let head = form.head.as_ref()?;
    let texts = Texts::of(form.input, &examiner.defaults);
    if texts.fingerprint() != form.texts {
        return None;
    }
    let (project, _) = examiner.read_again(texts, &head.form, &head.year).ok()?;
    Some(project)
}
