//! `jixiao list`: the projects as a table.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use terminal_size::{Width, terminal_size_of};

use super::{
    deliver, exit_code, itself, load_assets, load_severities, named, no_file,
    print as print_findings, refuse_input, refuse_slips, say, setup, usage,
};
use crate::batch::worker::{Setup, Team};
use crate::check::examine::Examiner;
use crate::cli::{ListArgs, ListFormatArg};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::shown;
use crate::form::Attribute;
use crate::overview::listing::{Arrangement, Listing, ListingTotals, PageCounter, Reader, SortKey};
use crate::print::Options;
use crate::print::export::Format;
use crate::source::{self, Forms, Inputs};
use crate::tabular::TableFormat;

/// Prints the table, and says where to learn more of what is wrong.
pub fn run(mut args: ListArgs) -> Result<ExitCode, ExitCode> {
    let target = Target::of(&args)?;
    let (forms, typesetter) = load_assets(&args.assets)?;
    let arrangement = arrangement(&args, &forms)?;
    refuse_slips(&args.inputs.paths)?;
    let Inputs { projects, mut found } = source::find(&args.inputs.paths);
    let files: Vec<PathBuf> = projects.iter().map(|input| input.path.to_path_buf()).collect();
    refuse_input(target.path.as_deref(), &files)?;
    let (severities, of_settings) =
        load_severities(&mut args.severities, files.iter().map(PathBuf::as_path))?;
    found.extend(of_settings);
    let counter = || PageCounter { typesetter: &typesetter, team: counters(&args, projects.len()) };
    let reader = Reader {
        examiner: Examiner::new(&forms, typesetter.fonts(), &severities),
        pages: arrangement.needs(&Attribute::Pages).then(counter),
        jobs: args.jobs,
    };
    let (lines, failed) = reader.read(&projects, &arrangement);
    let listing = Listing::new(lines, arrangement);
    found.extend(target.write(&listing).err());
    Ok(tell(&listing.totals, found, failed, &args.inputs.named()))
}

/// The workers that count the pages of forms with a layout of one's own.
fn counters(args: &ListArgs, forms: usize) -> Team<'static> {
    let options = Options { format: Format::Pdf { time: None }, attach: false };
    let setup = Setup { counts_only: true, ..setup(&args.assets, options) };
    Team::of(&|| itself("worker"), setup, args.jobs, forms, args.patience.timeout())
}

/// Says what was found beside the projects and in laying them out, `failed`, and where to learn
/// of all else; gives the exit code.
fn tell(
    totals: &ListingTotals,
    mut found: Vec<Diagnostic>,
    failed: Vec<Diagnostic>,
    paths: &str,
) -> ExitCode {
    let ListingTotals { errors, warnings, .. } = *totals;
    // What is wrong with the paths belongs to none of the projects.
    let is_unsound = found.iter().any(Diagnostic::is_error);
    let to_check = errors - failed.iter().filter(|failed| failed.is_error()).count();
    found.extend(failed);
    print_findings(&found);
    if to_check + warnings > 0 {
        say(format_args!("有 {to_check} 处错误、{warnings} 处警告，用 jixiao check{paths} 查看"));
    }
    exit_code(errors > 0 || is_unsound)
}

/// Where the table goes, and how.
struct Target {
    format: ListFormatArg,
    /// The file; standard output where there is none.
    path: Option<PathBuf>,
    /// Whether it is about groups only.
    is_summary: bool,
}

impl Target {
    fn of(args: &ListArgs) -> Result<Self, ExitCode> {
        if args.format.is_none()
            && let Some(format) = args.to.old_format()
        {
            return Ok(Self { format, path: None, is_summary: args.summary });
        }
        let path = args.to.path();
        if let Some(message) = path.and_then(|path| no_file(path, "一览.xlsx")) {
            return Err(usage(&message));
        }
        let format = match (args.format, path) {
            (Some(format), _) => format,
            (None, None) => ListFormatArg::Text,
            (None, Some(path)) => by_ending(path).ok_or_else(|| unknown_ending(path))?,
        };
        if path.is_none() && format == ListFormatArg::Xlsx {
            return Err(usage("“--format xlsx”要写到文件\n提示：加上 -o 一览.xlsx"));
        }
        Ok(Self { format, path: path.map(Path::to_owned), is_summary: args.summary })
    }

