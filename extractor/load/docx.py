"""Word documents (.docx) → Document."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from ..core.document import BlockKind, Document, Source
from ..core.errors import LoadError
from ..core.grid import Cell
from .docx_numbering import Numbering, read_numbering
from .linear import Linear

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PART = 64 * 2**20  # bytes of one part, unpacked
MAX_UNPACKED = 512 * 2**20  # bytes of the whole file, unpacked
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_TABLE_TEXT = re.compile(r"申请人情况|信息内容|统计指标|自然人|申請人情況|信息內容")
# Elements whose content is the document's as if they were not there: accepted insertions, controls, links.
_WRAPPERS = frozenset(
    (
        "ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml", "hyperlink", "fldSimple", "dir", "bdo",
        "ruby", "rubyBase", "oMath", "oMathPara",
    )
)  # fmt: skip


def read(data: bytes, source: Source) -> Document:
    """Body, tables, text boxes, headers, footers and notes in reading order; tracked changes as accepted.

    Automatic numbers are part of the text. Raises LoadError for a file that is no whole .docx.
    """
    package = _Package.open(data)
    body = package.main.find("{*}body")
    if body is None:
        raise LoadError("the .docx has no document in it; save the report again as .docx")
    walk = _Walk(Linear(), read_numbering(package.part("numbering.xml"), package.part("styles.xml", b"numPr"), _attr))
    heads = package.linked(body, "headerReference")
    feet = package.linked(body, "footerReference")
    for part in heads:
        walk.blocks(part, "header")
    walk.blocks(body)
    for name in ("footnotes.xml", "endnotes.xml"):
        notes = package.part(name)
        for note in notes if notes is not None else ():
            if _attr(note, "type") in ("", "normal"):
                walk.blocks(note)
    for part in feet:
        walk.blocks(part, "footer")
    document = walk.linear.document(source)
    warnings: list[str] = []
    if walk.changes:
        warnings.append(f"{walk.changes} tracked change(s) were taken as accepted")
    if walk.pictures and not _TABLE_TEXT.search(document.text):
        warnings.append(f"no table in the text but {walk.pictures} picture(s): tables may be pictures")
    return replace(document, warnings=tuple(warnings))


@dataclass
class _Package:
    """The parts of a .docx file."""

    archive: ZipFile
    main: "_Element"
    folder: PurePosixPath
    relations: dict[str, str]

    @classmethod
    def open(cls, data: bytes) -> "_Package":
        try:
            archive = ZipFile(BytesIO(data))
        except (BadZipFile, OSError, ValueError) as error:
            raise LoadError("the file is damaged or cut off; save the report again as .docx") from error
        if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
            raise LoadError(f"it unpacks to more than {MAX_UNPACKED >> 20} MiB; give the report alone")
        names = {name.lower(): name for name in archive.namelist()}
        path = "word/document.xml"
        root = _xml(_bytes(archive, "_rels/.rels")) if "_rels/.rels" in names else None
        for relation in root if root is not None else ():
            if (relation.get("Type") or "").endswith("/officeDocument"):
                path = (relation.get("Target") or path).lstrip("/")
        if path.lower() not in names:
            raise LoadError("the .docx has no document in it; save the report again as .docx")
        main = _xml(_bytes(archive, names[path.lower()]))
        folder = PurePosixPath(path).parent
        links = f"{folder}/_rels/{PurePosixPath(path).name}.rels"
        found = _xml(_bytes(archive, links)) if links in names.values() else None
        relations = {link.get("Id", ""): link.get("Target", "") for link in found} if found is not None else {}
        return cls(archive, main, folder, relations)

    def part(self, name: str, needle: bytes = b"") -> "_Element | None":
        """Root of a part beside the main one; None where there is none, or none that holds `needle`."""
        path = name.lstrip("/") if name.startswith("/") else str(self.folder / name)
        if path not in self.archive.namelist():
            return None
        data = _bytes(self.archive, path)
        return _xml(data) if needle in data else None

    def linked(self, body: "_Element", kind: str) -> "list[_Element]":
        """Roots of the headers or footers that the sections refer to, each once."""
        targets: dict[str, None] = {}
        for reference in body.iter(f"{{*}}{kind}"):
            target = self.relations.get(reference.get(_RELATION) or reference.get(_STRICT_RELATION) or "")
            if target:
                targets[target] = None
        return [root for target in targets if (root := self.part(target)) is not None]


@dataclass
class _Walk:
    """One passage through the document in reading order."""

    linear: Linear
    numbering: Numbering
    changes: int = 0
    pictures: int = 0
    boxes: "list[_Element]" = field(default_factory=list)
    carried: str = ""  # text of a paragraph whose end was deleted: it goes on in the next

    def blocks(self, parent: "_Element", kind: BlockKind | None = None) -> None:
        """Write all paragraphs and tables of an element; `kind` is their role where it is known."""
        for child in _children(parent):
            if _name(child) == "p":
                line = self.paragraph(child)
                if line is not None:
                    self.linear.paragraph(line, kind)
            else:
                self.table(child, kind)
            boxes, self.boxes = self.boxes, []
            for box in boxes:
                self.blocks(box, kind)
        if self.carried:
            self.linear.paragraph(self.carried, kind)
            self.carried = ""

    def paragraph(self, element: "_Element", tab: str = "\t") -> str | None:
        """Text of one paragraph with its automatic number; None where its end was deleted."""
        properties = element.find("{*}pPr")
        label = self._label(properties) if properties is not None else ""
        parts: list[str] = []
        self._inline(element, parts, tab)
        text = "".join(parts).strip("\n")
        text = self.carried + (label + text if text.strip() else text)
        self.carried = ""
        if properties is not None and properties.find("{*}rPr/{*}del") is not None:
            self.changes += 1
            self.carried = text
            return None
        return text

    def _label(self, properties: "_Element") -> str:
        number, level = properties.find("{*}numPr/{*}numId"), properties.find("{*}numPr/{*}ilvl")
        style = properties.find("{*}pStyle")
        inherited = self.numbering.styles.get(_attr(style, "val")) if style is not None else None
        if number is None:
            return self.numbering.label(*inherited) if inherited else ""
        own = _attr(level, "val") if level is not None else ""
        return self.numbering.label(_attr(number, "val"), int(own) if own.isdigit() else 0)

    def _inline(self, element: "_Element", parts: list[str], tab: str) -> None:
        for child in element:
            name = _name(child)
            if name == "r":
                if not _is_hidden(child):
                    self._inline(child, parts, tab)
            elif name == "t":
                parts.append(child.text or "")
            elif name in ("tab", "ptab"):
                parts.append(tab)
            elif name in ("br", "cr"):
                parts.append("\n")
            elif name == "noBreakHyphen":
                parts.append("-")
            elif name in _WRAPPERS:
                self.changes += name in ("ins", "moveTo")
                self._inline(child, parts, tab)
            elif name in ("del", "moveFrom"):
                self.changes += 1
            elif name == "AlternateContent":
                self._drawing(_chosen(child))
            elif name in ("drawing", "pict", "object"):
                self._drawing(child)

    def _drawing(self, element: "_Element | None") -> None:
        if element is None:
            return
        boxes = list(_text_boxes(element))
        self.boxes += boxes
        self.pictures += not boxes and any(_name(part) in ("blip", "imagedata") for part in element.iter("{*}*"))

    def table(self, element: "_Element", kind: BlockKind | None = None) -> None:
        """Write one table, and after it the tables in its cells."""
        cells: list[Cell] = []
        nested: list[_Element] = []
        open_cells: dict[int, int] = {}  # column → index of the cell that goes on below
        row = 0
        for tr in _children(element, ("tr",)):
            properties = tr.find("{*}trPr")
            if properties is not None and properties.find("{*}del") is not None:
                self.changes += 1
                continue
            before = properties.find("{*}gridBefore") if properties is not None else None
            column = _number(before, 0)
            for tc in _children(tr, ("tc",)):
                width = max(1, _number(tc.find("{*}tcPr/{*}gridSpan"), 1))
                merge = tc.find("{*}tcPr/{*}vMerge")
                if merge is not None and _attr(merge, "val") != "restart" and column in open_cells:
                    i = open_cells[column]
                    above = cells[i]
                    cells[i] = Cell(above.text, above.row, above.column, row - above.row + 1, above.column_span)
                else:
                    for covered in range(column, column + width):
                        open_cells.pop(covered, None)
                    if merge is not None:
                        open_cells[column] = len(cells)
                    cells.append(Cell(self._cell(tc, nested), row, column, 1, width))
                column += width
            row += 1
        self.linear.table(cells, kind)
        for inner in nested:
            self.table(inner, kind)

    def _cell(self, tc: "_Element", nested: "list[_Element]") -> str:
        lines: list[str] = []
        for child in _children(tc):
            if _name(child) == "tbl":
                nested.append(child)
            elif (line := self.paragraph(child, " ")) is not None:
                lines.append(line)
            boxes, self.boxes = self.boxes, []
            lines += [self._cell(box, nested) for box in boxes]
        if self.carried:
            lines.append(self.carried)
            self.carried = ""
        return "\n".join(line for text in lines for part in text.split("\n") if (line := part.strip()))


def _children(parent: "_Element", wanted: tuple[str, ...] = ("p", "tbl")) -> "Iterator[_Element]":
    """Elements of the wanted names, through content controls and accepted changes."""
    for child in parent:
        name = _name(child)
        if name in wanted:
            yield child
        elif name in _WRAPPERS:
            yield from _children(child, wanted)
        elif name == "AlternateContent" and (chosen := _chosen(child)) is not None:
            yield from _children(chosen, wanted)


def _chosen(alternate: "_Element") -> "_Element | None":
    """The one branch of an alternative to read, so that a text box is not read twice."""
    branches = [child for child in alternate if _name(child) in ("Choice", "Fallback")]
    with_text = [branch for branch in branches if next(_text_boxes(branch), None) is not None]
    return next(iter(with_text + branches), None)


def _text_boxes(element: "_Element") -> "Iterator[_Element]":
    for child in element:
        name = _name(child)
        if name == "txbxContent":
            yield child
        elif name == "AlternateContent":
            if (chosen := _chosen(child)) is not None:
                yield from _text_boxes(chosen)
        else:
            yield from _text_boxes(child)


def _is_hidden(run: "_Element") -> bool:
    hidden = run.find("{*}rPr/{*}vanish")
    return hidden is not None and _attr(hidden, "val") not in ("0", "false", "off")


def _number(element: "_Element | None", default: int) -> int:
    value = _attr(element, "val") if element is not None else ""
    return min(int(value), 64) if value.isdigit() else default


def _name(element: "_Element") -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _attr(element: "_Element", name: str) -> str:
    return element.get(f"{{{_WORD}}}{name}") or ""


def _bytes(archive: ZipFile, path: str) -> bytes:
    try:
        with archive.open(path) as part:
            data = part.read(MAX_PART + 1)
    except (BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, KeyError) as error:
        raise LoadError("the .docx is damaged or protected; save the report again as .docx") from error
    if len(data) > MAX_PART:
        raise LoadError(f"its text unpacks to more than {MAX_PART >> 20} MiB; give the report alone")
    return data.replace(_STRICT, _WORD.encode())


def _xml(data: bytes) -> "_Element":
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise LoadError("the .docx is damaged; save the report again as .docx") from error
