"""Every action of the terminal UI: its id, its keys, what it does. Bindings, help, palette and bar come from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding, BindingType


class Place(StrEnum):
    """Where the keys of an action work."""

    ANYWHERE = "anywhere"
    QUERY = "in the query"
    READER = "in the reader"


@dataclass(frozen=True, slots=True)
class Action:
    """`id` is what the settings call it, and the name of the screen's method; `label` is its short name for the footer
    ("" where it never stands there)."""

    id: str
    title: str
    keys: str
    place: Place = Place.ANYWHERE
    label: str = ""
    help: str = ""


ACTIONS: tuple[Action, ...] = (
    Action("help", "Help", "f1,ctrl+g", label="Help", help="Every action with its keys"),
    Action("next_kind", "Next kind of section", "f2,ctrl+t", label="Kind", help="Only causes, only remedies, …"),
    Action("previous_kind", "Previous kind of section", "shift+f2,f14,ctrl+r"),
    Action(
        "layout", "Change the layout", "f3,ctrl+l", label="Layout", help="One pane, or list and reader side by side"
    ),
    Action("care", "When to see a doctor", "f4,ctrl+d", label="Care", help="Warning signs the shown articles name"),
    Action("sort", "Change the order", "f5,ctrl+n", label="Sort", help="Best match first, or newest first"),
    Action("plain", "Search as plain words", "f6,ctrl+f", help='Take signs such as ( and " for what they are'),
    Action("every_kind", "All kinds of sections", "f7,ctrl+e", help="Drop the filter by kind"),
    Action(
        "browser", "Open the saved copy in the browser", "f8,ctrl+o", label="Browser", help="Cleaned, at the section"
    ),
    Action("copy", "Copy the link", "f9,ctrl+y", label="Copy", help="The article's address, to the clipboard"),
    Action(
        "build", "Build the index", "f12,ctrl+b", help="From the corpus of this library; the old one serves meanwhile"
    ),
    Action("open", "Read the article", "enter", Place.QUERY, "Open"),
    Action("up", "Previous result", "up", Place.QUERY),
    Action("down", "Next result", "down", Place.QUERY),
    Action("page_up", "Results: a page back", "pageup", Place.QUERY),
    Action("page_down", "Results: a page on", "pagedown", Place.QUERY),
    Action("first", "First result", "ctrl+home", Place.QUERY),
    Action("last", "Last result", "ctrl+end", Place.QUERY),
    Action("back", "Back", "escape", label="Back", help="From the reader to the results; then clears the query"),
    Action("next_match", "Next match", "n", Place.READER, "Match"),
    Action("previous_match", "Previous match", "N", Place.READER),
    Action("next_section", "Next section", "]", Place.READER, "Section"),
    Action("previous_section", "Previous section", "[", Place.READER),
    Action("top", "Beginning of the article", "g,home", Place.READER),
    Action("bottom", "End of the article", "G,end", Place.READER),
    Action("saved", "Open the saved copy in the browser", "o", Place.READER, "Saved copy"),
    Action("live", "Open the live page in the browser", "O", Place.READER, "Live page", "Leaves this machine"),
    Action("keys", "Help", "question_mark", Place.READER),
    Action("query", "Back to the query", "slash", Place.READER),
    Action("theme", "Change the colours", "", help="Monochrome is one of them"),
    Action("palette", "Commands", "ctrl+p", label="Commands", help="All actions by name"),
    Action("quit", "Quit", "ctrl+q", label="Quit"),
)

BY_ID: Mapping[str, Action] = {action.id: action for action in ACTIONS}

QUERY_BAR = ("help", "next_kind", "layout", "care", "browser", "palette", "quit", "sort", "copy")
READER_BAR = ("help", "back", "next_match", "next_section", "saved", "live", "care", "copy", "palette", "quit")


def bindings(*places: Place) -> list[BindingType]:
    """The bindings of the actions of these places, run by the screen."""
    return [binding(action.id) for action in ACTIONS if action.place in places and action.keys]


def binding(name: str) -> Binding:
    """The binding of one action; what has the focus comes before the screen, so it may have to bind it again."""
    action = BY_ID[name]
    return Binding(action.keys, f"screen.{action.id}", action.title, show=False, id=action.id)


def keys_of(action: Action, remapped: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of an action as people write them: F1, ^P, n."""
    keys = remapped.get(action.id, action.keys)
    return tuple(_shown(key) for key in keys.split(",") if key)


_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "escape": "Esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "↑",
    "down": "↓",
}


def _shown(key: str) -> str:
    *modifiers, name = key.split("+")
    if modifiers == ["ctrl"] and len(name) == 1:
        return f"^{name.upper()}"
    written = _NAMES.get(name) or (name if len(name) == 1 else name.capitalize())
    return "".join(f"{each.capitalize()}+" for each in modifiers) + written


def first_key(name: str, remapped: Mapping[str, str]) -> str:
    """The key of an action that stands on the screen."""
    return keys_of(BY_ID[name], remapped)[0]


def matching(words: str, actions: Iterable[Action] = ACTIONS) -> list[Action]:
    """The actions whose title, help or keys hold every one of `words`."""
    wanted = words.casefold().split()
    return [action for action in actions if all(word in _described(action) for word in wanted)]


def _described(action: Action) -> str:
    return f"{action.title} {action.help} {action.keys} {action.id}".casefold()
