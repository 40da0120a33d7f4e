//! Texts that were never meant to be in a form.

use jixiao::source::change::Amendment;
use proptest::prelude::*;
use proptest::sample::Index;

use super::said::{at, leaves, said, text_of};
use super::{changed, form, real_files, set, told, try_change};
use crate::support::project::{FORM, mangled};

const HOSTILE: [&str; 40] = [
    ": ",
    "甲: 乙",
    "# 甲",
    "甲 # 乙",
    "- 甲",
    "? 甲",
    "&a 甲",
    "*a",
    "!!str 甲",
    "| ",
    "|-",
    "> 甲",
    ">-",
    "{甲: 乙}",
    "[甲, 乙]",
    "甲, 乙]",
    "}",
    "\"",
    "'",
    "\"甲\" 乙",
    "\\",
    "\\n",
    "---",
    "...",
    "%YAML 1.2",
    "@甲",
    "`甲`",
    "~",
    "null",
    "true",
    "1e3",
    "0x1F",
    "2026-01-01",
    "1:30",
    "<<",
    "=",
    "  甲  ",
    "\n甲",
    "甲\n---\n乙",
    "甲\n...\n",
];

#[test]
fn no_value_acts_as_yaml() {
    let paths: [&[&str]; 4] = [
        &["项目名称"],
        &["联系电话"],
        &["项目资金", "资金总额"],
        &["绩效指标", "产出指标", "数量指标", "完成运维升级", "半年(程)指标值"],
    ];
    let form = form("目标表");
    for text in HOSTILE {
        for path in paths {
            let path: Vec<String> = path.iter().map(|key| (*key).to_owned()).collect();
            let after = changed(FORM, form, &[set(&path, text)]);
            let leaf = leaves(form, &said(FORM)).into_iter().find(|leaf| leaf.path == path);
            let leaf = leaf.expect("the leaf");
            let mut expected = said(FORM);
            let written = at(&mut said(&after), &leaf.steps).clone();
            let wanted = text.trim_end_matches('\n');
            assert_eq!(text_of(&written).as_deref(), Some(wanted), "{path:?}\n{after}");
            assert!(written.is_string() || wanted.is_empty(), "{after}");
            *at(&mut expected, &leaf.steps) = written;
            assert_eq!(said(&after), expected, "{text:?}");
        }
    }
}

#[test]
fn no_name_acts_as_yaml() {
    let form = form("目标表");
    for name in HOSTILE.into_iter().filter(|name| !name.contains('\n')) {
        let path = ["绩效指标", "产出指标", "数量指标", "完成运维升级"].map(str::to_owned);
        let rename = Amendment::Rename { path: path.to_vec(), name: name.to_owned() };
        if name == "<<" {
            let found = try_change(FORM, form, &[rename]).expect_err("a merge key");
            assert!(found[0].message.contains("合并键"), "{found:?}");
            continue;
        }
        let after = changed(FORM, form, &[rename]);
        let mut expected = said(FORM);
        let rows = expected["绩效指标"]["产出指标"]["数量指标"].as_mapping_mut().expect("rows");
        let row = rows.remove("完成运维升级").expect("the row");
        rows.insert(name.into(), row);
        assert_eq!(said(&after), expected, "{name:?}");
    }
}

#[test]
fn what_no_file_may_hold_is_refused() {
    let form = form("目标表");
    for c in [
        "\0",
        "\t",
        "\u{1b}",
        "\u{7}",
        "\u{85}",
        "\u{2028}",
        "\u{202e}",
        "\u{2066}",
        "\u{feff}",
        "\u{200b}",
        "\u{ad}",
        "\u{a0}",
        "\u{e0001}",
        "\u{fffe}",
    ] {
        let json = serde_json::json!([
            {"change": "set", "path": ["项目名称"], "text": format!("甲{c}乙")},
        ]);
        let message = told(FORM, form, &json.to_string());
        assert!(message.starts_with("这段文字里有"), "{c:?}: {message}");
        let json = serde_json::json!([
            {"change": "add", "path": ["项目资金", "支出", format!("甲{c}乙")]},
        ]);
        assert!(told(FORM, form, &json.to_string()).starts_with("这段文字里有"), "{c:?}");
    }
    let long = "长".repeat(1 << 19);
    let json = serde_json::json!([{"change": "set", "path": ["项目名称"], "text": long}]);
    assert_eq!(told(FORM, form, &json.to_string()), "改了以后文件会超过 1 MiB，没有改");
    let json = serde_json::json!([
        {"change": "add", "path": ["项目资金", "支出", "长".repeat(1001)]},
    ]);
    assert_eq!(told(FORM, form, &json.to_string()), "名称太长，最多 1000 个字");
}

