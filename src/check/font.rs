//! Fonts that a form cannot do without.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::{FontFamilies, Form};

/// `missing-font`: none of the families that the form names for a purpose is among those that
/// are there.
pub fn missing(form: &Form, there: &FontFamilies) -> Vec<Diagnostic> {
    let wanted = &form.fonts;
    [
        ("title", &wanted.title, &there.title),
        ("body", &wanted.body, &there.body),
        ("label", &wanted.label, &there.label),
    ]
    .into_iter()
    .filter(|(.., there)| there.is_empty())
    .map(|(purpose, wanted, _)| {
        let message = format!("版式要的字体一个也没有（{purpose}：{}）", wanted.join("、"));
        Diagnostic::new(&rule::MISSING_FONT, message)
            .help("改 form.yaml 里的 fonts，或用 --fonts 给出其中一种字体")
            .help_on_form("请管理程序的同事加上其中一种字体")
    })
    .collect()
}
