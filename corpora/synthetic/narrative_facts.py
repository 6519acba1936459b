"""What a report could say of its year: a true number for every count, tied to the form's numbers where these tie it."""

import random
from collections.abc import Mapping

from extractor.core.schema import Schema

from .agencies import Agency
from .numbers import divide, heavy, size_of
from .report import Number

# Count → middle for an agency of size 1, first and last year in which texts speak of it, share of texts that do.
_COUNTS: dict[str, tuple[float, int, int, float]] = {
    "disclosure_platform.posts": (180, 2008, 2030, 0.3),
    "website.visits": (60_000, 2008, 2030, 0.3),
    "website.special_topics": (4, 2010, 2030, 0.3),
    "weibo.posts": (160, 2011, 2030, 0.35),
    "weibo.followers": (3000, 2011, 2030, 0.25),
    "weibo.reads": (60_000, 2012, 2030, 0.15),
    "weibo.accounts": (1.2, 2011, 2030, 0.15),
    "wechat.posts": (250, 2013, 2030, 0.5),
    "wechat.followers": (4000, 2013, 2030, 0.3),
    "wechat.reads": (90_000, 2014, 2030, 0.2),
    "wechat.accounts": (1.2, 2013, 2030, 0.15),
    "short_video.posts": (60, 2018, 2030, 0.25),
    "app.posts": (90, 2016, 2030, 0.2),
    "new_media.posts": (300, 2015, 2030, 0.3),
    "new_media.accounts": (3, 2017, 2030, 0.3),
    "new_media.followers": (6000, 2016, 2030, 0.15),
    "media.posts": (40, 2008, 2030, 0.3),
    "bulletin_boards.posts": (40, 2008, 2030, 0.35),
    "gazette.issues": (4, 2008, 2030, 0.15),
    "gazette.copies": (1500, 2008, 2030, 0.12),
    "press_conferences": (2, 2010, 2030, 0.3),
    "documents.published": (30, 2008, 2030, 0.3),
    "normative_documents.issued": (5, 2008, 2030, 0.3),
    "normative_documents.published": (5, 2008, 2030, 0.25),
    "normative_documents.repealed": (3, 2009, 2030, 0.2),
    "interpretations": (18, 2014, 2030, 0.5),
    "notices": (60, 2008, 2030, 0.35),
    "news": (200, 2008, 2030, 0.35),
    "key_areas": (120, 2012, 2030, 0.25),
    "budget": (30, 2010, 2030, 0.3),
    "personnel": (20, 2008, 2030, 0.25),
    "permits_penalties.published": (300, 2015, 2030, 0.25),
    "responses": (15, 2014, 2030, 0.35),
    "mailbox.messages": (80, 2008, 2030, 0.3),
    "messages.received": (70, 2008, 2030, 0.35),
    "hotline.calls": (600, 2010, 2030, 0.35),
    "npc_proposals": (14, 2008, 2030, 0.35),
    "cppcc_proposals": (18, 2008, 2030, 0.35),
    "interviews": (3, 2008, 2030, 0.25),
    "consultations": (5, 2012, 2030, 0.3),
    "surveys": (3, 2010, 2030, 0.25),
    "open_days": (2, 2016, 2030, 0.25),
    "reading_points": (3, 2008, 2030, 0.3),
    "visitors": (150, 2008, 2030, 0.25),
    "complaints": (0.3, 2008, 2030, 0.25),
    "meetings": (3, 2008, 2030, 0.4),
    "training.sessions": (2, 2008, 2030, 0.45),
    "training.participants": (90, 2008, 2030, 0.35),
    "inspections": (3, 2010, 2030, 0.3),
    "staff.full_time": (2, 2008, 2030, 0.3),
    "staff.part_time": (5, 2008, 2030, 0.3),
    "procurement.items": (12, 2010, 2030, 0.15),
    "procurement.amount": (900_000, 2010, 2030, 0.15),
    "service_items": (150, 2014, 2030, 0.2),
}
# What a text says of requests, reviews and lawsuits, and how often.
_TIED = {
    "requests.received": 0.9, "requests.handled": 0.15, "requests.carried_in": 0.3, "requests.closed": 0.6,
    "requests.carried_out": 0.3, "requests.natural_person": 0.3, "requests.organization": 0.3,
    "requests.granted": 0.5, "requests.partial": 0.4, "requests.denied": 0.4, "requests.unavailable": 0.4,
    "requests.not_processed": 0.3, "requests.other": 0.3, "review.cases": 0.6, "review.upheld": 0.25,
    "review.corrected": 0.25, "litigation.cases": 0.6, "litigation.upheld": 0.25, "litigation.corrected": 0.25,
}  # fmt: skip
# Slots of the forms that texts repeat → their counts.
_REPEATED = {
    "annex.published.total": "published.total", "annex.channels.website": "website.posts",
    "annex.channels.weibo": "weibo.posts", "annex.channels.wechat": "wechat.posts",
    "annex.responses.press_conferences": "press_conferences", "annex.responses.online_interviews": "interviews",
    "annex.responses.interpretations": "interpretations", "annex.responses.events": "responses",
    "annex.requests.answered.granted": "requests.granted", "annex.requests.answered.partial": "requests.partial",
    "annex.requests.answered.denied": "requests.denied", "annex.complaints": "complaints",
    "annex.capacity.reading_points": "reading_points", "annex.capacity.staff": "staff",
    "annex.capacity.staff.full_time": "staff.full_time", "annex.capacity.staff.part_time": "staff.part_time",
    "annex.training.meetings": "meetings", "annex.training.courses": "training.sessions",
    "annex.training.participants": "training.participants",
    "annex.normative_documents.issued": "normative_documents.issued",
    "proactive.normative_documents.issued": "normative_documents.issued",
    "proactive.normative_documents.made": "normative_documents.issued",
    "proactive.normative_documents.published": "normative_documents.published",
    "proactive.normative_documents.repealed": "normative_documents.repealed",
}  # fmt: skip
_SEVERAL = ("requests.received", "requests.closed", "review.cases", "litigation.cases")  # told by varied definitions
_ORDINARY = 0.8  # share of texts that count as the first definition does
_POSTS = (
    "website.posts", "disclosure_platform.posts", "weibo.posts", "wechat.posts", "short_video.posts", "app.posts",
    "media.posts", "bulletin_boards.posts",
)  # fmt: skip


