"""The Textual application: one screen, its themes and its commands."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.screen import Screen
from textual.theme import Theme

from twitchsearch.tui import ending, sweeping, themes
from twitchsearch.tui.actions import ACTIONS, Place, first_key, keys_of
from twitchsearch.tui.choices import check_theme
from twitchsearch.tui.screen import SearchScreen
from twitchsearch.tui.session import Session

LEAVING = 3.0
"""Seconds within which a second ^C quits."""
UNBOUND = "unbound"
"""A key that no terminal sends: Textual takes an empty one for no wish at all."""


class TwitchsearchApp(App[None]):
    """A session on the screen."""

    CSS_PATH = "app.tcss"
    TITLE = "twitchsearch"
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = True

    def __init__(self, session: Session) -> None:
        if not os.environ.get("NO_COLOR"):  # an empty one counts as set for Textual, but asks for nothing
            os.environ.pop("NO_COLOR", None)
        super().__init__()
        self.session = session
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = self._first_theme = self._theme_at_start()
        self.set_keymap({action: keys or UNBOUND for action, keys in session.settings.keys.items()})
        self.failure: Exception | None = None
        self.ended_by: int | None = None
        self._alone = False
        self._leaving = False
        self._touched = False

    def run_session(self) -> int:
        """Run to the end; raises what closed the screen, if something did. Where a signal did, it ends the process."""
        self._alone = True
        try:
            self.run()
        finally:
            if self.ended_by is not None:
                ending.end_by(self.ended_by)
        if self.failure is not None:
            raise self.failure
        return self.return_code or 0

    def get_default_screen(self) -> Screen[None]:
        return SearchScreen(self.session)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.VARIABLES if self.current_theme.dark else themes.LIGHT_VARIABLES

    def get_system_commands(
        self,
        screen: Screen[Any],  # noqa: ARG002 - the actions are the same on every screen
    ) -> Iterable[SystemCommand]:
        """Every action, by name."""
        base = self.screen_stack[0]
        for action in ACTIONS:
            if action.id == "palette":
                continue
            keys = ", ".join(keys_of(action, self.session.settings.keys))
            where = f" {action.place}" if action.place is Place.READER else ""
            said = " · ".join(part for part in (action.help, f"{keys}{where}") if part)

            async def run(name: str = action.id) -> None:
                await base.run_action(f"screen.{name}")

            yield SystemCommand(action.title, said, run)

    def on_mount(self) -> None:
        self.theme_changed_signal.subscribe(self, self._keep_theme)

    def on_ready(self) -> None:
        """In a process of its own garbage is looked for while nobody types, and a signal ends the session in order."""
        if self._alone:
            ending.on_ending(self._end)
            sweeping.begin()
            self.set_interval(sweeping.REST, self.sweep)

    def _end(self, signum: int) -> None:
        self.ended_by = signum
        self.exit()

    def sweep(self) -> None:
        """Look for garbage, unless something was pressed since the last time."""
        touched, self._touched = self._touched, False
        if not touched:
            sweeping.rest()

    async def on_event(self, event: events.Event) -> None:
        self._touched = self._touched or isinstance(event, events.InputEvent)
        await super().on_event(event)

    def on_app_focus(self) -> None:
        """In a browser the application begins without the focus, and no part of the screen has it."""
        base = self.screen_stack[0]
        if isinstance(base, SearchScreen) and base.is_current and base.focused is None:
            base.head.box.focus()

    def action_suspend_process(self) -> None:
        """^Z: to the shell, where fg leads back."""
        if self._driver is None or not self._driver.can_suspend or not ending.can_stop():
            self.tell("There is no shell here to go to.")
            return
        with self.suspend():
            ending.stop()

    def action_help_quit(self) -> None:
        """^C, which ends most programs, is easily pressed to copy: it ends this one when it is pressed twice."""
        if self._leaving:
            self.exit()
            return
        self._leaving = True
        self.set_timer(LEAVING, self._stay)
        key = first_key("quit", self.session.settings.keys)
        said = f"{key} quits, and so does ^C pressed again now." if key else "^C pressed again now quits."
        self.tell(said, LEAVING)

    def tell(self, said: str, seconds: float | None = None) -> None:
        """Say something, on whatever screen there is: for so many seconds, or as long as it takes to read."""
        base = self.screen_stack[0]
        if isinstance(base, SearchScreen) and base.is_current:
            base.say(said, seconds=seconds)
        else:
            self.notify(said, timeout=seconds, markup=False)

    def _stay(self) -> None:
        self._leaving = False

    def _keep_theme(self, theme: Theme) -> None:
        """What is chosen while it runs holds the next time too."""
        base = self.screen_stack[0]
        if isinstance(base, SearchScreen) and theme.name != self._first_theme:
            self._first_theme = ""
            base.keep(lambda: self.session.journal.choose(lambda choices: replace(choices, theme=theme.name)))

    def _theme_at_start(self) -> str:
        settings = self.session.settings
        check_theme(settings.theme)
        if self.no_color:
            return themes.MONOCHROME
        chosen = settings.theme or settings.last_theme
        return chosen if chosen in self.available_themes else themes.USUAL

    def _fatal_error(self) -> None:
        """Close the screen without a word: `run_session` raises the error to the caller, who knows how to report it.

        Textual would print a traceback with the values of all variables, a person's query among them.
        """
        self.failure = self._exception
        self._close_messages_no_wait()
