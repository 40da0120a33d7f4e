//! The JSON Schema: editors take by it what the program takes, and find by it
//! most of what the program refuses.

use std::fs;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

use crate::support::build::real_forms;
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

    /// The one that is in the repository.
    fn stored() -> Self {
        Self::new(&fs::read_to_string("schema/2026.json").expect("the schema"))
    }

    /// What is wrong with a YAML text.
    fn validate(&self, yaml: &str) -> Result<(), String> {
        let value: Value = serde_yaml::from_str(yaml).map_err(|error| error.to_string())?;
        self.schemas.validate(&value, self.index).map_err(|error| error.to_string())
    }
}

#[test]
fn the_stored_schema_is_the_one_that_the_program_prints() {
    let outcome = Workplace::new().run("schema");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    let stored = fs::read_to_string("schema/2026.json").expect("the schema");
    assert!(outcome.stdout == stored, "make bless writes it anew");
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
        ("平台运营服务费: [6, 13]", "平台运营服务费: 13"),
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
fn a_new_file_is_valid_once_it_is_filled_in() {
    let validator = Validator::stored();
    let workplace = Workplace::new();
    assert_eq!(workplace.run("new 甲").code, 0);
    let yaml = fs::read_to_string(workplace.path("甲.yaml")).expect("the new file");
    assert!(validator.validate(&yaml).is_err(), "blanks are found");
    assert_eq!(validator.validate(&yaml.replace("\"\"", "\"1\"")), Ok(()));
}

#[test]
fn an_edition_without_lists_takes_anything() {
    let workplace = Workplace::new();
    let fonts = "{title: [甲], body: [甲], label: [甲]}";
    workplace
        .file("版式/2031/edition.yaml", format!("title: 表\nfonts: {fonts}\n"))
        .file("版式/2031/form.typ.j2", "#{{ 项目名称 }}");
    let outcome = workplace.run("schema --templates 版式");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let validator = Validator::new(&outcome.stdout);
    let yaml = FORM
        .replace("年度: 2026", "年度: 2031")
        .replace("常年安排项目", "甲")
        .replace("市本级", "乙")
        .replace("立项依据充分性", "丙")
        .replace("产出指标", "丁");
    assert_eq!(validator.validate(&yaml), Ok(()));
    assert!(validator.validate(FORM).is_err(), "the newest edition has another year");
}

#[test]
fn an_edition_that_there_is_not_is_a_mistake_of_usage() {
    let outcome = Workplace::new().run("schema --edition 1999");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert_eq!(
        outcome.stderr,
        "错误[unknown-edition]: 没有 1999 年度的版式\n |\n = 提示: 现有的版式：2026；别的版式可以用 \
         --templates 给出\n\n"
    );
}

/// The sample project with something else in it.
fn replaced(written: &str, instead: &str) -> String {
    assert!(FORM.contains(written), "the sample has {written:?}");
    FORM.replacen(written, instead, 1)
}
