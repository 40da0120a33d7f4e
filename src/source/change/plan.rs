//! From a change to a step: what it means for a file of a form, whatever way the file is
//! written.

mod new_rows;

use super::super::document::Document;
use super::super::places::{Content, Node, Style};
use super::super::scalar::is_null;
use super::step::{At, Step};
use super::{Change, blank, limits};
use crate::diagnostic::rule::{self, Rule};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::form::{Column, FORM_KEY, Field, Form, Kind};
use crate::source::layout::{Entry, Known, Value};

/// The step that makes a change; `None` where the file says already what is wanted.
pub fn plan<'a>(
    document: &'a Document,
    form: &'a Form,
    change: &Change,
) -> Result<Option<Step<'a>>, Diagnostic> {
    let planner = Planner { file: &document.file, root: document.root(), form };
    if !document.is_mapping() {
        let help = "用编辑器打开文件，写成一行一项“键: 值”";
        return Err(planner.refuse("文件里没有“键: 值”").help(help));
    }
    match change {
        Change::Set { path, text } => {
            let text = limits::text(&document.file, text)?;
            planner.put(path, Value::Text(text))
        }
        Change::Mark { path, marks } => {
            let mut all: Vec<String> = Vec::new();
            for mark in marks {
                let mark = limits::text(&document.file, mark)?;
                if !all.contains(&mark) {
                    all.push(mark);
                }
            }
            planner.put(path, Value::List(all.into_iter().map(Value::Text).collect()))
        }
        Change::Rename { path, name } => planner.rename(path, name),
        Change::Add { path, before } => planner.add(path, before.as_deref()).map(Some),
        Change::AddRows { path, rows } => planner.add_rows(path, rows),
        Change::Remove { path } => planner.remove(path).map(Some),
        Change::Move { path, to, before } => planner.shift(path, to.as_deref(), before.as_deref()),
    }
}

/// An entry without comments.
pub fn entry(key: &str, value: Value) -> Entry {
    Entry { before: Vec::new(), key: key.to_owned(), beside: Vec::new(), value }
}

struct Planner<'a> {
    file: &'a SourceFile,
    root: &'a Node,
    form: &'a Form,
}

/// A path, as far as the file has it.
struct Way<'a, 'p> {
    at: At,
    node: &'a Node,
    /// What is known of each value on the way, that of the whole file first.
    known: Vec<Known<'a>>,
    /// The keys that are not there.
    rest: &'p [String],
}

impl<'a> Way<'a, '_> {
    /// What is known of the value at its end.
    fn last(&self) -> Known<'a> {
        self.known.last().copied().unwrap_or(Known::Nothing)
    }

    /// What is known of the mapping that it is an entry of.
    fn above(&self) -> Known<'a> {
        let above = self.known.len().checked_sub(2).and_then(|above| self.known.get(above));
        above.copied().unwrap_or(Known::Nothing)
    }
}

impl<'a> Planner<'a> {
    fn refuse(&self, message: impl std::fmt::Display) -> Diagnostic {
        self.refuse_by(&rule::WRONG_KIND, message)
    }

    fn refuse_by(&self, rule: &'static Rule, message: impl std::fmt::Display) -> Diagnostic {
        Diagnostic::new(rule, format!("{message}，没有改动文件")).at(self.file)
    }

    fn is_not_there(&self, key: &str) -> Diagnostic {
        let found = self.refuse_by(&rule::UNKNOWN_KEY, format!("没有“{key}”这一项"));
        found.help("它刚刚改了名或删去了：重新打开这份表再改")
    }

