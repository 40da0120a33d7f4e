//! Forms that were signed by the programs of others.

use std::env;
use std::path::Path;
use std::process::{Command, Stdio};

use super::workplace;
use crate::support::cli::Workplace;
use crate::support::skip;

/// The Python that has pyHanko, if there is one.
fn python() -> Option<String> {
    let python = env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut check = Command::new(&python);
    check.args(["-c", "import pyhanko.sign, cryptography"]);
    let found = check.stdout(Stdio::null()).stderr(Stdio::null()).status();
    found.is_ok_and(|status| status.success()).then_some(python)
}

/// A folder with the printed form, signed in several ways.
fn signed() -> Option<Workplace> {
    let Some(python) = python() else {
        skip::skip("Python with pyHanko");
        return None;
    };
    let workplace = workplace(|pdf| pdf);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pdf/sign.py");
    let run = Command::new(python).arg(script).current_dir(workplace.path("")).output();
    let run = run.expect("Python");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    Some(workplace)
}

#[test]
fn signatures_of_pyhanko_are_read() {
    let Some(workplace) = signed() else { return };
    for (file, told) in [
        ("once", "签名和证书对得上（RSA、SHA-256）"),
        ("pss", "签名和证书对得上（RSA-PSS、SHA-256）"),
        ("p256", "签名和证书对得上（ECDSA、SHA-256）"),
        ("p384", "签名和证书对得上（ECDSA、SHA-384）"),
        ("pades", "签过的内容没有变"),
        ("stamped", "2026-03-01 08:00:00（北京时间，“时间戳中心”的时间戳）"),
        ("short", "公钥只有 1024 位，偏短"),
        ("prepared", "只加了签章，没有动表格"),
        ("certified", "认证签章“张三”"),
        ("visible", "印在第 1 页的表格外面"),
        ("twice", "只加了签章，没有动表格"),
        ("documentstamp", "第 2 个时间戳“时间戳中心”"),
    ] {
        let outcome = workplace.run(&format!("verify {file}.pdf"));
        assert_eq!(outcome.code, 0, "{file}: {outcome:?}");
        assert!(outcome.stderr.starts_with(&format!("{file}.pdf：原样，另有签章")), "{outcome:?}");
        assert!(outcome.stderr.contains(told), "{file}: {outcome:?}");
    }
}

#[test]
fn changes_after_signatures_of_pyhanko_are_told() {
    let Some(workplace) = signed() else { return };
    for (file, told) in
        [("annotated", "有文字框“已改为 15”"), ("redrawn", "不只是签章"), ("sha1", "SHA-1")]
    {
        let outcome = workplace.run(&format!("verify {file}.pdf"));
        assert_eq!(outcome.code, i32::from(file != "sha1"), "{file}: {outcome:?}");
        assert!(outcome.stderr.contains(told), "{file}: {outcome:?}");
    }
}
