"""What is kept can be read back: what is too long for that is not kept, and costs nothing that was kept before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from twitchsearch.errors import DiskError, SettingsError
from twitchsearch.files import Disk
from twitchsearch.history import LONGEST_TEXT, MOST_SAVED, Keeper
from twitchsearch.history.changes import with_saved
from twitchsearch.model import Filters
from twitchsearch.model.remembered import Asked, Past, PastSearch, ReadArticle, SavedSearch

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LONG = "x" * (LONGEST_TEXT + 1)
SHORT = SavedSearch("eyelids", Asked("eyelid"))
OVERLONG = {
    "name": SavedSearch(LONG, Asked("eyelid")),
    "words": SavedSearch("lids", Asked(LONG)),
    "site": SavedSearch("lids", Asked("eyelid", Filters(sites=frozenset({LONG})))),
}
CHANGES: dict[str, Callable[[Keeper], None]] = {
    "an address": lambda keeper: keeper.add_article(ReadArticle("id", "Title", f"https://a.example/{LONG}", NOW)),
    "a query": lambda keeper: keeper.add_search(PastSearch(Asked(LONG), NOW)),
    "a site": lambda keeper: keeper.add_search(PastSearch(OVERLONG["site"].asked, NOW)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_what_is_too_long_is_not_kept_and_costs_nothing_of_the_history(
    tmp_path: Path, change: Callable[[Keeper], None]
) -> None:
    said: list[str] = []
    keeper = Keeper(tmp_path / "state", said.append)
    keeper.add_search(PastSearch(Asked("eyelid"), NOW))
    before = keeper.past()
    change(keeper)
    assert (keeper.past(), said) == (before, [])


@pytest.mark.parametrize("search", OVERLONG.values(), ids=list(OVERLONG))
def test_a_search_that_is_too_long_to_be_saved_is_refused_and_the_others_stay(
    tmp_path: Path, search: SavedSearch
) -> None:
    said: list[str] = []
    keeper = Keeper(tmp_path / "state", said.append)
    keeper.save(SHORT)
    with pytest.raises(SettingsError, match="at most 2,000 characters"):
        keeper.save(search)
    assert (keeper.saved(), said) == ((SHORT,), [])


def test_of_too_many_saved_searches_the_oldest_goes() -> None:
    saved: tuple[SavedSearch, ...] = ()
    for number in range(MOST_SAVED + 1):
        saved = with_saved(saved, SavedSearch(str(number), Asked("eyelid")))
    assert [saved[0].name, saved[-1].name, len(saved)] == ["1", str(MOST_SAVED), MOST_SAVED]


def test_the_longest_that_is_kept_is_read_back(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "state", print)
    longest = SavedSearch(LONG[1:], Asked(LONG[1:], Filters(sites=frozenset({LONG[1:]}))))
    keeper.save(longest)
    assert keeper.saved() == (longest,)


def test_a_damaged_file_that_cannot_be_set_apart_is_taken_for_empty_all_the_same(tmp_path: Path) -> None:
    class ReadOnly(Disk):
        def replace(self, source: Path, target: Path) -> None:
            raise DiskError(f"cannot write {target}: the file system is read-only")

    (tmp_path / "history.json").write_text("{")
    said: list[str] = []
    keeper = Keeper(tmp_path, said.append, ReadOnly())
    assert (keeper.past(), keeper.past()) == (Past(), Past())
    assert len(said) == 1
    assert "read-only" in said[0]
    assert (tmp_path / "history.json").read_text() == "{"
