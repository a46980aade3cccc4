"""Articles to the two files of one run: a segment as any other, which holds what was gathered at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, TypeVar

from twitchsearch.backends.whoosh.arrays import Parts, chunks
from twitchsearch.backends.whoosh.batch import Batch
from twitchsearch.backends.whoosh.codec import BulkWriter
from twitchsearch.backends.whoosh.rows import Rows
from twitchsearch.backends.whoosh.schema import SECTIONS, TERMS
from twitchsearch.backends.whoosh.words import WordTable
from twitchsearch.files import Disk
from twitchsearch.model import Article
from twitchsearch.search.analysis import Analyser

BYTES_A_CHARACTER = 12
"""What a run takes in memory for each character of its texts: 10 were measured while it is sorted, 3 for the next."""

P = ParamSpec("P")
T = TypeVar("T")


class Place(NamedTuple):
    """Where files are made, and what makes and compresses what stands in them."""

    folder: Path
    analyser: Analyser
    disk: Disk
    executor: Executor


class Run:
    """Gathers articles; `write` makes of them the files of a segment. Used once."""

    def __init__(self, place: Place, table: WordTable) -> None:
        self._place = place
        self._rows = Rows(place.executor)
        self._batch = Batch(table)

    @property
    def sections(self) -> int:
        return self._rows.sections

    @property
    def articles(self) -> int:
        return self._rows.articles

    @property
    def bytes(self) -> int:
        """What it takes in memory while it is written, more or less."""
        return self._batch.characters * BYTES_A_CHARACTER

    def add(self, article: Article) -> None:
        self._rows.add_article(article.facts)
        for section in article.sections:
            self._rows.add_section(section)
            self._batch.add(article.facts, section)

    def close(self) -> None:
        """Nothing comes after this; another thread may write it."""
        self._batch.close()

    def write(self, name: str) -> None:
        """Write the files of a segment of this name, flushed, when it is closed."""
        postings, lengths = self._batch.arrays()
        for field, each in lengths.items():
            self._rows.add_lengths(field, each)
        write_postings(self._place, name, postings.items())
        write_rows(self._place, name, *self._rows.arrays())


def write_run(place: Place, table: WordTable, name: str, articles: Iterable[Article]) -> int:
    """Write the files of a segment of these articles, flushed; how many sections they have."""
    run = Run(place, table)
    for article in articles:
        run.add(article)
    run.close()
    run.write(name)
    return run.sections


def write_postings(place: Place, name: str, postings: Iterable[tuple[str, Parts]]) -> None:
    """Write the one file of a segment, flushed."""
    writer = BulkWriter(place.folder / f"{name}{TERMS}", place.disk)
    writer.add_arrays(postings)
    writer.commit()


def write_rows(place: Place, name: str, rows: Mapping[str, Parts], notes: Mapping[str, Any]) -> None:
    """Write the other."""
    place.disk.write_new(place.folder / f"{name}{SECTIONS}", chunks(rows, notes))


class AtOnce(Executor):
    """Does at once what it is given: for a process that has a processor to itself and nothing to do meanwhile."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        done: Future[T] = Future()
        done.set_result(fn(*args, **kwargs))
        return done
