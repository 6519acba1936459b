"""What several areas share: the bundled example, and the real reports beside the checkout."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def example() -> Path:
    """The bundled report without its suffix: .txt and .html exist."""
    return ROOT / "examples" / "yunhu-2023"
