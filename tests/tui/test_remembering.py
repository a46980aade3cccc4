"""What a session remembers, and where an empty query leads because of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.tui.articles import EYELID, LEGS, NOW
from tests.tui.conftest import Stage, playing
from tests.tui.test_app import chosen, showing, titles, told
from tests.tui.worlds import session, world
from twitchsearch.history import Journal, Keeper
from twitchsearch.model import Filters, SectionKind, Sort
from twitchsearch.model.modes import HistoryMode
from twitchsearch.model.remembered import Asked, PastSearch, ReadArticle, SavedSearch
from twitchsearch.tui.conversation import Showing
from twitchsearch.tui.picking import PickScreen


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return Keeper(tmp_path / "state", print)


async def written(stage: Stage) -> None:
    """Wait until what is to be kept is written."""
    await stage.app.workers.wait_for_complete()
    await stage.settle()


async def test_a_search_that_was_made_with_enter_is_there_the_next_time_and_enter_makes_it_again(
    keeper: Keeper,
) -> None:
    async with playing(session(world(), journal=Journal(HistoryMode.KEPT, keeper))) as stage:
        await stage.type("calves")
        await stage.press("enter")
        await written(stage)
    past = keeper.past()
    assert [each.asked.text for each in past.searches] == ["calves"]
    assert [each.url for each in past.articles] == [LEGS.facts.url]
    async with playing(session(world(), journal=Journal(HistoryMode.KEPT, keeper))) as stage:
        assert "searched  calves" in stage.text()
        await stage.press("enter")
        assert stage.screen.head.box.value == "calves"
        assert chosen(stage) == LEGS.facts.title


async def test_an_article_from_before_opens_without_a_search(keeper: Keeper) -> None:
    keeper.add_article(ReadArticle(EYELID.sections[1].id, EYELID.facts.title, EYELID.facts.url, NOW))
    async with playing(session(world(), journal=Journal(HistoryMode.KEPT, keeper))) as stage:
        await stage.press("enter")
        assert stage.screen.article.has_focus
        assert "Causes > Stimulants" in stage.text()
        await stage.press("escape")
        assert showing(stage) is Showing.WELCOME


async def test_an_article_from_before_that_is_gone_costs_a_sentence() -> None:
    journal = Journal()
    journal.note_article(ReadArticle("0123456789abcdef-00000000", "Gone", "https://gone.example/", NOW))
    async with playing(session(world(), journal=journal)) as stage:
        await stage.press("enter")
        assert "0123456789abcdef" in told(stage)
        assert stage.screen.head.box.has_focus


async def test_saved_searches_bring_back_their_filters_and_are_removed_by_a_key(keeper: Keeper) -> None:
    keeper.save(SavedSearch("lids", Asked("eyelid", Filters(frozenset({SectionKind.CAUSES})), Sort.NEWEST)))
    async with playing(session(world(), journal=Journal(HistoryMode.SESSION, keeper))) as stage:
        await stage.press("enter")
        assert stage.screen.talk.asked.kind is SectionKind.CAUSES
        assert stage.screen.talk.asked.sort is Sort.NEWEST
        await stage.press("ctrl+s")
        await written(stage)
        assert len(keeper.saved()) == 2
        await stage.press("ctrl+r")
        assert isinstance(stage.app.screen, PickScreen)
        await stage.type("lids")
        await stage.press("delete")
        await written(stage)
        assert [each.name for each in keeper.saved()] == ["eyelid · Causes"]


@pytest.mark.parametrize("keys", [["f11"], ["f11", "ctrl+s"]])
async def test_a_table_that_was_listed_or_saved_comes_back_as_the_table(keeper: Keeper, keys: list[str]) -> None:
    async with playing(session(world(), journal=Journal(HistoryMode.KEPT, keeper))) as stage:
        await stage.type("eyelid twitching")
        await stage.press(*keys)
        await written(stage)
    async with playing(session(world(), journal=Journal(HistoryMode.KEPT, keeper))) as stage:
        assert "eyelid twitching · table of causes" in stage.text()
        await stage.press("enter")
        assert stage.screen.talk.named
        assert stage.screen.talk.asked.tabled is SectionKind.CAUSES
        await stage.press("f11")
        assert not stage.screen.talk.named


async def test_the_history_is_filtered_and_followed() -> None:
    journal = Journal()
    for number, text in enumerate(["coffee", "calves", "eyelid tea"]):
        journal.note_search(PastSearch(Asked(text), NOW - timedelta(days=number)))
    async with playing(session(world(), journal=journal)) as stage:
        await stage.press("ctrl+r")
        await stage.type("calv")
        await stage.press("enter")
        assert stage.screen.head.box.value == "calves"


@pytest.mark.parametrize(
    ("keys", "mode"),
    [
        (["up", "enter"], HistoryMode.KEPT),
        (["down", "enter"], HistoryMode.OFF),
        (["enter"], HistoryMode.SESSION),
        (["escape"], HistoryMode.SESSION),
    ],
)
async def test_what_is_to_be_remembered_is_asked_once(keeper: Keeper, keys: list[str], mode: HistoryMode) -> None:
    journal = Journal(HistoryMode.SESSION, keeper)
    async with playing(session(world(), journal=journal, ask_first=True)) as stage:
        assert isinstance(stage.app.screen, PickScreen)
        await stage.press(*keys)
        await written(stage)
    assert keeper.choices().history is mode


async def test_letters_typed_while_that_is_asked_are_for_the_query_and_the_answer_is_told(keeper: Keeper) -> None:
    journal = Journal(HistoryMode.SESSION, keeper)
    async with playing(session(world(), journal=journal, ask_first=True)) as stage:
        await stage.type("calves jump")
        assert "> * This session only" in stage.text()
        await stage.press("up", "up", "up")
        assert ">   Keep them" in stage.text()
        await stage.press("enter")
        await written(stage)
        assert stage.screen.head.box.value == "calves jump"
        assert titles(stage) == [LEGS.facts.title]
        assert "Keep them" in told(stage)
        assert "changes it" in told(stage)
    assert keeper.choices().history is HistoryMode.KEPT


async def test_a_private_session_reads_and_writes_nothing(tmp_path: Path) -> None:
    async with playing(session(world(), journal=Journal(HistoryMode.OFF))) as stage:
        await stage.type("calves")
        await stage.press("enter", "s", "escape", "ctrl+s")
        await written(stage)
        assert "private" in told(stage)
        await stage.press("escape", "ctrl+r", "escape")
        assert stage.screen.journal.past.searches == ()
    assert list(tmp_path.iterdir()) == []


async def test_what_cannot_be_written_costs_a_sentence_and_no_search(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    journal = Journal(HistoryMode.SESSION, None)
    journal.mode, journal.keeper = HistoryMode.KEPT, Keeper(tmp_path / "state", print)
    async with playing(session(world(), journal=journal)) as stage:
        await stage.type("calves")
        await stage.press("enter")
        await written(stage)
        assert "cannot write" in told(stage)
        assert stage.screen.article.has_focus


async def test_theme_and_layout_that_were_chosen_are_kept(keeper: Keeper) -> None:
    async with playing(
        session(world(), journal=Journal(HistoryMode.SESSION, keeper), query="eyelid"), 140, 40
    ) as stage:
        stage.app.theme = "monochrome"
        await stage.settle()
        await stage.press("f3")
        await written(stage)
    assert (keeper.choices().theme, keeper.choices().layout) == ("monochrome", "one")


async def test_a_section_is_added_to_the_file_of_excerpts_with_its_source(tmp_path: Path) -> None:
    path = tmp_path / "state" / "excerpts.md"
    async with playing(session(world(), excerpts=path, query="calves")) as stage:
        await stage.press("enter", "s")
        await written(stage)
        await stage.press("]", "s")
        await written(stage)
    text = path.read_text(encoding="utf-8")
    assert text.count("---") == 2
    assert LEGS.sections[0].text in text
    assert LEGS.facts.url in text
