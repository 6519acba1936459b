"""All facts about a report, put together from its titles, dates and names."""

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import chain

from extractor.core.document import Document
from extractor.core.evidence import Evidence
from extractor.core.folding import Folded
from extractor.core.schema import Schema

from .agency import Texts, agencies, folded_name
from .candidate import Candidate, candidate, evidence, ranked
from .dates import Day, Period, days, labelled, periods
from .region import region
from .signature import Signature, signatures
from .titles import Title, titles
from .years import years

_NUMBER = r"[\u4e00-\u9fff]{1,12}\s?[\[(]\s?(?:19|20)\d\d\s?[\])]\s?第?\s?\d{1,4}\s?号?"
_NUMBER_LINE = re.compile(rf"(?:^|\n)[ \t]*({_NUMBER})[ \t]*(?=\n|$)")
_NUMBER_CARD = re.compile(rf"(?:发文字号|文\s{{0,4}}号|发文编号|文件编号)\s*[:|]?\s*({_NUMBER})(?=[\s|]|$)")
_HEAD = 1500  # characters in which a report's own number stands
_SIGNED, _HEADER, _LATER_HEADER = 6.0, 4.0, 3.0


def metadata(document: Document, schema: Schema) -> list[Evidence]:
    """Evidence on the fields `metadata.*` that the document states: one for each field, rivals as options.

    `value` is text as printed, ISO text for days, a number for the year; a region has its official name.
    """
    texts = _texts(document)
    headlines = list(titles(texts.lines.text))
    signed = signatures(texts.lines.text)
    intervals = periods(texts.lines.text)
    dated = _dated(texts.lines.text, signed)
    reported = years(texts.lines, headlines, intervals, [day for day, _ in dated])
    year = int(reported[0].value) if reported else None
    organs = agencies(texts, headlines, signed)
    rivals = {
        "agency": organs,
        **_region(texts, organs, year),
        "year": reported,
        "title": _title(texts, headlines),
        **_period(texts, intervals),
        "published": _published(texts, dated, year),
        "document_number": _number(texts),
    }
    found = (evidence(document, name, candidates) for name, candidates in rivals.items())
    return [one for one in found if one is not None]


def reporting_year(document: Document) -> int | None:
    """The year that a report is about; None where nothing says it."""
    lines = document.folded
    dated = _dated(lines.text, signatures(lines.text))
    found = years(lines, list(titles(lines.text)), periods(lines.text), [day for day, _ in dated])
    return int(found[0].value) if found else None


def _texts(document: Document) -> Texts:
    lines = document.folded
    words = [m.span() for m in re.finditer(r"\S+", lines.text)]
    offsets = chain.from_iterable(lines.offsets[start:end] for start, end in words)
    flat = Folded("".join(lines.text[start:end] for start, end in words), (*offsets, lines.offsets[-1]))
    return Texts(document, lines, flat)


def _dated(text: str, signed: list[Signature]) -> list[tuple[Day, float]]:
    """Days of publication with their points, best first: the signature's, else what the page's header says."""
    own = [(s.day, _SIGNED) for s in reversed(signed) if s.day is not None]
    if not own:  # a day alone on the last line
        last = len(text.rstrip()) - len(text.rstrip().rpartition("\n")[2].lstrip())
        own = [(replace(d, start=d.start + last, end=d.end + last), _SIGNED) for d in days(text[last:]) if d.start == 0]
    header = [(day, _LATER_HEADER if rank else _HEADER) for rank, day in enumerate(labelled(text))]
    return own + header


def _title(texts: Texts, headlines: list[Title]) -> list[Candidate]:
    own = [t for t in headlines if t.kind == "line"]
    if own:
        best = max(own, key=lambda t: (t.rank, -t.start))
        return [candidate(texts.document, texts.lines, (best.start, best.end), 0.0)]
    stated = texts.document.hints.get("title", "")
    found = [t for t in titles(stated) if t.kind == "line"]
    return [Candidate(stated[t.start : t.end], stated[t.start : t.end], None, 0.0) for t in found[:1]]


def _region(texts: Texts, organs: list[Candidate], year: int | None) -> dict[str, list[Candidate]]:
    if not organs:
        return {}
    agency, flat = organs[0], texts.flat
    found = region(folded_name(texts, agency), flat.text, year)
    if found is None:
        return {}
    span, raw = agency.span, found.name
    if found.place and agency.span is not None:
        start = bisect_left(flat.offsets, agency.span.start)
        here = candidate(texts.document, flat, (start + found.place[0], start + found.place[1]), 0.0)
        span, raw = here.span, here.raw
    named = {"region": [Candidate(found.name, raw, span, 0.0)]}
    return named | ({"region_code": [Candidate(found.code, raw, span, 0.0)]} if found.code else {})


def _period(texts: Texts, intervals: list[Period]) -> dict[str, list[Candidate]]:
    ends = [("period_start", p.first) for p in intervals[:1]] + [("period_end", p.last) for p in intervals[:1]]
    return {name: [_day(texts, day, 0.0)] for name, day in ends if day is not None}


def _published(texts: Texts, dated: list[tuple[Day, float]], year: int | None) -> list[Candidate]:
    return ranked([_day(texts, day, score) for day, score in dated if year is None or day.value.year >= year])


def _day(texts: Texts, day: Day, score: float) -> Candidate:
    here = candidate(texts.document, texts.lines, (day.start, day.end), score)
    return replace(here, value=day.value.isoformat())


def _number(texts: Texts) -> list[Candidate]:
    head = texts.lines.text[: max(_HEAD, len(texts.lines.text) // 4)]
    cards = [candidate(texts.document, texts.lines, m.span(1), 2.0) for m in _NUMBER_CARD.finditer(head)]
    return ranked(cards + [candidate(texts.document, texts.lines, m.span(1), 1.0) for m in _NUMBER_LINE.finditer(head)])
