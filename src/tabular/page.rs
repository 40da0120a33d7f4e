//! Pages for browsers and printers. Each needs nothing else, runs nothing and may be sent to
//! anybody.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior};
use serde::Serialize;

/// What all pages have in common; they extend it by its name, and have a `title`.
const PAGE: (&str, &str) = ("page.html.j2", include_str!("page.html.j2"));

/// A page from its template; no value is taken for markup.
pub fn render(name: &str, template: &str, values: &impl Serialize) -> Result<String, Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template(PAGE.0, PAGE.1)?;
    Ok(environment.render_named_str(name, template, Serde(values))? + "\n")
}
