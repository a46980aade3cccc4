"""Names that a text begins with: of those who speak in a conversation, and of what an item of a list explains."""

from __future__ import annotations

import re
from collections import Counter

from twitchsearch.extract.blocks import Block, Role

_FEWEST_TURNS, _FEWEST_SHOUTED = 3, 3
_SHOUTED_NAME = re.compile(r"[A-Z][A-Z’'&/ -]{3,40}[A-Z?](?:: | [–—-] |\. )(?=\S.{40})")
_PLAIN_NAME = re.compile(r"(?:([A-Z][^.:!?\n]{1,50}?)|[“\"‘«][^“”\"»\n]{2,70}[”\"’»])(?:: | [–—-] )(?=\S)")
_ASKS = re.compile(r"(?:q|a|question|answer|asked|answered)\b", re.IGNORECASE)
_PLAIN_SENTENCE = re.compile(r"(?:[A-Z][^\s.:!?]*)(?: [^\s.:!?]+){0,3}\. (?=[A-Z“\"])")


def said_first(block: Block) -> str:
    """The bold words that a block begins with, without the mark that sets them off."""
    return block.text[: block.lead].strip(" :.–—-\n").casefold()


def speakers(blocks: list[Block]) -> set[str]:
    """Who speaks in a conversation: the names that paragraphs begin with again and again, and below one heading too.

    Names that each heading has once below it ("Looks like: …", "Why: …") are headings themselves, unless what follows
    them only goes on.
    """
    times: Counter[str] = Counter()
    again: set[str] = set()
    since: set[str] = set()
    for block in blocks:
        if block.role in (Role.HEADING, Role.SUMMARY, Role.TERM):
            since = set()
        elif _begins_with_name(block) and (name := said_first(block)):
            times[name] += 1
            if name in since or _goes_on(block):
                again.add(name)
            since.add(name)
    return {name for name, count in times.items() if count >= _FEWEST_TURNS and (name in again or _ASKS.match(name))}


def _goes_on(block: Block) -> bool:
    """Whether the words after the name begin small, as those that end a sentence do."""
    return block.text[block.lead :].lstrip(" :–—-")[:1].islower()


def _begins_with_name(block: Block) -> bool:
    is_paragraph = block.role is Role.PARAGRAPH and 0 < block.lead < len(block.text)
    return is_paragraph and "\n" not in block.text[: block.lead]


def plain_names(blocks: list[Block]) -> dict[int, int]:
    """Where names without markup end ("Dehydration: If you …"), by block, in runs of items that mostly have one."""
    found = _shouted_names(blocks)
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


def _shouted_names(blocks: list[Block]) -> dict[int, int]:
    """Where names end that are set off from their paragraph by capitals ("WHAT HELPS: Rest …"), where several are."""
    paragraphs = [block for block in blocks if block.role is Role.PARAGRAPH and not block.lead]
    named = _named_by(_SHOUTED_NAME, paragraphs)
    return named if len(named) >= _FEWEST_SHOUTED else {}


def _named_by(pattern: re.Pattern[str], run: list[Block]) -> dict[int, int]:
    return {id(each): match.end() for each in run if (match := pattern.match(each.text))}
