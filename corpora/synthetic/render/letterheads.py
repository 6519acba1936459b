"""How offices set their reports in Word: for each split letterheads of its own."""

from dataclasses import dataclass

from ..report import Split

# The typefaces of official documents, and the nearest that Debian has: printers use these, the .docx names those.
SONG, FANGSONG, HEI, KAI, TITLE = "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """One office's habits. Sizes in half-points, `margins` (top, right, bottom, left) in points.

    `faces` are the fonts of title, headings, text and table as named in the document, `printed` those that stand in
    for them on a machine without the originals. `page_number` is a template of `$page`, empty for none.
    `rules` are the lines of tables: "all", "rows" (those between rows) or "none".
    """

    name: str
    faces: tuple[str, str, str, str]
    printed: tuple[str, str, str, str]
    margins: tuple[int, int, int, int] = (72, 79, 72, 79)
    text_size: int = 32
    table_size: int = 18
    heading_style: bool = False
    page_number: str = "— $page —"
    header: str = ""
    repeat_header: bool = False
    keep_rows: bool = True
    landscape: bool = False
    rules: str = "all"


_UMING, _SERIF, _SANS, _ZEN, _UKAI, _GBSN = (
    "AR PL UMing CN", "Noto Serif CJK SC", "Noto Sans CJK SC", "WenQuanYi Zen Hei", "AR PL UKai CN", "AR PL SungtiL GB",
)  # fmt: skip

LETTERHEADS: dict[Split, tuple[Letterhead, ...]] = {
    "train": (
        Letterhead("red-head", (TITLE, HEI, FANGSONG, FANGSONG), (_SERIF, _ZEN, _UMING, _UMING), repeat_header=True),
        Letterhead(
            "plain-song", (SONG, SONG, SONG, SONG), (_GBSN, _GBSN, _GBSN, _GBSN), (60, 60, 60, 60), 24, 16, True, "",
        ),
        Letterhead(
            "kai", (HEI, HEI, KAI, SONG), (_SANS, _SANS, _UKAI, _UMING), text_size=28, page_number="第 $page 页",
        ),
    ),
    "dev": (
        Letterhead(
            "fangsong-header", (TITLE, HEI, FANGSONG, SONG), (_SERIF, _SANS, _UKAI, _GBSN), (90, 72, 90, 72), 30, 19,
            True, "- $page -", "政府信息公开", True,
        ),
        Letterhead("hei-compact", (HEI, HEI, SONG, SONG), (_ZEN, _ZEN, _UMING, _ZEN), (54, 54, 54, 54), 22, 15),
    ),
    "test": (
        Letterhead(
            "serif-wide", (TITLE, KAI, FANGSONG, FANGSONG), (_SERIF, _UKAI, _SERIF, _SERIF), (100, 74, 98, 79), 32, 17,
            False, "· $page ·", "", True, False,
        ),
        Letterhead(
            "song-landscape", (HEI, HEI, SONG, SONG), (_SANS, _ZEN, _GBSN, _GBSN), (64, 64, 64, 64), 24, 18,
            True, "$page", "年度报告", landscape=True,
        ),
    ),
}  # fmt: skip
