//! What forms say that a book tells of them.

use std::path::Path;
use std::sync::Arc;

use super::making::changed;
use crate::batch::plan::Planned;
use crate::check::examine::Examiner;
use crate::diagnostic::Diagnostic;
use crate::form::{Amount, FORM_KEY, Form, Project, Role};
use crate::source::{Document, Texts};
use crate::text::unseen::is_unseen;

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
    let text = |role| one_line(&project.text(role));
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

/// What a form says under a key at the top; as far as it can be known of one with
/// errors.
pub fn under_key(examiner: &Examiner, form: &Planned, key: &str) -> String {
    if key == FORM_KEY
        && let Some(head) = &form.head
    {
        return head.form.to_string();
    }
    let text = match read(examiner, form) {
        Some(project) => project.get(&[key]).map(|value| value.text().into_owned()),
        None => written(examiner, form, key),
    };
    tight(&text.unwrap_or_default())
}

/// What a form that is missing is called: the project, or else the file.
pub fn name(examiner: &Examiner, form: &Planned) -> String {
    let known = form.head.as_ref().map(|head| head.name.to_string());
    let names = examiner.forms.editions().iter().filter_map(|edition| edition.form().ok());
    let key = names.filter_map(|form| Some((*form.by_role(Role::Name)?.0.first()?).to_owned()));
    let known = known.or_else(|| key.take(1).find_map(|key| written(examiner, form, &key)));
    let known = known.map(|name| one_line(&name)).filter(|name| !name.is_empty());
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

/// What a file or the nearest of its default files says under a key, whatever else may be
/// wrong with it.
fn written(examiner: &Examiner, form: &Planned, key: &str) -> Option<String> {
    let own = form.input.load().ok().and_then(|file| {
        let text = file.text().to_owned();
        match Document::parse(file, examiner.forms) {
            Ok(document) => document.text(key).map(str::to_owned),
            Err(_) => in_a_line(&text, key),
        }
    });
    let below = || {
        let documents = examiner.defaults.of(form.input).ok()?;
        documents.iter().find_map(|document| document.text(key).map(str::to_owned))
    };
    own.filter(|text| !text.is_empty()).or_else(below)
}

/// What stands behind a key at the beginning of a line, in a text that is no YAML.
fn in_a_line(text: &str, key: &str) -> Option<String> {
    let value = text
        .lines()
        .find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix([':', '：']))?;
    let value = value.split(" #").next().unwrap_or_default().trim();
    let quoted =
        ['"', '\''].into_iter().find_map(|mark| value.strip_prefix(mark)?.strip_suffix(mark));
    let value = quoted.unwrap_or(value);
    // The text of a block is below.
    (!value.starts_with(['|', '>'])).then(|| value.to_owned())
}

/// A text in one line, with blanks between words of letters only: Chinese is the same with
/// them and without.
pub fn tight(text: &str) -> String {
    join(text.split_whitespace())
}

/// A text of several lines in one, without what nobody sees: lines of Chinese need no blank
/// between them.
pub fn one_line(text: &str) -> String {
    join(text.lines().map(str::trim))
}

fn join<'t>(parts: impl Iterator<Item = &'t str>) -> String {
    let mut all = String::new();
    for part in parts {
        let line: String = part.chars().filter(|c| !is_unseen(*c)).collect();
        if all.ends_with(|c: char| c.is_ascii()) && line.starts_with(|c: char| c.is_ascii()) {
            all.push(' ');
        }
        all.push_str(&line);
    }
    all
}
