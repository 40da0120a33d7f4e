//! One mistake, one message, at the line where it was made, and advice that mends it.

use jixiao::diagnostic::render::concise;
use jixiao::diagnostic::{Diagnostic, SourceFile};
use regex::Regex;

use crate::support::assert_snapshot;
use crate::support::build;
use crate::support::project::FORM;

/// What marks the line that is to be told; it is no part of the file.
const HERE: char = '⇐';

/// The rows that most mistakes are made in.
const ROW: &str = "      完成运维升级: [=1项, =2项]\n";
const EXPENSE: &str = "    平台运营服务费: [6, 13]\n";

/// Slips of the pen: what is meant, the lines of the sample form, and what is written
/// instead.
const SLIPS: &[(&str, &str, &str)] = &[
    // A # that hides a bracket.
    ("井号在方括号里", ROW, "      完成运维升级: [=1项, =2项 #含备用]⇐\n"),
    ("井号在第一个值里", ROW, "      完成运维升级: [=1项 #半年, =2项]⇐\n"),
    ("井号在逗号后面", ROW, "      完成运维升级: [=1项, #含备用 =2项]⇐\n"),
    ("井号在金额后面", EXPENSE, "    平台运营服务费: [6, 13 #万元]⇐\n"),
    ("井号在几行的方括号里", ROW, "      完成运维升级: [=1项,\n        =2项 #含备用]⇐\n"),
    (
        "井号在花括号里",
        ROW,
        "      完成运维升级: {半年(程)指标值: =1项, 全年(程)指标值: =2项 #含备用}⇐\n",
    ),
    (
        "井号在里层的方括号里",
        "  支出:\n    平台运营服务费: [6, 13]\n",
        "  支出: {平台运营服务费: [6, 13 #万元]}⇐\n",
    ),
    // Brackets, commas and quotes.
    ("少了右边的方括号", ROW, "      完成运维升级: [=1项, =2项⇐\n"),
    ("右边的方括号是全角的", ROW, "      完成运维升级: [=1项, =2项】⇐\n"),
    ("右边是花括号", ROW, "      完成运维升级: [=1项, =2项}⇐\n"),
    ("少了左边的方括号", ROW, "      完成运维升级: =1项, =2项]⇐\n"),
    ("方括号多了半边", ROW, "      完成运维升级: [=1项, =2项]]⇐\n"),
    ("方括号后面有句号", ROW, "      完成运维升级: [=1项, =2项]。⇐\n"),
    ("方括号后面有文字", ROW, "      完成运维升级: [=1项, =2项] 见附件⇐\n"),
    ("方括号后面紧接着井号", ROW, "      完成运维升级: [=1项, =2项]#见附件⇐\n"),
    ("文字以方括号开头", "平台运营服务费\n项目类型", "[2025]5号文采购⇐\n项目类型"),
    ("第一个值没有写", ROW, "      完成运维升级: [, ≥48次]⇐\n"),
    ("第一个金额没有写", EXPENSE, "    平台运营服务费: [, 13]⇐\n"),
    ("两个值都没有写", ROW, "      完成运维升级: [, ]⇐\n"),
    ("最后一个值没有写", ROW, "      完成运维升级: [≥48次, ]⇐\n"),
    ("最后一个金额没有写", EXPENSE, "    平台运营服务费: [6, ]⇐\n"),
    ("金额里的逗号不是千位分隔符", EXPENSE, "    平台运营服务费: [6,00, 13,00]⇐\n"),
    ("金额里有千位分隔符", EXPENSE, "    平台运营服务费: [1,006, 1,013]⇐\n"),
    ("两对引号之间没有逗号", ROW, "      完成运维升级: [\"甲\" \"乙\"]⇐\n"),
    ("两对引号之间是顿号", ROW, "      完成运维升级: [\"甲\"、\"乙\"]⇐\n"),
    ("两对引号之间是全角逗号", ROW, "      完成运维升级: ['甲'，'乙']⇐\n"),
    ("引号后面有文字", ROW, "      完成运维升级: [\"甲\"级, 乙]⇐\n"),
    ("引号没有成对", ROW, "      完成运维升级: [=1项, \"=2项]⇐\n"),
    ("两对引号只写了三个", ROW, "      完成运维升级: [\"1,000册, \"2,000册\"]⇐\n"),
    ("一对引号里写了两个值", ROW, "      完成运维升级: [\"=1项, =2项\"]⇐\n"),
    ("引号里换了行", ROW, "      完成运维升级: [=1项, \"=2项⇐\n备用1项\"]\n"),
    ("方括号写成了花括号", ROW, "      完成运维升级: {=1项, =2项}⇐\n"),
    ("几个值没有方括号", ROW, "      完成运维升级: \"=1项\", \"=2项\"⇐\n"),
    ("值是省略号", ROW, "      完成运维升级: […]⇐\n"),
    ("金额是省略号", EXPENSE, "    平台运营服务费: [...]⇐\n"),
    ("几行的值没有逗号", ROW, "      完成运维升级: [=1项⇐\n        =2项]\n"),
    (
        "几行的花括号没有写完整",
        "项目资金:\n  资金总额: 13\n  支出:\n    平台运营服务费: [6, 13]\n",
        "项目资金: {⇐\n  资金总额: 13,\n  支出: {平台运营服务费: [6, 13]}\n",
    ),
    // What git has left.
    (
        "合并的标记在行的前面",
        ROW,
        "<<<<<<< HEAD⇐\n      完成运维升级: [=1项, =2项]\n=======\n      完成运维升级: [=1项, =3项]\n>>>>>>> main\n",
    ),
    (
        "合并的标记里有原来的",
        ROW,
        "<<<<<<< 我方⇐\n      完成运维升级: [=1项, =2项]\n||||||| 原来\n      完成运维升级: [=1项, =1项]\n=======\n      完成运维升级: [=1项, =3项]\n>>>>>>> 对方\n",
    ),
    (
        "合并的标记在一级指标前面",
        "  产出指标:\n",
        "<<<<<<< HEAD⇐\n  产出指标:\n=======\n  产出:\n>>>>>>> 1a2b3c4 (完善: 指标)\n",
    ),
    (
        "合并的标记在几段文字里",
        "  法律顾问、财务审计",
        "<<<<<<< HEAD⇐\n  甲。\n=======\n  乙。\n>>>>>>> main\n  法律顾问、财务审计",
    ),
    (
        "有两处合并的标记",
        ROW,
        "<<<<<<< HEAD⇐\n=======\n      甲: [1, 1]\n>>>>>>> main\n<<<<<<< HEAD\n=======\n      乙: [1, 1]\n>>>>>>> main\n",
    ),
    ("合并的标记只剩一行", ROW, "      完成运维升级: [=1项, =2项]\n=======⇐\n"),
    // Rows of other programs' tables.
    ("表格的一行", ROW, "      完成运维升级\t=1项\t=2项⇐\n"),
    ("表格的一行没有缩进", ROW, "完成运维升级\t=1项\t=2项⇐\n"),
    (
        "表格的几行",
        ROW,
        "      完成运维升级\t=1项\t=2项⇐\n      平台升级\t\t=1项\n      运维\t1,000次\t2,000次\n",
    ),
    ("表格的一行带着各级指标", ROW, "产出指标\t数量指标\t完成运维升级\t=1项\t=2项⇐\n"),
    ("表格的一行金额", EXPENSE, "    平台运营服务费\t6\t1,300⇐\n"),
    ("表格的一行在最外层", "项目负责人: 李鹏\n", "项目负责人\t李鹏\t联系电话\t86591170⇐\n"),
    ("表格的格子在冒号后面", ROW, "      完成运维升级: =1项\t=2项⇐\n"),
    // Texts of several lines.
    (
        "后面几段没有缩进",
        "  政策直达服务和南京市优质中小企业培育库运维升级；\n  法律顾问、财务审计",
        "政策直达服务和培育库运维升级：两项；⇐\n法律顾问: 一项、财务审计",
    ),
    ("后面一段没有缩进", "  法律顾问、财务审计", "法律顾问、财务审计⇐"),
    (
        "没有缩进的像是各项",
        "  2、政策直达服务的维护升级。包括空间租用、功能维护和服务功能升级等；\n  3、南京市优质中小企业培育库功能升级和日常运维；\n  4、对",
        "2、政策直达服务: 空间租用；⇐\n3、培育库: 日常运维；\n  4、对",
    ),
    (
        "几段文字没有竖线",
        "项目实施内容: |-\n  中心OA系统维护升级；\n  政策直达服务和南京市优质中小企业培育库运维升级；\n  法律顾问",
        "项目实施内容: 中心OA系统维护升级；\n政策直达服务和培育库运维升级；⇐\n法律顾问",
    ),
    (
        "几段文字写在下面没有竖线",
        "项目实施内容: |-\n  中心OA系统维护升级；\n  政策直达服务和南京市优质中小企业培育库运维升级；\n  法律顾问",
        "项目实施内容:\n1. 中心OA系统维护升级；⇐\n2. 政策直达服务和培育库运维升级；\n3. 法律顾问",
    ),
    (
        "几段文字放在一对引号里",
        "项目实施内容: |-\n  中心OA系统维护升级；\n  政策直达服务和南京市优质中小企业培育库运维升级；\n  法律顾问、财务审计、内控及评价等。",
        "项目实施内容: \"中心OA系统维护升级；⇐\n政策直达服务: 培育库运维升级；\n法律顾问、财务审计。\"",
    ),
    (
        "几段文字只有前半边引号",
        "项目实施内容: |-\n  中心OA系统维护升级；\n  政策直达服务和南京市优质中小企业培育库运维升级；\n  法律顾问、财务审计、内控及评价等。",
        "项目实施内容: '中心OA系统维护升级；⇐\n政策直达服务和培育库运维升级；\n法律顾问、财务审计。",
    ),
    ("引号只有前半边", "平台运营服务费\n项目类型", "\"平台运营服务费⇐\n项目类型"),
    ("双引号里有反斜线", "平台运营服务费\n项目类型", "\"平台\\运营服务费\"⇐\n项目类型"),
    (
        "没有缩进的几段前面是全角空格",
        "  政策直达服务和南京市优质中小企业培育库运维升级；\n  法律顾问",
        "　　政策直达服务和培育库运维升级；⇐\n　　法律顾问",
    ),
    ("引号里面又有引号", "平台运营服务费\n项目类型", "\"依据\"放管服\"要求开展\"⇐\n项目类型"),
    ("引号只加在几个字上", "平台运营服务费\n项目类型", "\"平台\"运营服务费⇐\n项目类型"),
    // What is pasted around the file.
    ("标题粘在最上面", "年度: 2026\n", "南京市市级项目预算绩效目标表⇐\n（2026年度）\n年度: 2026\n"),
    ("附件和单位粘在最上面", "年度: 2026\n", "附件2⇐\n\n单位：万元\n年度: 2026\n"),
    ("代码的标记", "年度: 2026\n", "```yaml⇐\n年度: 2026\n"),
    // Keys out of line.
    ("一级指标没有缩进", "  产出指标:\n", "产出指标:⇐\n"),
    ("第一个一级指标没有缩进", "  决策:\n", "决策:⇐\n"),
    ("最后的一级指标没有缩进", "  效益指标:\n", "效益指标:⇐\n"),
    ("二级指标没有缩进", "    数量指标:\n", "数量指标:⇐\n"),
    ("二级指标少缩进了一层", "    质量指标:\n", "  质量指标:⇐\n"),
    ("二级指标和一级的左边对齐", "    资金投入:\n", "  资金投入:⇐\n"),
    ("最后的二级指标没有缩进", "    社会效益:\n", "社会效益:⇐\n"),
    ("一级指标多缩进了一格", "  产出指标:\n", "   产出指标:⇐\n"),
    ("第一个一级指标多缩进了一格", "  决策:\n", "   决策:⇐\n"),
    ("一级指标少缩进了一格", "  产出指标:\n", " 产出指标:⇐\n"),
    ("三级指标没有缩进", ROW, "完成运维升级: [=1项, =2项]⇐\n"),
    ("第二个三级指标没有缩进", "      资金到位率: [序", "资金到位率: [⇐序"),
    ("第二个三级指标少缩进了一层", "      制度执行有效性", "    制度执行⇐有效性"),
    (
        "最后的三级指标没有缩进",
        "      提升企业服务能力: [较好, 较好]\n",
        "提升企业服务能力: [较好, 较好]⇐\n",
    ),
    (
        "最后又加的三级指标没有缩进",
        "      提升企业服务能力: [较好, 较好]\n",
        "      提升企业服务能力: [较好, 较好]\n帮助企业: [较好, 较好]⇐\n",
    ),
    // Dashes, as in a list.
    ("支出项目前面多了横线", EXPENSE, "    - 平台运营服务费: [6, 13]⇐\n"),
    (
        "一个三级指标前面多了横线",
        ROW,
        "      - 完成运维升级: [=1项, =2项]⇐\n      完成两项: [=1项, =2项]\n",
    ),
    (
        "三级指标前面都多了横线",
        ROW,
        "    - 完成运维升级: [=1项, =2项]⇐\n    - 完成两项: [=1项, =2项]\n",
    ),
    (
        "各列前面多了横线",
        EXPENSE,
        "    平台运营服务费:\n      - 半年(程)计划执行数: 6⇐\n      - 全年(程)预算数: 13\n",
    ),
    (
        "只有第一行有横线",
        ROW,
        "      - 完成运维升级: [=1项, =2项]⇐\n        完成两项: [=1项, =2项]\n",
    ),
    ("支出项目没有缩进", EXPENSE, "平台运营服务费: [6, 13]⇐\n"),
];

