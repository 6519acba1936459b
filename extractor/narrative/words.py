"""Words of the language that the reading leans on, whatever a report counts."""

_FILLERS = """
共 共计 总计 合计 累计 达 达到 为 有 约 近 超 超过 了 的 均 也 都 各 各类 等 数 数量 总数 总量 量 人数 条数
件数 次数 总共 一共 分别 已 先后 全年 本年度 本年 今年 年度 年内 当年 一年 这 计 突破 逾 高达 至 到 已经 已达
各种 各项 类 方面 情况 情形 数为 数达 数目 仅 只有 是 其 其中 包括 包含 含 较 在 经 通过 利用 并 由 向 对 于 将
被 因 所 相关 有关 关于 针对 本 我 我局 我办 我县 我市 我区 我镇 我乡 我街道 我委 我厅 我院 我校 我省 我单位
我处 我站 本局 本机关 本单位 本办 本镇 本街道 本部门 本区 本市 本县 全县 全市 全区 全省 全局 全镇 总体 共有
共收 公民 依法 及时 按时 主动 积极 认真 同时 此外 另外 另 还 又 再 新 多 多个 余 件 条 篇 次 " ' · - / 《 》 <
> 活动 节目 工作 数据 栏目 上年 去年 上年度 去年同期 同期 上一年度 上一年 往年 内容 形式 方式 渠道 途径 平台
载体 之 类型 共同 统一 集中 规范 完成 任务 该 此 每 名 位 个 期 份 起 例 宗 项 社会 公众 向社会 面向 各级
各部门 各单位 条数为 数量为 数量达 总 总数为 总数达 占 首次 陆续 正式 事项 件数为 发生 出现 产生 引发 引起 提起
提出 提交 递交 寄来 发来 以 时 中 上 里 年 里面 左右 以上 大约 大概 原 案件 案 一
前年 前一年 前年度 年度内 内 不同 应 得到 予以 实现 各种渠道 对外 同步 常态 化
常态化 准确 多渠道 多形式 全方位 面向社会 向公众 决定 有序
报告期 报告期内 本报告期 过去 过去一年 本期 期内 一年间 年间 一年中 年中 期间 统计期 据统计 统计
持续 定期 实时 适时 权威 如实 广泛
场次 期数 批次 频次 份数 篇数 个数 册数 金额 总额 总金额 规模 人次 从
"""
_ADVERBS = """
全部 全都 按期 按时 依法 及时 其余 有效 准确 满意 办结率 答复率 同步 主要 占比 占 比 增长 增幅 较 经 即
"""
_ABSTRACT = """
级 方面 样 面 步 点 届 路 国 省 市 县 村 镇 区 师 员 天 小时 分钟 页 号 年 月 日 章 节 版 字 公里 亩 吨 周 线
"""

# They name nothing, and narrow nothing that is counted.
FILLERS = frozenset(_FILLERS.split())
# Behind a number they say how it was dealt with, not what it counts.
ADVERBS = frozenset(_ADVERBS.split())
# Units of what no report counts: time, divisions, chapters.
ABSTRACT = frozenset(_ABSTRACT.split())
JOINS = frozenset(("和", "与", "及", "以及", "或", "或者", "及其", "跟", "并"))
REST = frozenset(("其他", "其它", "其余"))
TOTALS = frozenset(("共", "共计", "总计", "合计", "累计", "总共", "一共", "计", "总数为", "总数达"))
DETAILS = frozenset(("其中", "包括", "包含", "分别", "分为", "涉及"))
# They say by what means.
BY = frozenset(
    ("通过", "利用", "充分利用", "依托", "依靠", "借助", "运用", "用好", "发挥", "充分发挥", "以", "在", "经", "于")
)
EACH, ETC = frozenset(("分别", "依次", "依次分别", "各自")), "等"
