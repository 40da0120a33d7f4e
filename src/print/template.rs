//! From a project to Typst source, through minijinja.
//!
//! Texts cannot act in the source, by construction: whatever a template prints
//! with `{{ … }}` comes out as a Typst literal, and after rendering each of
//! them is looked up in the parsed source, where it must stand as that literal
//! and nothing else. So a template that puts a value into markup, a comment or
//! a string of its own is refused before anything is typeset.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{
    Environment, Error, ErrorKind, Output, OutputSpan, OutputSpanKind, UndefinedBehavior,
};
use serde::Serialize;
use typst::syntax::{
    FileId, LinkedNode, RootedPath, Side, Source, SyntaxKind, VirtualPath, VirtualRoot,
};

use super::Module;
use super::compose::{Area, Composed};
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, Place, SourceFile};
use crate::source::forms::explain;

/// The template that the others are included from.
const MAIN: &str = "form.typ.j2";
/// An edition's templates.
#[derive(Debug)]
pub struct Template {
    environment: Environment<'static>,
    files: HashMap<String, SourceFile>,
}

/// Typst source that was generated for one project.
#[derive(Debug)]
pub struct Generated {
    /// The source.
    pub source: Source,
    /// The Typst files that it imports.
    pub modules: Arc<[Module]>,
    /// What was composed, where the template sets that and nothing else.
    pub composed: Option<Composed>,
    spans: Vec<OutputSpan>,
    files: HashMap<String, SourceFile>,
}

impl Template {
    /// Templates by name, among them `form.typ.j2`.
    pub fn new(templates: Vec<(String, SourceFile)>) -> Result<Self, Diagnostic> {
        let files: HashMap<_, _> = templates.into_iter().collect();
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_formatter(|out, _, value| write_literal(out, value));
        // What is printed is a literal whatever these say: better to refuse them.
        for filter in ["safe", "escape", "e"] {
            environment.remove_filter(filter);
        }
        for (name, file) in &files {
            environment
                .add_template_owned(name.clone(), file.text().to_owned())
                .map_err(|error| explain(&error, &files))?;
        }
        if !files.contains_key(MAIN) {
            return Err(Diagnostic::new(&rule::BAD_TEMPLATE, format!("版式缺少 {MAIN}")));
        }
        Ok(Self { environment, files })
    }

    /// Renders the template with the names in `context`.
    pub fn render(
        &self,
        context: &impl Serialize,
        modules: &Arc<[Module]>,
    ) -> Result<Generated, Diagnostic> {
        let rendered = self
            .environment
            .get_template(MAIN)
            .and_then(|template| template.render_with_spans(Serde(context)));
        let (text, spans) = rendered.map_err(|error| explain(&error, &self.files))?;
        let source = Source::new(main_id(), text);
        let files = self.files.clone();
        let generated =
            Generated { source, modules: modules.clone(), composed: None, spans, files };
        match generated.misplaced() {
            None => Ok(generated),
            Some(place) => {
                Err(Diagnostic::new(&rule::BAD_TEMPLATE, "模板把内容放在了不能放的地方")
                    .at(place)
                    .help(
                        "{{ … }} 会写成 Typst 的字符串，只能用在代码里，如 #text({{ 项目名称 }})",
                    ))
            }
        }
    }
}

impl Generated {
    /// Where the cells stand; none where a layout of the user's own has its own places for them.
    pub fn areas(&self) -> Vec<Area> {
        self.composed.as_ref().map(Composed::areas).unwrap_or_default()
    }

    /// The place in the templates that the bytes `range` of the source came from.
    pub fn origin(&self, range: Range<usize>) -> Option<Place> {
        let span = self.spans.iter().find(|span| span.output_range().contains(&range.start))?;
        let file = self.files.get(span.name())?;
        let source = span.source_range();
        let found = match span.kind() {
            OutputSpanKind::Raw => {
                let start = source.start + range.start - span.output_range().start;
                start..(start + range.len()).min(source.end)
            }
            _ => source,
        };
        Some(Place::new(file, found))
    }

    /// Where a value does not stand as a literal of its own.
    fn misplaced(&self) -> Option<Place> {
        let root = LinkedNode::new(self.source.root());
        let span = self
            .spans
            .iter()
            .filter(|span| span.kind() == OutputSpanKind::Expression)
            .find(|span| !is_literal(&root, span.output_range()))?;
        self.origin(span.output_range())
    }
}

/// Whether exactly the bytes `range` are a literal in code.
fn is_literal(root: &LinkedNode, range: Range<usize>) -> bool {
    let mut node = root.leaf_at(range.start, Side::After);
    while let Some(current) = node {
        if current.range() == range && is_literal_kind(current.kind()) {
            return true;
        }
        node = current.parent().filter(|parent| parent.range().start == range.start).cloned();
    }
    false
}

fn is_literal_kind(kind: SyntaxKind) -> bool {
    use SyntaxKind::{Array, Bool, Dict, Float, Int, None, Str};
    matches!(kind, Str | Int | Float | Bool | None | Array | Dict)
}

/// Writes a value as a Typst literal.
fn write_literal(out: &mut Output, value: &Value) -> Result<(), Error> {
    match value.kind() {
        ValueKind::None => out.write_str("none")?,
        ValueKind::Bool => write!(out, "{}", value.is_true())?,
        ValueKind::Number => write!(out, "{value}")?,
        ValueKind::String => write_string(out, value.as_str().unwrap_or_default())?,
        ValueKind::Seq | ValueKind::Iterable => {
            out.write_char('(')?;
            let mut count = 0;
            for item in value.try_iter()? {
                if count > 0 {
                    out.write_str(", ")?;
                }
                write_literal(out, &item)?;
                count += 1;
            }
            // A comma makes an array of a single item.
            out.write_str(if count == 1 { ",)" } else { ")" })?;
        }
        ValueKind::Map => {
            out.write_char('(')?;
            for (index, key) in value.try_iter()?.enumerate() {
                if index > 0 {
                    out.write_str(", ")?;
                }
                write_string(out, key.as_str().unwrap_or_default())?;
                out.write_str(": ")?;
                write_literal(out, &value.get_item(&key)?)?;
            }
            // A lone colon marks an empty dictionary.
            out.write_str(if value.len() == Some(0) { ":)" } else { ")" })?;
        }
        kind => {
            let message = format!("a value of kind {kind} has no Typst literal");
            return Err(Error::new(ErrorKind::InvalidOperation, message));
        }
    }
    Ok(())
}

fn write_string(out: &mut Output, text: &str) -> std::fmt::Result {
    out.write_char('"')?;
    for c in text.chars() {
        match c {
            '\\' | '"' => write!(out, "\\{c}")?,
            '\n' => out.write_str("\\n")?,
            // Other control characters never get here; should one, it stays inert.
            c if c.is_control() => write!(out, "\\u{{{:x}}}", u32::from(c))?,
            c => out.write_char(c)?,
        }
    }
    out.write_char('"')
}

/// The id of every generated source. One for all, as Typst never frees them, and
/// none that a module's could be.
pub fn main_id() -> FileId {
    static ID: LazyLock<FileId> = LazyLock::new(|| {
        let path = VirtualPath::new(MAIN).unwrap_or_else(|_| unreachable!("a plain name"));
        RootedPath::new(VirtualRoot::Project, path).intern()
    });
    *ID
}
