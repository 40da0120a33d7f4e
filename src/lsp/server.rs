//! From message to message.

use std::any::Any;
use std::collections::BTreeMap;
use std::env;
use std::io::{self, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use lsp_server::{ErrorCode, Message, Notification, Request, Response};
use lsp_types::{
    CodeActionParams, CompletionParams, DidChangeTextDocumentParams,
    DidChangeWatchedFilesRegistrationOptions, DidChangeWorkspaceFoldersParams,
    DidCloseTextDocumentParams, DidOpenTextDocumentParams, DocumentFormattingParams,
    DocumentSymbolParams, FileSystemWatcher, GlobPattern, GotoDefinitionParams, HoverParams,
    InitializeParams, InitializeResult, PublishDiagnosticsParams, Registration, RegistrationParams,
    ServerInfo, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::actions::Mender;
use super::capabilities::capabilities;
use super::editor::Editor;
use super::open::OpenFiles;
use super::pulse::follow;
use super::tell::Teller;
use super::wire::{self, Incoming};
use super::workspace::{Findings, Workspace};
use super::{SettingsOf, complete, edits, hover, symbols, uri};
use crate::source::{self, layout};

/// Serves the editor at the other end of standard input and output until one of them ends;
/// whether that happened in good order.
pub fn serve(settings: SettingsOf) -> io::Result<bool> {
    let (sender, incoming) = mpsc::channel();
    let reader = sender.clone();
    thread::spawn(move || wire::read_all(BufReader::new(io::stdin()), &reader));
    let mut server = Server {
        state: State::Fresh,
        editor: Editor::default(),
        open: OpenFiles::default(),
        workspace: Workspace::new(settings),
        findings: BTreeMap::new(),
        told: BTreeMap::new(),
        pending: None,
        pulse: sender,
    };
    server.run(&incoming)
}

/// How far the conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// The editor has not said who it is.
    Fresh,
    Running,
    /// Nothing but the end is to come.
    ShutDown,
}

struct Server {
    state: State,
    editor: Editor,
    open: OpenFiles,
    workspace: Workspace,
    /// What is found, by how the editor knows the files.
    findings: BTreeMap<String, Findings>,
    /// What the editor has been told, and of which version.
    told: BTreeMap<String, (Uri, Option<i32>, Vec<lsp_types::Diagnostic>)>,
    /// Whether what is found may be another than before; if so, whether to look at files that
    /// are not open, too.
    pending: Option<bool>,
    /// Where it is told that the editor has ended.
    pulse: Sender<Incoming>,
}

/// What comes of a request: its result, or why there is none.
type Answer = Result<Value, (ErrorCode, String)>;

impl Server {
    fn run(&mut self, incoming: &Receiver<Incoming>) -> io::Result<bool> {
        loop {
            let next = match incoming.try_recv() {
                Ok(next) => next,
                // There is time to look at what has been changed.
                Err(_) => {
                    self.settle()?;
                    incoming.recv().unwrap_or(Incoming::End)
                }
            };
            match next {
                Incoming::End => return Ok(true),
                Incoming::Refused(answer) => wire::write_refusal(&answer)?,
                Incoming::Message(Message::Request(request)) => {
                    let response = self.answer(request)?;
                    wire::write(&Message::Response(response))?;
                }
                Incoming::Message(Message::Notification(it)) if it.method == "exit" => {
                    return Ok(self.state == State::ShutDown);
                }
                Incoming::Message(Message::Notification(notification)) => {
                    self.take(notification)?;
                }
                // Nothing that is asked of the editor needs an answer.
                Incoming::Message(Message::Response(_)) => {}
            }
        }
    }

    /// Answers a request, whatever becomes of it.
    fn answer(&mut self, request: Request) -> io::Result<Response> {
        let Request { id, method, params } = request;
        let needs_findings =
            matches!(method.as_str(), "textDocument/codeAction" | "textDocument/hover");
        if needs_findings {
            self.settle()?;
        }
        let done = catch_unwind(AssertUnwindSafe(|| self.respond(&method, params)));
        let answer = done.unwrap_or_else(|why| {
            self.workspace.forget();
            Err((ErrorCode::InternalError, reason(&*why)))
        });
        Ok(match answer {
            Ok(result) => Response::new_ok(id, result),
            Err((code, message)) => Response::new_err(id, code as i32, message),
        })
    }

    fn respond(&mut self, method: &str, params: Value) -> Answer {
        match (self.state, method) {
            (State::Fresh, "initialize") => self.initialize(&read(params)?),
            (State::Fresh, _) => {
                Err((ErrorCode::ServerNotInitialized, "initialize comes first".into()))
            }
            (State::ShutDown, _) => {
                Err((ErrorCode::InvalidRequest, "nothing but exit comes after shutdown".into()))
            }
            (State::Running, "initialize") => {
                Err((ErrorCode::InvalidRequest, "initialize comes once".into()))
            }
            (State::Running, "shutdown") => {
                self.state = State::ShutDown;
                Ok(Value::Null)
            }
            (State::Running, "textDocument/completion") => self.complete(&read(params)?),
            (State::Running, "textDocument/hover") => self.hover(&read(params)?),
            (State::Running, "textDocument/codeAction") => self.actions(&read(params)?),
            (State::Running, "textDocument/formatting") => self.format(&read(params)?),
            (State::Running, "textDocument/documentSymbol") => self.symbols(&read(params)?),
            (State::Running, "textDocument/definition") => self.definition(&read(params)?),
            (State::Running, _) => Err((ErrorCode::MethodNotFound, format!("no method {method}"))),
        }
    }

    /// Takes note of something.
    fn take(&mut self, notification: Notification) -> io::Result<()> {
        let done = catch_unwind(AssertUnwindSafe(|| self.note(notification)));
        done.unwrap_or_else(|_| {
            self.workspace.forget();
            Ok(())
        })
    }

    fn note(&mut self, notification: Notification) -> io::Result<()> {
        let Notification { method, params } = notification;
        if self.state != State::Running {
            return Ok(());
        }
        match method.as_str() {
            "initialized" => self.watch()?,
            "textDocument/didOpen" => {
                if let Ok(DidOpenTextDocumentParams { text_document }) = read(params) {
                    self.open.open(text_document);
                    self.pending = Some(true);
                }
            }
            "textDocument/didChange" => {
                if let Ok(DidChangeTextDocumentParams { text_document, content_changes }) =
                    read(params)
                {
                    let version = text_document.version;
                    let encoding = self.editor.encoding;
                    self.open.change(&text_document.uri, version, content_changes, encoding);
                    self.pending.get_or_insert(false);
                }
            }
            "textDocument/didClose" => {
                if let Ok(DidCloseTextDocumentParams { text_document }) = read(params) {
                    self.open.close(&text_document.uri);
                    self.pending = Some(true);
                }
            }
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => {
                self.pending = Some(true);
            }
            "workspace/didChangeWorkspaceFolders" => {
                if let Ok(DidChangeWorkspaceFoldersParams { event }) = read(params) {
                    let removed: Vec<_> =
                        event.removed.iter().filter_map(|it| uri::path(&it.uri)).collect();
                    self.workspace.within.retain(|folder| !removed.contains(folder));
                    let added = event.added.iter().filter_map(|it| uri::path(&it.uri));
                    self.workspace.within.extend(added);
                    self.pending = Some(true);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn initialize(&mut self, params: &InitializeParams) -> Answer {
        self.editor = Editor::of(params);
        self.workspace.within = self.editor.folders.clone();
        // What is found is what the program finds that runs there.
        if let Some(folder) = self.workspace.within.first() {
            let _ = env::set_current_dir(folder);
        }
        if let Some(process) = self.editor.process {
            follow(process, self.pulse.clone());
        }
        self.state = State::Running;
        answered(InitializeResult {
            capabilities: capabilities(&self.editor),
            server_info: Some(ServerInfo {
                name: "jixiao".into(),
                version: Some(env!("CARGO_PKG_VERSION").into()),
            }),
        })
    }

    /// Asks the editor to tell of changes on the disk.
    fn watch(&self) -> io::Result<()> {
        if !self.editor.can_watch {
            return Ok(());
        }
        let watcher = |glob: &str| FileSystemWatcher {
            glob_pattern: GlobPattern::String(glob.into()),
            kind: None,
        };
        let options = DidChangeWatchedFilesRegistrationOptions {
            watchers: vec![watcher("**/*.{yaml,yml}"), watcher("**/jixiao.toml")],
        };
        let registration = Registration {
            id: "files".into(),
            method: "workspace/didChangeWatchedFiles".into(),
            register_options: serde_json::to_value(options).ok(),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        let params = serde_json::to_value(params).unwrap_or_default();
        let method = "client/registerCapability".into();
        wire::write(&Message::Request(Request { id: 0.into(), method, params }))
    }

    /// Looks at what has been changed, and tells the editor what is found.
    fn settle(&mut self) -> io::Result<()> {
        let Some(anew) = self.pending.take() else { return Ok(()) };
        let examined = catch_unwind(AssertUnwindSafe(|| self.workspace.examine(&self.open, anew)));
        match examined {
            Ok(findings) => self.findings = findings,
            Err(_) => {
                self.workspace.forget();
                return Ok(());
            }
        }
        let mut teller = Teller::new(&self.open, &self.editor);
        let mut now = BTreeMap::new();
        for (name, findings) in &self.findings {
            let told = (findings.uri.clone(), findings.version, teller.all(findings));
            now.insert(name.clone(), told);
        }
        for (name, (uri, _, found)) in &self.told {
            if !found.is_empty() && !now.contains_key(name) {
                publish(uri, None, Vec::new())?;
            }
        }
        for (name, (uri, version, found)) in &now {
            let is_known = self
                .told
                .get(name)
                .is_some_and(|(_, before, told)| before == version && told == found);
            if !is_known {
                publish(uri, *version, found.clone())?;
            }
        }
        self.told = now;
        Ok(())
    }

    fn complete(&mut self, params: &CompletionParams) -> Answer {
        let at = &params.text_document_position;
        let Some(file) = self.open.get(&at.text_document.uri) else { return Ok(Value::Null) };
        if !self.workspace.concerns(file) {
            return Ok(Value::Null);
        }
        let offset = file.lines(self.editor.encoding).offset(at.position);
        let items = self.workspace.examiner(file, &self.open, |examiner, _| {
            complete::complete(file, offset, examiner.forms, &examiner.defaults, &self.editor)
        });
        answered(items.unwrap_or_default())
    }

    fn hover(&mut self, params: &HoverParams) -> Answer {
        let at = &params.text_document_position_params;
        let uri = &at.text_document.uri;
        let Some(file) = self.open.get(uri) else { return Ok(Value::Null) };
        let form = match self.workspace.concerns(file) {
            true => self
                .workspace
                .examiner(file, &self.open, |it, _| hover::form_of(file, &it.defaults))
                .flatten(),
            false => None,
        };
        let Some(findings) = self.findings.get(uri.as_str()) else { return Ok(Value::Null) };
        let form = form.as_deref();
        answered(hover::hover(file, at.position, form, findings, &self.open, &self.editor))
    }

    fn actions(&mut self, params: &CodeActionParams) -> Answer {
        let uri = &params.text_document.uri;
        let (Some(file), Some(findings)) = (self.open.get(uri), self.findings.get(uri.as_str()))
        else {
            return Ok(Value::Null);
        };
        if !self.workspace.concerns(file) {
            return answered(Vec::<Value>::new());
        }
        let mender = Mender { open: &self.open, editor: &self.editor, file, findings };
        let actions = self.workspace.examiner(file, &self.open, |examiner, folder| {
            mender.actions(params.range, &params.context, examiner, folder)
        });
        answered(actions.unwrap_or_default())
    }

    fn format(&mut self, params: &DocumentFormattingParams) -> Answer {
        let Some(file) = self.open.get(&params.text_document.uri) else { return Ok(Value::Null) };
        if !self.workspace.concerns(file) {
            return Ok(Value::Null);
        }
        let after = self.workspace.examiner(file, &self.open, |examiner, _| {
            let form = source::form_of(&file.input(), &examiner.defaults)?;
            layout::format(&file.file(), examiner.forms, &form)
        });
        // What keeps a file from being laid out is told already.
        let edits = match after {
            Some(Ok(after)) => Some(edits::between(&file.text, &after, self.editor.encoding)),
            Some(Err(_)) | None => None,
        };
        answered(edits)
    }

    fn symbols(&mut self, params: &DocumentSymbolParams) -> Answer {
        let Some(file) = self.open.get(&params.text_document.uri) else { return Ok(Value::Null) };
        match self.workspace.concerns(file) {
            true => answered(symbols::symbols(file, &self.editor)),
            false => Ok(Value::Null),
        }
    }

    fn definition(&mut self, params: &GotoDefinitionParams) -> Answer {
        let at = &params.text_document_position_params;
        let Some(file) = self.open.get(&at.text_document.uri) else { return Ok(Value::Null) };
        if !self.workspace.concerns(file) {
            return Ok(Value::Null);
        }
        let offset = file.lines(self.editor.encoding).offset(at.position);
        let place = self.workspace.examiner(file, &self.open, |examiner, _| {
            symbols::definition(file, offset, &examiner.defaults, &self.open, &self.editor)
        });
        answered(place.flatten())
    }
}

fn publish(
    uri: &Uri,
    version: Option<i32>,
    diagnostics: Vec<lsp_types::Diagnostic>,
) -> io::Result<()> {
    let params = PublishDiagnosticsParams { uri: uri.clone(), diagnostics, version };
    let params = serde_json::to_value(params).unwrap_or_default();
    let method = "textDocument/publishDiagnostics".into();
    wire::write(&Message::Notification(Notification { method, params }))
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, (ErrorCode, String)> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}

fn answered(result: impl Serialize) -> Answer {
    serde_json::to_value(result).map_err(|error| (ErrorCode::InternalError, error.to_string()))
}

/// Why something panicked.
fn reason(why: &(dyn Any + Send)) -> String {
    let text = why.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| why.downcast_ref::<&str>().copied()).unwrap_or("panic").to_owned()
}
