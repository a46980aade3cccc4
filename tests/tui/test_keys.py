"""Keys and clicks where a person would not think of them: after a resize, in a burst, on what only seems to be text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tui.conftest import playing
from tests.tui.test_app import reading
from tests.tui.worlds import session, world
from twitchsearch.model import SectionKind


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
        assert screen.talk.asked.kind is SectionKind.CAUSES
        await stage.press("ctrl+u")
        await stage.type("coffee")
        assert (screen.talk.asked.kind, screen.talk.asked.tabled) == (None, None)
        assert "[All" in stage.text()
        assert "starter.example ·" in stage.rows()[1]


async def test_kinds_that_are_browsed_without_a_question_keep_their_tab_when_one_is_typed() -> None:
    async with playing(session(world())) as stage:
        await stage.press("f2")
        await stage.type("coffee")
        assert stage.screen.talk.asked.kind is SectionKind.CAUSES
