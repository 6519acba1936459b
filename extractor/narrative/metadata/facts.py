"""All facts about a report, put together from its titles, dates and names."""

import re
from collections.abc import Iterator

from extractor.core.document import Document
from extractor.core.evidence import Evidence
from extractor.core.schema import Schema

from .agency import Texts, agencies
from .candidate import Candidate, candidate, evidence, ranked
from .dates import Period, days, labelled, periods
from .region import region
from .titles import Title, titles

_TITLE_YEAR = {"line": 3.0, "inline": 2.5, "quoted": 2.0}
_PERIOD_YEAR, _UNTIL_YEAR, _PUBLISHED_YEAR, _VOICED_YEAR, _PLAIN_YEAR = 3.5, 1.0, 1.5, 0.5, 0.12
_YEARS = range(2003, 2041)
_PLAIN = re.compile(r"(?<!\d)(20\d\d)年度?(?!\d)")
_VOICED = re.compile(r"(?<!\d)(20\d\d)年度?,?(?=我|本|全[市县区省州镇乡年局]|共|,|[\u4e00-\u9fff]{2,12}(?:局|政府|委|厅|办)(?!关于))")
_UNTIL = re.compile(r"(?:至|到|截止)(20\d\d)年(?:年?底|末|12月31日)")
_NUMBER = r"[\u4e00-\u9fff]{1,12}\s?[\[(]\s?(?:19|20)\d\d\s?[\])]\s?第?\s?\d{1,4}\s?号?"
_NUMBER_LINE = re.compile(rf"(?:^|\n)[ \t]*({_NUMBER})[ \t]*(?=\n|$)")
_NUMBER_CARD = re.compile(rf"(?:发文字号|文\s{{0,4}}号|发文编号|文件编号)\s*[:|]?\s*({_NUMBER})(?=[\s|]|$)")
_SIGNED, _LAST_LINE, _HEADER, _LATER_HEADER = 6.0, 5.0, 4.0, 3.0


def metadata(document: Document, schema: Schema) -> list[Evidence]:
    """Evidence on the fields `metadata.*` that the document states: one for each field, rivals as options.

    `value` is text as printed, ISO text for dates, a number for the year; a region has its official name.
    """
    texts = _texts(document)
    headlines = list(titles(texts.lines.text))
    intervals = periods(texts.lines.text)
    years = _years(texts, headlines, intervals)
    year = int(years[0].value) if years else None
    organs = agencies(texts, headlines)
    rivals = {
        "agency": organs,
        **_regions(texts, organs, year),
        "year": years,
        "title": _titles(texts, headlines),
        **_period(texts, intervals, year),
        "published": _published(texts, year),
        "document_number": _numbers(texts),
    }
    found = (evidence(document, name, candidates) for name, candidates in rivals.items())
    return [one for one in found if one is not None]


def reporting_year(document: Document) -> int | None:
    """The year that a report is about; None where nothing says it."""
    texts = _texts(document)
    years = _years(texts, list(titles(texts.lines.text)), periods(texts.lines.text))
    return int(years[0].value) if years else None


def _texts(document: Document) -> Texts:
    lines = document.folded
    return Texts(document, lines, lines.keep(lambda ch: not ch.isspace()))


def _years(texts: Texts, headlines: list[Title], intervals: list[Period]) -> list[Candidate]:
    """Years by votes: titles, the figures' period, the year before publication, and how often the text says it."""
    votes: dict[int, float] = {}
    places: dict[int, tuple[int, int]] = {}

    def vote(year: int, points: float, place: tuple[int, int]) -> None:
        if year in _YEARS:
            votes[year] = votes.get(year, 0.0) + points
            places.setdefault(year, place)

    lines, flat = texts.lines, texts.flat.text
    seen: set[tuple[int, str]] = set()
    for title in sorted(headlines, key=lambda t: t.rank, reverse=True):
        if title.year is not None and title.year_at and (title.year, "title") not in seen:
            vote(title.year, _TITLE_YEAR[title.kind], title.year_at)
            seen.add((title.year, "title"))
    for period in intervals[:1]:
        points = _PERIOD_YEAR if period.first and period.about_figures else _UNTIL_YEAR
        vote(period.last.value.year, points, (period.last.start, period.last.end))
    for day in labelled(lines.text)[:1] or list(days(lines.text[-200:]))[-1:]:
        votes_before = day.value.year - 1
        if votes_before in votes or not votes:
            vote(votes_before, _PUBLISHED_YEAR, (day.start, day.end))
    for pattern, points, most in ((_UNTIL, 1.0, 1), (_VOICED, _VOICED_YEAR, 4), (_PLAIN, _PLAIN_YEAR, 10)):
        counts: dict[int, int] = {}
        for found in pattern.finditer(flat):
            year = int(found[1])
            counts[year] = counts.get(year, 0) + 1
            if counts[year] <= most:
                offsets = texts.flat.offsets
                place = _line_place(texts, offsets[found.start(1)], offsets[found.end(1)])
                vote(year, points, place)
    found_years = [
        Candidate(year, lines.text[slice(*places[year])], lines.span(*places[year]), points)
        for year, points in votes.items()
    ]
    return sorted(found_years, key=lambda c: -c.score)


