"""Random keys, clicks and sizes over all screens: nothing raises, nothing hangs, nothing piles up."""

from __future__ import annotations

import functools
import gc
import random
import statistics
import threading
import weakref
from itertools import pairwise
from pathlib import Path

import pytest

from tests.tui.conftest import Stage, playing
from tests.tui.worlds import session, world
from twitchsearch.history import Journal, Keeper
from twitchsearch.model.modes import HistoryMode
from twitchsearch.tui.actions import ACTIONS
from twitchsearch.tui.questions import Question

LEAVING = {"ctrl+q"}
LETTERS = [*'aeitncofl "+-*:()[]~^', "space", "backspace", "ctrl+backspace", "delete", "left", "right", "ctrl+u", "tab"]
ACTION_KEYS = [key for action in ACTIONS for key in action.keys.split(",") if key and key not in LEAVING]
WORDS = ["eyelid", "tea", "coffee", "calves", "kanji", "title:", '"', "OR", "twitch*", "日本語", "kind:causes"]
SPELL = 500
"""Events after which what lives is counted."""
SIZES = [(80, 24), (140, 40), (220, 60), (60, 20), (48, 14), (40, 10), (30, 8), (100, 30)]


async def _step(stage: Stage, chance: random.Random) -> None:
    kind = chance.random()
    if kind < 0.5:
        await stage.pilot.press(chance.choice(LETTERS))
    elif kind < 0.9:
        await stage.pilot.press(chance.choice([*ACTION_KEYS, "enter", "escape", "down", "n"]))
    elif kind < 0.94:
        await stage.pilot.press(*(" " if key == " " else key for key in chance.choice(WORDS)))
    elif kind < 0.97:
        width, height = stage.app.size
        await stage.pilot.click(offset=(chance.randrange(width), chance.randrange(height)))
    else:
        await stage.pilot.resize_terminal(*chance.choice(SIZES))


def _own_threads() -> int:
    """How many threads there are but for those of asyncio's own pool, which keeps idle ones up to its bound."""
    return sum(not each.name.startswith("asyncio_") for each in threading.enumerate())


async def _soak(seed: int, events: int, folder: Path) -> list[int]:
    """Play so many random events; how many objects lived after each `SPELL` of them."""
    chance = random.Random(seed)
    index = world()
    threads = _own_threads()
    living = []
    journal = Journal(HistoryMode.KEPT, Keeper(folder / "state", print))
    given = session(index, journal=journal, excerpts=folder / "excerpts.md", ask_first=True)
    async with playing(given) as stage:
        for number in range(1, events + 1):
            await _step(stage, chance)
            if number % 100 == 0:
                await stage.pilot.press("escape", "escape", "escape")
                await stage.settle()
                assert stage.screen.engine.running, f"the search thread ended after {number} events, seed {seed}"
                assert index.open_searchers == 1
                assert len(stage.app.screen_stack) <= 4
                await stage.app.workers.wait_for_complete()
            if number % SPELL == 0:
                await _come_home(stage)
                index.searched.clear()
                living.append(_living())
        await stage.app.workers.wait_for_complete()
    assert index.open_searchers == 0
    assert _own_threads() <= threads
    return living


async def _come_home(stage: Stage) -> None:
    """The same screen each time, at the same size: how much is kept of what is painted goes by how much that is."""
    while len(stage.app.screen_stack) > 1:
        await stage.press("escape")
    await stage.pilot.resize_terminal(80, 24)
    await stage.settle()
    stage.screen.put(Question())
    await stage.press("f1", "escape", "ctrl+home")  # the last card that was closed lives on until another is
    assert stage.screen.talk.asked.empty
    stage.screen.journal.clear()  # which fills up to its bound of 500 searches and 200 articles
    stage.screen.journal.saved = ()
    for each in (stage.app, *stage.app.screen_stack, *stage.app.screen.query("*")):
        each.notify_style_update()  # which forgets what was painted
    # A widget keeps what it was told last, and with it who told it, until it is told more.
    for each in tuple(stage.app._registry):
        each.call_later(_nothing)
    await stage.settle()


def _nothing() -> None:
    """What a widget is told that shall forget what it was told."""


def _living() -> int:
    """How many objects there are besides those that memories of functions keep: these are bounded, but Textual's are
    large (16,384 strips), and still filling up after thousands of events they look like a leak."""
    for each in gc.get_objects():
        if isinstance(each, functools._lru_cache_wrapper):
            each.cache_clear()
    gc.collect()
    return len(gc.get_objects())


async def test_three_hundred_random_events_do_no_harm(tmp_path: Path) -> None:
    await _soak(seed=7, events=300, folder=tmp_path)


async def test_a_card_is_let_go_when_it_is_closed_though_the_screen_below_it_scrolled_meanwhile() -> None:
    async with playing(session(world())) as stage:
        await stage.type("eyelid")
        await stage.press("enter", "f1")
        card = weakref.ref(stage.app.screen)
        assert card() is not stage.screen
        for size in ((220, 60), (30, 8)):
            await stage.pilot.resize_terminal(*size)
            await stage.settle()
        await stage.press("escape", "f1", "escape")  # the last card that was closed lives on until another is
        gc.collect()
        assert card() is None


@pytest.mark.soak
@pytest.mark.timeout(2400)
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_ten_thousand_random_events_do_no_harm_and_keep_nothing(seed: int, tmp_path: Path) -> None:
    """What leaks does so in every spell; what is bounded fills up and is full, and a screen more or less may still be
    held. Two objects an event are a leak; what once was one were 3.5."""
    living = await _soak(seed, events=3500, folder=tmp_path)  # three times
    assert _growth(living) < 2 * SPELL, living


def _growth(living: list[int]) -> float:
    """How much more lives after a spell: the less of what the spell in the middle and the line through all say. A leak
    shows in both."""
    middle = statistics.median(after - before for before, after in pairwise(living))
    return min(middle, statistics.linear_regression(range(len(living)), living).slope)


def test_a_leak_shows_however_much_a_screen_more_or_less_is_held() -> None:
    held = [0, 3700, 0, 0, 0, 3700, 3700]
    assert _growth([100_000 + each for each in held]) < 2 * SPELL
    assert _growth([100_000 + int(3.5 * SPELL) * spell + each for spell, each in enumerate(held)]) > 2 * SPELL
