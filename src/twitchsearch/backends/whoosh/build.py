"""Articles to the files of a generation: segments of bounded size, the live ones carried over, small ones merged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array, chunks
from twitchsearch.backends.whoosh.generations import Live
from twitchsearch.backends.whoosh.manifest import (
    PAGES,
    FileRecord,
    Manifest,
    SegmentRecord,
    file_records,
    write_manifest,
    write_pages,
)
from twitchsearch.backends.whoosh.postings import Snapshot
from twitchsearch.backends.whoosh.reader import Segment
from twitchsearch.backends.whoosh.schema import DELETED, SCHEMA, SECTIONS, TERMS
from twitchsearch.backends.whoosh.segment import SegmentBuilder
from twitchsearch.backends.whoosh.stored import stored_articles
from twitchsearch.files import Disk
from twitchsearch.model import Article, Catalogue, Progress, Step
from twitchsearch.search.analysis import Analyser

SEGMENT_SECTIONS = 1 << 16
"""How many sections a segment may have before the next one begins: what bounds the memory of a build."""

SEGMENTS = 8
"""How many segments an update may leave; beyond that the smallest are merged into the new one."""

STALE = 0.3
"""The share of a segment's articles that may be deleted; beyond that it is written anew."""


class GenerationBuilder:
    """Writes one generation into its folder. Nothing is live before `finish` has returned and somebody commits it."""

    def __init__(self, folder: Path, analyser: Analyser, disk: Disk, progress: Progress) -> None:
        self._folder = folder
        self._analyser = analyser
        self._disk = disk
        self._progress = progress
        self._segments: list[SegmentRecord] = []
        self._builder: SegmentBuilder | None = None
        self._started = 0
        self._ids: set[str] = set()
        self._articles = 0
        self._sections = 0
        self._deleted: dict[str, Array] = {}
        self._known: dict[str, FileRecord] = {}
        self._prefix = f"{folder.name.replace('gen-', 's')}-"

    def add(self, articles: Iterable[Article]) -> None:
        """Index articles. Raises ValueError where one has the id of another; what `articles` raises passes through."""
        total = len(articles) if isinstance(articles, list | tuple) else None
        self._progress(Step("indexing", 0, total))
        for done, article in enumerate(articles, 1):
            if article.id in self._ids:
                raise ValueError(f"two articles have the id {article.id}")
            self._ids.add(article.id)
            self._add(article)
            self._progress(Step("indexing", done, total))

    def carry(self, live: Live, removed: frozenset[str]) -> None:
        """Keep what is live in a generation, less the articles that were removed and those added before."""
        snapshot = Snapshot(live.folder, live.manifest)
        segments = [_Carried(each, _dead(each, removed | self._ids)) for each in snapshot.segments]
        keep, merge = _sorted_out([each for each in segments if not each.dead.all()], self._prefix)
        for carried in merge:
            self._merge(snapshot, carried)
        for carried in keep:
            self._keep(live, carried)

    def finish(self, catalogue: Catalogue, previous: str, built_at: datetime) -> Manifest:
        """Write what is left, flushed, and look at it as a reader would."""
        self._finish_segment()
        names = [f"{each.name}{ending}" for each in self._segments for ending in (TERMS, SECTIONS)]
        if self._deleted:
            self._disk.write_new(self._folder / DELETED, chunks(self._deleted, {}))
            names.append(DELETED)
        write_pages(self._folder, catalogue, self._disk)
        manifest = Manifest(
            built_at=built_at,
            schema=SCHEMA,
            analysis=self._analyser.fingerprint,
            extraction=catalogue.extraction,
            corpus_change=catalogue.corpus_change,
            previous=previous,
            articles=self._articles,
            sections=self._sections,
            deleted=sum(each.sections for each in self._segments) - self._sections,
            segments=tuple(self._segments),
            files=file_records(self._folder, [*names, PAGES], self._known),
        )
        write_manifest(self._folder, manifest, self._disk)
        Snapshot(self._folder, manifest).close()
        return manifest

    def _add(self, article: Article) -> None:
        if self._builder is not None and self._builder.sections >= SEGMENT_SECTIONS:
            self._finish_segment()
        if self._builder is None:
            name = f"{self._prefix}{self._started}"
            self._builder = SegmentBuilder(self._folder, name, self._analyser, self._disk)
            self._started += 1
        self._builder.add(article)
        self._articles += 1
        self._sections += len(article.sections)

    def _finish_segment(self) -> None:
        if self._builder is not None:
            self._builder.finish()
            self._segments.append(SegmentRecord(self._builder.name, self._builder.sections))
            self._builder = None

    def _merge(self, snapshot: Snapshot, carried: _Carried) -> None:
        """Write the live articles of a segment anew."""
        total = int(np.count_nonzero(~carried.dead))
        for done, article in enumerate(stored_articles(snapshot, carried.segment, carried.dead), 1):
            self._add(article)
            self._progress(Step("merging", done, total))

    def _keep(self, live: Live, carried: _Carried) -> None:
        segment = carried.segment
        for name in (segment.name + TERMS, segment.name + SECTIONS):
            self._disk.link(live.folder / name, self._folder / name)
            self._known[name] = live.manifest.files[name]
        if carried.dead.any():
            self._deleted[segment.name] = np.flatnonzero(carried.dead).astype("<u4")
        self._segments.append(SegmentRecord(segment.name, segment.count))
        self._articles += int(np.count_nonzero(~carried.dead))
        self._sections += carried.live_sections


class _Carried(NamedTuple):
    """A segment of the live generation, and which of its articles are deleted now."""

    segment: Segment
    dead: Array

    @property
    def live_sections(self) -> int:
        if not self.segment.count:
            return 0
        return int(np.count_nonzero(~self.dead[self.segment.rows.whole("section/article")]))


def _dead(segment: Segment, ids: frozenset[str]) -> Array:
    """Which articles of a segment are deleted when these are as well."""
    dead = segment.dead_articles.copy()
    gone = {each.encode("utf-8", "replace") for each in ids}
    dead[[number for number, each in enumerate(segment.texts("article/id")) if each in gone]] = True
    return dead


def _sorted_out(segments: list[_Carried], taken: str) -> tuple[list[_Carried], list[_Carried]]:
    """Those that are kept as they are, and those that are written anew.

    These are the stale, the smallest if there are too many, and any whose name begins as the new ones' do.
    """
    keep: list[_Carried] = []
    merge: list[_Carried] = []
    for each in segments:
        (merge if each.dead.mean() > STALE or each.segment.name.startswith(taken) else keep).append(each)
    keep.sort(key=lambda each: each.live_sections)
    if len(keep) >= SEGMENTS:
        small = len(keep) - SEGMENTS // 2
        keep, merge = keep[small:], merge + keep[:small]
    return keep, merge
