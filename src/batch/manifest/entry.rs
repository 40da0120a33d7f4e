//! What is known of a form that has been printed.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::system::fingerprint::Fingerprint;
use crate::system::output::Folder;

/// A form that has been printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The form's path below the output folder, without an ending.
    #[serde(serialize_with = "plain", deserialize_with = "path")]
    pub form: Arc<Path>,
    /// The format, as the command line calls it.
    #[serde(serialize_with = "plain", deserialize_with = "text")]
    pub format: Arc<str>,
    /// The project file, as seen from the output folder.
    pub source: Box<Path>,
    /// The fingerprint of all that the form depends on.
    pub key: Fingerprint,
    /// How many pages it has.
    pub pages: usize,
    /// The files; none where they have been removed.
    pub outputs: Box<[Output]>,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Output {
    /// The path below the output folder.
    pub path: Box<Path>,
    /// How many bytes it has.
    pub bytes: u64,
    /// Their fingerprint.
    pub fingerprint: Fingerprint,
}

impl Entry {
    /// Whether all of its files are there, as they were written.
    pub fn is_intact(&self, folder: &Folder) -> bool {
        let is_intact = |it: &Output| folder.fingerprint(&it.path) == Some(it.fingerprint);
        !self.outputs.is_empty() && self.outputs.iter().all(is_intact)
    }

    /// Whether its files can be those of the form: whoever says otherwise is not to be
    /// trusted. A book has a file wherever the user wants it.
    pub fn is_sound(&self) -> bool {
        let name = self.form.file_name().unwrap_or_default().as_encoded_bytes();
        let is_own = |output: &Output| {
            let is_beside = output.path.parent() == self.form.parent();
            let file = output.path.file_name().unwrap_or_default().as_encoded_bytes();
            is_beside && (&*self.format == "typ" || file.starts_with(name))
        };
        self.is_book() || self.outputs.iter().all(is_own)
    }

    /// Whether it is a book of many forms.
    pub fn is_book(&self) -> bool {
        *self.form == *Path::new("")
    }

    /// Its form, with each of its files.
    pub fn files(&self) -> impl Iterator<Item = (&Path, &Path)> {
        self.outputs.iter().map(|output| (&*self.form, &*output.path))
    }

    /// How many bytes its files have.
    pub fn bytes(&self) -> u64 {
        self.outputs.iter().map(|output| output.bytes).sum()
    }
}

/// Writes what is shared in memory.
fn plain<T: Serialize + ?Sized, S: Serializer>(
    value: &Arc<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    T::serialize(value, serializer)
}

fn path<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<Path>, D::Error> {
    Box::<Path>::deserialize(deserializer).map(Arc::from)
}

fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<str>, D::Error> {
    Box::<str>::deserialize(deserializer).map(Arc::from)
}
