//! Blanks and line ends between two Chinese characters.

use std::ops::Range;

use super::Subject;
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, Edit, Severity};
use crate::form::Role;
use crate::source::{Style, Text};
use crate::text::letters::is_han;
use crate::text::{numbering, width, words};

/// How many characters on each side of a blank tell whether it parts a word.
const NEAR: usize = 6;
/// How many gaps of a text are looked at.
const MOST: usize = 500;

/// `blank-in-word`: blanks or a line end within a word, as a copy out of a PDF brings them.
pub fn blank_in_word(subject: &Subject) -> Vec<Diagnostic> {
    let person = subject.text(Role::Person);
    let is_person = |text: &Text| person.is_some_and(|person| std::ptr::eq(person, text));
    subject
        .texts
        .iter()
        .flat_map(|text| if is_person(text) { name(text) } else { gaps(text) })
        .collect()
}

/// The blanks of a text that were left for a number, each with the unit of that:
/// `服务企业    家`.
pub fn unfilled(text: &str) -> impl Iterator<Item = Range<usize>> {
    Gap::all(text).filter_map(|gap| gap.unfilled())
}

/// What stands between two Chinese characters of a text and is none.
struct Gap<'a> {
    text: &'a str,
    /// Its bytes: blanks or a line end.
    span: Range<usize>,
}

/// What is to be said of a gap.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It should not be there.
    Wrong,
    /// It may stand for something.
    Odd,
    /// It is in order.
    Meant,
}

fn gaps(text: &Text) -> Vec<Diagnostic> {
    let gaps: Vec<(Gap, Verdict)> = Gap::all(text.text)
        .take(MOST)
        // A line that YAML folds is told as that.
        .filter(|gap| gap.is_line_end() || is_shown(text, gap))
        .map(|gap| {
            let verdict = gap.verdict();
            (gap, verdict)
        })
        .collect();
    let of = |verdict: Verdict, is_line_end: bool| {
        let gaps =
            gaps.iter().filter(move |(gap, it)| *it == verdict && gap.is_line_end() == is_line_end);
        gaps.map(|(gap, _)| gap).collect::<Vec<_>>()
    };
    let (blanks, ends) = (of(Verdict::Wrong, false), of(Verdict::Wrong, true));
    let odd = of(Verdict::Odd, false);
    let told = [
        tell(text, &blanks, "中间有空格，断开了词", "删去空格").map(|it| {
            it.fix(text.edits(blanks.iter().map(|gap| (gap.span.clone(), String::new()))))
        }),
        tell(text, &ends, "中间换了行，断开了词", "和下一行连起来")
            .map(|it| it.fix(ends.iter().filter_map(|gap| joined(text, gap)))),
        tell(text, &odd, "中间有空格", "不该断开就删去；是几项并列，就用顿号或逗号隔开")
            .map(|it| Diagnostic { severity: Severity::Hint, ..it }),
    ];
    told.into_iter().flatten().collect()
}

fn tell(text: &Text, gaps: &[&Gap], what: &str, help: &str) -> Option<Diagnostic> {
    let first = gaps.first()?;
    let (before, after) = first.sides();
    let around = [&before[before.len().saturating_sub(2)..], &after[..after.len().min(2)]];
    let [before, after] = around.map(|side| side.iter().collect::<String>());
    let mark = if first.is_line_end() { "⏎" } else { " " };
    let more = if gaps.len() > 1 { format!("，共 {} 处", gaps.len()) } else { String::new() };
    Some(
        Diagnostic::new(&rule::BLANK_IN_WORD, format!("“{before}{mark}{after}”{what}{more}"))
            .at(text.part(first.place()))
            .help(help),
    )
}

/// Joins two lines, with the indent of the second one, where the file shows them.
fn joined(text: &Text, gap: &Gap) -> Option<Edit> {
    let (before, after) = (gap.before(), gap.after());
    let around = text.part(before.start..after.end).span?;
    let between = around.start + before.len()..around.end - after.len();
    let file = &text.place.file;
    let is_blank = file.text().get(between.clone())?.trim().is_empty();
    is_blank.then(|| Edit::new(file, between, ""))
}

/// Whether the file has the blanks as they are.
fn is_shown(text: &Text, gap: &Gap) -> bool {
    text.style == Style::Literal
        || text.part(gap.span.clone()).span.is_some_and(|span| {
            text.place.file.text().get(span) == Some(&text.text[gap.span.clone()])
        })
}

