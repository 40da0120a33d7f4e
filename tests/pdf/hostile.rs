//! PDFs that are none of ours, or that were made to do harm: each is refused, soon and
//! with little memory, and keeps none of the others back.

use std::time::{Duration, Instant};

use super::workplace;
use crate::support::assert_snapshot;
use crate::support::cli::Workplace;
use crate::support::forge::{bomb, pdf, stream};
use crate::support::project::FORM;

/// How long a refusal may take where much else is done on the machine.
const HANG: Duration = Duration::from_secs(30);

/// A PDF with an empty page that carries a project, with other objects in the place of
/// its own ones, or after them, by their numbers.
fn form(others: &[(usize, Vec<u8>)]) -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(project.yaml) 4 0 R]>>>>>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 6 0 R\
         /Resources<</Font<</f0 7 0 R>>/XObject<</x0 7 0 R>>>>>>",
        "<</Type/Filespec/UF(project.yaml)/AFRelationship/Source/EF<</F 5 0 R>>>>",
    ];
    let mut objects: Vec<_> = objects.iter().map(|object| object.as_bytes().to_vec()).collect();
    objects.push(stream("/Type/EmbeddedFile", FORM.as_bytes()));
    objects.push(stream("", b"q Q"));
    for (number, object) in others {
        objects.resize(objects.len().max(*number), Vec::new());
        objects[number - 1] = object.clone();
    }
    pdf(&objects)
}

/// A PDF whose page draws `content`, with object 7 for its font and picture.
fn page(content: &str, seventh: impl Into<Vec<u8>>) -> Vec<u8> {
    form(&[(6, stream("", content.as_bytes())), (7, seventh.into())])
}

/// A font whose characters are `map` and whose glyphs are `glyphs`.
fn font(map: Vec<u8>, glyphs: Vec<u8>) -> Vec<u8> {
    let font = "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H\
                /DescendantFonts[8 0 R]/ToUnicode 9 0 R>>";
    let descendant = "<</Type/Font/Subtype/CIDFontType0/BaseFont/A/FontDescriptor 10 0 R\
                      /CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>";
    let descriptor = "<</Type/FontDescriptor/FontName/A/FontFile3 11 0 R>>";
    form(&[
        (6, stream("", b"BT /f0 9 Tf 60 20 Td <0001> Tj ET")),
        (7, font.into()),
        (8, descendant.into()),
        (9, map),
        (10, descriptor.into()),
        (11, glyphs),
    ])
}

/// A PDF with more in its trailer.
fn with_trailer(pdf: &[u8], more: &str) -> Vec<u8> {
    let at = pdf.windows(5).rposition(|window| window == b"/Root").expect("a trailer");
    [&pdf[..at], more.as_bytes(), &pdf[at..]].concat()
}

/// Refuses all of them, in one run and each in time.
fn refuse(files: &[(&str, Vec<u8>)]) -> String {
    let workplace = Workplace::new();
    let mut told = String::new();
    for (name, bytes) in files {
        workplace.file("甲.pdf", bytes);
        for command in ["extract", "verify"] {
            let started = Instant::now();
            let outcome = workplace.run(&format!("{command} 甲.pdf"));
            assert!(started.elapsed() < HANG, "{name}: {:?}", started.elapsed());
            if command == "verify" {
                assert!([1, 2].contains(&outcome.code), "{name}: {outcome:?}");
                told += &format!("# {name}: {}\n{}\n", outcome.code, outcome.stderr);
            }
        }
    }
    told
}

