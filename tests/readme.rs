//! What the documents say is so.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{Command, Parser};
use jixiao::cli::{Cli, config, help, settle};
use jixiao::diagnostic::rule;
use regex::Regex;

use crate::support::cli::Workplace;

/// The documents about the commands.
const REFERENCES: [&str; 7] = [
    "README.md",
    "docs/commands.md",
    "docs/config.md",
    "docs/project-file.md",
    "docs/guarantees.md",
    "docs/filling.md",
    "docs/managing.md",
];

/// Every command that a document shows is run, in order, in a copy of the repository's projects or
/// in an empty folder, and prints what is shown; but those of other programs.
#[cfg(unix)]
#[test]
fn the_commands_print_what_is_shown() {
    use crate::support::document;
    use crate::support::repository::git_is_there;

    if !git_is_there() {
        return;
    }
    let cluster = [
        "sh parallel.sh hosts.txt /srv/budget",
        "sbatch --wait --array=1-8 slurm.sbatch",
        "kubectl apply -f job.yaml",
        "kubectl wait --for=condition=complete --timeout=4h job/jixiao",
        "JIXIAO=target/release/jixiao bash docs/cluster/try.sh projects",
    ];
    let of_others: [(&str, &[&str]); 10] = [
        ("README.md", &["make", "make test"]),
        ("docs/commands.md", &[]),
        ("docs/config.md", &[]),
        ("docs/project-file.md", &[]),
        ("docs/guarantees.md", &[]),
        ("docs/filling.md", &[]),
        ("docs/managing.md", &[]),
        ("docs/git.md", &[]),
        ("docs/editors.md", &[]),
        ("docs/cluster.md", &cluster),
    ];
    let mut run = 0;
    let mut untrue = Vec::new();
    for (path, of_others) in of_others {
        let text = read(path);
        let workplace = match path {
            "docs/filling.md" => Workplace::new(),
            _ => Workplace::with_all_projects(),
        };
        let commands = document::run(&text, &workplace);
        untrue.extend(commands.untrue.iter().map(|it| format!("{path}: {it}")));
        assert_eq!(commands.left, of_others, "{path}");
        assert_eq!(commands.run + commands.left.len(), document::count(&text), "{path}");
        run += commands.run;
    }
    assert!(untrue.is_empty(), "{}", untrue.join("\n"));
    assert!(run >= 70, "only {run} commands were found");
}

/// The reference has a section for each command, with all of its options, and names no option
/// that there is not.
#[test]
fn the_reference_names_all_options() {
    let text = read("docs/commands.md");
    let program = help::command();
    let (common, _) = text.split_once("\n## Rules and levels\n").expect("the common part");
    let mut of_all = options(&program);
    of_all.extend(["--help", "--version"].map(str::to_owned));
    let named = Regex::new(r"--[a-z][a-z-]*").expect("a pattern");
    let names = |text: &str| -> BTreeSet<String> {
        named.find_iter(text).map(|it| it.as_str().to_owned()).collect()
    };
    let of_common = names(common);
    let lacks: Vec<_> = of_all.difference(&of_common).collect();
    assert!(lacks.is_empty(), "{lacks:?}");
    let mut known = of_all;
    for command in program.get_subcommands().filter(|it| !it.is_hide_set()) {
        let name = command.get_name();
        let (_, section) = text.split_once(&format!("\n## {name}\n")).expect(name);
        let section = section.split("\n## ").next().unwrap_or_default();
        let options = options(command);
        let of_section = names(section);
        let lacks: Vec<_> = options.difference(&of_section).collect();
        assert!(lacks.is_empty(), "{name}: {lacks:?}");
        let rows = section.lines().filter(|line| line.starts_with("| `-"));
        let cells: String = rows.filter_map(|row| row.split(" | ").next()).collect();
        let others: Vec<_> = names(&cells).difference(&options).cloned().collect();
        assert!(others.is_empty(), "{name} has no {others:?}");
        known.extend(options);
    }
    // Of Typst's program, and of cargo.
    known.extend(["--font-path", "--prefix"].map(str::to_owned));
    for path in REFERENCES {
        let others: Vec<_> = names(&read(path)).difference(&known).cloned().collect();
        assert!(others.is_empty(), "{path}: no command has {others:?}");
    }
}

