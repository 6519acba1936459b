import pytest

from extractor.core.schema import Schema
from extractor.narrative.counts import counts

from .conftest import document


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("通过微信公众号发放消费券300张。", "微信公众号 发放 消费券"),
        ("印制宣传海报30张。", "印制 宣传海报"),
        ("调解家庭矛盾16起。", "调解家庭矛盾"),
    ],
)
def test_an_unlinked_number_has_platform_verb_and_noun(schema: Schema, text: str, phrase: str) -> None:
    (found,) = [e for e in counts(document(text), schema, 2022) if not e.fields]
    assert found.phrase == phrase
