//! Holds the places of a file against the shape that it should have, and finds
//! everything that differs, not only the first.

use std::cell::OnceCell;

use super::mend::Mend;
use super::misplaced::{
    Home, Names, home_of, is_row, is_sentence, is_shallow, levels, meant_beside, stray,
};
use super::on_form::{WITH_AN_EDITOR, unless_needed_on_form};
use super::outline::{self, Line};
use super::places::{Content, Entry, Node, Style};
use super::unfilled::{Above, is_unfilled};
use super::vocabulary::Vocabulary;
use super::{cause, line, row, scalar};
use crate::diagnostic::rule::{self, Rule};
use crate::diagnostic::{Diagnostic, Edit, Place, SourceFile};
use crate::form::{FORM_KEY, Field, Form, Kind, Matrix};

/// Finds unknown keys, wrong kinds of values and empty ones in a file of `form`. In a file
/// of defaults, there may be keys of other forms, `others`, too; default files have `supplied`
/// for a project file.
pub fn check(
    file: &SourceFile,
    root: &Node,
    form: &Form,
    others: Option<&Vocabulary>,
    supplied: &[&str],
) -> Vec<Diagnostic> {
    let (found, above, lines) = (Vec::new(), Vec::new(), OnceCell::new());
    let mut checker = Checker { file, form, others, supplied, found, above, lines };
    checker.record(root, &form.fields, true);
    checker.found
}

/// Holds a file against its form.
pub struct Checker<'a> {
    /// The file.
    pub file: &'a SourceFile,
    /// The form.
    pub form: &'a Form,
    /// In a file of defaults, the keys of other forms.
    pub others: Option<&'a Vocabulary>,
    /// The keys of the top that default files supply.
    pub supplied: &'a [&'a str],
    /// What is wrong so far.
    pub found: Vec<Diagnostic>,
    /// The keys that the names which are looked at stand below, the outermost first.
    pub above: Vec<Above>,
    /// The lines of the file, once they are asked for.
    pub lines: OnceCell<Vec<Line<'a>>>,
}

impl<'a> Checker<'a> {
    /// Checks the value under `name`.
    pub fn value(&mut self, name: &str, node: &Node, kind: &'a Kind, may_be_empty: bool) {
        match kind {
            Kind::Text | Kind::Date { .. } | Kind::Phone => self.text(name, node, may_be_empty),
            Kind::Choice(_) => {
                let before = self.found.len();
                self.text(name, node, may_be_empty);
                if self.found.len() > before {
                    self.on_form("选一个");
                }
            }
            Kind::Year => self.year(name, node),
            Kind::Amount | Kind::Number => self.amount(name, node, kind, may_be_empty),
            Kind::Marks(_) => self.marks(name, node, may_be_empty),
            Kind::Record(fields) => self.record(node, fields, false),
            Kind::Matrix(matrix) => self.matrix(name, node, matrix, may_be_empty),
            Kind::Table(table) => self.names(name, node, Names::of_table(table), may_be_empty),
            Kind::Tree(tree) => self.names(name, node, Names::of_tree(tree), may_be_empty),
        }
    }

    /// Rows that the form fixes: a mapping with their names.
    fn matrix(&mut self, name: &str, node: &Node, matrix: &'a Matrix, may_be_empty: bool) {
        let rows: Vec<&str> = matrix.entered().map(|row| row.key.as_str()).collect();
        let entries = match &node.content {
            Content::Map(entries) if !entries.is_empty() => entries,
            content if content.is_blank() && may_be_empty => return,
            content if content.is_blank() => {
                let help = format!("写上“{}: …”等各行", rows.first().unwrap_or(&""));
                self.report(&rule::EMPTY_VALUE, format!("“{name}”是空的"), node, help);
                return self.on_form(format!("填上{}", rows.join("、")));
            }
            _ if self.wrong_colon(node) || self.listed(node) => return,
            _ => {
                let message = format!("“{name}”下面应是各行，这里却是{}", kind(node));
                let help = format!("每行一项，缩进两格：{}", rows.join("、"));
                self.report(&rule::WRONG_KIND, message, node, help);
                return self.on_form(WITH_AN_EDITOR);
            }
        };
        for entry in entries {
            if rows.contains(&entry.key.as_str()) {
                row::check(self, &entry.key, &entry.value, &matrix.columns, "");
            } else if matrix.rows.iter().any(|row| row.key == entry.key) {
                self.computed(entry);
            } else if entry.key != "<<" {
                self.unknown_among(entry, entries, &rows);
            }
        }
    }

