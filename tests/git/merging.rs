//! Merges that git asks the program for.

use crate::support::repository::{Outcome, PROJECT, Repository};

const FILE: &str = "projects/甲.yaml";

/// Two branches that changed the project; on `main` first, then on `支`.
fn branches(ours: &[(&str, &str)], theirs: &[(&str, &str)]) -> Option<Repository> {
    let repository = Repository::installed("仓库 一")?;
    for (branch, edits) in [("支", theirs), ("main", ours)] {
        repository.git(if branch == "支" { "checkout -q -b 支" } else { "checkout -q main" });
        for (before, after) in edits {
            repository.edit(FILE, before, after);
        }
        repository.commit(branch);
    }
    Some(repository)
}

fn merged(repository: &Repository, command: &str) -> Outcome {
    let outcome = repository.try_git(command);
    let text = repository.read(FILE);
    assert_eq!(outcome.code == 0, !text.contains("<<<<<<<"), "{outcome:?}\n{text}");
    outcome
}

/// Different indicators next to each other, and the two values of one of them.
#[test]
fn different_indicators_never_conflict() {
    for command in ["merge -q 支", "rebase -q 支", "cherry-pick 支"] {
        let ours = [
            ("验收合格率: [完成, =100%]", "验收合格率: [完成, ≥99%]"),
            ("[6月, 12月]", "[5月, 12月]"),
        ];
        let theirs =
            [("年度返修率: [≤2%, ≤1%]", "年度返修率: [≤3%, ≤1%]"), ("[5月, 12月]", "[5月, 12月]")];
        let Some(repository) = branches(&ours, &theirs[..1]) else { return };
        let outcome = merged(&repository, command);
        assert_eq!(outcome.code, 0, "{command}: {outcome:?}");
        let text = repository.read(FILE);
        let wanted = PROJECT
            .replace("[完成, =100%]", "[完成, ≥99%]")
            .replace("[≤2%, ≤1%]", "[≤3%, ≤1%]")
            .replace("[6月, 12月]", "[5月, 12月]");
        assert_eq!(text, wanted, "{command}");
    }
}

/// Both sides add an indicator at the same place, one removes another one.
#[test]
fn both_may_add_and_remove() {
    let line = "      年度返修率: [≤2%, ≤1%]\n";
    let ours = [(line, "      年度返修率: [≤2%, ≤1%]\n      一次通过率: [完成, ≥90%]\n")];
    let theirs = [
        (line, "      年度返修率: [≤2%, ≤1%]\n      质保期年数: [完成, =3年]\n"),
        ("      完成时间: [6月, 12月]\n", "      交付时间: [6月, 12月]\n"),
    ];
    let Some(repository) = branches(&ours, &theirs) else { return };
    merged(&repository, "merge -q 支");
    let text = repository.read(FILE);
    let group = "年度返修率: [≤2%, ≤1%]\n      一次通过率: [完成, ≥90%]\n      质保期年数: [完成, =3年]\n    时效指标:\n      交付时间: [6月, 12月]\n";
    assert!(text.contains(group), "{text}");
}

/// An indicator that one side renames and the other one changes is one indicator.
#[test]
fn a_change_follows_a_new_name() {
    let ours = [("年度返修率:", "年均返修率:")];
    let theirs = [("[≤2%, ≤1%]", "[≤2%, ≤0.5%]")];
    let Some(repository) = branches(&ours, &theirs) else { return };
    assert_eq!(merged(&repository, "merge -q 支").code, 0);
    let text = repository.read(FILE);
    assert!(text.contains("年均返修率: [≤2%, ≤0.5%]") && !text.contains("年度返修率"), "{text}");
}

