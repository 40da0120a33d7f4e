//! The fields and columns of a definition.

use std::collections::HashSet;

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::define::{Definer, MOST};
use super::raw::{RawColumn, RawField, RawFormula, RawKind, RawRow};
use crate::form::{
    Choices, Column, Field, Formula, Kind, Matrix, MatrixRow, Names, Role, Table, Tree,
};

impl Definer<'_> {
    /// The fields of a form or a record.
    pub(super) fn fields(&mut self, raw: &IndexMap<String, RawField>, path: &[&str]) -> Vec<Field> {
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
                if name == key {
                    let path = [&path[..], &["sum"]].concat();
                    self.mistakes.add(&path, "合计行不能加它自己", "写要加起来的各行");
                    continue;
                }
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
                        keys.iter().copied().filter(|key| *key != path[path.len() - 1]),
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
            self.mistakes.add(
                &path_of_levels,
                "levels 要有 1 到 4 级",
                "如 [一级指标, 二级指标, 三级指标]",
            );
        }
        let names = raw.names.as_ref().map(|names| names.0.clone()).unwrap_or_default();
        if depth(&names) > levels.len() {
            let message = format!("names 比 levels 深：levels 有 {} 级", levels.len());
            self.mistakes.add(&[path, &["names"]].concat(), message, "删去多出来的一级");
        }
        let usual = raw.usual.clone().unwrap_or_default();
        for name in &usual {
            if !names.is_free() && names.find(name).is_none() && names.above(name).next().is_none()
            {
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
                self.mistakes.add(
                    &[&path[..], &["role"]].concat(),
                    "这个 role 不是列的",
                    "见 docs/forms.md 的表",
                );
            }
            if column.role.is_some_and(|role| !seen.insert(role)) {
                self.mistakes.add(
                    &[&path[..], &["role"]].concat(),
                    "前面有一列是同一个 role",
                    "只留一个",
                );
            }
            for row in column.only.iter().filter(|row| !rows.contains(&row.as_str())) {
                self.mistakes.unknown(
                    &[&path[..], &["only"]].concat(),
                    "行",
                    row,
                    rows.iter().copied(),
                );
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
        let choices =
            || Choices { values: raw.choices.clone().unwrap_or_default(), ..Choices::default() };
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
        let has_choices =
            matches!(&kind, Kind::Choice(it) | Kind::Marks(it) if !it.values.is_empty());
        if (raw.ticks || matches!(kind, Kind::Marks(_))) && !has_choices {
            self.mistakes.add(path, "要打勾的列缺少“choices”", "补上“choices: […]”");
        }
        if raw.choices.is_some() && !has_choices {
            self.mistakes.add(
                &[path, &["choices"]].concat(),
                "这种列用不到“choices”",
                "删去，或改 kind",
            );
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
        // None that is a rate or a score itself, so that little is computed for a cell.
        let is_number = |name: &str| {
            columns.get(name).is_some_and(|column| match &column.computed {
                None => matches!(column.kind, Some(RawKind::Amount | RawKind::Number)),
                Some(formula) => formula.sum.is_some() || formula.fixed.is_some(),
            })
        };
        let before: Vec<&str> = before.into_iter().filter(|name| is_number(name)).collect();
        let mut column = |key: &str, name: &String| {
            let found = columns.get_index_of(name).filter(|_| before.contains(&name.as_str()));
            if found.is_none() {
                let path = [path, &[key]].concat();
                self.mistakes.unknown(&path, "前面的金额或数", name, before.iter().copied());
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
                if most <= Decimal::ZERO {
                    self.mistakes.add(&[path, &["most"]].concat(), "满分应大于 0", "如 10");
                }
                Some(Formula::Score { of, by, most })
            }
            RawFormula { fixed: Some(text), sum: None, ratio: None, score: None, .. } => {
                Some(Formula::Fixed(text.clone()))
            }
            RawFormula { sum: Some(of), ratio: None, score: None, fixed: None, .. } => {
                // A sum often stands before what it sums up.
                let is_entered = |name: &str| is_number(name) && columns[name].computed.is_none();
                let path = [path, &["sum"]].concat();
                let mut found = Vec::new();
                for name in of {
                    match columns.get_index_of(name.as_str()).filter(|_| is_entered(name)) {
                        Some(index) => found.push(index),
                        None => {
                            let known =
                                columns.keys().map(String::as_str).filter(|it| is_entered(it));
                            self.mistakes.unknown(&path, "由人填写的金额或数", name, known);
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
}

/// How many levels of names there are.
fn depth(names: &Names) -> usize {
    names.0.values().map(|below| 1 + depth(below)).max().unwrap_or(0)
}
