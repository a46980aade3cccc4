"""A whole crawl against a server on loopback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.crawl.server import Answer, Asked, Clock, Route, Server, page, redirect, serving, world, zipped
from twitchsearch.corpus.store import CorpusStore, Entry
from twitchsearch.crawl.crawler import crawl
from twitchsearch.crawl.settings import CrawlReport, CrawlSettings
from twitchsearch.model import Step

pytestmark = pytest.mark.usefixtures("internet")


class Run:
    """One corpus, one server, one clock; crawls as often as asked."""

    def __init__(self, server: Server, folder: Path, clock: Clock, names: Mapping[str, list[str]]) -> None:
        self.server = server
        self.clock = clock
        self.folder = folder
        self.store = CorpusStore(folder / "corpus")
        self.world = world(clock, names)
        self.steps: list[Step] = []

    def crawl(self, *starts: str, **settings: Any) -> CrawlReport:
        wanted: dict[str, Any] = {
            "delay": 0.0,
            "timeout": 5.0,
            "sitemaps": False,
            "state_folder": self.folder / "state",
        } | settings
        asked = CrawlSettings(starts or (self.server.url(),), **wanted)
        return crawl(asked, self.store, self.steps.append, world=self.world)

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


def test_pages_of_the_site_are_followed_and_kept_as_they_came(tmp_path: Path, clock: Clock) -> None:
    routes = {
        "/": page("/a", "b/", "https://elsewhere.example/"),
        "/a": page("/"),
        "/b/": zipped(page("c")),
        "/b/c": page(),
    }
    with running(tmp_path, clock, routes) as run:
        report = run.crawl()
        assert run.kept() == ["", "a", "b/", "b/c"]
        assert (report.fetched, report.skipped, report.failed, report.left) == (4, (), (), 0)
        kept = run.store.get(run.server.url("/b/"))
    assert kept.body == page("c").body
    assert (kept.charset, kept.content_type, kept.source, kept.status) == ("utf-8", "text/html", "crawl", 200)


def test_the_crawler_names_itself_and_the_host_and_sends_no_more_than_needed(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, {"/": page()}) as run:
        run.crawl(user_agent="twitchsearch/1 (+mailto:me@example.org)")
        for asked in run.server.asked:
            assert asked.headers["user-agent"] == "twitchsearch/1 (+mailto:me@example.org)"
            assert asked.headers["host"] == f"a.example:{run.server.port}"
            assert not asked.headers.keys() & {"cookie", "referer", "authorization", "if-none-match"}


def test_progress_counts_pages_up_to_the_limit(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, {"/": page("/a", "/b", "/c"), "/a": page(), "/b": page(), "/c": page()}) as run:
        run.crawl(max_pages=3)
    assert run.steps[-1] == Step("crawling", 3, 3)
    assert [step.done for step in run.steps] == sorted(step.done for step in run.steps)


def test_the_limit_of_pages_leaves_the_rest_and_says_how_many(tmp_path: Path, clock: Clock) -> None:
    with running(
        tmp_path, clock, {"/": page(*(f"/{n}" for n in range(9)))} | {f"/{n}": page() for n in range(9)}
    ) as run:
        report = run.crawl(max_pages=4)
        assert (report.fetched, report.left) == (4, 6)
        assert run.server.paths() == ["/", "/0", "/1", "/2"]


def test_the_limit_of_depth_leaves_what_lies_deeper(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, {"/": page("/1"), "/1": page("/2"), "/2": page("/3"), "/3": page()}) as run:
        report = run.crawl(max_depth=2)
        assert run.kept() == ["", "1", "2"]
    assert report.left == 1


def test_what_robots_txt_disallows_is_not_asked_for_and_is_named(tmp_path: Path, clock: Clock) -> None:
    robots = Answer(b"User-agent: *\nDisallow: /\n\nUser-agent: twitchsearch\nDisallow: /private\n")
    with running(tmp_path, clock, {"/robots.txt": robots, "/": page("/private/a", "/b"), "/b": page()}) as run:
        report = run.crawl()
        assert run.server.paths() == ["/", "/b"]
        assert reason(report, run.server, "/private/a") == "robots.txt disallows it"


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_site_whose_robots_txt_cannot_be_had_is_not_crawled(tmp_path: Path, clock: Clock, status: int) -> None:
    with running(tmp_path, clock, {"/robots.txt": Answer(status=status), "/": page()}) as run:
        report = run.crawl()
        assert run.server.paths() == []
        assert reason(report, run.server, "/") == (
            f"robots.txt cannot be had (the answer was {status}), so nothing is fetched"
        )


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_robots_txt_allows_everything(tmp_path: Path, clock: Clock, status: int) -> None:
    with running(tmp_path, clock, {"/robots.txt": Answer(status=status), "/": page()}) as run:
        assert run.crawl().fetched == 1


def test_robots_txt_is_asked_for_again_after_a_day(tmp_path: Path, clock: Clock) -> None:
    def changing(_: Asked) -> Answer:
        return Answer(b"" if clock.clock() < 1 else b"User-agent: *\nDisallow: /late")

    routes: dict[str, Route] = {"/robots.txt": changing, "/": page("/a", "/late"), "/a": page("/late")}
    with running(tmp_path, clock, routes) as run:
        report = run.crawl(delay=50_000)
        assert [each.path for each in run.server.asked] == ["/robots.txt", "/", "/a", "/robots.txt"]
        assert reason(report, run.server, "/late") == "robots.txt disallows it"


def test_robots_txt_of_a_page_that_is_redirected_to_is_obeyed_too(tmp_path: Path, clock: Clock) -> None:
    with serving({}) as server:
        server.routes = {
            "a.example/": redirect(server.url("/x", "www.a.example")),
            "a.example/robots.txt": Answer(),
            "www.a.example/robots.txt": Answer(b"User-agent: *\nDisallow: /x"),
        }
        report = Run(server, tmp_path, clock, {}).crawl()
        assert server.paths() == ["/"]
        assert report.skipped[0].url == server.url("/x", "www.a.example")


def test_requests_to_one_site_keep_the_delay_between_them(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, {"/": page("/a", "/r"), "/a": page(), "/r": redirect("/b"), "/b": page()}) as run:
        run.crawl(delay=2.5)
        assert len(run.server.asked) == 5
    assert clock.pauses == [2.5] * 4


def test_a_longer_crawl_delay_of_robots_txt_is_kept(tmp_path: Path, clock: Clock) -> None:
    robots = Answer(b"User-agent: *\nCrawl-delay: 7\n")
    with running(tmp_path, clock, {"/robots.txt": robots, "/": page("/a"), "/a": page()}) as run:
        run.crawl(delay=1.0)
    assert clock.pauses[1:] == [7.0]


def test_one_connection_serves_a_whole_site(tmp_path: Path, clock: Clock) -> None:
    with running(
        tmp_path, clock, {"/": page(*(f"/{n}" for n in range(20)))} | {f"/{n}": page() for n in range(20)}
    ) as run:
        assert run.crawl().fetched == 21
        assert run.server.connections == 1
