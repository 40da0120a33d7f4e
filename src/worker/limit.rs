//! How much memory a worker may use.

/// In bytes. The largest project file that is read at all, of 1 MiB of text, takes less
/// than a tenth of this.
#[cfg(unix)]
const MOST: u64 = 4 << 30;

/// Sees to it that a form that takes more and more memory ends its worker, and not the
/// programs beside it. Where the system knows no such limit, there is none.
#[cfg(unix)]
pub fn limit_memory() {
    use rustix::process::{Resource, getrlimit, setrlimit};

    let mut limit = getrlimit(Resource::Data);
    limit.current = Some(limit.current.map_or(MOST, |current| current.min(MOST)));
    let _ = setrlimit(Resource::Data, limit);
}

/// There is no such limit.
#[cfg(not(unix))]
pub fn limit_memory() {}
