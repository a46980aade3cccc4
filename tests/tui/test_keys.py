"""Keys and clicks where a person would not think of them: after a resize, in a burst, on what only seems to be text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual import events
from textual.widgets import OptionList

from tests.tui.articles import EYELID
from tests.tui.conftest import Stage, playing
from tests.tui.test_app import reading, told
from tests.tui.worlds import session, world
from twitchsearch.model import SectionKind, Sort
from twitchsearch.tui.care import CareScreen
from twitchsearch.tui.widgets import MOST_PASTED


def chosen_kind(stage: Stage) -> SectionKind | None:
    return stage.screen.talk.asked.kind


@pytest.mark.parametrize("between", [[(30, 8)], [(30, 8), (130, 40)], [(130, 40)], [(130, 40), (30, 8)]])
async def test_keys_go_to_the_article_that_is_read_after_any_resize(between: list[tuple[int, int]]) -> None:
    async with playing(session(world(), query="eyelid")) as stage:
        await stage.press("enter")
        for size in [*between, (80, 24)]:
            await stage.pilot.resize_terminal(*size)
            await stage.settle()
        assert reading(stage)
        assert "n Match" in stage.rows()[-1]
        before = stage.screen.article.match
        await stage.press("n")
        assert stage.screen.article.match != before


async def test_what_is_typed_goes_to_the_query_after_a_resize_that_hid_it() -> None:
    async with playing(session(world(), query="calve")) as stage:
        for size in ((30, 8), (80, 24)):
            await stage.pilot.resize_terminal(*size)
            await stage.settle()
        await stage.type("s")
        assert stage.screen.head.box.value == "calves"


async def test_what_is_to_be_found_is_typed_on_after_a_resize_that_hid_its_box() -> None:
    async with playing(session(world(), query="coffee")) as stage:
        await stage.press("enter", "slash", "n")
        for size in ((30, 8), (80, 24)):
            await stage.pilot.resize_terminal(*size)
            await stage.settle()
        await stage.type("erves")
        assert stage.screen.reader.box.value == "nerves"


@pytest.mark.parametrize("key", ["f2", "f11"])
async def test_tab_and_table_go_with_the_question_they_were_chosen_for_and_filters_stay(key: str) -> None:
    async with playing(session(world(), query="eyelid twitch")) as stage:
        screen = stage.screen
        screen.ask(replace(screen.talk.asked.anew, site="starter.example"))
        await stage.press(key, "end", "backspace")
        assert chosen_kind(stage) is SectionKind.CAUSES
        await stage.press("ctrl+u")
        await stage.type("coffee")
        assert chosen_kind(stage) is None
        assert not screen.talk.asked.table
        assert "[All" in stage.text()
        assert "starter.example ·" in stage.rows()[1]


async def test_kinds_that_are_browsed_without_a_question_keep_their_tab_when_one_is_typed() -> None:
    async with playing(session(world())) as stage:
        await stage.press("f2")
        await stage.type("coffee")
        assert stage.screen.talk.asked.kind is SectionKind.CAUSES


async def test_what_is_to_be_found_can_be_typed_in_a_burst() -> None:
    async with playing(session(world(), query="coffee")) as stage:
        await stage.press("enter")
        for key in ("slash", *"magnesium"):
            stage.app.simulate_key(key)  # all of them before any is handled, as a terminal sends what is typed fast
        await stage.settle()
        assert stage.screen.reader.box.value == "magnesium"
        assert stage.screen.talk.asked.like is None


async def test_escape_leaves_what_was_found_before_it_leaves_the_article() -> None:
    async with playing(session(world(), query="coffee")) as stage:
        await stage.press("enter", "slash")
        await stage.type("nerves")
        assert "F2 Kind" not in stage.rows()[-1]
        await stage.press("enter", "escape")
        assert reading(stage)
        assert not stage.screen.article.finding
        await stage.press("escape")
        assert not reading(stage)


async def test_a_click_on_the_order_changes_it_and_one_on_the_warning_sign_opens_all_of_them() -> None:
    async with playing(session(world(), query="eyelid")) as stage:
        place = stage.rows()[1].index("sort: best")
        await stage.pilot.click("#tabs", offset=(place - 2, 0))
        await stage.settle()
        assert stage.screen.talk.asked.sort is Sort.BEST
        for column in (place, place + len("sort: best") - 1):
            before = stage.screen.talk.asked.sort
            await stage.pilot.click("#tabs", offset=(column, 0))
            await stage.settle()
            assert stage.screen.talk.asked.sort is not before
        await stage.pilot.click("#care", offset=(3, 0))
        await stage.settle()
        assert isinstance(stage.app.screen, CareScreen)


async def test_ctrl_c_says_what_quits_and_quits_when_it_is_pressed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twitchsearch.tui.app.LEAVING", 3600.0)
    async with playing(session(world())) as stage:
        await stage.press("ctrl+c")
        assert "^Q quits, and so does ^C" in told(stage)
        await stage.pilot.press("ctrl+c")
        await stage.pilot.pause()
        assert stage.app.return_code == 0


async def test_ctrl_c_long_after_another_only_says_so_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twitchsearch.tui.app.LEAVING", 0.01)
    async with playing(session(world())) as stage:
        await stage.press("ctrl+c")
        await stage.until(lambda: not stage.app._leaving)
        await stage.press("ctrl+c")
        assert stage.app.return_code is None


async def test_end_and_home_go_to_the_ends_of_the_contents() -> None:
    async with playing(session(world(), query="eyelid twitch")) as stage:
        await stage.press("enter", "t", "end")
        lines = [row for row in stage.rows() if "│ > " in row]
        assert stage.app.screen.query_one(OptionList).highlighted == len(EYELID.sections) - 1
        assert len(lines) == 1
        await stage.press("home")
        assert stage.app.screen.query_one(OptionList).highlighted == 0


@pytest.mark.parametrize("keys", [["enter", "t"], ["f4"]])
async def test_how_a_card_is_closed_is_seen_though_it_holds_more_than_there_is_room_for(keys: list[str]) -> None:
    async with playing(session(world(), query="eyelid"), height=12) as stage:
        await stage.press(*keys)
        assert "Esc Close" in stage.text()


async def test_of_pasted_lines_all_go_into_the_query_and_of_a_whole_book_no_more_than_it_takes_to_say_so() -> None:
    async with playing(session(world(), query="calf ")) as stage:
        box = stage.screen.head.box
        for pasted, value in (("\n\nleg\r\n\n cramps\n", "calf leg  cramps"), ("", "calf leg  cramps")):
            stage.app.post_message(events.Paste(pasted))
            await stage.settle()
            assert box.value == value
        await stage.press("shift+home")
        stage.app.post_message(events.Paste("leg " * 1_000_000))
        await stage.settle()
        assert len(box.value) == MOST_PASTED
        assert "is longer than 10,000 characters" in stage.text()