/// A form with a slip, and the number of the line that it is in.
fn slipped(meant: &str, written: &str) -> (String, usize) {
    assert!(FORM.contains(meant), "the sample has {meant:?}");
    let text = FORM.replacen(meant, written, 1);
    let before = text.split(HERE).next().expect("a line that is marked");
    let line = before.matches('\n').count() + 1;
    (text.replace(HERE, ""), line)
}

fn explain(text: &str) -> Vec<Diagnostic> {
    build::try_read(SourceFile::new("甲.yaml", text), build::forms()).err().unwrap_or_default()
}

/// The line of a finding, from 1.
fn line(found: &Diagnostic) -> Option<usize> {
    let place = found.places.first()?;
    Some(place.file.text()[..place.span.as_ref()?.start].matches('\n').count() + 1)
}

#[test]
fn a_slip_is_told_once_at_its_line() {
    let mut told = Vec::new();
    for (name, meant, written) in SLIPS {
        let (text, at) = slipped(meant, written);
        for text in [text.clone(), format!("\u{FEFF}{}", text.replace('\n', "\r\n"))] {
            let found = explain(&text);
            let lines: Vec<_> = found.iter().map(line).collect();
            assert_eq!(lines, [Some(at)], "{name}: {found:?}");
        }
        let found = explain(&text);
        told.extend(format!("{name}\n  ").into_bytes());
        concise::write(&mut told, &found, 1).expect("a text");
        let total = told.iter().rposition(|byte| *byte == b'\n').expect("a line");
        told.truncate(told[..total].iter().rposition(|byte| *byte == b'\n').expect("a line") + 1);
    }
    assert_snapshot("explaining", "slips", &String::from_utf8(told).expect("a text"));
}

