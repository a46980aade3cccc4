"""An index in a folder: who may write it, what is live in it, what is known of it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twitchsearch.backends.whoosh.damage import REMEDY
from twitchsearch.backends.whoosh.generations import Generations, Live
from twitchsearch.backends.whoosh.lock import WriterLock
from twitchsearch.backends.whoosh.manifest import Manifest, read_pages, wrong_files
from twitchsearch.backends.whoosh.schema import SCHEMA
from twitchsearch.errors import IndexDamaged, IndexMissing, IndexOutdated, IndexTooNew, IndexUnusable
from twitchsearch.files import DISK, Disk
from twitchsearch.model import Article, Catalogue, IndexState, IndexStatus, Problem, Progress, Report
from twitchsearch.search.analysis import analyser
from twitchsearch.search.seam import Changes

if TYPE_CHECKING:
    from twitchsearch.backends.whoosh.build import GenerationBuilder
    from twitchsearch.backends.whoosh.searcher import WhooshSearcher


_ENOUGH = 64 << 20
"""Less memory makes runs too small to be worth a process."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a writer may take.

    `memory` bounds, in bytes, what all of its processes gather before they sort it and set it aside. What needs that
    several times over is written by as many `processes` as there are processors, and memory for, unless it is said.
    """

    memory: int = 256 << 20
    processes: int | None = None


_MEANS = Means()


def _now() -> datetime:
    return datetime.now(UTC)


class WhooshIndex:
    """The `Index` of `search.seam` that people use. Threads may share it.

    Everything stands in `folder` and refers to nothing outside it: it may be moved, copied and read where it cannot
    be written. `language` decides the analysis; an index that was built with another has to be rebuilt.
    """

    def __init__(
        self,
        folder: Path,
        *,
        language: str = "english",
        disk: Disk = DISK,
        clock: Callable[[], datetime] = _now,
        means: Means = _MEANS,
    ) -> None:
        self.folder = folder
        self._language = language
        self._disk = disk
        self._clock = clock
        self._means = means
        self._generations = Generations(folder, disk)
        self._lock = WriterLock(folder, disk, clock)

    def searcher(self) -> WhooshSearcher:
        """Open the live generation."""
        from twitchsearch.backends.whoosh.searcher import WhooshSearcher

        def opened(live: Live) -> WhooshSearcher:
            return WhooshSearcher(self._usable(live), self._state(live), analyser(self._language))

        return self._generations.read(opened)

    def whoosh_searcher(self) -> Any:
        """Whoosh's own searcher over the live generation, for queries of its own; close it, or use it as a context.

        A `whoosh.searching.Searcher` with Whoosh's BM25F, see `lens`.
        """
        from twitchsearch.backends.whoosh.lens import whoosh_searcher
        from twitchsearch.backends.whoosh.postings import Snapshot

        def opened(live: Live) -> Any:
            return whoosh_searcher(Snapshot(live.folder, self._usable(live).manifest), analyser(self._language))

        return self._generations.read(opened)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer. What a writer before left behind is collected first."""
        with self._lock.held() as first:
            if first:
                self._generations.collect()
            yield

    def rebuild(self, articles: Iterable[Article], catalogue: Catalogue, progress: Progress) -> IndexState:
        """Write a new generation of these articles alone, and make it live."""
        with self.writing():
            previous = self._generations.named()
            with self._new(catalogue, previous, progress) as builder:
                builder.add(articles)
            self._generations.collect()
        return self.state()

    def update(self, changes: Changes, catalogue: Catalogue, progress: Progress) -> IndexState:
        """Write a new generation from the live one's files and what changed, and make it live."""
        with self.writing():
            live = self._usable(self._generations.live())
            with self._new(catalogue, live.name, progress) as builder:
                builder.add(changes.articles)
                builder.carry(live, changes.removed)
            self._generations.collect()
        return self.state()

    def state(self) -> IndexState:
        """What is known without reading the index through."""
        try:
            live = self._generations.live()
            return self._state(live)
        except IndexUnusable as error:
            writer = self._lock.writer()
            return IndexState(_status(error), problem=str(error), writing=bool(writer), writer=writer)

    def catalogue(self) -> Catalogue:
        """What the live generation was built from."""
        return self._generations.read(lambda live: read_pages(live.folder, self._usable(live).manifest))

    def check(self) -> Report:
        """Read every file of the live generation and compare it with what was written."""
        try:
            live = self._generations.live()
        except IndexDamaged as error:
            return Report(1, (Problem(str(self.folder), str(error), REMEDY),))
        problems = [Problem(str(path), what, REMEDY) for path, what in wrong_files(live.folder, live.manifest)]
        if problems and self._generations.named() != live.name:  # it went while it was being read
            return self.check()
        return Report(len(live.manifest.files) + 2, tuple(problems))

    @contextlib.contextmanager
    def _new(self, catalogue: Catalogue, previous: str, progress: Progress) -> Iterator[GenerationBuilder]:
        """A builder of the next generation, which is live when the context ends well, and gone otherwise."""
        from concurrent.futures import ThreadPoolExecutor

        from twitchsearch.backends.whoosh.build import GenerationBuilder
        from twitchsearch.backends.whoosh.pool import Pool, processors
        from twitchsearch.backends.whoosh.runs import Place
        from twitchsearch.backends.whoosh.segment import Workshop

        size = self._means.processes or min(processors(), self._means.memory // _ENOUGH)
        with self._generations.new() as folder, ThreadPoolExecutor(2) as executor, Pool(size) as pool:
            place = Place(folder, analyser(self._language), self._disk, executor)
            builder = GenerationBuilder(Workshop(place, pool, self._means.memory), progress)
            yield builder
            builder.finish(catalogue, previous, self._clock())
            self._generations.commit(folder)

    def _usable(self, live: Live) -> Live:
        """This generation, if this version and these settings can read it. Raises IndexOutdated."""
        if problem := self._outdated(live.manifest):
            raise IndexOutdated(problem)
        return live

    def _outdated(self, manifest: Manifest) -> str:
        if manifest.schema != SCHEMA:
            return f"the index in {self.folder} was built by another version; rebuild it with: {REMEDY}"
        terms = analyser(self._language)
        vouched = manifest.voucher and manifest.voucher == terms.voucher(manifest.analysis)
        if not vouched and manifest.analysis != terms.fingerprint:
            return (
                f"the index in {self.folder} was built for another language or with another stemmer; "
                f"rebuild it with: {REMEDY}"
            )
        return ""

    def _state(self, live: Live) -> IndexState:
        manifest, problem, writer = live.manifest, self._outdated(live.manifest), self._lock.writer()
        return IndexState(
            status=IndexStatus.OUTDATED if problem else IndexStatus.READY,
            problem=problem,
            generation=live.name,
            previous=manifest.previous,
            built_at=manifest.built_at,
            articles=manifest.articles,
            sections=manifest.sections,
            deleted=manifest.deleted,
            segments=len(manifest.segments),
            bytes=manifest.bytes,
            schema=manifest.schema,
            analysis=manifest.analysis,
            extraction=manifest.extraction,
            corpus_change=manifest.corpus_change,
            writing=bool(writer),
            writer=writer,
        )


def _status(error: IndexUnusable) -> IndexStatus:
    match error:
        case IndexMissing():
            return IndexStatus.MISSING
        case IndexOutdated():
            return IndexStatus.OUTDATED
        case IndexTooNew():
            return IndexStatus.TOO_NEW
        case _:
            return IndexStatus.DAMAGED
