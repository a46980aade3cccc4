"""Accordions and tabs that are built of buttons, links or labels: what opens a panel becomes its summary.

What stands on tabs with roles is `tabs`' to say; here the pairs are told by what points at what (`aria-controls`,
`data-target`, `for`), or by a button right before what it hides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from twitchsearch.extract import boilerplate
from twitchsearch.extract.tree import Element, add_first, cut_out

_SHORTEST_PANEL, _LONGEST_TITLE, _FEWEST = 40, 160, 2
_MOST, _MOST_TEXTS = 400, 200
_BLOCKS = ("div", "section", "p", "ul", "ol", "dd", "article")
_OPENERS = (
    "//body//*[self::button or self::a or self::div or self::span or self::label]"
    "[@aria-controls or @data-target or @data-bs-target or @data-toggle or @data-bs-toggle or @aria-expanded or @for"
    " or self::button]"
)
_HIDDEN = "//body//*[@hidden or @style]"
_NONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_LINES = ("div", "p", "span", "a", "button", "dt", *(f"h{rank}" for rank in range(1, 7)))
_OUTSIDE = frozenset(("nav", "footer", "form", "aside"))
_SAYS_NO_NAME = re.compile(
    r"(?:(?:read|show|see|view|load|learn|find out) (?:more|less|all|full)|menu|close|open|more|expand|collapse|search|"
    r"next|prev|back|skip|share|print|copy|like|reply|subscribe|sign)\b",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "summary")


def open_folds(root: Element) -> None:
    """Make each panel that something opens a `details` with the words of what opens it, where there are several such.

    What is a heading already stays one; its panel is shown.
    """
    _open_headed(root)
    pairs = list(_pairs(root)) or list(_hidden_pairs(root)) or list(_item_pairs(root))
    if len(pairs) < _FEWEST:
        return
    for opener, panel, words in pairs:
        for hiding in ("hidden", "style", "aria-hidden"):
            if panel.get(hiding):
                panel.set(hiding, "false" if hiding == "aria-hidden" else "")
        if "hidden" in panel.attrib:
            del panel.attrib["hidden"]
        _call_a_panel(panel)
        if any(each.tag in _HEADINGS for each in _around(opener)):
            continue
        panel.tag = "details"
        add_first(panel, "summary", words)
        cut_out(opener)


def _pairs(root: Element) -> Iterator[tuple[Element, Element, str]]:
    openers = root.xpath(_OPENERS)[:_MOST]
    if len(openers) < _FEWEST:
        return
    by_id = {element.get("id"): element for element in root.xpath("//body//*[@id]")}
    seen: set[int] = set()
    for opener in openers:
        panel = _panel_of(opener, by_id)
        words = " ".join("".join(islice(opener.itertext(), _MOST_TEXTS)).split())
        if panel is not None and id(panel) not in seen and _is_pair(opener, panel, words):
            seen.add(id(panel))
            yield opener, panel, words


def _hidden_pairs(root: Element) -> Iterator[tuple[Element, Element, str]]:
    """What is hidden right below a line, where several such lines and panels have the same names."""
    found: dict[tuple[str, str], list[tuple[Element, Element, str]]] = {}
    hidden = [each for each in root.xpath(_HIDDEN) if "hidden" in each.attrib or _NONE.search(each.get("style", ""))]
    for panel in _with_likes(hidden[:_MOST]):
        opener = panel.getprevious()
        if opener is None or opener.tag not in _LINES or (opener.tail or "").strip():
            continue
        words = " ".join("".join(islice(opener.itertext(), _MOST_TEXTS)).split())
        if _is_pair(opener, panel, words) and words[-1] not in ".,;":
            found.setdefault((_first_name(opener), _first_name(panel)), []).append((opener, panel, words))
    for alike in found.values():
        if len(alike) >= _FEWEST:
            yield from alike


def _open_headed(root: Element) -> None:
    """Make sections that stand side by side a `details` each, where each begins with a header that is one line."""
    beside: dict[int, tuple[Element, list[Element]]] = {}  # with the parent: it is known by its identity while held
    for header in islice(root.iter("header"), _MOST):
        section = header.getparent()
        if section is None or section.tag not in ("section", "article") or section[0] is not header:
            continue
        if (parent := section.getparent()) is not None and _is_headed_by_a_line(section):
            beside.setdefault(id(parent), (parent, []))[1].append(section)
    for _, sections in beside.values():
        for section in sections if len(sections) >= _FEWEST else ():
            section.tag, section[0].tag = "details", "summary"


def _is_headed_by_a_line(section: Element) -> bool:
    if any(part.tag not in ("span", "b", "strong") for part in section[0]):
        return False
    words = " ".join("".join(islice(section[0].itertext(), _MOST_TEXTS)).split())
    said = sum(len(text.strip()) for text in islice(section.itertext(), _MOST_TEXTS))
    return 2 < len(words) <= _LONGEST_TITLE and words[-1] not in ".,;" and said - len(words) >= _SHORTEST_PANEL


def _item_pairs(root: Element) -> Iterator[tuple[Element, Element, str]]:
    """The two halves of blocks that repeat side by side and are called parts of an accordion, or begin with a
    button."""
    alike: dict[tuple[int, str], list[tuple[Element, Element]]] = {}
    parents: list[Element] = []  # held: they are known by their identity
    for item in islice(_halved(root), _MOST):
        opener, panel = item
        is_button = opener.tag == "button" or opener.get("role") == "button"
        parent = item.getparent()
        if parent is not None and (is_button or boilerplate.is_fold(item.get("class", ""))):
            parents.append(parent)
            alike.setdefault((id(parent), _first_name(item)), []).append((opener, panel))
    for found in alike.values():
        for opener, panel in found if len(found) >= _FEWEST else ():
            words = " ".join("".join(islice(opener.itertext(), _MOST_TEXTS)).split())
            if panel.tag == "nav" and not _leads_elsewhere(panel):
                panel.tag = "div"  # menus and answers are unfolded alike
            if opener.find("h2") is None and not opener.xpath("h3 | h4 | h5 | h6") and _is_pair(opener, panel, words):
                _call_a_panel(opener.getparent())
                yield opener, panel, words


def _halved(root: Element) -> Iterator[Element]:
    """The blocks of two elements and no text, in which something could open something."""
    for item in root.iter("div", "section", "li"):
        if len(item) == 2 and not (item.text or "").strip() and not any((part.tail or "").strip() for part in item):
            names = item.get("class", "")
            if "item" in names or "section" in names or "button" in (item[0].tag, item[0].get("role")):
                yield item


def _leads_elsewhere(panel: Element) -> bool:
    said = sum(len(text.strip()) for text in islice(panel.itertext(), _MOST_TEXTS))
    return sum(len(link.text or "") for link in islice(panel.iter("a"), _MOST_TEXTS)) * 2 >= said


def _call_a_panel(block: Element | None) -> None:
    if block is not None and boilerplate.is_furniture(block.get("class", "")):  # "dropdown" is a menu elsewhere
        block.set("class", "panel")


def _with_likes(hidden: list[Element]) -> list[Element]:
    """The panels, and those beside them of the same name that are not hidden: the first is mostly open."""
    found: dict[int, Element] = {}
    for panel in hidden:
        parent, name = panel.getparent(), _first_name(panel)
        beside = islice(parent, _MOST) if parent is not None and name and id(panel) not in found else ()
        found |= {id(each): each for each in (panel, *beside) if each is panel or _first_name(each) == name}
    return list(found.values())[:_MOST]


def _first_name(element: Element) -> str:
    return next(iter(element.get("class", "").split()), "")


def _panel_of(opener: Element, by_id: dict[str, Element]) -> Element | None:
    pointed = opener.get("aria-controls") or opener.get("data-target") or opener.get("data-bs-target")
    toggles = opener.get("data-toggle") or opener.get("data-bs-toggle")
    if not pointed and toggles in ("collapse", "tab", "pill"):
        pointed = opener.get("href")
    if pointed and pointed.lstrip("#") in by_id:
        return by_id[pointed.lstrip("#")]
    if opener.tag == "label":
        switch = by_id.get(opener.get("for"))
        return _next_block(opener) if switch is not None and switch.get("type") in ("checkbox", "radio") else None
    if opener.tag != "button" and not opener.get("aria-expanded"):
        return None
    panel = _next_block(_outermost(opener))
    return panel if panel is not None and _is_folded(opener, panel) else None


def _outermost(opener: Element) -> Element:
    """The heading that an opener is all of, or itself."""
    parent = opener.getparent()
    is_alone = parent is not None and not (parent.text or "").strip() and not (opener.tail or "").strip()
    return parent if parent is not None and is_alone and parent.tag in _HEADINGS and len(list(parent)) == 1 else opener


def _next_block(element: Element) -> Element | None:
    following = next(iter(element.itersiblings(preceding=False)), None)
    return following if following is not None and following.tag in _BLOCKS else None


def _is_folded(opener: Element, panel: Element) -> bool:
    """Whether the panel is hidden or called one, or what stands before it says that it opens something."""
    hidden = "hidden" in panel.attrib or panel.get("aria-hidden") == "true" or "none" in panel.get("style", "")
    return hidden or bool(opener.get("aria-expanded")) or boilerplate.is_panel(panel.get("class", ""))


def _is_pair(opener: Element, panel: Element, words: str) -> bool:
    if not 2 < len(words) <= _LONGEST_TITLE or _SAYS_NO_NAME.match(words) or panel.tag not in _BLOCKS:
        return False
    if any(each is panel for each in _around(opener)) or panel.get("role") in ("tabpanel", "menu", "dialog"):
        return False
    if any(each.tag in _OUTSIDE and not _is_of_page(each) for each in _around(opener)):
        return False
    said = sum(len(text.strip()) for text in islice(panel.itertext(), _MOST_TEXTS))
    linked = sum(len(link.text or "") for link in islice(panel.iter("a"), _MOST_TEXTS))
    return said >= _SHORTEST_PANEL and linked * 2 < said


def _is_of_page(element: Element) -> bool:
    """Whether it is the form that a whole page stands in."""
    parent = element.getparent()
    return element.tag == "form" and parent is not None and parent.tag == "body"


def _around(element: Element) -> Iterator[Element]:
    at: Element | None = element
    while at is not None:
        yield at
        at = at.getparent()
