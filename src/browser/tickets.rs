//! Files for the browser to open, each at an address of its own that is good for once: a browser
//! that opens an address sends no key.

use std::collections::VecDeque;
use std::sync::Mutex;

use hyper::body::Bytes;

use super::gate;
use crate::system::sync::lock;

/// How many wait to be opened; of more, the oldest is forgotten.
const MOST: usize = 8;

/// A file to open.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// What it is called.
    pub name: String,
    /// What it holds.
    pub bytes: Bytes,
}

/// Files that wait to be opened.
#[derive(Default)]
pub struct Tickets(Mutex<VecDeque<(String, Waiting)>>);

impl Tickets {
    /// Has a file wait; gives its ticket.
    pub fn add(&self, file: Waiting) -> Option<String> {
        let ticket = gate::secret().ok()?;
        let mut waiting = lock(&self.0);
        waiting.push_back((ticket.clone(), file));
        if waiting.len() > MOST {
            waiting.pop_front();
        }
        Some(ticket)
    }

    /// The file of a ticket. It waits on: a browser may ask once more to save it.
    pub fn get(&self, ticket: &str) -> Option<Waiting> {
        let waiting = lock(&self.0);
        waiting.iter().find(|(it, _)| it == ticket).map(|(_, file)| file.clone())
    }
}
