"""Names of people, where a title or what they do stands beside them."""

import re
from collections.abc import Iterator

from .found import Found

_FAMILY = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_PERSON = rf"(?!任组长|任副)[{_FAMILY}][\u4e00-\u9fff]{{1,2}}?"
_TITLE = (
    r"(?:副?(?:局|厅|县|市|区|镇|乡|科|处|主|组)(?:长|任)|书记|联系人:?|责任人:?|经办人:?|负责人:?|"
    r"申请人|公民|群众|居民|村民|专家|干部)"
)
_DOES = (
    r"(?:同志|副?(?:局|厅|县|市|区|镇|乡|科)长|副?主任|副?书记|任(?:副?组长)|担任|任|调研|督导|检查|主持|出席|讲话|等人|等同志|分管|主抓|"
    r"授课|讲解|解读|向|对)"
)
_PATTERNS = (
    re.compile(rf"{_TITLE}(?P<name>{_PERSON})(?=[,。;、)(]|等|向|对|$|授课|讲解|解读)"),
    re.compile(rf"(?:^|[,。;\n、:]|[由是])(?P<name>{_PERSON})(?={_DOES})"),
    re.compile(
        rf"(?:^|[,。;\n、:]|[由是])(?P<name>{_PERSON})(?=\([\u4e00-\u9fff]{{1,12}}(?:科|股|处|室|司|组|中心|办|站|大队)\))"
    ),
    re.compile(rf"(?:^|[,。;\n:])(?P<name>{_PERSON})(?=、{_PERSON}等(?![内方领事信工渠地]))"),
)


def people(text: str) -> Iterator[Found]:
    """People of folded text whose title, or whose part in the sentence, tells that they are."""
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            yield Found(*found.span("name"), "person")
