"""Answers from one generation: requests, sections, articles, words."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.backends.whoosh.columns import Columns
from twitchsearch.backends.whoosh.damage import reading
from twitchsearch.backends.whoosh.evaluate import Evaluator, Found, Kept
from twitchsearch.backends.whoosh.folding import Groups, NearCopies
from twitchsearch.backends.whoosh.generations import Live
from twitchsearch.backends.whoosh.order import Matches, Ranked
from twitchsearch.backends.whoosh.order import window as ranked
from twitchsearch.backends.whoosh.postings import Snapshot
from twitchsearch.backends.whoosh.pruning import Wanted, rivals
from twitchsearch.backends.whoosh.stored import (
    article_number,
    section_number,
    stored_article,
    stored_facts,
    stored_section,
)
from twitchsearch.model import (
    Article,
    ArticleFacts,
    Copies,
    Count,
    Grouping,
    Hit,
    IndexState,
    Relaxation,
    Results,
    SearchRequest,
    Section,
    Sort,
    TermCount,
    TextField,
    Window,
)
from twitchsearch.search.absence import absent
from twitchsearch.search.analysis import Analyser, section_tokens
from twitchsearch.search.hits import NAMED_COPIES, HitMaker
from twitchsearch.search.limits import LIMITS, Deadline, check_window
from twitchsearch.search.mending import mended
from twitchsearch.search.plan import Plan
from twitchsearch.search.planner import plan
from twitchsearch.search.similar import similar_plan

if TYPE_CHECKING:
    from twitchsearch.backends.whoosh.lexicon import Lexicon


_COPIES = 10  # hits that are looked at beyond the window before more are, as some may be folded


class _Answer(NamedTuple):
    """What a plan matches, and how it was come by. `together` adds to the scores of all sections, or there is none;
    `timed_out` says that more may match. Whether there was time to weigh it all `evaluator` knows afterwards."""

    found: Found
    together: Array | None
    relaxed: Relaxation
    timed_out: bool
    evaluator: Evaluator
    absent: tuple[str, ...]


class _Matching(NamedTuple):
    """What matches and passes all filters: of all sections that the answer found those that are `kept` (None: all)."""

    planned: Plan
    request: SearchRequest
    answer: _Answer
    sections: Array
    kept: Array | None


class WhooshSearcher:
    """The `Searcher` of `search.seam` over one generation; raises IndexDamaged where a file is not what was written."""

    def __init__(
        self, live: Live, state: IndexState, analyser: Analyser, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._state = state
        self._analyser = analyser
        self._clock = clock
        self._snapshot = Snapshot(live.folder, live.manifest)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._snapshot.close()

    @property
    def state(self) -> IndexState:
        return self._state

    def search(self, request: SearchRequest) -> Results:
        with self._reading():
            return mended(request, self._search(request), self._search, self._lexicon, self._analyser)

    def _search(self, request: SearchRequest) -> Results:
        begun = self._clock()
        planned = plan(request, self._analyser, self._snapshot)
        return self._results(planned, request, begun, without=None)

    def similar(self, section_id: str, request: SearchRequest) -> Results:
        begun = self._clock()
        with self._reading():
            number = section_number(self._snapshot, section_id)
            tokens = section_tokens(self._analyser, self._facts(number), stored_section(self._snapshot, number))
            planned = similar_plan(tokens, self._df, self._snapshot.statistics.sections)
            return self._results(planned, request, begun, without=int(self._snapshot.article_of[number]))

    def section(self, section_id: str) -> Section:
        with self._reading():
            return stored_section(self._snapshot, section_number(self._snapshot, section_id))

    def article(self, article_id: str) -> Article:
        with self._reading():
            return stored_article(self._snapshot, article_number(self._snapshot, article_id))

    def terms(self, prefix: str, limit: int) -> list[TermCount]:
        with self._reading():
            spellings = self._snapshot.spellings(self._analyser.fold(prefix))
        found = [TermCount(text, sections) for text, sections in spellings.items()]
        return sorted(found, key=lambda each: (-each.sections, each.text))[: max(0, limit)]

    def _reading(self) -> AbstractContextManager[None]:
        """Files may vouch for each other and still not be ours: whatever they make fail becomes IndexDamaged."""
        return reading(self._snapshot.folder)

    @cached_property
    def _lexicon(self) -> Lexicon:
        from twitchsearch.backends.whoosh.lexicon import Lexicon

        return Lexicon(self._snapshot)

    @cached_property
    def _kept(self) -> Kept:
        return Kept(self._snapshot)

    @cached_property
    def _columns(self) -> Columns:
        return Columns(self._snapshot)

    @cached_property
    def _groups(self) -> Groups:
        return Groups(self._snapshot)

    def _facts(self, section: int) -> ArticleFacts:
        return stored_facts(self._snapshot, int(self._snapshot.article_of[section]))

    def _df(self, term: str) -> int:
        """The live sections a term occurs in, in any field."""
        fields = [self._snapshot.postings(name, term).sections for name in TextField]
        return len(np.unique(np.concatenate(fields)))

    def _results(self, planned: Plan, request: SearchRequest, begun: float, without: int | None) -> Results:
        """The answer to a plan. `without` is an article none of whose sections is a hit."""
        check_window(request.window)
        answer = self._answer(planned, request)
        sections = answer.found.sections.listed
        kept = None if without is None else self._snapshot.article_of[sections] != without
        others = sections if kept is None else sections.compress(kept)
        passing, facets = self._columns.filtered(others, request.filters)
        if kept is not None or passing is not None:
            kept = np.ones(len(sections), bool) if kept is None else kept
            if passing is not None:
                kept[kept] = passing
            sections = sections.compress(kept)
        near = self._groups.among(sections) if request.copies is Copies.FOLDED else None
        found = _Matching(planned, request, answer, sections, kept)
        best = self._ranked(found, request.window) if near is None else self._unfolded(found)
        hits = tuple(self._hits(planned, request, best, near))
        if request.explaining:
            hits = tuple(self._explained(planned, request, hits))
        return Results(
            hits=hits,
            total=Count(len(sections), exact=not answer.timed_out),
            facets=facets,
            index=self._state,
            took=self._clock() - begun,
            expansions=planned.expansions,
            dropped=planned.dropped,
            absent=answer.absent,
            wish=planned.wish,
            relaxed=answer.relaxed,
            timed_out=answer.evaluator.timed_out,
            folded=0 if near is None else near.folded,
        )

    def _answer(self, planned: Plan, request: SearchRequest) -> _Answer:
        deadline = Deadline(LIMITS.timeout if request.timeout is None else request.timeout, self._clock)
        evaluator = Evaluator(self._snapshot, self._columns, self._kept, request.ranking, deadline)
        found, relaxed = evaluator.evaluate(planned.root), Relaxation.NONE
        if not len(found.sections) and not evaluator.timed_out and (instead := planned.relaxed) is not None:
            found = evaluator.evaluate(instead)
            relaxed = Relaxation.ANY_WORD if len(found.sections) else Relaxation.NONE
        together = None
        if planned.together:
            sections = found.sections.listed
            having, more = evaluator.together(sections, planned.together)
            together = np.where(having, more, 0.0)
            relaxed = relaxed if having.any() or not len(sections) else Relaxation.ANY_WORD
        missing = absent(planned.asked, evaluator.knows)
        timed_out = evaluator.timed_out
        return _Answer(found, together, relaxed, timed_out, evaluator, () if timed_out else missing)

    def _scored(self, found: _Matching) -> Matches:
        """Those of the sections that may be in the window of the request, with their scores."""
        planned, request, answer, sections, kept = found
        columns, ranking = self._columns, request.ranking

        def stand(scores: Array, some: Array) -> None:
            columns.stand(scores, some, planned.wish, ranking)

        if answer.together is None and request.sort is Sort.BEST and request.grouping is Grouping.SECTION:
            highest = max(1.0, ranking.aside) * (1.0 + ranking.lift * bool(planned.wish))
            wanted = Wanted(request.window.offset + request.window.limit, stand, highest)
            sections = rivals(self._kept.room, answer.found.sections, sections, wanted)
        scores = answer.found.scores(sections)
        stand(scores, sections)
        if answer.together is not None:
            scores += answer.together if kept is None else answer.together.compress(kept)
        return Matches(sections, scores)

    def _ranked(self, found: _Matching, window: Window) -> list[Ranked]:
        """What stands in a window of the ranking of all that matches."""
        request = replace(found.request, window=window)
        matches = self._scored(found._replace(request=request))
        days: Array | None = None
        if request.sort is Sort.NEWEST:
            days = self._columns.days(request.filters.date_field)[matches.sections]
        return ranked(self._snapshot, request, matches, days)

    def _unfolded(self, found: _Matching) -> list[Ranked]:
        """What stands in the window of the request where near-copies are folded: the ranking is read as far as it takes
        to know."""
        first, last = found.request.window.offset, found.request.window.offset + found.request.window.limit
        look = last + _COPIES
        while first < last:
            ranking = self._ranked(found, Window(0, look))
            kept = self._groups.unfolded(ranking)
            if len(kept) >= last or len(ranking) < look:
                return kept[first:last]
            look *= 4
        return []

    def _explained(self, planned: Plan, request: SearchRequest, hits: tuple[Hit, ...]) -> Iterator[Hit]:
        """The hits, each with where its score comes from."""
        from twitchsearch.backends.explaining import Explainer
        from twitchsearch.backends.reference import Entry

        evaluator = Evaluator(self._snapshot, self._columns, self._kept, request.ranking, Deadline(None))
        explainer = Explainer(planned, request.ranking, self._snapshot.statistics, evaluator.df)
        for hit in hits:
            entry = Entry(self._analyser, hit.article, hit.section)
            yield replace(hit, explanation=explainer.explain(entry, hit.score))

    def _hits(
        self, planned: Plan, request: SearchRequest, found: list[Ranked], near: NearCopies | None
    ) -> Iterator[Hit]:
        maker = HitMaker(self._analyser, planned.highlights, request.snippets)
        for rank, each in enumerate(found, request.window.offset + 1):
            section, facts = stored_section(self._snapshot, each.section), self._facts(each.section)
            hit = maker.hit(rank, each.score, section, facts, more=each.more)
            yield hit if near is None else self._with_copies(hit, each.section, near)

    def _with_copies(self, hit: Hit, section: int, near: NearCopies) -> Hit:
        copies = self._groups.copies_of(section, near)
        named = tuple(stored_facts(self._snapshot, each) for each in copies[:NAMED_COPIES])
        return replace(hit, copies=len(copies), copied_in=named)
