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
    /// What to write there, in Chinese, for editors to show.
    pub description: &'static str,
}

const fn required(key: &'static str, shape: Shape, description: &'static str) -> Field {
    Field { key, shape, required: true, description }
}

const fn optional(key: &'static str, shape: Shape, description: &'static str) -> Field {
    Field { key, shape, required: false, description }
}

const fn names(what: &'static str, of: &'static Shape) -> Shape {
    Shape::Names { what, of, may_be_empty: false }
}

/// A whole project file, its keys in the form's order.
pub const PROJECT: &[Field] = &[
    required("年度", Shape::Year, "预算年度，四位数字，决定用哪一年的版式"),
    required("项目名称", Shape::Text, "项目的全称"),
    required("主管部门", Shape::Text, "主管部门的全称"),
    required("项目类型", Shape::Text, "常年安排，还是一次性安排"),
    required("项目级次", Shape::Text, "项目属于哪一级财政"),
    required("开始时间", Shape::Text, "写到年或月，如 2026年、2026年3月"),
    required("完成时间", Shape::Text, "写到年或月，如 2026年、2026年12月；常年安排的写“长期”"),
    required("实施单位", Shape::Text, "实施单位的全称；要分两行时用“|-”"),
    optional("项目负责人", Shape::Text, "可以不写；和联系电话印在一格里"),
    optional("联系电话", Shape::Text, "可以不写；和项目负责人印在一格里"),
    required("立项必要性", Shape::Text, "立项的依据；文件一行一份，写成《名称》(文号)"),
    required("实施可行性", Shape::Text, "已有的条件和具体的做法；分几条写时一行一条"),
    required("项目实施内容", Shape::Text, "要做的各项工作；分几条写时一行一条"),
    required("项目资金", Shape::Record(FUNDS), "单位是万元；“资金总额”和“支出”至少写一个"),
    required("中长期目标", Shape::Text, "几年里要达到的目标"),
    required("年度目标", Shape::Text, "这一年要达到的目标"),
    required(
        "绩效指标",
        names("一级指标", &names("二级指标", &names("三级指标", &Shape::Pair(&Shape::Text)))),
        "一级、二级、三级指标各缩进一层；三级指标写成“名称: [半年(程)指标值, 全年(程)指标值]”",
    ),
];

const FUNDS: &[Field] = &[
    optional("资金总额", Shape::Amount, "全年(程)预算数；不写时，是各支出项目的全年预算数之和"),
    optional(
        "支出",
        Shape::Names { what: "支出项目", of: &Shape::Pair(&Shape::Amount), may_be_empty: true },
        "每个支出项目一行，写成“名称: [半年(程)计划执行数, 全年(程)预算数]”",
    ),
];
