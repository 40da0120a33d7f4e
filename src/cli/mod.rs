//! The command line: here types only, and below them what the commands do. What looks
//! like documentation is the help that users read, in Chinese.

#![allow(missing_docs)]

pub mod commands;
mod diff;
mod fmt;
mod forms;
mod git;
mod new;
mod parse;
mod pdf;
pub mod usage;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::styling::Styles;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub use diff::{DiffArgs, DiffFormatArg};
pub use fmt::FmtArgs;
pub use forms::{FormsArgs, FormsCheckArgs, FormsCommand, FormsExportArgs, RollArgs};
pub use git::{GitArgs, GitCommand, GitInstallArgs, GitMergeArgs, GitTextconvArgs};
pub use new::{EditionArgs, KindArg, NewArgs, SchemaArgs};
pub use pdf::{ExtractArgs, VerifyArgs, VerifyOutputArg};

use crate::batch::Share;
use crate::diagnostic::rule::Rule;

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

/// 用 YAML 写绩效表，排版成 PDF
#[derive(Debug, Parser)]
#[command(
    name = "jixiao",
    version,
    about = "用 YAML 写项目预算绩效目标表和别的绩效表，排版成 PDF",
    help_template = TEMPLATE,
    subcommand_help_heading = "命令",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    subcommand_value_name = "命令",
    styles = Styles::plain(),
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    /// 显示帮助
    // Last in every list of options, however many commands there are.
    #[arg(
        short,
        long,
        global = true,
        action = ArgAction::Help,
        help_heading = "选项",
        display_order = 100
    )]
    help: Option<bool>,
    /// 显示版本
    #[arg(
        short = 'V',
        long,
        action = ArgAction::Version,
        help_heading = "选项",
        display_order = 101
    )]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// 把项目文件排版成表格
    #[command(help_template = TEMPLATE, override_usage = "jixiao build [选项] [路径]...")]
    Build(BuildArgs),
    /// 检查项目文件，不排版
    #[command(help_template = TEMPLATE, override_usage = "jixiao check [选项] [路径]...")]
    Check(CheckArgs),
    /// 说出两个版本的表格有什么不同
    #[command(help_template = TEMPLATE, override_usage = "jixiao diff [选项] [旧版] [新版] [-- 路径...]")]
    Diff(DiffArgs),
    /// 把项目文件整理成统一的写法，内容不变
    #[command(help_template = TEMPLATE, override_usage = "jixiao fmt [选项] [路径]...")]
    Fmt(FmtArgs),
    /// 新建一个项目文件，要填的地方都有说明
    #[command(help_template = TEMPLATE, override_usage = "jixiao new [选项] <名称>")]
    New(NewArgs),
    /// 照今年的项目文件写出明年的，并列出要再看一看的地方
    #[command(help_template = TEMPLATE, override_usage = "jixiao roll [选项] <年度> [路径]...")]
    Roll(RollArgs),
    /// 列出有哪些表，导出或检查版式
    #[command(help_template = TEMPLATE, override_usage = "jixiao forms [选项] [命令]")]
    Forms(FormsArgs),
    /// 把分片排版的报告合成一份
    #[command(help_template = TEMPLATE, override_usage = "jixiao merge-reports [选项] <报告>...")]
    MergeReports(MergeArgs),
    /// 列出各个项目的金额、指标数和页数
    #[command(help_template = TEMPLATE, override_usage = "jixiao list [选项] [路径]...")]
    List(ListArgs),
    /// 从排好的 PDF 里取出项目文件
    #[command(help_template = TEMPLATE, override_usage = "jixiao extract [选项] <PDF>...")]
    Extract(ExtractArgs),
    /// 核对排好的 PDF：印的和数据是否相同，有没有改过
    #[command(help_template = TEMPLATE, override_usage = "jixiao verify [选项] [路径]...")]
    Verify(VerifyArgs),
    /// 说明一条规则，或列出所有规则
    #[command(help_template = TEMPLATE, override_usage = "jixiao rule [规则]")]
    Rule(RuleArgs),
    /// 输出项目文件的 JSON Schema，供编辑器使用
    #[command(help_template = TEMPLATE, override_usage = "jixiao schema [选项]")]
    Schema(SchemaArgs),
    /// 列出内置的字体及其版本和许可证
    #[command(help_template = TEMPLATE, override_usage = "jixiao fonts [选项]")]
    Fonts(FontsArgs),
    /// 让 git 按表格的内容比较和合并项目文件
    #[command(help_template = TEMPLATE, override_usage = "jixiao git <命令>")]
    Git(GitArgs),
    /// 输出命令行补全脚本
    #[command(help_template = TEMPLATE)]
    Completions(CompletionsArgs),
    /// 供 build 自己用的排版进程
    #[command(hide = true)]
    Worker,
    /// 供 extract 和 verify 自己用的读 PDF 的进程
    #[command(hide = true)]
    Reader,
}

