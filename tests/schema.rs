//! The JSON Schema: editors take by it what the program takes, and find by it
//! most of what the program refuses.

use std::fs;
use std::sync::Arc;

use boon::{Compiler, SchemaIndex, Schemas};
use jixiao::form::{Form, schema};
use serde_json::Value;

use crate::support::build::{forms, real_forms};
use crate::support::cli::Workplace;
use crate::support::project::FORM;

/// The schema as a validator sees it.
struct Validator {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Validator {
    fn new(schema: &str) -> Self {
        let mut schemas = Schemas::new();
        let mut compiler = Compiler::new();
        let schema = serde_json::from_str(schema).expect("JSON");
        compiler.add_resource("file:///schema.json", schema).expect("a resource");
        let index = compiler.compile("file:///schema.json", &mut schemas).expect("a schema");
        Self { schemas, index }
    }

    /// The one of project files that name no form.
    fn stored() -> Self {
        Self::of("schema/2026.json")
    }

    /// One that is in the repository.
    fn of(path: &str) -> Self {
        Self::new(&fs::read_to_string(path).expect("the schema"))
    }

    /// What is wrong with a YAML text.
    fn validate(&self, yaml: &str) -> Result<(), String> {
        let value: Value = serde_yaml::from_str(yaml).map_err(|error| error.to_string())?;
        self.schemas.validate(&value, self.index).map_err(|error| error.to_string())
    }
}

/// The form called `name`.
fn form(name: &str) -> &'static Arc<Form> {
    forms().newest(Some(name)).expect("a form").form().expect("a sound form")
}

/// Where the schema of a form is in the repository.
fn path_of(name: &str) -> String {
    format!("schema/{}", schema::file_name("2026", form(name)))
}

#[test]
fn the_stored_schemas_are_those_that_the_program_prints() {
    let mut names = forms().names();
    names.push("");
    for name in names {
        let arguments = if name.is_empty() { String::new() } else { format!("--form {name}") };
        let outcome = Workplace::new().run(&format!("schema {arguments}"));
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
        let path = if name.is_empty() { "schema/2026.json".to_owned() } else { path_of(name) };
        let stored = fs::read_to_string(&path).expect("the schema");
        assert!(outcome.stdout == stored, "{path}: make bless writes it anew");
    }
}

#[test]
fn the_schema_goes_to_a_file_in_place_of_an_older_one() {
    let workplace = Workplace::new();
    workplace.file("深/处/schema.json", "old");
    for path in ["深/处/schema.json", "新/schema.json", "schema.json"] {
        let outcome = workplace.run(&format!("schema --edition 2026 -o {path}"));
        assert_eq!((outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()), (0, "", ""));
        let written = fs::read_to_string(workplace.path(path)).expect("the schema");
        assert!(written == workplace.run("schema").stdout, "{path}");
    }
    workplace.file("夹/甲.json", "");
    let outcome = workplace.run("schema -o 夹");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("写不了：这是一个文件夹"), "{}", outcome.stderr);
}

#[test]
fn every_project_file_is_valid_and_leads_to_the_schema() {
    let validator = Validator::stored();
    let mut files = 0;
    for entry in fs::read_dir(real_forms()).expect("the projects") {
        let path = entry.expect("a project").path();
        let yaml = fs::read_to_string(&path).expect("a readable project");
        assert_eq!(
            yaml.lines().next(),
            Some("# yaml-language-server: $schema=../../schema/2026.json"),
            "{path:?}"
        );
        assert_eq!(validator.validate(&yaml), Ok(()), "{path:?}");
        files += 1;
    }
    assert_eq!(files, 7);
    assert_eq!(validator.validate(FORM), Ok(()));
}

