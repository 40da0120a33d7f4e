//! Texts and numbers in one piece each: of a value with many small parts, what is kept takes
//! little more room than what it says. They come out in the order in which they were put in.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Texts and numbers, as they are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed {
    /// The texts, one behind the other.
    texts: Box<str>,
    /// The numbers, and how long each text is, in seven bits a byte, the lowest ones first;
    /// the eighth bit is set where more follow.
    numbers: Box<[u8]>,
}

impl Packed {
    /// Begins to take out what was put in.
    pub fn unpack(&self) -> Unpacker<'_> {
        Unpacker { texts: &self.texts, numbers: &self.numbers }
    }
}

/// Puts texts and numbers in.
#[derive(Debug, Default)]
pub struct Packer {
    texts: String,
    numbers: Vec<u8>,
}

impl Packer {
    /// Adds a number.
    pub fn number(&mut self, mut number: usize) {
        while number > 0x7f {
            self.numbers.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.numbers.push(number as u8);
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) {
        self.number(text.len());
        self.texts.push_str(text);
    }

    /// Adds where something begins and ends.
    pub fn span(&mut self, span: &Range<usize>) {
        self.number(span.start);
        self.number(span.len());
    }

    /// All that was added.
    pub fn finish(self) -> Packed {
        // A copy, as the allocator leaves a piece as large as it has grown if less than half of
        // it is given back.
        let Self { texts, numbers } = self;
        Packed { texts: texts.as_str().into(), numbers: numbers.as_slice().into() }
    }
}

/// Takes texts and numbers out; `None` where there are no more. What was stored may have been
/// changed by others, so nothing else is taken for granted.
#[derive(Debug, Clone)]
pub struct Unpacker<'a> {
    texts: &'a str,
    numbers: &'a [u8],
}

impl<'a> Unpacker<'a> {
    /// The next number.
    pub fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let (&byte, rest) = self.numbers.split_first()?;
            self.numbers = rest;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// The next text.
    pub fn text(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        let (text, rest) = self.texts.split_at_checked(length)?;
        self.texts = rest;
        Some(text)
    }

    /// Where the next thing begins and ends.
    pub fn span(&mut self) -> Option<Range<usize>> {
        let (start, length) = (self.number()?, self.number()?);
        Some(start..start.checked_add(length)?)
    }
}
