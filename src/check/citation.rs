//! Documents that a project rests on: `《…办法》(工信部企业〔2022〕63号)`.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Subject;
use super::laws;
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, Place};
use crate::form::Kind;
use crate::source::Text;
use crate::text::letters::has_han_script;
use crate::text::numbering::strip_item;
use crate::text::scan::{strip_all, strip_any};

/// People write brackets of many kinds for 〔〕 in the number of a document.
const OPENING: [char; 9] = ['〔', '[', '［', '【', '(', '（', '﹝', '〖', '「'];
const CLOSING: [char; 9] = ['〕', ']', '］', '】', ')', '）', '﹞', '〗', '」'];

/// What is left of a text without what may stand before a title and is no part of it.
pub fn without_lead(text: &str) -> &str {
    const WORDS: [&str; 7] = ["以及", "根据", "依据", "按照", "落实", "贯彻", "执行"];
    let is_between = |c: char| c.is_whitespace() || "、，,和及与".contains(c);
    strip_all(text, |rest| {
        let behind = rest.strip_prefix(is_between).or_else(|| strip_any(rest, &WORDS));
        behind.or_else(|| strip_item(rest))
    })
}

/// How long that is.
fn lead(text: &str) -> usize {
    text.len() - without_lead(text).len()
}

/// A document, as a text cites it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation<'a> {
    /// The title without its marks; may be empty.
    pub title: Cow<'a, str>,
    /// The number, if it is given.
    pub number: Option<Number<'a>>,
}

/// Where a text cites a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention<'a> {
    /// The document.
    pub citation: Citation<'a>,
    /// The bytes in the text.
    pub range: Range<usize>,
}

/// A document's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number<'a> {
    /// Who issued it, such as 工信部企业; may have words before it.
    pub issuer: &'a str,
    /// The year and the number within it.
    pub serial: (u16, u32),
}

impl Number<'_> {
    /// Whether it is the same number. 根据宁政发 and 宁政发 are.
    pub fn is_same(&self, other: &Number) -> bool {
        let ends = |a: &str, b: &str| a.ends_with(b) || b.ends_with(a);
        self.serial == other.serial && ends(self.issuer, other.issuer)
    }
}

impl std::fmt::Display for Number<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, number) = self.serial;
        write!(f, "{}〔{year}〕{number}号", self.issuer)
    }
}

/// How two citations are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// They cite the same document.
    Same,
    /// They have the same number, but different titles.
    OtherTitle,
    /// They have the same title, but different numbers.
    OtherNumber,
}

impl Citation<'_> {
    /// How this citation is like another one, if at all.
    pub fn likeness(&self, other: &Citation) -> Option<Likeness> {
        let numbers = self.number.as_ref().zip(other.number.as_ref());
        let same_title = self.title == other.title && is_telling(&self.title);
        match numbers.map(|(a, b)| a.is_same(b)) {
            Some(true) if is_other_title(&self.title, &other.title) => Some(Likeness::OtherTitle),
            // Whoever goes on with 根据宁政发〔2021〕30号 refers to what was cited before.
            Some(true) if self.title.is_empty() != other.title.is_empty() => None,
            Some(true) => Some(Likeness::Same),
            Some(false) if same_title && !is_yearly(&self.title) => Some(Likeness::OtherNumber),
            None if same_title => Some(Likeness::Same),
            _ => None,
        }
    }
}

/// `《甲办法》` and `关于印发《甲办法》的通知` are the same; whoever gives no title
/// contradicts none.
fn is_other_title(a: &str, b: &str) -> bool {
    !a.contains(b) && !b.contains(a)
}

/// Whether a title is of one document only: a law's may be short.
fn is_telling(title: &str) -> bool {
    let shortest = if title.ends_with('法') || title.ends_with("条例") { 3 } else { 6 };
    title.chars().count() >= shortest
}

/// Whether a document of this title comes out every year, with another number.
fn is_yearly(title: &str) -> bool {
    const YEARLY: [&str; 7] = ["下达", "拨付", "做好", "开展", "组织", "举办", "申报"];
    title.ends_with("通知") && YEARLY.iter().any(|word| title.contains(word))
}

/// How many citations of a text are looked at: they are held against one another.
const MOST: usize = 300;

