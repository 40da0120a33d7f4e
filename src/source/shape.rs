//! Holds the places of a file against the shape that it should have, and finds
//! everything that differs, not only the first.

use super::mend::{self, Mend};
use super::misplaced::{depth, home_of, levels, nearest_field, stray};
use super::places::{Content, Entry, Node, Style};
use super::{cause, line};
use crate::diagnostic::rule::{self, Rule};
use crate::diagnostic::{Diagnostic, Edit, Place, SourceFile};
use crate::form::{Amount, AmountError, Field, PROJECT, Shape};

/// Finds unknown keys, wrong kinds of values and empty ones in a file.
pub fn check(file: &SourceFile, root: &Node) -> Vec<Diagnostic> {
    let mut checker = Checker { file, found: Vec::new() };
    checker.record(root, PROJECT);
    checker.found
}

struct Checker<'a> {
    file: &'a SourceFile,
    found: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn value(&mut self, name: &str, node: &Node, shape: &Shape, may_be_empty: bool) {
        match shape {
            Shape::Text => self.text(name, node, may_be_empty),
            Shape::Year => self.year(name, node),
            Shape::Amount => self.amount(name, node, may_be_empty),
            Shape::Pair(of) => self.pair(name, node, of),
            Shape::Record(fields) => self.record(node, fields),
            Shape::Names { what, of, may_be_empty } => {
                self.names(name, node, what, of, *may_be_empty);
            }
        }
    }

    fn text(&mut self, name: &str, node: &Node, may_be_empty: bool) {
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

    fn year(&mut self, name: &str, node: &Node) {
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

    fn amount(&mut self, name: &str, node: &Node, may_be_empty: bool) {
        self.text(name, node, may_be_empty);
        let Content::Text { text, style } = &node.content else { return };
        let Err(error) = Amount::parse(text) else { return };
        // An empty or a null value has been told already.
        if text.is_empty() || (*style == Style::Plain && is_null(text)) {
            return;
        }
        let message = match error {
            AmountError::Negative => format!("“{name}”的金额不能是负数：{text}"),
            AmountError::NotPlain => format!("“{name}”的“{text}”不是金额"),
            AmountError::TooLong => format!("“{name}”的金额位数太多"),
            AmountError::TooFine => format!("“{name}”的金额 {text} 小数超过 6 位"),
        };
        const FORM: &str = "写成数字，如 13 或 54.61；单位是万元，不写单位，也不写千位分隔符";
        self.fixable(&rule::BAD_AMOUNT, message, node, mend::amount(text), FORM);
    }

    fn pair(&mut self, name: &str, node: &Node, of: &Shape) {
        const FORM: &str = "写成 [半年值, 全年值]，用半角方括号和半角逗号";
        if let Some(mended) = mend::pair(&self.file.text()[node.span.clone()]) {
            let message = format!("“{name}”的方括号或逗号是全角的");
            return self.fixable(&rule::WRONG_KIND, message, node, Some(mended), FORM);
        }
        match &node.content {
            Content::List(items) if items.len() == 2 => {
                for (item, column) in items.iter().zip(["半年", "全年"]) {
                    self.value(&format!("{name} {column}值"), item, of, false);
                }
            }
            Content::List(items) => {
                const QUOTE: &str = "写成 [半年值, 全年值]；值里有半角逗号时，给它加上英文引号";
                let written = &self.file.text()[node.span.clone()];
                let (mend, help) = match (items.len(), of) {
                    (0..=2, _) => (mend::separators(written), FORM),
                    (_, Shape::Amount) => (mend::thousands(written), FORM),
                    _ => (None, QUOTE),
                };
                let message = format!("“{name}”应有半年、全年两个值，这里有 {} 个", items.len());
                self.fixable(&rule::WRONG_LENGTH, message, node, mend, help);
            }
            content if content.is_blank() => {
                self.report(&rule::EMPTY_VALUE, format!("“{name}”是空的"), node, FORM.into());
            }
            Content::Text { text, .. } => {
                let message = format!("“{name}”应是半年、全年两个值，这里却是一段文字");
                self.fixable(&rule::WRONG_KIND, message, node, mend::brackets(text), FORM);
            }
            Content::Map(_) => {
                let message = format!("“{name}”应是半年、全年两个值，这里却是{}", kind(node));
                self.report(&rule::WRONG_KIND, message, node, FORM.into());
            }
        }
    }

    fn record(&mut self, node: &Node, fields: &'static [Field]) {
        let Content::Map(entries) = &node.content else {
            return self.no_mapping(node, fields);
        };
        // The key that the unknown entries so far belong under: several of them in
        // a row are one mistake, as they are not indented.
        let mut home = None;
        let mut entries = entries.iter().peekable();
        while let Some(entry) = entries.next() {
            let Some(field) = fields.iter().find(|field| field.key == entry.key) else {
                let home_of_this = home_of(entry, fields);
                // The first pass has said what a merge key is.
                if entry.key != "<<" && (home.is_none() || home != home_of_this) {
                    self.unknown(entry, fields, home_of_this);
                }
                home = home_of_this;
                continue;
            };
            home = None;
            let next = entries.peek();
            // What is missing here comes next, and is told there.
            if entry.value.content.is_blank()
                && next.is_some_and(|next| home_of(next, fields) == Some(field.key))
            {
                continue;
            }
            self.value(field.key, &entry.value, &field.shape, !field.required);
            // A text that is not indented looks like keys.
            if is_empty_block(&entry.value) {
                while entries.next_if(|next| !fields.iter().any(|it| it.key == next.key)).is_some()
                {
                }
            }
        }
    }

    /// `名称：甲` or `名称:[1, 2]` where there should be a mapping.
    fn wrong_colon(&mut self, node: &Node) -> bool {
        let Content::Text { text, style: Style::Plain } = &node.content else { return false };
        let written = &self.file.text()[node.span.clone()];
        let at = |colon| written.find(colon).map_or(node.span.start, |at| node.span.start + at);
        let found = match (line::key_before(text, "："), line::key_before(text, ":")) {
            (Some((key, _)), _) => cause::fullwidth_colon_at(self.file, key, at('：')),
            (_, Some((key, value))) if value.starts_with('[') => {
                cause::colon_without_blank_at(self.file, key, at(':'))
            }
            _ => return false,
        };
        self.found.push(found);
        true
    }

    fn no_mapping(&mut self, node: &Node, fields: &[Field]) {
        if self.wrong_colon(node) {
            return;
        }
        if node.content.is_blank() {
            let help = format!("下一行缩进两格，写“{}: …”等各项", fields[0].key);
            return self.report(&rule::EMPTY_VALUE, "这里是空的".into(), node, help);
        }
        let keys: Vec<_> = fields.iter().take(3).map(|field| field.key).collect();
        self.report(
            &rule::WRONG_KIND,
            format!("这里应有“{}”等各项，却是{}", keys.join("”“"), kind(node)),
            node,
            format!("每行一项，写成“{}: …”", keys[0]),
        );
    }

    fn names(&mut self, name: &str, node: &Node, what: &str, of: &Shape, may_be_empty: bool) {
        match &node.content {
            Content::Map(entries) if !entries.is_empty() => {
                let entries = match stray(entries, of) {
                    Some(first) => {
                        self.stray(&entries[first], &entries[first - 1].key);
                        &entries[..first - 1]
                    }
                    None => entries,
                };
                for entry in entries {
                    self.named(name, entry, what, of);
                }
            }
            content if content.is_blank() && may_be_empty => {}
            content if content.is_blank() => self.report(
                &rule::EMPTY_VALUE,
                format!("“{name}”下面没有{what}"),
                node,
                format!("写上{what}"),
            ),
            _ if self.wrong_colon(node) => {}
            Content::List(_) if depth(of) == 0 && what == "三级指标" => self.report(
                &rule::WRONG_KIND,
                format!("“{name}”写在了二级指标的位置上"),
                node,
                "先写一行二级指标，如“数量指标:”，这一行放在它下面，多空两格".into(),
            ),
            _ => self.report(
                &rule::WRONG_KIND,
                format!("“{name}”下面应是各个{what}，这里却是{}", kind(node)),
                node,
                format!("每行一个，缩进两格，写成“{what}: …”"),
            ),
        }
    }

    /// An entry below `above`, whose name the author chooses.
    fn named(&mut self, above: &str, entry: &Entry, what: &str, of: &Shape) {
        // A key of the top is no name, unless it looks like one.
        let is_of_the_top = PROJECT.iter().any(|field| field.key == entry.key);
        if is_of_the_top && levels(&entry.value) != Some(depth(of)) {
            return self.unknown(entry, PROJECT, None);
        }
        if entry.key_style == Style::Plain && entry.key.ends_with([':', '：']) {
            self.second_colon(entry);
        }
        if !entry.key.trim().is_empty() {
            return self.value(&entry.key, &entry.value, of, false);
        }
        let span = if entry.key_span.is_empty() { &entry.value.span } else { &entry.key_span };
        let found = Diagnostic::new(&rule::EMPTY_VALUE, format!("{what}的名称是空的"));
        self.found.push(found.at(Place::new(self.file, span.clone())).help("写上名称"));
        self.value(&format!("{above} {what}"), &entry.value, of, false);
    }

    /// `名称:: […]`, of which one colon would be printed.
    fn second_colon(&mut self, entry: &Entry) {
        let name = entry.key.trim_end_matches([':', '：', ' ']);
        let found = Diagnostic::new(&rule::YAML_SYNTAX, format!("“{name}”后面多了一个冒号"));
        let span = entry.key_span.clone();
        self.found.push(found.at(Place::new(self.file, span)).help(format!("写成“{name}: ”")));
    }

    /// Reports an entry that belongs under the one above, which is empty.
    fn stray(&mut self, entry: &Entry, above: &str) {
        let message = format!("“{}”没有缩进在“{above}”下面", entry.key);
        let place = Place::new(self.file, entry.key_span.clone());
        let help = format!("“{above}:”下面的各行都多空两格");
        self.found.push(Diagnostic::new(&rule::WRONG_KIND, message).at(place).help(help));
    }

    fn unknown(&mut self, entry: &Entry, fields: &'static [Field], home: Option<&str>) {
        let place = Place::new(self.file, entry.key_span.clone());
        let found =
            Diagnostic::new(&rule::UNKNOWN_KEY, format!("没有“{}”这一项", entry.key)).at(place);
        let is_of_the_top = PROJECT.iter().any(|field| field.key == entry.key);
        let help = match (home, nearest_field(&entry.key, fields)) {
            _ if is_of_the_top => "它是最外层的一项：移到最左边".to_owned(),
            (Some(home), _) => format!("它属于“{home}”：放在“{home}:”下面，多空两格"),
            (None, Some(key)) => format!("是不是“{key}”？"),
            (None, None) => {
                let keys: Vec<_> = fields.iter().map(|field| field.key).collect();
                format!("这里可以写：{}", keys.join("、"))
            }
        };
        self.found.push(found.help(help));
    }

    /// Reports what writing `mend` in the place of the node would mend; where there
    /// is none, `help` says how.
    fn fixable(
        &mut self,
        rule: &'static Rule,
        message: String,
        node: &Node,
        mend: Option<Mend>,
        help: &str,
    ) {
        let help = mend.as_ref().map_or(help.to_owned(), |mend| format!("写成 {}", mend.text));
        self.report(rule, message, node, help);
        let edit = mend
            .filter(|mend| mend.is_safe)
            .map(|mend| Edit::new(self.file, node.span.clone(), mend.text));
        if let Some(found) = self.found.last_mut() {
            found.fix.extend(edit);
        }
    }

    fn report(&mut self, rule: &'static Rule, message: String, node: &Node, help: String) {
        let place = Place::new(self.file, node.span.clone());
        self.found.push(Diagnostic::new(rule, message).at(place).help(help));
    }
}

/// Whether a block of lines should follow, and none does.
fn is_empty_block(node: &Node) -> bool {
    let is_block = matches!(text_style(node), Some(Style::Literal | Style::Folded));
    is_block && matches!(&node.content, Content::Text { text, .. } if text.trim().is_empty())
}

fn text_style(node: &Node) -> Option<Style> {
    match node.content {
        Content::Text { style, .. } => Some(style),
        _ => None,
    }
}

/// What YAML reads as nothing where it stands without quotes.
fn is_null(text: &str) -> bool {
    matches!(text, "~" | "null" | "Null" | "NULL")
}

fn kind(node: &Node) -> &'static str {
    match node.content {
        Content::Text { .. } => "一段文字",
        Content::List(_) => "一个列表",
        Content::Map(_) => "一组“键: 值”",
    }
}
