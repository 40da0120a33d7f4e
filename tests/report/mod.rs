//! What `jixiao check` prints for programs: the formats keep to their rules,
//! and no text of the user's gets out of its place.

pub mod readers;
mod sample;
mod worklist;

use std::collections::HashMap;
use std::path::Path;

use jixiao::diagnostic::render::position::Positions;
use jixiao::diagnostic::render::{concise, github, json, sarif};
use jixiao::diagnostic::rule;
use jixiao::diagnostic::{Diagnostic, Edit, Place, Severity, SourceFile};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::assert_snapshot;

use readers::{Schema, by_characters, by_utf16, command, line_start};
use sample::{WICKED, sample};

/// From the crate serde-sarif 0.8.0, `src/schema.json`: OASIS's schema, whose
/// home is `Schemata/sarif-schema-2.1.0.json` in `oasis-tcs/sarif-spec`.
const SARIF_SCHEMA: &str = include_str!("../cases/report/sarif-schema-2.1.0.json");
const FINDINGS_SCHEMA: &str = include_str!("../../schema/findings.json");

#[test]
fn each_format_shows_all_there_is_to_a_finding() {
    assert_snapshot("report", "concise", &in_concise(&sample()));
    assert_snapshot("report", "github", &in_github(&sample()));
    assert_snapshot("report", "json", &in_json(&sample()));
    assert_snapshot("report", "sarif", &without_pages(&in_sarif(&sample())));
}

#[test]
fn concise_is_a_line_a_finding() {
    let found = sample();
    let text = in_concise(&found);
    assert_eq!(text.lines().count(), found.len() + 1);
    assert!(
        text.ends_with("\n7 份项目文件，其中 3 份有错误；9 处错误，1 处警告，1 条建议\n"),
        "{text}"
    );
    assert_eq!(in_concise(&[]), "7 份项目文件，0 处错误，0 处警告\n");
}

#[test]
fn json_keeps_to_its_schema() {
    let schema = Schema::new(FINDINGS_SCHEMA);
    schema.accept(&parsed(&in_json(&sample())));
    schema.accept(&parsed(&in_json(&[])));
}

#[test]
fn the_schema_refuses_what_is_wrong() {
    let schema = Schema::new(FINDINGS_SCHEMA);
    let right = parsed(&in_json(&sample()));
    for (pointer, key, wrong) in [
        ("", "version", json!(2)),
        ("", "more", json!(null)),
        ("/summary", "errors", json!(-1)),
        ("/findings/0", "severity", json!("note")),
        ("/findings/0", "rule", json!("No Name")),
        ("/findings/0", "help", json!(["删去它"])),
        ("/findings/0", "more", json!("")),
        ("/findings/0/place", "path", json!(null)),
        ("/findings/0/place", "end", json!(null)),
        ("/findings/0/place/start", "line", json!(0)),
        ("/findings/0/place/start", "offset", json!(0.5)),
        ("/findings/0/place/start", "more", json!(1)),
    ] {
        let mut changed = right.clone();
        changed.pointer_mut(pointer).expect("this place")[key] = wrong;
        assert!(!schema.accepts(&changed), "{pointer}/{key}");
    }
    for key in right["findings"][0].as_object().expect("a finding").keys() {
        let mut changed = right.clone();
        changed["findings"][0].as_object_mut().expect("a finding").remove(key);
        assert!(!schema.accepts(&changed), "without {key}");
    }
}

#[test]
fn json_says_exactly_what_was_found() {
    let found = sample();
    let report = parsed(&in_json(&found));
    for (finding, said) in found.iter().zip(report["findings"].as_array().expect("a list")) {
        assert_eq!(said["rule"], finding.rule.name);
        assert_eq!(said["message"], *finding.message);
        assert_eq!(said["help"].as_str(), finding.help.as_deref());
        let places =
            [&said["place"]].into_iter().chain(said["related"].as_array().expect("a list"));
        for (place, said) in finding.places.iter().zip(places) {
            assert_eq!(said["path"], place.file.name());
            assert_eq!(said["label"].as_str().unwrap_or_default(), place.label);
            let offsets = [&said["start"], &said["end"]].map(|said| said["offset"].as_u64());
            let span = place.span.as_ref();
            assert_eq!(
                offsets,
                [span.map(|span| span.start as u64), span.map(|span| span.end as u64)]
            );
        }
    }
}

