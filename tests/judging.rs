//! What the rules make of what forms say: variants of mistakes that are found, and
//! of what is right and must not be taken for one.

use jixiao::diagnostic::Severity;

use crate::support::build::findings;
use crate::support::project::{FORM, project_text};

/// Each of these breaks the rule, and no other one.
const WRONG: &[(&str, &str, &str)] = &[
    ("not-in-list", "项目类型", "一次性项目"),
    ("not-in-list", "项目级次", "省级"),
    ("bad-date", "开始时间", "2022"),
    ("bad-date", "开始时间", "2022年03月"),
    ("bad-date", "开始时间", "2022年13月"),
    ("bad-date", "开始时间", "2022-03-01"),
    ("bad-date", "开始时间", "二〇二二年三月"),
    ("bad-date", "开始时间", "长期"),
    ("bad-date", "完成时间", "永久"),
    ("end-before-start", "完成时间", "2021年12月"),
    ("recurring-not-long-term", "完成时间", "2026年12月"),
    ("starts-after-year", "开始时间", "2027年"),
    ("bad-phone", "联系电话", "8659117"),
    ("bad-phone", "联系电话", "1395188004"),
    ("bad-phone", "联系电话", "李鹏"),
    ("bad-phone", "联系电话", "０２５-86591170"),
    ("placeholder", "立项必要性", "某某文件(××〔2026〕1号)"),
    ("placeholder", "年度目标", "服务企业XX家。"),
    ("placeholder", "年度目标", "服务企业X.X万家。"),
    ("placeholder", "年度目标", "目标待定。"),
    ("placeholder", "年度目标", "TODO: 写目标"),
    ("placeholder", "年度目标", "服务企业____家。"),
    ("placeholder", "年度目标", "服务企业〇〇家。"),
    (
        "repeated-citation",
        "立项必要性",
        "《甲乙丙丁办法》(甲〔2020〕1号)\n《甲乙丙丁办法》(甲[2020]1号)",
    ),
    ("repeated-citation", "立项必要性", "1、《中小企业促进条例》\n2、《中小企业促进条例》；"),
    (
        "citation-conflict",
        "立项必要性",
        "《甲乙丙丁办法》(甲〔2020〕1号)\n《甲乙丙丁细则》(甲〔2020〕1号)",
    ),
    (
        "citation-conflict",
        "立项必要性",
        "《甲乙丙丁戊己办法》(甲〔2020〕1号)\n《甲乙丙丁戊己办法》(甲〔2021〕1号)",
    ),
    ("unbalanced-marks", "立项必要性", "《甲办法"),
    ("unbalanced-marks", "立项必要性", "甲办法》"),
    ("unbalanced-marks", "立项必要性", "《甲办法(试行》"),
    ("unbalanced-marks", "立项必要性", "“甲办法"),
    ("unbalanced-marks", "立项必要性", "甲办法(甲〔2020)"),
    ("mixed-width", "实施可行性", "设备齐全，人员到位,经费落实。"),
    ("mixed-width", "实施可行性", "不低于60%;其中甲3辆；乙2辆。"),
    ("mixed-width", "实施可行性", "甲（乙)丙。"),
    ("mixed-width", "实施可行性", "(1）甲乙。"),
    ("trailing-blank", "项目负责人", "李鹏\u{3000}"),
    ("trailing-blank", "实施可行性", "设备齐全。 \n人员到位。"),
    ("trailing-blank", "项目类型", "常年安排项目 "),
    ("other-year-in-goal", "年度目标", "2025年完成升级。"),
    ("other-year-in-goal", "年度目标", "完成２０２５年升级任务。"),
    ("other-year-in-goal", "年度目标", "二〇二五年完成升级。"),
    ("other-year-in-goal", "年度目标", "2062年完成升级。"),
];

