"""Which of an article's lines is its title, and a title for one that states none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from twitchsearch import urls
from twitchsearch.extract.blocks import Block, Role
from twitchsearch.extract.outline import Draft
from twitchsearch.extract.phrases import folded
from twitchsearch.text import clean

_SHORTEST_ABOVE, _SHORTEST_RUNNING = 200, 80  # characters above a title that are a text, and of a paragraph of it
_FEWEST_PARTS, _SHORTEST_WORD = 3, 4


def without_title(found: list[Block], title: str) -> tuple[list[Block], str]:
    """The blocks without their title, which is a field of its own, and the title: the page's, if it shows none.

    The first line or heading that says the same is left out, as is the heading of all the others.
    """
    wanted = folded(title)
    for at, block in enumerate(found):
        if (wanted and folded(block.text) == wanted) or (block.role is Role.HEADING and block.rank == 1):
            above = found[:at] if _is_passage(found[:at]) else []
            return above + found[at + 1 :], title
        first, _, rest = block.text.partition("\n")
        if rest and wanted and folded(first) == wanted:
            kept = replace(block, text=rest, lead=max(0, block.lead - len(first) - 1))
            return [*found[:at], kept, *found[at + 1 :]], title
        if len(block.text) > 200:
            break
    return _without_heading_of_all(found, title)


def _without_heading_of_all(found: list[Block], title: str) -> tuple[list[Block], str]:
    """The blocks without the first heading, where a page without h1 has all else as its parts: it is the title, if it
    says what the page's title says, or if that says nothing of the article."""
    at = next((at for at, block in enumerate(found) if block.role is Role.HEADING), len(found))
    below = found[at + 1 :]
    parts = [block for block in below if block.role in (Role.HEADING, Role.TERM, Role.SUMMARY)]
    if sum(len(block.text) for block in found[:at]) > _SHORTEST_ABOVE or len(parts) < _FEWEST_PARTS:
        return found, title
    is_of_all = all(block.rank > found[at].rank for block in parts if block.rank) and below[0].role is not Role.HEADING
    heading = found[at].text
    is_title = bool(_words(heading) & _words(title))
    if not is_of_all or not (is_title or _is_of_site(title, below)):
        return found, title
    return (found[:at] if _is_passage(found[:at]) else []) + below, title if is_title else heading


def _is_of_site(title: str, blocks: list[Block]) -> bool:
    """Whether a title speaks of something that the text does not: of the site, that is."""
    said = _words(" ".join(block.text for block in blocks))
    return len(_words(title) & said) * 2 < len(_words(title)) or not title


def _words(text: str) -> set[str]:
    return {word for word in folded(text).split() if len(word) >= _SHORTEST_WORD}


def _is_passage(above: list[Block]) -> bool:
    """Whether what stands above the title is of the article: running text, and not a row of lines of the site."""
    return sum(len(block.text) for block in above if len(block.text) >= _SHORTEST_RUNNING) >= _SHORTEST_ABOVE


def title_of(drafts: Sequence[Draft], url: str) -> str:
    """A title for a page that states none: the line above its first passage, or the words of its address."""
    first = drafts[0]
    if first.passage and first.path and not first.labelled:
        return first.path[0]
    slug = clean(unquote(urlsplit(url).path).strip("/").rpartition("/")[2])
    words = re.sub(r"[-_+\s]+", " ", re.sub(r"\.[a-z]{2,5}$", "", slug)).strip()
    return words[:1].upper() + words[1:] or urls.site(url)
