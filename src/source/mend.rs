//! What a value that is written wrongly most likely stands for.

use crate::form::{Amount, standard_value};
use crate::text::width;

/// What to write instead of a value.
#[derive(Debug)]
pub struct Mend {
    /// What to write, with quotes where they are needed.
    pub text: String,
    /// Whether nothing else can have been meant.
    pub is_safe: bool,
}

/// Whether a text is a budget year: four digits.
pub fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())
}

/// A budget year in half-width digits, without 年.
pub fn year(text: &str) -> Option<Mend> {
    let narrow = width::narrow(text.trim());
    let year = narrow.trim_end_matches(['度', '年', ' ']);
    is_year(year).then(|| Mend { text: year.to_owned(), is_safe: year == narrow })
}

/// An amount in half-width digits, without separators and unit.
pub fn amount(text: &str) -> Option<Mend> {
    let bare = text.trim_matches(['“', '”', '‘', '’', '＂']);
    let number = bare.strip_suffix("万元").or(bare.strip_suffix("万")).unwrap_or(bare);
    let narrow = width::narrow(number).replace([' ', '\u{3000}'], "").replace('。', ".");
    let mended = ungrouped(&narrow)?;
    let mended = match mended.trim_start_matches('0') {
        _ if !mended.starts_with('0') => mended,
        rest if rest.is_empty() || rest.starts_with('.') => format!("0{rest}"),
        rest => rest.to_owned(),
    };
    // More places than there are, but nothing in them.
    let mended = match mended.split_once('.') {
        Some((_, places)) if places.len() > 6 => mended.trim_end_matches('0').to_owned(),
        _ => mended,
    };
    let is_safe = mended == width::narrow(text.trim());
    Amount::parse(&mended).is_ok().then_some(Mend { text: mended, is_safe })
}

/// `25000元` in 万元: `2.5`.
pub fn yuan(text: &str) -> Option<Amount> {
    let yuan = text.trim().strip_suffix('元').filter(|number| !number.ends_with('万'))?;
    let number = ungrouped(&width::narrow(yuan.trim()))?;
    Amount::parse(&number).ok()?;
    let (whole, places) = number.split_once('.').unwrap_or((&number, ""));
    let whole = format!("{whole:0>5}");
    let (above, below) = whole.split_at(whole.len() - 4);
    let above = above.trim_start_matches('0');
    let above = if above.is_empty() { "0" } else { above };
    let places = format!("{below}{places}");
    match places.trim_end_matches('0') {
        "" => Amount::parse(above).ok(),
        places => Amount::parse(&format!("{above}.{places}")).ok(),
    }
}

/// A number without separators of thousands; `None` where its commas are none.
fn ungrouped(number: &str) -> Option<String> {
    let (whole, places) = number.split_once('.').unwrap_or((number, ""));
    let mut groups = whole.split([',', '，']);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let is_grouped = rest.iter().all(|group| group.len() == 3) && first.len() <= 3;
    (rest.is_empty() || is_grouped).then(|| {
        let point = if number.contains('.') { "." } else { "" };
        format!("{first}{}{point}{places}", rest.concat())
    })
}

/// A value that begins with `>`, with the form's sign or else in quotes.
pub fn greater(text: &str) -> Mend {
    let standard = standard_value(text);
    let text = match standard.starts_with('>') {
        true => format!("\"{standard}\""),
        false => standard,
    };
    Mend { text, is_safe: true }
}

/// A row of `count` values with half-width marks: `[6, 13]` for `【6，13】`.
pub fn row(written: &str, count: usize) -> Option<Mend> {
    const WIDE: [char; 5] = ['［', '【', '］', '】', '，'];
    // Beside half-width commas, a full-width one belongs to a text.
    if written.contains('，') && written.contains(',') {
        return None;
    }
    let narrow = written.replace(['［', '【'], "[").replace(['］', '】'], "]").replace('，', ",");
    let inner = narrow.strip_prefix('[')?.strip_suffix(']')?;
    let parts: Vec<&str> = inner.split(',').map(str::trim).collect();
    let is_row = parts.len() == count && parts.iter().all(|part| !part.is_empty());
    let is_plain = !inner.contains(['"', '\'', '[', ']', '{', '#', ':']);
    let narrow = parts.iter().map(|part| width::narrow(part)).collect::<Vec<_>>();
    let are_amounts = narrow.iter().all(|part| Amount::parse(part).is_ok());
    let text = match are_amounts {
        true => format!("[{}]", narrow.join(", ")),
        false => format!("[{}]", parts.join(", ")),
    };
    (written.contains(WIDE) && is_row && is_plain).then_some(Mend { text, is_safe: true })
}

/// A row with brackets where it has others, or none: `(6, 13)`, `6、13`.
pub fn brackets(text: &str, count: usize) -> Option<Mend> {
    let inner = text.trim_matches(['(', ')', '（', '）', '{', '}', '<', '>', ']', '】', '］']);
    let parts: Vec<&str> = inner.split([',', '，', '、', ';', '；']).map(str::trim).collect();
    let is_plain = !inner.contains(['"', '\'', '[', ']', '{', '#', ':']);
    let is_row = parts.len() == count && parts.iter().all(|part| !part.is_empty());
    let text = format!("[{}]", parts.join(", "));
    (is_row && is_plain).then_some(Mend { text, is_safe: false })
}

/// A row with a comma for another mark between its values: `[6、13]`, `["6, 13"]`.
pub fn separators(written: &str, count: usize) -> Option<Mend> {
    let inner = written.strip_prefix('[')?.strip_suffix(']')?.trim();
    let quoted = inner.strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
    let is_mark =
        |c: char| "、;；/".contains(c) || c.is_whitespace() || (quoted.is_some() && c == ',');
    let inner = quoted.unwrap_or(inner);
    let parts: Vec<&str> = inner.split(is_mark).filter(|part| !part.is_empty()).collect();
    let text = format!("[{}]", parts.join(", "));
    let is_plain = quoted.is_some() || !inner.contains(',');
    let is_plain = is_plain && !inner.contains(['"', '\'', '{', '#', ':']);
    (parts.len() == count && is_plain).then_some(Mend { text, is_safe: false })
}

/// A row of amounts without separators of thousands: `[1,000, 2,000]`.
pub fn thousands(written: &str, count: usize) -> Option<Mend> {
    let inner = written.strip_prefix('[')?.strip_suffix(']')?;
    // A comma within a number has no blank after it, and parts its digits three by three.
    let parts: Option<Vec<String>> = inner.split(", ").map(|part| ungrouped(part.trim())).collect();
    let parts = parts?;
    let are_amounts = parts.len() == count && parts.iter().all(|part| Amount::parse(part).is_ok());
    are_amounts.then(|| Mend { text: format!("[{}]", parts.join(", ")), is_safe: false })
}
