"""One pass over a corpus: which page gives which article, the articles themselves, and which are near-copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import NamedTuple

from twitchsearch.corpus.sidecar import sidecar_of
from twitchsearch.corpus.store import CorpusStore, Damaged, Entry
from twitchsearch.errors import CorpusError, NotFound
from twitchsearch.extract import fingerprint
from twitchsearch.extract.pool import extract_pages
from twitchsearch.library import copies
from twitchsearch.library.cache import Extracted, ExtractionCache
from twitchsearch.library.listing import Listing
from twitchsearch.library.places import Library
from twitchsearch.model import Article, Catalogue, Page, PageRecord, Progress, Step


@dataclass(frozen=True, slots=True)
class Effort:
    """How much extraction may take: processes (None: one a core) and seconds for one page."""

    workers: int | None = None
    time_limit: float = 20.0


NORMAL = Effort()


def listed(store: CorpusStore, progress: Progress, remembered: Listing | None = None) -> tuple[Entry | Damaged, ...]:
    """What is there to be read: all entries but those of pages that their sites do not have any more."""
    found = []
    for entry in store.entries(remembered):
        if isinstance(entry, Entry) and entry.gone_at:
            continue  # kept for a while, and not searched
        found.append(entry)
        if len(found) % 1000 == 0:
            progress(Step("listing", len(found)))
    return tuple(found)


def without_article(pages: Mapping[str, PageRecord]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((url, record.skipped) for url, record in pages.items() if record.skipped))


def _place(entry: Entry | Damaged) -> str:
    return entry.url if isinstance(entry, Entry) else str(entry.path)


def digests(entries: Iterable[Entry | Damaged]) -> dict[str, str]:
    return {_place(entry): entry.digest if isinstance(entry, Entry) else "" for entry in entries}


class Kept(NamedTuple):
    """What is kept between builds and updates, to be used by whoever writes."""

    cache: ExtractionCache
    listing: Listing


@contextmanager
def keeping(library: Library) -> Iterator[Kept]:
    folder = library.index_folder
    with (
        ExtractionCache(folder / "extracted.sqlite3", fingerprint()) as cache,
        Listing(folder / "listed.sqlite3") as listing,
    ):
        yield Kept(cache, listing)


class Reading:
    """One pass over the corpus: which page gives which article, and the articles themselves when asked for.

    Others may write to the corpus meanwhile: a page that has gone since it was listed is left out, one that has
    changed is read as it is now.
    """

    def __init__(self, store: CorpusStore, kept: Kept, effort: Effort, progress: Progress) -> None:
        self.progress = progress
        self._store, self._cache, self._effort = store, kept.cache, effort
        self._change = store.change()  # before listing: what comes in meanwhile is then known to be newer
        self.entries = listed(store, progress, kept.listing)
        self.pages: dict[str, PageRecord] = {}
        self._sources: dict[str, dict[str, Extracted]] = {}
        self._groups: dict[str, str] = {}  # of articles with near-copies: the id of the one that stands for them

    def all(self) -> None:
        """Read every page."""
        self._read(self.entries)
        self._group({})

    def some(self, news: set[str], removed: Iterable[str], old: Catalogue) -> set[str]:
        """Read the pages at the URLs of `news` and what they touch: pages that share an article with one, and articles
        that have other near-copies than before. The ids of the articles touched."""
        lost = {url for url in (*news, *removed) if url in old.pages}
        self.pages = {url: record for url, record in old.pages.items() if url not in lost}
        self._read(entry for entry in self.entries if _place(entry) in news)
        gone = {old.pages[url].article for url in lost}
        touched = (gone | {self.pages[url].article for url in news & self.pages.keys()}) - {""}
        if not touched:
            self._groups = _groups_in(self.pages)
            return touched
        self._read_articles(touched)
        return touched | self._group(_groups_in(old.pages))

    def catalogue(self) -> Catalogue:
        return Catalogue(fingerprint(), self._change, self.pages)

    def skipped(self) -> tuple[tuple[str, str], ...]:
        return without_article(self.pages)

    def copies(self) -> int:
        """Articles that another stands for."""
        return sum(article != first for article, first in self._groups.items())

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
        for _, _, url in sorted(_rank(url, each) for url, each in sources.items()):
            found = self._cache.article(sources[url].page) or self._extracted_again(url, sources[url].page)
            if found is not None:
                aliases = {*sources, *found.facts.aliases} - {found.facts.url}
                group = self._groups.get(found.id, "")
                return replace(found, facts=replace(found.facts, aliases=tuple(sorted(aliases)), group=group))
        return None

    def _extracted_again(self, url: str, page: str) -> Article | None:
        """The article of a page that the cache has lost since it was noted, and with it perhaps all others."""
        noted = {each.page for sources in self._sources.values() for each in sources.values()}
        lost = noted - {each.page for each in self._cache.known(noted)} | {page}
        before = dict(self.pages)
        found = self._extract([each for each in self.entries if isinstance(each, Entry) and each.digest in lost], page)
        if self._cache.article(page) is None:  # what is damaged may take a row and not give it back
            self._cache.distrust()
        for each, record in before.items():
            now = self.pages.get(each)
            if now is not None and (now.digest, now.article) == (record.digest, record.article):
                self.pages[each] = record  # with what was found out about it
            else:  # it has changed or gone: too late for the articles handed out
                self.pages[each] = PageRecord("", skipped="it changed while it was read; the next update takes it")
        return found if self.pages[url].article else None

    def _group(self, before: Mapping[str, str]) -> set[str]:
        """Find out which articles are near-copies; the ids of those whose group is not the one they had `before`.

        Of a group the article stands for all whose page is the smallest of (is canonical, oldest fetch, URL).
        """
        self._note_likenesses()
        found = copies.groups({each.article: each.likeness for each in self.pages.values() if each.likeness})
        known = _members(before)
        self._groups = {}
        anew = []
        for members in found:
            group = before.get(next(iter(members)), "")
            if members == known.get(group) and members.isdisjoint(self._sources):
                self._groups |= dict.fromkeys(members, group)
            else:
                anew.append(members)
        left = {article for members in known.values() for article in members} - self._groups.keys()
        self._read_articles(left.union(*anew))
        self._note_likenesses()
        for members in anew:
            there = members & self._sources.keys()  # a page may have gone since it was listed
            if len(there) > 1:
                self._groups |= dict.fromkeys(there, min(there, key=self._rank_of))
        self._note_groups()
        return {each for each in before.keys() | self._groups.keys() if before.get(each) != self._groups.get(each)}

    def _rank_of(self, article: str) -> tuple[bool, str, str]:
        """The rank of the page that gives an article."""
        return min(_rank(url, each) for url, each in self._sources[article].items())

    def _note_likenesses(self) -> None:
        """Keep the likeness of each article that was read with the page that gives it, and with no other."""
        for article, sources in self._sources.items():
            _, _, first = self._rank_of(article)
            for url, each in sources.items():
                if url in self.pages:
                    likeness = each.likeness if url == first else ""
                    self.pages[url] = replace(self.pages[url], likeness=likeness, group="")

    def _note_groups(self) -> None:
        for url, record in self.pages.items():
            if record.likeness and record.group != (group := self._groups.get(record.article, "")):
                self.pages[url] = replace(record, group=group)

    def _read_articles(self, articles: set[str]) -> None:
        """Read the pages of these articles that were not read yet."""
        wanted = {
            url
            for url, record in self.pages.items()
            if record.article in articles and url not in self._sources.get(record.article, ())
        }
        if wanted:
            self._read(entry for entry in self.entries if _place(entry) in wanted)

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

    def _extract(self, entries: list[Entry], wanted: str = "") -> Article | None:
        """Extract pages and keep their articles; returns that of the page with the digest `wanted`, if it has one."""
        found = None
        digests_now: dict[str, str] = {}
        outcomes = extract_pages(
            self._bodies(entries, digests_now), workers=self._effort.workers, time_limit=self._effort.time_limit
        )
        with closing(outcomes):
            for done, outcome in enumerate(outcomes, 1):
                digest = digests_now[outcome.url]
                if outcome.article is None:
                    self.pages[outcome.url] = PageRecord(digest, skipped=outcome.reason)
                else:
                    found = outcome.article if digest == wanted else found
                    canonical = outcome.article.facts.url == outcome.url
                    self._note(outcome.url, self._cache.keep(digest, outcome.article, canonical=canonical))
                self.progress(Step("extracting", done, len(entries)))
        return found

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


class Articles:
    """All articles of a reading, with how many they are, so that progress has a total."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def __len__(self) -> int:
        return self._reading.known

    def __iter__(self) -> Iterator[Article]:
        return self._reading.articles()


def _rank(url: str, extracted: Extracted) -> tuple[bool, str, str]:
    """Of several pages the smallest gives the article, and of several articles stands for all."""
    return not extracted.canonical, extracted.fetched_at, url


def _groups_in(pages: Mapping[str, PageRecord]) -> dict[str, str]:
    return {record.article: record.group for record in pages.values() if record.group}


def _members(groups: Mapping[str, str]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for article, group in groups.items():
        found.setdefault(group, set()).add(article)
    return {group: frozenset(articles) for group, articles in found.items()}
