//! Nothing in a YAML text acts in Typst or Jinja.

use std::sync::LazyLock;

use jixiao::print::Layouts;
use jixiao::readback::squeeze;
use jixiao::source::Source;
use proptest::prelude::*;
use typst::syntax::{SyntaxKind, SyntaxNode, ast};

use crate::support::assert_snapshot;
use crate::support::build;
use crate::support::cli::Workplace;
use crate::support::project::{FORM, project_with, quoted};

/// Texts that would do something if they were code or markup.
pub const HOSTILE: &[&str] = &[
    r#"#read("/etc/passwd")"#,
    r#"#include "layout.typ""#,
    "$x$",
    "*b*",
    "_i_",
    "`r`",
    "<label>",
    "@ref",
    "甲 //c",
    "甲 /* 乙",
    "*/",
    "\\",
    "\\n",
    "\\u{41}",
    "= h",
    "- l",
    "+ l",
    "/ t: d",
    "甲---乙",
    "甲...乙",
    "~",
    "\"",
    "'",
    "“”‘’",
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{# c #}",
    r#""]; #panic()"#,
    r#"", panic(), ""#,
    "]",
    ")",
    "https://example.org/",
    "1. 甲",
    "#",
    "}}",
];

/// The keys whose texts are put to the test, all at once.
const KEYS: &[&str] = &["项目名称", "主管部门", "实施单位", "项目负责人", "立项必要性", "年度目标"];

#[test]
fn hostile_texts_are_nothing_but_texts() {
    for text in HOSTILE {
        assert_inert(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn arbitrary_texts_are_nothing_but_texts(text in "[ -~一-龥，。“”\n#$*_`<>@~/\\\\\"'{}%\\[\\]=+-]{1,60}") {
        let text = text.trim_end_matches('\n');
        prop_assume!(!text.trim().is_empty());
        assert_inert(text);
    }
}

#[test]
fn hostile_names_of_indicators_and_expenses_are_nothing_but_texts() {
    for text in HOSTILE {
        let workplace = Workplace::new();
        let yaml = FORM
            .replace("    平台运营服务费: [6, 13]", &format!("    {0}: [6, 13]", quoted(text)))
            .replace("提升企业服务能力: [较好, 较好]", &format!("{0}: [{0}, {0}]", quoted(text)));
        assert_eq!(yaml.matches(&quoted(text)).count(), 4, "{text}");
        workplace.file("甲.yaml", yaml);
        let outcome = workplace.run("build 甲.yaml");
        assert_eq!(outcome.code, 0, "{text}: {outcome:?}");
    }
}

/// The source for `text` has the tree of the source for a harmless text, and
/// its strings say `text` to the letter.
fn assert_inert(text: &str) {
    let harmless = "甲".to_owned();
    let tree = |text: &str| {
        let texts: Vec<(&str, &str)> = KEYS.iter().map(|key| (*key, text)).collect();
        let source = project_with(&texts);
        generate(&source)
    };
    let (found, expected) = (tree(text), tree(&harmless));
    assert_eq!(skeleton(&found), skeleton(&expected), "{text}");
    // Lines and paragraphs of a text may be strings of their own.
    let said: String = strings(&found).iter().map(|string| squeeze(string)).collect();
    let text = squeeze(text);
    assert!(said.matches(&text).count() >= KEYS.len() - 2, "{text:?} is not said in {said:?}");
}

/// The parsed source of a project, with its data attached.
fn generate(source: &Source) -> SyntaxNode {
    static LAYOUTS: LazyLock<Layouts> = LazyLock::new(Layouts::default);
    let form = source.project.form();
    let edition = build::forms().edition(form).expect("this year's edition");
    let layout = LAYOUTS.of(edition).expect("a sound one");
    let yaml = jixiao::source::to_yaml(&source.project).expect("a text");
    let fonts = build::fonts();
    let generated = layout.render(&source.project, fonts, &form.fonts, Some(&yaml), None);
    let generated = generated.expect("a source");
    generated.source.root().clone()
}

/// A tree without what its literals say, and how many of them there are side by side.
fn skeleton(node: &SyntaxNode) -> String {
    const DATA: &str = "data";
    match node.kind() {
        SyntaxKind::Str
        | SyntaxKind::Int
        | SyntaxKind::Float
        | SyntaxKind::Bool
        | SyntaxKind::None => return DATA.into(),
        // What separates them.
        SyntaxKind::Comma | SyntaxKind::Space => return String::new(),
        _ => {}
    }
    let mut children: Vec<String> = node.children().map(skeleton).collect();
    children.retain(|child| !child.is_empty());
    children.dedup();
    if matches!(node.kind(), SyntaxKind::Array | SyntaxKind::Dict) {
        let is_data = |child: &String| {
            [DATA, "LeftParen:(", "RightParen:)", "Colon::"].contains(&child.as_str())
                || child.starts_with("Keyed(data")
                || child.starts_with("Named(Ident:") && child.ends_with(" data)")
        };
        if children.iter().all(is_data) {
            return DATA.into();
        }
    }
    match children.is_empty() {
        true => format!("{:?}:{}", node.kind(), node.full_text()),
        false => format!("{:?}({})", node.kind(), children.join(" ")),
    }
}

/// What the strings in a tree say.
fn strings(node: &SyntaxNode) -> Vec<String> {
    match node.cast::<ast::Str>() {
        Some(string) => vec![string.get().to_string()],
        None => node.children().flat_map(strings).collect(),
    }
}

#[test]
fn a_template_that_misplaces_a_value_is_refused_at_its_place() {
    let markup = "#import \"layout.typ\": *\n= {{ 项目名称 }}\n";
    assert_snapshot("commands", "misplaced-value", &with_template(markup));
    for template in [
        "// {{ 项目名称 }}",
        "/* {{ 项目名称 }} */",
        "`{{ 项目名称 }}`",
        "#text(\"{{ 项目名称 }}\")",
        "#let x = 1{{ 项目名称 }}",
        "{% set x %}{{ 项目名称 }}{% endset %}= {{ x }}",
    ] {
        let said = with_template(template);
        assert!(said.contains("模板把内容放在了不能放的地方"), "{template}: {said}");
    }
}

#[test]
fn a_template_cannot_print_raw_text() {
    for filter in ["safe", "escape", "e"] {
        let said = with_template(&format!("#{{{{ 项目名称 | {filter} }}}}"));
        assert!(said.contains("模板有误"), "{said}");
    }
    assert!(with_template("#{{ 没有 }}").contains("模板有误"));
}

#[test]
fn a_template_reaches_no_file_and_no_package() {
    for code in ["#read(\"/etc/passwd\")", "#include \"../甲.typ\"", "#import \"@preview/a:1.0.0\""]
    {
        let said = with_template(code);
        assert!(said.contains("排版出错"), "{code}: {said}");
    }
}

/// What is said when the sample is built with this template.
fn with_template(template: &str) -> String {
    let workplace = Workplace::new();
    workplace.file("甲.yaml", FORM).file("模板/target/2026/form.typ.j2", template);
    let outcome = workplace.run("build 甲.yaml --templates 模板");
    assert_eq!(outcome.code, 1, "{template}: {outcome:?}");
    assert!(workplace.list("out").is_empty(), "{template}");
    outcome.stderr
}
