"""The queue on disk: its order, its limits, and that it loses nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.crawl.frontier import Frontier
from twitchsearch.crawl.settings import Skipped
from twitchsearch.crawl.visits import Found, Limits, Outcome, Rank, State, Ticket
from twitchsearch.errors import CrawlError, DiskError, WriterBusy

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LATER = datetime(2026, 11, 23, tzinfo=UTC)


@contextmanager
def frontier(folder: Path, name: str = "a", max_depth: int = 3, now: datetime = NOW) -> Iterator[Frontier]:
    with closing(Frontier(folder, name, max_depth, now)) as opened:
        yield opened


def found(path: str, depth: int = 0, rank: Rank = Rank.LINK, passed: str = "") -> Found:
    return Found(f"http://a{path}", "a", depth, rank, passed=passed)


def taken(queue: Frontier, max_pages: int = 100) -> str:
    ticket = queue.take("a", Limits(max_pages))
    if ticket is None:
        return ""
    queue.end(ticket, Outcome(State.FETCHED))
    return ticket.url.removeprefix("http://a")


def test_urls_come_nearest_first_links_before_sitemaps_in_order_of_finding(tmp_path: Path) -> None:
    with frontier(tmp_path) as queue:
        queue.add([found("/3", 2), found("/2", 1, Rank.SITEMAP), found("/0"), found("/1", 1), found("/1b", 1)])
        queue.add([found("/0"), found("/9", 9)])
        assert [taken(queue) for _ in range(6)] == ["/0", "/1", "/1b", "/2", "/3", ""]


def test_what_is_not_finished_goes_on_and_what_is_begins_anew(tmp_path: Path) -> None:
    with frontier(tmp_path) as queue:
        queue.add([found("/0"), found("/1")])
        assert not queue.resumed
        assert taken(queue) == "/0"
    with frontier(tmp_path, now=LATER) as queue:
        assert (queue.resumed, queue.started) == (True, NOW)
        queue.add([found("/0"), found("/1")])
        assert [taken(queue), taken(queue)] == ["/1", ""]
        queue.finish()
    with frontier(tmp_path, now=LATER) as queue:
        assert (queue.resumed, queue.started) == (False, LATER)
        assert queue.progress()[:2] == (0, 0)


def test_a_crawl_that_ended_at_its_limits_goes_on_with_what_it_did_not_reach_and_then_in_turn(tmp_path: Path) -> None:
    visited = []
    for _ in range(5):
        with frontier(tmp_path) as queue:
            queue.add([found("start"), *(found(f"{number}", 1) for number in range(6))])
            visited.append("".join(taken(queue, 3)[:1] for _ in range(3)))
            queue.finish()
    assert visited == ["s01", "s23", "s45", "s01", "s23"]


def test_a_page_that_was_new_between_two_crawls_comes_before_those_that_were_visited(tmp_path: Path) -> None:
    with frontier(tmp_path) as queue:
        queue.add([found("a", 1), found("b", 1), found("c", 1)])
        assert taken(queue, 2) + taken(queue, 2) == "ab"
        queue.finish()
    with frontier(tmp_path) as queue:
        queue.add([found("new", 1)])
        assert [taken(queue) for _ in range(4)] == ["c", "new", "a", "b"]


def test_a_url_that_was_being_visited_is_visited_again(tmp_path: Path) -> None:
    with frontier(tmp_path) as queue:
        queue.add([found("/0"), found("/1")])
        assert queue.take("a", Limits(100))
    with frontier(tmp_path) as queue:
        assert [taken(queue), taken(queue)] == ["/0", "/1"]


def test_limits_count_pages_of_earlier_runs_and_those_under_way(tmp_path: Path) -> None:
    with frontier(tmp_path) as queue:
        queue.add(found(f"/{n}") for n in range(9))
        assert taken(queue, 3) == "/0"
    with frontier(tmp_path) as queue:
        first, second = queue.take("a", Limits(3)), queue.take("a", Limits(3))
        assert first
        assert second
        assert queue.take("a", Limits(3)) is None
        queue.put_back(first)
        queue.end(second, Outcome(State.BARRED, "no"))
        assert [taken(queue, 3) for _ in range(3)] == ["/1", "/3", ""]
        assert queue.progress()[:2] == (3, 9)


def test_a_redirect_hands_over_to_its_target_once(tmp_path: Path) -> None:
    with frontier(tmp_path) as queue:
        queue.add([found("/0"), found("/1"), found("/2")])
        first = queue.take("a", Limits(9))
        assert first
        target = queue.redirect(first, "http://a/2")
        assert target == Ticket("http://a/2", "a", 0, trail=("http://a/0",))
        queue.end(target, Outcome(State.FETCHED))
        second = queue.take("a", Limits(9))
        assert second
        assert queue.redirect(second, "http://a/2") is None
        assert queue.take("a", Limits(9)) is None


def test_the_trail_of_a_redirect_outlives_an_interruption(tmp_path: Path) -> None:
    with frontier(tmp_path) as queue:
        queue.add([found("/0")])
        first = queue.take("a", Limits(9))
        assert first
        queue.redirect(first, "http://a/2")
    with frontier(tmp_path) as queue:
        assert queue.take("a", Limits(9)) == Ticket("http://a/2", "a", 0, trail=("http://a/0",))


def test_what_was_passed_over_may_be_found_again_in_a_better_way(tmp_path: Path) -> None:
    with frontier(tmp_path) as queue:
        queue.add([found("/0", 1, passed="nofollow"), found("/1", passed="a trap")])
        queue.add([found("/0", 2)])
        assert [taken(queue), taken(queue)] == ["/0", ""]
        tally = queue.tally(10)
    assert tally.skipped == (Skipped("http://a/1", "a trap"),)


def test_the_tally_counts_all_and_names_some(tmp_path: Path) -> None:
    with frontier(tmp_path) as queue:
        queue.add(found(f"/{n}", passed="no") for n in range(5))
        queue.add([found("/f")])
        ticket = queue.take("a", Limits(9))
        assert ticket
        queue.end(ticket, Outcome(State.FAILED, "why", bytes=7, found=[found("/g")]))
        tally = queue.tally(2)
    assert tally.counts == {State.PASSED: 5, State.FAILED: 1, State.WAITING: 1}
    assert (len(tally.skipped), tally.failed, tally.bytes) == (2, (Skipped("http://a/f", "why"),), 7)


def test_another_process_is_told_that_the_crawl_is_running(tmp_path: Path) -> None:
    with frontier(tmp_path), pytest.raises(WriterBusy, match="another process is crawling"):
        Frontier(tmp_path, "a", 3, NOW)
    with frontier(tmp_path, "a"), frontier(tmp_path, "b"):
        pass


def test_a_damaged_state_is_one_error_that_names_the_file(tmp_path: Path) -> None:
    with frontier(tmp_path) as queue:
        queue.add(found(f"/{n}") for n in range(2_000))
    (path,) = tmp_path.glob("*.sqlite")
    whole = path.read_bytes()
    for broken in (b"no database", whole[:5_000], whole[:8_192] + b"\xff" * (len(whole) - 8_192)):
        path.write_bytes(broken)
        with pytest.raises(CrawlError, match="damaged") as caught:
            _emptied(tmp_path)
        assert str(path) in str(caught.value)


def _emptied(folder: Path) -> None:
    with frontier(folder) as queue:
        while taken(queue, 10_000):
            pass


def test_a_state_of_an_older_version_begins_anew(tmp_path: Path) -> None:
    with frontier(tmp_path) as queue:
        queue.add([found("/0")])
    (path,) = tmp_path.glob("*.sqlite")
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA user_version=77")
    with frontier(tmp_path) as queue:
        assert (queue.resumed, queue.progress()[:2]) == (False, (0, 0))


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DiskError, match="file"):
        Frontier(tmp_path / "file" / "state", "a", 3, NOW)


_URL = st.integers(0, 12).map(lambda n: f"/{n}")
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), _URL, st.integers(0, 4)),
        st.tuples(st.just("take"), _URL, st.integers(0, 4)),
        st.tuples(st.just("redirect"), _URL, st.integers(0, 4)),
        st.tuples(st.just("back"), _URL, st.integers(0, 4)),
        st.tuples(st.just("kill"), _URL, st.integers(0, 4)),
    ),
    max_size=30,
)


@given(_STEPS)
def test_over_any_history_every_url_is_ended_once_at_most_and_none_is_lost(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("frontier")
    ended: list[str] = []
    known: set[str] = set()
    queue = Frontier(folder, "a", 3, NOW)
    try:
        for step, path, depth in steps:
            url = f"http://a{path}"
            ticket = queue.take("a", Limits(1_000)) if step in ("take", "redirect", "back") else None
            match step:
                case "add":
                    queue.add([found(path, depth)])
                    known.add(url)
                case "take" if ticket:
                    queue.end(ticket, Outcome(State.FETCHED))
                    ended.append(ticket.url)
                case "redirect" if ticket:
                    known.add(url)
                    ended.append(ticket.url)
                    if target := queue.redirect(ticket, url) if url != ticket.url else None:
                        queue.end(target, Outcome(State.FETCHED))
                        ended.append(target.url)
                    elif url == ticket.url:
                        queue.end(ticket, Outcome(State.FAILED))
                case "back" if ticket:
                    queue.put_back(ticket)
                case "kill":
                    queue.close()
                    queue = Frontier(folder, "a", 3, NOW)
                case _:
                    pass
        assert len(ended) == len(set(ended))
        assert sum(queue.tally(0).counts.values()) == len(known)
    finally:
        queue.close()
