//! `jixiao preview`: the forms in the browser, as they are being written.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::{complain, exit_code, itself, load_severities, refuse_slips, say, setup, unusable};
use crate::browser::Server;
use crate::cli::{PreviewArgs, SeverityArgs};
use crate::diagnostic::in_chinese;
use crate::history::versions::LastCommit;
use crate::live::{Assets, Desk, Setting};
use crate::print::Options;
use crate::print::export::Format;
use crate::print::fonts::Fonts;
use crate::source::{self, Forms};

/// The folder of the projects: the first that is given, or that of the first file.
fn root(paths: &[PathBuf]) -> PathBuf {
    let first = paths.first().map(PathBuf::as_path).unwrap_or(Path::new("."));
    let folder = if first.is_dir() { Some(first) } else { first.parent() };
    folder.unwrap_or(first).to_owned()
}

/// Shows the forms until the program is ended; lets people change them, too, if they `may_write`.
pub fn run(args: PreviewArgs, may_write: bool) -> Result<ExitCode, ExitCode> {
    refuse_slips(&args.inputs.paths)?;
    let options = Options { format: Format::Pdf { time: None }, attach: true };
    let paths = args.inputs.paths.clone();
    let assets = (args.assets.templates.clone(), args.assets.fonts.clone());
    let severities: Mutex<SeverityArgs> = Mutex::new(args.severities);
    let setting = Setting {
        assets: Box::new(move || {
            let forms = Forms::load(assets.0.as_deref())?;
            let fonts = Fonts::load(assets.1.as_deref())?;
            let forms = Arc::new(forms);
            Ok(Assets { last_commit: LastCommit::new(forms.clone()), forms, fonts })
        }),
        find: Box::new(move || source::find(&paths)),
        severities: Box::new(move |files| {
            let mut args = severities.lock().unwrap_or_else(PoisonError::into_inner);
            // What is wrong has been told on the terminal.
            load_severities(&mut args, files.iter().map(|file| file.as_path()))
                .map_err(|_| Vec::new())
        }),
        command: || itself("worker"),
        setup: setup(&args.assets, options),
        timeout: args.patience.timeout(),
        root: root(&args.inputs.paths),
        may_write,
    };
    let server = Server::new(args.page.port, |address| {
        say(format_args!("在另一个浏览器里打开，用 {address}"));
    });
    let server = server.map_err(|cause| {
        complain(format_args!("错误：打不开端口：{}", in_chinese(&cause)));
        exit_code(true)
    })?;
    let clients = server.clients();
    let desk = Desk::new(setting, move |event| clients.tell(&event));
    let desk = Arc::new(desk.map_err(|found| unusable(&found))?);
    let address = server.address();
    say(format_args!("在浏览器里打开 {address}"));
    say("关上这个窗口或按 Ctrl-C，预览就结束");
    if !args.page.no_open && open::that_detached(&address).is_err() {
        say("打不开浏览器：把上面的地址抄进浏览器");
    }
    let looker = desk.clone();
    thread::spawn(move || {
        looker.warm_up();
        looker.look(true);
    });
    let served: io::Result<()> = server.serve(desk);
    Ok(exit_code(served.is_err()))
}
