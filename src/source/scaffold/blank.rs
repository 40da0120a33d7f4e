//! New project files from a form's definition: every field with its key, blanks where
//! nothing is known, and what to write there as comments.

use std::collections::BTreeSet;

use super::given::Given;
use super::{Earlier, Place};
use crate::form::{
    self, Branch, Branches, Choices, Column, Field, Form, Kind, MOST_IN_A_LIST, Names, Role,
};
use crate::source::layout::{Comment, Entry, Map, Tree, Value};

/// What stands above the first long text.
const PARAGRAPHS: &str =
    "下面的文字要分几段时，把引号换成 |-，从下一行写起：一行一段，每行前面空两格。";

/// A file of a form. `carried` is what an earlier project says of each field.
pub fn tree(form: &Form, given: &Given, place: &Place, carried: &[Option<form::Value>]) -> Tree {
    let is_left_out = |field: &Field, said: Option<&form::Value>| {
        let is_another = said.is_some_and(|said| match field.kind.is_scalar() {
            true => place.default(&field.key) != Some(&*said.text()),
            false => true,
        });
        given.is_supplied(&field.key) && (given.of_field(field).is_some() || !is_another)
    };
    let hint = form.page.blocks.iter().flat_map(form::Block::long_texts).next();
    let mut author = Author { given, hint, has_explained: false };
    let mut entries = Vec::new();
    for (index, field) in form.fields.iter().enumerate() {
        let said = carried.get(index).and_then(Option::as_ref);
        if !is_left_out(field, said) {
            entries.push(author.entry(&[index], field, said));
        }
    }
    Tree { root: Map { entries, after: Vec::new() }, ..Tree::default() }
}

/// What stands at the top of a new file. `left_behind` is what of the earlier project is not
/// carried over, `left_out` the keys that the defaults supply.
pub fn header(
    form: &Form,
    from: Option<&Earlier>,
    left_behind: &[String],
    left_out: &[&str],
) -> Vec<Comment> {
    const COMMENTS: &str = "井号后面是说明，不印在表上。";
    let mut lines = vec![match (from, rows(form)) {
        (Some(from), _) => {
            let file = from.file.file_name().unwrap_or_default().to_string_lossy();
            format!("接着 {file} 填写：带过来的内容请核对，其余的填在引号里。{COMMENTS}")
        }
        (None, Some(rows)) => {
            format!("在引号里填写内容，不用的{rows}整行删去，下面空了的也删去。{COMMENTS}")
        }
        (None, None) => format!("在引号里填写内容。{COMMENTS}"),
    }];
    if !left_behind.is_empty() {
        lines.push(format!("没有带过来：{}", left_behind.join("、")));
    }
    if !left_out.is_empty() {
        lines.push(format!("由 _defaults.yaml 提供，这里不用写：{}", left_out.join("、")));
    }
    lines.iter().map(|line| comment(line)).collect()
}

/// What the rows of the form's tree are called.
fn rows(form: &Form) -> Option<&str> {
    form.fields.iter().find_map(|field| match &field.kind {
        Kind::Tree(tree) => tree.levels.last().map(String::as_str),
        _ => None,
    })
}

/// A comment on a line of its own.
fn comment(text: &str) -> Comment {
    Comment { text: format!("# {text}"), after_gap: false }
}

/// An entry without comments.
pub fn plain(key: &str, value: Value) -> Entry {
    Entry { before: Vec::new(), key: key.to_owned(), beside: Vec::new(), value }
}

struct Author<'a> {
    given: &'a Given,
    /// The first long text, as long as nothing has been said of such.
    hint: Option<&'a [usize]>,
    /// Whether it has been said what to choose from in the columns of a row.
    has_explained: bool,
}

