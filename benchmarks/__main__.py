"""`make bench`: import, build, search and start, on real articles where they are there and else on the starter corpus.

    python -m benchmarks [ARTICLES.jsonl]

Prints one figure a line. The articles default to ../shared/data/ir/medquad-sections/articles.jsonl.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from twitchsearch.corpus.importers import import_from
from twitchsearch.library import Library, build, open_index, open_store, status, welcome
from twitchsearch.model import SearchRequest, Step, no_progress
from twitchsearch.search.query import parse
from twitchsearch.search.seam import Index

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT.parent / "shared" / "data" / "ir" / "medquad-sections" / "articles.jsonl"
QUERIES = (
    "eyelid",
    "muscle twitching",
    "what causes muscle cramps at night",
    "how to stop a twitching eyelid",
    "diabetes",
    "treatment for high blood pressure",
    "is leukemia inherited",
    '"restless legs syndrome"',
    '"signs and symptoms"',
    "vitamin b12 deficiency",
    "kidney stones -surgery",
    "+cancer chemotherapy radiation",
    "pa*",
    "neuro*",
    "fasiculation~",
    "title:epilepsy seizures",
    "kind:remedies migraine",
    "(anemia OR anaemia) iron",
    "the of and",
    "who should I see about weakness of one side of the face and trouble speaking",
)
ROUNDS = 5


def say(name: str, value: float | str, unit: str = "") -> None:
    shown = value if isinstance(value, str) else f"{value:,.2f}"
    print(f"{name:<42} {shown:>14} {unit}", flush=True)


def filled(library: Library, articles: Path) -> None:
    store = open_store(library)
    begun = time.perf_counter()
    if articles.is_file():
        report = import_from(articles, store, no_progress, fetched_at=datetime.now(UTC))
        say("pages imported", report.new)
    else:
        say("pages imported", welcome(library))
    say("import", time.perf_counter() - begun, "s")


def indexed(library: Library, index: Index) -> None:
    begun, spent = time.perf_counter(), dict[str, float]()

    def progress(step: Step) -> None:
        spent[step.stage] = time.perf_counter() - begun

    state = build(library, index, progress=progress).state
    took = time.perf_counter() - begun
    for stage, until in spent.items():
        say(f"  {stage} done after", until, "s")
    say("articles", state.articles)
    say("sections", state.sections)
    say("build", took, "s")
    say("sections a second", state.sections / took)
    say("index on disk", state.bytes / 1e6, "MB")
    for who, name in ((resource.RUSAGE_SELF, "this process"), (resource.RUSAGE_CHILDREN, "the largest child")):
        say(f"peak memory of {name}", resource.getrusage(who).ru_maxrss / 1e3, "MB")


def searched(index: Index) -> None:
    times: dict[str, list[float]] = {query: [] for query in QUERIES}
    with index.searcher() as searcher:
        for query in QUERIES:  # warm: what a searcher loads once is not a query's time
            searcher.search(SearchRequest(parse(query), query))
        for _ in range(ROUNDS):
            for query in QUERIES:
                begun = time.perf_counter()
                searcher.search(SearchRequest(parse(query), query))
                times[query].append((time.perf_counter() - begun) * 1000)
    medians = {query: statistics.median(taken) for query, taken in times.items()}
    for query, taken in medians.items():
        say(f"  {query[:40]}", taken, "ms")
    say("20 queries: median", statistics.median(medians.values()), "ms")
    say("20 queries: worst", max(medians.values()), "ms")


def one_shot(library: Library) -> None:
    def run(*command: str) -> float:
        begun = time.perf_counter()
        subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        return (time.perf_counter() - begun) * 1000

    search = ("-m", "twitchsearch", "--library", str(library.root), "search", "eyelid twitching")
    pairs = [(run("-c", "pass"), run(*search)) for _ in range(9)]
    say("empty Python process", statistics.median(empty for empty, _ in pairs), "ms")
    say("one-shot search, whole process", statistics.median(whole for _, whole in pairs), "ms")


def main() -> None:
    articles = Path(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder))
        index = open_index(library)
        filled(library, articles)
        indexed(library, index)
        begun = time.perf_counter()
        status(library, index)
        say("status", (time.perf_counter() - begun) * 1000, "ms")
        searched(index)
        one_shot(library)


if __name__ == "__main__":
    main()
