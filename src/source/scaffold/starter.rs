//! New project files from an edition's `new.yaml.j2`.

use std::collections::HashMap;

use indexmap::IndexMap;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, Error, UndefinedBehavior};
use serde::Serialize;

use super::given::Given;
use super::{Place, scalar};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::form::{Form, Kind, Role};
use crate::source::forms;

/// What a `new.yaml.j2` sees.
#[derive(Serialize)]
struct Context<'a> {
    /// What is known of the project, by the fields' keys.
    #[serde(flatten)]
    texts: IndexMap<&'a str, &'a str>,
    /// The keys to leave out.
    supplied: &'a [String],
    /// What there is to choose from, by the fields' keys.
    choices: IndexMap<&'a str, &'a [String]>,
    /// The form's name.
    form: &'a str,
}

/// The text that the template makes of what is known.
pub fn fill_in(
    file: &SourceFile,
    form: &Form,
    given: &Given,
    place: &Place,
) -> Result<String, Diagnostic> {
    let texts = [Role::Year, Role::Name, Role::Type, Role::Start, Role::End];
    let text = |role: Role| {
        let (keys, _) = form.by_role(role)?;
        let key = keys.last().copied()?;
        Some((key, given.text(role).or(place.default(key)).unwrap_or_default()))
    };
    let all = form.all_fields();
    let choices = all.iter().filter_map(|(_, field)| match &field.kind {
        Kind::Choice(choices) => Some((field.key.as_str(), choices.values.as_slice())),
        _ => None,
    });
    let context = Context {
        texts: texts.into_iter().filter_map(text).collect(),
        supplied: &given.supplied,
        choices: choices.collect(),
        form: &form.name,
    };
    let render = || -> Result<String, Error> {
        environment()?.render_named_str(file.name(), file.text(), Serde(&context))
    };
    let files = HashMap::from([(file.name().to_owned(), SourceFile::clone(file))]);
    render().map_err(|error| forms::explain(&error, &files))
}

/// Whatever a template puts in comes out as a YAML scalar.
fn environment() -> Result<Environment<'static>, Error> {
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_formatter(|out, _, value| scalar::write(out, value));
    environment.set_syntax(syntax.build()?);
    Ok(environment)
}