impl Author<'_> {
    fn entry(&mut self, path: &[usize], field: &Field, said: Option<&form::Value>) -> Entry {
        let said = said.filter(|said| !said.is_empty());
        let mut entry = plain(&field.key, self.value(path, field, said));
        let is_for_a_choice = matches!(field.kind, Kind::Choice(_) | Kind::Date { .. });
        if has_blanks(&entry.value) || (said.is_none() && is_for_a_choice) {
            entry.beside = remarks(field);
        }
        if self.hint == Some(path) && has_blanks(&entry.value) {
            entry.before.push(comment(PARAGRAPHS));
        }
        entry
    }

    fn value(&mut self, path: &[usize], field: &Field, said: Option<&form::Value>) -> Value {
        match (&field.kind, said) {
            (Kind::Record(fields), said) => {
                let values = match said {
                    Some(form::Value::Record(values)) => values.as_slice(),
                    _ => &[],
                };
                let entry = |(index, field): (usize, &Field)| {
                    self.entry(&[path, &[index]].concat(), field, values.get(index))
                };
                of(fields.iter().enumerate().map(entry).collect())
            }
            (Kind::Table(table), Some(form::Value::Rows(rows))) => {
                let row = |(name, row): (&String, &form::Row)| {
                    plain(name, self.row(&table.columns, Some(row)))
                };
                of(rows.iter().map(row).collect())
            }
            (Kind::Table(table), _) => {
                let is_named = field.role == Some(Role::Expenses);
                let name = self.given.text(Role::Name).filter(|_| is_named).unwrap_or_default();
                of(vec![plain(name, self.row(&table.columns, None))])
            }
            (Kind::Matrix(matrix), said) => {
                let row = |line: &form::MatrixRow| {
                    let said = match said {
                        Some(form::Value::Rows(rows)) => rows.get(&line.key),
                        _ => None,
                    };
                    plain(&line.key, self.row(&matrix.columns, said))
                };
                of(matrix.entered().map(row).collect())
            }
            (Kind::Tree(tree), Some(form::Value::Tree(branches))) => {
                self.branches(branches, &tree.columns)
            }
            (Kind::Tree(tree), _) => self.names(&tree.names, tree.levels.len(), &tree.columns),
            (Kind::Marks(_), said) => match said {
                Some(form::Value::Marks(marks)) => list(marks),
                _ if field.required => Value::List(Vec::new()),
                _ => Value::Text(String::new()),
            },
            (kind, said) => {
                let known = self.given.of_field(field).map(str::to_owned);
                let said = said.map(|said| said.text().into_owned());
                Value::Text(known.or(said).unwrap_or_else(|| usual(field, kind)))
            }
        }
    }

    /// The names that there are, with a blank row where they are the author's choice.
    fn names(&mut self, names: &Names, levels: usize, columns: &[Column]) -> Value {
        let nothing = Names::default();
        let known: Vec<(&str, &Names)> = match names.is_free() {
            true => vec![("", &nothing)],
            false => names.0.iter().map(|(name, below)| (name.as_str(), below)).collect(),
        };
        let entry = |(name, below): (&str, &Names)| match levels {
            0 | 1 => plain(name, self.row(columns, None)),
            _ => plain(name, self.names(below, levels - 1, columns)),
        };
        of(known.into_iter().map(entry).collect())
    }

    fn branches(&mut self, branches: &Branches, columns: &[Column]) -> Value {
        let entry = |(name, branch): (&String, &Branch)| match branch {
            Branch::Group(below) => plain(name, self.branches(below, columns)),
            Branch::Row(row) => plain(name, self.row(columns, Some(row))),
        };
        of(branches.iter().map(entry).collect())
    }

    /// A row with blanks for what it does not say.
    fn row(&mut self, columns: &[Column], row: Option<&form::Row>) -> Value {
        let cell = |(index, column): (usize, &Column)| match row.and_then(|row| row.get(index)) {
            Some(form::Value::Marks(marks)) => list(marks),
            Some(value) if !matches!(column.kind, Kind::Marks(_)) => {
                Value::Text(value.text().into_owned())
            }
            _ if matches!(column.kind, Kind::Marks(_)) => Value::List(Vec::new()),
            _ => Value::Text(String::new()),
        };
        let entered = columns.iter().enumerate().filter(|(_, column)| column.is_entered());
        let mut cells: Vec<(&Column, Value)> =
            entered.map(|(index, column)| (column, cell((index, column)))).collect();
        match cells.len() {
            1 => cells.remove(0).1,
            2..=MOST_IN_A_LIST => Value::List(cells.into_iter().map(|(_, cell)| cell).collect()),
            _ => {
                let is_first = !std::mem::replace(&mut self.has_explained, true);
                let entry = |(column, cell): (&Column, Value)| {
                    let mut entry = plain(&column.key, cell);
                    if is_first && has_blanks(&entry.value) {
                        entry.beside.extend(choices(&column.kind).map(|it| format!("# {it}")));
                    }
                    entry
                };
                of(cells.into_iter().map(entry).collect())
            }
        }
    }
}

