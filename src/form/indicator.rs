//! The performance indicators.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::trimmed;

/// 绩效指标: level 1 (一级) to level 2 (二级) to level 3 (三级) to values, in
/// the form's order.
pub type Indicators = IndexMap<String, IndexMap<String, IndexMap<String, Values>>>;

/// What one indicator is to reach, as written: `≥85%`, `=10台`, `充分`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(String, String)", into = "(String, String)")]
pub struct Values {
    /// 半年(程)指标值.
    pub half_year: String,
    /// 全年(程)指标值.
    pub full_year: String,
}

impl From<(String, String)> for Values {
    fn from((half_year, full_year): (String, String)) -> Self {
        Self { half_year: trimmed(half_year), full_year: trimmed(full_year) }
    }
}

impl From<Values> for (String, String) {
    fn from(values: Values) -> Self {
        (values.half_year, values.full_year)
    }
}