    fn write(&self, listing: &Listing) -> Result<(), Diagnostic> {
        let tables = |is_wide| match self.is_summary {
            true => listing.summary_tables(),
            false => listing.tables(is_wide),
        };
        let bytes = match (self.format, &self.path) {
            (ListFormatArg::Json, _) => listing.to_json()?.into_bytes(),
            (ListFormatArg::Text, None) => {
                let width = terminal_size_of(io::stdout()).map(|(Width(width), _)| width.into());
                tables(false).to_text(width).into_bytes()
            }
            (ListFormatArg::Text, _) => tables(false).to_bytes(TableFormat::Text)?,
            (ListFormatArg::Csv, _) => tables(true).to_bytes(TableFormat::Csv)?,
            (ListFormatArg::Xlsx, _) => tables(true).to_bytes(TableFormat::Xlsx)?,
            (ListFormatArg::Html, _) => tables(true).to_bytes(TableFormat::Html)?,
        };
        deliver(self.path.as_deref(), |out| out.write_all(&bytes))?;
        let Some(path) = &self.path else { return Ok(()) };
        let (count, path) = (listing.projects.len(), shown(path));
        say(format_args!("{count} 个项目写在 {path} 里"));
        Ok(())
    }
}

/// The format of a file by its name.
fn by_ending(path: &Path) -> Option<ListFormatArg> {
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    Some(match TableFormat::of(path) {
        Some(TableFormat::Text) => ListFormatArg::Text,
        Some(TableFormat::Csv) => ListFormatArg::Csv,
        Some(TableFormat::Xlsx) => ListFormatArg::Xlsx,
        Some(TableFormat::Html) => ListFormatArg::Html,
        None if is_json => ListFormatArg::Json,
        None => return None,
    })
}

fn unknown_ending(path: &Path) -> ExitCode {
    let shown = shown(path);
    usage(&format!(
        "看不出 {shown} 要写成什么格式\n提示：文件名以 .xlsx、.csv、.html、.json 或 .txt 结尾，\
         或者加上 --format xlsx"
    ))
}

/// What the table shows, and in which order.
fn arrangement(args: &ListArgs, forms: &Forms) -> Result<Arrangement, ExitCode> {
    let columns = args.columns.as_deref().map(|text| columns(text, forms)).transpose()?;
    let by = args.by.as_deref().map(|word| named::common("--by", word, forms)).transpose()?;
    let sort = args.sort.iter().flat_map(|text| list(text)).map(|key| sort_key(key, forms));
    Ok(Arrangement { columns, by, sort: sort.collect::<Result<_, _>>()? })
}

/// The columns that are chosen, each once.
fn columns(text: &str, forms: &Forms) -> Result<Vec<Attribute>, ExitCode> {
    let mut columns = Vec::new();
    for word in list(text) {
        let column = named::attribute("--columns", word, forms)?;
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    match columns.is_empty() {
        true => Err(usage("“--columns”后面没有写栏\n提示：如 --columns 项目名称,资金总额")),
        false => Ok(columns),
    }
}

/// Something that the order depends on; a minus before it stands for the greatest first.
fn sort_key(text: &str, forms: &Forms) -> Result<SortKey, ExitCode> {
    let name = text.strip_prefix(['-', '－', '−']);
    let attribute = named::attribute("--sort", name.unwrap_or(text), forms)?;
    Ok(SortKey { attribute, is_descending: name.is_some() })
}

/// The names in a list that people write with one comma or another.
fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', '、']).map(str::trim).filter(|name| !name.is_empty())
}
