"""One pass over a page: what is counted in each element, as flat lists in the order of the page.

All later work is on these lists, so that it is in proportion to the page however it is nested.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from twitchsearch.extract import boilerplate
from twitchsearch.extract.tree import Element, walk

T = TypeVar("T", int, float)
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside", "dialog", "menu", "form", "button", "label"))
SUBHEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6", "summary", "dt"))
TITLES = frozenset(("h1",))
_HEADINGS = SUBHEADINGS | TITLES
_NEVER_BY_NAME = _HEADINGS | {"body", "article", "main", "tr", "td", "th", "tbody", "thead", "figcaption"}
_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub"),
        *("sup", "time", "tt", "u", "var", "wbr", "br", "label", "img", "picture", "source", "button", "o:p"),
    )
)
_COUNT = re.compile(r"\d|^\w+ (?:one|two|three|four|five|six|seven|eight|nine|ten)$|^[ivx]+$", re.IGNORECASE)
_LONGEST_COUNT, _LOOKED_AT = 20, 12
_PARAGRAPH, _LONG, _LINE = 80, 200, 25
_HIDING = frozenset(("hidden", "aria-hidden", "style"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_COLUMN = re.compile(r"\b(?:col-(?:(?:xs|sm|md|lg|xl)-)?|large-|medium-)(\d{1,2})\b")
_SENTENCE_END = re.compile(r"[.!?…:;。！？]['\"”’)\]]*\s*$")


@dataclass(slots=True)
class Survey:
    """The elements in the order of the page, with what was counted in each.

    `text` and `links` count the characters of an element's own text and what of it is linked; what stands in inline
    elements counts for the block around them. `prose` is how much of it reads like sentences.
    """

    elements: list[Element] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    furniture: list[bool] = field(default_factory=list)
    text: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    prose: list[float] = field(default_factory=list)
    last: list[str] = field(default_factory=list)

    def enter(self, element: Element, parent: int) -> int:
        self.elements.append(element)
        self.parents.append(parent)
        is_title = element.tag == "button" and parent >= 0 and self.elements[parent].tag in _HEADINGS
        self.furniture.append(not is_title and (_is_furniture(element) or _is_side_column(element)))
        self.text.append(0)
        self.links.append(0)
        self.prose.append(0.0)
        self.last.append("")
        return len(self.elements) - 1

    def count(self, at: int, text: str | None, linked: bool) -> None:  # noqa: FBT001  a loop's own flag, read once
        if text and (length := len(text.strip())):
            self.text[at] += length
            self.links[at] += length if linked else 0
            self.last[at] = text

    def headings(self, tags: frozenset[str]) -> list[float]:
        """The text of the headings of these tags; those that are links, as of teasers, count for nothing."""
        seen = zip(self.elements, self.text, self.links, strict=True)
        return [float(text * (links * 2 < text and element.tag in tags)) for element, text, links in seen]

    def close(self, at: int) -> None:
        parent = self.parents[at]
        if self.elements[at].tag in _INLINE and parent >= 0 and not self.furniture[at]:
            self.text[parent] += self.text[at]
            self.links[parent] += self.links[at]
            self.last[parent] = self.last[at] or self.last[parent]
            self.text[at] = self.links[at] = 0
        else:
            self.prose[at] = _prose(self.elements[at].tag, self.text[at], self.links[at], self.last[at])

    def sums(self, counts: list[T]) -> list[T]:
        """For each element the sum over it and all that is in it."""
        sums = list(counts)
        for at in range(len(sums) - 1, 0, -1):
            sums[self.parents[at]] += sums[at]
        return sums


def survey(top: Element) -> Survey:
    """What is counted in `top`, which is the first, and in every element in it."""
    counted = Survey()
    path = [-1]
    link_depth = 0
    for event, element in walk(top):
        if event == "start":
            path.append(counted.enter(element, path[-1]))
            link_depth += _leads_away(element)
            counted.count(path[-1], element.text, link_depth > 0)
        else:
            counted.close(path.pop())
            link_depth -= _leads_away(element)
            if path[-1] >= 0:
                counted.count(path[-1], element.tail, link_depth > 0)
    return counted


def _leads_away(element: Element) -> bool:
    """Whether it is a link, and neither a button that is written as one nor a heading that leads to its own part."""
    if element.tag != "a" or (href := element.get("href", "-")) in ("", "#", "javascript:;", "javascript:void(0)"):
        return False
    parent = element.getparent()
    return not (href.startswith("#") and parent is not None and parent.tag in _HEADINGS)


def _prose(tag: str, text: int, links: int, last: str) -> float:
    """How many of the characters are of sentences: links are not, nor are headings and single words."""
    if tag in _HEADINGS or links * 2 > text:
        return 0.0
    if text >= _PARAGRAPH:  # a teaser is a short paragraph; the longer it is, the more it is of an article
        return (text - links) * min(1.0, text / _LONG)
    return (text - links) / 2 if text >= _LINE and _SENTENCE_END.search(last[-8:]) else 0.0


def _is_furniture(element: Element) -> bool:
    """Whether tag, role, name or style say that the element is a part of the site, or is not seen."""
    keys = element.keys()
    if not keys or element.tag in _FURNITURE_TAGS:
        return element.tag in _FURNITURE_TAGS
    role = element.get("role") if "role" in keys else ""
    if role and boilerplate.is_furniture_role(role):
        return True
    names = " ".join(element.get(key) for key in ("class", "id") if key in keys)
    if not _HIDING.isdisjoint(keys) and _is_hidden(element):
        return not boilerplate.is_panel(names) and role not in ("tabpanel", "region")
    if element.tag == "table" and boilerplate.is_infobox(names):
        return True
    if len(names) < 2 or element.tag in _NEVER_BY_NAME:
        return False
    return boilerplate.is_furniture(names) or (boilerplate.is_counter(names) and _only_counts(element))


def _only_counts(element: Element) -> bool:
    words = " ".join("".join(islice(element.itertext(), _LOOKED_AT)).split())
    return len(words) <= _LONGEST_COUNT and bool(_COUNT.search(words))


def _is_side_column(element: Element) -> bool:
    """Whether a grid gives the element few of its columns and one beside it most of them."""
    names = element.get("class", "")
    if not names or not (narrow := _COLUMN.search(names)) or int(narrow[1]) > 4:
        return False
    beside = (each.get("class", "") for way in (True, False) for each in element.itersiblings(preceding=way))
    return any(int(wide[1]) >= 7 for each in beside if (wide := _COLUMN.search(each)))


def _is_hidden(element: Element) -> bool:
    is_marked = element.get("hidden", "no") != "no" or element.get("aria-hidden") == "true"
    return is_marked or bool(_HIDDEN.search(element.get("style", "")))