/// A blank in a person's name: those of two characters are often set as wide as those of three.
fn name(text: &Text) -> Vec<Diagnostic> {
    let gaps: Vec<Gap> = Gap::all(text.text).collect();
    let letters = text.text.chars().filter(|c| is_han(*c)).count();
    if gaps.len() != 1 || letters > 4 {
        return Vec::new();
    }
    let message = format!("姓名“{}”里有空格", text.text.trim());
    vec![Diagnostic {
        severity: Severity::Hint,
        ..Diagnostic::new(&rule::BLANK_IN_WORD, message)
            .at(text.part(gaps[0].span.clone()))
            .help("为了对齐可以留着；不然就删去")
    }]
}

impl<'a> Gap<'a> {
    /// The gaps of a text, in its order.
    fn all(text: &'a str) -> impl Iterator<Item = Self> {
        let is_blank = |c: char| is_blank(c) || c == '\n';
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let start = at + text[at..].find(is_blank)?;
                let end = text.len() - text[start..].trim_start_matches(is_blank).len();
                at = end;
                let is_between = text[..start].ends_with(is_han) && text[end..].starts_with(is_han);
                // A blank line parts paragraphs.
                if is_between && text[start..end].matches('\n').count() < 2 {
                    return Some(Self { text, span: start..end });
                }
            }
        })
    }

    fn is_line_end(&self) -> bool {
        self.text[self.span.clone()].contains('\n')
    }

    /// The character before it.
    fn before(&self) -> Range<usize> {
        let before = self.text[..self.span.start].char_indices().next_back();
        before.map_or(0, |(at, _)| at)..self.span.start
    }

    /// The character behind it.
    fn after(&self) -> Range<usize> {
        let after = self.text[self.span.end..].chars().next();
        self.span.end..self.span.end + after.map_or(0, char::len_utf8)
    }

    /// What to point at: a line end cannot be seen.
    fn place(&self) -> Range<usize> {
        if self.is_line_end() { self.before() } else { self.span.clone() }
    }

    /// The few characters before it and behind it, whatever blanks there are among them.
    fn sides(&self) -> (Vec<char>, Vec<char>) {
        let is_near = |c: &char| is_han(*c) || is_blank(*c);
        let before = self.text[..self.span.start].chars().rev().take_while(is_near);
        let mut before: Vec<char> = before.filter(|c| is_han(*c)).take(NEAR).collect();
        before.reverse();
        let after = self.text[self.span.end..].chars().take_while(is_near);
        (before, after.filter(|c| is_han(*c)).take(NEAR).collect())
    }

    /// The characters right before it and behind it, as far as the next blank or mark.
    fn runs(&self) -> (&'a str, &'a str) {
        let before = &self.text[..self.span.start];
        let after = &self.text[self.span.end..];
        (
            &before[before.trim_end_matches(is_han).len()..],
            &after[..after.len() - after.trim_start_matches(is_han).len()],
        )
    }

    /// A wide gap before a unit, with that: a blank for a number that nobody has filled in.
    fn unfilled(&self) -> Option<Range<usize>> {
        /// What says how many, or which one, before a unit.
        const NUMBERS: &str = "两几数半多第每各上下本全该某首整";
        /// Units of several characters, or of one that is no counter.
        const UNITS: [&str; 8] = ["人次", "公里", "平方米", "万元", "元", "小时", "天", "吨"];
        let (before, unit) = self.runs();
        let bare = ["以上", "以下", "以内", "左右"].iter().find_map(|word| unit.strip_suffix(word));
        let bare = bare.unwrap_or(unit);
        let mut letters = bare.chars();
        let is_counted =
            letters.next().is_some_and(numbering::is_counter) && letters.next().is_none();
        let is_unit = is_counted || UNITS.contains(&bare);
        let is_wide = !self.is_line_end() && width::columns(&self.text[self.span.clone()]) > 1;
        let is_free = || {
            !before.ends_with(|c| NUMBERS.contains(c))
                && numbering::before_number(before).is_none()
                && !self.is_in_a_word()
        };
        (is_unit && is_wide && is_free()).then(|| self.span.start..self.span.end + unit.len())
    }

    /// Whether it stands within a word, by the dictionary.
    fn is_in_a_word(&self) -> bool {
        let (before, after) = self.sides();
        words::is_one_word(&String::from_iter(before), &String::from_iter(after))
    }

    /// Whether it stands among characters that are set apart one by one and make no words:
    /// those of `绩 效 目 标` do, and those of `省 市 县` are a list.
    fn is_in_a_list(&self) -> bool {
        let before = SetApart::of(self.text[..self.span.start].chars().rev());
        let after = SetApart::of(self.text[self.span.end..].chars());
        if before.single.len() + after.single.len() < 2 {
            return false;
        }
        let backwards = |characters: &[char]| characters.iter().rev().collect::<String>();
        let (lead, first) = (backwards(&before.beyond), backwards(&before.single));
        let list = first + &String::from_iter(&after.single);
        let part = lead.len()..lead.len() + list.len();
        !words::makes_words(&(lead + &list + &String::from_iter(&after.beyond)), part)
    }

    fn verdict(&self) -> Verdict {
        let (before, after) = self.runs();
        if numbering::is_number(before) || is_heading(before) {
            return Verdict::Meant;
        }
        // A date that is still to be filled in: `2026年 月 日`.
        let is_of_a_date = |c: char| "年月日".contains(c);
        if before.ends_with(is_of_a_date) && after.starts_with(is_of_a_date) {
            return Verdict::Meant;
        }
        // That is told as what it is.
        if self.unfilled().is_some() {
            return Verdict::Meant;
        }
        let [first, second] = [before, after].map(|run| run.chars().count());
        // A surname and one or two characters more are a name.
        let is_name = before.chars().count() == 1 && SURNAMES.contains(before) && second <= 2;
        if is_name && !self.is_line_end() {
            return Verdict::Odd;
        }
        if !self.is_line_end() && (first == 1 || second == 1) && self.is_in_a_list() {
            return Verdict::Odd;
        }
        if self.is_in_a_word() {
            return Verdict::Wrong;
        }
        if self.is_line_end() {
            return match self.is_within_a_title() {
                true => Verdict::Wrong,
                false => Verdict::Meant,
            };
        }
        if first == 1 || second == 1 {
            return Verdict::Wrong;
        }
        // Two offices sign together; two halves of a slogan are as long as one another, and quoted.
        let is_office = OFFICES.iter().any(|office| before.ends_with(office))
            && (OFFICES.iter().any(|office| after.contains(office)) || after.starts_with("关于"));
        let start = self.text[..self.span.start - before.len()].chars().next_back();
        let is_slogan = first == second && start.is_some_and(|c| "“《「".contains(c));
        let is_table = self.text[self.span.clone()].chars().count() > 1;
        match is_office || is_slogan || is_table || self.is_behind_a_date() {
            true => Verdict::Meant,
            false => Verdict::Odd,
        }
    }

    /// Whether the year, the month or the day of a date stands before it.
    fn is_behind_a_date(&self) -> bool {
        let (before, _) = self.runs();
        let digit = self.text[..self.span.start - before.len()].chars().next_back();
        before.ends_with("年度")
            || (["年", "月", "日"].contains(&before) && digit.is_some_and(|c| c.is_ascii_digit()))
    }

    /// Whether a title goes on behind it: `《中小企业⏎促进法》`.
    fn is_within_a_title(&self) -> bool {
        let line = self.text[..self.span.start].rsplit('\n').next().unwrap_or_default();
        let next = self.text[self.span.end..].split('\n').next().unwrap_or_default();
        let is_open = line.rfind('《') > line.rfind('》');
        let closes = next.find('》').is_some_and(|at| next.find('《').is_none_or(|open| at < open));
        is_open && closes
    }
}

