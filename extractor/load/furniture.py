"""Page furniture: lines that a site or a converter adds around a report, and that the report does not say."""

import re

_WORDS = (
    "打印本页|打印此页|打印文章|我要打印|打印|关闭窗口|关闭本页|关闭|收藏本页|加入收藏|设为首页|收藏|分享到?|微信|微博|新浪微博|腾讯微博|"
    "QQ空间|QQ好友|朋友圈|全真版|文字版|文件下载|附件下载|下载附件|相关链接|相关附件|返回顶部|返回首页|返回列表|回到顶部|返回|首页|主页|"
    "大字?|中字?|小字?|大号|中号|小号|标准|字体大?小?|字号大?小?|视力保护色|背景色|默认|放大|缩小|默认字号|"
    "网站地图|站点地图|网站导航|联系我们|关于我们|网站声明|版权声明|隐私声明|使用帮助|免责声明|无障碍(?:浏览|阅读|辅助工具)?|适老化|长者(?:模式|版|助手)|"
    "关怀(?:版|模式)|老年模式|简体版?|繁体版?|简体中文|繁體中文|English|登录|注册|我的收藏|搜索|站内搜索|高级搜索|请输入搜索\\w*|请输入关键[词字]|"
    "选择搜索类型|选择特殊符号|手机版|电脑版|移动版|客户端|扫一扫|二维码|语音播报|朗读|听全文|播放|暂停|复制链接|转发|点赞|评论|"
    "支持IPv\\d|已支持IPv\\d网络|智能问答|智能机器人|导航|菜单|上一页|下一页|尾页|末页|展开|收起|更多|目录|浏览字号"
)
_SEPARATORS = r"[\s|｜/·、,，:：>》»\-\[\]【】()（）+T]*"
_BUTTONS = re.compile(rf"{_SEPARATORS}(?>(?:{_WORDS}){_SEPARATORS})+", re.I)
_MARKS = re.compile(r"[\s\[\]【】]+|-->")
_PLACE = re.compile(
    r"(?:您)?(?:现在|当前|目前)?(?:所在)?的?(?:您的)?(?:当前|所在)?位置\s*是?\s*[:：>]|^您(?:当前|现在)?所在"
)
_CRUMBS = re.compile(r"^\s*(?:网站)?(?:首页|主页)\s*(?:[>》»›/\-–]+|&gt;)")
_PAGE_NUMBER = re.compile(
    r"[-–—―－~·.\s]*第\s*[\d一二三四五六七八九十]{1,4}\s*页\s*(?:[,，/／、]?\s*共\s*\d{1,4}\s*页)?[-–—―－\s]*"
    r"|[-–—―－·]+\s*\d{1,3}\s*[-–—―－·]+|共\s*\d{1,3}\s*页|[-–—―－]\s*[IVXivx]{1,4}\s*[-–—―－]|\d{1,3}\s*/\s*\d{1,3}|page\s*\d+(?:\s*of\s*\d+)?",
    re.I,
)
_COUNTER = re.compile(
    r"[\s\[【(（]*(?:本文|本页|文章|页面)?(?:累计)?(?:浏览|点击|访问|阅读|查看|点阅)(?:次数|人数|人次|总?量|数)?\s*[:：]\s*[\[(（]?\s*[\d,，]*\s*[次人]*\s*[\])）】]*"
)
_STAMP = (
    r"(?:信息|文章|稿件|内容|数据)?来源|作者|编辑|责任编辑|责编|信息员|录入|审核人?|校对|撰稿人?|供稿|发稿|发布人|"
    r"(?:信息)?(?:发布|更新|生成|成文|发文|印发|公开|录入|上传|发表|添加)?(?:日期|时间)|(?:发布|公开)(?:机构|机关|单位|部门|主体)|来源单位|字[体号]"
)
_STAMPS = re.compile(rf"[\s•·*\-\[【(（]*(?:{_STAMP})\s*[:：]")
_STAMP_VALUE = re.compile(rf"(?:{_STAMP})\s*[:：]\s*\S{{0,40}}(?:\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?")
_BARE_STAMP = re.compile(r"\s*[•·]?\s*(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)\s*")
_CARD = re.compile(
    r"\s*[|【\[]?\s*(?:索\s*引\s*号|信息索取号|主题分类|信息分类|体裁分类|组配分类|公开(?:方式|形式|范围|时限|目录|类别|类型|属性)|有\s*效\s*性|时\s*效(?:性|期)?|"
    r"主\s*题\s*词|关\s*键\s*词|信息名称|内容概述|内容摘要|发文(?:日期|机关|单位|字号)|成文日期|生成日期|生效日期|失效日期|废止日期|文\s*号|文件编号|"
    r"发布(?:机构|日期|机关)|服务对象|文\s*种|统一编号|登记号|信息类别|所属主题|栏目|原文链接|本地目录|名\s*称|标题)\s*[】\]]?\s*(?:[:：|]|$)"
)
_IMPRINT = re.compile(
    r"版权所有|ICP备|ICP证|公网安备|网站标识码|copyright|主办单位?[:：]|承办单位?[:：]|技术支持[:：]|建议使用.{0,12}浏览器|网站支持IPv6|^\s*(?:上|下)一(?:篇|条)\s*[:：]?|推荐使用.{0,20}分辨率|"
    r"javascript|function\s*\(|document\.|var\s+\w+\s*=|^\s*={8,}.*={8,}\s*$|^\s*-->\s*$",
    re.I,
)
_LEAD = re.compile(
    r"(?:-->|全真版|文字版|文件下载|相关链接\s*[:：]?|打印|关闭|QQ空间|微博|微信|字号|浏览次数\s*[:：]?\s*\d*|"
    r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2})?)?)\s+(?=\S)"
)


def is_furniture(line: str) -> bool:
    """Whether a whole line is furniture: buttons, breadcrumbs, page numbers, counters, stamps, cards, imprint."""
    line = line.strip()
    if line.startswith(("- ", "•", "·", "* ")) and not line.endswith("-"):
        line = line[1:].strip()
    if not line or len(line) > 400:
        return False
    if len(line) <= 160 and (
        _BUTTONS.fullmatch(line)
        or _MARKS.fullmatch(line)
        or _PLACE.search(line[:20])
        or _CRUMBS.match(line)
        or _PAGE_NUMBER.fullmatch(line)
        or _COUNTER.fullmatch(line)
        or _BARE_STAMP.fullmatch(line)
        or _CARD.match(line)
    ):
        return True
    return _is_stamp(line) or bool(len(line) < 120 and "。" not in line and _IMPRINT.search(line))


def is_card(line: str) -> bool:
    """Whether a line opens a card of the page's own data: index number, issuer, document number."""
    return bool(_CARD.match(line))


def _is_stamp(line: str) -> bool:
    if not _STAMPS.match(line) or len(line) > 160 or "。" in line:
        return False
    rest = _COUNTER.sub(" ", _STAMP_VALUE.sub(" ", line))
    return len(re.sub(rf"{_WORDS}|\W|\d", "", rest)) <= 12


def leading_furniture(line: str) -> int:
    """Length of the furniture at the head of a line that holds a whole page: breadcrumbs, stamps and buttons.

    0 where it does not begin with breadcrumbs or a stamp.
    """
    head = line[:600]
    if not (_PLACE.search(head[:20]) or _CRUMBS.match(head) or _STAMPS.match(head)):
        return 0
    end = 0
    for found in _LEAD.finditer(head):
        if end and found.start() - end > 60:
            break
        end = found.end()
    return end
