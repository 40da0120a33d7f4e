//! The bundled fonts, and those of the user's.

use std::{env, fs};

use jixiao::print::fonts;
use ttf_parser::Face;

use crate::support::build;
use crate::support::cli::Workplace;
use crate::support::font::{Drawing, SmallFont};
use crate::support::project::FORM;

/// `make bless` writes the book anew; the program has to be built once more then.
#[test]
fn the_book_says_what_the_fonts_say() {
    let book = fonts::book().expect("a book");
    if env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write("fonts/book.rs", &book).expect("a writable book");
    }
    let kept = fs::read_to_string("fonts/book.rs").expect("the book");
    assert!(kept == book, "the fonts have changed, and fonts/book.rs has not: `make bless`");
}

/// Typst is told by the book what it would find in the fonts themselves.
#[test]
fn the_book_is_read_as_the_fonts_are() {
    let fonts = fonts::Fonts::load(None).expect("the bundled fonts");
    let mut count = 0;
    while let Some(font) = fonts.font(count) {
        assert_eq!(fonts.book().info(count), Some(font.info()));
        count += 1;
    }
    assert!(count >= 6, "{count} fonts");
}

/// Typst knows the bundled fonts by their names.
#[test]
fn no_two_fonts_are_the_same_to_typst() {
    let fonts = fonts::Fonts::load(None).expect("the bundled fonts");
    let again = fonts::Fonts::load(None).expect("the bundled fonts");
    let all: Vec<_> = (0..).map_while(|index| fonts.font(index)).collect();
    for (index, font) in all.iter().enumerate() {
        let same = all.iter().filter(|other| *other == font).count();
        assert_eq!((same, again.font(index).as_ref()), (1, Some(font)));
    }
}

/// The program does not look for blanks in these.
#[test]
fn the_bundled_fonts_draw_all_that_they_have() {
    for file in fs::read_dir("fonts").expect("the fonts") {
        let path = file.expect("a file").path();
        if path.extension().is_some_and(|it| it == "txt" || it == "TXT" || it == "md" || it == "rs")
        {
            continue;
        }
        let data = fs::read(&path).expect("a font");
        let face = Face::parse(&data, 0).expect("a sound font");
        let mut seen = 0;
        let characters = face.tables().cmap.expect("characters").subtables.into_iter();
        for table in characters.filter(|table| table.is_unicode()) {
            table.codepoints(|code| {
                let Some((c, glyph)) = char::from_u32(code).zip(table.glyph_index(code)) else {
                    return;
                };
                assert!(fonts::has_ink(&face, glyph, c), "{}: U+{code:04X}", path.display());
                seen += 1;
            });
        }
        assert!(seen > 1000, "{}: {seen} characters", path.display());
    }
}

#[test]
fn signs_that_offices_use_are_printed() {
    let form = FORM.replace("OA系统功能完善", "☑部门集中审核 ☐ ✔ ✗ CO₂ 10⁻³ m⁵ ½");
    let printed = build::pdf(&build::read_text(&form));
    let pdf = crate::support::pdf::Pdf::open(printed);
    let text: String = pdf.pages[0].glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
    for c in "☑☐✔✗₂⁻³⁵½".chars() {
        assert!(text.contains(c), "{c}: {text}");
    }
}

/// Runs `build` on a form that says 芯, with a font that comes first in the text.
fn build_with(font: SmallFont<'_>, text: &str) -> (Workplace, crate::support::cli::Outcome) {
    let workplace = Workplace::new();
    workplace.file("甲.yaml", FORM.replace("OA系统功能完善", &format!("OA系统{text}完善")));
    workplace.file("字/甲.ttf", font.bytes());
    let outcome = workplace.run("build 甲.yaml --fonts 字");
    (workplace, outcome)
}

