"""What a session of the terminal UI is given: everything it knows of the world outside comes in here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from twitchsearch.history import Journal
from twitchsearch.model import IndexState, Page, Progress
from twitchsearch.search.seam import Index
from twitchsearch.tui.questions import Manner


class Layout(StrEnum):
    """How results and reader share the screen; `AUTO` shows both where there are 100 columns."""

    AUTO = "auto"
    ONE = "one"
    TWO = "two"


@dataclass(frozen=True, slots=True)
class TuiSettings:
    """What a person can choose. `theme` is the name of a theme ("" for the default, "monochrome" for none of its
    colours), an error where there is none; `last_theme` the one that was chosen last, passed over where there is none
    any more; `keys` maps ids of actions (see `tui.actions`) to the keys that run them instead of the usual ones,
    divided by commas."""

    layout: Layout = Layout.AUTO
    theme: str = ""
    last_theme: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)


def browse(url: str) -> bool:
    """Open `url` in a browser with a window of its own; False where there is none.

    A browser that would run in this terminal counts as none: it would draw over the screen.
    """
    import webbrowser  # most sessions open none

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    runs_here = isinstance(browser, webbrowser.GenericBrowser) and not isinstance(browser, webbrowser.BackgroundBrowser)
    return not runs_here and browser.open(url)


@dataclass(frozen=True, slots=True)
class Session:
    """One session. All of these may be called from threads other than the one that runs the screen.

    `build` makes the index from the corpus (None where that is not possible here); `page` gives the saved page of an
    article's URL, or raises a TwitchsearchError; `now` is the clock; `browse` opens a URL and says whether it could.
    `manner` gives how questions are asked, and may read files for it. `journal` is what the session remembers, and
    `ask_first` says that nobody has decided yet how much that is; `excerpts` is the file that saved excerpts are added
    to (None: nowhere). `private` says that nothing of the session is to be known elsewhere, so that leaving the machine
    for a live page is asked for first. `query` stands in the box at the start.
    """

    index: Index
    build: Callable[[Progress], IndexState] | None
    page: Callable[[str], Page]
    settings: TuiSettings
    now: Callable[[], datetime]
    browse: Callable[[str], bool] = browse
    manner: Callable[[], Manner] = Manner
    journal: Journal = field(default_factory=Journal)
    ask_first: bool = False
    excerpts: Path | None = None
    private: bool = False
    query: str = ""
