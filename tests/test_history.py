"""What is kept between runs: whose it is to read, how much there can be, and what becomes of files that are damaged."""

from __future__ import annotations

import json
import stat
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch import history
from twitchsearch.errors import DiskError, NotFound
from twitchsearch.history import Journal, Keeper, keeper
from twitchsearch.history.changes import with_article, with_saved, with_search
from twitchsearch.model import DateField, Filters, SectionKind, Sort
from twitchsearch.model.modes import HistoryMode
from twitchsearch.model.remembered import Asked, Choices, Past, PastSearch, ReadArticle, SavedSearch

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NARROWED = Asked(
    "eyelid “twitching” \u202e",
    Filters(
        frozenset({SectionKind.CAUSES}), frozenset({"a.example"}), date(2020, 1, 1), date(2026, 1, 1), DateField.FETCHED
    ),
    Sort.NEWEST,
    table=True,
    most=True,
)


def searched(text: str, minutes: int = 0) -> PastSearch:
    return PastSearch(Asked(text), NOW + timedelta(minutes=minutes))


def read(number: int) -> ReadArticle:
    return ReadArticle(f"id-{number}", f"Article {number}", f"https://a.example/{number}", NOW)


class Folder:
    """A folder that is kept in, and what was said about it."""

    def __init__(self, path: Path) -> None:
        self.path = path / "state"
        self.said: list[str] = []

    @property
    def keeper(self) -> Keeper:
        return Keeper(self.path, self.said.append)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_looking_keeps_nothing_and_makes_no_folder(folder: Folder) -> None:
    assert folder.keeper.past() == Past()
    assert folder.keeper.saved() == ()
    assert folder.keeper.choices() == Choices()
    assert folder.keeper.clear() == Past()
    assert not folder.path.exists()


def test_what_is_kept_comes_back_as_it_was(folder: Folder) -> None:
    folder.keeper.add_search(PastSearch(NARROWED, NOW))
    folder.keeper.add_article(read(1))
    folder.keeper.save(SavedSearch("Lids", NARROWED))
    folder.keeper.choose(lambda choices: replace(choices, history=HistoryMode.KEPT, theme="monochrome"))
    assert folder.keeper.past() == Past((PastSearch(NARROWED, NOW),), (read(1),))
    assert folder.keeper.saved() == (SavedSearch("Lids", NARROWED),)
    assert folder.keeper.choices() == Choices(HistoryMode.KEPT, "monochrome")


def test_only_the_owner_may_read_what_is_kept_even_where_others_could_before(folder: Folder) -> None:
    folder.path.mkdir()
    (folder.path / "history.json").write_text("{}")
    (folder.path / "history.json").chmod(0o644)
    folder.keeper.add_search(searched("tea"))
    assert stat.S_IMODE((folder.path / "history.json").stat().st_mode) == 0o600


def test_a_search_made_again_stands_first_and_once() -> None:
    past = Past()
    for number, text in enumerate(["tea", "calves", "tea"]):
        past = with_search(past, searched(text, number))
    assert [each.asked.text for each in past.searches] == ["tea", "calves"]
    past = with_article(with_article(with_article(past, read(1)), read(2)), read(1))
    assert [each.title for each in past.articles] == ["Article 1", "Article 2"]


@given(st.lists(st.integers(0, 700), max_size=900))
def test_however_much_is_searched_and_read_what_is_kept_is_bounded(numbers: list[int]) -> None:
    past = Past()
    for number in numbers:
        past = with_article(with_search(past, searched(str(number))), read(number))
    assert len(past.searches) <= history.MOST_SEARCHES
    assert len(past.articles) <= history.MOST_ARTICLES
    assert len({each.asked for each in past.searches}) == len(past.searches)


def test_a_query_that_is_far_too_long_is_not_kept_and_a_title_is_cut(folder: Folder) -> None:
    folder.keeper.add_search(searched("x" * (history.LONGEST_TEXT + 1)))
    folder.keeper.add_article(replace(read(1), title="x" * 10_000))
    past = folder.keeper.past()
    assert past.searches == ()
    assert len(past.articles[0].title) == history.LONGEST_TEXT
    assert folder.said == []