def _line_place(texts: Texts, start: int, end: int) -> tuple[int, int]:
    from bisect import bisect_left

    return bisect_left(texts.lines.offsets, start), bisect_left(texts.lines.offsets, end)


def _regions(texts: Texts, organs: list[Candidate], year: int | None) -> dict[str, list[Candidate]]:
    if not organs:
        return {}
    flat = texts.flat
    agency = organs[0]
    return _region_of(texts, agency, flat.text, year)


def _region_of(texts: Texts, agency: Candidate, context: str, year: int | None) -> dict[str, list[Candidate]]:
    from .agency import folded_name

    name = folded_name(texts, agency)
    found = region(name, context + " ".join(texts.document.hints.values()), year)
    if found is None:
        return {}
    place, raw = agency.span, found.name
    if found.place and agency.span is not None:
        from bisect import bisect_left

        first = bisect_left(texts.flat.offsets, agency.span.start)
        here = candidate(texts.document, texts.flat, (first + found.place[0], first + found.place[1]), 0.0)
        place, raw = here.span, here.raw
    value = found.name
    result = {"region": [Candidate(value, raw, place, 0.0)]}
    if found.code:
        result["region_code"] = [Candidate(found.code, raw, place, 0.0)]
    return result


def _titles(texts: Texts, headlines: list[Title]) -> list[Candidate]:
    own = [t for t in headlines if t.kind == "line"]
    order = sorted(own, key=lambda t: (t.rank, -t.start), reverse=True)[:2]
    return [candidate(texts.document, texts.lines, (t.start, t.end), float(sum(t.rank))) for t in order[:1]]


def _period(texts: Texts, intervals: list[Period], year: int | None) -> dict[str, list[Candidate]]:
    if not intervals:
        return {}
    period = intervals[0]
    return {
        name: [Candidate(day.value.isoformat(), texts.lines.text[day.start : day.end], texts.lines.span(day.start, day.end), 0.0)]
        for name, day in (("period_start", period.first), ("period_end", period.last))
        if day is not None
    }


def _published(texts: Texts, year: int | None) -> list[Candidate]:
    text = texts.lines.text
    found: list[Candidate] = []

    def add(start: int, end: int, iso: str, score: float) -> None:
        found.append(Candidate(iso, text[start:end], texts.lines.span(start, end), score))

    for day in days(text):
        if year is not None and day.value.year < year:
            continue
        line_before = text[: day.start].rpartition("\n")[2]
        after = text[day.end :]
        at_end = len(after.strip()) < 40
        if at_end and re.search(r"(?:^|\s)[\u4e00-\u9fff()、]{0,45}\s*$", line_before):
            add(day.start, day.end, day.value.isoformat(), _SIGNED)
    for rank, day in enumerate(labelled(text)):
        if year is None or day.value.year >= year:
            add(day.start, day.end, day.value.isoformat(), _HEADER if rank == 0 else _LATER_HEADER)
    return ranked(found)


def _numbers(texts: Texts) -> list[Candidate]:
    text = texts.lines.text
    head = text[: max(1500, len(text) // 4)]
    found = [*_places(_NUMBER_CARD, head, 2.0), *_places(_NUMBER_LINE, head, 1.0)]
    return ranked([candidate(texts.document, texts.lines, place, score) for place, score in found])


def _places(pattern: re.Pattern[str], text: str, score: float) -> Iterator[tuple[tuple[int, int], float]]:
    for found in pattern.finditer(text):
        yield found.span(1), score
