//! A share of all forms, for building on several machines.

use std::fmt;
use std::num::NonZeroU32;
use std::path::Path;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::system::fingerprint::Fingerprint;

/// The share with one number out of some; written `3/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share {
    /// Its number, from 1 on.
    pub number: NonZeroU32,
    /// How many shares there are.
    pub of: NonZeroU32,
}

impl Share {
    /// Whether a form falls to this share: always to the same one, whatever other forms
    /// there are and on whatever machine.
    pub fn has(self, form: &Path) -> bool {
        let names: Vec<_> = form.iter().map(|name| name.to_string_lossy()).collect();
        let fingerprint = Fingerprint::of_all(names.iter().map(|name| name.as_bytes()));
        let share = fingerprint.number() % u128::from(self.of.get());
        share + 1 == u128::from(self.number.get())
    }
}

impl Share {
    /// What the files in the output folder's state are called, behind their own names, so
    /// that all shares can be built into one folder at the same time.
    pub fn state_name(self) -> String {
        format!("-{}-of-{}", self.number, self.of)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Share {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "应写成“3/8”：8 份中的第 3 份";
        let (number, of) = text.split_once('/').ok_or(WRONG)?;
        let number: NonZeroU32 = number.parse().map_err(|_| WRONG)?;
        let of = of.parse().map_err(|_| WRONG)?;
        if number <= of { Ok(Self { number, of }) } else { Err(WRONG) }
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
