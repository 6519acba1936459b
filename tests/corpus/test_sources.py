import os
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import fsspec
import pytest

from extractor.core.errors import LoadError
from extractor.corpus import archives, sources
from extractor.corpus.listing import Listing
from extractor.corpus.sources import Source


class _GbkName(ZipInfo):
    """A member whose name is written as Windows in Chinese writes it: GBK, and no flag that says so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


def zipped(members: dict[str, bytes], *, gbk: bool = False) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(_GbkName(name) if gbk else name, data)
    return out.getvalue()


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def found(*inputs: object) -> list[str]:
    return sorted(source.path for source in sources.find(map(str, inputs)))


def test_a_folder_gives_its_files_and_leaves_out_the_systems(tmp_path: Path) -> None:
    hidden = [".git/x", ".DS_Store", "a/._b.txt", "a/~$b.docx", "Thumbs.db", "a/desktop.ini", "__MACOSX/c.txt"]
    write(tmp_path, dict.fromkeys(["a/b.txt", "a/c/d.html", "没有后缀", *hidden], b"x"))
    (tmp_path / "a" / "circle").symlink_to(tmp_path)
    (tmp_path / "a" / "gone").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    assert found(tmp_path) == [f"{tmp_path}/{name}" for name in ("a/b.txt", "a/c/d.html", "没有后缀")]


def test_size_and_time_are_told_without_reading(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": b"four"})
    os.utime(tmp_path / "a.txt", ns=(5, 5))
    assert list(sources.find([str(tmp_path)])) == [Source(f"{tmp_path}/a.txt", (), 4, "5")]


def test_patterns_and_names_that_look_like_one(tmp_path: Path) -> None:
    write(tmp_path, dict.fromkeys(["a/1.txt", "a/2.html", "a/b/3.txt", "[1].txt"], b"x"))
    assert found(f"{tmp_path}/**/*.txt") == [f"{tmp_path}/{name}" for name in ("[1].txt", "a/1.txt", "a/b/3.txt")]
    assert found(f"{tmp_path}/[1].txt") == [f"{tmp_path}/[1].txt"]
    assert found(f"{tmp_path}/a*") == [f"{tmp_path}/a/{name}" for name in ("1.txt", "2.html", "b/3.txt")]


def test_what_names_nothing_is_named_before_the_run_or_fails_when_it_is_read(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.txt")
    with pytest.raises(LoadError, match=r"missing\.txt: no such file"):
        sources.check([str(tmp_path), missing])
    (source,) = sources.find([missing])
    with pytest.raises(LoadError, match="no such file"):
        sources.read(source)


def test_members_of_an_archive_whatever_its_name(tmp_path: Path) -> None:
    members = {"2023/甲县.html": b"<p>", "2023/__MACOSX/._x": b"", ".hidden": b"", "b.txt": b"bee"}
    write(tmp_path, {"reports.dat": zipped(members), "report.docx": zipped({"word/document.xml": b"<w/>"})})
    archive = f"{tmp_path}/reports.dat"
    inside = [f"{archive}!/2023/甲县.html", f"{archive}!/b.txt"]
    assert found(tmp_path) == [f"{tmp_path}/report.docx", *inside]
    assert sources.read(Source(archive, ("b.txt",))) == b"bee"
    assert found(f"{archive}!/b.txt") == [f"{archive}!/b.txt"]
    with pytest.raises(LoadError, match="no such member"):
        sources.read(Source(archive, ("c.txt",)))


@pytest.mark.parametrize("gbk", [True, False])
def test_chinese_names_in_gbk_without_a_flag(gbk: bool, tmp_path: Path) -> None:
    name = "云湖县/镕市长办公室２０２３年报.txt"
    write(tmp_path, {"a.zip": zipped({name: "报告".encode()}, gbk=gbk)})
    (source,) = sources.find([str(tmp_path / "a.zip")])
    assert source.inside == (name,)
    assert sources.read(source) == "报告".encode()


def test_archives_in_archives_down_to_a_depth(tmp_path: Path) -> None:
    data = zipped({"deepest.txt": b"4"})
    for depth in (3, 2, 1):
        data = zipped({f"{depth}.zip": data, f"{depth}.txt": str(depth).encode()})
    write(tmp_path, {"a.zip": data})
    names = [source.path.removeprefix(f"{tmp_path}/") for source in sources.find([str(tmp_path)])]
    assert sorted(names) == [
        "a.zip!/1.txt", "a.zip!/1.zip!/2.txt", "a.zip!/1.zip!/2.zip!/3.txt", "a.zip!/1.zip!/2.zip!/3.zip!/deepest.txt",
    ]  # fmt: skip
    assert sources.read(Source(f"{tmp_path}/a.zip", ("1.zip", "2.txt"))) == b"2"


def test_a_bomb_is_unpacked_no_further_than_a_report_may_be_long(tmp_path: Path) -> None:
    write(tmp_path, {"a.zip": zipped({"bomb.txt": bytes(archives.MAX_BYTES + 1), "good.txt": b"x"})})
    assert sources.read(Source(f"{tmp_path}/a.zip", ("good.txt",))) == b"x"
    with pytest.raises(LoadError, match="more than 64 MiB"):
        sources.read(Source(f"{tmp_path}/a.zip", ("bomb.txt",)))


def test_damaged_and_protected_archives_say_so(tmp_path: Path) -> None:
    data = zipped({"a.txt": b"some text that is long enough"})
    secret = bytearray(data)
    for at in (6, data.index(b"PK\x01\x02") + 8):  # the flags in both headers
        secret[at] |= 1
    broken = data.replace(data[40:45], b"\xff" * 5)
    write(tmp_path, {"cut.zip": data[:-10], "secret.zip": bytes(secret), "broken.zip": broken})
    assert found(tmp_path / "cut.zip") == [f"{tmp_path}/cut.zip"]
    with pytest.raises(LoadError, match="the archive is damaged or cut off"):
        sources.read(Source(f"{tmp_path}/cut.zip"))
    with pytest.raises(LoadError, match="password"):
        sources.read(Source(f"{tmp_path}/secret.zip", ("a.txt",)))
    with pytest.raises(LoadError, match="damaged"):
        sources.read(Source(f"{tmp_path}/broken.zip", ("a.txt",)))


def test_an_archive_that_is_replaced_is_read_anew(tmp_path: Path) -> None:
    path = write(tmp_path, {"a.zip": zipped({"a.txt": b"old"})}) / "a.zip"
    assert sources.read(Source(str(path), ("a.txt",))) == b"old"
    path.write_bytes(zipped({"a.txt": b"new text"}))
    assert sources.read(Source(str(path), ("a.txt",))) == b"new text"


def test_a_list_keeps_names_that_are_not_utf8() -> None:
    names = list(sources.lines(BytesIO("甲.txt\r\n\n".encode() + "乙.txt\n".encode("gbk"))))
    assert [os.fsencode(name) for name in names] == ["甲.txt".encode(), "乙.txt".encode("gbk")]


@pytest.fixture
def memory() -> Iterator[str]:
    system = fsspec.filesystem("memory")
    for name in ("a.txt", "b/c.html", "b/.hidden", ".trash/d.txt"):
        system.pipe(f"/bucket/{name}", name.encode())
    yield "memory://bucket"
    system.rm("/bucket", recursive=True)


def test_urls_of_files_folders_and_patterns(memory: str) -> None:
    sources.check([memory])
    assert found(memory) == ["memory:///bucket/a.txt", "memory:///bucket/b/c.html"]
    assert found(f"{memory}/b/*.html") == ["memory:///bucket/b/c.html"]
    (source,) = sources.find([f"{memory}/a.txt"])
    assert (source.size, bool(source.stamp)) == (5, True)
    assert sources.read(source) == b"a.txt"


def test_archives_behind_urls(memory: str) -> None:
    fsspec.filesystem("memory").pipe("/bucket/c/2023.zip", zipped({"乙/e.txt": b"in it", "Thumbs.db": b""}))
    (source,) = sources.find([f"{memory}/c"])
    assert source.path == "memory:///bucket/c/2023.zip!/乙/e.txt"
    assert source.size == 5
    assert sources.read(source) == b"in it"


def test_a_url_that_cannot_be_read_is_a_document_that_fails(memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    for url, told in {f"{memory}/x.txt": "no such file", "s3://bucket/a.txt": "another package"}.items():
        (source,) = sources.find([url])
        with pytest.raises(LoadError, match=told):
            sources.read(source)


def names() -> Iterator[str]:
    return (f"document {k}" for k in range(2000))


def taken(listing: Listing) -> int:
    """Take everything; how many there were."""
    count = 0
    while not listing.ended:
        count += listing.take() is not None
    return count


def test_the_listing_waits_for_those_who_read() -> None:
    listing = Listing(
        (f"document {k}" for k in range(2000)), lambda source: True if source.path.endswith("7") else None
    )
    while listing.found - listing.skipped < 513:
        time.sleep(0.01)
    assert not listing.complete
    assert taken(listing) == 1800
    assert (listing.found, listing.skipped, listing.failed) == (2000, 200, 200)


def test_what_stops_the_listing_is_raised_and_a_closed_one_has_ended() -> None:
    def broken() -> Iterator[str]:
        yield "a"
        raise RuntimeError("no more")

    listing = Listing(broken(), lambda source: None)
    with pytest.raises(RuntimeError, match="no more"):
        taken(listing)
    closed = Listing(names(), lambda source: None)
    while not closed.found:
        time.sleep(0.01)
    closed.close()
    assert (taken(closed), closed.take()) == (0, None)
