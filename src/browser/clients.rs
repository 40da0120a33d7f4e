//! The pages that are open in browsers, and what each of them knows already.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc;

use crate::live::Event;

/// How many things may have changed that a page has not been told of yet; one that does not
/// listen is not told of more.
const BACKLOG: usize = 64;

/// A page in a browser.
#[derive(Default)]
pub struct Client {
    /// The form that it is about to show.
    pub wanted: Option<String>,
    /// The form that it shows.
    pub open: Option<String>,
    /// The number of what it shows of that.
    pub version: u64,
    /// The glyphs that it knows.
    pub glyphs: HashSet<String>,
    /// The pages of the form that it shows, by their contents.
    pub pages: Vec<u64>,
    tell: Option<mpsc::Sender<Event>>,
}

/// All pages in browsers.
#[derive(Default)]
pub struct Clients {
    next: AtomicU64,
    /// What is sent to one page does not keep another waiting.
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

    /// Whether a page is there.
    pub fn has(&self, number: u64) -> bool {
        lock(&self.all).contains_key(&number)
    }

    /// Does something with what is known of a page; `None` where it is not there.
    pub fn with<T>(&self, number: u64, work: impl FnOnce(&mut Client) -> T) -> Option<T> {
        let client = lock(&self.all).get(&number).cloned()?;
        Some(work(&mut lock(&client)))
    }

    /// Tells all pages, or those that show the form in question.
    pub fn tell(&self, event: &Event) {
        for client in self.each() {
            let client = lock(&client);
            let concerns = match event {
                Event::List => true,
                // Whoever has asked for the change knows it.
                Event::Sheet(name, version) => {
                    client.open.as_deref() == Some(name) && client.version < *version
                }
            };
            if let Some(tell) = client.tell.as_ref().filter(|_| concerns) {
                let _ = tell.try_send(event.clone());
            }
        }
    }

    /// Whether a form is shown by some page.
    pub fn is_shown(&self, name: &str) -> bool {
        let shows =
            |client: &Client| [&client.open, &client.wanted].contains(&&Some(name.to_owned()));
        self.each().iter().any(|client| shows(&lock(client)))
    }

    fn each(&self) -> Vec<Arc<Mutex<Client>>> {
        lock(&self.all).values().cloned().collect()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
