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
    let folded = name.nfkd().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    let is_seen = |c: &char| !CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(*c);
    let folded: String = folded.nfkd().filter(is_seen).collect();
    folded.trim_end_matches(['.', ' ']).to_owned()
}
