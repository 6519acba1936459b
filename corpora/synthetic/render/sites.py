"""Web sites that publish reports: four kinds of page, and for each split sites of its own.

`$name` in a frame or a template is filled by html.py.
"""

from dataclasses import dataclass
from typing import Literal

from ..report import Split

Family = Literal["portal", "article", "word", "bare"]

GOVERNMENT_PORTAL = """<!DOCTYPE html>
<html lang="zh-CN"><head>
<meta http-equiv="Content-Type" content="text/html; charset=$charset">
<meta name="SiteName" content="$site"><meta name="ArticleTitle" content="$title">$declared
<title>$title_$site</title><style>$css</style>
<script>var _site = {id: $counter, push: function () { return document.title; }};</script></head>
<body>
<div class="topbar"><a href="#">登录</a> <a href="#">注册</a> <a href="#">无障碍浏览</a> <a href="#">English</a></div>
<div class="head"><a href="/"><img src="images/logo.png" alt="$site"></a></div>
<div class="nav"><ul>$nav</ul></div>
<div class="crumbs">$crumbs</div>
<div class="main"><div class="xxgk-title">$title</div><div class="info">$stamp</div>
$open
$body
$close
<div class="share">$share</div></div>
<div class="side"><h3>相关链接</h3><ul>$related</ul></div>
<div class="foot"><p>$footer</p></div></body></html>
"""

ARTICLE = """<!doctype html>
<html><head><meta charset="$charset">$declared<title>$title-$site</title><style>$css</style></head>
<body><header><nav>$nav</nav></header>
<div class="position">$crumbs</div>
<article><h1 class="art-title">$title</h1><p class="art-info">$stamp</p>
$open
$body
$close
<p class="tools">$share</p></article>
<div class="recommend">$related</div>
<footer>$footer</footer>
<script>document.getElementById("hits") && (document.getElementById("hits").innerText = "$counter");</script>
</body></html>
"""

WORD_EXPORT = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=$charset">
<meta name=Generator content="Microsoft Word 14">
<title>$title</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom></w:WordDocument></xml><![endif]-->
<style><!-- @font-face {font-family:宋体; panose-1:2 1 6 0 3 1 1 1 1 1;} p.MsoNormal {mso-style-parent:""; margin:0cm;
text-align:justify; font-size:10.5pt;} $css --></style></head>
<body lang=ZH-CN style='text-justify-trim:punctuation'>$open
$body
$close</body></html>
"""

BARE_LAYOUT = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=$charset"><title>$title</title>
<style>$css</style></head>
<body bgcolor="#ffffff"><table width="980" border="0" align="center" cellpadding="0" cellspacing="0">
<tr><td height="120" background="images/banner.jpg">&nbsp;</td></tr>
<tr><td><table width="100%" border="0"><tr>$nav</tr></table></td></tr>
<tr><td class="dqwz">$crumbs</td></tr>
<tr><td><table width="96%" border="0" align="center"><tr><td align="center" class="bt">$title</td></tr>
<tr><td align="center" class="ly">$stamp</td></tr>
<tr><td>$open
$body
$close</td></tr>
<tr><td align="right">$share</td></tr></table></td></tr>
<tr><td align="center" class="bq">$footer</td></tr></table></body></html>
"""

FRAMES: dict[Family, str] = {
    "portal": GOVERNMENT_PORTAL,
    "article": ARTICLE,
    "word": WORD_EXPORT,
    "bare": BARE_LAYOUT,
}


@dataclass(frozen=True, slots=True)
class Site:
    """One site's habits. `charset` is what it declares; `blank` is how it writes an empty cell.

    `paragraph`, `heading` and `cell` are templates of `$text`. `thead` marks header rows, which printers
    then repeat.
    """

    name: str
    family: Family
    charset: Literal["utf-8", "gbk", "gb2312"]
    open: str
    close: str
    paragraph: str
    heading: str
    table: str
    cell: str
    blank: str
    css: str
    crumbs: str
    thead: bool = False


