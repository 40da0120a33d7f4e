//! Drafts: what there is of a form, whatever is wrong with it, and never taken for the form.

use std::fs;
use std::path::Path;

use jixiao::print::view::{View, view};
use jixiao::readback::{self, DrawnPage, Info, TextLine, lines, squeeze};
use jixiao::source::{Defaults, Input, Texts};

use crate::support::build;
use crate::support::cli::Workplace;
use crate::support::forge;
use crate::support::project::FORM;

/// A draft, as it is read back.
struct Draft {
    pages: Vec<DrawnPage>,
    info: Info,
}

impl Draft {
    fn read(workplace: &Workplace, path: &str) -> Self {
        let bytes = fs::read(workplace.path(path)).expect("a draft");
        let pdf = hayro_syntax::Pdf::new(bytes).expect("a PDF");
        let pages = readback::read_pages(&pdf).expect("pages");
        Self { pages, info: readback::info(&pdf) }
    }

    fn lines(&self, page: usize) -> Vec<TextLine> {
        lines(&self.pages[page].glyphs)
    }

    /// What a page says, without white space.
    fn said(&self, page: usize) -> String {
        squeeze(&self.pages[page].glyphs.iter().map(|it| it.text.as_str()).collect::<String>())
    }

    /// What its list says, on all pages behind the form's.
    fn listed(&self, form: usize) -> String {
        (form..self.pages.len()).map(|page| self.said(page)).collect()
    }

    /// Whether each page of the form has the word across it, larger than all else.
    fn is_marked(&self, page: usize) -> bool {
        let large = self.pages[page].glyphs.iter().filter(|glyph| glyph.size > 100.0);
        large.map(|glyph| glyph.text.as_str()).collect::<String>() == "草稿"
    }
}

/// The sample form with two mistakes.
fn broken() -> String {
    let form = FORM.replacen("项目类型: 常年安排项目", "项目类型: \"\"", 1);
    format!("{form}多余的键: 1\n")
}

fn with(form: &str) -> Workplace {
    let workplace = Workplace::new();
    workplace.file("p/甲.yaml", form);
    workplace
}

/// The pages of a form on a screen, which know where its cells are.
fn view_of(path: &Path) -> View {
    let input = Input::of(path, path.parent().expect("a folder"));
    let defaults = Defaults::new(build::forms().clone());
    let source = Texts::of(&input, &defaults).sketch().expect("a project");
    let edition = build::forms().edition(source.project.form()).expect("an edition");
    view(&source, edition, build::typesetter()).expect("pages").0
}

#[test]
fn a_form_with_mistakes_is_drafted_and_they_are_listed() {
    let workplace = with(&broken());
    let outcome = workplace.run("build p --draft");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(outcome.stderr.contains("错误[unknown-key]: 没有“多余的键”这一项"), "{outcome:?}");
    let end = "1 份草稿，0 份失败，2 处错误，2 页，N kB，N 秒\n\
               草稿在 out/甲-草稿.pdf，不能报送；改好以后，不加 --draft 再排\n";
    assert!(outcome.stderr.ends_with(end), "{outcome:?}");
    assert_eq!(workplace.list("out"), ["甲-草稿.pdf"]);

    let draft = Draft::read(&workplace, "out/甲-草稿.pdf");
    assert_eq!(draft.pages.len(), 2);
    assert!(draft.is_marked(0) && !draft.is_marked(1));
    let first = draft.lines(0)[0].text();
    assert_eq!(squeeze(&first), "草稿，不能报送。有2处错误，1格没有填，见第2页");
    assert!(draft.said(0).contains("南京市市级项目预算绩效目标表"));
    let listed = draft.listed(1);
    for said in [
        "草稿：还要改的地方",
        "甲.yaml：2处错误，1格没有填。",
        "1错误项目类型第1页文件第5行“项目类型”是空的写上内容",
        "没有“多余的键”这一项",
    ] {
        assert!(listed.contains(said), "{said}: {listed}");
    }
    // The number of what is in a cell stands at that cell.
    let view = view_of(&workplace.path("p/甲.yaml"));
    let cell = view.cells.iter().find(|cell| cell.path == ["项目类型"]).expect("a cell");
    let (_, x, y, width, _) = cell.areas[0];
    let is_there = |glyph: &&readback::Glyph| {
        let from = (glyph.origin.x - (x + width), glyph.origin.y - y);
        glyph.size == 6.0 && from.0.abs() < 8.0 && from.1.abs() < 4.0
    };
    let numbers: String =
        draft.pages[0].glyphs.iter().filter(is_there).map(|it| it.text.as_str()).collect();
    assert_eq!(numbers, "1");
}

