//! What `edition.yaml` says: all that differs from year to year but the layout.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// What `edition.yaml` says.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The form's title.
    pub title: String,
    /// Which fonts it wants.
    pub fonts: FontFamilies,
    /// What 项目类型 may be, and how such a project runs; empty where it may be
    /// anything.
    #[serde(default)]
    pub kinds: IndexMap<String, Kind>,
    /// What 项目级次 may be; empty where it may be anything.
    #[serde(default)]
    pub levels: Vec<String>,
    /// The indicators.
    #[serde(default)]
    pub indicators: IndicatorTree,
    /// Those of level 2 that a form is expected to have.
    #[serde(default)]
    pub usual_indicators: Vec<String>,
}

/// Font families for each role, in the order of preference.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FontFamilies {
    /// The form's title.
    pub title: Vec<String>,
    /// What the project says.
    pub body: Vec<String>,
    /// The form's fixed words.
    pub label: Vec<String>,
}

/// How a project of some 项目类型 runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Year after year, as long as one can see.
    Recurring,
    /// Within one year.
    OneOff,
    /// In some other way.
    Other,
}

/// The indicators that a form may have: level 1 (一级) to level 2 (二级) to the
/// fixed ones of level 3 (三级). Where none are fixed, their names are free.
/// Empty where any may be had.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub struct IndicatorTree(pub IndexMap<String, IndexMap<String, Vec<String>>>);

impl IndicatorTree {
    /// All fixed indicators, each with the names that lead to it.
    pub fn fixed(&self) -> impl Iterator<Item = [&str; 3]> {
        self.0.iter().flat_map(|(level1, groups)| {
            groups.iter().flat_map(move |(level2, fixed)| {
                fixed.iter().map(move |level3| [level1.as_str(), level2, level3])
            })
        })
    }

    /// The names of level 1 above `level2`.
    pub fn above(&self, level2: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(_, groups)| find(groups, level2).is_some())
            .map(|(level1, _)| level1.as_str())
    }
}

/// What stands under `name`, or under a name that means the same.
pub fn find<'a, T>(names: &'a IndexMap<String, T>, name: &str) -> Option<(&'a str, &'a T)> {
    names.iter().find(|(key, _)| is_same(key, name)).map(|(key, value)| (key.as_str(), value))
}

/// Whether two indicators are the same: filed forms have 社会效益 beside
/// 社会效益指标.
pub fn is_same(a: &str, b: &str) -> bool {
    core(a) == core(b)
}

/// The name without 指标 at its end.
pub fn core(name: &str) -> &str {
    let name = name.trim();
    name.strip_suffix("指标").unwrap_or(name)
}