    /// Follows a path as far as it leads.
    fn way<'p>(&self, path: &'p [String]) -> Way<'a, 'p> {
        let mut way =
            Way { at: At::new(), node: self.root, known: vec![Known::File(self.form)], rest: path };
        while let [key, rest @ ..] = way.rest {
            let entries = way.node.entries();
            let Some(index) = entries.iter().position(|entry| entry.key == *key) else { break };
            way.known.push(way.last().below(key));
            way.at.push(index);
            (way.node, way.rest) = (&entries[index].value, rest);
        }
        way
    }

    /// Follows a path to its end.
    fn find<'p>(&self, path: &'p [String]) -> Result<Way<'a, 'p>, Diagnostic> {
        let way = self.way(path);
        match way.rest.first() {
            Some(key) => Err(self.is_not_there(key)),
            None => Ok(way),
        }
    }

    /// What the form knows of a value, be it there or not.
    fn known(&self, path: &[String]) -> Known<'a> {
        path.iter().fold(Known::File(self.form), |known, key| known.below(key))
    }

    /// Writes what a field or a column is to say.
    fn put(&self, path: &[String], value: Value) -> Result<Option<Step<'a>>, Diagnostic> {
        let Some((key, above)) = path.split_last() else {
            return Err(self.refuse("没有写是哪一项"));
        };
        match self.known(path) {
            Known::Field(field) => {
                self.check_kind(key, &field.kind, &value)?;
                let value = match value {
                    Value::List(items) if items.is_empty() && !field.required => {
                        Value::Text(String::new())
                    }
                    value => in_order(&field.kind, value),
                };
                self.put_field(path, value, !field.required)
            }
            Known::Cell(column) if column.is_entered() => {
                self.check_kind(key, &column.kind, &value)?;
                self.put_cell(above, column, in_order(&column.kind, value))
            }
            Known::Cell(_) => Err(self.refuse(format!("“{key}”是算出来的，不能改"))),
            _ if path == [FORM_KEY] => {
                self.check_kind(key, &Kind::Text, &value)?;
                self.put_field(path, value, true)
            }
            _ => Err(self.refuse_by(&rule::UNKNOWN_KEY, format!("这张表没有“{key}”这一栏"))),
        }
    }

    fn check_kind(&self, key: &str, kind: &Kind, value: &Value) -> Result<(), Diagnostic> {
        match (kind, value) {
            (Kind::Marks(_), Value::List(_)) => Ok(()),
            (Kind::Marks(_), _) => {
                Err(self.refuse(format!("“{key}”要从列表里选，不能写成一段文字")))
            }
            (kind, Value::Text(_)) if kind.is_scalar() => Ok(()),
            (kind, _) if kind.is_scalar() => {
                Err(self.refuse(format!("“{key}”是一段文字，不能从列表里选")))
            }
            _ => Err(self.refuse(format!("“{key}”下面还有各项，不能写成一段文字"))),
        }
    }

    fn put_field(
        &self,
        path: &[String],
        value: Value,
        may_be_missing: bool,
    ) -> Result<Option<Step<'a>>, Diagnostic> {
        let way = self.way(path);
        if way.rest.is_empty() {
            return Ok(self.write(way.at, way.node, value, way.known[way.known.len() - 1]));
        }
        match may_be_missing && is_empty(&value) {
            true => Ok(None),
            false => self.insert(way, value).map(Some),
        }
    }

    /// A step that adds what is not there of a path, with a value at its end, where the form
    /// has it.
    fn insert(&self, way: Way<'a, '_>, value: Value) -> Result<Step<'a>, Diagnostic> {
        let Some((first, below)) = way.rest.split_first() else {
            return Err(self.refuse("没有写是哪一项"));
        };
        self.check_may_have_entries(&way)?;
        let value =
            below.iter().rev().fold(value, |value, key| blank::map(vec![entry(key, value)]));
        let (index, is_before) = place(way.last(), way.node, first);
        let known = way.last().below(first);
        let entry = entry(first, value);
        Ok(Step::Insert { map: way.at, index, entry, known, is_before })
    }

    fn check_may_have_entries(&self, way: &Way) -> Result<(), Diagnostic> {
        match &way.node.content {
            Content::Map(_) => Ok(()),
            Content::Text { text, .. } if text.is_empty() => Ok(()),
            _ => {
                let message = "要改的地方上面一级写错了";
                let help = "用编辑器打开文件，照检查的结果把它改好";
                Err(self.refuse(message).help(help))
            }
        }
    }

    /// Writes what a row says in a column.
    fn put_cell(
        &self,
        row: &[String],
        column: &'a Column,
        value: Value,
    ) -> Result<Option<Step<'a>>, Diagnostic> {
        let way = self.way(row);
        let name = row.last().map_or("", String::as_str);
        let Known::Row(columns) = self.known(row) else { return Err(self.is_not_there(name)) };
        let may_be_missing = !column.required && is_empty(&value);
        if let Some(missing) = way.rest.first() {
            let Some(otherwise) = self.of_fixed_row(row)? else {
                return Err(self.is_not_there(missing));
            };
            if is_empty(&value) {
                return Ok(None);
            }
            let is_it = |other: &Column| std::ptr::eq(other, column);
            let cell = |it: &Column| if is_it(it) { value.clone() } else { otherwise(it) };
            return self.insert(way, blank::row(columns, cell)).map(Some);
        }
        let entered: Vec<&Column> = columns.iter().filter(|column| column.is_entered()).collect();
        let index = entered.iter().position(|other| std::ptr::eq(*other, column));
        let index = index.ok_or_else(|| self.is_not_there(&column.key))?;
        let known = Known::Cell(column);
        match &way.node.content {
            Content::Map(entries) if !entries.is_empty() => {
                match entries.iter().position(|entry| entry.key == column.key) {
                    Some(place) => {
                        let at = [way.at, vec![place]].concat();
                        Ok(self.write(at, &entries[place].value, value, known))
                    }
                    None if may_be_missing => Ok(None),
                    None => {
                        let (index, is_before) = place(way.last(), way.node, &column.key);
                        let entry = entry(&column.key, value);
                        Ok(Some(Step::Insert { map: way.at, index, entry, known, is_before }))
                    }
                }
            }
            _ if entered.len() == 1 => Ok(self.write(way.at, way.node, value, known)),
            Content::List(items) if index < items.len() => {
                let at = [way.at, vec![index]].concat();
                Ok(self.write(at, &items[index], value, known))
            }
            Content::List(_) if may_be_missing => Ok(None),
            Content::List(items) => {
                let missing = entered[items.len()..index].iter();
                let items = missing.map(|column| blank::cell(column)).chain([value]).collect();
                Ok(Some(Step::Append { list: way.at, items }))
            }
            // Something that is no row: it may be meant for the first column.
            content => {
                let said = match content {
                    Content::Text { text, .. } => text.trim_end_matches('\n'),
                    Content::List(_) | Content::Map(_) => "",
                };
                let cell = |it: &Column| match it {
                    it if std::ptr::eq(it, column) => value.clone(),
                    it if std::ptr::eq(it, entered[0]) && !said.is_empty() => {
                        Value::Text(said.to_owned())
                    }
                    it => blank::cell(it),
                };
                let (value, known) = (blank::row(columns, cell), Known::Row(columns));
                Ok(Some(Step::Write { at: way.at, value, known }))
            }
        }
    }

    /// What the other columns of a row say that is not there, but on the page: 0 for amounts;
    /// `None` of a row that the form does not fix.
    fn of_fixed_row(&self, row: &[String]) -> Result<Option<fn(&Column) -> Value>, Diagnostic> {
        let Some((key, field)) = row.split_last() else { return Ok(None) };
        let Known::Field(Field { kind: Kind::Matrix(matrix), .. }) = self.known(field) else {
            return Ok(None);
        };
        match matrix.rows.iter().find(|row| row.key == *key) {
            None => Ok(None),
            Some(row) if !row.sum.is_empty() => {
                Err(self.refuse(format!("“{key}”是算出来的，不能改")))
            }
            Some(_) => Ok(Some(|column| match column.kind.is_decimal() {
                true => Value::Text("0".to_owned()),
                false => blank::cell(column),
            })),
        }
    }

    /// A step that writes a value where another one is; `None` where it says the same.
    fn write(&self, at: At, node: &'a Node, value: Value, known: Known<'a>) -> Option<Step<'a>> {
        (!says(node, &value)).then_some(Step::Write { at, value, known })
    }

    fn rename(&self, path: &[String], name: &str) -> Result<Option<Step<'a>>, Diagnostic> {
        let way = self.find(path)?;
        self.check_is_named(way.above())?;
        if path.last().is_some_and(|old| old == name) {
            return Ok(None);
        }
        self.check_name(&path[..path.len() - 1], name)?;
        Ok(Some(Step::Rename { at: way.at, name: name.to_owned() }))
    }

    fn check_is_named(&self, known: Known) -> Result<(), Diagnostic> {
        match known.is_named() {
            true => Ok(()),
            false => Err(self.refuse("这一项是表上固定的，不能这样改")),
        }
    }

    /// Whether a name may stand below a path, beside those that are there.
    fn check_name(&self, above: &[String], name: &str) -> Result<(), Diagnostic> {
        limits::name(self.file, name)?;
        let way = self.way(above);
        if way.rest.is_empty() && way.node.entry(name).is_some() {
            let message = match name {
                "" => "这里已经有一行还没有写名称".to_owned(),
                name => format!("这里已经有“{name}”了"),
            };
            let help = "换一个名称；名称空着的，先把它填上";
            return Err(self.refuse_by(&rule::DUPLICATE_KEY, message).help(help));
        }
        Ok(())
    }

    fn add(&self, path: &[String], before: Option<&str>) -> Result<Step<'a>, Diagnostic> {
        let Some((name, above)) = path.split_last() else {
            return Err(self.refuse("没有写要加哪一项"));
        };
        let known = self.known(above);
        self.check_is_named(known)?;
        self.check_name(above, name)?;
        let below = known.below(name);
        let value = blank::below(below).ok_or_else(|| self.is_not_there(name))?;
        let way = self.way(above);
        if !way.rest.is_empty() {
            if let Some(before) = before {
                return Err(self.is_not_there(before));
            }
            return self.insert(Way { rest: &path[way.at.len()..], ..way }, value);
        }
        self.check_may_have_entries(&way)?;
        let (index, is_before) = self.before(way.node, before)?;
        let entry = entry(name, value);
        Ok(Step::Insert { map: way.at, index, entry, known: below, is_before })
    }

    /// The place before an entry, or at the end.
    fn before(&self, node: &Node, before: Option<&str>) -> Result<(usize, bool), Diagnostic> {
        let entries = node.entries();
        let Some(before) = before else { return Ok((entries.len(), false)) };
        let index = entries.iter().position(|entry| entry.key == before);
        index.map(|index| (index, true)).ok_or_else(|| self.is_not_there(before))
    }

    fn remove(&self, path: &[String]) -> Result<Step<'a>, Diagnostic> {
        let way = self.find(path)?;
        if way.at.is_empty() {
            return Err(self.refuse("没有写要删去哪一项"));
        }
        let levels = self.emptied(&way);
        Ok(Step::Remove { at: way.at, levels })
    }

    /// How many groups above have nothing else than what is at the end of a path.
    fn emptied(&self, way: &Way) -> usize {
        let mut levels = 0;
        // A field stays, though nothing is left below it.
        while let Some(above) = (way.at.len() - 1).checked_sub(levels)
            && above > 0
            && way.known[above - 1].is_named()
            && self.node(&way.at[..above]).is_some_and(|node| node.entries().len() == 1)
        {
            levels += 1;
        }
        levels
    }

    fn node(&self, at: &[usize]) -> Option<&'a Node> {
        at.iter().try_fold(self.root, |node, index| Some(&node.entries().get(*index)?.value))
    }

    fn shift(
        &self,
        path: &[String],
        to: Option<&[String]>,
        before: Option<&str>,
    ) -> Result<Option<Step<'a>>, Diagnostic> {
        let way = self.find(path)?;
        self.check_is_named(way.above())?;
        let Some((name, above)) = path.split_last() else { return Ok(None) };
        let to = to.unwrap_or(above);
        let target = self.find(to)?;
        if target.last().levels() != way.above().levels() {
            return Err(self.refuse(format!("“{name}”不能移到这里：级次不一样")));
        }
        self.check_may_have_entries(&target)?;
        let (index, is_before) = self.before(target.node, before)?;
        let own = way.at.last().copied().unwrap_or_default();
        if to == above {
            let is_there = index == own || index == own + 1;
            return Ok((!is_there).then_some(Step::Move {
                from: way.at,
                levels: 0,
                map: target.at,
                index,
                is_before,
            }));
        }
        self.check_name(to, name)?;
        let levels = self.emptied(&way);
        Ok(Some(Step::Move { from: way.at, levels, map: target.at, index, is_before }))
    }
}

