"""Sections to the postings of one segment or run, all at once: numbers of terms, sections and positions, sorted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array, Parts, narrow, packed
from twitchsearch.backends.whoosh.escapes import FREQUENCIES, GAPS, Escaping, gaps
from twitchsearch.backends.whoosh.schema import WORDS
from twitchsearch.backends.whoosh.words import Chunks, Members, Numbered, WordTable
from twitchsearch.model import ArticleFacts, Section, TextField
from twitchsearch.search.analysis import HEADING_GAP

_AT_ONCE = 1 << 20  # characters that are taken apart at once: what of it is in work stays in the processor's cache
_NUMBERS = np.int32  # of sections and positions in one batch, which are fewer than the bytes of its texts
_FIELDS = {name: number for number, name in enumerate(TextField)}


class _Texts(NamedTuple):
    """Texts by the numbers of their terms; of each text how many it has, and its section and field."""

    terms: Array
    counts: Array
    sections: Array
    fields: Array


class Batch:
    """Collects the texts of sections, numbered from 0; `arrays` gives their postings. Used once.

    Another thread may make the arrays of one that is closed, while this one fills the next from the same table.
    Its memory is about 4 bytes for each word, and 80 while it is being sorted.
    """

    def __init__(self, table: WordTable) -> None:
        self._table = table
        self._texts: list[bytes] = []
        self._sections: list[int] = []
        self._fields: list[int] = []
        self._waiting = 0
        self._parts: list[_Texts] = []
        self._spelled = np.zeros(0, np.int64)
        self._known = (0, 0)
        self.sections = 0
        self.characters = 0

    def add(self, facts: ArticleFacts, section: Section) -> None:
        self._add(TextField.TITLE, facts.title)
        for part in section.heading_path:
            self._add(TextField.HEADING, part)
        self._add(TextField.TEXT, section.text)
        self.sections += 1
        if self._waiting >= _AT_ONCE:
            self._take_apart()

    def close(self) -> None:
        """Nothing comes after this."""
        self._take_apart()
        self._known = len(self._table.terms), len(self._table.spellings)

    def arrays(self) -> tuple[dict[str, Parts], dict[TextField, list[int]]]:
        """When it is closed: the arrays of every field, and of every section the length of each field."""
        texts = _Texts(*(np.concatenate(each) for each in zip(*self._parts, strict=True)))
        self._parts.clear()
        owners, kinds = texts.sections * len(_FIELDS) + texts.fields, len(_FIELDS)
        lengths = np.bincount(owners, texts.counts, kinds * self.sections).astype(np.int64)
        arrays: dict[str, Parts] = {}
        arrays |= self._postings(texts)
        arrays |= self._words()
        return arrays, {name: lengths[number::kinds].tolist() for name, number in _FIELDS.items()}

    def _add(self, field: TextField, text: str) -> None:
        self._texts.append(text.encode("utf-8", "surrogatepass"))
        self._sections.append(self.sections)
        self._fields.append(_FIELDS[field])
        self._waiting += len(text)
        self.characters += len(text)

    def _take_apart(self) -> None:
        chunks = self._table.chunks(self._texts)
        sections, fields = np.array(self._sections, _NUMBERS), np.array(self._fields, np.uint8)
        self._parts.append(_Texts(*_per_text(chunks, self._table.terms_of), sections, fields))
        if len(chunks.numbers):
            self._count_words(*_per_text(chunks, self._table.spellings_of), sections)
        self._texts, self._sections, self._fields, self._waiting = [], [], [], 0

    def _count_words(self, spellings: Array, counts: Array, sections: Array) -> None:
        """Count the sections of every spelling in texts of these sections, which are whole."""
        known = len(self._table.spellings)
        place = ascending(spellings, known)
        sorted_spellings = spellings.take(place)
        firsts = _firsts(sorted_spellings, np.repeat(sections, counts).take(place))
        spelled = np.bincount(sorted_spellings[firsts], minlength=known)
        spelled[: len(self._spelled)] += self._spelled
        self._spelled = spelled

    def _postings(self, texts: _Texts) -> Iterator[tuple[str, Array]]:
        order, ranks = self._table.terms.ranked(self._known[0])
        fields = np.repeat(texts.fields, texts.counts)
        ordered = _Ordered(self._table.terms, order)
        for name, number in _FIELDS.items():
            of_field = texts.fields == number
            terms = ranks.take(texts.terms[fields == number])
            yield from _field(name, _Tokens(terms, texts.counts[of_field], texts.sections[of_field]), ordered)

    def _words(self) -> Iterator[tuple[str, Array]]:
        order, _ = self._table.spellings.ranked(self._known[1])
        counts = np.zeros(self._known[1], np.int64)
        counts[: len(self._spelled)] = self._spelled
        counts = counts[order]
        used = counts > 0
        yield f"{WORDS}/counts", narrow(counts[used])
        yield from _terms(WORDS, [self._table.spellings[number] for number in order[used].tolist()])


class _Tokens(NamedTuple):
    """The texts of one field by the ranks of their terms; of each text how many it has, and its section."""

    terms: Array
    counts: Array
    sections: Array


class _Ordered(NamedTuple):
    """The terms of a table by their ranks."""

    terms: Numbered
    order: Array

    def texts(self, ranks: Array) -> list[bytes]:
        return [self.terms[number] for number in self.order[ranks].tolist()]


def _field(name: str, tokens: _Tokens, ordered: _Ordered) -> Iterator[tuple[str, Array]]:
    """The arrays of one field, whose tokens stand in the order of sections and positions."""
    known = len(ordered.order)
    place = ascending(tokens.terms, known)
    sections = np.repeat(tokens.sections, tokens.counts).take(place)
    firsts = _firsts(tokens.terms.take(place), sections)
    frequencies = np.diff(np.append(firsts, len(sections)))
    positions = _positions(tokens).take(place)
    ends = np.searchsorted(firsts, np.cumsum(np.bincount(tokens.terms, minlength=known)))
    counts = np.diff(ends, prepend=0)
    used = np.flatnonzero(counts)
    field = Field(sections[firsts].astype(np.int64), frequencies, positions)
    return field_arrays(name, ordered.texts(used), counts[used], field)


class Field(NamedTuple):
    """The postings of one field, term by term: sections, how often in each, and the positions of all of those."""

    sections: Array
    frequencies: Array
    positions: Array


def field_arrays(name: str, terms: list[bytes], counts: Array, field: Field) -> Iterator[tuple[str, Array]]:
    """The arrays of one field as they are kept, from its sorted terms and how many sections each has."""
    places, often = Escaping(f"{name}/sections", GAPS), Escaping(f"{name}/frequencies", FREQUENCIES)
    ends = np.cumsum(counts)
    yield f"{name}/sections", places.narrowed(gaps(field.sections, counts))
    yield from places.apart()
    yield f"{name}/sections/ends", narrow(ends)
    yield f"{name}/frequencies", often.narrowed(field.frequencies)
    yield from often.apart()
    yield f"{name}/positions", narrow(field.positions)
    yield f"{name}/positions/ends", narrow(np.cumsum(field.frequencies)[ends - 1])
    yield from _terms(name, terms)


def _terms(name: str, terms: list[bytes]) -> Iterator[tuple[str, Array]]:
    texts, ends = packed(terms)
    yield f"{name}/terms", texts
    yield f"{name}/terms/ends", ends


def _per_text(chunks: Chunks, table: Members) -> tuple[Array, Array]:
    """What a table has of all chunks, and how much of it each text has."""
    members, counts = table.of(chunks.numbers)
    before = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    ends = np.cumsum(chunks.counts)
    return members, before[ends] - before[ends - chunks.counts]


def _positions(tokens: _Tokens) -> Array:
    """The position of each token: after those before it in its field of its section, and the gap after each text."""
    counts, sections = tokens.counts, tokens.sections
    room = counts + HEADING_GAP * (counts > 0)
    before = np.cumsum(room) - room
    firsts = _changes(sections)
    before -= np.repeat(before[firsts], np.diff(np.append(firsts, len(sections))))
    before -= np.cumsum(counts) - counts
    positions = np.repeat(before.astype(_NUMBERS), counts)
    positions += np.arange(len(positions), dtype=_NUMBERS)
    return positions


def ascending(numbers: Array, top: int) -> Array:
    """Where these numbers (below `top`) stand in ascending order; equal ones stay as they are.

    A radix sort, 16 bits at a time: 18 ns a number where one of wide numbers takes 67, and needs no room for what else
    it should sort by, which is in order before.
    """
    place = np.argsort(numbers.astype(np.uint16), kind="stable")
    for bits in range(16, max(16, (top - 1).bit_length()), 16):
        place = place.take(np.argsort((numbers >> bits).astype(np.uint16).take(place), kind="stable"))
    return place


def _firsts(terms: Array, sections: Array) -> Array:
    """Where a pair begins that is not the one before."""
    different = np.ones(len(terms), bool)
    np.not_equal(terms[1:], terms[:-1], out=different[1:])
    different[1:] |= sections[1:] != sections[:-1]
    return np.flatnonzero(different)


def _changes(values: Array) -> Array:
    """Where a value begins that is not the one before."""
    if not len(values):
        return np.empty(0, np.int64)
    return np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
