"""A crawl that is stopped, by hand or by force, goes on where it was."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.crawl.runs import running
from tests.crawl.server import Answer, Asked, Clock, Route, Server, page, serving
from twitchsearch.corpus.store import CorpusStore, Damaged, Entry
from twitchsearch.errors import DiskError
from twitchsearch.files import Disk
from twitchsearch.model import Step, no_progress

PROJECT = Path(__file__).parents[2]


def web(pages: int) -> dict[str, Route]:
    """Pages that each link to three others, all within a few links of the first."""
    routes: dict[str, Route] = {
        f"/{n}": page(*(f"/{m}" for m in range(3 * n, min(3 * n + 3, pages))), title=f"Page {n}")
        for n in range(1, pages)
    }
    return routes | {"/": page("/1", "/2")}


def bodies(store: CorpusStore) -> dict[str, bytes]:
    return {each.url: store.read(each).body for each in store.entries() if isinstance(each, Entry)}


def start_crawl(server: Server, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.crawl.interrupted", f"http://127.0.0.1:{server.port}/", str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=PROJECT)


def killed_after(process: subprocess.Popen[str], server: Server, requests: int) -> bool:
    """Kill the process once the server was asked so often; False where it came to its end before."""
    until = len(server.asked) + requests
    while len(server.asked) < until and process.poll() is None:
        time.sleep(0.001)
    process.kill()
    _, errors = process.communicate(timeout=60)
    assert errors == ""
    assert process.returncode in (0, -signal.SIGKILL)
    return process.returncode != 0


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a thing of POSIX")
def test_a_crawl_that_is_killed_again_and_again_ends_like_one_that_was_not(tmp_path: Path) -> None:
    chance = random.Random(8)
    with serving(web(38)) as server:
        whole = start_crawl(server, tmp_path / "whole")
        assert whole.communicate(timeout=60) == ("38 0\n", "")
        server.asked.clear()
        kills = 0
        while killed_after(start_crawl(server, tmp_path / "killed"), server, chance.randrange(2, 12)):
            kills += 1
        asked = Counter(server.paths())
    killed = CorpusStore(tmp_path / "killed" / "corpus")
    assert bodies(killed) == bodies(CorpusStore(tmp_path / "whole" / "corpus"))
    assert len(bodies(killed)) == 38
    assert not [each for each in killed.entries() if isinstance(each, Damaged)]
    assert kills >= 3
    assert sum(asked.values()) - len(asked) <= kills  # at most the one page that was under way


def test_ctrl_c_stops_soon_and_the_next_run_goes_on(tmp_path: Path, clock: Clock, internet: list[str]) -> None:
    def interrupt(step: Step) -> None:
        if step.done >= 5:
            raise KeyboardInterrupt

    with running(tmp_path, clock, web(20)) as run:
        with pytest.raises(KeyboardInterrupt):
            run.crawl(progress=interrupt)
        early = len(run.server.paths())
        report = run.crawl()
        assert (report.fetched, report.left, report.resumed) == (20, 0, True)
        assert 5 <= early <= 20
        assert len(run.server.paths()) <= 21


def test_ctrl_c_does_not_wait_for_a_server_that_is_silent(tmp_path: Path, internet: list[str]) -> None:
    silent = Answer(raw=[b"HTTP/1.1 200 OK\r\n", 120.0])

    def interrupt(_: Step) -> None:
        raise KeyboardInterrupt

    with running(tmp_path, Clock(), {"/": page("/silent"), "/silent": silent}) as run:
        began = time.perf_counter()
        with pytest.raises(KeyboardInterrupt):
            run.crawl(progress=interrupt, timeout=600.0)
        assert time.perf_counter() - began < 60, "it waited for the server"
        assert not [each for each in threading.enumerate() if each.name.startswith("crawl-")]


def test_a_page_that_cannot_be_written_ends_the_crawl_with_that_error(
    tmp_path: Path, clock: Clock, internet: list[str]
) -> None:
    class Full(Disk):
        def write_new(self, path: Path, chunks: object) -> None:
            raise DiskError(f"cannot write {path}: the disk is full")

    with running(tmp_path, clock, {"/": page()}) as run:
        run.store = CorpusStore(tmp_path / "corpus", Full())
        with pytest.raises(DiskError, match="disk is full"):
            run.crawl()
        run.store = CorpusStore(tmp_path / "corpus")
        report = run.crawl()
        assert (report.fetched, report.resumed) == (1, True)


def test_a_crawl_with_a_lower_limit_resumes_within_it(tmp_path: Path, clock: Clock, internet: list[str]) -> None:
    calls = 0

    def once(asked: Asked) -> Answer:
        nonlocal calls
        calls += 1
        return Answer(status=503, headers={"Retry-After": "9999"}) if calls == 1 else page()

    with running(tmp_path, clock, {"/": page("/a", "/b", "/c"), "/a": once, "/b": page(), "/c": page()}) as run:
        assert run.crawl().rested
        report = run.crawl(max_pages=2)
        assert (report.fetched, report.left, report.resumed) == (2, 2, True)
        assert not run.crawl(max_pages=2).resumed


def sidecars(store: CorpusStore) -> dict[str, dict[str, object]]:
    """What is known of each page but when it was fetched."""
    found = {path.name: json.loads(path.read_text("utf-8")) for path in store.folder.rglob("*.json")}
    return {name: {key: record[key] for key in record if key != "fetched_at"} for name, record in found.items()}


@pytest.mark.soak
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a thing of POSIX")
def test_a_crawl_of_a_thousand_pages_killed_fifty_times_ends_like_one_that_was_not(tmp_path: Path) -> None:
    chance = random.Random(50)
    with serving(web(1_000)) as server:
        whole = start_crawl(server, tmp_path / "whole")
        assert whole.communicate(timeout=300) == ("1000 0\n", "")
        server.asked.clear()
        kills = 0
        for _ in range(50):
            kills += killed_after(start_crawl(server, tmp_path / "killed"), server, chance.randrange(1, 20))
        last = start_crawl(server, tmp_path / "killed")
        assert last.communicate(timeout=300) == ("1000 0\n", "")
        asked = Counter(server.paths())
    assert kills == 50
    killed, undisturbed = CorpusStore(tmp_path / "killed" / "corpus"), CorpusStore(tmp_path / "whole" / "corpus")
    assert bodies(killed) == bodies(undisturbed)
    assert sidecars(killed) == sidecars(undisturbed)
    assert sum(asked.values()) - len(asked) <= kills
    assert not [path for path in killed.folder.rglob("*") if path.name.startswith(".tmp-")]
    assert killed.check(no_progress).problems == ()
