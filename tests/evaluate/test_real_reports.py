"""The same verdict as the independent scorer beside the real reports, where those are there."""

from collections import Counter

import pytest

from bench import real
from extractor import ExtractorError, Record, extract
from extractor.evaluate.gold import read_gold
from extractor.evaluate.match import Predicted, judge
from extractor.evaluate.metrics import score

pytestmark = pytest.mark.skipif(not real.available(), reason=f"the real reports are not at {real.REPORTS}")


def test_both_scorers_agree() -> None:
    judged, total = [], Counter[str]()
    scorer = real.scorer()
    known = {path: gold for path, gold in scorer.documents(real.REPORTS / "reports") if path.suffix in real.READABLE}
    for gold in read_gold(real.REPORTS / "reports"):
        for path in gold.documents:
            if path in known:
                record = read(path)
                judged.append(judge(gold, Predicted(path.name, "", record)))
                total += scorer.score(known[path], record.to_dict() if record else None)[0]
    ours = score(judged)
    assert (ours.cells.right, ours.cells.of) == (total["cells_ok"], total["cells"])
    assert (ours.nonzero.right, ours.nonzero.of) == (total["nonzero_ok"], total["nonzero"])
    assert (ours.tables.right, ours.tables.of) == (total["tables_ok"], total["tables"])
    assert (ours.counts.true, ours.counts.false, ours.counts.missed) == (total["tp"], total["fp"], total["fn"])
    assert (ours.metadata.right, ours.metadata.of) == (total["meta_ok"], total["meta"])
    assert (ours.violations.true, ours.violations.false) == (total["viol_ok"], total["viol_false"])


def read(path: object) -> Record | None:
    try:
        return extract(str(path))
    except ExtractorError:
        return None
