"""Files that go away or cannot be written while a session runs cost a sentence, and never the screen."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from tests.tui.articles import ARTICLES, LEGS
from tests.tui.conftest import playing
from tests.tui.test_app import showing, titles, told
from tests.tui.test_remembering import written
from tests.tui.worlds import Outside, session, world
from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.errors import DiskError, SettingsError
from twitchsearch.history import Journal, Keeper
from twitchsearch.model import Catalogue, no_progress
from twitchsearch.model.modes import HistoryMode
from twitchsearch.tui.conversation import Showing
from twitchsearch.tui.picking import PickScreen
from twitchsearch.tui.questions import Manner
from twitchsearch.tui.saved import SavedCopies


async def test_an_index_whose_folder_goes_is_read_to_the_end_or_said_to_be_gone_and_found_again(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path / "index")
    index.rebuild(ARTICLES, Catalogue(), no_progress)
    async with playing(session(index, query="eyelid")) as stage:  # type: ignore[arg-type]  # an index is all it needs
        shutil.rmtree(tmp_path / "index")
        stage.screen.engine.look()
        await stage.settle()
        await stage.type(" twitch")
        await stage.press("enter")
        assert showing(stage) in (Showing.RESULTS, Showing.MISSING)
        assert titles(stage) or "There is no index yet" in stage.text()
        index.rebuild(ARTICLES[:2], Catalogue(), no_progress)
        await stage.press("escape", "escape", "escape")
        stage.screen.engine.look()
        await stage.settle()
        assert "2 articles" in stage.text()


async def test_settings_that_were_made_wrong_are_named_and_the_screen_stays() -> None:
    def wrong() -> Manner:
        raise SettingsError("search.vocabulary: /home/ann/words.toml is no TOML: line 3")

    async with playing(session(world(), manner=wrong), rest=False) as stage:
        await stage.until(lambda: "/home/ann/words.toml is no TOML" in stage.text())
        assert showing(stage) is Showing.FAILED
        await stage.type("tea")
        assert "/home/ann/words.toml is no TOML" in stage.text()


async def test_a_history_that_was_spoilt_meanwhile_costs_a_sentence_and_no_search(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "state", print)
    async with playing(session(world(), journal=Journal(HistoryMode.KEPT, keeper))) as stage:
        await stage.type("calves")
        await stage.press("enter")
        await written(stage)
        for file in (tmp_path / "state").iterdir():
            file.unlink()
            file.mkdir()
        await stage.press("escape")
        await stage.type(" jump")
        await stage.press("enter")
        await written(stage)
        assert told(stage)
        assert stage.screen.article.has_focus
        await stage.press("escape", "ctrl+r")
        assert isinstance(stage.app.screen, PickScreen)
        assert "calves" in stage.text()


@pytest.mark.parametrize("key", ["s", "ctrl+s"])
async def test_a_full_disk_is_said_where_something_is_saved(
    tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise DiskError(f"cannot write {tmp_path}: No space left on device")

    monkeypatch.setattr("twitchsearch.tui.taking.add_excerpt", full)
    monkeypatch.setattr("twitchsearch.history.journal.Journal.save", full)
    given = session(world(), query="calves", excerpts=tmp_path / "excerpts.md")
    async with playing(given) as stage:
        await stage.press("enter", key)
        await written(stage)
        assert "No space left on device" in told(stage)
        assert LEGS.sections[0].text.split(".")[0] in stage.text()


def test_a_copy_that_is_made_while_the_session_ends_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    outside = Outside()
    copies = SavedCopies(session(world(), outside))
    copies.close()
    assert "the session has ended" in copies.open(LEGS.facts, "")
    assert (outside.browsed, list(tmp_path.iterdir())) == ([], [])


async def test_a_private_session_asks_once_before_it_opens_a_live_page() -> None:
    outside = Outside()
    async with playing(session(world(), outside, query="calves", private=True)) as stage:
        await stage.press("enter", "O")
        assert isinstance(stage.app.screen, PickScreen)
        assert "clinic.example learns of it" in stage.text()
        await stage.press("enter")
        assert outside.browsed == []
        await stage.press("O", "down", "enter")
        await stage.app.workers.wait_for_complete()
        await stage.press("O")
        await stage.app.workers.wait_for_complete()
        assert [url.partition("#")[0] for url in outside.browsed] == [LEGS.facts.url] * 2
