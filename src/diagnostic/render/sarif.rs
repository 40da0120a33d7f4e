//! For code scanning and editors: SARIF 2.1.0, as OASIS has set it down.

use std::io::{self, Write};
use std::ops::Range;
use std::path::{self, Path};

use indexmap::{IndexMap, IndexSet};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::json;
use super::position::{Position, Positions};
use crate::diagnostic::rule::Rule;
use crate::diagnostic::{Diagnostic, Edit, Place, Severity, SourceFile};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    language: &'static str,
    column_kind: &'static str,
    results: Vec<Finding>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    language: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Message,
    full_description: Message,
    help: Page,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Page {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixes: Option<[Fix; 1]>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "rulePathMessage/v1")]
    rule_path_message: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix {
    description: Message,
    artifact_changes: Vec<ArtifactChange>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Content,
}

#[derive(Serialize)]
struct Content {
    text: String,
}

/// Writes all findings as the log of one run.
pub fn write(out: &mut impl Write, found: &[Diagnostic]) -> io::Result<()> {
    let mut positions = Positions::default();
    // Only the rules that were broken: their pages are long.
    let mut rules: IndexSet<&'static Rule> = IndexSet::new();
    let results = found
        .iter()
        .map(|finding| {
            let (rule_index, _) = rules.insert_full(finding.rule);
            Finding::of(finding, rule_index, &mut positions)
        })
        .collect();
    let run = Run {
        tool: Tool { driver: Driver::with(&rules) },
        language: "zh-CN",
        column_kind: "utf16CodeUnits",
        results,
    };
    json::write_value(out, &Log { schema: SCHEMA, version: "2.1.0", runs: [run] })
}

impl Driver {
    fn with(rules: &IndexSet<&'static Rule>) -> Self {
        Self {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            language: "zh-CN",
            rules: rules.iter().map(|rule| Descriptor::of(rule)).collect(),
        }
    }
}

impl Descriptor {
    fn of(rule: &'static Rule) -> Self {
        Self {
            id: rule.name,
            short_description: Message::of(rule.summary()),
            full_description: Message::of(reason(rule)),
            help: Page { text: rule.page, markdown: rule.page },
            default_configuration: Configuration { level: level(rule.severity) },
        }
    }
}

/// The first paragraph of the rule's page: why there is such a rule.
fn reason(rule: &Rule) -> &'static str {
    let paragraph = rule.page.split("\n\n").nth(1).map(str::trim);
    paragraph.filter(|text| !text.is_empty()).unwrap_or_else(|| rule.summary())
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

impl Finding {
    fn of<'a>(finding: &'a Diagnostic, rule_index: usize, positions: &mut Positions<'a>) -> Self {
        let mut places = finding.places.iter().map(|place| Location::of(place, positions));
        Self {
            rule_id: finding.rule.name,
            rule_index,
            level: level(finding.severity),
            message: message(finding),
            locations: places.next().into_iter().collect(),
            related_locations: places.collect(),
            partial_fingerprints: fingerprints(finding),
            fixes: (!finding.fix.is_empty()).then(|| [Fix::of(finding, positions)]),
        }
    }
}

fn message(finding: &Diagnostic) -> Message {
    match &finding.help {
        Some(help) => Message::of(&format!("{}\n提示：{help}", finding.message)),
        None => Message::of(&finding.message),
    }
}

impl Message {
    /// The text as a message string, in which braces stand for arguments and
    /// brackets may stand for links (§ 3.11.5 and 3.11.6).
    fn of(text: &str) -> Self {
        let text = text.replace('{', "{{").replace('}', "}}");
        if !text.contains("](") {
            return Self { text };
        }
        let text = text.replace('\\', r"\\").replace('[', r"\[").replace(']', r"\]");
        Self { text }
    }
}

/// The same as long as the same is wrong in the same file, whatever the line.
fn fingerprints(finding: &Diagnostic) -> Fingerprints {
    let uri = finding.places.first().map(|place| uri(&place.file)).unwrap_or_default();
    let text = [finding.rule.name, &uri, &finding.message].join("\n");
    Fingerprints { rule_path_message: format!("{:016x}", fnv1a(text.as_bytes())) }
}

/// The hash FNV-1a: the standard library's is no promise for the next version.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

impl Location {
    fn of<'a>(place: &'a Place, positions: &mut Positions<'a>) -> Self {
        Self {
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation { uri: uri(&place.file) },
                region: positions.of_place(place).map(Region::from),
            },
            message: (!place.label.is_empty()).then(|| Message::of(&place.label)),
        }
    }
}

impl From<Range<Position>> for Region {
    fn from(range: Range<Position>) -> Self {
        Self {
            start_line: range.start.line,
            start_column: range.start.utf16,
            end_line: range.end.line,
            end_column: range.end.utf16,
        }
    }
}

impl Fix {
    fn of<'a>(finding: &'a Diagnostic, positions: &mut Positions<'a>) -> Self {
        let mut changes: IndexMap<&SourceFile, Vec<Replacement>> = IndexMap::new();
        for edit in &finding.fix {
            changes.entry(&edit.file).or_default().push(Replacement::of(edit, positions));
        }
        let change = |(file, replacements)| ArtifactChange {
            artifact_location: ArtifactLocation { uri: uri(file) },
            replacements,
        };
        Self {
            description: Message::of(finding.help.as_ref().unwrap_or(&finding.message)),
            artifact_changes: changes.into_iter().map(change).collect(),
        }
    }
}

impl Replacement {
    fn of<'a>(edit: &'a Edit, positions: &mut Positions<'a>) -> Self {
        Self {
            deleted_region: positions.of_edit(edit).into(),
            inserted_content: Content { text: edit.text.clone() },
        }
    }
}

/// What a URI may hold within a segment of its path as it stands.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The file's name as a URI reference: relative as the name is, or `file:`.
fn uri(file: &SourceFile) -> String {
    let encode = |segment| utf8_percent_encode(segment, SEGMENT).to_string();
    let segments = file.name().split(path::is_separator).filter(|segment| *segment != ".");
    let path = segments.map(encode).collect::<Vec<_>>().join("/");
    match Path::new(file.name()).is_absolute() {
        false => path,
        true if path.starts_with('/') => format!("file://{path}"),
        // A drive's letter comes first.
        true => format!("file:///{path}"),
    }
}
