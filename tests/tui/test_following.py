"""An index on disk that another process rebuilds while it is searched."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.tui.articles import ARTICLES
from tests.tui.conftest import playing
from tests.tui.test_app import chosen, titles
from tests.tui.worlds import session
from twitchsearch.library import Library, open_index
from twitchsearch.model import Catalogue, no_progress

REBUILD = """
import sys
from pathlib import Path
from tests.tui.articles import ARTICLES, article, section
from twitchsearch.library import Library, open_index
from twitchsearch.model import Catalogue, SectionKind, no_progress

newer = article("Eyelid notes", [section(SectionKind.OTHER, (), "An eyelid, an eyelid, an eyelid.")])
open_index(Library(Path(sys.argv[1]))).rebuild([*ARTICLES, newer], Catalogue(), no_progress)
"""


async def test_what_another_process_made_live_is_searched_without_losing_the_place(tmp_path: Path) -> None:
    index = open_index(Library(tmp_path))
    index.rebuild(ARTICLES, Catalogue(), no_progress)
    async with playing(session(index, query="eyelid")) as stage:  # type: ignore[arg-type]  # not a World
        await stage.press("down")
        place, before = chosen(stage), stage.screen.talk.index.generation
        root = Path(__file__).resolve().parents[2]
        subprocess.run([sys.executable, "-c", REBUILD, str(tmp_path)], cwd=root, check=True, timeout=120)
        await stage.until(lambda: stage.screen.talk.index.generation != before)
        await stage.settle()
        assert "Eyelid notes" in titles(stage)
        assert chosen(stage) == place
