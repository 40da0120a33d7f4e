//! What both sides of a merge want differently, beside values.

use insta::assert_snapshot;
use jixiao::history::merge::Outcome;

use crate::merging::{indicators, merged, shown, text};

/// The order is printed: two different ones are to be decided about, as a whole.
#[test]
fn two_orders_are_a_conflict() {
    let rows = |names: &str| {
        let rows: Vec<String> = names.chars().map(|name| format!("{name}: [1, 1]")).collect();
        indicators(&rows.iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert_snapshot!(shown(&rows("甲乙丙"), &rows("乙甲丙新"), &rows("丙甲乙")), @r#"
    绩效指标:
      产出指标:
        数量指标:
    <<<<<<< 我方
          乙: [1, 1]
          甲: [1, 1]
          丙: [1, 1]
          新: [1, 1]
    ||||||| 原来
          甲: [1, 1]
          乙: [1, 1]
          丙: [1, 1]
          新: [1, 1]
    =======
          丙: [1, 1]
          新: [1, 1]
          甲: [1, 1]
          乙: [1, 1]
    >>>>>>> 对方
    冲突：绩效指标 › 产出指标 › 数量指标：双方把次序调得不一样
    "#);
    for (base, ours, theirs, wanted) in [
        ("甲乙丙", "乙甲丙", "乙甲丙", "乙甲丙"),
        ("甲乙丙", "甲乙丙", "丙甲乙", "丙甲乙"),
        ("甲乙丙", "甲丁乙丙", "甲戊乙丙", "甲丁戊乙丙"),
        // What the other side has removed is in no one's way.
        ("甲乙丙", "乙丙", "乙甲丙", "乙丙"),
        ("甲乙丙丁", "乙丙甲丁", "丁乙丙", "丁乙丙"),
    ] {
        let merged = merged(&rows(base), &rows(ours), &rows(theirs));
        assert_eq!((merged.outcome.messages(), text(&merged)), (vec![], rows(wanted)));
    }
    let level = |one: &str, other: &str, last: &str| {
        format!(
            "绩效指标:\n  {one}:\n    子: {{甲: [1, 1]}}\n  {other}:\n    子: {{甲: [1, 1]}}\n  {last}:\n    子: {{甲: [1, 1]}}\n"
        )
    };
    let (base, ours, theirs) =
        (level("一", "二", "三"), level("二", "一", "三"), level("一", "三", "二"));
    assert_eq!(
        merged(&base, &ours, &theirs).outcome.messages(),
        ["冲突：绩效指标：双方把次序调得不一样"]
    );
}

/// What one side removes, the other one has written a comment to: above it, beside it,
/// or within it.
#[test]
fn a_new_comment_is_not_removed() {
    let base = indicators(&["甲: [1, 1] # 旧", "乙: [2, 2]"]);
    let removed = indicators(&["乙: [2, 2]"]);
    let above = indicators(&["# 上", "甲: [1, 1] # 旧", "乙: [2, 2]"]);
    assert_snapshot!(shown(&base, &removed, &above), @r#"
    绩效指标:
      产出指标:
        数量指标:
    <<<<<<< 我方
    ||||||| 原来
          甲: [1, 1]                # 旧
    =======
          # 上
          甲: [1, 1]                # 旧
    >>>>>>> 对方
          乙: [2, 2]
    冲突：绩效指标 › 产出指标 › 数量指标 › 甲：我方没有这一项，对方“[1, 1] # 上 # 旧”，原为“[1, 1] # 旧”
    "#);
    for (before, after) in [("# 旧", "# 新"), ("数量指标:", "数量指标: # 新")] {
        let remarked = base.replace(before, after);
        let emptied = "绩效指标: {}\n";
        let without: &[&str] = if before == "# 旧" { &[&removed, emptied] } else { &[emptied] };
        for removed in without {
            for (ours, theirs) in [(*removed, remarked.as_str()), (&remarked, removed)] {
                let merged = merged(&base, ours, theirs);
                assert!(!merged.outcome.is_settled(), "{}", text(&merged));
                assert!(text(&merged).contains("<<<<<<< "), "{}", text(&merged));
                assert!(text(&merged).contains("# 新"), "{}", text(&merged));
            }
        }
    }
    // It goes where the indicator has gone.
    let moved = format!("{removed}    质量指标:\n      甲: [1, 1] # 旧\n");
    let remarked = base.replace("# 旧", "# 新");
    for (ours, theirs) in [(&moved, &remarked), (&remarked, &moved)] {
        let merged = merged(&base, ours, theirs);
        assert_eq!(merged.outcome, Outcome::Settled);
        assert!(text(&merged).ends_with("    质量指标:\n      甲: [1, 1]                # 新\n"));
    }
    // Where it has only taken a comment away, nothing is lost.
    let plain = base.replace(" # 旧", "");
    assert_eq!(merged(&base, &removed, &plain).outcome, Outcome::Settled);
}

/// Blanks in a text are told from those that set values below one another, beside other
/// conflicts, too.
#[test]
fn blanks_in_a_text_are_marked_beside_other_conflicts() {
    let form = |blanks: &str, name: &str, value: &str| {
        format!(
            "年度目标: |-\n  时间:{blanks}[长]\n  第二行\n\n绩效指标:\n  产出指标:\n    数量指标:\n      {name}: [1, {value}]\n      乙: [1, 1]\n"
        )
    };
    let merged = merged(&form("    ", "甲", "1"), &form(" ", "甲", "2"), &form("  ", "甲", "3"));
    assert_snapshot!(text(&merged), @r#"
    年度目标: |-
    <<<<<<< 我方
      时间: [长]
    ||||||| 原来
      时间:    [长]
    =======
      时间:  [长]
    >>>>>>> 对方
      第二行

    绩效指标:
      产出指标:
        数量指标:
    <<<<<<< 我方
          甲: [1, 2]
    ||||||| 原来
          甲: [1, 1]
    =======
          甲: [1, 3]
    >>>>>>> 对方
          乙: [1, 1]
    "#);
}
