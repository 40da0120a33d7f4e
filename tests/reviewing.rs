//! What reviewers send back: leftovers of templates, last year's years, numbers without
//! units, amounts in the wrong unit. Variants of each, and what is right and looks alike.

use crate::support::build::broken;
use crate::support::cli::Workplace;
use crate::support::project::{FORM, project_text};

/// Texts under keys, and the rule that they break, if any.
const TEXTS: &[(&str, &str, &str)] = &[
    ("项目名称", "2025年平台运营服务费", "other-year-in-name"),
    ("项目名称", "2025年度办公设备购置", "other-year-in-name"),
    ("项目名称", "办公设备购置（2025年）", "other-year-in-name"),
    ("项目名称", "2025办公设备购置", "other-year-in-name"),
    ("项目名称", "办公设备购置2024", "other-year-in-name"),
    ("项目名称", "二〇二五年办公设备购置", "other-year-in-name"),
    ("项目名称", "25年度办公设备购置", "other-year-in-name"),
    ("项目名称", "2026年平台运营服务费", ""),
    ("项目名称", "使用25年的电梯更新", ""),
    ("项目名称", "2025-2027年平台运营服务费", ""),
    ("项目名称", "2025—2026年度供暖补贴", ""),
    ("项目名称", "2025年度财务决算审计", ""),
    ("项目名称", "2025年结转工程尾款", ""),
    ("项目名称", "2025年度高新技术企业奖励", ""),
    ("项目名称", "2000年以前建成小区改造", ""),
    ("项目名称", "纪念2008年抗震救灾展陈", ""),
    ("项目名称", "ISO2025认证", ""),
    ("项目名称", "《机构名录（2025版）》印刷", ""),
    ("项目名称", "扶持2025户农户", ""),
    ("项目名称", "第2025号桥维修", ""),
    ("项目名称", "甲型2025设备维护", ""),
    ("项目名称", "宁财预〔2025〕12号文配套", ""),
    ("实施可行性", "（450字内）设备齐全。", "template-leftover"),
    ("实施可行性", "(不超过300字)", "template-leftover"),
    ("实施可行性", "设备齐全。【限200字以内】", "template-leftover"),
    ("实施可行性", "（字数控制在500字以内）设备齐全。", "template-leftover"),
    ("实施可行性", "此处填写可行性。", "template-leftover"),
    ("实施可行性", "单击此处输入文字。", "template-leftover"),
    ("实施可行性", "（请简要说明已有的条件）", "template-leftover"),
    ("实施可行性", "……", "template-leftover"),
    ("实施可行性", "...", "template-leftover"),
    ("实施可行性", "1、设备齐全；\n2、……", "template-leftover"),
    ("中长期目标", "目标1：系统稳定。\n目标2：……", "template-leftover"),
    ("中长期目标", "目标1：系统稳定。目标2：……。", "template-leftover"),
    ("中长期目标", "目标1：系统稳定。\n目标2：", "template-leftover"),
    ("中长期目标", ". .. ......", "template-leftover"),
    ("中长期目标", "系统稳定（不少于200字）", "template-leftover"),
    ("中长期目标", "文号：（  ）号", "template-leftover"),
    ("项目实施内容", "□新增 □延续", "template-leftover"),
    ("项目实施内容", "（ ）新增 （ ）延续", "template-leftover"),
    ("项目实施内容", "□ 是  □ 否", "template-leftover"),
    ("实施单位", "某市服务中心（盖章）", "template-leftover"),
    ("项目实施内容", "□新增 ■延续", ""),
    ("项目实施内容", "□系统维护。", ""),
    ("项目实施内容", "新增□延续√", ""),
    ("项目实施内容", "撰写调研报告2篇，每篇（3000字以内）。", ""),
    ("项目实施内容", "报送信息（不少于500字）20条。", ""),
    ("实施可行性", "有关部门……都已同意。", ""),
    ("实施可行性", "合同由双方（请假人员除外）签字确认。", ""),
    ("实施可行性", "指标1项、任务2项都已分解。", ""),
    ("中长期目标", "目标1：系统稳定。\n目标2：服务高效。", ""),
    (
        "实施可行性",
        "OA系统功能完善, 重点企业服务效率提升; 开展服务进园区活动30场, 服务企业600家。",
        "repeated-text",
    ),
    ("中长期目标", "无", ""),
];

