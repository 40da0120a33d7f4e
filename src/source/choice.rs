//! Which form a project file is of: `表` and 年度, in the file or in its defaults.

use std::sync::Arc;

use super::document::Document;
use super::forms::{Forms, NoForm};
use super::mend;
use crate::diagnostic::{Diagnostic, Place, rule};
use crate::form::{FORM_KEY, Form, YEAR_KEY};

/// The form that a file is read as.
pub struct Choice {
    /// The form.
    pub form: Arc<Form>,
    /// Why no such file can be printed, though it can be read.
    pub found: Vec<Diagnostic>,
}

/// The form of a file with these documents, its own first.
pub fn choose(documents: &[Arc<Document>], forms: &Forms) -> Result<Choice, Vec<Diagnostic>> {
    let said = |key: &str| {
        documents.iter().find_map(|document| document.text(key).filter(|text| !text.is_empty()))
    };
    let (name, year) = (said(FORM_KEY), said(YEAR_KEY).unwrap_or_default());
    // A year that is written in another way is told later, and is clear enough.
    let year = mend::year(year).map_or_else(|| year.to_owned(), |mend| mend.text);
    let place = |key: &str| {
        documents.iter().find_map(|document| {
            Some(Place::new(&document.file, document.entry(key)?.value.span.clone()))
        })
    };
    let explain = |why: NoForm, key: &str| -> Vec<Diagnostic> {
        let found = why.explain(forms, &year).into_iter();
        let at = |found: Diagnostic| match found.places.is_empty() {
            true => found.at_all(place(key)),
            false => found,
        };
        found.map(at).collect()
    };
    match forms.choose(name, &year) {
        Ok(edition) => {
            let form = edition.form()?.clone();
            match mistaken(documents, &form, forms) {
                Some(found) => Err(vec![found]),
                None => Ok(Choice { form, found: Vec::new() }),
            }
        }
        Err(why @ NoForm::TooEarly { .. }) => {
            let edition = forms.newest(name).map_err(|why| explain(why, FORM_KEY))?;
            Ok(Choice { form: edition.form()?.clone(), found: explain(why, YEAR_KEY) })
        }
        Err(why) => Err(explain(why, FORM_KEY)),
    }
}

/// What there is to say of a file that names no form, or a wrong one, where its keys are
/// those of another form: all else that could be said of it would lead astray.
fn mistaken(documents: &[Arc<Document>], form: &Form, forms: &Forms) -> Option<Diagnostic> {
    /// How many more keys the other form must know.
    const ENOUGH: usize = 2;
    let own = documents.first()?;
    let strange = |form: &Form| {
        own.keys().filter(|key| *key != FORM_KEY && form.field(key).is_none()).count()
    };
    let here = strange(form);
    if here < ENOUGH {
        return None;
    }
    let others = forms.definitions().filter(|it| it.name != form.name);
    let other = others.min_by_key(|other| strange(other))?;
    if strange(other) + ENOUGH > here {
        return None;
    }
    let name = &other.name;
    Some(match own.entry(FORM_KEY) {
        Some(entry) => {
            let span =
                if entry.value.span.is_empty() { &entry.key_span } else { &entry.value.span };
            let written = own.text(FORM_KEY).unwrap_or_default();
            let message = format!("“{FORM_KEY}”写的是“{written}”，各栏却是{name}的");
            Diagnostic::new(&rule::UNKNOWN_FORM, message)
                .at(Place::new(&own.file, span.clone()))
                .help(format!("写成“{FORM_KEY}: {name}”；真是{}，就照它的栏目写", form.name))
        }
        None => {
            let message = format!("没有写是哪一种表，各栏是{name}的");
            Diagnostic::new(&rule::UNKNOWN_FORM, message)
                .at(Place::new(&own.file, own.first_line()))
                .help(format!("在最前面加上一行“{FORM_KEY}: {name}”"))
        }
    })
}
