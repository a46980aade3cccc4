"""Which hits come first: the window of a ranking, without sorting what lies beyond it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.backends.whoosh.postings import Snapshot
from twitchsearch.model import Grouping, SearchRequest, Sort


class Ranked(NamedTuple):
    """A section of the window, and how many others of its article it stands for."""

    section: int
    more: int


def window(snapshot: Snapshot, request: SearchRequest, found: Array, scores: Array, days: Array) -> list[Ranked]:
    """The hits of `request.window`, of the sections `found` (a mask), best first.

    Newest first where that is asked, then by score, then by the article's id and the section's ordinal.
    """
    ranking = _Ranking(snapshot, scores, days if request.sort is Sort.NEWEST else np.zeros_like(days))
    sections = np.flatnonzero(found)
    more: dict[int, int] = {}
    if request.grouping is Grouping.ARTICLE:
        sections, others = ranking.best_of_each(sections)
        more = dict(zip(sections.tolist(), others.tolist(), strict=True))
    first, last = request.window.offset, request.window.offset + request.window.limit
    best = sorted(ranking.candidates(sections, last), key=ranking.key)
    return [Ranked(each, more.get(each, 0)) for each in best[first:last]]


class _Ranking:
    """The order of hits, by newness (0 for all where it does not matter) and score."""

    def __init__(self, snapshot: Snapshot, scores: Array, newness: Array) -> None:
        self._snapshot = snapshot
        self._scores = scores
        self._newness = newness
        self._ordinals = snapshot.column("section/ordinal")

    def key(self, section: int) -> tuple[int, float, str, int]:
        """What hits are sorted by."""
        article = self._snapshot.article_id(int(self._snapshot.article_of[section]))
        return -int(self._newness[section]), -float(self._scores[section]), article, int(self._ordinals[section])

    def best_of_each(self, sections: Array) -> tuple[Array, Array]:
        """The best section of each article, and the number of the others."""
        articles = self._snapshot.article_of[sections]
        order = np.lexsort((self._ordinals[sections], -self._scores[sections], -self._newness[sections], articles))
        _, first, counts = np.unique(articles[order], return_index=True, return_counts=True)
        return sections[order[first]], counts - 1

    def candidates(self, sections: Array, wanted: int) -> list[int]:
        """Sections among which are the first `wanted`: of each segment as many.

        Within a segment the rank of an article's id stands for the id.
        """
        sections = self._high(sections, wanted)
        ranks = self._snapshot.column("article/rank")[self._snapshot.article_of[sections]]
        keys = (self._ordinals[sections], ranks, -self._scores[sections], -self._newness[sections])
        ordered = sections[np.lexsort(keys)]
        segments = np.searchsorted(self._snapshot.firsts, ordered, side="right")
        return [int(each) for segment in np.unique(segments) for each in ordered[segments == segment][:wanted]]

    def _high(self, sections: Array, wanted: int) -> Array:
        """Those whose score may be high enough, where the score alone decides."""
        if not 0 < wanted < len(sections) or self._newness.any():
            return sections
        scores = self._scores[sections]
        least = np.partition(scores, len(scores) - wanted)[len(scores) - wanted]
        return np.asarray(sections[scores >= least])
