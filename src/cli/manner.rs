//! How the program speaks to people: options that every command has.

use std::env;
use std::ffi::OsString;

use anstream::ColorChoice;
use clap::{Args, ValueEnum};

use crate::system::streams::{self, Loudness};

/// What asks for colours where there is no terminal, as many programs have it.
const FORCE_COLOR: &str = "FORCE_COLOR";

#[derive(Debug, Args)]
pub struct MannerArgs {
    /// 只说错误
    #[arg(
        short,
        long,
        global = true,
        conflicts_with = "verbose",
        help_heading = "通用",
        display_order = 90
    )]
    pub quiet: bool,
    /// 多说一些：每份文件怎么样了，设置是从哪里来的
    #[arg(short, long, global = true, help_heading = "通用", display_order = 91)]
    pub verbose: bool,
    /// 颜色：auto、always 或 never，不写则为 auto，在终端上才有
    #[arg(
        long,
        value_name = "何时",
        global = true,
        ignore_case = true,
        hide_possible_values = true,
        help_heading = "通用",
        display_order = 92
    )]
    pub color: Option<ColorArg>,
    /// 不读 jixiao.toml
    #[arg(long, global = true, help_heading = "通用", display_order = 93)]
    pub no_config: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorArg {
    Auto,
    Always,
    Never,
}

impl MannerArgs {
    /// Applies the options to all that the program says from now on.
    pub fn adopt(&self) {
        streams::set_loudness(match (self.quiet, self.verbose) {
            (true, _) => Loudness::Quiet,
            (false, true) => Loudness::Loud,
            (false, false) => Loudness::Usual,
        });
        match self.color {
            Some(ColorArg::Always) => ColorChoice::Always,
            Some(ColorArg::Never) => ColorChoice::Never,
            None if is_forced() => ColorChoice::Always,
            Some(ColorArg::Auto) | None => ColorChoice::Auto,
        }
        .write_global();
    }
}

fn is_forced() -> bool {
    let means_no = |value: &OsString| value.is_empty() || value == "0" || value == "false";
    env::var_os(FORCE_COLOR).is_some_and(|value| !means_no(&value))
}
