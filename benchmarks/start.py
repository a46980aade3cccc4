"""What one search from a shell costs beside an empty Python, its imports apart from its work.

    python -m benchmarks.start [--sections 200000] [--rounds 9] [ARTICLES.jsonl]

Sections are recombined from those of MedQuAD (`benchmarks.engines.corpora`). Whole processes, in turns, files warm and
modules compiled: an empty Python, one that imports NumPy, one that imports click, and the search. Then, in processes of
their own, how long opening the index and the first query take once all is imported. Processor time, the median and
the least of the rounds: the wall says more about the neighbours.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.engines.corpora import real, recombined
from benchmarks.engines.engines import articles
from benchmarks.latency import COLLECTION
from twitchsearch.library import Library, open_index
from twitchsearch.model import Catalogue, no_progress

WORDS = ("leg", "cramps")
_FIRST = """
import sys, time
from pathlib import Path
from twitchsearch.backends.whoosh import WhooshIndex, searcher
from twitchsearch.cli.questions import Wish
from twitchsearch.config import Settings
from twitchsearch.search import query, vocabulary
request = Wish().request(sys.argv[2], Settings())
begun = time.process_time()
with WhooshIndex(Path(sys.argv[1])).searcher() as opened:
    opened.search(request)
print((time.process_time() - begun) * 1000)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path, nargs="?", default=COLLECTION / "articles.jsonl")
    parser.add_argument("--sections", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder) / "library")
        made = articles(recombined(real(options.articles), options.sections))
        open_index(library).rebuild(made, Catalogue(), no_progress)
        measured(library, Path(folder) / "compiled", options.rounds)


def measured(library: Library, compiled: Path, rounds: int) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": str(compiled), "OPENBLAS_NUM_THREADS": "1"}
    processes = {
        "an empty Python": ("-c", "pass"),
        "importing NumPy": ("-c", "import numpy"),
        "importing click": ("-c", "import click"),
        "one search": ("-m", "twitchsearch", "--library", str(library.root), "search", *WORDS),
    }
    first = ("-c", _FIRST, str(library.index_folder), " ".join(WORDS))
    taken: dict[str, list[float]] = {name: [] for name in (*processes, "opening and the first query")}
    for number in range(rounds + 1):
        for name, arguments in processes.items():
            spent, _ = _spent(arguments, environment)
            taken[name] += [spent] * bool(number)  # the first round compiles the modules
        taken["opening and the first query"] += [float(_spent(first, environment)[1])] * bool(number)
    for name, values in taken.items():
        print(f"{name:<30} {statistics.median(values):7.1f} ms, at best {min(values):7.1f}")
    paired = [search - empty for search, empty in zip(taken["one search"], taken["an empty Python"], strict=True)]
    print(f"{'one search beyond an empty one':<30} {statistics.median(paired):7.1f} ms, at best {min(paired):7.1f}")


def _spent(arguments: tuple[str, ...], environment: dict[str, str]) -> tuple[float, str]:
    """The milliseconds of the processor that a process took, and what it said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1000, done.stdout


if __name__ == "__main__":
    main()
