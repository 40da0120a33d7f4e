//! The same form in as many ways to write it as YAML has.

use proptest::prelude::*;

/// What a form says, without the facts that are always the same.
#[derive(Debug, Clone)]
pub struct Form {
    /// Keys of the top with their texts.
    pub texts: Vec<(&'static str, String)>,
    /// The expense items.
    pub expenses: Vec<(String, [String; 2])>,
    /// One group of indicators for each second level.
    pub indicators: Vec<(String, Vec<(String, [String; 2])>)>,
}

/// A form that is written in some way.
#[derive(Debug)]
pub struct Written {
    /// The file's text.
    pub text: String,
    /// Its comments.
    pub comments: Vec<String>,
}

/// Forms with texts that are hard to write.
pub fn forms() -> impl Strategy<Value = Form> {
    const LINE: &str = "[一-三,，;:：#'\"\\[\\]{}&*!|>%@`~=≥?0-2 -]{0,7}[ab一〔〕。]";
    const NAME: &str = "[#:'\"\\[&-]?[一-九a: #,'\"\\[\\]]{0,9}[一-九]";
    let value =
        || prop_oneof!["[=≥]?[0-9]{1,2}(%|家)?", LINE, "yes|null|0x1F|1e3|08|1:30|2026-01-01"];
    let amount = || "0|[1-9][0-9]{0,2}(\\.[0-9]{1,2})?";
    let pairs = || prop::collection::vec((NAME, [value(), value()]), 1..4);
    let long = || prop::collection::vec(LINE, 1..4).prop_map(|lines| lines.join("\n"));
    let texts = (long(), long(), LINE, "[0-9]{7,8}|True|~|长期");
    let expenses = prop::collection::vec((NAME, [amount(), amount()]), 1..4);
    let indicators = prop::collection::vec((NAME, pairs()), 1..4);
    (texts, expenses, indicators).prop_map(|(texts, expenses, indicators)| Form {
        texts: vec![
            ("立项必要性", texts.0),
            ("实施单位", texts.1),
            ("项目名称", texts.2),
            ("联系电话", texts.3),
        ],
        expenses: unique(expenses),
        indicators: unique(indicators.into_iter().map(|(name, of)| (name, unique(of))).collect()),
    })
}

fn unique<T>(entries: Vec<(String, T)>) -> Vec<(String, T)> {
    let mut seen = std::collections::HashSet::new();
    entries.into_iter().filter(|(name, _)| seen.insert(name.clone())).collect()
}

/// Writes a form as the numbers in `dice` have it, with comments or without.
pub fn write(form: &Form, dice: &[u8], with_comments: bool) -> Written {
    let mut pen = Pen { dice, at: 0, text: String::new(), comments: Vec::new(), with_comments };
    pen.form(form);
    let text = match pen.throw(4) {
        0 => pen.text.replace('\n', "\r\n"),
        1 => format!("\u{FEFF}{}", pen.text),
        _ => pen.text,
    };
    Written { text, comments: pen.comments }
}

struct Pen<'a> {
    dice: &'a [u8],
    at: usize,
    text: String,
    comments: Vec<String>,
    with_comments: bool,
}

