"""Tables that were laid onto the form a column off: sums tell that, and repair nothing."""

import math
from dataclasses import replace

from extractor.core.evidence import Evidence
from extractor.core.record import Field
from extractor.fuse.decode import decode
from extractor.fuse.fields import table_fields

from .scans import Reader, Scan, scan, value_of

SURE = Reader(doubtful=0.02)
COLUMNS = ("natural_person", "business", "research", "nonprofit", "legal_service", "other_org", "total")


def _forms() -> list[Scan]:
    """Forms in whose rows several numbers stand, so that it matters where they do."""
    made = [form for seed in range(40) if (form := scan(seed, SURE)) and "requests.new.total" in form.printed]
    return [form for form in made if sum(value_of(text) not in (None, 0) for text in form.printed.values()) > 60][:6]


def _shifted(form: Scan) -> list[Evidence]:
    """The readings of each cell of the large table under the name of its right neighbour, the last one's lost."""
    by_name = {e.fields[0]: e for e in form.evidence}
    found = []
    for name, e in by_name.items():
        row, _, column = name.rpartition(".")
        if column in COLUMNS and name.startswith("requests."):
            left = COLUMNS[COLUMNS.index(column) - 1]
            e = replace(by_name[f"{row}.{left}"], fields=e.fields)
        found.append(e)
    return found


def _read(form: Scan, evidence: list[Evidence]) -> dict[str, Field]:
    return table_fields(decode(evidence, form.schema), form.schema)


def test_a_table_one_column_off_is_not_repaired() -> None:
    forms = _forms()
    assert len(forms) >= 3
    for form in forms:
        fields = _read(form, _shifted(form))
        assert not [name for name, f in fields.items() if f.status == "repaired" and name.startswith("requests.")]


def test_its_cells_are_less_sure_than_those_in_their_places() -> None:
    for form in _forms():
        there, off = _read(form, list(form.evidence)), _read(form, _shifted(form))
        names = [name for name in there if name.startswith("requests.") and there[name].status == "stated"]
        assert sum(off[name].confidence for name in names) < 0.7 * sum(there[name].confidence for name in names)


def test_the_probability_of_a_slip_does_not_touch_tables_that_add_up() -> None:
    for form in _forms():
        slips = [d.slipped for d in decode(form.evidence, form.schema) if d.evidence.fields[0].startswith("requests.")]
        assert slips
        assert max(slips) < 1e-3


def test_exact_sources_never_slip() -> None:
    form = _forms()[0]
    digital = [replace(e, options=e.options[:1], fallible=False) for e in _shifted(form)]
    assert {d.slipped for d in decode(digital, form.schema)} == {0.0}


def test_rows_whose_place_is_a_guess_count_as_likelier_slips() -> None:
    form = _forms()[0]
    guessed = [replace(e, score=0.6) for e in form.evidence]
    sure, unsure = (max(d.slipped for d in decode(each, form.schema)) for each in (form.evidence, guessed))
    assert unsure >= sure
    assert not math.isnan(unsure)
