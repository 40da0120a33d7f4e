//! Options that several commands have.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::config::Config;
use super::{TIMEOUT, parse};
use crate::diagnostic::Severity;
use crate::diagnostic::near::USUAL;
use crate::diagnostic::render::word;
use crate::diagnostic::rule::Rule;

#[derive(Debug, Args)]
pub struct InputArgs {
    /// 项目文件，或装有项目文件的文件夹，不写则为 projects
    #[arg(
        value_name = "路径",
        default_value = USUAL,
        hide_default_value = true,
        help_heading = "参数"
    )]
    pub paths: Vec<PathBuf>,
}

impl InputArgs {
    /// The paths as words behind a command, each with a blank before it; nothing where they are
    /// the usual ones.
    pub fn named(&self) -> String {
        if self.paths == [Path::new(USUAL)] {
            return String::new();
        }
        self.paths.iter().map(|path| format!(" {}", word(path))).collect()
    }
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
pub struct PictureArgs {
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
}

#[derive(Debug, Args)]
pub struct TimeoutArgs {
    /// 一份表格最多排多少秒，不写则为 60
    #[arg(long, value_name = "秒数", value_parser = parse::timeout, help_heading = "选项")]
    pub timeout: Option<Duration>,
}

impl TimeoutArgs {
    /// How long one form may take.
    pub fn timeout(&self) -> Duration {
        self.timeout.unwrap_or(TIMEOUT)
    }
}

#[derive(Debug, Default, Args)]
pub struct SeverityArgs {
    /// 把这些规则当作错误，几条之间用逗号；写 warnings 则把所有警告当作错误，--warn 定的也在内
    #[arg(
        long,
        value_name = "规则",
        value_delimiter = ',',
        value_parser = parse::denied,
        help_heading = "规则"
    )]
    pub deny: Vec<Denied>,
    /// 把这些规则当作警告
    #[arg(
        long,
        value_name = "规则",
        value_delimiter = ',',
        value_parser = parse::rule,
        help_heading = "规则"
    )]
    pub warn: Vec<&'static Rule>,
    /// 不管这些规则
    #[arg(
        long,
        value_name = "规则",
        value_delimiter = ',',
        value_parser = parse::rule,
        help_heading = "规则"
    )]
    pub allow: Vec<&'static Rule>,
    /// 也给出建议
    #[arg(long, help_heading = "规则")]
    pub hints: bool,
    /// What the environment has of the rules, for what the options do not speak of.
    #[arg(skip)]
    pub environment: Vec<(Denied, Option<Severity>)>,
    /// What files of settings have for the files of folders.
    #[arg(skip)]
    pub config: Config,
}

/// What `--deny` makes errors of.
#[derive(Debug, Clone, Copy)]
pub enum Denied {
    Warnings,
    Rule(&'static Rule),
}
