//! Editions of forms.

use super::Subject;
use crate::diagnostic::{Diagnostic, rule};
use crate::form::Role;
use crate::source::forms::{Edition, Forms, other_year};

/// `old-edition`: the newest edition is for an earlier year than the project's; there may
/// be another one by now.
pub fn old(subject: &Subject, edition: &Edition, forms: &Forms) -> Option<Diagnostic> {
    let year: u16 = subject.project.year().parse().ok()?;
    let since = edition.since;
    if year <= since || !forms.is_newest(edition) {
        return None;
    }
    let key = subject.key(Role::Year);
    let message = format!("{key}是 {year}，最新的版式是 {since} 年度的，就用它排");
    let found = Diagnostic::new(&rule::OLD_EDITION, message).at_all(subject.place(Role::Year));
    let name = &subject.form.name;
    let other = other_year(name, edition.own_folder().as_deref(), since, &year.to_string());
    let found = found.help_on_form(format!(
        "检查{key}；{year} 年度的表没有变，就不用管；变了，请管理程序的同事换成有新版式的程序"
    ));
    Some(found.help(format!(
        "检查{key}；{year} 年度的表没有变，就不用管；变了，用有新版式的程序，或者{other}"
    )))
}
