"""How badly pages are scanned: three named levels, and what one page draws from its level."""

import random
from dataclasses import dataclass, fields

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Level:
    """A level's ranges and chances. Lengths are in points of the page, so that they mean the same at every resolution.

    `skew` degrees either way; `blur` sigma in points; `noise` sigma of 255 grey levels; `salt` share of pixels;
    `jpeg` quality; `shadow` share of light lost at the darkest edge; `bleed` share of the ink of the page behind;
    `warp` amplitude of the page's waves in points. `fax`, `stamp` and `photo` are chances; a document is a photo or a
    fax as a whole.
    """

    name: str
    dpi: tuple[int, ...]
    skew: float
    blur: Range
    noise: Range
    salt: Range
    jpeg: tuple[int, int]
    shadow: Range
    bleed: Range
    warp: Range
    fax: float
    stamp: float
    photo: float


LEVELS: dict[str, Level] = {
    level.name: level
    for level in (
        Level(
            "weak", (200, 300), 0.4, (0.0, 0.12), (0, 5), (0, 0), (80, 95), (0, 0.05), (0, 0), (0, 0),
            0.0, 0.15, 0.0,
        ),
        Level(
            "normal", (150, 200, 300), 1.5, (0.1, 0.3), (4, 12), (0, 0.0008), (50, 85), (0, 0.2), (0, 0.06), (0, 0.8),
            0.12, 0.3, 0.1,
        ),
        Level(
            "hard", (96, 150, 200), 3.0, (0.15, 0.4), (10, 24), (0.0005, 0.004), (25, 60), (0.1, 0.4), (0.03, 0.15),
            (0.5, 2.5), 0.2, 0.5, 0.3,
        ),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wear:
    """What one page suffers: a draw from a level, with `seed` for its noise, waves and perspective."""

    dpi: int
    skew: float
    blur: float
    noise: float
    salt: float
    jpeg: int
    shadow: float
    bleed: float
    warp: float
    fax: bool
    stamp: bool
    photo: bool
    seed: int


def draw(level: Level, pages: int, rng: random.Random) -> list[Wear]:
    """Wear for each page of one document: the machine's settings are shared, the rest is drawn page by page."""
    dpi, jpeg = rng.choice(level.dpi), rng.randint(*level.jpeg)
    fax = rng.random() < level.fax
    photo = not fax and rng.random() < level.photo
    return [
        Wear(
            dpi=dpi,
            skew=rng.uniform(-level.skew, level.skew),
            blur=rng.uniform(*level.blur),
            noise=rng.uniform(*level.noise),
            salt=rng.uniform(*level.salt),
            jpeg=jpeg,
            shadow=rng.uniform(*level.shadow),
            bleed=rng.uniform(*level.bleed),
            warp=rng.uniform(*level.warp),
            fax=fax,
            stamp=page == pages - 1 and rng.random() < level.stamp,
            photo=photo,
            seed=rng.getrandbits(32),
        )
        for page in range(pages)
    ]


def levels_table() -> str:
    """The levels as a Markdown table, a parameter a row."""
    names = list(LEVELS)
    lines = [f"| parameter | {' | '.join(names)} |", "| --- " * (len(names) + 1) + "|"]
    for field in fields(Level):
        if field.name != "name":
            shown = [_shown(field.name, getattr(LEVELS[name], field.name)) for name in names]
            lines.append(f"| {field.name} | {' | '.join(shown)} |")
    return "\n".join(lines) + "\n"


def _shown(name: str, value: float | tuple[float, ...]) -> str:
    if not isinstance(value, tuple):
        return f"±{value:g}" if name == "skew" else f"{value:g}"
    if name == "dpi":
        return ", ".join(f"{one:g}" for one in value)
    return f"{value[0]:g}–{value[1]:g}" if value[0] != value[1] else f"{value[0]:g}"
