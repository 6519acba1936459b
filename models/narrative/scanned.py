"""What a scan costs: passages printed, worn at the level `normal` and read from the pictures, beside the same as text.

python -m models.narrative.scanned [--split test] [--documents 120] [--out scanned.json] [--misses]
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from rapidfuzz.distance import Levenshtein

from corpora.sentences.compose import passage, writer
from corpora.sentences.grammar import Passage, Writer
from corpora.synthetic.render.docx import build
from corpora.synthetic.render.flow import flow
from corpora.synthetic.render.letterheads import LETTERHEADS
from corpora.synthetic.render.levels import LEVELS, draw
from corpora.synthetic.render.office import convert
from corpora.synthetic.render.rendered import Rendered
from corpora.synthetic.render.scan import scan_as
from corpora.synthetic.report import Paragraph, Report, Section, Split
from extractor.core.document import Document
from extractor.core.folding import fold_text
from extractor.core.quantity import find
from extractor.load import load
from extractor.narrative.components import pipeline
from extractor.narrative.flow import running_text, telling
from extractor.narrative.learned import shipped
from extractor.schemas import load_schema

from .data import SCHEMA, SEEDS, counted

_PASSAGES, _LONGEST = 8, 230  # of a document; characters of a passage
_LEVEL = LEVELS["normal"]
Counts = Counter[tuple[str, float]]  # (metric, value) with how often a document says it


@dataclass(frozen=True, slots=True)
class Read:
    """A document's counts as they are true, as read from its text, and as read from its scan.

    `kind` is fax, photo or the resolution; `wrong` are the characters read wrongly of `characters`, by edit distance.
    """

    kind: str
    true: Counts
    clean: Counts
    scanned: Counts
    wrong: int
    characters: int


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--split", choices=get_args(Split), default="test")
    ask.add_argument("--documents", type=int, default=120, help=f"of {_PASSAGES} passages each")
    ask.add_argument("--out", type=Path, help="write the figures here as JSON")
    ask.add_argument("--misses", action="store_true", help="name on stderr what only the scan gets wrong")
    given = ask.parse_args(arguments)
    text = json.dumps(figures(list(documents(given.split, given.documents, misses=given.misses))), indent=1)
    if given.out:
        given.out.write_text(text + "\n", "utf-8")
    print(text)


def documents(split: Split, number: int, *, misses: bool = False) -> Iterator[Read]:
    """Documents of a split's passages, each read as text and as a scan."""
    schema = load_schema(SCHEMA)
    nlp = pipeline(schema.metrics, shipped())
    known, stocks = counted(schema)
    step = 10
    for begin in range(0, number, step):
        rngs = [random.Random(SEEDS[split] + n) for n in range(begin, min(begin + step, number))]
        writers = [writer(split, known, stocks, rng) for rng in rngs]
        told = [[passage(by, _LONGEST) for _ in range(_PASSAGES)] for by in writers]
        reports = [_report(f"{split}-{begin + k}", writers[k], told[k]) for k in range(len(rngs))]
        for report, passages, source, rng in zip(reports, told, _print(reports, rngs), rngs, strict=True):
            wears = draw(_LEVEL, len(source.pages), rng)
            kind = "fax" if wears[0].fax else "photo" if wears[0].photo else f"scan, {wears[0].dpi} dpi"
            printed = load(_text(report).encode(), name=f"{report.id}.txt")
            scanned = load(scan_as(source, wears, ".pdf", _LEVEL.name).data, name=f"{report.id}.pdf")
            clean, worn = (_counts(each, nlp, report.year) for each in (printed, scanned))
            one, other = (_plain(d.text) for d in (printed, scanned))
            read = Read(kind, true(passages), clean, worn, Levenshtein.distance(one, other), len(one))
            if misses:
                _name(report.id, read)
            yield read


def _report(name: str, by: Writer, passages: Sequence[Passage]) -> Report:
    """The passages as a report's sections; a line of a passage is a paragraph."""
    year, agency, split = by.year, by.agency.name, by.split
    sections = tuple(Section("", tuple(Paragraph(line) for line in p.text.split("\n") if line)) for p in passages)
    title = f"{agency}{year}年政府信息公开工作年度报告"
    return Report(name, split, SCHEMA, agency, "", None, year, title, sections, None, None, None, ())


def _print(reports: Sequence[Report], rngs: Sequence[random.Random]) -> Iterator[Rendered]:
    """PDFs of the reports in letterheads of their split; rare characters are printed in whatever typeface has them."""
    import pypdfium2

    heads = [rng.choice(LETTERHEADS[report.split]) for report, rng in zip(reports, rngs, strict=True)]
    files = [build(flow(report), head, head.printed) for report, head in zip(reports, heads, strict=True)]
    for data, head in zip(convert(files, "pdf"), heads, strict=True):
        with pypdfium2.PdfDocument(data) as pdf:
            sizes = tuple(pdf[i].get_size() for i in range(len(pdf)))
        yield Rendered(".pdf", data, head.name, (), sizes)


def _text(report: Report) -> str:
    parts = (part.text for section in report.sections for part in section.parts if isinstance(part, Paragraph))
    return "\n".join((report.title, *parts))


def true(passages: Sequence[Passage]) -> Counts:
    """The counts that passages state, their values as printed."""
    found: Counts = Counter()
    for one in passages:
        text = fold_text(one.text)
        for told in one.told:
            value = next((q.value for q in find(text[told.start : told.end])), None)
            if told.metric and value is not None:
                found[told.metric, float(value)] += 1
    return found


def _counts(document: Document, nlp: Any, year: int) -> Counts:
    """The counts that are read from a document, every number by itself."""
    doc = nlp.make_doc(telling(running_text(document)).text)
    doc.user_data["year"] = year
    links = nlp(doc).user_data["links"]
    return Counter((x.metric.id, float(x.value)) for x in links if x.metric and x.quantity is not None)


def figures(every: Sequence[Read]) -> dict[str, dict[str, float]]:
    """By kind of scan and of all: documents, counts, F1 of text and scan, and the share of characters misread."""
    found: dict[str, dict[str, float]] = {}
    for kind in ("all", *sorted({one.kind for one in every})):
        group = [one for one in every if kind in ("all", one.kind)]
        found[kind] = {
            "documents": len(group),
            "counts": sum(one.true.total() for one in group),
            "text": _f1([(one.true, one.clean) for one in group]),
            "scan": _f1([(one.true, one.scanned) for one in group]),
            "misread": round(sum(one.wrong for one in group) / max(1, sum(one.characters for one in group)), 5),
        }
    return found


def _f1(pairs: Sequence[tuple[Counts, Counts]]) -> float:
    right = sum((truth & said).total() for truth, said in pairs)
    return round(2 * right / max(1, sum(truth.total() + said.total() for truth, said in pairs)), 4)


def _plain(text: str) -> str:
    return "".join(fold_text(text).split())


def _name(document: str, read: Read) -> None:
    lost, added = (read.true & read.clean) - read.scanned, read.scanned - read.clean - read.true
    for sign, counts in (("lost", lost), ("added", added)):
        for (metric, value), _ in sorted(counts.items()):
            print(f"{document} {read.kind}: {sign} {metric} {value:g}", file=sys.stderr)


if __name__ == "__main__":
    main()
