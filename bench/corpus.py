"""Bulk conversion: how it scales, what writing costs, what the parent holds, and what ten kills change.

python -m bench.corpus                        300 generated documents: text, pages, Word files
python -m bench.corpus --documents FOLDER     those of a folder
python -m bench.corpus --ray                  also on Ray: one node of one processor, and two

Everything is a ratio of runs that follow each other, so that a busy machine blurs the figures less; but a machine with
fewer free processors than workers shows no scaling. Speeds are those after the first fifth, when all workers have
loaded what they need; they want some hundred documents, since reports come when a part is written. How to read the
lines is said at their ends. Asserts nothing.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from extractor.corpus import Converted, open_corpus
from extractor.corpus.batch import Options, Tally, convert
from extractor.corpus.content import content_digest
from extractor.corpus.worker import Report
from extractor.pipeline import extract_with_prose

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = 60  # documents read in this process to see what writing costs
PART = 30  # of them in one append; runs have more, which costs less
KILLS = 10


class Meter:
    """When documents came to the disk, and what this process held then (MiB)."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.memory: list[float] = []

    def report(self, report: Report) -> None:
        """One document."""
        self.times.append(time.perf_counter())

    def look(self, tally: Tally) -> None:
        """Several times a second."""
        self.memory.append(psutil.Process().memory_info().rss / 2**20)

    def speed(self) -> float:
        """Documents a second, without those that were on the disk together with the first fifth."""
        begin = self.times[len(self.times) // 5]
        after = [at for at in self.times if at > begin + 0.1]
        return len(after) / (after[-1] - begin) if after else float("nan")


def measured(documents: Path, corpus: Path, **options: Any) -> Meter:
    """One run into a new corpus."""
    shutil.rmtree(corpus, ignore_errors=True)
    meter = Meter()
    tally = convert([str(documents)], corpus, Options(**options), meter)
    print(f"  {options}: {tally.done} documents, {tally.failed} failed, {meter.speed():.2f}/s", flush=True)
    return meter


def writing(documents: Path, folder: Path) -> float:
    """Processor time of appending, as a share of that of reading."""
    files = sorted(path for path in documents.rglob("*") if path.is_file())
    chosen = random.Random(1).sample(files, min(SAMPLE, len(files)))
    corpus, read, written = open_corpus(folder / "writing", create=True), 0.0, 0.0
    extract_with_prose(chosen[0])
    for at in range(0, len(chosen), PART):
        start = time.process_time()
        outcomes = [Converted(record, prose=prose) for record, prose in map(extract_with_prose, chosen[at : at + PART])]
        middle = time.process_time()
        corpus.append(outcomes)
        if at:  # the first loads what writes
            read, written = read + middle - start, written + time.process_time() - middle
    return written / read if read else float("nan")


def killed(documents: Path, corpus: Path, seconds: float) -> None:
    """Kill a run ten times at random moments of about its length, and let it end."""
    chance = random.Random(2)
    command = [sys.executable, "-m", "extractor", "convert", str(documents), "--corpus", str(corpus), "--workers", "2"]
    for _ in range(KILLS):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=ROOT)
        time.sleep(chance.uniform(0.5, 1.5) * seconds / KILLS + 2)
        process.kill()
        process.wait()
    convert([str(documents)], corpus, Options(workers=2))


@contextmanager
def nodes(count: int) -> Iterator[None]:
    """A Ray cluster of so many nodes with a processor each, beside a head that reads nothing."""
    import ray
    from ray.cluster_utils import Cluster

    args = {"include_dashboard": False, "object_store_memory": 80 * 2**20}
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, **args})
    for _ in range(count):
        cluster.add_node(num_cpus=1, **args)
    ray.init(address=cluster.address, log_to_driver=False, logging_level="ERROR")
    try:
        yield
    finally:
        ray.shutdown()
        cluster.shutdown()


def compare(documents: Path, folder: Path, on_ray: bool) -> None:
    """All runs, and the lines with the ratios."""
    one = measured(documents, folder / "one", workers=1)
    two = measured(documents, folder / "two", workers=2)
    digest = content_digest(open_corpus(folder / "one"))
    lines = {
        "2 workers / 1 worker": (two.speed() / one.speed(), "times as fast; 1.8 and more is wanted"),
        "writing / reading": (writing(documents, folder), "of processor time; below 0.10 is wanted"),
        "parent at the end / at a tenth": (two.memory[-1] / two.memory[len(two.memory) // 10], "of memory; 1 is flat"),
    }
    killed(documents, folder / "killed", len(two.times) / two.speed())
    same = {"two": "1 and 2 workers", "killed": f"undisturbed and killed {KILLS} times"}
    if on_ray:
        with nodes(1):
            ray_one = measured(documents, folder / "ray-one", engine="ray", workers=1)
        with nodes(2):
            ray_two = measured(documents, folder / "ray-two", engine="ray", workers=2)
        lines["Ray, 1 node / 1 worker"] = ray_one.speed() / one.speed(), "times as fast; 0.8 and more is wanted"
        lines["Ray, 2 nodes / 1 node"] = ray_two.speed() / ray_one.speed(), "times as fast; 1.7 and more is wanted"
        same |= {"ray-one": "local and Ray", "ray-two": "local and Ray on 2 nodes"}
    print(f"\n{psutil.cpu_count()} processors, load {psutil.getloadavg()[0]:.1f}\n")
    for name, (value, told) in lines.items():
        print(f"{name:32}{value:8.3f}  {told}")
    for name, told in same.items():
        equal = content_digest(open_corpus(folder / name)) == digest
        print(f"{told:40}{'the same corpus' if equal else 'DIFFERENT CORPORA'}")


def main() -> None:
    """Generate if need be, measure, print."""
    parser = argparse.ArgumentParser("python -m bench.corpus", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=Path, help="folder of documents; default: generated ones")
    parser.add_argument("--n", type=int, default=100, help="reports to generate, in each of the formats")
    parser.add_argument("--formats", default="txt,html,docx", help="see python -m corpora.synthetic --help")
    parser.add_argument("--ray", action="store_true", help="measure Ray too")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        documents = chosen.documents or Path(folder) / "documents"
        if chosen.documents is None:
            made = ["--out", str(documents), "--n", str(chosen.n), "--formats", chosen.formats, "--split", "test"]
            subprocess.run([sys.executable, "-m", "corpora.synthetic", *made], check=True, cwd=ROOT)
            for path in documents.rglob("*.json*"):
                path.unlink()
        compare(documents, Path(folder), chosen.ray)


if __name__ == "__main__":
    main()
