//! Laws and other documents that are cited by their titles, in lists:
//! `《中小企业促进法》(主席令第74号)、《预算法》`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::text::letters::has_han_script;
use crate::text::numbering::strip_item;
use crate::text::scan::{strip_all, strip_any};

/// What says in a title or behind it how it was amended.
static AMENDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[(（](?:19|20)[0-9]{2}年?[^()（）]{0,8}[)）]").expect("a valid pattern")
});

/// A document that is cited by its title.
pub struct Titled {
    /// The title, with the articles that are cited of it, in letters and digits.
    pub title: String,
    /// The bytes, with those of what follows the title.
    pub range: Range<usize>,
}

/// The documents of a text that is nothing but a list of titles; none where it says more.
/// What may come before the list has been cut off.
pub fn listed(text: &str) -> Vec<Titled> {
    let mut found = Vec::new();
    let mut at = between(text);
    while at < text.len() {
        let Some(length) = title_length(&text[at..]) else {
            let is_end = !found.is_empty() && is_rest(&text[at..]);
            return if is_end { found } else { Vec::new() };
        };
        let (title, rest) = text[at..].split_at(length);
        let behind = behind_brackets(rest);
        let after = behind_articles(behind).unwrap_or(behind);
        let suffix = rest[..rest.len() - after.len()].trim_end();
        let end = at + length + suffix.len();
        // 43条 is 第43条.
        let articles = behind[..behind.len() - after.len()].replace('第', "");
        let title = format!("{}{articles}", name(title));
        let title = title.chars().filter(|c| c.is_alphanumeric()).collect();
        found.push(Titled { title, range: at..end });
        let gap = between(&text[end..]);
        // 《甲》的通知 is no list.
        if gap == 0 && !text[end..].starts_with('《') && !is_rest(&text[end..]) {
            return Vec::new();
        }
        at = end + gap;
    }
    found
}

/// The length of the title that a text begins with, marks included.
fn title_length(text: &str) -> Option<usize> {
    if !text.starts_with('《') {
        return None;
    }
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// What is left of a text behind the number of a decree and what else stands in brackets
/// after a title.
fn behind_brackets(text: &str) -> &str {
    let text = text.trim_start();
    let text = behind_decree(text).unwrap_or(text).trim_start();
    strip_all(text, |rest| {
        let inner = rest.strip_prefix(['(', '（'])?;
        let end = inner.find(['(', ')', '（', '）'])?;
        Some(inner[end..].strip_prefix([')', '）'])?.trim_start())
    })
}

/// What is left of a text behind the number of a decree that it begins with: 国务院令第74号.
fn behind_decree(text: &str) -> Option<&str> {
    const LONGEST_ISSUER: usize = 10;
    let letters = text.char_indices().take_while(|(_, c)| has_han_script(*c));
    let letters: Vec<_> = letters.take(LONGEST_ISSUER + 1).collect();
    letters.into_iter().rev().find_map(|(at, _)| {
        let rest = text[at..].strip_prefix('令')?.trim_start();
        let digits = rest.strip_prefix('第').unwrap_or(rest).trim_start();
        let is_digit = |c: char| c == '〇' || is_digit(c);
        let rest = digits.strip_prefix(is_digit)?.trim_start_matches(is_digit);
        rest.trim_start().strip_prefix('号')
    })
}

/// What is left of a text behind the articles that it begins with: 第43条、第44条.
fn behind_articles(text: &str) -> Option<&str> {
    let digits = text.strip_prefix('第').unwrap_or(text);
    let rest = digits.strip_prefix(is_digit)?.trim_start_matches(is_digit).strip_prefix('条')?;
    let goes_on = |c: char| is_digit(c) || c.is_whitespace() || ",，、和及第款项条".contains(c);
    Some(rest.trim_start_matches(goes_on))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十百".contains(c)
}

/// Whether a text does nothing but sum up the list before it.
fn is_rest(text: &str) -> bool {
    const WORDS: [&str; 10] =
        ["文件", "法律", "法规", "规章", "规定", "政策", "制度", "条例", "要求", "精神"];
    let text = text.strip_prefix('等').unwrap_or(text);
    let text = strip_any(text, &["有关", "相关"]).unwrap_or(text);
    let rest = strip_all(text, |rest| strip_any(rest, &WORDS));
    rest.chars().all(|c| c.is_whitespace() || "、，,；;。".contains(c))
}

/// A title without what says when it was amended, and without the country's name, which
/// goes without saying.
pub fn name(title: &str) -> String {
    let title = title.trim_matches(['《', '》']);
    // The pattern takes long to build.
    let title = match title.contains(['(', '（']) && title.contains(|c: char| c.is_ascii_digit()) {
        true => AMENDED.replace_all(title, ""),
        false => title.into(),
    };
    title.trim().trim_start_matches("中华人民共和国").to_owned()
}

/// How long what stands between the titles of a list is, or before and behind all of them.
fn between(text: &str) -> usize {
    let is_mark = |c: char| c.is_whitespace() || "、，,；;。．.和及与".contains(c);
    let rest = strip_all(text, |rest| {
        let behind = rest.strip_prefix(is_mark).or_else(|| rest.strip_prefix("以及"));
        behind.or_else(|| strip_item(rest))
    });
    text.len() - rest.len()
}
