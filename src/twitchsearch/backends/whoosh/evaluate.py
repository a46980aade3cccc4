"""Plans over whole posting lists: which sections match, and their scores, exactly as `search.ranking` defines them.

A leaf becomes the list of its sections with the score of each, and lists are joined through arrays over all sections
of the generation. Sums run in the order of the plan, in float64, so that they give the same bits as any other engine
that adds in that order.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as Many
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.backends.whoosh.columns import Columns
from twitchsearch.backends.whoosh.postings import Occurrences, Postings, Snapshot
from twitchsearch.backends.whoosh.sequences import counted, exactly, loosely
from twitchsearch.model import DateRange, Everything, KindIs, Ranking, SiteIs, TextField
from twitchsearch.search.limits import Deadline
from twitchsearch.search.plan import ALL_FIELDS, Bool, Group, Leaf, Node, Sequence, Term
from twitchsearch.search.ranking import added, idf, tells

_KEPT = 6_000_000  # sections of leaves that a searcher remembers: 96 MB
_NORMS = 12  # lengths of fields, by field and parameter, that it remembers
_FEW = 32  # times fewer: then looking each up is faster than marking all


class Matches(NamedTuple):
    """The sections that match, ascending, and the score of each."""

    sections: Array
    scores: Array


class Kept:
    """What the searches of one searcher share: room to work in, and what leaves came to, up to a bound.

    Of each leaf are kept its sections and the saturated weight of each, which are the same for every boost.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.sums = np.zeros(snapshot.count)
        self.marks = np.zeros(snapshot.count, bool)
        self.norms: dict[tuple[TextField, float], Array] = {}
        self._leaves: dict[tuple[Leaf, Ranking], tuple[Matches, int]] = {}
        self._size = 0

    def leaf(self, leaf: Leaf, ranking: Ranking, make: Callable[[Leaf], tuple[Matches, int]]) -> tuple[Matches, int]:
        """What `make` says, or said, of a leaf: its matches and its df."""
        key = replace(leaf, boost=1.0) if leaf.boost != 1.0 else leaf, ranking
        found = self._leaves.get(key)
        if found is None:
            found = make(leaf)
            self._size += len(found[0].sections)
            self._make_room()
            self._leaves[key] = found
        return found

    def _make_room(self) -> None:
        """Forget what is made again soonest: single terms, the oldest first; then the rest."""
        if self._size <= _KEPT:
            return
        for key in sorted(self._leaves, key=lambda each: not isinstance(each[0], Term)):
            if self._size <= _KEPT:
                return
            self._size -= len(self._leaves.pop(key)[0].sections)

    def union(self, lists: list[Array]) -> Array:
        """The sections that are in any of these lists, ascending."""
        some = [each for each in lists if len(each)]
        if len(some) == 1:
            return some[0]
        if some and self.are_few(some):
            together = np.sort(np.concatenate(some))
            return np.asarray(together[np.concatenate([[True], together[1:] != together[:-1]])])
        self.marks.fill(False)  # noqa: FBT003 - an array is filled with it
        for each in some:
            self.marks[each] = True
        return np.flatnonzero(self.marks)

    def are_few(self, lists: list[Array]) -> bool:
        """Whether looking each of these up is sooner done than anything with an array over all sections."""
        return sum(map(len, lists)) * _FEW < len(self.marks)

    def among(self, sections: Array, others: Array) -> Array:
        """Which of `sections` are in `others`: a mask over `sections`."""
        if len(others) and (len(sections) * _FEW < len(others) or self.are_few([sections, others])):
            return np.asarray(others[_places_in(others, sections)] == sections)
        self.marks.fill(False)  # noqa: FBT003
        self.marks[others] = True
        return np.asarray(self.marks[sections])