impl Pen<'_> {
    fn throw(&mut self, sides: usize) -> usize {
        self.at += 1;
        usize::from(self.dice[self.at % self.dice.len()]).wrapping_add(self.at / self.dice.len())
            % sides
    }

    fn form(&mut self, form: &Form) {
        if self.throw(4) == 0 {
            self.text.push_str("---\n");
        }
        let keys = form.texts.len() + 2;
        let first = self.throw(keys);
        for index in (0..keys).map(|index| (first + index) % keys) {
            self.above(0);
            if let Some((key, text)) = form.texts.get(index) {
                self.text.push_str(key);
                self.value(text, 0);
            } else if index == form.texts.len() {
                self.text.push_str("项目资金:");
                let groups = [("支出".to_owned(), form.expenses.clone())];
                self.groups(&groups, 0);
            } else {
                self.text.push_str("绩效指标:");
                self.beside();
                self.text.push_str("\n  '产出指标' :");
                self.groups(&form.indicators, 2);
            }
        }
        self.above(0);
    }

    fn groups(&mut self, groups: &[(String, Vec<(String, [String; 2])>)], indent: usize) {
        if self.throw(3) == 0 {
            return self.flow(groups);
        }
        let (outer, inner) = (indent + 1 + self.throw(3), 1 + self.throw(4));
        self.beside();
        self.text.push('\n');
        for (name, pairs) in groups {
            self.above(outer);
            self.key(name, outer);
            self.beside();
            self.text.push('\n');
            for (name, pair) in pairs {
                self.above(outer + inner);
                self.key(name, outer + inner);
                self.pair(pair, outer + inner);
            }
            // At the end of the mapping.
            self.above(outer + inner);
        }
    }

    fn flow(&mut self, groups: &[(String, Vec<(String, [String; 2])>)]) {
        self.text.push_str(" {");
        for (name, pairs) in groups {
            self.break_line();
            self.key(name, 0);
            self.text.push_str(" {");
            for (name, pair) in pairs {
                self.break_line();
                self.key(name, 0);
                self.flow_pair(pair);
                self.text.push_str(" ,");
            }
            self.break_line();
            self.text.push_str("},");
        }
        self.text.push('}');
        self.beside();
        self.text.push('\n');
    }

    fn pair(&mut self, pair: &[String; 2], indent: usize) {
        if self.throw(3) > 0 {
            self.flow_pair(pair);
            self.beside();
            return self.text.push('\n');
        }
        self.beside();
        self.text.push('\n');
        for item in pair {
            self.above(indent);
            self.text.push_str(&format!("{}- ", " ".repeat(indent + 1)));
            self.quoted(item);
            self.beside();
            self.text.push('\n');
        }
    }

    fn flow_pair(&mut self, pair: &[String; 2]) {
        self.text.push_str(" [");
        for item in pair {
            self.break_line();
            self.quoted(item);
            self.break_line();
            self.text.push(',');
        }
        self.break_line();
        self.text.push(']');
    }

    fn key(&mut self, name: &str, indent: usize) {
        self.text.push_str(&" ".repeat(indent));
        self.quoted(name);
        self.text.push_str(" :");
    }

    /// A value with the colon before it and the line end after it.
    fn value(&mut self, text: &str, indent: usize) {
        self.text.push(':');
        let inner = " ".repeat(indent + 1 + self.throw(3));
        let is_block = text.trim_start_matches('\n').starts_with(|c| c != ' ')
            && text.rsplit('\n').next().is_some_and(|last| !last.trim().is_empty());
        let header = ["|", "|-", "|+"][self.throw(3)];
        match self.throw(4) {
            0 if is_block => {
                self.text.push_str(&format!(" {header}"));
                self.beside();
                for line in text.split('\n') {
                    self.text.push_str(&format!("\n{inner}{line}"));
                }
                return self.text.push('\n');
            }
            1 if is_block && !text.contains('\n') => {
                self.text.push_str(&format!(" >-\n{inner}{text}"));
                return self.text.push('\n');
            }
            2 => {
                self.beside();
                self.text.push_str(&format!("\n{inner}"));
            }
            _ => self.text.push(' '),
        }
        match self.throw(2) {
            // A line break that YAML takes for none.
            0 => {
                self.text.push_str(&double(text, self.at).replace('一', &format!("一\\\n{inner}")))
            }
            _ => self.quoted(text),
        }
        self.beside();
        self.text.push('\n');
    }

    fn quoted(&mut self, text: &str) {
        let is_simple = text.chars().all(|c| ('一'..='龥').contains(&c));
        let written = match self.throw(3) {
            0 if is_simple => text.to_owned(),
            1 if !text.contains('\n') => format!("'{}'", text.replace('\'', "''")),
            _ => double(text, self.at),
        };
        self.text.push_str(&written);
    }

    /// A comment at the end of a line, perhaps.
    fn beside(&mut self) {
        if self.with_comments && self.throw(3) == 0 {
            let comment = self.comment();
            self.text.push_str(&format!("  {comment}"));
        }
    }

    /// Within brackets.
    fn break_line(&mut self) {
        if self.throw(5) == 0 {
            self.text.push(' ');
            self.beside();
            let indent = 12 + self.throw(4);
            self.text.push_str(&format!("\n{}", " ".repeat(indent)));
        }
    }

    /// Comments and blank lines above a line, indented no more than it is.
    fn above(&mut self, indent: usize) {
        while self.with_comments && self.throw(3) == 0 {
            let blanks = " ".repeat(self.throw(indent + 1));
            let comment = self.comment();
            let gap = if self.throw(3) == 0 { "\n" } else { "" };
            self.text.push_str(&format!("{gap}{blanks}{comment}\n{gap}"));
        }
    }

    fn comment(&mut self) -> String {
        let comment = format!("#{} 注", self.comments.len());
        self.comments.push(comment.clone());
        comment
    }
}

/// A text in double quotes, some of its characters as escapes.
fn double(text: &str, seed: usize) -> String {
    let write = |(index, c): (usize, char)| match c {
        '\n' => "\\n".to_owned(),
        '"' | '\\' => format!("\\{c}"),
        c if !c.is_ascii() && (index + seed).is_multiple_of(5) => {
            format!("\\u{:04X}", u32::from(c))
        }
        c => c.to_string(),
    };
    format!("\"{}\"", text.chars().enumerate().map(write).collect::<String>())
}
