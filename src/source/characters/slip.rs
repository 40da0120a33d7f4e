//! What should not stand in a text, and how it is told.

use std::collections::BTreeSet;
use std::ops::Range;

use super::kind::Kind;
use crate::diagnostic::rule::{self, Rule};
use crate::diagnostic::{Diagnostic, Edit, Place, SourceFile};
use crate::source::manner::Manner;

/// A part of a text with characters that should not be there.
#[derive(Debug)]
pub struct Slip {
    /// Its bytes.
    pub span: Range<usize>,
    /// What it is read as.
    pub text: String,
    /// Whether nothing else can be meant.
    pub is_sure: bool,
    /// Where it stands.
    pub place: Where,
}

/// Where in a line something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Where {
    /// Before its text.
    Indent,
    /// Between two lines that should have a line feed between them.
    LineBreak,
    /// In a key.
    Key(String),
    /// Behind the colon of a key.
    Colon(String),
    /// In a value of one line.
    Value,
    /// In a line of a text, or in a comment.
    Text,
    /// Behind its text.
    End,
}

/// Tells the slips of a file, those that are alike in a line, and in the indents of lines in
/// a row, as one.
pub fn tell(file: &SourceFile, slips: &[Slip]) -> Vec<Diagnostic> {
    let mut line = (0, 0);
    let mut groups: Vec<Group> = Vec::new();
    for slip in slips {
        line.1 += file.text()[line.0..slip.span.start].matches('\n').count();
        line.0 = slip.span.start;
        let odd = odd(&file.text()[slip.span.clone()]);
        let group =
            groups.iter_mut().rev().take(NEAR).find(|group| group.takes(slip, &odd, line.1));
        match group {
            Some(group) => group.add(slip, line.1),
            None => groups.push(Group { first: line.1, last: line.1, odd, slips: vec![slip] }),
        }
    }
    let line_end = Manner::of(file).line_end();
    groups.iter().map(|group| group.tell(file, line_end)).collect()
}

/// How many groups back a slip may belong to: there are few in a line.
const NEAR: usize = 8;

/// Slips that are told as one.
struct Group<'a> {
    /// The number of the first line, and of the last one.
    first: usize,
    last: usize,
    /// The characters.
    odd: Vec<char>,
    slips: Vec<&'a Slip>,
}

impl<'a> Group<'a> {
    fn takes(&self, slip: &Slip, odd: &[char], line: usize) -> bool {
        let first = self.slips[0];
        let is_in_rows = matches!(slip.place, Where::Indent | Where::LineBreak | Where::End);
        let is_near = line == self.last || (is_in_rows && line == self.last + 1);
        is_near && first.place == slip.place && first.is_sure == slip.is_sure && self.odd == odd
    }

    fn add(&mut self, slip: &'a Slip, line: usize) {
        self.last = line;
        self.slips.push(slip);
    }

    fn tell(&self, file: &SourceFile, line_end: &str) -> Diagnostic {
        let first = self.slips[0];
        let names: Vec<String> = self.odd.iter().map(|c| named(*c)).collect();
        let names = names.join("、");
        let many = match (self.last - self.first + 1, self.slips.len()) {
            (1, 1) => String::new(),
            (1, count) => format!("，这一行有 {count} 处"),
            (lines, _) => format!("，连着 {lines} 行都是这样"),
        };
        let message = match &first.place {
            Where::Indent => format!("缩进里有{names}{many}"),
            Where::LineBreak => format!("两行之间是{names}{many}"),
            Where::Key(key) => format!("“{key}”里有{names}"),
            Where::Colon(key) => format!("“{key}:”后面是{names}"),
            Where::Value | Where::Text => format!("有{names}{many}"),
            Where::End => format!("行末有{names}{many}"),
        };
        let found = Diagnostic::new(self.rule(), message)
            .at(Place::new(file, self.span(file)))
            .help(match &first.place {
                Where::Key(key) if first.is_sure => format!("写成“{key}:”"),
                _ => self.help().to_owned(),
            });
        let edits = self
            .slips
            .iter()
            .filter(|slip| slip.is_sure)
            .map(|slip| Edit::new(file, slip.span.clone(), slip.text.replace('\n', line_end)));
        found.fix(edits)
    }

    fn rule(&self) -> &'static Rule {
        match (&self.slips[0].place, self.odd.as_slice()) {
            (Where::Colon(_), ['\u{3000}']) => &rule::COLON_WITHOUT_SPACE,
            (Where::Key(_), ['\u{3000}']) => &rule::UNKNOWN_KEY,
            (_, ['\u{3000}']) => &rule::YAML_SYNTAX,
            _ => &rule::INVISIBLE_CHARACTER,
        }
    }

    /// An indent as a whole; of anything else, the first character that should not be there.
    fn span(&self, file: &SourceFile) -> Range<usize> {
        let Slip { span, place, .. } = self.slips[0];
        if *place == Where::Indent {
            return span.clone();
        }
        let written = &file.text()[span.clone()];
        let mut odd = written.char_indices().filter(|(_, c)| Kind::of(*c).is_some());
        odd.next().map_or(span.clone(), |(at, c)| span.start + at..span.start + at + c.len_utf8())
    }

    fn help(&self) -> &'static str {
        let Slip { place, is_sure, text, .. } = self.slips[0];
        let kind = self.odd.first().and_then(|c| Kind::of(*c));
        match (place, kind, self.odd.first()) {
            (Where::Indent, ..) if !is_sure => {
                "换成半角空格，每层两个；看不出这一行属于哪一层，请对齐"
            }
            (Where::Indent, ..) if text.is_empty() => "删去它；这一行写在最左边",
            (Where::Indent, ..) => "换成半角空格，每层两个",
            (Where::LineBreak, ..) => "删去它，用回车键换行",
            (Where::Colon(_), ..) => "冒号后面写一个半角空格",
            (Where::Value, Some(Kind::Tab), _) => {
                "用空格代替；从 Excel 复制的几格，写成“名称: [值, 值]”"
            }
            (Where::Value, Some(Kind::Break), _) => {
                "不分段就删去它；要分段，就在冒号后面写“|-”，文字从下一行写起"
            }
            (Where::Text, Some(Kind::Break), _) => "换成普通的换行",
            (Where::End, ..) => "删去它",
            (_, _, Some('\u{202E}')) => "删去它；它使后面的文字倒着显示，删去后核对一遍",
            (_, _, Some('\u{E0100}'..='\u{E01EF}')) => "删去它；它选的是异体字，删去后核对字形",
            (_, Some(Kind::Unclear), _) => "对照原文，改成该有的字；没有就删去它",
            (_, Some(Kind::Tab), _) => "用空格代替",
            (_, Some(Kind::Blank), _) => "换成普通的空格；网页或 Word 里常有这样的空格",
            _ => "删去它；从网页或 Word 粘贴的文字里常有这样的字符",
        }
    }
}

/// The characters of a text that should not be there, each once, in their order; full-width
/// blanks only where there is nothing else.
fn odd(written: &str) -> Vec<char> {
    let mut seen = BTreeSet::new();
    let odd = written.chars().filter(|c| Kind::of(*c).is_some_and(|kind| kind != Kind::Wide));
    let odd: Vec<char> = odd.filter(|c| seen.insert(*c)).collect();
    if odd.is_empty() { vec!['\u{3000}'] } else { odd }
}

/// `制表符 U+0009`.
pub fn named(c: char) -> String {
    let name = Kind::of(c).map_or("看不见的字符", Kind::name);
    format!("{name} U+{:04X}", u32::from(c))
}
