"""How the screen shows a `Conversation` and what is read: what stands where at its size, the rows, the notices."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from twitchsearch.model import Hit
from twitchsearch.tui import actions, care, rows
from twitchsearch.tui.care import Quotation
from twitchsearch.tui.conversation import Showing
from twitchsearch.tui.layout import SMALLEST_HEIGHT, SMALLEST_WIDTH, Shape, shape_of
from twitchsearch.tui.notices import Notices
from twitchsearch.tui.rows import Row
from twitchsearch.tui.scene import Scene
from twitchsearch.tui.session import Session


class Painting(Scene):
    """A scene that is seen. What it is painted of is changed elsewhere, and `paint` called then."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.shape = Shape()
        self._layout = session.settings.layout
        self._kept: list[Row] = []
        self._notices = Notices(session.settings.keys, can_build=session.build is not None)
        self._notice = Static("", id="notice", markup=False)
        self._notice_room = VerticalScroll(self._notice, id="notice-room", can_focus=False)
        self._left = Vertical(self._notice_room, self.list, id="left")
        self._too_small = Static("", id="too-small", markup=False)

    def compose(self) -> ComposeResult:
        yield self.head
        with Horizontal(id="panes"):
            yield self._left
            yield self.reader
        yield self.foot
        yield self._too_small

    def paint(self, *, keep: bool = False) -> None:
        """Bring all that is seen in line with the conversation; `keep` leaves the list where it is scrolled to."""
        self.paint_shape()
        self.wait()
        self.results.show(self._rows(), keep=keep)
        self._paint_notice()
        self.head.show(self.talk, self.shape)
        self.paint_foot()
        self.paint_care()

    def paint_care(self) -> None:
        self.foot.show_care(self._signs())

    def paint_progress(self) -> None:
        self._paint_notice()
        self.paint_foot()

    def paint_shape(self) -> None:
        self.shape = shape_of(self.size.width, self.size.height, self._layout)
        showing = self.talk.showing
        found, listed = showing is Showing.RESULTS, showing in (Showing.RESULTS, Showing.WELCOME)
        reading = self.reading and listed
        two_panes = self.shape.two_panes and found
        self.set_class(not self.shape.fits, "-too-small")
        self._part(two_panes=two_panes)
        self.set_class(not self.shape.facets, "-low")
        self._left.display = two_panes or not reading
        self.reader.display = two_panes or reading
        self.results.display = listed
        self._notice_room.display = not found
        self._notice_room.set_class(listed, "-above")
        if not self.shape.fits:
            size = f"This terminal is {self.size.width}×{self.size.height}."
            self._too_small.update(f"{size}\ntwitchsearch needs {SMALLEST_WIDTH}×{SMALLEST_HEIGHT}.")

    def _part(self, *, two_panes: bool) -> None:
        """Give list and reader their width; by what concerns these two alone, as a class of the screen would have all
        of its parts look for their styles again, at the first letter of each query."""
        self._left.styles.width = "2fr" if two_panes else "1fr"
        self.reader.set_class(two_panes, "-beside")
        self.reader.outline.display = self.shape.outline

    def _paint_notice(self) -> None:
        if self.talk.showing is not Showing.RESULTS:
            self._notice.update(self._notices.of(self.talk))

    def paint_foot(self) -> None:
        bar = actions.FIND_BAR if self.focused is self.reader.box else actions.QUERY_BAR
        bar = actions.READER_BAR if self.focused is self.article else bar
        self.foot.show(self.talk, self.results.in_sight, bar, narrowing=not self.shape.facets)

    def _hits(self) -> tuple[Hit, ...]:
        return self.talk.results.hits if self.talk.results and self.talk.showing is Showing.RESULTS else ()

    def _rows(self) -> list[Row]:
        match self.talk.showing:
            case Showing.RESULTS if self.talk.named and self.talk.answers is not None:
                most = self.talk.answered is not None and self.talk.answered.most
                return rows.of_answers(self.talk.answers, max(1, self.shape.excerpt_lines), most=most)
            case Showing.RESULTS:
                return self._hit_rows(self._hits(), self.shape.excerpt_lines)
            case Showing.WELCOME if self.talk.index.sections and self.talk.results:
                kinds = dict(self.talk.results.facets.kinds)
                return rows.leads(self.journal.saved, self.journal.past, kinds, self.session.now())
            case _:
                return []

    def _hit_rows(self, hits: tuple[Hit, ...], lines: int) -> list[Row]:
        """A row for each hit; those that were made for the pages before are kept."""
        kept = self._kept
        grown = kept and len(kept) <= len(hits) and kept[0].hit is hits[0] and kept[-1].hit is hits[len(kept) - 1]
        kept = kept if grown and kept[0].height == rows.height_of_hits(lines) else []
        self._kept = [*kept, *rows.of_hits(hits[len(kept) :], lines)]
        return self._kept

    def _signs(self) -> list[Quotation]:
        hits, row, opened = self._hits(), self.results.chosen_row, self.opened
        shown = opened and (self.reading or (hits and row is not None and opened.reading.section_id == row.section_id))
        return care.quotations(hits, opened.article if opened and shown else None)
