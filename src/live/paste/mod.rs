//! Pasting a block of cells from a spreadsheet into rows of a form.
//!
//! ```text
//!  Table ──► Grid ──► Head ──────► Lines ─────────► Plan
//!  cells as  merged   which column names filled     changes, what
//!  copied    cells    says what    down, values in  people are told
//!            undone                the form's words
//! ```
//!
//! Nothing is changed here: what comes out are changes, and whatever of the block is not taken, or
//! is taken though it is odd, is told with the number of its row.

mod existing;
mod grid;
mod head;
mod lines;
mod plan;
mod positions;
mod problems;
mod target;
mod titles;
mod value;

use serde::{Deserialize, Serialize};

pub use problems::Problem;

use crate::source::Source;
use crate::source::change::Amendment;
use grid::Grid;
use problems::Problems;
use target::Target;

/// The most rows that are taken at a time.
pub const MOST_ROWS: usize = 2000;
/// The most columns.
pub const MOST_COLUMNS: usize = 64;

/// A cell of a block that was copied.
#[derive(Debug, Clone, Deserialize)]
pub struct TableCell {
    /// What it says.
    pub text: String,
    /// How many columns it covers.
    #[serde(default = "one")]
    pub columns: usize,
    /// How many rows it covers.
    #[serde(default = "one")]
    pub rows: usize,
}

fn one() -> usize {
    1
}

/// A block that was copied: its rows, each with the cells that begin in it.
pub type Table = Vec<Vec<TableCell>>;

/// What pasting a block comes to.
#[derive(Debug, Default, Serialize)]
pub struct Pasted {
    /// What is done, in a sentence.
    pub summary: String,
    /// What is not done, and what is to be looked at.
    pub problems: Vec<Problem>,
    /// What is changed in the project file.
    pub changes: Vec<Amendment>,
    /// The rows as they will be.
    pub preview: Preview,
}

/// Rows that will be in the form.
#[derive(Debug, Default, Serialize)]
pub struct Preview {
    /// What stands above the columns.
    pub titles: Vec<String>,
    /// The rows.
    pub rows: Vec<PreviewRow>,
}

/// A row that will be in the form.
#[derive(Debug, Serialize)]
pub struct PreviewRow {
    /// The number of its row in the block, from 1.
    pub row: usize,
    /// The keys that will lead to it.
    pub path: Vec<String>,
    /// What becomes of it.
    pub is: Becomes,
    /// What it will say.
    pub cells: Vec<PreviewCell>,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Becomes {
    /// It is added.
    New,
    /// It is there, and says something else then.
    Changed,
    /// It is there, and says that already.
    Same,
}

/// What a row will say in a column.
#[derive(Debug, Serialize)]
pub struct PreviewCell {
    /// The text.
    pub text: String,
    /// What it says now, where that is something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
}

/// What pasting `table` comes to where the cell at the end of `focus` has the focus.
pub fn paste(source: &Source, focus: &[String], table: &Table) -> Pasted {
    let mut problems = Problems::default();
    let Some(target) = Target::at(source, focus) else {
        let help = "能粘贴的是可以加行的表，如绩效指标；这里一格一格地填";
        problems.left_out(&[], "这一格不能粘贴表格", help);
        return plan::nothing(problems);
    };
    let grid = Grid::of(table, &mut problems);
    let head = match head::find(&grid, &target, &mut problems) {
        Some(head) => head,
        None => positions::guess(&grid, &target, &mut problems),
    };
    let lines = lines::read(&grid, &head, &target, &mut problems);
    plan::plan(&target, &head, lines, problems)
}
