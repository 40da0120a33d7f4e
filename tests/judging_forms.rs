//! What the rules make of forms of other kinds, and of those of one project.

use std::fs;

use crate::support::build::broken;
use crate::support::cli::Workplace;

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
        (EVALUATED, "[60, 60, 57.8]", "[60, 60, 60.0]", "uneven-decimals"),
        (EVALUATED, "[60, 60, 57.8]", "[60, 60, 60]", ""),
        // The first six are the money as it was planned, which the target was made for.
        (EVALUATED, "[≤880万元, 850.15万元, 5", "[≤900万元, 850.15万元, 5", ""),
        (EVALUATED, "[≥48辆, 48辆, 4", "[≥48辆, 0, 4", "score-against-actual"),
        (EVALUATED, "[=100%, 97.4%, 4", "[=100%, \"0.974\", 4", "rate-without-percent"),
        (DECLARED, "≤880万元", "≤881万元", "cost-over-total"),
        (DECLARED, "≥72个", "\"≥72\"", "number-without-unit"),
        (DECLARED, "项目总成本: ≤880万元", "项目总成本: ≤880", "number-without-unit"),
        (DECLARED, "月度考核合格率: ≥95%", "月度考核合格率: ≥100%", "rate-over-whole"),
        (DECLARED, "      农村居民满意度:", "      服务对象满意度:", "named-like-group"),
        (DECLARED, "  中期目标: |-", "  中期目标: |-\n    （450字内）", "template-leftover"),
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
        let told = workplace.run("check projects --format concise");
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