def test_a_saved_search_is_replaced_by_its_name_whatever_the_case(folder: Folder) -> None:
    for name, text in (("Lids", "eyelid"), ("legs", "calf"), ("lids", "eyelids")):
        folder.keeper.save(SavedSearch(name, Asked(text)))
    assert [(each.name, each.asked.text) for each in folder.keeper.saved()] == [("lids", "eyelids"), ("legs", "calf")]
    assert folder.keeper.find("LEGS").asked.text == "calf"
    folder.keeper.forget("LIDS")
    assert [each.name for each in folder.keeper.saved()] == ["legs"]
    with pytest.raises(NotFound) as gone:
        folder.keeper.find("leg")
    assert gone.value.nearest == "legs"


def _history(searches: str) -> bytes:
    return f'{{"schema": "twitchsearch.history/1", "searches": {searches}, "articles": []}}'.encode()


DAMAGED = {
    "empty": b"",
    "cut": b'{"schema": "twitchsearch.history/1", "searches": [',
    "no-json": b"\xff\xfe\x00",
    "another-schema": _history("[]").replace(b"history/1", b"saved/1"),
    "no-version": _history("[]").replace(b"history/1", b"history/x"),
    "no-list": _history("7"),
    "no-time": _history('[{"query": "a", "at": "x"}]'),
    "no-zone": _history('[{"query": "a", "at": "2026-01-01"}]'),
    "no-kind": _history('[{"query": "a", "kinds": ["x"], "at": "2026-01-01T00:00:00+00:00"}]'),
    "a-list": b"[]",
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_history_is_said_and_set_apart_and_never_lost(folder: Folder, name: str) -> None:
    folder.path.mkdir()
    (folder.path / "history.json").write_bytes(DAMAGED[name])
    assert folder.keeper.past() == Past()
    (said,) = folder.said
    assert "set apart" in said
    assert (folder.path / "history.json.damaged").read_bytes() == DAMAGED[name]
    assert folder.keeper.past() == Past()
    assert len(folder.said) == 1


def test_what_a_newer_version_wrote_is_said_once_and_left_alone_and_nothing_is_kept_in_it(folder: Folder) -> None:
    newer = _history('[{"query": "tea", "mood": "curious"}]').replace(b"/1", b"/2")
    folder.path.mkdir()
    (folder.path / "history.json").write_bytes(newer)
    (folder.path / "saved.json").write_bytes(b'{"schema": "twitchsearch.saved/10"}')
    keeper = folder.keeper
    assert keeper.past() == Past()
    keeper.add_search(searched("calves"))
    keeper.add_article(read(1))
    (said,) = folder.said
    assert "newer version" in said
    assert "upgrade" in said
    with pytest.raises(DiskError, match="newer version"):
        keeper.save(SavedSearch("lids", Asked("eyelid")))
    assert (folder.path / "history.json").read_bytes() == newer
    assert (folder.path / "saved.json").read_bytes() == b'{"schema": "twitchsearch.saved/10"}'
    assert list(folder.path.glob("*.damaged*")) == []
    assert keeper.clear() == Past()
    assert not (folder.path / "history.json").exists()


def test_nobody_else_may_look_into_the_folder_and_its_lock_is_private(folder: Folder) -> None:
    folder.keeper.add_search(searched("tea"))
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder.path / "lock").stat().st_mode) == 0o600


def test_what_was_set_apart_before_is_not_written_over_and_clearing_forgets_all_of_it(folder: Folder) -> None:
    folder.path.mkdir()
    for contents in (b"first", b"second"):
        (folder.path / "history.json").write_bytes(contents)
        folder.keeper.add_search(searched("tea"))
    assert {path.read_bytes() for path in folder.path.glob("history.json.damaged*")} == {b"first", b"second"}
    assert len(folder.keeper.past().searches) == 1
    folder.keeper.save(SavedSearch("lids", Asked("eyelid")))
    assert len(folder.keeper.clear().searches) == 1
    assert list(folder.path.glob("history.json*")) == []
    assert len(folder.keeper.saved()) == 1


