//! Who may ask the program that serves pages, and for what.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
#[cfg(target_os = "linux")]
use std::process::Command;

use crate::support::cli::Workplace;
#[cfg(unix)]
use crate::support::project::FORM;
use crate::support::serving::{Page, Serving};

/// A request with these lines in its head, beside its length and that the connection ends.
fn request(line: &str, head: &[&str], body: &str) -> String {
    let head: String = head.iter().map(|line| format!("{line}\r\n")).collect();
    let length = body.len();
    format!("{line} HTTP/1.1\r\n{head}content-length: {length}\r\nconnection: close\r\n\r\n{body}")
}

const LIST: &str = r#"{"client":0}"#;
/// What is asked of a form without changing it.
const READING: [&str; 4] = ["open", "uncommitted", "pdf", "move-on"];
/// What is asked of a form that is changed, or is to be.
const WRITING: [&str; 9] =
    ["change", "undo", "redo", "paste", "save", "mend", "discard", "settle", "restore"];
/// A project file of the workplace.
const FILE: &str = "projects/2026/台式机.yaml";

#[test]
fn only_a_page_with_the_token_of_the_address_is_let_in() {
    let workplace = Workplace::with_projects();
    let serving = Serving::new(&workplace, "preview --no-open");
    let wrong = serving.post("/session", &[], &format!(r#"{{"token":"{}"}}"#, "0".repeat(64)));
    assert_eq!(wrong.status, 401);
    let page = Page::enter(&serving);
    assert_eq!(page.ask("list", "").status, 200);
    // The token is good for once.
    let again = serving.post("/session", &[], &format!(r#"{{"token":"{}"}}"#, serving.token));
    assert_eq!(again.status, 401);
    let [cookie, key] = &page.secrets;
    for head in [[&**cookie, "jixiao-key: 0"], ["cookie: jixiao-1=0", key], ["x: y", key]] {
        assert_eq!(serving.post("/api/list", &head, LIST).status, 401, "{head:?}");
    }
}

#[test]
fn requests_of_other_sites_are_not_answered() {
    let workplace = Workplace::with_projects();
    let serving = Serving::new(&workplace, "preview --no-open");
    let page = Page::enter(&serving);
    let (host, port) = (&serving.host, serving.host.split(':').nth(1).expect("a port"));
    let secrets = page.secrets.clone();
    let ask = |host: &String, more: &[String]| {
        let hosts = [host].into_iter().map(|host| format!("host: {host}"));
        let json = ["content-type: application/json".to_owned()];
        let head: Vec<String> =
            hosts.chain(more.iter().cloned()).chain(secrets.clone()).chain(json).collect();
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        serving.ask(&request("POST /api/list", &head, LIST)).status
    };
    let origin = |origin: &str| [format!("origin: {origin}")];
    let own = origin(&format!("http://{host}"));
    assert_eq!(ask(host, &own), 200);
    for other in ["example.com".to_owned(), format!("localhost:{port}"), "127.0.0.1".into()] {
        assert_eq!(ask(&other, &own), 421, "{other}");
    }
    for other in ["http://example.com", "null", "http://127.0.0.1", "https://127.0.0.1:1"] {
        assert_eq!(ask(host, &origin(other)), 403, "{other}");
    }
    assert_eq!(ask(host, &[]), 403);
    for site in ["cross-site", "same-site", "none"] {
        let more = [own[0].clone(), format!("sec-fetch-site: {site}")];
        assert_eq!(ask(host, &more), 403, "{site}");
    }
    let get = format!("host: {host}");
    let cross = serving.ask(&request("GET /", &[&get, "sec-fetch-site: cross-site"], ""));
    assert_eq!(cross.status, 403);
}

#[test]
fn what_is_no_json_or_too_much_is_not_taken() {
    let workplace = Workplace::with_projects();
    let serving = Serving::new(&workplace, "edit --no-open");
    let page = Page::enter(&serving);
    assert_eq!(page.ask("list", r#""name":"#).status, 400);
    assert_eq!(page.ask("list", &format!(r#""x":"{}""#, "a".repeat(1 << 20))).status, 413);
    let host = &serving.host;
    let [cookie, key] = &page.secrets;
    let (of, origin) = (format!("host: {host}"), format!("origin: http://{host}"));
    let head = [&*of, &*origin, cookie, key, "content-type: text/plain"];
    assert_eq!(serving.ask(&request("POST /api/list", &head, LIST)).status, 415);
}

/// Whoever has all secrets reaches the project files of the list, by their names there, and no other
/// file.
#[cfg(unix)]
#[test]
fn nothing_outside_of_the_folder_is_reached() {
    let workplace = Workplace::with_projects();
    let secret = FORM.replace("项目名称: ", "项目名称: 秘密");
    assert_ne!(secret, FORM);
    workplace.file("secret.yaml", &secret).file("外面/甲.yaml", &secret);
    for (target, link) in [("secret.yaml", "projects/2026/链接.yaml"), ("外面", "projects/链接")]
    {
        std::os::unix::fs::symlink(workplace.path(target), workplace.path(link)).expect("a link");
    }
    let serving = Serving::new(&workplace, "edit --no-open");
    let page = Page::enter(&serving);
    page.wait(|page| page.ask_of("open", FILE, "").status == 200);
    let before = contents(&workplace.path(""));
    let absolute = workplace.path("secret.yaml").display().to_string();
    let of_a_project = workplace.path(FILE).display().to_string();
    let change = r#""changes":[{"change":"set","path":["项目名称"],"text":"乙"}]"#;
    for name in [
        "secret.yaml",
        "../secret.yaml",
        "projects/../secret.yaml",
        "projects/2026/../2026/台式机.yaml",
        "projects/2026/链接.yaml",
        "projects/链接/甲.yaml",
        "外面/甲.yaml",
        &absolute,
        &of_a_project,
        "/etc/passwd",
        "",
    ] {
        for what in READING.iter().chain(&WRITING) {
            let answer = page.ask_of(what, name, change);
            assert_eq!(answer.status, 404, "{what} {name}: {answer:?}");
            assert!(answer.body.contains("没有这个项目文件"), "{what} {name}: {answer:?}");
        }
        for what in ["new", "foresee"] {
            let new = format!(r#""new":{{"name":"新","from":"{name}"}}"#);
            let answer = page.ask(what, &new);
            assert_eq!(answer.status, 404, "{what} {name}: {answer:?}");
        }
    }
    let here = workplace.path("").display().to_string();
    for folder in ["..", ".", "外面", "projects/链接", "projects/../外面", "/tmp", &here] {
        let new = format!(r#""new":{{"name":"新","folder":"{folder}"}}"#);
        for what in ["new", "foresee"] {
            let answer = page.ask(what, &new);
            assert_eq!(answer.status, 404, "{what} {folder}: {answer:?}");
            assert!(answer.body.contains("没有这个文件夹"), "{what} {folder}: {answer:?}");
        }
    }
    assert!(!page.ask("list", "").body.contains("秘密"));
    assert_eq!(contents(&workplace.path("")), before);
    // The same requests are answered where they are of the folder.
    assert_eq!(page.ask_of("change", FILE, change).status, 200);
    assert_eq!(page.ask_of("save", FILE, "").status, 200);
    let new = page.ask("new", r#""new":{"name":"新","folder":"projects/2026"}"#);
    assert_eq!(new.status, 200, "{new:?}");
}

/// All files of a folder, hidden ones included, with what they hold.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry"));
    let files = files.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path());
    files.map(|path| (path.clone(), fs::read(path).expect("a file"))).collect()
}

#[test]
fn a_preview_writes_nothing() {
    let workplace = Workplace::with_projects();
    let before = contents(&workplace.path(""));
    let serving = Serving::new(&workplace, "preview --no-open");
    let page = Page::enter(&serving);
    page.wait(|page| page.ask_of("open", FILE, "").status == 200);
    let change = r#""changes":[{"change":"set","path":["项目名称"],"text":"乙"}]"#;
    for what in WRITING.iter().chain(&["new", "foresee"]) {
        let answer = page.ask_of(what, FILE, change);
        assert_eq!(answer.status, 409, "{what}: {answer:?}");
    }
    assert_eq!(contents(&workplace.path("")), before);
}

/// Whoever has double-clicked the program has chosen no folder.
#[cfg(target_os = "linux")]
#[test]
fn a_window_without_a_path_is_about_a_folder_among_the_documents() {
    let workplace = Workplace::new();
    for folder in ["家", "别处", "有表"] {
        fs::create_dir(workplace.path(folder)).expect("a folder");
    }
    workplace.file("有表/甲.yaml", FORM);
    // What lies in the folder that a menu starts it in is not meant.
    workplace.file("家/甲.yaml", FORM);
    for (here, is_made) in [("有表", false), ("家", true), ("别处", true)] {
        let _ = fs::remove_dir(workplace.path("家/绩效表"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_jixiao"));
        command.args(["edit", "--window"]).current_dir(workplace.path(here));
        command.env("HOME", workplace.path("家")).env("PATH", "").env_remove("XDG_CONFIG_HOME");
        let serving = Serving::of(command);
        let page = Page::enter(&serving);
        page.wait(|page| page.ask("list", "").body.contains("甲.yaml") != is_made);
        assert_eq!(workplace.path("家/绩效表").is_dir(), is_made);
    }
}

/// Whoever has opened a file from a menu has no terminal.
#[cfg(target_os = "linux")]
#[test]
fn what_is_wrong_with_a_file_is_told_on_a_page_where_there_is_no_terminal() {
    let workplace = Workplace::new();
    workplace.file("<b>说明.txt", "不是表");
    let (code, page) = told_on_a_page(&workplace, "<b>说明.txt");
    assert_eq!(code, Some(1));
    assert!(
        page.contains("<p>&#60;b&#62;说明.txt：这不是项目文件。写放项目文件的文件夹"),
        "{page}"
    );
    assert!(!page.contains("<b>"), "{page}");
}

#[cfg(target_os = "linux")]
#[test]
fn so_is_what_is_wrong_with_settings_and_forms() {
    for (file, text, said) in [
        ("jixiao.toml", "outptu = \"out\"\n", "jixiao.toml：没有“outptu”这一项设置"),
        ("版式/说明.md", "没有\n", "版式：这个文件夹里没有版式"),
    ] {
        let workplace = Workplace::new();
        workplace.file(file, text);
        if file != "jixiao.toml" {
            workplace.file("jixiao.toml", "templates = \"版式\"\n");
        }
        workplace.file("projects/甲.yaml", "项目名称: 甲\n");
        let (code, page) = told_on_a_page(&workplace, "projects");
        assert_eq!(code, Some(2), "{page}");
        assert!(page.contains(said), "{page}");
    }
}

/// The exit code where a file or folder is opened without a terminal, and the page that the
/// browser is given.
#[cfg(target_os = "linux")]
fn told_on_a_page(workplace: &Workplace, opened: &str) -> (Option<i32>, String) {
    use std::os::unix::fs::PermissionsExt;

    let opener = workplace.path("xdg-open");
    fs::write(&opener, "#!/bin/sh\n/bin/cat \"$1\" > 页.part && /bin/mv 页.part 页\n")
        .expect("a script");
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).expect("rights");
    let mut command = Command::new(env!("CARGO_BIN_EXE_jixiao"));
    command.args(["edit", "--window", "--", opened]).current_dir(workplace.path(""));
    let told = command
        .env("PATH", workplace.path(""))
        .env("TMPDIR", workplace.path(""))
        .output()
        .expect("told");
    let page = (0..500).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        fs::read_to_string(workplace.path("页")).ok()
    });
    (told.status.code(), page.expect("a page"))
}

/// What is not saved is there again for whoever fills in forms.
#[cfg(unix)]
#[test]
fn a_preview_leaves_alone_what_is_not_saved() {
    let workplace = Workplace::with_projects();
    let change = r#""changes":[{"change":"set","path":["项目名称"],"text":"乙"}]"#;
    let serving = Serving::new(&workplace, "edit --no-open");
    let page = Page::enter(&serving);
    page.wait(|page| page.ask_of("open", FILE, "").status == 200);
    page.form("change", FILE, change);
    serving.interrupt();
    let before = contents(&workplace.path(""));
    assert!(before.keys().any(|path| path.extension().is_some_and(|ending| ending == "json")));
    let [here, away] = [workplace.path(FILE), workplace.path("away.yaml")];
    let serving = Serving::new(&workplace, "preview --no-open");
    let page = Page::enter(&serving);
    page.wait(|page| page.ask_of("open", FILE, "").status == 200);
    fs::rename(&here, &away).expect("moved");
    page.wait(|page| page.open(FILE)["gone"].is_object());
    fs::rename(&away, &here).expect("moved back");
    page.wait(|page| page.open(FILE)["gone"].is_null());
    assert!(!page.ask_of("open", FILE, "").body.contains("项目名称: 乙"));
    serving.interrupt();
    assert_eq!(contents(&workplace.path("")), before);
}

#[test]
fn nothing_is_done_for_a_page_that_is_not_known() {
    let workplace = Workplace::with_projects();
    let serving = Serving::new(&workplace, "edit --no-open");
    let mut page = Page::enter(&serving);
    page.wait(|page| page.ask_of("open", FILE, "").status == 200);
    let change = r#""changes":[{"change":"set","path":["项目负责人"],"text":"司马迁"}]"#;
    page.client += 1;
    let gone = page.ask_of("change", FILE, change);
    assert_eq!(gone.status, 410, "{gone:?}");
    page.client -= 1;
    assert!(!page.ask_of("open", FILE, "").body.contains("司马迁"));
    let changed = page.ask_of("change", FILE, change);
    assert_eq!(changed.status, 200, "{changed:?}");
    assert!(changed.body.contains("司马迁"));
}

#[test]
fn each_answer_tells_the_browser_what_it_may_do() {
    let workplace = Workplace::with_projects();
    let serving = Serving::new(&workplace, "preview --no-open");
    let host = format!("host: {}", serving.host);
    for path in ["/", "/page/main.js", "/nowhere", "/api/stream"] {
        let answer = serving.ask(&request(&format!("GET {path}"), &[&host], ""));
        for line in ["default-src 'self'", "frame-ancestors 'none'", "nosniff", "no-referrer"] {
            assert!(answer.head.contains(line), "{path}: {answer:?}");
        }
        assert!(!answer.head.contains("access-control"), "{path}: {answer:?}");
    }
}

/// A port that is taken, and one that is none, are told with what to do.
#[test]
fn a_port_that_cannot_be_used_is_told() {
    let workplace = Workplace::with_projects();
    let other = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = other.local_addr().expect("its number").port();
    let taken = workplace.run(&format!("preview --no-open --port {port}"));
    assert_eq!(taken.code, 1);
    assert!(
        taken.stderr.starts_with("错误：用不了这个端口：正被别的程序占用\n提示："),
        "{taken:?}"
    );
    let none = workplace.run("edit --no-open --port 99999");
    assert_eq!(none.code, 2);
    assert!(none.stderr.contains("应是 1 到 65535 之间的整数"), "{none:?}");
}

/// What cannot be shown is told on the terminal, with what to do.
#[test]
fn paths_that_lead_to_nothing_are_told() {
    let workplace = Workplace::with_projects();
    workplace.file("说明.docx", "").file("projects/_defaults.yaml", "年度: 2026\n");
    for (path, help) in [
        ("没有", "还没有这个文件夹，先建好，再打开"),
        ("projects/没有.yaml", "还没有这个文件，先打开文件夹，再在网页里点“新建”"),
        ("说明.docx", "写放项目文件的文件夹，或者名称以 .yaml 结尾"),
        ("projects/_defaults.yaml", "写放项目文件的文件夹，或者名称以 .yaml 结尾"),
    ] {
        let outcome = workplace.run(&format!("edit --no-open {path}"));
        assert_eq!(outcome.code, 1, "{outcome:?}");
        assert!(outcome.stderr.contains(help), "{path}: {outcome:?}");
    }
}
