//! From a `form.yaml` as it is written to a form: names are held against one another, and
//! what does not fit is told at its line.

use std::collections::HashSet;
use std::sync::OnceLock;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::block;
use super::mistakes::{self, Mistakes};
use super::own_rules;
use super::raw::{RawColumn, RawField, RawForm, RawFormula, RawKind, RawRow};
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::form::{
    Choices, Column, FORM_KEY, Field, Form, Formula, Kind, Matrix, MatrixRow, Names, Page, Ref,
    Role, Table, Tree, YEAR_KEY,
};
use crate::source::places;
use crate::source::vocabulary::Vocabulary;

/// How many fields, rows, columns or names of one kind there may be.
const MOST: usize = 200;
/// How long a fixed text of a form may be, in characters.
const LONGEST: usize = 1000;

/// The form that `file` defines.
pub fn define(file: &SourceFile, id: &str, since: u16) -> Result<Form, Vec<Diagnostic>> {
    let (root, found) = places::find(file, &Vocabulary::default());
    let Some(root) = root.filter(|_| found.is_empty()) else { return Err(found) };
    let raw: RawForm =
        serde_yaml::from_str(file.text()).map_err(|error| mistakes::explain(file, &error))?;
    let mut definer = Definer { mistakes: Mistakes::new(file, &root) };
    let form = definer.form(raw, id, since);
    let found = definer.mistakes.found();
    if found.is_empty() { Ok(form) } else { Err(found) }
}

/// Reads a definition, and collects what is wrong with it.
pub struct Definer<'a> {
    /// What is wrong.
    pub mistakes: Mistakes<'a>,
}