/// An indicator that both move, each to another group, is never there twice.
#[test]
fn an_indicator_moved_to_two_groups_is_a_conflict() {
    let line = "      年度返修率: [≤2%, ≤1%]\n";
    let below = |group: &str| (format!("    {group}:\n"), format!("    {group}:\n{line}"));
    let (quantity, in_time) = (below("数量指标"), below("时效指标"));
    let ours = [(line, ""), (quantity.0.as_str(), quantity.1.as_str())];
    let theirs = [(line, ""), (in_time.0.as_str(), in_time.1.as_str())];
    let Some(repository) = branches(&ours, &theirs) else { return };
    let outcome = merged(&repository, "merge -q 支");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    let message = "年度返修率：我方放在“产出指标 › 数量指标”下，对方放在“产出指标 › 时效指标”下，原在“产出指标 › 质量指标”下";
    assert!(outcome.err.contains(message), "{outcome:?}");
    let text = repository.read(FILE);
    assert_eq!(
        (text.matches("<<<<<<<").count(), text.matches("年度返修率:").count()),
        (1, 3),
        "{text}"
    );
    // Either side is a whole file.
    for (begin, end) in [("<<<<<<< 我方\n", "||||||| "), ("=======\n", ">>>>>>> ")] {
        let between = text.split_once(begin).and_then(|(_, rest)| rest.split_once(end));
        let (before, _) = text.split_once("<<<<<<< ").expect("a marker");
        let (_, after) = text.split_once(">>>>>>> 对方\n").expect("its end");
        let side = format!("{before}{}{after}", between.expect("a side").0);
        assert_eq!(side.matches("年度返修率:").count(), 1, "{side}");
        repository.file(FILE, side);
        assert_eq!(repository.jixiao("fmt --check projects").code, 0);
    }
    // The same group, in whichever spelling, is no conflict.
    let respelt = ("    时效指标:\n".to_owned(), format!("    时效:\n{line}"));
    let ours = [(line, ""), (respelt.0.as_str(), respelt.1.as_str())];
    let Some(repository) = branches(&ours, &theirs) else { return };
    assert_eq!(merged(&repository, "merge -q 支").code, 0);
    assert_eq!(repository.read(FILE).matches("年度返修率:").count(), 1);
}

/// What both sides want differently is named, and only its lines stand between markers.
#[test]
fn a_conflict_is_named() {
    let ours = [("资金总额: 13", "资金总额: 15"), ("购置一台。", "购置两台。")];
    let theirs = [("资金总额: 13", "资金总额: 14"), ("[6月, 12月]", "[7月, 12月]")];
    let Some(repository) = branches(&ours, &theirs) else { return };
    let outcome = merged(&repository, "merge -q 支");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    let message = format!("{FILE}：冲突：项目资金 › 资金总额：我方“15”，对方“14”，原为“13”\n");
    assert!(outcome.err.contains(&message), "{outcome:?}");
    let text = repository.read(FILE);
    let between = "项目资金:\n<<<<<<< 我方\n  资金总额: 15\n||||||| 原来\n  资金总额: 13\n=======\n  资金总额: 14\n>>>>>>> 对方\n  支出:\n";
    assert!(text.contains(between), "{text}");
    assert_eq!(text.matches("<<<<<<<").count(), 1, "{text}");
    assert!(text.contains("年度目标: 购置两台。") && text.contains("[7月, 12月]"), "{text}");
    // Solved, it can be committed.
    let (before, rest) = text.split_once("<<<<<<<").expect("a marker");
    let (_, after) = rest.split_once(">>>>>>> 对方\n").expect("its end");
    repository.file(FILE, format!("{before}  资金总额: 13\n{after}"));
    repository.jixiao("check projects").succeeded();
    repository.git("add -A");
    repository.git("commit -q --no-edit");
    assert_eq!(repository.git("log --oneline").lines().count(), 4);
}

/// What one side removes and the other one changes is to be decided by people.
#[test]
fn removed_and_changed_is_a_conflict() {
    let ours = [("      年度返修率: [≤2%, ≤1%]\n", "")];
    let theirs = [("[≤2%, ≤1%]", "[≤2%, ≤0.5%]")];
    let Some(repository) = branches(&ours, &theirs) else { return };
    let outcome = merged(&repository, "merge -q 支");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert!(outcome.err.contains("返修率：我方没有这一项，对方“[≤2%, ≤0.5%]”"), "{outcome:?}");
    let text = repository.read(FILE);
    assert!(
        text.contains("<<<<<<< 我方\n||||||| 原来\n      年度返修率: [≤2%, ≤1%]\n=======\n"),
        "{text}"
    );
}

/// Long texts are merged by paragraph.
#[test]
fn paragraphs_are_merged() {
    let ours = [("1、设施不足。", "1、设施老旧。")];
    let theirs =
        [("2、人员到位。", "2、人员三名。"), ("4、经费落实。", "4、经费落实。\n  5、方案可行。")];
    let Some(repository) = branches(&ours, &theirs) else { return };
    assert_eq!(merged(&repository, "merge -q 支").code, 0);
    let text = repository.read(FILE);
    assert!(
        text.contains(
            "1、设施老旧。\n  2、人员三名。\n  3、场地到位。\n  4、经费落实。\n  5、方案可行。\n"
        ),
        "{text}"
    );
    let theirs = [("1、设施不足。", "1、设施缺失。")];
    let Some(repository) = branches(&ours, &theirs) else { return };
    let outcome = merged(&repository, "merge -q 支");
    assert!(
        outcome.err.contains("实施可行性：我方“1、设施老旧。”，对方“1、设施缺失。”"),
        "{outcome:?}"
    );
}