/// Each of these is right.
const RIGHT: &[(&str, &str)] = &[
    ("开始时间", "2022年3月"),
    ("联系电话", "025-86591170"),
    ("联系电话", "(025)86591170"),
    ("联系电话", "（025）86591170"),
    ("联系电话", "86591170-8001"),
    ("联系电话", "86591170 转 8001"),
    ("联系电话", "+86-25-86591170"),
    ("联系电话", "13951880045"),
    ("联系电话", "139-5188-0045"),
    ("联系电话", "0517-83665112"),
    ("联系电话", "86591170、13951880045"),
    ("联系电话", "400-820-8820"),
    ("立项必要性", "根据《甲乙丙丁办法》（甲〔2020〕1号）的要求，按照甲〔2020〕1号第五条执行。"),
    (
        "立项必要性",
        "关于印发《甲乙丙丁办法》的通知(甲〔2020〕1号)\n《甲乙丙丁细则》(乙〔2020〕1号)",
    ),
    ("立项必要性", "关于下达专项资金的通知(甲〔2024〕1号)\n关于下达专项资金的通知(甲〔2025〕3号)"),
    ("立项必要性", "《甲办法》，“乙”和（丙），《关于〈丁〉的通知》。"),
    ("实施可行性", "1)设备齐全；\n2)人员到位；\n3）经费落实。"),
    ("实施可行性", "每天9:00至17:30值班，见https://example.cn/a,b：已试行。"),
    ("实施可行性", "OA(Office Automation)系统，版本3.5，数据5,000条。"),
    ("实施可行性", "做好等待定期检查和待定岗人员的工作。"),
    ("实施可行性", "购置XXL号工作服；二〇〇五年建成。"),
    ("年度目标", "服务企业较2025年增长5%。"),
    ("年度目标", "在2024、2025年工作基础上，完成升级。"),
    ("年度目标", "服务2026年3月至2027年2月学年。"),
    ("年度目标", "落实2025-2027年三年行动计划。"),
    ("年度目标", "继续实施2025年结转项目。"),
    ("年度目标", "完成2025年度决算审计。"),
    ("年度目标", "改造2000年以前建成的管网。"),
    ("年度目标", "宣传《甲办法(2025年修订)》。"),
    ("年度目标", "2026年完成升级。"),
    ("中长期目标", "到2030年全部完成。"),
];