_RULED = "table{border-collapse:collapse;width:100%}td,th{border:1px solid #333;padding:3px}"
_SITES: tuple[tuple[Split, Site], ...] = (
    ("train", Site(
        "trs-editor", "portal", "utf-8", '<div class="TRS_Editor"><div class="Custom_UnionStyle">', "</div></div>",
        '<p style="text-indent: 2em; line-height: 28px;">$text</p>', "<p><strong>$text</strong></p>",
        'border="1" cellspacing="0" cellpadding="0"', "$text", "&nbsp;",
        _RULED + "body{font-family:'AR PL UMing CN',SimSun,serif;font-size:14px}",
        "您的位置：首页 &gt; 政府信息公开 &gt; 年报",
    )),
    ("train", Site(
        "zoom", "article", "utf-8", '<div id="zoom">', "</div>",
        '<p style="text-align:justify"><span style="font-size:16px">　　$text</span></p>', "<h3>$text</h3>",
        'class="table" style="border-collapse:collapse"', '<span style="font-size:14px">$text</span>', "<br>",
        _RULED + "body{font-family:'Noto Serif CJK SC',serif;font-size:15px}",
        "当前位置：<a>首页</a>»<a>信息公开</a>»<a>年度报告</a>", True,
    )),
    ("train", Site(
        "word-section1", "word", "gb2312", "<div class=Section1 style='layout-grid:15.6pt'>", "</div>",
        "<p class=MsoNormal style='text-indent:32.0pt;line-height:28.0pt;mso-line-height-rule:exactly'>$text</p>",
        "<p class=MsoNormal style='text-indent:32.0pt'>$text</p>",
        "class=MsoNormalTable border=1 cellspacing=0 cellpadding=0 style='mso-yfti-tbllook:1184'",
        "<p class=MsoNormal align=center style='text-align:center'>$text</p>", "<o:p>&nbsp;</o:p>",
        _RULED + " body{font-family:'AR PL UMing CN'}", "",
    )),
    ("train", Site(
        "bare-nested", "bare", "gbk", '<font size="3">', "</font>", "<p>　　$text</p>", "<p><b>$text</b></p>",
        'width="100%" border="1" cellpadding="2" cellspacing="0" bordercolor="#000000"', "$text", "&nbsp;",
        ".dqwz{font-size:12px} td{font-family:'WenQuanYi Zen Hei'}", "当前位置：首页 &gt;&gt; 公开年报",
    )),
    ("dev", Site(
        "trs-ueditor", "portal", "gbk", '<div class="view TRS_UEDITOR trs_paper_default trs_web">', "</div>",
        '<p style="text-indent:2em">$text</p>', '<p style="text-indent:2em"><b>$text</b></p>',
        'border="1" style="width:100%"', '<p style="text-align:center">$text</p>', "<p><br/></p>",
        _RULED + "body{font-family:'Noto Sans CJK SC'}",
        "您现在的位置：首页 / 法定主动公开内容 / 政府信息公开年报",
    )),
    ("dev", Site(
        "ucap", "article", "utf-8", '<div class="pages_content" id="UCAP-CONTENT">', "</div>",
        '<p style="text-indent:2em;font-family:宋体;font-size:12pt;">$text</p>',
        '<p style="text-indent:2em;"><span style="font-family:黑体;">$text</span></p>',
        'style="width:100%" cellpadding="5"', '<div align="center">$text</div>', "",
        _RULED + "body{font-family:'AR PL SungtiL GB'}", "首页 &gt; 政务公开 &gt; 年报", True,
    )),
    ("dev", Site(
        "word-wordsection", "word", "utf-8", "<div class=WordSection1>", "</div>",
        "<p class=MsoNormal style='margin-top:6.0pt;text-indent:2.0em'>$text</p>",
        "<h2 style='mso-pagination:widow-orphan'>$text</h2>",
        "class=MsoTableGrid border=1 width=633 style='width:474.9pt;border:none;mso-border-alt:solid windowtext .5pt'",
        "<p class=MsoNormal align=center style='line-height:15.0pt'>$text</p>", "<p class=MsoNormal><o:p></o:p></p>",
        _RULED + " body{font-family:'Noto Serif CJK SC'}", "", True,
    )),
    ("dev", Site(
        "bare-form", "bare", "gb2312", '<span class="nr">', "</span>", "　　$text<br><br>", "<b>　　$text</b><br>",
        'border="1" width="95%" align="center"', "$text", "",
        ".nr{line-height:200%} td{font-family:'AR PL UMing CN'}", "您当前的位置：本站首页 - 公开年报",
    )),
    ("test", Site(
        "ivs", "portal", "utf-8", '<div id="ivs_content" class="content"><div class="conTxt">', "</div></div>",
        '<p align="justify">　　$text</p>', '<p class="h">　　$text</p>', 'border="1" cellpadding="6"',
        '<span lang="EN-US">$text</span>', "<span>&nbsp;</span>",
        _RULED + "body{font-family:'WenQuanYi Zen Hei'}.h{font-weight:bold}", "当前位置：网站首页 › 专栏 › 年度报告",
    )),
    ("test", Site(
        "article-content", "article", "gbk", '<div class="article-content" id="fontzoom">', "</div>",
        "<p>$text</p>", "<h2>$text</h2>", 'class="MsoTable"', "$text", "<br/>",
        _RULED + "body{font-family:'AR PL UKai CN';font-size:15px}p{text-indent:2em}",
        "您所在的位置：首页 &gt; 信息公开年报", True,
    )),
    ("test", Site(
        "word-a4", "word", "gb2312", "<div class=Section0 style='mso-page-border-surround-header:no'>", "</div>",
        "<p class=MsoNormal style='mso-char-indent-count:2.0;text-indent:24.0pt'>$text</p>",
        "<p class=MsoNormal style='mso-outline-level:1'><b style='mso-bidi-font-weight:normal'>$text</b></p>",
        "class=MsoNormalTable border=0 width='100%' style='mso-padding-alt:0cm 5.4pt 0cm 5.4pt'",
        "<p class=MsoNormal style='mso-margin-top-alt:auto'>$text</p>", "<span lang=EN-US>&nbsp;</span>",
        _RULED + " body{font-family:'Noto Sans CJK SC'}", "",
    )),
    ("test", Site(
        "bare-frames", "bare", "gbk", '<div class="zw">', "</div>", "<div>&nbsp;&nbsp;&nbsp;&nbsp;$text</div>",
        "<div><strong>$text</strong></div>", 'border="1" cellspacing="1" cellpadding="1" style="width:100%"',
        "<div>$text</div>", "<div>&nbsp;</div>", "td{font-family:'Noto Serif CJK SC'}",
        "所在位置：主页 &gt; 年报公开",
    )),
)  # fmt: skip

SITES: dict[Split, tuple[Site, ...]] = {
    split: tuple(site for owner, site in _SITES if owner == split) for split in ("train", "dev", "test")
}
