"""Every action of the terminal UI: its id, its keys, what it does. Bindings, help, palette and bar come from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding, BindingType
from textual.keys import Keys, _character_to_key  # the names of keys have no other home

from twitchsearch.errors import SettingsError
from twitchsearch.text import shorten


class Place(StrEnum):
    """Where the keys of an action work."""

    ANYWHERE = "anywhere"
    QUERY = "in the query"
    READER = "in the reader"


@dataclass(frozen=True, slots=True)
class Action:
    """`id` is what the settings call it, and the name of the screen's method; `label` is its short name for the footer
    ("" where it never stands there). A `weighty` one leaves something behind (a file, the clipboard, a window of the
    browser) or leaves the article, so that it must not be run by a letter of a word (see `tui.letters`)."""

    id: str
    title: str
    keys: str
    place: Place = Place.ANYWHERE
    label: str = ""
    help: str = ""
    weighty: bool = False


ACTIONS: tuple[Action, ...] = (
    Action("help", "Help", "f1,ctrl+g", label="Help", help="Every action with its keys"),
    Action(
        "next_kind",
        "Next kind of section",
        "f2,ctrl+t,ctrl+pagedown",
        label="Kind",
        help="Only causes, only remedies, …",
    ),
    Action("previous_kind", "Previous kind of section", "shift+f2,f14,ctrl+pageup"),
    Action(
        "layout", "Change the layout", "f3,ctrl+l", label="Layout", help="One pane, or list and reader side by side"
    ),
    Action("care", "When to see a doctor", "f4,ctrl+d", label="Doctor", help="Warning signs the shown articles name"),
    Action("sort", "Change the order", "f5,ctrl+n", label="Sort", help="Best match first, or newest first"),
    Action("plain", "Search as plain words", "f6,ctrl+f", help='Take signs such as ( and " for what they are'),
    Action("every_kind", "Drop all filters", "f7,ctrl+e", help="All kinds of sections, sites and dates"),
    Action(
        "browser", "Open the saved copy in the browser", "f8,ctrl+o", label="Browser", help="Cleaned, at the section"
    ),
    Action("copy", "Copy the link", "f9,ctrl+y", label="Copy", help="The article's address, to the clipboard"),
    Action("narrow", "Filter by site or date", "f10,ctrl+x", label="Filter", help="One site, or the last years only"),
    Action(
        "table", "List causes or remedies", "f11,ctrl+a", label="Causes", help="The distinct ones that articles name"
    ),
    Action(
        "build", "Build the index", "f12,ctrl+b", help="From the corpus of this library; the old one serves meanwhile"
    ),
    Action("history", "History: searches and articles", "ctrl+r", label="Recent", help="And saved searches"),
    Action("save", "Save this search", "ctrl+s", label="Save", help="It waits in the list of an empty query"),
    Action(
        "exactly", "Search for just these words", "ctrl+k", help="Without what is also searched for, and back again"
    ),
    Action(
        "accept", "Take what is offered", "tab", help="The spelling, else the kind that is looked for; else the reader"
    ),
    Action("contents", "Contents of the article", "ctrl+j,shift+f3,f15", help="Its sections, and the matches in each"),
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
    Action("find", "Find in the article", "slash", Place.READER, "Find", "Then n and N go through what was found"),
    Action(
        "outline", "Contents of the article", "t", Place.READER, "Contents", "Its sections, and the matches in each"
    ),
    Action(
        "similar",
        "More like this",
        "m",
        Place.READER,
        "More like this",
        "Sections like this one, of all articles",
        weighty=True,
    ),
    Action("excerpt", "Copy the section", "y", Place.READER, help="Its text and where it comes from", weighty=True),
    Action(
        "citation", "Copy a citation", "c", Place.READER, help="Title, site, dates and address in a line", weighty=True
    ),
    Action(
        "keep",
        "Save the section to a file",
        "s",
        Place.READER,
        help="Added to excerpts.md, with its source",
        weighty=True,
    ),
    Action("saved", "Open the saved copy in the browser", "o", Place.READER, "Saved copy", weighty=True),
    Action(
        "live", "Open the live page in the browser", "O", Place.READER, "Live page", "Leaves this machine", weighty=True
    ),
    Action("keys", "Help", "question_mark", Place.READER),
    Action("query", "Back to the query", "q,i", Place.READER),
    Action("remember", "What is remembered", "", help="Searches kept, for this session only, or not at all"),
    Action("forget", "Forget all searches and articles", "", help="Saved searches stay"),
    Action("theme", "Theme: change the colours", "", help="Monochrome is one of them"),
    Action("palette", "Commands", "ctrl+p", label="Commands", help="All actions by name"),
    Action("suspend", "To the shell for a while", "ctrl+z", help="fg leads back"),
    Action("quit", "Quit", "ctrl+q", label="Quit"),
)

BY_ID: Mapping[str, Action] = {action.id: action for action in ACTIONS}

QUERY_BAR = (
    "help", "next_kind", "care", "table", "palette", "quit", "narrow", "save", "history", "sort", "layout", "browser",
    "copy",
)  # fmt: skip
FIND_BAR = ("help", "care", "palette", "quit")
READER_BAR = (
    "help", "back", "next_match", "next_section", "find", "care", "palette", "quit", "outline", "saved", "similar",
    "live", "copy",
)  # fmt: skip


def bindings(*places: Place) -> list[BindingType]:
    """The bindings of the actions of these places, run by the screen."""
    return [binding(action.id) for action in ACTIONS if action.place in places and action.keys]


def binding(name: str) -> Binding:
    """The binding of one action; what has the focus comes before the screen, so it may have to bind it again."""
    action = BY_ID[name]
    first = action.id == "find"  # before the next key is given to the article: what is typed in a burst is for the box
    return Binding(action.keys, f"screen.{action.id}", action.title, show=False, priority=first, id=action.id)


def keys_of(action: Action, remapped: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of an action as people write them: F1, ^P, n."""
    keys = remapped.get(action.id, action.keys)
    return tuple(_shown(key) for key in keys.split(",") if key)


