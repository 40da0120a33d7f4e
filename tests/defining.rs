//! Definitions of forms: what is wrong with them is told at its line, and the document on
//! them is true.

use std::fs;

use jixiao::diagnostic::Diagnostic;
use jixiao::source::Forms;

use crate::support::assert_snapshot;
use crate::support::cli::Workplace;
use crate::support::project::FORM;

/// A small definition that is in order.
const SOUND: &str = include_str!("cases/defining/form.yaml");

/// What is found in a definition.
fn mistakes(text: &str) -> Vec<Diagnostic> {
    let workplace = Workplace::new();
    workplace.file("mine/small/2026/form.yaml", text);
    let forms = Forms::load(Some(&workplace.path("mine"))).expect("the folder can be read");
    let edition = forms.editions().iter().find(|edition| edition.id == "small");
    edition.expect("the edition").form().err().unwrap_or_default()
}

#[test]
fn the_sample_is_in_order() {
    assert_eq!(mistakes(SOUND), []);
}

/// Each of these changes is one mistake; what is said of it is a snapshot.
#[test]
fn mistakes_are_told_at_their_lines() {
    let changes: &[(&str, &str, &str)] = &[
        ("unknown-key", "    kind: phone", "    kind: phone\n    optinal: true"),
        ("unknown-kind", "kind: phone", "kind: fone"),
        ("unknown-role", "role: unit", "role: uint"),
        ("role-of-columns", "role: unit", "role: weight"),
        ("role-twice", "role: unit", "role: name"),
        ("role-and-kind", "    kind: phone", "    kind: phone\n    role: total"),
        ("missing-title", "title: 小表\n", ""),
        ("no-year", "  年度: {kind: year, role: year}\n", ""),
        ("wrong-kind-of-value", "columns: [10, 20, 10, 10, 10]", "columns: 4"),
        ("unfit-key", "    kind: phone", "    kind: phone\n    choices: [甲, 乙]"),
        ("not-printed", "        - [实施单位, 联系电话]\n", "        - [实施单位]\n"),
        ("unknown-field", "[实施单位, 联系电话]", "[实施单位, 联系电活]"),
        ("too-wide", "spans: [1, 1, 1, 2]", "spans: [1, 2, 1, 2]"),
        ("not-one-cell", "[实施单位, 联系电话]", "[实施单位, 联系电话, 资金]"),
        ("unknown-sum", "sum: [甲, 乙]", "sum: [甲, 丙]"),
        ("unknown-reference", "sum: [资金.金额]", "sum: [资金.总额]"),
        ("later-column", "ratio: [金额, 占比]", "ratio: [金额, 以后]"),
        ("dot-in-a-key", "  联系电话:", "  联系.电话:"),
        ("two-blocks", "    - matrix: 资金", "    - matrix: 资金\n      tree: 指标"),
        ("rule-of-two-kinds", "    number: 100", "    number: 100\n    at-most: 指标.目标"),
        ("duplicate-key", "  联系电话:", "  实施单位: {kind: text}\n  联系电话:"),
        ("anchor", "kind: phone", "kind: &a phone"),
        ("brackets", "spans: [1, 1, 1, 2]", "spans: [1, 1, 1, 2"),
        ("names-too-deep", "产出: [数量]", "产出: {数量: {甲: [乙]}}"),
        ("sum-of-texts", "sum: [资金.金额]", "sum: [资金.金额, 主管部门]"),
        ("sum-of-itself", "sum: [甲, 乙]", "sum: [甲, 合计]"),
        ("rule-over-texts", "  - sum: [指标.目标]", "  - sum: [主管部门]"),
        ("heads", "    - tree: 指标", "    - tree: 指标\n      heads: [一级, 二级]"),
        ("narrow-column", "columns: [10, 20,", "columns: [0.01, 20,"),
        ("optional-year", "{kind: year, role: year}", "{kind: year, role: year, optional: true}"),
        ("name-of-a-bundled-form", "name: 小表", "name: 自评表"),
        ("follows-nothing", "title: 小表", "title: 小表\nfollows: [自评]"),
        ("second-default", "title: 小表", "title: 小表\ndefault: true"),
        ("huge-span", "spans: [1, 1, 1, 2]", "spans: [1, 1, 1, 18446744073709551615]"),
    ];
    for (name, from, to) in changes {
        assert!(SOUND.contains(from), "{name}: nothing to change");
        let workplace = Workplace::new();
        workplace.file("mine/small/2026/form.yaml", SOUND.replacen(from, to, 1));
        let outcome = workplace.run("forms check mine");
        assert_eq!(outcome.code, 1, "{name} is found");
        assert_snapshot("defining", name, &outcome.stderr);
    }
}

