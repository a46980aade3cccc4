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
        lengths = np.bincount(texts.sections * 3 + texts.fields, texts.counts, 3 * self.sections).astype(np.int64)
        arrays: dict[str, Parts] = {}
        arrays |= self._postings(texts)
        arrays |= self._words()
        return arrays, {name: lengths[number::3].tolist() for name, number in _FIELDS.items()}

    def _add(self, field: TextField, text: str) -> None:
        self._texts.append(text.encode("utf-8", "surrogatepass"))
        self._sections.append(self.sections)
        self._fields.append(_FIELDS[field])
        self._waiting += len(text)
        self.characters += len(text)

    def _take_apart(self) -> None:
        chunks = self._table.chunks(self._texts)
        sections, fields = np.array(self._sections, np.int64), np.array(self._fields, np.int64)
        self._parts.append(_Texts(*_per_text(chunks, self._table.terms_of), sections, fields))
        if len(chunks.numbers):
            self._count_words(*_per_text(chunks, self._table.spellings_of), sections - sections[0])
        self._texts, self._sections, self._fields, self._waiting = [], [], [], 0

    def _count_words(self, spellings: Array, counts: Array, owners: Array) -> None:
        """Count the sections of every spelling in texts of these sections, which are whole."""
        width, known = _bits(int(owners[-1])), len(self._table.spellings)
        kind = np.dtype(np.uint32 if _bits(known) + width <= 32 else np.int64)  # half as wide is sorted sooner
        keys = np.repeat(owners.astype(kind), counts)
        keys |= spellings.astype(kind) << kind.type(width)
        keys.sort()
        spelled = np.bincount(keys[_changes(keys)] >> kind.type(width), minlength=known)
        spelled[: len(self._spelled)] += self._spelled
        self._spelled = spelled

    def _postings(self, texts: _Texts) -> Iterator[tuple[str, Array]]:
        terms, counts, *_ = texts
        order, ranks = self._table.terms.ranked(self._known[0])
        starts = _first_positions(texts)
        widths = _Widths(_bits(len(ranks)), _bits(self.sections), _bits(int((starts + counts).max(initial=0))))
        before = np.cumsum(counts) - counts
        fixed = texts.fields << widths.below_field | texts.sections << widths.positions
        keys = np.repeat(fixed + starts - before, counts)
        keys += np.arange(len(terms))
        keys |= (ranks << widths.sections + widths.positions).take(terms)
        keys.sort()
        ends = np.searchsorted(keys, np.arange(1, 4) << widths.below_field)
        for name, first, last in zip(TextField, [0, *ends], ends, strict=False):
            yield from _field(name, keys[first:last], widths, _Ordered(self._table.terms, order))

    def _words(self) -> Iterator[tuple[str, Array]]:
        order, _ = self._table.spellings.ranked(self._known[1])
        counts = np.zeros(self._known[1], np.int64)
        counts[: len(self._spelled)] = self._spelled
        counts = counts[order]
        used = counts > 0
        yield f"{WORDS}/counts", narrow(counts[used])
        yield from _terms(WORDS, [self._table.spellings[number] for number in order[used].tolist()])


class _Widths(NamedTuple):
    """How many bits of a key are a term, a section, a position; above them stands the field."""

    terms: int
    sections: int
    positions: int

    @property
    def below_field(self) -> int:
        bits = sum(self)
        if bits > 61:  # a text of hundreds of millions of words
            raise ValueError("a text is too long to be indexed")
        return bits


class _Ordered(NamedTuple):
    """The terms of a table by their ranks."""

    terms: Numbered
    order: Array

    def texts(self, ranks: Array) -> list[bytes]:
        return [self.terms[number] for number in self.order[ranks].tolist()]


def _field(name: str, keys: Array, widths: _Widths, ordered: _Ordered) -> Iterator[tuple[str, Array]]:
    """The arrays of one field, from its keys in order."""
    positions = keys & ((1 << widths.positions) - 1)
    keys = keys >> widths.positions
    starts = _changes(keys)
    frequencies = np.diff(np.append(starts, len(keys)))
    postings = keys[starts]
    terms = postings >> widths.sections & ((1 << widths.terms) - 1)
    firsts = _changes(terms)
    field = Field(postings & ((1 << widths.sections) - 1), frequencies, positions)
    return field_arrays(name, ordered.texts(terms[firsts]), np.diff(np.append(firsts, len(terms))), field)


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


def _first_positions(texts: _Texts) -> Array:
    """The position of the first token of each text: after those before it in its field, and the gap after each."""
    counts = texts.counts
    room = counts + HEADING_GAP * (counts > 0)
    before = np.cumsum(room) - room
    owners = texts.sections * 3 + texts.fields
    firsts = _changes(owners)
    return np.asarray(before - np.repeat(before[firsts], np.diff(np.append(firsts, len(owners)))))


def _changes(values: Array) -> Array:
    """Where a value begins that is not the one before."""
    if not len(values):
        return np.empty(0, np.int64)
    return np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))


def _bits(count: int) -> int:
    return max(1, count.bit_length())
