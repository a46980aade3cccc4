"""The seam between the front ends and the engines: what an index and a searcher promise.

`backends.memory` implements it as simply as can be and so defines it; every other backend passes the same tests.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from twitchsearch.model import (
    Article,
    Catalogue,
    IndexState,
    Progress,
    Report,
    Results,
    SearchRequest,
    Section,
    TermCount,
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What makes an index follow its corpus: `articles` are new or replace those with the same id."""

    articles: Iterable[Article]
    removed: frozenset[str] = frozenset()


class Searcher(Protocol):
    """A snapshot of one generation of the index. Stays with the thread that opened it; close it."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def close(self) -> None:
        """Let go of the files. Nothing else may be called after it; closing again is fine."""

    @property
    def state(self) -> IndexState:
        """The generation that is being read."""

    def search(self, request: SearchRequest) -> Results:
        """The hits for `request`, best first; equal scores by article id, then ordinal.

        Raises QueryError where the query is beyond the limits of `search.limits`; IndexDamaged where a file is not
        what was written.
        """

    def section(self, section_id: str) -> Section:
        """Raises NotFound, with the nearest id where there is one."""

    def article(self, article_id: str) -> Article:
        """The whole article, from the index alone. Takes the id of an article or of one of its sections.

        Raises NotFound.
        """

    def terms(self, prefix: str, limit: int) -> list[TermCount]:
        """Words as articles spell them that begin with `prefix` (folded), in most sections first, then by spelling."""

    def similar(self, section_id: str, request: SearchRequest) -> Results:
        """Sections of other articles that are like this one; `request.query` is ignored. Raises NotFound."""


class Index(Protocol):
    """A place where articles are indexed. Safe to share between threads."""

    def searcher(self) -> Searcher:
        """Open the live generation.

        Raises IndexMissing, IndexOutdated, IndexTooNew or IndexDamaged, each saying what to do.
        """

    def writing(self) -> AbstractContextManager[None]:
        """Be the only writer for as long as the context lasts, over several of the calls below.

        `rebuild` and `update` do this themselves; the thread that is in the context may call them, and enter again.
        Raises WriterBusy, which names the holder.
        """

    def rebuild(self, articles: Iterable[Article], catalogue: Catalogue, progress: Progress) -> IndexState:
        """Index these articles and nothing else, and make that live at once when it is whole.

        Two articles with one id are an error of the caller (ValueError). Raises WriterBusy, DiskError; whatever is
        raised, by `articles` or `progress` too, the live generation stays.
        """

    def update(self, changes: Changes, catalogue: Catalogue, progress: Progress) -> IndexState:
        """Change the live generation; the outcome answers like a rebuild from the same articles. Raises as `rebuild`
        and `searcher` do."""

    def state(self) -> IndexState:
        """What is known without reading the index through; never raises for what is wrong with it."""

    def catalogue(self) -> Catalogue:
        """What the live generation was built from. Raises as `searcher` does."""

    def check(self) -> Report:
        """Read everything and compare it with what was written."""
