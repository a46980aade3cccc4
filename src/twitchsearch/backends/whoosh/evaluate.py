"""Plans over whole posting lists: which sections match, and their scores, exactly as `search.ranking` defines them.

A leaf becomes its sections and what each weighs (`lists`), and these are joined as the plan says. Which sections match
comes first; only those are weighed.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as Many
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.backends.whoosh.columns import Columns
from twitchsearch.backends.whoosh.leaves import Leaves, Part
from twitchsearch.backends.whoosh.lists import Room, Sum, Weighted, common, joined, united
from twitchsearch.backends.whoosh.postings import Postings, Snapshot
from twitchsearch.backends.whoosh.sequences import sequence_postings
from twitchsearch.model import DateRange, Everything, KindIs, Ranking, SiteIs, TextField
from twitchsearch.search.limits import Deadline
from twitchsearch.search.plan import ALL_FIELDS, Bool, Group, Leaf, Node, Sequence, Term
from twitchsearch.search.ranking import added, idf, tells

_KEPT = 6_000_000  # sections of leaves that a searcher remembers: 96 MB
_MASK = 16  # sections that take as much room in a mask as one in a list
_NORMS = 12  # lengths of fields, by field and parameter, that it remembers


class Kept:
    """What the searches of one searcher share: room to work in, and what leaves came to, up to a bound."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.room = Room(snapshot.count)
        self.norms: dict[tuple[TextField, float], Array] = {}
        self._leaves: dict[tuple[Leaf, Ranking], Leaves] = {}
        self._size = 0

    def leaves(self, leaf: Leaf, ranking: Ranking, make: Callable[[Leaf], Leaves]) -> Leaves:
        """What `make` says, or said, of a leaf, whatever its boost."""
        key = replace(leaf, boost=1.0) if leaf.boost != 1.0 else leaf, ranking
        found = self._leaves.get(key)
        if found is None:
            found = make(leaf)
            self._size += self._room_of(found)
            self._make_room()
            self._leaves[key] = found
        return found

    def _room_of(self, leaves: Leaves) -> int:
        return len(leaves) + (0 if leaves.is_sparse() else self.room.count // _MASK)

    def _make_room(self) -> None:
        """Forget what is made again soonest: single terms, the oldest first; then the rest."""
        if self._size <= _KEPT:
            return
        for key in sorted(self._leaves, key=lambda each: not isinstance(each[0], Term)):
            if self._size <= _KEPT:
                return
            self._size -= self._room_of(self._leaves.pop(key))


class Found(NamedTuple):
    """What a plan, or a part of one, matches, and what the weights of these sections count in the score."""

    sections: Weighted
    factor: float = 1.0

    def scores(self, some: Array) -> Array:
        """The scores of some of these sections: an array of the caller's own."""
        return np.asarray(self.sections.weights_within(some) * self.factor)


class _TimeIsUpError(Exception):
    """The deadline passed while a leaf was made."""


class Evaluator:
    """Evaluates plans over one snapshot.

    After the deadline leaves are not looked at any more, also those of a group, and the places of a phrase: they match
    nothing. Those that were found and not yet weighed weigh nothing.
    """

    def __init__(self, snapshot: Snapshot, columns: Columns, kept: Kept, ranking: Ranking, deadline: Deadline) -> None:
        self.timed_out = False
        self._snapshot = snapshot
        self._columns = columns
        self._kept = kept
        self._room = kept.room
        self._ranking = ranking
        self._deadline = deadline

    def evaluate(self, node: Node) -> Found:
        """What of the live sections matches."""
        match node:
            case Bool():
                return self._bool(node)
            case Term() | Sequence() | Group():
                return self._leaf(node)
            case KindIs() | SiteIs() | DateRange() | Everything():
                return Found(Weighted(self._room, mask=self._columns.mask(node) & self._snapshot.live), 0.0)

    def together(self, found: Array, leaves: Many[Leaf]) -> tuple[Array, float]:
        """Which of these sections have all of the leaves, and what that adds to their scores."""
        having = np.ones(len(found), bool)
        for leaf in leaves:
            having &= self._leaf(leaf).sections.having(found)
        return having, self._ranking.together * added(map(self._tells, leaves))

    def df(self, leaf: Leaf) -> int:
        """In how many sections a leaf occurs; of a group, the most that one of its members does."""
        return self._kept.leaves(leaf, self._ranking, self._made).df

    def knows(self, leaf: Leaf) -> bool:
        """Whether a leaf occurs in any section; false, too, where the time is up."""
        found = self._leaf(leaf).sections
        return isinstance(found, Leaves) and found.df > 0

    def _bool(self, node: Bool) -> Found:
        must = [self.evaluate(child) for child in node.must]
        should = [self.evaluate(child) for child in node.should]
        found = self._found(node, must, should)
        for child in node.must_not:
            found = found.compress(~self.evaluate(child).sections.having(found))
        if node.must_not and self.timed_out:  # what was not looked at may be what must not match
            found = found[:0]
        if node.share:
            enough = node.share * added(map(self._tells, node.should))
            found = found.compress(self._told(found, node, should) >= enough)
        parts = [*must, *should, *map(self.evaluate, node.bonus)]
        some = len(must) + len(node.must_not) + len(node.bonus) or node.share or node.minimum > 1
        return Found(Sum(self._room, found, parts, self._is_late, is_union=not some))

    def _found(self, node: Bool, must: list[Found], should: list[Found]) -> Array:
        """The sections that match as many of these as they have to."""
        minimum = node.minimum or int(bool(should) and not must)
        required = [each.sections for each in must]
        others = [each.sections for each in should]
        if minimum == len(others):
            return common([*required, *others]) if required or others else self._snapshot.live_sections
        if not minimum:
            return common(required)
        if minimum == 1 and not required:
            return united(self._room, others)
        matching = np.zeros(self._snapshot.count, np.uint16)
        for each in others:
            matching[each.listed] += 1
        if not required:
            return np.flatnonzero(matching >= minimum)
        within = common(required)
        return within.compress(matching.take(within) >= minimum)

    def _told(self, found: Array, node: Bool, should: list[Found]) -> Array:
        """What those of `should` tell that match each of these sections."""
        told = np.zeros(len(found))
        for child, part in zip(node.should, should, strict=True):
            if telling := self._tells(child):
                told += part.sections.having(found) * telling
        return told

    def _tells(self, node: Node) -> float:
        match node:
            case Term() | Sequence() | Group():
                leaves = self._leaf(node).sections
                df = leaves.df if isinstance(leaves, Leaves) else 0
                return tells(node.boost, df, self._snapshot.statistics.sections)
            case _:
                return 0.0

    def _is_late(self) -> bool:
        self.timed_out = self.timed_out or self._deadline.passed()
        return self.timed_out

    def _check(self) -> None:
        if self._is_late():
            raise _TimeIsUpError

    def _leaf(self, leaf: Leaf) -> Found:
        try:
            self._check()
            leaves = self._kept.leaves(leaf, self._ranking, self._made)
        except _TimeIsUpError:
            return Found(Weighted(self._room, np.empty(0, np.int64), np.empty(0)))
        return Found(leaves, leaf.boost * idf(leaves.df, self._snapshot.statistics.sections))

    def _made(self, leaf: Leaf) -> Leaves:
        """The sections of a leaf, to be weighed."""
        fields = [name for name in ALL_FIELDS if name in leaf.fields]
        if isinstance(leaf, Group):
            found, df = self._members(leaf, fields)
        else:
            found, df = [self._frequencies(leaf, name) for name in fields], -1
        parts = [
            Part(postings, self._ranking.of(name).weight, self._norm(name))
            for name, postings in zip(fields, found, strict=True)
        ]
        return Leaves(self._room, parts, self._ranking.k1, df)

    def _frequencies(self, leaf: Term | Sequence, name: TextField) -> Postings:
        """Raises _TimeIsUpError."""
        self._check()
        match leaf:
            case Term():
                return self._snapshot.postings(name, leaf.term)
            case Sequence():
                return sequence_postings(self._snapshot, name, leaf, self._room, self._check)

    def _members(self, group: Group, fields: list[TextField]) -> tuple[list[Postings], int]:
        """In each field how often members occur, each with its weight; and the largest df of the members."""
        rows = [[self._frequencies(member, name) for name in fields] for member, _ in group.members]
        df = max((self._df(row) for row in rows), default=0)
        weights = [weight for _, weight in group.members]
        return [self._total(column, weights) for column in zip(*rows, strict=True)], df

    def _df(self, row: Many[Postings]) -> int:
        some = [each.sections for each in row if len(each.sections)]
        return len(joined(self._room, some)[0])

    def _total(self, column: Many[Postings], weights: Many[float]) -> Postings:
        """How often something occurs that does wherever these do, each occurrence counting as much as its weight."""
        some = [(each, weight) for each, weight in zip(column, weights, strict=True) if len(each.sections)]
        if not some:
            return column[0]
        sections = np.concatenate([each.sections for each, _ in some])
        frequencies = np.concatenate([each.frequencies * weight for each, weight in some])
        if self._room.are_few(len(sections)):
            distinct, places = np.unique(sections, return_inverse=True)
            return Postings(distinct, np.bincount(places, frequencies, len(distinct)))
        sums = self._room.sums()
        np.add.at(sums, sections, frequencies)
        found = np.flatnonzero(sums)
        return Postings(found, sums.take(found))

    def _norm(self, name: TextField) -> Array:
        """What frequencies in this field of each section are divided by."""
        b, average = self._ranking.of(name).b, self._snapshot.statistics.averages[name]
        norm = self._kept.norms.get((name, b))
        if norm is None:
            lengths = self._snapshot.lengths(name)
            norm = 1.0 - b + b * lengths / average if average else np.ones(len(lengths))
            if len(self._kept.norms) >= _NORMS:
                self._kept.norms.clear()
            self._kept.norms[name, b] = norm
        return norm
