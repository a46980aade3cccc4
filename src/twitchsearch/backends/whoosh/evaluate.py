"""Plans over whole posting lists: which sections match, and their scores, exactly as `search.ranking` defines them.

Everything is an array over all sections of the generation. Sums run in the order of the plan, in float64, so that
they give the same bits as any other engine that adds in that order.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.backends.whoosh.columns import Columns
from twitchsearch.backends.whoosh.postings import Occurrences, Postings, Snapshot
from twitchsearch.model import DateRange, Everything, KindIs, Ranking, SiteIs, TextField
from twitchsearch.search.limits import Deadline
from twitchsearch.search.plan import ALL_FIELDS, Bool, Filter, Group, Leaf, Node, Sequence, Term
from twitchsearch.search.ranking import idf


class Matches(NamedTuple):
    """Which sections match, and the score of each (0 where it does not)."""

    found: Array
    scores: Array


class Evaluator:
    """Evaluates plans over one snapshot. After the deadline leaves are not looked at any more: they match nothing."""

    def __init__(self, snapshot: Snapshot, columns: Columns, ranking: Ranking, deadline: Deadline) -> None:
        self.timed_out = False
        self._snapshot = snapshot
        self._columns = columns
        self._ranking = ranking
        self._deadline = deadline
        self._norms: dict[TextField, Array] = {}

    def evaluate(self, node: Node) -> Matches:
        """What of the live sections matches."""
        match node:
            case Bool():
                return self._bool(node)
            case Term() | Sequence() | Group():
                return self._leaf(node)
            case KindIs() | SiteIs() | DateRange() | Everything():
                return self._filter(node)

    def _bool(self, node: Bool) -> Matches:
        found, scores = self._snapshot.live.copy(), np.zeros(self._snapshot.count)
        for child in node.must:
            matches = self.evaluate(child)
            found &= matches.found
            scores += matches.scores
        matching = np.zeros(self._snapshot.count, np.int64)
        for child in node.should:
            matches = self.evaluate(child)
            matching += matches.found
            scores += matches.scores
        found &= matching >= (node.minimum or int(bool(node.should) and not node.must))
        for child in node.must_not:
            found &= ~self.evaluate(child).found
        if node.must_not and self.timed_out:  # what was not looked at may be what must not match
            found[:] = False
        return Matches(found, np.where(found, scores, 0.0))

    def _filter(self, node: Filter) -> Matches:
        return Matches(self._columns.mask(node) & self._snapshot.live, np.zeros(self._snapshot.count))

    def _leaf(self, leaf: Leaf) -> Matches:
        found, x = np.zeros(self._snapshot.count, bool), np.zeros(self._snapshot.count)
        if self._deadline.passed():
            self.timed_out = True
            return Matches(found, x)
        parts = [(name, self._frequencies(leaf, name)) for name in ALL_FIELDS if name in leaf.fields]
        for name, (sections, frequencies) in parts:
            weight = self._ranking.of(name).weight
            x[sections] += weight * frequencies / self._norm(name)[sections]
            found[sections] = True
        sections = np.flatnonzero(found)
        df = self._group_df(leaf) if isinstance(leaf, Group) else len(sections)
        np.divide(x, x + self._ranking.k1, out=x, where=x > 0.0)
        x *= leaf.boost * idf(df, self._snapshot.statistics.sections)
        return Matches(found, x)

    def _frequencies(self, leaf: Leaf, name: TextField) -> Postings:
        match leaf:
            case Term():
                return self._snapshot.postings(name, leaf.term)
            case Sequence():
                return counted(self._starts(leaf, name))
            case Group():
                return self._weighted(leaf, name)

    def _weighted(self, group: Group, name: TextField) -> Postings:
        total = np.zeros(self._snapshot.count)
        for member, weight in group.members:
            sections, frequencies = self._frequencies(member, name)
            total[sections] += weight * frequencies
        sections = np.flatnonzero(total)
        return Postings(sections, total[sections])

    def _group_df(self, group: Group) -> int:
        """The largest df of the members."""
        return max((self._df(member, group.fields) for member, _ in group.members), default=0)

    def _df(self, leaf: Leaf, fields: Iterable[TextField]) -> int:
        """The live sections in which a leaf occurs in any of these fields."""
        found = np.zeros(self._snapshot.count, bool)
        for name in fields:
            found[self._frequencies(leaf, name).sections] = True
        return int(np.count_nonzero(found))

    def _starts(self, sequence: Sequence, name: TextField) -> Occurrences:
        """The places of the first term at which the sequence matches."""
        first, *rest = (self._snapshot.occurrences(name, term) for term in sequence.terms)
        if sequence.slop:
            return loosely(first, rest, sequence.offsets[-1] + sequence.slop)
        return exactly(first, rest, sequence.offsets[1:])

    def _norm(self, name: TextField) -> Array:
        """What frequencies in this field of each section are divided by."""
        norm = self._norms.get(name)
        if norm is None:
            b, average = self._ranking.of(name).b, self._snapshot.statistics.averages[name]
            lengths = self._snapshot.lengths(name)
            norm = self._norms[name] = 1.0 - b + b * lengths / average if average else np.ones(len(lengths))
        return norm


def counted(places: Occurrences) -> Postings:
    """How often something occurs in each section."""
    return Postings(*np.unique(places.sections, return_counts=True))


def exactly(first: Occurrences, rest: Iterable[Occurrences], offsets: Iterable[int]) -> Occurrences:
    """Where each of `rest` stands at its offset after `first`."""
    starts = _keys(first)
    for each, offset in zip(rest, offsets, strict=True):
        starts = starts[np.isin(starts, _keys(each) - offset, assume_unique=True)]
    return _places(starts)


def loosely(first: Occurrences, rest: Iterable[Occurrences], reach: int) -> Occurrences:
    """Where `rest` follow `first` one after the other, the last at most `reach` positions farther.

    Each takes the nearest place after the one before; no other choice could end sooner.
    """
    starts = ends = _keys(first)
    for each in rest:
        keys = np.append(_keys(each), np.iinfo(np.int64).max)
        ends = keys[np.searchsorted(keys, ends, side="right").clip(max=len(keys) - 1)]
    return _places(starts[ends - starts <= reach])


def _keys(places: Occurrences) -> Array:
    """One number for each place, in the same order; those of different sections are far apart."""
    return (places.sections << 32) + places.positions


def _places(keys: Array) -> Occurrences:
    return Occurrences(keys >> 32, keys & 0xFFFFFFFF)
