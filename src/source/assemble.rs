//! From texts to a typed project.

use std::sync::Arc;

use super::document::Document;
use super::located::{Source, place};
use super::misplaced;
use crate::diagnostic::rule;
use crate::diagnostic::{Diagnostic, Place};
use crate::form::{Amount, Draft, Funds, FundsDraft, PROJECT, Project};

/// Makes a project of what its documents say, the project's own first.
pub fn assemble<D: Into<Arc<Document>>>(
    documents: impl IntoIterator<Item = D>,
) -> Result<Source, Vec<Diagnostic>> {
    let documents: Vec<Arc<Document>> = documents.into_iter().map(Into::into).collect();
    let mut found: Vec<_> = documents.iter().flat_map(|document| document.found.clone()).collect();
    found.extend(missing(&documents));
    if !found.is_empty() {
        return Err(found);
    }
    match join(documents.iter().map(|document| document.draft.clone())) {
        Ok(project) => Ok(Source::new(project, documents)),
        Err(mut found) => {
            found.places.extend(place(&documents, &["项目资金"]));
            Err(vec![found])
        }
    }
}

/// Makes a project of drafts that leave nothing out, the nearest first.
pub fn join(drafts: impl Iterator<Item = Draft>) -> Result<Project, Diagnostic> {
    let draft = drafts.fold(Draft::default(), Draft::or);
    let funds = funds(draft.funds.clone().unwrap_or_default())?;
    Ok(project(draft, funds))
}

/// Finds the keys that no document supplies; the first one is the project's own.
fn missing(documents: &[Arc<Document>]) -> Option<Diagnostic> {
    let own = documents.first()?;
    if !own.is_mapping() {
        return None;
    }
    // A key that is misspelt, or in the wrong place, has been told as such.
    let mut told: Vec<&str> = own.keys().filter_map(misplaced::meant).collect();
    told.extend(own.misplaced());
    let missing: Vec<&str> = PROJECT
        .iter()
        .filter(|field| field.required)
        .map(|field| field.key)
        .filter(|key| documents.iter().all(|document| document.entry(key).is_none()))
        .filter(|key| !told.contains(key))
        .collect();
    let first = missing.first()?;
    let line = own.first_line();
    Some(
        Diagnostic::new(
            &rule::MISSING_KEY,
            format!("缺少 {} 项：{}", missing.len(), missing.join("、")),
        )
        .at(Place::new(&own.file, line))
        .help(format!("在本文件里加上“{first}: …”；各项目相同的内容可以写进 _defaults.yaml")),
    )
}

fn project(draft: Draft, funds: Funds) -> Project {
    let text = |text: Option<String>| text.unwrap_or_default();
    Project {
        year: text(draft.year),
        name: text(draft.name),
        department: text(draft.department),
        kind: text(draft.kind),
        level: text(draft.level),
        start: text(draft.start),
        end: text(draft.end),
        unit: text(draft.unit),
        person: text(draft.person),
        phone: text(draft.phone),
        necessity: text(draft.necessity),
        feasibility: text(draft.feasibility),
        content: text(draft.content),
        funds,
        long_term_goal: text(draft.long_term_goal),
        annual_goal: text(draft.annual_goal),
        indicators: draft.indicators.unwrap_or_default(),
    }
}

/// The funds, with the sum of the expenses for a total that is left out.
fn funds(draft: FundsDraft) -> Result<Funds, Diagnostic> {
    let expenses = draft.expenses.unwrap_or_default();
    if let Some(total) = draft.total {
        return Ok(Funds { total, expenses });
    }
    if expenses.is_empty() {
        return Err(Diagnostic::new(&rule::MISSING_KEY, "既没有“资金总额”，也没有支出项目")
            .help("写上“资金总额: …”，或在“支出”下写出各个支出项目"));
    }
    let total =
        Amount::sum(expenses.values().map(|expense| &expense.full_year)).ok_or_else(|| {
            Diagnostic::new(&rule::BAD_AMOUNT, "支出加起来位数太多").help("请检查金额")
        })?;
    Ok(Funds { total, expenses })
}
