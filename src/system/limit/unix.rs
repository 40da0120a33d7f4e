//! On Unix a process limits itself, and ends with its input.

use std::process::Child;

use rustix::process::{Resource, getrlimit, setrlimit};

use super::Limits;

/// A process that has been told its limits.
pub struct Held;

impl Limits {
    /// Keeps this process to the limits; where the system knows one of them not, there is none.
    /// One that takes more time writes no image of itself when it ends.
    pub fn adopt(&self) {
        limit(Resource::Data, self.memory);
        if let Some(seconds) = self.seconds {
            limit(Resource::Cpu, seconds);
            limit(Resource::Core, 0);
        }
    }

    /// Keeps another process to them: it does so itself.
    pub fn hold(&self, _: &Child) -> Held {
        Held
    }
}

fn limit(resource: Resource, most: u64) {
    let mut limit = getrlimit(resource);
    limit.current = Some(limit.current.map_or(most, |current| current.min(most)));
    let _ = setrlimit(resource, limit);
}
