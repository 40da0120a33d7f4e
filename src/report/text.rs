//! For people at a terminal: excerpts in the manner of rustc.

use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

use crate::diagnostic::{Diagnostic, Place, Severity};

/// Renders a finding with its excerpts and its help, coloured by escape
/// sequences. No text of the user's comes through as one.
pub fn render(diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::NOTE,
    };
    let level = level.with_name(diagnostic.severity.title());
    let title = level.primary_title(clean(&diagnostic.message)).id(diagnostic.rule.name);
    let mut group = Group::with_title(title);
    for (index, place) in diagnostic.places.iter().enumerate() {
        group = add(group, place, index == 0);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.with_name("提示").message(clean(help)));
    }
    Renderer::styled().render(&[group])
}

/// A text with its control characters and the like made visible.
pub fn clean(text: &str) -> String {
    normalize_untrusted_str(text)
}

fn add<'a>(group: Group<'a>, place: &'a Place, chief: bool) -> Group<'a> {
    let name = clean(place.file.name());
    let Some(span) = &place.span else {
        return group.element(Origin::path(name));
    };
    let kind = if chief { AnnotationKind::Primary } else { AnnotationKind::Context };
    let mut annotation = kind.span(span.clone());
    if !place.label.is_empty() {
        annotation = annotation.label(clean(&place.label));
    }
    group.element(Snippet::source(place.file.text()).path(name).annotation(annotation))
}
