//! What the rules make of numbers: the values of indicators, the counts of goals, amounts.

use jixiao::diagnostic::Severity;
use jixiao::form::standard_value;

use crate::support::build::{broken, findings, mended};
use crate::support::cli::Workplace;
use crate::support::project::{FORM, project_text};

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
    ("[≤1%, ≤3%]", "half-over-full"),
    ("[1.2万册, 8000册]", "half-over-full"),
    ("[12月31日前, 6月30日前]", "half-over-full"),
    ("[12月底前, 6月底前]", "half-over-full"),
    ("[2026年9月, 2026年6月]", "half-over-full"),
    ("[2026-12-31, 2026-06-30]", "half-over-full"),
    ("[第四季度, 第二季度]", "half-over-full"),
    ("[年底前完成, 6月底前完成]", "half-over-full"),
    ("[100百分比, 100百分比]", "nonstandard-value nonstandard-value"),
    ("[半年值, 全年值]", "placeholder placeholder"),
    ("[=5台, =10台]", ""),
    ("[≥85%, ≥85%]", ""),
    ("[≤5天, ≤3天]", ""),
    ("[≤6万元, ≤13万元]", ""),
    ("[≤3次, ≤5次]", ""),
    ("[≤3人, ≤5人]", ""),
    ("[≤6个月, ≤12个月]", ""),
    ("[≤182天, ≤365天]", ""),
    ("[3小时, 2小时]", ""),
    ("[≥40小时, ≥20小时]", "half-over-full"),
    ("[≥2次, ≥4次/年]", ""),
    ("[≥200人/次, ≥400人次]", ""),
    ("[≤50%, ≤100%]", ""),
    ("[≤45%, ≤90%]", ""),
    ("[≤20%, ≤40%]", ""),
    ("[0, =10台]", ""),
    ("[=0, ≥10台]", ""),
    ("[0, ≥95%]", ""),
    ("[≤3起, 0]", ""),
    ("[≤3起, =0起]", ""),
    ("[5台, 0]", "half-over-full"),
    ("[≥50%, =100%]", ""),
    ("[≥50%, 100%]", ""),
    ("[8000人次, 1.2万人次]", ""),
    ("[6000平方米, 12000㎡]", ""),
    ("[0.5公里, 800米]", ""),
    ("[6月底前, 12月底]", ""),
    ("[2026年6月底前, 2026年12月底前]", ""),
    ("[2026.6.30, 2026.12.31]", ""),
    ("[每月10日前, 每月5日前]", ""),
    ("[次月10日前, 次月5日前]", ""),
    ("[上半年, 全年]", ""),
    ("[序时进度, 100%]", ""),
    ("[6月30日前, 12月31日前]", ""),
    ("[按计划完成, 完成]", ""),
    ("[约12处, 约24处]", ""),
    ("[<5天, <5天]", ""),
    (r#"[">5台", ">10台"]"#, ""),
    ("[1.5万人次, 3万人次]", ""),
    ("[1-2场, 3-5场]", ""),
    ("[2024.5万元, 2025.5万元]", ""),
    ("[2024万元, 2025万元]", ""),
    ("[2025年完成, 2025年完成]", "other-year-in-indicator other-year-in-indicator"),
    ("[不低于2025年水平, 不低于2024年水平]", ""),
    ("[每年12月底前, 每年6月底前]", ""),
    ("[不超过800字, ≤800字]", "nonstandard-value"),
    ("[每期不超过800字, 每期不超过800字]", ""),
    ("[≤50000000000000000000000000000天, ≤60000000000000000000000000000天]", ""),
    ("[“创客中国”大赛1场, “创客中国”大赛2场]", ""),
];

#[test]
fn values_are_judged_by_sign_number_and_unit() {
    for (values, rules) in VALUES {
        let form = FORM.replace("[=1项, =2项]", values);
        let rules: Vec<&str> = rules.split_whitespace().collect();
        assert_eq!(broken(&form), rules, "{values}");
    }
    let form = FORM.replace("[=1项, =2项]", "[95百分比, ≥98百分比]");
    assert!(mended(&form).contains("[95%, ≥98%]"), "{}", mended(&form));
}

/// The goal, an indicator of 数量指标, one of 社会效益, and the hints that they get.
const GOALS: &[(&str, &str, &str, &str)] = &[
    ("保洁70个行政村。", "保洁村数: [≥70村, ≥70村]", "", ""),
    ("保洁70个行政村。", "保洁村数: [≥70个, ≥70个]", "", ""),
    ("保洁70个行政村。", "保洁村数: [≥60村, ≥60村]", "", "goal-number-without-indicator"),
    ("培训120名教师。", "培训教师: [≥60人, ≥120人]", "", ""),
    ("培训教师1.2万人次。", "教师培训: [≥0.6万人次, ≥12000人次]", "", ""),
    ("购置电脑30套。", "电脑购置: [=10台, =30台]", "", ""),
    ("改造道路12000平方米。", "路面维修面积: [≥5000平方米, ≥12000平方米]", "", ""),
    ("改造道路1.2万㎡。", "路面维修面积: [≥5000平方米, ≥12000平方米]", "", ""),
    ("补植苗木1.2万株。", "栽种乔灌木: [≥5000株, ≥12000株]", "", ""),
    (
        "补植苗木300株。",
        "栽种乔灌木: [≥100株, ≥200株]",
        "",
        "goal-number-without-indicator output-not-in-goal",
    ),
    ("疏浚河道310公里。", "清淤长度: [≥100公里, ≥310公里]", "", ""),
    ("完成维修。", "路面铺设面积: [≥5000平方米, ≥12000平方米]", "", "output-not-in-goal"),
    ("3个月内完成，5个工作日办结，提高8个百分点，涉及4部门。", "完成量: [=1项, =2项]", "", ""),
    ("编印《机构名录（100家）》。", "编印机构名录: [=1项, =2项]", "", ""),
    ("做好系统运维升级。", "系统运维升级: [=1项, =2项]", "受益农村人口: [≥200人, ≥300人]", ""),
    ("做好系统运维升级。", "系统运维升级: [=1项, =2项]", "培训带动就业: [≥20人, ≥30人]", ""),
    ("做好系统运维升级。", "系统运维升级: [=1项, =2项]", "服务中断次数: [≤1次, ≤2次]", ""),
    ("做好系统运维升级。", "系统运维升级: [=1项, =2项]", "开展服务事故: [0起, 0起]", ""),
    ("做好系统运维升级。", "系统运维升级: [=1项, =2项]", "获奖项目: [=1项, =2项]", ""),
    (
        "做好系统运维升级。",
        "系统运维升级: [=1项, =2项]",
        "培训企业数量: [≥20家, ≥30家]",
        "output-as-benefit",
    ),
];

