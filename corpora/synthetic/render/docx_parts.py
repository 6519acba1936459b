"""The parts of a .docx file around its body, and their package: the same bytes for the same content."""

from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .letterheads import Letterhead

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{_WORD}" xmlns:r="{_LINKS}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES = f"""{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>
<Override PartName="/word/header1.xml" ContentType="{_TYPE}.header+xml"/>
<Override PartName="/word/footer1.xml" ContentType="{_TYPE}.footer+xml"/></Types>"""
_PACKAGE_LINKS = f"""{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{_LINKS}/officeDocument" Target="word/document.xml"/></Relationships>"""
_DOCUMENT_LINKS = f"""{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{_LINKS}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{_LINKS}/header" Target="header1.xml"/>
<Relationship Id="rId3" Type="{_LINKS}/footer" Target="footer1.xml"/></Relationships>"""
_EPOCH = (1980, 1, 1, 0, 0, 0)


def package(body: str, head: Letterhead, faces: tuple[str, str, str, str]) -> bytes:
    """A whole .docx of this body (paragraphs and tables as XML)."""
    document = f"{_XML}<w:document {NAMESPACES}><w:body>{body}{_section(head)}</w:body></w:document>"
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _PACKAGE_LINKS,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _DOCUMENT_LINKS,
        "word/styles.xml": _styles(head, faces),
        "word/header1.xml": f"{_XML}<w:hdr {NAMESPACES}>{_centred(escape(head.header))}</w:hdr>",
        "word/footer1.xml": f"{_XML}<w:ftr {NAMESPACES}>{_centred(*_page_number(head))}</w:ftr>",
    }
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, text.encode(), compresslevel=1)
    return buffer.getvalue()


def page_size(head: Letterhead) -> tuple[int, int]:
    """Width and height of its A4 pages in points."""
    return (842, 595) if head.landscape else (595, 842)


def fonts(face: str) -> str:
    """Run property: this typeface for all scripts, or two as `Chinese + Latin`, the latter for digits too."""
    own, both, latin = face.partition(" + ")
    hint = ' w:hint="eastAsia"' if both else ""
    latin = latin or own
    return f'<w:rFonts{hint} w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{own}" w:cs="{latin}"/>'


def _section(head: Letterhead) -> str:
    width, height = page_size(head)
    top, right, bottom, left = (20 * margin for margin in head.margins)
    turned = ' w:orient="landscape"' if head.landscape else ""
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/>'
        f'<w:pgSz w:w="{20 * width}" w:h="{20 * height}"{turned}/><w:pgMar w:top="{top}" w:right="{right}" '
        f'w:bottom="{bottom}" w:left="{left}" w:header="560" w:footer="560" w:gutter="0"/></w:sectPr>'
    )


def _styles(head: Letterhead, faces: tuple[str, str, str, str]) -> str:
    heading, text = fonts(faces[1]), fonts(faces[2])
    return (
        f"{_XML}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{text}"
        f'<w:sz w:val="{head.text_size}"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
        f'<w:pPr><w:keepNext/><w:outlineLvl w:val="0"/></w:pPr><w:rPr>{heading}</w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/></w:style>'
        "</w:styles>"
    )


def _centred(*runs: str) -> str:
    content = "".join(
        run if run.startswith("<") else f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs if run
    )
    small = content.replace("<w:r>", '<w:r><w:rPr><w:sz w:val="18"/></w:rPr>')
    return f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{small}</w:p>'


def _page_number(head: Letterhead) -> tuple[str, ...]:
    if not head.page_number:
        return ()
    before, after = head.page_number.split("$page")
    return before, '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>', after
