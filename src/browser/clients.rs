//! The pages that are open in browsers, and what each of them knows already.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tokio::sync::mpsc;

use crate::live::Event;
use crate::system::sync::lock;

/// How many things may have changed that a page has not been told of yet; one that does not
/// listen is not told of more.
const BACKLOG: usize = 64;

/// A page in a browser.
#[derive(Default)]
pub struct Client {
    /// The form that it shows.
    pub open: Option<String>,
    /// The number of what it shows of that.
    pub version: u64,
    /// The form that it is waiting for an answer about, which may say all that is new.
    asking: Option<String>,
    /// The newest version that it was not told of meanwhile.
    untold: Option<Event>,
    /// The glyphs that it knows.
    pub glyphs: HashSet<String>,
    /// The pages of the form that it shows, by their contents.
    pub pages: Vec<u64>,
    tell: Option<mpsc::Sender<Event>>,
}

impl Client {
    /// Tells of what is new to this page.
    fn tell(&mut self, event: &Event) {
        if let Event::Sheet(name, version) = event {
            if self.asking.as_deref() == Some(name) {
                self.untold = Some(event.clone());
                return;
            }
            if self.open.as_deref() != Some(name) || self.version >= *version {
                return;
            }
        }
        // One that does not listen asks again once it does.
        let _ = self.tell.as_ref().map(|tell| tell.try_send(event.clone()));
    }
}

/// That a page waits for an answer, as long as this is there. Then it is told of what the answer
/// did not say.
pub struct Asking(Arc<Mutex<Client>>);

impl Asking {
    /// The answer is about this form.
    pub fn turns_to(&self, name: &str) {
        lock(&self.0).asking = Some(name.to_owned());
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        let mut client = lock(&self.0);
        client.asking = None;
        if let Some(untold) = client.untold.take() {
            client.tell(&untold);
        }
    }
}

/// All pages in browsers.
#[derive(Default)]
pub struct Clients {
    next: AtomicU64,
    /// Each with a lock of its own: what is made for one page keeps no other from asking.
    all: Mutex<HashMap<u64, Arc<Mutex<Client>>>>,
}

impl Clients {
    /// A new page: its number, and what it is told.
    pub fn add(&self) -> (u64, mpsc::Receiver<Event>) {
        let (tell, told) = mpsc::channel(BACKLOG);
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let client = Client { tell: Some(tell), ..Client::default() };
        lock(&self.all).insert(number, Arc::new(Mutex::new(client)));
        (number, told)
    }

    /// Forgets a page that has been closed; gives the form that it showed.
    pub fn remove(&self, number: u64) -> Option<String> {
        let client = lock(&self.all).remove(&number)?;
        lock(&client).open.take()
    }

    /// Whether no page is there.
    pub fn is_empty(&self) -> bool {
        lock(&self.all).is_empty()
    }

    /// Whether a page is there.
    pub fn has(&self, number: u64) -> bool {
        lock(&self.all).contains_key(&number)
    }

    /// Does something with what is known of a page; `None` where it is not there.
    pub fn with<T>(&self, number: u64, work: impl FnOnce(&mut Client) -> T) -> Option<T> {
        let client = lock(&self.all).get(&number).cloned()?;
        Some(work(&mut lock(&client)))
    }

    /// A page asks for something about a form, which is not put away until it is answered; `None`
    /// where the page is not there.
    pub fn asks(&self, number: u64, name: &str) -> Option<Asking> {
        let client = lock(&self.all).get(&number).cloned()?;
        lock(&client).asking = Some(name.to_owned());
        Some(Asking(client))
    }

    /// Tells all pages, or those that show the form in question.
    pub fn tell(&self, event: &Event) {
        for client in self.each() {
            lock(&client).tell(event);
        }
    }

    /// Whether a form is shown by some page.
    pub fn is_shown(&self, name: &str) -> bool {
        let shows =
            |client: &Client| [&client.open, &client.asking].contains(&&Some(name.to_owned()));
        self.each().iter().any(|client| shows(&lock(client)))
    }

    fn each(&self) -> Vec<Arc<Mutex<Client>>> {
        lock(&self.all).values().cloned().collect()
    }
}
