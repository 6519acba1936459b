"""What a loader yields: one text, and where everything stands in it."""

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from .folding import Folded, fold
from .geometry import Box, Span
from .grid import Grid

BlockKind = Literal["title", "heading", "paragraph", "grid", "header", "footer", "noise"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the bytes came from. `pages` is 0 for formats without pages."""

    path: str
    sha256: str
    media_type: str
    loader: str
    pages: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text with one role. A block of kind "grid" names its grid by index.

    `noise` is page furniture: navigation, counters, scripts' leftovers, page numbers.
    """

    kind: BlockKind
    span: Span
    grid: int | None = None


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A printed line of a format with pages, and where its characters stand.

    `edges` are the left edges of its characters and the right edge of the last one (one more than characters in
    `span`), `top` and `bottom` its height, all in points from the top left of `page` (1-based).
    """

    span: Span
    page: int
    edges: tuple[float, ...]
    top: float
    bottom: float


@dataclass(frozen=True)
class Document:
    """Text as printed, with line ends as "\\n"; blocks in reading order; grids that the format knows.

    A grid's cells are part of the text too, so that every cell has a span. `hints` are facts that
    the container states (an HTML title, a declared date), never part of the text. `lines` are the printed lines
    outside of grids, in order of the text, for formats with pages.
    """

    text: str
    source: Source
    blocks: tuple[Block, ...] = ()
    grids: tuple[Grid, ...] = ()
    hints: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    simplify: dict[str, str] = field(default_factory=dict, repr=False)
    lines: tuple[PlacedLine, ...] = field(default=(), repr=False)

    @cached_property
    def folded(self) -> Folded:
        """The text for matching: half-width, simplified script, no pinyin glosses; offsets kept."""
        return fold(self.text, self.simplify)

    def slice(self, span: Span) -> str:
        """The characters as printed in an interval."""
        return self.text[span.start : span.end]

    def place(self, span: Span) -> tuple[int, Box] | None:
        """Page and box of an interval of the text outside of grids, as far as it stands on the line that it begins
        on; None where the format has no pages or the line is not known."""
        at = bisect_right(self.lines, span.start, key=lambda line: line.span.start) - 1
        if at < 0 or span.start >= self.lines[at].span.end:
            return None
        line = self.lines[at]
        first, last = span.start - line.span.start, min(max(span.end, span.start + 1), line.span.end) - line.span.start
        return line.page, Box(line.edges[first], line.top, line.edges[last], line.bottom)

    def with_blocks(self, blocks: tuple[Block, ...]) -> "Document":
        """The same document with its text divided anew."""
        return replace(self, blocks=blocks)
