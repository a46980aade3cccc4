"""Names that a text begins with: of those who speak in a conversation, and of what an item of a list explains."""

from __future__ import annotations

import re
from collections import Counter

from twitchsearch.extract.blocks import Block, Role

_FEWEST_TURNS = 3
_PLAIN_NAME = re.compile(r"([A-Z][^.:!?\n]{1,50}?)(?:: | [–—] )(?=\S)")
_PLAIN_SENTENCE = re.compile(r"(?:[A-Z][^\s.:!?]*)(?: [^\s.:!?]+){0,3}\. (?=[A-Z“\"])")


def said_first(block: Block) -> str:
    """The bold words that a block begins with, without the mark that sets them off."""
    return block.text[: block.lead].strip(" :.–—-\n").casefold()


def speakers(blocks: list[Block]) -> set[str]:
    """Who speaks in a conversation: the names that paragraphs begin with again and again."""
    times = Counter(
        said_first(block)
        for block in blocks
        if block.role is Role.PARAGRAPH and 0 < block.lead < len(block.text) and "\n" not in block.text[: block.lead]
    )
    return {name for name, count in times.items() if name and count >= _FEWEST_TURNS}


def plain_names(blocks: list[Block]) -> dict[int, int]:
    """Where names without markup end ("Dehydration: If you …"), by block, in runs of items that mostly have one."""
    found: dict[int, int] = {}
    run: list[Block] = []
    for block in [*blocks, Block("")]:
        if block.role is Role.ITEM:
            run.append(block)
        elif block.role is not Role.END:
            named = _named_by(_PLAIN_NAME, run) or (_named_by(_PLAIN_SENTENCE, run) if len(run) > 2 else {})
            explained = sum(len(each.text) - named[id(each)] >= 40 for each in run if id(each) in named)
            if explained >= 2 and explained * 4 >= len(run) * 3:
                found |= named
            run = []
    return found


def _named_by(pattern: re.Pattern[str], run: list[Block]) -> dict[int, int]:
    return {id(each): match.end() for each in run if (match := pattern.match(each.text))}
