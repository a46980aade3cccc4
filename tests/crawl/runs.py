"""Whole crawls in a world of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.crawl.server import Clock, Route, Server, serving, world
from twitchsearch.corpus.store import CorpusStore, Entry
from twitchsearch.crawl.crawler import crawl
from twitchsearch.crawl.settings import CrawlReport, CrawlSettings
from twitchsearch.model import Progress, Step


class Run:
    """One corpus, one server, one clock; crawls as often as asked."""

    def __init__(self, server: Server, folder: Path, clock: Clock, names: Mapping[str, list[str]]) -> None:
        self.server = server
        self.clock = clock
        self.folder = folder
        self.store = CorpusStore(folder / "corpus")
        self.world = world(clock, names)
        self.steps: list[Step] = []

    def crawl(self, *starts: str, progress: Progress | None = None, **settings: Any) -> CrawlReport:
        wanted: dict[str, Any] = {
            "delay": 0.0,
            "timeout": 5.0,
            "sitemaps": False,
            "state_folder": self.folder / "state",
        } | settings
        asked = CrawlSettings(starts or (self.server.url(),), **wanted)
        return crawl(asked, self.store, progress or self.steps.append, world=self.world)

    def kept(self) -> list[str]:
        """Paths of what is in the corpus."""
        entries = [each for each in self.store.entries() if isinstance(each, Entry)]
        return sorted(each.url.split("/", 3)[3] for each in entries)


@contextmanager
def running(
    folder: Path, clock: Clock, routes: Mapping[str, Route], names: Mapping[str, list[str]] | None = None
) -> Iterator[Run]:
    with serving(routes) as server:
        yield Run(server, folder, clock, names or {})


def reason(report: CrawlReport, server: Server, path: str) -> str:
    """Why this path was skipped or failed."""
    found = {each.url: each.reason for each in (*report.skipped, *report.failed)}
    return found[server.url(path)]