#[test]
fn pdfs_of_others_are_refused() {
    let workplace = workplace(|pdf| pdf);
    let printed = std::fs::read(workplace.path("甲.pdf")).expect("a PDF");
    let build = workplace.run("build 甲.yaml -o 无 --no-attach --combine 合订本.pdf");
    assert_eq!(build.code, 0, "{build:?}");
    let read = |path: &str| std::fs::read(workplace.path(path)).expect("a PDF");
    let zeros = "0".repeat(64);
    let locked = format!("/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{zeros}>/U<{zeros}>>>");
    let told = refuse(&[
        ("empty", Vec::new()),
        ("text", FORM.as_bytes().to_vec()),
        ("truncated", printed[..printed.len() / 2].to_vec()),
        ("not-attached", read("无/甲.pdf")),
        ("book", read("合订本.pdf")),
        ("other", form(&[(1, b"<</Type/Catalog/Pages 2 0 R>>".to_vec())])),
        ("locked", with_trailer(&form(&[]), &format!("/ID[(a)(a)]{locked}"))),
        ("too-large", [b"%PDF-1.7\n".to_vec(), vec![b' '; 33 << 20], b"%%EOF".to_vec()].concat()),
        ("blank-page", form(&[])),
    ]);
    assert_snapshot("verify", "others", &told);
    let folder = workplace.run("verify 无 没有.pdf");
    assert_eq!(folder.code, 2);
    assert_snapshot("verify", "no-files", &folder.stderr);
}

#[test]
fn pdfs_that_unpack_to_no_end_are_refused() {
    let told = refuse(&[
        ("attachment", form(&[(5, bomb("/Type/EmbeddedFile", " ", 1024))])),
        ("content", form(&[(6, bomb("", " ", 1024))])),
        ("operators", form(&[(6, bomb("", "q Q ", 512))])),
        ("characters", font(bomb("", " ", 1024), stream("", b"glyphs"))),
        ("font", font(stream("", b"map"), bomb("/Subtype/CIDFontType0C", " ", 1024))),
        ("objects", form(&[(2, bomb("/Type/ObjStm/N 1000000/First 10", "1 ", 1024))])),
    ]);
    assert_snapshot("verify", "bombs", &told);
}

#[test]
fn pdfs_without_an_end_are_refused() {
    let kids =
        |number: usize| format!("<</Type/Pages/Kids[{}]>>", format!("{number} 0 R ").repeat(100));
    let nested: Vec<_> = (7..17).map(|number| (number, kids(number + 1).into_bytes())).collect();
    let tree = [vec![(2, kids(7).into_bytes())], nested].concat();
    let loops = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]\
                 /Resources<</XObject<</x0 7 0 R>>>>/Length 800>>\nstream\n";
    let loops = format!("{loops}{}\nendstream", "/x0 Do\n ".repeat(100));
    let names = "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 7 0 R>>>>";
    let deep = format!("<</Type/Catalog/Pages 2 0 R/X {}", "[".repeat(1_000_000));
    let files = [
        ("pages-in-pages", form(&[(2, b"<</Type/Pages/Kids[2 0 R 2 0 R]>>".to_vec())])),
        ("many-pages", form(&[(2, kids(3).replace("3 0 R", &"3 0 R ".repeat(100)).into_bytes())])),
        ("page-tree", form(&tree)),
        ("names", form(&[(1, names.into()), (7, b"<</Kids[7 0 R 7 0 R 7 0 R]>>".to_vec())])),
        ("object", form(&[(6, b"6 0 R".to_vec())])),
        ("length", form(&[(6, b"<</Length 6 0 R>>\nstream\nq Q\nendstream".to_vec())])),
        ("drawings", page(&"/x0 Do ".repeat(100), loops)),
        ("nesting", form(&[(1, deep.into_bytes())])),
        ("nesting-in-content", page(&"[".repeat(3_000_000), "null")),
        ("states", page(&"q ".repeat(3_000_000), "null")),
        ("rules", page(&"0 0 m 9 9 l S ".repeat(1_000_000), "null")),
        ("curves", page(&format!("0 0 m {}S", "1 2 3 4 5 6 c ".repeat(3_000_000)), "null")),
    ];
    assert_snapshot("verify", "endless", &refuse(&files));
}

#[test]
fn a_hostile_pdf_keeps_none_of_the_others_back() {
    let workplace = workplace(|pdf| pdf);
    workplace.file("乙.pdf", form(&[(6, bomb("", "q Q ", 512))]));
    let outcome = workplace.run("verify 乙.pdf 甲.pdf");
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("乙.pdf：没有核对"), "{outcome:?}");
    assert!(outcome.stderr.contains("甲.pdf：原样"), "{outcome:?}");
    let outcome = workplace.run("extract 乙.pdf 甲.pdf -o 取出");
    assert_eq!(outcome.code, 0, "the page of 乙.pdf is not looked at: {outcome:?}");
}