#[test]
fn texts_are_no_leftovers() {
    for (key, text, rule) in TEXTS {
        let rules: Vec<&str> = rule.split_whitespace().collect();
        assert_eq!(broken(&project_text(&[(key, text)])), rules, "{key}: {text:?}");
    }
    // A purpose and the means to it, word for word.
    let same = "有效改善中心培训室的硬件设施条件。";
    let form = project_text(&[("立项必要性", same), ("实施可行性", same)]);
    assert_eq!(broken(&form), ["repeated-text"]);
    let form = project_text(&[("立项必要性", "无"), ("实施可行性", "无")]);
    assert_eq!(broken(&form), [""; 0]);
    // What is copied thrice is told twice.
    let form = project_text(&[("立项必要性", same), ("实施可行性", same), ("年度目标", same)]);
    assert_eq!(broken(&form), ["repeated-text", "repeated-text"]);
}

/// Indicators of 数量指标 with their values, and the rule that they break, if any.
const INDICATORS: &[(&str, &str)] = &[
    ("完成升级: [=1, =2]", "number-without-unit"),
    ("完成升级: [序时进度, =2]", "number-without-unit"),
    ("服务企业数: ≥200", "number-without-unit"),
    ("服务企业数: [0, ≥200]", "number-without-unit"),
    ("完成升级: [1, =2项]", "unit-mismatch"),
    ("培训人数（人）: [=10, =20]", ""),
    ("投入资金(万元): [=10, =20]", ""),
    ("空气质量综合指数: [≤4.5, ≤4.5]", ""),
    ("全省排名: [≤5, ≤5]", ""),
    ("新增黑臭水体: [=0, =0]", ""),
    ("上线年份: [2026, 2026]", ""),
    ("设备合格率: [\"0.999\", \"0.999\"]", "rate-without-percent rate-without-percent"),
    ("设备合格率: [≥95%, ≥95]", "rate-without-percent"),
    ("设备合格率: [0, \"≥0.95\"]", "rate-without-percent"),
    ("用户满意度: [95, 95]", "rate-without-percent rate-without-percent"),
    ("用户满意度: [≥95分, ≥95分]", ""),
    ("窗口效率: [≥2件/小时, ≥2件/小时]", ""),
    ("婴儿死亡率: [≤3‰, ≤3‰]", ""),
    ("设备合格率: [≥100%, ≥100%]", "rate-over-whole"),
    ("设备合格率: [≥90%, ≥100%]", "rate-over-whole"),
    ("资金到账及时率: [≥50%, =120%]", "unit-mismatch rate-over-whole"),
    ("用户满意度: [\">100%\", \">100%\"]", "rate-over-whole"),
    ("按时完成率: [≥100%, ≥100%]", "rate-over-whole"),
    ("资金拨付及时性: [≥100%, ≥100%]", "rate-over-whole"),
    ("设备验收合格: [≥100%, ≥100%]", "rate-over-whole"),
    ("任务完成率: [≥100%, ≥100%]", ""),
    ("任务完成情况: [≥100%, ≥100%]", ""),
    ("成本控制率: [≥100%, ≥100%]", ""),
    ("产值增长率: [≥100%, ≥150%]", ""),
    ("成本控制率: [≤100%, ≤100%]", ""),
    ("设备合格率: [=100%, =100%]", ""),
    ("设备合格率: [≥90%, =100%]", ""),
    ("数量: [=1项, =2项]", "named-like-group"),
    ("数量指标: [=1项, =2项]", "named-like-group"),
    ("产出指标: [=1项, =2项]", "named-like-group"),
    ("数量指标完成数: [=1项, =2项]", ""),
    ("指标1：完成升级: [=1项, =2项]", "template-leftover"),
    ("指标1: [=1项, =2项]", "template-leftover"),
    ("指标一、完成升级: [=1项, =2项]", "template-leftover"),
    ("完成升级: [……, ……]", "template-leftover template-leftover"),
    ("指标体系建设: [=1项, =2项]", ""),
    ("2025年培训场次: [=1场, =2场]", "other-year-in-indicator"),
    ("2025培训场次: [=1场, =2场]", "other-year-in-indicator"),
    ("2026年培训场次: [=1场, =2场]", ""),
    ("2025年度绩效评价报告: [=1份, =2份]", ""),
    ("较2025年增长: [≥3%, ≥5%]", ""),
    ("上线时间: [2025年6月底前, 2026年12月底前]", "other-year-in-indicator"),
    ("上线时间: [2026年6月底前, 2025年12月底前]", "half-over-full other-year-in-indicator"),
    ("上线时间: [2025-06-30, 2025-12-31]", "other-year-in-indicator other-year-in-indicator"),
    ("上线时间: [25年6月底前, 2026年12月]", "other-year-in-indicator"),
    ("上线时间: [截至2025年6月, 2026年12月]", "other-year-in-indicator"),
    ("上线时间: [2025.6, 2025.12]", "other-year-in-indicator other-year-in-indicator"),
    ("上线时间: [2026年6月底前, 2026年12月底前]", ""),
    ("上线时间: [2026年6月底前, 2027年1月底前]", ""),
    ("客流: [不低于2025年水平, 不低于2025年水平]", ""),
    ("服务周期: [2025.07-2026.01, 2025.07-2026.01]", ""),
    ("数据量: [≥1000条, ≥2025条]", ""),
];

