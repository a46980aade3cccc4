"""Articles to the files of a generation: one new segment, the live ones carried over or merged into it."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from contextlib import nullcontext
from datetime import datetime

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array, chunks, narrow
from twitchsearch.backends.whoosh.damage import damaged, reading
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
from twitchsearch.backends.whoosh.merging import Carried
from twitchsearch.backends.whoosh.postings import Snapshot
from twitchsearch.backends.whoosh.reader import Segment
from twitchsearch.backends.whoosh.schema import DELETED, SCHEMA, SECTIONS, TERMS, WORDS
from twitchsearch.backends.whoosh.segment import SegmentBuilder, Workshop
from twitchsearch.backends.whoosh.words import section_words
from twitchsearch.model import Article, Catalogue, Progress, Step
from twitchsearch.model.records import facts_from, section_from

SEGMENTS = 8
"""How many segments an update may leave; beyond that the smallest are merged into the new one."""

STALE = 0.3
"""The share of a segment's articles that may be deleted; beyond that it is written anew."""


_FEW = 100
"""Ids that are sought one by one before all of a segment's are listed."""


class GenerationBuilder:
    """Writes one generation into its folder. Nothing is live before `finish` has returned and somebody commits it."""

    def __init__(self, workshop: Workshop, progress: Progress) -> None:
        self._workshop = workshop
        self._folder = workshop.place.folder
        self._disk = workshop.place.disk
        self._progress = progress
        self._segments: list[SegmentRecord] = []
        self._builder: SegmentBuilder | None = None
        self._merging: list[Carried] = []
        self._carried_from = workshop.place.folder
        self._ids: set[str] = set()
        self._articles = 0
        self._sections = 0
        self._deleted: dict[str, Array] = {}
        self._known: dict[str, FileRecord] = {}
        self._prefix = f"{self._folder.name.replace('gen-', 's')}-"

    def add(self, articles: Iterable[Article]) -> None:
        """Index articles. Raises ValueError where one has the id of another; what `articles` raises passes through."""
        total = len(articles) if isinstance(articles, Sized) else None
        self._progress(Step("indexing", 0, total))
        for done, article in enumerate(articles, 1):
            if article.id in self._ids:
                raise ValueError(f"two articles have the id {article.id}")
            self._ids.add(article.id)
            self._new_segment(total).add(article)
            self._progress(Step("indexing", done, total))

    def carry(self, live: Live, removed: frozenset[str]) -> None:
        """Keep what is live in a generation, less the articles that were removed and those added before.

        Raises IndexDamaged; so does `finish` then.
        """
        self._carried_from = live.folder
        with reading(live.folder):
            snapshot = Snapshot(live.folder, live.manifest)
            segments = [self._carried(each, removed | self._ids) for each in snapshot.segments]
            keep, self._merging = _sorted_out([each for each in segments if not each.dead.all()], self._prefix)
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
        analyser = self._workshop.place.analyser
        manifest = Manifest(
            built_at=built_at,
            schema=SCHEMA,
            analysis=analyser.fingerprint,
            extraction=catalogue.extraction,
            corpus_change=catalogue.corpus_change,
            previous=previous,
            articles=self._articles,
            sections=self._sections,
            deleted=sum(each.sections for each in self._segments) - self._sections,
            segments=tuple(self._segments),
            files=file_records(self._folder, [*names, PAGES], self._known),
            voucher=analyser.voucher(analyser.fingerprint),
        )
        write_manifest(self._folder, manifest, self._disk)
        Snapshot(self._folder, manifest).close()
        return manifest

    def _carried(self, segment: Segment, ids: frozenset[str]) -> Carried:
        """A segment of before, less the articles with these ids."""
        dead = _dead(segment, ids)
        words = segment.words.copy()
        for article in np.flatnonzero(dead & ~segment.dead_articles).tolist():
            for section in segment.sections_of(article):
                np.subtract.at(words, self._words_of(segment, article, section), 1)
        return Carried(segment, dead, words)

    def _words_of(self, segment: Segment, article: int, section: int) -> list[int]:
        """The numbers of the words of a section, as its articles spell them."""
        facts = facts_from(segment.records("article/record").record(article))
        words = section_words(
            self._workshop.place.analyser, facts, section_from(segment.records("section/record").record(section))
        )
        found = [segment.sorted_terms(WORDS).number(each) for each in words]
        if None in found:
            raise damaged(segment.terms.path, "lacks words of an article that it holds")
        return [number for number in found if number is not None]

    def _new_segment(self, expected: int | None = None) -> SegmentBuilder:
        if self._builder is None:
            self._builder = SegmentBuilder(f"{self._prefix}0", self._workshop, expected)
        return self._builder

    def _finish_segment(self) -> None:
        if self._builder is None and not self._merging:
            return
        builder = self._new_segment()
        if self._merging:
            self._progress(Step("merging", 0, len(self._merging)))
        with reading(self._carried_from) if self._merging else nullcontext():
            builder.finish(self._merging)
        self._segments.append(SegmentRecord(builder.name, builder.sections))
        self._articles += builder.articles
        self._sections += builder.sections

    def _keep(self, live: Live, carried: Carried) -> None:
        segment = carried.segment
        for name in (segment.name + TERMS, segment.name + SECTIONS):
            self._disk.link(live.folder / name, self._folder / name)
            self._known[name] = live.manifest.files[name]
        if carried.dead.any():
            lost = segment.lost(carried.words)
            self._deleted[segment.name] = np.flatnonzero(carried.dead).astype("<u4")
            self._deleted[f"{segment.name}/words"] = narrow(lost.words)
            self._deleted[f"{segment.name}/words/losses"] = narrow(lost.losses)
        self._segments.append(SegmentRecord(segment.name, segment.count))
        self._articles += int(np.count_nonzero(~carried.dead))
        self._sections += _live_sections(carried)


def _live_sections(carried: Carried) -> int:
    if not carried.segment.count:
        return 0
    return int(np.count_nonzero(~carried.dead[carried.segment.rows.whole("section/article")]))


def _dead(segment: Segment, ids: frozenset[str]) -> Array:
    """Which articles of a segment are deleted when these are as well."""
    dead = segment.dead_articles.copy()
    gone = {each.encode("utf-8", "replace") for each in ids}
    if len(gone) <= _FEW:  # most of which are in another segment, or in none
        together = segment.rows.whole("article/id").tobytes()
        gone = {each for each in gone if each in together}
    if not gone:
        return dead
    dead[[number for number, each in enumerate(segment.texts("article/id")) if each in gone]] = True
    return dead


def _sorted_out(segments: list[Carried], taken: str) -> tuple[list[Carried], list[Carried]]:
    """Those that are kept as they are, and those that are written anew.

    These are the stale, the smallest if there are too many, and any whose name begins as the new ones' do.
    """
    keep: list[Carried] = []
    merge: list[Carried] = []
    for each in segments:
        (merge if each.dead.mean() > STALE or each.segment.name.startswith(taken) else keep).append(each)
    keep.sort(key=_live_sections)
    if len(keep) >= SEGMENTS:
        small = len(keep) - SEGMENTS // 2
        keep, merge = keep[small:], merge + keep[:small]
    return keep, merge