/// A byte-order mark, which no one sees, moves nothing.
#[test]
fn a_draft_is_the_same_with_a_byte_order_mark() {
    // A short text beside another one.
    let wrong = FORM.replacen("[6, 13]", "[6, \"?\"]", 1);
    assert_ne!(wrong, FORM);
    let [plain, marked] = ["", "\u{FEFF}"].map(|mark| {
        let workplace = with(&format!("{mark}{wrong}"));
        assert_eq!(workplace.run("build p --draft").code, 0);
        let draft = Draft::read(&workplace, "out/甲-草稿.pdf");
        (0..draft.pages.len()).map(|page| draft.said(page)).collect::<Vec<_>>()
    });
    assert_eq!(marked, plain);
    assert!(plain[1].contains("1错误平台运营服务费全年(程)预算数第1页文件第31行"), "{plain:?}");
}

#[test]
fn each_blank_is_marked_in_its_cell_and_nothing_else_is() {
    let workplace = Workplace::new();
    for form in ["目标表", "申报表", "监控表", "自评表", "镇江目标表"] {
        assert_eq!(workplace.run(&format!("new {form} --form {form} -o p")).code, 0);
        let outcome = workplace.run(&format!("build p/{form}.yaml --draft -o out"));
        assert_eq!(outcome.code, 0, "{outcome:?}");
        let draft = Draft::read(&workplace, &format!("out/{form}-草稿.pdf"));
        let view = view_of(&workplace.path(&format!("p/{form}.yaml")));
        let mut marks: Vec<(usize, f64, f64)> = Vec::new();
        for page in 0..view.pages.len() {
            let glyphs = draft.pages[page].glyphs.windows(2);
            let marked = glyphs.filter(|two| two[0].text == "待" && two[1].text == "填");
            marks.extend(marked.map(|two| (page, two[0].middle().x, two[0].middle().y)));
        }
        let blank: Vec<_> = view.cells.iter().filter(|cell| cell.blank).collect();
        assert!(blank.len() > 10, "{form}: {}", blank.len());
        assert_eq!(marks.len(), blank.len(), "{form}");
        for cell in blank {
            let (page, x, y, width, height) = cell.areas[0];
            let is_in = |mark: &&(usize, f64, f64)| {
                mark.0 == page
                    && (x..=x + width).contains(&mark.1)
                    && (y..=y + height).contains(&mark.2)
            };
            assert_eq!(marks.iter().filter(is_in).count(), 1, "{form}: {:?}", cell.path);
        }
        // Each is coloured, too.
        let coloured = draft.pages[0].others;
        assert!(coloured >= marks.iter().filter(|mark| mark.0 == 0).count(), "{form}");
    }
}

#[test]
fn a_form_without_mistakes_has_no_list() {
    let workplace = with(FORM);
    let outcome = workplace.run("build p --draft");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let draft = Draft::read(&workplace, "out/甲-草稿.pdf");
    assert_eq!(draft.pages.len(), 1);
    assert!(draft.is_marked(0));
    assert!(draft.said(0).starts_with("南京市市级项目预算绩效目标表"));
    assert!(draft.said(0).contains("没有查出要改的地方：不加--draft再排，就是可以报送的表格"));
    assert!(!draft.said(0).contains("待填"));
}

