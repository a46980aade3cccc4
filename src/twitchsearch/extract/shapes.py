"""Elements that are called or built otherwise than their like, made what they are: done once, before anything is read.

Custom elements get the tag their name speaks of, preformatted prose becomes headings, paragraphs and lists, and boxes
and repeated blocks that begin with a heading become boxes, which end what their heading says.
"""

from __future__ import annotations

import re
from collections import Counter

from twitchsearch.extract import boilerplate
from twitchsearch.extract.plain import as_elements, is_prose
from twitchsearch.extract.tree import Element, add_first, length_of, parsed, replace

_WORD = re.compile(r"[a-z]+|[0-9]+")
_TAGS = {
    **dict.fromkeys(("heading", "headline", "title"), "h2"),
    **dict.fromkeys(("list",), "ul"),
    **dict.fromkeys(("strong", "bold"), "b"),
    **dict.fromkeys(("paragraph",), "p"),
    **{tag: tag for tag in ("article", "section", "header", "footer", "main", "nav", "aside", "button", "dialog")},
}
_INLINE_PARENTS = frozenset(("p", "span", "a", "b", "i", "em", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "q"))
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_HEADING_CLASSES = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = frozenset(("div", "article", "aside"))
_POSTS = frozenset(("question", "answer"))
_LEVEL = re.compile(r"[1-6]")
_OUTLINE = re.compile(r"mso-outline-level:\s*([1-6])")
_TITLE_ATTRIBUTES = ("header", "heading", "summary", "headline", "label", "title")
_SHORTEST_PRE, _SHORTEST_PANEL, _LONGEST_TITLE, _MOST_PARTS = 400, 40, 160, 60


def name_plainly(root: Element) -> None:
    """Give custom elements (`x-heading level="3"`) standard tags; their own names stay as a class. What an attribute
    says stands above them (`x-item header="…"`) opens them, and what has the role of a heading is one."""
    for element in root.xpath("//body//*[contains(name(), '-')]"):
        name = element.tag
        element.set("class", f"{name} {element.get('class')}".strip())
        element.tag = _plain_tag(element, _WORD.findall(name.lower()))
        if element.tag == "div" and (title := _title_in_attribute(element)):
            element.tag = "details"
            add_first(element, "summary", title)
    for element in root.xpath("//body//*[@role='heading' or (@style and contains(@style, 'mso-outline-level'))]"):
        _name_heading(element)
    for element in list(root.iter("dfn")):
        element.tag = "b"


def _title_in_attribute(element: Element) -> str:
    titles = (" ".join(element.get(name, "").split()) for name in _TITLE_ATTRIBUTES)
    title = next(filter(None, titles), "")
    if not 2 < len(title) <= _LONGEST_TITLE:
        return ""
    said = length_of(element, _MOST_PARTS)
    return title if said is None or said >= _SHORTEST_PANEL else ""


def _name_heading(element: Element) -> None:
    """An element that a role or a word processor calls a heading, as one of the rank that it states."""
    stated = _OUTLINE.search(element.get("style", ""))
    level = element.get("aria-level", "") or (stated[1] if stated else "2")
    if element.tag not in _HEADING_CLASSES and 1 < (length_of(element, _MOST_PARTS) or 0) <= _LONGEST_TITLE:
        element.tag = f"h{level}" if _LEVEL.fullmatch(level) else "h2"


def _plain_tag(element: Element, words: list[str]) -> str:
    if words[-2:] == ["list", "item"] or words[-1:] == ["li"]:
        return "li"
    tag = _TAGS.get(words[-1] if words else "", "")
    if tag == "h2":
        level = element.get("level", "") or element.get("aria-level", "")
        return f"h{level}" if _LEVEL.fullmatch(level) else "h1" if words[-1] == "headline" else tag
    parent = element.getparent()
    inline = parent is not None and parent.tag in _INLINE_PARENTS
    return tag or ("span" if inline else "div")


