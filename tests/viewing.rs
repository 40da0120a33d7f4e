//! Forms on a screen: what is drawn, what is read, and where cells stand.

use std::path::{Path, PathBuf};

use jixiao::diagnostic::{Diagnostic, Place, SourceFile, rule};
use jixiao::print::view::{self, About, Drawing, View, ViewCell, view};
use jixiao::source::{self, Defaults, Input, Texts};

use crate::support::build;
use crate::support::project::FORM;

/// All project files of the bundled forms.
fn project_files() -> Vec<PathBuf> {
    let found = source::find(&[build::root().join("projects")]);
    found.projects.iter().map(|input| input.path.to_path_buf()).collect()
}

fn view_of(path: &Path, text: Option<&str>) -> View {
    let folder = path.parent().expect("a folder");
    let input = Input { text: text.map(str::to_owned), ..Input::of(path, folder) };
    let defaults = Defaults::new(build::forms().clone());
    let source = Texts::of(&input, &defaults).sketch().expect("a project");
    let edition = build::forms().edition(source.project.form()).expect("an edition");
    let (view, found) = view(&source, edition, build::typesetter()).expect("pages");
    assert!(found.is_empty(), "{}: {found:?}", path.display());
    view
}

/// What a finding is about.
fn about<'a>(found: &Diagnostic, view: &'a View) -> About<'a> {
    let about = view::about(std::slice::from_ref(found), &view.cells, &view.others);
    about.into_iter().next().expect("of each finding")
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What the pages say where a cell stands.
fn said_in(cell: &ViewCell, view: &View) -> String {
    let mut said = String::new();
    for (page, left, top, width, height) in &cell.areas {
        for text in &view.pages[*page].texts {
            let (x, y) = (text.x + 0.5, text.y + text.size / 2.0);
            if *left <= x && x <= left + width && *top <= y && y <= top + height {
                said.push_str(&text.text);
            }
        }
    }
    bare(&said)
}

/// A finding at a place is about the cell that says what is written there, whether or not the
/// file has a byte-order mark; and the same where it is at the key.
#[test]
fn findings_are_about_the_cells_that_say_what_stands_there() {
    let path = Path::new("甲.yaml");
    for mark in ["", "\u{FEFF}"] {
        let text = format!("{mark}{FORM}");
        let view = view_of(path, Some(&text));
        let file = SourceFile::new("甲.yaml", text.as_str());
        let about_at = |span: std::ops::Range<usize>| {
            let found = Diagnostic::new(&rule::BAD_AMOUNT, "不对").at(Place::new(&file, span));
            about(&found, &view)
        };
        let (mut count, mut keys) = (0, 0);
        for (number, cell) in view.cells.iter().enumerate() {
            for entry in cell.entries.iter().filter(|entry| entry.written) {
                let (_, start, end) = entry.place.clone().expect("a place");
                let (start, end) = (start - mark.len(), end - mark.len());
                for span in [start..end, start..start + 1, end - 1..end] {
                    let about = about_at(span);
                    assert_eq!(about.cells, [number], "{mark:?} {:?}", entry.path);
                    assert_eq!(about.entry, Some(entry), "{mark:?}");
                }
                count += 1;
                let key = format!("\n{}: ", entry.path[0]);
                if entry.path.len() == 1
                    && let Some(at) = file.text().find(&key)
                {
                    let about = about_at(at + 1..at + key.len() - 2);
                    assert_eq!(about.cells, [number], "{mark:?} {key}");
                    keys += 1;
                }
            }
        }
        assert!(count > 20 && keys > 4, "{count} {keys}");
    }
}

/// What a file lacks is told in its first line, and is about the blank cells.
#[test]
fn what_is_missing_is_about_the_cells_that_are_blank() {
    let text = FORM.replace("项目类型: 常年安排项目\n", "");
    assert_ne!(text, FORM);
    let path = Path::new("甲.yaml");
    let input = Input { text: Some(text.clone()), ..Input::of(path, Path::new("")) };
    let defaults = Defaults::new(build::forms().clone());
    let found = Texts::of(&input, &defaults).read().expect_err("a finding");
    let found = found.into_iter().find(|it| *it.rule == rule::MISSING_KEY).expect("a finding");
    let view = view_of(path, Some(&text));
    let about = about(&found, &view);
    let cells: Vec<_> = about.cells.iter().map(|&number| &view.cells[number].path).collect();
    assert_eq!(cells, [&["项目类型"]]);
    assert_eq!(about.entry.map(|entry| entry.label.as_str()), Some("项目类型"));
}

#[test]
fn each_cell_stands_where_the_page_says_its_text() {
    let mut count = 0;
    for path in project_files() {
        let view = view_of(&path, None);
        for cell in &view.cells {
            assert!(!cell.areas.is_empty(), "{}: {:?}", path.display(), cell.path);
            let is_name = cell.entries.iter().any(|entry| entry.kind == "name");
            // A name is shown again on each page.
            let times = if is_name { cell.areas.len() } else { 1 };
            let said = said_in(cell, &view);
            assert_eq!(said, bare(&cell.text).repeat(times), "{}: {:?}", path.display(), cell.path);
            count += 1;
        }
    }
    assert!(count > 500, "{count}");
}

