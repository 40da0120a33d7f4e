//! From texts to a project.

use std::path::Path;
use std::sync::Arc;

use super::choice::{self, Choice};
use super::document::{Document, Said};
use super::forms::Forms;
use super::inputs::DEFAULTS;
use super::located::{Source, place};
use super::misplaced::meant_beside;
use crate::diagnostic::{Diagnostic, Place, rule};
use crate::form::{Amount, Form, Formula, Kind, Project, Ref, Value};

/// Makes a project of what its documents say, the project's own first.
pub fn assemble(documents: Vec<Arc<Document>>, forms: &Forms) -> Result<Source, Vec<Diagnostic>> {
    let Choice { form, found: unprintable } = match choice::choose(&documents, forms) {
        Ok(choice) => choice,
        Err(why) => {
            let found = documents.iter().flat_map(|document| document.found.clone());
            return Err(found.chain(why).collect());
        }
    };
    let supplied: Vec<&str> =
        documents.iter().skip(1).flat_map(|document| document.keys()).collect();
    let said: Vec<Arc<Said>> = (documents.iter().enumerate())
        .map(|(index, document)| document.read(&form, (index == 0).then_some(&supplied)))
        .collect();
    let mut found: Vec<_> = said.iter().flat_map(|said| said.found.clone()).collect();
    found.extend(missing(&documents, &supplied, &form));
    if !found.is_empty() {
        return Err(found);
    }
    match join(form.clone(), said.iter().map(|said| said.values.clone())) {
        Ok(project) => Ok(Source::new(project, documents, unprintable)),
        Err((index, mut found)) => {
            let key = form.fields.get(index).map_or("", |field| &field.key);
            found.places.extend(place(&documents, &[key]));
            Err(vec![*found])
        }
    }
}

/// What the nearest of some drafts says of each field, with the sums that are left out. An
/// error has the index of the field at the top that it is about.
pub fn join(
    form: Arc<Form>,
    drafts: impl Iterator<Item = Vec<Option<Value>>>,
) -> Result<Project, (usize, Box<Diagnostic>)> {
    let mut values: Vec<Option<Value>> = form.fields.iter().map(|_| None).collect();
    for draft in drafts {
        for (value, other) in values.iter_mut().zip(draft) {
            *value = value.take().or(other);
        }
    }
    let values = form.fields.iter().zip(values);
    let values =
        values.map(|(field, value)| value.unwrap_or_else(|| Value::empty(&field.kind))).collect();
    let mut project = Project::new(form, values);
    fill_in_sums(&mut project)?;
    Ok(project)
}

/// Fills in the sums that a project file leaves out. An error has the index of the field at the
/// top that it is about.
pub fn fill_in_sums(project: &mut Project) -> Result<(), (usize, Box<Diagnostic>)> {
    let form = project.form().clone();
    for (path, field) in form.all_fields() {
        let Some(Formula::Sum(of)) = &field.otherwise else { continue };
        if project.at(&path).is_none_or(|value| !value.is_empty()) {
            continue;
        }
        let sum = sum(project, &field.key, of);
        project.set(&path, Value::Amount(sum.map_err(|found| (path[0], found.into()))?));
    }
    Ok(())
}

/// The sum that stands for an amount which the project file leaves out.
fn sum(project: &Project, key: &str, of: &[Ref]) -> Result<Amount, Diagnostic> {
    let decimals: Vec<_> = of.iter().flat_map(|reference| project.decimals(reference)).collect();
    let (rows, row) = of.iter().find_map(|it| summands(project.form(), it)).unwrap_or_default();
    if decimals.is_empty() {
        return Err(Diagnostic::new(&rule::MISSING_KEY, format!("既没有“{key}”，也没有{row}"))
            .help(format!("写上“{key}: …”，或在“{rows}”下写出各个{row}"))
            .help_on_form(format!("填上{key}，或者写出各个{row}")));
    }
    project.compute(&Formula::Sum(of.to_vec())).and_then(Amount::of).ok_or_else(|| {
        Diagnostic::new(&rule::BAD_AMOUNT, format!("{rows}加起来位数太多")).help("请检查金额")
    })
}

/// The key of the rows that are summed up, and what one of them is called.
fn summands<'a>(form: &'a Form, reference: &Ref) -> Option<(&'a str, &'a str)> {
    let (Ref::Column { field, .. } | Ref::Cell { field, .. }) = reference else { return None };
    let field = form.field_at(field)?;
    match &field.kind {
        Kind::Table(table) => Some((&field.key, &table.row)),
        _ => Some((&field.key, &field.key)),
    }
}

/// Finds the keys that no document supplies; the first one is the project's own.
fn missing(documents: &[Arc<Document>], supplied: &[&str], form: &Form) -> Option<Diagnostic> {
    let own = documents.first()?;
    if !own.is_mapping() {
        return None;
    }
    // A key that is misspelt, or in the wrong place, has been told as such.
    let keys: Vec<&str> = form.fields.iter().map(|field| field.key.as_str()).collect();
    let unknown = own.keys().filter(|key| form.field(key).is_none());
    let is_there = |key: &str| own.entry(key).is_some();
    let meant = |key| meant_beside(key, &keys, is_there, supplied);
    let mut told: Vec<&str> = unknown.filter_map(meant).collect();
    told.extend(own.misplaced(form));
    let missing: Vec<&str> = form
        .fields
        .iter()
        .filter(|field| field.required)
        .map(|field| field.key.as_str())
        .filter(|key| own.entry(key).is_none() && !supplied.contains(key))
        .filter(|key| !told.contains(key))
        .collect();
    let first = missing.first()?;
    let line = own.first_line();
    Some(
        Diagnostic::new(
            &rule::MISSING_KEY,
            format!("缺少 {} 项：{}", missing.len(), missing.join("、")),
        )
        .at(Place::new(&own.file, line))
        .help_on_form(match missing.len() {
            1 => format!("填上{first}"),
            _ => "都填上".to_owned(),
        })
        .help(match unread_defaults(documents) {
            Some(folder) => format!(
                "上面的文件夹 {folder} 里有 {DEFAULTS}，没有读它：命令里的路径写成 {folder}；或者在本文件里加上“{first}: …”",
                folder = folder.display()
            ),
            None => {
                format!("在本文件里加上“{first}: …”；各项目相同的内容可以写进 {DEFAULTS}")
            }
        }),
    )
}

/// The folder of a default file that stands above the project file and is not read, as only a
/// folder below it is given.
fn unread_defaults(documents: &[Arc<Document>]) -> Option<&Path> {
    let (own, below) = documents.split_first()?;
    let folders = Path::new(own.file.name()).ancestors().skip(1);
    let is_read = |path: &Path| below.iter().any(|it| Path::new(it.file.name()) == path);
    folders.filter(|folder| *folder != Path::new("")).find(|folder| {
        let path = folder.join(DEFAULTS);
        path.is_file() && !is_read(&path)
    })
}
