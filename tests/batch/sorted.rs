//! A book for each folder, or for each value of a field.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{outputs, workplace, write_form};
use crate::support::cli::{Outcome, Workplace};
use crate::support::pdf::Pdf;
use crate::support::project::project_text;

fn write(workplace: &Workplace, path: &str, department: &str) {
    let texts = [("主管部门", department), ("项目名称", path)];
    workplace.file(&format!("p/{path}.yaml"), project_text(&texts));
}

/// The project file, with what it says of its 主管部门 left to others.
fn write_without(workplace: &Workplace, path: &str) {
    let text = project_text(&[("项目名称", path)]);
    let lines = text.lines().filter(|line| !line.starts_with("主管部门:"));
    workplace.file(&format!("p/{path}.yaml"), lines.collect::<Vec<_>>().join("\n"));
}

fn by_department(workplace: &Workplace) -> Outcome {
    workplace.run("build p --combine-by 主管部门 册 -j2")
}

/// The titles of the books in a folder, with how many pages each has.
fn titles(workplace: &Workplace, folder: &str) -> BTreeMap<String, (String, usize)> {
    let read = |(name, bytes): (String, Vec<u8>)| {
        let book = Pdf::open(bytes);
        (name, (book.info.title.expect("a title"), book.pages.len()))
    };
    outputs(workplace, folder).into_iter().map(read).collect()
}

#[test]
fn there_is_a_book_for_each_department() {
    let workplace = Workplace::new();
    write(&workplace, "处/一", "甲局");
    write(&workplace, "处/二", "乙局");
    write(&workplace, "三", "甲局");
    workplace.file("p/别处/_defaults.yaml", "主管部门: 丙局\n");
    write_without(&workplace, "别处/四");
    let outcome = by_department(&workplace);
    assert_eq!(outcome.code, 0, "{outcome:?}");
    for line in ["册/丙局.pdf：3 页", "册/乙局.pdf：3 页", "册/甲局.pdf：4 页"] {
        assert!(outcome.stderr.contains(&format!("合订本 {line}，N kB\n")), "{outcome:?}");
    }
    let title = |of: &str| format!("2026年度南京市市级项目预算绩效目标表（{of}）");
    let book = |of: &str, pages| (format!("{of}.pdf"), (title(of), pages));
    let expected = BTreeMap::from([book("丙局", 3), book("乙局", 3), book("甲局", 4)]);
    assert_eq!(titles(&workplace, "册"), expected);
    // As current as their forms, each by itself.
    let before = outputs(&workplace, "册");
    let again = by_department(&workplace);
    assert_eq!(again.stderr.matches("，N kB，未变\n").count(), 3, "{again:?}");
    assert!(outputs(&workplace, "册") == before);
    write(&workplace, "处/二", "乙 局");
    let again = by_department(&workplace);
    assert_eq!(again.stderr.matches("，N kB，未变\n").count(), 2, "{again:?}");
    workplace.run("build p -o 又出 --combine-by 主管部门 又 -j1");
    assert!(outputs(&workplace, "册") == outputs(&workplace, "又"));
    // One that has no forms any more stays, and that is told.
    write(&workplace, "处/二", "甲局");
    let outcome = by_department(&workplace);
    let told = "有 1 本以前的合订本，这次没有它的表格了：册/乙局.pdf；没有动它，不要了请自己删去\n";
    assert!(outcome.stderr.contains(told), "{outcome:?}");
    assert!(workplace.path("册/乙局.pdf").exists());
    let outcome = workplace.run("build p --combine-by 主管部门 册 --combine 书.pdf");
    assert!(outcome.stderr.contains("合订本 书.pdf：6 页"), "{outcome:?}");
    fs::remove_file(workplace.path("册/乙局.pdf")).expect("a book");
    assert!(!by_department(&workplace).stderr.contains("以前的合订本"));
}

#[test]
fn there_is_a_book_for_each_folder() {
    let workplace = workplace(1);
    for path in ["处/一", "处/科/二", "处/科/三", "p/四"] {
        write(&workplace, path, "甲局");
    }
    for word in ["folder", "文件夹"] {
        let outcome = workplace.run(&format!("build p --combine-by {word} 册-{word}"));
        assert_eq!(outcome.code, 0, "{outcome:?}");
        let names: Vec<_> = outputs(&workplace, &format!("册-{word}")).into_keys().collect();
        assert_eq!(names, ["p-2.pdf", "p.pdf", "处.pdf", "处/科.pdf"]);
    }
    assert!(outputs(&workplace, "册-folder") == outputs(&workplace, "册-文件夹"));
    let title = titles(&workplace, "册-folder")["处/科.pdf"].clone();
    assert_eq!(title, ("2026年度南京市市级项目预算绩效目标表（处/科）".to_owned(), 4));
    // Among the forms, they take no form's place.
    write_form(&workplace, 1, "平台");
    fs::rename(workplace.path("p/1.yaml"), workplace.path("p/处.yaml")).expect("a move");
    let outcome = workplace.run("build p --combine-by folder out");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert!(outcome.stderr.contains("合订本 out/处-2.pdf：3 页"), "{outcome:?}");
    assert_eq!(Pdf::open(outputs(&workplace, "out")["处.pdf"].clone()).pages.len(), 1);
}

