//! Ctrl-C.

use std::io;
use std::thread;

use tokio::runtime::Builder;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
#[cfg(windows)]
use tokio::signal::windows::{CtrlC, ctrl_c};

/// Calls `act` each time that the user presses Ctrl-C, on a thread of its own. Where that cannot
/// be, the program ends at once then, as ever.
pub fn on_interrupt(mut act: impl FnMut() + Send + 'static) -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    let mut interrupts = {
        let _inside = runtime.enter();
        interrupts()?
    };
    let listen = move || {
        runtime.block_on(async {
            while interrupts.recv().await.is_some() {
                act();
            }
        });
    };
    thread::Builder::new().spawn(listen).map(drop)
}

#[cfg(unix)]
fn interrupts() -> io::Result<Signal> {
    signal(SignalKind::interrupt())
}

#[cfg(windows)]
fn interrupts() -> io::Result<CtrlC> {
    ctrl_c()
}
