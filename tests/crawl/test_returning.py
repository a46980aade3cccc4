"""Coming back to a site: what changed, what is gone, and what must not take the place of a good copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawl.runs import Run, reason, running
from tests.crawl.server import Answer, Asked, Clock, page, redirect, serving
from twitchsearch.corpus.store import Entry
from twitchsearch.crawl import CrawlSettings
from twitchsearch.crawl.crawler import crawl, crawl_sites, preview
from twitchsearch.crawl.settings import CrawlReport
from twitchsearch.errors import SettingsError
from twitchsearch.model import Page, no_progress

pytestmark = pytest.mark.usefixtures("internet")


def judge(page: Page, languages: tuple[str, ...]) -> str:
    """Titles tell these pages apart."""
    if b"Log in" in page.body:
        return "it is a log-in"
    return "it is not in the language" if languages and b"Deutsch" in page.body else ""


def judged(run: Run, **settings: object) -> CrawlReport:
    asked = CrawlSettings(
        (run.server.url(),),
        delay=0.0,
        sitemaps=False,
        state_folder=run.folder / "state",
        **settings,  # type: ignore[arg-type]
    )
    return crawl(asked, run.store, run.steps.append, world=run.world, judge=judge)


def gone(run: Run) -> dict[str, str]:
    """Paths of pages that are marked, with the reason."""
    marked = [each for each in run.store.entries() if isinstance(each, Entry) and each.gone_at]
    found = [(each.url, run.store.facts(each).gone) for each in marked]
    return {url.split("/", 3)[3]: mark.why for url, mark in found if mark}


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_marked_kept_and_reported_once(tmp_path: Path, clock: Clock, status: int) -> None:
    with running(tmp_path, clock, {"/": page("/a"), "/a": page()}) as run:
        run.crawl()
        run.server.routes["/a"] = Answer(status=status)
        report = run.crawl()
        assert [each.url for each in report.gone] == [run.server.url("/a")]
        assert report.failed == ()
        assert gone(run) == {"a": f"the answer was {status}"}
        assert run.store.get(run.server.url("/a")).body == page().body
        again = run.crawl()
        assert (again.gone, again.failed) == ((), ())
        assert reason(again, run.server, "/a") == f"the answer was {status}, as before"


def test_a_page_that_comes_back_is_fetched_whole(tmp_path: Path, clock: Clock) -> None:
    def answer(asked: Asked) -> Answer:
        return Answer(status=304) if "if-none-match" in asked.headers else page(headers={"ETag": '"1"'})

    with running(tmp_path, clock, {"/": page("/a"), "/a": answer}) as run:
        run.crawl()
        run.server.routes["/a"] = Answer(status=404)
        run.crawl()
        run.server.routes["/a"] = answer
        assert run.crawl().fetched == 1
        assert gone(run) == {}


def test_a_page_that_was_never_there_is_a_failure(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, {"/": page("/a")}) as run:
        report = run.crawl()
        assert (len(report.failed), report.gone) == (1, ())


def test_another_failure_marks_nothing(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, {"/": page("/a"), "/a": page()}) as run:
        run.crawl()
        for status in (403, 500):
            run.server.routes["/a"] = Answer(status=status)
            assert run.crawl().gone == ()
        assert gone(run) == {}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (page(head='<meta name="robots" content="noindex">'), "it asks not to be indexed"),
        (page(headers={"X-Robots-Tag": "noarchive"}), "it asks that no copy is kept"),
        (Answer(status=304, headers={"X-Robots-Tag": "noindex"}), "it asks not to be indexed"),
    ],
)
def test_a_page_that_no_longer_wants_to_be_kept_leaves(tmp_path: Path, clock: Clock, answer: Answer, why: str) -> None:
    with running(tmp_path, clock, {"/": page("/a"), "/a": page(headers={"ETag": '"1"'})}) as run:
        run.crawl()
        run.server.routes["/a"] = answer
        assert [each.reason for each in run.crawl().gone] == [why]
        assert gone(run) == {"a": why}


def test_a_page_that_moved_for_good_is_kept_under_its_new_url_alone(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, {"/": page("/a", "/b"), "/a": page(title="A"), "/b": page(title="B")}) as run:
        run.crawl()
        run.server.routes |= {
            "/a": redirect("/new", 301),
            "/new": page(title="A"),
            "/b": redirect("/for-now", 302),
            "/for-now": page(title="B"),
        }
        run.crawl()
        assert gone(run) == {"a": f"it moved to {run.server.url('/new')}"}


def test_a_page_that_moved_to_a_log_in_stays(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, {"/": page("/a"), "/a": page()}) as run:
        judged(run)
        run.server.routes |= {"/a": redirect("/login", 301), "/login": page(title="Log in")}
        report = judged(run)
        assert reason(report, run.server, "/login") == "it is a log-in"
        assert gone(run) == {}


def test_what_turned_into_a_log_in_never_replaces_a_good_copy(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, {"/": page("/a", "/b"), "/a": page(title="Good"), "/b": page("/c")}) as run:
        judged(run)
        before = run.store.change()
        run.server.routes["/a"] = page(title="Log in")
        report = judged(run)
        assert reason(report, run.server, "/a") == "it is a log-in; the copy of 2026-11-22 stays"
        assert run.store.change() == before
        assert b"Good" in run.store.get(run.server.url("/a")).body


def test_only_articles_are_kept_and_lists_are_followed(tmp_path: Path, clock: Clock) -> None:
    routes = {"/": page("/a", "/b", title="Log in"), "/a": page(), "/b": page(title="Deutsch")}
    with running(tmp_path, clock, routes) as run:
        report = judged(run, languages=("en",))
        assert run.kept() == ["a"]
        assert {each.reason for each in report.skipped} == {"it is a log-in", "it is not in the language"}


def test_pages_to_which_no_link_leads_any_more_are_asked_for_again(tmp_path: Path, clock: Clock) -> None:
    routes = {"/": page("/a", "/b"), "/a": page(), "/b": page()}
    with running(tmp_path, clock, routes) as run:
        run.crawl()
        run.server.routes |= {"/": page("/b"), "/a": Answer(status=410)}
        assert run.crawl().gone == ()
        assert [each.url for each in run.crawl(revisit=True).gone] == [run.server.url("/a")]
        run.server.asked.clear()
        run.crawl(revisit=True)
        assert run.server.paths() == ["/", "/b"]


def test_patterns_decide_what_is_fetched_and_starts_are_always(tmp_path: Path, clock: Clock) -> None:
    routes = {
        "/": page("/health/a", "/health/tag/x", "/shop/b"),
        "/health/a": redirect("/shop/c"),
        "/robots.txt": Answer(),
    }
    with running(tmp_path, clock, routes) as run:
        report = run.crawl(allow=("/health/",), deny=("*/tag/",))
        assert run.server.paths() == ["/", "/health/a"]
        assert reason(report, run.server, "/shop/b") == "the crawl's patterns leave it out"
        assert reason(report, run.server, "/health/tag/x") == "the crawl's patterns leave it out"
        assert "leave it out" in reason(report, run.server, "/health/a")


def test_a_budget_of_bytes_ends_a_crawl(tmp_path: Path, clock: Clock) -> None:
    routes = {"/": page(*(f"/{n}" for n in range(9)))} | {f"/{n}": page(title="x" * 1_000) for n in range(9)}
    with running(tmp_path, clock, routes) as run:
        report = run.crawl(budget=4_000)
        assert 3 <= report.fetched <= 5
        assert report.left == 10 - report.fetched


def test_sitemaps_that_are_set_are_read_and_feeds_among_them(tmp_path: Path, clock: Clock) -> None:
    feed = b'<rss version="2.0"><channel><item><link>/b</link></item></channel></rss>'
    with running(tmp_path, clock, {"/": page(), "/feed": Answer(feed), "/b": page()}) as run:
        report = run.crawl(sitemaps=True, sitemap_urls=(run.server.url("/feed"),))
        assert report.fetched == 2


def test_a_preview_says_what_would_be_fetched_and_fetches_no_page(tmp_path: Path, clock: Clock) -> None:
    urls = "".join(f"<url><loc>/{name}</loc></url>" for name in ("private", "a", "b", "x.pdf"))
    routes = {
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /private\nSitemap: /map.xml"),
        "/map.xml": Answer(f"<urlset>{urls}</urlset>".encode()),
        "/": page("/linked"),
    }
    with running(tmp_path, clock, routes) as run:
        run.store.add(Page(run.server.url("/old"), b"x", clock.now(), source="crawl"))
        asked = CrawlSettings((run.server.url(),), delay=1.0, max_pages=3, state_folder=tmp_path / "state")
        found = preview(asked, run.store, world=run.world)
        assert [url.rpartition("/")[2] for url in found.wanted] == ["", "a", "b"]
        assert {each.url.rpartition("/")[2]: each.reason for each in found.skipped} == {
            "private": "robots.txt disallows it",
            "x.pdf": "its name says that it is no page (.pdf)",
        }
        assert found.left == 1
        assert run.server.paths() == ["/map.xml"]
        assert not (tmp_path / "state").exists()


def test_several_crawls_run_side_by_side_each_within_its_limits(tmp_path: Path, clock: Clock) -> None:
    with serving({"/": page("/x", "/y"), "/x": page(), "/y": page()}) as server:
        run = Run(server, tmp_path, clock, {})
        wanted = [
            CrawlSettings((server.url("/", host),), max_pages=most, delay=0.0, sitemaps=False, state_folder=tmp_path)
            for host, most in (("a.example", 2), ("b.example", 9))
        ]
        steps = run.steps
        first, second = crawl_sites(wanted, run.store, steps.append, world=run.world)
        assert (first.fetched, first.left, second.fetched, second.left) == (2, 1, 3, 0)
        assert "a.example" in steps[-1].detail
        assert "MB" in steps[-1].detail


def test_two_crawls_of_one_site_are_refused(tmp_path: Path, clock: Clock) -> None:
    with serving({}) as server:
        run = Run(server, tmp_path, clock, {})
        twice = [CrawlSettings((server.url(path),), state_folder=tmp_path) for path in ("/a", "/b")]
        with pytest.raises(SettingsError, match="two crawls ask"):
            crawl_sites(twice, run.store, no_progress, world=run.world)


def test_pages_that_came_before_a_crash_are_kept_by_the_next_run(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from twitchsearch.corpus.store import CorpusStore
    from twitchsearch.errors import DiskError

    def full(*_: object) -> None:
        raise DiskError("the disk is full")

    with running(tmp_path, clock, {"/": page("/a"), "/a": page()}) as run:
        with monkeypatch.context() as broken:
            broken.setattr(CorpusStore, "add_all", full)
            with pytest.raises(DiskError):
                run.crawl()
        assert run.kept() == []
        run.server.asked.clear()
        report = run.crawl()
        assert run.kept() == ["", "a"]
        assert (report.fetched, run.server.paths()) == (2, [])