/// What is stashed is merged, too.
#[test]
fn a_stash_is_merged() {
    let Some(repository) = Repository::installed("仓库") else { return };
    repository.edit(FILE, "[完成, =100%]", "[完成, ≥99%]");
    repository.git("stash -q");
    repository.edit(FILE, "[≤2%, ≤1%]", "[≤3%, ≤1%]");
    repository.commit("二");
    repository.git("stash pop -q");
    let text = repository.read(FILE);
    assert!(text.contains("[完成, ≥99%]") && text.contains("[≤3%, ≤1%]"), "{text}");
}

/// A file that one side has renamed is merged under its new name.
#[test]
fn a_renamed_file_is_merged() {
    let Some(repository) = Repository::installed("仓库") else { return };
    repository.git("checkout -q -b 支");
    repository.edit(FILE, "[≤2%, ≤1%]", "[≤3%, ≤1%]");
    repository.commit("二");
    repository.git("checkout -q main");
    repository.edit(FILE, "[完成, =100%]", "[完成, ≥99%]");
    repository.git("mv projects/甲.yaml projects/乙.yaml");
    repository.commit("三");
    repository.git("merge -q 支");
    let text = repository.read("projects/乙.yaml");
    assert!(text.contains("[完成, ≥99%]") && text.contains("[≤3%, ≤1%]"), "{text}");
}

/// Both sides have written the same new file; they differ in one field.
#[test]
fn a_file_that_both_have_added_is_merged() {
    let Some(repository) = Repository::installed("仓库") else { return };
    repository.git("checkout -q -b 支");
    repository.file("projects/乙.yaml", PROJECT.replace("购置一台。", "购置三台。"));
    repository.commit("二");
    repository.git("checkout -q main");
    repository.file("projects/乙.yaml", PROJECT);
    repository.commit("三");
    let outcome = repository.try_git("merge -q 支");
    assert_eq!(outcome.code, 1);
    let message = "年度目标：我方“购置一台。”，对方“购置三台。”，原来没有";
    assert!(outcome.err.contains(message), "{outcome:?}");
    assert_eq!(repository.read("projects/乙.yaml").matches("<<<<<<<").count(), 1);
}

/// What cannot be read as a project is merged by line, and that is said.
#[test]
fn what_is_no_project_is_merged_by_line() {
    let ours = [("年度目标: 购置一台。", "年度目标：购置一台。")];
    let theirs = [("[6月, 12月]", "[7月, 12月]")];
    let Some(repository) = branches(&ours, &theirs) else { return };
    let outcome = merged(&repository, "merge -q 支");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(outcome.err.contains("我方的文件有错"), "{outcome:?}");
    assert!(outcome.err.contains("改为按行合并"), "{outcome:?}");
    let text = repository.read(FILE);
    assert!(text.contains("年度目标：购置一台。") && text.contains("[7月, 12月]"), "{text}");
}

/// Markers that someone has committed are still to be decided about.
#[test]
fn committed_markers_are_no_merge() {
    let ours = [(
        "年度目标: 购置一台。",
        "<<<<<<< HEAD\n年度目标: 购置一台。\n=======\n年度目标: 购置两台。\n>>>>>>> 支",
    )];
    let theirs = [("[6月, 12月]", "[7月, 12月]")];
    let Some(repository) = branches(&ours, &theirs) else { return };
    let outcome = merged(&repository, "merge -q 支");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert!(outcome.err.contains("改为按行合并"), "{outcome:?}");
    assert!(repository.read(FILE).contains("[7月, 12月]"));
}

