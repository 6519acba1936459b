"""What a loader yields: one text, and where everything stands in it."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from .folding import Folded, fold
from .geometry import Span
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


@dataclass(frozen=True)
class Document:
    """Text as printed, with line ends as "\\n"; blocks in reading order; grids that the format knows.

    A grid's cells are part of the text too, so that every cell has a span. `hints` are facts that
    the container states (an HTML title, a declared date), never part of the text.
    """

    text: str
    source: Source
    blocks: tuple[Block, ...] = ()
    grids: tuple[Grid, ...] = ()
    hints: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    simplify: dict[str, str] = field(default_factory=dict, repr=False)

    @cached_property
    def folded(self) -> Folded:
        """The text for matching: half-width, simplified script, no pinyin glosses; offsets kept."""
        return fold(self.text, self.simplify)

    def slice(self, span: Span) -> str:
        """The characters as printed in an interval."""
        return self.text[span.start : span.end]

    def with_blocks(self, blocks: tuple[Block, ...]) -> "Document":
        """The same document with its text divided anew."""
        return replace(self, blocks=blocks)
