"""Start-up stays quick because of what is not loaded; modules are counted, not seconds."""

import subprocess
import sys

import pytest

HEAVY = {
    "spacy",
    "jieba",
    "lxml",
    "docx",
    "pydantic",
    "opencc",
    "yaml",
    "rapidfuzz",
    "rich",
    "numpy",
    "charset_normalizer",
}


def loaded(code: str) -> set[str]:
    """Top-level modules that a fresh interpreter has after running the code."""
    tell = "\nimport sys; print('\\n' + ' '.join({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code + tell], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "code",
    [
        "import extractor",
        "import extractor; extractor.Record, extractor.Document, extractor.ExtractorError",
        "from extractor.cli import run; run(['--help'])",
    ],
)
def test_heavy_packages_wait_for_a_document(code: str) -> None:
    assert loaded(code) & HEAVY == set()


def test_importing_the_package_does_not_load_the_command_line() -> None:
    assert "typer" not in loaded("import extractor")


def test_public_names_all_resolve() -> None:
    import extractor

    assert [name for name in extractor.__all__ if not hasattr(extractor, name)] == []
    assert set(extractor.__all__) <= set(dir(extractor))
    with pytest.raises(AttributeError, match="extrakt"):
        extractor.extrakt  # noqa: B018
