"""Misspelt words to words of the index: a noisy channel that knows how people mistype, mishear, and how words are used.

A correction is the word w for a typed t with the least

    cost(t, w) - PRIOR x ln(sections of w)

(M. Kernighan, K. Church, W. Gale, "A spelling correction program based on a noisy channel model", COLING 1990). The
cost is a weighted edit distance with swaps of neighbours (no letter is edited twice): an edit costs 1, less where it is
one that fingers or ears make easily (neighbours on the keyboard, vowels for vowels, letters that sound alike, a letter
doubled or not), more at the first letter. Words that sound the same as a whole come closer.

All words of an index are compared at once, as arrays: by length and by letters, which leaves some hundreds, and then
letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from twitchsearch.search.limits import LONGEST_MENDED, SHORTEST_MENDED

Array = NDArray[Any]

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = "aeiouy"
_ALIKE = ("ck", "cs", "sz", "fv", "iy", "gj", "mn", "bp", "dt", "kq", "xz", "uw", "ou", "ei", "ae", "sx", "ft")
_HEARD = 20  # of the words that are spelt most like it, how many are listened to
_SOUNDS = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        ("^(?:kn|gn|pn)", "n"), ("^wr|rh", "r"), ("^ps", "s"), ("ph|gh(?=t|$)|v", "f"), ("tch|sh|(?<=t)i(?=o)", "x"),
        ("sc(?=[eiy])|c(?=[eiy])|z", "s"), ("g(?=[eiy])|dg", "j"), ("ck|c|q|x", "k"), ("^[aeiouy]", "a"),
        ("(?<=.)[aeiouyhw]", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
_CLASSES = 27  # the letters, and one for whatever else


@dataclass(frozen=True, slots=True)
class Channel:
    """What edits cost, and what use and sound are worth; see docs/relevance.md for how they were chosen.

    A letter is left out in one way and wrongly typed in 25, so to leave one out, double one or swap two costs less.
    """

    other: float = 1.0
    near: float = 0.85
    vowel: float = 0.9
    alike: float = 0.9
    double: float = 0.55
    swap: float = 0.7
    omitted: float = 0.7
    added: float = 1.0
    first: float = 0.1
    prior: float = 0.05
    sound: float = 0.4


class Correction(NamedTuple):
    """A word of the index that may have been meant: the lower its cost the likelier."""

    word: str
    sections: int
    cost: float


_REMEMBERED = 500  # words that were put right: who types asks for the same again and again


class Speller:
    """The folded words of one generation of an index, to be looked for by what was typed instead."""

    def __init__(self, words: Array, sections: Array, channel: Channel = Channel()) -> None:
        """`words` are UTF-8 of at most LONGEST_MENDED bytes (dtype S), each once; `sections` counts those of each."""
        self._words = words
        self._sections = sections
        self._channel = channel
        self._known: dict[tuple[str, int], list[Correction]] = {}
        width = max(1, words.dtype.itemsize)
        raw = words.view(np.uint8).reshape(len(words), width) if len(words) else np.zeros((0, width), np.uint8)
        self._letters = _class_table().take(raw.T.copy())  # by place, then by word
        self._lengths = np.add.reduce(self._letters != 0, axis=0, dtype=np.int8)

    def corrections(self, word: str, limit: int = 3) -> list[Correction]:
        """The likeliest words instead of a folded one, best first; it is never among them. The last are remembered."""
        found = self._known.get((word, limit))
        if found is None:
            found = self._corrections(word, limit)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[word, limit] = found
        return list(found)

    def _corrections(self, word: str, limit: int) -> list[Correction]:
        typed = _class_table()[np.frombuffer(word.encode("utf-8", "replace")[:LONGEST_MENDED], np.uint8)]
        most = edits_allowed(len(word))
        if not most or not len(self._words):
            return []
        some = self._candidates(typed, most)
        if not len(some):
            return []
        costs = _costs(typed, self._letters[:, some], self._lengths[some], self._channel)
        scores = costs - self._channel.prior * np.log(self._sections[some])
        likeliest = np.lexsort((some, scores))[: limit + _HEARD]
        found = [self._heard(word, int(some[at]), float(scores[at])) for at in likeliest]
        return sorted((each for each in found if each.word != word), key=lambda each: each.cost)[:limit]

    def _heard(self, typed: str, number: int, cost: float) -> Correction:
        text = bytes(self._words[number]).decode("utf-8", "replace")
        alike = sound(text) == sound(typed)
        return Correction(text, int(self._sections[number]), cost - self._channel.sound * alike)

    def _candidates(self, typed: Array, most: int) -> Array:
        """The words that no more than `most` edits can lie between, by their lengths and letters alone."""
        shared = np.zeros(len(self._words), np.int8)  # letters, each as often as it stands in both
        for letter, count in enumerate(np.bincount(typed).tolist()):
            if letter and count:  # 0 is no letter
                shared += np.minimum(self._counts[letter], np.int8(count))
        return np.flatnonzero(shared >= np.maximum(self._lengths, len(typed)) - most)

    @cached_property
    def _counts(self) -> Array:
        """How often each class of letter stands in each word: by class, then by word."""
        letters = self._letters[: int(self._lengths.max(initial=0))]
        return np.stack([np.add.reduce(letters == each, axis=0, dtype=np.int8) for each in range(_CLASSES + 1)])


def edits_allowed(length: int) -> int:
    """How many letters of a word of this length may be wrong."""
    if length < SHORTEST_MENDED:
        return 0
    return 1 if length < 4 else 2 if length < 7 else 3


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """Roughly how an English word sounds: its consonants, those that sound alike as one, silent ones left out."""
    heard = word
    for pattern, instead in _SOUNDS:
        heard = pattern.sub(instead, heard)
    return heard


def _costs(typed: Array, words: Array, lengths: Array, channel: Channel) -> Array:
    """The weighted edit distance of each word (a column of classes) from what was typed, to nine decimals.

    A row has what it costs to have typed so much and to be at each place of the word. Letters that are left out one
    after the other are not added up place by place: of all that was reached, less what leaving out all letters before
    costs, it is the least so far.
    """
    tables = _tables(channel)
    words = words[: int(lengths.max())]
    nothing = np.zeros((1, len(lengths)))
    omitted = tables.omitted[np.vstack([nothing.astype(words.dtype), words[:-1]]), words]
    omitted[0] += channel.first
    missing = np.vstack([nothing, np.cumsum(omitted, axis=0)])
    above = before = row = missing
    last = 0
    for i, letter in enumerate(typed.tolist()):
        above, before, row = before, row, np.empty_like(missing)
        added = tables.added[last, letter] + (channel.first if i == 0 else 0.0)
        replaced = tables.replaced[letter].take(words)
        if i == 0:
            replaced[words != letter] += channel.first
        row[0] = before[0] + added
        reached = np.minimum(np.add(before[:-1], replaced, out=replaced), before[1:] + added, out=row[1:])
        if i:
            swapped = above[:-2] + (channel.swap + (channel.first if i == 1 else 0.0))
            could = (words[1:] == last) & (words[:-1] == letter)
            np.minimum(reached[1:], swapped, out=reached[1:], where=could)
        row -= missing
        for upper, lower in pairwise(row):  # five times as fast as `np.minimum.accumulate` over few long rows
            np.minimum(upper, lower, out=lower)
        row += missing
        last = letter
    return np.round(row[lengths, np.arange(len(lengths))], 9)


class _Tables(NamedTuple):
    """By class: what it costs to type a letter for another, to add one after another, and to omit one after another."""

    replaced: Array
    added: Array
    omitted: Array


@lru_cache(maxsize=8)
def _tables(channel: Channel) -> _Tables:
    size = _CLASSES + 1
    replaced = np.full((size, size), channel.other)
    for one in _VOWELS:
        for other in _VOWELS:
            replaced[_class(one), _class(other)] = channel.vowel
    for one, other in _neighbours():
        _least(replaced, one, other, channel.near)
    for pair in _ALIKE:
        _least(replaced, pair[0], pair[1], channel.alike)
    added, omitted = np.full((size, size), channel.added), np.full((size, size), channel.omitted)
    for one, other in _neighbours():
        added[_class(one), _class(other)] = channel.added * channel.near
        added[_class(other), _class(one)] = channel.added * channel.near
    np.fill_diagonal(added, channel.double)
    np.fill_diagonal(omitted, channel.double)
    np.fill_diagonal(replaced, 0.0)
    return _Tables(replaced, added, omitted)


def _least(table: Array, one: str, other: str, cost: float) -> None:
    for a, b in ((one, other), (other, one)):
        table[_class(a), _class(b)] = min(table[_class(a), _class(b)], cost)


def _neighbours() -> Iterable[tuple[str, str]]:
    """Keys side by side, and those above and below each other (each row stands half a key to the right)."""
    for row in _ROWS:
        yield from pairwise(row)
    for upper, lower in pairwise(_ROWS):
        yield from zip(upper, lower, strict=False)
        yield from zip(upper[1:], lower, strict=False)


def _class(letter: str) -> int:
    return int(_class_table()[ord(letter)])


@lru_cache(maxsize=1)
def _class_table() -> Array:
    """The class of every byte: 0 for the end, 1 to 26 for letters, 27 for all else."""
    table = np.full(256, _CLASSES, np.uint8)
    table[0] = 0
    table[ord("a") : ord("z") + 1] = np.arange(1, 27)
    return table