/// Two branches that have merged each other have two versions that both come from. Where
/// those are in conflict, the outer merge has markers of its own only.
#[test]
fn branches_may_have_merged_each_other() {
    let ours = [("资金总额: 13", "资金总额: 15"), ("[6月, 12月]", "[5月, 12月]")];
    let theirs = [("资金总额: 13", "资金总额: 14"), ("购置一台。", "购置两台。")];
    let Some(repository) = branches(&ours, &theirs) else { return };
    repository.git("tag 一");
    repository.git("checkout -q 支");
    repository.git("tag 二");
    for (branch, other, total) in [("main", "二", "16"), ("支", "一", "17")] {
        repository.git(&format!("checkout -q {branch}"));
        assert_eq!(repository.try_git(&format!("merge -q {other}")).code, 1);
        let text = repository.read(FILE);
        let (before, rest) = text.split_once("<<<<<<<").expect("a marker");
        let (_, after) = rest.split_once(">>>>>>> 对方\n").expect("its end");
        repository.file(FILE, format!("{before}  资金总额: {total}\n{after}"));
        repository.commit("合");
    }
    repository.git("checkout -q main");
    let outcome = repository.try_git("merge -q 支");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert_eq!(outcome.err.matches("冲突：").count(), 1, "{outcome:?}");
    assert!(outcome.err.contains("我方“16”，对方“17”，原为“13”"), "{outcome:?}");
    let text = repository.read(FILE);
    assert_eq!(text.matches("<<<<<<<").count(), 1, "{text}");
    assert!(text.contains("||||||| 原来\n  资金总额: 13\n=======\n"), "{text}");
}

/// Git lengthens markers where it asks for that.
#[test]
fn markers_are_as_long_as_git_wants() {
    let Some(repository) = branches(&[("13]", "15]")], &[("13]", "14]")]) else { return };
    repository.file(".gitattributes", "*.yaml conflict-marker-size=12\n");
    let outcome = repository.try_git("merge -q 支");
    assert_eq!(outcome.code, 1);
    assert!(repository.read(FILE).contains("\n<<<<<<<<<<<< 我方\n"));
    assert!(outcome.err.contains("支出 › 办公设备 › 全年(程)预算数"), "{outcome:?}");
}

/// Without its files, the driver fails in a way that git does not take for a conflict.
#[test]
fn a_failure_is_no_conflict() {
    let Some(repository) = Repository::new("仓库") else { return };
    let outcome = repository.jixiao("git merge 一 二 三");
    assert_eq!(outcome.code, 129, "{outcome:?}");
}

/// Some hundred commits on two branches, merged again and again, with moves and new
/// names: every merge settles, and says what both sides have said.
#[test]
fn a_long_history_merges() {
    let Some(repository) = Repository::installed("仓库") else { return };
    repository.git("checkout -q -b 支");
    for round in 0..25 {
        let (rate, month) = (90 - round, round % 12 + 1);
        repository.git("checkout -q 支");
        replace_line(&repository, "年度返修率", &format!("      年度返修率: [≤{rate}%, ≤1%]"));
        repository.commit(&format!("返修率{round}"));
        replace_line(
            &repository,
            "业务正常开展",
            &format!("      业务正常开展: [完成{round}, 完成]"),
        );
        repository.commit(&format!("业务{round}"));
        repository.git("checkout -q main");
        replace_line(&repository, "验收合格率", &format!("      验收合格率: [完成, ≥{rate}%]"));
        repository.commit(&format!("合格率{round}"));
        replace_line(&repository, "完成时间: [", &format!("      完成时间: [{month}月, 12月]"));
        if round % 8 == 4 {
            repository.git(&format!("mv {FILE} projects/搬{round}.yaml"));
            repository.commit("搬走");
            repository.git(&format!("mv projects/搬{round}.yaml {FILE}"));
        }
        repository.commit(&format!("时间{round}"));
        let merge = if round % 2 == 0 {
            "merge -q --no-edit 支"
        } else {
            "merge -q --no-edit --no-ff 支"
        };
        repository.git(merge);
        let text = repository.read(FILE);
        for wanted in [
            format!("年度返修率: [≤{rate}%, ≤1%]"),
            format!("业务正常开展: [完成{round}, 完成]"),
            format!("验收合格率: [完成, ≥{rate}%]"),
            format!("完成时间: [{month}月, 12月]"),
        ] {
            assert!(text.contains(&wanted), "{round}: no {wanted} in {text}");
        }
        if round % 3 == 0 {
            repository.git("checkout -q 支");
            repository.git("merge -q --no-edit main");
        }
    }
    let shown = repository.git("log -p --no-merges");
    assert!(shown.contains("绩效指标 › 产出指标 › 质量指标 › 年度返修率"));
    assert!(repository.git("rev-list --count HEAD").trim().parse::<u32>().unwrap_or(0) > 125);
}

fn replace_line(repository: &Repository, key: &str, line: &str) {
    let text = repository.read(FILE);
    let lines = text.lines().map(|it| if it.trim_start().starts_with(key) { line } else { it });
    repository.file(FILE, lines.map(|line| format!("{line}\n")).collect::<String>());
}
