"""Following a known text through the characters of a PDF, over page ends that cut cells and headers that repeat."""

from itertools import takewhile

from extractor.core.folding import fold_text

from .glyphs import Glyph
from .rendered import RenderError


def bare(text: str) -> str:
    """Folded characters without spaces, as they are compared."""
    return "".join(fold_text(text).split())


class Trail:
    """The characters of all pages, how far they have been followed, and what a page's end has cut off."""

    def __init__(self, glyphs: list[Glyph]) -> None:
        self.glyphs = glyphs
        self.text = "".join(glyph.text for glyph in glyphs)
        self.at = 0
        self.owed: list[tuple[list[Glyph], str]] = []

    def find(self, text: str) -> list[Glyph]:
        """The next glyphs that print this text, whatever stands before them."""
        wanted = bare(text)
        at = self.text.find(wanted, self.at)
        if at < 0:
            raise RenderError(f"the page does not print {text[:30]!r} behind {self.text[self.at - 30 : self.at]!r}")
        self.at = at
        return self._take(len(wanted))

    def next(self, text: str, repeated: str) -> list[Glyph]:
        """The glyphs of a cell that stands right here, or on a new page behind its header and the rest of cut cells.

        Where a page's end cuts the cell, the list grows when its rest is met.
        """
        wanted = bare(text)
        if self._begins_page():
            due = self.owed[0][1] if self.owed else wanted
            behind = self.text.startswith(due, self.at + len(repeated))
            if repeated and self._stands(repeated) and (behind or not self._stands(due)):
                self.at += len(repeated)
            self._pay()
        if not self._stands(wanted):
            self._pay()
        if self._stands(wanted):
            return self._take(len(wanted))
        printed = zip(wanted, self.text[self.at : self.at + len(wanted)], strict=False)
        here = self._take(sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], printed)))
        self.owed.append((here, wanted[len(here) :]))
        return here

    def close(self, repeated: str) -> None:
        """Meet what is still owed at a table's end. Raises RenderError where it is not there."""
        if not self.owed:
            return
        if repeated and self._begins_page() and self._stands(repeated):
            self.at += len(repeated)
        self._pay()
        if self.owed:
            raise RenderError(f"the page prints {self.text[self.at :][:20]!r} where the cell {self.owed[0][1]!r} ends")

    def _pay(self) -> None:
        while self.owed and self._stands(self.owed[0][1]):
            glyphs, rest = self.owed.pop(0)
            glyphs += self._take(len(rest))

    def _stands(self, wanted: str) -> bool:
        return self.text.startswith(wanted, self.at)

    def _begins_page(self) -> bool:
        return 0 < self.at < len(self.glyphs) and self.glyphs[self.at - 1].page != self.glyphs[self.at].page

    def _take(self, length: int) -> list[Glyph]:
        self.at += length
        return self.glyphs[self.at - length : self.at]
