"""Corpus to index: build, update, and what is stale.

Of several pages with the same article (the same canonical URL) the smallest of (is canonical, oldest fetch, URL) gives
it; nothing depends on the order in which pages came. An update does what a rebuild would, for the articles that any
changed page touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace

from twitchsearch.corpus.store import CorpusStore, Damaged, Entry
from twitchsearch.errors import CorpusError, IndexUnusable
from twitchsearch.extract import fingerprint
from twitchsearch.extract.pool import extract_pages
from twitchsearch.library.cache import Extracted, ExtractionCache
from twitchsearch.library.places import Library, open_store
from twitchsearch.model import (
    Article,
    Catalogue,
    IndexState,
    IndexStatus,
    Page,
    PageRecord,
    Progress,
    Step,
    no_progress,
)
from twitchsearch.search.seam import Changes, Index


@dataclass(frozen=True, slots=True)
class Effort:
    """How much extraction may take: processes (None: one a core) and seconds for one page."""

    workers: int | None = None
    time_limit: float = 20.0


@dataclass(frozen=True, slots=True)
class Pending:
    """What an update would do: URLs of pages, sorted. `rebuild` says why all is read anew, or "" where it is not."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    rebuild: str = ""

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.rebuild)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build or an update did. `skipped` has every page of the corpus that is in no article, with the reason."""

    state: IndexState
    done: Pending
    skipped: tuple[tuple[str, str], ...] = ()
    duplicates: int = 0


@dataclass(frozen=True, slots=True)
class LibraryStatus:
    """What is known of a library without reading it through.

    `stale` says that the corpus may have changed since the index was built; `rebuild` why a rebuild is due, or "".
    """

    library: Library
    index: IndexState
    stale: bool
    rebuild: str = ""


def status(library: Library, index: Index) -> LibraryStatus:
    """Cheap: the manifest and the corpus's change counter are read, and nothing else."""
    state = index.state()
    if state.status is not IndexStatus.READY:
        return LibraryStatus(library, state, stale=True, rebuild=state.problem)
    rebuild = "" if state.extraction == fingerprint() else "articles are cut into sections in a newer way"
    return LibraryStatus(library, state, state.corpus_change != open_store(library).change(), rebuild)


def pending(library: Library, index: Index) -> Pending:
    """What `update` would do now."""
    return _pending(index, _digests(_listed(open_store(library), no_progress)))


def build(library: Library, index: Index, effort: Effort = Effort(), progress: Progress = no_progress) -> BuildReport:
    """Make the index anew from the whole corpus. Raises as `Index.rebuild` does; the live index stays until then."""
    with index.writing(), _cache(library) as cache:
        reading = _Reading(open_store(library), cache, effort, progress)
        reading.all()
        state = index.rebuild(reading.articles(), reading.catalogue(), progress)
        cache.forget_all_but({record.digest for record in reading.pages.values()})
    return BuildReport(state, Pending(added=tuple(sorted(reading.pages))), reading.skipped(), reading.duplicates())


def update(library: Library, index: Index, effort: Effort = Effort(), progress: Progress = no_progress) -> BuildReport:
    """Make the index follow the corpus, at the cost of what changed; builds it where there is none that can be kept."""
    with index.writing():
        with _cache(library) as cache:
            reading = _Reading(open_store(library), cache, effort, progress)
            todo = _pending(index, _digests(reading.entries))
            if not todo.rebuild:
                return _follow(index, reading, todo, progress)
        report = build(library, index, effort, progress)
        return replace(report, done=replace(todo, added=report.done.added, changed=(), removed=()))


def _follow(index: Index, reading: _Reading, todo: Pending, progress: Progress) -> BuildReport:
    old = index.catalogue()
    touched = reading.some(todo, old)
    articles = tuple(reading.articles(touched))
    removed = frozenset(touched - {article.id for article in articles})
    state = index.update(Changes(articles, removed), reading.catalogue(), progress)
    return BuildReport(state, todo, reading.skipped(), reading.duplicates())


def _pending(index: Index, now: Mapping[str, str]) -> Pending:
    try:
        old = index.catalogue()
    except IndexUnusable as error:
        return Pending(added=tuple(sorted(now)), rebuild=str(error))
    rebuild = "" if old.extraction == fingerprint() else "articles are cut into sections in a newer way"
    return Pending(
        added=tuple(sorted(url for url in now if url not in old.pages)),
        changed=tuple(sorted(url for url in now if url in old.pages and old.pages[url].digest != now[url])),
        removed=tuple(sorted(url for url in old.pages if url not in now)),
        rebuild=rebuild,
    )


def _listed(store: CorpusStore, progress: Progress) -> tuple[Entry | Damaged, ...]:
    listed = []
    for entry in store.entries():
        listed.append(entry)
        if len(listed) % 1000 == 0:
            progress(Step("listing", len(listed)))
    return tuple(listed)