#[test]
fn a_form_of_several_pages_is_marked_on_each() {
    let workplace = Workplace::with_all_projects();
    let file = "projects/2026/服务体系服务费.yaml";
    assert_eq!(workplace.run(&format!("build {file} --draft")).code, 0);
    let draft = Draft::read(&workplace, "out/2026/服务体系服务费-草稿.pdf");
    assert_eq!(draft.pages.len(), 3);
    assert!(draft.is_marked(0) && draft.is_marked(1) && !draft.is_marked(2));
    let listed = draft.listed(2);
    // The goals begin on lines of their own, below their key.
    assert!(listed.contains("1警告年度目标第"), "{listed}");
    assert!(listed.contains("另见：第19行内容相同"), "{listed}");
    // A landscape form has a landscape list.
    workplace.file("自评.yaml", {
        let text = fs::read_to_string("projects/自评表/村镇保洁.yaml").expect("a project");
        text + "多余的键: 1\n"
    });
    assert_eq!(workplace.run("build 自评.yaml --draft -o out").code, 0);
    let draft = Draft::read(&workplace, "out/自评-草稿.pdf");
    assert!(draft.pages.iter().all(|page| page.width > page.height));
}

#[test]
fn a_draft_claims_to_be_nothing_more() {
    let workplace = with(FORM);
    assert_eq!(workplace.run("build p --draft").code, 0);
    let bytes = fs::read(workplace.path("out/甲-草稿.pdf")).expect("a draft");
    let form = Draft::read(&workplace, "out/甲-草稿.pdf");
    assert!(form.info.title.expect("a title").starts_with("草稿：平台运营服务费 2026年度"));
    assert!(form.info.creator.expect("a creator").ends_with(" 草稿"));
    // The first day of the 年度, as a form has it.
    assert_eq!(form.info.created, Some(1_767_225_600));
    let has = |what: &str| bytes.windows(what.len()).any(|part| part == what.as_bytes());
    for claim in ["pdfaid:", "pdfuaid:", "EmbeddedFile", "project.yaml"] {
        assert!(!has(claim), "{claim}");
    }
    let outcome = workplace
        .run_with("build p --draft", |command| command.env("SOURCE_DATE_EPOCH", "1750000000"));
    assert_eq!(outcome.code, 0);
    let form = Draft::read(&workplace, "out/甲-草稿.pdf");
    assert_eq!(form.info.created, Some(1_750_000_000));
}

#[test]
fn what_takes_a_form_takes_no_draft_whatever_it_is_called() {
    let workplace = with(FORM);
    assert_eq!(workplace.run("build p").code, 0);
    assert_eq!(workplace.run("build p --draft").code, 0);
    fs::copy(workplace.path("out/甲-草稿.pdf"), workplace.path("改名.pdf")).expect("a copy");
    let extracted = workplace.run("extract 改名.pdf");
    assert_eq!((extracted.code, extracted.stdout.as_str()), (2, ""));
    let told = "错误[draft-pdf]: 这是草稿，不是能报送的表格\n--> 改名.pdf\n = 提示: 草稿不带项目数据；\
                改好项目文件里的错误，用 jixiao build 不加 --draft 再排，用排出来的表格\n\n";
    assert_eq!(extracted.stderr, told);
    let verified = workplace.run("verify 改名.pdf");
    assert_eq!(verified.code, 2);
    assert_eq!(verified.stderr, format!("{told}改名.pdf：没有核对，这是草稿，不能报送\n"));
    // Beside forms, it is none of those that are verified, as long as it is called a draft.
    let verified = workplace.run("verify");
    let lines = "out/甲-草稿.pdf：没有核对，这是草稿，不能报送\n\
                 out/甲.pdf：原样，与本程序重新排出的逐字节相同\n";
    let told_both = format!("{lines}2 份 PDF：1 份原样，1 份草稿\n");
    assert_eq!((verified.code, verified.stderr), (0, told_both));
    fs::copy(workplace.path("改名.pdf"), workplace.path("out/乙.pdf")).expect("a copy");
    let verified = workplace.run("verify");
    assert_eq!(verified.code, 1);
    assert!(verified.stderr.contains("错误[draft-pdf]"), "{verified:?}");
    let verified = workplace.run("verify --format json 改名.pdf");
    assert!(verified.stdout.contains("\"verdict\": \"draft\""), "{verified:?}");
    // Nor where someone has attached data to it.
    let printed = fs::read(workplace.path("out/甲.pdf")).expect("a form");
    let (number, info) = forge::info(&printed);
    let creator = info.split("/Creator").nth(1).expect("a creator");
    let creator = creator.trim_start().split_inclusive([')', '>']).next().expect("a text");
    assert!(creator.contains("jixiao"), "{creator}");
    let utf16 = "jixiao 1 草稿".encode_utf16().map(|unit| format!("{unit:04X}"));
    let info = info.replace(creator, &format!("<FEFF{}>", utf16.collect::<String>()));
    workplace.file("带数据.pdf", forge::updated(&printed, &[(number, info.into_bytes())]));
    let extracted = workplace.run("extract 带数据.pdf");
    assert_eq!((extracted.code, extracted.stdout.as_str()), (2, ""));
    assert!(extracted.stderr.contains("错误[draft-pdf]"), "{extracted:?}");
}