def test_an_article_that_is_read_again_stands_once_and_another_of_its_title_beside_it(folder: Folder) -> None:
    first, again = read(1), replace(read(1), section_id="id-2")
    other = replace(read(1), url="https://b.example/1")
    for each in (first, other, again):
        folder.keeper.add_article(each)
    assert folder.keeper.past().articles == (again, other)


def test_only_a_later_version_of_the_same_schema_is_of_a_newer_program(folder: Folder) -> None:
    folder.path.mkdir()
    (folder.path / "saved.json").write_text('{"schema": "somebody.saved/2", "searches": []}')
    assert folder.keeper.saved() == ()
    assert "set apart" in folder.said[0]
    assert not (folder.path / "saved.json").exists()


def test_a_file_that_is_far_too_large_or_a_link_is_not_read(folder: Folder, tmp_path: Path) -> None:
    folder.path.mkdir()
    with (folder.path / "saved.json").open("wb") as file:
        file.truncate(keeper._LARGEST + 1)
    assert folder.keeper.saved() == ()
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_text(json.dumps({"schema": "twitchsearch.choices/1", "theme": "x"}))
    (folder.path / "choices.json").symlink_to(elsewhere)
    assert folder.keeper.choices() == Choices()
    assert len(folder.said) == 2
    assert elsewhere.exists()


def test_writers_side_by_side_lose_nothing(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "_PATIENCE", 60.0)  # a disk that others keep busy flushes slowly

    def write(name: str) -> None:
        for number in range(5):
            folder.keeper.add_search(searched(f"{name} {number}"))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(folder.keeper.past().searches) == 15


def test_a_folder_that_cannot_be_made_is_one_named_error(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(DiskError, match="state"):
        Folder(tmp_path).keeper.add_search(searched("tea"))


class TestJournal:
    """What one session remembers."""

    def test_a_session_alone_remembers_until_it_ends(self, folder: Folder) -> None:
        journal = Journal(HistoryMode.SESSION, folder.keeper)
        assert not journal.note_search(searched("tea"))
        assert len(journal.past.searches) == 1
        assert not folder.path.exists()

    def test_what_is_kept_is_there_in_the_next_session(self, folder: Folder) -> None:
        journal = Journal(HistoryMode.KEPT, folder.keeper)
        assert journal.note_search(searched("tea"))
        journal.keep_search(searched("tea"))
        assert journal.note_article(read(1))
        journal.keep_article(read(1))
        assert Journal(HistoryMode.KEPT, folder.keeper).past == journal.past
        assert Journal(HistoryMode.SESSION, folder.keeper).past == Past()

    def test_off_remembers_nothing_at_all(self, folder: Folder) -> None:
        journal = Journal(HistoryMode.OFF, folder.keeper)
        assert not journal.note_search(searched("tea"))
        assert not journal.note_article(read(1))
        assert journal.past == Past()
        assert not folder.path.exists()

    def test_an_empty_query_is_no_search(self) -> None:
        journal = Journal()
        journal.note_search(searched("  "))
        assert journal.past.searches == ()

    def test_a_mode_that_is_chosen_holds_from_then_on(self, folder: Folder) -> None:
        journal = Journal(HistoryMode.SESSION, folder.keeper)
        journal.note_search(searched("tea"))
        journal.choose_mode(HistoryMode.OFF)
        assert journal.past == Past()
        assert folder.keeper.choices().history is HistoryMode.OFF

    def test_without_a_keeper_nothing_is_written_and_all_works(self) -> None:
        journal = Journal()
        journal.save(SavedSearch("lids", Asked("eyelid")))
        journal.keep_search(searched("tea"))
        journal.keep_article(read(1))
        journal.choose_mode(HistoryMode.KEPT)
        assert not journal.note_search(searched("tea"))
        journal.forget("lids")
        journal.clear()
        assert journal.saved == with_saved((), SavedSearch("x", Asked("y")))[1:]
