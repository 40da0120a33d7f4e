//! Parts of files that are read where they are asked for.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

/// A text in a file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Part {
    /// The byte at which it begins.
    pub start: u64,
    /// How many bytes it has.
    pub length: usize,
}

impl Part {
    /// Reads it from its file.
    pub fn read(self, file: &mut File) -> io::Result<String> {
        let mut bytes = vec![0; self.length];
        file.seek(SeekFrom::Start(self.start))?;
        file.read_exact(&mut bytes)?;
        String::from_utf8(bytes).map_err(io::Error::other)
    }
}
