"""PDFs written object by object, for what no library would write."""

CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
FONT = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
_PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def written(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return out + end % (len(objects) + 1, table, len(objects) + 1, len(out))


def one_page(
    *objects: bytes, resources: bytes = FONT, contents: bytes = b"4 0 R", box: bytes = b"0 0 595 842"
) -> bytes:
    """A PDF of one page; these are its objects from 4 on, the first of them what the page shows."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents %s/Resources<<%s>>>>" % (box, contents, resources)
    return written(CATALOGUE, _PAGES, page, *objects)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream with these entries beside its length."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), entries, content)


def form(content: bytes, entries: bytes = b"", *, subtype: bytes = b"/Form") -> bytes:
    """A form that a page may draw."""
    return stream(content, b"/Type/XObject/Subtype%s/BBox[0 0 600 900]%s" % (subtype, entries))
