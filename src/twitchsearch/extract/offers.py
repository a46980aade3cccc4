"""Blocks within an article that only offer something or ask for it: a line or two, and a link, a button or a form."""

from __future__ import annotations

from itertools import islice

from twitchsearch.extract.tree import Element, cut_out, length_of

_BLOCKS = ("div", "section", "aside")
_LONGEST, _LONGEST_LINK, _MOST_PARTS, _MOST_LOOKED_AT, _MOST_ASKED = 260, 60, 30, 4_000, 400
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_HOLDERS = frozenset(("p", "div", "span", "footer"))


def drop_offers(content: Element) -> None:
    """Take them out. Blocks of which several stand side by side are the article's own cards, and stay."""
    for block in list(islice(content.iter(*_BLOCKS), _MOST_LOOKED_AT)):
        if block is not content and block.getparent() is not None and _is_offer(block):
            cut_out(block)


def drop_teasers(content: Element) -> None:
    """Take out links that hold a heading and a line or two below it: another article, shown within this one."""
    for link in content.xpath(".//a[.//h2 or .//h3 or .//h4 or .//h5 or .//h6]")[:_MOST_LOOKED_AT]:
        if not link.get("href", "#").startswith("#") and link.getparent() is not None and _is_teaser(link):
            cut_out(link)


def _is_teaser(link: Element) -> bool:
    said = length_of(link, _MOST_PARTS)
    heading = next((each for each in islice(link.iter(), _MOST_PARTS) if each.tag in _HEADINGS), None)
    if said is None or heading is None or said > _LONGEST:
        return False
    return said > (length_of(heading, _MOST_PARTS) or 0) and not _has_likes(link)


def drop_forms(root: Element) -> None:
    """Take out short blocks that ask for something: those that hold a form, or several buttons and a line or two."""
    for asked in root.xpath("//body//form | //body//button")[:_MOST_ASKED]:
        block = asked
        while (parent := block.getparent()) is not None and parent.tag in _BLOCKS and _asks(parent):
            block = parent
        if block is not asked and block.getparent() is not None:
            cut_out(block)


def _asks(block: Element) -> bool:
    said = length_of(block, _MOST_PARTS)
    if said is None or said > _LONGEST:
        return False
    return block.find(".//form") is not None or len(list(islice(block.iter("button"), 2))) > 1


def _is_offer(block: Element) -> bool:
    said = length_of(block, _MOST_PARTS)
    return said is not None and 10 < said <= _LONGEST and _leads_on(block, said) and not _has_likes(block)


def _leads_on(block: Element, said: int) -> bool:
    """Whether the last that is said in it is a link or a button, alone on its line, below something else."""
    at = block
    while True:
        children = list(at)
        if not children or (children[-1].tail or "").strip():
            return False
        last = children[-1]
        alone = len(children) == 1 and not (at.text or "").strip()
        if last.tag == "button" or (last.tag == "a" and last.get("href")):
            is_line = alone or at is block or at.tag == "div"
            words = " ".join("".join(last.itertext()).split())
            is_bare = not (at.text or "").strip() and not any((each.tail or "").strip() for each in children)
            return is_line and is_bare and 0 < len(words) <= _LONGEST_LINK and len(words) < said
        if last.tag not in _HOLDERS:
            return False
        at = last


def _has_likes(block: Element) -> bool:
    names = block.get("class")
    beside = (each for way in (True, False) for each in islice(block.itersiblings(preceding=way), 40))
    return any(each.tag == block.tag and each.get("class") == names for each in beside if names)
