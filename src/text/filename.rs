//! Files that are named after texts, which may say anything.
//!
//! Nothing of a text is left that a system, a disk or a shell could take for more than letters,
//! and a name never leads out of its folder.

use std::collections::HashSet;

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;
use unicode_normalization::UnicodeNormalization;

use super::alike::alike;
use super::unseen::is_unseen;

/// How long a name may be, in bytes, without a number and an ending: disks take 255, some
/// systems less.
const MOST_BYTES: usize = 100;
/// What is called after nothing at all.
pub const UNWRITTEN: &str = "（未写）";
/// What stands for a text of which nothing can be in a name.
const NAMELESS: &str = "（无名）";
/// What may neither begin nor end a name: a hidden file, an option of a command, what Windows
/// leaves out.
const EDGES: [char; 5] = ['.', '-', '_', '~', ' '];
/// What Windows takes for devices, whatever ending they have.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
/// Those of which there are several, by number.
const PORTS: [&str; 2] = ["com", "lpt"];

/// What Windows has in no name, and what leads to other folders.
const FORBIDDEN: &str = "<>:\"/\\|?*";

/// Whether a file can be called so, with any ending, on any system.
pub fn is_possible(name: &str) -> bool {
    let is_forbidden = |c: char| FORBIDDEN.contains(c) || c.is_control();
    !name.contains(is_forbidden) && !name.ends_with('.') && name.trim() == name && !is_device(name)
}

/// A file's name, without an ending, for a text.
pub fn name(text: &str) -> String {
    // A line break is a blank between words; what nobody sees keeps nothing apart.
    let blanks = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    let mut name = String::new();
    for c in blanks.filter(|c| is_letter_of_names(*c)).nfc().map(harmless) {
        if !(c == ' ' && name.ends_with(' ')) {
            name.push(c);
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
    order.sort_by_key(|&index| texts[index]);
    let mut names = vec![String::new(); texts.len()];
    let mut taken = HashSet::new();
    // Whoever's name is the text itself keeps it, before others are numbered.
    order.retain(|&index| {
        let is_own = name(texts[index]) == texts[index]
            && is_free(texts[index])
            && taken.insert(alike(texts[index]));
        if is_own {
            names[index] = texts[index].to_owned();
        }
        !is_own
    });
    for index in order {
        let plain = match texts[index] {
            "" => UNWRITTEN.to_owned(),
            text => name(text),
        };
        let numbered = |number: Option<usize>| match number {
            None => plain.clone(),
            Some(number) => format!("{plain}-{number}"),
        };
        let free = first_free(numbered, |name| !taken.contains(&alike(name)) && is_free(name));
        taken.insert(alike(&free));
        names[index] = free;
    }
    names
}

/// The first name that is free of one without a number and those with 2 and so on.
pub fn first_free<T>(numbered: impl Fn(Option<usize>) -> T, is_free: impl Fn(&T) -> bool) -> T {
    let names = [None].into_iter().chain((2..).map(Some)).map(numbered);
    names.into_iter().find(is_free).unwrap_or_else(|| unreachable!("there are numbers enough"))
}

/// Whether a character is seen, and is one that all systems know.
fn is_letter_of_names(c: char) -> bool {
    use GeneralCategory as Category;
    let category = CodePointMapData::<Category>::new().get(c);
    let is_known =
        !matches!(category, Category::Unassigned | Category::PrivateUse | Category::Surrogate);
    is_known && !is_unseen(c) && c != char::REPLACEMENT_CHARACTER
}

/// The character, or what stands for one that means something to a system or a shell, looks
/// like a separator, or is one in another normal form.
fn harmless(c: char) -> char {
    match c {
        c if FORBIDDEN.contains(c) => '-',
        '%' | '$' | '`' | '\'' | '!' | '&' | ';' | '^' => '-',
        '⁄' | '∕' | '／' | '＼' | '∖' | '⧵' | '⧸' | '﹨' | '：' | '․' | '‥' | '…' => {
            '-'
        }
        c => c,
    }
}

/// A name that Windows takes for no device.
fn not_a_device(name: &str) -> String {
    match is_device(name) {
        true => {
            let (base, rest) = split(name);
            format!("{base}_{rest}")
        }
        false => name.to_owned(),
    }
}

/// `CON`, `com1.txt` and the like, which Windows takes for a device.
fn is_device(name: &str) -> bool {
    // Some of its versions take the digits of COM¹ for others.
    let plain = split(name).0.nfkc().collect::<String>().to_lowercase();
    let is_numbered = |port: &&str| {
        let mut number = plain.strip_prefix(*port).unwrap_or_default().chars();
        matches!((number.next(), number.next()), (Some('0'..='9'), None))
    };
    DEVICES.contains(&&*plain) || PORTS.iter().any(is_numbered)
}

/// What Windows looks at in a name, and its ending.
fn split(name: &str) -> (&str, &str) {
    let (base, rest) = name.split_at(name.find('.').unwrap_or(name.len()));
    (base.trim_end(), rest)
}
