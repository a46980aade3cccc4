"""A library to work with from Python: one object that searches it, fills it and keeps its index up to date."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from twitchsearch.errors import IndexMissing, WriterBusy
from twitchsearch.library.places import Library, default_folder, open_index, open_store, unfilled, welcome
from twitchsearch.model import (
    Article,
    Filters,
    IndexState,
    IndexStatus,
    Progress,
    Results,
    SearchRequest,
    Section,
    SectionKind,
    Step,
    Window,
    no_progress,
)

if TYPE_CHECKING:
    from twitchsearch.corpus.importers import ImportReport
    from twitchsearch.library.upkeep import BuildReport, Effort
    from twitchsearch.model.answers import AnswerKind, Answers
    from twitchsearch.search.seam import Index, Searcher

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long another process that makes the same library is waited for, in seconds of `clock`."""

    patience: float = 120.0
    clock: Callable[[], float] = time.monotonic
    rest: Callable[[float], None] = time.sleep


def first_use(
    library: Library,
    index: Index,
    effort: Effort | None = None,
    progress: Progress = no_progress,
    waiting: Waiting = Waiting(),
) -> BuildReport | None:
    """Make a library that is not there yet, with the starter articles where it has no corpus; under the writer's lock.

    Where a first use was ended while it copied them, this one copies the rest. Of several processes that come at once
    one makes it and the others wait. None where it was there, or another made it. Raises as `build` does; WriterBusy
    where another is not done in time.
    """
    end = waiting.clock() + waiting.patience
    while True:
        try:
            return _made(library, index, effort, progress)
        except WriterBusy:
            if waiting.clock() >= end:
                raise
            progress(Step("waiting for the process that makes it", 0))
            waiting.rest(0.1)


def _made(library: Library, index: Index, effort: Effort | None, progress: Progress) -> BuildReport | None:
    from twitchsearch.library.upkeep import Effort, build

    with index.writing():
        if index.state().status is not IndexStatus.MISSING:
            return None
        if unfilled(library):
            welcome(library, progress=progress)
        return build(library, index, effort or Effort(), progress)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The language of the articles, and a file of one's own with words that mean the same."""

    language: str = "english"
    vocabulary: Path | None = None