impl Definer<'_> {
    fn form(&mut self, raw: RawForm, id: &str, since: u16) -> Form {
        self.text(&["name"], &raw.name);
        self.text(&["title"], &raw.title);
        self.words(&["subtitle"], &raw.subtitle);
        if raw.subtitle.replace("{年度}", "").contains(['{', '}']) {
            self.mistakes.add(&["subtitle"], "这里的花括号里只能是“{年度}”", "如“({年度}年度)”");
        }
        let fields = self.fields(&raw.fields, &["fields"]);
        let mut form = Form {
            id: id.to_owned(),
            since,
            name: raw.name,
            title: raw.title,
            subtitle: raw.subtitle,
            is_default: raw.default,
            follows: raw.follows,
            fonts: raw.fonts,
            fields,
            computed: IndexMap::new(),
            rules: Vec::new(),
            page: Page { landscape: false, size: 0.0, columns: Vec::new(), blocks: Vec::new() },
            pattern: OnceLock::new(),
        };
        self.roles(&form);
        self.otherwise(&mut form, &raw.fields);
        for (name, formula) in &raw.computed {
            self.key(&["computed", name], name);
            if form.field(name).is_some() {
                self.mistakes.add(&["computed", name], format!("“{name}”已经是一个栏目"), "换一个名称");
            }
            // It refers to those before it only, so nothing goes round in circles.
            if let Some(formula) = self.sum(&form, formula, &["computed", name]) {
                form.computed.insert(name.clone(), formula);
            }
        }
        form.rules = own_rules::read(self, &form, &raw.rules);
        form.page = block::page(self, &form, &raw.page);
        form
    }

    fn fields(&mut self, raw: &IndexMap<String, RawField>, path: &[&str]) -> Vec<Field> {
        if raw.is_empty() || raw.len() > MOST {
            self.mistakes.add(path, format!("栏目要有 1 到 {MOST} 个"), "写上或减少栏目");
        }
        let read = |(key, field): (&String, &RawField)| {
            let path = [path, &[key]].concat();
            self.key(&path, key);
            self.field(key, field, &path)
        };
        raw.iter().map(read).collect()
    }

    fn field(&mut self, key: &str, raw: &RawField, path: &[&str]) -> Field {
        self.unfit(raw, path);
        Field {
            key: key.to_owned(),
            kind: self.kind(raw, path),
            required: !raw.optional,
            role: raw.role,
            help: raw.help.clone(),
            starter: raw.starter.clone(),
            // It may refer to fields that are yet to be read.
            otherwise: None,
        }
    }

    fn kind(&mut self, raw: &RawField, path: &[&str]) -> Kind {
        match raw.kind {
            RawKind::Text => Kind::Text,
            RawKind::Year => Kind::Year,
            RawKind::Date => Kind::Date { long_term: raw.long_term.unwrap_or(false) },
            RawKind::Phone => Kind::Phone,
            RawKind::Amount => Kind::Amount,
            RawKind::Number => Kind::Number,
            RawKind::Choice => Kind::Choice(self.choices(raw, path)),
            RawKind::Marks => Kind::Marks(self.choices(raw, path)),
            RawKind::Record => {
                let none = IndexMap::new();
                let fields = raw.fields.as_ref().unwrap_or(&none);
                Kind::Record(self.fields(fields, &[path, &["fields"]].concat()))
            }
            RawKind::Table => Kind::Table(Table {
                row: raw.row.clone().unwrap_or_else(|| "行".to_owned()),
                columns: self.columns(raw, path, &[]),
            }),
            RawKind::Matrix => Kind::Matrix(self.matrix(raw, path)),
            RawKind::Tree => Kind::Tree(self.tree(raw, path)),
        }
    }

    /// Finds what is said of a field that its kind has no use for.
    fn unfit(&mut self, raw: &RawField, path: &[&str]) {
        use RawKind::{Amount, Choice, Date, Marks, Matrix, Number, Record, Table, Tree};
        let kind = raw.kind;
        let said = [
            ("otherwise", raw.otherwise.is_some(), &[Amount, Number][..]),
            ("choices", raw.choices.is_some(), &[Choice, Marks]),
            ("recurring", raw.recurring.is_some(), &[Choice]),
            ("one-off", raw.one_off.is_some(), &[Choice]),
            ("long-term", raw.long_term.is_some(), &[Date]),
            ("fields", raw.fields.is_some(), &[Record]),
            ("row", raw.row.is_some(), &[Table]),
            ("rows", raw.rows.is_some(), &[Matrix]),
            ("levels", raw.levels.is_some(), &[Tree]),
            ("names", raw.names.is_some(), &[Tree]),
            ("usual", raw.usual.is_some(), &[Tree]),
            ("columns", raw.columns.is_some(), &[Table, Matrix, Tree]),
        ];
        for (key, is_said, kinds) in said {
            if is_said && !kinds.contains(&kind) {
                let message = format!("这种栏目用不到“{key}”");
                self.mistakes.add(&[path, &[key]].concat(), message, "删去，或改 kind");
            }
        }
        let needed = [
            ("fields", raw.fields.is_none(), &[Record][..]),
            ("rows", raw.rows.is_none(), &[Matrix]),
            ("levels", raw.levels.is_none(), &[Tree]),
            ("columns", raw.columns.is_none(), &[Table, Matrix, Tree]),
            ("choices", raw.choices.is_none(), &[Marks]),
        ];
        for (key, is_missing, kinds) in needed {
            if is_missing && kinds.contains(&kind) {
                self.mistakes.add(path, format!("缺少“{key}”"), format!("补上“{key}: …”"));
            }
        }
    }

    fn choices(&mut self, raw: &RawField, path: &[&str]) -> Choices {
        let values = raw.choices.clone().unwrap_or_default();
        self.list(&[path, &["choices"]].concat(), &values);
        for (key, value) in [("recurring", &raw.recurring), ("one-off", &raw.one_off)] {
            if let Some(value) = value.as_ref().filter(|value| !values.contains(value)) {
                let known = values.iter().map(String::as_str);
                self.mistakes.unknown(&[path, &[key]].concat(), "选项", value, known);
            }
        }
        Choices { values, recurring: raw.recurring.clone(), one_off: raw.one_off.clone() }
    }

    fn matrix(&mut self, raw: &RawField, path: &[&str]) -> Matrix {
        let none = IndexMap::new();
        let raw_rows = raw.rows.as_ref().unwrap_or(&none);
        let path_of_rows = [path, &["rows"]].concat();
        if raw_rows.is_empty() || raw_rows.len() > MOST {
            self.mistakes.add(&path_of_rows, format!("行要有 1 到 {MOST} 个"), "写上或减少行");
        }
        let keys: Vec<&str> = raw_rows.keys().map(String::as_str).collect();
        let mut rows = Vec::new();
        for (key, row) in raw_rows {
            let path = [&path_of_rows[..], &[key]].concat();
            self.key(&path, key);
            let plain = RawRow::default();
            let row = row.as_ref().unwrap_or(&plain);
            let mut sum = Vec::new();
            for name in &row.sum {
                let is_plain = |name: &&String| {
                    let row = raw_rows.get(name.as_str()).and_then(Option::as_ref);
                    row.is_none_or(|row| row.sum.is_empty())
                };
                match keys.iter().position(|key| key == name).filter(|_| is_plain(&name)) {
                    Some(index) => sum.push(index),
                    None => self.mistakes.unknown(
                        &[&path[..], &["sum"]].concat(),
                        "可以相加的行",
                        name,
                        keys.iter().copied(),
                    ),
                }
            }
            self.words(&path, row.label.as_deref().unwrap_or_default());
            let label = row.label.clone().unwrap_or_else(|| key.clone());
            rows.push(MatrixRow { key: key.clone(), label, group: row.group.clone(), sum });
        }
        Matrix { rows, columns: self.columns(raw, path, &keys) }
    }

    fn tree(&mut self, raw: &RawField, path: &[&str]) -> Tree {
        let levels = raw.levels.clone().unwrap_or_default();
        let path_of_levels = [path, &["levels"]].concat();
        self.list(&path_of_levels, &levels);
        if raw.levels.is_some() && !(1..=4).contains(&levels.len()) {
            self.mistakes.add(&path_of_levels, "levels 要有 1 到 4 级", "如 [一级指标, 二级指标, 三级指标]");
        }
        let names = raw.names.as_ref().map(|names| names.0.clone()).unwrap_or_default();
        if depth(&names) > levels.len() {
            let message = format!("names 比 levels 深：levels 有 {} 级", levels.len());
            self.mistakes.add(&[path, &["names"]].concat(), message, "删去多出来的一级");
        }
        let usual = raw.usual.clone().unwrap_or_default();
        for name in &usual {
            if !names.is_free() && names.find(name).is_none() && names.above(name).next().is_none() {
                let known: Vec<&str> = names.0.values().flat_map(Names::names).collect();
                self.mistakes.unknown(&[path, &["usual"]].concat(), "名称", name, known);
            }
        }
        Tree { levels, columns: self.columns(raw, path, &[]), names, usual }
    }

    /// The columns of rows; `rows` are the keys of those that a matrix fixes.
    fn columns(&mut self, raw: &RawField, path: &[&str], rows: &[&str]) -> Vec<Column> {
        let Some(columns) = &raw.columns else { return Vec::new() };
        let path = [path, &["columns"]].concat();
        if columns.len() > 40 || columns.values().all(|column| column.computed.is_some()) {
            self.mistakes.add(&path, "列要有 1 到 40 个，其中至少一个由人填写", "写上或减少列");
        }
        let mut seen = HashSet::new();
        let mut read = Vec::new();
        for (key, column) in columns {
            let path = [&path[..], &[key]].concat();
            self.key(&path, key);
            if column.role.is_some_and(|role| !Role::OF_COLUMNS.contains(&role)) {
                self.mistakes.add(&[&path[..], &["role"]].concat(), "这个 role 不是列的", "见 docs/forms.md 的表");
            }
            if column.role.is_some_and(|role| !seen.insert(role)) {
                self.mistakes.add(&[&path[..], &["role"]].concat(), "前面有一列是同一个 role", "只留一个");
            }
            for row in column.only.iter().filter(|row| !rows.contains(&row.as_str())) {
                self.mistakes.unknown(&[&path[..], &["only"]].concat(), "行", row, rows.iter().copied());
            }
            let is_matrix = raw.kind == RawKind::Matrix;
            read.push(self.column(key, column, &path, columns, is_matrix));
        }
        read
    }

    fn column(
        &mut self,
        key: &str,
        raw: &RawColumn,
        path: &[&str],
        columns: &IndexMap<String, RawColumn>,
        is_matrix: bool,
    ) -> Column {
        let choices = || Choices {
            values: raw.choices.clone().unwrap_or_default(),
            ..Choices::default()
        };
        let kind = match raw.kind {
            None | Some(RawKind::Text) => Kind::Text,
            Some(RawKind::Amount) => Kind::Amount,
            Some(RawKind::Number) => Kind::Number,
            Some(RawKind::Choice) => Kind::Choice(choices()),
            Some(RawKind::Marks) => Kind::Marks(choices()),
            Some(RawKind::Date) => Kind::Date { long_term: false },
            Some(_) => {
                let help = "列可以是 text、amount、number、choice、marks、date";
                self.mistakes.add(&[path, &["kind"]].concat(), "列不能是这一种", help);
                Kind::Text
            }
        };
        let has_choices = matches!(&kind, Kind::Choice(it) | Kind::Marks(it) if !it.values.is_empty());
        if (raw.ticks || matches!(kind, Kind::Marks(_))) && !has_choices {
            self.mistakes.add(path, "要打勾的列缺少“choices”", "补上“choices: […]”");
        }
        if raw.choices.is_some() && !has_choices {
            self.mistakes.add(&[path, &["choices"]].concat(), "这种列用不到“choices”", "删去，或改 kind");
        }
        self.list(&[path, &["choices"]].concat(), raw.choices.as_deref().unwrap_or_default());
        if is_matrix && matches!(kind, Kind::Marks(_)) {
            self.mistakes.add(path, "固定的行里不能打勾", "改 kind");
        }
        let formula = raw.computed.as_ref().and_then(|formula| {
            self.in_a_row(formula, &[path, &["computed"]].concat(), key, columns)
        });
        let title = raw.title.clone().unwrap_or_else(|| key.to_owned());
        self.words(&[path, &["title"]].concat(), &title);
        Column {
            key: key.to_owned(),
            short: raw.short.clone().unwrap_or_else(|| key.to_owned()),
            title,
            above: raw.above.clone(),
            kind,
            required: !raw.optional,
            role: raw.role,
            formula,
            only: raw.only.clone(),
            ticks: raw.ticks,
            left: raw.left,
        }
    }

    /// A formula over other columns of the row of the column `own`.
    fn in_a_row(
        &mut self,
        raw: &RawFormula,
        path: &[&str],
        own: &str,
        columns: &IndexMap<String, RawColumn>,
    ) -> Option<Formula> {
        let before: Vec<&str> =
            columns.keys().map(String::as_str).take_while(|key| *key != own).collect();
        let mut column = |key: &str, name: &String| {
            let found = before.iter().position(|before| before == name);
            if found.is_none() {
                let path = [path, &[key]].concat();
                self.mistakes.unknown(&path, "前面的列", name, before.iter().copied());
            }
            found
        };
        match raw {
            RawFormula { ratio: Some([of, by]), sum: None, score: None, fixed: None, .. } => {
                Some(Formula::Ratio { of: column("ratio", of)?, by: column("ratio", by)? })
            }
            RawFormula { score: Some([of, by]), sum: None, ratio: None, fixed: None, most } => {
                let (of, by) = (column("score", of)?, column("score", by)?);
                let most = self.number(&[path, &["most"]].concat(), most.as_deref())?;
                Some(Formula::Score { of, by, most })
            }
            RawFormula { fixed: Some(text), sum: None, ratio: None, score: None, .. } => {
                Some(Formula::Fixed(text.clone()))
            }
            RawFormula { sum: Some(of), ratio: None, score: None, fixed: None, .. } => {
                // A sum often stands before what it sums up.
                let is_entered = |name: &str| columns.get(name).is_some_and(|it| it.computed.is_none());
                let path = [path, &["sum"]].concat();
                let mut found = Vec::new();
                for name in of {
                    match columns.get_index_of(name.as_str()).filter(|_| is_entered(name)) {
                        Some(index) => found.push(index),
                        None => {
                            let known = columns.keys().map(String::as_str).filter(|it| is_entered(it));
                            self.mistakes.unknown(&path, "由人填写的列", name, known);
                        }
                    }
                }
                (found.len() == of.len()).then_some(Formula::Across(found))
            }
            _ => {
                let help = "写 sum、ratio、score（连同 most）、fixed 中的一个";
                self.mistakes.add(path, "列的算法只能有一种", help);
                None
            }
        }
    }

    /// A formula that sums up what it refers to.
    fn sum(&mut self, form: &Form, raw: &RawFormula, path: &[&str]) -> Option<Formula> {
        let RawFormula { sum: Some(of), ratio: None, score: None, fixed: None, most: None } = raw
        else {
            self.mistakes.add(path, "这里的算法只能是 sum", "写成“{sum: [栏目.列, …]}”");
            return None;
        };
        let path = [path, &["sum"]].concat();
        let refs: Vec<Ref> =
            of.iter().filter_map(|text| self.reference(form, &path, text)).collect();
        (refs.len() == of.len()).then_some(Formula::Sum(refs))
    }

    /// Resolves a reference to decimals.
    pub fn reference(&mut self, form: &Form, path: &[&str], text: &str) -> Option<Ref> {
        let found = Ref::resolve(form, text);
        if found.is_none() {
            let help = "写成“栏目”“栏目.列”或“栏目.行.列”，一层一个点";
            self.mistakes.add(path, format!("找不到“{text}”"), help);
        }
        found
    }

    /// Reads a number.
    pub fn number(&mut self, path: &[&str], text: Option<&str>) -> Option<Decimal> {
        let number = text.and_then(|text| text.parse().ok());
        if number.is_none() {
            self.mistakes.add(path, "这里应是一个数", "如 10");
        }
        number
    }

    /// Holds the fields' roles against one another.
    fn roles(&mut self, form: &Form) {
        let mut seen = HashSet::new();
        for (path, field) in form.all_fields() {
            let Some(role) = field.role else { continue };
            let keys = form.keys(&path);
            let mut path: Vec<&str> = keys.iter().flat_map(|key| ["fields", key]).collect();
            path.push("role");
            if !Role::OF_FIELDS.contains(&role) {
                self.mistakes.add(&path, "这个 role 不是栏目的", "见 docs/forms.md 的表");
            } else if !fits(role, &field.kind) {
                self.mistakes.add(&path, "这个 role 和 kind 不相配", "见 docs/forms.md 的表");
            }
            if !seen.insert(role) {
                self.mistakes.add(&path, "前面有一个栏目是同一个 role", "只留一个");
            }
        }
        let is_year = |field: &&Field| matches!(field.kind, Kind::Year) && field.role == Some(Role::Year);
        if form.field(YEAR_KEY).filter(is_year).is_none() {
            let help = format!("写上“{YEAR_KEY}: {{kind: year, role: year}}”");
            self.mistakes.add(&["fields"], format!("缺少栏目“{YEAR_KEY}”"), help);
        }
        if !seen.contains(&Role::Name) {
            let help = "给项目名称写上“role: name”";
            self.mistakes.add(&["fields"], "没有哪个栏目是项目名称", help);
        }
        if form.field(FORM_KEY).is_some() {
            let message = format!("栏目不能叫“{FORM_KEY}”：它选的是哪一种表");
            self.mistakes.add(&["fields", FORM_KEY], message, "换一个名称");
        }
    }

    /// Resolves what amounts are that project files leave out.
    fn otherwise(&mut self, form: &mut Form, raw: &IndexMap<String, RawField>) {
        let mut formulas = Vec::new();
        for (path, _) in form.all_fields() {
            let keys: Vec<String> = form.keys(&path).into_iter().map(str::to_owned).collect();
            let Some(formula) = raw_at(raw, &keys).and_then(|field| field.otherwise.as_ref())
            else {
                continue;
            };
            let mut names: Vec<&str> =
                keys.iter().flat_map(|key| ["fields", key.as_str()]).collect();
            names.push("otherwise");
            let formula = self.sum(form, formula, &names);
            // One that refers to another one might go round in circles.
            let refers_to_fields = |it: &Formula| {
                matches!(it, Formula::Sum(of) if of.iter().any(|it| matches!(it, Ref::Field(_))))
            };
            if formula.as_ref().is_some_and(refers_to_fields) {
                let help = "写成“栏目.列”或“栏目.行.列”";
                self.mistakes.add(&names, "不写时的算法只能是各行的合计", help);
            }
            formulas.extend(formula.map(|formula| (path, formula)));
        }
        for (path, formula) in formulas {
            if let Some(field) = field_mut(&mut form.fields, &path) {
                field.otherwise = Some(formula);
            }
        }
    }

    /// Checks a key.
    fn key(&mut self, path: &[&str], key: &str) {
        self.text(path, key);
        if key.contains('.') {
            let help = "点是栏目和列之间的分隔";
            self.mistakes.add(path, format!("名称“{key}”里不能有“.”"), help);
        }
    }

    /// Checks a text of one line.
    fn text(&mut self, path: &[&str], text: &str) {
        if text.trim().is_empty() || text.contains('\n') {
            self.mistakes.add(path, "这里应是一行文字", "写上名称");
        }
        self.words(path, text);
    }

    /// Checks a fixed text of the page.
    pub fn words(&mut self, path: &[&str], text: &str) {
        if text.chars().count() > LONGEST {
            self.mistakes.add(path, format!("文字超过 {LONGEST} 字"), "写短一些");
        }
    }

    /// Checks a list of texts.
    fn list(&mut self, path: &[&str], texts: &[String]) {
        let mut seen = HashSet::new();
        for text in texts {
            if text.trim().is_empty() || text.contains('\n') {
                self.mistakes.add(path, "列表里有空的或分行的", "每一个写一行文字");
            }
            if !seen.insert(text) {
                self.mistakes.add(path, format!("“{text}”写了两次"), "只留一处");
            }
        }
        if texts.len() > MOST {
            self.mistakes.add(path, format!("列表超过 {MOST} 个"), "减少一些");
        }
    }
}

