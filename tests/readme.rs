//! The README's samples are true.

use std::fs;

use jixiao::diagnostic::rule;

use crate::support::cli::{Workplace, without_times};

/// Every `$ jixiao …` line of the README, run in order in a copy of the
/// repository's projects, prints what the README shows; `…` stands for what comes
/// before.
#[test]
fn the_commands_print_what_is_shown() {
    let readme = fs::read_to_string("README.md").expect("the README");
    let commands = run_commands(&readme, &Workplace::with_all_projects());
    assert!(commands >= 4, "only {commands} commands were found");
}

/// So do the commands in the guide's sections on new files and on checking.
#[test]
fn the_guides_commands_print_what_is_shown() {
    let guide = fs::read_to_string("docs/guide.md").expect("the guide");
    let (_, sections) = guide.split_once("\n## 新建项目文件\n").expect("the sections");
    let (sections, _) = sections.split_once("\n## 看懂提示\n").expect("their end");
    assert_eq!(run_commands(sections, &Workplace::new()), 5);
}

/// What the guide shows of a file before and after it is formatted is so.
#[test]
fn the_guides_file_is_formatted_as_shown() {
    let guide = fs::read_to_string("docs/guide.md").expect("the guide");
    let (_, section) = guide.split_once("\n## 整理写法\n").expect("the section");
    let shown = blocks(section, "yaml");
    let workplace = Workplace::new();
    workplace.file("甲.yaml", &shown[0]);
    assert_eq!(workplace.run("fmt 甲.yaml").code, 0);
    let formatted = fs::read_to_string(workplace.path("甲.yaml")).expect("the file");
    assert_eq!(formatted, shown[1]);
}

/// The guide's first sample, with the mistake that the guide makes in it, is
/// explained as the guide shows.
#[test]
fn the_guides_mistake_is_explained_as_shown() {
    let guide = fs::read_to_string("docs/guide.md").expect("the guide");
    let sample = blocks(&guide, "yaml").into_iter().find(|block| block.contains("绩效指标:"));
    let wrong = sample.expect("a sample").replace("资金总额: 1.15", "资金总额: 1.15万元");
    let workplace = Workplace::new();
    workplace.file("projects/办公设备.yaml", wrong);
    let (_, section) = guide.split_once("\n## 看懂提示\n").expect("the section");
    let (section, _) = section.split_once("\n## ").expect("its end");
    assert_eq!(run_commands(section, &workplace), 1);
}

/// The guide lists all rules, each as bad as it is.
#[test]
fn the_guide_lists_all_rules() {
    let guide = fs::read_to_string("docs/guide.md").expect("the guide");
    let listed: Vec<&str> = guide.lines().filter(|line| line.starts_with("| [`")).collect();
    let rules = rule::ALL.iter().map(|rule| {
        let (name, severity) = (rule.name, rule.severity.title());
        format!("| [`{name}`](rules/{name}.md) | {severity} | {} |", rule.summary())
    });
    assert_eq!(listed, rules.collect::<Vec<_>>());
}

/// Runs the commands in a text's blocks, in order; and how many they are.
pub fn run_commands(text: &str, workplace: &Workplace) -> usize {
    write_samples(text, workplace);
    let mut commands = 0;
    for block in blocks(text, "console") {
        for (command, shown) in commands_of(&block) {
            let Some(arguments) = command.strip_prefix("jixiao ") else { continue };
            let outcome = workplace.run(arguments);
            let printed = format!("{}{}", outcome.stdout, outcome.stderr);
            let shown = without_times(&shown);
            match shown.trim_end().strip_prefix("…\n") {
                Some(end) => assert!(printed.trim_end().ends_with(end), "$ {command}\n{printed}"),
                None => assert_eq!(printed.trim_end(), shown.trim_end(), "$ {command}"),
            }
            commands += 1;
        }
    }
    commands
}

/// The sample project file is complete.
#[test]
fn the_sample_builds_as_it_stands() {
    let readme = fs::read_to_string("README.md").expect("the README");
    let sample = blocks(&readme, "yaml").into_iter().find(|block| block.contains("绩效指标:"));
    let workplace = Workplace::new();
    workplace.file("样例.yaml", sample.expect("a sample project"));
    let outcome = workplace.run("build 样例.yaml");
    assert_eq!(outcome.code, 0, "{outcome:?}");
}

/// `make` and `make test` come first, and the Makefile has them.
#[test]
fn the_two_commands_stand_at_the_top() {
    let readme = fs::read_to_string("README.md").expect("the README");
    let first = blocks(&readme, "console").into_iter().next().expect("a block of commands");
    let commands: Vec<String> =
        commands_of(&first).into_iter().map(|(command, _)| command).collect();
    assert_eq!(commands, ["make", "make test"]);
    let makefile = fs::read_to_string("Makefile").expect("the Makefile");
    assert!(makefile.contains("\nall:") && makefile.contains("\ntest:"));
}

/// Writes the blocks that follow a `<!-- file: PATH -->` line.
fn write_samples(readme: &str, workplace: &Workplace) {
    for part in readme.split("<!-- file: ").skip(1) {
        let (path, rest) = part.split_once(" -->").expect("the comment's end");
        let block = blocks(rest, "yaml").into_iter().next().expect("the file's text");
        workplace.file(path, block);
    }
}

/// The texts of the fenced blocks in `language`.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    text.split(&fence)
        .skip(1)
        .filter_map(|part| part.split_once("```"))
        .map(|(block, _)| block.to_owned())
        .collect()
}

/// The commands in a block, each with the output shown below it.
fn commands_of(block: &str) -> Vec<(String, String)> {
    block
        .split("$ ")
        .skip(1)
        .map(|part| part.split_once('\n').unwrap_or((part, "")))
        .map(|(command, output)| (command.trim().to_owned(), output.to_owned()))
        .collect()
}

/// Every message that the guide's table shows is one that a test has seen.
#[test]
fn the_guide_quotes_what_the_program_says() {
    let guide = fs::read_to_string("docs/guide.md").expect("the guide");
    let mut said = String::new();
    for entry in walkdir::WalkDir::new("tests/cases").into_iter().filter_map(Result::ok) {
        if entry.path().extension().is_some_and(|ending| ending == "snap") {
            said.push_str(&fs::read_to_string(entry.path()).expect("a snapshot"));
        }
    }
    let (_, table) = guide.split_once("| 写成了 |").expect("the table of mistakes");
    let rows: Vec<&str> = table.lines().skip(2).take_while(|line| line.starts_with('|')).collect();
    for row in &rows {
        let message = row.split(" | ").nth(1).expect("a message").trim_matches('`');
        assert!(said.contains(message), "no one says {message:?}");
    }
    assert!(rows.len() >= 15, "{rows:?}");
}

/// The guide's sample project is complete.
#[test]
fn the_guides_sample_builds_as_it_stands() {
    let guide = fs::read_to_string("docs/guide.md").expect("the guide");
    let sample = blocks(&guide, "yaml").into_iter().find(|block| block.contains("绩效指标:"));
    let workplace = Workplace::new();
    workplace.file("projects/办公设备.yaml", sample.expect("a sample project"));
    let outcome = workplace.run("build projects");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert_eq!(workplace.list("out"), ["办公设备.pdf"]);
}