/// Where a key belongs among those that are there: below the last one that the form has before
/// it, or else above the first one behind it. At the end where the form does not know it.
fn place(known: Known, node: &Node, key: &str) -> (usize, bool) {
    let entries = node.entries();
    let Some(own) = known.rank(key) else { return (entries.len(), false) };
    let ranks = || entries.iter().map(|entry| known.rank(&entry.key));
    let above = ranks().rposition(|rank| rank.is_some_and(|rank| rank < own));
    let below = ranks().position(|rank| rank.is_some_and(|rank| rank > own));
    match (above, below) {
        (Some(above), _) => (above + 1, false),
        (None, Some(below)) => (below, true),
        (None, None) => (entries.len(), false),
    }
}

/// What is chosen of a list, in the list's order.
fn in_order(kind: &Kind, mut value: Value) -> Value {
    if let (Some(choices), Value::List(marks)) = (kind.choices(), &mut value) {
        let place = |mark: &Value| {
            choices.iter().position(|it| matches!(mark, Value::Text(mark) if mark == it))
        };
        marks.sort_by_key(|mark| place(mark).unwrap_or(choices.len()));
    }
    value
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(map) => map.entries.is_empty(),
    }
}

/// Whether a value of a file says what is wanted. The order of what is chosen is the form's.
fn says(node: &Node, value: &Value) -> bool {
    match (&node.content, value) {
        (Content::Text { text, style }, Value::Text(wanted)) => {
            let is_another =
                *style == Style::Plain && (is_null(text) || text.starts_with(['>', '｜']));
            !is_another && text.trim_end_matches('\n') == wanted
        }
        (Content::List(items), Value::List(wanted)) => {
            let said = items.iter().map(Node::text);
            let wanted: Vec<Option<&str>> = wanted
                .iter()
                .map(|item| match item {
                    Value::Text(text) => Some(text.as_str()),
                    Value::List(_) | Value::Map(_) => None,
                })
                .collect();
            items.len() == wanted.len() && said.clone().all(|mark| wanted.contains(&mark))
        }
        _ => false,
    }
}
