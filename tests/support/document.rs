//! Documents as what they tell to do: files are written, commands run, and what they print is
//! what the document shows.

use std::fs;

use super::cli::{Workplace, without_times};

/// What a document tells to do.
enum Step {
    /// `<!-- file: PATH -->`: the next block is written to the file.
    File { path: String, text: String },
    /// `<!-- edit: PATH`, the old text, `=>` and the new one: what the reader does to the file.
    Edit { path: String, old: String, new: String },
    /// `<!-- shows: PATH -->`: the next block is what stands in the file.
    Shows { path: String, text: String },
    /// `$ COMMAND` in a block of commands, with the output that is shown below.
    Command { line: String, shown: String },
}

/// The commands of a document, by what has become of them.
#[derive(Debug, Default, PartialEq)]
pub struct Commands {
    /// How many have been run.
    pub run: usize,
    /// Those of programs that are not run here.
    pub left: Vec<String>,
    /// What is not as it is shown.
    pub untrue: Vec<String>,
}

/// Programs that are run as well.
const RUN: [&str; 4] = ["jixiao", "git", "for", "export"];
/// Programs that are not.
const LEFT: [&str; 5] = ["make", "sh", "bash", "sbatch", "kubectl"];

/// Does what a document tells, in its order, and holds what it shows against what is so; `…`
/// stands for any lines.
pub fn run(text: &str, workplace: &Workplace) -> Commands {
    let mut commands = Commands::default();
    for step in steps(text) {
        match step {
            Step::File { path, text } => {
                workplace.file(&path, text);
            }
            Step::Edit { path, old, new } => {
                let text = fs::read_to_string(workplace.path(&path)).expect("the file");
                assert_eq!(text.matches(&old).count(), 1, "{old:?} in {path}: {text}");
                workplace.file(&path, text.replace(&old, &new));
            }
            Step::Shows { path, text } => {
                let is = fs::read_to_string(workplace.path(&path)).expect("the file");
                if !is_shown(&is, &text) {
                    commands.untrue.push(format!("{path} is\n{is}"));
                }
            }
            Step::Command { line, shown } => {
                let mut words = line.split_whitespace().skip_while(|word| word.contains('='));
                let program = words.next().expect("a program");
                if LEFT.contains(&program) {
                    commands.left.push(line);
                    continue;
                }
                assert!(RUN.contains(&program), "neither run nor left out: {line}");
                let outcome = workplace.shell(&line);
                let printed = without_times(&outcome.stdout) + &outcome.stderr;
                if !is_shown(&printed, &without_times(&shown)) {
                    commands.untrue.push(format!("$ {line}\n{printed}"));
                }
                commands.run += 1;
            }
        }
    }
    commands
}

/// How many commands there are in a document, whoever reads it.
pub fn count(text: &str) -> usize {
    text.lines().filter(|line| line.starts_with("$ ")).count()
}

/// Whether a text is what is shown of it.
fn is_shown(text: &str, shown: &str) -> bool {
    let mut rest = format!("{}\n", text.trim_end());
    let shown = format!("{}\n", shown.trim_end());
    let mut parts = shown.split_inclusive('\n').peekable();
    let mut is_anywhere = false;
    while parts.peek().is_some() {
        if parts.next_if(|line| line.trim_end() == "…").is_some() {
            is_anywhere = true;
            continue;
        }
        let mut part = String::new();
        while let Some(line) = parts.next_if(|line| line.trim_end() != "…") {
            part.push_str(line);
        }
        let is_last = parts.peek().is_none();
        let at = match (is_anywhere, is_last) {
            (false, _) => rest.starts_with(&part).then_some(0),
            (true, true) => rest.ends_with(&part).then(|| rest.len() - part.len()),
            (true, false) => rest.find(&part),
        };
        let Some(at) = at else { return false };
        rest = rest[at + part.len()..].to_owned();
        is_anywhere = false;
    }
    is_anywhere || rest.is_empty()
}

fn steps(text: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut lines = text.lines();
    // What the next block is for.
    let mut wanted: Option<(bool, String)> = None;
    while let Some(line) = lines.next() {
        if let Some(path) = directive(line, "file") {
            wanted = Some((true, path));
        } else if let Some(path) = directive(line, "shows") {
            wanted = Some((false, path));
        } else if let Some(path) = line.strip_prefix("<!-- edit: ") {
            let edit = until(&mut lines, "-->");
            let (old, new) = edit.split_once("\n=>\n").expect("what becomes of it");
            let new = new.trim_end_matches('\n');
            steps.push(Step::Edit { path: path.into(), old: old.into(), new: new.into() });
        } else if let Some(language) = line.strip_prefix("```") {
            let block = until(&mut lines, "```");
            match (wanted.take(), language) {
                (Some((true, path)), _) => steps.push(Step::File { path, text: block }),
                (Some((false, path)), _) => steps.push(Step::Shows { path, text: block }),
                (None, "console") => steps.extend(commands(&block)),
                (None, _) => {}
            }
        }
    }
    steps
}

/// The path in a comment that says what the next block is.
fn directive(line: &str, verb: &str) -> Option<String> {
    let path = line.strip_prefix(&format!("<!-- {verb}: "))?.strip_suffix(" -->")?;
    Some(path.to_owned())
}

fn until<'a>(lines: &mut impl Iterator<Item = &'a str>, end: &str) -> String {
    lines.take_while(|line| *line != end).flat_map(|line| [line, "\n"]).collect()
}

/// The commands in a block, each with the output shown below it.
fn commands(block: &str) -> Vec<Step> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ "), found.last_mut()) {
            (Some(command), _) => found.push((command.trim().to_owned(), String::new())),
            (None, Some((_, shown))) => shown.extend([line, "\n"]),
            (None, None) => panic!("a block of commands begins with {line:?}"),
        }
    }
    found.into_iter().map(|(line, shown)| Step::Command { line, shown }).collect()
}
