//! `jixiao rule`: what a rule is about, and which rules there are.

use std::io::{self, Write};
use std::process::ExitCode;

use super::put_all;
use crate::cli::RuleArgs;
use crate::diagnostic::rule::{self, Rule};

/// Prints the rule's page, or a list of all rules.
pub fn run(args: &RuleArgs) -> ExitCode {
    put_all(|out| match args.name {
        Some(rule) => print(rule, out),
        None => list(out),
    })
}

fn print(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    let Rule { name, severity, stage, page, .. } = rule;
    let adjustable = match rule.is_adjustable() {
        true => "可用 --deny、--warn、--allow 调整",
        false => "不能调整",
    };
    writeln!(out, "{name}：{}，{}，{adjustable}\n", severity.title(), stage.title())?;
    writeln!(out, "{}", page.trim_end())
}

fn list(out: &mut dyn Write) -> io::Result<()> {
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
