"""An article as lines, painted only where they are seen: a megabyte opens as fast as a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip

from twitchsearch.model import Article, ArticleFacts, Section
from twitchsearch.text import guard
from twitchsearch.tui import actions, finding, paint
from twitchsearch.tui.document import Document, Line, Match, Part
from twitchsearch.tui.lines import LinesView
from twitchsearch.tui.questions import Opened, Reading

if TYPE_CHECKING:
    from twitchsearch.search.marks import Marks

MEASURE = 88
"""Lines longer than this are hard to read."""


class ArticleView(LinesView, can_focus=True):
    """Shows one article. `section` is the place of the section at the top, `match` of the current match (-1: none)."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "article--title",
        "article--facts",
        "article--heading",
        "article--mark",
        "article--current",
    }
    BINDINGS: ClassVar[list[BindingType]] = actions.bindings(actions.Place.READER)

    section: var[int] = var(0)
    match: var[int] = var(-1)

    class Moved(Message):
        """The section at the top or the current match is another now."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(id="article")
        self._now = now
        self.document: Document | None = None
        self._marks: Marks | None = None
        self._found: Marks | None = None
        self._reading: Reading | None = None
        self._asked: tuple[Article, str, Marks | None, int] | None = None
        self._styles: dict[str, Style] = {}
        self._laid_out_for = Size(0, 0)
        self._place = (0, 0)
        self._wanted_row = 0

    def show(self, opened: Opened) -> None:
        """Show an article from the section on that is to be read. Where it is shown already it stays as it is, but for
        marks that come later."""
        reading, self._reading = self._reading, opened.reading
        if reading is not None and reading.same(opened.reading) and self.document is not None:
            if opened.marks is not None:
                self._marks = opened.marks
                self._lay_out_again(opened.article)
        else:
            self._marks, self._found = opened.marks, None
            document = self._lay_out(opened.article)
            place = self._place_of(opened.reading.section_id)
            self.match = document.match_from(place)
            self.go_to_section(place)
        if self._marks is not None and self.current_match is None:
            self._find_match_from(self._place_of(opened.reading.section_id))
        self.post_message(self.Moved())

    def find(self, words: str) -> int:
        """Mark where `words` stand in the article instead of the query's matches, and go to the first from here on;
        with no words the query's matches are marked again. How many places there are."""
        if self.document is None:
            return 0
        article, before = self.document.article, self.section
        self._found = finding.found(article, words) if words.strip() else None
        self.match = -1
        self._lay_out_again(article)
        self._find_match_from(before)
        if words.strip() and self.document.matches:
            self.match -= 1
            self.next_match(1)
        else:
            self._moved(before)
        return len(self.document.matches)

    @property
    def finding(self) -> bool:
        """Whether what is marked was looked for in the article."""
        return self._found is not None

    @property
    def current_section(self) -> Section | None:
        """The section the reader is in: that of the current match while it is in sight, else the one at the top."""
        if self.document is None or not self.document.article.sections:
            return None
        return self.document.article.sections[self.section]

    def next_match(self, step: int) -> None:
        """Go to the next match (step 1) or the one before (-1), around the ends."""
        if self.document is None or not self.document.matches:
            return
        self.match = (self.match + step) % len(self.document.matches)
        row = self.document.matches[self.match].row
        self.scroll_to_region(Region(0, row, 1, 1), animate=False, center=True, force=True, immediate=True)
        self._moved(self.document.section_at(row))

    def next_section(self, step: int) -> None:
        if self.document is None or not self.document.first_rows:
            return
        self.go_to_section(min(max(self.section + step, 0), len(self.document.first_rows) - 1))

    def go_to_section(self, place: int) -> None:
        if self.document is None or not self.document.first_rows:
            return
        self._go_to(self.document.first_rows[place] if place else 0, place)

    def go_to_end(self, *, end: bool) -> None:
        if self.document is None:
            return
        self._go_to(self.max_scroll_y if end else 0, len(self.document.first_rows) - 1 if end else 0)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        row = round(new_value)
        resized = self.size != self._laid_out_for  # then it is the new size that moved the rows, not the person
        there = row == min(self._wanted_row, self.max_scroll_y)  # or as near as the end of the article lets it come
        if self.document is not None and not resized and not there and round(old_value) != row:
            self._wanted_row = row
            self._moved(self.document.section_at(row))

    def watch_match(self, old: int, new: int) -> None:
        if old != new:
            self.refresh()

    def on_resize(self) -> None:
        if self.document is not None and self.size != self._laid_out_for:
            self._lay_out_again(self.document.article)

    def _rendered(self, crop: Region) -> list[Strip]:
        """Lines that are painted together have their styles worked out once: that was most of their cost."""
        self._styles.clear()
        return super()._rendered(crop)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        row = self.scroll_offset.y + y
        base = self._base
        if self.document is None or row >= len(self.document.rows):
            return Strip.blank(width, base)
        segments = [Segment(" " * self._margin(), base), *self._painted(self.document, row)]
        return Strip(segments).extend_cell_length(width, base).crop(0, width)

    def _painted(self, document: Document, row: int) -> list[Segment]:
        line = document.rows[row]
        text, base = document.texts[line.text], self._style_of(line.part)
        segments, place = [], line.start
        for span in document.spans(line):
            start, end = max(span.start, line.start), min(span.end, line.end)
            segments.append(Segment(text[place:start], base))
            segments.append(Segment(text[start:end], self._mark_style(line, span.start)))
            place = end
        return [*segments, Segment(text[place : line.end], base)]

    def _style_of(self, part: Part) -> Style:
        match part:
            case Part.TITLE:
                return self._component("article--title")
            case Part.FACTS:
                return self._component("article--facts")
            case Part.HEADING | Part.ABOVE:
                return self._component("article--heading")
            case Part.TEXT | Part.BLANK:
                return self._base

    def _mark_style(self, line: Line, start: int) -> Style:
        current = self.current_match
        if current is not None and (current.text, current.start) == (line.text, start):
            return self._component("article--current")
        return self._component("article--mark")

    def _component(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self._base + self.get_component_rich_style(name, partial=True)
        return self._styles[name]

    @property
    def _base(self) -> Style:
        if "" not in self._styles:
            self._styles[""] = self.rich_style
        return self._styles[""]

    @property
    def current_match(self) -> Match | None:
        if self.document is None or not 0 <= self.match < len(self.document.matches):
            return None
        return self.document.matches[self.match]

    def _lay_out(self, article: Article) -> Document:
        """Lay out; nothing is done where that would make no difference, as for many a letter that is typed."""
        asked = (article, facts_line(article.facts, self._now()), self._found or self._marks, self._measure())
        if self.document is None or self._asked != asked or self.size != self._laid_out_for:
            self.document, self._asked, self._laid_out_for = Document(*asked), asked, self.size
            self.set_length(len(self.document.rows))
            self.refresh()
        return self.document

    def _lay_out_again(self, article: Article) -> None:
        """Lay out anew and stay in the same place, whatever the size is by now."""
        section, place = self.section, self._place
        document = self._lay_out(article)
        row, first = document.row_of(place), document.first_rows[section] if section else 0
        self._go_to(first if first >= row + self.size.height else row, section)

    def _measure(self) -> int:
        return max(10, min(MEASURE, self.size.width - 2))

    def _margin(self) -> int:
        return max(1, (self.size.width - self._measure()) // 2)

    def _place_of(self, section_id: str) -> int:
        sections = self.document.article.sections if self.document else ()
        return next((place for place, each in enumerate(sections) if each.id == section_id), 0)

    def _find_match_from(self, place: int) -> None:
        """Make the first match of a section the current one, without scrolling."""
        if self.document is not None:
            self.match = self.document.match_from(place)

    def _go_to(self, row: int, section: int) -> None:
        """Scroll so that `row` is the first in sight, or as near as can be; `section` is where the reader is then.

        Both hold until the person scrolls: near the end of an article the row at the top may belong to a section
        before, and of a view that has no size yet nothing can be told.
        """
        self._wanted_row = row
        self.scroll_to(y=row, animate=False, force=True, immediate=True)
        self._moved(section)

    def _moved(self, section: int) -> None:
        self.section = section
        if self.document is not None:
            self._place = self.document.place_of(self._wanted_row)
        self.post_message(self.Moved())


def facts_line(facts: ArticleFacts, now: datetime) -> str:
    """Where an article comes from and how old it is: reviewed, updated, published and fetched are different things."""
    known = [("reviewed", facts.reviewed), ("updated", facts.modified), ("published", facts.published)]
    dates = [f"{name} {day.isoformat()} ({paint.ago(day, now)})" for name, day in known if day is not None]
    dates.append(f"fetched {facts.fetched_at:%Y-%m-%d}")
    parts = [facts.site or "unknown site", *facts.authors[:2], *dates]
    return guard(" · ".join(part.replace(" ", "\u00a0") for part in parts))  # lines break between the parts only
