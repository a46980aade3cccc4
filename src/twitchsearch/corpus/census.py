"""What a corpus holds, counted site by site without reading a body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from twitchsearch import urls
from twitchsearch.corpus.store import CorpusStore, Damaged, Entry, Facts
from twitchsearch.errors import CorpusError, NotFound


@dataclass(slots=True)
class SiteCount:
    """One site: pages that are searched, those that are gone, their bytes, and when they were fetched."""

    site: str
    pages: int = 0
    gone: int = 0
    bytes: int = 0
    oldest: datetime | None = None
    newest: datetime | None = None
    sources: Counter[str] = field(default_factory=Counter)

    def add(self, facts: Facts) -> None:
        self.pages += facts.gone is None
        self.gone += facts.gone is not None
        self.bytes += facts.bytes
        self.sources[facts.page.source or "unknown"] += 1
        at = facts.page.fetched_at
        self.oldest = min(self.oldest or at, at)
        self.newest = max(self.newest or at, at)


@dataclass(frozen=True, slots=True)
class Census:
    """Sites by name; `damaged` are the pages that could not be counted."""

    sites: tuple[SiteCount, ...]
    damaged: tuple[Damaged, ...]


def census(store: CorpusStore) -> Census:
    """Count every page. Raises CorpusError where a folder cannot be read."""
    sites: dict[str, SiteCount] = {}
    damaged: list[Damaged] = []
    for found in described(store):
        match found:
            case Damaged():
                damaged.append(found)
            case Described(entry, facts):
                name = urls.site(entry.url)
                sites.setdefault(name, SiteCount(name)).add(facts)
    return Census(tuple(sites[name] for name in sorted(sites)), tuple(damaged))


@dataclass(frozen=True, slots=True)
class Described:
    """A page, and what is known of it without its body."""

    entry: Entry
    facts: Facts


def described(store: CorpusStore, site: str = "") -> Iterator[Described | Damaged]:
    """Each page, sorted by path; of one site and those below it where one is named."""
    for entry in store.entries():
        if isinstance(entry, Damaged):
            yield entry
        elif is_of(entry.url, site):
            try:
                yield Described(entry, store.facts(entry))
            except NotFound:
                continue  # removed since it was listed
            except CorpusError as error:
                yield Damaged(entry.path, str(error))


def is_of(url: str, site: str) -> bool:
    """Whether the URL's site is `site` or lies below it; any is where `site` is empty."""
    return not site or f".{urls.site(url)}".endswith(f".{site.lower()}")