/// What a finding says to write in the place of a row or of an entry.
fn advised(help: &str) -> Option<String> {
    let row = Regex::new(r"写成 (\[[^\]]*\]|\{[^}]*\})|：(\[[^\]]*\])$|“([^“”]*: [^“”]*)”")
        .expect("a pattern");
    let found = row.captures(help)?;
    (1..4).find_map(|group| found.get(group)).map(|it| it.as_str().to_owned())
}

/// Any row of the form, written wrongly in one of many ways, is told once at its line, and
/// reads after it has been written as the finding says.
#[test]
fn advice_on_a_row_can_be_followed_to_the_letter() {
    let row = Regex::new(r"^( +)(.+?): \[(.+), (.+)\]$").expect("a pattern");
    let lines: Vec<&str> = FORM.lines().collect();
    let mut tried = 0;
    for (index, meant) in lines.iter().enumerate() {
        let Some(row) = row.captures(meant) else { continue };
        let (indent, key, first, second) = (&row[1], &row[2], &row[3], &row[4]);
        for written in [
            format!("{indent}{key}: [{first}, {second} #含备用]"),
            format!("{indent}{key}: [{first} #含备用, {second}]"),
            format!("{indent}{key}: [{first}, {second}"),
            format!("{indent}{key}: [{first}，{second}】"),
            format!("{indent}{key}: [{first}, {second}}}"),
            format!("{indent}{key}: [\"{first}\" \"{second}\"]"),
            format!("{indent}{key}: [\"{first}\"、\"{second}\"]"),
            format!("{indent}{key}: [\"{first}, {second}]"),
            format!("{indent}{key}: [\"{first}, {second}\"]"),
            format!("{indent}{key}: [, {second}]"),
            format!("{indent}{key}: [{first}, ]"),
            format!("{indent}{key}: [{first}、{second}]"),
            format!("{indent}{key}: [{first}, {second}]]"),
            format!("{indent}{key}: [{first}, {second}]。"),
            format!("{indent}{key}\t{first}\t{second}"),
            format!("{indent}{key}: {first}\t{second}"),
        ] {
            let with = |line: &str| {
                let lines = lines.iter().enumerate();
                let lines = lines.map(|(at, it)| if at == index { line } else { it });
                lines.collect::<Vec<_>>().join("\n") + "\n"
            };
            let found = explain(&with(&written));
            assert_eq!(found.iter().map(line).collect::<Vec<_>>(), [Some(index + 1)], "{written}");
            let help = found[0].help.as_deref().unwrap_or_default();
            let advised = advised(help).unwrap_or_else(|| panic!("{written}: {help}"));
            let mended = match advised.starts_with(['[', '{']) {
                true => format!("{indent}{key}: {advised}"),
                false => format!("{indent}{advised}"),
            };
            let left = explain(&with(&mended));
            assert!(left.is_empty(), "{written}: {mended}: {left:?}");
            tried += 1;
        }
    }
    assert!(tried > 200, "only {tried} were tried");
}