    fn record(&mut self, node: &Node, fields: &'a [Field], is_top: bool) {
        let Content::Map(all) = &node.content else {
            return self.no_mapping(node, fields);
        };
        // The key that the unknown entries so far belong under: several of them in
        // a row are one mistake, as they are not indented.
        let mut home = None;
        let mut entries = all.iter().peekable();
        while let Some(entry) = entries.next() {
            let Some(field) = fields.iter().find(|field| field.key == entry.key) else {
                if is_top && entry.key == FORM_KEY {
                    self.text(FORM_KEY, &entry.value, false);
                    continue;
                }
                if is_top && self.others.is_some_and(|keys| keys.has_at_the_top(&entry.key)) {
                    continue;
                }
                let home_of_this = home_of(entry, fields, self.form);
                // The first pass has said what a merge key is.
                if entry.key != "<<" && (home.is_none() || home != home_of_this) {
                    self.unknown(entry, all, fields, home_of_this);
                }
                home = home_of_this;
                continue;
            };
            home = None;
            let next = entries.peek();
            // What is missing here comes next, and is told there.
            if entry.value.content.is_blank()
                && next.is_some_and(|next| home_of(next, fields, self.form) == Some(&field.key))
            {
                continue;
            }
            self.value(&field.key, &entry.value, &field.kind, !field.required);
            if next.is_some_and(|next| self.not_indented(entry, field, next, fields)) {
                while entries.next_if(|next| !self.has_key(fields, next, is_top)).is_some() {}
                continue;
            }
            // A text that is not indented looks like keys.
            if is_empty_block(&entry.value) {
                while entries.next_if(|next| !fields.iter().any(|it| it.key == next.key)).is_some()
                {
                }
            }
        }
    }

    /// `名称：甲` or `名称:[1, 2]` where there should be a mapping.
    pub fn wrong_colon(&mut self, node: &Node) -> bool {
        let Content::Text { text, style: Style::Plain } = &node.content else { return false };
        let written = &self.file.text()[node.span.clone()];
        let at = |colon| written.find(colon).map_or(node.span.start, |at| node.span.start + at);
        let found = match (line::key_before(text, "："), line::key_before(text, ":")) {
            (Some((key, _)), _) => cause::fullwidth_colon_at(self.file, key, at('：')),
            (_, Some((key, value))) if value.starts_with('[') => {
                cause::colon_without_blank_at(self.file, key, at(':'))
            }
            _ => return false,
        };
        self.found.push(found);
        true
    }

    /// `- 名称: …` where there should be a mapping: lines with dashes are a list.
    pub fn listed(&mut self, node: &Node) -> bool {
        let Content::List(items) = &node.content else { return false };
        if items.iter().all(|item| item.entries().is_empty()) {
            return false;
        }
        let text = self.file.text();
        // That of a list as far to the left as its key begins behind the first dash.
        let within = line::start(text, node.span.start)..node.span.end;
        let lines = self.lines.get_or_init(|| outline::lines(text));
        let found = cause::dashes::tell(self.file, lines, within);
        let is_told = found.is_some();
        self.found.extend(found);
        is_told
    }

    fn no_mapping(&mut self, node: &Node, fields: &[Field]) {
        if self.wrong_colon(node) || self.listed(node) {
            return;
        }
        if node.content.is_blank() {
            let help = format!("下一行缩进两格，写“{}: …”等各项", fields[0].key);
            self.report(&rule::EMPTY_VALUE, "这里是空的".into(), node, help);
            let keys: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
            return self.on_form(format!("填上{}", keys.join("、")));
        }
        let keys: Vec<&str> = fields.iter().take(3).map(|field| field.key.as_str()).collect();
        self.report(
            &rule::WRONG_KIND,
            format!("这里应有“{}”等各项，却是{}", keys.join("”“"), kind(node)),
            node,
            format!("每行一项，写成“{}: …”", keys[0]),
        );
        self.on_form(WITH_AN_EDITOR);
    }

