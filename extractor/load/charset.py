"""Bytes to characters: the encodings that Chinese pages and files come in, told apart by how the text reads."""

import codecs
import re

from ..core.errors import LoadError

# Characters that any report is full of, in both scripts. Text decoded with a wrong table has hardly any.
_FREQUENT = re.compile(
    "["
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过民前面行方政府信息"
    "公开报告度情况申请办理主动依法复议诉讼条件数量机关部门网站众通加强制完善规范件本其及与由月日市县区局省委务监督保障"
    "平台建设媒体答处予结果案总计无新收上转继续财政收费存问题改进措施需要按照根据组织领导管推进全落实社会服务内容统计"
    "這個為時來們於對會發動過公開報務資訊應機關門網眾強復議訴訟條數處結總計無轉續財費題進據組織領導實與後]"
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GARBAGE = re.compile("[\x01-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_WIDE = re.compile("[^\x00-\x7f]")
_SAMPLE = 60_000
_GARBLED = 0.02  # share of characters that no text has, above which the bytes are not text
_READABLE = 0.12  # share of frequent characters among all Chinese ones, below which a decoding is not believed


def decode(data: bytes, declared: str = "") -> str:
    """Text of these bytes, whatever their encoding; line ends become "\\n", NUL characters go.

    `declared` is the encoding that the document names itself; it is believed only where the text then reads well.
    Raises LoadError for bytes that are no text.
    """
    text = _decode(data, declared)
    sample = text[:_SAMPLE]
    if len(_GARBAGE.findall(sample)) > max(1, _GARBLED * len(sample)):
        raise LoadError("this is not text; give a report as .docx, .pdf, .html, .md, .txt or a picture")
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")


def _decode(data: bytes, declared: str) -> str:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(name, "replace")
    utf16 = _utf16(data[:_SAMPLE])
    if utf16:
        return data.decode(utf16, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end == len(data) and error.start > 2:  # cut off inside its last character
            return data[: error.start].decode("utf-8")
    names = [_widest(declared), "gb18030", "utf-8", "big5hkscs", "cp950"]
    first = re.search(rb"[\x80-\xff]", data)
    sample = data[first.start() : first.start() + _SAMPLE] if first else data[:_SAMPLE]
    scores = {name: _score(sample, name) for name in names if name}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] < _READABLE:
        best = _guess(sample) or best
    return data.decode(best, "replace")


def _widest(declared: str) -> str:
    """The superset under which an encoding is really used; empty for an unknown name."""
    try:
        name = codecs.lookup(declared.strip().lower()).name if declared else ""
    except (LookupError, ValueError):
        return ""
    if name in ("gb2312", "gbk", "hz"):
        return "gb18030"
    return "big5hkscs" if name == "big5" else name


def _utf16(sample: bytes) -> str:
    """UTF-16 without a mark: its line ends, digits and markup leave zeros."""
    if len(sample) < 4 or sample.count(0) < 2:
        return ""
    pairs = sample[: len(sample) // 2 * 2]
    scores = {name: _score(pairs, name) for name in ("utf-16-le", "utf-16-be")}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= _READABLE else ""


def _score(sample: bytes, name: str) -> float:
    """Share of frequent characters among the Chinese ones, less what could not be decoded."""
    try:
        text = sample.decode(name, "replace")
    except LookupError:
        return 0.0
    wide = len(_WIDE.findall(text)) or 1
    return (len(_FREQUENT.findall(text)) - 2 * len(_GARBAGE.findall(text))) / wide


def _guess(sample: bytes) -> str:
    """What charset-normalizer makes of bytes in which nothing reads as Chinese; empty where it gives up."""
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return _widest(best.encoding) if best else ""