/// Values of an indicator `[half year, full year]`, and the rule that they break.
const VALUES: &[(&str, &str)] = &[
    (r#"[">=85%", ≥85%]"#, "nonstandard-value"),
    ("[≥85％, ≥85%]", "nonstandard-value"),
    ("[＝5台, =10台]", "nonstandard-value"),
    ("[=１0台, =20台]", "nonstandard-value"),
    ("[≥ 85 %, ≥85%]", "nonstandard-value"),
    ("[≥85%, 90%以上]", "nonstandard-value"),
    ("[不少于5台, ≥10台]", "nonstandard-value"),
    ("[≤3天, 5天以内]", "half-over-full nonstandard-value"),
    (r#"["=1,000册", =2000册]"#, "nonstandard-value"),
    ("[》85%, ≥90%]", "nonstandard-value"),
    ("[“较好”, 较好]", "nonstandard-value"),
    ("[=5台, =10套]", "unit-mismatch"),
    ("[=5台, ≥10台]", "unit-mismatch"),
    ("[5台, =10台]", "unit-mismatch"),
    ("[=10台, =5台]", "half-over-full"),
    ("[≥90%, ≥85%]", "half-over-full"),
    ("[≤3天, ≤5天]", "half-over-full"),
    ("[半年值, 全年值]", "placeholder placeholder"),
    ("[=5台, =10台]", ""),
    ("[≥85%, ≥85%]", ""),
    ("[≤5天, ≤3天]", ""),
    ("[≤6万元, ≤13万元]", ""),
    ("[≤3次, ≤5次]", ""),
    ("[序时进度, 100%]", ""),
    ("[6月30日前, 12月31日前]", ""),
    ("[按计划完成, 完成]", ""),
    ("[约12处, 约24处]", ""),
    ("[<5天, <5天]", ""),
    (r#"[">5台", ">10台"]"#, ""),
    ("[1.5万人次, 3万人次]", ""),
    ("[1-2场, 3-5场]", ""),
    ("[“创客中国”大赛1场, “创客中国”大赛2场]", ""),
];

#[test]
fn mistakes_are_found_once() {
    for (rule, key, text) in WRONG {
        assert_eq!(broken(&project_text(&[(key, text)])), [*rule], "{key}: {text:?}");
    }
}

#[test]
fn what_is_right_is_not_claimed_to_be_wrong() {
    assert_eq!(broken(FORM), [""; 0]);
    for (key, text) in RIGHT {
        assert_eq!(broken(&project_text(&[(key, text)])), [""; 0], "{key}: {text:?}");
    }
}

#[test]
fn values_are_judged_by_sign_number_and_unit() {
    for (values, rules) in VALUES {
        let form = FORM.replace("[=1项, =2项]", values);
        let rules: Vec<&str> = rules.split_whitespace().collect();
        assert_eq!(broken(&form), rules, "{values}");
    }
}

#[test]
fn amounts_add_up_to_the_last_digit() {
    for (total, items, rules) in [
        ("13", "[6, 13]", ""),
        ("13.00", "[6, 13]", ""),
        ("0.3", "[0, 0.1]\n    乙: [0, 0.2]", ""),
        ("13.01", "[6, 13]", "sum-mismatch"),
        ("13", "[6, 12.999999]", "sum-mismatch"),
        ("13", "[6.1, 6]\n    乙: [0, 7]", "expense-half-over-full"),
        // Two amounts in the wrong order are one mistake.
        ("13", "[13, 6]", "expense-half-over-full"),
        ("13", "[6, 13]\n    乙: [0, 0]", "zero-expense"),
        ("13", "[6, 13]\n    乙: [0, 0.00]", "zero-expense"),
        ("13.0000001", "[6, 13.0000001]", "bad-amount bad-amount"),
    ] {
        let form = FORM.replace("资金总额: 13", &format!("资金总额: {total}"));
        let form = form.replace("平台运营服务费: [6, 13]", &format!("甲: {items}"));
        let rules: Vec<&str> = rules.split_whitespace().collect();
        assert_eq!(broken(&form), rules, "{total} {items}");
    }
}

#[test]
fn indicators_are_those_of_the_edition() {
    for (written, instead, rules) in [
        ("  产出指标:", "  产出:", ""),
        ("    社会效益:", "    社会效益指标:", ""),
        ("    质量指标:", "    成本:", ""),
        ("  效益指标:\n    社会效益:", "  效益指标:\n    可持续影响指标:", ""),
        ("  产出指标:", "  投入指标:", "unknown-indicator"),
        ("    质量指标:", "    速度指标:", "unknown-indicator"),
        ("    社会效益:", "    数量指标:", "unknown-indicator"),
        ("立项依据充分性", "立项依据充足性", "unknown-indicator"),
        ("  过程:", "  过成:", "unknown-indicator"),
        ("      资金到位率: [序时进度, 100%]\n", "", "missing-fixed-indicator"),
        (
            "      提升企业服务能力: [较好, 较好]",
            "      服务满意度: [较好, 较好]",
            "rate-without-number",
        ),
        ("      提升企业服务能力: [较好, 较好]", "      服务效率: [较好, 较好]", ""),
        ("      提升企业服务能力: [较好, 较好]", "      发病率: [下降, 较上年下降]", ""),
    ] {
        assert!(FORM.contains(written), "{written}");
        let rules: Vec<&str> = rules.split_whitespace().collect();
        assert_eq!(broken(&FORM.replace(written, instead)), rules, "{instead}");
    }
}

/// The rules that a form breaks, hints aside.
fn broken(form: &str) -> Vec<&'static str> {
    let found = findings(form).into_iter().filter(|found| found.severity > Severity::Hint);
    found.map(|found| found.rule.name).collect()
}