#[derive(Debug, Args)]
pub struct BuildArgs {
    #[command(flatten)]
    pub inputs: InputArgs,
    #[arg(
        short,
        long,
        value_name = "文件夹",
        default_value = "out",
        hide_default_value = true,
        help = "输出文件夹，不写则为 out；文件在里面的位置从 projects 或路径里的第一个文件夹算起",
        help_heading = "选项"
    )]
    pub output: PathBuf,
    /// 同时排版的份数，不写则与处理器核数相同
    #[arg(short, long, value_name = "份数", value_parser = parse::jobs, help_heading = "选项")]
    pub jobs: Option<NonZeroUsize>,
    #[arg(
        long,
        value_name = "格式",
        default_value = "pdf",
        hide_default_value = true,
        hide_possible_values = true,
        help = "输出格式：pdf、png、svg 或 typ，不写则为 pdf",
        help_heading = "选项"
    )]
    pub format: FormatArg,
    /// PNG 的分辨率，每英寸的像素数，不写则为 144
    #[arg(
        long,
        value_name = "像素",
        default_value = "144",
        hide_default_value = true,
        value_parser = parse::ppi,
        help_heading = "选项"
    )]
    pub ppi: f64,
    /// PDF 里不附项目数据
    #[arg(long, help_heading = "选项")]
    pub no_attach: bool,
    /// 另把所有表格合成一个 PDF，页码连续，有书签
    #[arg(long, value_name = "文件", conflicts_with = "shard", help_heading = "批量")]
    pub combine: Option<PathBuf>,
    /// 没有变的表格也重新排
    #[arg(long, help_heading = "批量")]
    pub force: bool,
    /// 项目文件已经删掉的，删去以前为它排的表格
    #[arg(long, help_heading = "批量")]
    pub prune: bool,
    /// 每份表格的结果写进这个文件，一份一行 JSON
    #[arg(long, value_name = "文件", help_heading = "批量")]
    pub report: Option<PathBuf>,
    #[command(flatten)]
    pub patience: TimeoutArgs,
    /// 只排其中一份：3/8 是分成 8 份时的第 3 份，用于多台机器
    #[arg(long, value_name = "K/N", value_parser = parse::share, help_heading = "批量")]
    pub shard: Option<Share>,
    #[command(flatten)]
    pub severities: SeverityArgs,
    #[command(flatten)]
    pub assets: AssetArgs,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    pub inputs: InputArgs,
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help = "结果的格式：text、concise、json、sarif 或 github，不写则为 text",
        help_heading = "选项"
    )]
    pub output: OutputArg,
    /// 改好可以放心改的地方：符号、全角半角、多余的空格
    #[arg(long, help_heading = "选项")]
    pub fix: bool,
    /// 只显示 --fix 会怎样改，不写文件
    #[arg(long, help_heading = "选项")]
    pub diff: bool,
    /// 路径写“-”从标准输入读时，文件的名称
    #[arg(long, value_name = "文件", help_heading = "选项")]
    pub stdin_name: Option<PathBuf>,
    #[command(flatten)]
    pub severities: SeverityArgs,
    #[command(flatten)]
    pub assets: AssetArgs,
}

