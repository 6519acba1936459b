"""The spaCy pipeline of the counts: tokens → quantities → cues → links, each kept in the Doc's `user_data`."""

from typing import TYPE_CHECKING, Any

from ..core.metric import Metric
from .fit import Fitter
from .link import Link, links
from .mentions import names, quantities
from .nothing import statements
from .pieces import cues, pieces, sentences
from .segment import tokenizer

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def pipeline(metrics: tuple[Metric, ...]) -> "Language":
    """A blank Chinese pipeline with jieba and three components; its input's `user_data["year"]` is the report's year.

    `user_data` then holds `quantities`, `sentences` (rows of pieces) and `links`.
    """
    import spacy
    from spacy.language import Language

    nlp = spacy.blank("zh")
    nlp.tokenizer = tokenizer(nlp.vocab, metrics[0].vocabulary.words)
    for name, component in _COMPONENTS.items():
        if not Language.has_factory(name):
            Language.factory(name, func=component)
        stage: Any = nlp.add_pipe(name)
        stage.metrics = metrics
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
    """Words of the schema at token boundaries, and the sentences as rows of pieces."""

    def __call__(self, doc: "Doc") -> "Doc":
        data = doc.user_data
        found = cues(data["words"], self.vocabulary)
        row = pieces(data["words"], found, data["quantities"], data["dates"], self.vocabulary)
        data["sentences"] = sentences(data["text"], row)
        return doc


class _Links(_Component):
    """Numbers, and statements that there was nothing, tied to counts."""

    def __call__(self, doc: "Doc") -> "Doc":
        text, found = doc.user_data["text"], doc.user_data["sentences"]
        linked = list(links(self.fitter, text, found, doc.user_data.get("year")))
        for none in statements(text, found, self.metrics, self.vocabulary):
            clause = (none.start, none.end)
            linked.append(Link(*clause, 0, none.metric, none.strength, none.word, clause))
        linked.sort(key=lambda link: (link.start, link.end, link.metric.id if link.metric else ""))
        doc.user_data["links"] = linked
        return doc


_COMPONENTS = {"quantities": _Quantities, "cues": _Cues, "links": _Links}
