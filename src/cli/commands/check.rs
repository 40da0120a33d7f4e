//! `jixiao check`: what is wrong, without printing anything.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use super::report::Report;
use super::{
    deliver, exit_code, inputs, load_assets, load_severities, mention, not_told, plain, print, put,
    refuse_input, say,
};
use crate::check::examine::{Examiner, Survey};
use crate::check::fix::{self, Mended};
use crate::cli::{CheckArgs, CheckFormatArg};
use crate::diagnostic::render::{self, Counts, clean};
use crate::diagnostic::rule::Stage;
use crate::diagnostic::{Diagnostic, Severity};
use crate::overview::findings::Worklist;
use crate::source::{self, Input, Inputs};
use crate::system::streams::{Loudness, is_said};

/// Checks the projects and says what was found.
pub fn run(mut args: CheckArgs) -> Result<ExitCode, ExitCode> {
    let (format, path) = match args.report.report {
        Some(_) => (CheckFormatArg::Text, None),
        None => args.to.settle(args.format, CheckFormatArg::Text),
    };
    let (forms, typesetter) = load_assets(&args.assets)?;
    let report = Report::of(&args, &forms)?;
    let Inputs { mut projects, mut found } =
        inputs(&args.inputs.paths, args.stdin_name.as_deref(), source::find)?;
    let files: Vec<_> = projects.iter().map(|input| input.path.to_path_buf()).collect();
    refuse_input(path, &files)?;
    let files = projects.iter().map(|input| &*input.path);
    let (severities, of_settings) = load_severities(&mut args.severities, files)?;
    found.extend(of_settings);
    found.extend(shared_outputs(&projects));
    // Each time with default files read anew: they may have been mended.
    let examiner = || Examiner::new(&forms, typesetter.fonts(), &severities);
    let (mut found, mut allowed) = severities.apply(found);
    if args.diff {
        let mended = fix::mend_all(&examiner(), &projects);
        return Ok(show(&mended, examiner().survey(&projects, None)));
    }
    if args.fix {
        let mended = fix::mend_all(&examiner(), &projects);
        found.extend(mend(&mended, &mut projects));
    }
    let survey = examiner().survey(&projects, None);
    found.extend(survey.found);
    allowed += survey.allowed;
    let mut found = render::unique(found);
    let has_errors = found.iter().any(Diagnostic::is_error);
    mention_sound(&found, &projects);
    // A report is for others, who are to see all of it.
    found.retain(|it| it.is_error() || report.is_some() || is_said(Loudness::Usual));
    let is_asked = !args.fix && format == CheckFormatArg::Text;
    let fixable = match is_asked {
        true => fixable(&fix::mend_all(&examiner(), &fix::concerned(&found, &projects))),
        false => 0,
    };
    let written = report.as_ref().map_or(Ok(()), |report| {
        let by = report.by.clone();
        report.write(&Worklist::new(&found, &projects, &examiner().defaults, by))
    });
    let mut is_lost = written.map_err(|lost| print(&[lost])).is_err();
    // The findings are in the report, so they are not shown as well.
    let shown = report.is_none().then_some((format, path));
    let told = tell(&found, shown, projects.len(), fixable, allowed);
    is_lost |= told.map_err(|lost| print(&[lost])).is_err();
    Ok(exit_code(is_lost || has_errors))
}

/// Says which files are in order, to those who want to hear of each.
fn mention_sound(found: &[Diagnostic], projects: &[Input]) {
    if !is_said(Loudness::Loud) {
        return;
    }
    let places = found.iter().filter_map(|found| found.places.first());
    let named: HashSet<&str> = places.map(|place| place.file.name()).collect();
    for name in projects.iter().map(Input::name).filter(|name| !named.contains(name.as_str())) {
        mention(format_args!("没有问题 {}", clean(&name)));
    }
}

/// The projects that would have the output of another one. Nothing is printed here, so they are
/// warnings only.
fn shared_outputs(projects: &[Input]) -> impl Iterator<Item = Diagnostic> {
    let ask = |stems: &[&Path]| source::ask_in_place(projects, stems);
    let shared = source::take_shared_outputs(&mut projects.to_vec(), ask);
    shared.into_iter().map(|(_, found)| Diagnostic { severity: Severity::Warning, ..found })
}

