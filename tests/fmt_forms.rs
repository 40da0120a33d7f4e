//! The one layout of the files of other forms.

use crate::fmt::{format_as, said};

/// Rows stay lists or mappings, as their author wrote them; what the form fixes is in the
/// form's order.
#[test]
fn rows_keep_their_shape() {
    let ugly = "\
绩效指标:
  产出指标:
    数量指标:
      乙:
        备注: ''   # 注
        完成目标可能性: 确定能
        年度指标值: '10'
        1—7月执行情况: \"多\\n行\"
        全年预计完成情况: 72个
        偏差原因: [经费保障,
          \"制度保障\"] # 因
      长长的名称: [\"≥70个\", 40个, 72个, [], '', 有可能, \"\"]
      丙:
      - ≥70个
      - 40个
      - 72个
      - - 其他
      - \"说, 明\"
      - 有可能
      - ''
年度总体目标: 好
项目资金:
  其他资金:    [\"1\", 2, 3]
  本年财政拨款: {全年预计执行数: 3, 年初预算数: 1, 1—7月执行数: \"2\"}
年度: '2026'
项目名称: 甲
表: 项目支出绩效运行监控表
";
    let wanted = "\
表: 项目支出绩效运行监控表
年度: 2026
项目名称: 甲

项目资金:
  本年财政拨款:
    年初预算数: 1
    1—7月执行数: 2
    全年预计执行数: 3
  其他资金: [1, 2, 3]

年度总体目标: 好

绩效指标:
  产出指标:
    数量指标:
      乙:
        年度指标值: 10
        1—7月执行情况: |-
          多
          行
        全年预计完成情况: 72个
        偏差原因: [经费保障, 制度保障]  # 因
        完成目标可能性: 确定能
        备注: \"\"                # 注
      长长的名称: [≥70个, 40个, 72个, [], \"\", 有可能, \"\"]
      丙:         [≥70个, 40个, 72个, [其他], \"说, 明\", 有可能, \"\"]
";
    for text in [ugly, wanted] {
        assert_eq!(said(format_as(Some("监控表"), "甲.yaml", text)), wanted);
    }
    let single = "绩效指标:\n  产出指标:\n    数量指标:\n      甲: '10'\n      很长的名称: ≥70个\n";
    let wanted = single.replace("'10'", "10");
    assert_eq!(said(format_as(Some("申报表"), "甲.yaml", single)), wanted);
}

/// A default file may serve several forms; a project file is of one.
#[test]
fn keys_of_other_forms_stand_at_the_end() {
    let ugly = "\
总体目标: {年度目标: 乙}
实施部门: 局 # 注
项目级次: '市本级'
表: 目标表
预算单位: \"\"
年度: '2026'
";
    let wanted = "\
表: 目标表
年度: 2026
项目级次: 市本级

总体目标:
  年度目标: 乙
实施部门: 局                    # 注
预算单位: \"\"
";
    for text in [ugly, wanted] {
        assert_eq!(said(format_as(None, "夹/_defaults.yaml", text)), wanted);
    }
    let found = format_as(None, "甲.yaml", ugly).expect_err("no keys of its own");
    assert!(found.iter().all(|found| found.rule.name == "unknown-key"), "{found:?}");
}
