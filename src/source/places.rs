//! The first pass over a YAML text: the place of every value in it.
//!
//! The text is read event by event. What has no business in a form is refused
//! here, at its place, before any other reader sees it.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput};

use super::characters::{self, Clean};
use super::vocabulary::Vocabulary;
use super::{pasted, syntax};
use crate::diagnostic::rule::{self, Rule};
use crate::diagnostic::{Diagnostic, Place, SourceFile};

/// A value, and where it stands.
#[derive(Debug)]
pub struct Node {
    /// The bytes of the value in the text.
    pub span: Range<usize>,
    /// What it is.
    pub content: Content,
}

/// What a [`Node`] is.
#[derive(Debug)]
pub enum Content {
    /// A scalar.
    Text {
        /// What it says.
        text: String,
        /// How it is written.
        style: Style,
    },
    /// A sequence.
    List(Vec<Node>),
    /// A mapping, in the order of the text.
    Map(Vec<Entry>),
}

impl Node {
    /// A mapping without entries.
    pub fn nowhere() -> Self {
        Self { span: 0..0, content: Content::Map(Vec::new()) }
    }

    /// The entries of a mapping; none of anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.content {
            Content::Map(entries) => entries,
            Content::Text { .. } | Content::List(_) => &[],
        }
    }

    /// The entry under `key`.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The entry at the end of `path`, which has keys only.
    pub fn find_entry(&self, path: &[&str]) -> Option<&Entry> {
        let (key, above) = path.split_last()?;
        self.find(above)?.entry(key)
    }

    /// The value at the end of `path`: keys, and the numbers of list items.
    pub fn find(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, step| match &node.content {
            Content::List(items) => items.get(step.parse::<usize>().ok()?),
            _ => node.entry(step).map(|entry| &entry.value),
        })
    }

    /// What a text says, without the line breaks at its end.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text { text, .. } => Some(text.trim_end_matches('\n')),
            Content::List(_) | Content::Map(_) => None,
        }
    }
}

impl Content {
    /// Whether it is what stands under a key without a value: `键:` or `键: {}`.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text { text, style } => text.is_empty() && *style == Style::Plain,
            Self::Map(entries) => entries.is_empty(),
            Self::List(_) => false,
        }
    }
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes: `甲`.
    Plain,
    /// In quotes: `"甲"`.
    Quoted,
    /// In lines of its own, after `|`.
    Literal,
    /// In lines of its own, after `>`, that YAML makes one of.
    Folded,
}

impl From<ScalarStyle> for Style {
    fn from(style: ScalarStyle) -> Self {
        match style {
            ScalarStyle::Plain => Self::Plain,
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Self::Quoted,
            ScalarStyle::Literal => Self::Literal,
            ScalarStyle::Folded => Self::Folded,
        }
    }
}

/// A key of a mapping with its value.
#[derive(Debug)]
pub struct Entry {
    /// The key's text.
    pub key: String,
    /// The bytes of the key in the text.
    pub key_span: Range<usize>,
    /// How the key is written.
    pub key_style: Style,
    /// What stands under the key.
    pub value: Node,
}

/// Finds the places in `file`, and everything that it may not hold. There is
/// no tree where the text's syntax is wrong; an empty text is an empty mapping. What is
/// wrong is told by the keys that there are.
pub fn find(file: &SourceFile, vocabulary: &Vocabulary) -> (Option<Node>, Vec<Diagnostic>) {
    let mut clean = characters::read(file, vocabulary);
    let mut found = std::mem::take(&mut clean.found);
    let pasted = pasted::find(file, vocabulary);
    if !pasted.is_empty() {
        // Each tab of such a row is the same mistake, and so is all that YAML makes of it.
        let is_told = |found: &Diagnostic| {
            let at = found.start().unwrap_or_default();
            let before = pasted.partition_point(|pasted| pasted.span().start <= at);
            before.checked_sub(1).is_some_and(|index| pasted[index].span().contains(&at))
        };
        found.retain(|found| !is_told(found));
        found.extend(pasted.iter().map(|pasted| pasted.explain(file, vocabulary)));
        found.sort_by_key(Diagnostic::start);
        return (None, found);
    }
    let mut reader = Reader::new(file, &clean, vocabulary);
    reader.found = found;
    // What follows a mistake of syntax or of depth means nothing.
    if let Err(fatal) = reader.run() {
        // An invisible character that may mean this or that, a tab say, is the cause of it.
        if !clean.is_unclear(file, fatal.start().unwrap_or(0)) {
            reader.found.push(fatal);
        }
        return (None, reader.found);
    }
    (Some(reader.root.unwrap_or_else(Node::nowhere)), reader.found)
}

