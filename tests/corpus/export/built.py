"""Small corpora of records made by hand."""

from pathlib import Path

from extractor.core.record import Field, FieldEvidence, Record
from extractor.corpus import Converted, Corpus, open_corpus
from extractor.schemas import load_schema
from tests.export.made import made, stated

OLD, NEW = load_schema("gov-disclosure/2019"), load_schema("gov-disclosure/2021")


def record(number: int, agency: str, year: int, new: int | None, *, form: str = NEW.id) -> Record:
    """A report of an agency and year with `new` requests of natural persons; None leaves two readings open."""
    fields: dict[str, Field | int] = {"requests.new.total": 10 + number, "review.total": stated(3, "3", 0.6)}
    if new is None:
        rivals = [
            FieldEvidence("table", "position", 1.0, n, str(n), p, 2, (1.0, 2.0, 3.0, 4.0))
            for n, p in ((7, 0.6), (77, 0.4))
        ]
        fields["requests.new.natural_person"] = Field(None, None, "件", 0.6, "conflict", evidence=rivals)
    else:
        fields["requests.new.natural_person"] = new
    found = made(OLD if form == OLD.id else NEW, fields, f"{agency}-{year}-{number}.html")
    found.document.sha256 = f"{number:064x}"
    found.metadata["agency"] = stated(agency)
    found.metadata["year"] = stated(year)
    found.metadata["region_code"] = stated("440300" if agency.startswith("深圳") else "110108")
    found.metadata["published"] = stated(f"{year + 1}-01-20")
    return found


def corpus(folder: Path) -> Corpus:
    """Five documents in two batches: two agencies, two years, one agency and year twice."""
    made_corpus = open_corpus(folder / "corpus", create=True)
    first = [record(1, "深圳市教育局", 2021, 5), record(2, "深圳市教育局", 2022, None)]
    second = [
        record(3, "海淀区人民政府", 2020, 8, form=OLD.id),
        record(4, "海淀区人民政府", 2021, 0),
        record(5, "深圳市教育局", 2022, 9),
    ]
    for batch in (first, second):
        made_corpus.append([Converted(r) for r in batch])
    return made_corpus
