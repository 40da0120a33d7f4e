//! Every file has one owner: no output takes the place of another one, nor of anything that is
//! read, whatever the names are spelled like.

use std::fs;
use std::path::{Path, PathBuf};

use jixiao::source::{Input, take_shared_outputs};
use jixiao::system::output::same;
use unicode_normalization::UnicodeNormalization;

use super::{outputs, workplace, write_form};
use crate::support::cli::Workplace;

/// The answers of a file system that knows neither letter case nor composition.
fn folding(paths: &[&Path]) -> Vec<usize> {
    let folded: Vec<String> = paths
        .iter()
        .map(|path| path.to_string_lossy().nfd().collect::<String>().to_lowercase())
        .collect();
    let first = |name: &String| folded.iter().position(|other| other == name).expect("itself");
    folded.iter().map(first).collect()
}

/// The answers of a file system that knows every difference.
fn exact(paths: &[&Path]) -> Vec<usize> {
    (0..paths.len()).collect()
}

#[test]
fn names_that_the_file_system_takes_for_the_same_are_one_output() {
    let decomposed = "项/cafe\u{301}.yaml";
    let files =
        ["项/Abc.yaml", "项/café.yaml", "项/aBC.yaml", decomposed, "项/乙/x.yaml", "项/乙.yaml"];
    let find = || -> Vec<Input> {
        files.iter().map(|path| Input::of(PathBuf::from(path), Path::new("项"))).collect()
    };
    let names = |inputs: &[Input]| -> Vec<String> { inputs.iter().map(Input::name).collect() };

    let mut projects = find();
    let refused = take_shared_outputs(&mut projects, folding);
    assert_eq!(names(&projects), ["项/Abc.yaml", "项/café.yaml", "项/乙/x.yaml", "项/乙.yaml"]);
    let told: Vec<_> = refused.iter().map(|(it, why)| (it.name(), why.message.as_str())).collect();
    let because =
        |first: &str| format!("和 {first} 的输出名称相近，磁盘当作同一个文件，不能一起排版");
    assert_eq!(
        told,
        [
            ("项/aBC.yaml".to_owned(), because("项/Abc.yaml").as_str()),
            (decomposed.to_owned(), because("项/café.yaml").as_str()),
        ]
    );

    let mut projects = find();
    assert!(take_shared_outputs(&mut projects, exact).is_empty());
    assert_eq!(names(&projects), files);
}

#[test]
fn only_what_looks_alike_is_asked_about() {
    let paths = ["a/x", "甲", "A/x", "a/X", "a/x", "乙", "ﬁ", "fi", "甲."].map(Path::new);
    let asked = |paths: &[&Path]| {
        let alike = ["A/x", "a/X", "a/x"].map(Path::new);
        assert!(
            paths == alike
                || paths == ["fi", "ﬁ"].map(Path::new)
                || paths == ["甲", "甲."].map(Path::new)
        );
        folding(paths)
    };
    assert_eq!(same::first_of_same(&paths, asked), [0, 1, 0, 0, 0, 5, 6, 7, 8]);
    // Of equal names there is nothing to ask.
    let twice = ["甲", "乙", "甲"].map(Path::new);
    assert_eq!(same::first_of_same(&twice, |_| unreachable!()), [0, 1, 0]);
}

/// The answer is that of the disk which the test runs on, and nothing is left there.
#[test]
fn the_file_system_is_asked_in_the_folder_itself() {
    let workplace = Workplace::new();
    workplace.file("有/Abc", "");
    let folds = workplace.path("有/aBC").exists();
    let paths = ["局/Abc.pdf", "局/aBC.pdf", "局/乙.pdf"].map(Path::new);
    let wanted = if folds { vec![0, 0, 2] } else { vec![0, 1, 2] };
    for folder in ["有", "还没有/深"] {
        assert_eq!(same::ask(&workplace.path(folder), &paths), wanted, "{folder}");
    }
    assert_eq!(workplace.list(""), ["有/Abc"]);
    assert!(!workplace.path("还没有").exists());
    // Nor where nothing can be asked.
    assert_eq!(same::ask(&workplace.path("有/Abc"), &paths), [0, 1, 2]);
}

