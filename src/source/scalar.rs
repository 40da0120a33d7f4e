//! Values that stand for themselves: texts, years, amounts, and what is chosen of lists.

use super::mend;
use super::places::{Content, Node, Style};
use super::shape::{Checker, kind};
use crate::diagnostic::rule;
use crate::form::{Amount, AmountError, Column, Kind, Role};

impl Checker<'_> {
    /// Checks a text.
    pub(super) fn text(&mut self, name: &str, node: &Node, may_be_empty: bool) {
        let before = self.found.len();
        self.check_text(name, node, may_be_empty);
        if self.found.len() > before {
            match &node.content {
                // Its cell is blank.
                Content::Text { text, style: Style::Plain } if is_null(text) => {
                    self.called_on_form(format!("“{name}”是空的"));
                }
                Content::Text { .. } => {}
                _ => self.called_on_form(format!("“{name}”应是一段文字")),
            }
            self.on_form(match &node.content {
                Content::Text { text, .. } if text.starts_with('｜') => "删去开头的“｜”",
                Content::Text { text, .. } if text.starts_with('>') => "重新打一遍这一栏",
                Content::Text { .. } if may_be_empty => "写上内容；要空着，写上再删去",
                _ => "写上内容",
            });
        }
    }

    fn check_text(&mut self, name: &str, node: &Node, may_be_empty: bool) {
        match &node.content {
            Content::Text { text, style: Style::Plain } if is_null(text) => self.report(
                &rule::NULL_VALUE,
                format!("“{name}”写的是 {text}，YAML 把它读作“没有”"),
                node,
                match may_be_empty {
                    true => format!("要留空就删去 {text}；真要印出它，请写成 \"{text}\""),
                    false => format!("写上内容；真要印出它，请写成 \"{text}\""),
                },
            ),
            Content::Text { text, style: Style::Plain } if text.starts_with('｜') => self.report(
                &rule::FULLWIDTH_BAR,
                format!("“{name}”后面是全角竖线“｜”"),
                node,
                "改成半角的“|-”；真要印出它，给整段文字加上英文引号".into(),
            ),
            // One parser takes it for a text, the other one does not.
            Content::Text { text, style: Style::Plain } if text.starts_with('>') => {
                let mended = mend::greater(text);
                let message = format!("“{name}”以“>”开头，没有加引号");
                self.fixable(&rule::YAML_SYNTAX, message, node, Some(mended), "");
            }
            Content::Text { text, .. } if text.trim().is_empty() && !may_be_empty => {
                let help = match text_style(node) {
                    Some(Style::Literal | Style::Folded) => {
                        "写上内容；“|-”下面的文字，每行前面要空两格"
                    }
                    Some(Style::Plain) if self.is_cut(node) => {
                        "写上内容；“#”后面的是注释，要印出来就给整段文字加上英文引号"
                    }
                    _ => "写上内容",
                };
                self.report(&rule::EMPTY_VALUE, format!("“{name}”是空的"), node, help.into());
            }
            Content::Text { .. } => {}
            Content::List(_) | Content::Map(_) => self.report(
                &rule::WRONG_KIND,
                format!("“{name}”应是一段文字，这里却是{}", kind(node)),
                node,
                "几段文字请用“|-”分行书写；文字含“: ”或以 [ { 开头时请加引号".into(),
            ),
        }
    }

    /// Whether what was meant for the value begins with `#`: people put a blank after
    /// the sign of a comment.
    fn is_cut(&self, node: &Node) -> bool {
        let rest = self.file.text()[node.span.end..].lines().next().unwrap_or_default();
        // Where nothing is written, the parser stands at the colon.
        rest.trim_start_matches([':', ' '])
            .strip_prefix('#')
            .is_some_and(|rest| !rest.starts_with([' ', '#']))
    }

    /// Checks a budget year.
    pub(super) fn year(&mut self, name: &str, node: &Node) {
        self.text(name, node, false);
        let Content::Text { text, .. } = &node.content else { return };
        if !text.is_empty() && !mend::is_year(text) {
            let message = format!("“{name}”应是四位数字，这里是“{text}”");
            self.fixable(
                &rule::BAD_YEAR,
                message,
                node,
                mend::year(text),
                "写成 2026 这样，不带“年”字",
            );
        }
    }

    /// Checks an amount or a number.
    pub(super) fn amount(&mut self, name: &str, node: &Node, kind: &Kind, may_be_empty: bool) {
        if let Some(help) = self.one_of(node) {
            let message = format!("“{name}”只写一个数，这里却是一个列表");
            self.report(&rule::WRONG_KIND, message, node, help);
            self.called_on_form(format!("“{name}”只写一个数"));
            return self.on_form("重新填这一栏");
        }
        self.text(name, node, may_be_empty);
        let Content::Text { text, style } = &node.content else { return };
        let Err(error) = Amount::parse(text) else { return };
        // An empty or a null value has been told already.
        if text.is_empty() || (*style == Style::Plain && is_null(text)) {
            return;
        }
        let (what, help) = match kind {
            Kind::Number => ("数", "写成数字，如 10 或 9.85；不写单位"),
            _ => ("金额", "写成数字，如 13 或 54.61；单位是万元，不写单位，也不写千位分隔符"),
        };
        let message = match error {
            AmountError::Negative => format!("“{name}”的{what}不能是负数：{text}"),
            AmountError::NotPlain => format!("“{name}”的“{text}”不是{what}"),
            AmountError::TooLong => format!("“{name}”的{what}位数太多"),
            AmountError::TooFine => format!("“{name}”的{what} {text} 小数超过 6 位"),
        };
        let amount = mend::yuan(text).filter(|_| matches!(kind, Kind::Amount));
        match amount {
            Some(amount) => {
                let help = format!("单位是万元：{text}是 {amount} 万元，写成 {amount}");
                self.report(&rule::BAD_AMOUNT, message, node, help);
            }
            None => self.fixable(&rule::BAD_AMOUNT, message, node, mend::amount(text), help),
        }
    }

    /// `[6, 12.5]` where a single number belongs: that of the column which a row has for the
    /// whole year.
    fn one_of(&self, node: &Node) -> Option<String> {
        let Content::List(items) = &node.content else { return None };
        let numbers: Vec<&str> = items.iter().map(Node::text).collect::<Option<_>>()?;
        if numbers.iter().any(|number| Amount::parse(number).is_err()) {
            return None;
        }
        if let [only] = numbers.as_slice() {
            return Some(format!("不用方括号，写成 {only}"));
        }
        let fields = self.form.all_fields().into_iter();
        let (index, column) =
            fields.filter_map(|(_, field)| field.kind.columns()).find_map(|it| {
                let entered: Vec<&Column> = it.iter().filter(|it| it.is_entered()).collect();
                let index = entered.iter().position(|it| it.role == Some(Role::FullYear))?;
                let is_like = entered.len() == numbers.len();
                is_like.then(|| (index, entered[index]))
            })?;
        Some(format!("只写{}的一个数：{}", column.short, numbers[index]))
    }

    /// Checks what is chosen of a list.
    pub(super) fn marks(&mut self, name: &str, node: &Node, may_be_empty: bool) {
        let before = self.found.len();
        self.check_marks(name, node, may_be_empty);
        if self.found.len() > before {
            self.called_on_form(format!("“{name}”选得不对"));
            self.on_form("重新勾选");
        }
    }

    fn check_marks(&mut self, name: &str, node: &Node, may_be_empty: bool) {
        const FORM: &str = "写成列表，如 [甲, 乙]；一个也不选写成 []";
        match &node.content {
            Content::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.text(name, item, false);
                    let is_same =
                        |other: &Node| other.text().is_some() && other.text() == item.text();
                    if let Some(mark) = item.text().filter(|_| items[..index].iter().any(is_same)) {
                        let message = format!("“{name}”里“{mark}”选了两次");
                        self.report(&rule::DUPLICATE_KEY, message, item, "只留一处".into());
                    }
                }
            }
            content if content.is_blank() && may_be_empty => {}
            content if content.is_blank() => {
                self.report(&rule::EMPTY_VALUE, format!("“{name}”是空的"), node, FORM.into());
            }
            Content::Text { text, .. } => {
                let message = format!("“{name}”应是一个列表，这里却是一段文字");
                let marks: Vec<&str> = text.split(['、', '，', ',', '；']).map(str::trim).collect();
                let help = match is_null(text) {
                    true => "一个也不选写成 []".to_owned(),
                    false => format!("写成 [{}]", marks.join(", ")),
                };
                self.report(&rule::WRONG_KIND, message, node, help);
            }
            Content::Map(_) => {
                let message = format!("“{name}”应是一个列表，这里却是{}", kind(node));
                self.report(&rule::WRONG_KIND, message, node, FORM.into());
            }
        }
    }
}

/// How a text is written.
pub fn text_style(node: &Node) -> Option<Style> {
    match node.content {
        Content::Text { style, .. } => Some(style),
        _ => None,
    }
}

/// Whether YAML reads a text as nothing where it stands without quotes.
pub fn is_null(text: &str) -> bool {
    matches!(text, "~" | "null" | "Null" | "NULL")
}
