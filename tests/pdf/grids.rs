//! The cells of forms, found in grids: of all forms that there are, and of one that makes
//! it hard to tell rows apart.

use std::fs;
use std::sync::Arc;

use indexmap::IndexMap;
use jixiao::form::{Amount, Branch, Branches, Column, Field, Form, Kind, Project, Value};
use jixiao::readback::{PlainGrid, find, squeeze};
use jixiao::source::forms::Forms;

use super::paper::{self, Dice};

/// A form whose rows look alike.
const ALIKE: &str = r#"
name: 相似表
title: 相似表
fonts: {title: [Noto Serif CJK SC], body: [Noto Serif CJK SC], label: [Noto Serif CJK SC]}
fields:
  年度: {kind: year, role: year, help: 年度}
  项目名称: {kind: text, role: name, help: 名称}
  单位: {kind: text, help: 单位}
  备注: {kind: text, optional: true, help: 备注}
  说明: {kind: text, optional: true, help: 说明}
  类型: {kind: choice, choices: [新增, 延续], help: 类型}
  收入:
    kind: table
    row: 项目
    help: 收入
    columns: {金额: {kind: amount}}
  支出:
    kind: table
    row: 项目
    optional: true
    help: 支出
    columns: {金额: {kind: amount}}
  甲: {kind: text, help: 甲}
  乙: {kind: text, help: 乙}
  指标:
    kind: tree
    role: indicators
    help: 指标
    levels: [级, 名]
    columns: {值: {kind: text}, 注: {kind: text, optional: true, left: true}}
computed:
  收入合计: {sum: [收入.金额]}
page:
  columns: [10, 20, 15, 25, 30]
  blocks:
    - note: 填报单位：{单位}
      plain: true
    - note: 金额单位：万元
      plain: true
    - facts: [[项目名称, {label: 类型, value: 类型, ticks: true}]]
      spans: [1, 1, 1, 2]
    - group: 资金
      blocks:
        - group: 收入
          blocks:
            - table: 收入
              header: false
              spans: [1, 2]
            - facts: [[{label: 合计, span: 1}, {value: 收入合计}]]
        - group: 支出
          blocks:
            - table: 支出
              header: false
              spans: [1, 2]
    - group: 目标
      blocks:
        - beside: [甲, 乙]
          spans: [2, 2]
    - note: 备注：{备注}
      plain: true
    - tree: 指标
      spans: [1, 2, 1, 1]
    - note: 说明：{说明}
    - note: 填表人：　　　　日期：
      plain: true
"#;

fn forms() -> Forms {
    let folder = tempfile::tempdir().expect("a folder");
    let edition = folder.path().join("alike/2026");
    fs::create_dir_all(&edition).expect("a folder");
    fs::write(edition.join("form.yaml"), ALIKE).expect("a file");
    Forms::load(Some(folder.path())).expect("the forms load")
}

#[test]
fn cells_are_found_wherever_pages_break() {
    let forms = forms();
    for edition in forms.editions() {
        let form = edition.form().unwrap_or_else(|found| panic!("{}: {found:?}", edition.id));
        for seed in 0..400 {
            check(form, seed);
        }
    }
}

/// What a reader says may be anything.
#[test]
fn grids_that_are_none_do_no_harm() {
    let forms = forms();
    for edition in forms.editions() {
        let form = edition.form().unwrap_or_else(|found| panic!("{}: {found:?}", edition.id));
        for seed in 0..400 {
            let mut dice = Dice(seed);
            let mut grids = set(form, &mut dice).1;
            for _ in 0..1 + dice.below(4) {
                spoil(&mut grids, &mut dice);
            }
            let _ = find(&grids, form);
        }
    }
}

/// Changes something about a grid.
fn spoil(grids: &mut Vec<PlainGrid>, dice: &mut Dice) {
    if grids.is_empty() {
        return;
    }
    let at = dice.below(grids.len());
    let number = [0, 1, 2, 7, 400, usize::MAX][dice.below(6)];
    let grid = &mut grids[at];
    match dice.below(9) {
        0 => grid.xs.truncate(number),
        1 => grid.ys.truncate(number),
        2 => grid.ys.reverse(),
        3 => grid.gaps.push(number),
        4 => grid.outside.clear(),
        5 => drop(grids.remove(at)),
        6 if !grid.cells.is_empty() => {
            let cell = dice.below(grid.cells.len());
            grid.cells.remove(cell);
        }
        kind if !grid.cells.is_empty() => {
            let cell = dice.below(grid.cells.len());
            let cell = &mut grid.cells[cell];
            match kind {
                7 => cell.rows.end = number,
                _ => cell.text = "甲".to_owned(),
            }
        }
        _ => {}
    }
}

