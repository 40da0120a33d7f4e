//! Electronic signatures in PDFs, and seals: who has signed what, and whether it is still
//! what was signed.
//!
//! ```text
//!  PDF ──► fields   the signature fields, and where they show something
//!      └─► examine  what of the file a signature covers
//!             ├─► cms ──► asn1, certificate, hash, algorithm
//!             └─► after  what became of signatures later
//! ```
//!
//! Whether a certificate is to be trusted is not judged: there is no network, and there are
//! no roots.

mod after;
mod algorithm;
mod asn1;
mod certificate;
mod cms;
mod examine;
mod fields;
mod hash;

use serde::{Deserialize, Serialize};

use super::mark::Mark;

pub use examine::examine;
pub use fields::{Signing, decoration};

/// What there is to know about a signature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signature {
    /// The name of its field.
    pub field: String,
    /// What it is for.
    pub purpose: Purpose,
    /// Who has signed, by the certificate.
    pub signer: Option<String>,
    /// Who has issued the certificate.
    pub issuer: Option<String>,
    /// Who has signed, by the file.
    pub name: Option<String>,
    /// When it was signed, in seconds since the beginning of 1970 (UTC), and who says so.
    pub time: Option<(i64, Clock)>,
    /// Who has made the timestamp of that time, by the certificate.
    pub time_stamper: Option<String>,
    /// Why it was signed.
    pub reason: Option<String>,
    /// Where it was signed.
    pub location: Option<String>,
    /// How many bytes it covers, from the beginning of the file.
    pub covered: usize,
    /// What was added to the file later.
    pub later: Later,
    /// What was done to signatures later, or although this one forbids it, in Chinese.
    pub altered: Vec<String>,
    /// What is wrong with the part that it covers, in Chinese.
    pub flaws: Vec<String>,
    /// Whether what it covers is what was signed.
    pub content: Content,
    /// Whether it is of the holder of the certificate.
    pub proof: Proof,
    /// Where it shows something.
    pub marks: Vec<Mark>,
}

/// What a signature is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    /// Someone has signed.
    Approval,
    /// The author has signed, and says what may be changed: 1 nothing, 2 fields may be
    /// filled in, 3 notes may be added, too.
    Certification(u8),
    /// It proves that the file was there at a time.
    Timestamp,
}

/// Who says what time it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Clock {
    /// The signer.
    Signer,
    /// A timestamp.
    Timestamp,
}

/// What was added to a file after a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Later {
    /// Nothing.
    Nothing,
    /// So many bytes, all of them for signatures.
    Signatures(usize),
    /// So many bytes, of which some are for other things.
    Changes(usize),
}

/// Whether something is what was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Content {
    /// It is.
    Unchanged,
    /// It is not.
    Changed,
    /// It cannot be told; why, in Chinese.
    Unknown(String),
}

/// Whether a signature is of the holder of its certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Proof {
    /// It is, by this algorithm.
    Valid(String),
    /// It is not; why, in Chinese.
    Invalid(String),
    /// There is no signature.
    Missing,
    /// It cannot be told; why, in Chinese.
    Unknown(String),
}

impl Signature {
    /// Why it cannot be told whether it holds, in Chinese, if so.
    pub fn doubt(&self) -> Option<&str> {
        match (&self.content, &self.proof) {
            (Content::Unknown(why), _) | (_, Proof::Unknown(why)) => Some(why),
            _ => None,
        }
    }

    /// Whether nothing speaks against it.
    pub fn is_sound(&self) -> bool {
        self.flaws.is_empty()
            && self.altered.is_empty()
            && !matches!(self.later, Later::Changes(_))
            && self.content != Content::Changed
            && !matches!(self.proof, Proof::Invalid(_) | Proof::Missing)
    }
}