/// To a file system that folds names, both are one file; a link makes it so on any.
#[cfg(unix)]
#[test]
fn prune_leaves_the_file_of_a_project_that_was_renamed_in_case_only() {
    let workplace = Workplace::new();
    workplace.file("p/文A.yaml", crate::support::project::FORM);
    assert_eq!(workplace.run("build p").code, 0);
    fs::rename(workplace.path("p/文A.yaml"), workplace.path("p/文a.yaml")).expect("another name");
    assert_eq!(workplace.run("build p").code, 0);
    fs::remove_file(workplace.path("out/文A.pdf")).expect("an output");
    fs::hard_link(workplace.path("out/文a.pdf"), workplace.path("out/文A.pdf")).expect("a link");
    let told = "1 份表格，1 份未变，0 份失败，1 页，N kB，N 秒\n表格在 out/文a.pdf\n";
    for options in ["", "--prune", "--prune"] {
        assert_eq!(workplace.run(&format!("build p {options}")).stderr, told, "{options}");
        assert_eq!(workplace.list("out"), ["文A.pdf", "文a.pdf"]);
    }
}

/// Another file of the old name is the old form's, and goes.
#[test]
fn prune_removes_the_file_of_the_old_name_where_it_is_another_one() {
    let workplace = Workplace::new();
    workplace.file("p/文A.yaml", crate::support::project::FORM);
    assert_eq!(workplace.run("build p").code, 0);
    fs::rename(workplace.path("p/文A.yaml"), workplace.path("p/文a.yaml")).expect("another name");
    let folds = workplace.path("out/文a.pdf").exists();
    let outcome = workplace.run("build p --prune");
    assert_eq!(outcome.stderr.contains("已删去 out/文A.pdf"), !folds, "{outcome:?}");
    assert_eq!(workplace.list("out").len(), 1);
}

#[test]
fn what_forms_share_goes_with_the_last_of_them() {
    let workplace = workplace(3);
    assert_eq!(workplace.run("build p --format typ").code, 0);
    fs::remove_file(workplace.path("p/0.yaml")).expect("a project");
    assert_eq!(workplace.run("build p --format typ --prune").code, 0);
    assert_eq!(workplace.list("out"), ["1.typ", "2.typ", "layout.typ"]);
    assert!(workplace.run("build p --format typ").stderr.contains("2 份未变"));
    fs::remove_file(workplace.path("p/1.yaml")).expect("a project");
    fs::remove_file(workplace.path("p/2.yaml")).expect("a project");
    workplace.file("p/深/3.yaml", crate::support::project::FORM);
    assert_eq!(workplace.run("build p --format typ --prune").code, 0);
    assert_eq!(workplace.list("out"), ["深/3.typ", "深/layout.typ"]);
}

/// Spellings of files that have an owner; for each, what that is.
#[cfg(unix)]
const TAKEN: [(&str, &str); 22] = [
    ("--combine out/0.pdf", "“0”的表格要写在那里"),
    ("--combine ./out/深/../0.pdf", "“0”的表格要写在那里"),
    ("--combine 链/0.pdf", "“0”的表格要写在那里"),
    ("--combine out/局/1.pdf", "“局/1”的表格要写在那里"),
    ("--combine p/../链/局/1.pdf", "“局/1”的表格要写在那里"),
    ("--log out/0.pdf", "“0”的表格要写在那里"),
    ("--log out/0.typ", "“0”的表格要写在那里"),
    ("--log out/0-12.png", "“0”的表格要写在那里"),
    ("--log out/局/1-1.svg", "“局/1”的表格要写在那里"),
    ("--log 到输出", "“0”的表格要写在那里"),
    ("--log out/layout.typ", "表格的源文件用到它"),
    ("--log p/0.yaml", "它是项目文件"),
    ("--log p/./局/../0.yaml", "它是项目文件"),
    ("--log 到项目", "它是项目文件"),
    ("--log 另名", "它是项目文件"),
    ("--combine p/局/1.yaml", "它是项目文件"),
    ("--log p/_defaults.yaml", "各项目相同的内容写在它里面"),
    ("--log 版式/target/2026/form.yaml --templates 版式", "版式或字体用到它"),
    ("--combine 字/字.ttf --fonts 字", "版式或字体用到它"),
    ("--log out", "它是要放表格的文件夹"),
    ("--log out/局", "它是要放表格的文件夹"),
    ("--combine 书.pdf --log 深/../书.pdf", "它也是“--log”的文件"),
];

