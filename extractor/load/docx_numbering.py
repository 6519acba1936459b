"""Automatic numbering of Word documents: the labels that Word prints and the text does not hold."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_DIGITS = "〇一二三四五六七八九"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    number_format: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class Numbering:
    """Counts a document's numbered paragraphs. `lists` maps a list's id to (its counters' name, its levels)."""

    lists: dict[str, tuple[str, dict[int, _Level]]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, number: str, level: int) -> str:
        """The label of the next paragraph of a list at a level; empty for bullets and unknown lists."""
        name, levels = self.lists.get(number, ("", {}))
        if level not in levels:
            return ""
        counters = self._counters.setdefault(name, {})
        counters[level] = counters.get(level, levels[level].start - 1) + 1
        for deeper in [key for key in counters if key > level]:
            del counters[deeper]
        label = levels[level].text
        if levels[level].number_format in ("bullet", "none"):
            return ""
        for i, spec in levels.items():
            if f"%{i + 1}" in label:
                label = label.replace(f"%{i + 1}", printed(counters.get(i, spec.start), spec.number_format))
        return label


def read_numbering(numbering: "_Element | None", styles: "_Element | None", attr: Callable[..., str]) -> Numbering:
    """Lists of numbering.xml and styles of styles.xml; `attr(element, name)` reads an attribute of Word's own."""
    found = Numbering()
    if numbering is None:
        return found
    abstract: dict[str, dict[int, _Level]] = {}
    for element in numbering.iterchildren("{*}abstractNum"):
        abstract[attr(element, "abstractNumId")] = _levels(element, attr)
    for element in numbering.iterchildren("{*}num"):
        link = element.find("{*}abstractNumId")
        name = attr(link, "val") if link is not None else ""
        levels = dict(abstract.get(name, {}))
        counters = name
        for override in element.iterchildren("{*}lvlOverride"):
            level = int(attr(override, "ilvl") or 0)
            start = override.find("{*}startOverride")
            levels |= _levels(override, attr)
            if start is not None and level in levels:
                spec = levels[level]
                levels[level] = _Level(spec.number_format, spec.text, int(attr(start, "val") or 1))
                counters = f"{name}/{attr(element, 'numId')}"  # a restarted list counts on its own
        found.lists[attr(element, "numId")] = (counters, levels)
    found.styles = _styles(styles, attr) if styles is not None else {}
    return found


def printed(value: int, number_format: str) -> str:
    """A counter as Word prints it (`chineseCounting` 12 → 十二); decimal for formats without a rule here."""
    if number_format in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand",
                         "taiwaneseCounting", "chineseLegalSimplified", "ideographTraditional"):  # fmt: skip
        return _counting(value)
    if number_format in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_DIGITS[int(digit)] for digit in str(value))
    if number_format.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(0x245F + value)
    if number_format == "decimalEnclosedParen" and 1 <= value <= 20:
        return f"({value})"
    if number_format == "decimalZero":
        return f"{value:02d}"
    if number_format == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))
    if number_format in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if number_format == "upperLetter" else letter
    if number_format in ("upperRoman", "lowerRoman"):
        roman = "".join(_roman(value))
        return roman.upper() if number_format == "upperRoman" else roman
    return str(value)


def _roman(value: int) -> list[str]:
    letters: list[str] = []
    for worth, letter in _ROMAN:
        letters += [letter] * (value // worth)
        value %= worth
    return letters


def _counting(value: int) -> str:
    """Chinese numeral of 0…999."""
    if value < 10:
        return _DIGITS[value] if value else "零"
    if value < 20:
        return "十" + (_DIGITS[value - 10] if value > 10 else "")
    if value < 100:
        return _DIGITS[value // 10] + "十" + (_DIGITS[value % 10] if value % 10 else "")
    rest = value % 100
    tail = "" if not rest else ("零" + _DIGITS[rest] if rest < 10 else _DIGITS[rest // 10] + _counting(10 + rest % 10))
    return _DIGITS[value // 100 % 10] + "百" + tail


def _levels(element: "_Element", attr: Callable[..., str]) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for level in element.iterchildren("{*}lvl"):
        values = {child.tag.rpartition("}")[2]: attr(child, "val") for child in level.iterchildren("{*}*")}
        start = values.get("start", "1")
        levels[int(attr(level, "ilvl") or 0)] = _Level(
            values.get("numFmt", "decimal"), values.get("lvlText", ""), int(start) if start.lstrip("-").isdigit() else 1
        )
    return levels


def _styles(styles: "_Element", attr: Callable[..., str]) -> dict[str, tuple[str, int]]:
    own: dict[str, tuple[str, int]] = {}
    base: dict[str, str] = {}
    for style in styles.iterchildren("{*}style"):
        name = attr(style, "styleId")
        based = style.find("{*}basedOn")
        base[name] = attr(based, "val") if based is not None else ""
        number = style.find("{*}pPr/{*}numPr/{*}numId")
        level = style.find("{*}pPr/{*}numPr/{*}ilvl")
        if number is not None:
            own[name] = (attr(number, "val"), int(attr(level, "val") or 0) if level is not None else 0)
    found: dict[str, tuple[str, int]] = {}
    for name in base:
        ancestor, steps = name, 0
        while ancestor and ancestor not in own and steps < 20:
            ancestor, steps = base.get(ancestor, ""), steps + 1
        if ancestor in own:
            found[name] = own[ancestor]
    return found
