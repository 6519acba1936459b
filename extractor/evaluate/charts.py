"""Charts as inline SVG; colours are the page's CSS variables, so that they follow light and dark."""

from collections.abc import Sequence
from html import escape
from math import log10

from .calibration import PRECISION, TOWARDS_ONE, Claim, bins, risk_coverage

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _RIGHT = 440, 330, 58, 46, 14, 16
_NINES = ((0.0, "0"), (0.5, ".5"), (0.9, ".9"), (0.99, ".99"), (0.999, ".999"), (0.9999, "1"))
_RISKS = ((1e-4, "0"), (1e-3, "0.1 %"), (1e-2, "1 %"), (1e-1, "10 %"), (1.0, "100 %"))
_MOST_POINTS = 400


def reliability(claims: Sequence[Claim]) -> str:
    """Share right against mean confidence of each bin, with 95 % intervals and the number of fields.

    Both axes stretch towards 1 (by powers of ten of the distance to it), where the fields are; the diagonal is a
    confidence that means what it says.
    """
    found = bins(claims, TOWARDS_ONE)
    most = max((b.claims for b in found), default=1)
    marks = [_line(_x(_nines(0)), _y(_nines(0)), _x(1), _y(1), "even")]
    for b in found:
        x, (low, high) = _x(_nines(b.confidence)), b.interval
        words = f"{b.claims} fields: confidence {b.confidence:.4f}, right {b.right:.4f} ({low:.4f} to {high:.4f})"
        radius = 3 + 6 * (b.claims / most) ** 0.5
        marks.append(
            f"<g><title>{words}</title>{_line(x, _y(_nines(low)), x, _y(_nines(high)), 'range')}"
            f'<circle cx="{x:.1f}" cy="{_y(_nines(b.right)):.1f}" r="{radius:.1f}" class="dot"/></g>'
        )
    ticks = [(_nines(value), label) for value, label in _NINES]
    return _chart("Reliability diagram", ("confidence", "share right"), (ticks, ticks), marks)


def risk_curve(all_claims: Sequence[Claim], unread: int, given: Sequence[Claim]) -> str:
    """Share wrong among the accepted fields against the share accepted, for falling thresholds.

    Two curves: every judged field, and those for which a value is given. The vertical axis is logarithmic with 0 at
    its foot; the dashed line is a precision of 99.9 %.
    """
    limit = _y(_risk(1 - PRECISION))
    marks = [_line(_LEFT, limit, _WIDTH - _RIGHT, limit, "limit")]
    for claims, missing, style in ((given, 0, "second"), (all_claims, unread, "first")):
        points = risk_coverage(claims, unread=missing)
        step = max(1, len(points) // _MOST_POINTS)
        shown = points[::step] + points[-1:]
        path = " ".join(f"{_x(coverage):.1f},{_y(_risk(risk)):.1f}" for coverage, risk, _ in shown)
        marks.append(f'<polyline points="{path}" class="curve {style}"/>')
    across = [(share / 5, f"{20 * share} %") for share in range(6)]
    up = [(_risk(risk), label) for risk, label in _RISKS]
    return _chart("Risk–coverage curve", ("share accepted", "share wrong among them"), (across, up), marks)


def squares(rows: Sequence[Sequence[tuple[str, str]]]) -> str:
    """A form as small squares: rows of (class, words for hovering); an empty class leaves a gap."""
    size, gap = 11, 2
    width = max((len(row) for row in rows), default=0) * (size + gap)
    parts = [f'<svg class="squares" width="{width}" height="{len(rows) * (size + gap)}" role="img">']
    for y, row in enumerate(rows):
        for x, (style, words) in enumerate(row):
            if style:
                place = f'x="{x * (size + gap)}" y="{y * (size + gap)}" width="{size}" height="{size}"'
                parts.append(f'<rect {place} rx="2" class="{style}"><title>{escape(words)}</title></rect>')
    return "".join(parts) + "</svg>"


def _nines(probability: float) -> float:
    """0…1 for a probability, every step towards 1 by a tenth of the rest having the same length."""
    return min(-log10(max(1 - probability, 1e-4)), 4) / 4


def _risk(risk: float) -> float:
    return (log10(max(risk, 1e-4)) + 4) / 4


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _BOTTOM - _TOP)


def _line(x0: float, y0: float, x1: float, y1: float, style: str) -> str:
    return f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" class="{style}"/>'


def _chart(
    title: str, names: tuple[str, str], ticks: tuple[list[tuple[float, str]], list[tuple[float, str]]], marks: list[str]
) -> str:
    parts = [f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{title}">']
    for share, label in ticks[0]:
        parts.append(_line(_x(share), _y(0), _x(share), _y(1), "rule"))
        parts.append(f'<text x="{_x(share):.1f}" y="{_y(0) + 17:.1f}" text-anchor="middle">{label}</text>')
    for share, label in ticks[1]:
        parts.append(_line(_x(0), _y(share), _x(1), _y(share), "rule"))
        parts.append(f'<text x="{_x(0) - 8:.1f}" y="{_y(share) + 4:.1f}" text-anchor="end">{label}</text>')
    across, up = _x(0.5), _y(0.5)
    parts.append(f'<text x="{across:.1f}" y="{_HEIGHT - 8}" text-anchor="middle" class="axis">{names[0]}</text>')
    turned = f'transform="rotate(-90 12 {up:.1f})" text-anchor="middle" class="axis"'
    parts.append(f'<text x="12" y="{up:.1f}" {turned}>{names[1]}</text>')
    return "".join([*parts, *marks, "</svg>"])