/// Shows what would be mended.
fn show(mended: &[Mended], survey: Survey) -> ExitCode {
    let shown = put(|out| {
        mended.iter().try_for_each(|mended| out.write_all(mended.rewrite.diff().as_bytes()))
    });
    let is_lost = shown.map_err(|lost| print(&[lost])).is_err();
    let count: usize = mended.iter().map(|mended| mended.count).sum();
    say(format_args!("{} 份文件里有 {count} 处可以改好，没有改", mended.len()));
    exit_code(is_lost || count > 0 || survey.found.iter().any(Diagnostic::is_error))
}

/// Writes the mended files; what came from standard input goes to standard
/// output.
fn mend(mended: &[Mended], projects: &mut [Input]) -> Vec<Diagnostic> {
    if let [Input { path, text: Some(text), .. }] = projects {
        let mut rewrites = mended.iter().map(|mended| &mended.rewrite);
        if let Some(it) = rewrites.find(|it| path.as_os_str() == it.before.name()) {
            text.clone_from(&it.after);
        }
        return Vec::from_iter(put(|out| out.write_all(text.as_bytes())).err());
    }
    let mut found = Vec::new();
    for mended in mended {
        let name = clean(mended.rewrite.before.name());
        match mended.rewrite.write() {
            Ok(()) => say(format_args!("{name}：改好 {} 处", mended.count)),
            Err(diagnostic) => found.push(diagnostic),
        }
    }
    found
}

/// How many findings `--fix` would mend.
fn fixable(mended: &[Mended]) -> usize {
    let is_written = |mended: &&Mended| !Path::new(mended.rewrite.before.name()).is_symlink();
    mended.iter().filter(is_written).map(|mended| mended.count).sum()
}

/// Shows what was found: to people on stderr, to programs on stdout or in a file. The counts at the
/// end are for people only.
fn tell(
    found: &[Diagnostic],
    shown: Option<(CheckFormatArg, Option<&Path>)>,
    files: usize,
    fixable: usize,
    allowed: usize,
) -> Result<(), Diagnostic> {
    // Of what is written to a file, something has to be said.
    let is_for_people =
        shown.is_none_or(|(format, path)| format == CheckFormatArg::Text || path.is_some());
    match shown {
        None => {}
        Some((CheckFormatArg::Text, None)) => print(found),
        Some((format, path)) => deliver(path, |out| write_as(out, format, found, files))?,
    }
    if !is_for_people {
        if allowed > 0 {
            say(format_args!("另有 {allowed} 处放行的不报"));
        }
        return Ok(());
    }
    let mendable = found.iter().filter(|found| !found.fix.is_empty()).count();
    let fixable = match fixable {
        0 => String::new(),
        // Mending some of them brings others to light.
        count if count > mendable => format!("；用 --fix 可以改好 {count} 处"),
        count => format!("；其中 {count} 处可以用 --fix 改好"),
    };
    // After several mistakes, people take those that come to light then for new ones.
    let again = match found.iter().filter(|found| hides_others(found)).count() {
        0 | 1 => "",
        _ => "；改好以后会再查一遍内容",
    };
    say(format_args!("{}{fixable}{again}{}", Counts::of(found, files), not_told(allowed)));
    Ok(())
}

/// Whether something is wrong with how a file is written: what it says has not been looked at.
fn hides_others(found: &Diagnostic) -> bool {
    found.is_error() && found.rule.stage == Stage::Reading && found.start().is_some()
}

fn write_as(
    mut out: &mut dyn Write,
    format: CheckFormatArg,
    found: &[Diagnostic],
    files: usize,
) -> io::Result<()> {
    match format {
        CheckFormatArg::Text => out.write_all(&plain(|out| render::text::write(out, found))?),
        CheckFormatArg::Concise => render::concise::write(&mut out, found, files),
        CheckFormatArg::Json => render::json::write(&mut out, found, files),
        CheckFormatArg::Sarif => render::sarif::write(&mut out, found),
        CheckFormatArg::Github => render::github::write(&mut out, found, files),
    }
}
