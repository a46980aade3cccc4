"""The article's markup as blocks. What BeautifulSoup reads, it reads here.

A block is a heading, a paragraph, a list item, a cell of a table: text that stands on lines of its own. Later stages
see blocks only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from twitchsearch.extract import boilerplate
from twitchsearch.extract.blocks import Block, Cell, Role
from twitchsearch.extract.sizes import BOLD_STYLE
from twitchsearch.text import clean, clean_lines

_RANKS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BOLD = frozenset(("b", "strong"))
_SCOPES = frozenset(("details", "dl", "li", "fieldset"))
_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "label", "mark", "meter", "nobr", "output", "picture", "progress", "q", "rb", "rp", "rt"),
        "ruby",
        *("s", "samp", "slot", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "img"),
        *("wbr", "source", "o:p", "g-emoji"),
    )
)
_BULLET = re.compile(r"\s*[•▪‣●○]\s")
_ROW_OF_DOTS = re.compile(r"(?:[·•*⁂∗~#.…—–_-]\s*){3,12}|⁂|❦|§")
_LONGEST, _LOOKED_AT = 160, 60  # characters of a heading, and parts of an element that are looked at
_SKIPPED = frozenset(("rp", "script", "style", "template"))


@dataclass(frozen=True, slots=True)
class _Frame:
    """An open block element. `named` is the class that calls it a heading, or ""."""

    tag: str
    role: Role
    rank: int
    named: str
    bold: bool


_NO_FRAME = _Frame("", Role.PARAGRAPH, 0, "", bold=False)


@dataclass(slots=True)
class _Line:
    """The text of a block while it is being read."""

    pieces: list[str] = field(default_factory=list)
    bold: int = 0
    lead_over: bool = False
    linked: int = 0
    anchor: str = ""


def blocks(markup: str) -> list[Block]:
    """The blocks of a piece of HTML. Work and memory are in proportion to its length, however it is nested."""
    soup = BeautifulSoup(markup, "lxml")
    reader = _Reader()
    for element, entering in _walk(soup):
        reader.visit(element, entering)
    reader.flush()
    return reader.found


def _walk(top: Tag) -> Iterator[tuple[PageElement, bool]]:
    """Each element as it begins and, for tags, as it ends. Not recursive: pages nest as deep as they like."""
    current: PageElement | None = top
    while current is not None:
        yield current, True
        if isinstance(current, Tag):
            if current.contents:
                current = current.contents[0]
                continue
            yield current, False
        while current is not top and current.next_sibling is None:
            current = current.parent
            assert current is not None  # every element below the top has a parent
            yield current, False
        current = None if current is top else current.next_sibling


class _Reader:
    """Turns the walk into blocks. One piece of state for each thing that surrounds a text."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self._line = _Line()
        self._bold = self._links = self._skipped = self._scopes = self._tables = 0
        self._frames: list[_Frame] = []  # of block elements
        self._open: list[int] = []  # scopes
        self._grids: list[_Grid] = []
        self._anchor = ""
        self._parted = False

    def visit(self, element: PageElement, entering: bool) -> None:  # noqa: FBT001  both halves of one walk
        if isinstance(element, Tag):
            if entering:
                self._enter(element)
            else:
                self._leave(element)
        elif isinstance(element, NavigableString) and not isinstance(element, PreformattedString):
            self._read(str(element))

    def _enter(self, tag: Tag) -> None:
        name = tag.name
        self._skipped += name in _SKIPPED
        if name == "br":
            if self._ends_with_break():
                self.flush()  # two breaks end a paragraph
            self._line.pieces.append("\n")
        elif name in _INLINE:
            self._note_anchor(tag)
            self._bold += name in _BOLD
            self._links += _is_link(tag)
        else:
            self.flush()
            self._parted = self._parted or name == "hr"
            self._note_anchor(tag)
            self._begin(tag)

    def _ends_with_break(self) -> bool:
        last = next((piece for piece in reversed(self._line.pieces) if piece.strip(" \t")), "")
        return last == "\n"

    def _leave(self, tag: Tag) -> None:
        name = tag.name
        self._skipped -= name in _SKIPPED
        if name in _INLINE:
            self._bold -= name in _BOLD
            self._links -= _is_link(tag)
        elif name != "br":
            self.flush()
            self._end(tag)

    def _note_anchor(self, tag: Tag) -> None:
        anchor = tag.get("id") or (tag.get("name") if tag.name == "a" else None)
        if isinstance(anchor, str) and anchor.strip():
            self._anchor = anchor.strip()

    def _begin(self, tag: Tag) -> None:
        name = tag.name
        if name in _SCOPES:
            self._scopes += 1
            self._open.append(self._scopes)
        if name == "table":
            self._grids.append(_Grid(self._tables))
            self._tables += 1
        elif self._grids:
            self._grids[-1].enter(name, tag)
        role, rank = _role(tag)
        names = tag.get("class") or ()
        style = " ".join(names)
        is_called = boilerplate.is_heading(style) or not _RANKS.keys().isdisjoint(names)
        named = style if rank == 0 and is_called and not _holds_a_passage(tag) else ""
        bold = boilerplate.is_bold(style) or BOLD_STYLE.search(str(tag.get("style", ""))) is not None
        if role is Role.PARAGRAPH and self._frames and name in ("p", "div", "section", "button", "center"):
            outer = self._frames[-1]  # a paragraph in an item is of the item
            role, rank, named = outer.role, outer.rank, named or (outer.named if outer.rank == 0 else "")
        self._bold += bold
        self._frames.append(_Frame(name, role, rank, named, bold))

    def _end(self, tag: Tag) -> None:
        if self._frames:
            self._bold -= self._frames.pop().bold
        if tag.name in _SCOPES and self._open:
            self.found.append(Block("", Role.END, scope=self._open.pop()))
        if tag.name == "table" and self._grids:
            self._grids.pop()
        elif self._grids and tag.name in ("td", "th"):
            self._grids[-1].leave()

    def _read(self, text: str) -> None:
        if self._skipped:
            return
        if _BULLET.match(text) and self._line.pieces and self._ends_with_break():
            self.flush()  # a list of lines
        line = self._line
        if text.strip():
            if not line.anchor:
                line.anchor = self._anchor
            self._anchor = ""
            if not self._bold and any(map(str.isalnum, text)):
                line.lead_over = True
            elif not line.lead_over and self._bold:
                line.bold = sum(map(len, line.pieces)) + len(text)
            line.linked += len(text.strip()) if self._links else 0
        line.pieces.append(text if self._is_preformatted() else text.replace("\n", " "))

    def _is_preformatted(self) -> bool:
        return bool(self._frames) and self._frames[-1].tag == "pre"

    def flush(self) -> None:
        """The line read so far becomes a block, or several where two breaks divide it."""
        line, self._line = self._line, _Line()
        if not line.pieces:
            return
        raw = "".join(line.pieces)
        text = clean_lines(raw)
        if not text:
            return
        frame = self._frames[-1] if self._frames else _NO_FRAME
        role, rank = frame.role, frame.rank
        cell = self._grids[-1].cell() if self._grids and role is Role.PARAGRAPH else None
        block = Block(
            clean(text) if rank else text,
            Role.CELL if cell else role,
            rank,
            self._open[-1] if self._open else 0,
            len(clean_lines(raw[: line.bold])),
            bool(frame.named),
            line.anchor,
            line.linked,
            cell,
            frame.named,
            parted=self._parted,
        )
        self._parted = _ROW_OF_DOTS.fullmatch(text) is not None
        self.found.append(block)


