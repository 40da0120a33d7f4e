//! Names that some file system may take for the same.

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use unicode_normalization::UnicodeNormalization;

/// What all names have in common that any file system in use takes for the same: those of
/// Windows and macOS know no letter case, macOS's no composition of letters, and some leave
/// out characters that nobody sees, or blanks and points at the end. Names that differ in
/// more than that are different everywhere; whether those that do not are the same is for
/// the file system to say.
pub fn alike(name: &str) -> String {
    let trimmed = |name: String| match name.trim_end_matches(['.', ' ']) {
        kept if kept.len() < name.len() => kept.to_owned(),
        _ => name,
    };
    // Nearly all names: they have no other composition, and no other letter case than ASCII's.
    if name.chars().all(|c| c.is_ascii() || matches!(c, '\u{4E00}'..='\u{9FFF}')) {
        return trimmed(name.to_ascii_lowercase());
    }
    let folded = name.nfkd().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    let is_seen = |c: &char| !CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(*c);
    trimmed(folded.nfkd().filter(is_seen).collect())
}
