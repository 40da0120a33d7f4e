//! The form's cells, found again in the grids of its pages.
//!
//! The form is read row by row. Which rows there are is known, but for how many expense
//! items and indicators. A row may go on at the top of the next page, where header rows
//! and the labels of groups are shown again.

use kurbo::Rect;

use super::grid::{Broken, Cell, Table};
use super::line::squeeze;
use super::rows::{FIVE, Row, Rows};
use crate::form::{CONTACT, EXPENSE_COLUMNS, INDICATOR_COLUMNS};

/// A cell of the form that a project fills in, as it is printed.
#[derive(Debug, Default, PartialEq)]
pub struct Filled {
    /// What it is, as [`Project::cells`](crate::form::Project::cells) has it, but
    /// that names are printed without their own line breaks.
    pub path: Vec<String>,
    /// What it says, with line breaks wherever a line ends.
    pub text: String,
    /// Where it is: its pages, from 0, and the areas on them.
    pub areas: Vec<(usize, Rect)>,
}

/// The rows of two labels with a value each.
const FACTS: [[&str; 2]; 4] = [
    ["项目名称", "主管部门"],
    ["项目类型", "项目级次"],
    ["开始时间", "完成时间"],
    ["实施单位", CONTACT],
];
const FUNDS: [&str; 3] = ["项目资金(万元)", "收入", "支出"];
const TOTAL: &str = "资金总额";
const INDICATORS: [&str; 3] = ["一级指标", "二级指标", "三级指标"];

/// The cells that the project fills in, in the form's order.
pub fn cells(tables: &[Table]) -> Result<Vec<Filled>, Broken> {
    let mut form = Form { rows: Rows::of(tables), cells: Vec::new() };
    for (index, labels) in FACTS.iter().enumerate() {
        form.facts(*labels, FACTS.get(index + 1))?;
    }
    form.texts(["立项必要性", "实施可行性", "项目实施内容"])?;
    form.funds()?;
    form.texts(["中长期目标", "年度目标"])?;
    form.indicators()?;
    match form.rows.peek() {
        None => Ok(form.cells),
        Some(row) => Err(row.broken("不是表里该有的行")),
    }
}

struct Form<'a> {
    rows: Rows<'a>,
    cells: Vec<Filled>,
}

impl<'a> Form<'a> {
    /// A row of two labels and two values; the next row of such may be labelled
    /// `following`.
    fn facts(&mut self, labels: [&str; 2], following: Option<&[&str; 2]>) -> Result<(), Broken> {
        let rows = self.rows.take_all(&[1, 3, 4, 5], |row| {
            following.is_some_and(|[left, right]| row.says(0, left) && row.says(2, right))
        })?;
        check_labels(&rows, &[(0, labels[0]), (2, labels[1])])?;
        self.push(&[labels[0]], pieces(&rows, 1));
        self.push(&[labels[1]], pieces(&rows, 3));
        Ok(())
    }

    /// Rows of a label and a long text.
    fn texts<const N: usize>(&mut self, labels: [&str; N]) -> Result<(), Broken> {
        for (index, label) in labels.iter().enumerate() {
            let following = labels.get(index + 1);
            let is_next = |row: &Row<'_>| following.is_some_and(|label| row.says(0, label));
            let rows = self.rows.take_all(&[1, 5], is_next)?;
            check_labels(&rows, &[(0, label)])?;
            self.push(&[label], pieces(&rows, 1));
        }
        Ok(())
    }

    fn funds(&mut self) -> Result<(), Broken> {
        let [block, income, expense] = FUNDS;
        let [half_year, full_year] = EXPENSE_COLUMNS;
        self.rows.expect(&[block, income, "", "", full_year])?;
        let row = self.rows.take_all(&FIVE, |_| true)?;
        check_labels(&row, &[(0, block), (1, income), (2, TOTAL), (3, "")])?;
        self.push(&["项目资金", TOTAL], pieces(&row, 4));
        let head = [block, expense, "", half_year, full_year];
        self.rows.expect(&head)?;
        while let Some(rows) = self.rows.take_item(&head)? {
            check_labels(&rows, &[(0, block), (1, expense)])?;
            self.item(&["项目资金", "支出"], &rows, EXPENSE_COLUMNS);
        }
        Ok(())
    }

