//! Whether the editor is still there.

use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use super::wire::Incoming;

/// How often it is asked.
const PULSE: Duration = Duration::from_secs(2);

/// Ends with the process of the editor: its pipes may be held open by another one.
pub fn follow(process: u32, pulse: Sender<Incoming>) {
    thread::spawn(move || {
        while is_there(process) {
            thread::sleep(PULSE);
        }
        // Whoever is gone already waits for nothing.
        let _ = pulse.send(Incoming::End);
    });
}

#[cfg(unix)]
fn is_there(process: u32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};

    let id = i32::try_from(process).ok().and_then(Pid::from_raw);
    id.is_none_or(|id| test_kill_process(id) != Err(Errno::SRCH))
}

/// Where no one can tell, the end of its pipe does.
#[cfg(not(unix))]
fn is_there(_: u32) -> bool {
    true
}