#[test]
fn only_books_that_lack_a_form_are_not_written() {
    let workplace = Workplace::new();
    for (path, department) in [("一", "甲局"), ("二", "乙局"), ("三", "乙局"), ("四", "丙局")]
    {
        write(&workplace, path, department);
    }
    let yaml = fs::read_to_string(workplace.path("p/二.yaml")).expect("a project");
    // One that says too much, and one that is no YAML at all.
    workplace.file("p/二.yaml", format!("{yaml}\n多余: 的\n"));
    workplace.file("p/四.yaml", yaml.replace("项目名称: ", "项目名称：").replace("乙局", "丙局"));
    workplace.file("册/乙局.pdf", "the old one");
    let outcome = by_department(&workplace);
    assert_eq!(outcome.code, 1);
    assert_eq!(outcome.stderr.matches("错误[incomplete-book]: 有 1 份").count(), 2, "{outcome:?}");
    let books = outputs(&workplace, "册");
    assert_eq!(books.keys().collect::<Vec<_>>(), ["乙局.pdf", "甲局.pdf"]);
    assert_eq!(books["乙局.pdf"], b"the old one");
    let outcome = workplace.run("build p --combine-by 主管部门 册 --partial");
    assert_eq!(outcome.code, 1);
    let books = outputs(&workplace, "册");
    assert_eq!(books.keys().collect::<Vec<_>>(), ["乙局.pdf", "甲局.pdf"], "{outcome:?}");
    assert_eq!(Pdf::open(books["乙局.pdf"].clone()).pages.len(), 3);
    assert!(outcome.stderr.contains("警告[partial-book]: 合订本缺 1 份"), "{outcome:?}");
}

/// Names that are no names, and what the books are called.
const HOSTILE: [(&str, &str); 19] = [
    ("../../逃", "逃.pdf"),
    ("/tmp/绝对", "tmp-绝对.pdf"),
    ("甲\\乙", "甲-乙.pdf"),
    ("甲/乙", "甲-乙-2.pdf"),
    ("-rf", "rf.pdf"),
    (".隐藏", "隐藏.pdf"),
    ("CON", "CON_.pdf"),
    ("nul.txt", "nul_.txt.pdf"),
    ("COM1", "COM1_.pdf"),
    ("末尾.. .", "末尾.pdf"),
    ("a:b*c?", "a-b-c.pdf"),
    ("$(rm x)`y`;z", "(rm x)-y--z.pdf"),
    ("ABC局", "ABC局.pdf"),
    ("abc局", "abc局-2.pdf"),
    ("...", "（无名）.pdf"),
    ("（未写）", "未写.pdf"),
    ("两行\n的局", "两行的局.pdf"),
    ("<b>“引”</b>", "b-“引”--b.pdf"),
    ("甲／丙", "甲-丙.pdf"),
];

#[test]
fn a_department_s_name_is_no_path() {
    let workplace = Workplace::new();
    for (number, (department, _)) in HOSTILE.iter().enumerate() {
        write(&workplace, &format!("{number:02}"), department);
    }
    let long = "长".repeat(200);
    write(&workplace, "98", &long);
    write(&workplace, "99", &format!("{long}长"));
    let before: Vec<_> = workplace.list("").into_iter().collect();
    let outcome = workplace.run("build p --combine-by 主管部门 深/册");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let mut expected: Vec<String> = HOSTILE.iter().map(|(_, name)| (*name).to_owned()).collect();
    let long = "长".repeat(33);
    expected.extend([format!("{long}.pdf"), format!("{long}-2.pdf")]);
    expected.sort();
    let mut names = workplace.list("深/册");
    names.sort();
    assert_eq!(names, expected);
    assert!(names.iter().all(|name| name.len() <= 120));
    assert!(outcome.stderr.contains("合订本在 深/册 文件夹里：21 本，65 页，"), "{outcome:?}");
    // Nothing is anywhere else.
    let elsewhere = workplace.list("");
    let elsewhere = elsewhere.iter().filter(|path| {
        !before.contains(path) && !path.starts_with("深/册/") && !path.starts_with("out/")
    });
    assert_eq!(elsewhere.count(), 0);
    assert!(!Path::new("/tmp/绝对.pdf").exists());
}

