"""Damage of any file is found, and never a wrong answer, a traceback or code that runs."""

from __future__ import annotations

import marshal
import os
import pickle
import random
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.backends.strategies import an_article
from tests.backends.whoosh.samples import CATALOGUE, EYES, LEGS, built, titles
from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.backends.whoosh.arrays import PAGE, ArrayFile, chunks
from twitchsearch.backends.whoosh.generations import Generations
from twitchsearch.backends.whoosh.manifest import file_records, read_manifest, write_manifest
from twitchsearch.errors import IndexDamaged
from twitchsearch.files import DISK
from twitchsearch.model import Article, Catalogue, no_progress
from twitchsearch.search.seam import Changes

BEFORE = ["Eyes", "Legs"]


@pytest.fixture
def index(tmp_path: Path) -> WhooshIndex:
    """One with two segments and deletions, so that every kind of file is there."""
    index = built(tmp_path / "index")
    many = [EYES, *(_copy(number) for number in range(9))]
    index.rebuild([LEGS, *many], CATALOGUE, no_progress)
    index.update(Changes([LEGS], frozenset(each.id for each in many[1:2])), CATALOGUE, no_progress)
    return index


def _copy(number: int) -> Article:
    return an_article(f"more-{number}", "Nothing to see.", title=f"More {number}")


def files(index: WhooshIndex) -> list[Path]:
    live = Generations(index.folder, DISK).live()
    return [live.folder / "manifest.json", *(live.folder / name for name in live.manifest.files)]


def answers_right_or_says_damaged(index: WhooshIndex) -> bool:
    """Whether it still answers; then rightly."""
    try:
        answer = titles(index)
        catalogue = index.catalogue()
    except IndexDamaged as error:
        said = str(error)
    else:
        said = ""
    if said:
        assert "twitchsearch index build" in said
        assert str(index.folder) in said
        return False
    assert answer == BEFORE
    assert catalogue == CATALOGUE
    return True


def test_every_kind_of_file_is_damaged_below(index: WhooshIndex) -> None:
    assert {path.name.partition("-")[2] or path.name for path in files(index)} == {
        "manifest.json",
        "pages.jsonl",
        "deleted.articles",
        "0.terms",
        "0.sections",
    }
    assert len(files(index)) == 7


def test_a_flipped_bit_anywhere_is_found_and_never_answers_wrong(index: WhooshIndex) -> None:
    chance = random.Random(5)
    for path in files(index):
        whole = path.read_bytes()
        for place in [0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(40))]:
            broken = bytearray(whole)
            broken[place] ^= 1 << chance.randrange(8)
            replace(path, bytes(broken))
            answers_right_or_says_damaged(index)
            assert index.check().problems, (path, place)
        replace(path, whole)
    assert answers_right_or_says_damaged(index)
    assert not index.check().problems


def test_a_truncated_or_missing_file_is_found_when_it_is_opened(index: WhooshIndex) -> None:
    for path in files(index):
        whole = path.read_bytes()
        for length in (0, 1, len(whole) // 2, len(whole) - 1):
            replace(path, whole[:length])
            assert not answers_right_or_says_damaged(index)
            assert index.check().problems
        path.unlink()
        assert not answers_right_or_says_damaged(index)
        assert index.check().problems
        replace(path, whole)
    assert answers_right_or_says_damaged(index)


def replace(path: Path, contents: bytes) -> None:
    """Write a file under its name without touching another name of it."""
    path.unlink(missing_ok=True)
    path.write_bytes(contents)


class Bomb:
    """What runs code where it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (f"touch {self.trace}",)


def test_an_index_made_to_run_code_runs_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = tmp_path / "trace"
    bomb = pickle.dumps(Bomb(trace))
    index = built(tmp_path / "index")
    live = Generations(index.folder, DISK).live()
    for name in (*live.manifest.files, "_s_1.toc", "_MAIN_1.toc"):
        for payload in (bomb, zlib.compress(bomb), marshal.dumps(bomb)):
            shutil.rmtree(tmp_path / "evil", ignore_errors=True)
            shutil.copytree(index.folder, tmp_path / "evil")
            make_consistent(tmp_path / "evil" / live.name, name, payload)
            evil = WhooshIndex(tmp_path / "evil")
            evil.state()
            evil.check()
            try:
                titles(evil)
                evil.catalogue()
            except IndexDamaged:
                pass
            evil.rebuild([LEGS], Catalogue(), no_progress)
    for payload in (bomb, zlib.compress(bomb)):
        shutil.rmtree(tmp_path / "evil")
        shutil.copytree(index.folder, tmp_path / "evil")
        plant_in_arrays(tmp_path / "evil" / live.name, payload)
        with pytest.raises(IndexDamaged):
            titles(WhooshIndex(tmp_path / "evil"))
    assert not trace.exists()
    pickle.loads(bomb)
    assert trace.exists()


def make_consistent(folder: Path, name: str, contents: bytes) -> None:
    """Put a file into a generation whose manifest vouches for it."""
    manifest = read_manifest(folder)
    replace(folder / name, contents)
    names = {*manifest.files, name}
    fields = {field: getattr(manifest, field) for field in manifest.__slots__}
    write_manifest(folder, type(manifest)(**{**fields, "files": file_records(folder, names, {})}), DISK)


def plant_in_arrays(folder: Path, payload: bytes) -> None:
    """Make every record a payload, with right checksums throughout."""
    (path,) = folder.glob("*.sections")
    file = ArrayFile(path)
    arrays = {name: np.array(file.whole(name)) for name in file._places}
    for name in ("section/record", "article/record"):
        blocks = file.count(f"{name}/ends")
        arrays[name] = np.frombuffer(payload * blocks, "|u1")
        arrays[f"{name}/ends"] = np.arange(1, blocks + 1).astype("<u4") * len(payload)
    contents = b"".join(chunks(arrays, file.notes))
    make_consistent(folder, path.name, contents)


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "a\\b", "..", ""])
def test_a_manifest_may_name_no_file_outside_its_folder(tmp_path: Path, name: str) -> None:
    index = built(tmp_path)
    manifest = read_manifest(tmp_path / "gen-000001")
    fields = {field: getattr(manifest, field) for field in manifest.__slots__}
    some = next(iter(manifest.files.values()))
    evil = type(manifest)(**{**fields, "files": {**manifest.files, name: some}})
    write_manifest(tmp_path / "gen-000001", evil, DISK)
    with pytest.raises(IndexDamaged):
        index.searcher()


def test_a_page_is_checked_when_it_is_read_first(tmp_path: Path) -> None:
    path = tmp_path / "arrays"
    path.write_bytes(b"".join(chunks({"a": np.arange(PAGE, dtype="<u4"), "b": np.ones(9, "|u1")}, {})))
    contents = bytearray(path.read_bytes())
    contents[3 * PAGE + 5] ^= 4
    path.write_bytes(contents)
    file = ArrayFile(path)
    assert file.whole("b").tolist() == [1] * 9
    assert file.part("a", 0, 10).tolist() == list(range(10))
    with pytest.raises(IndexDamaged, match="around byte"):
        file.whole("a")
    with pytest.raises(IndexDamaged, match="no such part"):
        file.part("b", 5, 10)
    with pytest.raises(IndexDamaged, match="lacks c"):
        file.whole("c")
