"""Tables as text: rows that a name heads as sections of their own, others as a line each, cells after their header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from twitchsearch.extract.blocks import Block, Cell, Role
from twitchsearch.model.articles import Span

_LONGEST_CELL, _SHORTEST_PASSAGE, _SHORTEST_SAID = 400, 80, 40
_FEWEST_ROWS, _MOST_ROWS, _MOSTLY_LETTERS = 2, 100_000, 0.6
_SHORTEST_CELL_OF_ROW, _LONGER_THAN_NAMES = 30, 1.8  # on average
_LONGEST_NAME, _MOST_WORDS_OF_NAME = 70, 9


def with_rows(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with the cells of each table of facts joined into one block a row.

    Where each row is a name and what explains it, the row is opened by its name and ends with a block of role END.
    A table that only lays out the page (long cells, cells of several blocks, one column) stays as paragraphs, and so
    does one with a topic a row, where what heads a row is a heading.
    """
    listed = list(blocks)
    topical = _tables_of_topics(listed)
    for table, group in groupby(listed, key=lambda block: block.cell.table if block.cell else None):
        cells = list(group)
        if table is None:
            yield from cells
        elif table in topical:
            yield from _topics(cells)
        elif _names_its_rows(cells):
            yield from _named_rows(cells)
        elif _is_layout(cells := _without_counters(cells)):
            for block in cells:
                block.role, block.cell = Role.PARAGRAPH, None
                yield block
        else:
            yield from _rows(cells)


def _place(block: Block) -> Cell:
    assert block.cell is not None  # only called on cells
    return block.cell


def _tables_of_topics(blocks: list[Block]) -> set[int]:
    """The tables in which each row is a header beside a passage about it, or lists."""
    rows: dict[int, dict[int, list[Block]]] = {}
    row: list[Block] = []
    listed: list[Block] = []  # below the last cell: in it, if another cell of its table comes
    for block in blocks:
        if block.cell is not None:
            if row and _place(row[0]).table == block.cell.table:
                row += listed
            listed = []
            row = rows.setdefault(block.cell.table, {}).setdefault(block.cell.row, [])
            row.append(block)
        elif block.role is Role.ITEM:
            listed.append(block)
    return {table for table, found in rows.items() if _has_a_topic_a_row(list(found.values()))}


def _has_a_topic_a_row(rows: list[list[Block]]) -> bool:
    cells = [block for row in rows for block in row[1:] if block.cell]
    headed = all(_place(row[0]).column == 0 and _heads_its_row(row[0]) for row in rows)
    plain = all(_place(block).column == 1 and not _place(block).header for block in cells)
    said = [sum(len(block.text) for block in row[1:]) for row in rows]
    enough = min(said) > 0 and sum(said) >= _SHORTEST_PASSAGE * len(rows)
    return headed and plain and len(rows) > 1 and enough


def _heads_its_row(cell: Block) -> bool:
    """Whether a cell is a header by its markup, or a bold name."""
    return _place(cell).header or (0 < len(cell.text) <= cell.lead and _is_a_name(cell.text))


def _names_its_rows(cells: list[Block]) -> bool:
    """Whether the rows below a row of headers each begin with a name of a few words, and go on to explain it."""
    first, *rows = [list(row) for _, row in groupby(cells, key=lambda block: _place(block).row)]
    if len(rows) < _FEWEST_ROWS or len(first) < 2 or not _is_of_headers(first):
        return False
    columns = {_place(block).column for block in first}
    names = [row[0] for row in rows]
    said = [sum(len(block.text) for block in row[1:]) for row in rows]
    letters = sum(character.isalpha() for row in rows for block in row[1:] for character in block.text)
    return (
        all(_place(name).column == 0 and _is_a_name(name.text) for name in names)
        and all(_place(block).column > 0 and _place(block).column <= max(columns) for row in rows for block in row[1:])
        and min(said) > 0
        and sum(said) >= _SHORTEST_CELL_OF_ROW * sum(len(row) - 1 for row in rows)
        and sum(said) >= _LONGER_THAN_NAMES * sum(len(name.text) for name in names)
        and letters > _MOSTLY_LETTERS * sum(said)
        and len({name.text for name in names}) == len(names)
    )


def _is_of_headers(row: list[Block]) -> bool:
    """Whether a row heads the columns: by its markup, or as bold cells alone in a row."""
    return all(_place(block).header or 0 < len(block.text) == block.lead for block in row)


def _is_a_name(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and len(text.split()) <= _MOST_WORDS_OF_NAME and any(map(str.isalpha, text))


def _named_rows(cells: list[Block]) -> Iterator[Block]:
    """Each row as a scope that its first cell opens; the headers of the third column and those after it are said before
    their cells, and marked as added. The row of headers comes first, as a block that is in no section."""
    first, *rows = [list(row) for _, row in groupby(cells, key=lambda block: _place(block).row)]
    yield Block("; ".join(block.text.replace("\n", " ") for block in first), Role.COLUMNS)
    headers = {_place(block).column: block.text.replace("\n", " ") for block in first if _place(block).column > 1}
    for name, *rest in rows:
        place = _place(name)
        scope = -(place.table * _MOST_ROWS + place.row)  # below nought: no number of the reader's
        yield Block(name.text.replace("\n", " "), Role.SUMMARY, scope=scope, anchor=name.anchor)
        if all(_place(block).column == 1 for block in rest):
            for block in rest:
                yield replace(block, role=Role.PARAGRAPH, cell=None, scope=scope)
        else:
            yield replace(_row(rest, headers), scope=scope)
        yield Block("", Role.END, scope=scope)


def _without_counters(cells: list[Block]) -> list[Block]:
    """The cells without those of a first column that only counts the rows."""
    first = [block for block in cells if _place(block).column == 0 and not _place(block).header]
    counts = [block.text.strip(" .)") for block in first]
    said = [len(block.text) for block in cells if _place(block).column]
    is_list = (
        bool(said) and max(_place(block).column for block in cells) == 1 and sum(said) >= _SHORTEST_SAID * len(said)
    )
    if is_list and len(first) > 1 and counts == [str(number) for number in range(1, len(first) + 1)]:
        return [block for block in cells if _place(block).column or _place(block).header]
    return cells


def _topics(cells: list[Block]) -> Iterator[Block]:
    for block in cells:
        if _place(block).column == 0:
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