def actions_by_key(remapped: Mapping[str, str]) -> Mapping[str, Action]:
    """The actions that work in the reader, by their keys as Textual names them when they are pressed."""
    found: dict[str, Action] = {}
    for action in ACTIONS:
        if action.place is not Place.QUERY:
            found |= {_key(key): action for key in filter(None, remapped.get(action.id, action.keys).split(","))}
    return found


def remapped(chosen: Mapping[str, str]) -> Mapping[str, str]:
    """Keys as a person chose them, by action, each written as Textual names keys and without spaces.

    Raises SettingsError, naming what would be right, for an action or a key that does not exist, and where one key
    would run two actions in one place.
    """
    found = {}
    for name, keys in chosen.items():
        if name not in BY_ID:
            raise SettingsError(f"tui.keys: there is no action {shorten(name, 40)!r}; there are: {', '.join(BY_ID)}")
        found[name] = ",".join(_key(key.strip()) for key in keys.split(",") if key.strip())
    for place in (Place.QUERY, Place.READER):
        _without_clashes([action for action in ACTIONS if action.place in (Place.ANYWHERE, place)], found)
    return found


def _without_clashes(actions: Iterable[Action], chosen: Mapping[str, str]) -> None:
    taken: dict[str, str] = {}
    for action in actions:
        for key in filter(None, chosen.get(action.id, action.keys).split(",")):
            other = taken.setdefault(key, action.id)
            if other != action.id:
                raise SettingsError(
                    f"tui.keys: {key} would run both {other} and {action.id}; give one of them another key "
                    '("" for none)'
                )


def _key(written: str) -> str:
    *modifiers, name = written.split("+") if written != "+" else ["plus"]
    known = len(name) == 1 or name in _KEY_NAMES
    if not known or not set(modifiers) <= {"ctrl", "shift", "alt"}:
        raise SettingsError(
            f"tui.keys: {shorten(written, 40)!r} is no key; write f5, ctrl+n, pageup, escape or a letter such as n, "
            "several divided by commas"
        )
    if len(name) == 1 and not name.isalnum():
        name = _character_to_key(name)
    return "+".join((*modifiers, name))


_KEY_NAMES = {key.value.rpartition("+")[2] for key in Keys} | {
    _character_to_key(each) for each in map(chr, range(33, 127)) if not each.isalnum()
}
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
    """The key of an action that stands on the screen, "" where it has none."""
    return next(iter(keys_of(BY_ID[name], remapped)), "")


def matching(words: str, actions: Iterable[Action] = ACTIONS) -> list[Action]:
    """The actions whose title, help or keys hold every one of `words`."""
    wanted = words.casefold().split()
    return [action for action in actions if all(word in _described(action) for word in wanted)]


def _described(action: Action) -> str:
    return f"{action.title} {action.help} {action.keys} {action.id}".casefold()