/// Chinese characters beside a gap, away from it.
struct SetApart {
    /// Those that stand by themselves between blanks, as far as they are next to it.
    single: Vec<char>,
    /// Those beyond them.
    beyond: Vec<char>,
}

impl SetApart {
    fn of(text: impl Iterator<Item = char>) -> Self {
        let (mut single, mut beyond) = (Vec::new(), Vec::new());
        let mut text = text.peekable();
        while single.len() < NEAR {
            while text.next_if(|c| is_blank(*c)).is_some() {}
            let Some(c) = text.next_if(|c| is_han(*c)) else { break };
            if text.peek().is_some_and(|next| is_han(*next)) {
                beyond.push(c);
                break;
            }
            single.push(c);
        }
        let more = text.take_while(|c| is_han(*c) || is_blank(*c)).filter(|c| is_han(*c));
        beyond.extend(more.take(NEAR));
        Self { single, beyond }
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}')
}

/// What offices' names end in.
const OFFICES: [&str; 20] = [
    "厅",
    "局",
    "委",
    "部",
    "办",
    "院",
    "政府",
    "中心",
    "公司",
    "银行",
    "协会",
    "大学",
    "学校",
    "中央",
    "委员会",
    "办公室",
    "街道",
    "科",
    "处",
    "站",
];

/// The surnames of most people.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡\
    蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚\
    邵万覃武钱戴严莫孔向常汤";

/// Whether it is the number of a chapter, or names what follows: `第三条 …`, `附件 …`.
fn is_heading(run: &str) -> bool {
    let is_ordinal = run.starts_with('第')
        && run.ends_with(['条', '章', '节', '款', '项', '次', '届', '批', '期', '类', '部']);
    is_ordinal || ["附件", "附表", "附录", "目标", "任务", "其中"].contains(&run)
}
