//! Which form a project file is of: `表` and 年度, in the file or in its defaults.

use std::sync::Arc;

use super::document::Document;
use super::forms::{Forms, NoForm};
use super::mend;
use crate::diagnostic::{Diagnostic, Place};
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
        Ok(edition) => Ok(Choice { form: edition.form()?.clone(), found: Vec::new() }),
        Err(why @ NoForm::TooEarly(_)) => {
            let edition = forms.newest(name).map_err(|why| explain(why, FORM_KEY))?;
            Ok(Choice { form: edition.form()?.clone(), found: explain(why, YEAR_KEY) })
        }
        Err(why) => Err(explain(why, FORM_KEY)),
    }
}