    fn indicators(&mut self) -> Result<(), Broken> {
        let [level1, level2, level3] = INDICATORS;
        let [half_year, full_year] = INDICATOR_COLUMNS;
        let head = [level1, level2, level3, half_year, full_year];
        self.rows.expect(&head)?;
        let mut path = vec!["绩效指标".to_owned()];
        let mut groups: [Option<Group<'a>>; 2] = [None, None];
        while let Some(rows) = self.rows.take_item(&head)? {
            for (column, group) in groups.iter_mut().enumerate() {
                let is_new = path.len() < column + 2;
                let known = group.take().filter(|group| !is_new && group.goes_on(&rows[0], column));
                let number = known.map_or(self.cells.len(), |group| group.number);
                let label = label(&rows, column);
                if number == self.cells.len() {
                    path.truncate(column + 1);
                    path.push(name(&label.text));
                    self.cells.push(Filled { path: path.clone(), ..label });
                } else {
                    self.cells[number].add_areas(label.areas);
                }
                *group = rows.last().map(|row| Group { number, cell: row.cells[column] });
            }
            let path: Vec<_> = path.iter().map(String::as_str).collect();
            self.item(&path, &rows, INDICATOR_COLUMNS);
        }
        Ok(())
    }

    /// An item below `path`: its name and its two values.
    fn item(&mut self, path: &[&str], rows: &[Row<'_>], columns: [&str; 2]) {
        let title = pieces(rows, 2);
        let name = name(&title.text);
        let path = [path, &[&name]].concat();
        self.push(&path, title);
        for (column, at) in columns.into_iter().zip(3..) {
            self.push(&[&path[..], &[column]].concat(), pieces(rows, at));
        }
    }

    fn push(&mut self, path: &[&str], cell: Filled) {
        let path = path.iter().map(|part| (*part).to_owned()).collect();
        self.cells.push(Filled { path, ..cell });
    }
}

/// A label of several rows.
struct Group<'a> {
    /// The number of its cell.
    number: usize,
    /// Where it is shown last.
    cell: &'a Cell,
}

impl Group<'_> {
    /// Whether `row` belongs to it, too: by the same cell, or on the next page by the
    /// same label.
    fn goes_on(&self, row: &Row<'_>, column: usize) -> bool {
        let cell = row.cells[column];
        let is_shown_again = || squeeze(&cell.text()) == squeeze(&self.cell.text());
        std::ptr::eq(self.cell, cell) || row.is_top && is_shown_again()
    }
}

impl Filled {
    fn add_areas(&mut self, areas: Vec<(usize, Rect)>) {
        let new = areas.into_iter().filter(|area| self.areas.last() != Some(area));
        let new: Vec<_> = new.collect();
        self.areas.extend(new);
    }
}

/// What is printed in a column of a row, and of what goes on of it.
fn pieces(rows: &[Row<'_>], column: usize) -> Filled {
    join(rows.iter().map(|row| (row.page, row.cells[column])), |_, _| false)
}

/// The same for a label, which may be shown again where its row goes on.
fn label(rows: &[Row<'_>], column: usize) -> Filled {
    join(rows.iter().map(|row| (row.page, row.cells[column])), |text, piece| {
        squeeze(text) == squeeze(piece)
    })
}

fn join<'a>(
    cells: impl Iterator<Item = (usize, &'a Cell)>,
    is_shown_again: impl Fn(&str, &str) -> bool,
) -> Filled {
    let mut filled = Filled::default();
    for (page, cell) in cells {
        filled.add_areas(vec![(page, cell.area)]);
        let piece = cell.text();
        if piece.is_empty() || is_shown_again(&filled.text, &piece) {
            continue;
        }
        if !filled.text.is_empty() {
            filled.text.push('\n');
        }
        filled.text.push_str(&piece);
    }
    filled
}

/// A name, which is printed in as many lines as it takes.
fn name(text: &str) -> String {
    text.replace('\n', "")
}

fn check_labels(rows: &[Row<'_>], labels: &[(usize, &str)]) -> Result<(), Broken> {
    for &(column, expected) in labels {
        let found = squeeze(&label(rows, column).text);
        if found != expected {
            let said = format!("应有“{expected}”，印的却是“{found}”");
            return Err(rows.first().map_or(said.clone(), |row| row.broken(&said)));
        }
    }
    Ok(())
}
