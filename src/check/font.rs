//! Fonts that an edition cannot do without.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule;
use crate::form::edition::Edition;
use crate::print::typeset::Fonts;

/// `missing-font`: none of the families that the edition names for a role is there.
pub fn missing(edition: &Edition, fonts: &Fonts) -> Vec<Diagnostic> {
    let wanted = &edition.manifest.fonts;
    let there = fonts.available(wanted);
    [
        ("title", &wanted.title, there.title),
        ("body", &wanted.body, there.body),
        ("label", &wanted.label, there.label),
    ]
    .into_iter()
    .filter(|(.., there)| there.is_empty())
    .map(|(role, wanted, _)| {
        let message = format!("版式要的字体一个也没有（{role}：{}）", wanted.join("、"));
        Diagnostic::new(&rule::MISSING_FONT, message)
            .help("改 edition.yaml 里的 fonts，或用 --fonts 给出其中一种字体")
    })
    .collect()
}
