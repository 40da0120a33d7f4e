//! What is pasted from Word, Excel, web pages and PDFs.

use std::fs;

use jixiao::diagnostic::{Diagnostic, Severity};

use crate::support::build::{findings, mended, mended_and_counted};
use crate::support::cli::Workplace;
use crate::support::project::FORM;

/// What nobody sees, by what takes its place for one blank of an indent.
const UNSEEN: [char; 17] = [
    '\t', '\u{A0}', '\u{200B}', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}', '\u{FEFF}',
    '\u{3000}', '\u{2003}', '\u{202F}', '\u{205F}', '\u{AD}', '\u{200E}', '\u{202D}', '\r',
];

/// As many of them as an indent takes.
fn indent(c: char, blanks: usize) -> String {
    let count = if matches!(c, '\t' | '\u{3000}') { blanks / 2 } else { blanks };
    c.to_string().repeat(count)
}

/// Whether it is a line break of its own kind.
fn is_break(c: char) -> bool {
    matches!(c, '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The form with its lines changed.
fn lines(change: impl Fn(usize, &str) -> String) -> String {
    let lines = FORM.lines().map(|line| {
        let body = line.trim_start_matches(' ');
        change(line.len() - body.len(), body) + "\n"
    });
    lines.collect()
}

fn errors(text: &str) -> Vec<Diagnostic> {
    findings(text).into_iter().filter(Diagnostic::is_error).collect()
}

#[test]
fn indents_of_other_blanks_are_told_at_their_lines_and_mended() {
    for c in UNSEEN {
        let wrong = lines(|blanks, body| indent(c, blanks) + body);
        let found = errors(&wrong);
        // One for each run of lines: the texts of lines, the funds, and the indicators.
        assert_eq!(found.len(), 7, "{c:?}: {found:#?}");
        for found in &found {
            assert!(found.message.starts_with("缩进里有"), "{found:?}");
            assert!(found.message.contains(&format!("U+{:04X}", u32::from(c))), "{found:?}");
        }
        assert_eq!(mended(&wrong), FORM, "{c:?}");
        // In a single line, whichever.
        for number in 0..FORM.lines().count() {
            let mut wrong: Vec<String> = FORM.lines().map(str::to_owned).collect();
            let body = wrong[number].trim_start_matches(' ');
            let blanks = wrong[number].len() - body.len();
            if blanks == 0 {
                continue;
            }
            wrong[number] = indent(c, blanks) + body;
            let wrong = wrong.join("\n") + "\n";
            let found = errors(&wrong);
            assert_eq!(found.len(), 1, "{c:?} in line {number}: {found:#?}");
            let start = found[0].start().expect("a place");
            assert_eq!(wrong[..start].matches('\n').count(), number, "{c:?}");
            assert_eq!(mended(&wrong), FORM, "{c:?} in line {number}");
        }
    }
}

#[test]
fn a_part_of_an_indent_is_mended_too() {
    for c in UNSEEN {
        // Those without a width come besides the blanks.
        let is_wide = matches!(c, '\t' | '\u{3000}') || (c.is_whitespace() && !is_break(c));
        let part = |blanks: usize, body: &str| match blanks {
            0 => c.to_string() + body,
            _ if is_wide => " ".repeat(blanks - 2) + &indent(c, 2) + body,
            _ => " ".repeat(blanks) + &c.to_string() + body,
        };
        // At the start of a file, that is a byte-order mark, and stays.
        let after = mended(&lines(part));
        assert_eq!(after.trim_start_matches('\u{FEFF}'), FORM, "{c:?}");
    }
    // Every other blank, as word processors write them.
    let every_other = lines(|blanks, body| " \u{A0}".repeat(blanks / 2) + body);
    assert_eq!(mended(&every_other), FORM);
    // A level of four blanks is one tab, too.
    let four = lines(|blanks, body| " ".repeat(blanks * 2) + body);
    let tabs = four.replace("\n            立项", "\n\t\t\t立项");
    assert_ne!(tabs, four);
    assert_eq!(mended(&tabs), four);
    // Line ends stay as they are.
    let windows = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(mended(&windows(&lines(|blanks, body| indent('\t', blanks) + body))), windows(FORM));
}

#[test]
fn what_stands_around_a_key_is_told_with_the_key() {
    for c in UNSEEN {
        for (right, wrong) in [
            ("项目名称: ", format!("项目{c}名称: ")),
            ("项目名称: ", format!("项目名称{c}: ")),
            ("项目名称: ", format!("{c}项目名称: ")),
            ("项目名称: ", format!("项目名称:{c}")),
            ("项目名称: ", format!("项目名称: {c}")),
            ("  支出:\n", format!("  支{c}出:\n")),
            ("  支出:\n", format!("  支出:{c}\n")),
            ("项目资金:\n", format!("项目资金{c}:\n")),
        ] {
            let wrong = FORM.replacen(right, &wrong, 1);
            // With the line feed, a carriage return is in order.
            if wrong.contains("\r\n") {
                continue;
            }
            let found = errors(&wrong);
            // A full-width blank behind a half-width one is a part of the value.
            let is_text = wrong.contains(": \u{3000}");
            assert_eq!(found.len(), usize::from(!is_text), "{c:?} {wrong}");
            assert_eq!(mended(&wrong), FORM, "{found:?}");
        }
    }
    let found = errors(&FORM.replace("项目名称", "项目\u{200B}名称"));
    assert_eq!(found[0].message, "“项目名称”里有看不见的字符 U+200B");
    assert_eq!(found[0].help.as_deref(), Some("写成“项目名称:”"));
}

#[test]
fn ends_of_lines_are_mended() {
    for c in UNSEEN {
        let wrong = lines(|blanks, body| " ".repeat(blanks) + body + &c.to_string());
        if c == '\r' {
            assert_eq!(mended(&wrong), wrong);
            continue;
        }
        let (after, count) = mended_and_counted(&wrong);
        assert_eq!(after, FORM, "{c:?}");
        assert!(count > 0);
    }
    // A file without any line feed.
    for c in ['\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}', '\r'] {
        let wrong = FORM.replace('\n', &c.to_string());
        assert_eq!(mended(&wrong), FORM, "{c:?}");
        assert!(errors(&wrong).len() <= 2, "{c:?}");
    }
}

#[test]
fn what_stands_in_values_is_told_and_mended_where_it_is_sure() {
    let blank = |c: char| FORM.replace("OA系统的", &format!("OA系统{c}的"));
    for c in ['\u{A0}', '\u{2003}', '\u{202F}', '\u{205F}', '\u{1680}', '\u{2009}'] {
        assert_eq!(mended(&blank(c)), blank(' '), "{c:?}");
    }
    for c in ['\u{200B}', '\u{200D}', '\u{FEFF}', '\u{AD}', '\u{200F}', '\u{2066}', '\u{FE0F}'] {
        assert_eq!(mended(&blank(c)), FORM, "{c:?}");
    }
    // In a text of lines, a line break is one.
    for c in ['\u{B}', '\u{2028}', '\r'] {
        assert_eq!(mended(&FORM.replace("运维；\n  3、", &format!("运维；{c}3、"))), FORM);
    }
    assert_eq!(mended(&FORM.replace("  2、政策", "  2、\t政策")), FORM);
    assert_eq!(mended(&FORM.replace("李鹏", "李鹏\t主任")), FORM.replace("李鹏", "李鹏 主任"));
    // What may mean this or that is told only.
    for wrong in [
        FORM.replace("项目名称: 平台", "项目名称: 平台\u{2028}"),
        FORM.replace("[=1项, =2项]", "=1项\t=2项"),
        FORM.replace("项目名称: 平台", "项目名称: 平台\u{202E}"),
        FORM.replace("项目名称: 平台", "项目名称: 平台\u{93}"),
        FORM.replace("项目名称: 平台", "项目名称: \"平台\\u200B\"#").replace("#运营服务费", ""),
        FORM.replace("完成运维升级: [=1项, =2项]", "完成运维升级\t=1项\t=2项"),
    ] {
        let found = errors(&wrong);
        assert!(found.iter().any(|found| found.rule.name == "invisible-character"), "{found:?}");
        assert_eq!(mended(&wrong), wrong);
    }
}

/// A blank in the place of another one may make a key or a comment of a text.
#[test]
fn mends_make_no_keys_and_no_comments() {
    for wrong in [
        "平台(原:\u{A0}甲)",
        "平台\u{A0}#1",
        "平台:\u{200B} 甲",
        "平台 \u{200B}#1",
        "平台:\u{2028}甲",
    ] {
        let wrong = FORM.replace("项目名称: 平台运营服务费", &format!("项目名称: {wrong}"));
        let after = mended(&wrong);
        let found = errors(&after);
        assert!(found.iter().all(|found| found.rule.name == "invisible-character"), "{found:?}");
    }
}

#[test]
fn full_width_blanks_may_begin_a_paragraph() {
    let text = FORM.replace("  2、", "  \u{3000}\u{3000}2、");
    assert!(findings(&text).iter().all(|found| found.severity == Severity::Hint));
    assert_eq!(mended(&text), text);
}

/// Radicals of both blocks, and duplicates, wherever they stand.
#[test]
fn radicals_are_told_and_mended() {
    for (wrong, right) in [
        ("对中⼼开展", "对中心开展"),
        ("⽇常运维", "日常运维"),
        ("⻬全", "齐全"),
        ("⻓期⻋辆⻔户", "长期车辆门户"),
        ("用⼾", "用户"),
        ("\u{F90A}\u{F97B}\u{2F800}", "金糧丽"),
    ] {
        let text = |said: &str| {
            FORM.replace("平台功能完善度", &format!("平台{said}度"))
                .replace("法律顾问、", &format!("法律{said}顾问、"))
        };
        let found = findings(&text(wrong));
        let told: Vec<_> = found.iter().filter(|it| it.rule.name == "radical-letter").collect();
        assert_eq!(told.len(), 2, "{wrong}: {found:?}");
        assert!(told.iter().all(|it| it.severity == Severity::Warning));
        assert_eq!(mended(&text(wrong)), text(right));
    }
    // In keys, each of which is known by what is meant.
    for (right, wrong) in [
        ("项目名称", "项⽬名称"),
        ("年度: ", "\u{F98E}度: "),
        ("  资金总额", "  资⾦总额"),
        ("项目名称", "项 目　名称"),
    ] {
        let wrong = FORM.replace(right, wrong);
        let found = errors(&wrong);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(mended(&wrong), FORM);
    }
    let found = errors(&FORM.replace("项目名称", "项⽬名称"));
    assert_eq!(found[0].message, "“项⽬名称”里的“⽬”是部首 U+2F6C，不是“目”");
    // Names that the form fixes.
    let wrong = FORM.replace("立项依据", "⽴项依据").replace("数量指标", "数量指⽰");
    assert_eq!(mended(&wrong), FORM.replace("数量指标", "数量指示"));
}

/// All radicals are known, and those that stand for a character are mended.
#[test]
fn all_radicals_are_known() {
    let mut mendable = 0;
    for c in ('\u{2E80}'..='\u{2EF3}').chain('\u{2F00}'..='\u{2FD5}') {
        let is_assigned = c != '\u{2E9A}';
        let text = FORM.replace("项目名称: 平台", &format!("项目名称: 平台{c}"));
        let found = findings(&text);
        let told = found.iter().find(|found| found.rule.name == "radical-letter");
        match is_assigned {
            true => assert!(told.is_some_and(|it| it.start().is_some()), "{c}"),
            false => assert!(found.iter().any(Diagnostic::is_error)),
        }
        mendable += usize::from(told.is_some_and(|told| !told.fix.is_empty()));
    }
    assert_eq!(mendable, 114 + 214);
}

/// A text of the form, with what is told of it besides hints and what becomes of it.
fn told(said: &str) -> (Vec<(&'static str, Severity)>, String) {
    let (before, rest) = FORM.split_once("项目实施内容: |-\n").expect("the text");
    let (_, after) = rest.split_once("项目资金:").expect("the next key");
    let block: String = said.lines().map(|line| format!("  {line}\n")).collect();
    let text = format!("{before}项目实施内容: |-\n{block}项目资金:{after}");
    let rules = ["blank-in-word", "doubled-mark", "latin-stop", "document-number", "odd-width"];
    let found = findings(&text).into_iter();
    let told = found.filter(|found| rules.contains(&found.rule.name));
    let told = told.map(|found| (found.rule.name, found.severity)).collect();
    let mended = mended(&text);
    let (_, rest) = mended.split_once("项目实施内容: |-\n").expect("the text");
    let (block, _) = rest.split_once("项目资金:").expect("the next key");
    let lines: Vec<&str> = block.lines().map(|line| &line[2..]).collect();
    (told, lines.join("\n"))
}

/// What is told as `rule`, and mended to the right text; to itself where it is told only.
fn assert_told(rule: &str, severity: Severity, cases: &[(&str, &str)]) {
    for (wrong, right) in cases {
        let (told, mended) = told(wrong);
        assert_eq!(told, [(rule, severity)], "{wrong}");
        assert_eq!(mended, *right, "{wrong}");
    }
}

fn assert_in_order(cases: &[&str]) {
    for right in cases {
        let (told, mended) = told(right);
        assert_eq!((told, mended.as_str()), (vec![], *right), "{right}");
    }
}

#[test]
fn blanks_within_words_are_closed() {
    assert_told(
        "blank-in-word",
        Severity::Warning,
        &[
            ("小区的物业管 理。", "小区的物业管理。"),
            ("小区的物业管　理。", "小区的物业管理。"),
            ("小区的物业管  理。", "小区的物业管理。"),
            ("绩 效 目 标", "绩效目标"),
            ("提升群众满意 度。", "提升群众满意度。"),
            ("依据《物业管\n理条例》开展。", "依据《物业管理条例》开展。"),
            ("小区的物业管 \n理。", "小区的物业管理。"),
            ("依据《中小企业\n促进法》开展。", "依据《中小企业促进法》开展。"),
        ],
    );
    assert_told(
        "blank-in-word",
        Severity::Hint,
        &[
            ("加强小区 环境整治。", "加强小区 环境整治。"),
            ("水电费 物业费 保洁费", "水电费 物业费 保洁费"),
            ("联系人：张 三", "联系人：张 三"),
        ],
    );
    assert_in_order(&[
        "中共中央办公厅 国务院办公厅印发",
        "江苏省财政厅 江苏省工业和信息化厅关于调整的通知",
        "第三条 本办法由财政局解释。",
        "一 项目概况",
        "开展“不忘初心 牢记使命”教育。",
        "2026年度 物业管理费",
        "购置设备\n安装调试\n项目立项\n目标管理\n水电费\n物业费",
        "OA 系统 2 套",
    ]);
}

#[test]
fn marks_that_stand_twice_are_told() {
    assert_told(
        "doubled-mark",
        Severity::Warning,
        &[
            ("完成升级，，开展建设。", "完成升级，开展建设。"),
            ("完成升级、、开展建设。", "完成升级、开展建设。"),
            ("完成升级。。", "完成升级。"),
            ("完成升级，。", "完成升级。"),
            ("完成升级；。\n开展建设。", "完成升级。\n开展建设。"),
            ("完成升级， ，开展建设。", "完成升级，开展建设。"),
            ("完成升级,,开展建设", "完成升级，开展建设"),
            // Which of them is meant, nobody knows.
            ("完成升级；，开展建设。", "完成升级；，开展建设。"),
            ("完成升级。。。开展建设。", "完成升级。。。开展建设。"),
        ],
    );
    assert_in_order(&[
        "完成升级！！",
        "等等……",
        "详见https://a.cn/b",
        "A Co.，Ltd.",
        "10,000.00元",
    ]);
}

#[test]
fn sentences_end_in_a_full_stop() {
    assert_told(
        "latin-stop",
        Severity::Warning,
        &[
            ("完成升级.", "完成升级。"),
            ("完成升级．", "完成升级。"),
            ("1、完成升级.\n2、开展建设.", "1、完成升级。\n2、开展建设。"),
            ("1.完成升级. 2.开展建设。", "1.完成升级。 2.开展建设。"),
            ("完成率达到95%.", "完成率达到95%。"),
            ("完成升级（二期）.", "完成升级（二期）。"),
            ("完成升级.开展建设。", "完成升级.开展建设。"),
            ("学习卡尔.马克思的著作。", "学习卡尔.马克思的著作。"),
        ],
    );
    assert_in_order(&["一.完成升级", "第一.完成升级", "升级到V1.0", "共10.", "等等...", "甲.乙"]);
}

#[test]
fn years_in_documents_numbers_stand_in_their_brackets() {
    let right = "《通知》（宁财绩〔2008〕12号）";
    for wrong in [
        "[2008]",
        "［2008］",
        "【2008】",
        "(2008)",
        "（2008）",
        "〔 2008 〕",
        "〔2008〕 ",
        " 〔2008〕",
        "﹝2008﹞",
        "{2008}",
        "〔2008]",
        "2008 ",
        "2008第",
        "2008-",
        "2008　第",
    ] {
        let wrong = format!("《通知》（宁财绩{wrong}12号）");
        assert_told("document-number", Severity::Warning, &[(&wrong, right)]);
    }
    assert_told(
        "document-number",
        Severity::Warning,
        &[
            ("根据宁政发2015第3号开展。", "根据宁政发〔2015〕3号开展。"),
            ("按宁财绩(2015) 12 号开展。", "按宁财绩〔2015〕12号开展。"),
            // It may be no document's number at all.
            ("租用会议中心2026 3号开会。", "租用会议中心2026 3号开会。"),
        ],
    );
    assert_in_order(&[
        "宁财绩〔2008〕12号",
        "宁政发〔2015〕第3号",
        "财政部公告2020年第43号",
        "建设项目(2025)12号楼",
        "合同编号（2024）12号",
        "国务院令第691号",
        "(2015)苏01民初123号",
        "2026年3月12号",
    ]);
}

#[test]
fn digits_letters_and_marks_have_their_usual_width() {
    assert_told(
        "odd-width",
        Severity::Warning,
        &[
            ("２０２６年完成ＯＡ升级９５％。", "2026年完成OA升级95%。"),
            ("投入３．５万元。", "投入3.5万元。"),
            ("完成升级｡开展建设｡", "完成升级。开展建设。"),
            ("︵一︶建设", "（一）建设"),
        ],
    );
    assert_in_order(&["（一）建设～升级：2－3项；", "①升级②建设㎡"]);
    // Rules read digits of either width.
    let found = findings(&FORM.replace("  1、政策", "  1、完成２０２５年升级；政策"));
    for rule in ["odd-width", "other-year-in-goal"] {
        assert!(found.iter().any(|found| found.rule.name == rule), "{found:?}");
    }
    let wrong = FORM.replace("企业服务能力", "企业服务能力Ａ类");
    assert_eq!(mended(&wrong), FORM.replace("企业服务能力", "企业服务能力A类"));
}

/// The two characters of a name may be set apart.
#[test]
fn a_name_that_is_set_apart_stays() {
    let text = FORM.replace("项目负责人: 李鹏", "项目负责人: 李　鹏");
    let found = findings(&text);
    let told: Vec<_> = found.iter().filter(|it| it.rule.name == "blank-in-word").collect();
    assert_eq!(told.len(), 1, "{found:?}");
    assert_eq!(told[0].severity, Severity::Hint);
    assert_eq!(mended(&text), text);
}

/// A folder's file as its user meets it: told at its line, and mended in one call.
#[test]
fn a_pasted_file_is_mended_by_the_command() {
    let workplace = Workplace::new();
    let wrong = FORM
        .replace("\n  资金总额", "\n\t资金总额")
        .replace("项目名称:", "项⽬名称:")
        .replace("中心OA", "中⼼OA")
        .replace("日常维护、功能升级等；\n  2", "日常维护、功能升级等；；\u{B}2");
    workplace.file("甲.yaml", &wrong);
    let told = workplace.run("check 甲.yaml");
    assert_eq!(told.code, 1);
    assert!(told.stderr.contains("甲.yaml:28:1"), "{}", told.stderr);
    assert!(told.stderr.contains("甲.yaml:4:1"), "{}", told.stderr);
    assert!(
        told.stderr.ends_with("；用 --fix 可以改好 6 处；改好以后会再查一遍内容\n"),
        "{}",
        told.stderr
    );
    let fixed = workplace.run("check --fix 甲.yaml");
    assert!(fixed.stderr.starts_with("甲.yaml：改好 6 处\n"), "{}", fixed.stderr);
    assert_eq!(fs::read_to_string(workplace.path("甲.yaml")).expect("the file"), FORM);
}