/// The documents that a text cites: those with a number, lists of titles, and lines that
/// are nothing but a title.
fn mentions(text: &str) -> Vec<Mention<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        if found.len() >= MOST {
            break;
        }
        let mut mentions = numbered(line);
        mentions.extend(titled(line, &mentions));
        if mentions.is_empty() {
            mentions.extend(bare(line));
        }
        mentions.sort_by_key(|mention| mention.range.start);
        for mut mention in mentions {
            mention.range = mention.range.start + start..mention.range.end + start;
            found.push(mention);
        }
        start += line.len() + 1;
    }
    found
}

fn numbered<'a>(line: &'a str) -> Vec<Mention<'a>> {
    let mut end = 0;
    let mention = |Written { whole, issuer, year, number }: Written<'a>| {
        // 根据宁政发〔2021〕30号: the words before the issuer are none of it.
        let lead = lead(issuer);
        let number =
            Number { issuer: &issuer[lead..], serial: (year.parse().ok()?, number.parse().ok()?) };
        let start = whole.start + lead;
        let title = title_before(line, end..whole.start).unwrap_or(start..start);
        end = whole.end + closing(&line[whole.end..]);
        let range = title.start..end;
        let title = bare_title(&line[title]).into();
        Some(Mention { citation: Citation { title, number: Some(number) }, range })
    };
    Written::all(line).take(MOST).filter_map(mention).collect()
}

/// A document's number (发文字号) as it is written: who issued it, the year in brackets, and
/// the number.
struct Written<'a> {
    whole: Range<usize>,
    issuer: &'a str,
    year: &'a str,
    number: &'a str,
}

impl<'a> Written<'a> {
    fn all(line: &'a str) -> impl Iterator<Item = Self> {
        let mut end = 0;
        let brackets = line.match_indices(OPENING);
        brackets.filter_map(move |(at, bracket)| {
            let before = line.get(end..at)?;
            let (year, number, rest) = Self::serial(&line[at + bracket.len()..])?;
            let said = before.trim_end();
            let issuer = &said[said.trim_end_matches(has_han_script).len()..];
            // Without an issuer, the blanks before the bracket are a part of it.
            let start = end + said.len() - issuer.len();
            end = line.len() - rest.len();
            Some(Self { whole: start..end, issuer, year, number })
        })
    }

    /// The year and the number behind an opening bracket, and what follows 号.
    fn serial(text: &'a str) -> Option<(&'a str, &'a str, &'a str)> {
        let (year, rest) = text.trim_start().split_at_checked(4)?;
        let is_year = strip_any(year, &["19", "20"])?.bytes().all(|byte| byte.is_ascii_digit());
        let rest = rest.trim_start().strip_prefix(CLOSING).filter(|_| is_year)?.trim_start();
        let digits = rest.strip_prefix('第').unwrap_or(rest).trim_start();
        let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = &digits[..digits.len() - rest.len()];
        let rest = rest.trim_start().strip_prefix('号').filter(|_| !number.is_empty())?;
        Some((year, number, rest))
    }
}

/// The title that ends the part `span` of a line, right before a bracket.
fn title_before(line: &str, span: Range<usize>) -> Option<Range<usize>> {
    let before = line[span.clone()].trim_end().strip_suffix(['(', '（'])?.trim_end();
    let sentence = before
        .rfind(['。', '；', ';'])
        .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let start = sentence + lead(&before[sentence..]);
    let start = last_title(&before[start..]).map_or(start, |title| start + title);
    Some(span.start + start..span.start + before.len())
}

