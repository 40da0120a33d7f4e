//! Names of files that come from texts: whatever a text says, it leads nowhere else, and the
//! file can be kept on any disk.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use super::unseen::is_unseen;

/// How many bytes a stem may have: disks take 255, some of which go to endings and numbers.
const LONGEST: usize = 120;

/// Characters that separate folders or mean something to some system.
const SPECIAL: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// What the devices of Windows are called, whatever ending follows.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];
/// Those of which there are several, by number.
const PORTS: [&str; 2] = ["COM", "LPT"];

/// The name of a file, without an ending, for what `text` speaks of; `None` where nothing of
/// it can be one.
pub fn safe_stem(text: &str) -> Option<String> {
    // A line break separates words; else what nobody sees is no part of a name, and keeps
    // nothing apart.
    let seen = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    let seen: String = seen.filter(|c| *c == ' ' || !is_bad(*c)).nfc().collect();
    let plain = seen.replace(SPECIAL, "_");
    let words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
    let mut stem = words.join(" ").trim_start_matches(['.', '-', ' ', '~']).to_owned();
    stem.truncate(stem.trim_end_matches(['.', ' ']).len());
    if is_device(&stem) {
        stem.insert(0, '_');
    }
    cut(&mut stem, LONGEST);
    (!stem.is_empty()).then_some(stem)
}

/// The names that files have so far, of which no two are the same on any disk.
#[derive(Debug, Default)]
pub struct Stems(HashSet<String>);

impl Stems {
    /// A name for one more file: the stem itself or, where a file has it already, with a
    /// number.
    pub fn take(&mut self, stem: &str) -> String {
        let mut taken = stem.to_owned();
        let mut number = 1;
        while !self.0.insert(alike(&taken)) {
            number += 1;
            let mark = format!(" ({number})");
            taken = stem.to_owned();
            cut(&mut taken, LONGEST - mark.len());
            taken.push_str(&mark);
        }
        taken
    }
}

/// What names have in common that some disk takes for the same.
fn alike(name: &str) -> String {
    let folded = name.nfkc().collect::<String>().to_uppercase().to_lowercase();
    folded.nfc().collect()
}

/// Whether no file should have `c` in its name.
fn is_bad(c: char) -> bool {
    let is_no_character = u32::from(c) & 0xFFFE == 0xFFFE || ('\u{FDD0}'..='\u{FDEF}').contains(&c);
    is_unseen(c) || is_no_character || c == char::REPLACEMENT_CHARACTER
}

fn is_device(stem: &str) -> bool {
    let name = stem.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let is_port = |port: &str| {
        let number = name.strip_prefix(port).unwrap_or_default();
        let mut digits = number.chars();
        matches!((digits.next(), digits.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
    };
    DEVICES.contains(&name.as_str()) || PORTS.iter().any(|port| is_port(port))
}

/// Leaves so many bytes at most, in whole characters, and no blank or point at the end.
fn cut(stem: &mut String, most: usize) {
    stem.truncate(stem.floor_char_boundary(most));
    stem.truncate(stem.trim_end_matches(['.', ' ']).len());
}
