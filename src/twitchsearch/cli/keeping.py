"""What is kept between runs, as the settings and what was chosen on the screen have it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from twitchsearch import config
from twitchsearch.model.modes import HistoryMode
from twitchsearch.model.remembered import Choices

if TYPE_CHECKING:
    from twitchsearch.cli.invocation import Invocation
    from twitchsearch.history import Journal, Keeper


def state_folder() -> Path:
    """Where this user's state stands, whether or not the folder is there."""
    import platformdirs

    return Path(platformdirs.user_state_dir("twitchsearch", appauthor=False))


def keeper(invocation: Invocation) -> Keeper:
    from twitchsearch.history import Keeper

    return Keeper(state_folder(), invocation.talk.say)


def mode_of(invocation: Invocation, choices: Choices) -> HistoryMode:
    """A setting decides, then what was chosen on the screen, then the default."""
    chosen = choices.history if invocation.configuration.origins["history.mode"] == config.DEFAULT else None
    return chosen or invocation.settings.history.mode


def undecided(invocation: Invocation, choices: Choices) -> bool:
    """Whether nobody has said yet what is to be remembered."""
    return invocation.configuration.origins["history.mode"] == config.DEFAULT and choices.history is None


def journal(invocation: Invocation, choices: Choices, *, private: bool) -> Journal:
    """What a session remembers; a private one reads and writes nothing."""
    from twitchsearch.history import Journal

    if private:
        return Journal(HistoryMode.OFF)
    return Journal(mode_of(invocation, choices), keeper(invocation))