#[test]
fn indicators_are_judged_by_name_and_unit() {
    for (indicator, rules) in INDICATORS {
        let form = FORM.replace("完成运维升级: [=1项, =2项]", indicator);
        // Whatever else is said is said of it in the order of the text.
        let form = form.replace(": ≥200\n", ": [≥100, ≥200]\n");
        let rules: Vec<&str> = rules.split_whitespace().collect();
        assert_eq!(sorted(broken(&form)), sorted(rules), "{indicator}");
    }
    // Where no number has a unit, units are not how the form is filled in.
    let none = FORM.replace("完成运维升级: [=1项, =2项]", "完成升级: [=1, =2]");
    let none = none.replace("=100%", "充分").replace("100%", "充分");
    assert!(!broken(&none).contains(&"number-without-unit"));
}

/// A year in a project that has gone on since then is its own.
#[test]
fn years_of_the_period_are_meant() {
    let form =
        FORM.replace("完成运维升级: [=1项, =2项]", "上线时间: [2025年6月底前, 2026年6月底前]");
    let form = form
        .replace("项目名称: ", "项目名称: 2025年")
        .replace("开始时间: 2022年", "开始时间: 2025年");
    let two_years = form.replace("完成时间: 长期", "完成时间: 2026年");
    let one_off = two_years.replace("常年安排项目", "一次性安排项目");
    assert_eq!(broken(&one_off), ["one-off-years"]);
    assert!(broken(&form).contains(&"other-year-in-name"));
    let past = one_off.replace("完成时间: 2026年", "完成时间: 2025年");
    assert!(broken(&past).contains(&"ends-before-year"));
    assert!(!broken(&past).contains(&"one-off-years"));
    let item = FORM.replace("    平台运营服务费: [6, 13]", "    2025年运营费: [6, 13]");
    assert_eq!(broken(&item), ["other-year-in-name"]);
}

#[test]
fn costs_are_held_against_the_money() {
    for (name, value, rules) in [
        ("项目总成本", "≤13万元", ""),
        ("项目总成本", "≤13.5万元", "cost-over-total"),
        ("项目总成本", "≤14万元", "cost-over-total"),
        ("项目总成本", "=20万元", "cost-over-total"),
        ("项目总成本", "20万元", "cost-over-total"),
        ("项目总成本", "≤20万", "cost-over-total"),
        ("项目总成本", "≤0.02亿元", "cost-over-total"),
        ("项目总成本", "≤140000元", "cost-over-total"),
        ("项目总成本", "≤130000元", ""),
        ("项目年成本", "≤20万元/年", "cost-over-total"),
        ("人均培训成本", "≤400元/人", ""),
        ("每平方米养护成本", "≤2.4元", ""),
        ("节约成本", "≥20万元", ""),
        ("项目总投资", "≤2000万元", ""),
        ("项目总成本", "不超预算", ""),
    ] {
        let cost = format!("    成本指标:\n      {name}: [{value}, {value}]\n    质量指标:");
        let form = FORM.replace("    质量指标:", &cost);
        let rules: Vec<&str> = rules.split_whitespace().collect();
        assert_eq!(broken(&form), rules, "{name} {value}");
        // The total may be left out.
        let form = form.replace("  资金总额: 13\n", "");
        assert_eq!(broken(&form), rules, "{name} {value}, without the total");
    }
    // Rounded up, it is no more.
    let cost = "    成本指标:\n      项目总成本: [≤13万元, ≤13万元]\n    质量指标:";
    let form =
        FORM.replace("    质量指标:", cost).replace("13\n", "12.98\n").replace("13]", "12.98]");
    assert_eq!(broken(&form), [""; 0]);
    // The money in 元, the cost in 万元.
    let form = FORM.replace("    质量指标:", cost).replace("资金总额: 13\n", "资金总额: 130000\n");
    let form = form.replace("[6, 13]", "[60000, 130000]");
    assert_eq!(broken(&form), ["amount-out-of-line"]);
}

