//! Who may ask the program that serves pages, and for what.

use std::net::TcpStream;

use crate::support::cli::Workplace;
use crate::support::serving::{Answer, Serving};

/// A request with these lines in its head, beside its length and that the connection ends.
fn request(line: &str, head: &[&str], body: &str) -> String {
    let head: String = head.iter().map(|line| format!("{line}\r\n")).collect();
    let length = body.len();
    format!("{line} HTTP/1.1\r\n{head}content-length: {length}\r\nconnection: close\r\n\r\n{body}")
}

/// A page that has been let in.
struct Page<'a> {
    serving: &'a Serving,
    cookie: String,
    key: String,
}

impl<'a> Page<'a> {
    fn enter(serving: &'a Serving) -> Self {
        let answer = post(serving, "/session", &[], &format!(r#"{{"token":"{}"}}"#, serving.token));
        assert_eq!(answer.status, 200, "{answer:?}");
        let cookie = answer.head.split("set-cookie: ").nth(1).expect("a cookie");
        let cookie = cookie.split([';', '\r']).next().expect("its value").to_owned();
        assert!(answer.head.contains("httponly; samesite=strict"), "{answer:?}");
        let key = answer.body.split('"').nth(3).expect("a key").to_owned();
        Self { serving, cookie, key }
    }

    fn ask(&self, what: &str, body: &str) -> Answer {
        let (cookie, key) = (&self.cookie, &self.key);
        let head = [&*format!("cookie: {cookie}"), &*format!("jixiao-key: {key}")];
        post(self.serving, &format!("/api/{what}"), &head, body)
    }

    /// Listens to what changes: as long as it does, the program has a number for it.
    fn listen(&self) -> TcpStream {
        let (host, cookie, key) = (&self.serving.host, &self.cookie, &self.key);
        let head = [
            &*format!("host: {host}"),
            "sec-fetch-site: same-origin",
            &*format!("cookie: {cookie}"),
            &*format!("jixiao-key: {key}"),
        ];
        self.serving.listen(&request("GET /api/stream", &head, ""))
    }
}

fn post(serving: &Serving, path: &str, more: &[&str], body: &str) -> Answer {
    let host = &serving.host;
    let own = [
        &*format!("host: {host}"),
        &*format!("origin: http://{host}"),
        "content-type: application/json",
    ];
    let head: Vec<&str> = own.into_iter().chain(more.iter().copied()).collect();
    serving.ask(&request(&format!("POST {path}"), &head, body))
}

const LIST: &str = r#"{"client":0}"#;

#[test]
fn only_a_page_with_the_token_of_the_address_is_let_in() {
    let workplace = Workplace::with_projects();
    let serving = Serving::new(&workplace, "preview --no-open");
    let wrong = post(&serving, "/session", &[], &format!(r#"{{"token":"{}"}}"#, "0".repeat(64)));
    assert_eq!(wrong.status, 401);
    let page = Page::enter(&serving);
    assert_eq!(page.ask("list", LIST).status, 200);
    // The token is good for once.
    let again = post(&serving, "/session", &[], &format!(r#"{{"token":"{}"}}"#, serving.token));
    assert_eq!(again.status, 401);
    for (cookie, key) in [(&*page.cookie, "0"), ("jixiao-1=0", &*page.key), ("", &*page.key)] {
        let head = [&*format!("cookie: {cookie}"), &*format!("jixiao-key: {key}")];
        assert_eq!(post(&serving, "/api/list", &head, LIST).status, 401, "{cookie} {key}");
    }
}

#[test]
fn requests_of_other_sites_are_not_answered() {
    let workplace = Workplace::with_projects();
    let serving = Serving::new(&workplace, "preview --no-open");
    let page = Page::enter(&serving);
    let (host, port) = (&serving.host, serving.host.split(':').nth(1).expect("a port"));
    let secrets = [format!("cookie: {}", page.cookie), format!("jixiao-key: {}", page.key)];
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
    let text = r#"{"client":0,"name":"#.to_owned();
    assert_eq!(page.ask("list", &text).status, 400);
    assert_eq!(
        page.ask("list", &format!("{{\"client\":0,\"x\":\"{}\"}}", "a".repeat(1 << 20))).status,
        413
    );
    let (host, cookie, key) = (&serving.host, &page.cookie, &page.key);
    let head = [
        &*format!("host: {host}"),
        &*format!("origin: http://{host}"),
        &*format!("cookie: {cookie}"),
        &*format!("jixiao-key: {key}"),
        "content-type: text/plain",
    ];
    assert_eq!(serving.ask(&request("POST /api/list", &head, LIST)).status, 415);
}

#[test]
fn nothing_outside_of_the_folder_is_read() {
    let workplace = Workplace::with_projects();
    workplace.file("secret.yaml", "年度: 2026\n").file("secret.txt", "secret");
    let serving = Serving::new(&workplace, "edit --no-open");
    let page = Page::enter(&serving);
    for name in ["secret.yaml", "../secret.yaml", "projects/../secret.yaml", "/etc/passwd"] {
        let answer = page.ask("open", &format!(r#"{{"client":0,"name":"{name}"}}"#));
        assert_eq!(answer.status, 404, "{name}: {answer:?}");
    }
    let host = format!("host: {}", serving.host);
    for path in ["/page/../Cargo.toml", "/page/..%2f..%2fmain.rs", "/page//etc/passwd", "/file/x"] {
        let answer = serving.ask(&request(&format!("GET {path}"), &[&host], ""));
        assert!([400, 401, 404].contains(&answer.status), "{path}: {answer:?}");
    }
}

#[test]
fn a_preview_writes_nothing() {
    let workplace = Workplace::with_projects();
    let before = workplace.list("projects");
    let serving = Serving::new(&workplace, "preview --no-open");
    let page = Page::enter(&serving);
    let _listening = page.listen();
    // As soon as the list is there.
    while !page.ask("list", LIST).body.contains("台式机") {}
    let name = "projects/台式机.yaml";
    for what in ["change", "save", "undo", "discard", "mend", "new"] {
        let answer = page.ask(what, &format!(r#"{{"client":0,"name":"{name}"}}"#));
        assert!([404, 409].contains(&answer.status), "{what}: {answer:?}");
    }
    assert_eq!(workplace.list("projects"), before);
}

#[test]
fn nothing_is_done_for_a_page_that_is_not_known() {
    let workplace = Workplace::with_projects();
    let serving = Serving::new(&workplace, "edit --no-open");
    let page = Page::enter(&serving);
    while !page.ask("list", LIST).body.contains("台式机") {}
    let list = page.ask("list", LIST).body;
    let start = list.find("projects").expect("a file");
    let name = list[start..].split('"').find(|it| it.ends_with("台式机.yaml")).expect("its name");
    let change = format!(
        r#"{{"client":0,"name":"{name}","changes":[{{"change":"set","path":["项目负责人"],"text":"司马迁"}}]}}"#
    );
    let gone = page.ask("change", &change);
    assert_eq!(gone.status, 410, "{gone:?}");
    let _listening = page.listen();
    let opened = page.ask("open", &format!(r#"{{"client":0,"name":"{name}"}}"#));
    assert_eq!(opened.status, 200, "{opened:?}");
    assert!(!opened.body.contains("司马迁"));
    let changed = page.ask("change", &change);
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
