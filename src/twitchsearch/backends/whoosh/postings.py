"""One generation of the index as NumPy arrays: terms, postings, and what is kept of sections and articles.

The sections of all segments are numbered through, deleted ones included: a section is known here by that number.
What is returned of postings and counts is about live sections only. Files are mapped when a generation is opened and
read when they are needed first.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from heapq import merge
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array, ArrayFile
from twitchsearch.backends.whoosh.damage import reading
from twitchsearch.backends.whoosh.manifest import Manifest
from twitchsearch.backends.whoosh.reader import Deleted, Segment
from twitchsearch.backends.whoosh.schema import DELETED, WORDS
from twitchsearch.model import ArticleFacts, Section, TextField
from twitchsearch.search.ranking import Statistics

_WORDS_FIRST, _WORDS_AT_ONCE = 2, 128


class Postings(NamedTuple):
    """The sections a term occurs in, ascending, and how often in each."""

    sections: Array
    frequencies: Array


_NOTHING = Postings(np.empty(0, np.int64), np.empty(0, np.int64))


class Snapshot:
    """One generation, opened. Stays with the thread that opened it."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        deleted = ArrayFile(folder / DELETED) if DELETED in manifest.files else None
        self.segments = tuple(
            Segment(folder, each.name, each.sections, _deleted(deleted, each.name)) for each in manifest.segments
        )
        self.firsts = np.cumsum([0, *(each.count for each in self.segments)])
        self.count = int(self.firsts[-1])
        self._section_firsts: list[int] = self.firsts.tolist()
        self._article_firsts = list(accumulate((each.articles for each in self.segments), initial=0))
        self._columns: dict[str, Array] = {}
        self.kept_sections: dict[int, Section] = {}
        self.kept_facts: dict[int, ArticleFacts] = {}

    def close(self) -> None:
        for segment in self.segments:
            segment.close()
        self._columns.clear()
        self.kept_sections.clear()
        self.kept_facts.clear()

    @cached_property
    def live(self) -> Array:
        """Which sections are live."""
        return ~np.concatenate([np.zeros(0, bool), *(each.dead for each in self.segments)])

    @cached_property
    def live_sections(self) -> Array:
        """The numbers of the live sections."""
        return np.flatnonzero(self.live)

    @cached_property
    def statistics(self) -> Statistics:
        """Live sections and average lengths, as `search.ranking` wants them."""
        dead = np.flatnonzero(~self.live)  # which are few: all lengths and then less those are sooner added up
        sections = self.count - len(dead)
        totals = {name: int(self.lengths(name).sum()) - int(self.lengths(name).take(dead).sum()) for name in TextField}
        return Statistics(sections, {name: total / sections if sections else 0.0 for name, total in totals.items()})

    def lengths(self, field: TextField) -> Array:
        """The number of tokens in this field of every section."""
        return self.column(f"length/{field}")

    def column(self, name: str) -> Array:
        """A column over all sections, or over all articles, of all segments: of any unsigned type."""
        values = self._columns.get(name)
        if values is None:
            parts = [each.rows.whole(name) for each in self.segments] or [np.zeros(0, np.int64)]
            values = self._columns[name] = parts[0] if len(parts) == 1 else np.concatenate(parts)
        return values

    @cached_property
    def article_of(self) -> Array:
        """The number of each section's article; articles too are numbered through."""
        firsts = np.repeat(np.array(self._article_firsts[:-1], np.int64), np.diff(self.firsts))
        return np.asarray(self.column("section/article") + firsts)

    @cached_property
    def sites(self) -> tuple[list[str], Array]:
        """The sites, and for every article the number of its own."""
        names: dict[str, int] = {}
        parts = [np.zeros(0, np.int64)]
        for segment in self.segments:
            own = [names.setdefault(str(name), len(names)) for name in segment.rows.notes.get("sites", ())]
            if own:
                parts.append(np.array(own)[segment.rows.whole("article/site")])
        return list(names), np.concatenate(parts)

    def postings(self, field: TextField, term: str) -> Postings:
        """The live sections in which a term occurs in this field."""
        found = [self._postings(segment, int(first), field, term) for segment, first in self._segments()]
        parts = [each for each in found if each is not None]
        if len(parts) == 1:
            return parts[0]
        return Postings(*map(np.concatenate, zip(*parts, strict=True))) if parts else _NOTHING

    def df(self, field: TextField, term: str) -> int:
        """How many live sections a term occurs in, in this field; what has no deletions is not read for it."""
        if any(each.deletions for each in self.segments):
            return len(self.postings(field, term).sections)
        found = ((each, each.sorted_terms(field).number(term.encode())) for each in self.segments)
        extents = (each.extent(field, number, "sections") for each, number in found if number is not None)
        return sum(stop - start for start, stop in extents)

    def words_from(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Folded words that begin so, in order, with the live sections of all their spellings added up."""
        last, total = b"", 0
        for text, sections in self._words(prefix):
            word = text[: text.index(b"\0")]
            if word != last:
                if total:
                    yield last.decode(), total
                last, total = word, 0
            total += sections
        if total:
            yield last.decode(), total

    def spellings(self, prefix: str) -> dict[str, int]:
        """Words whose folded form begins so, as articles spell them, with their live sections."""
        found: dict[str, int] = {}
        for word, sections in self._words(prefix):
            spelling = word.partition(b"\0")[2].decode()
            found[spelling] = found.get(spelling, 0) + sections
        return {spelling: sections for spelling, sections in found.items() if sections}

    def section_id(self, section: int) -> str:
        segment, number = self._segment_of(section)
        return segment.text("section/id", number).decode()

    def article_id(self, article: int) -> str:
        segment, number = self._segment_of_article(article)
        return segment.text("article/id", number).decode()

    def section_record(self, section: int) -> Any:
        """The record of a section (see `model.records`)."""
        return self._record("section/record", *self._segment_of(section))

    def facts_record(self, article: int) -> Any:
        """The record of an article's facts."""
        return self._record("article/record", *self._segment_of_article(article))

    def sections_of(self, article: int) -> range:
        """The sections of an article; they stand side by side."""
        segment, number = self._segment_of_article(article)
        first = int(self.firsts[self.segments.index(segment)])
        own = segment.sections_of(number)
        return range(first + own.start, first + own.stop)

    def ids(self, name: str) -> Iterator[str]:
        """All ids of live sections ("section/id") or articles ("article/id")."""
        for segment in self.segments:
            dead = segment.dead if name == "section/id" else segment.dead_articles
            texts = segment.texts(name)
            yield from (texts[number].decode() for number in np.flatnonzero(~dead).tolist())

    def find_article(self, article_id: str) -> int | None:
        """The live article with this id."""
        for segment, first in zip(self.segments, self._article_firsts, strict=False):
            number = segment.find("article/id", article_id.encode("utf-8", "replace"))
            if number is not None and not segment.dead_articles[number]:
                return int(first) + number
        return None

    def find_section(self, section_id: str) -> int | None:
        """The live section with this id."""
        for segment, first in self._segments():
            number = segment.find("section/id", section_id.encode("utf-8", "replace"))
            if number is not None and not segment.dead[number]:
                return first + number
        return None

    def _segments(self) -> Iterator[tuple[Segment, int]]:
        return zip(self.segments, map(int, self.firsts), strict=False)

    def _words(self, prefix: str) -> Iterator[tuple[bytes, int]]:
        start = prefix.encode("utf-8", "replace")
        found = [_counted(each, start) for each in self.segments]
        return found[0] if len(found) == 1 else merge(*found)

    def _segment_of(self, section: int) -> tuple[Segment, int]:
        place = bisect_right(self._section_firsts, section) - 1
        return self.segments[place], section - self._section_firsts[place]

    def _segment_of_article(self, article: int) -> tuple[Segment, int]:
        place = bisect_right(self._article_firsts, article) - 1
        return self.segments[place], article - self._article_firsts[place]

    def _record(self, name: str, segment: Segment, number: int) -> Any:
        with reading(segment.rows.path):
            return segment.records(name).record(number)

    def _postings(self, segment: Segment, first: int, field: str, term: str) -> Postings | None:
        number = segment.sorted_terms(field).number(term.encode())
        if number is None:
            return None
        start, stop = segment.extent(field, number, "sections")
        sections = segment.escaped(f"{field}/sections").part(start, stop).cumsum(dtype=np.int64)
        frequencies = segment.escaped(f"{field}/frequencies").part(start, stop)
        if segment.deletions:
            live = ~segment.dead[sections]
            sections, frequencies = sections[live], frequencies[live]
        return Postings(sections + first if first else sections, frequencies)


def _counted(segment: Segment, prefix: bytes) -> Iterator[tuple[bytes, int]]:
    words = segment.sorted_terms(WORDS)
    start, some = words.first_from(prefix), _WORDS_FIRST  # as a rule only the first is asked for
    while start < len(words):
        stop = min(start + some, len(words))
        for word, sections in zip(words.between(range(start, stop)), segment.words[start:stop].tolist(), strict=True):
            if not word.startswith(prefix):
                return
            yield word, sections
        start, some = stop, _WORDS_AT_ONCE


def _deleted(file: ArrayFile | None, name: str) -> Deleted:
    if file is None or name not in file:
        return Deleted()
    return Deleted(file.whole(name), file.whole(f"{name}/words"), file.whole(f"{name}/words/losses").astype(np.int64))
