import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.backends.strategies import an_article
from tests.backends.whoosh.samples import CATALOGUE, FailingDisk, titles
from twitchsearch.backends.whoosh import WhooshIndex, pool
from twitchsearch.backends.whoosh.index import Means
from twitchsearch.errors import DiskError
from twitchsearch.model import Article, no_progress

MEANS = Means(memory=200_000, processes=2)
"""So little memory that the articles below are some ten runs."""


def many() -> list[Article]:
    return [
        an_article(f"a{number:03}", f"Leg {number} twitches. " + "Stretch well, \ud800 足 ünder “it”. " * 8)
        for number in range(400)
    ]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The workers that were started."""
    workers: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def started(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        workers.append(start(*arguments, **options))
        return workers[-1]

    monkeypatch.setattr(subprocess, "Popen", started)
    return workers


def written(folder: Path, means: Means = MEANS) -> tuple[WhooshIndex, list[str]]:
    """An index of many articles, and what it answers."""
    index = WhooshIndex(folder, means=means)
    index.rebuild(many(), CATALOGUE, no_progress)
    assert not index.check().problems
    assert sorted(path.suffix for path in (folder / index.state().generation).iterdir()) == [
        *(".json", ".jsonl", ".sections", ".terms")
    ]
    return index, titles(index)


def stopped(articles: list[Article]) -> Iterator[Article]:
    yield from articles
    raise KeyboardInterrupt


def test_processes_write_what_one_would(
    tmp_path: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(pool, "unpacked")  # which only this process would do, for a worker that is gone
    several, found = written(tmp_path / "several")
    assert len(started) == 2
    one, same = written(tmp_path / "one", Means(MEANS.memory, processes=1))
    assert len(started) == 2
    assert found == same
    with several.searcher() as first, one.searcher() as second:
        assert all(first.article(each.id) == second.article(each.id) == each for each in many()[::7])


@pytest.mark.parametrize("program", ["", "import sys; sys.stdin.buffer.read(100)", "print('no number', flush=True)"])
def test_what_a_worker_dies_of_is_done_again_here(
    tmp_path: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(pool, "COMMAND", (sys.executable, "-c", program))
    _, found = written(tmp_path / "several")
    assert len(started) == 2
    assert found == written(tmp_path / "one", Means(MEANS.memory, processes=1))[1]


def test_where_no_process_can_be_started_this_one_does_it_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "COMMAND", (str(tmp_path / "nothing"),))
    assert len(written(tmp_path / "index")[1]) == 10


def test_workers_go_with_a_writer_that_is_stopped_and_so_does_what_they_wrote(
    tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    index = WhooshIndex(tmp_path / "index", means=MEANS)
    articles = many()
    index.rebuild(articles[:1], CATALOGUE, no_progress)
    with pytest.raises(KeyboardInterrupt):
        index.rebuild(stopped(articles), CATALOGUE, no_progress)
    assert len(started) == 2
    assert all(worker.poll() is not None for worker in started)
    assert [path.name for path in (tmp_path / "index").glob("gen-*")] == ["gen-000001"]
    assert titles(index)


def test_more_runs_than_may_be_open_are_joined_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twitchsearch.backends.whoosh.segment._TOGETHER", 2)
    index, found = written(tmp_path / "index", Means(MEANS.memory // 4, processes=1))
    assert len(found) == 10
    assert (index.state().articles, index.state().sections) == (400, 400)


def test_what_stops_a_run_here_stops_the_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "COMMAND", (sys.executable, "-c", ""))
    monkeypatch.setattr("twitchsearch.backends.whoosh.segment.write_run", lambda *_: FailingDisk(0).remove(tmp_path))
    with pytest.raises(DiskError):
        WhooshIndex(tmp_path / "index", means=MEANS).rebuild(many(), CATALOGUE, no_progress)


def test_a_disk_of_another_kind_is_written_by_this_process_alone(
    tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    WhooshIndex(tmp_path / "index", means=MEANS, disk=FailingDisk(10_000)).rebuild(many(), CATALOGUE, no_progress)
    assert not started
