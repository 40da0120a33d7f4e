//! Forms to compare.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use jixiao::diagnostic::SourceFile;
use jixiao::form::{Form, Project, Value};
use jixiao::history::compare::{Compared, Comparison, FormVersion, NotCompared, Pair, Side};
use jixiao::source::{Document, Forms, assemble};

use crate::support::project::FORM;

/// The bundled forms, and those made up for comparing.
pub static FORMS: LazyLock<Arc<Forms>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compare/templates");
    Arc::new(Forms::load(Some(&folder)).expect("forms"))
});

/// The edition of a form for a year.
pub fn form(name: &str, year: &str) -> Arc<Form> {
    let edition = FORMS.choose(Some(name), year).expect("a form");
    edition.form().expect("a definition").clone()
}

/// The sample form with some parts of its text replaced.
pub fn edited(edits: &[(&str, &str)]) -> String {
    edited_text(FORM, edits)
}

/// A text with some parts replaced.
pub fn edited_text(text: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(text.to_owned(), |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "{from} is there once");
        text.replace(from, to)
    })
}

/// What a project file says.
pub fn project(yaml: &str) -> Project {
    let file = SourceFile::new("甲.yaml", yaml);
    let document = Document::parse(file, &FORMS).expect("well formed");
    assemble(vec![Arc::new(document)], &FORMS).expect("a project").project.clone()
}

/// A project with another value under a key at the top.
pub fn with(project: &Project, key: &str, value: Value) -> Project {
    let mut project = project.clone();
    let index = project.form().fields.iter().position(|field| field.key == key);
    project.set(&[index.expect("a field")], value);
    project
}

/// A version of a form.
pub fn version(name: &str, yaml: &str) -> FormVersion {
    FormVersion { name: name.to_owned(), project: project(yaml) }
}

/// The sample form and the same with some parts replaced.
pub fn kept(name: &str, edits: &[(&str, &str)]) -> Pair {
    Pair::Kept { old: version(name, FORM), new: version(name, &edited(edits)) }
}

/// One form that has become another.
pub fn compare(old: &str, new: &str) -> Comparison {
    let pair = Pair::Kept { old: version("甲.yaml", old), new: version("甲.yaml", new) };
    Comparison::of([Compared::of(pair)], "旧", "新")
}

/// A form of each kind, and of each kind of change.
pub fn sample() -> Comparison {
    let pairs = vec![
        kept("年/不变.yaml", &[]),
        kept("年/金额.yaml", FUNDS),
        kept("年/文字.yaml", TEXTS),
        kept("年/指标.yaml", INDICATORS),
        Pair::Kept { old: version("年/原名.yaml", FORM), new: version("年/新名.yaml", FORM) },
        Pair::Added(version("年/新增.yaml", FORM)),
        Pair::Removed(version("年/删去.yaml", FORM)),
    ];
    let mut comparison = Comparison::of(pairs.into_iter().map(Compared::of), "去年", "今年");
    comparison.unreadable.push(NotCompared { name: "年/坏.yaml".into(), side: Side::Old });
    comparison
}

const FUNDS: &[(&str, &str)] = &[(
    "资金总额: 13\n  支出:\n    平台运营服务费: [6, 13]",
    "资金总额: 15\n  支出:\n    办公设备: [0, 2]\n    平台运营服务费: [6.0, 13]",
)];

const TEXTS: &[(&str, &str)] = &[
    ("开始时间: 2022年", "开始时间: 2023年"),
    ("项目负责人: 李鹏\n", ""),
    // Added before all, moved, and of another wording.
    ("立项必要性: |-\n", "立项必要性: |-\n  《中华人民共和国预算法》\n"),
    ("  《南京市市级预算部门(单位)整体绩效管理暂行办法(试行)》\n", ""),
    (
        "建设工作方案的通知》(宁工信〔2024〕87号)\n",
        "建设工作方案的通知》(宁工信〔2025〕12号)\n  \
         《南京市市级预算部门(单位)整体绩效管理暂行办法(试行)》\n",
    ),
    ("开展服务进园区活动30场, 服务企业600家。", "开展服务进园区活动35场, 服务企业700余家。"),
    (
        "  2、南京市优质中小企业培育库功能升级和日常运维；\n  3、对中心开展专项审计",
        "  2、对中心开展专项审计",
    ),
];

const INDICATORS: &[(&str, &str)] = &[
    // Renamed, with and without another value.
    ("平台功能完善度: [较好, 较好]", "平台功能的完善程度: [较好, 好]"),
    // Moved to another group.
    ("      资金使用合规性: [合规, 合规]\n", ""),
    (
        "制度执行有效性: [有效, 有效]\n",
        "制度执行有效性: [有效, 有效]\n      资金使用合规性: [合规, 合规]\n",
    ),
    // In another order.
    (
        "      立项依据充分性: [充分, 充分]\n      立项程序规范性: [规范, 规范]\n",
        "      立项程序规范性: [规范, 规范]\n      立项依据充分性: [充分, 充分]\n",
    ),
    ("预算执行率: [=100%, =100%]", "预算执行率: [=50%, ≥95%]"),
    ("完成运维升级: [=1项, =2项]", "完成运维升级: [=1项, =3项]\n      培训场次: [≥10场, ≥30场]"),
    // Groups: gone, renamed, new.
    ("    时效指标:\n      系统升级维护效率: [按时, 按计划完成]\n", ""),
    ("    社会效益:\n", "    社会效益指标:\n"),
    (
        "提升企业服务能力: [较好, 较好]\n",
        "提升企业服务能力: [较好, 较好]\n  满意度:\n    满意度指标:\n      \
         企业满意度: [≥85%, ≥90%]\n      职工满意度: [≥90%, ≥90%]\n",
    ),
];
