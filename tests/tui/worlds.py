"""Indexes and sessions for the tests of the screen: real ones, whose clocks stand still, and ones that go wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from tests.tui.articles import ARTICLES, FETCHED, NOW
from twitchsearch.backends.memory import MemoryIndex
from twitchsearch.errors import IndexDamaged, IndexMissing, IndexTooNew, IndexUnusable, NotFound
from twitchsearch.model import (
    Article,
    Catalogue,
    IndexState,
    IndexStatus,
    Page,
    Progress,
    Report,
    Results,
    SearchRequest,
    Section,
    TermCount,
    no_progress,
)
from twitchsearch.search.seam import Changes, Searcher
from twitchsearch.tui import Session, TuiSettings

BUILT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
PROBLEMS: dict[IndexStatus, tuple[type[IndexUnusable], str]] = {
    IndexStatus.MISSING: (IndexMissing, "there is no index in /home/ann/health/index"),
    IndexStatus.DAMAGED: (IndexDamaged, "the index in /home/ann/health/index is damaged: postings.bin was cut"),
    IndexStatus.TOO_NEW: (IndexTooNew, "the index in /home/ann/health/index was made by a newer version"),
}


class StillSearcher:
    """Another searcher, whose answers always took six milliseconds."""

    def __init__(self, inner: Searcher, index: World) -> None:
        self._inner = inner
        self._index = index
        self._state = index.state()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._index.open_searchers -= 1
        self._inner.close()

    @property
    def state(self) -> IndexState:
        return self._state

    def search(self, request: SearchRequest) -> Results:
        self._index.searched.append(request)
        self._index.before_search(request)
        return replace(self._index.answer(request, self._inner.search(request)), took=0.006, index=self._state)

    def section(self, section_id: str) -> Section:
        return self._inner.section(section_id)

    def article(self, article_id: str) -> Article:
        if article_id in self._index.gone:
            raise NotFound(f"{article_id} is not there any more")
        return self._inner.article(article_id)

    def terms(self, prefix: str, limit: int) -> list[TermCount]:
        return self._inner.terms(prefix, limit)

    def similar(self, section_id: str, request: SearchRequest) -> Results:
        return self._inner.similar(section_id, request)


@dataclass
class World:
    """An index in memory. `status` makes it unusable; `before_search` may wait or raise; `searched` keeps what was
    asked."""

    inner: MemoryIndex = field(default_factory=MemoryIndex)
    status: IndexStatus = IndexStatus.READY
    before_search: Callable[[SearchRequest], None] = lambda request: None
    searched: list[SearchRequest] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    open_searchers: int = 0
    generation: int = 1

    def answer(self, request: SearchRequest, results: Results) -> Results:
        """What is answered instead of `results`."""
        return results

    def searcher(self) -> Searcher:
        if self.status is not IndexStatus.READY:
            kind, message = PROBLEMS[self.status]
            raise kind(message)
        searcher = StillSearcher(self.inner.searcher(), self)
        self.open_searchers += 1
        return searcher

    def rebuild(self, articles: Iterable[Article], catalogue: Catalogue, progress: Progress) -> IndexState:
        self.inner.rebuild(articles, catalogue, progress)
        self.generation += 1
        self.status = IndexStatus.READY
        return self.state()

    def update(self, changes: Changes, catalogue: Catalogue, progress: Progress) -> IndexState:
        self.inner.update(changes, catalogue, progress)
        self.generation += 1
        return self.state()

    def state(self) -> IndexState:
        if self.status is not IndexStatus.READY:
            return IndexState(self.status, problem=PROBLEMS[self.status][1])
        return replace(self.inner.state(), generation=f"gen-{self.generation:06}", built_at=BUILT)

    def writing(self) -> AbstractContextManager[None]:
        return self.inner.writing()

    def catalogue(self) -> Catalogue:
        return self.inner.catalogue()

    def check(self) -> Report:
        return self.inner.check()


def world(articles: Iterable[Article] = ARTICLES) -> World:
    made = World()
    made.inner.rebuild(articles, Catalogue(), no_progress)
    return made


def missing() -> World:
    return World(status=IndexStatus.MISSING)


@dataclass
class Outside:
    """What a session is given besides its index, and what it did with it."""

    browsed: list[str] = field(default_factory=list)
    opens: bool = True

    def browse(self, url: str) -> bool:
        self.browsed.append(url)
        return self.opens

    def page(self, url: str) -> Page:
        body = b"<html><body><h1>Saved</h1><p onclick='x()'>copy<script>alert(1)</script></p></body></html>"
        return Page(url=url, body=body, fetched_at=FETCHED)


def session(index: World, outside: Outside | None = None, **more: object) -> Session:
    given = outside or Outside()
    usual = Session(index, None, given.page, TuiSettings(), lambda: NOW, browse=given.browse)
    return replace(usual, **more)  # type: ignore[arg-type]  # the names are Session's
