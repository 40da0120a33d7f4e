//! What is the same although it is written in two ways.

use std::fs;

use indexmap::IndexMap;
use jixiao::form::{Branch, Branches, Kind, Project, Value};
use jixiao::history::compare::{
    Change, Compared, Comparison, FormVersion, NewPlace, Pair, Sides, describe,
};
use proptest::prelude::*;

use super::Written;
use super::generate;
use super::sample::{compare, edited, project};
use crate::support::project::FORM;

/// The forms with rows that they fix, and one of these rows in each.
const FIXED: [(&str, &str, &str); 4] = [
    ("projects/申报表/村镇保洁.yaml", "  其他资金: [180, 60]\n", "  其他资金: [0, 0]\n"),
    ("projects/自评表/村镇保洁.yaml", "  上年结转资金: [0, 0, 0]\n", "  上年结转资金: [0, 0, 0]\n"),
    ("projects/监控表/村镇保洁.yaml", "  上年结转资金: [0, 0, 0]\n", "  上年结转资金: [0, 0, 0]\n"),
    ("projects/镇江目标表/公园绿地养护.yaml", "    政府性基金: 50\n", "    政府性基金: 0\n"),
];

#[test]
fn a_row_left_out_is_a_row_of_zeros() {
    for (path, row, zeros) in FIXED {
        let form = fs::read_to_string(path).expect("a project");
        assert!(form.contains(row), "{path}");
        let [left_out, zero] = ["", zeros].map(|instead| form.replace(row, instead));
        for (old, new) in [(&left_out, &zero), (&zero, &left_out)] {
            assert!(
                compare(old, new).is_equal(),
                "{path}: {}",
                Written::of(&compare(old, new)).text
            );
        }
        assert_eq!(describe(&project(&left_out)), describe(&project(&zero)), "{path}");
        // What the page shows is told.
        let other = form.replace(row, &zeros.replace('0', "7"));
        assert!(!compare(&left_out, &other).is_equal() && !compare(&zero, &other).is_equal());
        let decimals = form.replace(row, &zeros.replace('0', "0.00"));
        assert!(!compare(&left_out, &decimals).is_equal(), "{path}");
    }
}

/// A group in another spelling is the same group: what is in it has not moved.
#[test]
fn a_group_in_another_spelling_is_the_same() {
    let other = edited(&[
        ("  产出指标:\n", "  产出:\n"),
        (
            "    质量指标:\n      平台功能完善度: [较好, 较好]",
            "    质量:\n      平台功能完善度: [好, 好]",
        ),
    ]);
    let text = Written::of(&compare(FORM, &other)).text;
    let (changes, _) = text.split_once("\n\n").expect("a form");
    let changes: Vec<&str> = changes.lines().skip(1).map(str::trim).collect();
    let wanted = [
        "绩效指标 › 产出",
        "名称: 产出指标 → 产出",
        "绩效指标 › 产出 › 质量",
        "名称: 质量指标 → 质量",
        "绩效指标 › 产出 › 质量 › 平台功能完善度",
        "半年(程)指标值: 较好 → 好",
        "全年(程)指标值: 较好 → 好",
    ];
    assert_eq!(changes, wanted);
}

/// Every other name in the other spelling.
fn respelt(branches: &Branches, number: &mut usize) -> Branches {
    let mut respelt = Branches::new();
    for (name, branch) in branches {
        *number += 1;
        let name = match (*number % 2, name.strip_suffix("指标")) {
            (0, _) => name.clone(),
            (_, Some(core)) => core.to_owned(),
            (_, None) => format!("{name}指标"),
        };
        let branch = match branch {
            Branch::Group(below) => Branch::Group(self::respelt(below, number)),
            Branch::Row(row) => Branch::Row(row.clone()),
        };
        respelt.insert(name, branch);
    }
    respelt
}

/// Whether names are told apart by more than their spelling.
fn is_unambiguous(branches: &Branches) -> bool {
    let cores: IndexMap<&str, ()> =
        branches.keys().map(|name| (name.trim().trim_end_matches("指标"), ())).collect();
    let below = branches.values().all(|branch| match branch {
        Branch::Group(below) => is_unambiguous(below),
        Branch::Row(_) => true,
    });
    cores.len() == branches.len() && !cores.contains_key("") && below
}

fn trees(project: &Project) -> Vec<(Vec<usize>, Branches)> {
    let form = project.form();
    let fields = form.all_fields().into_iter();
    let trees = fields.filter(|(_, field)| matches!(field.kind, Kind::Tree(_)));
    let of = |(path, _): (Vec<usize>, _)| match project.at(&path) {
        Some(Value::Tree(branches)) => Some((path, branches.clone())),
        _ => None,
    };
    trees.filter_map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Spelling is a new name, and nothing else.
    #[test]
    fn other_spellings_are_new_names_only(old in generate::project()) {
        let mut new = old.clone();
        for (path, branches) in trees(&old) {
            prop_assume!(is_unambiguous(&branches));
            new.set(&path, Value::Tree(respelt(&branches, &mut 0)));
        }
        let version = |project| FormVersion { name: "甲.yaml".to_owned(), project };
        let pair = Pair::Kept { old: version(old), new: version(new) };
        let comparison = Comparison::of([Compared::of(pair)], "旧", "新");
        for change in comparison.forms.iter().flat_map(|form| &form.changes) {
            match change {
                Change::Row(row) => {
                    let is_kept = matches!(row.sides, Sides::Kept { .. });
                    prop_assert!(is_kept && row.place == NewPlace::Same, "{row:?}");
                    prop_assert!(row.values().iter().all(Option::is_none), "{row:?}");
                }
                Change::Group(group) => {
                    let is_kept = matches!(group.sides, Sides::Kept { .. });
                    prop_assert!(is_kept && group.place == NewPlace::Same, "{group:?}");
                }
                other => prop_assert!(false, "{other:?}"),
            }
        }
    }
}
