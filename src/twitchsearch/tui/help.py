"""The help screen: every action with its keys; typing filters, Enter runs the one that is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from twitchsearch.tui.actions import Action, Place, keys_of, matching
from twitchsearch.tui.paint import Ink

QUERY_LANGUAGE = (
    ("eyelid twitching", "enough of these words, in any form"),
    ('"restless legs"', "exactly this phrase"),
    ("+magnesium -cramp", "must, must not"),
    ("calf OR foot", "either"),
    ("fascic*", "words that begin so"),
    ("title:caffeine", "only in titles; heading: and text: too"),
)


class HelpScreen(ModalScreen[str | None]):
    """Dismissed with the id of the action to run, or None."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (28, "-high")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,ctrl+g", "dismiss(None)", "Close", show=False, priority=True),
        Binding("down", "move('cursor_down')", show=False),
        Binding("up", "move('cursor_up')", show=False),
        Binding("pagedown", "move('page_down')", show=False),
        Binding("pageup", "move('page_up')", show=False),
    ]

    def __init__(self, remapped: Mapping[str, str]) -> None:
        super().__init__()
        self._remapped = remapped

    def compose(self) -> ComposeResult:
        with Vertical(classes="card"):
            yield Input(placeholder="find an action", id="help-filter", compact=True, select_on_focus=False)
            actions = OptionList(id="help-actions", compact=True, markup=False)
            actions.can_focus = False
            yield actions
            yield Static(self._language(), id="help-language")
            yield Static(
                Content.assemble(("Enter", Ink.KEY), " Run  ", ("Esc", Ink.KEY), " Close"),
                classes="card-foot",
            )

    def on_resize(self) -> None:
        self.call_after_refresh(self._fill, self.query_one(Input).value)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._fill(event.value)

    def on_input_submitted(self) -> None:
        chosen = self.query_one(OptionList).highlighted_option
        if chosen is not None:
            self.dismiss(chosen.id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_move(self, name: str) -> None:
        options = self.query_one(OptionList)
        match name:
            case "cursor_down":
                options.action_cursor_down()
            case "cursor_up":
                options.action_cursor_up()
            case "page_down":
                options.scroll_page_down(animate=False)
            case _:
                options.scroll_page_up(animate=False)

    def _fill(self, words: str) -> None:
        options = self.query_one(OptionList)
        options.set_options([Option(self._row(action), id=action.id) for action in matching(words)])
        options.highlighted = 0

    def _row(self, action: Action) -> Content:
        keys = ", ".join(keys_of(action, self._remapped)[:2])
        where = f" ({action.place})" if action.place is Place.READER else ""
        said = f"  {action.help}" if action.help else ""
        row = Content.assemble((f"{keys:<18}", Ink.KEY), action.title, (f"{where}{said}", Ink.FAINT))
        return row.truncate(max(20, self.query_one(OptionList).size.width - 2), ellipsis=True)

    def _language(self) -> Content:
        rows = [Content.assemble((f"{example:<18}", Ink.KEY), meaning) for example, meaning in QUERY_LANGUAGE]
        return Content("\n").join(rows)
