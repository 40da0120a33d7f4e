//! Comments stay where they are, and the lines of one stay together.

use proptest::prelude::*;

use crate::fmt::{format_as, said};
use crate::support::project::FORM;

fn formatted(text: &str) -> String {
    said(format_as(None, "甲.yaml", text))
}

/// Lines of one comment that are not indented alike, between any two entries.
#[test]
fn lines_of_one_comment_stay_together() {
    let texts = "年度: 2026\n立项必要性: |-\n  甲\n  乙\n{}实施可行性: 丙\n";
    let rows = "项目资金:\n  支出:\n    甲: [1, 2]\n{}    乙: [3, 4]\n";
    let row = "      # 一\n      # 二\n";
    for (text, written, wanted) in [
        (texts, " # 一\n# 二\n", "# 一\n# 二\n"),
        (texts, "# 一\n # 二\n", "# 一\n# 二\n"),
        (texts, " # 一\n # 二\n", "# 一\n# 二\n"),
        (texts, " # 一\n", "# 一\n"),
        (texts, " # 一\n# 二\n # 三\n", "# 一\n# 二\n# 三\n"),
        (texts, "# 一\n\n # 二\n# 三\n", "# 一\n\n# 二\n# 三\n"),
        (rows, "     # 一\n    # 二\n", "    # 一\n    # 二\n"),
        (rows, "    # 一\n     # 二\n", "    # 一\n    # 二\n"),
        (rows, "   # 一\n    # 二\n", "    # 一\n    # 二\n"),
        (rows, "  # 一\n   # 二\n", "    # 一\n    # 二\n"),
    ] {
        let (before, after) = (text.replace("{}", written), text.replace("{}", wanted));
        assert_eq!(formatted(&before), formatted(&after), "{before}");
        assert!(formatted(&before).contains(wanted), "{}", formatted(&before));
    }
    // What is deeper than any key is about the one above.
    let beside = "    甲: [1, 2]                  # 一\n                                # 二\n";
    assert!(formatted(&rows.replace("{}", row)).contains(beside));
}

/// A comment below a text is not taken above it.
#[test]
fn a_comment_below_a_text_stays_below() {
    for style in ["|-", "|", ">-", ">", "|2-"] {
        let text = format!("立项必要性: {style}\n    甲\n    乙\n  # 注\n # 注二\n");
        let text = formatted(&text);
        assert!(text.ends_with("# 注\n# 注二\n"), "{text}");
    }
    let text = "项目名称: 甲\n立项必要性: \"甲\\n乙\"\n  # 注\n实施可行性: 丙\n";
    assert!(formatted(text).ends_with("  甲\n  乙\n# 注\n实施可行性: 丙\n"), "{}", formatted(text));
}

/// Comments in a list, which is written on one line, are beside it or above it together.
#[test]
fn comments_in_a_list_keep_their_order() {
    let list = |inner: &str| format!("项目资金:\n  支出:\n    甲:\n{inner}\n    乙: [3, 4]\n");
    for (inner, wanted) in [
        (
            "      - 1 # 一\n          # 二\n      - 2",
            "甲: [1, 2]                  # 一\n                                # 二\n",
        ),
        (
            "      - 1 # 一\n      # 二\n      - 2",
            "甲: [1, 2]                  # 一\n                                # 二\n",
        ),
        ("      - 1 # 一\n      - 2 # 二", "# 一\n    甲: [1, 2]                  # 二\n"),
        ("      # 一\n      # 二\n      - 1\n      - 2", "# 一\n    # 二\n    甲: [1, 2]\n"),
        (
            "      [1, # 一\n           # 二\n       2]",
            "甲: [1, 2]                  # 一\n                                # 二\n",
        ),
    ] {
        let text = formatted(&list(inner));
        assert!(text.contains(wanted), "{inner}\n{text}");
        assert_eq!(formatted(&text), text);
    }
    let group = "绩效指标:\n  { # 一\n    # 二\n  产出: {数量: {甲: [1, x]}}}\n";
    let wanted =
        "绩效指标:                       # 一\n                                # 二\n  产出:\n";
    assert!(formatted(group).contains(wanted), "{}", formatted(group));
}

