"""The small parts of the search screen: the query's box, the list of results, the tabs by kind, the bar of keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.css.styles import RulesMap
from textual.message import Message
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from twitchsearch.model import Facets, Hit, SectionKind
from twitchsearch.text import guard
from twitchsearch.tui import actions, paint
from twitchsearch.tui.actions import BY_ID, Action, Place
from twitchsearch.tui.paint import Ink
from twitchsearch.tui.rows import Row


class QueryBox(Input):
    """Where the query is typed. It keeps the focus; what it does not need for editing goes to the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *actions.bindings(Place.ANYWHERE, Place.QUERY),  # here too: keys such as ctrl+d would edit
        Binding("ctrl+backspace,alt+backspace", "delete_left_word", "Delete the word to the left", show=False),
        Binding("ctrl+delete", "delete_right_word", "Delete the word to the right", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(placeholder="search the articles", id="query", compact=True, select_on_focus=False)

    def validate_value(self, value: str) -> str:
        """What is pasted may hold what steers a terminal."""
        return guard(value.replace("\t", " "))

    def put(self, text: str) -> None:
        """Replace the query; the cursor goes to its end."""
        self.value = text
        self.cursor_position = len(text)

    def column_of(self, place: int) -> int:
        """The column of the screen at which this code point of the text is seen; it may be out of sight."""
        before = Content(self.value[:place]).cell_length
        return self.content_region.x + before - self.scroll_offset.x


class RowLines(Visual):
    """A row that is painted when it is seen, not before: of a list's rows few are."""

    def __init__(self, row: Row) -> None:
        self._row = row

    def get_optimal_width(self, _rules: RulesMap, container_width: int) -> int:
        return container_width

    def get_minimal_width(self, _rules: RulesMap) -> int:
        return 1

    def get_height(self, _rules: RulesMap, _width: int) -> int:
        return self._row.height

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        return self._row.paint(max(20, width - 1)).render_strips(width, height, style, options)


class ResultList(OptionList, can_focus=False):
    """The rows. It never has the focus, and keeps its place by the id of the row when its rows change."""

    MARKER = ">"

    def __init__(self) -> None:
        super().__init__(id="results", compact=True, markup=False)
        self.rows: tuple[Row, ...] = ()

    def show(self, rows: Sequence[Row], *, keep: bool) -> None:
        """Show these rows. With `keep` the highlight and the scrolled place stay where they were, else the first row is
        highlighted."""
        chosen, scrolled = self.chosen_id if keep else "", self.scroll_offset.y
        self.rows = tuple(rows)
        self.set_options(Option(RowLines(row)) for row in self.rows)
        places = {row.id: place for place, row in enumerate(self.rows)}
        self.highlighted = places.get(chosen, 0) if rows else None
        if chosen in places:
            self.scroll_to(y=scrolled, animate=False, force=True, immediate=True)
            self.scroll_to_highlight()

    def page(self, step: int) -> None:
        """Move the highlight by about a page: down (1) or up (-1). Also where the list is not seen at the moment."""
        if self.rows:
            count = max(1, self.scrollable_content_region.height // self.rows[0].height)
            self.highlighted = min(max((self.highlighted or 0) + step * count, 0), len(self.rows) - 1)

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits among the rows."""
        return tuple(row.hit for row in self.rows if row.hit is not None)

    @property
    def chosen_row(self) -> Row | None:
        """The highlighted row."""
        return self.rows[self.highlighted] if self.highlighted is not None and self.rows else None

    @property
    def chosen(self) -> Hit | None:
        """The highlighted hit."""
        row = self.chosen_row
        return row.hit if row else None

    @property
    def chosen_id(self) -> str:
        row = self.chosen_row
        return row.id if row else ""

    @property
    def in_sight(self) -> tuple[int, int]:
        """The first and the last row in sight, counted from 1; (0, 0) where there are none."""
        height = self.scrollable_content_region.height
        rows = self._lines[self.scroll_offset.y : self.scroll_offset.y + height]
        return (rows[0][0] + 1, rows[-1][0] + 1) if rows else (0, 0)

    def render_line(self, y: int) -> Strip:
        """As the list paints it, with a marker on the highlighted result: colour alone would not do."""
        strip = super().render_line(y)
        line = self.scroll_offset.y + y
        if self.highlighted is None or self._index_to_line.get(self.highlighted) != line:
            return strip
        first = next(iter(strip), Segment(""))
        return Strip.join([Strip([Segment(self.MARKER, first.style)], 1), strip.crop(1)])


class KindTabs(Static):
    """One line with a tab for each kind that was found and how many sections it has; a click chooses."""

    @dataclass
    class Chosen(Message):
        kind: SectionKind | None

    def __init__(self) -> None:
        super().__init__("", id="tabs", markup=False)
        self._places: list[tuple[range, SectionKind | None]] = []
        self.counts: dict[SectionKind, int] = {}

    def show(self, facets: Facets, chosen: SectionKind | None, note: str) -> None:
        """`note` stands at the end of the line, where there is room."""
        self.counts = {kind: count for kind, count in facets.kinds if count}
        width = max(1, self.size.width)
        tabs: list[tuple[SectionKind | None, str]] = [(None, f"All {sum(self.counts.values())}")]
        tabs += [(kind, f"{paint.KIND_NAMES[kind]} {self.counts.get(kind, 0)}") for kind in self.kinds(chosen)]
        line = self._line(_that_fit(tabs, chosen, width - len(note) - 2 * bool(note)), chosen)
        self.update(paint.spread(line, Content(note + " ").stylize(Ink.FAINT), width) if note else line, layout=False)

    def kinds(self, chosen: SectionKind | None) -> list[SectionKind]:
        """The kinds that have a tab, in their order."""
        return [kind for kind in paint.KIND_NAMES if kind in self.counts or kind is chosen]

    def on_click(self, event: events.Click) -> None:
        for columns, kind in self._places:
            if event.x in columns:
                self.post_message(self.Chosen(kind))

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


class ActionBar(Static):
    """One line with keys and what they do: as many as fit, whole ones only. A click runs the action."""

    @dataclass
    class Pressed(Message):
        action: str

    def __init__(self, remapped: Mapping[str, str]) -> None:
        super().__init__("", id="bar", markup=False)
        self._remapped = remapped
        self._places: list[tuple[range, str]] = []

    def show(self, ids: Iterable[str]) -> None:
        self._places = []
        line = Content("")
        for action in (BY_ID[each] for each in ids if actions.first_key(each, self._remapped)):
            label = self._label(action)
            if line.cell_length + label.cell_length > self.size.width:
                break
            self._places.append((range(line.cell_length, line.cell_length + label.cell_length), action.id))
            line += label
        self.update(line, layout=False)

    def on_click(self, event: events.Click) -> None:
        for columns, action in self._places:
            if event.x in columns:
                self.post_message(self.Pressed(action))

    def _label(self, action: Action) -> Content:
        key = actions.keys_of(action, self._remapped)[0]
        return Content.assemble(" ", (key, Ink.KEY), " ", action.label or action.title, " ")
