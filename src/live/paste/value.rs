//! What a cell of a spreadsheet says, in the words of a form's column.

use std::borrow::Cow;

use super::problems::Problems;
use crate::form::{Amount, Column, DASH, Kind, Measure, Role, TICK, standard_value};
use crate::source;
use crate::text::joining::{joined, tight};
use crate::text::width;

/// What a row is to say in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A text.
    Text(String),
    /// What is chosen of a list.
    Marks(Vec<String>),
}

impl Said {
    /// It in one text.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Marks(marks) => marks.join("、"),
        }
    }
}

/// Signs in a cell that is ticked: also those that the fonts of signs show as ticks.
const TICKED: [&str; 18] =
    [TICK, "✓", "✔", "☑", "✅", "■", "●", "v", "V", "P", "R", "ü", "þ", "1", "是", "有", "对", "y"];
/// Signs in one that is not.
const NOT_TICKED: [&str; 13] = ["", "□", "☐", "○", "×", "✗", "✘", "x", "0", "否", "无", "-", DASH];
/// Units that may stand behind a number.
const UNITS: [(&str, bool); 3] = [("万元", true), ("万", true), ("分", false)];

/// Reads the values of one row.
pub struct Reader<'a> {
    /// Told what is odd.
    pub problems: &'a mut Problems,
    /// The values whose signs are written as the form does: before, and after.
    pub mended: &'a mut Vec<(usize, String, String)>,
    /// The number of the row, from 1.
    pub row: usize,
}

