"""A whole crawl against a server on loopback: what is asked for, how often, and what is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crawl.runs import Run, reason, running
from tests.crawl.server import PUBLIC, Answer, Asked, Clock, Route, page, redirect, serving, zipped
from twitchsearch.errors import SettingsError
from twitchsearch.model import Step

pytestmark = pytest.mark.usefixtures("internet")


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


def test_two_sites_are_crawled_side_by_side_and_apart(tmp_path: Path, clock: Clock) -> None:
    with serving({"/": page("/x"), "/x": page()}) as server:
        starts = [server.url("/", host) for host in ("a.example", "b.example")]
        report = Run(server, tmp_path, clock, {}).crawl(*starts)
        assert report.fetched == 4
        assert server.connections == 2


def test_www_and_bare_names_are_one_site_and_wait_for_each_other(tmp_path: Path, clock: Clock) -> None:
    with serving({"/x": page()}) as server:
        server.routes["/"] = page(server.url("/x", "www.a.example"))
        report = Run(server, tmp_path, clock, {}).crawl(delay=1.0)
        assert report.fetched == 2
    assert clock.pauses == [1.0] * 3


def test_a_redirect_is_followed_and_the_page_is_kept_under_its_last_url(tmp_path: Path, clock: Clock) -> None:
    routes = {"/": redirect("/a", 301), "/a": redirect("/b"), "/b": page("/a")}
    with running(tmp_path, clock, routes) as run:
        report = run.crawl()
        kept = run.store.get(run.server.url("/b"))
        assert (report.fetched, run.kept()) == (1, ["b"])
        assert kept.redirects == (run.server.url("/"), run.server.url("/a"))
        assert run.server.paths() == ["/", "/a", "/b"]


def test_a_page_that_several_urls_redirect_to_is_fetched_once(tmp_path: Path, clock: Clock) -> None:
    routes = {"/": page("/1", "/2", "/b"), "/1": redirect("/b"), "/2": redirect("/b"), "/b": page()}
    with running(tmp_path, clock, routes) as run:
        assert run.crawl().fetched == 2
        assert run.server.paths().count("/b") == 1


@pytest.mark.parametrize(
    ("routes", "why"),
    [
        ({"/": redirect("/")}, "redirects in a circle"),
        ({"/": redirect("/a"), "/a": redirect("/b"), "/b": redirect("/")}, "redirects in a circle"),
        ({"/": redirect("/0")} | {f"/{n}": redirect(f"/{n + 1}") for n in range(20)}, "redirects more than 10 times"),
        ({"/": redirect("")}, "redirects to what is no web address"),
        ({"/": redirect("ftp://a.example/")}, "redirects to what is no web address"),
        ({"/": redirect("http://user:secret@a.example/")}, "redirects to what is no web address"),
        ({"/": redirect("/a/a/a/a/a/a")}, "its path repeats itself"),
        ({"/": redirect("https://elsewhere.example/")}, "redirects to another site (https://elsewhere.example/)"),
        ({"/": redirect("http://10.0.0.1/")}, "redirects to another site"),
    ],
)
def test_a_bad_redirect_ends_where_it_turns_bad(
    tmp_path: Path, clock: Clock, routes: dict[str, Route], why: str
) -> None:
    with running(tmp_path, clock, routes) as run:
        report = run.crawl()
        (only,) = (*report.skipped, *report.failed)
        assert why in only.reason
        assert run.kept() == []
        assert len(run.server.paths()) <= 11


def test_a_redirect_within_the_site_to_a_private_address_is_not_followed(
    tmp_path: Path, clock: Clock, internet: list[str]
) -> None:
    with serving({}) as server:
        server.routes["a.example/"] = redirect(server.url("/", "www.a.example"))
        report = Run(server, tmp_path, clock, {"www.a.example": ["10.0.0.1"]}).crawl()
    assert "leads to 10.0.0.1, which is not a public address" in report.skipped[0].reason
    assert set(internet) == {PUBLIC}


def test_a_name_that_changes_to_a_private_address_between_two_requests_is_caught(
    tmp_path: Path, clock: Clock, internet: list[str]
) -> None:
    """The first answer is public, later ones are not (DNS rebinding); the open connection is not used for it."""
    names = {"a.example": [PUBLIC]}

    def rebind(_: Asked) -> Answer:
        names["a.example"] = ["127.0.0.1"]
        return page("/secret")

    with running(tmp_path, clock, {"/": rebind, "/secret": page()}, names) as run:
        report = run.crawl()
        assert run.server.paths() == ["/"]
        assert "not a public address" in reason(report, run.server, "/secret")
    assert set(internet) == {PUBLIC}


def test_private_addresses_are_asked_where_that_is_set(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, {"/": page()}, {"a.example": ["127.0.0.1"]}) as run:
        refused = run.crawl()
        assert (refused.fetched, run.server.connections) == (0, 0)
        # With the flag it is dialled; the test's internet has no route to it.
        failed = run.crawl(private_addresses=True)
        assert "cannot be connected to" in failed.skipped[0].reason


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(b"%PDF-1.7", headers={"Content-Type": "application/pdf"}), "is application/pdf, not a page"),
        (Answer(b"\x89PNG", headers={"Content-Type": ""}), "does not say what it is"),
        (Answer(b"<html>", headers={"Content-Encoding": "exi"}), "is packed as 'exi', which was not asked for"),
        (Answer(b"x" * 2001), "is larger than 2,000 bytes"),
        (zipped(Answer(b"x" * 5_000_000)), "is larger than 2,000 bytes"),
        (page(head='<meta name="robots" content="noindex">'), "it asks not to be indexed"),
        (page(headers={"X-Robots-Tag": "noindex"}), "it asks not to be indexed"),
    ],
)
def test_what_is_no_page_to_keep_is_skipped_with_the_reason(
    tmp_path: Path, clock: Clock, answer: Answer, why: str
) -> None:
    with running(tmp_path, clock, {"/": answer}) as run:
        report = run.crawl(max_bytes=2_000)
        assert why in reason(report, run.server, "/")
        assert (report.fetched, run.kept()) == (0, [])


@pytest.mark.parametrize("status", [204, 304, 400, 404, 410, 451, 505])
def test_other_answers_are_failures_that_name_the_status(tmp_path: Path, clock: Clock, status: int) -> None:
    with running(tmp_path, clock, {"/": Answer(status=status)}) as run:
        report = run.crawl()
        assert [each.reason for each in report.failed] == [f"the answer was {status}"]


def test_links_of_a_page_that_is_not_to_be_indexed_are_followed_unless_it_says_otherwise(
    tmp_path: Path, clock: Clock
) -> None:
    routes = {
        "/": page("/list", "/closed"),
        "/list": page("/a", head='<meta name="robots" content="noindex, follow">'),
        "/closed": page("/b", headers={"X-Robots-Tag": "none"}),
        "/a": page(),
        "/b": page(),
    }
    with running(tmp_path, clock, routes) as run:
        report = run.crawl()
        assert run.kept() == ["", "a"]
        assert reason(report, run.server, "/b") == "every link to it says nofollow"


def test_a_link_with_nofollow_is_followed_only_where_another_page_links_it_without(
    tmp_path: Path, clock: Clock
) -> None:
    held = Answer(b"<a rel='nofollow ugc' href=/a>a</a> <a rel=nofollow href=/b>b</a> <a href=/c>c</a>")
    with running(tmp_path, clock, {"/": held, "/a": page(), "/b": page(), "/c": page("/b")}) as run:
        report = run.crawl()
        assert run.kept() == ["", "b", "c"]
        assert reason(report, run.server, "/a") == "every link to it says nofollow"


def test_the_canonical_url_of_a_page_is_visited_too(tmp_path: Path, clock: Clock) -> None:
    routes = {"/": page("/a?ref=1"), "/a?ref=1": page(head='<link rel="canonical" href="/a">'), "/a": page()}
    with running(tmp_path, clock, routes) as run:
        run.crawl(max_depth=1)
        assert run.kept() == ["", "a", "a?ref=1"]


def test_a_second_crawl_asks_only_whether_anything_changed(tmp_path: Path, clock: Clock) -> None:
    def versioned(body: bytes, tag: str) -> Callable[[Asked], Answer]:
        def answer(asked: Asked) -> Answer:
            if asked.headers.get("if-none-match") == tag:
                return Answer(status=304)
            return Answer(body, headers={"Content-Type": "text/html", "ETag": tag, "Last-Modified": "yesterday"})

        return answer

    with running(tmp_path, clock, {"/": versioned(page("/a").body, '"1"'), "/a": versioned(b"<p>a", '"2"')}) as run:
        first = run.crawl()
        before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in _files(run)}
        run.server.asked.clear()
        second = run.crawl()
        assert (first.fetched, second.fetched, second.unchanged, second.bytes) == (2, 0, 2, 0)
        assert [each.headers.get("if-modified-since") for each in run.server.asked[1:]] == ["yesterday"] * 2
        assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in _files(run)} == before
        run.server.routes["/a"] = versioned(b"<p>b", '"3"')
        third = run.crawl()
        assert (third.fetched, third.unchanged) == (1, 1)
        assert run.store.get(run.server.url("/a")).body == b"<p>b"


def _files(run: Run) -> list[Path]:
    return sorted(path for path in run.store.folder.rglob("*") if path.is_file())


def test_the_same_bytes_again_are_unchanged_even_without_validators(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, {"/": page()}) as run:
        run.crawl()
        again = run.crawl()
    assert (again.fetched, again.unchanged, again.resumed) == (0, 1, False)


def test_a_page_that_fails_later_keeps_its_old_copy(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, {"/": page("/a"), "/a": page(title="good")}) as run:
        run.crawl()
        run.server.routes["/a"] = Answer(b"<html>broken", 500)
        report = run.crawl()
        assert reason(report, run.server, "/a") == "the answer was 500"
        assert b"good" in run.store.get(run.server.url("/a")).body


def test_too_many_requests_are_answered_with_the_patience_that_is_asked_for(tmp_path: Path, clock: Clock) -> None:
    answers = [Answer(status=429, headers={"Retry-After": "90"}), page()]
    with running(tmp_path, clock, {"/": lambda _: answers.pop(0)}) as run:
        assert run.crawl(delay=1.0).fetched == 1
    assert clock.pauses == [1.0, 90.0]


def test_retry_after_may_be_a_date(tmp_path: Path, clock: Clock) -> None:
    answers = [Answer(status=503, headers={"Retry-After": "Sun, 22 Nov 2026 12:01:00 GMT"}), page()]
    with running(tmp_path, clock, {"/": lambda _: answers.pop(0)}) as run:
        assert run.crawl().fetched == 1
    assert clock.pauses == [60.0]


def test_a_flaky_page_is_tried_three_times_with_growing_rests(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, {"/": Answer(status=502)}) as run:
        report = run.crawl()
        assert reason(report, run.server, "/") == "the answer was 502"
        assert run.server.paths() == ["/"] * 3
    assert clock.pauses == [1.0, 2.0]


@pytest.mark.parametrize(
    ("asked", "said"),
    [("1000000000", "1000000000 s"), ("000000000000000000400", "400 s"), ("9" * 400, "longer than can be counted")],
)
def test_a_rest_is_said_to_be_as_long_as_was_asked_for(tmp_path: Path, clock: Clock, asked: str, said: str) -> None:
    with running(tmp_path, clock, {"/": Answer(status=503, headers={"Retry-After": asked})}) as run:
        assert f"asks to wait {said};" in run.crawl().rested[0].reason


def test_a_site_that_asks_for_a_long_rest_is_left_until_the_next_run(tmp_path: Path, clock: Clock) -> None:
    busy = Answer(status=503, headers={"Retry-After": "7200"})
    with running(tmp_path, clock, {"/": page("/a", "/b"), "/a": busy, "/b": page()}) as run:
        report = run.crawl()
        assert (report.fetched, report.left, report.failed) == (1, 2, ())
        assert report.rested[0].reason == "the site asks to wait 7200 s; run the same crawl again after that"
        run.server.routes["/a"] = page()
        run.server.asked.clear()
        second = run.crawl()
        assert (second.fetched, second.left, second.resumed) == (3, 0, True)
        assert run.server.paths() == ["/a", "/b"]


def test_a_site_that_fails_five_times_in_a_row_is_left(tmp_path: Path, clock: Clock) -> None:
    links = [f"/{n}" for n in range(20)]
    with running(tmp_path, clock, {"/": page(*links)} | dict.fromkeys(links, Answer(status=500))) as run:
        report = run.crawl()
        assert len(run.server.paths()) == 1 + 5 * 3
        assert report.rested[0].reason.startswith("5 requests failed one after the other")
        assert report.left == 16


def test_an_endless_calendar_ends(tmp_path: Path, clock: Clock) -> None:
    def month(asked: Asked) -> Answer:
        return page(f"/calendar/{int(asked.path.rsplit('/', 1)[1]) + 1}")

    with running(tmp_path, clock, {"/": page("/calendar/1")} | {f"/calendar/{n}": month for n in range(200)}) as run:
        report = run.crawl(max_depth=100, max_pages=1000)
        assert report.fetched == 52
        assert reason(report, run.server, "/calendar/52").startswith("more than 50 pages in a row")


def test_one_path_with_endless_queries_is_asked_for_a_hundred_of_them(tmp_path: Path, clock: Clock) -> None:
    queries = [f"/list?sort={n}" for n in range(300)]
    with running(tmp_path, clock, {"/": page(*queries, "/a"), "/a": page()} | {q: page() for q in queries}) as run:
        report = run.crawl(max_pages=1000)
        assert report.fetched == 102
        assert len(report.skipped) == 200
        assert "differ from it in the query alone" in report.skipped[0].reason


def test_a_page_of_pages_that_only_redirect_cannot_keep_the_crawler_busy(tmp_path: Path, clock: Clock) -> None:
    links = [f"/go/{word}" for word in map(str, range(1000))]
    with running(tmp_path, clock, {"/": page(*links)} | dict.fromkeys(links, redirect("/"))) as run:
        run.crawl(max_pages=10)
        assert len(run.server.paths()) <= 42


@pytest.mark.parametrize(
    "start", ["a.example", "ftp://a.example/", "http://", "file:///etc/hosts", "http://u@a.example/"]
)
def test_a_start_that_is_no_web_address_is_said_before_anything_is_asked_for(
    tmp_path: Path, clock: Clock, start: str
) -> None:
    with running(tmp_path, clock, {}) as run, pytest.raises(SettingsError, match="a start looks like"):
        run.crawl(start)
    assert not (tmp_path / "state").exists()


def test_a_host_without_an_address_is_named(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, {}, {"a.example": []}) as run:
        report = run.crawl()
    assert "the name a.example leads to no address" in report.skipped[0].reason


def test_sitemaps_that_robots_txt_names_are_read_and_links_come_before_them(tmp_path: Path, clock: Clock) -> None:
    index = b"<sitemapindex><sitemap><loc>/s/2.txt</loc></sitemap></sitemapindex>"
    routes: dict[str, Route] = {
        "/robots.txt": Answer(b"Sitemap: /s/1.xml\nSitemap: https://elsewhere.example/s.xml\n"),
        "/s/1.xml": Answer(index, headers={"Content-Type": "application/xml"}),
        "/s/2.txt": lambda asked: Answer(f"http://{asked.host}/m\nhttps://elsewhere.example/x\n".encode()),
        "/": page("/l"),
        "/l": page(),
        "/m": page(),
    }
    with running(tmp_path, clock, routes) as run:
        report = run.crawl(sitemaps=True)
        assert run.server.paths() == ["/s/1.xml", "/s/2.txt", "/", "/l", "/m"]
        assert [each.reason for each in report.skipped] == ["as a sitemap: it lies on another site"]


def test_a_sitemap_that_was_only_guessed_may_be_missing(tmp_path: Path, clock: Clock) -> None:
    with running(tmp_path, clock, {"/": page()}) as run:
        report = run.crawl(sitemaps=True)
        assert (report.fetched, report.skipped, report.failed) == (1, (), ())
        assert [each.path for each in run.server.asked] == ["/robots.txt", "/sitemap.xml", "/"]


def test_a_sitemap_full_of_entities_is_refused_by_name(tmp_path: Path, clock: Clock) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>'
    routes = {"/robots.txt": Answer(b"Sitemap: /s.xml"), "/s.xml": Answer(bomb), "/": page()}
    with running(tmp_path, clock, routes) as run:
        report = run.crawl(sitemaps=True)
        assert reason(report, run.server, "/s.xml") == "as a sitemap: declares a document type, which no sitemap needs"


def test_the_charset_that_was_declared_is_kept_and_links_are_found_in_any(tmp_path: Path, clock: Clock) -> None:
    def coded(body: bytes, charset: str) -> Answer:
        return Answer(body, headers={"Content-Type": f'text/html; charset="{charset}"'})

    utf16 = '<a href="/b">b</a>'.encode("utf-16")
    routes = {
        "/": coded("<a href='/a'>ä</a>".encode("latin-1"), "no-such-charset"),
        "/a": coded(utf16, "utf-8"),
        "/b": coded(b"<a href=/c>c", "utf-7"),
        "/c": coded(b"\xff\xfe\xfa" * 10, ""),
    }
    with running(tmp_path, clock, routes) as run:
        run.crawl()
        assert run.kept() == ["", "a", "b", "c"]
        assert run.store.get(run.server.url("/")).charset == "no-such-charset"
        assert run.store.get(run.server.url("/c")).charset == ""


def test_plain_text_is_kept_and_has_no_links(tmp_path: Path, clock: Clock) -> None:
    text = Answer(b"<a href=/a>", headers={"Content-Type": "text/plain"})
    with running(tmp_path, clock, {"/": text, "/a": page()}) as run:
        assert run.crawl().fetched == 1