#[test]
fn the_positions_in_json_lead_back_to_their_bytes() {
    let found = sample();
    let places = found.iter().flat_map(|finding| &finding.places).map(|place| &place.file);
    let edits = found.iter().flat_map(|finding| &finding.fix).map(|edit| &edit.file);
    let texts: HashMap<&str, &str> =
        places.chain(edits).map(|file| (file.name(), file.text())).collect();
    let mut count = 0;
    each_object(&parsed(&in_json(&found)), &mut |object| {
        for position in [&object["start"], &object["end"]].into_iter().filter(|it| it.is_object()) {
            let number = |key: &str| position[key].as_u64().expect("a number") as usize;
            let text = texts[object["path"].as_str().expect("a path")];
            let line = line_start(text, number("line"));
            assert_eq!(by_characters(text, line, number("column")), number("offset"), "{position}");
            assert_eq!(by_utf16(text, line, number("utf16")), number("offset"), "{position}");
            count += 1;
        }
    });
    assert!(count >= 24, "only {count} positions");
}

#[test]
fn a_carriage_return_belongs_to_the_line_end() {
    let file = SourceFile::new("甲.yaml", "甲\r\n乙\r丙\r\n");
    let mut positions = Positions::default();
    let places = [Place::new(&file, 3..4), Place::new(&file, 8..9), Place::new(&file, 12..14)];
    let seen = places.each_ref().map(|place| {
        let range = positions.of_place(place).expect("a span");
        [range.start, range.end].map(|position| (position.line, position.column))
    });
    assert_eq!(seen, [[(1, 2), (1, 2)], [(2, 2), (2, 3)], [(2, 4), (3, 1)]]);
}

#[test]
fn sarif_keeps_to_its_schema() {
    let schema = Schema::new(SARIF_SCHEMA);
    schema.accept(&parsed(&in_sarif(&sample())));
    schema.accept(&parsed(&in_sarif(&[])));
    let mut wrong = parsed(&in_sarif(&sample()));
    wrong["runs"][0]["results"][0]["level"] = json!("hint");
    assert!(!schema.accepts(&wrong));
}

#[test]
fn sarif_describes_the_rules_that_were_broken() {
    let log = parsed(&in_sarif(&sample()));
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("the rules");
    for described in rules {
        let rule = rule::Rule::named(described["id"].as_str().expect("a name")).expect("a rule");
        assert_eq!(described["shortDescription"]["text"], rule.summary());
        assert_eq!(described["help"]["markdown"], rule.page);
    }
    for result in run["results"].as_array().expect("the results") {
        let index = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
}

#[test]
fn sarif_names_files_by_uris() {
    for (name, uri) in [
        ("projects/2026/台式机.yaml", "projects/2026/%E5%8F%B0%E5%BC%8F%E6%9C%BA.yaml"),
        ("./甲.yaml", "%E7%94%B2.yaml"),
        ("../a b/50%#1?.yaml", "../a%20b/50%25%231%3F.yaml"),
        ("/srv/a~b_c-d.yaml", "file:///srv/a~b_c-d.yaml"),
        // Backslashes are letters where this test runs, and no scheme is read.
        ("C:\\a.yaml", "C%3A%5Ca.yaml"),
    ] {
        let found = [Diagnostic::new(&rule::NOT_UTF8, "不是 UTF-8").at(Path::new(name))];
        let log = parsed(&in_sarif(&found));
        let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], uri);
    }
}

