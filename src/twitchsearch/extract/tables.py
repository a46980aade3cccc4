"""Tables as text: a line for each row, first the headers, then each cell after the header of its column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from twitchsearch.extract.blocks import Block, Cell, Role
from twitchsearch.model.queries import Span

_LONGEST_CELL, _SHORTEST_PASSAGE = 400, 80


def with_rows(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with the cells of each table of facts joined into one block a row.

    A table that only lays out the page (long cells, cells of several blocks, one column) stays as paragraphs, and so
    does one with a topic a row, where what heads a row is a heading.
    """
    for table, group in groupby(blocks, key=lambda block: block.cell.table if block.cell else None):
        cells = list(group)
        if table is None:
            yield from cells
        elif _has_a_topic_a_row(cells):
            yield from _topics(cells)
        elif _is_layout(cells):
            for block in cells:
                block.role, block.cell = Role.PARAGRAPH, None
                yield block
        else:
            yield from _rows(cells)


def _place(block: Block) -> Cell:
    assert block.cell is not None  # only called on cells
    return block.cell


def _has_a_topic_a_row(cells: list[Block]) -> bool:
    """Whether each row is a header beside a passage about it."""
    rows = [list(row) for _, row in groupby(cells, key=lambda block: _place(block).row)]
    headed = all(_place(row[0]).header and not any(_place(block).header for block in row[1:]) for row in rows)
    said = [sum(len(block.text) for block in row[1:]) for row in rows]
    two_columns = {_place(block).column for block in cells} == {0, 1}
    return headed and two_columns and len(rows) > 1 and min(said) > 0 and sum(said) >= _SHORTEST_PASSAGE * len(rows)


def _topics(cells: list[Block]) -> Iterator[Block]:
    for block in cells:
        if _place(block).header:
            block.named, block.style = True, "heading row"
        block.role, block.cell = Role.PARAGRAPH, None
        yield block


def _is_layout(cells: list[Block]) -> bool:
    places = [(_place(block).row, _place(block).column) for block in cells]
    one_column = len({column for _, column in places}) < 2
    several = len(places) - len(set(places)) > len(set(places)) // 4
    return one_column or several or max(len(block.text) for block in cells) > _LONGEST_CELL


def _rows(cells: list[Block]) -> Iterator[Block]:
    headers: dict[int, str] = {}
    rows = [list(row) for _, row in groupby(cells, key=lambda block: _place(block).row)]
    first = rows[0]
    if len(rows) > 1 and len(first) > 1 and all(_place(block).header for block in first):
        headers = {_place(block).column: block.text.replace("\n", " ") for block in first}
        yield _row(first, {})
        rows = rows[1:]
    for row in rows:
        yield _row(row, headers)


def _row(row: list[Block], headers: dict[int, str]) -> Block:
    """A row as one line; the headers are added to it and marked as such."""
    text = ""
    added: list[Span] = []
    for block in row:
        text += "; " if text else ""
        if header := headers.get(_place(block).column, ""):
            added.append(Span(len(text), len(text) + len(header) + 1))
            text += f"{header}: "
        text += block.text.replace("\n", " ")
    return Block(text, scope=row[0].scope, anchor=row[0].anchor, added=tuple(added))
