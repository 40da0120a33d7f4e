//! What bytes are, in a few characters: whether something is still the same.

use std::fs::File;
use std::path::Path;
use std::{fmt, io};

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The fingerprint of some bytes, the same on every machine: the first half of
/// their BLAKE3 hash, written as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 16]);

impl Fingerprint {
    /// The fingerprint of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self::first_half(&blake3::hash(bytes))
    }

    /// The fingerprint of what the file at `path` holds, however large it is.
    pub fn of_file(path: &Path) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        io::copy(&mut File::open(path)?, &mut hasher)?;
        Ok(Self::first_half(&hasher.finalize()))
    }

    /// The fingerprint of several things, each with its own beginning and end.
    pub fn of_all<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut all = Fingerprinter::default();
        parts.into_iter().for_each(|part| all.add(part));
        all.finish()
    }

    /// As bytes, of which other fingerprints can be made.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The fingerprint as a number, as evenly spread as can be.
    pub fn number(&self) -> u128 {
        u128::from_le_bytes(self.0)
    }

    fn first_half(hash: &blake3::Hash) -> Self {
        let mut half = [0; 16];
        half.copy_from_slice(&hash.as_bytes()[..16]);
        Self(half)
    }
}

/// Takes the fingerprint of what comes piece by piece.
#[derive(Default)]
pub struct Fingerprinter(blake3::Hasher);

impl Fingerprinter {
    /// Adds a part, with its own beginning and end.
    pub fn add(&mut self, part: &[u8]) {
        self.0.update(&(part.len() as u64).to_le_bytes()).update(part);
    }

    /// The fingerprint of all that was added.
    pub fn finish(&self) -> Fingerprint {
        Fingerprint::first_half(&self.0.finalize())
    }
}

/// Adds bytes without a beginning and an end.
impl io::Write for Fingerprinter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::str::FromStr for Fingerprint {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "32 hexadecimal digits expected";
        if text.len() != 32 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(WRONG);
        }
        u128::from_str_radix(text, 16).map(|it| Self(it.to_be_bytes())).map_err(|_| WRONG)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
