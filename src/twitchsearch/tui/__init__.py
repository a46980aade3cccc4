"""The terminal UI. It has no search logic: requests go out, values come in and are painted."""

from __future__ import annotations

from twitchsearch.tui.session import Layout, Session, TuiSettings

__all__ = ["Layout", "Session", "TuiSettings", "run"]


def run(session: Session) -> int:
    """Run until the person leaves; the exit code of the program.

    A defect of the program closes the screen and is raised, for the caller to report.
    """
    from twitchsearch.tui.app import TwitchsearchApp

    return TwitchsearchApp(session).run_session()
