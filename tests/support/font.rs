//! Small TrueType fonts, sound and unsound ones.

/// A font with a few characters.
pub struct SmallFont<'a> {
    /// The family's name.
    pub family: &'a str,
    /// Its characters, each with what it draws.
    pub characters: &'a [(char, Drawing)],
    /// How far it may be embedded: OS/2 `fsType`.
    pub embedding: u16,
}

/// What a font draws for a character.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Drawing {
    /// A square.
    Square,
    /// Nothing: its outline has no bytes.
    Nothing,
    /// Nothing: its outline has points, and no line between them.
    Points,
    /// An outline that ends before its points.
    CutOff,
}

impl SmallFont<'_> {
    /// The font's file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut characters = self.characters.to_vec();
        characters.sort_by_key(|(c, _)| *c);
        let mut glyphs = vec![square()];
        glyphs.extend(characters.iter().map(|(_, drawing)| match drawing {
            Drawing::Square => square(),
            Drawing::Nothing => Vec::new(),
            Drawing::Points => points(),
            Drawing::CutOff => square()[..14].to_vec(),
        }));
        let count = glyphs.len() as u16;
        let mut tables = vec![
            (*b"OS/2", os2(self.embedding)),
            (*b"cmap", cmap(&characters)),
            (*b"glyf", glyphs.concat()),
            (*b"head", head()),
            (*b"hhea", hhea(count)),
            (*b"hmtx", words(&[1000, 0]).repeat(usize::from(count))),
            (*b"loca", loca(&glyphs)),
            (*b"maxp", maxp(count)),
            (*b"name", name(self.family)),
            (*b"post", [words(&[3, 0]), vec![0; 28]].concat()),
        ];
        tables.sort_by_key(|(tag, _)| *tag);
        file(&tables)
    }
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

fn longs(longs: &[u32]) -> Vec<u8> {
    longs.iter().flat_map(|long| long.to_be_bytes()).collect()
}

/// A contour of four points, all on it.
fn square() -> Vec<u8> {
    let mut glyph = words(&[1, 100, 0, 900, 800, 3, 0]);
    // Four points with coordinates of two bytes each.
    glyph.extend([1; 4]);
    glyph.extend(words(&[100, 800, 0, 0u16.wrapping_sub(800), 0, 0, 800, 0]));
    glyph.extend([0; 2]);
    glyph
}

/// A contour of a single point.
fn points() -> Vec<u8> {
    let mut glyph = words(&[1, 100, 100, 100, 100, 0, 0]);
    glyph.push(1);
    glyph.extend(words(&[100, 100]));
    glyph.push(0);
    glyph
}

fn loca(glyphs: &[Vec<u8>]) -> Vec<u8> {
    let mut offsets = vec![0];
    for glyph in glyphs {
        offsets.push(offsets[offsets.len() - 1] + glyph.len() as u32);
    }
    longs(&offsets)
}

/// Groups of format 12, each of a single character.
fn cmap(characters: &[(char, Drawing)]) -> Vec<u8> {
    let count = characters.len() as u32;
    let mut cmap = words(&[0, 1, 3, 10, 0, 12]);
    cmap.extend(words(&[12, 0]));
    cmap.extend(longs(&[16 + 12 * count, 0, count]));
    for ((c, _), glyph) in characters.iter().zip(1..) {
        cmap.extend(longs(&[u32::from(*c), u32::from(*c), glyph]));
    }
    cmap
}

fn head() -> Vec<u8> {
    let mut head = words(&[1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, 1000]);
    head.extend([0; 16]);
    head.extend(words(&[0, 0, 1000, 1000, 0, 8, 2, 1, 0]));
    head
}

fn hhea(count: u16) -> Vec<u8> {
    let mut hhea = words(&[1, 0, 880, 0u16.wrapping_sub(120), 0, 1000]);
    hhea.extend([0; 22]);
    hhea.extend(words(&[count]));
    hhea
}

fn maxp(count: u16) -> Vec<u8> {
    let mut maxp = words(&[1, 0, count, 4, 1]);
    maxp.extend([0; 22]);
    maxp
}

fn os2(embedding: u16) -> Vec<u8> {
    let mut os2 = words(&[4, 1000, 400, 5, embedding]);
    os2.resize(96, 0);
    os2
}

fn name(family: &str) -> Vec<u8> {
    let text: Vec<u8> = family.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let names = [1, 4, 6];
    let mut table = words(&[0, names.len() as u16, 6 + 12 * names.len() as u16]);
    for id in names {
        table.extend(words(&[3, 1, 0x409, id, text.len() as u16, 0]));
    }
    table.extend(text);
    table
}

fn file(tables: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = tables.len() as u16;
    let mut file = longs(&[0x0001_0000]);
    file.extend(words(&[count, 128, 3, 16 * count - 128]));
    let mut at = 12 + 16 * u32::from(count);
    for (tag, table) in tables {
        file.extend(tag);
        file.extend(longs(&[0, at, table.len() as u32]));
        at += table.len().next_multiple_of(4) as u32;
    }
    for (_, table) in tables {
        file.extend(table);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    file
}