/// The document's samples are in order, and its commands print what it shows.
#[cfg(unix)]
#[test]
fn the_documents_commands_print_what_is_shown() {
    let document = fs::read_to_string("docs/forms.md").expect("the document");
    let commands = crate::support::document::run(&document, &Workplace::new());
    assert!(commands.run >= 4 && commands.untrue.is_empty(), "{commands:?}");
}

/// The document's tables list all keys that a definition may have, and no others.
#[test]
fn the_documents_tables_list_all_keys() {
    let document = fs::read_to_string("docs/forms.md").expect("the document");
    // A word that is near to no key, in place of one of each kind.
    const ODD: &str = "甲乙丙丁戊己庚辛";
    let key =
        |from: &str, indent: &str| SOUND.replacen(from, &format!("{indent}{ODD}: 1\n{from}"), 1);
    let tables = [
        ("RawForm", key("title: 小表", "")),
        ("FontFamilies", key("  title: [", "  ")),
        ("RawField", key("    kind: phone", "    ")),
        ("RawRow", SOUND.replacen("{sum: [甲, 乙]}", &format!("{{{ODD}: 1}}"), 1)),
        ("RawColumn", SOUND.replacen("{kind: amount}", &format!("{{{ODD}: 1}}"), 1)),
        ("RawFormula", SOUND.replacen("{sum: [资金.金额]}", &format!("{{{ODD}: 1}}"), 1)),
        ("RawRule", key("    number: 100", "    ")),
        ("RawPage", key("  columns: [10", "  ")),
        ("RawBlock", key("      spans: [1, 1, 1, 2]", "      ")),
        ("RawFullCell", SOUND.replacen("[实施单位, 联系电话]", &format!("[{{{ODD}: 1}}]"), 1)),
        ("RawKind", SOUND.replacen("kind: phone", &format!("kind: {ODD}"), 1)),
    ];
    for (name, text) in tables {
        assert_eq!(listed(&document, name), known(&text), "the table of {name}");
    }
    let roles = known(&SOUND.replacen("role: unit", &format!("role: {ODD}"), 1));
    let documented = [listed(&document, "Role::OF_FIELDS"), listed(&document, "Role::OF_COLUMNS")];
    assert_eq!(documented.concat(), roles);
}

/// The keys in the first column of the table below `<!-- keys: NAME -->`.
fn listed(document: &str, name: &str) -> Vec<String> {
    let marker = format!("<!-- keys: {name} -->");
    let (_, rest) = document.split_once(&marker).unwrap_or_else(|| panic!("the table of {name}"));
    let rows = rest.lines().skip_while(|line| !line.starts_with("| ---")).skip(1);
    let rows = rows.take_while(|line| line.starts_with('|'));
    let keys = rows.flat_map(|row| {
        let first = row.split('|').nth(1).unwrap_or_default();
        first.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
    });
    keys.collect()
}

/// The keys that the help proposes for one that there is not.
fn known(text: &str) -> Vec<String> {
    let found = mistakes(text);
    let help = found.iter().find_map(|found| found.help.as_deref()?.strip_prefix("可以写："));
    help.unwrap_or_else(|| panic!("no keys are proposed: {found:?}"))
        .split('、')
        .map(str::to_owned)
        .collect()
}

