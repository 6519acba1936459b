"""Characters misread as a scan's are; numbers and units are left, since other tests see to them."""

import random
from dataclasses import replace

from .grammar import Passage

# Pairs that recognisers take for each other: their strokes differ little.
_ALIKE = (
    "未末", "己已", "日曰", "人入", "土士", "千干", "申中", "复夏", "开井", "发友", "布市", "微徵", "博搏",
    "网冈", "公么", "信倍", "政故", "府俯", "请清", "诉拆", "讼松", "申由", "接按", "收牧", "办为", "结给",
    "转传", "年午", "度庹", "主王", "动功", "件仵", "条朵", "议仪", "提堤", "案紊", "建健", "社杜", "众从",
    "告吉", "通遁", "知如", "解觧", "读渎", "栏拦", "目自", "平乎", "台合", "电屯", "话活", "关美", "注汪",
    "粉纷", "丝兹", "访仿", "问间", "量童", "阅闵", "览贤", "点占", "击去", "专传", "题颢", "规现", "范苑",
    "性姓", "文丈", "会合", "议义", "培陪", "训圳", "督昔", "查杳", "维准", "持特", "纠纪", "正止", "予子",
    "部陪", "分兮", "不木", "无元", "法浩", "提捉", "供洪", "理埋", "其具", "他池", "网网",
)  # fmt: skip
_TAKEN: dict[str, str] = {}
for _pair in _ALIKE:
    _TAKEN.setdefault(_pair[0], _pair[1])
    _TAKEN.setdefault(_pair[1], _pair[0])
_ANY = "".join(sorted({c for pair in _ALIKE for c in pair}))


def misread(told: Passage, share: float, rng: random.Random) -> Passage:
    """The passage with about this share of its characters taken for others, most for one of like shape."""
    fixed = {i for one in told.told for i in range(one.start, one.end)}
    text = list(told.text)
    for i, ch in enumerate(text):
        if i not in fixed and "\u4e00" <= ch <= "\u9fff" and rng.random() < share:
            text[i] = _TAKEN.get(ch) or rng.choice(_ANY)
    return replace(told, text="".join(text))
