//! The command line: here types only, and below them what the commands do. What looks
//! like documentation is the help that users read, in Chinese.

#![allow(missing_docs)]

mod arguments;
mod book;
mod build;
mod check;
pub mod commands;
mod common;
pub mod config;
mod diff;
mod fmt;
mod forms;
mod git;
pub mod help;
mod list;
mod lsp;
mod manner;
mod new;
mod output;
mod parse;
mod pdf;
mod preview;
mod report;
pub mod settle;
pub mod usage;
mod watch;

use std::ffi::OsStr;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::styling::Styles;
use clap::{ArgAction, Args, Parser, Subcommand};
use clap_complete::Shell;

pub use arguments::{arguments, expand, is_double_clicked};
pub use book::BookArgs;
pub use build::{BuildArgs, FormatArg, PrintArgs};
pub use check::{CheckArgs, CheckFormatArg};
pub use common::{AssetArgs, Denied, InputArgs, PictureArgs, SeverityArgs, TimeoutArgs};
pub use diff::{DiffArgs, DiffFormatArg};
pub use fmt::FmtArgs;
pub use forms::{FormsArgs, FormsCheckArgs, FormsCommand, FormsExportArgs, RollArgs};
pub use git::{GitArgs, GitCommand, GitInstallArgs, GitMergeArgs, GitTextconvArgs};
pub use list::{ListArgs, ListFormatArg};
pub use lsp::LspArgs;
pub use manner::{ColorArg, MannerArgs};
pub use new::{EditionArgs, KindArg, NewArgs, SchemaArgs};
pub use output::OutputArgs;
pub use pdf::{ExtractArgs, VerifyArgs, VerifyFormatArg};
pub use preview::{PageArgs, PreviewArgs};
pub use report::{ReportArgs, ReportFormatArg};
pub use watch::WatchArgs;

use crate::diagnostic::rule::Rule;

/// Where outputs go, and how long one form may take, where nothing else is said.
pub const OUTPUT: &str = "out";
pub const TIMEOUT: Duration = Duration::from_secs(60);

const TEMPLATE: &str = "{about}\n\n用法: {usage}\n\n{all-args}{after-help}";

/// 用 YAML 写绩效表，排版成 PDF
#[derive(Debug, Parser)]
#[command(
    name = "jixiao",
    version,
    about = "用 YAML 写项目预算绩效目标表和别的绩效表，排版成 PDF",
    help_template = TEMPLATE,
    override_usage = "jixiao [选项] <命令>",
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
    #[command(flatten)]
    pub manner: MannerArgs,
    /// 显示帮助
    // Last in every list of options, however many commands there are.
    #[arg(
        short,
        long,
        global = true,
        action = ArgAction::Help,
        help_heading = "通用",
        display_order = 100
    )]
    help: Option<bool>,
    /// 显示版本、内置的表和是怎样编译的
    #[arg(
        short = 'V',
        long,
        global = true,
        action = ArgAction::Version,
        help_heading = "通用",
        display_order = 101
    )]
    version: Option<bool>,
}

impl Cli {
    /// The command line that checks a folder.
    pub fn for_checking(folder: &Path, no_config: bool) -> Option<Self> {
        let options = no_config.then_some(OsStr::new("--no-config"));
        let words = ["jixiao", "check"].map(OsStr::new).into_iter().chain(options);
        Self::try_parse_from(words.chain([OsStr::new("--"), folder.as_os_str()])).ok()
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// 在浏览器里看表格，边改边看
    #[command(help_template = TEMPLATE, override_usage = "jixiao preview [选项] [路径]...")]
    Preview(PreviewArgs),
    /// 在浏览器里填表
    #[command(help_template = TEMPLATE, override_usage = "jixiao edit [选项] [路径]...")]
    Edit(PreviewArgs),
    /// 把项目文件排版成表格
    #[command(help_template = TEMPLATE, override_usage = "jixiao build [选项] [路径]...")]
    Build(BuildArgs),
    /// 看着项目文件，一有改动就重新排版
    #[command(help_template = TEMPLATE, override_usage = "jixiao watch [选项] [路径]...")]
    Watch(WatchArgs),
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
    /// 列出各个项目的主管部门、金额和指标数，可以写成 Excel 表
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
    /// 显示起作用的设置，和它们是从哪里来的
    #[command(help_template = TEMPLATE, override_usage = "jixiao config [路径]...")]
    Config(ConfigArgs),
    /// 供编辑器使用：边写边检查、补全、说明
    #[command(help_template = TEMPLATE, override_usage = "jixiao lsp")]
    Lsp(LspArgs),
    /// 输出命令行补全脚本
    #[command(help_template = TEMPLATE, override_usage = "jixiao completions <解释器>")]
    Completions(CompletionsArgs),
    /// 显示一个命令的帮助
    #[command(help_template = TEMPLATE, override_usage = "jixiao help [命令]...", alias = "帮助")]
    Help(HelpArgs),
    /// 写出手册页，供安装包用
    #[command(hide = true)]
    Man(ManArgs),
    /// 供 build 自己用的排版进程
    #[command(hide = true)]
    Worker,
    /// 供 extract 和 verify 自己用的读 PDF 的进程
    #[command(hide = true)]
    Reader,
}

#[derive(Debug, Args)]
pub struct MergeArgs {
    /// build --log 写的文件
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
pub struct ManArgs {
    /// 写到这个文件夹
    #[arg(value_name = "文件夹", help_heading = "参数")]
    pub folder: PathBuf,
}

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// 命令行解释器：bash、zsh、fish、elvish 或 powershell
    #[arg(
        value_name = "解释器",
        ignore_case = true,
        hide_possible_values = true,
        help_heading = "参数"
    )]
    pub shell: Shell,
}

#[derive(Debug, Args)]
pub struct HelpArgs {
    /// 命令的名称，如 build、forms export；不写则列出所有命令
    #[arg(value_name = "命令", help_heading = "参数")]
    pub command: Vec<String>,
}

#[derive(Debug, Args)]
pub struct ConfigArgs {
    #[command(flatten)]
    pub inputs: InputArgs,
    #[arg(skip)]
    pub output: Option<PathBuf>,
    #[arg(skip)]
    pub templates: Option<PathBuf>,
    #[arg(skip)]
    pub fonts: Option<PathBuf>,
    #[arg(skip)]
    pub timeout: Option<Duration>,
    #[arg(skip)]
    pub jobs: Option<NonZeroUsize>,
    #[arg(skip)]
    pub severities: SeverityArgs,
    /// What holds, and where it comes from.
    #[arg(skip)]
    pub held: Vec<settle::Held>,
}

#[derive(Debug, Args)]
pub struct RuleArgs {
    /// 规则的名称，不写则列出所有规则
    #[arg(value_name = "规则", value_parser = parse::rule, help_heading = "参数")]
    pub name: Option<&'static Rule>,
}
