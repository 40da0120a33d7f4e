//! A `jixiao preview` or `jixiao edit` that runs while a test asks it for pages.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::cli::Workplace;

/// Nothing takes this long; whatever does will not happen any more.
const NEVER: Duration = Duration::from_secs(60);

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
        Self::of(command)
    }

    /// Runs the command, and waits until it has an address.
    pub fn of(mut command: Command) -> Self {
        let mut child =
            command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program");
        let mut lines = BufReader::new(child.stderr.take().expect("its standard error"));
        let mut line = String::new();
        while !line.contains("http://") {
            line.clear();
            let count = lines.read_line(&mut line).expect("a line");
            assert!(count > 0, "no address: {command:?}");
        }
        // Were nobody to read on, the program would wait.
        thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        let address = line.split("http://").nth(1).expect("an address").trim();
        let (host, token) = address.split_once("/#").expect("a token");
        Self { child, host: host.to_owned(), token: token.to_owned() }
    }

    /// Sends a request as it stands, and reads the answer, which has a length.
    pub fn ask(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.host).expect("a connection");
        stream.set_read_timeout(Some(NEVER)).expect("a time");
        // Whoever refuses a request need not read all of it.
        let _ = stream.write_all(request.as_bytes());
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Answer { status: status.unwrap_or(0), head: head.to_lowercase(), body: body.to_owned() }
    }
}

/// A page that has been let in, and listens to what changes.
pub struct Page<'a> {
    serving: &'a Serving,
    /// The cookie and the key, as lines of a head.
    pub secrets: [String; 2],
    /// Its number.
    pub client: u64,
    /// What changes; as long as it is open, the program knows the page.
    _stream: TcpStream,
}

impl<'a> Page<'a> {
    /// Exchanges the token of the address.
    pub fn enter(serving: &'a Serving) -> Self {
        let token = format!(r#"{{"token":"{}"}}"#, serving.token);
        let answer = serving.post("/session", &[], &token);
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(answer.head.contains("httponly; samesite=strict"), "{answer:?}");
        let cookie = answer.head.split("set-cookie: ").nth(1).expect("a cookie");
        let cookie = cookie.split([';', '\r']).next().expect("its value");
        let key = answer.body.split('"').nth(3).expect("a key");
        let secrets = [format!("cookie: {cookie}"), format!("jixiao-key: {key}")];
        let (stream, client) = listen(serving, &secrets);
        Self { serving, secrets, client, _stream: stream }
    }

    /// Asks for something, with more lines of JSON than the number of the page.
    pub fn ask(&self, what: &str, more: &str) -> Answer {
        let head: Vec<&str> = self.secrets.iter().map(String::as_str).collect();
        let comma = if more.is_empty() { "" } else { "," };
        let body = format!(r#"{{"client":{}{comma}{more}}}"#, self.client);
        self.serving.post(&format!("/api/{what}"), &head, &body)
    }

    /// Asks for something about a project file.
    pub fn ask_of(&self, what: &str, name: &str, more: &str) -> Answer {
        let comma = if more.is_empty() { "" } else { "," };
        self.ask(what, &format!(r#""name":"{name}"{comma}{more}"#))
    }

    /// The form in a file as it is now.
    pub fn open(&self, name: &str) -> serde_json::Value {
        // Were it known, its pages would be left out, and nothing else.
        self.form("open", name, "")
    }

    /// The form once something is done with it.
    pub fn form(&self, what: &str, name: &str, more: &str) -> serde_json::Value {
        let answer = self.ask_of(what, name, more);
        assert_eq!(answer.status, 200, "{what} {name}: {answer:?}");
        serde_json::from_str(&answer.body).expect("a form")
    }

    /// Waits until something holds that takes a moment.
    pub fn wait(&self, is_so: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !is_so(self) {
            assert!(begun.elapsed() < NEVER, "it does not happen");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Opens the stream of what changes; with the number that the page has there.
fn listen(serving: &Serving, secrets: &[String]) -> (TcpStream, u64) {
    let mut stream = TcpStream::connect(&serving.host).expect("a connection");
    stream.set_read_timeout(Some(NEVER)).expect("a time");
    let head = secrets.join("\r\n");
    let request = format!("GET /api/stream HTTP/1.1\r\nhost: {}\r\n{head}\r\n\r\n", serving.host);
    stream.write_all(request.as_bytes()).expect("a request");
    let mut said = String::new();
    let mut bytes = [0; 1024];
    loop {
        let count = stream.read(&mut bytes).expect("an event");
        assert!(count > 0, "no stream: {said}");
        said.push_str(&String::from_utf8_lossy(&bytes[..count]));
        let number = said.split("event: hello\ndata: ").nth(1).and_then(|it| it.split_once('\n'));
        if let Some((number, _)) = number {
            return (stream, number.parse().expect("a number"));
        }
    }
}

impl Serving {
    /// Posts JSON as the page does, with more lines in the head.
    pub fn post(&self, path: &str, more: &[&str], body: &str) -> Answer {
        let (host, length) = (&self.host, body.len());
        let more: String = more.iter().map(|line| format!("{line}\r\n")).collect();
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\n\
             content-type: application/json\r\n{more}content-length: {length}\r\n\
             connection: close\r\n\r\n{body}"
        ))
    }

    /// Ends the program as Ctrl-C does, and waits until it has ended.
    #[cfg(unix)]
    pub fn interrupt(mut self) {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, rustix::process::Signal::INT).expect("a signal");
        self.child.wait().expect("its end");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
