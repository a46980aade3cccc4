"""Headings that only their repetition tells: short lines of one class, each above a passage."""

from __future__ import annotations

from collections import defaultdict

from twitchsearch.extract.tree import Element

_BLOCKS = frozenset(
    (
        *("div", "p", "li", "td", "th", "dd", "dt", "blockquote", "section", "article", "ul", "ol", "dl", "table"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "pre", "summary", "details", "figure", "tr", "tbody"),
    )
)
_TITLES, _LINES = ("div", "p"), ("div", "p", "li", "td", "dd", "dt")
_FEWEST, _FEWEST_BELOW, _LONGEST, _MOST_WORDS, _SHORTEST_PASSAGE = 3, 2, 80, 10, 80
_LONGEST_OF_ITS_CLASS = 100


def name_repeated_lines(content: Element) -> None:
    """Give lines that repeat so a class that calls them headings."""
    _set_apart(content)
    every = list(content.iter("*"))  # kept: an element is known by its identity only as long as it is held
    holders = _holders(every)
    leaves = [
        (element, text)
        for element in every
        if element.tag in _LINES
        and id(element) not in holders
        and (text := " ".join("".join(element.itertext()).split()))
    ]
    alike: dict[str, list[int]] = defaultdict(list)
    longer: dict[str, list[int]] = defaultdict(list)  # known by the others of their class
    for at, (element, text) in enumerate(leaves):
        if (names := _names(element)) and element.tag in _TITLES:
            if _is_short(text):
                alike[names].append(at)
            elif len(text) <= _LONGEST_OF_ITS_CLASS:
                longer[names].append(at)
    others: dict[str, int] = defaultdict(int)
    for element, _ in leaves:
        others[_names(element)] += 1
    fewest = _FEWEST
    for names, places in sorted(alike.items(), key=lambda each: -len(each[1])):
        heading = [at for at in places if at + 1 < len(leaves) and len(leaves[at + 1][1]) >= _SHORTEST_PASSAGE]
        distinct = len({leaves[at][1] for at in places})
        if len(heading) >= fewest and len(heading) * 4 >= others[names] * 3 and distinct * 5 >= len(places) * 4:
            fewest = _FEWEST_BELOW  # others may be headings below these
            for at in places + longer[names]:
                leaves[at][0].set("class", f"{leaves[at][0].get('class', '')} {names} heading".strip())


def _set_apart(content: Element) -> None:
    """A span beside blocks, or below a bold line, with no text around it, stands on a line of its own."""
    parents: dict[int, tuple[Element, list[Element]]] = {}
    for element in content.iter("span", "label"):
        parent = element.getparent()
        if parent is not None and parent.tag in _BLOCKS:
            parents.setdefault(id(parent), (parent, []))[1].append(element)
    for parent, spans in parents.values():
        beside = list(parent)
        is_bare = not (parent.text or "").strip() and not any((each.tail or "").strip() for each in beside)
        is_row = len(beside) > 1 and beside[0].tag in ("b", "strong") and len(spans) == len(beside) - 1
        if is_bare and (is_row or any(each.tag in _BLOCKS for each in beside)):
            for span in spans:
                span.tag = "div"


def _holders(every: list[Element]) -> set[int]:
    """Which elements hold a block."""
    found: set[int] = set()
    for element in reversed(every):
        parent = element.getparent()
        if parent is not None and (element.tag in _BLOCKS or id(element) in found):
            found.add(id(parent))
    return found


def _names(element: Element) -> str:
    """The classes of a line: its own and of what alone is in it."""
    found, at = [element.get("class", "")], element
    while not (at.text or "").strip() and len(children := list(at)) == 1 and not (children[0].tail or "").strip():
        at = children[0]
        if at.tag == "a":
            return ""
        found.append(at.get("class", ""))
    return " ".join(name for name in found if name)


def _is_short(text: str) -> bool:
    return (
        len(text) <= _LONGEST
        and len(text.split()) <= _MOST_WORDS
        and text[-1] not in ".,;:"
        and any(map(str.isalpha, text))
    )
