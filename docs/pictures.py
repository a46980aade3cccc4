"""The pictures of the documentation, made from the real program over the starter articles.

python docs/pictures.py
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot

from twitchsearch.library import Library, build, open_index, open_store
from twitchsearch.tui import Session, TuiSettings
from twitchsearch.tui.app import TwitchsearchApp
from twitchsearch.tui.screen import SearchScreen

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SIZE = (110, 30)


KEYS = (("search", tuple("leg twitching at night")), ("causes", ("f11",)), ("help", ("f11", "f1")))
"""The pictures, and what is pressed for each after the one before."""


async def rested(screen: SearchScreen, pilot: Pilot[None]) -> None:
    """Wait until everything that was asked is answered and painted."""
    await pilot.pause(0.2)
    while screen.talk.waiting or screen.looking_ahead or not screen.engine.idle:
        await pilot.pause(0.2)
    await pilot.pause(0.2)


async def taken(session: Session) -> None:
    app = TwitchsearchApp(session)
    async with app.run_test(size=SIZE) as pilot:
        screen = app.screen_stack[0]
        assert isinstance(screen, SearchScreen)
        await rested(screen, pilot)
        for name, keys in KEYS:
            for key in keys:
                await pilot.press(key)
            await rested(screen, pilot)
            drawn = app.export_screenshot(title="twitchsearch")
            drawn = drawn.replace("<text ", '<text xml:space="preserve" ')  # some viewers drop spaces at the ends
            (PICTURES / f"{name}.svg").write_text(drawn, encoding="utf-8")


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder))
        shutil.copytree(ROOT / "corpus", library.corpus_folder)
        index = open_index(library)
        build(library, index)
        session = Session(index, None, open_store(library).get, TuiSettings(), lambda: datetime.now(UTC))
        asyncio.run(taken(session))


if __name__ == "__main__":
    main()
