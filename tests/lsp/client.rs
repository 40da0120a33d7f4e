//! An editor, as far as tests need one.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

/// How long anything may take, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// An editor with its language server.
pub struct Editor {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    last: u64,
    /// What the server has said that it does.
    pub capabilities: Value,
    /// What it has told of each file, the last time.
    pub told: BTreeMap<String, Value>,
}

/// What an editor says that it can do, where it can do all.
pub fn able() -> Value {
    json!({
        "textDocument": {
            "completion": {"completionItem": {
                "snippetSupport": true,
                "insertTextModeSupport": {"valueSet": [1, 2]}
            }},
            "hover": {"contentFormat": ["markdown", "plaintext"]},
            "publishDiagnostics": {"relatedInformation": true}
        },
        "workspace": {"workspaceEdit": {"documentChanges": true}}
    })
}

impl Editor {
    /// A server that has been told nothing.
    pub fn silent() -> Self {
        Self::of(Command::new(env!("CARGO_BIN_EXE_jixiao")).arg("lsp"))
    }

    fn of(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program to run");
        let mut out = BufReader::new(child.stdout.take().expect("its output"));
        let (sender, messages) = mpsc::channel();
        thread::spawn(move || {
            while let Some(message) = receive(&mut out) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let input = child.stdin.take();
        let (capabilities, told) = (Value::Null, BTreeMap::new());
        Self { child, input, messages, last: 0, capabilities, told }
    }

    /// An editor that works in a folder, and can do so much.
    pub fn with(folder: &Path, capabilities: Value) -> Self {
        let mut editor = Self::silent();
        let folders = json!([{"uri": uri(folder), "name": "甲"}]);
        editor.begin(json!({
            "processId": std::process::id(),
            "workspaceFolders": folders,
            "capabilities": capabilities
        }));
        editor
    }

    /// An editor that works in a folder, and can do all.
    pub fn new(folder: &Path) -> Self {
        Self::with(folder, able())
    }

    /// Says who it is.
    pub fn begin(&mut self, params: Value) {
        let answer = self.ask("initialize", params);
        self.capabilities = answer["result"]["capabilities"].clone();
        self.note("initialized", json!({}));
    }

    /// Sends bytes as they are.
    pub fn send_bytes(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("an open pipe");
        input.write_all(bytes).and_then(|()| input.flush()).expect("a server that reads");
    }

    /// Sends a message.
    pub fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.send_bytes(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    /// Tells the server something.
    pub fn note(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// The next message of the server.
    pub fn next(&mut self) -> Value {
        let message = self.messages.recv_timeout(PATIENCE).expect("a message in time");
        if message["method"] == "textDocument/publishDiagnostics" {
            let uri = message["params"]["uri"].as_str().expect("a file").to_owned();
            self.told.insert(uri, message["params"].clone());
        }
        message
    }

    /// The server's answer to a request.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let message = self.next();
            if message["id"] == id && message.get("method").is_none() {
                return message;
            }
        }
    }

    /// What the server answers to a request that it understands.
    pub fn result(&mut self, method: &str, params: Value) -> Value {
        let answer = self.ask(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Opens a file with a text, and waits for what is found in it.
    pub fn open(&mut self, uri: &str, text: &str) -> Vec<Value> {
        let item = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text});
        self.note("textDocument/didOpen", json!({"textDocument": item}));
        self.found(uri, 1)
    }

    /// Opens a file as it is on the disk.
    pub fn open_file(&mut self, path: &Path) -> (String, Vec<Value>) {
        let uri = uri(path);
        let text = fs::read_to_string(path).expect("a text");
        let found = self.open(&uri, &text);
        (uri, found)
    }

    /// Changes a file, and waits for what is found in it.
    pub fn change(&mut self, uri: &str, version: i64, text: &str) -> Vec<Value> {
        self.note(
            "textDocument/didChange",
            json!({
                "textDocument": {"uri": uri, "version": version},
                "contentChanges": [{"text": text}]
            }),
        );
        self.found(uri, version)
    }

    /// What is found in a version of a file.
    pub fn found(&mut self, uri: &str, version: i64) -> Vec<Value> {
        while self.told.get(uri).is_none_or(|told| told["version"] != version) {
            self.next();
        }
        list(&self.told[uri]["diagnostics"])
    }

    /// What is found in a file, once all is said that there is to say.
    pub fn settled(&mut self, uri: &str) -> Vec<Value> {
        self.note("textDocument/didSave", json!({"textDocument": {"uri": uri}}));
        // What needs the findings is answered after they are told.
        let here = json!({"line": 0, "character": 0});
        let at = json!({"textDocument": {"uri": uri}, "position": here});
        self.result("textDocument/hover", at);
        self.told.get(uri).map(|told| list(&told["diagnostics"])).unwrap_or_default()
    }

    /// Closes the pipe.
    pub fn hang_up(&mut self) {
        self.input = None;
    }

    /// The exit code, once the server has ended.
    pub fn wait(&mut self) -> i32 {
        let begin = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status.code().unwrap_or(-1);
            }
            assert!(begin.elapsed() < PATIENCE, "the server goes on");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn receive(out: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if out.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim() {
            "" => break,
            line => length = line.strip_prefix("Content-Length: ")?.parse().ok()?,
        }
    }
    let mut bytes = vec![0; length];
    out.read_exact(&mut bytes).ok()?;
    Some(serde_json::from_slice(&bytes).expect("JSON"))
}

/// How an editor names a file.
pub fn uri(path: &Path) -> String {
    let parts: Vec<String> = path
        .to_str()
        .expect("UTF-8")
        .split('/')
        .map(|part| utf8_percent_encode(part, NON_ALPHANUMERIC).to_string())
        .collect();
    format!("file://{}", parts.join("/"))
}

/// The items of a list.
pub fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

/// The position of a byte of a text, as editors count.
pub fn position(text: &str, at: usize) -> Value {
    let before = text[..at].replace("\r\n", "\n").replace('\r', "\n");
    let line = before.matches('\n').count();
    let last = before.rsplit('\n').next().unwrap_or_default();
    json!({"line": line, "character": last.encode_utf16().count()})
}

/// A text with the changes that the server asks for.
pub fn applied(text: &str, edits: &[Value]) -> String {
    let offset = |at: &Value| {
        let offsets = text.char_indices().map(|(offset, _)| offset).chain([text.len()]);
        // No position is within a line end.
        let is_within = |at: &usize| text[..*at].ends_with('\r') && text[*at..].starts_with('\n');
        let mut offsets = offsets.filter(|it| !is_within(it) && position(text, *it) == *at);
        offsets.next().expect("a position within the text")
    };
    let mut spans: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            let text = edit["newText"].as_str().expect("a text");
            (offset(&range["start"]), offset(&range["end"]), text)
        })
        .collect();
    spans.sort_by_key(|(start, ..)| *start);
    let mut changed = String::new();
    let mut at = 0;
    for (start, end, new) in spans {
        assert!(start >= at, "changes that overlap");
        changed.push_str(&text[at..start]);
        changed.push_str(new);
        at = end;
    }
    changed + &text[at..]
}
