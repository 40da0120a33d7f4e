//! How much memory and time this process may use.

#[cfg(unix)]
use rustix::process::{Resource, getrlimit, setrlimit};

/// Sees to it that a process that takes more and more memory ends itself, and not the
/// programs beside it: it may use `most` bytes. Where the system knows no such limit,
/// there is none.
#[cfg(unix)]
pub fn limit_memory(most: u64) {
    limit(Resource::Data, most);
}

/// Sees to it that a process ends that goes on and on: it may use `most` seconds of a
/// processor's time, and writes no image of itself when it ends. Where the system
/// knows no such limit, there is none.
#[cfg(unix)]
pub fn limit_time(most: u64) {
    limit(Resource::Cpu, most);
    limit(Resource::Core, 0);
}

#[cfg(unix)]
fn limit(resource: Resource, most: u64) {
    let mut limit = getrlimit(resource);
    limit.current = Some(limit.current.map_or(most, |current| current.min(most)));
    let _ = setrlimit(resource, limit);
}

/// There is no such limit.
#[cfg(not(unix))]
pub fn limit_memory(_: u64) {}

/// There is no such limit.
#[cfg(not(unix))]
pub fn limit_time(_: u64) {}
