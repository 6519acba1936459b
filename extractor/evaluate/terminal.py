"""Scores as tables for a terminal of 80 columns or more."""

import io
from collections.abc import Mapping, Sequence

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from .match import Judged
from .metrics import Ratio, Scores, grouped, score
from .wording import number, share

_NAMED = 10  # failures that are named


def render(documents: Sequence[Judged], by: Sequence[str], *, width: int = 80, colour: bool = False) -> str:
    """Text of at most `width` columns: all documents, then a table for each key of `by`."""
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, color_system="standard" if colour else None,
        highlight=False, emoji=False, markup=False, legacy_windows=False,
    )  # fmt: skip
    parts: list[RenderableType] = [_all(score(documents))]
    for key in by:
        parts += [Text(f"\nBy {key}", style="bold"), _groups({k: score(v) for k, v in grouped(documents, key).items()})]
    console.print(Group(*parts))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _all(s: Scores) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right", style="bold")
    table.add_column(style="dim")

    def row(name: str, value: str, aside: str = "") -> None:
        if value != "–":
            table.add_row(name, value, aside)

    def shared(name: str, ratio: Ratio, what: str) -> None:
        row(name, share(ratio.share), f"{ratio.right} of {ratio.of} {what}")

    failed = f", {s.failed} of them without a record" if s.failed else ""
    shared("documents fully right", s.right, f"documents{failed}")
    shared("tables fully right", s.tables, "documents with tables")
    shared("cells", s.cells, "cells")
    shared("non-zero cells", s.nonzero, "cells")
    shared("blank or missing", s.empties, "cells without a value")
    row("invented values", share(s.invented.share), f"{s.invented.right} of {s.invented.of} values given")
    asides = (s.counts, s.violations)
    told = [f"precision {share(f.precision)}, recall {share(f.recall)}, {f.true + f.missed} in gold" for f in asides]
    row("counts of the text, F1", share(s.counts.f1), told[0])
    shared("metadata", s.metadata, "facts")
    row("broken sums, F1", share(s.violations.f1), told[1])
    shared("report type", s.schema, "documents")
    row("table structure", share(s.structure[0]), f"GriTS-Top, {s.structure[1]} tables")
    shared("repairs right", s.repairs, "repairs")
    if s.decoding.before != s.decoding.after or s.decoding.worsened.of:
        shared("cells as first read", s.decoding.before, "cells of documents with doubtful readings")
        shared("and as decoded", s.decoding.after, "cells")
        shared("misread, put right", s.decoding.mended, "misread cells under a sum")
        shared("wrong repairs", s.decoding.worsened, "repairs")
    q = s.confidence
    row("coverage at 99.9 %", share(q.coverage), f"of {q.claims} fields, confidence from {number(q.threshold, 4)}")
    row("confidence", number(q.ece, 4), f"ECE; Brier {number(q.brier, 4)}, AUROC {share(q.auroc)}")
    return table


def _groups(scores: Mapping[str, Scores]) -> RenderableType:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    table.add_column("", overflow="fold", ratio=1)
    heads = ("docs", "right", "cells", "≠ 0", "counts\nP", "\nR", "\nF1", "meta", "sums\nF1", "cover\n99.9 %")
    for head in heads:
        table.add_column(Text(head, justify="right"), justify="right", no_wrap=True, vertical="bottom")
    for name, s in scores.items():
        counts = (s.counts.precision, s.counts.recall, s.counts.f1)
        shares = (s.right.share, s.cells.share, s.nonzero.share, *counts, s.metadata.share, s.violations.f1)
        table.add_row(name, str(s.documents), *map(share, shares), share(s.confidence.coverage))
    return table


def failures(documents: Sequence[Judged]) -> list[str]:
    """One line for each document without a record, with the reason; beyond ten, how many more."""
    lines = [f"{d.document}: {d.error}" for d in documents if d.failed]
    more = [f"and {len(lines) - _NAMED} more documents without a record"] if len(lines) > _NAMED else []
    return lines[:_NAMED] + more
