//! New project files, from an edition's `new.yaml.j2`.
//!
//! What a file's defaults supply is left out of it, unless the command line
//! asks for something else.

mod name;
mod place;
mod scalar;

use std::collections::HashMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, Error, UndefinedBehavior};
use serde::Serialize;

pub use name::parse_name;
pub use place::Place;

use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::form::Date;
use crate::form::edition::{Edition, Editions, Kind, Manifest};
use crate::print::template;
use crate::source::layout;

/// What the command line asks for.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// What the project is called.
    pub name: &'a str,
    /// How it runs; without it, as the defaults say, or year after year.
    pub kind: Option<Kind>,
    /// The edition; without it, the one that the defaults name, or the newest.
    pub year: Option<&'a str>,
}

/// The text of a new project file.
pub fn render(wish: &Wish, place: &Place, editions: &Editions) -> Result<String, Vec<Diagnostic>> {
    let (year, edition) = editions.choose(wish.year.or(place.default("年度")))?;
    let kinds = &edition.manifest.kinds;
    let kind = wish
        .kind
        .or_else(|| kinds.get(place.default("项目类型")?).copied())
        .unwrap_or(Kind::Recurring);
    let context = Context {
        year,
        name: wish.name,
        kind: kinds.iter().find(|(_, is)| **is == kind).map_or("", |(name, _)| name),
        start: format!("{year}年"),
        end: match kind {
            Kind::Recurring => Date::LONG_TERM.into(),
            Kind::OneOff | Kind::Other => format!("{year}年"),
        },
        supplied: Vec::new(),
        edition: &edition.manifest,
    };
    let text = place.modeline(year) + &fill_in(edition, &context.without(place))?;
    // An edition of one's own may have keys that are none of a project file's.
    Ok(layout::format(&SourceFile::new(place.input.name(), text.as_str())).unwrap_or(text))
}

/// What a `new.yaml.j2` sees.
#[derive(Serialize)]
struct Context<'a> {
    #[serde(rename = "年度")]
    year: &'a str,
    #[serde(rename = "项目名称")]
    name: &'a str,
    #[serde(rename = "项目类型")]
    kind: &'a str,
    #[serde(rename = "开始时间")]
    start: String,
    #[serde(rename = "完成时间")]
    end: String,
    /// The keys to leave out.
    supplied: Vec<&'static str>,
    edition: &'a Manifest,
}

impl Context<'_> {
    /// Leaves out what the defaults supply, unless they say something else than
    /// what was asked for.
    fn without(mut self, place: &Place) -> Self {
        self.supplied = place.supplied();
        let asked = [("年度", self.year), ("项目名称", self.name), ("项目类型", self.kind)];
        for (key, value) in asked {
            if place.default(key) != Some(value) {
                self.supplied.retain(|supplied| *supplied != key);
            }
        }
        self
    }
}

fn fill_in(edition: &Edition, context: &Context) -> Result<String, Diagnostic> {
    let Some(file) = &edition.starter else {
        return Err(Diagnostic::new(&rule::BAD_EDITION, "这个年度的版式没有 new.yaml.j2")
            .help("用 --edition 选别的年度，或者照已有的项目文件写"));
    };
    let render = || -> Result<String, Error> {
        environment()?.render_named_str(file.name(), file.text(), Serde(context))
    };
    let files = HashMap::from([(file.name().to_owned(), SourceFile::clone(file))]);
    render().map_err(|error| template::explain(&error, &files))
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
