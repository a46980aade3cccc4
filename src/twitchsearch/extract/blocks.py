"""What an article's markup is to the later stages: a flat list of blocks, in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from twitchsearch.model.articles import Span


class Role(Enum):
    """What a block is in the markup."""

    PARAGRAPH = auto()
    HEADING = auto()
    ITEM = auto()
    TERM = auto()
    DEFINITION = auto()
    SUMMARY = auto()
    CELL = auto()
    CAPTION = auto()
    COLUMNS = auto()  # headers of a table whose rows are sections: in no section themselves
    END = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a cell stands: the number of its table, row and column (from 0), and whether it heads them."""

    table: int
    row: int
    column: int
    header: bool


@dataclass(slots=True)
class Block:
    """Text between two line breaks of the layout.

    `rank` is 1 to 6 for a heading, else 0. `scope` numbers the innermost details, definition list, box or list item
    the block stands in (0: none); a block with role END has no text and says that the scope is over. `lead` is how
    much of `text` from its beginning is bold; `named` says that a class calls the block a heading, `style` is that
    class; `parted`: a rule or a row of dots stands above it. `anchor` is the id that leads to it, or "".
    """

    text: str
    role: Role = Role.PARAGRAPH
    rank: int = 0
    scope: int = 0
    lead: int = 0
    named: bool = False
    anchor: str = ""
    linked: int = 0
    cell: Cell | None = None
    style: str = ""
    parted: bool = False
    added: tuple[Span, ...] = ()
