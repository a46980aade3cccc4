"""The small parts of the search screen: the query's box, the tabs by kind, the bar of keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input

from twitchsearch.model import Facets, SectionKind
from twitchsearch.search.limits import LIMITS
from twitchsearch.text import guard
from twitchsearch.tui import actions, paint
from twitchsearch.tui.actions import BY_ID, Place
from twitchsearch.tui.line import FittedLine
from twitchsearch.tui.paint import Ink

MOST_PASTED = LIMITS.length + 1
"""Code points taken of what is pasted: enough to be told that a query cannot be that long."""


class QueryBox(Input):
    """Where the query is typed. It keeps the focus; what it does not need for editing goes to the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings(Place.ANYWHERE, Place.QUERY),  # here too: keys such as ctrl+d would edit
        Binding("ctrl+backspace,alt+backspace", "delete_left_word", "Delete the word to the left", show=False),
        Binding("ctrl+delete", "delete_right_word", "Delete the word to the right", show=False),
    ]

    virtual_size = Reactive(Size(0, 0), layout=False)
    """No text makes the box another size: dividing the screen anew for each key took a third of its time."""

    def __init__(self) -> None:
        super().__init__(placeholder="search the articles", id="query", compact=True, select_on_focus=False)

    def validate_value(self, value: str) -> str:
        """What is pasted may hold what steers a terminal."""
        return guard(value.replace("\t", " "))

    def _on_paste(self, event: events.Paste) -> None:
        """All lines; else it would be the first alone, which may be empty."""
        event.prevent_default()
        event.stop()
        lines = event.text[:MOST_PASTED].strip("\r\n").splitlines()
        self.replace(" ".join(line for line in lines if line), *self.selection)

    def put(self, text: str) -> None:
        """Replace the query; the cursor goes to its end."""
        self.value = text
        self.cursor_position = len(text)

    def column_of(self, place: int) -> int:
        """The column of the screen at which this code point of the text is seen; it may be out of sight."""
        before = Content(self.value[:place]).cell_length
        return self.content_region.x + before - self.scroll_offset.x


@dataclass
class Pressed(Message):
    """What an action is called by was clicked."""

    action: str


class CareLine(FittedLine):
    """The most urgent warning sign; a click opens the card with all of them."""

    def on_click(self) -> None:
        self.post_message(Pressed("care"))


class KindTabs(FittedLine):
    """One line with a tab for each kind that was found and how many sections it has; a click chooses, or changes the
    order where that is said."""

    @dataclass
    class Chosen(Message):
        kind: SectionKind | None

    def __init__(self) -> None:
        super().__init__("tabs")
        self._places: list[tuple[range, SectionKind | None]] = []
        self._order = range(0)
        self.counts: dict[SectionKind, int] = {}

    def tell(self, facets: Facets, chosen: SectionKind | None, notes: tuple[str, str]) -> None:
        """A note stands at the end of the line: the first beside all tabs, else the second."""
        self.counts = {kind: count for kind, count in facets.kinds if count}
        tabs: list[tuple[SectionKind | None, str]] = [(None, f"All {sum(self.counts.values())}")]
        tabs += [(kind, f"{paint.KIND_NAMES[kind]} {self.counts.get(kind, 0)}") for kind in self.kinds(chosen)]

        def written(width: int) -> Content:
            room = width - sum(len(label) + 2 for _, label in tabs)
            note = notes[len(notes[0]) + 2 > room]
            line = self._line(_that_fit(tabs, chosen, width - len(note) - 2 * bool(note)), chosen)
            order = len(note) - note.find("sort: ") if "sort: " in note else 0
            self._order = range(width - 1 - order, width - 1)
            return paint.spread(line, Content(note + " ").stylize(Ink.FAINT), width) if note else line

        self.show(written)

    def kinds(self, chosen: SectionKind | None) -> list[SectionKind]:
        """The kinds that have a tab, in their order."""
        return [kind for kind in paint.KIND_NAMES if kind in self.counts or kind is chosen]

    def on_click(self, event: events.Click) -> None:
        for columns, kind in self._places:
            if event.x in columns:
                self.post_message(self.Chosen(kind))
        if event.x in self._order:
            self.post_message(Pressed("sort"))

    def _line(self, tabs: list[tuple[SectionKind | None, str]], chosen: SectionKind | None) -> Content:
        self._places = []
        line = Content("")
        for kind, label in tabs:
            here = kind is chosen
            start = line.cell_length
            line += Content(f"[{label}]" if here else f" {label} ").stylize(Ink.TITLE if here else "")
            self._places.append((range(start, line.cell_length), kind))
        return line


def _that_fit(
    tabs: list[tuple[SectionKind | None, str]], chosen: SectionKind | None, width: int
) -> list[tuple[SectionKind | None, str]]:
    """As many tabs as the width holds. The last ones give way, then those before the chosen one; never the first, the
    chosen one and, while anything else is left to give way, the warning signs."""
    for kept in ({None, chosen, SectionKind.WARNING}, {None, chosen}):
        for place in [place for place, (kind, _) in reversed(list(enumerate(tabs))) if kind not in kept]:
            if sum(len(label) + 2 for _, label in tabs) <= width:
                return tabs
            tabs = [*tabs[:place], *tabs[place + 1 :]]
    return tabs


ESSENTIAL = 9
"""Keys of the bar that are wanted at every usual width: where they do not fit, they stand closer and some are called
shorter."""
SHORTER = {"Commands": "More", "Recent": "Past", "Remedies": "Remedy", "Sections": "Section"}


class ActionBar(FittedLine):
    """One line with keys and what they do: as many as fit, whole ones only. A click runs the action."""

    def __init__(self, remapped: Mapping[str, str]) -> None:
        super().__init__("bar")
        self._remapped = remapped
        self._places: list[tuple[range, str]] = []

    def offer(self, ids: Iterable[str], names: Mapping[str, str]) -> None:
        """Offer these actions; `names` are what some of them are called at the moment."""
        offered = [each for each in ids if actions.first_key(each, self._remapped)]
        called = [(each, names.get(each, "") or BY_ID[each].label or BY_ID[each].title) for each in offered]
        roomy = [(each, self._label(each, name, " ")) for each, name in called]
        tight = [(each, self._label(each, SHORTER.get(name, name), "")) for each, name in called]

        def written(width: int) -> Content:
            needed = sum(label.cell_length for _, label in roomy[:ESSENTIAL])
            return self._line(roomy if needed <= width else tight, width)

        self.show(written)

    def _line(self, labels: list[tuple[str, Content]], width: int) -> Content:
        self._places = []
        line = Content("")
        for action, label in labels:
            start = line.cell_length
            if start + label.cell_length - 1 > width:  # the space at its end may be beyond
                break
            line += label
            self._places.append((range(start, line.cell_length), action))
        return line.truncate(width)

    def on_click(self, event: events.Click) -> None:
        for columns, action in self._places:
            if event.x in columns:
                self.post_message(Pressed(action))

    def _label(self, action: str, name: str, margin: str) -> Content:
        return Content.assemble(margin, (actions.first_key(action, self._remapped), Ink.KEY), f" {name} ")
