//! Full-width and half-width forms of the same character.

/// The marks that Chinese texts have in both widths, the half-width one first.
pub const MARKS: [(char, char); 7] =
    [(',', '，'), (';', '；'), (':', '：'), ('(', '（'), (')', '）'), ('!', '！'), ('?', '？')];

/// A text with half-width digits, letters and signs of arithmetic.
pub fn narrow(text: &str) -> String {
    text.chars().map(narrow_char).collect()
}

fn narrow_char(c: char) -> char {
    match c {
        '０'..='９'
        | 'Ａ'..='Ｚ'
        | 'ａ'..='ｚ'
        | '％'
        | '＝'
        | '＜'
        | '＞'
        | '．'
        | '＋'
        | '－' => {
            // The full-width forms stand in the order of ASCII.
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        c => c,
    }
}
