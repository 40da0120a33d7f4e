//! The shape of a project file: its keys, and what each of them holds.

/// What a value in a project file looks like.
#[derive(Debug)]
pub enum Shape {
    /// A text.
    Text,
    /// A budget year: four digits.
    Year,
    /// An amount in 万元.
    Amount,
    /// `[half year, full year]`: two values of the same shape.
    Pair(&'static Shape),
    /// A mapping with the keys listed here.
    Record(&'static [Field]),
    /// A mapping from names that the author chooses.
    Names {
        /// What such a name is called.
        what: &'static str,
        /// What each of them holds.
        of: &'static Shape,
        /// Whether there may be none at all.
        may_be_empty: bool,
    },
}

/// A key of a [`Shape::Record`].
#[derive(Debug)]
pub struct Field {
    /// The key, as the form words it.
    pub key: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether a project must have it, be it in its own file or by default.
    pub required: bool,
}

const fn required(key: &'static str, shape: Shape) -> Field {
    Field { key, shape, required: true }
}

const fn optional(key: &'static str, shape: Shape) -> Field {
    Field { key, shape, required: false }
}

const fn names(what: &'static str, of: &'static Shape) -> Shape {
    Shape::Names { what, of, may_be_empty: false }
}

/// A whole project file, its keys in the form's order.
pub const PROJECT: &[Field] = &[
    required("年度", Shape::Year),
    required("项目名称", Shape::Text),
    required("主管部门", Shape::Text),
    required("项目类型", Shape::Text),
    required("项目级次", Shape::Text),
    required("开始时间", Shape::Text),
    required("完成时间", Shape::Text),
    required("实施单位", Shape::Text),
    optional("项目负责人", Shape::Text),
    optional("联系电话", Shape::Text),
    required("立项必要性", Shape::Text),
    required("实施可行性", Shape::Text),
    required("项目实施内容", Shape::Text),
    required("项目资金", Shape::Record(FUNDS)),
    required("中长期目标", Shape::Text),
    required("年度目标", Shape::Text),
    required(
        "绩效指标",
        names("一级指标", &names("二级指标", &names("三级指标", &Shape::Pair(&Shape::Text)))),
    ),
];

const FUNDS: &[Field] = &[
    optional("资金总额", Shape::Amount),
    optional(
        "支出",
        Shape::Names { what: "支出项目", of: &Shape::Pair(&Shape::Amount), may_be_empty: true },
    ),
];
