"""Running the screen in tests, and comparing what it shows with what it showed: see `Snapshots`."""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from twitchsearch.model import IndexStatus
from twitchsearch.tui import letters
from twitchsearch.tui.app import TwitchsearchApp
from twitchsearch.tui.conversation import Showing
from twitchsearch.tui.screen import SearchScreen
from twitchsearch.tui.session import Session

KEPT = Path(__file__).parent / "snapshots"
DRAWN = Path(__file__).parent / "drawn"
LOOKS = 12_000  # at the screen, for a minute or more: a machine may be loaded, and only what never comes is a failure


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--snapshot-update", action="store_true", help="keep what the screens show now as their snapshots")


class Stage:
    """A running session: presses keys, waits until the screen is at rest, and reads it."""

    def __init__(self, app: TwitchsearchApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> SearchScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, SearchScreen)
        return screen

    async def press(self, *keys: str) -> None:
        """Press keys one by one, as a person does: none before what the one before it asks for has begun."""
        for key in keys:
            await self.pilot.press(key)
            await self.until(lambda: not self.screen.letters.waiting)
        await self.settle()

    async def type(self, text: str) -> None:
        await self.press(*(" " if key == " " else key for key in text))

    async def settle(self) -> None:
        """Wait until everything that was asked is answered and painted."""
        for _ in range(LOOKS):
            await self.pilot.pause()
            if not self._busy():
                await self.pilot.pause()
                if not self._busy():
                    return
            await self.pilot.pause(0.005)
        raise AssertionError(f"the screen did not come to rest: {self.screen.talk}")

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so that nobody settles, such as a timer's doing."""
        for _ in range(LOOKS):
            if condition():
                await self.pilot.pause()
                return
            await self.pilot.pause(0.005)
        raise AssertionError("it never came to that")

    def _busy(self) -> bool:
        talk = self.screen.talk
        unanswered = talk.index.status is IndexStatus.READY and (talk.waiting or talk.showing is Showing.LOADING)
        return talk.building or unanswered or self.screen.looking_ahead or not self.screen.engine.idle

    def text(self) -> str:
        """What is seen, row by row."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())

    def rows(self) -> list[str]:
        return self.text().split("\n")


@pytest.fixture(autouse=True)
def _letters_wait_for_no_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter is run at once where none is waiting behind it; who tests the beat sets it."""
    monkeypatch.setattr(letters, "BEAT", 0.001)


@contextlib.asynccontextmanager
async def playing(session: Session, width: int = 80, height: int = 24, *, rest: bool = True) -> AsyncIterator[Stage]:
    """Run a session; with `rest` not before its first screen is painted and at rest."""
    app = TwitchsearchApp(session)
    app.animation_level = "none"
    async with app.run_test(size=(width, height)) as pilot:
        stage = Stage(app, pilot)
        stage.screen.head.box.cursor_blink = False
        engine = stage.screen.engine
        if rest:
            await stage.settle()
        yield stage
    engine.stop(60)
    assert not engine.running


class Snapshots:
    """Compares screens with those kept in `snapshots/`: text for each, and for some the picture too.

    With `--snapshot-update` what is shown now is kept instead. What differs is written to `drawn/`, to be looked at.
    """

    def __init__(self, *, update: bool) -> None:
        self._update = update

    def check(self, stage: Stage, name: str, *, picture: bool = False) -> None:
        self._compare(f"{name}.txt", stage.text() + "\n")
        if picture:
            self._compare(f"{name}.svg", portable(stage.app.export_screenshot(title="twitchsearch")))

    def _compare(self, name: str, shown: str) -> None:
        kept = KEPT / name
        if self._update:
            KEPT.mkdir(exist_ok=True)
            kept.write_text(shown, encoding="utf-8")
            return
        assert kept.exists(), f"there is no snapshot {name}: look at the screen and keep it with --snapshot-update"
        expected = kept.read_text(encoding="utf-8")
        if shown != expected:
            DRAWN.mkdir(exist_ok=True)
            (DRAWN / name).write_text(shown, encoding="utf-8")
        assert shown == expected, f"the screen is not what {name} shows; it was written to {DRAWN / name}"


def portable(svg: str) -> str:
    """The picture without the address of a web font, and with its spaces kept by every viewer."""
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return svg.replace("<text ", '<text xml:space="preserve" ')


@pytest.fixture
def snapshots(request: pytest.FixtureRequest) -> Snapshots:
    return Snapshots(update=bool(request.config.getoption("--snapshot-update", default=False)))
