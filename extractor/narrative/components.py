"""The spaCy pipeline of the counts: tokens → quantities → cues → links, and the model's say in these, each kept in the
Doc's `user_data`."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..core.metric import Metric
from .encoding import kinds
from .entities import read
from .fit import Fitter
from .learned import Reader
from .link import Link, links
from .mentions import names, quantities
from .nothing import statements
from .pieces import cues, pieces, sentences
from .segment import tokenizer
from .weigh import weigh

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


_MENDED = 0.9  # trust in a count whose words were misread, and are known by what they nearly are


def pipeline(metrics: tuple[Metric, ...], reader: Reader | None = None, *, naming: bool = False) -> "Language":
    """A blank Chinese pipeline with jieba and its components; its input's `user_data["year"]` is the report's year.

    `user_data` then holds `quantities`, `sentences` (rows of pieces), `kinds` (of its characters, as the model is shown
    them) and `links`, which a `reader` has had its say in; with `naming`, also `names`: agencies, departments,
    accounts, documents, laws, dates, places and people.
    """
    import spacy
    from spacy.language import Language

    nlp = spacy.blank("zh")
    vocabulary = metrics[0].vocabulary
    nlp.tokenizer = tokenizer(nlp.vocab, vocabulary.words, vocabulary.listed)
    for name, component in _COMPONENTS.items():
        if not Language.has_factory(name):
            Language.factory(name, func=component)
        stage: Any = nlp.add_pipe(name)
        stage.metrics = metrics
    if reader is not None:
        if not Language.has_factory("narrative_link"):
            Language.factory("narrative_link", func=_Learned)
        learned: Any = nlp.add_pipe("narrative_link", name="narrative.link")
        learned.metrics, learned.reader = metrics, reader
    if naming:
        if not Language.has_factory("narrative_names"):
            Language.factory("narrative_names", func=_Names)
        named: Any = nlp.add_pipe("narrative_names", name="narrative.names")
        named.metrics, named.reader = metrics, reader
    return nlp


class _Component:
    """A stage that works for the counts in `metrics`, set when the pipeline is made."""

    def __init__(self, nlp: Any, name: str) -> None:
        self._metrics: tuple[Metric, ...] = ()

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The counts it looks for."""
        return self._metrics

    @metrics.setter
    def metrics(self, metrics: tuple[Metric, ...]) -> None:
        self._metrics = metrics
        self.units = frozenset[str]().union(*(metric.units for metric in metrics))
        self.vocabulary = metrics[0].vocabulary
        self.fitter = Fitter(metrics, self.vocabulary)


class _Quantities(_Component):
    """Numbers that count something, and the dates."""

    def __call__(self, doc: "Doc") -> "Doc":
        text = doc.user_data["text"]
        taken = names(text)
        doc.user_data["dates"] = [(start, end) for start, end, date in taken if date]
        doc.user_data["quantities"] = list(quantities(text, taken, self.units))
        return doc


class _Cues(_Component):
    """Words of the schema at token boundaries, the sentences as rows of pieces, and the kind of each character."""

    def __call__(self, doc: "Doc") -> "Doc":
        data = doc.user_data
        found = cues(data["words"], self.vocabulary)
        row = pieces(data["words"], found, data["quantities"], data["dates"], self.vocabulary)
        data["sentences"] = sentences(data["text"], row)
        data["kinds"] = kinds(data["sentences"], len(data["text"]))
        return doc


class _Links(_Component):
    """Numbers, and statements that there was nothing, tied to counts."""

    def __call__(self, doc: "Doc") -> "Doc":
        text, found = doc.user_data["text"], doc.user_data["sentences"]
        linked = list(links(self.fitter, text, found, doc.user_data.get("year")))
        for none in statements(text, found, self.metrics, self.vocabulary):
            clause = (none.start, none.end)
            linked.append(Link(*clause, 0, none.metric, none.strength, none.word, clause))
        places = doc.user_data["mended"]
        linked = [_doubted(link, places) for link in linked]
        linked.sort(key=lambda link: (link.start, link.end, link.metric.id if link.metric else ""))
        doc.user_data["links"] = linked
        return doc


def _doubted(link: Link, places: Sequence[int]) -> Link:
    """The link with less trust where characters of its clause were put right."""
    begin, end = link.clause
    at = bisect_left(places, begin)
    return link._replace(trust=_MENDED) if at < len(places) and places[at] < end else link


class _Names(_Component):
    """The names of the text, as rules and model say them; nothing waits for them unless they are asked for."""

    reader: Reader | None

    def __call__(self, doc: "Doc") -> "Doc":
        data = doc.user_data
        data["names"] = read(data["text"], self.reader, data["quantities"], data.get("year"), data["kinds"])
        return doc


class _Learned(_Component):
    """The model's reading of every number of the text at once, weighed against the rules'."""

    reader: Reader

    def __call__(self, doc: "Doc") -> "Doc":
        data = doc.user_data
        judged = self.reader.judge(data["text"], data["quantities"], data.get("year"), data["kinds"])
        data["links"] = weigh(data["links"], data["quantities"], judged, self.reader, self.metrics)
        return doc


_COMPONENTS = {"quantities": _Quantities, "cues": _Cues, "links": _Links}