/// What the program takes, too: scalars of all kinds are texts.
#[test]
fn what_is_right_is_valid() {
    let validator = Validator::stored();
    for (written, instead) in [
        ("年度: 2026", "年度: \"2026\""),
        ("项目名称: 平台运营服务费", "项目名称: 2026"),
        ("项目名称: 平台运营服务费", "项目名称: 1.10"),
        ("项目名称: 平台运营服务费", "项目名称: yes"),
        ("项目名称: 平台运营服务费", "项目名称: true"),
        ("项目负责人: 李鹏", "项目负责人:"),
        ("开始时间: 2022年", "开始时间: 2022年12月"),
        ("联系电话: \"86591170\"", "联系电话: 086591170"),
        ("  资金总额: 13\n", ""),
        ("资金总额: 13", "资金总额:"),
        ("资金总额: 13", "资金总额: \"13.00\""),
        ("平台运营服务费: [6, 13]", "甲: [0, 0.5]\n    乙: [6, 12.5]"),
        ("年度: 2026", "表: 目标表\n年度: 2026"),
        ("年度: 2026", "表: 南京市市级项目预算绩效目标表\n年度: 2026"),
        (
            "平台运营服务费: [6, 13]",
            "平台运营服务费: {半年(程)计划执行数: 6, 全年(程)预算数: \"13\"}",
        ),
        (
            "立项依据充分性: [充分, 充分]",
            "立项依据充分性: {全年(程)指标值: 充分, 半年(程)指标值: 1}",
        ),
        ("  产出指标:", "  产出:"),
        ("    社会效益:", "    社会效益指标:"),
        ("立项依据充分性: [充分, 充分]", "立项依据充分性: [1.10, true]"),
    ] {
        let yaml = replaced(written, instead);
        assert_eq!(validator.validate(&yaml), Ok(()), "{instead}");
        let workplace = Workplace::new();
        workplace.file("甲.yaml", yaml);
        let outcome = workplace.run("check 甲.yaml");
        assert!(!outcome.stderr.contains("错误["), "{instead}: {}", outcome.stderr);
    }
}

#[test]
fn what_is_wrong_is_found() {
    let validator = Validator::stored();
    for (written, instead) in [
        ("年度: 2026", "年度: 2025"),
        ("年度: 2026", "年度: 2026年"),
        ("项目名称: 平台运营服务费", "项目名秤: 平台运营服务费"),
        ("项目名称: 平台运营服务费", "项目名称: \"\""),
        ("项目名称: 平台运营服务费", "项目名称: ~"),
        ("项目名称: 平台运营服务费", "项目名称: [甲]"),
        ("项目类型: 常年安排项目", "项目类型: 常年"),
        ("项目级次: 市本级", "项目级次: 区级"),
        ("开始时间: 2022年", "开始时间: 2022"),
        ("开始时间: 2022年", "开始时间: 2022年13月"),
        ("开始时间: 2022年", "开始时间: 长期"),
        ("完成时间: 长期", "完成时间: 长期有效"),
        ("资金总额: 13", "资金总额: -13"),
        ("资金总额: 13", "资金总额: 13万元"),
        ("资金总额: 13", "资金总额: \"1,300\""),
        ("资金总额: 13", "资金总额: \"0.1234567\""),
        ("资金总额: 13", "合计: 13"),
        ("年度: 2026", "表: 自评表\n年度: 2026"),
        ("平台运营服务费: [6, 13]", "平台运营服务费: 13"),
        ("平台运营服务费: [6, 13]", "平台运营服务费: {全年(程)预算数: 13}"),
        (
            "平台运营服务费: [6, 13]",
            "平台运营服务费: {半年(程)计划执行数: 6, 全年(程)预算数: 13, 全年: 13}",
        ),
        ("平台运营服务费: [6, 13]", "平台运营服务费: {半年(程)计划执行数: 六, 全年(程)预算数: 13}"),
        ("平台运营服务费: [6, 13]", "平台运营服务费: [6]"),
        ("平台运营服务费: [6, 13]", "平台运营服务费: [6, 7, 13]"),
        ("平台运营服务费: [6, 13]", "平台运营服务费: [6, ]"),
        ("平台运营服务费: [6, 13]", "平台运营服务费: [6, \"\"]"),
        ("  决策:", "  决定:"),
        ("    项目立项:", "    立项:"),
        ("立项依据充分性:", "立项依据:"),
        ("立项依据充分性: [充分, 充分]", "立项依据充分性: [充分, ~]"),
        ("      完成运维升级: [=1项, =2项]", "      \"\": [=1项, =2项]"),
        ("      完成运维升级: [=1项, =2项]\n", ""),
    ] {
        assert!(validator.validate(&replaced(written, instead)).is_err(), "{instead}");
    }
}

#[test]
fn new_files_are_valid_once_they_are_filled_in() {
    for name in forms().names() {
        let validator = Validator::of(&path_of(name));
        let workplace = Workplace::new();
        assert_eq!(workplace.run(&format!("new 甲 --form {name}")).code, 0);
        let yaml = fs::read_to_string(workplace.path("甲.yaml")).expect("the new file");
        assert!(validator.validate(&yaml).is_err(), "{name}: blanks are found");
        let yaml = yaml
            .replace("完成目标可能性: \"\"", "完成目标可能性: 确定能")
            .replace("项目属性: \"\"", "项目属性: 延续项目")
            .replace("\"\"", "\"1\"");
        assert_eq!(validator.validate(&yaml), Ok(()), "{name}: {yaml}");
    }
}

