//! `jixiao rule`: what a rule is about, and which rules there are.

use std::io::{self, Write};
use std::process::ExitCode;

use super::exit_code;
use crate::cli::RuleArgs;
use crate::diagnostic::rule::{self, Rule};

/// Prints the rule's page, or a list of all rules.
pub fn run(args: &RuleArgs) -> ExitCode {
    let mut out = io::stdout().lock();
    // A reader that has seen enough closes the pipe: no failure of ours.
    let _ = match args.name {
        Some(rule) => print(rule, &mut out),
        None => list(&mut out),
    };
    exit_code(false)
}

fn print(rule: &Rule, out: &mut impl Write) -> io::Result<()> {
    let Rule { name, severity, stage, page, .. } = rule;
    let adjustable = match rule.is_adjustable() {
        true => "可用 --deny、--warn、--allow 调整",
        false => "不能调整",
    };
    writeln!(out, "{name}：{}，{}，{adjustable}\n", severity.title(), stage.title())?;
    writeln!(out, "{}", page.trim_end())
}

fn list(out: &mut impl Write) -> io::Result<()> {
    let width = rule::ALL.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let mut stage = None;
    for rule in rule::ALL {
        if stage.replace(rule.stage).is_some_and(|before| before != rule.stage) {
            writeln!(out)?;
        }
        writeln!(out, "{}  {:width$}  {}", rule.severity.title(), rule.name, rule.summary())?;
    }
    Ok(())
}