    fn names(&mut self, name: &str, node: &Node, names: Names<'a>, may_be_empty: bool) {
        let what = names.what();
        match &node.content {
            Content::Map(entries) if !entries.is_empty() => {
                let entries = match stray(entries, &names) {
                    Some(first) => {
                        self.stray(&entries[first], &entries[first - 1].key);
                        &entries[..first - 1]
                    }
                    None => entries,
                };
                self.above.push(Above::of(name, entries));
                let mut was_shallow = false;
                for (index, entry) in entries.iter().enumerate() {
                    // One after the other, they are one mistake.
                    let is_shallow = is_shallow(entry, &names);
                    let is_told =
                        is_shallow && (was_shallow || self.shallow(entries, index, &names));
                    was_shallow = is_told || (is_shallow && is_row(entry));
                    if !is_told {
                        self.named(name, entry, &names);
                    }
                }
                self.above.pop();
            }
            content if content.is_blank() && may_be_empty => {}
            content if content.is_blank() => {
                let unless_needed = self.unless_needed(&names, name);
                let help = format!("写上{what}{unless_needed}");
                self.report(&rule::EMPTY_VALUE, format!("“{name}”下面没有{what}"), node, help);
                self.on_form(format!("写上{what}{}", unless_needed_on_form(&unless_needed)));
            }
            _ if self.wrong_colon(node) || self.listed(node) => {}
            Content::List(_) if names.is_last() && names.above().is_some() => {
                let (above, example) = names.above().unwrap_or_default();
                let help = format!("先写一行{above}，如“{example}:”，这一行放在它下面，多空两格");
                let message = format!("“{name}”写在了{above}的位置上");
                self.report(&rule::WRONG_KIND, message, node, help);
                self.on_form(WITH_AN_EDITOR);
            }
            content => {
                let message = format!("“{name}”下面应是各个{what}，这里却是{}", kind(node));
                let help = match content {
                    Content::Text { text, style: Style::Plain }
                        if names.is_last() && !is_sentence(text) && !text.contains([' ', '\n']) =>
                    {
                        format!("写成“{text}: {}”", row::written(names.columns()))
                    }
                    _ => format!("每行一个，缩进两格，写成“{what}: …”"),
                };
                self.report(&rule::WRONG_KIND, message, node, help);
                self.on_form(WITH_AN_EDITOR);
            }
        }
    }

    /// An entry below `above`, whose name the author chooses.
    fn named(&mut self, above: &str, entry: &Entry, names: &Names<'a>) {
        let what = names.what();
        // A key of the top is no name, unless it looks like one.
        let is_of_the_top = self.form.field(&entry.key).is_some();
        let depth = names.depth() - 1;
        if is_of_the_top && levels(&entry.value, names.columns()) != Some(depth) {
            let form = self.form;
            return self.unknown(entry, &[], &form.fields, None);
        }
        if entry.key_style == Style::Plain && entry.key.ends_with([':', '：']) {
            self.second_colon(entry);
        }
        let is_blank = entry.key.trim().is_empty();
        if is_blank && names.is_last() && is_unfilled(&entry.value) {
            return self.unfilled(above, entry, names);
        }
        if is_blank {
            let span = if entry.key_span.is_empty() { &entry.value.span } else { &entry.key_span };
            let found = Diagnostic::new(&rule::EMPTY_VALUE, format!("{what}的名称是空的"));
            self.add(found.at(Place::new(self.file, span.clone())).help("写上名称"));
        }
        let name = if is_blank { format!("{above} {what}") } else { entry.key.clone() };
        match names.below() {
            Some(below) => self.names(&name, &entry.value, below, false),
            None => {
                let unless_needed = self.unless_needed(names, &name);
                row::check(self, &name, &entry.value, names.columns(), &unless_needed);
            }
        }
    }

    /// `名称:: […]`, of which one colon would be printed.
    fn second_colon(&mut self, entry: &Entry) {
        let name = entry.key.trim_end_matches([':', '：', ' ']);
        let found = Diagnostic::new(&rule::YAML_SYNTAX, format!("“{name}”后面多了一个冒号"));
        let span = entry.key_span.clone();
        self.found.push(found.at(Place::new(self.file, span)).help(format!("写成“{name}: ”")));
    }