/// A project that is made up, on pages.
fn set(form: &Arc<Form>, dice: &mut Dice) -> (Project, Vec<PlainGrid>) {
    let values = form.fields.iter().map(|field| field_value(field, dice)).collect();
    let project = Project::new(form.clone(), values);
    let room = 5 + dice.below(25);
    let grids = paper::set(&project, room, dice);
    (project, grids)
}

/// Sets a project that is made up, and finds it again.
fn check(form: &Arc<Form>, seed: u64) {
    let (project, grids) = set(form, &mut Dice(seed));
    let name = format!("{} {seed}", form.name);
    let found = find(&grids, form).unwrap_or_else(|why| panic!("{name}: {why}"));
    let printed: Vec<_> =
        found.cells.iter().map(|it| (it.path.clone(), squeeze(&it.text))).collect();
    let owned = |path: &[&str]| path.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
    let cells = project.cells();
    let expected: Vec<_> = cells.iter().map(|it| (owned(&it.path), squeeze(&it.text))).collect();
    assert_eq!(printed, expected, "{name}");
    let heading = squeeze(&format!("{}{}", form.title, form.subtitle(&project.year())));
    for (page, [above, below]) in found.around.iter().enumerate() {
        assert_eq!(*above, if page == 0 { heading.clone() } else { String::new() }, "{name}");
        let number = format!("第{}页共{}页", page + 1, grids.len());
        assert_eq!(*below, if grids.len() > 1 { number } else { String::new() }, "{name}");
    }
}

fn field_value(field: &Field, dice: &mut Dice) -> Value {
    match &field.kind {
        Kind::Record(fields) => {
            Value::Record(fields.iter().map(|field| field_value(field, dice)).collect())
        }
        Kind::Table(table) => {
            let least = usize::from(field.required);
            let names = (0..least + dice.below(12)).map(|number| format!("第{number}项"));
            Value::Rows(names.map(|name| (name, row(&table.columns, dice))).collect())
        }
        Kind::Matrix(matrix) => {
            let rows = matrix.entered().map(|row| row.key.clone()).collect::<Vec<_>>();
            Value::Rows(rows.into_iter().map(|key| (key, row(&matrix.columns, dice))).collect())
        }
        Kind::Tree(tree) => Value::Tree(branches(tree.levels.len(), &tree.columns, dice)),
        kind => scalar(kind, field.required, dice),
    }
}

fn branches(depth: usize, columns: &[Column], dice: &mut Dice) -> Branches {
    let names = (0..1 + dice.below(4)).map(|number| format!("{depth}级{number}"));
    let branch = |name: String| match depth {
        1 => (name, Branch::Row(row(columns, dice))),
        _ => (name, Branch::Group(branches(depth - 1, columns, dice))),
    };
    names.map(branch).collect::<IndexMap<_, _>>()
}

fn row(columns: &[Column], dice: &mut Dice) -> Vec<Value> {
    let value = |column: &Column| match column.is_entered() {
        true => scalar(&column.kind, column.required, dice),
        false => Value::Text(String::new()),
    };
    columns.iter().map(value).collect()
}

fn scalar(kind: &Kind, is_required: bool, dice: &mut Dice) -> Value {
    if !is_required && dice.once_in(2) {
        return Value::empty(kind);
    }
    match kind {
        Kind::Marks(choices) => {
            Value::Marks(choices.values.iter().filter(|_| dice.once_in(2)).cloned().collect())
        }
        Kind::Choice(choices) if !choices.values.is_empty() => {
            Value::Text(choices.values[dice.below(choices.values.len())].clone())
        }
        Kind::Amount | Kind::Number => {
            let amount = format!("{}.{}", dice.below(100), 1 + dice.below(9));
            Value::Amount(Amount::parse(&amount).expect("an amount"))
        }
        Kind::Year => Value::Text("2026".to_owned()),
        _ => {
            let length = if dice.once_in(3) { 30 } else { 1 + dice.below(7) };
            let letters = ["甲", "乙", "丙", "丁\n", "戊 ", "己"];
            Value::Text((0..length).map(|_| letters[dice.below(letters.len())]).collect())
        }
    }
}
