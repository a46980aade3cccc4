"""Lines of the pages that a document was printed on, before it was turned into one page of the web."""

from __future__ import annotations

import re
from collections.abc import Sequence

from twitchsearch.extract.blocks import Block, Role

_FEWEST, _MOST_WORDS, _LONGEST_COUNT = 2, 10, 20
_PAGE = re.compile(r"\bpage \d{1,3}(?: of \d{1,3})?\Z", re.IGNORECASE)


def running_lines(blocks: Sequence[Block]) -> list[int]:
    """The places of plain lines that stand more than once in a text whose lines count its pages."""
    if not any(block.role is Role.PARAGRAPH and _PAGE.search(block.text[-_LONGEST_COUNT:]) for block in blocks):
        return []
    found: dict[str, list[int]] = {}
    for at, block in enumerate(blocks):
        if _may_run(block):
            found.setdefault(block.text, []).append(at)
    return [at for places in found.values() if len(places) >= _FEWEST for at in places]


def _may_run(block: Block) -> bool:
    is_plain = block.role is Role.PARAGRAPH and not block.lead and not block.named and not block.scope
    words = len(block.text.split())
    return is_plain and 2 < words <= _MOST_WORDS and block.text[-1] not in ".,!?:;…”\"'"
