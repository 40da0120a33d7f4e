//! Books of forms, read back.

use std::collections::HashSet;
use std::io::{self, Write};
use std::sync::LazyLock;

use jixiao::diagnostic::Diagnostic;
use jixiao::print::Numbering;
use jixiao::print::book::{self, Binder, Chapter, Imprint};
use jixiao::print::export;
use jixiao::source::Source;

use crate::support::build;
use crate::support::pdf::{self, DrawnPage, OutlineItem, Pdf, Tag, Tags};
use crate::support::project::project_text;

const TITLE: &str = "“绩效”目标表 <合订本> & 目录";
/// Where the footer begins.
const FOOTER: f64 = 841.89 - 42.5;

/// A form of a book, and where it is there.
struct Bound {
    source: Source,
    chapter: Chapter,
    numbering: Numbering,
    /// What was bound.
    pdf: Vec<u8>,
}

/// The six real forms, and some made-up ones in other folders.
static FORMS: LazyLock<Vec<Bound>> = LazyLock::new(|| {
    let entries = std::fs::read_dir(build::real_forms()).expect("there is a folder of real forms");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| !path.ends_with("_defaults.yaml"));
    paths.sort();
    let real = paths.iter().map(|path| {
        let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
        (format!("2026/{stem}"), build::read_file(path))
    });
    let made_up = |path: &str, texts: &[(&str, &str)]| {
        (path.to_owned(), build::read_text(&project_text(texts)))
    };
    let long = "这一段很长，要好几页才排得下。\n".repeat(200);
    let made_up = [
        made_up("2026/局/处/短", &[("项目名称", "“短”<项目> & (一)\n第二行")]),
        made_up("2026/局/处/长", &[("项目名称", "很长的项目"), ("立项必要性", long.trim_end())]),
        made_up("2026/局/另一处/短", &[("项目名称", "project")]),
        made_up("单独的一份", &[("项目名称", "单独的一份")]),
    ];
    let sources: Vec<_> = real.chain(made_up).collect();
    let chapter = |(path, source): &(String, Source)| Chapter {
        path: path.into(),
        title: source.project.name().into_owned(),
        pages: Pdf::open(build::pdf(source)).pages.len(),
    };
    let chapters: Vec<_> = sources.iter().map(chapter).collect();
    let numbering = book::numbering(&chapters);
    let bound = sources.into_iter().zip(chapters).zip(numbering);
    let bound = bound.map(|(((_, source), chapter), numbering)| {
        let pdf = build::pdf_for_book(&source, numbering);
        Bound { source, chapter, numbering, pdf }
    });
    bound.collect()
});

fn imprint() -> Imprint {
    Imprint { title: TITLE.into(), time: export::first_day("2026") }
}

fn bind<'a>(
    forms: impl IntoIterator<Item = (&'a Chapter, &'a [u8])>,
) -> Result<Vec<u8>, Diagnostic> {
    let mut binder = Binder::new(Vec::new(), imprint())?;
    for (chapter, pdf) in forms {
        binder.add(chapter, pdf.to_vec())?;
    }
    binder.finish()
}

fn bind_all() -> Vec<u8> {
    let forms = FORMS.iter().map(|form| (&form.chapter, &form.pdf[..]));
    bind(forms).expect("the forms make a book")
}

/// One form, a hundred and fifty times over.
fn thick() -> (Chapter, Vec<u8>) {
    let form = &FORMS[3];
    let bytes = bind([(&form.chapter, &form.pdf[..]); 150]).expect("a form may come again");
    (form.chapter.clone(), bytes)
}

fn parsed(bytes: Vec<u8>) -> hayro_syntax::Pdf {
    hayro_syntax::Pdf::new(bytes).expect("the bytes are a PDF")
}

/// Where everything is on a page but the footer.
fn body(page: &DrawnPage) -> Vec<(&str, i64, i64)> {
    let glyphs = page.glyphs.iter().filter(|glyph| glyph.origin.y < FOOTER);
    let hundredth = |length: f64| (length * 100.0).round() as i64;
    glyphs
        .map(|glyph| (&*glyph.text, hundredth(glyph.origin.x), hundredth(glyph.origin.y)))
        .collect()
}

