//! What `docs/git.md` says is so.

use std::fs;

use crate::support::repository::{PROJECT, Repository};

/// The fenced blocks of a language in the page.
fn blocks(language: &str) -> Vec<String> {
    let page = fs::read_to_string("docs/git.md").expect("the page");
    let fence = format!("```{language}\n");
    let parts = page.split(&fence).skip(1).filter_map(|part| part.split_once("```"));
    parts.map(|(block, _)| block.to_owned()).collect()
}

/// The commands set a repository up; what git then shows of a change and of a conflict
/// is what the page shows.
#[test]
fn the_page_shows_what_git_shows() {
    let Some(repository) = Repository::new("仓库") else { return };
    repository.file("projects/甲.yaml", PROJECT);
    let shown = blocks("console").concat();
    for command in shown.lines().filter_map(|line| line.strip_prefix("$ ")) {
        match command.split_once(' ') {
            Some(("git", arguments)) => repository.git(arguments),
            Some(("jixiao", arguments)) => repository.jixiao(arguments).succeeded(),
            _ => panic!("another program: {command}"),
        };
    }
    repository.commit("一");
    let [change, message, conflict] = blocks("text").try_into().expect("three samples");

    repository.edit("projects/甲.yaml", "[=1台, =1台]", "[=1台, =2台]");
    let shown = repository.git("diff");
    for line in change.lines() {
        let (field, _) = line.split_once(": ").expect("a field");
        assert!(shown.lines().any(|it| it.starts_with(field)), "no {field} in {shown}");
    }

    repository.git("checkout -q -f -b 支");
    repository.edit("projects/甲.yaml", "资金总额: 13", "资金总额: 14");
    repository.commit("二");
    repository.git("checkout -q main");
    repository.edit("projects/甲.yaml", "资金总额: 13", "资金总额: 15");
    repository.commit("三");
    let outcome = repository.try_git("merge -q 支");
    assert!(outcome.err.contains(&message), "{outcome:?}");
    let text = repository.read("projects/甲.yaml");
    assert!(text.contains(&conflict), "{text}");
    let shown = repository.git("diff --no-textconv");
    let signs = ["<<<<<<< 我方", "|||||||", "=======", ">>>>>>> 对方"];
    assert!(signs.iter().all(|sign| shown.contains(&format!("\n++{sign}"))), "{shown}");
    assert!(!shown.contains("项目资金 › "), "{shown}");
    assert!(
        fs::read_to_string("docs/git.md")
            .is_ok_and(|page| page.contains("`git diff --no-textconv`"))
    );
}

/// The page names the hooks that there are.
#[test]
fn the_page_names_the_hooks() {
    let hooks = fs::read_to_string(".pre-commit-hooks.yaml").expect("the hooks");
    let sample = blocks("yaml").concat();
    for line in sample.lines().filter(|line| line.contains("- id: ")) {
        assert!(hooks.lines().any(|it| it == line.trim()), "{line}");
    }
    assert_eq!(sample.matches("- id: ").count(), hooks.matches("- id: ").count());
}
