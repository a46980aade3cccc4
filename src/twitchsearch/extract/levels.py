"""How far below one another lines stand that only look like headings: by number, size, capitals, and who came first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from twitchsearch.extract.blocks import Block, Role

_MOST_LEVELS, _OFTEN, _FEWEST_CAPITALS, _SHORTEST_PASSAGE = 5, 2, 3, 80
_SIZE = re.compile(r"\bsize(\d{1,3}(?:\.\d+)?)\b")
_PART_OF_PART = re.compile(r"\d{1,2}((?:\.\d{1,2})+)\.?\s")
_SHOUTED = " shouted"


class Levels:
    """The levels of the lines of an article that look like headings, told from all of them together."""

    def __init__(self, lines: Sequence[Block]) -> None:
        self._shouted = _styles_with_both(lines)
        looks = [self._look(line) for line in lines]
        times = Counter(looks)
        often = [look for look in dict.fromkeys(looks) if times[look] >= _OFTEN]
        often.sort(key=_order)
        self._levels = {look: min(level, _MOST_LEVELS) for level, look in enumerate(often)}

    def of(self, line: Block) -> int:
        """0 for the first level. One that is merely bold, and seldom, stands below those that a class names."""
        look = self._look(line)
        level = self._levels.get(look)
        if level is None:
            level = len(self._levels) if not look else 0
        return level + depth(line.text)

    def of_style(self, line: Block) -> int:
        """The level of those that look so and are often."""
        return self._levels.get(self._look(line), 0)

    def _look(self, line: Block) -> str:
        return line.style + _SHOUTED if line.style in self._shouted and line.text.isupper() else line.style


def _styles_with_both(lines: Sequence[Block]) -> set[str]:
    """The styles in which some lines are in capitals and some are not: the former stand above the latter."""
    shouted = Counter(line.style for line in lines if line.text.isupper())
    quiet = Counter(line.style for line in lines if not line.text.isupper())
    return {style for style, count in shouted.items() if count >= _OFTEN and quiet[style] >= _OFTEN}


def _order(look: str) -> tuple[float, bool, bool]:
    """Larger ones first, those in capitals before others, those in italics last; else as they came."""
    size = _SIZE.search(look)
    return -float(size[1]) if size else 0.0, not look.endswith(_SHOUTED), look.endswith(ITALIC)


def depth(text: str) -> int:
    """How far below the first rank a line counts itself: 1 for "2.1 Tea"."""
    numbered = _PART_OF_PART.match(text)
    return numbered[1].count(".") if numbered else 0


def lines_in_capitals(blocks: Sequence[Block], lines: Sequence[Block]) -> set[int]:
    """Which of the lines are headings that capitals alone tell, by identity: there are several, each right above a
    passage, and no others in capitals."""
    short = {id(line) for line in lines if line.text.isupper() and not line.lead and not line.linked}
    said = pairwise(block for block in blocks if block.role is not Role.END)
    shouted = [(block, following) for block, following in said if id(block) in short]
    above = {id(line) for line, below in shouted if len(below.text) >= _SHORTEST_PASSAGE and not below.rank}
    return above if len(above) >= _FEWEST_CAPITALS and len(above) == len(shouted) else set()


ITALIC = "heading slanted"
"""The class of lines that are in italics from end to end."""


def looks_above_headings(blocks: list[Block], lines: Sequence[Block]) -> dict[str, int]:
    """Ranks of lines that a class calls headings or that are bold, by look, where one stands right above a heading of a
    third rank or less: its rank is the next above. A look that stands above headings alone says something else."""
    named = {id(line) for line in lines if line.named or (0 < len(line.text) <= line.lead and not line.linked)}
    total: Counter[str] = Counter()
    above: Counter[str] = Counter()
    ranks: dict[str, int] = {}
    for block, following in pairwise(block for block in blocks if block.role is not Role.END):
        if id(block) in named:
            total[block.style] += 1
            if following.role is Role.HEADING:
                above[block.style] += 1
                ranks[block.style] = min(following.rank, ranks.get(block.style, following.rank))
    return {look: rank - 1 for look, rank in ranks.items() if rank > 2 and above[look] * 2 < total[look]}
