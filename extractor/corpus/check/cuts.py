"""Digits glued over several cells, cut by what the years beside them say. The record keeps its conflict."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from ...core.quantity import Value
from .finding import Confirmed, Finding, Said
from .reports import Report
from .years import Rule, formula, pairs, plain, rules

_NUMBER = re.compile(r"\s*([-+−]?)(0|[1-9]\d*)(\.\d+)?\s*[元件项]?\s*")
_KEPT = 5  # readings of a field that a record keeps at most: with fewer, it has them all
_MOST_WAYS = 3_000  # of one run
_MOST_TOGETHER = 3  # runs
Way = tuple[int | float, ...]


@dataclass
class Run:
    """A stretch of glued digits: `text` as printed, `fields` in order, and the `ways` to cut it that are left."""

    report: Report
    fields: tuple[str, ...]
    text: str
    ways: list[Way]

    def left(self, name: str) -> set[int | float]:
        """Values of a field that are left."""
        k = self.fields.index(name)
        return {way[k] for way in self.ways}


def check(reports: list[Report]) -> Iterator[Said]:
    """Cells of which one value is left once the sums between years have to hold, and the sums that this confirms."""
    runs = {report.sha256: _runs(report) for report in reports}
    if not any(runs.values()):
        return
    before = {id(run): {name: run.left(name) for name in run.fields} for found in runs.values() for run in found}
    used: dict[tuple[str, str], list[tuple[Rule, Report, Report]]] = {}
    while sum(_narrow(a, b, runs, used) for a, b in pairs(reports)):  # all of them, again while one has an effect
        continue
    for found in runs.values():
        for run in found:
            for name in run.fields:
                left = run.left(name)
                reasons = used.get((run.report.sha256, name), [])
                if len(left) == 1 and len(before[id(run)][name]) > 1 and reasons:
                    yield _suggested(run, name, left.pop(), reasons[0], runs)
    yield from _confirmed(reports, runs)


def _runs(report: Report) -> list[Run]:
    found: list[tuple[list[str], str, int]] = []
    for name, field in report.fields.items():
        spans = [e.span for e in field.evidence if e.span and e.source == "table"]
        if field.status != "conflict" or not spans:
            continue
        quote = field.evidence[0].quote
        names, text, start = found[-1] if found else ([], "", 0)
        first, last = min(s[0] for s in spans), max(s[1] for s in spans)
        if names and text == quote and start <= first and last <= start + len(quote):
            names.append(name)
        else:
            found.append(([name], quote, first))
    runs = []
    for names, text, _ in found:
        ways = list(_ways(text, names, report)) if len(names) > 1 else []
        if ways and len(ways) < _MOST_WAYS:
            runs.append(Run(report, tuple(names), text, ways))
    return runs


def _ways(text: str, names: list[str], report: Report) -> Iterator[Way]:
    """Cuts of the text into a number for each field, among the readings that the record kept where it kept all."""
    kept = []
    for name in names:
        values = [e.value for e in report.fields[name].evidence]
        kept.append({v for v in values if isinstance(v, int | float)} if len(values) < _KEPT else None)

    def cut(start: int, done: Way) -> Iterator[Way]:
        k = len(done)
        ends = range(start + 1, len(text) + 1) if k < len(names) - 1 else (len(text),)
        for end in ends:
            found = _NUMBER.fullmatch(text, start, end)
            if found is None:
                continue
            value = _value(found)
            known = kept[k]
            if known is not None and value not in known:
                continue
            if k == len(names) - 1:
                yield (*done, value)
            else:
                yield from cut(end, (*done, value))

    return cut(0, ())


def _value(found: re.Match[str]) -> int | float:
    sign = -1 if found[1] in ("-", "−") and found[1] else 1
    return plain(sign * float(found[2] + (found[3] or "")))


Used = dict[tuple[str, str], list[tuple[Rule, Report, Report]]]


def _narrow(before: Report, now: Report, runs: dict[str, list[Run]], used: Used) -> bool:
    """Keep the ways under which the rules between two reports can hold; whether any was dropped."""
    together: dict[tuple[int, ...], list[Rule]] = {}
    touched: dict[int, Run] = {}
    for rule in rules(before, now):
        found = _touched(rule, before, now, runs)
        if found:
            touched |= {id(run): run for run in found}
            together.setdefault(tuple(id(run) for run in found), []).append(rule)
    changed = False
    for ids, same in together.items():
        some = [touched[i] for i in ids]
        fitting = _fitting(some, same, before, now)
        for k, run in enumerate(some if fitting else ()):  # where none fits there is a misprint: nothing follows
            kept = {ways[k] for ways in fitting}
            if len(kept) < len(run.ways):
                run.ways = [way for way in run.ways if way in kept]
                changed = True
                for name in run.fields:
                    used.setdefault((run.report.sha256, name), []).extend((rule, before, now) for rule in same)
    return changed


def _fitting(some: list[Run], same: list[Rule], before: Report, now: Report) -> list[tuple[Way, ...]]:
    """The ways to cut these runs under which all of the rules hold, by looking up the last run's part of each sum."""
    signed = [_signed(rule, before, now) for rule in same]
    known = tuple(
        sum(sign * (report.value(name) or 0) for sign, report, name in terms if not _in_run(some, report, name))
        for terms in signed
    )
    parts = []
    for run in some:
        places = [
            [(sign, run.fields.index(name)) for sign, report, name in terms if _in_run([run], report, name)]
            for terms in signed
        ]
        parts.append([(way, [sum(sign * way[k] for sign, k in place) for place in places]) for way in run.ways])
    last: dict[tuple[float, ...], list[Way]] = {}
    for way, part in parts[-1]:
        last.setdefault(tuple(round(-number, 6) for number in part), []).append(way)
    found = []
    for combined in product(*parts[:-1]) if len(parts) <= _MOST_TOGETHER else ():
        sums = tuple(round(sum(numbers), 6) for numbers in zip(known, *(part for _, part in combined), strict=True))
        found += [(*(way for way, _ in combined), way) for way in last.get(sums, ())]
    return found


