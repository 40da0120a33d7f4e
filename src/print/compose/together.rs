//! What a line does not end in: values with their signs and units, dates, numbers of
//! documents.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Units of several letters. Where a number is followed by another letter, that one is
/// taken for its unit.
const UNITS: &str = "个百分点|百分点|个工作日|工作日|个自然日|个季度|个小时|个月|小时|分钟|\
    万元|亿元|千元|元|万人次|万人|人次|人天|人日|人月|人|万户|户次|户|万家|家次|家|万台|台套|\
    台次|台|万份|份|万字|字|次|批次|批|项次|项|场次|场|期|平方公里|平方米|平米|立方米|公里|\
    千米|厘米|毫米|公斤|千克|公顷|万亩|亩|万吨|吨|课时|学时|学分|车次|件次|万件|件|篇|座|处|\
    条|辆|名|套|天|日|周|年度|年|月|季度|级|类|种|门|期次|轮|路|标段|倍|度|点";

/// A letter of Chinese. Few ranges, as those of `\d`, too: a regex takes the longer to build
/// the more it has of them.
const HAN: &str = r"[〇㐀-鿿豈-﫿\x{20000}-\x{3ffff}]";

/// A number with the sign before it and the unit behind it; dates, ranges, numbers of
/// documents.
static TOGETHER: LazyLock<Regex> = LazyLock::new(|| {
    let sign = r"(?:[≥≤＞＜><=＝≈±＋+~～－−-]\s*){0,2}(?:[¥￥$]\s*)?";
    let digits = r"[0-9０-９][0-9０-９,]*(?:[./:×xX*-][0-9０-９]+)*[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹]*";
    let unit = format!(
        r"(?:\s*[%‰％℃°]+|\s*[A-Za-zµΩ℃²³]+(?:[/·][A-Za-z²³]+)*|\s*[多余]?[万亿千百]?(?:{UNITS})(?:/(?:{UNITS}|{HAN}))?|\s?{HAN})?"
    );
    // 2026年6月30日, 2026年6月, 6月30日
    let date = r"[0-9０-９]{1,4}\s*年\s*(?:度|[0-9０-９]{1,2}\s*月\s*(?:[0-9０-９]{1,2}\s*日|底|初|中旬|上旬|下旬)?|底|初|末)|[0-9０-９]{1,2}\s*月\s*[0-9０-９]{1,2}\s*日";
    // 宁财绩〔2025〕5号, (2025)第5号. Behind a bracket, all letters are those of the issuer.
    let issuer = format!(r"(?:[（(]{HAN}{{2,10}}|{HAN}{{1,4}})?");
    let document = r"[〔\[［（(【]\s*[0-9０-９]{4}\s*[〕\]］）)】]\s*第?\s*[0-9０-９]+\s*号";
    let ordinal = format!(r"第\s*[0-9０-９]+(?:\s*{HAN})?");
    // Codes, addresses, numbers of telephones.
    let code = r"[A-Za-z0-9]+(?:[._/?&=%:#@-]+[A-Za-z0-9]+)+/?";
    let pattern = format!("{issuer}{document}|{date}|{ordinal}|{sign}{digits}{unit}|{code}");
    Regex::new(&pattern).unwrap_or_else(|_| unreachable!("a sound pattern"))
});

/// The number that an item of a list begins with, within a text.
static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?:^|[；。;])\s*(?:\d{1,2}[、.．)）]|[（(][\d一二三四五六七八九十]{1,3}[）)])";
    Regex::new(pattern).unwrap_or_else(|_| unreachable!("a sound pattern"))
});

/// Builds the patterns: the first form would wait for it.
pub fn prepare() {
    LazyLock::force(&TOGETHER);
    LazyLock::force(&ITEM);
}

/// The stretches of a text, in bytes, in which a line does not end as long as there is
/// another place.
pub fn stretches(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<_> = Vec::new();
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        found.extend(TOGETHER.find_iter(text).map(|found| found.range()));
    }
    let items = ITEM.find_iter(text).filter_map(|item| {
        // The item's first letter goes with its number; what ends before it does not.
        let first = item.as_str().find(|c: char| !c.is_whitespace() && !"；。;".contains(c))?;
        let next = text[item.end()..].chars().next()?;
        Some(item.start() + first..item.end() + next.len_utf8())
    });
    found.extend(items);
    found
}
