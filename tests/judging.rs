//! What the rules make of what forms say: variants of mistakes that are found, and
//! of what is right and must not be taken for one.

use std::fs;

use jixiao::diagnostic::Severity;

use crate::support::build::findings;
use crate::support::cli::Workplace;
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
        ("    时效指标:", "    质量:", "duplicate-indicator"),
        ("    时效指标:", "    数量:", "duplicate-indicator"),
        ("  效益指标:\n    社会效益:", "  产出:\n    时效:", "duplicate-indicator"),
        (
            "      完成运维升级:",
            "      完成运维升级指标: [=1项, =2项]\n      完成运维升级:",
            "duplicate-indicator",
        ),
        (
            "      资金到位率:",
            "      资金到位率指标: [=100%, =100%]\n      资金到位率:",
            "duplicate-indicator",
        ),
        // In another group it is another one.
        (
            "      系统升级维护效率:",
            "      平台功能完善度指标: [较好, 较好]\n      系统升级维护效率:",
            "",
        ),
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

/// The project that is in three forms.
const DECLARED: &str = "projects/申报表/村镇保洁.yaml";
const MONITORED: &str = "projects/监控表/村镇保洁.yaml";
const EVALUATED: &str = "projects/自评表/村镇保洁.yaml";
/// The project in a form that asks where the money comes from.
const WITH_INCOME: &str = "projects/镇江目标表/公园绿地养护.yaml";

#[test]
fn other_forms_are_judged_by_what_their_fields_mean() {
    for (path, written, instead, rules) in [
        (EVALUATED, "[=4次, 4次, 4, 4, \"\"]", "[=4次, 5次, 4, 4, \"\"]", ""),
        (EVALUATED, "[=4次, 4次, 4, 4, \"\"]", "[=4次, 3次, 4, 3, 汛期停了一次]", ""),
        (EVALUATED, "[=4次, 4次, 4, 4, \"\"]", "[=4次, 3次, 4, 4, \"\"]", "score-against-actual"),
        (EVALUATED, "[=4次, 4次, 4, 4, \"\"]", "[=4次, 4次, 4, 3, 停]", "score-against-actual"),
        (EVALUATED, "[=4次, 4次, 4, 4, \"\"]", "[=4次, 3次, 4, 3, \"\"]", "form-advice"),
        (EVALUATED, "[=4次, 4次, 4, 4, \"\"]", "[=4次, 4次, 4, 5, \"\"]", "form-rule"),
        (EVALUATED, "[=4次, 4次, 4, 4, \"\"]", "[=4次, 4次, 3, 3, \"\"]", "form-rule"),
        (EVALUATED, "[=4次, 4次, 4, 4, \"\"]", "[=4次, 4场, 4, 4, \"\"]", "unit-mismatch"),
        (EVALUATED, "[=4次, 4次, 4, 4, \"\"]", "[＝4次, 4次, 4, 4, \"\"]", "nonstandard-value"),
        (EVALUATED, "[60, 60, 57.8]", "[60, 60, 60.1]", "spent-over-budget"),
        (EVALUATED, "[60, 60, 57.8]", "[60, 60, 60.0]", ""),
        (MONITORED, "[硬件条件保障]", "[]", "form-advice"),
        (MONITORED, "[硬件条件保障]", "[硬件保障]", "not-in-list"),
        (MONITORED, "完成目标可能性: 完全不可能", "完成目标可能性: 不可能", "not-in-list"),
        (DECLARED, "项目属性: 延续项目", "项目属性: 老项目", "not-in-list"),
        (DECLARED, "    数量指标:", "    数目指标:", "unknown-indicator"),
        (DECLARED, "    时效指标:", "    质量:", "duplicate-indicator"),
        (EVALUATED, "    时效指标:", "    质量:", "duplicate-indicator"),
        (MONITORED, "    时效指标:", "    质量:", "duplicate-indicator"),
        (WITH_INCOME, "    时效指标:", "    质量:", "duplicate-indicator"),
        (DECLARED, "农村居民满意度: ≥90%", "农村居民满意度: 很好", "rate-without-number"),
        (WITH_INCOME, "一般公共预算资金: 300", "一般公共预算资金: 299.5", "form-rule"),
        (WITH_INCOME, "一般公共预算资金: 300", "一般公共预算资金: 300.0", ""),
        (WITH_INCOME, "年度: 2026", "年度: 2027", "old-edition"),
    ] {
        let form = fs::read_to_string(path).expect("a project");
        assert!(form.contains(written), "{path}: {written}");
        let rules: Vec<&str> = rules.split_whitespace().collect();
        assert_eq!(broken(&form.replacen(written, instead, 1)), rules, "{path}: {instead}");
    }
}

/// The forms of one project are held against each other: the later one against the
/// earlier one that is nearest.
#[test]
fn forms_that_follow_each_other_agree() {
    for (path, written, instead, rules) in [
        (EVALUATED, "", "", ""),
        (EVALUATED, "[≥48辆, 48辆", "[≥46辆, 48辆", "target-changed"),
        (EVALUATED, "[=4次, 4次", "[4次, 4次", ""),
        (EVALUATED, "经济成本指标:", "经济成本:", ""),
        (EVALUATED, "村均年保洁经费:", "村均保洁经费:", "indicator-not-set"),
        (EVALUATED, "村均年保洁经费:", "人均投入:", "indicator-not-set target-dropped"),
        (EVALUATED, "[60, 60, 57.8]", "[50, 60, 57.8]", "budget-changed"),
        (EVALUATED, "主管部门: 云湖市城市管理局", "主管部门: \"123001\"", ""),
        (MONITORED, "年度指标值: ≥48辆", "年度指标值: ≥46辆", "target-changed target-changed"),
        // It is another project.
        (EVALUATED, "主管部门: 云湖市城市管理局", "主管部门: 云湖市水务局", ""),
    ] {
        let workplace = Workplace::new();
        for other in [DECLARED, MONITORED, EVALUATED] {
            let form = fs::read_to_string(other).expect("a project");
            assert!(other != path || form.contains(written), "{path}: {written}");
            let is_it = other == path && !written.is_empty();
            workplace.file(other, if is_it { form.replacen(written, instead, 1) } else { form });
        }
        let told = workplace.run("check projects --output concise");
        let told = format!("{}{}", told.stdout, told.stderr);
        let mut told: Vec<&str> = told
            .lines()
            .filter_map(|line| Some(line.split_once('[')?.1.split_once(']')?.0))
            .collect();
        told.sort_unstable();
        let rules: Vec<&str> = rules.split_whitespace().collect();
        assert_eq!(told, rules, "{path}: {instead}");
    }
}

/// The rules that a form breaks, hints aside.
fn broken(form: &str) -> Vec<&'static str> {
    let found = findings(form).into_iter().filter(|found| found.severity > Severity::Hint);
    found.map(|found| found.rule.name).collect()
}
