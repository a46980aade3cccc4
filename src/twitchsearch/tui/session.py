"""What a session of the terminal UI is given: everything it knows of the world outside comes in here."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from twitchsearch.model import IndexState, Page, Progress
from twitchsearch.search.seam import Index


class Layout(StrEnum):
    """How results and reader share the screen; `AUTO` shows both where there are 100 columns."""

    AUTO = "auto"
    ONE = "one"
    TWO = "two"


@dataclass(frozen=True, slots=True)
class TuiSettings:
    """What a person can choose. `theme` is the name of a theme ("" for the default, "monochrome" for none of its
    colours); `keys` maps ids of actions (see `tui.actions`) to the keys that run them instead of the usual ones,
    divided by commas."""

    layout: Layout = Layout.AUTO
    theme: str = ""
    private: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)


def browse(url: str) -> bool:
    """Open `url` in a browser with a window of its own; False where there is none.

    A browser that would run in this terminal counts as none: it would draw over the screen.
    """
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
    `language` is the one the index was analysed in; `query` stands in the box at the start.
    """

    index: Index
    build: Callable[[Progress], IndexState] | None
    page: Callable[[str], Page]
    settings: TuiSettings
    now: Callable[[], datetime]
    browse: Callable[[str], bool] = browse
    language: str = "english"
    query: str = ""