impl Reader<'_> {
    /// A name, on one line; `None` where there can be none of that kind.
    pub fn name(&mut self, text: &str) -> Option<String> {
        let name = joined(&self.clean(text));
        let longest = 400;
        if name.chars().count() > longest {
            let message = format!("名称太长，最多 {longest} 个字，没有粘贴");
            self.problems.left_out(&[self.row], message, "写得短一些再复制");
            return None;
        }
        Some(name).filter(|name| !name.is_empty())
    }

    /// What a cell says in a column; `None` where it is blank, or not taken.
    pub fn value(&mut self, column: &Column, text: &str, in_yuan: bool) -> Option<Said> {
        let text = &*self.clean(text);
        if text.is_empty() {
            return None;
        }
        Some(match &column.kind {
            Kind::Marks(choices) => {
                let parts = text.split(['、', '，', ',', '；', ';', '\n', ' ']).map(str::trim);
                let parts = parts.filter(|part| !part.is_empty());
                Said::Marks(parts.map(|part| self.choice(column, &choices.values, part)).collect())
            }
            Kind::Choice(choices) => Said::Text(self.choice(column, &choices.values, text)),
            Kind::Amount | Kind::Number => Said::Text(self.number(column, text, in_yuan)),
            Kind::Text if is_measured(column) => Said::Text(self.measure(text)),
            Kind::Text => Said::Text(text.to_owned()),
            _ => Said::Text(width::narrow(&tight(text))),
        })
    }

    /// What is ticked; `None` where nothing is.
    pub fn ticks(&mut self, column: &Column, cells: &[(usize, &str)]) -> Option<Said> {
        let choices = column.to_tick()?;
        let mut chosen: Vec<String> = Vec::new();
        for (choice, text) in cells {
            let choice = choices.get(*choice)?;
            let text = text.trim();
            let is_name = tight(text) == *choice;
            if is_name || TICKED.contains(&text) || TICKED.contains(&&*text.to_lowercase()) {
                chosen.push(choice.clone());
            } else if !NOT_TICKED.contains(&text.to_lowercase().as_str()) {
                let message = format!("“{choice}”那一格里的“{}”不是勾，没有粘贴", short(text));
                self.problems.left_out(&[self.row], message, "选中的写 √，没有选的空着");
            }
        }
        match column.kind {
            Kind::Marks(_) => (!chosen.is_empty()).then_some(Said::Marks(chosen)),
            _ if chosen.len() > 1 => {
                let message = format!("“{}”勾了 {} 个，没有粘贴", column.short, chosen.len());
                self.problems.left_out(&[self.row], message, "只勾一个");
                None
            }
            _ => chosen.pop().map(Said::Text),
        }
    }

    fn choice(&mut self, column: &Column, choices: &[String], text: &str) -> String {
        let is_it = |choice: &&String| width::narrow(&tight(text)) == width::narrow(choice);
        if let Some(choice) = choices.iter().find(is_it) {
            return choice.clone();
        }
        if !choices.is_empty() {
            let message = format!("“{}”里没有“{}”这一个，照样写上了", column.short, short(text));
            self.problems.look(
                &[self.row],
                message,
                &format!("改成{}里的一个", choices.join("、")),
            );
        }
        text.to_owned()
    }

    fn measure(&mut self, text: &str) -> String {
        let mended = standard_value(text);
        let is_wide = width::narrow(text) != *text;
        // 不低于2025年水平 is words, and so is a whole sentence.
        let is_measure = Measure::parse(&mended).is_some_and(|measure| {
            !measure.unit.starts_with(['年', '月', '日']) && measure.unit.chars().count() <= 10
        });
        if mended == text || !(is_measure || is_wide) {
            return text.to_owned();
        }
        let mended = if is_measure { mended } else { width::narrow(text) };
        self.mended.push((self.row, text.to_owned(), mended.clone()));
        mended
    }

    fn number(&mut self, column: &Column, text: &str, in_yuan: bool) -> String {
        let narrow = width::narrow(text).replace('，', ",");
        let plain: String = narrow.chars().filter(|c| !c.is_whitespace()).collect();
        let signed = plain.trim_start_matches(['¥', '￥']);
        let is_amount = matches!(column.kind, Kind::Amount);
        let title = column.value_name();
        if is_amount && matches!(signed, "-" | "—" | "－" | "——") {
            let message = format!("“{title}”里的“{}”写成了 0", short(text));
            self.problems.look(&[self.row], message, "不是 0 的，改成实际的数");
            return "0".to_owned();
        }
        let unit = UNITS.iter().find(|(unit, of)| *of == is_amount && signed.ends_with(unit));
        let number = unit.map_or(signed, |(unit, _)| &signed[..signed.len() - unit.len()]);
        let is_in_yuan = is_amount
            && unit.is_none()
            && (in_yuan || signed.ends_with('元') || signed.len() < plain.len());
        let number = number.trim_end_matches('元');
        let number = ungrouped(number);
        if is_in_yuan && Amount::parse(&number).is_ok() {
            if number == "0" {
                return number;
            }
            let message = format!("“{title}”里的“{number}元”是元，表上是万元，没有换算");
            self.problems.look(&[self.row], message, "在表上改成万元，写数字");
            // As it stands, it is no amount in 万元, and no one can take it for one.
            return format!("{number}元");
        }
        match Amount::parse(&number) {
            Ok(_) => number,
            Err(error) => {
                let message = format!("“{title}”里的“{}”不能用：{error}，照样写上了", short(text));
                self.problems.look(&[self.row], message, "改成一个数，如 54.61");
                text.to_owned()
            }
        }
    }

    /// A text without what no file may hold.
    fn clean<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let Some(what) = source::refused(text) else { return text.into() };
        let may_stay = |c: &char| source::refused(c.encode_utf8(&mut [0; 4])).is_none();
        let clean: String = text.chars().filter(may_stay).collect();
        let message = format!("“{}”里的{what}去掉了", short(&clean));
        self.problems.look(&[self.row], message, "看一看这几个字对不对");
        clean.into()
    }
}

/// A number without the separators of thousands.
fn ungrouped(number: &str) -> String {
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    // The form's values are grouped in the same way.
    let whole = standard_value(whole);
    fraction.map_or(whole.clone(), |fraction| format!("{whole}.{fraction}"))
}

/// Whether a column says what is measured.
pub fn is_measured(column: &Column) -> bool {
    let roles = [Role::HalfYear, Role::FullYear, Role::Target, Role::Actual];
    matches!(column.kind, Kind::Text) && column.role.is_some_and(|role| roles.contains(&role))
}

/// The beginning of a text.
pub fn short(text: &str) -> String {
    const MOST: usize = 24;
    let line = joined(text);
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
