"""The terminal UI. It has no search logic: requests go out, values come in and are painted."""

from __future__ import annotations

import os

from twitchsearch.tui.session import Layout, Session, TuiSettings

__all__ = ["Layout", "Session", "TuiSettings", "run"]

FRAMES = "120"
"""Paintings a second at most: with the usual 60 what a key changed waits 8 ms for the next one, on an average."""


def run(session: Session) -> int:
    """Run until the person leaves; the exit code of the program.

    A defect of the program closes the screen and is raised, for the caller to report.
    """
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)
    from twitchsearch.tui.app import TwitchsearchApp

    return TwitchsearchApp(session).run_session()