#[test]
fn goals_are_held_against_indicators() {
    for (goal, output, benefit, rules) in GOALS {
        let form =
            project_text(&[("年度目标", goal)]).replace("完成运维升级: [=1项, =2项]", output);
        let form = match benefit.is_empty() {
            true => form,
            false => form.replace("提升企业服务能力: [较好, 较好]", benefit),
        };
        let rules: Vec<&str> = rules.split_whitespace().collect();
        assert_eq!(hints(&form), rules, "{goal} {output} {benefit}");
    }
    let form = project_text(&[("完成时间", "2026年12月")]);
    assert_eq!(hints(&form), ["recurring-not-long-term"]);
}

#[test]
fn amounts_add_up_to_the_last_digit() {
    for (total, items, rules) in [
        ("13", "[6, 13]", ""),
        ("13.00", "[6, 13]", "uneven-decimals"),
        ("13", "[6, 13.0]", "uneven-decimals"),
        ("13.5", "[6, 13.50]", "uneven-decimals"),
        ("13.00", "[6, 13.00]", ""),
        ("13.00", "[6, 6.5]\n    乙: [0, 6.5]", ""),
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

/// A total may stand alone: without the key of the expenses, or without anything to sum up.
#[test]
fn a_total_may_stand_alone() {
    let expenses = "  支出:\n    平台运营服务费: [6, 13]\n";
    assert_eq!(broken(&FORM.replace(expenses, "")), [""; 0]);
    for empty in ["  支出:\n", "  支出: {}\n"] {
        assert_eq!(broken(&FORM.replace(expenses, empty)), ["sum-mismatch"], "{empty}");
    }
    let workplace = Workplace::new();
    workplace.file("甲.yaml", FORM.replace(expenses, ""));
    let built = workplace.run("build 甲.yaml -o .");
    assert_eq!((built.code, built.stderr.contains("警告")), (0, false), "{built:?}");
    assert_eq!(
        workplace.run("verify 甲.pdf").stderr,
        "甲.pdf：原样，与本程序重新排出的逐字节相同\n"
    );
    // What the PDF carries is in order, too.
    let extracted = workplace.run("extract 甲.pdf").stdout;
    assert!(extracted.contains("资金总额: 13\n") && !extracted.contains("支出:"), "{extracted}");
    assert_eq!(broken(&extracted), [""; 0]);
    assert!(workplace.run("list 甲.yaml --format csv").stdout.contains(",13,"));
}

/// Words for limits become the sign that they stand for, whole, or remain as they are.
#[test]
fn words_for_limits_are_one_sign() {
    for (written, standard) in [
        ("20%及其以下", "≤20%"),
        ("20%及其以上", "≥20%"),
        ("20%及以上", "≥20%"),
        ("20％以上", "≥20%"),
        ("20%或以上", "≥20%"),
        ("20%（含）以上", "≥20%"),
        ("20%(含)以下", "≤20%"),
        ("20%以下（含）", "≤20%"),
        ("20%（含本数）以上", "≥20%"),
        ("20%（不含）以下", "<20%"),
        ("20%以上（不含）", ">20%"),
        ("3家及其以上", "≥3家"),
        ("20个工作日及其以内", "≤20个工作日"),
        ("5次/年以上", "≥5次/年"),
        ("≥20%及其以上", "≥20%"),
        ("不低于20%以上", "≥20%"),
        // Two limits, or a range, are none of them.
        ("不超过20%以上", "不超过20%以上"),
        ("20%以外", "20%以外"),
        ("20%左右", "20%左右"),
    ] {
        assert_eq!(standard_value(written), standard, "{written}");
        let form = FORM.replace("[=1项, =2项]", &format!("[{written}, {written}]"));
        let rules = if written == standard { &[][..] } else { &["nonstandard-value"; 2] };
        assert_eq!(broken(&form), rules, "{written}");
    }
}

/// The hints that a form gets, but for the kinds of indicators that it lacks.
fn hints(form: &str) -> Vec<&'static str> {
    let found = findings(form).into_iter().filter(|found| found.severity == Severity::Hint);
    let names = found.map(|found| found.rule.name);
    names.filter(|name| *name != "no-usual-indicator").collect()
}
