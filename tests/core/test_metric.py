"""Words of a vocabulary that are composed of parts."""

from extractor.core.metric import Vocabulary, spelled


def test_parts_in_brackets_are_alternatives() -> None:
    assert list(spelled("[网民|群众|][来信|信件]")) == ["网民来信", "网民信件", "群众来信", "群众信件", "来信", "信件"]
    assert list(spelled("微博")) == ["微博"]


def test_composed_words_are_words_but_not_listed() -> None:
    known = Vocabulary(things={"letters": ("[网民|群众]来信", "信件")}, ignored=("年报",), tails=("[官方|]账号",))
    letters = frozenset({"letters"})
    assert known.words == {"年报": frozenset(), "网民来信": letters, "群众来信": letters, "信件": letters}
    assert known.listed == {"年报", "信件"}
    assert known.all_tails == {"官方账号", "账号"}
    assert known.longest == {"年报": 2, "网民": 4, "网民来信": 4, "群众": 4, "群众来信": 4, "信件": 2}
