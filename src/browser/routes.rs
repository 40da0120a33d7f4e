//! What there is to ask for.

use std::convert::Infallible;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http_body_util::{BodyExt, Limited};
use hyper::body::{Body as _, Bytes, Frame, Incoming};
use hyper::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue, SET_COOKIE};
use hyper::{Method, Request, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use tokio::sync::mpsc;

use super::answer::{self, Answer, bytes, refused};
use super::assets;
use super::clients::Clients;
use super::payload::SheetPayload;
use super::server::Server;
use super::tickets::Waiting;
use crate::diagnostic::Diagnostic;
use crate::history::versions::Uncommitted;
use crate::live::paste::Table;
use crate::live::{Choice, Desk, Event, Refusal, Sheet};
use crate::source::change::Amendment;
use crate::source::scaffold::{Created, New};

/// The most that is taken of a request, in bytes.
const MOST: usize = 1 << 20;
const JSON: &str = "application/json";

/// Answers a request that is meant for this server.
pub async fn answer(server: Arc<Server>, desk: Arc<Desk>, request: Request<Incoming>) -> Answer {
    let (head, body) = request.into_parts();
    let path = head.uri.path();
    match (&head.method, path) {
        (&Method::GET, "/") => asset("index.html"),
        // A tab with a PDF asks for it.
        (&Method::GET, "/favicon.ico") => asset("icon.svg"),
        (&Method::POST, "/session") => match read::<Token>(&head.headers, body).await {
            Ok(Token { token }) => admit(&server, &token),
            Err(refused) => refused,
        },
        (&Method::GET, path) if path.starts_with("/page/") => asset(&path["/page/".len()..]),
        (&Method::GET, path) if path.starts_with("/file/") => {
            match server.gate.has_cookie(&head.headers) {
                true => file(&server, &path["/file/".len()..]),
                false => not_admitted(),
            }
        }
        (method, path) if path.starts_with("/api/") => {
            if !server.gate.has_cookie(&head.headers) || !server.gate.has_key(&head.headers) {
                return not_admitted();
            }
            match (method, &path["/api/".len()..]) {
                (&Method::GET, "stream") => stream(server, desk),
                (&Method::POST, what) => match read::<Asked>(&head.headers, body).await {
                    Ok(asked) => ask(server, desk, what.to_owned(), asked).await,
                    Err(refused) => refused,
                },
                _ => not_there(),
            }
        }
        _ => not_there(),
    }
}

#[derive(Deserialize)]
struct Token {
    token: String,
}

/// What a page asks.
#[derive(Debug, Deserialize)]
struct Asked {
    /// The number of the page.
    client: u64,
    /// The name of a project file.
    #[serde(default)]
    name: String,
    /// What is changed in it.
    #[serde(default)]
    changes: Vec<Amendment>,
    /// Whose changes a person wants, where two have changed the same.
    #[serde(default)]
    choices: Vec<Choice>,
    /// The version of the form that the page shows, and the number of a finding in it.
    #[serde(default)]
    version: u64,
    #[serde(default)]
    number: usize,
    /// A project file that is wanted.
    #[serde(default)]
    new: AskedNew,
    /// The keys that lead to the cell that has the focus.
    #[serde(default)]
    focus: Vec<String>,
    /// A block of cells to paste there.
    #[serde(default)]
    table: Table,
}

/// A project file that is wanted.
#[derive(Debug, Default, Deserialize)]
struct AskedNew {
    name: Option<String>,
    form: Option<String>,
    /// The name of the project file that it continues.
    from: Option<String>,
    /// The folder, as the list has it.
    folder: Option<String>,
}

impl From<AskedNew> for New {
    fn from(asked: AskedNew) -> Self {
        let AskedNew { name, form, from, folder } = asked;
        let (from, folder) = (from.map(PathBuf::from), folder.map(PathBuf::from));
        Self { name, form, from, folder, ..Self::default() }
    }
}

/// Does what a page asks for, on a thread where it may take its time.
async fn ask(server: Arc<Server>, desk: Arc<Desk>, what: String, asked: Asked) -> Answer {
    let done = tokio::task::spawn_blocking(move || match of_sheet(&what) {
        Some(work) => change_sheet(&server.clients, &desk, work, &asked),
        None => other(&server, &desk, &what, asked),
    });
    done.await.unwrap_or_else(|_| refused(StatusCode::INTERNAL_SERVER_ERROR, "程序出了内部错误"))
}

/// What gives an open form, as it is then.
type OfSheet = fn(&Desk, &Asked) -> Result<Arc<Sheet>, Refusal>;

fn of_sheet(what: &str) -> Option<OfSheet> {
    let work: OfSheet = match what {
        "open" => |desk, asked| desk.open(&asked.name),
        "change" => |desk, asked| desk.change(&asked.name, &asked.changes),
        "undo" => |desk, asked| desk.turn(&asked.name, true),
        "redo" => |desk, asked| desk.turn(&asked.name, false),
        "save" => |desk, asked| desk.save(&asked.name),
        "mend" => |desk, asked| desk.mend(&asked.name, asked.version, asked.number),
        "discard" => |desk, asked| desk.discard(&asked.name),
        "settle" => |desk, asked| desk.settle(&asked.name, &asked.choices),
        "restore" => |desk, asked| desk.restore(&asked.name),
        "move-on" => |desk, asked| desk.move_on(&asked.name),
        _ => return None,
    };
    Some(work)
}

/// Does something that gives an open form, and answers with that.
fn change_sheet(clients: &Clients, desk: &Desk, work: OfSheet, asked: &Asked) -> Answer {
    // Until it has its answer, whatever becomes of the request.
    let Some(asking) = clients.asks(asked.client, &asked.name) else {
        // A page that is told so asks again: nothing is to be done twice.
        return gone();
    };
    match work(desk, asked) {
        Ok(sheet) => {
            // It may have moved on to another file.
            asking.turns_to(&sheet.name);
            send_sheet(clients, desk, asked.client, &sheet)
        }
        Err(refusal) => explain(desk, &refusal),
    }
}

/// Does whatever else a page asks for.
fn other(server: &Server, desk: &Desk, what: &str, asked: Asked) -> Answer {
    let said = match what {
        "list" => Ok(list(desk)),
        "paste" => desk.paste(&asked.name, &asked.focus, &asked.table).map(|it| fine(&it)),
        "uncommitted" => desk.uncommitted(&asked.name).map(|changed| match changed {
            Some(Uncommitted { cells, removed }) => {
                fine(&json!({ "cells": cells, "removed": removed }))
            }
            None => refused(StatusCode::CONFLICT, "还没有提交过，没有可比的"),
        }),
        "forms" => Ok(fine(&desk.forms())),
        "new" => desk.create(asked.new.into()).map(|Created { path, heritage }| {
            let left = heritage.map(|heritage| heritage.left).unwrap_or_default();
            fine(&json!({ "name": path.display().to_string(), "left": left }))
        }),
        "foresee" => desk.foresee(asked.new.into()).map(|heritage| fine(&heritage)),
        "pdf" => desk.pdf(&asked.name).map(|pdf| ticket(server, &asked.name, pdf)),
        _ => Ok(not_there()),
    };
    said.unwrap_or_else(|refusal| explain(desk, &refusal))
}

fn fine(said: &impl serde::Serialize) -> Answer {
    answer::json(StatusCode::OK, said)
}

fn list(desk: &Desk) -> Answer {
    fine(&desk.overview())
}

/// A form, as far as the page does not know it.
fn send_sheet(clients: &Clients, desk: &Desk, client: u64, sheet: &Sheet) -> Answer {
    let sent = clients.with(client, |client| {
        let before = client.open.clone();
        (SheetPayload::of(sheet, client), before)
    });
    // It may have been closed meanwhile.
    let Some((payload, before)) = sent.filter(|_| clients.has(client)) else {
        put_away(clients, desk, &sheet.name);
        return gone();
    };
    before.iter().for_each(|name| put_away(clients, desk, name));
    fine(&payload)
}

/// What nobody looks at any more is not laid out again when it changes.
fn put_away(clients: &Clients, desk: &Desk, name: &str) {
    if !clients.is_shown(name) {
        desk.close(name);
    }
}

fn ticket(server: &Server, name: &str, pdf: Vec<u8>) -> Answer {
    let stem = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let file = Waiting { name: format!("{stem}.pdf"), bytes: pdf.into() };
    match server.tickets.add(file) {
        Some(ticket) => answer::json(StatusCode::OK, &json!({ "url": format!("/file/{ticket}") })),
        None => refused(StatusCode::INTERNAL_SERVER_ERROR, "系统没有随机数"),
    }
}

/// A PDF that a page has asked for before.
fn file(server: &Server, ticket: &str) -> Answer {
    let Some(Waiting { name, bytes }) = server.tickets.get(ticket) else { return not_there() };
    let mut answer = answer::bytes(StatusCode::OK, "application/pdf", bytes);
    let name = utf8_percent_encode(&name, NON_ALPHANUMERIC);
    if let Ok(value) = HeaderValue::try_from(format!("inline; filename*=UTF-8\'\'{name}")) {
        answer.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    answer
}

fn explain(desk: &Desk, refusal: &Refusal) -> Answer {
    match refusal {
        Refusal::Unknown => refused(StatusCode::NOT_FOUND, "没有这个项目文件，可能刚刚移走了"),
        Refusal::NoFolder => {
            refused(StatusCode::NOT_FOUND, "没有这个文件夹，可能刚刚移走了：另选一个文件夹")
        }
        Refusal::Found(found) => {
            let is_first = |found: &&Diagnostic| found.is_error();
            let first = found.iter().find(is_first).or(found.first());
            let message = match first.map(|found| found.words(desk.may_write())) {
                Some((message, Some(help))) => format!("{message}：{help}"),
                Some((message, None)) => message.to_owned(),
                None => "出了错".to_owned(),
            };
            refused(StatusCode::CONFLICT, &message)
        }
    }
}

fn admit(server: &Server, token: &str) -> Answer {
    let Some(admission) = server.gate.admit(token) else { return not_admitted() };
    (server.announce)(&admission.next);
    let mut answer = answer::json(StatusCode::OK, &json!({ "key": admission.key }));
    if let Ok(cookie) = HeaderValue::try_from(admission.cookie) {
        answer.headers_mut().insert(SET_COOKIE, cookie);
    }
    answer
}

fn asset(path: &str) -> Answer {
    match assets::find(path) {
        Some((text, kind)) => bytes(StatusCode::OK, kind, text),
        None => not_there(),
    }
}

/// The answer to a page whose connection was lost; it asks again once it has another.
fn gone() -> Answer {
    refused(StatusCode::GONE, "连接断开过，正在重新连接")
}

fn not_there() -> Answer {
    refused(StatusCode::NOT_FOUND, "没有这个地址")
}

fn not_admitted() -> Answer {
    refused(StatusCode::UNAUTHORIZED, "请用终端里最后一行的地址打开")
}

/// Reads what a request says, as far as it is JSON and not too much.
async fn read<T: DeserializeOwned>(
    headers: &hyper::HeaderMap,
    body: Incoming,
) -> Result<T, Answer> {
    // What a form of another site can send is none.
    if headers.get(CONTENT_TYPE).is_none_or(|kind| kind.as_bytes() != JSON.as_bytes()) {
        return Err(refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "只接受 JSON"));
    }
    let too_much = || refused(StatusCode::PAYLOAD_TOO_LARGE, "内容太多，一次最多 1 MiB：分几次做");
    if body.size_hint().lower() > MOST as u64 {
        return Err(too_much());
    }
    let body = Limited::new(body, MOST).collect().await.map_err(|_| too_much())?;
    serde_json::from_slice(&body.to_bytes())
        .map_err(|_| refused(StatusCode::BAD_REQUEST, "请求读不懂"))
}

/// What has changed, as it changes: server-sent events.
fn stream(server: Arc<Server>, desk: Arc<Desk>) -> Answer {
    let (number, told) = server.clients.add();
    let stay = if server.pages_stay { "event: stay\ndata:\n\n" } else { "" };
    let first = Bytes::from(format!("event: hello\ndata: {number}\n\n{stay}"));
    let stream = Stream { number, told, server, desk, first: Some(first) };
    answer::of(StatusCode::OK, "text/event-stream; charset=utf-8", stream.boxed_unsync())
}

/// The events for a page. When it is dropped, the page has gone.
struct Stream {
    number: u64,
    told: mpsc::Receiver<Event>,
    server: Arc<Server>,
    desk: Arc<Desk>,
    first: Option<Bytes>,
}

impl hyper::body::Body for Stream {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        self.told.poll_recv(context).map(|event| {
            let text = match event? {
                Event::List => "event: list\ndata:\n\n",
                Event::Sheet(..) => "event: sheet\ndata:\n\n",
            };
            Some(Ok(Frame::data(Bytes::from_static(text.as_bytes()))))
        })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let open = self.server.clients.remove(self.number);
        open.iter().for_each(|name| put_away(&self.server.clients, &self.desk, name));
    }
}
