"""LibreOffice, asked for many files in one call: a start costs a second, a file a quarter."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path

from .rendered import RenderError

_SECONDS = 60  # a call may take this long, and as long again for each ten files


def available() -> bool:
    """Whether LibreOffice Writer is installed."""
    return shutil.which("soffice") is not None


def convert(documents: Sequence[bytes], target: str) -> list[bytes]:
    """Each .docx as a file of the format `target` ("pdf", "doc"), in the same order. Raises RenderError."""
    if not available():
        raise RenderError("LibreOffice is not installed: apt-get install libreoffice-writer-nogui")
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        names = [f"{i:05}" for i in range(len(documents))]
        for name, data in zip(names, documents, strict=True):
            Path(folder, f"{name}.docx").write_bytes(data)
        command = ["soffice", f"-env:UserInstallation={_profile()}", "--headless", "--convert-to", target]
        command += ["--outdir", folder, *(f"{folder}/{name}.docx" for name in names)]
        try:
            limit = _SECONDS * (1 + len(names) // 10)
            subprocess.run(command, check=True, capture_output=True, timeout=limit)
            return [Path(folder, f"{name}.{target}").read_bytes() for name in names]
        except (OSError, subprocess.SubprocessError) as error:
            raise RenderError(f"LibreOffice wrote no .{target}: {error}") from error


@cache
def _profile() -> str:
    """URL of a profile of this process's own: LibreOffice does not share one between processes."""
    folder = tempfile.mkdtemp(prefix="office-profile-")
    Finalize(None, shutil.rmtree, (folder, True), exitpriority=0)  # unlike atexit, also at the end of a pool's process
    return Path(folder).as_uri()
