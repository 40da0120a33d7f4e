//! What a misspelt name most likely stands for.

/// The name most like `written`, where at most half of its characters differ.
pub fn nearest<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    names
        .map(|name| (strsim::damerau_levenshtein(written, name), name))
        .filter(|(distance, name)| *distance * 2 <= name.chars().count())
        .min()
        .map(|(_, name)| name)
}