def _place(entry: Entry | Damaged) -> str:
    return entry.url if isinstance(entry, Entry) else str(entry.path)


def _digests(entries: Iterable[Entry | Damaged]) -> dict[str, str]:
    return {_place(entry): entry.digest if isinstance(entry, Entry) else "" for entry in entries}


def _cache(library: Library) -> ExtractionCache:
    return ExtractionCache(library.index_folder / "extracted.sqlite3", fingerprint())


class _Reading:
    """One pass over the corpus: which page gives which article, and the articles themselves when asked for."""

    def __init__(self, store: CorpusStore, cache: ExtractionCache, effort: Effort, progress: Progress) -> None:
        self._store, self._cache, self._effort, self._progress = store, cache, effort, progress
        self._change = store.change()  # before listing: what comes in meanwhile is then known to be newer
        self.entries = _listed(store, progress)
        self.pages: dict[str, PageRecord] = {}
        self._sources: dict[str, list[tuple[bool, str, str, str]]] = {}

    def all(self) -> None:
        """Read every page."""
        self._read(self.entries)

    def some(self, todo: Pending, old: Catalogue) -> set[str]:
        """Read the pages that changed and those that share an article with one; the ids of the articles touched."""
        news = {*todo.added, *todo.changed}
        self.pages = {url: record for url, record in old.pages.items() if url not in news and url not in todo.removed}
        self._read(entry for entry in self.entries if _place(entry) in news)
        gone = {old.pages[url].article for url in (*todo.changed, *todo.removed)}
        touched = (gone | {self.pages[url].article for url in news}) - {""}
        kin = {url for url, record in self.pages.items() if record.article in touched and url not in news}
        self._read(entry for entry in self.entries if _place(entry) in kin)
        return touched

    def catalogue(self) -> Catalogue:
        return Catalogue(fingerprint(), self._change, self.pages)

    def skipped(self) -> tuple[tuple[str, str], ...]:
        return tuple(sorted((url, record.skipped) for url, record in self.pages.items() if record.skipped))

    def duplicates(self) -> int:
        """Pages whose article another page gives."""
        given = [record.article for record in self.pages.values() if record.article]
        return len(given) - len(set(given))

    def articles(self, only: set[str] | None = None) -> Iterator[Article]:
        """Each article once, by id."""
        for article in sorted(self._sources):
            if only is None or article in only:
                found = self._article(article)
                if found is not None:
                    yield found

    def _article(self, article_id: str) -> Article | None:
        sources = sorted(self._sources[article_id])
        page = sources[0][3]
        found = self._cache.article(page)
        if found is None:  # the cache lost it between the two looks
            self._extract([entry for entry in self.entries if isinstance(entry, Entry) and entry.digest == page])
            found = self._cache.article(page)
        if found is None:
            return None
        others = {url for _, _, url, _ in sources} | set(found.facts.aliases)
        aliases = tuple(sorted(others - {found.facts.url}))
        return replace(found, facts=replace(found.facts, aliases=aliases))

    def _read(self, entries: Iterable[Entry | Damaged]) -> None:
        whole: dict[str, Entry] = {}
        for entry in entries:
            if isinstance(entry, Entry):
                whole[entry.digest] = entry
            else:
                self.pages[_place(entry)] = PageRecord("", skipped=entry.reason)
        for extracted in self._cache.known(tuple(whole)):
            self._note(whole.pop(extracted.page).url, extracted)
        self._extract(list(whole.values()))

    def _extract(self, entries: list[Entry]) -> None:
        digests = {entry.url: entry.digest for entry in entries}
        outcomes = extract_pages(
            self._bodies(entries), workers=self._effort.workers, time_limit=self._effort.time_limit
        )
        with closing(outcomes):
            for done, outcome in enumerate(outcomes, 1):
                digest = digests[outcome.url]
                if outcome.article is None:
                    self.pages[outcome.url] = PageRecord(digest, skipped=outcome.reason)
                else:
                    canonical = outcome.article.facts.url == outcome.url
                    self._note(outcome.url, self._cache.keep(digest, outcome.article, canonical=canonical))
                self._progress(Step("extracting", done, len(entries)))

    def _bodies(self, entries: Iterable[Entry]) -> Iterator[Page]:
        for entry in entries:
            try:
                yield self._store.read(entry)
            except CorpusError as error:
                self.pages[entry.url] = PageRecord(entry.digest, skipped=str(error))

    def _note(self, url: str, extracted: Extracted) -> None:
        self.pages[url] = PageRecord(extracted.page, extracted.article)
        source = (not extracted.canonical, extracted.fetched_at, url, extracted.page)
        sources = self._sources.setdefault(extracted.article, [])
        if source not in sources:
            sources.append(source)