    /// Reports an entry that belongs under the one above, which is empty.
    fn stray(&mut self, entry: &Entry, above: &str) {
        let message = format!("“{}”没有缩进在“{above}”下面", entry.key);
        let place = Place::new(self.file, entry.key_span.clone());
        let help = format!("“{above}:”下面的各行都多空两格");
        self.found.push(Diagnostic::new(&rule::WRONG_KIND, message).at(place).help(help));
    }

    fn unknown(&mut self, entry: &Entry, beside: &[Entry], fields: &[Field], home: Option<Home>) {
        let keys: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
        match home {
            _ if self.form.field(&entry.key).is_some() => {
                self.unknown_key(entry, "它是最外层的一项：移到最左边".to_owned());
            }
            Some(home) => {
                let help = format!("它属于“{home}”：放在“{home}:”下面，多空两格");
                self.unknown_key(entry, help);
            }
            None => self.unknown_among(entry, beside, &keys),
        }
    }

    /// Reports a row or a column that is computed.
    pub fn computed(&mut self, entry: &Entry) {
        let message = format!("“{}”是算出来的，不用写", entry.key);
        let place = Place::new(self.file, entry.key_span.clone());
        let found = Diagnostic::new(&rule::UNKNOWN_KEY, message).at(place);
        let found = found.message_on_form(format!("文件里写了“{}”，它是算出来的", entry.key));
        self.add(found.help("删去这一行").help_on_form(WITH_AN_EDITOR));
    }

    /// Reports a key that is none of `known`. One of those that is there itself is not meant.
    pub fn unknown_among(&mut self, entry: &Entry, beside: &[Entry], known: &[&str]) {
        let is_there = |key: &str| beside.iter().any(|other| other.key == key);
        let open: Vec<&str> = known.iter().copied().filter(|key| !is_there(key)).collect();
        let help = match meant_beside(&entry.key, known, is_there, self.supplied) {
            Some(key) => format!("是不是“{key}”？"),
            None if open.is_empty() => "该有的各项都有了：把内容并入别的一项，删去这一行".into(),
            None if open.len() < known.len() => format!("这里还可以写：{}", open.join("、")),
            None => format!("这里可以写：{}", known.join("、")),
        };
        self.unknown_key(entry, help);
    }

    fn unknown_key(&mut self, entry: &Entry, help: String) {
        let place = Place::new(self.file, entry.key_span.clone());
        let found = Diagnostic::new(&rule::UNKNOWN_KEY, format!("没有“{}”这一项", entry.key));
        let on_form = format!("文件里有“{}”，这张表上没有，没有显示在这里", entry.key);
        let found = found.message_on_form(on_form).help_on_form(WITH_AN_EDITOR);
        self.add(found.at(place).help(help));
    }

    /// Adds a finding.
    pub fn add(&mut self, found: Diagnostic) {
        self.found.push(found);
    }

    /// Reports what writing `mend` in the place of the node would mend; where there
    /// is none, `help` says how.
    pub fn fixable(
        &mut self,
        rule: &'static Rule,
        message: String,
        node: &Node,
        mend: Option<Mend>,
        help: &str,
    ) {
        let help = mend.as_ref().map_or(help.to_owned(), |mend| format!("写成 {}", mend.text));
        self.report(rule, message, node, help);
        let edit = mend
            .filter(|mend| mend.is_safe)
            .map(|mend| Edit::new(self.file, node.span.clone(), mend.text));
        if let Some(found) = self.found.last_mut() {
            found.fix.extend(edit);
        }
    }

    pub fn report(&mut self, rule: &'static Rule, message: String, node: &Node, help: String) {
        let place = Place::new(self.file, node.span.clone());
        self.found.push(Diagnostic::new(rule, message).at(place).help(help));
    }
}

/// Whether a block of lines should follow, and none does.
fn is_empty_block(node: &Node) -> bool {
    let is_block = matches!(scalar::text_style(node), Some(Style::Literal | Style::Folded));
    is_block && matches!(&node.content, Content::Text { text, .. } if text.trim().is_empty())
}

/// What a value is, in the user's words.
pub fn kind(node: &Node) -> &'static str {
    match node.content {
        Content::Text { .. } => "一段文字",
        Content::List(_) => "一个列表",
        Content::Map(_) => "一组“键: 值”",
    }
}
