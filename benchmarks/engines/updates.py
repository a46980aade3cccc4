"""`python -m benchmarks.engines.updates [SECTIONS] [UPDATES]`: what it costs to change one article, or a hundred.

An index is built, then articles are updated, one at a time and a hundred at once; each is searched for afterwards, and
must be found. Then the sixty questions are asked of the index that was updated and of one that was built anew.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.engines.__main__ import ARTICLES, ROUNDS
from benchmarks.engines.corpora import Record, real, recombined
from benchmarks.engines.engines import Ours, articles
from benchmarks.engines.questions import Question, questions
from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.model import Article, Catalogue, SearchRequest, no_progress
from twitchsearch.search.query import parse
from twitchsearch.search.seam import Changes

_SECTIONS, _UPDATES, _MANY, _PARTS = 16_407, 20, 100, 5


class Flushes:
    """The seconds that went by in flushes to disk."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._flush = os.fsync
        os.fsync = self._timed

    def _timed(self, descriptor: int) -> None:
        begun = time.perf_counter()
        self._flush(descriptor)
        self.seconds += time.perf_counter() - begun


def updated(index: WhooshIndex, given: list[Article], word: str, flushes: Flushes) -> tuple[float, float, float]:
    """Milliseconds from the update to the answer that has it: by the wall less flushes, of flushes, of processor."""
    begun, spent, flushed = time.perf_counter(), time.process_time(), flushes.seconds
    index.update(Changes(given, frozenset()), Catalogue(), no_progress)
    with index.searcher() as searcher:
        found = searcher.search(SearchRequest(parse(word), word))
    if not found.hits:
        raise SystemExit(f"{word} is not found after the update")
    took, spent, flushed = time.perf_counter() - begun, time.process_time() - spent, flushes.seconds - flushed
    return (took - flushed) * 1000, flushed * 1000, spent * 1000


def changed(records: list[Record], name: str, count: int) -> list[Article]:
    """`count` articles as they are after a change that put a word into them."""
    parts = records[: count * _PARTS]
    return list(
        articles(
            [
                each._replace(
                    article=f"changed-{name}-{number // _PARTS}", ordinal=number % _PARTS, text=f"{each.text} {name}"
                )
                for number, each in enumerate(parts)
            ]
        )
    )


def asked(index: WhooshIndex, some: list[Question]) -> float:
    """The median of the questions in processor milliseconds, asked again."""
    engine = Ours()
    times: dict[Question, list[float]] = {each: [] for each in some}
    with index.searcher() as engine.searcher:
        for _ in range(ROUNDS + 1):
            for question in some:
                begun = time.process_time()
                engine.ask(question)
                times[question].append((time.process_time() - begun) * 1000)
    return statistics.median(statistics.median(taken[1:]) for taken in times.values())


def main() -> None:
    sections, updates, *_ = [*map(int, sys.argv[1:]), *(_SECTIONS, _UPDATES)[len(sys.argv) - 1 :]]
    records = real(ARTICLES)
    records = records[:sections] if sections <= len(records) else recombined(records, sections)
    library, flushes = list(articles(records)), Flushes()
    with tempfile.TemporaryDirectory() as folder:
        index = WhooshIndex(Path(folder, "updated"))
        index.rebuild(library, Catalogue(), no_progress)
        single = [
            updated(index, changed(records, f"xq{number}", 1), f"xq{number}", flushes) for number in range(updates)
        ]
        many = [updated(index, changed(records, f"xqm{number}", _MANY), f"xqm{number}", flushes) for number in range(3)]
        print(
            f"{len(records):,} sections; milliseconds until it is found: wall less flushes, flushes, processor; medians"
        )
        for name, taken in ((f"one article, {updates} times", single), (f"{_MANY} articles, 3 times", many)):
            print(f"{name:<28}" + "".join(f"{statistics.median(each):>10.1f}" for each in zip(*taken, strict=True)))
        fresh = WhooshIndex(Path(folder, "fresh"))
        fresh.rebuild(library, Catalogue(), no_progress)
        some = questions(records)
        after, before = asked(index, some), asked(fresh, some)
        print(
            f"questions after the updates {after:.2f} CPU ms, of a fresh index {before:.2f}: {after / before:.2f} times"
        )
        print(f"segments after the updates: {index.state().segments}")


if __name__ == "__main__":
    main()
