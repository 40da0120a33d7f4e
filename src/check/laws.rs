//! Laws and other documents that are cited by their titles, in lists:
//! `《中小企业促进法》(主席令第74号)、《预算法》`.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::text::numbering::ITEM;

/// What follows a title: brackets, such as the number of a decree, and articles.
static SUFFIX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^\s*(?:\p{Han}{0,10}令\s*第?\s*[0-9一二三四五六七八九十百〇]+\s*号)?\s*(?:[(（][^()（）]*[)）]\s*)*(?P<articles>第?[0-9一二三四五六七八九十百]+条(?:[,，、\s和及第款项0-9一二三四五六七八九十百]*条?)*)?",
    )
    .expect("a valid pattern")
});

/// What stands between the titles of a list, or before and behind all of them.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"^(?:[\s、，,；;。．.]|以及|和|及|与|{ITEM})+")).expect("a valid pattern")
});

/// What sums up a list at its end.
static REST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^等?(?:有关|相关)?(?:文件|法律|法规|规章|规定|政策|制度|条例|要求|精神)*[\s、，,；;。]*$",
    )
    .expect("a valid pattern")
});

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
            let is_end = !found.is_empty() && REST.is_match(&text[at..]);
            return if is_end { found } else { Vec::new() };
        };
        let suffix = SUFFIX.captures(&text[at + length..]);
        let end = at + length + suffix.as_ref().map_or(0, |it| it[0].trim_end().len());
        // 43条 is 第43条.
        let articles = suffix.and_then(|it| Some(it.name("articles")?.as_str().replace('第', "")));
        let title = format!("{}{}", name(&text[at..at + length]), articles.unwrap_or_default());
        let title = title.chars().filter(|c| c.is_alphanumeric()).collect();
        found.push(Titled { title, range: at..end });
        let gap = between(&text[end..]);
        // 《甲》的通知 is no list.
        if gap == 0 && !text[end..].starts_with('《') && !REST.is_match(&text[end..]) {
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

/// A title without what says when it was amended, and without the country's name, which
/// goes without saying.
pub fn name(title: &str) -> String {
    let title = AMENDED.replace_all(title.trim_matches(['《', '》']), "");
    title.trim().trim_start_matches("中华人民共和国").to_owned()
}

fn between(text: &str) -> usize {
    BETWEEN.find(text).map_or(0, |found| found.end())
}