fn footer(page: &DrawnPage) -> String {
    let mut glyphs: Vec<_> = page.glyphs.iter().filter(|glyph| glyph.origin.y >= FOOTER).collect();
    glyphs.sort_by(|one, other| one.origin.x.total_cmp(&other.origin.x));
    glyphs.iter().map(|glyph| glyph.text.as_str()).collect()
}

#[test]
fn pages_are_numbered_through_the_book() {
    let chapter = |pages| Chapter { path: "一".into(), title: "一".into(), pages };
    let numbers = book::numbering(&[chapter(2), chapter(1), chapter(3)]);
    let numbers: Vec<_> = numbers.iter().map(|it| (it.first, it.total)).collect();
    assert_eq!(numbers, [(1, 6), (3, 6), (4, 6)]);
    assert_eq!(book::numbering(&[]), []);
}

#[test]
fn every_page_of_a_book_is_as_in_its_form_but_for_the_number() {
    let book = Pdf::open(bind_all());
    let total = FORMS[0].numbering.total;
    assert_eq!(book.pages.len(), total);
    assert!(FORMS.iter().any(|form| form.chapter.pages > 3), "one form is long");
    for form in FORMS.iter() {
        let alone = Pdf::open(build::pdf(&form.source));
        for (page, number) in alone.pages.iter().zip(form.numbering.first..) {
            let bound = &book.pages[number - 1];
            assert!(body(bound) == body(page), "page {number} differs");
            assert_eq!(bound.rules.len(), page.rules.len());
            assert_eq!(footer(bound), format!("第 {number} 页 共 {total} 页"));
        }
    }
}

#[test]
fn the_outline_has_folders_and_the_forms_in_them() {
    let leaf = |form: &Bound| OutlineItem {
        title: form.chapter.title.replace('\n', " "),
        page: form.numbering.first - 1,
        open: false,
        below: Vec::new(),
    };
    let folder = |title: &str, open, below: Vec<OutlineItem>| {
        let (title, page) = (title.to_owned(), below[0].page);
        OutlineItem { title, page, open, below }
    };
    let place = folder("处", false, FORMS[6..8].iter().map(leaf).collect());
    let other = folder("另一处", false, vec![leaf(&FORMS[8])]);
    let mut year: Vec<_> = FORMS[..6].iter().map(leaf).collect();
    year.push(folder("局", false, vec![place, other]));
    let expected = [folder("2026", true, year), leaf(&FORMS[9])];
    assert_eq!(pdf::outline(&parsed(bind_all())), expected);
}

#[test]
fn the_tags_of_a_book_are_those_of_its_forms() {
    let tags = Tags::read(&parsed(bind_all()));
    let [document] = &tags.tops[..] else { panic!("one document: {:?}", tags.tops.len()) };
    assert_eq!((&*document.role, document.title.as_deref()), ("Document", Some(TITLE)));
    assert_eq!(document.below.len(), FORMS.len());
    for (index, (part, form)) in document.below.iter().zip(FORMS.iter()).enumerate() {
        assert_eq!((&*part.role, part.title.as_deref()), ("Part", Some(&*form.chapter.title)));
        let alone = Tags::read(&parsed(form.pdf.clone()));
        let prefix = format!("{index:08}.");
        let own = |id: &str| id.strip_prefix(&prefix).expect("an ID of its own").to_owned();
        let bound = part.below.iter().map(|tag| tag.outlined(form.numbering.first - 1, &own));
        let single = alone.tops[0].below.iter().map(|tag| tag.outlined(0, &str::to_owned));
        assert!(bound.eq(single), "the tags of {} differ", form.chapter.title);
    }
}

#[test]
fn pages_and_tags_of_a_thick_book_find_one_another() {
    let (_, bytes) = thick();
    let tags = Tags::read(&parsed(bytes));
    let all: Vec<_> = tags.tops.iter().flat_map(Tag::all).collect();
    let with_id = all.iter().filter_map(|tag| Some((tag.id.clone()?, tag.number)));
    let mut with_id: Vec<_> = with_id.collect();
    with_id.sort();
    assert!(with_id.len() >= 150 && with_id == tags.ids, "IDs lead to the tags that bear them");
    let ids: HashSet<_> = tags.ids.iter().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), tags.ids.len(), "IDs are there twice");
    assert!(all.iter().flat_map(|tag| &tag.headers).all(|id| ids.contains(id)));
    let keys: HashSet<_> = tags.keys.iter().collect();
    assert_eq!(keys.len(), 300, "two pages to a form, each with a key of its own");
    assert!(tags.parents.keys().all(|key| *key < tags.next_key));
    for tag in all {
        for (page, mark) in &tag.marks {
            let parents = &tags.parents[&tags.keys[*page]];
            assert_eq!(parents[*mark as usize], tag.number, "page {page}, mark {mark}");
        }
    }
}

