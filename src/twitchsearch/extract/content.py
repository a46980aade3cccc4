"""Which part of a page is its article: chosen by scoring text, links and names, the furniture in it taken out.

One pass over the tree fills flat lists in the order of the page; all sums are made on those, so that the work is in
proportion to the page however it is nested.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeVar

from twitchsearch.errors import ExtractionError
from twitchsearch.extract import boilerplate
from twitchsearch.extract.tree import Element, cut_out, strip, walk

T = TypeVar("T", int, float)
_NO_TEXT = (
    *("script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "audio", "video", "map"),
    *("select", "textarea", "input", "datalist", "math", "link", "meta", "head", "applet", "frameset", "noframes"),
)
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside", "dialog", "menu", "form", "button", "label", "figcaption"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt"))
_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub"),
        *("sup", "time", "tt", "u", "var", "wbr", "br", "label", "img", "picture", "source", "button", "o:p"),
    )
)
_LISTS = frozenset(("ul", "ol", "table", "dl", "div", "section", "p"))
_PARAGRAPH, _LINE, _DOMINANT = 80, 25, 0.7
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…:;。！？]['\"”’)\]]*\s*$")


@dataclass(slots=True)
class _Survey:
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
        self.furniture.append(_is_furniture(element))
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

    def close(self, at: int) -> None:
        parent = self.parents[at]
        if self.elements[at].tag in _INLINE and parent >= 0 and not self.furniture[at]:
            self.text[parent] += self.text[at]
            self.links[parent] += self.links[at]
            self.last[parent] = self.last[at] or self.last[parent]
            self.text[at] = self.links[at] = 0
        else:
            self.prose[at] = _prose(self.elements[at].tag, self.text[at], self.links[at], self.last[at])


def main_content(root: Element) -> Element:
    """The element that holds the article. What is no part of the article is removed from the tree.

    Raises ExtractionError where the page has no text.
    """
    strip(root, *_NO_TEXT)
    body = root.find("body")
    survey = _survey(root if body is None else body)
    text, links = _sums(survey, survey.text), _sums(survey, survey.links)
    if not text[0]:
        raise ExtractionError("the page has no text")
    dropped = _dropped(survey, text, links)
    prose = _sums(survey, [0.0 if out else score for out, score in zip(dropped, survey.prose, strict=True)])
    if prose[0] <= 0:  # headings and single lines alone: nothing to choose by
        return survey.elements[0]
    chosen = _chosen(survey, prose)
    _prune(survey, chosen, dropped)
    return survey.elements[chosen]


def _survey(top: Element) -> _Survey:
    survey = _Survey()
    path = [-1]
    link_depth = 0
    for event, element in walk(top):
        if event == "start":
            path.append(survey.enter(element, path[-1]))
            link_depth += element.tag == "a"
            survey.count(path[-1], element.text, link_depth > 0)
        else:
            survey.close(path.pop())
            link_depth -= element.tag == "a"
            if path[-1] >= 0:
                survey.count(path[-1], element.tail, link_depth > 0)
    return survey


def _prose(tag: str, text: int, links: int, last: str) -> float:
    """How many of the characters are of sentences: links are not, nor are headings and single words."""
    if tag in _HEADINGS or links * 2 > text:
        return 0.0
    if text >= _PARAGRAPH:
        return float(text - links)
    return (text - links) / 2 if text >= _LINE and _SENTENCE_END.search(last[-8:]) else 0.0


def _sums(survey: _Survey, counts: list[T]) -> list[T]:
    """For each element the sum over it and all that is in it."""
    sums = list(counts)
    for at in range(len(sums) - 1, 0, -1):
        sums[survey.parents[at]] += sums[at]
    return sums


def _is_furniture(element: Element) -> bool:
    tag, get = element.tag, element.get
    if tag in _FURNITURE_TAGS:
        return True
    names, role = f"{get('class', '')} {get('id', '')}", get("role", "")
    if role and boilerplate.is_furniture_role(role):
        return True
    if (get("hidden") is not None or get("aria-hidden") == "true" or _HIDDEN.search(get("style", ""))) and not (
        boilerplate.is_panel(names) or role in ("tabpanel", "region")
    ):
        return True
    return len(names) > 1 and tag not in _HEADINGS and boilerplate.is_furniture(names)


def _dropped(survey: _Survey, text: list[int], links: list[int]) -> list[bool]:
    """Which elements are out, with all in them: furniture that does not hold most of the page, lists of links."""
    prose = _sums(survey, survey.prose)
    most = prose[0] * 0.5
    dropped = [False] * len(text)
    for at in range(1, len(text)):
        if dropped[survey.parents[at]]:
            dropped[at] = True
        elif survey.furniture[at]:
            dropped[at] = prose[at] <= most
        elif survey.elements[at].tag in _LISTS and text[at] and links[at] > 0.7 * text[at]:
            dropped[at] = True
    return dropped


def _chosen(survey: _Survey, prose: list[float]) -> int:
    """From the top downwards, the child that holds nearly all of the prose, as long as there is one."""
    heaviest = [-1] * len(prose)
    for at in range(1, len(prose)):
        parent = survey.parents[at]
        if heaviest[parent] < 0 or prose[at] > prose[heaviest[parent]]:
            heaviest[parent] = at
    at = 0
    while (child := heaviest[at]) > 0 and prose[child] >= _DOMINANT * prose[at]:
        at = child
    return at


def _prune(survey: _Survey, chosen: int, dropped: list[bool]) -> None:
    """Take what is dropped out of the chosen element; the text that follows it stays."""
    for at in range(chosen + 1, len(dropped)):
        if survey.parents[at] < chosen:
            break
        if dropped[at] and not dropped[survey.parents[at]]:
            cut_out(survey.elements[at])