def unfold_preformatted(root: Element) -> None:
    """Prose in `pre` becomes what it shows: headings, paragraphs, lists. Code and verse stay."""
    for element in root.xpath("//body//pre"):
        text = "".join(element.itertext())
        if len(text) >= _SHORTEST_PRE and is_prose(text):
            replace(element, parsed(as_elements(text)))


def box(content: Element) -> None:
    """Set apart (as `fieldset`) boxes, and blocks that repeat, where each begins with a heading of its own."""
    for item in list(content.iter("div", "section")):
        if boilerplate.is_fold(item.get("class", "")):
            _fold(item)
    found = [block for tag in _HEADINGS for heading in content.iter(tag) if (block := _begun_by(heading)) is not None]
    found += [block for block in content.iter("div") if _is_named_box(block)]
    times = Counter(_likeness(block) for block in found)
    posts = [block for block in content.iter("div") if is_post(block)]
    if len(posts) > 1:
        for post in posts:
            post.tag = "fieldset"
    for block in found:
        names = block.get("class", "")
        if block is not content and (times[_likeness(block)] > 1 or boilerplate.is_box(names)):
            block.tag = "fieldset"


def is_post(element: Element) -> bool:
    """Whether it is called a question or an answer to one, as pages of questions call their posts."""
    by_property = element.get("itemprop") in ("acceptedAnswer", "suggestedAnswer")
    names = element.get("class", "").lower().split()
    return element.tag in ("div", "article", "section") and (by_property or not _POSTS.isdisjoint(names))


def _fold(item: Element) -> None:
    """A part of an accordion as `details`, unless its heading has a rank of its own that fits what stands above."""
    header = next(iter(item), None)
    above = item.getparent()
    before = None if above is None else next(iter(above.itersiblings(preceding=True)), None)
    if header is None or header.tag == "details" or next(iter(header.itersiblings(preceding=False)), None) is None:
        return  # what opens it was found by what points at it, or nothing does
    introduced = before is not None and (before.tag in _HEADINGS or _is_called_heading(before))
    if (header.tag not in _HEADINGS or introduced) and len("".join(header.itertext())) < 200:
        item.tag, header.tag = "details", "summary"


def _is_called_heading(element: Element) -> bool:
    names = element.get("class", "")
    return boilerplate.is_heading(names) or not _HEADING_CLASSES.isdisjoint(names.split())


def deks(content: Element) -> None:
    """A heading right below the title that a class calls its subtitle is a paragraph."""
    for title in content.iter("h1"):
        below = next(iter(title.itersiblings(preceding=False)), None)
        if below is not None and below.tag in _HEADINGS and boilerplate.is_dek(below.get("class", "")):
            below.tag = "p"
            below.set("class", "")


def _begun_by(heading: Element) -> Element | None:
    """The outermost block below a row of blocks that the heading is the first text of."""
    block: Element | None = None
    at: Element | None = heading
    while at is not None and (parent := at.getparent()) is not None and parent.tag in _BLOCKS:
        if (parent.text or "").strip() or any(_has_text(each) for each in at.itersiblings(preceding=True)):
            break
        at = block = parent
        if parent.get("class", "") and _has_likes(parent):
            break
    return block


def _has_likes(block: Element) -> bool:
    names = block.get("class", "")
    return any(
        each.get("class", "") == names
        for preceding in (True, False)
        for each in block.itersiblings(preceding=preceding)
    )


def _has_text(element: Element) -> bool:
    return bool((element.tail or "").strip()) or any(text.strip() for text in element.itertext())


def _is_named_box(block: Element) -> bool:
    first = next(iter(block), None)
    return (
        first is not None
        and boilerplate.is_box(block.get("class", ""))
        and boilerplate.is_heading(first.get("class", ""))
    )


def _likeness(block: Element) -> tuple[int, str]:
    return id(block.getparent()), block.get("class", "")
