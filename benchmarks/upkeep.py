"""What keeping a large library up costs: its status, and an update after few of its pages changed.

    python -m benchmarks.upkeep [PAGES [FOLDER]]

Makes a library of so many small pages (100,000) from a seed, builds its index, and prints one figure a line. With a
FOLDER the library stays there, and is used again as it is.
"""

from __future__ import annotations

import cProfile
import io
import pstats
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from twitchsearch.library import Library, build, open_index, open_store, pending, status, update
from twitchsearch.model import Page, Step

PAGES = 100_000
CHANGED = 100
ROUNDS = 9
SITES = 20
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
BEGINNINGS = ("b", "c", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "tr", "st")
WORDS = [first + last for first in BEGINNINGS for last in ("ab", "ine", "ole", "urm", "ess")]
T = TypeVar("T")
FREQUENT = ["twitch", "muscle", "eyelid", "caffeine", "stress", "sleep", "the", "of", "and", "may"]


def say(name: str, value: float, unit: str = "") -> None:
    print(f"{name:<46} {value:>14,.3f} {unit}", flush=True)


def timed(name: str, work: Callable[[], T]) -> T:
    begun = time.perf_counter()
    found = work()
    say(name, time.perf_counter() - begun, "s")
    return found


def page(number: int, version: int) -> Page:
    """A page of three headed sections; another version of it says something else."""
    chance = random.Random(number * 1000 + version)
    parts = "".join(f"<h2>{heading}</h2><p>{_sentence(chance)}</p>" for heading in ("Overview", "Causes", "Remedies"))
    title = f"Article {number} on {chance.choice(WORDS)}"
    body = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{parts}</article></body></html>"
    url = f"https://site{number % SITES}.example/articles/{number}"
    return Page(url, body.encode(), EPOCH + timedelta(minutes=number), source="folder")


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS + FREQUENT * 10, k=30)) + "."


class Stages:
    """When each stage of a build was last heard of."""

    def __init__(self) -> None:
        self._begun = time.perf_counter()
        self._until: dict[str, float] = {}

    def __call__(self, step: Step) -> None:
        self._until[step.stage] = time.perf_counter() - self._begun

    def tell(self) -> None:
        for stage, until in self._until.items():
            say(f"  {stage} done after", until, "s")


def filled(library: Library, pages: int) -> None:
    store = open_store(library)
    timed("pages into the corpus", lambda: sum(1 for _ in store.add_all(page(n, 0) for n in range(pages))))
    stages = Stages()
    state = timed("index built", lambda: build(library, open_index(library), progress=stages).state)
    stages.tell()
    say("sections", state.sections)
    say("index on disk", state.bytes / 1e6, "MB")


def median(name: str, work: Callable[[], object]) -> None:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    say(f"{name}, median of {ROUNDS}", statistics.median(times), "s")
    say(f"{name}, worst", max(times), "s")


def changed(library: Library, pages: int, version: int) -> None:
    chance = random.Random(version)
    news = (page(number, version) for number in chance.sample(range(pages), min(CHANGED, pages)))
    timed(f"{CHANGED} pages changed in the corpus", lambda: sum(1 for _ in open_store(library).add_all(news)))


def updated(library: Library) -> None:
    """An update, and what of it is listing and comparing."""
    index, stages = open_index(library), Stages()
    timed("  of it: list the corpus", lambda: sum(1 for _ in open_store(library).entries()))
    timed("  of it: read what was indexed", index.catalogue)
    timed("update of the changed pages", lambda: update(library, index, progress=stages))
    stages.tell()


def dominating(library: Library) -> Iterator[str]:
    """The functions in which an update spends its time."""
    profile = cProfile.Profile()
    profile.runcall(update, library, open_index(library))
    text = io.StringIO()
    pstats.Stats(profile, stream=text).strip_dirs().sort_stats("tottime").print_stats(12)
    return (line for line in text.getvalue().splitlines() if line.strip())


def measured(library: Library, pages: int) -> None:
    index = open_index(library)
    median("status", lambda: status(library, open_index(library)))
    version = int(time.time())
    changed(library, pages, version)
    median("status of a stale library", lambda: status(library, index))
    timed("what an update would do", lambda: pending(library, index))
    updated(library)
    timed("update of nothing", lambda: update(library, index))
    changed(library, pages, version + 1)
    print(*dominating(library), sep="\n")


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    with tempfile.TemporaryDirectory() as temporary:
        library = Library(Path(sys.argv[2] if len(sys.argv) > 2 else temporary))
        if not library.index_folder.is_dir():
            filled(library, pages)
        measured(library, pages)


if __name__ == "__main__":
    main()
