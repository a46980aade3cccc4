"""What a person may have chosen for the screen that the screen does not have: known before it is opened."""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import BUILTIN_THEMES

from twitchsearch.errors import SettingsError
from twitchsearch.text import shorten
from twitchsearch.tui.actions import remapped
from twitchsearch.tui.themes import THEMES


def check(theme: str, keys: Mapping[str, str]) -> None:
    """Raises SettingsError, naming what there is, for a theme, an action or a key that is not there, or keys that
    clash."""
    check_theme(theme)
    remapped(keys)


def check_theme(theme: str) -> None:
    """Raises SettingsError for a theme that is not there; "" stands for the usual one."""
    known = {*BUILTIN_THEMES, *(each.name for each in THEMES)}
    if theme and theme not in known:
        raise SettingsError(
            f"tui.theme: there is no theme {shorten(theme, 40)!r}; there are: {', '.join(sorted(known))}"
        )
