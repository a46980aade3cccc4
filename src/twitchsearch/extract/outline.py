"""Lines to sections: each stretch of text under the path of headings above it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from twitchsearch.extract.lines import End, Heading, Line, Text
from twitchsearch.model.articles import Span

_APPARATUS = re.compile(
    r"\W*(?:notes|footnotes|endnotes|references|sources|bibliography|further reading|citations|image credits|"
    r"about (?:the author|this (?:page|article|leaflet)))\W*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Draft:
    """A section in the making.

    `added` are the ranges of `text` that do not stand in the page. `resumed`: it goes on below what stood in
    between, without a heading of its own there. `passage`: it was cut from an article without headings; `labelled`:
    its heading is made of its own words; `apart`: a rule or a row of dots stands above it. `parted` are the places of
    the paragraphs below such a row.
    """

    path: tuple[str, ...]
    paragraphs: list[str] = field(default_factory=list)
    anchor: str = ""
    linked: int = 0
    passage: bool = False
    labelled: bool = False
    added: list[Span] = field(default_factory=list)
    resumed: bool = False
    parted: list[int] = field(default_factory=list)
    apart: bool = False

    @property
    def is_added(self) -> bool:
        """Whether nothing of it stands in the page."""
        return self.added == [Span(0, len(self.text))]

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


def outline(lines: Iterable[Line]) -> list[Draft]:
    """The sections in the order of the page.

    Skipped ranks are mended: a heading stands below the nearest one of a smaller rank. Text after the end of a scope
    belongs to the heading above the scope again, in a section of its own. A heading without text of its own is a
    section only where no other heading stands below it.
    """
    builder = _Builder()
    for line in lines:
        match line:
            case Heading():
                builder.heading(line)
            case Text():
                builder.text(line)
            case End():
                builder.end(line)
    return builder.finished()


class _Builder:
    def __init__(self) -> None:
        self._drafts: list[Draft] = [Draft(())]
        self._path: list[Heading] = []
        self._ended: set[int] = set()

    def heading(self, line: Heading) -> None:
        if _APPARATUS.fullmatch(line.text):
            self._path.clear()  # whatever its rank: it belongs to the whole article
        elif line.opens:
            while self._path and self._path[-1].scope == line.scope:
                self._path.pop()
        else:
            while self._path and self._is_closed_by(line, self._path[-1]):
                self._path.pop()
        self._path.append(line)
        self._start(line.anchor)

    def text(self, line: Text) -> None:
        draft = self._drafts[-1]
        if draft.path != self._names():
            self._start(line.anchor)
            draft = self._drafts[-1]
            draft.resumed = True
        begin = len(draft.text) + bool(draft.paragraphs) if line.added else 0
        draft.added += [Span(begin + span.start, begin + span.end) for span in line.added]
        if line.parted:
            draft.parted.append(len(draft.paragraphs))
        draft.paragraphs.append(line.text)
        draft.linked += line.linked

    def _is_closed_by(self, line: Heading, above: Heading) -> bool:
        """Whether a heading ends another: one of its rank or a smaller one does, unless it stands in a box within."""
        is_around = 0 != above.scope != line.scope != 0 and above.scope not in self._ended
        return not above.opens and above.rank >= line.rank and not is_around

    def end(self, line: End) -> None:
        self._ended.add(line.scope)
        if self._path and not self._path[-1].opens and not self._drafts[-1].paragraphs:
            return  # an element that holds a heading alone says nothing of where its section ends
        while self._path and self._path[-1].scope == line.scope:
            self._path.pop()

    def finished(self) -> list[Draft]:
        kept = []
        for at, draft in enumerate(self._drafts):
            following = self._drafts[at + 1].path if at + 1 < len(self._drafts) else ()
            has_children = len(following) > len(draft.path) and following[: len(draft.path)] == draft.path
            if draft.paragraphs or (draft.path and not has_children):
                kept.append(draft)
        return kept

    def _start(self, anchor: str) -> None:
        self._drafts.append(Draft(self._names(), anchor=anchor))

    def _names(self) -> tuple[str, ...]:
        return tuple(heading.text for heading in self._path)
