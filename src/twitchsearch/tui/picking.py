"""Cards from which one thing is chosen: typing filters, Enter chooses, Esc leaves it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from twitchsearch.tui.paint import Ink


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing to choose: `id` is what the card ends with, `paint` gives its line; `words` are what filters it."""

    id: str
    paint: Callable[[int], Content]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """`said` stands above the choices; `filterable` gives them a box to filter by; `chosen` is highlighted first.
    `removable` lets Delete end the card with the id and a minus before it. `typed` is given the letters that are typed
    while nothing can be filtered by them."""

    title: str
    picks: Sequence[Pick]
    said: str = ""
    nothing: str = "There is nothing to choose from."
    filterable: bool = False
    removable: bool = False
    chosen: int = 0
    typed: Callable[[str], None] | None = None


class PickScreen(ModalScreen[str | None]):
    """Dismissed with the id of what was chosen, or None."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012 - as Textual declares it
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Close", show=False, priority=True),
        Binding("enter", "choose", "Choose", show=False),
        Binding("delete", "remove", "Remove", show=False, priority=True),
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "move(8)", show=False),
        Binding("pageup", "move(-8)", show=False),
        Binding("end", "move(1_000_000)", show=False, priority=True),
        Binding("home", "move(-1_000_000)", show=False, priority=True),
    ]

    def __init__(self, card: Card) -> None:
        super().__init__()
        self._card = card
        self._shown: list[Pick] = list(card.picks)
        self._marked: int | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="card"):
            yield Static(Content(self._card.title).stylize(Ink.TITLE), classes="card-title")
            if self._card.said:
                yield Static(self._card.said, id="pick-said", markup=False)
            if self._card.filterable:
                yield Input(placeholder="filter", id="pick-filter", compact=True, select_on_focus=False)
            picks = OptionList(id="picks", compact=True, markup=False)
            picks.can_focus = False
            yield picks
            remove = ("  ", ("Del", Ink.KEY), " Remove") if self._card.removable else ()
            yield Static(
                Content.assemble(("Enter", Ink.KEY), " Choose  ", ("Esc", Ink.KEY), " Close", *remove),
                classes="card-foot",
            )

    def on_mount(self) -> None:
        self.call_after_refresh(self._fill, self._card.chosen)

    def on_resize(self) -> None:
        self.call_after_refresh(self._fill, self._options.highlighted or self._card.chosen)

    def on_key(self, event: events.Key) -> None:
        if self._card.typed is not None and event.is_printable and event.character:
            self._card.typed(event.character)

    def on_input_changed(self, event: Input.Changed) -> None:
        words = event.value.casefold().split()
        self._shown = [pick for pick in self._card.picks if all(word in pick.words.casefold() for word in words)]
        self._fill(0)

    def on_input_submitted(self) -> None:
        self.action_choose()

    def on_option_list_option_highlighted(self) -> None:
        """The chosen line is told by a sign too, not by its colour alone."""
        here = self._options.highlighted
        for place in {self._marked, here} - {None}:
            if place is not None and place < len(self._shown):
                self._options.replace_option_prompt_at_index(place, self._line(place, marked=place == here))
        self._marked = here

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if self._shown:
            self.dismiss(self._shown[event.option_index].id)

    def action_choose(self) -> None:
        chosen = self._options.highlighted
        if chosen is not None and self._shown:
            self.dismiss(self._shown[chosen].id)

    def action_remove(self) -> None:
        chosen = self._options.highlighted
        if self._card.removable and chosen is not None and self._shown:
            self.dismiss(f"-{self._shown[chosen].id}")

    def action_move(self, step: int) -> None:
        if self._shown:
            here = self._options.highlighted or 0
            self._options.highlighted = min(max(here + step, 0), len(self._shown) - 1)

    @property
    def _options(self) -> OptionList:
        return self.query_one("#picks", OptionList)

    def _fill(self, highlighted: int) -> None:
        self._marked = min(highlighted, len(self._shown) - 1) if self._shown else None
        lines = [self._line(place, marked=place == self._marked) for place in range(len(self._shown))]
        lines = lines or [Content(self._card.nothing).stylize(Ink.FAINT)]
        self._options.set_options([Option(line, disabled=not self._shown) for line in lines])
        self._options.highlighted = min(highlighted, len(lines) - 1) if self._shown else None

    def _line(self, place: int, *, marked: bool) -> Content:
        width = max(20, self.query_one(".card").content_size.width - 4)
        return Content.assemble("> " if marked else "  ", self._shown[place].paint(width))
