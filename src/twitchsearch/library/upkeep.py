"""Corpus to index: build, update, and what is stale.

Of several pages with the same article (the same canonical URL) the smallest of (is canonical, oldest fetch, URL) gives
it; nothing depends on the order in which pages came. An update does what a rebuild would, for the articles that any
changed page touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import NamedTuple

from twitchsearch.corpus.sidecar import sidecar_of
from twitchsearch.corpus.store import CorpusStore, Damaged, Entry
from twitchsearch.errors import CorpusError, IndexTooNew, IndexUnusable, NotFound
from twitchsearch.extract import fingerprint
from twitchsearch.extract.pool import extract_pages
from twitchsearch.library.cache import Extracted, ExtractionCache
from twitchsearch.library.listing import Listing
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
    """What `update` would do now. Raises as it does."""
    return _pending(index, _digests(_listed(open_store(library), no_progress)))[1]


def left_out(index: Index) -> tuple[tuple[str, str], ...]:
    """The pages that are in no article of the index, each with the reason, by URL. Raises IndexUnusable."""
    return _skipped(index.catalogue().pages)


def build(library: Library, index: Index, effort: Effort = Effort(), progress: Progress = no_progress) -> BuildReport:
    """Make the index anew from the whole corpus. Raises as `Index.rebuild` does; the live index stays until then."""
    with index.writing(), _kept(library) as kept:
        kept.listing.forget()
        reading = _Reading(open_store(library), kept, effort, progress)
        reading.all()
        state = index.rebuild(_Articles(reading), reading.catalogue(), progress)
        kept.cache.forget_all_but({record.digest for record in reading.pages.values()})
    return BuildReport(state, Pending(added=tuple(sorted(reading.pages))), reading.skipped(), reading.duplicates())


def update(library: Library, index: Index, effort: Effort = Effort(), progress: Progress = no_progress) -> BuildReport:
    """Make the index follow the corpus, at the cost of what changed; builds it where there is none that can be kept.

    Raises as `Index.update` does; IndexTooNew where a newer version built it: that is not overwritten unasked.
    """
    with index.writing():
        with _kept(library) as kept:
            reading = _Reading(open_store(library), kept, effort, progress)
            old, todo = _pending(index, _digests(reading.entries))
            if not todo.rebuild:
                return _follow(index, reading, old, todo)
        report = build(library, index, effort, progress)
        return replace(report, done=replace(todo, added=report.done.added, changed=(), removed=()))


def _follow(index: Index, reading: _Reading, old: Catalogue, todo: Pending) -> BuildReport:
    touched = reading.some(todo, old)
    if not todo and reading.catalogue().corpus_change == old.corpus_change:
        return BuildReport(index.state(), todo, reading.skipped(), reading.duplicates())
    articles = tuple(reading.articles(touched))
    removed = frozenset(touched - {article.id for article in articles})
    state = index.update(Changes(articles, removed), reading.catalogue(), reading.progress)
    return BuildReport(state, todo, reading.skipped(), reading.duplicates())


def _pending(index: Index, now: Mapping[str, str]) -> tuple[Catalogue, Pending]:
    """What the index was built from, and what has changed since."""
    try:
        old = index.catalogue()
    except IndexTooNew:
        raise
    except IndexUnusable as error:
        return Catalogue(), Pending(added=tuple(sorted(now)), rebuild=str(error))
    rebuild = "" if old.extraction == fingerprint() else "articles are cut into sections in a newer way"
    return old, Pending(
        added=tuple(sorted(url for url in now if url not in old.pages)),
        changed=tuple(sorted(url for url in now if url in old.pages and old.pages[url].digest != now[url])),
        removed=tuple(sorted(url for url in old.pages if url not in now)),
        rebuild=rebuild,
    )


def _listed(store: CorpusStore, progress: Progress, remembered: Listing | None = None) -> tuple[Entry | Damaged, ...]:
    listed = []
    for entry in store.entries(remembered):
        if isinstance(entry, Entry) and entry.gone_at:
            continue  # kept for a while, and not searched
        listed.append(entry)
        if len(listed) % 1000 == 0:
            progress(Step("listing", len(listed)))
    return tuple(listed)


def _skipped(pages: Mapping[str, PageRecord]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((url, record.skipped) for url, record in pages.items() if record.skipped))


def _place(entry: Entry | Damaged) -> str:
    return entry.url if isinstance(entry, Entry) else str(entry.path)


def _digests(entries: Iterable[Entry | Damaged]) -> dict[str, str]:
    return {_place(entry): entry.digest if isinstance(entry, Entry) else "" for entry in entries}


class _Kept(NamedTuple):
    """What is kept between builds and updates, to be used by whoever writes."""

    cache: ExtractionCache
    listing: Listing


@contextmanager
def _kept(library: Library) -> Iterator[_Kept]:
    folder = library.index_folder
    with (
        ExtractionCache(folder / "extracted.sqlite3", fingerprint()) as cache,
        Listing(folder / "listed.sqlite3") as listing,
    ):
        yield _Kept(cache, listing)


class _Reading:
    """One pass over the corpus: which page gives which article, and the articles themselves when asked for.

    Others may write to the corpus meanwhile: a page that has gone since it was listed is left out, one that has
    changed is read as it is now.
    """

    def __init__(self, store: CorpusStore, kept: _Kept, effort: Effort, progress: Progress) -> None:
        self.progress = progress
        self._store, self._cache, self._effort = store, kept.cache, effort
        self._change = store.change()  # before listing: what comes in meanwhile is then known to be newer
        self.entries = _listed(store, progress, kept.listing)
        self.pages: dict[str, PageRecord] = {}
        self._sources: dict[str, dict[str, Extracted]] = {}

    def all(self) -> None:
        """Read every page."""
        self._read(self.entries)

    def some(self, todo: Pending, old: Catalogue) -> set[str]:
        """Read the pages that changed and those that share an article with one; the ids of the articles touched."""
        news = {*todo.added, *todo.changed}
        self.pages = {url: record for url, record in old.pages.items() if url not in news and url not in todo.removed}
        self._read(entry for entry in self.entries if _place(entry) in news)
        gone = {old.pages[url].article for url in (*todo.changed, *todo.removed)}
        touched = (gone | {self.pages[url].article for url in news & self.pages.keys()}) - {""}
        kin = {url for url, record in self.pages.items() if record.article in touched and url not in news}
        self._read(entry for entry in self.entries if _place(entry) in kin)
        return touched

    def catalogue(self) -> Catalogue:
        return Catalogue(fingerprint(), self._change, self.pages)

    def skipped(self) -> tuple[tuple[str, str], ...]:
        return _skipped(self.pages)

    def duplicates(self) -> int:
        """Pages whose article another page gives."""
        given = [record.article for record in self.pages.values() if record.article]
        return len(given) - len(set(given))

    @property
    def known(self) -> int:
        """How many articles there are, as far as is known before they are made."""
        return len(self._sources)

    def articles(self, only: set[str] | None = None) -> Iterator[Article]:
        """Each article once, by id."""
        for article in sorted(self._sources):
            if only is None or article in only:
                found = self._article(self._sources[article])
                if found is not None:
                    yield found

    def _article(self, sources: Mapping[str, Extracted]) -> Article | None:
        """The article of the first of its pages that still gives it."""
        for _, _, url in sorted((not each.canonical, each.fetched_at, url) for url, each in sources.items()):
            found = self._cache.article(sources[url].page) or self._extracted_again(url, sources[url].page)
            if found is not None:
                aliases = {*sources, *found.facts.aliases} - {found.facts.url}
                return replace(found, facts=replace(found.facts, aliases=tuple(sorted(aliases))))
        return None

    def _extracted_again(self, url: str, page: str) -> Article | None:
        """The article of a page that the cache has lost since it was noted, and with it perhaps all others."""
        noted = {each.page for sources in self._sources.values() for each in sources.values()}
        lost = noted - {each.page for each in self._cache.known(noted)} | {page}
        before = dict(self.pages)
        self._extract([entry for entry in self.entries if isinstance(entry, Entry) and entry.digest in lost])
        for each, record in before.items():
            if self.pages.get(each) != record:  # it has changed or gone: too late for the articles handed out
                self.pages[each] = PageRecord("", skipped="it changed while it was read; the next update takes it")
        return self._cache.article(page) if self.pages[url].article else None

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
        digests: dict[str, str] = {}
        outcomes = extract_pages(
            self._bodies(entries, digests), workers=self._effort.workers, time_limit=self._effort.time_limit
        )
        with closing(outcomes):
            for done, outcome in enumerate(outcomes, 1):
                digest = digests[outcome.url]
                if outcome.article is None:
                    self.pages[outcome.url] = PageRecord(digest, skipped=outcome.reason)
                else:
                    canonical = outcome.article.facts.url == outcome.url
                    self._note(outcome.url, self._cache.keep(digest, outcome.article, canonical=canonical))
                self.progress(Step("extracting", done, len(entries)))

    def _bodies(self, entries: Iterable[Entry], digests: dict[str, str]) -> Iterator[Page]:
        """The pages as they are now; notes the digest of each."""
        for entry in entries:
            try:
                page = self._store.read(entry)
            except NotFound:
                self.pages.pop(entry.url, None)
            except CorpusError as error:
                self.pages[entry.url] = PageRecord(entry.digest, skipped=str(error))
            else:
                digests[page.url] = sidecar_of(page).digest
                yield page

    def _note(self, url: str, extracted: Extracted) -> None:
        self.pages[url] = PageRecord(extracted.page, extracted.article)
        self._sources.setdefault(extracted.article, {})[url] = extracted


class _Articles:
    """All articles of a reading, with how many they are, so that progress has a total."""

    def __init__(self, reading: _Reading) -> None:
        self._reading = reading

    def __len__(self) -> int:
        return self._reading.known

    def __iter__(self) -> Iterator[Article]:
        return self._reading.articles()