#[test]
fn a_sarif_message_has_no_arguments_and_no_links() {
    for (message, text) in [
        ("“[6, 13]”不是“{0}”", "“[6, 13]”不是“{{0}}”"),
        (r"[看这里](https://example.com) \", r"\[看这里\](https://example.com) \\"),
    ] {
        let log = parsed(&in_sarif(&[Diagnostic::new(&rule::BAD_AMOUNT, message)]));
        assert_eq!(log["runs"][0]["results"][0]["message"]["text"], text);
    }
}

#[test]
fn a_fingerprint_stays_when_the_lines_move() {
    let print = |text: &str, message: &str| {
        let file = SourceFile::new("甲.yaml", text);
        let start = text.find("13").expect("the number");
        let finding =
            Diagnostic::new(&rule::SUM_MISMATCH, message).at(Place::new(&file, start..start + 2));
        parsed(&in_sarif(&[finding]))["runs"][0]["results"][0]["partialFingerprints"].clone()
    };
    let first = print("资金总额: 13\n", "合计是 14");
    assert_eq!(first, json!({ "rulePathMessage/v1": "9284ae5ef79da066" }));
    assert_eq!(print("# 注释\n\n资金总额: 13\n", "合计是 14"), first);
    assert_ne!(print("资金总额: 13\n", "合计是 15"), first);
}

#[test]
fn github_reads_back_what_was_written() {
    let found = sample();
    let text = in_github(&found);
    let commands: Vec<_> = text.lines().filter_map(command).collect();
    assert_eq!(commands.len(), found.len());
    assert_eq!(text.lines().count(), found.len() + 1);
    for (finding, (name, properties, data)) in found.iter().zip(commands) {
        let names = [(Severity::Error, "error"), (Severity::Warning, "warning")];
        let expected = names.into_iter().find(|(severity, _)| *severity == finding.severity);
        assert_eq!(name, expected.map_or("notice", |(_, name)| name));
        assert_eq!(properties["title"], finding.rule.name);
        let file = finding.places.first().map(|place| place.file.name());
        assert_eq!(properties.get("file").map(String::as_str), file);
        if !finding.message.contains(WICKED) {
            assert_eq!(data.lines().next(), Some(&*finding.message));
        }
        // GitHub wants no columns where the lines differ.
        let lines = (properties.get("line"), properties.get("endLine"));
        assert_eq!(properties.contains_key("col"), lines.0.is_some() && lines.0 == lines.1);
    }
}

#[test]
fn nothing_a_user_writes_acts() {
    let file = SourceFile::new(format!("{WICKED}.yaml"), format!("甲: {WICKED}\n"));
    let found = [Diagnostic::new(&rule::PLACEHOLDER, WICKED)
        .at(Place::new(&file, 5..9).label(WICKED))
        .at(Place::new(&file, 5..9).label(WICKED))
        .help(WICKED)
        .fix([Edit::new(&file, 5..9, WICKED)])];
    for text in [in_concise(&found), in_github(&found)] {
        assert_eq!(text.lines().count(), 2, "{text}");
        assert_seen(&text);
    }
    for text in [in_json(&found), in_sarif(&found)] {
        assert_seen(&text);
        assert!(text.contains(r"\udb40\udc01"), "{text}");
    }
    assert_eq!(parsed(&in_json(&found))["findings"][0]["fix"][0]["text"], WICKED);
}

proptest! {
    /// Positions are what one gets by counting from the start.
    #[test]
    fn positions_are_counted_right(
        text in "(𮧵|甲|a|\r\n|\n|\r|\t|[ -~]{40}){0,60}",
        place in any::<prop::sample::Index>(),
    ) {
        let offsets: Vec<usize> = (0..=text.len()).filter(|&at| text.is_char_boundary(at)).collect();
        let offset = offsets[place.index(offsets.len())];
        let before = &text[..offset];
        let line = before.rsplit('\n').next().unwrap_or_default();
        // Between the two halves of a line end there is no column of its own.
        let halved = text[offset..].starts_with('\n');
        let line = line.strip_suffix('\r').filter(|_| halved).unwrap_or(line);
        let file = SourceFile::new("甲.yaml", text.clone());
        let place = Place::new(&file, offset..offset);
        let found = Positions::default().of_place(&place).expect("a span").start;
        prop_assert_eq!(found.line, 1 + before.matches('\n').count());
        prop_assert_eq!(found.column, 1 + line.chars().count());
        prop_assert_eq!(found.utf16, 1 + line.encode_utf16().count());
        prop_assert_eq!(found.offset, offset);
    }
}

fn in_concise(found: &[Diagnostic]) -> String {
    text_of(|out| concise::write(out, found, 7))
}

fn in_github(found: &[Diagnostic]) -> String {
    text_of(|out| github::write(out, found, 7))
}

fn in_json(found: &[Diagnostic]) -> String {
    text_of(|out| json::write(out, found, 7))
}

fn in_sarif(found: &[Diagnostic]) -> String {
    text_of(|out| sarif::write(out, found))
}

fn text_of(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("memory");
    String::from_utf8(bytes).expect("UTF-8")
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// A log without what the rules' pages say: they have tests of their own.
fn without_pages(log: &str) -> String {
    let mut text = log.to_owned();
    for described in parsed(log)["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules") {
        for value in [
            &described["help"]["text"],
            &described["fullDescription"]["text"],
            &described["shortDescription"]["text"],
        ] {
            text = text.replace(&format!("\"text\": {value}"), "\"text\": \"…\"");
            text = text.replace(&format!("\"markdown\": {value}"), "\"markdown\": \"…\"");
        }
    }
    text.replace(env!("CARGO_PKG_VERSION"), "…")
}

/// Calls `see` with every object of a JSON value that has a path.
fn each_object(value: &Value, see: &mut impl FnMut(&Value)) {
    match value {
        Value::Object(entries) => {
            if entries.contains_key("path") {
                see(value);
            }
            entries.values().for_each(|value| each_object(value, see));
        }
        Value::Array(items) => items.iter().for_each(|value| each_object(value, see)),
        _ => {}
    }
}

/// Only line ends do anything.
fn assert_seen(text: &str) {
    let acts = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{2028}' | '\u{202E}' | '\u{200B}' | '\u{E0001}' | '\u{E0020}')
    };
    assert_eq!(text.chars().find(acts), None, "{text}");
}
