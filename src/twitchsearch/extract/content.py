"""Which part of a page is its article: chosen by prose, links, headings and names, the furniture in it taken out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from twitchsearch.errors import ExtractionError
from twitchsearch.extract import boilerplate
from twitchsearch.extract.shapes import is_post
from twitchsearch.extract.survey import SUBHEADINGS, TITLES, Survey
from twitchsearch.extract.survey import survey as survey_of
from twitchsearch.extract.tree import Element, cut_out, strip

_NO_TEXT = (
    *("script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "audio", "video", "map"),
    *("select", "textarea", "input", "datalist", "math", "link", "meta", "head", "applet", "frameset", "noframes"),
)
_LISTS = frozenset(("ul", "ol", "table", "dl", "div", "section", "p"))
_CONTAINERS = frozenset(
    (
        *("html", "body", "div", "section", "article", "main", "table", "tbody", "tr", "td", "center", "form"),
        *("header", "span"),
    )
)
# Tuned on the article-extraction-benchmark; the figures are shares of prose or of text.
_DOMINANT, _MOSTLY, _HEADED, _NEARLY_ALL, _ALONE, _TITLED = 0.7, 0.5, 0.1, 0.8, 0.5, 0.15
_ARTICLE = 2
_FEWEST_POSTS = 2
_SHORTEST_SLIDES, _FEW_LINKS, _TOLD = 120, 0.1, 0.35
_DEK_TAGS, _DEK_WORDS = frozenset(("p", "div", "h2", "h3")), 7
# The marks of `_mark`, the most telling first, and what share of the page's prose must be in one to believe it.
_BELIEVED = ((4, 0.2), (3, 0.35), (2, 0.35), (1, 0.35))


class _Sums(NamedTuple):
    """For each element what is kept of it and of all that is in it; of headings also what stands before it."""

    text: list[float]
    links: list[float]
    prose: list[float]
    headings: list[float]
    titles: list[float]
    headings_before: list[float]


def main_content(root: Element) -> Element:
    """The element that holds the article. What is no part of the article is removed from the tree.

    Raises ExtractionError where the page has no text.
    """
    strip(root, *_NO_TEXT)
    body = root.find("body")
    survey = survey_of(root if body is None else body)
    text, links = survey.sums(survey.text), survey.sums(survey.links)
    if not text[0]:
        raise ExtractionError("the page has no text")
    dropped = _dropped(survey, text, links)
    headings = _kept(survey.headings(SUBHEADINGS), dropped)
    sums = _Sums(
        survey.sums(_kept(survey.text, dropped)),
        survey.sums(_kept(survey.links, dropped)),
        survey.sums(_kept(survey.prose, dropped)),
        survey.sums(headings),
        survey.sums(_kept(survey.headings(TITLES), dropped)),
        [0.0, *accumulate(headings)],
    )
    chosen = _chosen(survey, sums) if sums.prose[0] > 0 else 0  # with headings and single lines alone, all of it
    lines = _lines_below_title(survey, chosen, dropped)
    _prune(survey, chosen, dropped)
    for place, line in enumerate(lines):
        survey.elements[chosen].insert(place, line)
    return survey.elements[chosen]


def _kept(counts: Sequence[float], dropped: list[bool]) -> list[float]:
    return [0.0 if out else float(count) for count, out in zip(counts, dropped, strict=True)]


def _dropped(survey: Survey, text: list[int], links: list[int]) -> list[bool]:
    """Which elements are out, with all in them: furniture that does not hold most of the page, lists of links."""
    prose = survey.sums(survey.prose)
    most, few = prose[0] * 0.5, prose[0] * 0.15
    dropped = [False] * len(text)
    for at in range(1, len(text)):
        if dropped[survey.parents[at]]:
            dropped[at] = True
        elif survey.furniture[at]:
            dropped[at] = prose[at] <= most and not _is_of_slides(survey.elements[at], text[at], links[at], prose[at])
        elif survey.elements[at].tag in _LISTS and text[at] and links[at] > 0.7 * text[at]:
            dropped[at] = prose[at] <= few
    return dropped


def _is_of_slides(element: Element, text: int, links: int, prose: float) -> bool:
    """Whether what is called a carousel shows passages, and neither wares nor pictures."""
    is_told = prose >= _SHORTEST_SLIDES and prose >= _TOLD * text and links <= _FEW_LINKS * text
    return is_told and boilerplate.is_slides(element.get("class", ""))


def _chosen(survey: Survey, sums: _Sums) -> int:
    """Where the article is: in what the page marks as such, else in what holds most of the prose.

    From there downwards to the container that holds nearly all of it, as long as there is one; then upwards again as
    long as the parent adds prose and little else, or headed prose, which brings back what stands apart.
    """
    heaviest = [-1] * len(sums.prose)
    for at in range(1, len(heaviest)):
        parent = survey.parents[at]
        if survey.elements[at].tag not in _CONTAINERS:
            continue
        if heaviest[parent] < 0 or sums.prose[at] > sums.prose[heaviest[parent]]:
            heaviest[parent] = at
    top = at = _marked(survey, sums.prose)
    while (child := heaviest[at]) > 0 and sums.prose[child] >= _DOMINANT * sums.prose[at]:
        at = child
    while at != top and _adds_article(sums, at, survey.parents[at]):
        at = survey.parents[at]
    return at


def _marked(survey: Survey, prose: list[float]) -> int:
    """The element that the page itself marks as its article, if that can be believed; else the top."""
    best: dict[int, int] = {}
    total: dict[int, float] = {}
    marks = [_mark(element) if held > 0 else 0 for element, held in zip(survey.elements, prose, strict=True)]
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
            return _with_answers(survey, at)
    return 0


def _with_answers(survey: Survey, at: int) -> int:
    """What holds a question and all its answers, where the element is one of these; else the element itself."""
    around = at
    while around > 0 and not is_post(survey.elements[around]):
        around = survey.parents[around]
    if around <= 0:
        return at
    posts = {each for each, element in enumerate(survey.elements) if is_post(element)}
    if len(posts) < _FEWEST_POSTS:
        return at
    held = [0] * len(survey.elements)
    for post in posts:
        held[post] = 1
    counts = survey.sums(held)
    while around > 0 and counts[around] < len(posts):
        around = survey.parents[around]
    return around


def _titled(survey: Survey, marks: list[int], prose: list[float]) -> int:
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


def _adds_article(sums: _Sums, at: int, parent: int) -> bool:
    """Whether what stands beside an element in its parent is mostly prose, or headed prose, or the heading above it."""
    text, links = sums.text[parent] - sums.text[at], sums.links[parent] - sums.links[at]
    prose, headings = sums.prose[parent] - sums.prose[at], sums.headings[parent] - sums.headings[at]
    if links > 0.3 * text:
        return False
    above = sums.headings_before[at] - sums.headings_before[parent]
    titles = sums.titles[parent] - sums.titles[at]
    is_headed = headings > 0 and prose >= _HEADED * text
    return is_headed or prose >= _MOSTLY * text or above >= max(1, _NEARLY_ALL * (text - titles))


def _lines_below_title(survey: Survey, chosen: int, dropped: list[bool]) -> list[Element]:
    """What stands between the title and the chosen element and is called its standfirst, if it is a sentence."""
    title = next((at for at, element in enumerate(survey.elements[:chosen]) if element.tag == "h1"), chosen)
    found = []
    for at in range(title + 1, chosen):
        element = survey.elements[at]
        if dropped[at] or element.tag not in _DEK_TAGS or not boilerplate.is_dek(_names_of(element)):
            continue
        if len(" ".join(element.itertext()).split()) >= _DEK_WORDS:
            found.append(element)
    return found[:1]


def _names_of(element: Element) -> str:
    """What an element is called, by its class or by what scripts know it by."""
    return " ".join(element.get(key) for key in element.keys() if key == "class" or key.startswith("data-"))  # noqa: SIM118  an element is a sequence of its children


def _prune(survey: Survey, chosen: int, dropped: list[bool]) -> None:
    """Take what is dropped out of the chosen element; the text that follows it stays."""
    for at in range(chosen + 1, len(dropped)):
        if survey.parents[at] < chosen:
            break
        if dropped[at] and not dropped[survey.parents[at]]:
            cut_out(survey.elements[at])
