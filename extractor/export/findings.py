"""What does not add up in a report, in sentences that one can send to the office that wrote it."""

import re
from collections.abc import Iterable
from typing import Final

from ..core.record import Edit, Record, Violation
from ..core.schema import Constraint, Definition, Schema
from .forms import Place, places
from .wording import CAUSES_EN, CAUSES_ZH, EN, ZH

_MOST_TERMS = 8
_LONGEST_NUMBER = 12  # characters; a whole sentence may state a 0
_HAN = "[一二三四五六七八九十]+"
_NUMBERING_OR_REMARK = re.compile(rf"^(?:{_HAN}、|（{_HAN}）|\d+[.．、])|（[^）]*）$")
_WORDS: Final = {"zh": ZH, "en": EN}
_CAUSES: Final = {"zh": CAUSES_ZH, "en": CAUSES_EN}


def findings(record: Record, schema: Schema, lang: str = "zh") -> str:
    """What does not add up as numbered paragraphs under one title line; `lang` is "zh" or "en".

    Each names table, row and column, the numbers as printed, what the others make of them, the likely cause, and
    the smallest change that mends it. Sums that the same change mends share a paragraph.
    """
    say = _WORDS[lang]
    found = record.metadata.get("title")
    title = "".join(str(found.value).split()) if found and found.value else record.document.path
    if not record.violations:
        tied = {name for constraint in schema.constraints for name in constraint.fields}
        known = any(record.fields[name].status != "missing" for name in tied if name in record.fields)
        return say["clean" if known else "nothing"].format(title=title) + "\n"
    teller, groups = _Teller(record, schema, lang), _together(record.violations)
    head = say["title" if len(groups) > 1 else "title_one"].format(title=title, n=len(groups))
    return "\n\n".join([head, *(f"{i}. {teller.tell(group)}" for i, group in enumerate(groups, 1))]) + "\n"


def _together(violations: list[Violation]) -> list[list[Violation]]:
    """Violations that one and the same mending explains, in order of the first."""
    groups: dict[object, list[Violation]] = {}
    for violation in violations:
        edits = tuple((edit.field, edit.implied) for edit in violation.edits)
        groups.setdefault(edits or violation.constraint, []).append(violation)
    return list(groups.values())