#[cfg(unix)]
#[test]
fn books_follow_no_links() {
    use std::os::unix::fs::symlink;

    let workplace = workplace(1);
    write(&workplace, "处/一", "甲局");
    workplace.file("外/甲局.pdf", "not ours");
    fs::create_dir(workplace.path("册")).expect("a folder");
    symlink("../外", workplace.path("册/处")).expect("a link");
    symlink("../外/甲局.pdf", workplace.path("册/甲局.pdf")).expect("a link");
    write(&workplace, "处/科/二", "乙局");
    for by in ["folder", "主管部门"] {
        let outcome = workplace.run(&format!("build p --combine-by {by} 册"));
        assert_eq!(outcome.code, 1, "{outcome:?}");
        assert!(outcome.stderr.contains("这是一个符号链接，没有动它"), "{outcome:?}");
    }
    assert_eq!(outputs(&workplace, "外")["甲局.pdf"], b"not ours");
    assert_eq!(workplace.list("外"), ["甲局.pdf"]);
    assert!(workplace.path("册/处").is_symlink() && workplace.path("册/甲局.pdf").is_symlink());
}

#[test]
fn books_are_sorted_by_any_short_text() {
    let workplace = Workplace::with_all_projects();
    let outcome = workplace.run("build --combine-by 表 按表");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let names: Vec<_> = outputs(&workplace, "按表").into_keys().collect();
    assert_eq!(names, ["申报表.pdf", "监控表.pdf", "目标表.pdf", "自评表.pdf", "镇江目标表.pdf"]);
    // Not all forms have such a field.
    let outcome = workplace.run("build --combine-by 项目级次 按级次");
    assert_eq!(outcome.code, 0, "{outcome:?}");
    let names: Vec<_> = outputs(&workplace, "按级次").into_keys().collect();
    assert!(names.contains(&"市本级.pdf".to_owned()), "{names:?}");
    assert!(names.contains(&"（未写）.pdf".to_owned()), "{names:?}");
}

#[test]
fn a_department_has_one_book_whatever_it_is_called() {
    let workplace = Workplace::with_all_projects();
    workplace.file(
        "projects/别处/乙.yaml",
        project_text(&[("主管部门", "云湖市\n城市管理局"), ("项目名称", "乙")]),
    );
    let all = |word: &str| {
        let outcome = workplace.run(&format!("build --combine-by {word} 册-{word}"));
        assert_eq!(outcome.code, 0, "{outcome:?}");
        outputs(&workplace, &format!("册-{word}"))
    };
    let books = all("主管部门");
    // That form has the department with its code, and a word of its own for both.
    for word in ["department", "主管部门及代码"] {
        assert!(all(word) == books, "{word}");
    }
    let book = Pdf::open(books["云湖市城市管理局.pdf"].clone());
    let title = "2026年度项目绩效表汇编（云湖市城市管理局）";
    assert_eq!(book.info.title.as_deref(), Some(title));
    assert!(books.keys().all(|name| !name.contains(|c: char| c.is_ascii_digit())), "{books:?}");
    // The manifest, too, has one name for it.
    workplace.run("build --combine-by 主管部门 同");
    let again = workplace.run("build --combine-by department 同");
    assert!(
        !again.stderr.lines().any(|line| line.starts_with("合订本") && !line.ends_with("，未变")),
        "{again:?}"
    );
}

#[test]
fn what_makes_no_sense_is_refused() {
    let workplace = workplace(1);
    workplace.file("文件", "");
    let cases = [
        ("--combine-by 主管部 册", "“--combine-by”：没有“主管部”这一栏\n提示：是不是“主管部门”？"),
        ("--combine-by 项目资金 册", "“--combine-by”：“项目资金”不是填一句话的栏目"),
        ("--combine-by 资金总额 册", "“--combine-by”：“金额”是数字，不能分组"),
        ("--combine-by file 册", "“--combine-by”：“文件”各不相同，不能分组"),
        ("--combine-by folder", "后面要写 2 样，只写了 1 样"),
        ("--combine-by folder 册 --combine-by 表 册", "写了两次"),
        (
            "--combine-by folder 文件",
            "“--combine-by”不能放进 文件：它不是文件夹\n提示：换一个文件夹",
        ),
        ("--combine-by folder out/.jixiao/册", "程序用它记事"),
        ("--combine-by folder 册 --format png", "合订本是 PDF，“--combine-by”不能和别的格式同用"),
        ("--combine-by folder 册 --shard 1/2", "不能与“--shard <K/N>”同用"),
        ("--partial", "“--partial”要和“--combine”或“--combine-by”同用"),
    ];
    for (options, why) in cases {
        let outcome = workplace.run(&format!("build p {options}"));
        assert_eq!(outcome.code, 2, "{options}: {outcome:?}");
        assert!(outcome.stderr.contains(why), "{options}: {outcome:?}");
        assert!(!workplace.path("册").exists() && !workplace.path("out").exists());
    }
    let outcome = workplace.run("build 没有 --combine-by folder 册");
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("错误[incomplete-book]: 有文件没有读到"), "{outcome:?}");
    fs::create_dir(workplace.path("空")).expect("a folder");
    let outcome = workplace.run("build 空 --combine-by folder 册");
    assert!(!workplace.path("册").exists(), "{outcome:?}");
}
