//! `jixiao fonts`: what is bundled, which version, which licence.

use std::io::{self, Write};
use std::process::ExitCode;

use super::exit_code;
use crate::cli::FontsArgs;
use crate::print::fonts::{BundledFont, licenses};

/// Prints the fonts, or their licences' texts.
pub fn run(args: &FontsArgs) -> ExitCode {
    let mut out = io::stdout().lock();
    // A reader that has seen enough closes the pipe: no failure of ours.
    let _ = if args.licenses { print_licenses(&mut out) } else { print_fonts(&mut out) };
    exit_code(false)
}

fn print_fonts(out: &mut impl Write) -> io::Result<()> {
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

fn print_licenses(out: &mut impl Write) -> io::Result<()> {
    for (name, text) in licenses() {
        writeln!(out, "==== {name} ====\n\n{}\n", text.trim_end())?;
    }
    Ok(())
}
