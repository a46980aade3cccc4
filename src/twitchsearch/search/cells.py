"""Rows of tables as sections have them: "Cause: dry air; What to do: open a window"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from twitchsearch.model import Span
from twitchsearch.model.answers import AnswerKind
from twitchsearch.search.naming import asks_for, bare, content_words, fits

_ROW = re.compile(r"^[^:;\n]{2,40}: [^:;\n]{1,120}(?:; [^:;\n]{2,40}: [^:;\n]*)+$", re.MULTILINE)
_CELL = re.compile(r"(?P<head>[^:;\n]{2,40}): (?P<name>[^:;\n]+)(?:; |$)")


class Cell(NamedTuple):
    """What a cell holds, and where in the text; `row` is the whole line."""

    name: str
    span: Span
    row: Span


def cells(text: str, kind: AnswerKind) -> Iterator[Cell]:
    """The cells of columns whose head asks for a kind and for nothing else, such as "Trigger"."""
    for row in _ROW.finditer(text):
        for cell in _CELL.finditer(text, *row.span()):
            name = bare(cell["name"])
            if asks_for(cell["head"], kind) and not content_words(cell["head"]) and fits(name):
                at = cell.start("name") + max(0, cell["name"].find(name))
                yield Cell(name, Span(at, at + len(name)), Span(*row.span()))
                break
