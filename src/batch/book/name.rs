//! Files that are named after a text inside project files, which may say anything.
//!
//! No other file is. So nothing of the text is left that a system, a disk or a shell could take
//! for more than letters, and a name never leads out of its folder.

use std::collections::HashSet;

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;
use unicode_normalization::UnicodeNormalization;

use crate::text::alike::alike;
use crate::text::unseen::is_unseen;

/// How long a name may be, in bytes, without a number and an ending.
const MOST_BYTES: usize = 100;
/// What books of forms are called that say nothing of what they are sorted by.
pub const UNWRITTEN: &str = "（未写）";
/// What stands for a text of which nothing can be in a name.
const NAMELESS: &str = "（无名）";
/// What may neither begin nor end a name: a hidden file, an option of a command, what Windows
/// leaves out.
const EDGES: [char; 5] = ['.', '-', '_', '~', ' '];
/// What Windows takes for devices, whatever ending they have.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A file's name, without an ending, for a text.
pub fn name(text: &str) -> String {
    let mut name = String::new();
    for c in text.nfc() {
        let next = match c {
            c if c.is_whitespace() => ' ',
            c if !is_letter_of_names(c) => continue,
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '%' | '$' | '`' | '\'' | '!'
            | '&' | ';' | '^' => '-',
            // What looks like a separator, or is one in another normal form.
            '⁄' | '∕' | '／' | '＼' | '∖' | '⧵' | '⧸' | '﹨' | '：' | '․' | '‥' | '…' => {
                '-'
            }
            c => c,
        };
        if !(next == ' ' && name.ends_with(' ')) {
            name.push(next);
        }
    }
    let name = name.trim_matches(EDGES);
    let name = name[..name.floor_char_boundary(MOST_BYTES)].trim_end_matches(EDGES);
    match name {
        "" => NAMELESS.to_owned(),
        name => not_a_device(name),
    }
}

/// Names for texts, none of which is that of another one on any disk, nor is taken: numbers
/// tell them apart. `is_free` is asked whether one may be used.
pub fn names(texts: &[&str], is_free: impl Fn(&str) -> bool) -> Vec<String> {
    let mut order: Vec<usize> = (0..texts.len()).collect();
    // Whoever's name is the text itself keeps it.
    order.sort_by_key(|&index| (name(texts[index]) != texts[index], texts[index]));
    let mut names = vec![String::new(); texts.len()];
    let mut taken = HashSet::new();
    for index in order {
        let plain = match texts[index] {
            "" => UNWRITTEN.to_owned(),
            text => name(text),
        };
        let numbered = (2..).map(|number| format!("{plain}-{number}"));
        let mut all = [plain.clone()].into_iter().chain(numbered);
        let free = all.find(|name| !taken.contains(&alike(name)) && is_free(name));
        let free = free.unwrap_or_else(|| unreachable!("there are numbers enough"));
        taken.insert(alike(&free));
        names[index] = free;
    }
    names
}

/// Whether a character is seen, and is one that all systems know.
fn is_letter_of_names(c: char) -> bool {
    use GeneralCategory as Category;
    let category = CodePointMapData::<Category>::new().get(c);
    let is_known =
        !matches!(category, Category::Unassigned | Category::PrivateUse | Category::Surrogate);
    is_known && !is_unseen(c)
}

/// A name that Windows takes for no device.
fn not_a_device(name: &str) -> String {
    let (base, rest) = name.split_at(name.find('.').unwrap_or(name.len()));
    let lower: String = base.trim_end().nfkc().collect::<String>().to_lowercase();
    let is_numbered = |device: &str| {
        lower.strip_prefix(device).is_some_and(|number| {
            number.chars().count() == 1 && number.chars().all(|c| c.is_ascii_digit())
        })
    };
    match DEVICES.contains(&&*lower) || is_numbered("com") || is_numbered("lpt") {
        true => format!("{}_{rest}", base.trim_end()),
        false => name.to_owned(),
    }
}
