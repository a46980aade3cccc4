"""Articles in, the two files of one segment out; what was indexed before is merged in as it is.

Sections are numbered in the order in which they were added, those of an article side by side. They are gathered until
their texts have grown to the bound, and set aside as a run, which is a small segment: another thread sorts and writes
it while the next is gathered. Where many runs are to come, they are handed to processes of their own, as many as there
are processors, and the bound is shared by them. In the end the runs and the segments to be merged in become one.

    <name>.terms       of each field: sorted terms, and for each of them sections, frequencies, positions; words as
                       they are spelled, and how many sections have each
    <name>.sections    of each section: field lengths, kind, article, ordinal, id; of each article: id and its rank,
                       first section, site, dates; the records of both, compressed (see `rows`)
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from concurrent.futures import Future
from typing import NamedTuple

from twitchsearch.backends.whoosh.frames import Job
from twitchsearch.backends.whoosh.merging import Carried, Source, merged_postings, sources
from twitchsearch.backends.whoosh.merging_rows import merged_rows
from twitchsearch.backends.whoosh.pool import Packing, Pool
from twitchsearch.backends.whoosh.reader import Deleted, Segment
from twitchsearch.backends.whoosh.runs import BYTES_A_CHARACTER, Place, Run, write_postings, write_rows, write_run
from twitchsearch.backends.whoosh.schema import SECTIONS, TERMS
from twitchsearch.backends.whoosh.words import WordTable
from twitchsearch.files import DISK
from twitchsearch.model import Article

if sys.platform != "win32":
    import resource

_MANY = 2
"""How many runs must be to come for processes of their own to be worth their start."""

_LOOK, _SAMPLE = 64, 4
"""After how many articles that is looked at again, and the part of a run that tells how long the others are."""

_TOGETHER = 400
"""How many runs are merged at once at most: each has two files open."""

_SMALLEST = 8
"""The part of a run that the last ones may be."""

_BYTES_PACKED = BYTES_A_CHARACTER + 4
"""What a character of a run takes that goes to a worker: this process has it too, packed, until the run is written."""


class Workshop(NamedTuple):
    """What a segment is made with: `memory` bounds what is gathered before it is set aside, in bytes, by all processes
    together.

    The executor of `place` has two threads at least: one that sorts and writes what is set aside waits for what another
    compresses.
    """

    place: Place
    pool: Pool
    memory: int


class _Written(NamedTuple):
    """A run that is being written, or is; how many sections it has when it is."""

    name: str
    sections: Future[int]


class SegmentBuilder:
    """Makes one segment. Nothing of it is there before `finish` has returned.

    `expected` is how many articles will be added, as far as that is known.
    """

    def __init__(self, name: str, workshop: Workshop, expected: int | None = None) -> None:
        self.name = name
        self.sections = 0
        self.articles = 0
        self._expected = expected
        self._place, self._pool, self._memory = workshop
        self._runs: list[_Written] = []
        self._packing: Packing | None = None
        self._table = WordTable(self._place.analyser)
        self._run = Run(self._place, self._table)

    def add(self, article: Article) -> None:
        if self._packing is None:
            self._gather(article)
        else:
            self._pack(article, self._packing)
        self.sections += len(article.sections)
        self.articles += 1

    def finish(self, carried: Iterable[Carried] = ()) -> None:
        """Write the segment's files, flushed, with what of `carried` is live."""
        carried = list(carried)
        if not self._runs and not carried:
            self._run.close()
            self._run.write(self.name)
            return
        self._set_aside()
        for each in self._runs:
            each.sections.result()
        self._pool.close()  # a merge needs the memory that they have
        together = max(2, min(_TOGETHER, _may_be_open() // 3))
        while len(self._runs) > together:
            first, self._runs[:together] = self._runs[:together], []
            self._runs.insert(0, self._joined(first))
        self.sections, self.articles = self._merge(self.name, self._runs, carried)

    def _joined(self, runs: list[_Written]) -> _Written:
        """One run of several, so that not too many files are open at once."""
        name, sections = f"{runs[0].name}-joined", Future[int]()
        sections.set_result(self._merge(name, runs, [])[0])
        return _Written(name, sections)

    def _merge(self, name: str, written: list[_Written], carried: list[Carried]) -> tuple[int, int]:
        """Make one segment of these, and remove the runs; how many sections and articles it has."""
        runs = [Segment(self._place.folder, each.name, each.sections.result(), Deleted()) for each in written]
        merging = sources([*carried, *(Carried(run, run.dead_articles, run.words) for run in runs)])
        rows = self._place.executor.submit(self._merge_rows, name, merging)
        try:
            write_postings(self._place, name, merged_postings(merging))
        finally:  # the two files are written side by side
            rows.result()
        for run in runs:
            run.close()
            for ending in (TERMS, SECTIONS):
                self._place.disk.remove(self._place.folder / f"{run.name}{ending}")
        return sum(each.sections for each in merging), sum(each.articles for each in merging)

    def _merge_rows(self, name: str, merging: list[Source]) -> None:
        write_rows(self._place, name, *merged_rows(merging, self._place.executor))

    def _gather(self, article: Article) -> None:
        if self._run.bytes >= self._memory or self._table.full:
            self._set_aside()
        if self.articles % _LOOK == 0 and self._is_long():
            self._set_aside()
            self._packing = Packing()
            self._pack(article, self._packing)
        else:
            self._run.add(article)

    def _pack(self, article: Article, packing: Packing) -> None:
        packing.add(article)
        if packing.characters * _BYTES_PACKED * self._pool.size >= self._bound(packing):
            self._hand_over(packing)

    def _bound(self, packing: Packing) -> int:
        """How large the runs of all workers together may be: smaller towards the end, so that they end together."""
        if self._expected is None:
            return self._memory
        left = packing.characters * _BYTES_PACKED * (self._expected - self.articles) // packing.articles
        return min(self._memory, max(left // 2, self._memory // _SMALLEST))

    def _is_long(self) -> bool:
        """Whether there will be many runs; workers write only as this process would, without a disk of another kind."""
        if self._pool.size < 2 or self._place.disk is not DISK:
            return False
        if self._expected is None or not self.articles:
            return len(self._runs) >= _MANY - 1
        bytes_so_far = len(self._runs) * self._memory + self._run.bytes
        if bytes_so_far * _SAMPLE < self._memory:
            return False
        return bytes_so_far * self._expected >= _MANY * self._memory * self.articles

    def _set_aside(self) -> None:
        """Have what was gathered sorted and written elsewhere; in another thread one run at a time."""
        if self._packing is not None:
            self._hand_over(self._packing)
        if not self._run.articles:
            return
        self._check()
        if self._runs and self._packing is None:
            self._runs[-1].sections.result()
        run, name = self._run, self._next_name()
        run.close()
        self._runs.append(_Written(name, self._place.executor.submit(_written, run, name)))
        if self._table.full:
            self._table = WordTable(self._place.analyser)
        self._run = Run(self._place, self._table)

    def _hand_over(self, packing: Packing) -> None:
        """Have what was packed written by another process."""
        self._packing = Packing()
        if not packing.articles:
            return
        self._check()
        place, name, packs = self._place, self._next_name(), packing.packs()

        def here(articles: Iterable[Article]) -> int:
            return write_run(place, WordTable(place.analyser), name, articles)

        job = Job(str(place.folder), name, place.analyser.language, len(packs))
        self._runs.append(_Written(name, self._pool.submit(job, packs, here)))

    def _next_name(self) -> str:
        """With the number of this process: a worker may outlive one that was killed, and the next writes here too."""
        return f"{self.name}-run{os.getpid()}-{len(self._runs)}"

    def _check(self) -> None:
        """Raise what stopped a run."""
        for each in self._runs:
            if each.sections.done():
                each.sections.result()


def _may_be_open() -> int:
    """How many files this process may have open: 256 on some systems, 1,024 on most."""
    if sys.platform == "win32":
        return 3 * _TOGETHER
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return limit if limit > 0 else 3 * _TOGETHER  # there may be none


def _written(run: Run, name: str) -> int:
    run.write(name)
    return run.sections