fn of(entries: Vec<Entry>) -> Value {
    Value::Map(Map { entries, after: Vec::new() })
}

fn list(marks: &[String]) -> Value {
    Value::List(marks.iter().cloned().map(Value::Text).collect())
}

/// What a new project has there, whatever it is about.
fn usual(field: &Field, kind: &Kind) -> String {
    match kind {
        _ if !field.starter.is_empty() => field.starter.clone(),
        Kind::Choice(Choices { values, .. }) if values.len() == 1 => values.concat(),
        _ => String::new(),
    }
}

fn has_blanks(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.is_empty(),
        Value::List(items) => items.is_empty() || items.iter().any(has_blanks),
        Value::Map(map) => map.entries.iter().any(|entry| has_blanks(&entry.value)),
    }
}

/// What to write under a key, as the lines of a comment.
fn remarks(field: &Field) -> Vec<String> {
    const OPTIONAL: [&str; 4] = ["可以不写", "可以空着", "可不写", "不写时"];
    let is_told = OPTIONAL.iter().any(|words| field.help.contains(words));
    let may_be_empty = !field.required && field.kind.is_scalar() && !is_told;
    let texts = [if may_be_empty { "可以空着" } else { "" }, field.help.trim()];
    let texts: Vec<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    let first = [texts.join("；")].into_iter().chain(choices(&field.kind));
    let first: Vec<String> = first.filter(|text| !text.is_empty()).collect();
    let columns = field.kind.columns().unwrap_or_default();
    let entered: Vec<&Column> = columns.iter().filter(|column| column.is_entered()).collect();
    let keys: Vec<&str> = entered.iter().map(|column| column.key.as_str()).collect();
    let is_told = |key: &&str| field.help.contains(*key);
    // The help may be older than the columns.
    let is_unclear = (2..=MOST_IN_A_LIST).contains(&keys.len()) && !keys.iter().all(is_told);
    let order = is_unclear.then(|| format!("每行依次是 [{}]", keys.join(", ")));
    // A mapping has them beside its keys.
    let of_columns = entered.iter().filter(|_| entered.len() <= MOST_IN_A_LIST);
    let of_columns =
        of_columns.filter_map(|column| Some(format!("{}：{}", column.key, choices(&column.kind)?)));
    let lines = [first.join("：")].into_iter().chain(order).chain(of_columns);
    let lines: Vec<String> = lines.filter(|text| !text.is_empty()).collect();
    lines.iter().flat_map(|text| text.lines()).map(|line| format!("# {line}")).collect()
}

/// The comments on the fields of a form.
pub fn comments(form: &Form) -> BTreeSet<String> {
    let of_fields = form.all_fields().into_iter().flat_map(|(_, field)| remarks(field));
    of_fields.chain([comment(PARAGRAPHS).text]).collect()
}

/// What there is to choose from.
fn choices(kind: &Kind) -> Option<String> {
    match kind {
        Kind::Choice(Choices { values, .. }) => match values.as_slice() {
            [] | [_] => None,
            [first @ .., last] => Some(format!("{}，或{last}", first.join("、"))),
        },
        Kind::Marks(choices) => Some(format!("{}中的几个，没有就写 []", choices.values.join("、"))),
        _ => None,
    }
}
