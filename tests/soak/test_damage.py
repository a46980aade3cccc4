"""A bit flips, or the end is cut off, anywhere in any file of an index: `check` finds it, no answer is wrong."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.soak.conftest import Say
from tests.soak.worlds import (
    MARGIN,
    REQUESTS,
    VERSIONS,
    Answer,
    answer_of,
    answers,
    expected,
    extract_here,
    make,
    move,
    pages,
)
from twitchsearch.backends.whoosh import arrays
from twitchsearch.backends.whoosh.arrays import ArrayFile
from twitchsearch.errors import IndexUnusable
from twitchsearch.library import Library, build, listing, open_index, update
from twitchsearch.model import Article, Catalogue, IndexStatus, SearchRequest
from twitchsearch.search.query import parse
from twitchsearch.search.seam import Index, Searcher

VERSION = 2
LONG = [pytest.mark.soak, pytest.mark.timeout(1200)]
Everything = tuple[Answer, list[Article], tuple[object, ...], Catalogue]


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """One whose index has two segments, with deletions, in files of many pages."""
    extract_here(monkeypatch)
    monkeypatch.setattr(arrays, "PAGE", 512)
    library = Library(tmp_path / "library")
    make(library, VERSION)
    return library


def files(library: Library) -> list[Path]:
    """Every file that the live generation is made of."""
    live = library.index_folder / (library.index_folder / "CURRENT").read_text().split()[0]
    return [library.index_folder / "CURRENT", *sorted(live.iterdir())]


def everything(index: Index) -> Everything:
    """All that can be asked of an index, each by a way of its own into its files."""
    with index.searcher() as searcher:
        found = answers(searcher)
        hit = searcher.search(SearchRequest(parse("coffee"))).hits[0]
        whole = [searcher.article(each) for each in article_ids(searcher)]
        rest = (searcher.section(hit.section.id), searcher.terms("w", 99), alike(searcher, hit.section.id))
    return found, whole, rest, index.catalogue()


def article_ids(searcher: Searcher) -> list[str]:
    request = SearchRequest(parse(""))
    return sorted({hit.article.id for hit in searcher.search(request).hits})


def alike(searcher: Searcher, section: str) -> list[tuple[str, float]]:
    return [(hit.section.id, hit.score) for hit in searcher.similar(section, SearchRequest(parse(""))).hits]


def one_answer(index: Index, request: int) -> object:
    """A single answer: most of the files is not looked at for it."""
    with index.searcher() as searcher:
        return answers(searcher, [REQUESTS[request]])[0]


def asked(index: Index, ask: Callable[[Index], object], right: object) -> str:
    """What came of asking something of a damaged index: the right answer, or the one error."""
    state = index.state()
    try:
        assert ask(index) == right
        return "right"
    except IndexUnusable as error:
        said = str(error)
    assert "twitchsearch index build" in said
    assert "/library/index" in said
    return "refused on opening" if state.status is not IndexStatus.READY else "refused on reading"


def flips(path: Path, count: int, chance: random.Random) -> Iterator[bytes]:
    """The file with one bit flipped: in each of its arrays, at both ends, and everywhere at equal distances."""
    whole = path.read_bytes()
    places = [0, len(whole) - 1, *regions(path, chance)]
    places += [chance.randrange(len(whole) * n // count, len(whole) * (n + 1) // count + 1) for n in range(count)]
    for place in places[: max(count, len(places) - count)] if count < 8 else places:
        place = min(place, len(whole) - 1)  # noqa: PLW2901 - the end of a region is the beginning of the next
        yield whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :]


def regions(path: Path, chance: random.Random) -> list[int]:
    """A place in each array of a file of arrays."""
    if path.suffix not in (".terms", ".sections", ".articles"):
        return []
    places = [(offset, count * kind.itemsize) for kind, offset, count in ArrayFile(path)._places.values()]
    return [offset + chance.randrange(size) for offset, size in places if size]


def truncations(path: Path, count: int, chance: random.Random) -> Iterator[bytes]:
    whole = path.read_bytes()
    lengths = [0, len(whole) - 1, len(whole) // 2, *(chance.randrange(len(whole)) for _ in range(count))]
    yield from (whole[:length] for length in lengths[:count])


def swapped(path: Path, contents: bytes) -> None:
    """Put contents under this name alone: what is linked from another generation stays whole there."""
    path.unlink()
    path.write_bytes(contents)


Damage = Callable[[Path, int, random.Random], Iterator[bytes]]


@pytest.mark.parametrize(
    ("damage", "points"),
    [
        (flips, 12),
        (truncations, 8),
        pytest.param(flips, 700, marks=LONG),
        pytest.param(truncations, 240, marks=LONG),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_damage_anywhere_is_found_by_check_and_never_gives_a_wrong_answer(
    library: Library, say: Say, damage: Damage, points: int
) -> None:
    chance, where = random.Random(points), Counter[str]()
    one_by_one, together = Counter[str](), Counter[str]()
    index = open_index(library)
    right = everything(index)
    assert right[0] == expected()[VERSION]
    assert index.check().problems == ()
    paths = files(library)
    for path in paths:
        whole = path.read_bytes()
        for broken in damage(path, points // len(paths) + 1, chance):
            swapped(path, broken)
            problems = index.check().problems
            assert problems, (path.name, len(broken))
            assert "twitchsearch index build" in problems[0].remedy
            request = chance.randrange(len(REQUESTS))
            one_by_one[asked(open_index(library), partial(one_answer, request=request), right[0][request])] += 1
            together[asked(open_index(library), everything, right)] += 1
            where[path.suffix or path.name] += 1
        swapped(path, whole)
    assert index.check().problems == ()
    assert everything(index) == right
    assert where.total() >= points
    say(
        f"{where.total()} {damage.__name__} {dict(where)}: found by check 100 %, wrong 0; "
        f"one query {dict(one_by_one)}; everything {dict(together)}"
    )


@pytest.mark.parametrize("points", [4, pytest.param(80, marks=LONG)])
def test_a_damaged_index_is_refused_or_mended_by_update_and_mended_by_build(
    library: Library, say: Say, points: int
) -> None:
    chance, seen, index = random.Random(points), Counter[str](), open_index(library)
    spare = library.root / "spare"
    shutil.copytree(library.index_folder, spare)
    for point in range(points):
        path = files(library)[point % len(files(library))]
        kind = (flips, truncations)[point // len(files(library)) % 2]
        swapped(path, next(iter(kind(path, 3, chance))))
        version = (VERSION, 3)[point % 2]
        move(library, pages(version))
        seen[followed(library, expected()[version])] += 1
        build(library, index)
        assert answer_of(index) == expected()[version]
        assert index.check().problems == ()
        move(library, pages(VERSION))
        shutil.rmtree(library.index_folder)
        shutil.copytree(spare, library.index_folder)
    say(f"{points} damaged indexes: update {dict(seen)}; build mended each")


def followed(library: Library, right: Answer) -> str:
    """What an update of a damaged index came to. What it did not look at may be damaged still, but never lies."""
    index, said = open_index(library), ""
    try:
        update(library, index)
    except IndexUnusable as error:
        said = str(error)
    if said:
        assert "twitchsearch index build" in said
        return "refused"
    if index.check().problems:
        with pytest.raises(IndexUnusable):
            everything(index)
        return "left it as it was"
    assert answer_of(index) == right
    return "ended well"


@pytest.mark.parametrize("name", ["extracted", "listed"])
@pytest.mark.parametrize("points", [4, pytest.param(300, marks=LONG)])
def test_damage_to_what_is_kept_between_builds_never_reaches_an_answer(
    library: Library, monkeypatch: pytest.MonkeyPatch, say: Say, name: str, points: int
) -> None:
    monkeypatch.setattr(listing, "MARGIN", MARGIN)
    chance, index, version = random.Random(points), open_index(library), VERSION
    time.sleep(MARGIN / 1e9)
    build(library, index)
    path = library.index_folder / f"{name}.sqlite3"
    whole = path.read_bytes()
    for broken in [*flips(path, points, chance), *truncations(path, points // 4, chance)]:
        path.write_bytes(broken)
        version = (version + 1) % VERSIONS
        move(library, pages(version))
        (build if chance.random() < 0.3 else update)(library, index)
        assert answer_of(index) == expected()[version]
    path.write_bytes(whole)
    say(f"{points} flips and {points // 4} truncations of {path.name}: wrong 0")


def linked(path: Path) -> None:
    path.symlink_to("/dev/zero")


def test_files_that_are_missing_or_no_files_are_one_error(library: Library) -> None:
    index = open_index(library)
    right = everything(index)
    for path in files(library):
        whole = path.read_bytes()
        for put in (Path.unlink, Path.mkdir, linked, os.mkfifo):
            path.unlink()
            path.touch()
            if put is not Path.unlink:
                path.unlink()
            put(path)
            if index.state().status is not IndexStatus.MISSING:
                assert index.check().problems
            assert asked(open_index(library), everything, right) == "refused on opening"
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
            path.write_bytes(whole)
    assert everything(index) == right
    assert isinstance(index.catalogue(), Catalogue)
