//! ASN.1 as signatures are written in: items of a tag, a length and a content.
//!
//! Signers write BER, with lengths that are told at the end, and certificates that stray
//! from DER; nothing here is refused that is read in one way only.

use std::borrow::Cow;

/// How deep items may stand in one another. A signature with its timestamp has some 20.
const DEEPEST: usize = 40;
/// What stands in the place of a length that is told at the end.
const OPEN: u8 = 0x80;

/// The tags that there is a need for.
pub const INTEGER: u8 = 0x02;
pub const OCTETS: u8 = 0x04;
pub const OID: u8 = 0x06;
pub const UTC_TIME: u8 = 0x17;
pub const GENERAL_TIME: u8 = 0x18;
pub const SEQUENCE: u8 = 0x30;
pub const SET: u8 = 0x31;
/// What is marked with a number in an item, and has items in it.
pub const MARKED: [u8; 4] = [0xA0, 0xA1, 0xA2, 0xA3];
/// The first mark, with no items in it.
pub const PLAIN_MARKED: u8 = 0x80;
const BIT_STRING: u8 = 0x03;
const PARTS: u8 = 0x24;

/// An item.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// What it is.
    pub tag: u8,
    /// What it holds.
    pub content: &'a [u8],
    /// All of it, with its tag and its length.
    pub whole: &'a [u8],
}

impl<'a> Item<'a> {
    /// The first item in `bytes`, whatever stands behind it.
    pub fn first(bytes: &'a [u8]) -> Option<Self> {
        Some(read(bytes, DEEPEST)?.0)
    }

    /// The same, if it is a `tag`.
    pub fn of(self, tag: u8) -> Option<Self> {
        (self.tag == tag).then_some(self)
    }

    /// The items in it.
    pub fn items(self) -> Option<Items<'a>> {
        let mut items = Vec::new();
        let mut rest = self.content;
        while !rest.is_empty() {
            let (item, behind) = read(rest, DEEPEST)?;
            items.push(item);
            rest = behind;
        }
        Some(Items { items, next: 0 })
    }

    /// Whether it is written as DER has it, with the shortest lengths throughout.
    pub fn is_der(self) -> bool {
        let length = self.content.len();
        let digits = length.to_be_bytes();
        let count = digits.iter().skip_while(|digit| **digit == 0).count();
        let head = if length < usize::from(OPEN) { 2 } else { 2 + count };
        let has_items = self.tag & 0x20 != 0;
        let are_der = || self.items().is_some_and(|mut items| items.all(Item::is_der));
        self.whole.len() == head + length && (!has_items || are_der())
    }

    /// The only item in it.
    pub fn inner(self) -> Option<Self> {
        let mut items = self.items()?;
        let inner = items.next()?;
        items.next().is_none().then_some(inner)
    }

    /// The object that it names.
    pub fn oid(self) -> Option<&'a [u8]> {
        Some(self.of(OID)?.content)
    }

    /// The octets, which may be written in parts.
    pub fn octets(self) -> Option<Cow<'a, [u8]>> {
        match self.tag {
            OCTETS => Some(Cow::Borrowed(self.content)),
            PARTS => {
                let parts = self.items()?.map(|part| Some(part.of(OCTETS)?.content));
                Some(Cow::Owned(parts.collect::<Option<Vec<_>>>()?.concat()))
            }
            _ => None,
        }
    }

    /// Bits that make whole octets.
    pub fn bits(self) -> Option<&'a [u8]> {
        self.of(BIT_STRING)?.content.strip_prefix(&[0])
    }

    /// A number that is not large.
    pub fn number(self) -> Option<usize> {
        let digits = self.of(INTEGER)?.content;
        let is_small = digits.len() <= 4 && digits.first().is_some_and(|first| *first < 0x80);
        is_small.then(|| digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit)))
    }

    /// A positive number as octets, the highest first, without zeros at the front.
    pub fn digits(self) -> Option<&'a [u8]> {
        let digits = self.of(INTEGER)?.content;
        let start = digits.iter().position(|digit| *digit != 0)?;
        (digits[0] < 0x80).then(|| &digits[start..])
    }
}

/// Items one after the other.
pub struct Items<'a> {
    items: Vec<Item<'a>>,
    next: usize,
}

impl<'a> Items<'a> {
    /// The next item, if it is a `tag`; otherwise it stays the next one.
    pub fn next_of(&mut self, tag: u8) -> Option<Item<'a>> {
        let item = self.items.get(self.next)?.of(tag)?;
        self.next += 1;
        Some(item)
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        let item = *self.items.get(self.next)?;
        self.next += 1;
        Some(item)
    }
}

/// The first item in `bytes`, and what is behind it.
fn read(bytes: &[u8], depth: usize) -> Option<(Item<'_>, &[u8])> {
    let [tag, first, rest @ ..] = bytes else { return None };
    let has_long_tag = tag & 0x1F == 0x1F;
    if has_long_tag || depth == 0 {
        return None;
    }
    if *first == OPEN {
        let has_items = tag & 0x20 != 0;
        let length = has_items.then(|| open_length(rest, depth - 1))??;
        let (content, behind) = (&rest[..length], &rest[length + 2..]);
        let whole = &bytes[..bytes.len() - behind.len()];
        return Some((Item { tag: *tag, content, whole }, behind));
    }
    let (length, rest) = length(*first, rest)?;
    let (content, behind) = rest.split_at_checked(length)?;
    let whole = &bytes[..bytes.len() - behind.len()];
    Some((Item { tag: *tag, content, whole }, behind))
}

fn length(first: u8, rest: &[u8]) -> Option<(usize, &[u8])> {
    if first < OPEN {
        return Some((usize::from(first), rest));
    }
    let count = usize::from(first & 0x7F);
    let (digits, rest) = (count <= 4).then(|| rest.split_at_checked(count))??;
    Some((digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit)), rest))
}

/// How many bytes there are before the end of an item that does not tell its length.
fn open_length(bytes: &[u8], depth: usize) -> Option<usize> {
    let mut rest = bytes;
    while !rest.starts_with(&[0, 0]) {
        rest = read(rest, depth)?.1;
    }
    Some(bytes.len() - rest.len())
}