#[test]
fn a_book_says_what_it_is() {
    let bytes = bind_all();
    let book = Pdf::open(bytes.clone());
    assert_eq!(book.info.title.as_deref(), Some(TITLE));
    let title = book.claim("dc:title").expect("a title for archives");
    assert!(title.contains("“绩效”目标表 &lt;合订本&gt; &amp; 目录"), "{title}");
    assert_eq!(book.info.creator.as_deref(), book.claim("xmp:CreatorTool"));
    assert_eq!(book.info.author, None);
    // 2026-01-01.
    let first_day = Some(1_767_225_600);
    assert_eq!((book.info.created, book.info.modified), (first_day, first_day));
    for name in ["xmp:CreateDate", "xmp:ModifyDate"] {
        assert_eq!(book.claim(name), Some("2026-01-01T00:00:00+00:00"));
    }
    assert_eq!(book.lang.as_deref(), Some("zh-CN"));
    assert_eq!(book.claim("pdfaid:part"), Some("3"));
    assert_eq!(book.claim("pdfaid:conformance"), Some("A"));
    assert_eq!(book.claim("pdfuaid:part"), Some("1"));
    assert_eq!(book.claim("xmpTPg:NPages"), Some(&*book.pages.len().to_string()));
    assert!(book.attachments.is_empty());
    assert_eq!(pdf::page_labels(&parsed(bytes)), [(0, "D".to_owned())]);
}

#[test]
fn what_forms_have_in_common_is_there_once() {
    let book = Pdf::open(bind_all());
    let names: HashSet<_> = book.fonts.iter().map(|font| &font.name).collect();
    assert_eq!(names.len(), book.fonts.len(), "{:?}", book.fonts);
    let (_, thick) = thick();
    assert!(thick.len() < 10 * FORMS[3].pdf.len(), "{} bytes", thick.len());
}

#[test]
fn equal_forms_make_equal_books() {
    assert!(bind_all() == bind_all());
    let backwards = FORMS.iter().rev().map(|form| (&form.chapter, &form.pdf[..]));
    assert!(bind_all() != bind(backwards).expect("any order makes a book"));
}

#[test]
fn a_single_form_makes_a_book() {
    let form = &FORMS[9];
    let book = bind([(&form.chapter, &form.pdf[..])]).expect("a book of one form");
    assert_eq!(Pdf::open(book.clone()).pages.len(), 1);
    assert_eq!(pdf::outline(&parsed(book)).len(), 1);
}

/// Why these forms make no book.
fn refusal<'a>(forms: impl IntoIterator<Item = (&'a Chapter, &'a [u8])>) -> String {
    let refusal = bind(forms).expect_err("no book");
    assert_eq!(refusal.rule.name, "internal");
    refusal.message
}

#[test]
fn what_would_be_lost_or_wrong_makes_no_book() {
    let form = &FORMS[9];
    assert!(refusal([]).ends_with("没有表格"));
    assert!(refusal([(&form.chapter, &b"%PDF"[..])]).ends_with("PDF 读不懂"));
    let attached = build::pdf(&form.source);
    assert!(refusal([(&form.chapter, &attached[..])]).contains("AF"));
    let longer = Chapter { pages: 2, ..form.chapter.clone() };
    let message = refusal([(&longer, &form.pdf[..])]);
    assert_eq!(message, "“单独的一份”装订不了：排出来有 1 页，页码是按 2 页编的");
}

#[test]
fn a_disk_that_is_full_is_told() {
    struct Full(usize);
    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(1).ok_or(io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let form = &FORMS[9];
    for writes in 0..40 {
        let bound = Binder::new(Full(writes), imprint()).and_then(|mut binder| {
            binder.add(&form.chapter, form.pdf.clone())?;
            binder.finish()
        });
        let refusal = bound.err().expect("no room");
        assert_eq!(refusal.rule.name, "unwritable-file");
    }
}