#[test]
fn a_draft_stands_beside_the_form_and_leaves_it_alone() {
    let workplace = with(FORM);
    assert_eq!(workplace.run("build p").code, 0);
    let printed = fs::read(workplace.path("out/甲.pdf")).expect("a form");
    workplace.file("p/甲.yaml", broken());
    assert_eq!(workplace.run("build p --draft").code, 0);
    assert!(fs::read(workplace.path("out/甲.pdf")).expect("a form") == printed);
    assert_eq!(workplace.list("out"), ["甲-草稿.pdf", "甲.pdf"]);
    // Nor does the draft's being there make another form of it.
    workplace.file("p/甲.yaml", FORM);
    let outcome = workplace.run("build p");
    assert!(outcome.stderr.starts_with("1 份表格，1 份未变，"), "{outcome:?}");
    // Both go with the project file.
    fs::remove_file(workplace.path("p/甲.yaml")).expect("a project file");
    workplace.file("p/乙.yaml", FORM);
    assert_eq!(workplace.run("build p --draft --prune").code, 0);
    assert_eq!(workplace.list("out"), ["乙-草稿.pdf"]);
}

#[test]
fn a_draft_never_takes_the_place_of_another_form() {
    let workplace = with(FORM);
    workplace.file("q/甲-草稿.yaml", FORM.replace("项目名称: 平台", "项目名称: 乙平台"));
    assert_eq!(workplace.run("build q").code, 0);
    let printed = fs::read(workplace.path("out/甲-草稿.pdf")).expect("a form");
    let outcome = workplace.run("build p --draft");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    let told = "它的草稿和“甲-草稿.yaml”的表格同名，没有排";
    assert!(outcome.stderr.contains(&format!("错误[same-output]: {told}")), "{outcome:?}");
    assert!(outcome.stderr.contains(&format!("没有排成的草稿：\n  p/甲.yaml：{told}")));
    assert!(fs::read(workplace.path("out/甲-草稿.pdf")).expect("a form") == printed);
    // Also where it is not printed yet.
    let outcome = workplace.run("build p q --draft -o neu");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert_eq!(workplace.list("neu"), ["甲-草稿-草稿.pdf"]);
    // Nor does a log take the place of a draft.
    let outcome = workplace.run("build p --draft -o weg --log weg/甲-草稿.pdf");
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert!(outcome.stderr.contains("这个文件另有用处"), "{outcome:?}");
}

