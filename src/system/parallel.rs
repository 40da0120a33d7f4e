//! Many forms at once.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

/// Typst lays out nested content recursively.
const STACK_BYTES: usize = 16 << 20;

/// Does `work` for all items on `jobs` threads; the results are in the items'
/// order. Without `jobs`, there are as many threads as processors.
///
/// Every thread has a pool of its own for what Typst does in parallel. In one
/// pool for all, a form that waits for a part of itself would begin with the
/// next form meanwhile, and so on, until the stack is full.
pub fn map<'a, I: Sync, T: Send>(
    items: &'a [I],
    jobs: Option<NonZeroUsize>,
    work: impl Fn(&'a I) -> T + Sync,
) -> Vec<T> {
    let jobs = jobs.unwrap_or_else(processors).get().min(items.len());
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::with_capacity(items.len()));
    let run = || {
        while let index = next.fetch_add(1, Ordering::Relaxed)
            && let Some(item) = items.get(index)
        {
            let result = work(item);
            results.lock().unwrap_or_else(PoisonError::into_inner).push((index, result));
        }
    };
    match jobs {
        0 => {}
        1 => alone(NonZeroUsize::MIN, run),
        _ => thread::scope(|scope| {
            for _ in 0..jobs {
                scope.spawn(|| alone(NonZeroUsize::MIN, run));
            }
        }),
    }
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|&(index, _)| index);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Does `work` on one thread with much room for recursion, which has `threads` for
/// what Typst does in parallel, itself included.
pub fn alone<T: Send>(threads: NonZeroUsize, work: impl FnOnce() -> T + Send) -> T {
    match pool(threads) {
        Ok(pool) => pool.install(work),
        // No more threads to be had: this one will do.
        Err(_) => work(),
    }
}

/// So many threads, with much room for recursion.
pub fn pool(threads: NonZeroUsize) -> Result<ThreadPool, ThreadPoolBuildError> {
    ThreadPoolBuilder::new().num_threads(threads.get()).stack_size(STACK_BYTES).build()
}

/// How many processors there are.
pub fn processors() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}
