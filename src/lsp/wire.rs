//! Messages on standard input and output. What is no message is answered, and passed over.

use std::io::{self, BufRead, Read, Write};
use std::sync::mpsc::Sender;

use lsp_server::{ErrorCode, Message};
use serde_json::{Value, json};

/// How large a message may be, in bytes.
const MOST_BYTES: u64 = 64 << 20;
/// How long the lines before a message may be.
const MOST_OF_A_LINE: u64 = 8 << 10;

/// What comes from the editor.
#[derive(Debug)]
pub enum Incoming {
    /// A message.
    Message(Message),
    /// Something else, and the answer to it.
    Refused(Value),
    /// The end.
    End,
}

/// Reads all that comes, until there is no more.
pub fn read_all(mut from: impl BufRead, to: &Sender<Incoming>) {
    while let Ok(Some(frame)) = read(&mut from) {
        if to.send(frame.map_or_else(Incoming::Refused, |bytes| parse(&bytes))).is_err() {
            return;
        }
    }
    // Where no one waits for it, it is the end already.
    let _ = to.send(Incoming::End);
}

/// The bytes of a message, or the answer to what is none; `None` at the end.
fn read(from: &mut impl BufRead) -> io::Result<Option<Result<Vec<u8>, Value>>> {
    let mut length: Option<u64> = None;
    let mut has_some = false;
    loop {
        let mut line = Vec::new();
        if from.by_ref().take(MOST_OF_A_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if text.is_empty() {
            if has_some {
                break;
            }
            continue;
        }
        has_some = true;
        if let Some((name, value)) = text.split_once(':')
            && name.trim().eq_ignore_ascii_case("Content-Length")
        {
            length = value.trim().parse().ok();
        }
    }
    match length {
        None => {
            Ok(Some(Err(refusal(&Value::Null, ErrorCode::InvalidRequest, "no Content-Length"))))
        }
        Some(length) if length > MOST_BYTES => {
            io::copy(&mut from.by_ref().take(length), &mut io::sink())?;
            Ok(Some(Err(refusal(&Value::Null, ErrorCode::InvalidRequest, "message too large"))))
        }
        Some(length) => {
            let mut bytes = Vec::new();
            let read = from.by_ref().take(length).read_to_end(&mut bytes)?;
            Ok((read as u64 == length).then_some(Ok(bytes)))
        }
    }
}

fn parse(bytes: &[u8]) -> Incoming {
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => {
            return Incoming::Refused(refusal(
                &Value::Null,
                ErrorCode::ParseError,
                &error.to_string(),
            ));
        }
    };
    let id = value.get("id").cloned().unwrap_or_default();
    let is_request = !id.is_null() && value.get("method").is_some();
    match serde_json::from_value(value) {
        // Of an id that is none, nothing is left but its message.
        Ok(Message::Notification(_)) if is_request => {}
        Ok(message) => return Incoming::Message(message),
        Err(_) => {}
    }
    Incoming::Refused(refusal(&id, ErrorCode::InvalidRequest, "not a message of JSON-RPC"))
}

/// The answer to what cannot be done.
pub fn refusal(id: &Value, code: ErrorCode, message: &str) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code as i32, "message": message } })
}

/// Writes a message.
pub fn write(message: &Message) -> io::Result<()> {
    message.write(&mut io::stdout().lock())
}

/// Writes an answer to what is no message.
pub fn write_refusal(value: &Value) -> io::Result<()> {
    let text = value.to_string();
    let mut out = io::stdout().lock();
    write!(out, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    out.flush()
}