/// Where no total is written, the items are held against one another.
#[test]
fn items_are_held_against_one_another() {
    for (items, rules) in [
        ("甲: [3, 6]\n    乙: [20000, 50000]", "amount-out-of-line"),
        ("甲: [3, 6]\n    乙: [2, 5]\n    丙: [4000, 8000]", "amount-out-of-line"),
        ("甲: [3, 6]\n    乙: [2, 5]\n    丙: [400, 800]", ""),
        ("甲: [3, 6]\n    乙: [2000, 6000]", ""),
        ("甲: [30000, 60000]\n    乙: [20000, 50000]", ""),
        ("甲: [20000, 50000]", ""),
    ] {
        let form = FORM.replace("平台运营服务费: [6, 13]", items).replace("  资金总额: 13\n", "");
        let rules: Vec<&str> = rules.split_whitespace().collect();
        assert_eq!(broken(&form), rules, "{items}");
    }
}

/// Some amounts in a folder, and which of them are told to be far above the others.
const FOLDERS: &[(&[&str], &[&str])] = &[
    (&["13", "54.61", "6", "35", "200", "1.15"], &[]),
    (&["130000", "54.61", "6", "35", "200", "1.15"], &["130000"]),
    (&["130000", "54.61", "60000", "35", "200", "1.15"], &["130000", "60000"]),
    (&["13", "546100", "6"], &["546100"]),
    (&["13", "546100"], &["546100"]),
    // A small thing and a building.
    (&["5", "6000"], &[]),
    (&["5", "6", "6000"], &["6000"]),
    (&["13"], &[]),
    // Amounts that grow by and by.
    (&["1", "2", "3", "20", "100", "600", "4000"], &[]),
    (&["0", "13", "13"], &[]),
    (&["130000", "546100", "60000"], &[]),
];

#[test]
fn amounts_are_held_against_the_folder() {
    for (amounts, told) in FOLDERS {
        for folder in ["表", "表/@"] {
            let workplace = Workplace::new();
            for (index, amount) in amounts.iter().enumerate() {
                // Without a total, there is nothing in the form to hold the amounts against.
                let form = FORM
                    .replace("  资金总额: 13\n", "")
                    .replace("项目名称: ", &format!("项目名称: {index}"));
                let form = form.replace("[6, 13]", &format!("[0, {amount}]"));
                let folder = folder.replace('@', &index.to_string());
                workplace.file(&format!("{folder}/{amount}元{index}.yaml"), form);
            }
            let outcome = workplace.run("check 表 --format concise");
            let found = outcome.stdout.lines().filter(|line| line.contains("amount-out-of-line"));
            let mut found: Vec<&str> = found
                .filter_map(|line| Some(line.split_once('元')?.0.rsplit_once('/')?.1))
                .collect();
            found.sort_unstable();
            assert_eq!(found, *told, "{amounts:?} in {folder}: {outcome:?}");
        }
    }
}

/// Both files are named, and the advice is exact.
#[test]
fn an_amount_in_yuan_is_explained() {
    let workplace = Workplace::new();
    for (name, amount) in [("甲", "13"), ("乙", "130000"), ("丙", "6")] {
        let form = FORM.replace("资金总额: 13", &format!("资金总额: {amount}"));
        let form = form.replace("[6, 13]", &format!("[0, {amount}]"));
        let form = form.replace("项目名称: ", &format!("项目名称: {name}"));
        workplace.file(&format!("表/{name}.yaml"), form);
    }
    for outcome in [workplace.run("check 表"), workplace.run("build 表")] {
        let told = outcome.stderr;
        assert!(
            told.contains(
                "警告[amount-out-of-line]: 资金总额是 130000 万元，是一起检查的别的表的 10000 倍"
            ),
            "{told}"
        );
        assert!(told.contains("表/乙.yaml:29:9") && told.contains("表/甲.yaml:29:9"), "{told}");
        assert!(told.contains("资金总额就是 13；"), "{told}");
    }
}

fn sorted(mut rules: Vec<&str>) -> Vec<&str> {
    rules.sort_unstable();
    rules
}
