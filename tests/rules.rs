//! Every rule is documented, and does what its page says.

use std::fs;

use jixiao::diagnostic::rule::{self, Rule};
use jixiao::diagnostic::{Diagnostic, Severity};

use crate::support::assert_snapshot;
use crate::support::build::findings;
use crate::support::cli::Workplace;
use crate::support::project::FORM;

/// Every rule has a page with all of its parts, and every page a rule.
#[test]
fn every_rule_has_its_page() {
    for rule in rule::ALL {
        let page = rule.page;
        assert!(page.starts_with("# ") && rule.summary().chars().count() <= 20, "{}", rule.name);
        for heading in ["\n## 错\n", "\n## 对\n", "\n## 出处\n"] {
            assert_eq!(page.matches(heading).count(), 1, "{}: {heading:?}", rule.name);
        }
    }
    let pages = fs::read_dir("docs/rules").expect("the pages").count();
    assert_eq!(pages, rule::ALL.len());
}

/// The wrong examples break their rule; the right ones break none. A page whose
/// examples are not of YAML is about files rather than about what they say.
#[test]
fn the_examples_of_the_pages_are_true() {
    let mut run = 0;
    let mut untrue = Vec::new();
    for rule in rule::ALL {
        let (Some(wrong), Some(right)) = (example(rule, "错"), example(rule, "对")) else {
            continue;
        };
        run += 1;
        let found = findings(&complete(&wrong));
        if !found.iter().any(|found| found.rule == *rule) {
            untrue.push(format!("{} is not broken: {:?}", rule.name, names(&found)));
        }
        let found: Vec<_> = findings(&complete(&right))
            .into_iter()
            .filter(|found| found.severity > Severity::Hint || found.rule == *rule)
            .collect();
        if !found.is_empty() {
            untrue.push(format!("{}: the right example breaks {:?}", rule.name, names(&found)));
        }
    }
    assert!(untrue.is_empty(), "{}", untrue.join("\n"));
    assert!(run >= 45, "only {run} pages have examples of YAML");
}

/// Wrong examples break little else: whoever reads them should see one mistake.
#[test]
fn the_wrong_examples_break_one_rule() {
    let mut others = Vec::new();
    for rule in rule::ALL {
        let Some(wrong) = example(rule, "错") else { continue };
        let found = findings(&complete(&wrong));
        let found: Vec<_> = found
            .iter()
            .filter(|found| found.severity > Severity::Hint && found.rule != *rule)
            .collect();
        if !found.is_empty() {
            others.push(format!(
                "{}: {:?}",
                rule.name,
                found.iter().map(|f| f.rule.name).collect::<Vec<_>>()
            ));
        }
    }
    assert!(others.is_empty(), "{}", others.join("\n"));
}

/// What is said about the wrong examples, letter by letter.
#[test]
fn the_wrong_examples_are_explained() {
    for rule in rule::ALL {
        let Some(wrong) = example(rule, "错") else { continue };
        let found = findings(&complete(&wrong));
        let said: Vec<_> = found
            .iter()
            .filter(|found| found.rule == *rule)
            .map(|found| strip(&jixiao::diagnostic::render::render(found)))
            .collect();
        assert_snapshot("rules", rule.name, &said.join("\n\n"));
    }
}

/// Mending what is safe to mend makes the finding go away, and brings no other.
#[test]
fn the_mends_of_the_wrong_examples_mend() {
    let mut mended = 0;
    for rule in rule::ALL {
        let Some(wrong) = example(rule, "错") else { continue };
        let text = complete(&wrong);
        for found in findings(&text).into_iter().filter(|found| !found.fix.is_empty()) {
            let mut edits = found.fix.clone();
            edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
            let mut after = text.clone();
            for edit in edits {
                after.replace_range(edit.span, &edit.text);
            }
            let of_rule = |text: &str| {
                let found = findings(text);
                found.iter().filter(|it| it.rule == *rule).count()
            };
            let errors = |text: &str| findings(text).iter().filter(|it| it.is_error()).count();
            assert!(of_rule(&after) < of_rule(&text), "{}: {after}", found.rule.name);
            assert!(errors(&after) <= errors(&text), "{}: {after}", found.rule.name);
            mended += 1;
        }
    }
    assert!(mended >= 8, "only {mended} mends were tried");
}

/// `jixiao rule` lists the rules, and shows the page of each.
#[test]
fn the_pages_are_shown() {
    let workplace = Workplace::new();
    let list = workplace.run("rule");
    assert_eq!((list.code, list.stdout.lines().count()), (0, rule::ALL.len() + 3));
    for rule in rule::ALL {
        let shown = workplace.run(&format!("rule {}", rule.name));
        assert_eq!(shown.code, 0);
        assert!(shown.stdout.ends_with(rule.page), "{}", shown.stdout);
        let in_list = format!("{}  {}", rule.severity.title(), rule.name);
        assert!(list.stdout.contains(&in_list), "{in_list}");
    }
    let unknown = workplace.run("rule sum-mismtch");
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("是不是“sum-mismatch”？"), "{}", unknown.stderr);
}

/// A text without the escape sequences of its colours.
fn strip(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    plain
}

fn names(found: &[Diagnostic]) -> Vec<String> {
    found.iter().map(|found| format!("{}: {}", found.rule.name, found.message)).collect()
}

/// The YAML under a heading of a rule's page.
fn example(rule: &Rule, heading: &str) -> Option<String> {
    let (_, rest) = rule.page.split_once(&format!("\n## {heading}\n"))?;
    let rest = rest.split("\n## ").next()?;
    let (_, block) = rest.split_once("```yaml\n")?;
    Some(block.split("```").next()?.to_owned())
}

/// A whole form with the keys of `fragment` in the place of its own; `  …` stands
/// for the target form's 决策 and 过程.
fn complete(fragment: &str) -> String {
    let (_, indicators) = FORM.split_once("绩效指标:\n").expect("indicators");
    let (fixed, _) = indicators.split_once("  产出指标:").expect("产出指标");
    let fragment = fragment.replace("  …\n", fixed);
    let keys: Vec<&str> = fragment.lines().filter_map(key).collect();
    let mut kept = true;
    let mut form = String::new();
    for line in base(&fragment).lines() {
        if let Some(key) = key(line) {
            kept = !keys.contains(&key);
        }
        if kept {
            form.push_str(line);
            form.push('\n');
        }
    }
    form + &fragment
}

/// A complete project file in the form that `fragment` names: the one in `projects/`, or
/// the sample project where it names none that has one there.
fn base(fragment: &str) -> String {
    let Some(name) = fragment.lines().find(|line| line.starts_with("表: ")) else {
        return FORM.to_owned();
    };
    let files = walkdir::WalkDir::new("projects").sort_by_file_name().into_iter();
    let texts = files.filter_map(|file| fs::read_to_string(file.ok()?.path()).ok());
    let mut texts = texts.filter(|text| text.lines().any(|line| line == name));
    texts.next().unwrap_or_else(|| FORM.to_owned())
}

/// The key that a line at the left edge begins with.
fn key(line: &str) -> Option<&str> {
    let end = line.find([':', '：'])?;
    (!line.starts_with([' ', '#', '-'])).then(|| line[..end].trim_matches('"'))
}