#[test]
fn what_a_font_does_not_draw_the_next_one_does() {
    for drawing in [Drawing::Nothing, Drawing::Points, Drawing::CutOff] {
        let characters = [('芯', drawing), ('片', Drawing::Square)];
        let font = SmallFont { family: "SimSun", characters: &characters, embedding: 0 };
        let (workplace, outcome) = build_with(font, "芯片]^-\\");
        assert_eq!(outcome.code, 0, "{drawing:?}: {outcome:?}");
        let pdf = fs::read(workplace.path("out/甲.pdf")).expect("a PDF");
        let pdf = crate::support::pdf::Pdf::open(pdf);
        let ink = |text: &str| {
            let glyph = pdf.pages[0].glyphs.iter().find(|glyph| glyph.text == text);
            glyph.expect("the character").ink.unwrap_or_default().area()
        };
        assert!(ink("芯") > 1.0, "{drawing:?}");
        // The square of the user's font.
        assert!((ink("片") - 0.64 * 81.0).abs() < 0.1, "{drawing:?}: {}", ink("片"));
    }
}

/// The page numbers are no part of the project.
#[test]
fn page_numbers_are_drawn_whatever_a_font_lacks() {
    let characters = [('页', Drawing::Nothing)];
    let font = SmallFont { family: "SimSun", characters: &characters, embedding: 0 };
    let (workplace, outcome) = build_with(font, &"文".repeat(3000));
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let pdf = fs::read(workplace.path("out/甲.pdf")).expect("a PDF");
    let pdf = crate::support::pdf::Pdf::open(pdf);
    let mut numbers = pdf.pages.iter().flat_map(|page| &page.glyphs);
    let number = numbers.find(|glyph| glyph.text == "页").expect("a page number");
    assert!(number.ink.unwrap_or_default().area() > 1.0);
}

#[test]
fn what_no_font_draws_is_told_with_the_font() {
    let characters = [('😀', Drawing::Nothing), ('片', Drawing::Square)];
    let font = SmallFont { family: "SimSun", characters: &characters, embedding: 0 };
    let (_, outcome) = build_with(font, "😀");
    assert_eq!(outcome.code, 1);
    let told = "错误[missing-glyph]: 字体“SimSun”里“😀”（U+1F600）是空白的，印不出来，在“";
    assert!(outcome.stderr.contains(told), "{}", outcome.stderr);
}

#[test]
fn a_font_that_may_not_be_embedded_is_told_by_its_name() {
    for (embedding, may) in [(0, true), (2, false), (4, true), (8, true)] {
        let characters = [('芯', Drawing::Square)];
        let font = SmallFont { family: "某宋体", characters: &characters, embedding };
        let (_, outcome) = build_with(font, "芯");
        assert_eq!(outcome.code == 0, may, "{embedding}: {outcome:?}");
        let told = "错误[bad-font]: 字体“某宋体”的授权不许把它嵌入 PDF\n--> 字/甲.ttf\n";
        assert_eq!(outcome.stderr.contains(told), !may, "{}", outcome.stderr);
    }
}

#[test]
fn a_font_that_is_cut_off_is_told() {
    let characters = [('芯', Drawing::Square), ('片', Drawing::Square)];
    let font = SmallFont { family: "某宋体", characters: &characters, embedding: 0 }.bytes();
    let workplace = Workplace::new();
    workplace.file("甲.yaml", FORM);
    for length in (0..font.len() - 4).step_by(40) {
        workplace.file("字/甲.ttf", &font[..length]);
        let outcome = workplace.run("build 甲.yaml --fonts 字");
        assert_eq!(outcome.code, 2, "{length} bytes: {outcome:?}");
        assert!(outcome.stderr.starts_with("错误[bad-font]: "), "{}", outcome.stderr);
        assert!(workplace.list("out").is_empty());
    }
}

#[test]
fn a_font_of_ones_own_stands_in_for_a_missing_character() {
    let characters = [('😀', Drawing::Square)];
    let font = SmallFont { family: "某符号", characters: &characters, embedding: 0 };
    let (workplace, outcome) = build_with(font, "😀");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let outcome = workplace.run("build 甲.yaml");
    assert!(outcome.stderr.contains("U+1F600"), "{}", outcome.stderr);
}
