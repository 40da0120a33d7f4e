//! How messages are told apart on a pipe: the length of each comes before it.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// No message is longer: whatever says so is none of ours.
const LONGEST: u64 = 1 << 30;

/// Writes a message.
pub fn write(out: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    write_bytes(out, &serde_json::to_vec(message)?)
}

/// Reads a message.
pub fn read<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<T> {
    read_at_most(from, LONGEST)
}

/// Reads a message that has `longest` bytes at most.
pub fn read_at_most<T: DeserializeOwned>(from: &mut impl Read, longest: u64) -> io::Result<T> {
    Ok(serde_json::from_slice(&take(from, longest)?)?)
}

/// Writes bytes as they are.
pub fn write_bytes(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    out.write_all(&(bytes.len() as u64).to_le_bytes())?;
    out.write_all(bytes)
}

/// Reads bytes as they are.
pub fn read_bytes(from: &mut impl Read) -> io::Result<Vec<u8>> {
    take(from, LONGEST)
}

fn take(from: &mut impl Read, longest: u64) -> io::Result<Vec<u8>> {
    let mut length = [0; 8];
    from.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    if length > longest {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    let read = from.take(length).read_to_end(&mut bytes)? as u64;
    if read < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}