def _signed(rule: Rule, before: Report, now: Report) -> list[tuple[int, Report, str]]:
    """The terms of a rule that add up to 0."""
    plus = [(1, before, name) for name in rule.prior] + [(1, now, name) for name in rule.more]
    return [*plus, *((-1, now, name) for name in (*rule.less, rule.field))]


def _in_run(some: list[Run], report: Report, name: str) -> bool:
    return any(run.report is report and name in run.fields for run in some)


def _touched(rule: Rule, before: Report, now: Report, runs: dict[str, list[Run]]) -> list[Run]:
    """The runs that a rule's fields stand in; none where a field is neither known nor in a run."""
    found: list[Run] = []
    for report, names in ((before, rule.prior), (now, rule.own)):
        for name in names:
            run = next((r for r in runs[report.sha256] if name in r.fields), None)
            if run is None and report.value(name) is None:
                return []
            if run is not None and run not in found:
                found.append(run)
    return found


def _settled(report: Report, name: str, runs: dict[str, list[Run]]) -> int | float | None:
    known = report.value(name)
    if known is not None:
        return known
    run = next((r for r in runs[report.sha256] if name in r.fields), None)
    left = run.left(name) if run else set()
    return left.pop() if len(left) == 1 else None


def _numbers(
    rule: Rule, before: Report, now: Report, runs: dict[str, list[Run]]
) -> tuple[dict[str, Value | None], dict[str, Value | None]]:
    return (
        {name: _settled(before, name, runs) for name in rule.prior},
        {name: _settled(now, name, runs) for name in rule.own},
    )


def _confirmed(reports: list[Report], runs: dict[str, list[Run]]) -> Iterator[Confirmed]:
    for before, now in pairs(reports):
        for rule in rules(before, now):
            prior, own = _numbers(rule, before, now, runs)
            cut = any(before.value(n) is None for n in prior) or any(now.value(n) is None for n in own)
            if cut and None not in (*prior.values(), *own.values()):
                yield Confirmed(f"years/{rule.field}", now.who, formula(rule, before.year, prior, own))


def _suggested(
    run: Run, name: str, value: int | float, reason: tuple[Rule, Report, Report], runs: dict[str, list[Run]]
) -> Finding:
    rule, before, now = reason
    prior, own = _numbers(rule, before, now, runs)
    known = None not in (*prior.values(), *own.values())
    return Finding(
        "cut",
        "suggested",
        f"years/{rule.field}",
        run.report.who,
        "cut",
        fields=(name,),
        implied=value,
        formula=formula(rule, before.year, prior, own) if known else "",
        args={"glued": run.text, "field": name, "years": f"{before.year}—{now.year}"},
        others=tuple(r.sha256 for r in (before, now) if r is not run.report),
    )
