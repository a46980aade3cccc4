"""Headings that are only set larger or bolder than the text around them, as word processors and old pages have it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from twitchsearch.extract.levels import ITALIC
from twitchsearch.extract.tree import Element

_LARGER, _BODY, _BIG, _MOST_LOOKED_AT = 1.14, 12.0, 14.4, 4_000
_LONGEST = 100
_FEWEST_SLANTED, _LONGEST_SLANTED, _SHORTEST_PASSAGE = 2, 70, 80
_MOST_LISTS, _MOST_ITEMS, _SHORTEST_REST, _MOST_OF_NAME = 400, 100, 20, 6
_BLOCKS = ("p", "div", "td", "center")
_HOLDERS = frozenset(("span", "font", "b", "strong", "big", "i", "em", "u"))
_STYLED = re.compile(r"font-size\s*:\s*(\d{1,3}(?:\.\d{1,3})?)\s*(pt|px|r?em|%)", re.IGNORECASE)
BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_UNDERLINED = re.compile(r"text-decoration[\w-]*\s*:\s*underline", re.IGNORECASE)
_POINTS = {"pt": 1.0, "px": 0.75, "em": _BODY, "rem": _BODY, "%": _BODY / 100}
_FONT_SIZES = {
    "1": 8.0,
    "2": 10.0,
    "3": 12.0,
    "4": 13.5,
    "5": 18.0,
    "6": 24.0,
    "7": 36.0,
    "+1": 13.5,
    "+2": 18.0,
    "+3": 24.0,
}


def name_large_lines(root: Element) -> None:
    """Give lines that stand alone and are set larger than most of the text a class that calls them headings.

    Equal sizes get equal classes, so that they are of equal rank. Nothing is moved.
    """
    sized = list(_sized(root))
    if not any(size > _BODY for _, size, _ in sized):
        return
    letters: Counter[float] = Counter()
    for _, size, length in sized:
        letters[size] += length
    usual = max(letters, key=lambda size: (letters[size], -size))
    for block, size, length in sized:
        if size >= _LARGER * usual and 1 < length <= _LONGEST:
            block.set("class", f"{block.get('class')} heading size{size:g}".strip())


def name_slanted_lines(content: Element) -> None:
    """Give lines in italics from end to end, right above a passage, a class that calls them headings, where there are
    several."""
    found = [line for line in islice(content.iter("p", "div"), _MOST_LOOKED_AT) if _is_slanted(line)]
    above = [line for line in found if _is_above_passage(line)]
    if len(above) >= _FEWEST_SLANTED and len(above) * 4 >= len(found) * 3:
        for line in above:
            line.set("class", ITALIC)


def _is_slanted(line: Element) -> bool:
    at = line
    while not (at.text or "").strip() and len(children := list(at)) == 1 and not (children[0].tail or "").strip():
        at = children[0]
        if at.tag in ("i", "em"):
            text = " ".join("".join(at.itertext()).split())
            return 2 < len(text) <= _LONGEST_SLANTED and text[0].isupper() and text[-1] not in '.,;:!…”"’)'
        if at.tag not in _HOLDERS:
            return False
    return False


def _is_above_passage(line: Element) -> bool:
    following = next(iter(line.itersiblings(preceding=False)), None)
    if following is None or following.tag not in ("p", "div", "ul", "ol"):
        return False
    return sum(len(text.strip()) for text in islice(following.itertext(), 40)) >= _SHORTEST_PASSAGE


def embolden(content: Element) -> None:
    """Make spans that are bold by their style what they look like, and lines that are underlined from end to end."""
    for element in list(content.iter("span", "font", "u")):
        style = element.get("style", "")
        if not style and element.tag != "u":
            continue
        if BOLD_STYLE.search(style) or ((element.tag == "u" or _UNDERLINED.search(style)) and _is_a_line(element)):
            element.tag = "b"


def embolden_names(content: Element) -> None:
    """Make names in italics that the items of a list begin with ("Coffee. It keeps …") bold, where most have one."""
    for row in islice(content.iter("ul", "ol"), _MOST_LISTS):
        items = [item for item in islice(row, _MOST_ITEMS) if item.tag == "li"]
        named = [name for item in items if (name := _slanted_name(item)) is not None] or _classed_names(items)
        if len(named) >= _FEWEST_SLANTED and len(named) * 4 >= len(items) * 3:
            for name in named:
                name.tag = "b"


def _classed_names(items: list[Element]) -> list[Element]:
    """What each of the items begins with, if that is a few words in a span of one class, beside a text of its own."""
    firsts = [
        first for item in items if not (item.text or "").strip() and (first := next(iter(item), None)) is not None
    ]
    names = [first for first in firsts if first.tag == "span" and first.get("class", "") and _is_a_name_in(first)]
    alike = len({name.get("class", "") for name in names}) == 1
    return names if alike and len(names) == len(items) else []


def _is_a_name_in(span: Element) -> bool:
    words = " ".join("".join(span.itertext()).split())
    rest = sum(len("".join(each.itertext()).strip()) for each in islice(span.itersiblings(preceding=False), 4))
    is_name = (
        words[:1].isupper() and words.replace(" ", "").rstrip(":").isalpha() and len(words.split()) <= _MOST_OF_NAME
    )
    return is_name and rest + len((span.tail or "").strip()) >= _SHORTEST_PASSAGE


def _slanted_name(item: Element) -> Element | None:
    """The words in italics that an item begins with, if a mark sets them off and text follows."""
    at = item
    if not (at.text or "").strip() and (first := next(iter(at), None)) is not None and first.tag == "p":
        at = first
    name = next(iter(at), None)
    if (at.text or "").strip() or name is None or name.tag not in ("em", "i"):
        return None
    words, rest = "".join(name.itertext()).strip(), (name.tail or "").strip()
    is_set_off = words[-1:] in (".", ":", "?", "!", "–", "—") or rest[:1] in (".", ":", "–", "—")
    return name if is_set_off and 1 < len(words) <= _LONGEST_SLANTED and len(rest) >= _SHORTEST_REST else None


def _is_a_line(element: Element) -> bool:
    """Whether it stands between two line breaks, or the ends of its block."""
    before, after = element.getprevious(), next(iter(element.itersiblings(preceding=False)), None)
    begins = not ((before.tail if before is not None else _text_above(element)) or "").strip()
    ends = not (element.tail or "").strip() and (after is None or after.tag == "br")
    return begins and ends and (before is None or before.tag == "br")


def _text_above(element: Element) -> str | None:
    parent = element.getparent()
    return None if parent is None else parent.text


def _sized(root: Element) -> Iterator[tuple[Element, float, int]]:
    """The blocks that hold one line of inline text, with its size in points and its length."""
    looked_at = 0
    for tag in _BLOCKS:
        for block in root.iter(tag):
            looked_at += 1
            if looked_at > _MOST_LOOKED_AT:
                return
            if any(child.tag not in (*_HOLDERS, "br", "a", "img") for child in block):
                continue
            yield block, _size(block), len(" ".join("".join(block.itertext()).split()))


def _size(block: Element) -> float:
    """The size of the innermost element that holds all of the block's text."""
    size, at = _stated(block), block
    while not (at.text or "").strip() and len(children := list(at)) == 1 and children[0].tag in _HOLDERS:
        if (children[0].tail or "").strip():
            break
        at = children[0]
        size = _stated(at) or size
    return size or _BODY


def _stated(element: Element) -> float:
    if found := _STYLED.search(element.get("style", "")):
        return float(found[1]) * _POINTS[found[2].lower()]
    if element.tag == "big":
        return _BIG
    return _FONT_SIZES.get(element.get("size", ""), 0.0) if element.tag == "font" else 0.0