/// What a file says, with nothing of how it is laid out.
fn meaning(text: &str) -> String {
    let project = build::read_text(text).project;
    serde_json::to_string(&project).expect("a project is data")
}

/// Each group and each row, too far to the left by some or all of its blanks, or too far to
/// the right, is told once, where it is.
#[test]
fn a_key_out_of_line_is_told_where_it_is() {
    let lines: Vec<&str> = FORM.lines().collect();
    let first = lines.iter().position(|line| *line == "绩效指标:").expect("the indicators");
    for (index, meant) in lines.iter().enumerate().skip(first + 1) {
        let bare = meant.trim_start();
        let indent = meant.len() - bare.len();
        for wrong in [0, indent - 2, indent - 1, indent + 1] {
            if wrong == indent {
                continue;
            }
            let line_of = |(at, line): (usize, &&str)| match at == index {
                true => format!("{}{bare}", " ".repeat(wrong)),
                false => (*line).to_owned(),
            };
            let lines: Vec<String> = lines.iter().enumerate().map(line_of).collect();
            let text = lines.join("\n") + "\n";
            let found = explain(&text);
            let told: Vec<_> = found.iter().map(line).collect();
            // What is alone below its key may stand where it likes: it means the same.
            match told.is_empty() {
                true => assert_eq!(meaning(&text), meaning(FORM), "{wrong} {meant}"),
                false => assert_eq!(told, [Some(index + 1)], "{wrong} {meant}: {found:?}"),
            }
        }
    }
}

