"""What is painted for a size is what that size asks for, whenever the size becomes known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.app import App, ComposeResult

from tests.tui.articles import NOW, article, section
from tests.tui.conftest import playing
from tests.tui.test_narrowing import offering
from tests.tui.worlds import session, world
from twitchsearch.model import SectionKind
from twitchsearch.search.marks import Marks, SectionMarks
from twitchsearch.tui.article import ArticleView
from twitchsearch.tui.questions import Opened, Question, Reading

LONG = article("Long", [section(SectionKind.OTHER, (f"Part {n}",), "Tea and sleep. " * 40) for n in range(9)])


@pytest.mark.parametrize("small", [(34, 9), (39, 24), (48, 12), (100, 9)])
async def test_a_screen_that_was_small_for_a_while_looks_as_if_it_had_been_large_all_the_time(
    small: tuple[int, int],
) -> None:
    texts = []
    for sizes in ([], [small, (220, 50)]):
        async with playing(session(offering(suggestion="eyelids"), query="eyelid"), 220, 50) as stage:
            for size in sizes:
                await stage.pilot.resize_terminal(*size)
                await stage.settle()
            texts.append(stage.text())
    assert texts[0] == texts[1]
    assert "All" in texts[1].split("\n")[1]
    assert "did you mean eyelids?" in texts[1]


async def test_a_query_that_is_typed_while_the_terminal_is_too_small_shows_its_tabs_when_it_is_large() -> None:
    async with playing(session(world()), 34, 9) as stage:
        await stage.type("coffee")
        await stage.pilot.resize_terminal(80, 24)
        await stage.settle()
        assert "[All " in stage.rows()[1]
        assert "Causes" in stage.rows()[1]
        assert "Not medical advice" in stage.text() or "not medical advice" in stage.text()


class Alone(App[None]):
    """A reader and nothing else."""

    def compose(self) -> ComposeResult:
        yield ArticleView(lambda: NOW)


def _measured(view: ArticleView) -> None:
    """The screen is divided; the view has its size and was not yet told so."""
    view.screen._refresh_layout()


def _unmeasured(_view: ArticleView) -> None:
    pass


@pytest.mark.parametrize("meanwhile", [_measured, _unmeasured])
async def test_an_article_begins_at_its_section_whenever_its_marks_and_its_size_come(
    meanwhile: Callable[[ArticleView], None],
) -> None:
    async with Alone().run_test(size=(70, 20)) as pilot:
        view = pilot.app.query_one(ArticleView)
        view.display = False
        await pilot.pause()
        reading = Reading(LONG.sections[4].id, Question("tea"))
        view.show(Opened(reading, LONG))
        view.display = True
        meanwhile(view)
        view.show(Opened(reading, LONG, Marks((), (SectionMarks(),) * 9)))
        await pilot.pause()
        assert view.document is not None
        assert view.scroll_offset.y == view.document.first_rows[4]
        assert view.section == 4


async def test_the_last_section_of_an_article_is_named_though_it_cannot_stand_at_the_top() -> None:
    async with Alone().run_test(size=(70, 20)) as pilot:
        view = pilot.app.query_one(ArticleView)
        view.show(Opened(Reading(LONG.sections[8].id, Question("tea")), LONG))
        assert view.scroll_offset.y == view.max_scroll_y
        await pilot.resize_terminal(66, 20)
        await pilot.pause()
        assert view.section == 8
        view.scroll_relative(y=-30, animate=False)
        await pilot.pause()
        assert view.section < 8


@pytest.mark.parametrize(("width", "height", "row"), [(50, 24, 1), (50, 16, -2), (80, 18, -2)])
async def test_filters_are_told_on_small_terminals_too(width: int, height: int, row: int) -> None:
    async with playing(session(world(), query="eyelid twitch"), width, height) as stage:
        screen = stage.screen
        screen.ask(replace(screen.talk.asked.anew, site="starter.example", kind=SectionKind.CAUSES))
        await stage.settle()
        assert "starter.example" in stage.rows()[row]
        assert "Causes" in stage.rows()[row]
