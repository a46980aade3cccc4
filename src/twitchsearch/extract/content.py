"""Which part of a page is its article: chosen by scoring text, links and names, the furniture in it taken out.

One pass over the tree fills flat lists in the order of the page; all sums are made on those, so that the work is in
proportion to the page however it is nested.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from twitchsearch.errors import ExtractionError
from twitchsearch.extract import boilerplate
from twitchsearch.extract.tree import Element, cut_out, strip, walk

T = TypeVar("T", int, float)
_NO_TEXT = (
    *("script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "audio", "video", "map"),
    *("select", "textarea", "input", "datalist", "math", "link", "meta", "head", "applet", "frameset", "noframes"),
)
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside", "dialog", "menu", "form", "button", "label"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt"))
_NEVER_BY_NAME = _HEADINGS | {"body", "article", "main", "tr", "td", "th", "tbody", "thead", "figcaption"}
_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub"),
        *("sup", "time", "tt", "u", "var", "wbr", "br", "label", "img", "picture", "source", "button", "o:p"),
    )
)
_LISTS = frozenset(("ul", "ol", "table", "dl", "div", "section", "p"))
_PARAGRAPH, _LONG, _LINE = 80, 200, 25
_DOMINANT, _MOSTLY, _ALONE, _TITLED = 0.7, 0.5, 0.5, 0.15
_ARTICLE = 2
# The marks of `_mark`, the most telling first, and what share of the page's prose must be in one to believe it.
_BELIEVED = ((4, 0.2), (3, 0.35), (2, 0.35), (1, 0.35))
_HIDING = frozenset(("hidden", "aria-hidden", "style"))
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


class _Sums(NamedTuple):
    """For each element what is kept of it and of all that is in it."""

    text: list[float]
    links: list[float]
    prose: list[float]


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
    sums = _Sums(*(_sums(survey, _kept(counts, dropped)) for counts in (survey.text, survey.links, survey.prose)))
    if sums.prose[0] <= 0:  # headings and single lines alone: nothing to choose by
        return survey.elements[0]
    chosen = _chosen(survey, sums)
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
    if text >= _PARAGRAPH:  # a teaser is a short paragraph; the longer it is, the more it is of an article
        return (text - links) * min(1.0, text / _LONG)
    return (text - links) / 2 if text >= _LINE and _SENTENCE_END.search(last[-8:]) else 0.0


def _sums(survey: _Survey, counts: list[T]) -> list[T]:
    """For each element the sum over it and all that is in it."""
    sums = list(counts)
    for at in range(len(sums) - 1, 0, -1):
        sums[survey.parents[at]] += sums[at]
    return sums


def _kept(counts: Sequence[float], dropped: list[bool]) -> list[float]:
    return [0.0 if out else float(count) for count, out in zip(counts, dropped, strict=True)]


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
    return len(names) > 1 and element.tag not in _NEVER_BY_NAME and boilerplate.is_furniture(names)


def _is_hidden(element: Element) -> bool:
    is_marked = element.get("hidden", "no") != "no" or element.get("aria-hidden") == "true"
    return is_marked or bool(_HIDDEN.search(element.get("style", "")))


def _dropped(survey: _Survey, text: list[int], links: list[int]) -> list[bool]:
    """Which elements are out, with all in them: furniture that does not hold most of the page, lists of links."""
    prose = _sums(survey, survey.prose)
    most, few = prose[0] * 0.5, prose[0] * 0.15
    dropped = [False] * len(text)
    for at in range(1, len(text)):
        if dropped[survey.parents[at]]:
            dropped[at] = True
        elif survey.furniture[at]:
            dropped[at] = prose[at] <= most
        elif survey.elements[at].tag in _LISTS and text[at] and links[at] > 0.7 * text[at]:
            dropped[at] = prose[at] <= few
    return dropped


def _chosen(survey: _Survey, sums: _Sums) -> int:
    """Where the article is: in what the page marks as such, else in what holds most of the prose.

    From there downwards to the child that holds nearly all of it, as long as there is one; then upwards again as long
    as the parent adds prose and little else, which brings back first paragraphs that stand apart.
    """
    heaviest = [-1] * len(sums.prose)
    for at in range(1, len(heaviest)):
        parent = survey.parents[at]
        if heaviest[parent] < 0 or sums.prose[at] > sums.prose[heaviest[parent]]:
            heaviest[parent] = at
    top = at = _marked(survey, sums.prose)
    while (child := heaviest[at]) > 0 and sums.prose[child] >= _DOMINANT * sums.prose[at]:
        at = child
    while at != top and _adds_prose(sums, at, survey.parents[at]):
        at = survey.parents[at]
    return at


def _marked(survey: _Survey, prose: list[float]) -> int:
    """The element that the page itself marks as its article, if that can be believed; else the top."""
    best: dict[int, int] = {}
    total: dict[int, float] = {}
    marks = [_mark(element) for element in survey.elements]
    inside = [0] * len(marks)  # the marks around an element, as bits: of nested ones the outermost counts
    for at in range(1, len(marks)):
        mark, around = marks[at], inside[survey.parents[at]]
        inside[at] = around | 1 << mark
        if mark and not around >> mark & 1 and prose[at]:
            total[mark] = total.get(mark, 0.0) + prose[at]
            if mark not in best or prose[at] > prose[best[mark]]:
                best[mark] = at
    titled = _titled(survey, marks, prose)
    for mark, share in _BELIEVED:
        at = best.get(mark, 0)
        if mark == _ARTICLE and titled:
            return titled
        if at and prose[at] >= share * prose[0] and prose[at] >= _ALONE * total[mark]:
            return at
    return 0


def _titled(survey: _Survey, marks: list[int], prose: list[float]) -> int:
    """The one article element that holds the page's one h1, where there are several articles; else 0."""
    headings = [at for at, element in enumerate(survey.elements) if element.tag == "h1"]
    if len(headings) != 1 or sum(mark == _ARTICLE and prose[at] > 0 for at, mark in enumerate(marks)) < 2:
        return 0
    at = headings[0]
    while at > 0 and marks[at] != _ARTICLE:
        at = survey.parents[at]
    return at if at > 0 and prose[at] >= _TITLED * prose[0] else 0


def _mark(element: Element) -> int:
    """How an element says that it holds the article: 4 by itemprop, 3 by its name, 2 and 1 by its tag; 0 not at all."""
    if "articleBody" in element.get("itemprop", ""):
        return 4
    if element.tag == "main" or element.get("role") == "main":
        return 1
    if boilerplate.holds_article(f"{element.get('class', '')} {element.get('id', '')}"):
        return 3
    return _ARTICLE if element.tag == "article" or element.get("role") == "article" else 0


def _adds_prose(sums: _Sums, at: int, parent: int) -> bool:
    text, links = sums.text[parent] - sums.text[at], sums.links[parent] - sums.links[at]
    return sums.prose[parent] - sums.prose[at] >= _MOSTLY * text and links <= text * 0.3


def _prune(survey: _Survey, chosen: int, dropped: list[bool]) -> None:
    """Take what is dropped out of the chosen element; the text that follows it stays."""
    for at in range(chosen + 1, len(dropped)):
        if survey.parents[at] < chosen:
            break
        if dropped[at] and not dropped[survey.parents[at]]:
            cut_out(survey.elements[at])