#[test]
fn of_some_forms_those_are_drafted_that_can_be() {
    let workplace = with(&broken());
    workplace.file("p/乙.yaml", "年度: 2026\n项目名称: \"没有关\n");
    workplace.file("p/丙.yaml", FORM.replace("项目名称: 平台", "项目名称: 丙平台"));
    workplace.file("p/丁.yaml", "年度: 2026\n表: 没有的表\n项目名称: 丁\n");
    let rehearsed = workplace.run("build p --draft -n");
    assert_eq!(rehearsed.code, 1);
    assert_eq!(
        rehearsed.stdout,
        "有错  p/丁.yaml\n要排  p/丙.yaml\n有错  p/乙.yaml\n要排  p/甲.yaml\n"
    );
    let end = "4 份草稿，2 份要排，0 份未变，2 份不能排；没有写任何文件\n";
    assert!(rehearsed.stderr.ends_with(end), "{rehearsed:?}");
    let outcome = workplace.run("build p --draft --log r");
    assert_eq!(outcome.code, 1);
    assert_eq!(workplace.list("out"), ["丙-草稿.pdf", "甲-草稿.pdf"]);
    // What keeps a file from being read is told as ever.
    let built = workplace.run("build p/乙.yaml -o x").stderr;
    let told = &built[..built.find("没有排成的表格").expect("a list")];
    assert!(told.contains("引号里的文字没有写完整") && outcome.stderr.contains(told), "{built}");
    let list = "没有排成的草稿：\n  p/丁.yaml：没有“没有的表”这种表";
    assert!(outcome.stderr.contains(list), "{outcome:?}");
    assert!(outcome.stderr.contains("  p/乙.yaml：引号里的文字没有写完整\n"), "{outcome:?}");
    let log = fs::read_to_string(workplace.path("r")).expect("a log");
    let of = |name: &str| log.lines().find(|line| line.contains(name)).expect("a line").to_owned();
    let broken = of("p/甲.yaml");
    assert!(broken.contains("\"status\":\"built\"") && broken.contains("unknown-key"), "{broken}");
    assert!(of("p/乙.yaml").contains("\"status\":\"failed\""), "{log}");
}

#[test]
fn a_draft_is_printed_again_where_what_it_says_has_changed() {
    let workplace = with(&broken());
    let other = FORM.replace("项目名称: 平台", "项目名称: 乙平台");
    workplace.file("p/乙.yaml", &other);
    let run = |options: &str| {
        let outcome = workplace.run(&format!("build p --draft {options}"));
        assert_eq!(outcome.code, 0, "{outcome:?}");
        outcome.stderr.lines().rev().nth(1).expect("a line").to_owned()
    };
    assert!(run("").starts_with("2 份草稿，0 份失败"), "{}", run(""));
    assert!(run("").starts_with("2 份草稿，2 份未变"));
    assert!(run("--force").starts_with("2 份草稿，0 份失败"));
    // What is found by comparing is in the list of both.
    workplace.file("p/乙.yaml", FORM);
    workplace.file("p/丙.yaml", FORM);
    assert!(run("").starts_with("3 份草稿，1 份未变"), "{}", run("--force"));
    let listed = |name: &str| Draft::read(&workplace, &format!("out/{name}-草稿.pdf")).listed(1);
    let said = "1警告项目名称第1页文件第4行有两个项目叫“平台运营服务费”";
    assert!(listed("丙").contains(said) && listed("乙").contains(said), "{}", listed("乙"));
    assert!(listed("丙").contains("另见：p/乙.yaml第4行"), "{}", listed("丙"));
    assert!(listed("乙").contains("另见：p/丙.yaml第4行"), "{}", listed("乙"));
    // So is how bad it is.
    assert!(run("--deny warnings").starts_with("3 份草稿，1 份未变"));
    assert!(listed("丙").contains("1错误"), "{}", listed("丙"));
}