#[derive(Debug, Args)]
pub struct MergeArgs {
    /// build --report 写的文件
    #[arg(value_name = "报告", required = true, help_heading = "参数")]
    pub reports: Vec<PathBuf>,
    /// 写到这个文件，不写则只给出总数
    #[arg(short, long, value_name = "文件", help_heading = "选项")]
    pub output: Option<PathBuf>,
    /// 各片的输出所在的文件夹：把其中的清单也合成一份
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub folder: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct FontsArgs {
    /// 输出许可证全文
    #[arg(long, help_heading = "选项")]
    pub licenses: bool,
}

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// 命令行解释器：bash、zsh、fish、elvish 或 powershell
    #[arg(value_name = "解释器", hide_possible_values = true, help_heading = "参数")]
    pub shell: Shell,
}

#[derive(Debug, Args)]
pub struct InputArgs {
    /// 项目文件，或装有项目文件的文件夹，不写则为 projects
    #[arg(
        value_name = "路径",
        default_value = "projects",
        hide_default_value = true,
        help_heading = "参数"
    )]
    pub paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct AssetArgs {
    /// 自备版式的文件夹，先于内置的版式
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub templates: Option<PathBuf>,
    /// 自备字体的文件夹，先于内置的字体
    #[arg(long, value_name = "文件夹", help_heading = "选项")]
    pub fonts: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct TimeoutArgs {
    /// 一份表格最多排多少秒，不写则为 60
    #[arg(
        long,
        value_name = "秒数",
        default_value = "60",
        hide_default_value = true,
        value_parser = parse::timeout,
        help_heading = "选项"
    )]
    pub timeout: Duration,
}

#[derive(Debug, Args)]
pub struct SeverityArgs {
    /// 把一条规则当作错误；写 warnings 则把所有警告当作错误，--warn 定的也在内
    #[arg(long, value_name = "规则", value_parser = parse::denied, help_heading = "规则")]
    pub deny: Vec<Denied>,
    /// 把一条规则当作警告
    #[arg(long, value_name = "规则", value_parser = parse::rule, help_heading = "规则")]
    pub warn: Vec<&'static Rule>,
    /// 不管一条规则
    #[arg(long, value_name = "规则", value_parser = parse::rule, help_heading = "规则")]
    pub allow: Vec<&'static Rule>,
    /// 也给出建议
    #[arg(long, help_heading = "规则")]
    pub hints: bool,
}

/// What `--deny` makes errors of.
#[derive(Debug, Clone, Copy)]
pub enum Denied {
    Warnings,
    Rule(&'static Rule),
}

#[derive(Debug, Args)]
pub struct RuleArgs {
    /// 规则的名称，不写则列出所有规则
    #[arg(value_name = "规则", value_parser = parse::rule, help_heading = "参数")]
    pub name: Option<&'static Rule>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputArg {
    Text,
    Concise,
    Json,
    Sarif,
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    Pdf,
    Png,
    Svg,
    Typ,
}

#[derive(Debug, Args)]
pub struct ListArgs {
    #[command(flatten)]
    pub inputs: InputArgs,
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help = "输出格式：text、json 或 csv，不写则为 text",
        help_heading = "选项"
    )]
    pub output: ListFormatArg,
    /// 同时处理的份数，不写则与处理器核数相同
    #[arg(short, long, value_name = "份数", value_parser = parse::jobs, help_heading = "选项")]
    pub jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub patience: TimeoutArgs,
    #[command(flatten)]
    pub assets: AssetArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormatArg {
    Text,
    Json,
    Csv,
}