/// A comment that is put into a text: so many columns before each of its lines, and whether
/// a blank line stands above it.
type Remark = (Vec<usize>, bool);

/// A place in the file, and comments to put there.
fn remarks() -> impl Strategy<Value = Vec<(usize, Vec<Remark>)>> {
    let remark = (prop::collection::vec(0..9usize, 1..4), any::<bool>());
    let place = (0..1000usize, prop::collection::vec(remark, 1..3));
    prop::collection::vec(place, 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Between entries in the form's order, keys and comments stay in their order, and the
    /// lines of a comment below one another.
    #[test]
    fn comments_stay_in_their_place(remarks in remarks()) {
        let form = formatted(FORM);
        let (text, together) = with_remarks(&form, &remarks);
        let after = formatted(&text);
        prop_assert_eq!(&formatted(&after), &after, "{}", text);
        prop_assert_eq!(tokens(&after), tokens(&text), "{}\n---\n{}", text, after);
        let line = |comment: &str| {
            let is_it = |line: &str| line.ends_with(comment);
            after.lines().position(is_it).expect("the comment")
        };
        for (above, below) in together {
            prop_assert_eq!(line(&above) + 1, line(&below), "{}\n---\n{}", text, after);
        }
    }
}

/// The text with comments in it, and the pairs of lines that stay together.
fn with_remarks(form: &str, remarks: &[(usize, Vec<Remark>)]) -> (String, Vec<(String, String)>) {
    let lines: Vec<&str> = form.lines().collect();
    // Not within a text: there a comment is a part of it.
    let is_free = |at: &usize| *at == lines.len() || is_key(lines[*at]);
    let places: Vec<usize> = (0..=lines.len()).filter(is_free).collect();
    let (mut text, mut together, mut number) = (String::new(), Vec::new(), 0);
    for at in 0..=lines.len() {
        let here = remarks.iter().filter(|(place, _)| places[place % places.len()] == at);
        // What is indented as a text is a part of it.
        let above = lines[..at].iter().rev().find(|line| !line.is_empty());
        let most = if above.is_some_and(|line| !is_key(line)) { 2 } else { usize::MAX };
        // Comments right below one another are one, which may belong to several levels.
        let mut runs: Vec<Remark> = Vec::new();
        for (columns, has_gap) in here.flat_map(|(_, remarks)| remarks) {
            match runs.last_mut() {
                Some((above, _)) if !has_gap => above.extend(columns),
                _ => runs.push((columns.clone(), *has_gap)),
            }
        }
        for (columns, has_gap) in &runs {
            let columns: Vec<usize> = columns.iter().map(|column| column % most).collect();
            text.push_str(if *has_gap { "\n" } else { "" });
            let mut of_keys: Vec<usize> =
                columns.iter().copied().filter(|it| it % 2 == 0).collect();
            of_keys.sort_unstable();
            of_keys.dedup();
            let comment = |number: usize| format!("# 注{number:03}");
            for (index, column) in columns.iter().enumerate() {
                text.push_str(&format!("{}{}\n", " ".repeat(*column), comment(number)));
                if index > 0 && of_keys.len() < 2 {
                    together.push((comment(number - 1), comment(number)));
                }
                number += 1;
            }
        }
        if let Some(line) = lines.get(at) {
            text.push_str(&format!("{line}\n"));
        }
    }
    (text, together)
}

/// The keys and comments in their order; a comment at the end of a line comes after its key.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    for line in text.lines() {
        let (code, comment) = line.split_at(line.find("# 注").unwrap_or(line.len()));
        tokens.extend(is_key(code).then(|| code.trim().split(':').next().unwrap_or_default()));
        tokens.extend(Some(comment).filter(|comment| !comment.is_empty()));
    }
    tokens
}

/// Whether a line of the sample form begins with a key.
fn is_key(line: &str) -> bool {
    let Some((key, _)) = line.split_once(':') else { return false };
    !key.trim().is_empty() && !key.contains(['(', '，', '。', '、', ';'])
}
