//! Definitions of forms: what is wrong with them is told at its line, and the document on
//! them is true.

use std::fs;

use jixiao::diagnostic::Diagnostic;
use jixiao::source::Forms;

use crate::readme::run_commands;
use crate::support::assert_snapshot;
use crate::support::cli::Workplace;

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
#[test]
fn the_documents_commands_print_what_is_shown() {
    let document = fs::read_to_string("docs/forms.md").expect("the document");
    assert!(run_commands(&document, &Workplace::new()) >= 4);
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
