//! What the rules make of what forms say: variants of mistakes that are found, and
//! of what is right and must not be taken for one.

use jixiao::diagnostic::Severity;
use jixiao::form::standard_value;

use crate::support::build::{broken, findings, mended};
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
    ("ends-before-year", "完成时间", "2025年12月"),
    ("ends-before-year", "完成时间", "2022年"),
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
    ("placeholder", "立项必要性", "关于20XX年度考试工作安排的通知"),
    ("placeholder", "立项必要性", "关于20××年度考试工作安排的通知"),
    ("placeholder", "立项必要性", "关于202X年考试工作安排的通知"),
    ("placeholder", "立项必要性", "关于20**年考试工作安排的通知"),
    ("placeholder", "立项必要性", "关于20__年考试工作安排的通知"),
    ("placeholder", "立项必要性", "关于二〇××年考试工作安排的通知"),
    ("placeholder", "年度目标", "服务企业X家。"),
    ("placeholder", "年度目标", "×月×日前完成。"),
    ("placeholder", "年度目标", "2026年 月 日前完成。"),
    ("placeholder", "实施可行性", "同上"),
    (
        "repeated-citation",
        "立项必要性",
        "《甲乙丙丁办法》(甲〔2020〕1号)\n《甲乙丙丁办法》(甲[2020]1号)",
    ),
    ("repeated-citation", "立项必要性", "1、《中小企业促进条例》\n2、《中小企业促进条例》；"),
    (
        "repeated-citation",
        "立项必要性",
        "《中小企业促进法》(主席令第74号)\n《政府采购法》\n《中小企业促进法》(主席令第74号)",
    ),
    (
        "repeated-citation",
        "立项必要性",
        "《中华人民共和国中小企业促进法》（主席令第七十四号）\n2.《中小企业促进法》",
    ),
    ("repeated-citation", "立项必要性", "《预算法》、《会计法》、《预算法》。"),
    ("repeated-citation", "立项必要性", "根据《预算法》（2018年修正）和《会计法》\n依据《预算法》"),
    (
        "repeated-citation",
        "立项必要性",
        "《城市绿化条例》（国务院令第100号）、《甲乙丙办法》（甲〔2020〕1号）\n《城市绿化条例》",
    ),
    ("repeated-citation", "立项必要性", "城市绿化条例(国务院令第100号)\n《城市绿化条例》"),
    ("repeated-citation", "立项必要性", "《中小企业促进法》43条\n《中小企业促进法》第43条"),
    (
        "repeated-citation",
        "立项必要性",
        "1.《预算法》（主席令第22号）；2.《会计法》；3.《预算法》（主席令第22号）",
    ),
    (
        "repeated-citation",
        "立项必要性",
        "《预算法》主席令第22号\n根据《会计法》、《预算法》等法律法规。",
    ),
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
    ("template-leftover", "年度目标", "完成升级任务#REF!项。"),
    ("template-leftover", "项目实施内容", "（简要说明项目内容，不超过500字）"),
    ("odd-width", "年度目标", "完成２０２６年升级任务。"),
    ("latin-stop", "年度目标", "完成升级任务."),
    ("doubled-mark", "年度目标", "完成升级，，开展培训。"),
    ("blank-in-word", "年度目标", "完成小区物业管 理。"),
    ("document-number", "立项必要性", "《甲乙丙丁办法》(苏财综[2020]1号)"),
    ("radical-letter", "年度目标", "完成⼯作任务。"),
    ("other-year-in-goal", "年度目标", "二〇二五年完成升级。"),
    ("other-year-in-goal", "年度目标", "2062年完成升级。"),
    ("other-year-in-name", "项目名称", "2025部门预算编制服务"),
];

/// Each of these is right.
const RIGHT: &[(&str, &str)] = &[
    ("开始时间", "2022年3月"),
    // The full-width points of a list are no points of numbers.
    ("项目实施内容", "1．升级平台一套；\n2．2026年1月至9月完成OA系统维护。"),
    // A recurring project may have an end in sight; there is but a hint.
    ("完成时间", "2026年12月"),
    ("完成时间", "2028年"),
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
    ("立项必要性", "《中小企业促进法》43条\n《中小企业促进法》44条"),
    ("立项必要性", "《中小企业促进法》(主席令第74号)\n《江苏省中小企业促进条例》"),
    ("立项必要性", "《预算法》规定预算要公开；《预算法》还规定要讲求绩效。"),
    ("立项必要性", "宣传《民法典》。\n学习《民法典》。"),
    (
        "立项必要性",
        "《城市绿化条例》（国务院令第100号）\n《甲乙丙办法》（甲〔2020〕1号）、《城镇绿化规定》",
    ),
    ("实施可行性", "1)设备齐全；\n2)人员到位；\n3）经费落实。"),
    ("实施可行性", "每天9:00至17:30值班，见https://example.cn/a,b：已试行。"),
    ("实施可行性", "OA(Office Automation)系统，版本3.5，数据5,000条。"),
    ("实施可行性", "做好等待定期检查和待定岗人员的工作。"),
    ("实施可行性", "购置XXL号工作服；二〇〇五年建成。"),
    ("实施可行性", "购置X光机1台，规格200×300毫米，长×宽×高为3×4×5米；2020×3。"),
    ("实施可行性", "每年6月、12月各一次；全年 12 次。"),
    ("年度目标", "服务企业较2025年增长5%。"),
    ("年度目标", "在2024、2025年工作基础上，完成升级。"),
    ("年度目标", "服务2026年3月至2027年2月学年。"),
    ("年度目标", "落实2025-2027年三年行动计划。"),
    ("年度目标", "继续实施2025年结转项目。"),
    ("年度目标", "完成2025年度决算审计。"),
    ("年度目标", "改造2000年以前建成的管网。"),
    ("年度目标", "宣传《甲办法(2025年修订)》。"),
    ("年度目标", "2026年完成升级。"),
    // Items are numbered in many ways.
    ("实施可行性", "甲)设备齐全；\nb)人员到位；\n十一)经费落实。"),
    ("项目名称", "2025本期刊编印"),
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
    assert!(workplace.run("list 甲.yaml --output csv").stdout.contains(",13,"));
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

/// The hints that a form gets, but for the kinds of indicators that it lacks.
fn hints(form: &str) -> Vec<&'static str> {
    let found = findings(form).into_iter().filter(|found| found.severity == Severity::Hint);
    let names = found.map(|found| found.rule.name);
    names.filter(|name| *name != "no-usual-indicator").collect()
}
