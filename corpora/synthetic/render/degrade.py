"""What happens to a page's image on its way through paper, light and machine: small pure steps."""

import cv2
import numpy as np
from numpy.typing import NDArray

from .geometry import Geometry, Image
from .levels import Wear

_RED = (60, 45, 205)  # of a seal, as blue, green, red
_DESK = 90  # grey of what a photographed page lies on
_SEAL = 60.0  # radius of a seal in points


def degrade(page: Image, behind: Image, wear: Wear, way: Geometry) -> Image:
    """A clean grey page (height, width) as the machine hands it over; colour (height, width, 3) for seals and photos.

    `behind` is the clean page on the sheet's back, of the same size.
    """
    rng = np.random.default_rng([wear.seed, 2])
    pixels = wear.dpi / 72
    image = bleed(page, behind, wear.bleed, pixels) if wear.bleed else page
    if wear.stamp or wear.photo:
        image = np.repeat(image[..., None], 3, axis=2)
    if wear.stamp:
        image = stamp(image, rng, pixels)
    image = way.apply(image, _DESK if wear.photo else 255)
    image = blur(image, wear.blur * pixels)
    image = shade(image, wear.shadow, rng)
    image = grain(image, wear.noise, rng)
    image = pepper(image, wear.salt, rng)
    return fax(image, rng) if wear.fax else image


def bleed(page: Image, behind: Image, share: float, pixels: float) -> Image:
    """The ink of the back, mirrored and soft, through the paper."""
    ink = cv2.GaussianBlur(255 - np.ascontiguousarray(behind[:, ::-1]), (0, 0), 0.8 * pixels)
    return np.asarray(cv2.addWeighted(page, 1.0, ink, -share, 0.0), dtype=np.uint8)


def stamp(image: Image, rng: np.random.Generator, pixels: float) -> Image:
    """A round red seal with a star and strokes like letters, low on the right; the print shows through it."""
    height, width = image.shape[:2]
    radius = _SEAL * pixels
    x = width * rng.uniform(0.62, 0.8)
    y = height * rng.uniform(0.35, 0.85)
    layer = np.full_like(image, 255)
    thick = max(1, round(1.8 * pixels))
    cv2.circle(layer, (round(x), round(y)), round(radius), _RED, thick, cv2.LINE_AA)
    tips = np.deg2rad(-90 + 36 * np.arange(10))
    reach = radius * np.where(np.arange(10) % 2, 0.13, 0.34)
    star = np.c_[x + reach * np.cos(tips), y + reach * np.sin(tips)].round().astype(np.int32)
    cv2.fillPoly(layer, [star], _RED, cv2.LINE_AA)
    for angle in np.deg2rad(np.linspace(-210, 30, 13)):
        _letter(layer, (x + 0.74 * radius * np.cos(angle), y + 0.74 * radius * np.sin(angle)), 0.13 * radius, rng)
    fading = rng.uniform(0.55, 0.95)
    return np.minimum(image, np.asarray(cv2.addWeighted(layer, fading, layer, 0, 255 * (1 - fading)), dtype=np.uint8))


def _letter(layer: Image, centre: tuple[float, float], size: float, rng: np.random.Generator) -> None:
    for _ in range(6):
        ends = (np.array(centre) + rng.uniform(-size, size, (2, 2))).round().astype(int)
        cv2.line(layer, tuple(ends[0].tolist()), tuple(ends[1].tolist()), _RED, max(1, round(size / 4)), cv2.LINE_AA)


def blur(image: Image, sigma: float) -> Image:
    """Out of focus by `sigma` pixels."""
    return image if sigma < 0.2 else np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), dtype=np.uint8)


def shade(image: Image, loss: float, rng: np.random.Generator) -> Image:
    """Light that falls off towards one side, to 1 - `loss` at its edge."""
    if not loss:
        return image
    height, width = image.shape[:2]
    turn = rng.uniform(0, 2 * np.pi)
    x = np.linspace(-0.5, 0.5, width, dtype=np.float32) * np.float32(np.cos(turn))
    y = np.linspace(-0.5, 0.5, height, dtype=np.float32) * np.float32(np.sin(turn))
    dark = np.clip(x[None, :] + y[:, None] + np.float32(0.5), 0, 1) ** 2
    light = 1 - np.float32(loss) * dark
    return np.asarray(cv2.multiply(image, _like(image, light), dtype=cv2.CV_8U), dtype=np.uint8)


def grain(image: Image, sigma: float, rng: np.random.Generator) -> Image:
    """Gaussian noise of `sigma` grey levels."""
    if not sigma:
        return image
    noise = rng.standard_normal(image.shape[:2], dtype=np.float32) * np.float32(sigma)
    return np.asarray(cv2.add(image, _like(image, noise), dtype=cv2.CV_8U), dtype=np.uint8)


def _like(image: Image, layer: NDArray[np.float32]) -> NDArray[np.float32]:
    """The layer for each of the image's colours."""
    return layer if image.ndim == 2 else np.asarray(cv2.merge((layer, layer, layer)), dtype=np.float32)


def pepper(image: Image, share: float, rng: np.random.Generator) -> Image:
    """Black and white specks on a share of the pixels."""
    height, width = image.shape[:2]
    count = int(share * height * width)
    if not count:
        return image
    speckled = image.copy()
    rows, columns = rng.integers(0, height, count), rng.integers(0, width, count)
    values = np.where(rng.random(count) < 0.5, 0, 255).astype(np.uint8)
    speckled[rows, columns] = values[:, None] if image.ndim == 3 else values
    return speckled


def fax(image: Image, rng: np.random.Generator) -> Image:
    """Black and white alone, at one threshold for the page."""
    grey = image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    return np.where(grey > rng.uniform(120, 185), 255, 0).astype(np.uint8)
