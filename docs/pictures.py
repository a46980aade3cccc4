"""The pictures of the documentation, made from the real program over the starter articles.

python docs/pictures.py
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from twitchsearch.library import Library, build, open_index, open_store
from twitchsearch.tui import Session, TuiSettings
from twitchsearch.tui.app import TwitchsearchApp

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SIZE = (110, 30)


async def taken(session: Session) -> None:
    app = TwitchsearchApp(session)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(0.5)
        await pilot.press(*"leg twitching at night")
        await pilot.pause(1.5)
        (PICTURES / "search.svg").write_text(app.export_screenshot(title="twitchsearch"), encoding="utf-8")
        await pilot.press("f11")
        await pilot.pause(2.5)
        (PICTURES / "causes.svg").write_text(app.export_screenshot(title="twitchsearch"), encoding="utf-8")
        await pilot.press("f11")
        await pilot.pause(0.5)
        await pilot.press("f1")
        await pilot.pause(0.5)
        (PICTURES / "help.svg").write_text(app.export_screenshot(title="twitchsearch"), encoding="utf-8")


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
