//! The page in the browser: a server for this machine alone, which shows what lies on a desk.
//!
//! ```text
//!  browser ──► gate ──► routes ──► Desk
//!              who may    one function     │
//!              come in    a request        │
//!     ▲                                    ▼
//!     └──── stream ◄──── clients ◄──── Event
//!           what has     what each page
//!           changed      knows already
//! ```
//!
//! The page, its scripts and its style are in the program. Nobody else gets in: see [`gate`].
//! What files say reaches the page as JSON and is put there as text, never as markup.

mod answer;
mod assets;
mod clients;
mod gate;
mod payload;
mod routes;
mod server;
mod tickets;

pub use clients::Clients;
pub use server::{Address, Server};
