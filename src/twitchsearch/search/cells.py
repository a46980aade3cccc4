"""Rows of tables as sections have them: "Cause: dry air; What to do: open a window"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from twitchsearch.model import Span
from twitchsearch.model.answers import AnswerKind
from twitchsearch.search.naming import asks_for, bare, content_words, fits
from twitchsearch.search.wording import wording

_ROW = re.compile(r"^[^:;\n]{2,40}: [^:;\n]{1,120}(?:; [^:;\n]{2,40}: [^:;\n]*)+$", re.MULTILINE)
_CLAIMED = re.compile(r"(?:^|; )(?:the )?(?:claims?|myths?|what is claimed|said to)\b[^:;]*: ", re.IGNORECASE)
_CELL = re.compile(r"(?P<head>[^:;\n]{2,40}): (?P<name>[^:;\n]+)(?:; |$)")


class Cell(NamedTuple):
    """What a cell holds, and where in the text; `row` is the whole line."""

    name: str
    span: Span
    row: Span


def is_row(line: str) -> bool:
    """Whether a line is a row of a table, each cell with the head of its column."""
    return bool(_ROW.match(line))


def cells(text: str, kind: AnswerKind, *, named: bool = False) -> Iterator[Cell]:
    """The cells of columns whose head asks for a kind and for nothing else, such as "Trigger"; with `named`, where the
    section is one of the kind, also of those that name things of it, such as "Drug". A row that
    has a column of claims names nothing."""
    for row in _ROW.finditer(text):
        if _CLAIMED.search(row[0]):
            continue
        for cell in _CELL.finditer(text, *row.span()):
            name = bare(cell["name"])
            asks = asks_for(cell["head"], kind) and not content_words(cell["head"])
            if (asks or (named and wording().heads[kind].fullmatch(cell["head"]))) and fits(name):
                at = cell.start("name") + max(0, cell["name"].find(name))
                yield Cell(name, Span(at, at + len(name)), Span(*row.span()))
                break
