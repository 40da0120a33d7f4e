//! The sums of columns of amounts, for those who are filling them in.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::form::{Project, Ref, Role};

/// The sum of a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ViewSum {
    /// The keys of the field that has the rows.
    pub path: Vec<String>,
    /// The column.
    pub column: String,
    /// The sum, exact.
    pub sum: String,
    /// What the money of the year is called, where the column should come to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// By how much the sum is more than that, or less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<String>,
}

/// The sums of the columns that a project file fills in with amounts or numbers.
pub fn of(project: &Project) -> Vec<ViewSum> {
    let form = project.form();
    let total = form.by_role(Role::Total).and_then(|(keys, _)| {
        let total = project.by_role(Role::Total)?.decimal()?;
        Some((keys.last().copied()?.to_owned(), total))
    });
    let mut sums = Vec::new();
    for (path, field) in form.all_fields() {
        for (column, it) in field.kind.columns().unwrap_or_default().iter().enumerate() {
            if !it.is_entered() || !it.kind.is_decimal() {
                continue;
            }
            let amounts = project.decimals(&Ref::Column { field: path.clone(), column });
            let sum = amounts.iter().try_fold(Decimal::ZERO, |sum, it| sum.checked_add(*it));
            let Some(sum) = sum.filter(|_| !amounts.is_empty()) else { continue };
            let total = total.as_ref().filter(|_| it.role == Some(Role::FullYear));
            let difference = total.and_then(|(_, total)| sum.checked_sub(*total));
            sums.push(ViewSum {
                path: form.keys(&path).into_iter().map(str::to_owned).collect(),
                column: it.short.clone(),
                sum: sum.normalize().to_string(),
                of: total.map(|(name, _)| name.clone()),
                difference: difference.map(|it| it.normalize().to_string()),
            });
        }
    }
    sums
}