/// Where the last one of a list of titles begins.
fn last_title(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let start = text.char_indices().rev().find_map(|(at, c)| {
        match c {
            '》' => depth += 1,
            '《' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let is_last = text[start..].starts_with('《') && !laws::listed(&text[..start]).is_empty();
    is_last.then_some(start)
}

/// The titles that a line lists, before, between and behind those with a number.
fn titled<'a>(line: &str, numbered: &[Mention]) -> Vec<Mention<'a>> {
    let mut start = 0;
    let mut found = Vec::new();
    let ends = numbered.iter().map(|it| (it.range.start, it.range.end));
    for (end, next) in ends.chain([(line.len(), line.len())]) {
        let lead = lead(&line[start..end]);
        let titles = laws::listed(&line[start + lead..end]);
        found.extend(titles.into_iter().take(MOST).map(|title| {
            let range = start + lead + title.range.start..start + lead + title.range.end;
            Mention { citation: Citation { title: title.title.into(), number: None }, range }
        }));
        start = next;
    }
    found
}

/// The length of a bracket that closes right here.
fn closing(rest: &str) -> usize {
    let inner = rest.trim_start();
    match inner.chars().next() {
        Some(c @ (')' | '）')) => rest.len() - inner.len() + c.len_utf8(),
        _ => 0,
    }
}

/// A line that is nothing but a title.
fn bare<'a>(line: &str) -> Option<Mention<'a>> {
    let body = line.trim_end_matches(|c: char| c.is_whitespace() || "。；;，,".contains(c));
    let lead = lead(body);
    let written = &body[lead..];
    let is_title = (written.starts_with('《') && written.ends_with('》'))
        || ["通知", "意见", "办法", "方案", "规定", "细则"]
            .iter()
            .any(|end| written.ends_with(end));
    // The pattern takes long to build, and few lines end so.
    let may_be_decree = written.contains('令') && written.ends_with([')', '）']);
    let title = match may_be_decree.then(|| DECREE.captures(written)).flatten() {
        Some(decree) => bare_title(&laws::name(decree.get(1)?.as_str())),
        None if is_title => bare_title(written),
        None => return None,
    };
    let citation = Citation { title: title.into(), number: None };
    Some(Mention { citation, range: lead..body.len() })
}

/// A title with the number of a decree behind it, and who issued it before it, perhaps.
static DECREE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^[^，。；、《》]{0,20}?(《[^》]+》|[^，。；、《》]{3,60})\s*[(（][^()（）]{0,12}令\s*第?\s*[0-9一二三四五六七八九十百〇]+\s*号[^()（）]{0,12}[)）]$",
    )
    .expect("a valid pattern")
});

fn bare_title(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// `repeated-citation`: the same document twice in one text.
pub fn repeated_citation(subject: &Subject) -> Vec<Diagnostic> {
    subject.citations().iter().flat_map(repeated).collect()
}

fn repeated((text, mentions): &Cited) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, Mention { citation, range }) in mentions.iter().enumerate() {
        let is_same = |other: &&Mention| citation.likeness(&other.citation) == Some(Likeness::Same);
        if let Some(first) = mentions[..index].iter().find(is_same) {
            let name = match &citation.number {
                Some(number) => number.to_string(),
                None => text.text[range.clone()].to_owned(),
            };
            found.push(
                Diagnostic::new(&rule::REPEATED_CITATION, format!("“{name}”引用了两次"))
                    .at(text.part(range.clone()))
                    .at(text.part(first.range.clone()).label("第一次在这里"))
                    .help("只留一处"),
            );
        }
    }
    found
}

/// `citation-conflict`: a number with two titles, or a title with two numbers.
pub fn citation_conflict(subject: &Subject) -> Vec<Diagnostic> {
    let mut earlier: Vec<(&Text, &Mention)> = Vec::new();
    let mut found = Vec::new();
    for (text, mentions) in subject.citations() {
        for mention in mentions {
            let citation = &mention.citation;
            let conflict = earlier.iter().find_map(|(other_text, other)| {
                let likeness = citation.likeness(&other.citation);
                let likeness = likeness.filter(|it| *it != Likeness::Same)?;
                Some((likeness, other_text.part(other.range.clone())))
            });
            if let Some((likeness, other)) = conflict {
                let place = text.part(mention.range.clone());
                found.push(conflict_between(likeness, citation, place, other));
            }
            earlier.push((text, mention));
        }
    }
    found
}

/// The finding for a citation that contradicts an earlier one.
pub fn conflict_between(
    likeness: Likeness,
    citation: &Citation,
    place: Place,
    other: Place,
) -> Diagnostic {
    let (message, label, help) = match (likeness, &citation.number) {
        (Likeness::OtherNumber, _) => {
            ("同一个文件有两个文号".to_owned(), "另一个文号", "核对文号，改成一致")
        }
        (_, Some(number)) => {
            (format!("“{number}”有两个名称"), "另一个名称", "核对文件的名称和文号，改成一致")
        }
        (_, None) => ("同一个文件有两个名称".to_owned(), "另一个名称", "核对文件的名称"),
    };
    Diagnostic::new(&rule::CITATION_CONFLICT, message).at(place).at(other.label(label)).help(help)
}

/// A text, and the documents that it cites.
pub type Cited<'a> = (&'a Text<'a>, Vec<Mention<'a>>);

/// The texts that may cite documents, with those that they do.
pub fn cited<'a>(subject: &Subject<'a>) -> Vec<Cited<'a>> {
    let texts = subject.fields().filter(|answer| matches!(answer.kind, Kind::Text));
    texts.map(|answer| (answer.text, mentions(answer.text.text))).collect()
}