/// Rows of all shapes, marks, and what is computed.
#[test]
fn rows_of_other_forms_are_known() {
    const MONITORING: &str = "表: 监控表\n绩效指标: {产出指标: {数量指标: {甲: ROW}}}\n";
    let long = "{年度指标值: ≥1个, 1—7月执行情况: 0, 全年预计完成情况: 1个, 偏差原因: [其他], 完成目标可能性: 有可能, 备注: }";
    let validator = Validator::of(&path_of("监控表"));
    for row in
        ["[≥1个, 0, 1个, [], \"\", 确定能, \"\"]", long, &long.replace("偏差原因: [其他], ", "")]
    {
        assert_eq!(validator.validate(&MONITORING.replace("ROW", row)), Ok(()), "{row}");
    }
    for row in [
        "[≥1个, 0, 1个]",
        "≥1个",
        &long.replace("[其他]", "[别的]"),
        &long.replace("[其他]", "[其他, 其他]"),
        &long.replace("有可能", "可能"),
        &long.replace("年度指标值: ≥1个, ", ""),
        &long.replace("备注", "注"),
    ] {
        assert!(validator.validate(&MONITORING.replace("ROW", row)).is_err(), "{row}");
    }
    let validator = Validator::of(&path_of("自评表"));
    let funds = |rows: &str| format!("表: 项目支出绩效自评表\n项目资金: {rows}\n");
    assert_eq!(validator.validate(&funds("{其他资金: [1, 2, \"3\"]}")), Ok(()));
    for rows in ["{年度资金总额: [1, 2, 3]}", "{其他资金: [1, 2, 3, 10]}", "{其他资金: 1}", "{}"]
    {
        assert!(validator.validate(&funds(rows)).is_err(), "{rows}");
    }
    let validator = Validator::of(&path_of("申报表"));
    let tree = |row: &str| format!("绩效指标: {{产出: {{数量: {{甲: {row}}}}}}}\n");
    assert_eq!(validator.validate(&tree("≥1个")), Ok(()));
    assert!(validator.validate(&tree("[≥1个]")).is_err());
    assert!(validator.validate("表: 自评表\n").is_err());
}

#[test]
fn a_form_without_lists_takes_anything() {
    let workplace = Workplace::new();
    let own = "\
name: 小表
title: 很小的表
fonts: {title: [甲], body: [甲], label: [甲]}
fields:
  年度: {kind: year, role: year}
  名称: {kind: text, role: name}
  类别: {kind: choice}
  起: {kind: date, optional: true}
  分数: {kind: number, optional: true}
  选: {kind: marks, choices: [一, 二], optional: true}
  一层: {kind: tree, levels: [行], columns: {甲: {}}}
  二层: {kind: tree, levels: [组, 行], columns: {甲: {}, 乙: {kind: number, optional: true}}}
page:
  columns: [1, 1, 1, 1, 1, 1]
  blocks:
    - facts: [[名称, 类别, 起], [分数, 选]]
    - tree: 一层
    - tree: 二层
";
    workplace.file("版式/own/2031/form.yaml", own);
    let outcome = workplace.run("schema --templates 版式 --form 小表");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let validator = Validator::new(&outcome.stdout);
    let yaml = "表: 小表\n年度: 2031\n类别: 随便\n起:\n分数: 9.5\n选: [一]\n一层: {丙: 丁}\n二层: {戊: {己: [庚, ]}}\n";
    let yaml = yaml.replace("[庚, ]", "[庚, \"\"]");
    assert_eq!(validator.validate(&yaml), Ok(()));
    for (written, instead) in [
        ("2031", "2026"),
        ("起:", "起: 明年"),
        ("9.5", "很多"),
        ("[一]", "[三]"),
        ("{丙: 丁}", "{丙: {丁: 戊}}"),
        ("[庚, \"\"]", "[庚, 丙]"),
    ] {
        assert!(validator.validate(&yaml.replace(written, instead)).is_err(), "{instead}");
    }
}

#[test]
fn an_edition_that_there_is_not_is_a_mistake_of_usage() {
    let outcome = Workplace::new().run("schema --edition 1999");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert_eq!(
        outcome.stderr,
        "错误[unknown-edition]: 没有 1999 年度的版式\n = 提示: “目标表”的版式从 2026 年度起才有：检查年度；真要印 \
         1999 年度的，用 jixiao forms export 目标表 DIR 导出，把 DIR 里的 2026 改名为 1999，照那一年的表改，加上 \
         --templates DIR\n\n"
    );
}

/// The sample project with something else in it.
fn replaced(written: &str, instead: &str) -> String {
    assert!(FORM.contains(written), "the sample has {written:?}");
    FORM.replacen(written, instead, 1)
}
