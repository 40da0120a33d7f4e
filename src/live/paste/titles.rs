//! The words that may stand above columns, and what they mean.

use super::target::{Slot, Target};
use crate::form::{Column, Role};
use crate::text::width;

/// What a word above a column means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Title {
    /// Names of a level.
    Name(usize),
    /// What rows say in a column.
    Column(usize),
    /// A header over several columns.
    Above(Vec<usize>),
    /// A number of the row, which no form has.
    Number,
    /// The form's label beside all rows.
    Label,
}

/// What people call the numbers of rows.
const NUMBERS: [&str; 7] = ["序号", "编号", "行次", "项次", "行号", "no", "no."];
/// Other words for what an indicator is to reach in the year.
const TARGETS: [&str; 7] =
    ["年度指标值", "年度目标值", "全年指标值", "全年目标值", "指标值", "目标值", "年度指标"];

/// All words that a form has above its columns.
pub struct Titles<'a> {
    target: &'a Target<'a>,
    all: Vec<(String, Title)>,
}

impl<'a> Titles<'a> {
    /// The words above the rows of a form.
    pub fn of(target: &'a Target) -> Self {
        let mut all: Vec<(String, Title)> = Vec::new();
        let mut add = |word: &str, title: Title| {
            let word = bare(word);
            if !word.is_empty() && !all.iter().any(|(known, _)| *known == word) {
                all.push((word, title));
            }
        };
        for (level, name) in target.levels.iter().enumerate() {
            add(name, Title::Name(level));
            target.heads.get(level).iter().for_each(|head| add(head, Title::Name(level)));
        }
        for (index, column) in target.columns.iter().enumerate() {
            for word in [&column.key, &column.title, &column.value_name(), &column.short] {
                add(word, Title::Column(index));
            }
        }
        for (index, column) in target.columns.iter().enumerate() {
            if let Some(above) = &column.above {
                add(above, Title::Above(beside(target.columns, index)));
            }
            // 半年指标值, as people write 半年(程)指标值.
            for word in [&column.key, &column.title] {
                add(&without_brackets(&bare(word)), Title::Column(index));
            }
        }
        let is_target = |column: &Column| {
            matches!(column.role, Some(Role::Target | Role::FullYear)) && target.tree.is_some()
        };
        if let Some(index) = target.columns.iter().position(is_target) {
            TARGETS.iter().for_each(|word| add(word, Title::Column(index)));
        }
        for (level, name) in target.levels.iter().enumerate() {
            add(&format!("{name}名称"), Title::Name(level));
        }
        for word in ["指标名称", "项目名称", "名称"] {
            add(word, Title::Name(target.last_level()));
        }
        target.keys.iter().for_each(|key| add(key, Title::Label));
        NUMBERS.iter().for_each(|word| add(word, Title::Number));
        Self { target, all }
    }

    /// What a word means.
    pub fn find(&self, text: &str) -> Option<Title> {
        let word = bare(text);
        self.all.iter().find(|(known, _)| *known == word).map(|(_, title)| title.clone())
    }

    /// What a word means below a header that means `above`.
    pub fn below(&self, above: &Title, text: &str) -> Option<Slot> {
        let word = bare(text);
        let slot = |slot: &Slot| bare(&self.target.title(*slot)) == word;
        self.under(above).into_iter().find(slot)
    }

    /// The columns of the printed rows that are under a header.
    pub fn under(&self, title: &Title) -> Vec<Slot> {
        let is_under = |slot: &&Slot| match (**slot, title) {
            (Slot::Name(level), Title::Name(of)) => level == *of,
            (Slot::Column(column) | Slot::Tick { column, .. }, Title::Column(of)) => column == *of,
            (Slot::Column(column) | Slot::Tick { column, .. }, Title::Above(all)) => {
                all.contains(&column)
            }
            _ => false,
        };
        self.target.slots.iter().filter(is_under).copied().collect()
    }
}

/// The columns beside one that share its header.
fn beside(columns: &[Column], index: usize) -> Vec<usize> {
    let is_it = |it: &usize| columns[*it].above == columns[index].above;
    (0..columns.len()).filter(is_it).collect()
}

/// A word as it is compared: without blanks, in one width, without a unit behind it.
pub fn bare(text: &str) -> String {
    let narrow = width::narrow(text);
    let dash = |c: char| if "—–−―~～".contains(c) { '-' } else { c };
    let letters = narrow.chars().map(width::half).map(dash).filter(|c| !c.is_whitespace());
    let text: String = letters.flat_map(char::to_lowercase).collect();
    let text = text.trim_matches(['*', ':', '、']);
    let units = ["(万元)", "(元)", "(%)", "(分)", "(单位:万元)", "(单位:元)"];
    let unit = units.iter().find_map(|unit| text.strip_suffix(unit));
    unit.unwrap_or(text).to_owned()
}

/// Whether a header says that amounts below it are in 元.
pub fn is_in_yuan(text: &str) -> bool {
    let narrow = width::narrow(text).replace(char::is_whitespace, "").replace('：', ":");
    let narrow: String = narrow.chars().map(width::half).collect();
    narrow.ends_with("(元)") || narrow.ends_with("单位:元)") || narrow.ends_with("单位:元")
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0;
    let is_out = |c: &char| {
        match c {
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                return false;
            }
            _ => {}
        }
        depth == 0
    };
    text.chars().filter(is_out).collect()
}