/// A folder of forms in which something is missing, or in the wrong place, is told where.
#[test]
fn a_folder_of_forms_that_lacks_something_is_told() {
    let form = fs::read_to_string("templates/target/2026/form.yaml").expect("a definition");
    let mut told = String::new();
    for (name, path, text) in [
        ("nothing", "说明.txt", ""),
        ("no year", "target/说明.txt", ""),
        ("an empty year", "target/2027/说明.txt", ""),
        ("no definition", "target/2027/layout.typ", ""),
        ("no definition of a new form", "mine/2026/form.typ.j2", ""),
        ("an empty definition", "target/2026/form.yaml", "\n"),
        ("another ending", "target/2026/form.yml", form.as_str()),
        ("two endings", "target/2026/form.yaml.txt", form.as_str()),
        ("no folder of a form", "2026/form.yaml", form.as_str()),
        ("no folder of a year", "target/form.yaml", form.as_str()),
        ("no folder at all", "form.yaml", form.as_str()),
        ("no year's name", "target/2026年/form.yaml", form.as_str()),
        ("no module", "target/2026/layout.typ", "#import \"没有.typ\": *\n"),
        ("no template", "target/2026/form.typ.j2", "{% include \"没有.j2\" %}\n"),
    ] {
        let workplace = Workplace::new();
        workplace.file("甲.yaml", FORM).file(&format!("版式/{path}"), text);
        let outcome = workplace.run("build 甲.yaml --templates 版式");
        assert_ne!(outcome.code, 0, "{name}: {outcome:?}");
        assert_eq!(outcome.stderr.matches("错误[").count(), 1, "{name}: {outcome:?}");
        told += &format!("# {name}\n{}\n", outcome.stderr);
    }
    assert_snapshot("defining", "folders", &told);
}

/// What the finding says of a year without an edition makes one.
#[test]
fn an_edition_for_another_year_is_made_as_is_said() {
    let workplace = Workplace::new();
    for (year, rule) in [("2025", "unknown-edition"), ("2027", "old-edition")] {
        workplace.file("甲.yaml", FORM.replace("年度: 2026", &format!("年度: {year}")));
        let told = workplace.run("check 甲.yaml").stderr;
        assert!(told.contains(rule), "{told}");
        assert!(told.contains("用 jixiao forms export 目标表 DIR 导出"), "{told}");
        assert!(told.contains(&format!("把 DIR 里的 2026 改名为 {year}")), "{told}");
        assert_eq!(workplace.run("forms export 目标表 DIR").code, 0);
        let (from, to) =
            (workplace.path("DIR/target/2026"), workplace.path(&format!("DIR/target/{year}")));
        fs::rename(from, to).expect("another name");
        let outcome = workplace.run("check 甲.yaml --templates DIR");
        assert_eq!(outcome.stderr, "1 份项目文件，0 处错误，0 处警告\n");
    }
    // The same of a form of one's own.
    let own = fs::read_to_string("templates/target/2026/form.yaml").expect("a definition");
    let own = own
        .replace("name: 目标表", "name: 我的表")
        .replace("title: 南京市市级项目预算绩效目标表", "title: 我的表")
        .replace("default: true\n", "");
    workplace.file("版式/mine/2028/form.yaml", own);
    workplace.file("甲.yaml", format!("表: 我的表\n{FORM}"));
    let told = workplace.run("check 甲.yaml --templates 版式").stderr;
    assert!(told.contains("把 版式/mine/2028 复制一份，改名为 2026"), "{told}");
    let definition = fs::read(workplace.path("版式/mine/2028/form.yaml")).expect("the definition");
    workplace.file("版式/mine/2026/form.yaml", definition);
    assert_eq!(workplace.run("check 甲.yaml --templates 版式").code, 0);
}