@dataclass(slots=True)
class _Grid:
    """Where in a table the reader is."""

    table: int
    row: int = -1
    column: int = -1
    header: bool = False
    inside: bool = False
    span: int = 1

    def enter(self, name: str, tag: Tag) -> None:
        if name == "tr":
            self.row, self.column, self.span = self.row + 1, -1, 1
        elif name in ("td", "th"):
            self.column += self.span
            self.span = _span(tag)
            self.header, self.inside = name == "th", True

    def leave(self) -> None:
        self.inside = False

    def cell(self) -> Cell | None:
        return Cell(self.table, self.row, self.column, self.header) if self.inside else None


def _is_link(tag: Tag) -> bool:
    return tag.name == "a" and tag.has_attr("href")


def _span(tag: Tag) -> int:
    span = tag.get("colspan", "1")
    return min(int(span), 100) if isinstance(span, str) and span.isdecimal() and int(span) else 1


def _holds_a_passage(tag: Tag) -> bool:
    """Whether an element says more than a heading can, as far as its first parts tell."""
    return sum(len(part.strip()) for part in islice(tag.descendants, _LOOKED_AT) if isinstance(part, str)) > _LONGEST


def _role(tag: Tag) -> tuple[Role, int]:
    name = tag.name
    if rank := _RANKS.get(name, 0):
        return Role.HEADING, rank
    if tag.get("role") == "heading":
        level = tag.get("aria-level", "2")
        return Role.HEADING, int(level) if isinstance(level, str) and level in "123456" and level else 2
    match name:
        case "li":
            return Role.ITEM, 0
        case "dt":
            return Role.TERM, 0
        case "dd":
            return Role.DEFINITION, 0
        case "summary" | "legend":
            return Role.SUMMARY, 0
        case "caption" | "figcaption":
            return Role.CAPTION, 0
        case _:
            return Role.PARAGRAPH, 0
