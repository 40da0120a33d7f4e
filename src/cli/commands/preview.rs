//! `jixiao preview` and `jixiao edit`: the forms in the browser, as they are being written, and
//! as they are filled in.

use std::io;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use clap::Parser;

use super::watched::{is_called, scope};
use super::window;
use super::{
    DONE, complain, exit_code, itself, load_severities, print, refuse_slips, say, settle, setup,
    unusable,
};
use crate::browser::Server;
use crate::cli::config::NAME;
use crate::cli::{self, AssetArgs, Cli, Command, PageArgs, PreviewArgs, SeverityArgs};
use crate::diagnostic::near::USUAL;
use crate::diagnostic::{Diagnostic, in_chinese, rule};
use crate::history::versions::LastCommit;
use crate::live::{Assets, Desk, Look, Setting};
use crate::print::Options;
use crate::print::export::Format;
use crate::print::fonts::Fonts;
use crate::source::{self, Forms};
use crate::system::browse;
use crate::system::interrupt::on_interrupt;
use crate::system::sync::lock;
use crate::watch::{Changes, Watcher};

/// How long the page that leads a browser to the address stays.
const DOORWAY: Duration = Duration::from_secs(60);

/// Shows the forms until the program is ended; lets people change them, too, if they `may_write`.
pub fn run(mut args: PreviewArgs, may_write: bool) -> Result<ExitCode, ExitCode> {
    let is_window = args.page.window;
    let tell = |found: &[Diagnostic]| {
        if is_window {
            window::tell(found);
        }
    };
    if is_window && args.inputs.named().is_empty() {
        args.inputs.paths = vec![window::folder()];
    }
    refuse_slips(&args.inputs.paths)?;
    let refused = refused_paths(&args.inputs.paths, may_write);
    if !refused.is_empty() {
        print(&refused);
        tell(&refused);
        return Err(exit_code(true));
    }
    let severities = Arc::new(Mutex::new(mem::take(&mut args.severities)));
    let args = Arc::new(args);
    let server = Server::new(args.page.port, is_window, |address| {
        say(format_args!("在另一个浏览器里打开，用 {address}"));
    });
    let server = server.map_err(|cause| {
        complain(format_args!("错误：用不了这个端口：{}", in_chinese(&cause)));
        complain("提示：换一个端口，或者不写 --port，程序会找一个空闲的");
        exit_code(true)
    })?;
    let clients = server.clients();
    let setting = setting(&args, &severities, may_write);
    let desk = Desk::new(setting, move |event| clients.tell(&event));
    let desk = desk.map_err(|found| {
        tell(&found);
        unusable(&found)
    })?;
    greet(&server.address(), &args.page, may_write);
    let ending = desk.clone();
    let end = move || {
        ending.flush();
        process::exit(DONE.into());
    };
    if is_window {
        window::end_with_the_last(server.clients(), end.clone());
    }
    let _ = on_interrupt(end);
    let looker = desk.clone();
    thread::spawn(move || {
        looker.warm_up();
        let watcher = Watcher::new(watched(&args, &severities), args.page.poll);
        looker.look(Look::Anew);
        watch(&looker, watcher, &args, &severities);
    });
    let served = server.serve(desk);
    Ok(exit_code(served.is_err()))
}

/// Says where the page is, and opens it.
fn greet(address: &str, page: &PageArgs, may_write: bool) {
    say(format_args!("在浏览器里打开 {address}"));
    let what = if may_write { "填表" } else { "预览" };
    match page.window {
        true => say(format_args!("关上打开的窗口，{what}就结束")),
        false => say(format_args!("按 Ctrl-C 或关上这个窗口，{what}就结束")),
    }
    if page.no_open {
        return;
    }
    let open = if page.window { browse::open_window } else { browse::open_address };
    let address = address.to_owned();
    // It takes a while to know whether a browser has started, which wants its page meanwhile.
    thread::spawn(move || match open(&address) {
        Ok(doorway) => {
            // The browser has read it by then.
            thread::sleep(DOORWAY);
            drop(doorway);
        }
        Err(why) => say(format_args!("{why}：请把上面的地址抄进浏览器")),
    });
}

