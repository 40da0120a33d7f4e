//! What the rules make of what forms say: variants of mistakes that are found, and
//! of what is right and must not be taken for one.

use crate::support::build::{broken, findings, mended};
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
    ("placeholder", "年度目标", "服务企业    家，培训    人次。"),
    ("placeholder", "年度目标", "服务企业\u{3000}\u{3000}家以上。"),
    ("placeholder", "年度目标", "培训人数×人，检查×次×天。"),
    ("placeholder", "年度目标", "整理×月数据，服务×家均达标。"),
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
    ("template-leftover", "项目实施内容", "不超过500字"),
    ("template-leftover", "项目实施内容", "完成升级。限500字以内"),
    ("template-leftover", "年度目标", "目标1：\n目标2：完成升级。"),
    ("template-leftover", "年度目标", "目标1：\n完成升级。\n目标2：\n"),
    ("odd-width", "年度目标", "完成２０２６年升级任务。"),
    ("latin-stop", "年度目标", "完成升级任务."),
    ("doubled-mark", "年度目标", "完成升级，，开展培训。"),
    ("blank-in-word", "年度目标", "完成小区物业管 理。"),
    ("document-number", "立项必要性", "《甲乙丙丁办法》(苏财综[2020]1号)"),
    ("document-number", "立项必要性", "《甲乙丙丁办法》(苏财综〔2020〕-1号)"),
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
    ("实施可行性", "按人数×天数×标准、单价×件数、50元×人数和每月×人均测算。"),
    ("实施可行性", "按50元×天×人、单价×人×天和人×天×标准测算。"),
    ("实施可行性", "统筹 省 市 县 三级资金，保障水 电 气。"),
    ("年度目标", "编发信息20期，每期信息不超过800字"),
    ("年度目标", "目标1：\n完成平台升级。\n目标2：\n服务企业600家。"),
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

/// Blanks that stand for something are told, and stay for those who know what for.
#[test]
fn blanks_that_stand_for_something_are_not_closed() {
    for (text, rule) in [
        ("服务企业    家，培训    人。", "placeholder"),
        ("检查\u{3000}\u{3000}次左右。", "placeholder"),
        ("统筹 省 市 县 三级资金。", "blank-in-word"),
        ("保障水 电 气。", "blank-in-word"),
    ] {
        let form = project_text(&[("年度目标", text)]);
        let told: Vec<_> = findings(&form).into_iter().filter(|it| it.rule.name == rule).collect();
        assert_eq!(told.len(), 1, "{text}: {told:?}");
        assert_eq!(mended(&form), form, "{text}");
    }
    let form = project_text(&[("年度目标", "第二  批的绩 效 目 标和有关事  项。")]);
    assert!(mended(&form).contains("第二  批的绩效目标和有关事项。"), "{}", mended(&form));
}

/// What is told of a document's number is what stands there; 第, which the standard has not, is
/// left out wherever there is something to mend.
#[test]
fn numbers_of_documents_say_what_is_there() {
    for (written, message) in [
        ("〔2020〕-1号", "文号里的年份后面多了“-”"),
        ("〔2020〕 — 1号", "文号里的年份后面多了“—”"),
        ("〔2020〕 1号", "文号中间有空格"),
        ("〔2020〕 第1号", "文号中间有空格"),
        ("〔2020〕第1 号", "文号中间有空格"),
        ("[2020]第1号", "文号里的年份用的是“[]”，不是“〔〕”"),
        ("[2020]-1号", "文号里的年份用的是“[]”，不是“〔〕”"),
        ("2020第1号", "文号里的年份没有“〔〕”"),
    ] {
        let form = |number: &str| {
            project_text(&[("立项必要性", &format!("《甲乙丙丁办法》(苏财综{number})"))])
        };
        let found = findings(&form(written)).into_iter();
        let told: Vec<_> = found.filter(|it| it.rule.name == "document-number").collect();
        assert_eq!(told.len(), 1, "{written}: {told:?}");
        assert_eq!(told[0].message, message, "{written}");
        assert_eq!(mended(&form(written)), form("〔2020〕1号"), "{written}");
    }
}

/// A blank at the end of a date hides no mistake of the period.
#[test]
fn periods_are_read_without_blanks_around_them() {
    let form = project_text(&[("完成时间", "2021年12月 ")]);
    assert_eq!(broken(&form), ["bad-date", "end-before-start", "trailing-blank"]);
    let form = project_text(&[("开始时间", "2027年 ")]);
    assert_eq!(broken(&form), ["bad-date", "starts-after-year", "trailing-blank"]);
}