#[test]
fn equal_drafts_have_equal_bytes() {
    let workplace = Workplace::with_all_projects();
    workplace.file("projects/坏.yaml", broken());
    for (folder, options) in [("a", "-j 1"), ("b", "-j 2"), ("c", "-j 2 --force")] {
        let outcome = workplace.run(&format!("build projects --draft -o {folder} {options}"));
        assert_eq!(outcome.code, 0, "{outcome:?}");
    }
    let files = workplace.list("a");
    assert_eq!(files.len(), 11);
    for file in files {
        let bytes = |folder: &str| fs::read(workplace.path(&format!("{folder}/{file}")));
        let first = bytes("a").expect("a draft");
        assert!(first == bytes("b").expect("a draft"), "{file}");
        assert!(first == bytes("c").expect("a draft"), "{file}");
    }
    // Also where a thread of the program prints the only one.
    assert_eq!(workplace.run("build projects/坏.yaml --draft -o d").code, 0);
    let bytes = |path: &str| fs::read(workplace.path(path)).expect("a draft");
    assert!(bytes("a/坏-草稿.pdf") == bytes("d/坏-草稿.pdf"));
}

#[test]
fn no_text_acts_on_the_pages_of_a_draft() {
    let hostile = "\"*粗* #panic(1) $x$ \\\\\"";
    let workplace = with(&format!("{}{hostile}: 1\n", broken()));
    let outcome = workplace.run("build p --draft");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let listed = Draft::read(&workplace, "out/甲-草稿.pdf").listed(1);
    assert!(listed.contains("没有“*粗*#panic(1)$x$\\”这一项"), "{listed}");
}

#[test]
fn what_no_font_has_is_listed_rather_than_refused() {
    let workplace = with(&FORM.replace("项目名称: 平台", "项目名称: 平\u{1F600}台"));
    assert_eq!(workplace.run("build p").code, 1);
    let outcome = workplace.run("build p --draft");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let listed = Draft::read(&workplace, "out/甲-草稿.pdf").listed(1);
    assert_eq!(listed.matches("错误").count(), 2, "{listed}");
    assert!(listed.contains("1处错误") && listed.contains("□"), "{listed}");
}

#[test]
fn a_layout_of_ones_own_is_drafted_too() {
    let workplace = with(&broken());
    let path = "版式/target/2026/layout.typ";
    let text = fs::read_to_string("templates/shared/layout.typ").expect("a layout");
    // Its cells would hide what is beneath them.
    let white = text.replace("    stroke: 0.5pt,\n", "    stroke: 0.5pt,\n    fill: white,\n");
    assert_ne!(white, text);
    workplace.file(path, white);
    let outcome = workplace.run("build p --draft --templates 版式");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let draft = Draft::read(&workplace, "out/甲-草稿.pdf");
    assert!(draft.is_marked(0));
    let last = draft.pages[0].glyphs.iter().rposition(|glyph| glyph.text == "表");
    let word = draft.pages[0].glyphs.iter().position(|glyph| glyph.size > 100.0);
    assert!(last < word, "the word lies over all else");
    assert!(draft.listed(1).contains("“项目类型”是空的"));
    // A layout that cannot be set is told, and there is no draft.
    workplace.file(path, "#panic(\"坏\")\n");
    let outcome = workplace.run("build p --draft --templates 版式 -o neu");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert!(outcome.stderr.contains("没有排成的草稿：\n  p/甲.yaml："), "{outcome:?}");
    assert!(workplace.list("neu").is_empty());
}

#[test]
fn a_draft_is_a_pdf_of_its_own() {
    let workplace = with(FORM);
    for (options, told) in [
        (
            "--format png",
            "错误：草稿是 PDF，“--draft”不能和“--format”同用\n提示：去掉“--draft”，或者去掉“--format”\n",
        ),
        (
            "--combine x.pdf",
            "错误：合订本里的表格是能报送的，“--draft”不能和“--combine”同用\n提示：去掉“--draft”，或者去掉“--combine”\n",
        ),
    ] {
        let outcome = workplace.run(&format!("build p --draft {options}"));
        assert_eq!((outcome.code, outcome.stderr.as_str()), (2, told));
    }
    assert_eq!(workplace.run("build p --draft --combine-by department b").code, 2);
}