class _Teller:
    """Puts one record's violations into words; holds what every sentence looks up."""

    def __init__(self, record: Record, schema: Schema, lang: str) -> None:
        self.record, self.schema, self.lang, self.say = record, schema, lang, _WORDS[lang]
        self.places = places(schema)
        self.constraints = {constraint.id: constraint for constraint in schema.constraints}
        self.comparisons = {comparison.metric: comparison for comparison in schema.comparisons}

    def tell(self, violations: list[Violation]) -> str:
        """Violations with one cause as a paragraph."""
        first = violations[0]
        clauses = [self._what(violation) for violation in violations]
        if cause := _CAUSES[self.lang].get(first.cause, ""):
            clauses.append(self.say["cause"].format(cause=cause))
        if first.edits:
            edits = self.say["list"].join(self._edit(edit) for edit in first.edits)
            clauses.append(self.say["mend"].format(edits=edits))
        if first.blame == "reading":
            clauses.append(self.say["misread"])
        return self.say["clause"].join(clauses) + self.say["stop"]

    def _what(self, violation: Violation) -> str:
        constraint = self.constraints.get(violation.constraint)
        if constraint is not None:
            return self._sum(constraint)
        metric = violation.constraint.removeprefix("text/")
        if metric in self.comparisons:
            return self._text(metric)
        return self.say["unknown"].format(constraint=violation.constraint, left=violation.left, right=violation.right)

    def _sum(self, constraint: Constraint) -> str:
        where, kind = self._where(constraint)
        left, right = constraint.left, constraint.right
        total, parts = (right[0], left) if len(right) == 1 else (left[0], right)
        if len(left) > 1 and len(right) > 1:
            return self.say["sides"].format(where=where, left=self._side(left, kind), right=self._side(right, kind))
        terms = self._terms(parts, kind)
        return self.say["total"].format(
            where=where,
            total=self.places[total].row if kind == "column" else self._short(total, kind),
            printed=self._printed(total),
            parts=self.say[f"{kind}_parts" if kind else "parts"],
            sum=_number(self._sum_of(parts)),
            terms=self.say["terms"].format(terms=terms) if terms else "",
        )

    def _where(self, constraint: Constraint) -> tuple[str, str]:
        """The row or column that all fields of a sum share, in words, and which of the two it is."""
        found = [self.places[name] for name in constraint.fields]
        table = self._table(found[0])
        rows, columns = {place.row for place in found}, {place.column for place in found}
        if len(rows) == 1:
            kind = "row" if constraint.id.startswith("row/") else ""
            return self.say["row" if kind else "group"].format(table=table, label=found[0].row), kind or "group"
        if len(columns) == 1 and constraint.id.startswith(("column/", "balance/")):
            return self.say["column"].format(table=table, label=found[0].column), "column"
        return table, "column" if len(columns) == 1 else ""

    def _table(self, place: Place) -> str:
        if self.lang == "en" and place.table.startswith("表") and len(place.table) == 2:
            return f"Table {place.table[1]}"
        return place.table

    def _short(self, name: str, kind: str) -> str:
        place = self.places[name]
        label = {"row": place.column, "group": place.column, "column": place.row}.get(kind)
        label = label if label else f"{place.row}／{place.column}"
        return _plain(label)

    def _side(self, names: tuple[str, ...], kind: str) -> str:
        terms = [f"{self._short(name, kind)} {self._printed(name)}" for name in names]
        return f"{self.say['plus'].join(terms)}{self.say['equals']}{_number(self._sum_of(names))}"

    def _terms(self, names: Iterable[str], kind: str) -> str:
        terms = [f"{self._short(name, kind)} {self._printed(name)}" for name in names if self._value(name)]
        more = self.say["and_more"] if len(terms) > _MOST_TERMS else ""
        return self.say["plus"].join(terms[:_MOST_TERMS]) + more

    def _text(self, metric: str) -> str:
        field = self.record.fields[metric]
        quote = " ".join(field.evidence[0].quote.split()) if field.evidence else ""
        definitions = [self._definition(definition) for definition in self.comparisons[metric].definitions]
        return self.say["text"].format(
            quote=quote,
            label=self.schema.fields[metric].label,
            printed=self._printed(metric),
            definitions=self.say["definitions"].join(definitions),
        )

    def _definition(self, definition: Definition) -> str:
        value = self._sum_of(definition.fields) - self._sum_of(definition.minus)
        return f"{definition.name} {_number(value)}"

    def _edit(self, edit: Edit) -> str:
        place = self.places.get(edit.field, Place("", "", ""))
        shape = "cell" if place.row and place.column else "only"
        where = self.say[shape].format(table=self._table(place), row=place.row or edit.field, column=place.column)
        empty = self.say["empty"]
        return self.say["edit"].format(
            where=where,
            printed=empty if edit.printed is None else _number(edit.printed),
            implied=empty if edit.implied is None else _number(edit.implied),
        )

    def _value(self, name: str) -> int | float:
        field = self.record.fields.get(name)
        return field.value if field and isinstance(field.value, int | float) else 0

    def _sum_of(self, names: Iterable[str]) -> int | float:
        return sum(self._value(name) for name in names)

    def _printed(self, name: str) -> str:
        field = self.record.fields.get(name)
        if field is None or field.value is None:
            return self.say["empty"]
        raw = " ".join((field.raw or "").split())
        return raw if 0 < len(raw) <= _LONGEST_NUMBER else str(field.value)


def _number(value: int | float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _plain(label: str) -> str:
    """A row's label without what numbers it (一、 （一） 1.) and without the remark in brackets behind it."""
    return _NUMBERING_OR_REMARK.sub("", label) or label
