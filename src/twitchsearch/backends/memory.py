"""The reference: an index in memory, as plain as can be. It defines what every other backend answers.

Nothing is precomputed but the positions of the terms: a search looks at every section, asks whether and how much it
matches (`backends.reference`), filters, and sorts (`backends.arranging`).
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from twitchsearch.backends.arranging import Found, filtered, grouped, without_copies
from twitchsearch.backends.explaining import Explainer
from twitchsearch.backends.reference import Entry, Evaluation, statistics
from twitchsearch.backends.words import ReferenceWords
from twitchsearch.errors import IndexMissing, NotFound, WriterBusy
from twitchsearch.model import (
    Article,
    Catalogue,
    Count,
    IndexState,
    IndexStatus,
    Progress,
    Relaxation,
    Report,
    Results,
    SearchRequest,
    Section,
    Step,
    TermCount,
)
from twitchsearch.search.absence import absent
from twitchsearch.search.analysis import Analyser, analyser
from twitchsearch.search.hits import (
    NAMED_COPIES,
    HitMaker,
    article_date,
    nearest,
)
from twitchsearch.search.limits import LIMITS, Deadline, check_window
from twitchsearch.search.mending import mended
from twitchsearch.search.plan import Plan
from twitchsearch.search.planner import plan
from twitchsearch.search.seam import Changes
from twitchsearch.search.similar import similar_plan

Clock = Callable[[], float]


class _Generation:
    """What one rebuild or update made. Never changed afterwards, so searchers may keep it as long as they like."""

    def __init__(
        self, articles: Mapping[str, Article], catalogue: Catalogue, state: IndexState, terms: Analyser
    ) -> None:
        self.articles = {each: articles[each] for each in sorted(articles)}
        self.entries = [Entry(terms, each.facts, part) for each in self.articles.values() for part in each.sections]
        self.catalogue = catalogue
        self.state = replace(state, articles=len(self.articles), sections=len(self.entries))
        self.by_id = {entry.section.id: entry for entry in self.entries}
        self.analyser = terms
        self.statistics = statistics(self.entries)
        self.words = ReferenceWords(self.entries, terms)


class MemorySearcher:
    """A `Searcher` over one generation."""

    def __init__(self, generation: _Generation, clock: Clock) -> None:
        self._generation = generation
        self._clock = clock

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        pass

    @property
    def state(self) -> IndexState:
        return self._generation.state

    def search(self, request: SearchRequest) -> Results:
        generation = self._generation
        return mended(request, self._search(request), self._search, generation.words, generation.analyser)

    def _search(self, request: SearchRequest) -> Results:
        return self._answer(plan(request, self._generation.analyser, self._generation.words), request, without="")

    def similar(self, section_id: str, request: SearchRequest) -> Results:
        tokens = self._entry(section_id).tokens
        entries = self._generation.entries
        df = Counter(term for entry in entries for term in set().union(*entry.positions.values()))
        article = self._entry(section_id).facts.id
        return self._answer(similar_plan(tokens, df.__getitem__, len(entries)), request, without=article)

    def section(self, section_id: str) -> Section:
        return self._entry(section_id).section

    def article(self, article_id: str) -> Article:
        articles, entry = self._generation.articles, self._generation.by_id.get(article_id)
        if entry is not None:
            return articles[entry.facts.id]
        if article_id not in articles:
            raise NotFound(f"no article {article_id} in this index", nearest(article_id, articles))
        return articles[article_id]

    def terms(self, prefix: str, limit: int) -> list[TermCount]:
        words = self._generation.words.spellings(self._generation.analyser.fold(prefix))
        found = [TermCount(word, count) for word, count in words.items()]
        return sorted(found, key=lambda each: (-each.sections, each.text))[: max(0, limit)]

    def _entry(self, section_id: str) -> Entry:
        entry = self._generation.by_id.get(section_id)
        if entry is None:
            raise NotFound(f"no section {section_id} in this index", nearest(section_id, self._generation.by_id))
        return entry

    def _answer(self, planned: Plan, request: SearchRequest, without: str) -> Results:
        begun = self._clock()
        check_window(request.window)
        deadline = Deadline(LIMITS.timeout if request.timeout is None else request.timeout, self._clock)
        generation = self._generation
        evaluation = Evaluation(generation.entries, generation.statistics, request.ranking, deadline)
        scores, relaxed = evaluation.scores(planned.root), Relaxation.NONE
        if not scores and not evaluation.timed_out and (instead := planned.relaxed) is not None:
            scores, relaxed = evaluation.scores(instead), Relaxation.ANY_WORD
        if planned.together and not any(evaluation.has_all(planned.together, entry) for entry, _ in scores):
            relaxed = Relaxation.ANY_WORD
        field = request.filters.date_field
        matching = [
            Found(entry, evaluation.final_score(planned, entry, score), article_date(entry.facts, field))
            for entry, score in scores
        ]
        found, facets = filtered([each for each in matching if each.entry.facts.id != without], request.filters)
        ordered = sorted(found, key=lambda each: each.order(request.sort))
        unfolded, copies = without_copies(ordered, request.copies)
        groups = grouped(unfolded, request.grouping)
        first, maker = request.window.offset, HitMaker(generation.analyser, planned.highlights, request.snippets)
        explainer = Explainer(planned, request.ranking, generation.statistics, evaluation.df)
        hits = (
            replace(
                maker.hit(rank, best.score, best.entry.section, best.entry.facts, more=more),
                explanation=explainer.explain(best.entry, best.score) if request.explaining else None,
                copies=len(copies.get(best.entry.facts.id, ())),
                copied_in=copies.get(best.entry.facts.id, ())[:NAMED_COPIES],
            )
            for rank, (best, more) in enumerate(groups[first : first + request.window.limit], first + 1)
        )
        return Results(
            hits=tuple(hits),
            total=Count(len(found), exact=not evaluation.timed_out),
            facets=facets,
            index=generation.state,
            took=self._clock() - begun,
            expansions=planned.expansions,
            dropped=planned.dropped,
            absent=() if evaluation.timed_out else absent(planned.asked, lambda leaf: evaluation.df(leaf) > 0),
            wish=planned.wish,
            relaxed=relaxed if scores else Relaxation.NONE,
            timed_out=evaluation.timed_out,
            folded=sum(map(len, copies.values())),
        )


class MemoryIndex:
    """An `Index` that lives as long as its process."""

    def __init__(
        self,
        language: str = "english",
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Clock = time.monotonic,
    ) -> None:
        self._analyser = analyser(language)
        self._now = now
        self._clock = clock
        self._lock = threading.RLock()
        self._writers = 0
        self._live: _Generation | None = None

    def searcher(self) -> MemorySearcher:
        return MemorySearcher(self._generation(), self._clock)

    @contextmanager
    def writing(self) -> Iterator[None]:
        if not self._lock.acquire(blocking=False):
            raise WriterBusy("another thread is writing this index; try again when it is done")
        self._writers += 1
        try:
            yield
        finally:
            self._writers -= 1
            self._lock.release()

    def rebuild(self, articles: Iterable[Article], catalogue: Catalogue, progress: Progress) -> IndexState:
        with self.writing():
            return self._write({}, articles, catalogue, progress)

    def update(self, changes: Changes, catalogue: Catalogue, progress: Progress) -> IndexState:
        with self.writing():
            kept = {name: each for name, each in self._generation().articles.items() if name not in changes.removed}
            return self._write(kept, changes.articles, catalogue, progress)

    def state(self) -> IndexState:
        if self._live is None:
            return IndexState(IndexStatus.MISSING, _MISSING)
        return replace(self._live.state, writing=self._writers > 0)

    def catalogue(self) -> Catalogue:
        return self._generation().catalogue

    def check(self) -> Report:
        return Report(len(self._generation().entries))

    def _generation(self) -> _Generation:
        if self._live is None:
            raise IndexMissing(_MISSING)
        return self._live

    def _write(
        self, kept: Mapping[str, Article], articles: Iterable[Article], catalogue: Catalogue, progress: Progress
    ) -> IndexState:
        new: dict[str, Article] = {}
        for done, article in enumerate(articles, 1):
            if article.id in new:
                raise ValueError(f"article {article.id} was given twice")
            new[article.id] = article
            progress(Step("indexing", done))
        self._live = _Generation({**kept, **new}, catalogue, self._next_state(catalogue), self._analyser)
        return self._live.state

    def _next_state(self, catalogue: Catalogue) -> IndexState:
        previous = self._live.state.generation if self._live else ""
        number = int(previous.removeprefix("gen-") or 0) + 1
        return IndexState(
            IndexStatus.READY,
            generation=f"gen-{number:06}",
            previous=previous,
            built_at=self._now(),
            analysis=self._analyser.fingerprint,
            extraction=catalogue.extraction,
            corpus_change=catalogue.corpus_change,
        )


_MISSING = "there is no index yet; build it first"
