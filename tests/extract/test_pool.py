"""Extraction in processes: order, deaths, time limits, interruption, and what the parent does not import."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.extract.pages import NOW, ROOT, page
from twitchsearch.extract import extract, pool
from twitchsearch.extract.frames import page_from, page_head
from twitchsearch.extract.pool import Outcome, extract_pages
from twitchsearch.model import Page

TEXT = "A twitch is a small flicker under the skin that comes and goes and that seldom means anything bad at all."
posix = pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")


def pages(count: int) -> list[Page]:
    return [page(f"<main><h1>Page {n}</h1><p>{TEXT}</p></main>", f"https://x.example/{n}") for n in range(count)]


def test_outcomes_are_those_of_extracting_here_in_the_order_of_the_pages() -> None:
    given = pages(30)
    outcomes = list(extract_pages(given, workers=2))
    assert outcomes == [Outcome(each.url, extract(each)) for each in given]


def test_a_page_that_gives_no_article_says_why_and_costs_nothing_else() -> None:
    given = [*pages(1), page(b"", "https://x.example/empty"), *pages(1)]
    outcomes = list(extract_pages(given, workers=1))
    assert [outcome.reason for outcome in outcomes] == ["", "the page is empty", ""]
    assert outcomes[1].article is None


def test_no_pages_give_no_outcome_and_start_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "COMMAND", ("no-such-program",))
    assert list(extract_pages([])) == []


def test_pages_are_taken_only_a_little_ahead() -> None:
    taken = 0

    def endless() -> Iterator[Page]:
        nonlocal taken
        for each in pages(1) * 1000:
            taken += 1
            yield each

    outcomes = extract_pages(endless(), workers=1)
    for _ in range(3):
        next(outcomes)
    outcomes.close()
    assert taken < 10


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Workers that do what the last part of a page's URL says, and note each page they were given."""
    file = tmp_path / "notes.txt"
    monkeypatch.setattr(pool, "COMMAND", (sys.executable, "-P", "-m", "tests.extract.workers", str(file)))
    monkeypatch.syspath_prepend(str(ROOT))
    return file


def outcomes_of(*deeds: str, workers: int = 2, time_limit: float = 20.0) -> dict[str, str]:
    given = [page(TEXT, f"https://x.example/{n}/{deed}") for n, deed in enumerate(deeds)]
    outcomes = list(extract_pages(given, workers=workers, time_limit=time_limit))
    assert [outcome.url for outcome in outcomes] == [each.url for each in given]
    return {outcome.url.rpartition("/")[2]: outcome.reason for outcome in outcomes}


def test_a_worker_that_dies_costs_one_page_which_is_tried_twice(notes: Path) -> None:
    reasons = outcomes_of("fine", "dies", "good", "well")
    assert reasons.pop("dies") == "the extraction process ended unexpectedly, twice (exit status 9)"
    assert set(reasons.values()) == {""}
    assert notes.read_text().count("/dies\n") == 2


def test_the_second_try_is_in_a_worker_that_has_done_nothing_else(notes: Path) -> None:
    assert outcomes_of("fine", "good", "dies-once", "well", workers=1)["dies-once"] == ""
    seen: dict[str, list[str]] = {}
    for line in notes.read_text().splitlines():
        process, url = line.split()
        seen.setdefault(process, []).append(url.rpartition("/")[2])
    assert list(seen.values()) == [["fine", "good", "dies-once"], ["dies-once", "well"]]


def test_a_page_that_takes_too_long_is_given_up(notes: Path) -> None:
    reasons = outcomes_of("fine", "hangs", "good", time_limit=2.0)
    assert reasons == {"fine": "", "hangs": "extraction took longer than 2 seconds", "good": ""}


def test_half_an_answer_is_a_death(notes: Path) -> None:
    assert "ended unexpectedly" in outcomes_of("cut", "fine")["cut"]


def test_slow_pages_keep_their_place(notes: Path) -> None:
    assert set(outcomes_of("slow", "fine", "good", "slow", "well").values()) == {""}


def _children(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.splitlines()
    return [int(pid) for pid, above in map(str.split, listed) if int(above) == parent]


def _all_end(processes: list[int], within: float) -> bool:
    end = time.monotonic() + within
    while any(map(_runs, processes)) and time.monotonic() < end:
        time.sleep(0.02)
    return not any(map(_runs, processes))


def _runs(process: int) -> bool:
    shown = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    ).stdout
    return bool(shown.strip()) and not shown.strip().startswith("Z")


# No guard around it, on purpose: a worker must not run its parent's script again.
SCRIPT = """
from datetime import datetime, timezone
from twitchsearch.extract.pool import extract_pages
from twitchsearch.model import Page
now = datetime.now(timezone.utc)
body = b"<p>A muscle twitch is a small flicker under the skin, and it goes away by itself.</p>" * 1000
pages = (Page(f"https://x.example/{n}", body, now) for n in range(100_000))
for outcome in extract_pages(pages, workers=2):
    print(outcome.url, flush=True)
"""


@posix
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_workers_do_not_outlive_their_parent_however_it_ends(how: signal.Signals, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with parent:
        assert parent.stdout is not None
        lines = [parent.stdout.readline() for _ in range(3)]
        workers = _children(parent.pid)
        parent.send_signal(how)
        assert parent.wait(60) != 0
    assert lines == [f"https://x.example/{n}\n".encode() for n in range(3)]
    assert len(workers) == 2
    assert _all_end(workers, within=60.0)


@posix
def test_a_real_worker_ends_when_its_parent_is_gone() -> None:
    worker = subprocess.Popen(pool.COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        assert worker.stdout.read(16)
        worker.send_signal(signal.SIGINT)
        time.sleep(0.05)
        assert worker.poll() is None
        worker.stdin.close()
        assert worker.wait(60) == 0


def test_asking_for_articles_imports_no_parser() -> None:
    code = (
        "import sys; from twitchsearch.extract import fingerprint; "
        "from twitchsearch.extract.pool import extract_pages; "
        "fingerprint(); list(extract_pages([])); "
        "print([m for m in ('bs4', 'lxml', 'multiprocessing') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_page_survives_the_pipe() -> None:
    whole = Page(
        "https://x.example/", b"\x00\xff", NOW, "https://x.example/b", ("a", "b"), 203, "t/p", "c", "e", "l", "s"
    )
    assert page_from(page_head(whole), whole.body) == whole
