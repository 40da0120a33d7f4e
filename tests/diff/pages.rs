//! Pages side by side.

use std::fs;
use std::path::Path;

use tiny_skia::Pixmap;

use crate::support::cli::Workplace;
use crate::support::repository::PROJECT;

/// How many pixels there are of a colour's kind: on the left half, and on the right one.
fn count(path: &Path, is_it: impl Fn([u8; 3]) -> bool) -> [usize; 2] {
    let picture = Pixmap::decode_png(&fs::read(path).expect("a file")).expect("a picture");
    let mut counts = [0, 0];
    for (index, pixel) in picture.pixels().iter().enumerate() {
        let is_right = index as u32 % picture.width() >= picture.width() / 2;
        if is_it([pixel.red(), pixel.green(), pixel.blue()]) {
            counts[usize::from(is_right)] += 1;
        }
    }
    counts
}

fn is_red([red, green, blue]: [u8; 3]) -> bool {
    red > 150 && green < 230 && green.abs_diff(blue) < 8 && red > green.saturating_add(20)
}

fn is_green([red, green, blue]: [u8; 3]) -> bool {
    green > 100 && red.saturating_add(20) < green && red.abs_diff(blue) < 8
}

#[test]
fn changed_cells_are_marked_red_on_the_left_and_green_on_the_right() {
    let workplace = Workplace::new();
    workplace.file("旧/甲.yaml", PROJECT).file("旧/乙.yaml", PROJECT);
    workplace.file("新/甲.yaml", PROJECT.replace("资金总额: 13", "资金总额: 15"));
    workplace.file("新/乙.yaml", PROJECT);
    let outcome = workplace.run("diff 旧 新 --pages 图 --ppi 72");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""));
    assert_eq!(workplace.list("图"), ["甲-1.png"]);
    let picture = workplace.path("图/甲-1.png");
    // The cell of 资金总额: 18 % of the grid's width, one line high.
    let cell = 90.7 * 15.4;
    for (counts, side) in [(count(&picture, is_red), 0), (count(&picture, is_green), 1)] {
        assert_eq!(counts[1 - side], 0, "{counts:?}");
        assert!((0.6..1.4).contains(&(counts[side] as f64 / cell)), "{counts:?}");
    }
}

#[test]
fn what_is_computed_from_a_change_is_marked_too() {
    let workplace = Workplace::new();
    let old = fs::read_to_string("projects/自评表/村镇保洁.yaml").expect("a project");
    workplace.file("新.yaml", old.replacen("792.35]", "705.65]", 1)).file("旧.yaml", old);
    let marked = |command: &str| {
        let outcome = workplace.run(command);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (1, ""));
        let changed = serde_json::from_str::<serde_json::Value>(&outcome.stdout).expect("JSON");
        assert_eq!(changed["forms"][0]["changes"].as_array().map(Vec::len), Some(1));
        count(&workplace.path("图/新-1.png"), is_green)[1]
    };
    let both = marked("diff 旧.yaml 新.yaml --pages 图 --ppi 72 --format json");
    // The amount itself; its sum, the two rates, and the points: each 10 to 12 % of the
    // grid's width and a line high.
    let cell = 0.11 * 753.0 * 13.5;
    assert!((3.5..6.5).contains(&(both as f64 / cell)), "{both} of {cell}");
}

#[test]
fn only_pages_with_a_change_are_drawn() {
    let workplace = Workplace::new();
    let rows: String =
        (0..80).map(|number| format!("      指标{number}: [=1台, =1台]\n")).collect();
    let long = PROJECT.replace("      设备购置数量: [=1台, =1台]\n", &rows);
    workplace.file("旧.yaml", &long);
    workplace.file("新.yaml", long.replace("指标79: [=1台, =1台]", "指标79: [=1台, =2台]"));
    assert_eq!(workplace.run("diff 旧.yaml 新.yaml --pages 图 --ppi 36").code, 1);
    let drawn = workplace.list("图");
    assert_eq!(drawn.len(), 1, "{drawn:?}");
    assert_ne!(drawn, ["新-1.png"]);
}

#[test]
fn a_new_form_stands_alone_without_marks() {
    let workplace = Workplace::new();
    workplace.file("旧/甲.yaml", PROJECT).file("新/甲.yaml", PROJECT);
    workplace.file("新/深/乙.yaml", PROJECT.replace("办公设备", "会务"));
    assert_eq!(workplace.run("diff 旧 新 --pages 图 --ppi 36").code, 1);
    assert_eq!(workplace.list("图"), ["深/乙-1.png"]);
    let picture = workplace.path("图/深/乙-1.png");
    assert_eq!(count(&picture, is_green), [0, 0]);
    let [left, right] = count(&picture, |[red, ..]| red < 100);
    assert!(left == 0 && right > 100, "{left} {right}");
}

#[test]
fn pictures_of_an_earlier_comparison_go() {
    let workplace = Workplace::new();
    workplace.file("旧/甲.yaml", PROJECT).file("旧/乙.yaml", PROJECT);
    let changed = PROJECT.replace("资金总额: 13", "资金总额: 15");
    workplace.file("新/甲.yaml", &changed).file("新/乙.yaml", &changed);
    workplace.file("图/我的.png", "");
    assert_eq!(workplace.run("diff 旧 新 --pages 图 --ppi 36").code, 1);
    assert_eq!(workplace.list("图"), ["乙-1.png", "我的.png", "甲-1.png"]);
    workplace.file("新/甲.yaml", PROJECT);
    assert_eq!(workplace.run("diff 旧 新 --pages 图 --ppi 36").code, 1);
    assert_eq!(workplace.list("图"), ["乙-1.png", "我的.png"]);
    // What someone has put there instead stays.
    workplace.file("图/乙-1.png", "别的").file("新/乙.yaml", PROJECT);
    assert_eq!(workplace.run("diff 旧 新 --pages 图 --ppi 36").code, 0);
    assert_eq!(workplace.list("图"), ["乙-1.png", "我的.png"]);
}

#[test]
fn what_cannot_be_drawn_is_told() {
    let workplace = Workplace::new();
    workplace.file("旧.yaml", PROJECT.replace("年度: 2026", "年度: 1999"));
    workplace.file("新.yaml", PROJECT);
    let outcome = workplace.run("diff 旧.yaml 新.yaml --pages 图");
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert!(outcome.stderr.contains("1999"), "{}", outcome.stderr);
    assert!(outcome.stdout.contains("年度: 1999 → 2026"), "{}", outcome.stdout);
}
