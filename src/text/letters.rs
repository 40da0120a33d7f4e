//! Signs that look like Chinese characters and are none: a copy out of a PDF brings them.

use std::borrow::Cow;

use icu_properties::CodePointMapData;
use icu_properties::props::Script;
use unicode_normalization::UnicodeNormalization;

/// What the CJK Radicals Supplement, U+2E80 to U+2EF3, stands for, from the property
/// Equivalent_Unified_Ideograph (EquivalentUnifiedIdeograph.txt of the Unicode Character
/// Database). A radical that stands here itself has no such character.
const SUPPLEMENT: &str = "\
    ⺀厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣\
    尢𡯂巳幺彑彐忄心扌攵⺚旡日月歺母\
    民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹\
    纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹\
    艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑\
    钅長镸长门𨸏阝雨青韦页风飞食𩙿飠\
    饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜\
    龙龜亀龟";

/// Whether `c` is a sign for a radical (U+2E80 to U+2FD5).
pub fn is_radical(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2EF3}' | '\u{2F00}'..='\u{2FD5}')
}

/// The character that a radical, or the duplicate of a character that Unicode has for the
/// sake of other codes, stands for; `None` for all others.
pub fn letter(c: char) -> Option<char> {
    let letter = match c {
        // Chinese fonts draw the simplified character here.
        '\u{2F3E}' => '户',
        '\u{2E80}'..='\u{2EF3}' => {
            SUPPLEMENT.chars().nth((u32::from(c) - 0x2E80) as usize).unwrap_or(c)
        }
        '\u{2F00}'..='\u{2FD5}' => c.nfkc().next().unwrap_or(c),
        '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => c.nfc().next().unwrap_or(c),
        _ => c,
    };
    (letter != c).then_some(letter)
}

/// What people call such a sign: `部首 U+2F3C`.
pub fn named(c: char) -> String {
    let name = if is_radical(c) { "部首" } else { "兼容字" };
    format!("{name} U+{:04X}", u32::from(c))
}

/// A text with the characters that its radicals and duplicates stand for.
pub fn plain(text: &str) -> Cow<'_, str> {
    match text.chars().any(|c| letter(c).is_some()) {
        true => text.chars().map(|c| letter(c).unwrap_or(c)).collect(),
        false => text.into(),
    }
}

/// Whether `c` has the property of Unicode that it is of the Chinese script, as 々 and
/// compatibility characters are, too.
pub fn has_han_script(c: char) -> bool {
    CodePointMapData::<Script>::new().get(c) == Script::Han
}

/// Whether `c` is a Chinese character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}' | '〇')
        || is_radical(c)
        || matches!(c, '\u{F900}'..='\u{FAFF}')
}