#[test]
fn each_entry_stands_where_the_file_says_it() {
    for path in project_files() {
        for entry in view_of(&path, None).cells.iter().flat_map(|cell| &cell.entries) {
            let Some((name, start, end)) = entry.place.clone().filter(|_| entry.written) else {
                assert!(!entry.written || entry.text.is_empty(), "{}: {entry:?}", path.display());
                continue;
            };
            let file = source::load(Path::new(&name)).expect("a file");
            let written = file.text()[start..end].trim_matches('"');
            if entry.kind == "tick" || entry.text.is_empty() || entry.text.contains('\n') {
                continue;
            }
            let is_written = bare(written).contains(&bare(&entry.text));
            let is_key = entry.path.last().is_some_and(|key| written == key);
            assert!(is_written || is_key, "{}: {entry:?}: {written}", path.display());
        }
    }
}

#[test]
fn pages_are_drawn_of_glyphs_and_lines_alone() {
    for path in project_files() {
        let view = view_of(&path, None);
        for page in &view.pages {
            let Drawing::Items(items) = &page.drawing else { panic!("{}", path.display()) };
            let drawn = items.concat();
            for (at, _) in drawn.match_indices("href=\"#") {
                let id = drawn[at + 7..].split('"').next().expect("an id");
                assert!(view.glyphs.contains_key(id), "{id}");
            }
            assert!(!page.texts.is_empty());
        }
    }
}

#[test]
fn texts_are_read_cell_by_cell() {
    let view = view_of(&build::root().join("projects/2026/台式机.yaml"), None);
    let said: Vec<String> = view.pages[0].texts.iter().map(|text| bare(&text.text)).collect();
    let all = said.concat();
    // The whole of a text of several lines, before what stands beside it.
    let goal = view.cells.iter().find(|cell| cell.text.chars().count() > 36);
    let goal = goal.expect("a long text");
    assert!(all.contains(&bare(&goal.text)), "{all}");
    assert!(all.starts_with("南京市市级项目预算绩效目标表2026年度项目名称台式机"), "{all}");
}

#[test]
fn what_is_there_is_shown_whatever_is_wrong() {
    let path = build::root().join("projects/2026/台式机.yaml");
    let text = std::fs::read_to_string(&path).expect("a file");
    let broken = text.replacen("项目类型:", "项目类型: \"\"\n多余的键:", 1);
    assert_ne!(broken, text);
    let view = view_of(&path, Some(&broken));
    let kind = view.cells.iter().find(|cell| cell.path == ["项目类型"]).expect("a cell");
    assert!(kind.blank && kind.text.is_empty(), "{kind:?}");
    let name = view.cells.iter().find(|cell| cell.path == ["项目名称"]).expect("a cell");
    assert_eq!((name.text.as_str(), name.blank), ("台式机", false));
}

#[test]
fn a_file_with_a_year_alone_shows_all_that_is_to_be_filled_in() {
    let path = build::root().join("projects/2026/新.yaml");
    let view = view_of(&path, Some("年度: 2026\n"));
    let blank: Vec<&str> = view
        .cells
        .iter()
        .filter(|cell| cell.blank)
        .flat_map(|cell| &cell.entries)
        .map(|entry| entry.kind.as_str())
        .collect();
    for kind in ["text", "choice", "name", "date"] {
        assert!(blank.contains(&kind), "{kind}: {blank:?}");
    }
}

#[test]
fn what_stands_in_no_cell_is_known_too() {
    let view = view_of(&build::root().join("projects/2026/台式机.yaml"), None);
    let others: Vec<_> =
        view.others.iter().map(|entry| (entry.path.join("."), &*entry.text)).collect();
    assert_eq!(others, [("年度".to_owned(), "2026")]);
}

/// With a layout of the user's own, cells stand where the page says what they say.
#[test]
fn a_layout_of_ones_own_shows_where_cells_stand() {
    let folder = tempfile::tempdir().expect("a folder");
    let bundled = include_str!("../templates/shared/layout.typ");
    let own = folder.path().join("target/2026");
    std::fs::create_dir_all(&own).expect("a folder");
    let form = include_str!("../templates/target/2026/form.yaml");
    std::fs::write(own.join("form.yaml"), form).expect("a file");
    std::fs::write(own.join("layout.typ"), format!("{bundled}// My own.\n")).expect("a file");
    let forms =
        std::sync::Arc::new(jixiao::source::Forms::load(Some(folder.path())).expect("forms"));
    let path = build::root().join("projects/2026/台式机.yaml");
    let input = Input::of(&*path, path.parent().expect("a folder"));
    let source = Texts::of(&input, &Defaults::new(forms.clone())).sketch().expect("a project");
    let edition = forms.edition(source.project.form()).expect("an edition");
    let fonts = jixiao::print::fonts::Fonts::load(None).expect("fonts");
    let typesetter = jixiao::print::typeset::Typesetter::new(fonts);
    assert!(!typesetter.layout(edition).expect("a layout").is_bundled());
    let (own, _) = view(&source, edition, &typesetter).expect("pages");
    let bundled = view_of(&path, None);
    let said = bundled.cells.iter().filter(|cell| !cell.text.is_empty());
    for cell in said {
        let found = own.cells.iter().find(|it| it.path == cell.path).expect("the cell");
        let ((page, x, y, width, height), (of, left, top, _, _)) = (cell.areas[0], found.areas[0]);
        assert_eq!(page, of, "{:?}", cell.path);
        assert!(x - 2.0 <= left && left <= x + width, "{:?}", cell.path);
        assert!(y - 2.0 <= top && top <= y + height, "{:?}", cell.path);
    }
}
