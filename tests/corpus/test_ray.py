"""The engine on Ray, on a real cluster of several nodes on this machine; one of them is lost on the way."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.corpus import open_corpus
from extractor.corpus.batch import Options, Tally, convert
from extractor.corpus.content import content_digest
from extractor.corpus.engines.ray import ClusterError
from extractor.corpus.pool import Limits
from extractor.corpus.worker import Report
from tests.corpus import hostile


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head without processors and two nodes with one each."""
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'zh-report-extractor[ray]'")
    import ray
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        node = {"object_store_memory": 80 * 2**20, "include_dashboard": False}
        made = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, **node})
        made.nodes = [made.add_node(num_cpus=1, **node) for _ in range(2)]
        ray.init(address=made.address, log_to_driver=False, logging_level="ERROR")
        yield made
        ray.shutdown()
        made.shutdown()


class _Saboteur:
    """Takes a node away when the first documents are on the disk."""

    def __init__(self, cluster: Any) -> None:
        self._cluster, self.lost_at = cluster, 0

    def report(self, report: Report) -> None:
        pass

    def look(self, tally: Tally) -> None:
        if tally.done and not self.lost_at:
            self.lost_at = tally.done
            self._cluster.remove_node(self._cluster.nodes[0], allow_graceful=False)


def test_a_lost_node_loses_nothing_and_the_corpus_is_that_of_one_machine(cluster: Any, tmp_path: Path) -> None:
    texts = [f"SLEEP 0.1 {k % 35}" for k in range(40)] + ["SEGFAULT", "RAISE", f"LOOP {tmp_path / 'begun'}"]
    folder = tmp_path / "in"
    folder.mkdir()
    for k, text in enumerate(texts):
        (folder / f"{k}.txt").write_text(text)
    limits, saboteur = Limits(seconds=2), _Saboteur(cluster)
    given = {"workers": 2, "limits": limits, "reader": hostile.NAME}
    tally = convert([str(folder)], tmp_path / "ray", Options(engine="ray", **given), saboteur)  # type: ignore[arg-type]
    assert 0 < saboteur.lost_at < len(texts)
    assert (tally.found, tally.done) == (43, 43)
    # A failure that the lost node had written, but not told, is found on the disk: it counts as known, not as failed.
    assert tally.failed <= 3
    assert convert([str(folder)], tmp_path / "local", Options(**given)).failed == 3  # type: ignore[arg-type]
    digests = {content_digest(open_corpus(tmp_path / name)) for name in ("ray", "local")}
    assert len(digests) == 1
    again = convert([str(folder)], tmp_path / "ray", Options(engine="ray", **given))  # type: ignore[arg-type]
    assert (again.skipped, again.done) == (43, 0)


def test_without_ray_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ClusterError, match="pip install"):
        convert(["a.txt"], tmp_path / "corpus", Options(engine="ray"))
