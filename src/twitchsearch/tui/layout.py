"""How the screen is divided at each size, in one place."""

from __future__ import annotations

from dataclasses import dataclass

from twitchsearch.tui.session import Layout

WIDE = 100
NARROW = 60
OUTLINED = 120  # columns for the reader
LOW = 20
TALL = 34
TALL_BESIDE = 24  # rows where an article stands beside the list, whose lines are short
SMALLEST_WIDTH = 40
SMALLEST_HEIGHT = 10


@dataclass(frozen=True, slots=True)
class Shape:
    """What is shown: `excerpt_lines` of each result (0 where a result is its title and its path); `outline` beside the
    article that is read."""

    fits: bool = True
    two_panes: bool = False
    facets: bool = True
    short: bool = False
    excerpt_lines: int = 1
    outline: bool = False


def shape_of(width: int, height: int, wanted: Layout) -> Shape:
    """The shape for a terminal of this size."""
    short = width < NARROW
    two_panes = _two_panes(width, wanted)
    return Shape(
        fits=width >= SMALLEST_WIDTH and height >= SMALLEST_HEIGHT,
        two_panes=two_panes,
        facets=height >= LOW,
        short=short,
        excerpt_lines=0 if short else 2 if height >= (TALL_BESIDE if two_panes else TALL) else 1,
        outline=(width * 3 // 5 if two_panes else width) >= OUTLINED,
    )


def _two_panes(width: int, wanted: Layout) -> bool:
    match wanted:
        case Layout.AUTO:
            return width >= WIDE
        case Layout.ONE:
            return False
        case Layout.TWO:
            return width >= NARROW