/// How many levels of names there are.
fn depth(names: &Names) -> usize {
    names.0.values().map(|below| 1 + depth(below)).max().unwrap_or(0)
}

/// Whether fields of a kind may have a role.
fn fits(role: Role, kind: &Kind) -> bool {
    match role {
        Role::Year => matches!(kind, Kind::Year),
        Role::Type => matches!(kind, Kind::Choice(_)),
        Role::Start | Role::End => matches!(kind, Kind::Date { .. }),
        Role::Total => matches!(kind, Kind::Amount),
        Role::Income => matches!(kind, Kind::Matrix(_)),
        Role::Expenses => matches!(kind, Kind::Table(_)),
        Role::Indicators => matches!(kind, Kind::Tree(_)),
        _ => matches!(kind, Kind::Text | Kind::Choice(_) | Kind::Phone),
    }
}

fn raw_at<'a>(fields: &'a IndexMap<String, RawField>, keys: &[String]) -> Option<&'a RawField> {
    let (first, rest) = keys.split_first()?;
    let field = fields.get(first)?;
    match rest {
        [] => Some(field),
        rest => raw_at(field.fields.as_ref()?, rest),
    }
}

fn field_mut<'a>(fields: &'a mut [Field], path: &[usize]) -> Option<&'a mut Field> {
    let (&first, rest) = path.split_first()?;
    let field = fields.get_mut(first)?;
    if rest.is_empty() {
        return Some(field);
    }
    match &mut field.kind {
        Kind::Record(fields) => field_mut(fields, rest),
        _ => None,
    }
}
