//! From texts to a typed project.

use std::sync::Arc;

use super::document::Document;
use super::{Source, shape};
use crate::diagnostic::Diagnostic;
use crate::project::{Amount, AmountError, Draft, Expense, Funds, FundsDraft, Project};

/// Makes a project of what its documents say, the project's own first.
pub fn assemble(documents: Vec<Arc<Document>>) -> Result<Source, Vec<Diagnostic>> {
    if let Some(missing) = shape::check_missing(&documents) {
        return Err(vec![missing]);
    }
    let draft = documents
        .iter()
        .map(|document| document.draft.clone())
        .fold(Draft::default(), Draft::or);
    let mut reader = Reader {
        documents: &documents,
        found: Vec::new(),
    };
    let project = reader.project(draft);
    let found = reader.found;
    if !found.is_empty() {
        return Err(found);
    }
    Ok(Source { project, documents })
}

struct Reader<'a> {
    documents: &'a [Arc<Document>],
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// The project; where something was found on the way, parts of it are
    /// stand-ins.
    fn project(&mut self, draft: Draft) -> Project {
        Project {
            year: self.year(text(draft.year)),
            name: text(draft.name),
            department: text(draft.department),
            kind: text(draft.kind),
            level: text(draft.level),
            start: text(draft.start),
            end: text(draft.end),
            unit: text(draft.unit),
            person: text(draft.person),
            phone: text(draft.phone),
            necessity: text(draft.necessity),
            feasibility: text(draft.feasibility),
            content: text(draft.content),
            funds: self.funds(draft.funds.unwrap_or_default()),
            long_term_goal: text(draft.long_term_goal),
            annual_goal: text(draft.annual_goal),
            indicators: draft.indicators.unwrap_or_default(),
        }
    }

    fn year(&mut self, year: String) -> String {
        if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
            self.report(
                "bad-year",
                format!("“年度”应是四位数字，这里是“{year}”"),
                &["年度"],
                "写成“年度: 2026”".into(),
            );
        }
        year
    }

    fn funds(&mut self, draft: FundsDraft) -> Funds {
        let expenses =
            draft
                .expenses
                .unwrap_or_default()
                .into_iter()
                .map(|(name, (half, full))| {
                    let mut amount =
                        |column, text| self.amount(&["项目资金", "支出", &name, column], text);
                    let expense = Expense {
                        half_year: amount("0", half),
                        full_year: amount("1", full),
                    };
                    (name, expense)
                });
        let expenses = expenses.collect();
        let total = match text(draft.total) {
            total if total.is_empty() => self.sum(&expenses),
            total => self.amount(&["项目资金", "资金总额"], total),
        };
        Funds { total, expenses }
    }

    fn sum(&mut self, expenses: &indexmap::IndexMap<String, Expense>) -> Amount {
        if expenses.is_empty() {
            let hint = "写上“资金总额: …”，或在“支出”下写出各个支出项目".into();
            self.report(
                "missing-key",
                "既没有“资金总额”，也没有支出项目".into(),
                &["项目资金"],
                hint,
            );
        }
        Amount::sum(expenses.values().map(|expense| &expense.full_year)).unwrap_or_else(|| {
            self.report(
                "bad-amount",
                "支出加起来位数太多".into(),
                &["项目资金", "支出"],
                "请检查金额".into(),
            );
            Amount::default()
        })
    }

    fn amount(&mut self, path: &[&str], text: String) -> Amount {
        Amount::parse(&text).unwrap_or_else(|error| {
            let message = match error {
                AmountError::Negative => format!("金额不能是负数：“{text}”"),
                AmountError::NotPlain => format!("“{text}”不是金额"),
                AmountError::TooLong => "金额的位数太多".into(),
            };
            let hint = match mend(&text) {
                Some(mended) => format!("写成 {mended}（单位是万元，不写单位和千位分隔符）"),
                None => "写成数字，如 13 或 54.61（单位是万元，不写单位和千位分隔符）".into(),
            };
            self.report("bad-amount", message, path, hint);
            Amount::default()
        })
    }

    fn report(&mut self, rule: &'static str, message: String, path: &[&str], hint: String) {
        let found = Diagnostic::error(rule, message).hint(hint);
        self.found.push(match super::place(self.documents, path) {
            Some(place) => found.at(place),
            None => found,
        });
    }
}

/// The amount that `text` most likely stands for: half-width digits, without
/// separators and unit.
fn mend(text: &str) -> Option<String> {
    let mended: String = text
        .trim_end_matches("万元")
        .chars()
        .filter(|c| !matches!(c, ',' | '，' | ' ' | '\u{3000}'))
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + (u32::from(c) - u32::from('０')) as u8),
            '．' | '。' => '.',
            c => c,
        })
        .collect();
    Amount::parse(&mended).is_ok().then_some(mended)
}

/// A text without the line breaks at its end that a `|` block leaves there.
fn text(draft: Option<String>) -> String {
    let mut text = draft.unwrap_or_default();
    text.truncate(text.trim_end_matches('\n').len());
    text
}
