"""What is read at all: formats told by content, and one clear line for everything else."""

import io
import random
import zipfile
from pathlib import Path

import pytest

from extractor.core.errors import LoadError
from extractor.load import load

PAGE = "<html><head><meta charset='utf-8'></head><body><p>一、总体情况</p><p>收到申请7件。</p></body></html>"
TEXT = "一、总体情况\n全年公开信息31条，收到申请7件。\n"


def archive(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def reason(source: str | Path | bytes, name: str = "") -> str:
    with pytest.raises(LoadError) as caught:
        load(source, name=name)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "name", "loader", "media_type"),
    [
        (TEXT, "a.txt", "text", "text/plain"),
        (TEXT, "", "text", "text/plain"),
        (TEXT, "a.html", "text", "text/plain"),
        ("# 报告\n\n正文。\n", "a.md", "markdown", "text/markdown"),
        ("| 规章 | 3 |\n|---|---|\n| 其他 | 4 |\n", "a.txt", "markdown", "text/markdown"),
        (PAGE, "a.html", "html", "text/html"),
        (PAGE, "a.doc", "html", "text/html"),
        (f"\n\n{PAGE}", "", "html", "text/html"),
        ("<p>收到</p>\n<p>申请</p>", "a.htm", "html", "text/html"),
    ],
)
def test_content_decides_before_the_extension(data: str, name: str, loader: str, media_type: str) -> None:
    source = load(data.encode(), name=name).source
    assert (source.loader, source.media_type) == (loader, media_type)


def test_source_names_the_bytes() -> None:
    source = load(b"abc", name="somewhere/a.txt").source
    assert source.path == "somewhere/a.txt"
    assert source.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert source.pages == 0


def test_a_path_is_read(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(TEXT, encoding="gb18030")
    for source in (path, str(path)):
        document = load(source)
        assert document.text == TEXT
        assert document.source.path == str(path)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".doc"),
        (b"{\\rtf1\\ansi}", "RTF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(30), "damaged"),
        (b"\xff\xd8\xff\xe0" + bytes(30), "damaged"),
        (b"II*\x00" + bytes(30), "damaged"),
        (b"GIF89a" + bytes(30), "GIF"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "damaged"),
        (b"BM\x1e\x00\x00\x00" + bytes(8) + b"\x28" + bytes(15), "damaged"),
        (b"\x1f\x8b\x08\x00" + bytes(30), "gzip"),
    ],
)
@pytest.mark.parametrize("name", ["x.docx", "x.txt", ""])
def test_foreign_formats_are_named(data: bytes, what: str, name: str) -> None:
    message = reason(data, name)
    assert what in message
    assert ";" in message  # what it is; what to do
    assert message.startswith(f"{name or 'input'}: ")


@pytest.mark.parametrize("data", [b"", b"  \r\n\t", b"\x00\x00\x00"])
def test_empty_files(data: bytes) -> None:
    assert "empty" in reason(data, "a.txt")


def test_pages_without_text() -> None:
    assert "no text" in reason(b"<html><body><script>var a = 1;</script><p></p></body></html>", "a.html")


def test_binary_noise_is_no_text() -> None:
    noise = random.Random(5)
    for size in (64, 999, 50_000):
        assert "not text" in reason(noise.randbytes(size), "a.txt")


def test_what_is_no_docx() -> None:
    assert "not a .docx" in reason(TEXT.encode(), "a.docx")
    assert "zip archive" in reason(archive(**{"a.txt": "x"}), "a.zip")
    assert "Excel" in reason(archive(**{"[Content_Types].xml": "", "_rels/.rels": "", "xl/workbook.xml": ""}), "a.docx")
    assert "damaged" in reason(b"PK\x03\x04" + bytes(200), "a.docx")


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    assert "folder" in reason(tmp_path)
    assert "no such file" in reason(tmp_path / "missing.txt")
    assert "not the path" in reason("一、总体情况" * 900)


def test_oversized_input_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(50 * 2**20)
        file.write("公开".encode())
    assert "MiB" in reason(path.read_bytes(), "large.txt")
    with path.open("r+b") as file:
        file.truncate(65 * 2**20)
    assert "large.txt: 65 MiB" in reason(path)
    assert "characters" in reason("公开信息。\n".encode() * 400_000, "long.txt")


@pytest.mark.parametrize(
    "text",
    [
        " " * 300_000 + "a",
        "|" * 200_000 + "\n",
        "|-" * 9_000 + "x\n",
        "-" * 200_000,
        "返回首页" * 39 + "x\n",
        "<" * 100_000,
    ],
)
def test_hostile_lines_are_read(text: str) -> None:
    assert load(text.encode()).text == text
