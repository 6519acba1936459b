from dataclasses import replace

import numpy as np
import pytest

from extractor.core.geometry import Span
from extractor.core.quantity import Quantity
from extractor.core.schema import Schema
from extractor.fuse.confidence import of_count
from extractor.narrative.learned import Judgement, Reader
from extractor.narrative.link import Link
from extractor.narrative.weigh import AGAINST, FEATURES, probabilities, score, weigh

METRICS = {"none": 0, "narrative.news": 1, "narrative.notices": 2}
EVEN = dict(zip(FEATURES, (1.0, 1.0, 1.0, 2.0, 0.0, 0.0, 3.0, 0.0), strict=True))
NEWS, NOTICES = list(METRICS)[1:]


class Silent:
    labels: tuple[str, ...] = ()

    def scores(self, seen: object, places: object) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        raise AssertionError("not asked")


READER = Reader(Silent(), {}, (), METRICS, EVEN)


def judged(none: float, news: float, notices: float) -> Judgement:
    likely = np.array([none, news, notices], dtype=np.float32)
    return Judgement(np.log(likely), list(METRICS)[int(likely.argmax())], "own", "this", "total")


def link(schema: Schema, metric: str | None, strength: float = 0.9, unit: str = "条", refused: bool = False) -> Link:
    known = next((m for m in schema.metrics if m.id == metric), None)
    quantity = Quantity(f"12{unit}", 12, unit, "exact", "count", Span(4, 7))
    return Link(4, 7, 12, known, strength, "", (0, 7), quantity, refused)


def after(schema: Schema, before: Link, said: Judgement, reader: Reader = READER) -> Link:
    assert before.quantity is not None
    (found,) = weigh([before], [before.quantity], [said], reader, schema.metrics)
    return found


@pytest.mark.parametrize("strength", [0.5, 0.9, 0.95])
def test_where_both_say_it_the_strength_stays_and_the_trust_grows(schema: Schema, strength: float) -> None:
    one = link(schema, NEWS, strength)
    agreed = after(schema, one, judged(0.01, 0.98, 0.01))
    assert agreed == one._replace(trust=agreed.trust)
    assert one.trust < agreed.trust <= 1 / strength


def test_no_agreement_makes_a_count_surer_than_both_are_together(schema: Schema) -> None:
    one, said = link(schema, NEWS, 0.5), judged(0.06, 0.93, 0.01)
    agreed = after(schema, one, said)
    assert of_count(agreed.strength * agreed.trust) <= probabilities(one, said, READER)[NEWS] + 1e-3


def test_a_likely_other_reading_casts_doubt(schema: Schema) -> None:
    doubted = after(schema, link(schema, NEWS), judged(0.02, 0.2, 0.78))
    assert doubted.metric is not None
    assert doubted.metric.id == NEWS
    assert doubted.strength == 0.9  # where it stands against other numbers does not change
    assert doubted.trust < 0.8


def test_a_sure_other_reading_stands(schema: Schema) -> None:
    other = after(schema, link(schema, NEWS), judged(0.001, 0.001, 0.998))
    assert other.metric is not None
    assert other.metric.id == NOTICES


def test_the_likelier_of_two_counts_stands_with_its_confidence(schema: Schema) -> None:
    said = judged(0.01, 0.05, 0.94)
    other = after(schema, link(schema, NEWS), said)
    assert other.metric is not None
    assert other.metric.id == NOTICES
    likely = probabilities(link(schema, NEWS), said, READER)[NOTICES]
    assert 0.5 < likely < 0.9
    assert of_count(other.strength * other.trust) == pytest.approx(likely, abs=0.01)


def test_a_sure_no_takes_the_count_away(schema: Schema) -> None:
    assert after(schema, link(schema, NEWS), judged(0.9985, 0.001, 0.0005)).metric is None


def test_what_is_hardly_likelier_leaves_what_the_rules_say(schema: Schema) -> None:
    said = judged(0.02, 0.09, 0.89)
    likely = probabilities(link(schema, NEWS), said, READER)
    assert 0.5 < likely[NOTICES] < AGAINST
    left = after(schema, link(schema, NEWS), said)
    assert left.metric is not None
    assert left.metric.id == NEWS
    assert left.trust < 0.5
    unsure = judged(0.45, 0.53, 0.02)
    assert 0.5 < probabilities(link(schema, None, 0.5), unsure, READER)[NEWS] < AGAINST
    assert after(schema, link(schema, None, 0.5), unsure).metric is None


def test_what_the_rules_do_not_know_is_added_where_it_is_likely(schema: Schema) -> None:
    said = judged(0.03, 0.95, 0.02)
    added = after(schema, link(schema, None, 0.5), said)
    assert added.metric is not None
    assert added.metric.id == NEWS
    assert of_count(added.strength) == pytest.approx(
        probabilities(link(schema, None, 0.5), said, READER)[NEWS], abs=0.01
    )


def test_what_the_rules_refuse_is_harder_to_add(schema: Schema) -> None:
    assert after(schema, link(schema, None, 0.5, refused=True), judged(0.05, 0.94, 0.01)).metric is None


def test_a_count_wants_its_unit(schema: Schema) -> None:
    assert after(schema, link(schema, None, 0.5, "人"), judged(0.004, 0.992, 0.004)).metric is None


def test_several_counts_of_one_number_are_left(schema: Schema) -> None:
    pair = [link(schema, NEWS), link(schema, NOTICES)]
    assert pair[0].quantity is not None
    assert weigh(pair, [pair[0].quantity], [judged(1.0, 1e-6, 1e-6)], READER, schema.metrics) == pair


def test_a_count_of_another_schema_is_not_put_in(schema: Schema) -> None:
    strange = replace(READER, metrics={"none": 0, NEWS: 1, "narrative.of_another_schema": 2})
    said = judged(0.001, 0.001, 0.998)._replace(best="narrative.of_another_schema")
    assert after(schema, link(schema, NEWS), said, strange).metric is not None


def test_the_probabilities_are_those_of_all_readings(schema: Schema) -> None:
    likely = probabilities(link(schema, NEWS), judged(0.1, 0.2, 0.7), READER)
    assert set(likely) == set(METRICS)
    assert sum(likely.values()) == pytest.approx(1)


@pytest.mark.parametrize("probability", [0.3, 0.5, 0.9, 0.95])
def test_the_strength_becomes_that_confidence(probability: float) -> None:
    assert of_count(score(probability)) == pytest.approx(probability, abs=0.01)