/// A list or mapping that has not ended yet.
struct Open {
    start: usize,
    content: Content,
    /// In a mapping, the key whose value comes next.
    key: Option<(String, Style, Range<usize>)>,
    /// In a mapping, all keys so far.
    keys: HashMap<String, Range<usize>>,
}

struct Reader<'a> {
    file: &'a SourceFile,
    /// The text that is read; its places are those of the file.
    clean: &'a Clean<'a>,
    vocabulary: &'a Vocabulary,
    parser: Parser<'a, StrInput<'a>>,
    /// The bytes of the file's text that each character of the text that is read stands for:
    /// the parser counts characters.
    places: Vec<Range<usize>>,
    open: Vec<Open>,
    root: Option<Node>,
    found: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn new(file: &'a SourceFile, clean: &'a Clean<'a>, vocabulary: &'a Vocabulary) -> Self {
        Self {
            file,
            clean,
            vocabulary,
            parser: Parser::new_from_str(&clean.text),
            places: clean.places(file),
            open: Vec::new(),
            root: None,
            found: Vec::new(),
        }
    }

    fn run(&mut self) -> Result<(), Diagnostic> {
        while let Some(event) = self.parser.next_event() {
            let (event, span) = event.map_err(|error| {
                let index = error.marker().index();
                self.clean.explain(self.file, index, error.info(), self.vocabulary)
            })?;
            let span = self.bytes(span);
            match event {
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
                Event::DocumentStart(_) if self.root.is_some() => {
                    let one = if self.is_project() { "一个项目" } else { "一份" };
                    return Err(self
                        .refuse(&rule::SECOND_DOCUMENT, format!("一个文件只能写{one}"), span)
                        .help("把“---”之后的内容移到另一个文件"));
                }
                Event::DocumentStart(_) => {}
                Event::Alias(_) => {
                    self.report(
                        self.refuse(&rule::YAML_ANCHOR, self.unusable("引用（*）"), span.clone())
                            .help("写出完整的内容；文字以 * 开头时请加引号"),
                    );
                    self.scalar(self.file.text()[span.clone()].to_owned(), Style::Plain, span);
                }
                Event::Scalar(text, style, anchor, tag) => {
                    self.refuse_properties(anchor, tag.is_some(), &span);
                    let style = style.into();
                    self.scalar(text.into_owned(), style, self.without_comment(style, span));
                }
                Event::SequenceStart(anchor, tag) => {
                    self.refuse_properties(anchor, tag.is_some(), &span);
                    self.begin(span, Content::List(Vec::new()))?;
                }
                Event::MappingStart(anchor, tag) => {
                    self.refuse_properties(anchor, tag.is_some(), &span);
                    self.begin(span, Content::Map(Vec::new()))?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.end(span),
            }
        }
        Ok(())
    }

    fn scalar(&mut self, text: String, style: Style, span: Range<usize>) {
        if let Some(found) = characters::check_value(self.file, &text, &span) {
            self.report(found);
        }
        self.value(Node { span, content: Content::Text { text, style } });
    }

    fn begin(&mut self, span: Range<usize>, content: Content) -> Result<(), Diagnostic> {
        if self.open.len() == syntax::MAX_DEPTH {
            return Err(syntax::too_deep(self.file, span));
        }
        self.open.push(Open { start: span.start, content, key: None, keys: HashMap::new() });
        Ok(())
    }

    fn end(&mut self, span: Range<usize>) {
        if let Some(Open { start, content, .. }) = self.open.pop() {
            let text = &self.file.text()[start..span.end.max(start)];
            let end = start + text.trim_end().len();
            self.value(Node { span: start..end, content });
        }
    }

    /// Puts a finished value where it belongs.
    fn value(&mut self, node: Node) {
        let Some(parent) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        match (&mut parent.content, parent.key.take()) {
            (Content::List(items), _) => items.push(node),
            (Content::Map(entries), Some((key, key_style, key_span))) => {
                entries.push(Entry { key, key_span, key_style, value: node });
            }
            (_, None) => self.key(node),
            (Content::Text { .. }, _) => {}
        }
    }

    fn key(&mut self, node: Node) {
        let (mut key, style) = match node.content {
            Content::Text { text, style } => (text, style),
            _ => {
                self.report(self.refuse(&rule::WRONG_KIND, "键必须是文字", node.span.clone()));
                (String::new(), Style::Plain)
            }
        };
        if key == "<<" {
            self.report(
                self.refuse(&rule::YAML_MERGE, self.unusable("合并键（<<）"), node.span.clone())
                    .help(match self.is_project() {
                        true => "共同的内容请写进 _defaults.yaml",
                        false => "写出完整的内容",
                    }),
            );
        }
        if let Some((meant, found)) =
            characters::meant_key(self.file, &key, &node.span, self.vocabulary)
        {
            self.report(found);
            key = meant;
        }
        let Some(parent) = self.open.last_mut() else { return };
        let first = parent.keys.insert(key.clone(), node.span.clone());
        parent.key = Some((key.clone(), style, node.span.clone()));
        if let Some(first) = first {
            let first = Place::new(self.file, first).label("第一次在这里");
            self.report(
                self.refuse(&rule::DUPLICATE_KEY, format!("“{key}”写了两次"), node.span)
                    .at(first)
                    .help("只留一处"),
            );
        }
    }

    fn refuse_properties(&mut self, anchor: usize, tagged: bool, span: &Range<usize>) {
        if anchor > 0 {
            self.report(
                self.refuse(&rule::YAML_ANCHOR, self.unusable("锚点（&）"), span.clone())
                    .help("写出完整的内容；文字以 & 开头时请加引号"),
            );
        }
        if tagged {
            self.report(
                self.refuse(&rule::YAML_TAG, self.unusable("类型标记（!）"), span.clone())
                    .help("删去标记；文字以 ! 开头时请加引号"),
            );
        }
    }

    /// Whether the text is one of a project, not a definition of a form.
    fn is_project(&self) -> bool {
        !self.vocabulary.is_empty()
    }

    /// That a part of YAML has no business here.
    fn unusable(&self, what: &str) -> String {
        let place = if self.is_project() { "项目文件里" } else { "这里" };
        format!("{place}不能用{what}")
    }

    fn refuse(
        &self,
        rule: &'static Rule,
        message: impl Into<String>,
        span: Range<usize>,
    ) -> Diagnostic {
        Diagnostic::new(rule, message).at(Place::new(self.file, span))
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// The bytes of a scalar. The parser's span of a quoted one may reach over a
    /// comment after it, so it is cut at the closing quote.
    fn without_comment(&self, style: Style, span: Range<usize>) -> Range<usize> {
        let written = &self.file.text()[span.clone()];
        let Some(quote) = written.chars().next().filter(|_| style == Style::Quoted) else {
            return span;
        };
        let mut rest = written.char_indices().skip(1);
        while let Some((at, c)) = rest.next() {
            let is_doubled = || quote == '\'' && written[at + 1..].starts_with(quote);
            if (c == '\\' && quote == '"') || (c == quote && is_doubled()) {
                rest.next();
            } else if c == quote {
                return span.start..span.start + at + 1;
            }
        }
        span
    }

    /// The bytes of a parser's span, without the blanks at its end.
    fn bytes(&self, span: Span) -> Range<usize> {
        let span = characters::part(&self.places, span.start.index()..span.end.index());
        let text = &self.file.text()[span.clone()];
        // A full-width blank is a part of the text, for YAML.
        span.start..span.start + text.trim_end_matches([' ', '\t', '\n', '\r']).len()
    }
}
