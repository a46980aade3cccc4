"""The power goes at any moment: of a build, of an update, of a change to the corpus."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.soak.conftest import Say
from tests.soak.power import Cut, PowerDisk, restore
from tests.soak.worlds import (
    VERSIONS,
    Answer,
    answer_of,
    expected,
    extract_here,
    from_memory,
    leftovers,
    make,
    move,
    pages,
    spare,
)
from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.corpus.store import CorpusStore, Entry
from twitchsearch.library import Library, build, open_index, open_store, update
from twitchsearch.model import Page, no_progress

Copied = Callable[[int, Path], Library]
CUTS = 6  # of each run
LONG = [pytest.mark.soak, pytest.mark.timeout(1200)]


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    extract_here(monkeypatch)


@pytest.fixture
def copied(tmp_path: Path) -> Copied:
    """Makes a copy, in a folder, of the library of a version, which has two segments and deletions."""
    bases: dict[int, Library] = {}

    def copy(version: int, folder: Path) -> Library:
        if version not in bases:
            bases[version] = Library(tmp_path / f"base{version}")
            make(bases[version], version)
        shutil.copytree(bases[version].root, folder)
        return Library(folder)

    return copy


def allowed(cuts: list[Cut], number: int, old: int, new: int) -> set[int]:
    """What may be live after this cut: certainly the old before CURRENT is replaced, the new once that is flushed."""
    replaced = next(at for at, cut in enumerate(cuts) if cut.after == "replace CURRENT")
    flushed = next(at for at, cut in enumerate(cuts) if at > replaced and cut.after == "flush folder index")
    return {old} if number < replaced else {new} if number >= flushed else {old, new}


@pytest.mark.parametrize("what", ["build", "update"])
@pytest.mark.parametrize("points", [6, pytest.param(300, marks=LONG)])
def test_after_a_power_cut_the_old_generation_or_the_new_is_whole_and_the_next_update_ends_well(
    tmp_path: Path, copied: Copied, say: Say, what: str, points: int
) -> None:
    chance, seen, moments = random.Random(points), Counter[str](), Counter[str]()
    while seen.total() < points:
        old = chance.randrange(VERSIONS)
        new = (old + chance.randrange(1, VERSIONS)) % VERSIONS
        library = copied(old, tmp_path / "run")
        move(library, pages(new))
        disk = PowerDisk(library.root)
        (build if what == "build" else update)(library, WhooshIndex(library.index_folder, disk=disk))
        for number in chance.sample(range(len(disk.cuts)), CUTS):
            after = Library(tmp_path / "after")
            restore(disk.cuts[number], chance, after.root)
            version = lives_and_goes_on(after, allowed(disk.cuts, number, old, new), new)
            seen["old" if version == old else "new"] += 1
            moments[disk.cuts[number].after.split()[0]] += 1
            shutil.rmtree(after.root)
        shutil.rmtree(library.root)
    say(
        f"{seen.total()} power cuts of {what} ({len(disk.cuts)} moments in a run): {dict(seen)}; during {dict(moments)}"
    )


def lives_and_goes_on(library: Library, may_be: set[int], new: int) -> int:
    index = open_index(library)
    answer = answer_of(index)
    assert answer in [expected()[version] for version in may_be]
    assert index.check().problems == ()
    update(library, index)
    assert answer_of(index) == expected()[new]
    assert index.check().problems == ()
    assert leftovers(library.index_folder) == []
    assert len(spare(library.index_folder)) <= 1
    return expected().index(answer)


@pytest.mark.parametrize("points", [6, pytest.param(300, marks=LONG)])
def test_after_a_power_cut_each_page_of_the_corpus_is_the_old_one_or_the_new(
    tmp_path: Path, copied: Copied, say: Say, points: int
) -> None:
    chance, seen, known = random.Random(points), Counter[str](), dict[frozenset[str], Answer]()
    checked = 0
    while checked < points:
        old = chance.randrange(VERSIONS)
        new = (old + chance.randrange(1, VERSIONS)) % VERSIONS
        library = copied(old, tmp_path / "run")
        disk = PowerDisk(library.root)
        change(CorpusStore(library.corpus_folder, disk), pages(new), chance)
        for number in chance.sample(range(len(disk.cuts)), CUTS):
            after = Library(tmp_path / "after")
            restore(disk.cuts[number], chance, after.root)
            found = kept(open_store(after))
            seen += compared(found, pages(old), pages(new))
            index = open_index(after)
            update(after, index)
            facts = frozenset(f"{page.url} {page.fetched_at} {page.body!r}" for page in found.values())
            answer = known.setdefault(facts, from_memory(found.values()))
            assert answer_of(index) == answer
            checked += 1
            shutil.rmtree(after.root)
        shutil.rmtree(library.root)
    assert min(seen["old"], seen["new"]) > points
    say(f"{checked} power cuts of changes to the corpus: pages {dict(seen)}, damaged 0, updates from each right")


def change(store: CorpusStore, target: Mapping[str, Page], chance: random.Random) -> None:
    """One page at a time or in groups, in any order."""
    gone = [each.url for each in store.entries() if isinstance(each, Entry) and each.url not in target]
    for url in gone:
        store.remove(url)
    coming = chance.sample(list(target.values()), len(target))
    for each in coming[:5]:
        store.add(each)
    for _ in store.add_all(coming[5:]):
        pass


def kept(store: CorpusStore) -> dict[str, Page]:
    """What the corpus holds; nothing in it may be damaged, and only leftovers may be complained of."""
    entries = list(store.entries())
    assert all(isinstance(each, Entry) for each in entries)
    complaints = {problem.what for problem in store.check(no_progress).problems}
    assert complaints <= {"a writer that was stopped left it behind", "no page refers to it"}
    return {each.url: store.read(each) for each in entries if isinstance(each, Entry)}


def compared(found: Mapping[str, Page], old: Mapping[str, Page], new: Mapping[str, Page]) -> Counter[str]:
    """How many pages are as they were and as they were to be; the test fails where one is neither."""
    counts = Counter[str]()
    for url in old.keys() | new.keys():
        bodies = [each[url].body if url in each else None for each in (found, old, new)]
        assert bodies[0] in bodies[1:], url
        counts["unchanged" if bodies[1] == bodies[2] else "old" if bodies[0] == bodies[1] else "new"] += 1
    return counts
