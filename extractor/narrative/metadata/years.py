"""The year that a report is about, by votes of its title, the period of its figures, its dates and its text."""

import re

from extractor.core.folding import Folded

from .candidate import Candidate
from .dates import Day, Period
from .titles import Title

_YEARS = range(2003, 2041)
# Points: a title misprints its year, or a period last year's, about equally often, so the text decides between them.
_TITLE = {"line": 3.0, "inline": 2.5, "quoted": 2.0}
_PERIOD, _END, _PUBLISHED = 3.5, 1.0, 1.5
_SAID = (  # pattern, points for each time, times that count
    (re.compile(r"(?:至|到|截止)(20\d\d)年(?:年?底|末|12月31日)"), 1.0, 1),
    (
        re.compile(
            r"(?=20)(?<!\d)(20\d\d)年度?,?(?=我|本|全[市县区省州镇乡年局]|共|,|[\u4e00-\u9fff]{2,12}(?:局|政府|委|厅))"
        ),
        0.5,
        4,
    ),
    (re.compile(r"(?=20)(?<!\d)(20\d\d)年度?(?!\d)"), 0.12, 10),
)


def years(lines: Folded, titles: list[Title], periods: list[Period], published: list[Day]) -> list[Candidate]:
    """Possible years, best first. `lines` is the folded text with its line ends, in which all places stand."""
    points: dict[int, float] = {}
    places: dict[int, tuple[int, int]] = {}

    def vote(year: int, weight: float, place: tuple[int, int]) -> None:
        if year in _YEARS:
            points[year] = points.get(year, 0.0) + weight
            places.setdefault(year, place)

    heard: set[int] = set()
    for title in sorted(titles, key=lambda t: t.rank, reverse=True):
        if title.year is not None and title.year_at and title.year not in heard:
            vote(title.year, _TITLE[title.kind], title.year_at)
            heard.add(title.year)
    for period in periods[:1]:
        whole = (
            period.first is not None and period.about_figures and period.first.value.year + 1 >= period.last.value.year
        )
        vote(period.last.value.year, _PERIOD if whole else _END, (period.last.start, period.last.end))
    for day in published[:1]:
        if day.value.year - 1 in points or not points:
            vote(day.value.year - 1, _PUBLISHED, (day.start, day.end))
    for pattern, weight, most in _SAID:
        times: dict[int, int] = {}
        for found in pattern.finditer(lines.text):
            year = int(found[1])
            times[year] = times.get(year, 0) + 1
            if times[year] <= most:
                vote(year, weight, found.span(1))
    best = sorted(points, key=lambda year: -points[year])
    return [Candidate(y, lines.text[slice(*places[y])], lines.span(*places[y]), points[y]) for y in best]
