"""What a report's text counts, and in which words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from pydantic import BaseModel, ConfigDict, Field

Names = frozenset[str]
ANYTHING, EVERYTHING = "*", "**"
# Classes that mean something to the grammar: the general word for what is counted, which a noun before it makes
# special (信息, 动态信息), the channel that is none of the others (其他方式), and what readers do that no count holds
# (点赞).
GENERAL, ELSEWHERE, REACTIONS = "info", "elsewhere", "reactions"

_COMPOSED = re.compile(r"\[([^\[\]]*)\]|([^\[\]]+)")
_PHRASING = re.compile(
    r"(?P<heads>[^<!]+?)\s*(?:<\s*(?P<needs>[^<!]+?))?\s*(?P<bars>(?:!\s*[^\s?]+\s*)*)(?P<doubtful>\?)?"
)


@dataclass(frozen=True, slots=True)
class Need:
    """Classes of which one alternative must be said with the number; `before` allows the text before it to say so.

    An alternative of several classes wants all of them, in one enumeration. `behind` wants it among what a bracket
    or 其中 right behind the number details.
    """

    alternatives: tuple[Names, ...]
    before: bool = False
    behind: bool = False


@dataclass(frozen=True)
class Phrasing:
    """One way to say a count: what the number counts (`heads`, alternatives), what goes with it, what rules it out.

    A head of several classes is an enumeration of them; the head `*` is any noun that no class holds, `**` any noun.
    `far_bars` rule it out where they govern the sentence before the number too. A `doubtful` phrasing gives way to
    any other.
    """

    heads: tuple[Names, ...]
    needs: tuple[Need, ...] = ()
    bars: Names = frozenset()
    far_bars: Names = frozenset()
    doubtful: bool = False

    @cached_property
    def wanted(self) -> tuple[Names, ...]:
        """Classes of which the sentence must say one, for each need that nothing before it may meet."""
        return tuple(frozenset[str]().union(*need.alternatives) for need in self.needs if not need.before)

    @cached_property
    def head_names(self) -> Names:
        """Classes of all its heads."""
        return frozenset().union(*self.heads)

    @cached_property
    def names(self) -> Names:
        """Classes of all its heads and needs."""
        return self.head_names.union(*(names for need in self.needs for names in need.alternatives))


@dataclass(frozen=True)
class Vocabulary:
    """Classes of words by name. `channels` and `topics` govern: the one said last rules the numbers that follow.

    A word may be composed: [网民|群众|][来信|信件] stands for all six. `tails` are nouns that leave what the word right
    before them says.
    """

    channels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    actions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    things: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def classes(self) -> Names:
        """Names of all classes of words."""
        return frozenset((*self.channels, *self.topics, *self.actions, *self.things))

    @cached_property
    def words(self) -> dict[str, Names]:
        """Every word with the classes that hold it; ignored words with none."""
        found: dict[str, set[str]] = {word: set() for word in self.ignored}
        for name, written in self._written():
            for word in spelled(written):
                found.setdefault(word, set()).add(name)
        shared: dict[Names, Names] = {}  # thousands of words have the same classes
        return {word: shared.setdefault(known := frozenset(names), known) for word, names in found.items()}

    @cached_property
    def listed(self) -> Names:
        """The words that are written out, not composed."""
        return frozenset((*self.ignored, *(word for _, word in self._written() if "[" not in word)))

    def _written(self) -> Iterator[tuple[str, str]]:
        for group in (self.channels, self.topics, self.actions, self.things):
            for name, words in group.items():
                for word in words:
                    yield name, word

    @cached_property
    def acting(self) -> Names:
        """Names of the classes of what is done."""
        return frozenset(self.actions)

    @cached_property
    def ending(self) -> Names:
        """Names of the classes whose words end the noun phrase behind them: what is done, and where."""
        return frozenset((*self.actions, *self.channels))

    @cached_property
    def governing(self) -> Names:
        """Names of the classes that rule the numbers behind their words."""
        return frozenset((*self.channels, *self.topics))

    @cached_property
    def all_tails(self) -> Names:
        """The tails, those that are composed spelled."""
        return frozenset(word for written in self.tails for word in spelled(written))

    @cached_property
    def endings(self) -> dict[str, Names]:
        """What a word may end in to belong to classes: the words written with a leading asterisk."""
        return {word[1:]: names for word, names in self.words.items() if word.startswith("*")}

    @cached_property
    def longest(self) -> dict[str, int]:
        """First two characters, and first four → length of the longest word that begins with them."""
        found: dict[str, int] = {}
        for word in self.words:
            for begins in {word[:2], word[:4]}:
                if len(word) > found.get(begins, len(begins) - 1):
                    found[begins] = len(word)
        return found


@dataclass(frozen=True)
class Metric:
    """A count of the narrative. `units` are the printed units that may count it.

    `phrasings` go with a number, `none` with a statement that there was nothing. A `stock` is what there is,
    not what the year brought, so that a running total is its value. An `implied` count may be said without a
    number of its own (均为自然人); a `whole` count is never a part that 其中 introduces.
    """

    id: str
    label: str
    unit: str
    note: str = ""
    units: Names = frozenset()
    phrasings: tuple[Phrasing, ...] = ()
    none: tuple[Phrasing, ...] = ()
    stock: bool = False
    implied: bool = False
    whole: bool = False
    vocabulary: Vocabulary = field(default_factory=Vocabulary, repr=False, compare=False)


class _Words(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    units: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    channels: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    topics: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    actions: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    things: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()


class _Count(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    label: str
    unit: str
    note: str = ""
    units: str | tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    stock: bool = False
    implied: bool = False
    whole: bool = False


def spelled(written: str) -> Iterator[str]:
    """The words that a composed one stands for, in which a part in brackets is one of its alternatives."""
    parts = [part.split("|") if part else [plain] for part, plain in _COMPOSED.findall(written)]
    return ("".join(chosen) for chosen in product(*parts))


def vocabulary_from_mapping(mapping: Mapping[str, object]) -> Vocabulary:
    """The word classes of a file of counts. Raises pydantic.ValidationError, which names the place."""
    part = _Words.model_validate(mapping)
    return Vocabulary(part.channels, part.topics, part.actions, part.things, part.ignored, part.tails, part.units)


def metric_from_mapping(mapping: Mapping[str, object], vocabulary: Vocabulary | None = None) -> Metric:
    """Check and compile one entry of a file's `metrics`. Raises ValueError with the reason.

    `vocabulary` holds the classes and unit lists that the entry names; without one it must name none.
    """
    known = vocabulary or Vocabulary()
    part = _Count.model_validate(mapping)
    if isinstance(part.units, str):
        if part.units not in known.units:
            raise ValueError(f"{part.id}: no list of units {part.units!r}")
        units = known.units[part.units]
    else:
        units = part.units
    return Metric(
        id=part.id,
        label=part.label,
        unit=part.unit,
        note=part.note,
        units=frozenset(units),
        phrasings=tuple(_phrasing(text, part.id, known) for text in part.says),
        none=tuple(_phrasing(text, part.id, known) for text in part.none),
        stock=part.stock,
        implied=part.implied,
        whole=part.whole,
        vocabulary=known,
    )


def metrics_from_mapping(mapping: Mapping[str, object]) -> tuple[Metric, ...]:
    """All counts of a file: its classes of words, and its `metrics`. Raises ValueError with the reason."""
    known = vocabulary_from_mapping(mapping)
    entries = mapping.get("metrics", [])
    if not isinstance(entries, list):
        raise ValueError("metrics is not a list")
    return tuple(metric_from_mapping(entry, known) for entry in entries)


def _phrasing(text: str, metric: str, known: Vocabulary) -> Phrasing:
    found = _PHRASING.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{metric}: {text!r} is not written HEAD|HEAD < NEED NEED~ !BAR ?")
    heads = _alternatives(found["heads"], metric, known)
    needs = tuple(
        Need(_alternatives(word.strip(">~"), metric, known), word.endswith("~"), word.startswith(">"))
        for word in (found["needs"] or "").split()
    )
    barred = [word.lstrip("!") for word in found["bars"].split()]
    bars = frozenset(word.removesuffix("~") for word in barred)
    far = frozenset(word.removesuffix("~") for word in barred if word.endswith("~"))
    if wrong := [name for name in bars if name not in known.classes]:
        raise ValueError(f"{metric}: no class of words {wrong[0]!r}")
    return Phrasing(heads, needs, bars, far, bool(found["doubtful"]))


def _alternatives(text: str, metric: str, known: Vocabulary) -> tuple[Names, ...]:
    found = tuple(frozenset(part.split("+")) for part in text.strip().split("|"))
    for name in (name for names in found for name in names):
        if name not in (ANYTHING, EVERYTHING) and name not in known.classes:
            raise ValueError(f"{metric}: no class of words {name!r}")
    return found
