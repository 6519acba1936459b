"""What a file is, by its content first and its name second."""

import re
from io import BytesIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from ..core.errors import LoadError

TEXT = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

PDF = "application/pdf"

PNG = "image/png"
JPEG = "image/jpeg"
TIFF = "image/tiff"
WEBP = "image/webp"
BMP = "image/bmp"
IMAGES = (PNG, JPEG, TIFF, WEBP, BMP)

_HEAD = 65_536
_AS_TEXT = "save it as .docx, or copy its text into a .txt file"
# First bytes → what it is, and what the user can do.
_FOREIGN: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word file (.doc, .wps) or a protected one", "save it as .docx"),
    (b"{\\rtf", "an RTF file", "save it as .docx"),
    (b"GIF8", "a picture (GIF)", "give the report's text, or a .docx or .html of it"),
    (b"\x1f\x8b", "a gzip archive", "unpack it and give the report inside"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and give the report inside"),
    (b"Rar!", "a RAR archive", "unpack it and give the report inside"),
    (b"MZ", "a program", "give a report as .pdf, .docx, .html, .md or .txt"),
)
_IMAGES = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
)
_TAG = re.compile(rb"<\s*/?\s*(?:html|head|body|meta|table|tbody|tr|td|th|div|p|span|h[1-6])\b[^<>]*>", re.I)
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|meta|\?xml[^>]*>\s*<(?:!doctype|html))", re.I
)
_PIPE_RULE = re.compile(rb"^[ \t]*+(?:\|[ \t]*+)?:?-{2,}+:?[ \t]*+(?:\|[ \t]*+:?-{2,}+:?[ \t]*+)++\|?[ \t\r]*+$", re.M)
_HTML_NAMES = (".html", ".htm", ".shtml", ".xhtml")
_MARKDOWN_NAMES = (".md", ".markdown")


def media_type(data: bytes, name: str) -> str:
    """One of TEXT, MARKDOWN, HTML, DOCX, PDF, IMAGES. Raises LoadError, saying what to do, for everything else."""
    if not data.strip(b"\x00 \t\r\n"):
        raise LoadError("the file is empty; give a report as .pdf, .docx, .html, .md or .txt")
    if b"%PDF-" in data[:1024]:
        return PDF
    for magic, what, advice in _FOREIGN:
        if data.startswith(magic):
            raise LoadError(f"this is {what}; {advice}")
    if picture := image_type(data):
        return picture
    suffix = PurePath(name).suffix.lower()
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if suffix == ".docx":
        raise LoadError("this is not a .docx file in spite of its name; save the report again as .docx")
    return _textual(data, suffix)


def image_type(data: bytes) -> str | None:
    """One of IMAGES by the first bytes, None for everything else."""
    for magic, kind in _IMAGES:
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    header = int.from_bytes(data[14:18], "little")  # of BMP's kinds; two letters alone may begin any text
    return BMP if data[:2] == b"BM" and header in (12, 40, 52, 56, 108, 124) else None


def _zipped(data: bytes) -> str:
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise LoadError("the file is damaged or cut off; get it again or save it again as .docx") from error
    if any(name.startswith("word/") for name in names) or ("[Content_Types].xml" in names and "_rels/.rels" in names):
        for kind, what in (("xl/", "an Excel workbook"), ("ppt/", "a presentation")):
            if any(name.startswith(kind) for name in names):
                raise LoadError(f"this is {what}; give the report itself as .docx")
        return DOCX
    if "OFD.xml" in names:
        raise LoadError(f"this is an OFD file, which this version does not read; {_AS_TEXT}")
    if "content.xml" in names:
        raise LoadError("this is an OpenDocument file; save it as .docx")
    raise LoadError("this is a zip archive and not a .docx; unpack it and give the report inside")


def _textual(data: bytes, suffix: str) -> str:
    head = data[:_HEAD].replace(b"\x00", b"")  # also shows the markup of UTF-16
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[2:]
    if _PAGE.match(head.lstrip()):
        return HTML
    if _PIPE_RULE.search(head) or suffix in _MARKDOWN_NAMES:
        return MARKDOWN
    tags = sum(1 for _ in _TAG.finditer(head))
    if tags >= 6 or (tags >= 2 and (suffix in _HTML_NAMES or head.lstrip()[:1] == b"<")):
        return HTML
    return TEXT
