"""Chromium without a window, printing web pages."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from .rendered import RenderError

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
_SECONDS = 60


def program() -> str | None:
    """Path of the installed browser; None where there is none."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def print_page(page: bytes) -> bytes:
    """The PDF that printing this web page gives. Nothing is fetched. Raises RenderError."""
    path = program()
    if path is None:
        raise RenderError("Chromium is not installed: apt-get install chromium")
    with tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_bytes(page)
        command = [path, *_FLAGS, f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri()]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
            return target.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise RenderError(f"Chromium printed nothing: {error}") from error
