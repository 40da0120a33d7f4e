//! `jixiao watch`: a build that goes on.

mod places;
mod press;
mod reload;
mod round;

use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};
use std::thread;
use std::time::Duration;

use super::{DONE, complain, exit_code, refuse_slips, say};
use crate::cli::WatchArgs;
use crate::diagnostic::render::shown;
use crate::system::browse;
use crate::system::interrupt::on_interrupt;
use crate::watch::{Stopper, Watcher};
use press::Press;

/// How long what is being printed may still take when the user wants no more.
const GRACE: Duration = Duration::from_secs(1);

/// Builds the forms, and again what changes, until the user presses Ctrl-C.
pub fn run(args: WatchArgs) -> Result<ExitCode, ExitCode> {
    refuse_slips(&args.print.inputs.paths)?;
    let (by_polling, mut is_to_open) = (args.poll, args.open);
    let mut press = Press::open(args)?;
    // From now on: what changes while all is being built is built again.
    let mut watcher = Watcher::new(press.scope(), by_polling);
    end_on_interrupt(watcher.stopper());
    let mut printed = press.begin();
    let paths = press.paths().iter().map(|path| shown(path)).collect::<Vec<_>>().join("、");
    say(format_args!("正在看着 {paths}，一有改动就重新排；按 Ctrl-C 结束"));
    loop {
        if let Some(slower) = watcher.slower() {
            say(format_args!("提示：{slower}"));
        }
        if let Some(path) = printed.take().filter(|_| is_to_open) {
            open(path);
            is_to_open = false;
        }
        let Some(changes) = watcher.wait() else { break };
        let followed = press.follow(&changes);
        printed = followed.printed;
        if followed.has_other_scope {
            watcher.turn_to(press.scope());
        }
    }
    Ok(exit_code(false))
}

/// Has the watcher stop when the user presses Ctrl-C. What is being printed is finished, unless it
/// takes long, or the user presses once more; no file is torn either way.
fn end_on_interrupt(stopper: Stopper) {
    let end = || process::exit(DONE.into());
    let mut is_ending = false;
    let act = move || {
        if is_ending {
            end();
        }
        is_ending = true;
        stopper.stop();
        thread::spawn(move || {
            thread::sleep(GRACE);
            end();
        });
    };
    // Where the system does not tell of it, it ends the program by itself.
    let _ = on_interrupt(act);
}

/// Opens a form. What opens it may take its time.
fn open(path: PathBuf) {
    thread::spawn(move || {
        if let Err(why) = browse::open_file(&path) {
            let path: &Path = &path;
            complain(format_args!("提示：{why}，没有打开 {}；请自己打开它", shown(path)));
        }
    });
}
