"""Counts as data: a new one needs no code; a broken one is named."""

from typing import Any

import pytest

from extractor.core.metric import metrics_from_mapping
from extractor.core.schema import Schema
from extractor.narrative.counts import counts

from .conftest import document

LIBRARY: dict[str, Any] = {
    "units": {"volume": ["册", "本"]},
    "channels": {"branch": ["分馆"], "bus": ["流动书车"]},
    "actions": {"lend": ["外借", "借出"], "buy": ["购入"]},
    "things": {"book": ["图书"], "reader": ["读者"]},
    "metrics": [
        {
            "id": "narrative.loans",
            "label": "外借册次",
            "unit": "册",
            "units": "volume",
            "says": ["book|lend < lend !bus"],
        },
        {
            "id": "narrative.bus.loans",
            "label": "书车外借",
            "unit": "册",
            "units": "volume",
            "says": ["book|lend < bus~ lend"],
        },
        {
            "id": "narrative.bought",
            "label": "购书",
            "unit": "册",
            "units": ["册"],
            "says": ["book < buy"],
            "none": ["book < buy"],
        },
    ],
}


def test_a_new_report_type_counts_by_its_own_words() -> None:
    library = Schema("library/1", "图书馆年报", (2000, 2030), (), metrics=metrics_from_mapping(LIBRARY))
    text = "全年外借图书5.2万册。流动书车借出图书1300册。本年度没有购入图书。"
    found = {e.fields[0]: e.options[0].readings[0].value for e in counts(document(text), library, 2022) if e.fields}
    assert found == {"narrative.loans": 52000, "narrative.bus.loans": 1300, "narrative.bought": 0}


def test_words_count_only_where_words_begin_and_end(schema: Schema) -> None:
    """信访 stands inside 微信访问, 网 inside 网络: neither is said."""
    text = "微信访问量3.2万次，网络舆情会商40次。"
    found = [e.fields for e in counts(document(text), schema, 2022) if e.fields]
    assert found == [("narrative.wechat.reads",)]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"says": ["book < steal"]}, "no class of words 'steal'"),
        ({"says": ["book !steal"]}, "no class of words 'steal'"),
        ({"says": ["< lend"]}, "is not written"),
        ({"units": "miles"}, "no list of units 'miles'"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_broken_entry_is_named(change: dict[str, Any], reason: str) -> None:
    entry = LIBRARY["metrics"][0] | change
    with pytest.raises(ValueError, match=reason):
        metrics_from_mapping(LIBRARY | {"metrics": [entry]})
