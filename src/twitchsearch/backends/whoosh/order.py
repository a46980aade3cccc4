"""Which hits come first: the window of a ranking, without sorting what lies beyond it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.backends.whoosh.lists import low_bar
from twitchsearch.backends.whoosh.postings import Snapshot
from twitchsearch.model import Grouping, SearchRequest


class Matches(NamedTuple):
    """Sections that match, ascending, and the score of each."""

    sections: Array
    scores: Array


class Ranked(NamedTuple):
    """A section of the window, its score, and how many others of its article it stands for."""

    section: int
    score: float
    more: int


def window(snapshot: Snapshot, request: SearchRequest, matches: Matches, days: Array | None) -> list[Ranked]:
    """The hits of `request.window`, of the sections that match, best first.

    Newest first where that is asked (`days` are those of the matching sections, None otherwise), then by score, then by
    the article's id and the section's ordinal.
    """
    first, last = request.window.offset, request.window.offset + request.window.limit
    if first == last or not len(matches.sections):
        return []
    ranking = _Ranking(snapshot, matches, days)
    places: Array | None = None
    more: dict[int, int] = {}
    if request.grouping is Grouping.ARTICLE:
        places, others = ranking.best_of_each(ranking.of_high_articles(last))
        more = dict(zip(places.tolist(), others.tolist(), strict=True))
    best = ranking.best(ranking.candidates(places, last))
    return [
        Ranked(int(matches.sections[each]), float(matches.scores[each]), more.get(each, 0)) for each in best[first:last]
    ]


class _Ranking:
    """The order of matches, which are known here by their places, by newness (None: it does not matter) and score."""

    def __init__(self, snapshot: Snapshot, matches: Matches, newness: Array | None) -> None:
        self._snapshot = snapshot
        self._sections = matches.sections
        self._scores = matches.scores
        self._newness = newness
        self._ordinals = snapshot.column("section/ordinal")

    def best(self, candidates: list[int]) -> list[int]:
        """Candidates in order: those of one segment are, those of several are to be compared by the ids themselves."""
        return candidates if len(self._snapshot.segments) == 1 else sorted(candidates, key=self._key)

    def _key(self, place: int) -> tuple[int, float, str, int]:
        """What hits are sorted by."""
        section = int(self._sections[place])
        article = self._snapshot.article_id(int(self._snapshot.article_of[section]))
        newness = -int(self._newness[place]) if self._newness is not None else 0
        return newness, -float(self._scores[place]), article, int(self._ordinals[section])

    def of_high_articles(self, wanted: int) -> Array:
        """The places of all sections of those articles among which are the first `wanted`.

        The sections of an article stand side by side, and so its best is found without sorting.
        """
        articles = self._snapshot.article_of.take(self._sections)
        starts = np.flatnonzero(np.concatenate([[True], articles[1:] != articles[:-1]]))
        # An article's newness is that of all its sections.
        of_each = np.maximum.reduceat(self._scores if self._newness is None else self._newness, starts)
        high = _high(of_each, wanted)
        counts = np.diff(starts, append=len(articles)).take(high)
        before = counts.cumsum() - counts
        return np.asarray(np.arange(counts.sum()) + np.repeat(starts.take(high) - before, counts))

    def best_of_each(self, places: Array) -> tuple[Array, Array]:
        """The best section of each article, and the number of the others."""
        articles = self._snapshot.article_of[self._sections[places]]
        order = np.lexsort((*self._keys(places), articles))
        _, first, counts = np.unique(articles[order], return_index=True, return_counts=True)
        return places[order[first]], counts - 1

    def candidates(self, places: Array | None, wanted: int) -> list[int]:
        """Places (None: all) among which are the first `wanted`: of each segment as many.

        Within a segment the rank of an article's id stands for the id.
        """
        places = self._high(places, wanted)
        ranks = self._snapshot.column("article/rank")[self._snapshot.article_of[self._sections[places]]]
        ordinals, *others = self._keys(places)
        ordered = places[np.lexsort((ordinals, ranks, *others))]
        if len(self._snapshot.segments) == 1:
            return [int(each) for each in ordered[:wanted]]
        segments = self._snapshot.firsts.searchsorted(self._sections[ordered], side="right")
        numbers = range(1, len(self._snapshot.segments) + 1)
        return [int(each) for number in numbers for each in ordered[segments == number][:wanted]]

    def _keys(self, places: Array) -> tuple[Array, ...]:
        """What orders places, the least first: ordinals, scores and, where it matters, newness."""
        keys = self._ordinals[self._sections[places]], -self._scores[places]
        return keys if self._newness is None else (*keys, -self._newness[places])

    def _high(self, places: Array | None, wanted: int) -> Array:
        """Those whose score, or where that is asked whose newness, may be high enough."""
        values = self._scores if self._newness is None else self._newness
        high = _high(values if places is None else values[places], wanted)
        return high if places is None else np.asarray(places[high])


def _high(values: Array, wanted: int) -> Array:
    """The places of those values among which are the `wanted` highest."""
    if wanted >= len(values):
        return np.arange(len(values))
    return np.flatnonzero(values >= low_bar(values, wanted))
