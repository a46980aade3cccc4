"""A leaf of a plan over whole posting lists: its sections at once, what they weigh when that is asked for.

Weights are what `search.ranking` calls saturated: the score without boost and idf.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.backends.whoosh.lists import LOOKUP, Room, Sections, Weighted, are_rare, joined
from twitchsearch.backends.whoosh.postings import Postings


class Part(NamedTuple):
    """A leaf in one field: its postings there, how much each occurrence weighs, and what it is divided by of each
    section, by how long the field is there."""

    postings: Postings
    weight: float
    norm: Array

    def weights(self) -> Array:
        """What all of its sections weigh, before saturation."""
        sections, frequencies = self.postings
        by = self.norm.take(sections)
        return np.divide(frequencies if self.weight == 1.0 else self.weight * frequencies, by, out=by)

    def add_weights(self, x: Array, some: Array) -> None:
        """Add to `x` what each of some sections weighs."""
        sections, frequencies = self.postings
        places = np.minimum(sections.searchsorted(some), len(sections) - 1)
        here = np.flatnonzero(sections.take(places) == some)
        x[here] += self.weight * frequencies.take(places.take(here)) / self.norm.take(some.take(here))


class Leaves(Weighted):
    """The sections of a leaf and their saturated weights, which are the same for every boost.

    `df` is that of the leaf, or -1 where it is the number of its sections.
    """

    def __init__(self, room: Room, parts: Sequence[Part], k1: float, df: int) -> None:
        self._parts = tuple(part for part in parts if len(part.postings.sections))
        listed, self._mask = joined(room, [part.postings.sections for part in self._parts])
        Sections.__init__(self, room, listed, self._mask)
        self._weights = None
        self._before: Array | None = None
        self._k1 = k1
        self.df = len(self) if df < 0 else df

    @property
    def weights(self) -> Array:
        if self._weights is None:
            self._weights = _saturated(self.before, self._k1)
            self._before = None
        return self._weights

    @property
    def before(self) -> Array:
        """What its sections weigh before saturation, which orders them as their weights do. Not after `weights`."""
        if self._before is None:
            self._before = self._combined()
            self._parts = ()
        return self._before

    def is_weighed(self) -> bool:
        """Whether its weights are worked out."""
        return self._weights is not None

    def saturated(self, before: Array) -> Array:
        """The weights of what weighs so much before saturation, where it is not wanted any more."""
        return _saturated(before, self._k1)

    def least_before(self, weight: float) -> float:
        """From what on, before saturation, weights are this or more; it is at least 0 and less than 1."""
        return self._k1 * weight / (1.0 - weight) if self._k1 >= 0.0 else -math.inf

    def weights_of(self, some: Array) -> Array:
        if self._weights is not None:
            return super().weights_of(some)
        if self._before is None and len(some) * LOOKUP <= len(self):
            x = np.zeros(len(some))
            for part in self._parts:
                part.add_weights(x, some)
            return self.saturated(x)
        if self._before is None or len(some) * LOOKUP > len(self):
            return super().weights_of(some)
        places = self._places(some)
        return self.saturated(np.where(self.listed.take(places) == some, self._before.take(places), 0.0))

    def _combined(self) -> Array:
        """What all sections weigh in all fields, added up in the order of the fields."""
        if len(self._parts) < 2:
            return self._parts[0].weights() if self._parts else np.empty(0)
        *others, last = self._parts
        if self._room.are_few(len(self)):
            return _searched(self.listed, self._parts)
        if last.postings.sections is not self.listed:
            return _walked(self._room, self.listed, self._parts)
        x = last.weights()
        if are_rare([part.postings.sections for part in others], self.listed):
            some = joined(self._room, [part.postings.sections for part in others])[0]
            x[self.listed.searchsorted(some)] += _searched(some, others)
        else:
            x += _walked(self._room, self.listed, others)
        return x


def _searched(listed: Array, parts: Sequence[Part]) -> Array:
    """What these sections weigh in parts that have no others, added up in the order of the parts."""
    x = np.zeros(len(listed))
    for part in parts:
        x[listed.searchsorted(part.postings.sections)] += part.weights()
    return x


def _walked(room: Room, listed: Array, parts: Sequence[Part]) -> Array:
    """The same, of parts that may have others, through an array over all sections there are."""
    sums = room.sums()
    for part in parts:
        np.add.at(sums, part.postings.sections, part.weights())
    return sums.take(listed)


def _saturated(x: Array, k1: float) -> Array:
    """`ranking.saturation` of numbers that are not wanted any more."""
    if k1 > 0.0 and not (x.size and x.min() < 0.0):
        return np.divide(x, x + k1, out=x)
    return np.divide(x, x + k1, out=np.zeros(len(x)), where=x > 0.0)
