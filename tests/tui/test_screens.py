"""Each state of the screen as it looks, at the sizes people have."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable

import pytest

from tests.tui.conftest import Snapshots, Stage, playing
from tests.tui.worlds import World, missing, session, world
from twitchsearch.errors import TwitchsearchError
from twitchsearch.model import Catalogue, IndexState, IndexStatus, Progress, Step
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
    "failure": (lambda: session(World(inner=world().inner, before_search=_broken)), _nothing),
}
PICTURES = {"results", "reader", "missing", "bad-syntax"}


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("state", STATES)
async def test_each_state_looks_as_it_did(snapshots: Snapshots, state: str, width: int, height: int) -> None:
    make, act = STATES[state]
    async with playing(make(), width, height) as stage:
        await act(stage)
        snapshots.check(stage, f"{state}-{width}x{height}", picture=state in PICTURES)


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


@pytest.mark.parametrize("state", ["results", "reader", "help", "care"])
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
        go_on.wait(10)
        return index.rebuild([], Catalogue(), progress)

    async with playing(session(index, build=build), rest=False) as stage:
        while stage.screen.talk.step != Step("extracting", 3, 10):
            await stage.pilot.pause(0.005)
        await stage.pilot.pause()
        snapshots.check(stage, "building-80x24", picture=True)
        go_on.set()
        await stage.settle()
        assert "0 articles" in stage.text()
