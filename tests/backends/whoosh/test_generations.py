"""The old generation is live or the new one is, whatever stops a writer; what it leaves is collected."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from tests.backends.strategies import an_article
from tests.backends.whoosh.samples import CATALOGUE, FEET, LEGS, NEW, OLD, WRITES, FailingDisk, built, titles, updated
from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.backends.whoosh import generations as generations_module
from twitchsearch.backends.whoosh import index as index_module
from twitchsearch.backends.whoosh.build import SEGMENTS
from twitchsearch.backends.whoosh.manifest import _digest
from twitchsearch.errors import DiskError, IndexDamaged, IndexMissing, IndexOutdated, IndexTooNew, NotFound
from twitchsearch.files import Disk
from twitchsearch.model import IndexStatus, Step, no_progress
from twitchsearch.search.analysis import Analyser
from twitchsearch.search.seam import Changes

Write = Callable[[WhooshIndex], None]
BEFORE, AFTER = ["Eyes", "Legs"], ["Feet", "Legs"]


def generations(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("gen-*"))


@pytest.mark.parametrize("write", WRITES)
def test_a_disk_that_fails_at_any_moment_leaves_the_old_generation_or_the_new(tmp_path: Path, write: Write) -> None:
    seen = set()
    for moment in range(200):
        folder = tmp_path / str(moment)
        built(folder)
        disk = FailingDisk(moment)
        try:
            write(WhooshIndex(folder, disk=disk))
        except DiskError:
            pass
        else:
            if disk.left > 0:
                break
        seen.add(tuple(titles(WhooshIndex(folder))))
        assert not WhooshIndex(folder).check().problems
        updated(WhooshIndex(folder))
        assert titles(WhooshIndex(folder)) == AFTER
        assert len(generations(folder)) == 2
        assert not list(folder.glob(".tmp-*"))
        shutil.rmtree(folder)
    else:
        pytest.fail("the disk never lasted to the end")
    assert seen == {tuple(BEFORE), tuple(AFTER)}
    assert moment > 8


@pytest.mark.parametrize("write", WRITES)
def test_the_previous_generation_is_kept_and_the_one_before_it_goes(tmp_path: Path, write: Write) -> None:
    index = built(tmp_path)
    write(index)
    write(index)
    assert generations(tmp_path) == ["gen-000002", "gen-000003"]
    assert index.state().previous == "gen-000002"
    assert titles(index) == AFTER


def test_leftovers_of_a_killed_writer_go_when_the_next_one_starts(tmp_path: Path) -> None:
    index = built(tmp_path)
    (tmp_path / "gen-000002").mkdir()
    (tmp_path / "gen-000002" / "half").write_bytes(b"...")
    (tmp_path / ".tmp-CURRENT.1-1").write_bytes(b"gen-0")
    with index.writing():
        assert generations(tmp_path) == ["gen-000001"]
        assert not list(tmp_path.glob(".tmp-*"))
    assert titles(index) == BEFORE


def test_what_words_become_is_not_worked_out_again_where_the_same_program_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = built(tmp_path)
    monkeypatch.setattr(index_module, "analyser", Analyser)  # a fresh one each time: nothing of it is remembered
    monkeypatch.setattr(Analyser, "fingerprint", "of another stemmer")
    assert titles(index) == BEFORE
    monkeypatch.setattr(Analyser, "voucher", lambda *_: "of another program")
    with pytest.raises(IndexOutdated):
        index.searcher()


def test_what_the_caller_raises_leaves_the_old_generation_and_nothing_else(tmp_path: Path) -> None:
    index = built(tmp_path)

    def stop(step: Step) -> None:
        if step.done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.rebuild(NEW, CATALOGUE, stop)
    assert generations(tmp_path) == ["gen-000001"]
    assert titles(index) == BEFORE


@pytest.mark.parametrize(
    "waits", [(0.0, 0.05, 0.11), pytest.param([n / 500 for n in range(300)], marks=pytest.mark.soak)], ids=len
)
def test_a_killed_writer_leaves_a_whole_index_and_a_free_lock(tmp_path: Path, waits: Iterable[float]) -> None:
    index = built(tmp_path)
    script = (
        "import sys; from pathlib import Path; from tests.backends.whoosh.samples import *\n"
        "index = WhooshIndex(Path(sys.argv[1]))\n"
        "print('ready', flush=True)\n"
        "while True: rebuilt(index); updated(index)\n"
    )
    for wait in waits:
        with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(wait)
            writer.kill()
        assert titles(index) in (BEFORE, AFTER)
        assert not index.check().problems
        assert not index.state().writing
    updated(index)
    assert len(generations(tmp_path)) == 2


def test_a_reader_keeps_the_generation_it_opened(tmp_path: Path) -> None:
    index = built(tmp_path)
    with index.searcher() as searcher:
        for _ in range(3):
            updated(index)
        assert not (tmp_path / searcher.state.generation).exists()
        assert searcher.article(LEGS.id) == LEGS
    assert titles(index) == AFTER


def test_a_reader_looks_again_where_the_generation_went_between_two_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = built(tmp_path)
    updated(index)
    current = (tmp_path / "CURRENT").read_bytes()
    gone = b"gen-000009 %08x\n" % zlib.crc32(b"gen-000009")
    looks = iter([gone, current, current])
    monkeypatch.setattr(generations_module, "read_bounded", lambda _path, _limit: next(looks))
    assert titles(index) == AFTER
    assert next(looks, None) is None


@pytest.mark.parametrize("how", ["moved", "copied", "read-only"])
def test_an_index_follows_its_library(tmp_path: Path, how: str) -> None:
    index = built(tmp_path / "here")
    updated(index)
    there = tmp_path / "there"
    match how:
        case "moved":
            (tmp_path / "here").rename(there)
        case "copied":
            shutil.copytree(tmp_path / "here", there)
        case _:
            shutil.copytree(tmp_path / "here", there)
            for path in (*there.rglob("*"), there):
                path.chmod(stat.S_IRUSR | stat.S_IXUSR if path.is_dir() else stat.S_IRUSR)
    assert titles(WhooshIndex(there)) == AFTER
    assert WhooshIndex(there).state().status is IndexStatus.READY
    assert not WhooshIndex(there).check().problems
    for path in (there, *there.rglob("*")):
        path.chmod(0o700)


def test_reading_writes_nothing(tmp_path: Path) -> None:
    index = built(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path, *tmp_path.rglob("*"))}
    titles(index)
    index.state()
    index.catalogue()
    index.check()
    assert {path: path.stat().st_mtime_ns for path in (tmp_path, *tmp_path.rglob("*"))} == before


def test_a_file_system_without_hard_links_gets_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    index = built(tmp_path)
    monkeypatch.setattr(os, "link", no_links)
    updated(index)
    assert titles(index) == AFTER
    assert not index.check().problems


def test_an_update_links_what_it_keeps(tmp_path: Path) -> None:
    index = built(tmp_path)
    index.update(Changes([FEET]), CATALOGUE, no_progress)
    kept = [path for path in (tmp_path / "gen-000002").iterdir() if path.name.startswith("s000001")]
    assert len(kept) == 2
    assert all(path.stat().st_nlink == 2 for path in kept)


def test_many_updates_leave_few_segments_and_few_deletions(tmp_path: Path) -> None:
    index = built(tmp_path)
    for _ in range(3 * SEGMENTS):
        updated(index)
        index.update(Changes(OLD, frozenset({FEET.id})), CATALOGUE, no_progress)
    state = index.state()
    assert titles(index) == BEFORE
    assert state.segments <= SEGMENTS
    assert state.deleted <= state.sections
    assert not index.check().problems


def test_the_catalogue_comes_back_as_it_went_in(tmp_path: Path) -> None:
    assert built(tmp_path).catalogue() == CATALOGUE


def test_state_tells_what_is_there(tmp_path: Path) -> None:
    state = built(tmp_path).state()
    assert (state.articles, state.sections, state.segments, state.deleted) == (2, 4, 1, 0)
    assert state.bytes == sum(
        path.stat().st_size for path in (tmp_path / "gen-000001").iterdir() if path.name != "manifest.json"
    )
    assert (state.extraction, state.corpus_change) == ("extraction", "7")


def test_an_index_that_is_not_there_is_missing(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path / "nowhere")
    with pytest.raises(IndexMissing, match="twitchsearch index build"):
        index.searcher()
    assert index.state().status is IndexStatus.MISSING
    assert not (tmp_path / "nowhere").exists()


def altered(folder: Path, changes: Mapping[str, str], version: int | None = None) -> None:
    """A manifest as another version would have written it."""
    path = folder / "gen-000001" / "manifest.json"
    record = json.loads(path.read_text())
    record["manifest"].update(changes)
    record["sha256"] = _digest(record["manifest"])
    record["format"] = record["format"] if version is None else version
    path.write_text(json.dumps(record) + "\n")


def test_an_index_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    index = built(tmp_path)
    altered(tmp_path, {}, version=99)
    with pytest.raises(IndexTooNew, match="upgrade"):
        index.searcher()
    assert index.state().status is IndexStatus.TOO_NEW


@pytest.mark.parametrize("what", ["schema", "analysis"])
def test_an_index_of_another_schema_or_analysis_is_outdated_and_can_be_rebuilt(tmp_path: Path, what: str) -> None:
    index = built(tmp_path)
    altered(tmp_path, {what: "another"})
    with pytest.raises(IndexOutdated, match="twitchsearch index build"):
        index.searcher()
    with pytest.raises(IndexOutdated):
        updated(index)
    assert index.state().status is IndexStatus.OUTDATED
    assert index.state().sections == 4
    index.rebuild(NEW, CATALOGUE, no_progress)
    assert titles(index) == AFTER


def test_another_language_needs_a_rebuild(tmp_path: Path) -> None:
    built(tmp_path)
    with pytest.raises(IndexOutdated, match="language"):
        WhooshIndex(tmp_path, language="german").searcher()


@pytest.mark.parametrize("within", ["", "something"])
def test_a_folder_in_the_place_of_current_is_damage_that_a_rebuild_repairs(tmp_path: Path, within: str) -> None:
    index = built(tmp_path)
    (tmp_path / "CURRENT").unlink()
    (tmp_path / "CURRENT" / within).mkdir(parents=True)
    with pytest.raises(IndexDamaged, match=r"CURRENT.*twitchsearch index build"):
        index.searcher()
    index.rebuild(NEW, CATALOGUE, no_progress)
    assert titles(index) == AFTER


@pytest.mark.parametrize("contents", [b"", b"gen-000001", b"gen-000002 00000000\n", b"../../etc 1\n", b"\xff" * 5000])
def test_a_current_that_names_nothing_is_damage_that_a_rebuild_repairs(tmp_path: Path, contents: bytes) -> None:
    index = built(tmp_path)
    (tmp_path / "CURRENT").write_bytes(contents)
    with pytest.raises(IndexDamaged, match=r"CURRENT.*twitchsearch index build"):
        index.searcher()
    assert index.state().status is IndexStatus.DAMAGED
    assert index.check().problems
    index.rebuild(NEW, CATALOGUE, no_progress)
    assert titles(index) == AFTER


def test_files_are_flushed_before_the_generation_is_live(tmp_path: Path) -> None:
    class Watching(Disk):
        def __init__(self) -> None:
            self.events: list[tuple[str, str]] = []

        def write_new(self, path: Path, chunks: object) -> None:
            super().write_new(path, chunks)  # type: ignore[arg-type]  # passed on as it came
            self.events.append(("written", path.name))

        def flush_folder(self, folder: Path) -> None:
            super().flush_folder(folder)
            self.events.append(("flushed", folder.name))

        def replace(self, source: Path, target: Path) -> None:
            super().replace(source, target)
            self.events.append(("replaced", target.name))

    disk = Watching()
    built(tmp_path / "index", disk)
    live = disk.events.index(("replaced", "CURRENT"))
    files = {path.name for path in (tmp_path / "index" / "gen-000001").iterdir()} - {"manifest.json"}
    assert {name for event, name in disk.events[:live] if event == "written"} >= files
    last = max(place for place, event in enumerate(disk.events) if event[1] in files)
    assert ("flushed", "gen-000001") in disk.events[last:live]
    assert ("flushed", "index") in disk.events[live:]


def test_articles_without_sections_come_and_go(tmp_path: Path) -> None:
    bare = [an_article(f"bare-{number}") for number in range(5)]
    index = WhooshIndex(tmp_path)
    index.rebuild(bare, CATALOGUE, no_progress)
    index.update(Changes([], frozenset({bare[0].id})), CATALOGUE, no_progress)
    index.update(Changes([LEGS], frozenset({bare[1].id})), CATALOGUE, no_progress)
    with index.searcher() as searcher:
        assert searcher.article(bare[2].id) == bare[2]
        with pytest.raises(NotFound):
            searcher.article(bare[0].id)
    assert titles(index) == ["Legs"]
    assert index.state().articles == 4