/// The visible options of a command and those below it, without those that all have.
fn options(command: &Command) -> BTreeSet<String> {
    let visible = command.get_arguments().filter(|it| !it.is_hide_set());
    let own = visible.filter_map(|it| Some(format!("--{}", it.get_long()?)));
    let below = command.get_subcommands().filter(|it| !it.is_hide_set());
    let is_top = command.get_name() == "jixiao";
    let below = below.filter(|_| !is_top).flat_map(options);
    own.chain(below).collect()
}

/// Each variable and each setting is named where people look for it, and no other.
#[test]
fn the_documents_name_all_settings() {
    let variable = Regex::new(r"JIXIAO_[A-Z]+").expect("a pattern");
    let known: BTreeSet<&str> = settle::VARIABLES.iter().map(|(name, _)| *name).collect();
    for path in ["docs/commands.md", "docs/managing.md"] {
        let text = read(path);
        let named: BTreeSet<&str> = variable.find_iter(&text).map(|it| it.as_str()).collect();
        assert_eq!(named, known, "{path}");
    }
    let text = read("docs/config.md");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let known: Vec<&str> = config::KEYS.iter().map(|(key, _)| *key).collect();
    assert_eq!(rows.collect::<Vec<_>>(), known);
    let text = read("docs/managing.md");
    let lacks: Vec<_> = known.iter().filter(|key| !is_named(&text, key)).collect();
    assert!(lacks.is_empty(), "{lacks:?}");
}

/// Whether a setting is named as such, or as a part of a file of settings.
fn is_named(text: &str, key: &str) -> bool {
    ["`", "`[", "["]
        .iter()
        .any(|start| ["`", "]", "."].iter().any(|end| text.contains(&format!("{start}{key}{end}"))))
}

/// Commands within sentences and tables are ones that the program takes.
#[test]
fn the_commands_in_sentences_are_taken() {
    // What stands for something else.
    let stand_in = Regex::new(r"[A-Z]{3,}|[…\[|<>$*]|规则|名称|秒数|命令").expect("a pattern");
    let span = Regex::new(r"`(jixiao [^`]*)`").expect("a pattern");
    let mut taken = 0;
    let mut refused = Vec::new();
    for path in documents() {
        let text = read(&path);
        let spans = without_blocks(&text);
        let spans = span.captures_iter(&spans).map(|it| it[1].to_owned());
        // What a command does may stand beside it.
        let in_blocks = text.lines().filter(|line| line.starts_with("jixiao "));
        let in_blocks = in_blocks.filter_map(|line| Some(line.split("  ").next()?.to_owned()));
        for line in spans.chain(in_blocks).filter(|line| !line.starts_with("jixiao 0")) {
            if stand_in.is_match(&line) && !line.contains("HEAD") {
                continue;
            }
            let words: Vec<String> =
                line.split_whitespace().map(|word| word.trim_matches('"').to_owned()).collect();
            let parsed = Cli::try_parse_from(&words);
            // A command that is only named may lack what it needs.
            let is_name = help::find(&words[1..]).is_ok();
            let is_taken = parsed.as_ref().err().is_none_or(|error| match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => true,
                ErrorKind::MissingRequiredArgument
                | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => is_name,
                _ => false,
            });
            if !is_taken {
                refused.push(format!("{}: {line}", path.display()));
            }
            taken += 1;
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
    assert!(taken >= 40, "only {taken} commands were found");
}

/// Whatever a document or a message points to is there.
#[test]
fn links_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)\s]+)\)").expect("a pattern");
    let mut broken = Vec::new();
    let mut followed = 0;
    for path in documents() {
        let prose = without_blocks(&read(&path));
        for target in link.captures_iter(&prose).map(|it| it[1].to_owned()) {
            if target.contains("://") {
                continue;
            }
            followed += 1;
            let (file, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let file = match file {
                "" => path.clone(),
                file => path.parent().expect("a folder").join(file),
            };
            let is_there = file.exists()
                && (anchor.is_empty() || anchors(&read(&file)).iter().any(|it| it == anchor));
            if !is_there {
                broken.push(format!("{}: {target}", path.display()));
            }
        }
    }
    let named = Regex::new(r"docs/[a-z/-]+\.md").expect("a pattern");
    for path in sources() {
        let text = read(&path);
        followed += named.find_iter(&text).count();
        let lost = named.find_iter(&text).filter(|it| !Path::new(it.as_str()).exists());
        broken.extend(lost.map(|it| format!("{}: {}", path.display(), it.as_str())));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(followed >= 200, "only {followed} links were found");
}

/// Each picture is in a document, and no larger than it must be.
#[test]
fn the_pictures_are_used() {
    let texts: String = documents().iter().map(read).collect();
    let pictures: Vec<_> =
        files("docs/images").filter(|it| it.extension().is_some_and(|it| it == "png")).collect();
    for path in &pictures {
        let name = path.file_name().expect("a name").to_string_lossy();
        assert!(texts.contains(&format!("images/{name})")), "no document shows {name}");
        assert!(path.metadata().expect("a file").len() <= 150_000, "{name} is large");
    }
    assert!(pictures.len() >= 4, "{pictures:?}");
}

/// What forges make of a document's headings.
fn anchors(text: &str) -> Vec<String> {
    let prose = without_blocks(text);
    let headings = prose.lines().filter(|line| line.starts_with('#'));
    let anchor = |line: &str| -> String {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept = title.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.map(anchor).collect()
}

/// The documents for people.
fn documents() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        ["README.md", "CHANGELOG.md", "benches/README.md", "fonts/README.md"]
            .map(Into::into)
            .into();
    found.extend(files("docs").filter(|path| path.extension().is_some_and(|it| it == "md")));
    found
}

/// What else names documents.
fn sources() -> Vec<PathBuf> {
    let of_text = ["rs", "yaml", "yml", "md", "j2", "sh"];
    let is_text = |path: &PathBuf| {
        path.extension().and_then(|it| it.to_str()).is_some_and(|it| of_text.contains(&it))
    };
    let folders = ["src", "templates", "docs", "benches", "projects"];
    let mut found: Vec<PathBuf> = folders.into_iter().flat_map(files).filter(is_text).collect();
    found.extend(["Makefile", "README.md", "CHANGELOG.md", "Cargo.toml"].map(PathBuf::from));
    found
}

fn files(folder: &str) -> impl Iterator<Item = PathBuf> {
    let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path)
}

fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// A document without its fenced blocks.
fn without_blocks(text: &str) -> String {
    text.split("\n```").step_by(2).collect::<Vec<_>>().join("\n")
}

/// All rules are listed, each as bad as it is.
#[test]
fn all_rules_are_listed() {
    let text = read("docs/rules.md");
    let listed: Vec<&str> = text.lines().filter(|line| line.starts_with("| [`")).collect();
    let rules = rule::ALL.iter().map(|rule| {
        let (name, severity) = (rule.name, rule.severity.title());
        format!("| [`{name}`](rules/{name}.md) | {severity} | {} |", rule.summary())
    });
    assert_eq!(listed, rules.collect::<Vec<_>>());
}

/// Every message that the table of mistakes shows is one that a test has seen.
#[test]
fn the_guide_quotes_what_the_program_says() {
    let mut said = String::new();
    for path in files("tests/cases").filter(|it| it.extension().is_some_and(|it| it == "snap")) {
        said.push_str(&read(path));
    }
    for (path, least) in [("docs/filling.md", 10), ("docs/mistakes.md", 50)] {
        let text = read(path);
        let (_, table) = text.split_once("| 写成了 |").expect("the table of mistakes");
        let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
        let rows: Vec<&str> = rows.collect();
        for row in &rows {
            let message = row.split(" | ").nth(1).expect("a message").trim_matches('`');
            assert!(said.contains(message), "no one says {message:?}");
        }
        assert!(rows.len() >= least, "{path}: {rows:?}");
    }
}

/// `make` and `make test` come first, and the Makefile has them.
#[test]
fn the_two_commands_stand_at_the_top() {
    let readme = read("README.md");
    let (_, block) = readme.split_once("```console\n").expect("a block of commands");
    assert!(block.starts_with("$ make\n$ make test\n```\n"), "{block}");
    let makefile = read("Makefile");
    assert!(makefile.contains("\nall:") && makefile.contains("\ntest:"));
}

/// The sample project files are complete.
#[test]
fn the_samples_build_as_they_stand() {
    for path in ["README.md", "docs/project-file.md", "docs/filling.md"] {
        let text = read(path);
        let blocks = text.split("```yaml\n").skip(1).filter_map(|it| it.split("```").next());
        let sample = blocks.into_iter().find(|it| it.contains("\n绩效指标:"));
        let workplace = Workplace::new();
        workplace.file("样例.yaml", sample.expect("a sample project"));
        let outcome = workplace.run("build 样例.yaml");
        assert_eq!(outcome.code, 0, "{path}: {outcome:?}");
    }
}
