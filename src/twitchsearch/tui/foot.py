"""The bottom of the screen: when to see a doctor, what is shown and how old it is, and the keys."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from twitchsearch.model import IndexStatus, Relaxation
from twitchsearch.model.answers import Answers
from twitchsearch.text import guard
from twitchsearch.tui import care, hints, notices
from twitchsearch.tui.care import ADVICE, SHORT_ADVICE, Quotation
from twitchsearch.tui.conversation import Conversation, Showing
from twitchsearch.tui.line import FittedLine
from twitchsearch.tui.paint import KIND_NAMES, Ink
from twitchsearch.tui.widgets import ActionBar, CareLine

MOST_TOLD = 2
"""Things that are said at a time: of more, the last ones."""


class Foot(Vertical):
    """Paints the lower part of a `Conversation`; `care_key` is the key that opens the card with the warning signs.

    What a person is told stands here too, in lines of its own while it does: a note over the screen would hide what
    stands below it, which at the bottom are the warning signs and the keys.
    """

    def __init__(self, bar: ActionBar, care_key: str) -> None:
        super().__init__(id="foot")
        self._bar = bar
        self._care_key = care_key
        self._care = CareLine("care")
        self._status = FittedLine("status")
        self._told = Static("", id="told", markup=False)
        self._told.display = False
        self.told: list[str] = []

    def compose(self) -> ComposeResult:
        yield self._told
        yield self._care
        yield self._status
        yield self._bar

    def show_care(self, signs: list[Quotation]) -> None:
        self._care.set_class(not signs, "-empty")
        self._care.show(lambda width: care.line(signs, width, self._care_key))

    def tell(self, text: str, *, alarm: bool) -> None:
        """Say something besides what was said last, until `hush`."""
        said = guard(text)
        self.told = [*(each for each in self.told if each != said), said][-MOST_TOLD:]
        lines = [Content(each).stylize(Ink.MARK if alarm else Ink.TITLE) for each in self.told]
        self._told.update(Content("\n").join(lines))
        self._told.display = True

    def hush(self) -> None:
        self.told = []
        self._told.display = False

    def show(
        self, talk: Conversation, in_sight: tuple[int, int], bar: tuple[str, ...], *, narrowing: bool = False
    ) -> None:
        """`bar` are the actions whose keys are offered; with `narrowing` the filters are told here."""
        filters = hints.narrowed_to(talk.asked) if narrowing else ""
        parts = [*filter(None, [filters]), *_status(talk, in_sight)]
        self._status.show(lambda width: _fitted(parts, width).stylize(Ink.FAINT))
        table = "Sections" if talk.asked.tabled else KIND_NAMES[hints.table_kind(talk)]
        self._bar.offer(bar, {"table": table})


def _status(talk: Conversation, in_sight: tuple[int, int]) -> list[str]:
    parts = []
    if talk.step is not None and talk.results is not None:
        parts.append(notices.progress_line(talk.step))
    if talk.results is not None and talk.showing is Showing.RESULTS:
        parts += _named(talk.answers, in_sight) if talk.named and talk.answers else _found(talk, in_sight)
    if talk.index.status is IndexStatus.READY and talk.index.built_at is not None:
        parts.append(f"index {talk.index.built_at:%Y-%m-%d}")
    return parts


def _fitted(parts: list[str], width: int) -> Content:
    """The parts and the advice on one line; the last parts give way to the advice, for it stands nowhere else."""
    choices = [(ADVICE, len(parts)), (ADVICE, len(parts) - 1)]
    choices += [(SHORT_ADVICE, kept) for kept in range(len(parts), 0, -1)]
    for advice, kept in choices:
        left = Content(" " + "  ".join(parts[: max(kept, 0)]))
        if left.cell_length + len(advice) + 3 <= width:
            return Content.assemble(left, " " * (width - left.cell_length - len(advice) - 1), advice, " ")
    return Content(" " + "  ".join(parts)).truncate(width, ellipsis=True)


def _articles(talk: Conversation) -> str:
    """How many articles there are: as many as were answered, unless there may be more."""
    count = len(talk.results.hits) if talk.results is not None else 0
    return notices.number(count, "article") if talk.complete else f"{count:,}+ articles"


def _named(answers: Answers, in_sight: tuple[int, int]) -> list[str]:
    """What was counted, and over how many articles; more may match than were read."""
    first, last = in_sight
    rows = len(answers.rows) + len(answers.disputed)
    least = "" if answers.articles.exact else "the best "
    parts = [f"{first}-{last} of {rows} {answers.kind.value}"] if last else []
    parts += [f"{least}{notices.number(answers.articles.value, 'article')} read"]
    if answers.results.timed_out:
        parts.append("time ran out: there may be more")
    return parts


def _found(talk: Conversation, in_sight: tuple[int, int]) -> list[str]:
    results, (first, last) = talk.results, in_sight
    if results is None:
        return []
    parts = [f"{first:,}-{last:,} of {_articles(talk)}"] if last else []
    parts += [notices.counted(results.total), f"{results.took * 1000:.0f} ms"]
    if results.timed_out:
        parts.append("time ran out: these are the best so far")
    if results.relaxed is Relaxation.ANY_WORD:
        parts.append("any of the words")
    return parts
