"""Articles in, the two files of one segment out; what was indexed before is merged in as it is.

Sections are numbered in the order in which they were added, those of an article side by side. They are gathered until
their texts have grown to the bound, and set aside as a run, which is a small segment: another thread sorts and writes
it while the next is gathered. In the end the runs and the segments to be merged in become one.

    <name>.terms       of each field: sorted terms, and for each of them sections, frequencies, positions; words as
                       they are spelled, and how many sections have each
    <name>.sections    of each section: field lengths, kind, article, ordinal, id; of each article: id and its rank,
                       first section, site, dates; the records of both, compressed (see `rows`)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, NamedTuple

from twitchsearch.backends.whoosh.arrays import Parts, chunks
from twitchsearch.backends.whoosh.batch import Batch
from twitchsearch.backends.whoosh.codec import BulkWriter
from twitchsearch.backends.whoosh.merging import Carried, Source, merged_postings, sources
from twitchsearch.backends.whoosh.merging_rows import merged_rows
from twitchsearch.backends.whoosh.reader import Deleted, Segment
from twitchsearch.backends.whoosh.rows import Rows
from twitchsearch.backends.whoosh.schema import SECTIONS, TERMS
from twitchsearch.backends.whoosh.words import WordTable
from twitchsearch.files import Disk
from twitchsearch.model import Article
from twitchsearch.search.analysis import Analyser

_BYTES_A_CHARACTER = 20
"""What a run takes in memory for each character of its texts: 15 were measured, while one was sorted."""


class Workshop(NamedTuple):
    """What a segment is made with: `memory` bounds what is gathered before it is set aside, in bytes.

    `executor` has two threads at least: one that sorts and writes what is set aside waits for what another compresses.
    """

    folder: Path
    analyser: Analyser
    disk: Disk
    executor: Executor
    memory: int


class SegmentBuilder:
    """Makes one segment. Nothing of it is there before `finish` has returned."""

    def __init__(self, name: str, workshop: Workshop) -> None:
        self.name = name
        self.sections = 0
        self.articles = 0
        self._workshop = workshop
        self._table = WordTable(workshop.analyser)
        self._runs: list[tuple[str, int]] = []
        self._writing: Future[None] | None = None
        self._begin()

    def add(self, article: Article) -> None:
        if self._is_full():
            self._set_aside()
        self._rows.add_article(article.facts)
        for section in article.sections:
            self._rows.add_section(section)
            self._batch.add(article.facts, section)
        self.sections += len(article.sections)
        self.articles += 1

    def finish(self, carried: Iterable[Carried] = ()) -> None:
        """Write the segment's files, flushed, with what of `carried` is live."""
        carried = list(carried)
        if not self._runs and not carried:
            self._batch.close()
            self._write(self.name, self._batch, self._rows)
            return
        if self._rows.articles:
            self._set_aside()
        self._wait()
        runs = [self._run(*each) for each in self._runs]
        merging = sources([*carried, *(Carried(run, run.dead_articles, run.words) for run in runs)])
        self.sections = sum(each.sections for each in merging)
        self.articles = sum(each.articles for each in merging)
        self._merge(merging)
        for run in runs:
            run.close()
            for ending in (TERMS, SECTIONS):
                self._workshop.disk.remove(self._workshop.folder / f"{run.name}{ending}")

    def _begin(self) -> None:
        if self._table.full:
            self._table = WordTable(self._workshop.analyser)
        self._rows = Rows(self._workshop.executor)
        self._batch = Batch(self._table)

    def _is_full(self) -> bool:
        return self._batch.characters * _BYTES_A_CHARACTER >= self._workshop.memory or self._table.full

    def _set_aside(self) -> None:
        """Have what was gathered sorted and written in another thread, one run at a time."""
        self._wait()
        name = f"{self.name}-run{len(self._runs)}"
        self._runs.append((name, self._rows.sections))
        self._batch.close()
        self._writing = self._workshop.executor.submit(self._write, name, self._batch, self._rows)
        self._begin()

    def _wait(self) -> None:
        """Until the run that is being written is; raises what stopped it."""
        if self._writing is not None:
            self._writing.result()
            self._writing = None

    def _write(self, name: str, batch: Batch, rows: Rows) -> None:
        """Write what was gathered."""
        postings, lengths = batch.arrays()
        for field, each in lengths.items():
            rows.add_lengths(field, each)
        self._write_files(name, postings.items(), *rows.arrays())

    def _merge(self, merging: list[Source]) -> None:
        self._write_files(self.name, merged_postings(merging), *merged_rows(merging, self._workshop.executor))

    def _write_files(
        self, name: str, postings: Iterable[tuple[str, Parts]], rows: Mapping[str, Parts], notes: Mapping[str, Any]
    ) -> None:
        folder, disk = self._workshop.folder, self._workshop.disk
        writer = BulkWriter(folder / f"{name}{TERMS}", disk)
        writer.add_arrays(postings)
        writer.commit()
        disk.write_new(folder / f"{name}{SECTIONS}", chunks(rows, notes))

    def _run(self, name: str, sections: int) -> Segment:
        return Segment(self._workshop.folder, name, sections, Deleted())