def counts(agency: Agency, year: int, rng: random.Random) -> dict[str, Number]:
    """The counts that no table holds, by metric id without its `narrative.`; those that a text of the year may say."""
    size = size_of(agency)
    found: dict[str, Number] = {}
    for name, (middle, first, last, share) in _COUNTS.items():
        if first <= year <= last and rng.random() < share:
            found[name] = heavy(rng, middle * size)
    if rng.random() < 0.7:
        found["website.posts"] = heavy(rng, 500 * size)
    if rng.random() < 0.75:
        found["published.total"] = sum(int(found.get(name, 0)) for name in _POSTS) + heavy(rng, 200 * size)
    for received, answered in (("mailbox.messages", "mailbox.answered"), ("messages.received", "messages.answered")):
        if received in found and rng.random() < 0.6:
            found[answered] = found[received] if rng.random() < 0.6 else round(found[received] * rng.uniform(0.8, 1))
    if rng.random() < 0.15:
        found["proposals.total"] = int(found.pop("npc_proposals", 5)) + int(found.pop("cppcc_proposals", 7))
    if "staff.full_time" in found and "staff.part_time" in found and rng.random() < 0.6:
        found["staff"] = found["staff.full_time"] + found["staff.part_time"]
    if not found.get("gazette.issues"):
        found.pop("gazette.copies", None)
    if rng.random() < 0.3:
        found["requests.fees"] = 0 if rng.random() < 0.85 else heavy(rng, 400)
    return found


def of_form(values: Mapping[str, int], rng: random.Random) -> dict[str, Number]:
    """Counts of the text that repeat a line of the form, as most writers take them from there."""
    return {count: values[slot] for slot, count in _REPEATED.items() if slot in values and rng.random() < 0.45}


def channels(received: int, rng: random.Random) -> dict[str, Number]:
    """The ways in which requests came; they add up to all."""
    names = ("requests.online", "requests.letter", "requests.in_person", "requests.fax")
    return dict(zip(names, divide(rng, received, (60, 22, 16, 2)), strict=True))


def tied(schema: Schema, values: Mapping[str, int], rng: random.Random) -> dict[str, Number]:
    """Counts that the form holds too, each under one of the schema's definitions (口径)."""
    found: dict[str, Number] = {}
    for comparison in schema.comparisons:
        name = comparison.metric.removeprefix("narrative.")
        if rng.random() >= _TIED.get(name, 0.0):
            continue
        first, *others = comparison.definitions
        definition = rng.choice(others) if name in _SEVERAL and others and rng.random() > _ORDINARY else first
        if name in ("review.cases", "litigation.cases"):  # a kind of lawsuit alone is not all lawsuits
            definition = rng.choice(comparison.definitions[:2]) if definition is not first else first
        if name == "requests.handled":
            definition = comparison.definitions[-1]
        number = sum(values.get(n, 0) for n in definition.fields) - sum(values.get(n, 0) for n in definition.minus)
        if number >= 0:
            found[name] = number
    return found
