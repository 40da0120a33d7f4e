//! What a field or a column means, whatever a form calls it.

use serde::Deserialize;

/// What a field or a column means. A rule asks for the roles that it needs, and does
/// not run on a form that lacks them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    // Of fields.
    /// The budget year; with the form's name it selects the edition.
    Year,
    /// What the project is called.
    Name,
    /// The department in charge; may have a code before its name.
    Department,
    /// The unit that carries the project out.
    Unit,
    /// The person in charge.
    Person,
    /// That person's telephone number.
    Phone,
    /// Whether the project recurs.
    Type,
    /// The level of government that pays for it (项目级次).
    Tier,
    /// When it begins.
    Start,
    /// When it ends.
    End,
    /// The goal beyond this year.
    LongTermGoal,
    /// The goal of this year.
    AnnualGoal,
    /// The money of the year, in 万元.
    Total,
    /// What the money comes from.
    Income,
    /// What the money is spent on.
    Expenses,
    /// The performance indicators.
    Indicators,
    // Of columns.
    /// What is planned until the middle of the year.
    HalfYear,
    /// What is planned for the whole year.
    FullYear,
    /// What an indicator is to reach, where nothing is planned for the half year.
    Target,
    /// What it has reached.
    Actual,
    /// How many points it can earn.
    Weight,
    /// How many points it has earned.
    Score,
    /// The money as it was planned when the year began.
    InitialBudget,
    /// The money as it is planned now.
    CurrentBudget,
    /// The money that is spent.
    Spent,
}

impl Role {
    /// All roles of fields.
    pub const OF_FIELDS: &[Self] = &[
        Self::Year,
        Self::Name,
        Self::Department,
        Self::Unit,
        Self::Person,
        Self::Phone,
        Self::Type,
        Self::Tier,
        Self::Start,
        Self::End,
        Self::LongTermGoal,
        Self::AnnualGoal,
        Self::Total,
        Self::Income,
        Self::Expenses,
        Self::Indicators,
    ];

    /// All roles of columns.
    pub const OF_COLUMNS: &[Self] = &[
        Self::HalfYear,
        Self::FullYear,
        Self::Target,
        Self::Actual,
        Self::Weight,
        Self::Score,
        Self::InitialBudget,
        Self::CurrentBudget,
        Self::Spent,
    ];
}