/// A line break that only YAML takes for one: what is wrong with the file is told, not a fault of the
/// program.
#[test]
fn a_break_that_no_editor_shows_is_told() {
    let before = FORM.replace("实施单位: |-\n", "实施单位: |-\r");
    assert_ne!(before, FORM);
    let path = vec!["实施单位".to_owned()];
    let found = try_change(&before, form("目标表"), &[set(&path, "甲")]).expect_err("no change");
    assert_eq!(found[0].rule.name, "wrong-kind");
    assert!(found[0].message.contains("看不见的字符"), "{found:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Any text at all: it is refused, or stands there as it is and nothing else has changed.
    #[test]
    fn any_text_is_that_text_or_refused(
        file in any::<Index>(),
        leaf in any::<Index>(),
        text in prop_oneof![
            "\\PC{0,12}",
            "[ \n\r#:,'\"\\[\\]{}|>&*!%@`~?=0-9a-b一二　-]{0,10}",
            any::<String>(),
        ],
    ) {
        let files = real_files();
        let (_, form, before) = file.get(&files);
        let leaves = leaves(form, &said(before));
        let leaf = leaf.get(&leaves);
        prop_assume!(leaf.text.is_some());
        match try_change(before, form, &[set(&leaf.path, &text)]) {
            Ok(after) => {
                let wanted = text.replace("\r\n", "\n").replace('\r', "\n");
                let wanted = wanted.trim_end_matches('\n');
                let written = at(&mut said(&after), &leaf.steps).clone();
                prop_assert_eq!(text_of(&written), Some(wanted.to_owned()), "{}", after);
                let mut expected = said(before);
                *at(&mut expected, &leaf.steps) = written;
                prop_assert_eq!(said(&after), expected);
            }
            Err(found) => prop_assert_ne!(found[0].rule.name, "internal", "{:?} {:?}", text, found),
        }
    }

    /// A file with any slips of the pen: changes are made, or refused with a word.
    #[test]
    fn slips_elsewhere_do_no_harm(
        slips in prop::collection::vec((any::<Index>(), 0..3_usize, slip()), 1..5),
        kind in 0..6_u8,
        place in any::<Index>(),
        text in "[甲 ]{1,2}(\n[# 乙])?",
    ) {
        let before = mangled(&slips);
        let leaves = leaves(form("目标表"), &said(FORM));
        let path = place.get(&leaves).path.clone();
        let above = path[..path.len() - 1].to_vec();
        let name = text.replace('\n', "");
        let change = match kind {
            0 | 1 => set(&path, &text),
            2 => Amendment::Rename { path: above, name },
            3 => Amendment::Add { path: [above, vec![name]].concat(), before: None },
            4 => Amendment::Remove { path: above },
            _ => Amendment::Move { path: above, to: None, before: None },
        };
        if let Err(found) = try_change(&before, form("目标表"), std::slice::from_ref(&change)) {
            prop_assert_ne!(found[0].rule.name, "internal", "{:?}\n{}", change, before);
        }
    }
}

/// What a finger slips on.
fn slip() -> impl Strategy<Value = String> {
    "[ \\[\\]{}:#'\"|>\n\r\t,&*!?\u{a0}\u{3000}\u{200b}\u{feff}：-]{0,3}"
}
