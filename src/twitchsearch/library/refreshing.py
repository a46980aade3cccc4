"""A library that follows its sites: crawl what is due, forget what is long gone, let the index follow."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twitchsearch.corpus.store import CorpusStore, Entry
from twitchsearch.errors import NotFound
from twitchsearch.files import DISK, exclusive, read_bounded, write_json
from twitchsearch.library.places import Library, open_store
from twitchsearch.library.upkeep import BuildReport, Effort, status, update
from twitchsearch.model import Progress, no_progress

if TYPE_CHECKING:
    from twitchsearch.crawl import CrawlReport
    from twitchsearch.crawl.lane import Judge
    from twitchsearch.crawl.plan import CrawlPlan, SitePlan
    from twitchsearch.search.seam import Index

_LARGEST_STATE = 1 << 20


@dataclass(frozen=True, slots=True)
class Refreshing:
    """How to refresh: `now` in UTC, `judge` for sites that want articles only, `force` to crawl what is not due."""

    now: datetime
    judge: Judge
    effort: Effort = field(default_factory=Effort)
    force: bool = False
    progress: Progress = no_progress


@dataclass(frozen=True, slots=True)
class Visit:
    """A site that was due, and what became of crawling it."""

    name: str
    report: CrawlReport


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What a refresh did. `waiting` are the sites that are not due, with the time when they are; `forgotten` URLs were
    gone for longer than the grace time; `built` is None where the index was as the corpus is."""

    visits: tuple[Visit, ...]
    waiting: tuple[tuple[str, datetime], ...]
    forgotten: tuple[str, ...]
    built: BuildReport | None


def refresh(library: Library, index: Index, plan: CrawlPlan, how: Refreshing) -> RefreshReport:
    """Crawl the sites of `plan` that are due, remove pages gone for longer than its grace time, update the index.

    A site whose crawl was left unfinished (it rests, or the process was stopped) stays due. Raises WriterBusy at once
    where another refresh is under way, and as crawling and updating do.
    """
    DISK.make_folder(plan.state_folder)
    with exclusive(plan.state_folder / "refresh.lock", patience=0.0):
        store = open_store(library)
        path = plan.state_folder / "refresh.json"
        done = _read(path)
        due = {site.name: _due(site, done) for site in plan.sites}
        wanted = [site for site in plan.sites if how.force or due[site.name] <= how.now]
        visits = _crawled(plan, wanted, store, how)
        finished = {visit.name: how.now.isoformat() for visit in visits if not visit.report.rested}
        if finished:
            write_json(path, {**{name: time.isoformat() for name, time in done.items()}, **finished})
        forgotten = forget(store, how.now - timedelta(seconds=plan.grace))
        found = status(library, index)
        built = update(library, index, how.effort, how.progress) if found.stale or found.rebuild else None
        names = {site.name for site in wanted}
        waiting = tuple((name, when) for name, when in due.items() if name not in names)
        return RefreshReport(visits, waiting, forgotten, built)


def forget(store: CorpusStore, before: datetime) -> tuple[str, ...]:
    """Remove the pages that have been gone since before that time; their URLs."""
    old = [
        entry.url for entry in store.entries() if isinstance(entry, Entry) and entry.gone_at and entry.gone_at < before
    ]
    for url in old:
        try:
            store.remove(url)
        except NotFound:
            continue  # another process was faster
    return tuple(old)


def _crawled(plan: CrawlPlan, wanted: Sequence[SitePlan], store: CorpusStore, how: Refreshing) -> tuple[Visit, ...]:
    if not wanted:
        return ()
    from twitchsearch.crawl import crawl_sites

    judge = judging(wanted, how.judge)
    reports = crawl_sites([plan.settings(site) for site in wanted], store, how.progress, judge=judge)
    return tuple(Visit(site.name, report) for site, report in zip(wanted, reports, strict=True))


def judging(wanted: Sequence[SitePlan], judge: Judge) -> Judge:
    """A judge that lets pass what comes from sites that want everything."""
    from twitchsearch.crawl.links import site_key

    exempt = {site_key(start) for site in wanted if site.everything for start in site.starts}
    return lambda page, languages: "" if site_key(page.url) in exempt else judge(page, languages)


def _due(site: SitePlan, done: Mapping[str, datetime]) -> datetime:
    last = done.get(site.name)
    return last + site.rhythm if last else datetime.min.replace(tzinfo=UTC)


def _read(path: Path) -> dict[str, datetime]:
    """When each site was last crawled to its end. What cannot be read was never: that costs requests, no page."""
    try:
        record: Any = json.loads(read_bounded(path, _LARGEST_STATE))
    except (OSError, ValueError):
        return {}
    found = {}
    for name, text in record.items() if isinstance(record, dict) else ():
        time = _time(text)
        if time:
            found[name] = time
    return found


def _time(text: Any) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        return None
    return time if time.tzinfo else None
