//! `jixiao fonts`: what is bundled, which version, which licence.

use std::io::{self, Write};
use std::process::ExitCode;

use super::put_all;
use crate::cli::FontsArgs;
use crate::print::fonts::{BundledFont, licenses};

/// Prints the fonts, or their licences' texts.
pub fn run(args: &FontsArgs) -> ExitCode {
    put_all(if args.licenses { print_licenses } else { print_fonts })
}

fn print_fonts(out: &mut dyn Write) -> io::Result<()> {
    for font in BundledFont::all() {
        writeln!(out, "{} {}", font.family, font.style)?;
        writeln!(out, "  文件    {}", font.file)?;
        writeln!(out, "  版本    {}", font.version)?;
        writeln!(out, "  字形    {} 个", font.glyphs)?;
        writeln!(out, "  版权    {}", font.copyright)?;
        writeln!(out, "  许可证  {}", font.license)?;
        writeln!(out)?;
    }
    Ok(())
}

fn print_licenses(out: &mut dyn Write) -> io::Result<()> {
    for (name, text) in licenses() {
        writeln!(out, "==== {name} ====\n\n{}\n", text.trim_end())?;
    }
    Ok(())
}