fn setting(
    args: &Arc<PreviewArgs>,
    severities: &Arc<Mutex<SeverityArgs>>,
    may_write: bool,
) -> Setting {
    let options = Options { format: Format::Pdf { time: None }, attach: true };
    let (of_forms, of_files, severities) = (args.clone(), args.clone(), severities.clone());
    Setting {
        assets: Box::new(move || {
            let AssetArgs { templates, fonts } = &of_forms.assets;
            let forms = Arc::new(Forms::load(templates.as_deref())?);
            let fonts = Fonts::load(fonts.as_deref())?;
            Ok(Assets { last_commit: LastCommit::new(forms.clone()), forms, fonts })
        }),
        find: Box::new(move || source::find(&of_files.inputs.paths)),
        severities: Box::new(move |files| {
            // What is wrong is told on the terminal.
            load_severities(&mut lock(&severities), files.iter().map(PathBuf::as_path))
                .map_err(|_| Vec::new())
        }),
        command: || itself("worker"),
        setup: setup(&args.assets, options),
        timeout: args.patience.timeout(),
        paths: args.inputs.paths.clone(),
        root: root(&args.inputs.paths),
        asset_folders: [&args.assets.templates, &args.assets.fonts]
            .into_iter()
            .flatten()
            .cloned()
            .collect(),
        may_write,
        again: again(&args.page, may_write),
    }
}

/// What is to be done to see the forms once more. Who has a window of its own knows no command.
fn again(page: &PageArgs, may_write: bool) -> String {
    match (page.window, may_write) {
        (true, _) => "关上这个窗口，再打开一次绩效表".into(),
        (false, true) => "再运行一次 jixiao edit，打开它说的地址".into(),
        (false, false) => "再运行一次 jixiao preview，打开它说的地址".into(),
    }
}

/// The folder of the projects: the first that is given, or that of the first file.
fn root(paths: &[PathBuf]) -> PathBuf {
    let first = paths.first().map(PathBuf::as_path).unwrap_or(Path::new("."));
    let folder = if source::is_project(first) { first.parent() } else { Some(first) };
    folder.unwrap_or(first).to_owned()
}

/// What of the paths is not there, or is nothing to be shown; whoever fills in forms may begin with none.
fn refused_paths(paths: &[PathBuf], may_write: bool) -> Vec<Diagnostic> {
    let is_beginning = |path: &PathBuf| may_write && path.as_os_str() == USUAL;
    let found = paths.iter().filter(|path| !is_beginning(path)).filter_map(|path| {
        if path.is_file() && !source::is_project(path) {
            let found = Diagnostic::new(&rule::UNREADABLE_FILE, "这不是项目文件").at(&**path);
            let help = "写放项目文件的文件夹，或者名称以 .yaml 结尾、不以点或下划线开头的文件";
            return Some(found.help(help));
        }
        if path.as_os_str() == USUAL && !path.exists() {
            return source::find(std::slice::from_ref(path)).found.pop();
        }
        let found = Diagnostic::unreadable(path, &io::ErrorKind::NotFound.into());
        let found = match (may_write, source::is_project(path)) {
            (true, true) => {
                found.help("检查路径；还没有这个文件，先打开文件夹，再在网页里点“新建”")
            }
            (true, false) => found.help("检查路径；还没有这个文件夹，先建好，再打开"),
            (false, _) => found,
        };
        (!path.exists()).then_some(found)
    });
    found.collect()
}

fn watched(args: &PreviewArgs, severities: &Mutex<SeverityArgs>) -> crate::watch::Scope {
    let inputs = source::find(&args.inputs.paths).projects;
    scope(&args.inputs.paths, &inputs, &lock(severities), &args.assets, None)
}

/// Has what is shown follow the files, for as long as the program runs.
fn watch(desk: &Desk, mut watcher: Watcher, args: &PreviewArgs, severities: &Mutex<SeverityArgs>) {
    loop {
        if let Some(slower) = watcher.slower() {
            say(format_args!("提示：{slower}"));
        }
        let Some(changes) = watcher.wait() else { return };
        if is_about(&changes, NAME) {
            // Where it is wrong, that has been told, and the settings of before hold.
            if let Ok(other) = severities_now() {
                *lock(severities) = other;
            }
        }
        // What goes wrong in one file must not keep the others from being followed.
        match catch_unwind(AssertUnwindSafe(|| desk.follow(&changes))) {
            Ok(Ok(())) => {}
            Ok(Err(found)) => print(&found),
            Err(_) => complain("提示：有文件没能看，页面可能不是最新的；再保存一次"),
        }
        let is_elsewhere = |path: &PathBuf| !path.exists() || is_called(path, NAME);
        if changes.is_all || changes.paths.iter().any(is_elsewhere) {
            watcher.turn_to(watched(args, severities));
        }
    }
}

fn is_about(changes: &Changes, name: &str) -> bool {
    changes.is_all || changes.paths.iter().any(|path| is_called(path, name))
}

/// What the command line and the files of settings say of severities now.
fn severities_now() -> Result<SeverityArgs, ExitCode> {
    let mut cli = Cli::try_parse_from(cli::arguments()).map_err(|error| super::explain(&error))?;
    settle(&mut cli)?;
    match cli.command {
        Command::Preview(args) | Command::Edit(args) => Ok(args.severities),
        _ => Err(ExitCode::FAILURE),
    }
}
