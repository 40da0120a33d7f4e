//! A `jixiao preview` or `jixiao edit` that runs while a test asks it for pages.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::cli::Workplace;

/// Nothing takes this long; whatever does will not happen any more.
const NEVER: Duration = Duration::from_secs(120);

/// A program that serves pages.
pub struct Serving {
    child: Child,
    /// The address, `127.0.0.1:port`.
    pub host: String,
    /// The token of the address that people open.
    pub token: String,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// What stands in its head, in small letters.
    pub head: String,
    /// What it says.
    pub body: String,
}

impl Serving {
    /// Runs `jixiao` with these arguments, and waits until it has an address.
    pub fn new(workplace: &Workplace, arguments: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jixiao"));
        command.args(arguments.split_whitespace()).current_dir(workplace.path(""));
        let mut child =
            command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program");
        let mut lines = BufReader::new(child.stderr.take().expect("its standard error"));
        let mut line = String::new();
        while !line.contains("http://") {
            line.clear();
            let count = lines.read_line(&mut line).expect("a line");
            assert!(count > 0, "no address: {arguments}");
        }
        // Were nobody to read on, the program would wait.
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        let address = line.split("http://").nth(1).expect("an address").trim();
        let (host, token) = address.split_once("/#").expect("a token");
        Self { child, host: host.to_owned(), token: token.to_owned() }
    }

    /// Sends a request as it stands, and reads the answer, which has a length.
    pub fn ask(&self, request: &str) -> Answer {
        let mut stream = self.send(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Answer { status: status.unwrap_or(0), head: head.to_lowercase(), body: body.to_owned() }
    }

    /// Sends a request whose answer has no end, and waits until that begins.
    pub fn listen(&self, request: &str) -> TcpStream {
        let stream = self.send(request);
        let mut lines = BufReader::new(&stream).lines();
        assert!(lines.any(|line| line.expect("a line").starts_with("event: hello")), "{request}");
        stream
    }

    fn send(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.host).expect("a connection");
        stream.set_read_timeout(Some(NEVER)).expect("a time");
        // Whoever refuses a request need not read all of it.
        let _ = stream.write_all(request.as_bytes());
        stream
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