#[cfg(unix)]
#[test]
fn no_option_names_a_file_that_has_an_owner() {
    use std::os::unix::fs::symlink;

    let workplace = workplace(1);
    write_form(&workplace, 1, "平台");
    fs::create_dir(workplace.path("p/局")).expect("a folder");
    fs::rename(workplace.path("p/1.yaml"), workplace.path("p/局/1.yaml")).expect("another place");
    let font = fs::read("fonts/BabelStoneHan-Names.ttf").expect("a font");
    let form = fs::read("templates/target/2026/form.yaml").expect("a definition");
    workplace.file("p/_defaults.yaml", "年度: 2026\n").file("字/字.ttf", font);
    workplace.file("版式/target/2026/form.yaml", form);
    symlink("out", workplace.path("链")).expect("a link");
    symlink("p/0.yaml", workplace.path("到项目")).expect("a link");
    symlink("链/0.pdf", workplace.path("到输出")).expect("a link");
    fs::hard_link(workplace.path("p/0.yaml"), workplace.path("另名")).expect("a link");
    let before = (outputs(&workplace, "p"), outputs(&workplace, "版式"), outputs(&workplace, "字"));
    // Before there is an output folder, and when there is one.
    for _ in 0..2 {
        let printed = outputs(&workplace, "out");
        for (options, owner) in TAKEN {
            let outcome = workplace.run(&format!("build p {options}"));
            assert_eq!(outcome.code, 2, "{options}: {outcome:?}");
            let told = format!("：这个文件另有用处，{owner}\n提示：换一个文件名\n");
            assert!(outcome.stderr.ends_with(&told), "{options}: {outcome:?}");
            assert!(outputs(&workplace, "out") == printed, "{options}");
        }
        let after =
            (outputs(&workplace, "p"), outputs(&workplace, "版式"), outputs(&workplace, "字"));
        assert!(before == after);
        assert!(!workplace.path("书.pdf").exists());
        assert_eq!(workplace.run("build p --combine out/书.pdf --log out/报告").code, 0);
    }
}

/// What was printed before is no less a form than what is printed now.
#[test]
fn the_book_does_not_replace_a_form_of_an_earlier_build() {
    let workplace = workplace(2);
    assert_eq!(workplace.run("build p/0.yaml").code, 0);
    let before = outputs(&workplace, "out");
    for option in ["--combine", "--log"] {
        let outcome = workplace.run(&format!("build p/1.yaml {option} out/0.pdf"));
        assert_eq!(outcome.code, 2, "{outcome:?}");
        assert!(outcome.stderr.contains("那里是以前排好的表格"), "{outcome:?}");
        assert!(outputs(&workplace, "out") == before);
    }
}

#[test]
fn a_form_does_not_replace_a_book() {
    let workplace = workplace(2);
    assert_eq!(workplace.run("build p --combine out/2.pdf").code, 0);
    let book = fs::read(workplace.path("out/2.pdf")).expect("a book");
    write_form(&workplace, 2, "平台");
    let outcome = workplace.run("build p");
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert!(outcome.stderr.contains("错误[same-output]: 这里是以前的合订本"), "{outcome:?}");
    assert!(!outcome.stderr.contains("outdated-output"), "{outcome:?}");
    assert!(fs::read(workplace.path("out/2.pdf")).expect("a book") == book);
    fs::remove_file(workplace.path("out/2.pdf")).expect("a book");
    assert_eq!(workplace.run("build p").code, 0);
    assert!(fs::read(workplace.path("out/2.pdf")).expect("a form") != book);
}

#[test]
fn what_is_read_is_not_written_over() {
    let workplace = workplace(2);
    workplace.run("build p --log r");
    let form = fs::read_to_string("templates/target/2026/form.yaml").expect("a definition");
    workplace.file("版式/target/2026/form.yaml", &form);
    let report = fs::read(workplace.path("r")).expect("a report");
    for command in
        ["merge-reports r -o ./p/../r", "schema --templates 版式 -o 版式/target/2026/form.yaml"]
    {
        let outcome = workplace.run(command);
        assert_eq!(outcome.code, 2, "{command}: {outcome:?}");
        assert!(outcome.stderr.contains("它是要读的文件\n提示：换一个文件名"), "{outcome:?}");
    }
    assert!(fs::read(workplace.path("r")).expect("a report") == report);
    let after = fs::read_to_string(workplace.path("版式/target/2026/form.yaml"));
    assert_eq!(after.expect("a definition"), form);
}

#[test]
fn pictures_of_a_comparison_do_not_replace_those_of_forms() {
    let workplace = workplace(1);
    assert_eq!(workplace.run("build p --format png --ppi 20 -o 图").code, 0);
    let before = outputs(&workplace, "图");
    workplace.file("q/0.yaml", crate::support::project::FORM);
    let outcome = workplace.run("diff p q --pages 图 --ppi 20");
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert!(outcome.stderr.contains("那里是 build 排好的图片"), "{outcome:?}");
    assert!(outputs(&workplace, "图") == before);
    assert_eq!(workplace.run("diff p q --pages 图二 --ppi 20").code, 1);
}
