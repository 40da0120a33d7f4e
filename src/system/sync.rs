//! What threads share.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a mutex holds, whatever has happened to others who held it.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