/// Lines that are written as a list are mended, whatever is below them.
#[test]
fn dashes_before_keys_are_mended() {
    let rows = |group: &str, dash: &str| FORM.replacen(group, dash, 1);
    let dashed = [
        rows(ROW, "      - 完成运维升级: [=1项, =2项]\n"),
        rows(ROW, "    - 完成运维升级: [=1项, =2项]\n"),
        rows(EXPENSE, "    - 平台运营服务费: [6, 13]\n"),
        rows("    数量指标:\n", "    - 数量指标:\n"),
        rows("    数量指标:\n      ", "    -   数量指标:\n        "),
        Regex::new("(?m)^  (资金总额|支出|决策|过程|.{2}指标):")
            .expect("a pattern")
            .replace_all(FORM, "  - $1:")
            .into_owned(),
    ];
    for text in dashed {
        assert_ne!(text, FORM);
        assert_eq!(meaning(&build::mended(&text)), meaning(FORM), "{text}");
    }
}

/// Paragraphs in quotes are mended as the finding shows.
#[test]
fn paragraphs_in_quotes_are_mended() {
    for quote in ['"', '\''] {
        for end in ["\n", "\r\n"] {
            let quoted =
                FORM.replacen("项目实施内容: |-\n  中心", &format!("项目实施内容: {quote}中心"), 1);
            let quoted = quoted.replacen("\n  政策直达服务和", "\n政策直达服务和", 1);
            let quoted = quoted.replacen(
                "\n  法律顾问、财务审计、内控及评价等。",
                &format!("\n法律顾问、财务审计、内控及评价等。{quote}"),
                1,
            );
            let mended = build::mended(&quoted.replace('\n', end));
            assert_eq!(mended, FORM.replace('\n', end));
        }
    }
}