class Evaluator:
    """Evaluates plans over one snapshot. After the deadline leaves are not looked at any more: they match nothing."""

    def __init__(self, snapshot: Snapshot, columns: Columns, kept: Kept, ranking: Ranking, deadline: Deadline) -> None:
        self.timed_out = False
        self._snapshot = snapshot
        self._columns = columns
        self._kept = kept
        self._ranking = ranking
        self._deadline = deadline

    def evaluate(self, node: Node) -> Matches:
        """What of the live sections matches."""
        match node:
            case Bool():
                return self._bool(node)
            case Term() | Sequence() | Group():
                return self._leaf(node)
            case KindIs() | SiteIs() | DateRange() | Everything():
                sections = np.flatnonzero(self._columns.mask(node) & self._snapshot.live)
                return Matches(sections, np.zeros(len(sections)))

    def _bool(self, node: Bool) -> Matches:
        must = [self.evaluate(child) for child in node.must]
        should = [self.evaluate(child) for child in node.should]
        minimum = node.minimum or int(bool(node.should) and not node.must)
        if minimum == len(should):
            found = self._in_all([*must, *should])
        else:
            found = self._in_enough(should, minimum, self._in_all(must) if must else None)
        for child in node.must_not:
            found = found[~self._kept.among(found, self.evaluate(child).sections)]
        if node.must_not and self.timed_out:  # what was not looked at may be what must not match
            found = found[:0]
        if node.share:
            found = found[self._told(found, node, should) >= node.share * added(map(self._tells, node.should))]
        return Matches(found, self._summed(found, [*must, *should, *map(self.evaluate, node.bonus)]))

    def together(self, found: Array, leaves: Many[Leaf]) -> tuple[Array, float]:
        """Which of these sections have all of the leaves, and what that adds to their scores."""
        having = np.ones(len(found), bool)
        for leaf in leaves:
            having &= self._kept.among(found, self._leaf(leaf).sections)
        return having, self._ranking.together * added(map(self._tells, leaves))

    def df(self, leaf: Leaf) -> int:
        """In how many sections a leaf occurs; of a group, the most that one of its members does."""
        return self._kept.leaf(leaf, self._ranking, self._weighed)[1]

    def _told(self, found: Array, node: Bool, should: list[Matches]) -> Array:
        """What those of `should` tell that match each of these sections."""
        told = np.zeros(len(found))
        for child, matches in zip(node.should, should, strict=True):
            if telling := self._tells(child):
                told += np.where(self._kept.among(found, matches.sections), telling, 0.0)
        return told

    def _tells(self, node: Node) -> float:
        match node:
            case Term() | Sequence() | Group() if not self.timed_out:
                return tells(node.boost, self.df(node), self._snapshot.statistics.sections)
            case _:
                return 0.0

    def _in_all(self, matches: list[Matches]) -> Array:
        if not matches:
            return self._snapshot.live_sections
        found, *others = sorted((each.sections for each in matches), key=len)
        for each in others:
            found = found[self._kept.among(found, each)]
        return found

    def _in_enough(self, matches: list[Matches], minimum: int, within: Array | None) -> Array:
        """The sections, of those `within` where that is not None, that are in at least `minimum` of these."""
        if not minimum:
            return self._snapshot.live_sections if within is None else within
        if minimum == 1 and within is None:
            return self._kept.union([each.sections for each in matches])
        matching = np.zeros(self._snapshot.count, np.uint16)
        for each in matches:
            matching[each.sections] += 1
        return np.flatnonzero(matching >= minimum) if within is None else within[matching[within] >= minimum]

    def _summed(self, found: Array, matches: list[Matches]) -> Array:
        """The sums of the scores of these, in their order."""
        if len(matches) == 1 and matches[0].sections is found:
            return matches[0].scores
        some = [each for each in matches if len(each.sections)]
        longest = max((len(each.sections) for each in some), default=0)
        if len(found) * _FEW < longest or self._kept.are_few([found, *(each.sections for each in some)]):
            scores = np.zeros(len(found))
            for each in some:
                places = _places_in(each.sections, found)
                scores += np.where(each.sections[places] == found, each.scores[places], 0.0)
            return scores
        self._kept.sums.fill(0.0)
        for each in some:
            self._kept.sums[each.sections] += each.scores
        return np.asarray(self._kept.sums[found])

    def _leaf(self, leaf: Leaf) -> Matches:
        if self._deadline.passed():
            self.timed_out = True
            return Matches(np.empty(0, np.int64), np.empty(0))
        (sections, weights), df = self._kept.leaf(leaf, self._ranking, self._weighed)
        return Matches(sections, weights * (leaf.boost * idf(df, self._snapshot.statistics.sections)))

    def _weighed(self, leaf: Leaf) -> tuple[Matches, int]:
        """The sections of a leaf with their saturated weights, and its df."""
        fields = [name for name in ALL_FIELDS if name in leaf.fields]
        if isinstance(leaf, Group):
            parts, df = self._members(leaf, fields)
        else:
            parts, df = [self._frequencies(leaf, name) for name in fields], -1
        sections = self._kept.union([each.sections for each in parts])
        x = self._added(sections, [(each, self._weights(name, each)) for name, each in zip(fields, parts, strict=True)])
        np.divide(x, x + self._ranking.k1, out=x, where=x > 0.0)
        return Matches(sections, x), len(sections) if df < 0 else df

    def _added(self, sections: Array, parts: list[tuple[Postings, Array]]) -> Array:
        """For each of these sections the weights it has in the parts, added up in their order."""
        some = [(part.sections, weights) for part, weights in parts if len(part.sections)]
        if len(some) == 1 and some[0][0] is sections:
            return some[0][1]
        if self._kept.are_few([sections]):
            x = np.zeros(len(sections))
            for own, weights in some:
                x[sections.searchsorted(own)] += weights
            return x
        self._kept.sums.fill(0.0)
        for own, weights in some:
            self._kept.sums[own] += weights
        return np.asarray(self._kept.sums[sections])

    def _weights(self, name: TextField, part: Postings) -> Array:
        return np.asarray(self._ranking.of(name).weight * part.frequencies / self._norm(name)[part.sections])

    def _frequencies(self, leaf: Term | Sequence, name: TextField) -> Postings:
        match leaf:
            case Term():
                return self._snapshot.postings(name, leaf.term)
            case Sequence():
                return counted(self._starts(leaf, name))

    def _members(self, group: Group, fields: list[TextField]) -> tuple[list[Postings], int]:
        """In each field how often members occur, each with its weight; and the largest df of the members."""
        totals = {name: np.zeros(self._snapshot.count) for name in fields}
        df = 0
        for member, weight in group.members:
            parts = [self._frequencies(member, name) for name in fields]
            for name, part in zip(fields, parts, strict=True):
                totals[name][part.sections] += weight * part.frequencies
            df = max(df, len(self._kept.union([each.sections for each in parts])))
        found = [(np.flatnonzero(total), total) for total in totals.values()]
        return [Postings(sections, total[sections]) for sections, total in found], df

    def _starts(self, sequence: Sequence, name: TextField) -> Occurrences:
        """The places of the first term at which the sequence matches."""
        lists = sorted((self._snapshot.postings(name, term).sections for term in set(sequence.terms)), key=len)
        common = lists[0]
        for each in lists[1:]:
            common = common[self._kept.among(common, each)]
        if not len(common):
            return Occurrences(common, common)
        wanted = np.zeros(self._snapshot.count, bool)
        wanted[common] = True
        first, *rest = (self._snapshot.occurrences(name, term, wanted) for term in sequence.terms)
        if sequence.slop:
            return loosely(first, rest, sequence.offsets[-1] + sequence.slop)
        return exactly(first, rest, sequence.offsets[1:])

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


def _places_in(sections: Array, wanted: Array) -> Array:
    """Where each of `wanted` is among `sections`, which has some, or would be."""
    return np.minimum(np.searchsorted(sections, wanted), len(sections) - 1)
