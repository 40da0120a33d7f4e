//! New project files: from an edition's `new.yaml.j2` or, where it has none, from the
//! form's definition; empty ones, and such as continue another form's.
//!
//! What a file's defaults supply is left out of it, unless the command line
//! asks for something else.

mod blank;
mod carry;
mod create;
mod given;
mod grow;
mod heritage;
mod name;
mod pieces;
mod place;
mod scalar;
mod starter;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

pub use create::{Created, New, create, foresee};
pub use given::Recurrence;
pub use heritage::Heritage;
pub use name::parse_name;
pub use pieces::Pieces;
pub use place::Place;

use super::document::Document;
use super::forms::{Edition, Forms};
use super::layout::{self, Comment, Entry, Tree};
use super::remark;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::form::{FORM_KEY, Form, Project, YEAR_KEY};
use given::Given;

/// What the command line asks for.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// What the project is called.
    pub name: &'a str,
    /// Whether it recurs; without it, as the defaults say, or year after year.
    pub recurrence: Option<Recurrence>,
    /// The year; without it, that of the project which is continued, the one that the
    /// defaults name, or the newest.
    pub year: Option<&'a str>,
    /// The form, by its name or its title; without it, the one that the defaults name, that
    /// of the project which is continued, or the default one.
    pub form: Option<&'a str>,
    /// The project that it continues.
    pub from: Option<Earlier<'a>>,
}

/// A project that another form continues.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    /// What it says.
    pub project: &'a Project,
    /// The name of its file.
    pub file: &'a Path,
}

impl Earlier<'_> {
    /// What the file is called that continues the project in a form of this name, without
    /// the ending.
    pub fn stem(&self, form: &str) -> String {
        let stem = self.file.file_stem().unwrap_or_default().to_string_lossy();
        let by_name = parse_name(&format!("{}-{form}", self.project.name())).ok();
        let by_name = by_name.filter(|name| name::is_of_projects(name));
        by_name.unwrap_or_else(|| name::stem(&format!("{stem}-{form}")))
    }
}

/// The edition that a new project file is of, and its year.
pub fn edition<'a>(
    wish: &Wish,
    place: &Place,
    forms: &'a Forms,
) -> Result<(&'a Edition, String), Vec<Diagnostic>> {
    let earlier = wish.from.map(|from| from.project);
    let name = wish.form.or(place.default(FORM_KEY));
    let name = name.or(earlier.map(|project| project.form().name.as_str()));
    let year = wish.year.map(str::to_owned);
    let year = year.or_else(|| Some(earlier?.year().into_owned()));
    let year = year.or_else(|| place.default(YEAR_KEY).map(str::to_owned));
    let wanted = year.as_deref().unwrap_or_default();
    let is_year = |year: &str| year.parse::<u16>().is_ok();
    let chosen = match forms.choose(name, wanted) {
        // No edition is for what is no year.
        Ok(edition) if year.as_deref().is_some_and(|year| !is_year(year)) => {
            Err(edition.is_too_late())
        }
        chosen => chosen,
    };
    let edition = chosen.map_err(|why| why.explain(forms, wanted))?;
    let year = year.unwrap_or_else(|| edition.since.to_string());
    Ok((edition, year))
}

/// The text of a new project file.
pub fn render(wish: &Wish, place: &Place, forms: &Forms) -> Result<String, Vec<Diagnostic>> {
    Ok(write(wish, place, forms)?.0)
}

/// The text of a new project file, and what of an earlier one is in it.
fn write(
    wish: &Wish,
    place: &Place,
    forms: &Forms,
) -> Result<(String, Option<Heritage>), Vec<Diagnostic>> {
    let (edition, year) = edition(wish, place, forms)?;
    let form = edition.form()?;
    let given = Given::of(wish, place, form, &year)?;
    let modeline = place.modeline(&year, form);
    let has_other_default = !is_what_defaults_say(place, forms, form, &year);
    let file = |text: String| SourceFile::new(place.input.name(), text);
    match (edition.starter(), wish.from) {
        (Some(starter), None) => {
            let text = modeline + &starter::fill_in(starter, form, &given, place)?;
            let text = match has_other_default {
                true => with_form(file(text.clone()), forms, form).unwrap_or(text),
                false => text,
            };
            // A template of one's own may have keys that are none of a project file's.
            Ok((layout::format(&file(text.clone()), forms, form).unwrap_or(text), None))
        }
        (_, from) => {
            let carried = from.map(|from| carry::carry(from.project, form));
            let (values, heritage) =
                carried.map_or_else(Default::default, |it| (it.values, Some(it.heritage)));
            let left_behind = heritage.as_ref().map_or(&[][..], |it| &it.left);
            let mut tree = blank::tree(form, &given, place, &values);
            let is_there = |key: &str| tree.root.entries.iter().any(|entry| entry.key == key);
            let supplied = given.supplied.iter().map(String::as_str);
            let left_out: Vec<&str> = supplied.filter(|key| !is_there(key)).collect();
            let modeline =
                modeline.lines().map(|line| Comment { text: line.to_owned(), after_gap: false });
            let header = blank::header(form, from.as_ref(), left_behind, &left_out);
            tree.header = modeline.chain(header).collect();
            tree.gap_below_header = true;
            if has_other_default {
                tree.root.entries.insert(0, form_entry(form));
            }
            Ok((layout::format(&file(tree.write(Some(form))), forms, form)?, heritage))
        }
    }
}

/// What the new files of a form say to those who fill them in, by comments that are the same
/// in all of them.
pub fn comments(form: &Form, forms: &Forms) -> BTreeSet<String> {
    match forms.edition(form).and_then(Edition::starter) {
        Some(starter) => {
            let lines = starter.text().lines();
            lines.filter_map(remark::said).map(str::to_owned).collect()
        }
        None => blank::comments(form),
    }
}

/// Whether a file that names no form is of this one.
fn is_what_defaults_say(place: &Place, forms: &Forms, form: &Form, year: &str) -> bool {
    let chosen = forms.choose(place.default(FORM_KEY), year);
    chosen.is_ok_and(|edition| edition.id == form.id)
}

/// A file that names its form; `None` where it cannot be read.
fn with_form(file: SourceFile, forms: &Forms, form: &Arc<Form>) -> Option<String> {
    let document = Document::parse(file, forms).ok()?;
    let mut tree = Tree::of(&document, Some(form), false).ok()?;
    tree.root.entries.insert(0, form_entry(form));
    Some(tree.write(Some(form)))
}

fn form_entry(form: &Form) -> Entry {
    blank::plain(FORM_KEY, layout::Value::Text(form.name.clone()))
}
