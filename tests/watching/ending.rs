//! The end of it, and what is opened.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::{FIRST, LAST, workplace};
use crate::support::cli::Workplace;
use crate::support::watching::{Watching, replace};

#[test]
fn ctrl_c_ends_it_quietly() {
    let workplace = workplace();
    let mut watching = Watching::new(&workplace, "p");
    watching.said(&workplace, &LAST);
    #[cfg(target_os = "linux")]
    let workers: Vec<String> = watching.workers().split_whitespace().map(str::to_owned).collect();
    let (status, said) = watching.interrupt();
    assert_eq!((status.code(), said.as_slice()), (Some(0), [].as_slice()));
    #[cfg(target_os = "linux")]
    for worker in workers {
        let command = fs::read_to_string(format!("/proc/{worker}/cmdline")).unwrap_or_default();
        assert!(!command.contains("worker"), "{command}");
    }
    // Nothing is left but whole forms.
    assert_eq!(workplace.list("out"), ["甲.pdf", "终.pdf"]);
    let unfinished = fs::read_dir(workplace.path("out/.jixiao/unfinished")).expect("a folder");
    assert_eq!(unfinished.count(), 0);
}

#[test]
fn ctrl_c_does_not_wait_for_a_form_without_an_end() {
    let workplace = workplace();
    const PLACE: &str = "  set document(title: title, author: author)\n";
    let layout = fs::read_to_string("templates/shared/layout.typ").expect("the layout");
    let endless = "for a in range(1000000) { for b in range(1000000) { } }";
    let treacherous = format!("  if title.starts-with(\"甲停\") {{ {endless} }}\n{PLACE}");
    workplace.file("版式/target/2026/layout.typ", layout.replace(PLACE, &treacherous));
    let mut watching = Watching::new(&workplace, "p --templates 版式 --timeout 100000");
    FIRST.write(&workplace, "停");
    watching.said_nothing_for_a_while();
    let (status, said) = watching.interrupt();
    assert_eq!((status.code(), said.as_slice()), (Some(0), [].as_slice()));
    assert_eq!(workplace.list("out"), ["甲.pdf", "终.pdf"]);
}

/// A program that writes down what it is asked to open.
fn with_viewer(workplace: &Workplace) -> String {
    workplace.file("bin/xdg-open", "#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" >> \"$OPENED\"\n");
    let runnable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(workplace.path("bin/xdg-open"), runnable).expect("a program");
    workplace.path("bin").display().to_string()
}

#[cfg(not(target_os = "macos"))]
#[test]
fn what_was_printed_first_is_opened_once() {
    let workplace = Workplace::new();
    // Nothing of a name is anything to a shell.
    let name = "a $(touch 坏);`touch 坏`&\"坏";
    replace(&workplace.path(&format!("p/{name}.yaml")), "年度：2026\n");
    let (path, opened) = (with_viewer(&workplace), workplace.path("opened"));
    let (mut watching, _) = Watching::with(&workplace, "p --open", |command| {
        command.env("PATH", &path).env("OPENED", &opened)
    });
    replace(&workplace.path(&format!("p/{name}.yaml")), FIRST.text("改"));
    watching.until(|line| line.ends_with('✓'));
    while fs::read_to_string(&opened).unwrap_or_default().lines().count() < 2 {
        std::thread::yield_now();
    }
    watching.said(&workplace, &LAST);
    watching.said(&workplace, &LAST);
    let expected = workplace.path(&format!("out/{name}.pdf")).display().to_string();
    let text = fs::read_to_string(&opened).expect("a file");
    let expected = fs::canonicalize(expected).expect("a form").display().to_string();
    assert_eq!(text, format!("1\n{expected}\n"));
    assert!(!workplace.path("坏").exists() && !workplace.path("p/坏").exists());
}

#[cfg(not(target_os = "macos"))]
#[test]
fn that_nothing_opens_it_is_said() {
    let workplace = workplace();
    let none = workplace.path("none");
    let (mut watching, _) =
        Watching::with(&workplace, "p --open", |command| command.env("PATH", &none));
    let said = watching.until(|line| line.starts_with("提示："));
    let expected = "提示：没有找到打开文件的程序，没有打开 out/甲.pdf；请自己打开它";
    assert_eq!(said, [expected]);
}
