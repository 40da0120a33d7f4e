//! What a misspelt name most likely stands for.

/// The name most like `written`: it differs in at most half of its characters, or
/// stands within what is written.
pub fn nearest<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    names
        .map(|name| (strsim::damerau_levenshtein(written, name), name))
        .filter(|(distance, name)| {
            *distance * 2 <= name.chars().count() || (!name.is_empty() && written.contains(name))
        })
        .min()
        .map(|(_, name)| name)
}
