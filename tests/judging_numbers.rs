//! What the rules make of the largest and the smallest numbers, in whatever form.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use jixiao::check::Subject;
use jixiao::check::examine::Examiner;
use jixiao::check::fix;
use jixiao::diagnostic::severities::Severities;
use jixiao::diagnostic::{Diagnostic, SourceFile};
use jixiao::form::{Kind, Project, row_cell};
use jixiao::source::{Forms, Input, Source};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::support::build::{fonts, forms, try_read};
use crate::support::cli::Workplace;
use crate::support::project::{FORM, quoted};

/// Projects of the other forms.
const OTHERS: [&str; 4] = [
    "projects/申报表/村镇保洁.yaml",
    "projects/监控表/村镇保洁.yaml",
    "projects/自评表/村镇保洁.yaml",
    "projects/镇江目标表/公园绿地养护.yaml",
];

/// Values that are as long, as large or as small as a number can be.
const VALUES: [&str; 12] = [
    "≤50000000000000000000000000000天",
    "≤60000000000000000000000000000天",
    "79228162514264337593543950335",
    "≥79228162514264337593543950335亿元",
    "=79228162514264337593543950335万平方公里",
    "79228162514264337593543950335%",
    "≤49.99999999999999999999999999%",
    "≤0.0000000000000000000000000001%",
    "<7.9228162514264337593543950335万吨",
    ">79228162514264337593543950334.5人次",
    "100000000000000000000000000000000000台",
    "0",
];
/// The same of amounts, in as many digits as they may have.
const AMOUNTS: [&str; 6] = [
    "79228162514264337593543950335",
    "79228162514264337593543.950335",
    "50000000000000000000000000000",
    "0.000001",
    "0.000000",
    "1",
];

/// A project of each bundled form.
fn one_of_each() -> Vec<String> {
    let others = OTHERS.iter().map(|path| fs::read_to_string(path).expect("a project"));
    let texts: Vec<String> = [FORM.to_owned()].into_iter().chain(others).collect();
    let names = texts.iter().map(|text| read(text, forms()).project.form().name.clone());
    assert_eq!(names.collect::<BTreeSet<_>>().len(), forms().editions().len());
    texts
}

fn read(text: &str, forms: &Forms) -> Source {
    try_read(SourceFile::new("甲.yaml", text), forms).expect("a project")
}

/// The project with other values in all columns, and other amounts.
fn with_values(text: &str, values: &mut dyn Iterator<Item = (&str, &str)>) -> String {
    let source = read(text, forms());
    let texts = source.texts();
    let mut changed = text.to_owned();
    let subject = Subject::new(&source, &texts);
    let mut places: Vec<_> = subject
        .answers()
        .filter(|it| it.kind.is_decimal() || (it.column.is_some() && matches!(it.kind, Kind::Text)))
        .filter_map(|it| Some((it.text.place.span.clone()?, it.kind.is_decimal())))
        .collect();
    places.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    for ((span, is_decimal), (value, amount)) in places.into_iter().zip(values) {
        let value = if is_decimal { amount.to_owned() } else { quoted(value) };
        changed.replace_range(span, &value);
    }
    changed
}

/// All that is computed from what a project says.
fn compute(project: &Project) {
    let form = project.form();
    for name in form.computed.keys() {
        project.computed(name);
    }
    for (path, field) in form.all_fields() {
        let columns = field.kind.columns().unwrap_or_default();
        for column in 0..columns.len() {
            for (_, row) in project.rows(&path) {
                row_cell(columns, row, column);
            }
            if let Kind::Matrix(matrix) = &field.kind {
                (0..matrix.rows.len())
                    .for_each(|row| drop(project.matrix_cell(&path, row, column)));
            }
        }
    }
}

/// What is found in projects of one folder, by itself and together.
fn survey(texts: &[String], forms: &Arc<Forms>) -> Vec<Diagnostic> {
    let folder = Path::new("表");
    let input = |(index, text): (usize, &String)| Input {
        text: Some(text.clone()),
        ..Input::of(folder.join(format!("{index}.yaml")), folder)
    };
    let inputs: Vec<Input> = texts.iter().enumerate().map(input).collect();
    let severities = Severities::new(true);
    let examiner = Examiner::new(forms, fonts(), &severities);
    fix::mend_all(&examiner, &inputs);
    examiner.survey(&inputs, None).found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    /// However large numbers are, they are read, compared and added up, or said to be too long.
    #[test]
    fn no_number_is_too_large(
        values in prop::collection::vec((select(&VALUES[..]), select(&AMOUNTS[..])), 1..40),
        start in any::<Index>(),
    ) {
        let mut values = values.iter().copied().cycle().skip(start.index(values.len()));
        let texts = one_of_each().iter().map(|text| with_values(text, &mut values)).collect::<Vec<_>>();
        for text in &texts {
            compute(&read(text, forms()).project);
        }
        prop_assert!(!survey(&texts, forms()).is_empty());
    }
}

/// One value in all columns, and one amount.
#[test]
fn the_largest_numbers_are_judged() {
    for (value, amount) in VALUES.into_iter().zip(AMOUNTS.into_iter().cycle()) {
        let mut values = std::iter::repeat((value, amount));
        let texts =
            one_of_each().iter().map(|text| with_values(text, &mut values)).collect::<Vec<_>>();
        texts.iter().for_each(|text| compute(&read(text, forms()).project));
        survey(&texts, forms());
    }
}

/// What a sum is to be may be below zero, and the two further apart than a number is long.
#[test]
fn numbers_may_be_too_far_apart_to_say_how_far() {
    let workplace = Workplace::new();
    let definition = fs::read_to_string("templates/evaluation/2026/form.yaml").expect("the form");
    let wanted = "    number: 90\n";
    assert!(definition.contains(wanted));
    let definition = definition.replace(wanted, "    number: -1\n");
    workplace.file("版式/evaluation/2026/form.yaml", definition);
    let forms = Arc::new(Forms::load(Some(&workplace.path("版式"))).expect("the forms"));
    let text = fs::read_to_string("projects/自评表/村镇保洁.yaml").expect("a project");
    let mut values = std::iter::repeat(("1", "0"));
    let text = with_values(&text, &mut values);
    let (weight, largest) = ("\"1\", 0, 0", format!("\"1\", {}, 0", AMOUNTS[0]));
    assert!(text.contains(weight), "{text}");
    let text = text.replacen(weight, &largest, 1);
    let found = survey(&[text], &forms);
    let messages: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
    assert!(messages.iter().any(|it| it.contains("相差的位数太多")), "{messages:#?}");
}
