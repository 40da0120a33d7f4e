//! The help that users read: the commands by what they are for, and examples.

use std::fmt::Write;

use clap::{Command, CommandFactory};

use super::Cli;
use crate::text::nearest::nearest;
use crate::text::width::columns;

/// The commands by what they are for. A test holds that each is in one place here.
pub const GROUPS: [(&str, &[&str]); 6] = [
    ("填表", &["edit", "new", "check", "fmt", "roll"]),
    ("排版", &["preview", "build", "watch", "list", "merge-reports"]),
    ("核对排好的表", &["verify", "extract"]),
    ("比较版本", &["diff", "git"]),
    ("表、规则和设置", &["forms", "rule", "schema", "fonts", "config"]),
    ("其他", &["lsp", "completions", "help"]),
];

/// What people do with each command. Tests run them.
pub const EXAMPLES: [(&str, &[(&str, &str)]); 21] = [
    (
        "build",
        &[
            ("jixiao build", "projects 里的每份表格，写到 out"),
            ("jixiao build projects/2026/台式机.yaml", "只排一份"),
            ("jixiao build --format png --ppi 200", "排成图片"),
            ("jixiao build --draft", "有错的、没填完的也排成草稿，看还要改哪些"),
            ("jixiao build --combine out/合订本.pdf", "另装订成一本"),
            ("jixiao build --combine-by 主管部门 合订本", "每个主管部门一本"),
            ("jixiao build --dry-run", "只看要排哪些，不写文件"),
        ],
    ),
    (
        "edit",
        &[
            ("jixiao edit", "在浏览器里填 projects 里的表"),
            ("jixiao edit projects/2026/台式机.yaml", "只填一份"),
        ],
    ),
    (
        "preview",
        &[
            ("jixiao preview", "在浏览器里看 projects 里的表，文件一存就更新"),
            ("jixiao preview projects/2026/台式机.yaml", "只看一份"),
        ],
    ),
    (
        "watch",
        &[
            ("jixiao watch", "看着 projects，一有改动就重新排"),
            ("jixiao watch projects/2026/台式机.yaml --open", "只看一份，排好了打开"),
        ],
    ),
    (
        "check",
        &[
            ("jixiao check", "检查 projects"),
            ("jixiao check --fix", "可以放心改的，直接改好"),
            ("jixiao check --deny warnings", "有警告也算不通过"),
            ("jixiao check --allow repeated-text,placeholder", "不管这两条规则"),
            ("jixiao check --report html -o 报告.html", "谁要改什么，可以打印、寄出"),
            ("jixiao check --report xlsx --by 主管部门 -o 寄出", "一个部门一份"),
            ("jixiao check --format sarif -o findings.sarif", "写成文件，给别的程序用"),
        ],
    ),
    (
        "diff",
        &[
            ("jixiao diff out projects", "排好的表和现在的项目文件比"),
            ("jixiao diff out projects -o 改动.html", "写成一页，可以打印"),
        ],
    ),
    ("fmt", &[("jixiao fmt", "整理 projects"), ("jixiao fmt --check", "只看哪些要整理")]),
    (
        "new",
        &[
            ("jixiao new 平台运营服务费", "目标表"),
            ("jixiao new 平台运营 --form 申报表 -o projects", "别的表，放在 projects 里"),
            ("jixiao new --from projects/2026/台式机.yaml --form 自评表", "沿用已有的内容"),
        ],
    ),
    ("roll", &[("jixiao roll 2027 projects/2026", "写到 projects/2027")]),
    (
        "forms",
        &[
            ("jixiao forms", "有哪些表"),
            ("jixiao forms export 目标表 版式", "写出版式，供修改"),
            ("jixiao forms check 版式", "检查改过的版式"),
        ],
    ),
    ("merge-reports", &[("jixiao merge-reports out/1.jsonl out/2.jsonl", "把两片的结果合起来")]),
    (
        "list",
        &[
            ("jixiao list", "显示在屏幕上"),
            ("jixiao list -o 一览.xlsx --by 主管部门 --sort -total", "写成 Excel 表，有小计"),
            ("jixiao list --by 主管部门 --summary --sort -total", "一个部门一行，钱多的在前"),
            ("jixiao list --columns 项目名称,资金总额,pages", "只要这几栏"),
            ("jixiao list --format json", "给别的程序用"),
        ],
    ),
    ("extract", &[("jixiao extract out/2026/台式机.pdf", "显示其中的项目文件")]),
    (
        "verify",
        &[
            ("jixiao verify out/2026/台式机.pdf", "是不是原样，签了什么"),
            ("jixiao verify out/2026", "文件夹里所有的 PDF"),
        ],
    ),
    ("rule", &[("jixiao rule", "有哪些规则"), ("jixiao rule sum-mismatch", "这一条说的是什么")]),
    ("schema", &[("jixiao schema --form 自评表 -o 自评表.json", "自评表的 schema")]),
    ("fonts", &[("jixiao fonts --licenses", "许可证全文")]),
    ("git", &[("jixiao git install projects", "设好当前的仓库，项目文件在 projects 里")]),
    ("config", &[("jixiao config projects/2026", "对这些文件起作用的设置，从哪里来")]),
    ("lsp", &[("jixiao lsp", "由编辑器启动，怎样设置见 docs/editors.md")]),
    ("completions", &[("jixiao completions bash", "用法见 docs/commands.md")]),
];

