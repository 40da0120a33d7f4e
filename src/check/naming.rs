//! What the name of an indicator says of its values.

const OPENING: [char; 4] = ['(', '（', '[', '【'];
const CLOSING: [char; 4] = [')', '）', ']', '】'];

/// A name, and what stands in brackets at its end, often its unit: `培训人数（人）`.
fn parts(name: &str) -> (&str, Option<&str>) {
    let name = name.trim();
    let inner = name.strip_suffix(CLOSING).and_then(|before| {
        let at = before.rfind(|c| OPENING.contains(&c) || CLOSING.contains(&c))?;
        Some((&name[..at], before[at..].strip_prefix(OPENING)?))
    });
    inner.map_or((name, None), |(name, inner)| (name.trim_end(), Some(inner)))
}

/// The name without what stands in brackets at its end.
fn bare(name: &str) -> &str {
    parts(name).0
}

/// Whether the name gives the unit itself, in brackets: `培训人数（人）`.
pub fn gives_unit(name: &str) -> bool {
    const UNITS: [&str; 12] =
        ["元", "人", "次", "个", "家", "项", "天", "米", "吨", "%", "％", "单位"];
    parts(name).1.is_some_and(|inner| {
        // One word of a unit's length, or one that is a unit's for certain.
        inner.chars().count() <= 2 || UNITS.iter().any(|unit| inner.ends_with(unit))
    })
}

/// Whether it is a part of a whole, or how it changes: what is measured in per cent.
pub fn is_rate(name: &str) -> bool {
    const OTHERS: [&str; 16] = [
        "效率",
        "功率",
        "频率",
        "速率",
        "汇率",
        "心率",
        "斜率",
        "曲率",
        "倍率",
        "码率",
        "帧率",
        "容积率",
        "分辨率",
        "周转率",
        "死亡率",
        "发病率",
    ];
    let name = bare(name);
    let is_rate = ["率", "满意度", "占比", "百分比", "比重", "支持度", "知晓度", "认可度"]
        .iter()
        .any(|end| name.ends_with(end));
    is_rate && !OTHERS.iter().any(|end| name.ends_with(end))
}

/// Whether what it measures in per cent cannot be above 100%: a part of a whole.
pub fn is_part_of_whole(name: &str) -> bool {
    // How something changes, or is measured against a plan or against something else.
    const UNBOUNDED: [&str; 32] = [
        "增",
        "提高",
        "提升",
        "上升",
        "超额",
        "完成率",
        "完成度",
        "完成情况",
        "达成率",
        "实现率",
        "收益",
        "回报",
        "利润",
        "产出率",
        "投入",
        "杠杆",
        "负债",
        "毛入学率",
        "达产",
        "利用率",
        "上座",
        "负荷",
        "自给",
        "拨备",
        "偿付",
        "流动",
        "覆盖倍数",
        "征收",
        "贡献",
        "对比",
        "控制",
        "成本",
    ];
    // Done in time: no more than all of it.
    const BOUNDED: [&str; 6] = ["按时", "按期", "及时", "准时", "如期", "按计划"];
    // What is measured in per cent without being called a rate.
    const OTHERS: [&str; 9] =
        ["性", "合格", "通过", "到位", "覆盖", "覆盖面", "及时", "达标", "完好"];
    let name = bare(name);
    let is_it = is_rate(name) || OTHERS.iter().any(|end| name.ends_with(end));
    is_it
        && (!UNBOUNDED.iter().any(|word| name.contains(word))
            || (name.contains("完成") && BOUNDED.iter().any(|word| name.contains(word))))
}

/// Whether less of it is better, so that it may well go down during the year.
pub fn is_better_low(name: &str) -> bool {
    const WORDS: [&str; 41] = [
        "贫困",
        "拥堵",
        "重复",
        "差错",
        "错误",
        "故障",
        "事故",
        "投诉",
        "失业",
        "发病",
        "死亡",
        "返贫",
        "损耗",
        "漏损",
        "空置",
        "逾期",
        "复发",
        "超标",
        "流失",
        "能耗",
        "不合格",
        "违规",
        "违法",
        "退货",
        "延误",
        "中断",
        "伤亡",
        "污染",
        "排放",
        "浓度",
        "隐患",
        "信访",
        "上访",
        "舆情",
        "病害",
        "积压",
        "债务",
        "负担",
        "失真",
        "丢失",
        "退件",
    ];
    WORDS.iter().any(|word| name.contains(word))
}

/// Whether time, as it measures it, is spent on purpose, so that there is more of it by the end
/// of the year: not how soon something is done.
pub fn is_time_spent(name: &str) -> bool {
    const SPENT: [&str; 10] =
        ["培训", "学时", "课时", "运行", "服务", "值班", "值守", "开放", "保障", "累计"];
    const TAKEN: [&str; 9] =
        ["响应", "办结", "办理", "等待", "耗时", "用时", "时限", "到场", "处置"];
    let has_one = |words: &[&str]| words.iter().any(|word| name.contains(word));
    has_one(&SPENT) && !has_one(&TAKEN)
}

/// Whether its value is a number of nothing: an index, a rank, a proportion.
pub fn is_pure_number(name: &str) -> bool {
    const ENDS: [&str; 20] = [
        "指数",
        "系数",
        "分值",
        "均值",
        "峰值",
        "比",
        "比例",
        "倍数",
        "倍率",
        "排名",
        "名次",
        "位次",
        "评分",
        "得分",
        "分数",
        "级别",
        "等级",
        "年份",
        "容积率",
        "周转率",
    ];
    let name = bare(name);
    ENDS.iter().any(|end| name.ends_with(end))
        || ["PUE", "pH", "PH"].iter().any(|word| name.contains(word))
}

/// Whether it says what is done, rather than what that changes for people.
pub fn is_done(name: &str) -> bool {
    const DONE: [&str; 42] = [
        "服务", "培训", "举办", "开展", "组织", "收集", "编印", "编制", "编写", "印发", "发放",
        "印刷", "出版", "制作", "购置", "采购", "购买", "配备", "安装", "建设", "建成", "新建",
        "改建", "改造", "维修", "维护", "修缮", "养护", "清理", "清运", "种植", "完成", "承办",
        "检查", "检测", "巡查", "调研", "走访", "宣传", "评审", "审计", "拍摄",
    ];
    const CHANGES: [&str; 32] = [
        "受益", "惠及", "惠民", "带动", "就业", "吸纳", "创业", "减少", "降低", "下降", "避免",
        "中断", "事故", "投诉", "信访", "上访", "舆情", "发生", "增收", "增加", "新增", "提升",
        "提高", "人口", "脱贫", "返贫", "挽回", "节约", "化解", "引进", "落户", "获奖",
    ];
    let has_one = |words: &[&str]| words.iter().any(|word| name.contains(word));
    has_one(&DONE) && !has_one(&CHANGES)
}

/// The name without the words at its end that say but that it is counted: 设备购置数量 is
/// about 设备购置.
pub fn subject_of(name: &str) -> &str {
    const ENDS: [&str; 18] = [
        "数量", "总数", "总量", "面积", "长度", "次数", "人数", "场次", "个数", "套数", "台数",
        "份数", "件数", "家数", "户数", "人次", "数", "量",
    ];
    let name = bare(name);
    let end = ENDS.iter().find_map(|end| name.strip_suffix(end));
    // 总量 alone is about itself.
    end.filter(|rest| rest.chars().count() >= 2).unwrap_or(name)
}
