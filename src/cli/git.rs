//! `jixiao git`: what people ask for, and what git asks for.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::TEMPLATE;

#[derive(Debug, Args)]
#[command(subcommand_value_name = "命令", subcommand_help_heading = "命令")]
pub struct GitArgs {
    #[command(subcommand)]
    pub command: GitCommand,
    /// 自备版式的文件夹，先于内置的版式
    #[arg(long, value_name = "文件夹", global = true, help_heading = "选项")]
    pub templates: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum GitCommand {
    /// 设好当前的仓库：git diff、git log -p、git show 显示表格的内容，合并时按栏目
    #[command(help_template = TEMPLATE, override_usage = "jixiao git install [文件夹]...")]
    Install(GitInstallArgs),
    /// 去掉 install 在当前的仓库里写的设置
    #[command(help_template = TEMPLATE, override_usage = "jixiao git uninstall")]
    Uninstall,
    /// 供 git 用：把项目文件或 PDF 写成文字
    #[command(hide = true, help_template = TEMPLATE, override_usage = "jixiao git textconv <文件>")]
    Textconv(GitTextconvArgs),
    /// 供 git 用：按栏目合并项目文件
    #[command(
        hide = true,
        help_template = TEMPLATE,
        override_usage = "jixiao git merge <原来> <我方> <对方> [标记长度] [路径]"
    )]
    Merge(GitMergeArgs),
}

#[derive(Debug, Args)]
pub struct GitInstallArgs {
    /// 装有项目文件的文件夹，不写则为 projects
    #[arg(
        value_name = "文件夹",
        default_value = "projects",
        hide_default_value = true,
        help_heading = "参数"
    )]
    pub folders: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct GitTextconvArgs {
    /// 项目文件或 PDF
    #[arg(value_name = "文件", help_heading = "参数")]
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct GitMergeArgs {
    /// 双方修改以前的文件（%O）
    #[arg(value_name = "原来", help_heading = "参数")]
    pub base: PathBuf,
    /// 我方的文件，合并的结果也写在这里（%A）
    #[arg(value_name = "我方", help_heading = "参数")]
    pub ours: PathBuf,
    /// 对方的文件（%B）
    #[arg(value_name = "对方", help_heading = "参数")]
    pub theirs: PathBuf,
    /// 冲突标记有几个字符长，不写则为 7（%L）；0 为不要标记，冲突的地方照原来的
    #[arg(
        value_name = "标记长度",
        default_value = "7",
        hide_default_value = true,
        value_parser = clap::value_parser!(u16).range(0..=100),
        help_heading = "参数"
    )]
    pub marker: u16,
    /// 文件在仓库里的路径，用在消息里（%P）
    #[arg(value_name = "路径", help_heading = "参数")]
    pub path: Option<PathBuf>,
}