const TEMPLATE: &str = "{about}\n\n用法: {usage}\n";

/// The command line, with the commands by what they are for, and with examples.
pub fn command() -> Command {
    let command = Cli::command();
    let template = format!("{TEMPLATE}\n{}通用:\n{{options}}{{after-help}}", groups(&command));
    let with_examples = EXAMPLES.iter().fold(command, |command, (name, examples)| {
        let examples = shown(examples);
        match command.find_subcommand(name) {
            Some(_) => command.mut_subcommand(name, |it| it.after_help(examples)),
            None => command,
        }
    });
    with_examples.help_template(template).after_help(
        "用 jixiao help 命令 看一个命令的选项和例子，用 jixiao rule 看有哪些规则。\n\
         第一次用，先运行 jixiao new 项目名称，照着里面的说明填。",
    )
}

/// The command that `words` name. Fails with the word that names none, and with the command that may
/// be meant.
pub fn find(words: &[String]) -> Result<Command, (String, Option<String>)> {
    let mut found = command();
    // Only then do the lines of usage have the whole name of a command within a command.
    found.build();
    for word in words {
        let next = found.find_subcommand(word).filter(|it| !it.is_hide_set()).cloned();
        let names = found.get_subcommands().filter(|it| !it.is_hide_set()).map(Command::get_name);
        found = next.ok_or_else(|| (word.clone(), nearest(word, names).map(str::to_owned)))?;
    }
    Ok(found)
}

fn groups(command: &Command) -> String {
    let about = |name: &str| {
        let command = command.find_subcommand(name);
        command.and_then(Command::get_about).map(ToString::to_string).unwrap_or_default()
    };
    let names = GROUPS.iter().flat_map(|(_, names)| names.iter());
    let width = names.map(|name| name.len()).max().unwrap_or_default();
    let mut text = String::new();
    for (group, names) in GROUPS {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{group}:");
        for name in names {
            let _ = writeln!(text, "  {name:width$}  {}", about(name));
        }
        text.push('\n');
    }
    text
}

/// Examples, what they do beside them.
fn shown(examples: &[(&str, &str)]) -> String {
    let width = examples.iter().map(|(example, _)| columns(example)).max().unwrap_or_default();
    let lines = examples.iter().map(|(example, what)| {
        let gap = " ".repeat(width - columns(example) + 2);
        format!("  {example}{gap}{what}")
    });
    format!("例子:\n{}", lines.collect::<Vec<_>>().join("\n"))
}