class OpenLibrary:
    """A library, opened by `open_library`. Threads may share it; nothing has to be closed.

    Every question is answered from the index as it is at that moment, also while it is being rebuilt. Whatever is
    asked raises IndexMissing where nothing was indexed yet, and IndexOutdated, IndexTooNew or IndexDamaged where the
    index cannot answer; each says what to do.
    """

    def __init__(self, library: Library, index: Index, words: OwnWords = OwnWords()) -> None:
        self._library = library
        self._index = index
        self._words = words

    def __repr__(self) -> str:
        return f"open_library({str(self.folder)!r})"

    @property
    def folder(self) -> Path:
        """The folder that holds `corpus` and `index`."""
        return self._library.root

    def search(
        self,
        query: str | SearchRequest,
        *,
        kinds: Iterable[SectionKind | str] = (),
        sites: Iterable[str] = (),
        limit: int = 10,
    ) -> Results:
        """The sections that answer `query`, best first.

        A text is read as the query language; `kinds` ("causes", "remedies", …) and `sites` narrow what it finds, and
        `limit` says how many hits there are at most. An empty text asks for everything. A `SearchRequest` is
        answered as it is and says all that itself: see `request`. Raises QueryError where the text cannot be
        understood; ValueError for a kind that there is not, or a site that is none.
        """
        asked = (
            query if isinstance(query, SearchRequest) else self.request(query, kinds=kinds, sites=sites, limit=limit)
        )
        with self.searcher() as searcher:
            return searcher.search(asked)

    def request(
        self, text: str, *, kinds: Iterable[SectionKind | str] = (), sites: Iterable[str] = (), limit: int = 10
    ) -> SearchRequest:
        """What `search` makes of a text. It is a value: `dataclasses.replace` changes whatever else can be asked, such
        as `grouping`, `sort`, `filters`, `window`, or `vocabulary={}` for no words but those of the text.

        Raises as `search` does.
        """
        from twitchsearch.search.filters import site_named
        from twitchsearch.search.query import parse
        from twitchsearch.search.vocabulary import vocabulary_for

        named = frozenset(SectionKind(kind) for kind in _several(kinds))
        return SearchRequest(
            query=parse(text),
            text=text,
            filters=Filters(kinds=named, sites=frozenset(map(site_named, _several(sites)))),
            window=Window(limit=limit),
            vocabulary=vocabulary_for(text, self._words.language, self._words.vocabulary),
        )

    def causes(self, query: str | SearchRequest) -> Answers:
        """The causes that articles matching `query` name, and how many name each. Raises as `search` does."""
        return self._answers(query, SectionKind.CAUSES)

    def remedies(self, query: str | SearchRequest) -> Answers:
        """The remedies that articles matching `query` name, and how many name each. Raises as `search` does."""
        return self._answers(query, SectionKind.REMEDIES)

    def _answers(self, query: str | SearchRequest, kind: AnswerKind) -> Answers:
        from twitchsearch.search.analysis import analyser
        from twitchsearch.search.answers import answers

        asked = query if isinstance(query, SearchRequest) else self.request(query)
        with self.searcher() as searcher:
            return answers(searcher, asked, kind, analyser(self._words.language))

    def similar(self, name: str, limit: int = 10) -> Results:
        """Sections of other articles that are like the one with this id, best first. Raises NotFound."""
        with self.searcher() as searcher:
            return searcher.similar(name, self.request("", limit=limit))

    def article(self, name: str) -> Article:
        """The whole article with this id, or with the id of one of its sections. Raises NotFound."""
        with self.searcher() as searcher:
            return searcher.article(name)

    def section(self, name: str) -> Section:
        """The section with this id. Raises NotFound, which names the nearest id."""
        with self.searcher() as searcher:
            return searcher.section(name)

    def searcher(self) -> Searcher:
        """A snapshot of the index, for many questions in a row: use it as a context manager, in one thread."""
        return self._index.searcher()

    def state(self) -> IndexState:
        """What the index holds and when it was built; says what is wrong with it instead of raising."""
        return self._index.state()

    def add(self, path: str | Path, *, base_url: str = "", progress: Progress = no_progress) -> ImportReport:
        """Take articles into the corpus: a folder of saved pages, an articles.jsonl, text, a feed, an archive.

        What cannot be read is skipped and named in the report; adding the same again changes nothing. They are found
        after `update`. Raises ImportRefused where there is nothing to import.
        """
        from twitchsearch.corpus.importers import import_from

        store = open_store(self._library)
        return import_from(Path(path), store, progress, base_url=base_url, fetched_at=datetime.now(UTC))

    def add_starter_articles(self, progress: Progress = no_progress) -> int:
        """Take the starter articles about muscle twitching into the corpus; how many were new."""
        return welcome(self._library, progress=progress)

    def update(self, progress: Progress = no_progress) -> BuildReport:
        """Make the index follow the corpus, at the cost of what changed. Raises WriterBusy where another writes."""
        from twitchsearch.library.upkeep import update

        return update(self._library, self._index, progress=progress)

    def build(self, progress: Progress = no_progress) -> BuildReport:
        """Make the index anew from the whole corpus. Raises WriterBusy where another writes."""
        from twitchsearch.library.upkeep import build

        return build(self._library, self._index, progress=progress)


def _several(names: Iterable[T]) -> Iterable[T]:
    """A lone text is one name, not its letters."""
    return [names] if isinstance(names, str) else names  # type: ignore[list-item]  # a text is its own letters' type


def open_library(
    folder: str | Path | None = None, *, language: str = "english", vocabulary: str | Path | None = None
) -> OpenLibrary:
    """The library in `folder`, which need not be there yet.

    Without a folder: the library of this user, which the command line uses too where none is named. It is made with
    the starter articles, in a few seconds, where it is not there. Settings files and variables are not read.
    `language` is that of the articles, one of Snowball's; `vocabulary` is a TOML file of words that mean the same,
    besides the project's own. Raises LibraryError, DiskError; SettingsError for a vocabulary that is none.
    """
    library = Library((Path(folder).expanduser() if folder is not None else default_folder()).absolute())
    index = open_index(library, language)
    if folder is None:
        try:
            index.searcher().close()
        except IndexMissing:
            first_use(library, index)
    words = OwnWords(language, Path(vocabulary) if vocabulary else None)
    return OpenLibrary(library, index, words)
