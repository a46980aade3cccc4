"""Each state of the screen as it looks, at the sizes people have."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from tests.tui.articles import LEGS, NOW
from tests.tui.conftest import Snapshots, Stage, playing
from tests.tui.test_narrowing import offering
from tests.tui.worlds import World, missing, session, world
from twitchsearch.errors import TwitchsearchError
from twitchsearch.history import Journal
from twitchsearch.model import Catalogue, Filters, IndexState, IndexStatus, Progress, SectionKind, Step
from twitchsearch.model.remembered import Asked, PastSearch, ReadArticle, SavedSearch
from twitchsearch.tui import Session, TuiSettings

SIZES = [(80, 24), (140, 40)]
Act = Callable[[Stage], Awaitable[None]]


def _broken(request: object) -> None:
    raise RuntimeError("private")


def _cannot_build(progress: Progress) -> IndexState:
    raise TwitchsearchError("the corpus in /home/ann/health/corpus holds no page")


def _damaged() -> World:
    return World(status=IndexStatus.DAMAGED)


async def _nothing(stage: Stage) -> None:
    pass


async def _search(stage: Stage) -> None:
    await stage.type("eyelid twitching tea")


async def _read(stage: Stage) -> None:
    await _search(stage)
    await stage.press("enter")
    await stage.press("n")


async def _kind(stage: Stage) -> None:
    await stage.type("coffee")
    await stage.press("f2")


async def _no_result(stage: Stage) -> None:
    await stage.type("zebra +stripes")


async def _no_result_of_kind(stage: Stage) -> None:
    await stage.type("coffee")
    await stage.press("f2")
    await stage.type(" outlook calves")
    await stage.press("shift+f2", "shift+f2")


async def _bad_syntax(stage: Stage) -> None:
    await stage.type("tea title:[")
    await stage.press("enter")


async def _help(stage: Stage) -> None:
    await stage.press("f1")


async def _help_filtered(stage: Stage) -> None:
    await stage.press("f1")
    await stage.type("browser")


async def _care(stage: Stage) -> None:
    await _search(stage)
    await stage.press("f4")


async def _care_without_signs(stage: Stage) -> None:
    await stage.press("f4")


async def _hostile(stage: Stage) -> None:
    await stage.type("kanji")
    await stage.press("enter")


async def _table(stage: Stage) -> None:
    await stage.type("eyelid twitch")
    await stage.press("f11")


async def _hints(stage: Stage) -> None:
    await stage.type("eyelid")


def _remembering() -> Journal:
    journal = Journal()
    for days, text in enumerate(["leg twitching", "eyelid tea"]):
        journal.note_search(PastSearch(Asked(text), NOW - timedelta(days=days)))
    journal.note_article(ReadArticle(LEGS.sections[0].id, LEGS.facts.title, LEGS.facts.url, NOW))
    journal.save(SavedSearch("lids", Asked("eyelid", Filters(frozenset({SectionKind.CAUSES})))))
    return journal


def _pressing(*keys: str) -> Act:
    async def act(stage: Stage) -> None:
        await stage.press(*keys)

    return act


async def _filter(stage: Stage) -> None:
    await stage.type("tea")
    await stage.press("f10")


async def _contents(stage: Stage) -> None:
    await stage.type("tea")
    await stage.press("enter", "t")


async def _find(stage: Stage) -> None:
    await stage.type("coffee")
    await stage.press("enter", "slash")
    await stage.type("nerves")


STATES: dict[str, tuple[Callable[[], Session], Act]] = {
    "welcome": (lambda: session(world()), _nothing),
    "welcome-to-an-empty-index": (lambda: session(world([])), _nothing),
    "results": (lambda: session(world()), _search),
    "one-kind": (lambda: session(world()), _kind),
    "reader": (lambda: session(world()), _read),
    "no-result": (lambda: session(world()), _no_result),
    "bad-syntax": (lambda: session(world()), _bad_syntax),
    "missing": (lambda: session(missing()), _nothing),
    "missing-and-cannot-be-built": (lambda: session(missing(), build=_cannot_build), _nothing),
    "damaged": (lambda: session(_damaged(), build=_cannot_build), _nothing),
    "too-new": (lambda: session(World(status=IndexStatus.TOO_NEW)), _nothing),
    "help": (lambda: session(world()), _help),
    "help-filtered": (lambda: session(world()), _help_filtered),
    "care": (lambda: session(world()), _care),
    "care-without-signs": (lambda: session(world()), _care_without_signs),
    "hostile": (lambda: session(world()), _hostile),
    "welcome-again": (lambda: session(world(), journal=_remembering()), _nothing),
    "first-question": (lambda: session(world(), ask_first=True), _nothing),
    "recent": (lambda: session(world(), journal=_remembering()), _pressing("ctrl+r")),
    "table": (lambda: session(world()), _table),
    "hints": (lambda: session(offering(suggestion="eyelids", wish=(SectionKind.CAUSES,))), _hints),
    "filter": (lambda: session(world()), _filter),
    "contents": (lambda: session(world()), _contents),
    "find": (lambda: session(world()), _find),
    "failure": (lambda: session(World(inner=world().inner, before_search=_broken)), _nothing),
}


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("state", STATES)
async def test_each_state_looks_as_it_did(snapshots: Snapshots, state: str, width: int, height: int) -> None:
    make, act = STATES[state]
    async with playing(make(), width, height) as stage:
        await act(stage)
        snapshots.check(stage, f"{state}-{width}x{height}", picture=True)


@pytest.mark.parametrize("state", ["welcome", "results", "reader", "no-result", "missing", "bad-syntax"])
@pytest.mark.parametrize(("width", "height"), [(60, 20), (48, 16)])
async def test_small_terminals_keep_what_matters(snapshots: Snapshots, state: str, width: int, height: int) -> None:
    make, act = STATES[state]
    async with playing(make(), width, height) as stage:
        await act(stage)
        snapshots.check(stage, f"{state}-{width}x{height}")


@pytest.mark.parametrize("state", ["results", "reader"])
async def test_a_huge_terminal_stays_readable(snapshots: Snapshots, state: str) -> None:
    make, act = STATES[state]
    async with playing(make(), 220, 60) as stage:
        await act(stage)
        snapshots.check(stage, f"{state}-220x60")


@pytest.mark.parametrize("state", ["results", "reader", "help", "care", "table", "filter"])
async def test_monochrome_tells_everything_without_colour(snapshots: Snapshots, state: str) -> None:
    make, act = STATES[state]
    plain = make()
    plain = session(plain.index, settings=TuiSettings(theme="monochrome"))  # type: ignore[arg-type]  # a World
    async with playing(plain) as stage:
        await act(stage)
        snapshots.check(stage, f"{state}-monochrome", picture=True)


async def test_a_terminal_that_is_too_small_is_told_so(snapshots: Snapshots) -> None:
    async with playing(session(world()), 36, 9) as stage:
        snapshots.check(stage, "too-small-36x9")


async def test_a_build_shows_how_far_it_is(snapshots: Snapshots) -> None:
    go_on, index = threading.Event(), missing()

    def build(progress: Progress) -> IndexState:
        progress(Step("extracting", 3, 10))
        go_on.wait(60)
        return index.rebuild([], Catalogue(), progress)

    async with playing(session(index, build=build), rest=False) as stage:
        await stage.until(lambda: stage.screen.talk.step == Step("extracting", 3, 10))
        await stage.pilot.pause()
        snapshots.check(stage, "building-80x24", picture=True)
        go_on.set()
        await stage.settle()
        assert "0 articles" in stage.text()
