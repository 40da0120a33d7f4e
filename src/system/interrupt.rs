//! Ctrl-C, and on Windows the end of the window that the program is in.

use std::io;
use std::thread;

use tokio::runtime::Builder;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Calls `act` each time that the user presses Ctrl-C or, on Windows, closes the window, on a thread
/// of its own. Where that cannot be, the program ends at once then, as ever.
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
fn interrupts() -> io::Result<Interrupts> {
    use tokio::signal::windows::{ctrl_c, ctrl_close};

    Ok(Interrupts { pressed: ctrl_c()?, closed: ctrl_close()? })
}

/// What ends a program. Windows waits some seconds for one whose window is closed.
#[cfg(windows)]
struct Interrupts {
    pressed: tokio::signal::windows::CtrlC,
    closed: tokio::signal::windows::CtrlClose,
}

#[cfg(windows)]
impl Interrupts {
    async fn recv(&mut self) -> Option<()> {
        std::future::poll_fn(|context| match self.pressed.poll_recv(context) {
            std::task::Poll::Pending => self.closed.poll_recv(context),
            ready => ready,
        })
        .await
    }
}
