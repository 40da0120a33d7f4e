//! The server: takes requests on this machine's own address, until it is ended.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::num::NonZeroU16;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::runtime::Builder;
use tokio::task::AbortHandle;

use super::answer::{Answer, refused};
use super::clients::Clients;
use super::gate::Gate;
use super::routes;
use super::tickets::Tickets;
use crate::live::Desk;

/// How many connections there may be at a time: a browser takes six.
const CONNECTIONS: usize = 64;

/// How long it waits where no connection can be taken.
const PAUSE: Duration = Duration::from_millis(50);

/// The address of a server, with the token that lets a browser in.
pub type Address = String;

/// A server that is ready to answer.
pub struct Server {
    listener: TcpListener,
    pub(super) gate: Gate,
    pub(super) clients: Arc<Clients>,
    pub(super) tickets: Tickets,
    /// Tells people of an address, beside the first one.
    pub(super) announce: Box<dyn Fn(&str) + Send + Sync>,
    /// Whether a page that nobody sees stays connected.
    pub(super) pages_stay: bool,
}

impl Server {
    /// A server on this machine's own address, at this port, or at one that is free;
    /// `announce` tells people of the address for another browser. Pages that nobody sees leave
    /// their connections to others, unless `pages_stay`: where the program ends with its pages, they
    /// are there as long as they are open.
    pub fn new(
        port: Option<NonZeroU16>,
        pages_stay: bool,
        announce: impl Fn(&str) + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port.map_or(0, NonZeroU16::get)))?;
        listener.set_nonblocking(true)?;
        let gate = Gate::new(listener.local_addr()?.port()).map_err(io::Error::other)?;
        let (clients, tickets) = (Arc::default(), Tickets::default());
        Ok(Self { listener, gate, clients, tickets, announce: Box::new(announce), pages_stay })
    }

    /// The address to open.
    pub fn address(&self) -> Address {
        self.gate.address()
    }

    /// The pages that are open, to be told of what changes.
    pub fn clients(&self) -> Arc<Clients> {
        self.clients.clone()
    }

    /// Answers, for as long as the program runs.
    pub fn serve(self, desk: Arc<Desk>) -> io::Result<()> {
        let runtime = Builder::new_current_thread().enable_io().enable_time().build()?;
        let server = Arc::new(self);
        runtime.block_on(async move {
            let listener = server.listener.try_clone()?;
            let listener = tokio::net::TcpListener::from_std(listener)?;
            let mut open: VecDeque<(AbortHandle, Arc<AtomicBool>)> = VecDeque::new();
            loop {
                // One that has gone already, or too many files that are open: the next will do.
                let Ok((stream, _)) = listener.accept().await else {
                    tokio::time::sleep(PAUSE).await;
                    continue;
                };
                let _ = stream.set_nodelay(true);
                open.retain(|(task, _)| !task.is_finished());
                if open.len() >= CONNECTIONS {
                    // The oldest makes place, of those that no page of this program uses if there
                    // are any: whoever says nothing keeps nobody out.
                    let is_strange = |(_, is_ours): &(AbortHandle, Arc<AtomicBool>)| {
                        !is_ours.load(Ordering::Relaxed)
                    };
                    let place = open.iter().position(is_strange).unwrap_or(0);
                    if let Some((task, _)) = open.remove(place) {
                        task.abort();
                    }
                }
                let is_ours = Arc::new(AtomicBool::new(false));
                let (server, desk, ours) = (server.clone(), desk.clone(), is_ours.clone());
                let task = tokio::spawn(async move {
                    let service = service_fn(move |request: Request<Incoming>| {
                        let (server, desk) = (server.clone(), desk.clone());
                        if server.gate.has_key(request.headers()) {
                            ours.store(true, Ordering::Relaxed);
                        }
                        async move { Ok::<_, Infallible>(answer(server, desk, request).await) }
                    });
                    let mut http = http1::Builder::new();
                    http.timer(TokioTimer::new()).max_buf_size(64 << 10);
                    // What goes wrong with a connection concerns nobody else.
                    let _ = http.serve_connection(TokioIo::new(stream), service).await;
                });
                open.push_back((task.abort_handle(), is_ours));
            }
        })
    }
}

async fn answer(server: Arc<Server>, desk: Arc<Desk>, request: Request<Incoming>) -> Answer {
    match server.gate.check_origin(request.method(), request.uri().path(), request.headers()) {
        Ok(()) => routes::answer(server, desk, request).await,
        Err(StatusCode::MISDIRECTED_REQUEST) => {
            refused(StatusCode::MISDIRECTED_REQUEST, "请用终端里的地址打开")
        }
        Err(status) => refused(status, "不回答别的网页"),
    }
}
