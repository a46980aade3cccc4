"""Blocks within an article that only offer something: a line or two, and a link or button on its own below them."""

from __future__ import annotations

from itertools import islice

from twitchsearch.extract.tree import Element, cut_out

_BLOCKS = ("div", "section", "aside")
_LONGEST, _LONGEST_LINK, _MOST_PARTS, _MOST_LOOKED_AT = 260, 60, 24, 4_000
_HOLDERS = frozenset(("p", "div", "span", "footer"))


def drop_offers(content: Element) -> None:
    """Take them out. Blocks of which several stand side by side are the article's own cards, and stay."""
    for block in list(islice(content.iter(*_BLOCKS), _MOST_LOOKED_AT)):
        if block is not content and block.getparent() is not None and _is_offer(block):
            cut_out(block)


def _is_offer(block: Element) -> bool:
    said = "".join(islice(block.itertext(), _MOST_PARTS + 1))
    parts = sum(1 for _ in islice(block.itertext(), _MOST_PARTS + 1))
    if parts > _MOST_PARTS or not 10 < len(" ".join(said.split())) <= _LONGEST:
        return False
    return _leads_on(block) and not _has_likes(block)


def _leads_on(block: Element) -> bool:
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
            return is_line and is_bare and 0 < len(words) <= _LONGEST_LINK and len(words) < _length(block)
        if last.tag not in _HOLDERS:
            return False
        at = last


def _length(block: Element) -> int:
    return len(" ".join("".join(block.itertext()).split()))


def _has_likes(block: Element) -> bool:
    names = block.get("class")
    beside = (each for way in (True, False) for each in islice(block.itersiblings(preceding=way), 40))
    return any(each.tag == block.tag and each.get("class") == names for each in beside if names)
