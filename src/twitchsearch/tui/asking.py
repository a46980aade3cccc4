"""Actions that ask something else: other kinds, sites and dates, another order, and what was asked before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from textual.content import Content

from twitchsearch.model import SectionKind, Sort
from twitchsearch.model.modes import HistoryMode
from twitchsearch.model.remembered import SavedSearch
from twitchsearch.search.lexemes import plain_text
from twitchsearch.text import guard
from twitchsearch.tui import hints, rows
from twitchsearch.tui.actions import first_key
from twitchsearch.tui.moves import Moves
from twitchsearch.tui.paint import Ink, spread
from twitchsearch.tui.picking import Card, Pick, PickScreen
from twitchsearch.tui.questions import Likeness, Question
from twitchsearch.tui.rows import Row

YEARS = (1, 2, 5, 10)
MODES = (
    (HistoryMode.KEPT, "Keep them: they are there the next time"),
    (HistoryMode.SESSION, "This session only: forgotten when you leave"),
    (HistoryMode.OFF, "Remember nothing"),
)
WHY = (
    "Searches about health are private. They never leave this machine; what you choose here is about this machine "
    "alone, and {commands} (What is remembered) changes it at any time."
)


class Asking(Moves):
    """Turns choices into questions. The ids of the actions are those of `tui.actions`."""

    def action_sort(self) -> None:
        asked = self.talk.asked
        if asked.tabled:
            self.ask(replace(asked.anew, most=not asked.most))
        else:
            self.ask(replace(asked.anew, sort=Sort.BEST if asked.sort is Sort.NEWEST else Sort.NEWEST))

    def action_plain(self) -> None:
        """Search the words alone, where the signs among them cannot be understood or find nothing."""
        error = self.talk.unclear
        words = error.plain if error is not None else plain_text(self.talk.asked.text)
        if words.strip():
            self.head.box.put(words)

    def action_next_kind(self) -> None:
        self._step_kind(1)

    def action_previous_kind(self) -> None:
        self._step_kind(-1)

    def _step_kind(self, step: int) -> None:
        kind = self.talk.asked.kind
        kinds = [None, *self.head.tabs.kinds(kind)]
        self.choose_kind(kinds[(kinds.index(kind) + step) % len(kinds)])

    def choose_kind(self, kind: SectionKind | None) -> None:
        self.ask(replace(self.talk.asked.anew, kind=kind))

    def action_every_kind(self) -> None:
        if self.talk.asked.narrowed:
            self.ask(replace(self.talk.asked.anew, kind=None, site="", since=None))

    def action_exactly(self) -> None:
        self.ask(replace(self.talk.asked.anew, exactly=not self.talk.asked.exactly))

    def action_accept(self) -> None:
        """Take the spelling that is offered, else the kind that is looked for; else go to the reader, or back."""
        kind, suggestion = hints.offered_kind(self.talk), self.talk.results.suggestion if self.talk.results else ""
        if not self.head.box.has_focus:
            self.leave_reader()
        elif suggestion:
            self.put(replace(self.talk.asked.anew, text=suggestion))
        elif kind is not None:
            self.choose_kind(kind)
        else:
            self.enter_reader()

    def action_table(self) -> None:
        """The distinct causes or remedies, of the kind that is chosen or looked for; and back to the sections."""
        asked = self.talk.asked
        if asked.tabled:
            self.ask(replace(asked.anew, table=False))
            return
        if asked.empty:
            self.say("Type what the causes or remedies are to be of.")
            return
        kind = hints.table_kind(self.talk)
        self.ask(replace(asked.anew, table=True, kind=kind, like=None))
        self.remember_search()  # who asks for this has typed to the end

    def action_similar(self) -> None:
        self.with_article(self._ask_for_similar)

    def _ask_for_similar(self) -> None:
        hit, section = self.results.chosen_row, self.article.current_section
        reading = self.article.has_focus and self.opened is not None and section is not None
        name = section.id if reading and section is not None else hit.section_id if hit is not None else ""
        if not name:
            return
        title = self.opened.article.facts.title if self.opened is not None else ""
        self.leave_reader()
        self.ask(replace(self.talk.asked.anew, kind=None, like=Likeness(name, title or "this section")))

    def action_narrow(self) -> None:
        asked, results = self.talk.asked, self.talk.results
        year = self.session.now().year
        since = [("", "any date"), *((f"{year - ago}", f"updated in {year - ago} or later") for ago in YEARS)]
        picks = [_pick(f"since {day}", said, "", here=_year(asked) == day) for day, said in since]
        picks.append(_pick("site ", "any site", "", here=not asked.site))
        for site, count in results.facets.sites if results is not None else ():
            picks.append(
                _pick(f"site {site}", site, f"{count:,} section{'' if count == 1 else 's'}", here=site == asked.site)
            )
        self.app.push_screen(PickScreen(Card("Filter by date or site", picks, filterable=True)), self._narrow)

    def _narrow(self, chosen: str | None) -> None:
        what, _, value = (chosen or "").partition(" ")
        match what:
            case "since":
                self.ask(replace(self.talk.asked.anew, since=date(int(value), 1, 1) if value else None))
            case "site":
                self.ask(replace(self.talk.asked.anew, site=value))

    # What was asked before

    def action_history(self) -> None:
        past = rows.past_rows(self.journal.saved, self.journal.past, self.session.now())
        picks = [Pick(str(number), _line_of(row), row.words) for number, row in enumerate(past)]
        nothing = "Nothing yet: a search is remembered when you press Enter."
        if self.journal.mode is HistoryMode.OFF:
            nothing = "Nothing is remembered: that is off, or this session is private."
        card = Card("Searches and articles from before", picks, "", nothing, filterable=True, removable=True)
        self.app.push_screen(PickScreen(card), lambda chosen: self._recall(past, chosen))

    def _recall(self, past: list[Row], chosen: str | None) -> None:
        if chosen is None:
            return
        row = past[int(chosen.removeprefix("-"))]
        if chosen.startswith("-"):
            self._remove(row)
        else:
            self.follow(row)

    def _remove(self, row: Row) -> None:
        name = row.id.removeprefix("saved ")
        if name == row.id:
            self.say(f"Saved searches are removed one by one; {self._commands} (Forget all …) forgets the others.")
            return
        self.keep(lambda: self.journal.forget(name), "Removed from the saved searches.")

    def action_save(self) -> None:
        asked = self.talk.asked
        if asked.empty and not asked.narrowed:
            self.say("There is nothing to save yet: type a question.")
            return
        search = SavedSearch(rows.described(asked.asked)[:100], asked.asked)
        where = "Saved" if self.journal.keeper is not None else "Saved for this private session"
        self.keep(lambda: self.journal.save(search), f"{where}: it stands first where the query is empty.")

    def action_remember(self) -> None:
        """Ask what is to be remembered; leaving it keeps things as they are."""
        self._ask_what_to_remember(self._remember)

    def ask_what_to_remember(self) -> None:
        """Ask for the first time; leaving it is an answer too, so that nobody is asked twice."""
        self._ask_what_to_remember(lambda chosen: self._remember(chosen or self.journal.mode))

    def _ask_what_to_remember(self, answered: Callable[[str | None], None]) -> None:
        picks = [_pick(mode, said, "", here=mode is self.journal.mode) for mode, said in MODES]
        here = [mode for mode, _ in MODES].index(self.journal.mode)
        why = WHY.format(commands=self._commands)
        card = Card("Should searches be remembered?", picks, why, chosen=here, typed=self._type_on)
        self.app.push_screen(PickScreen(card), answered)

    def _type_on(self, letters: str) -> None:
        """What is typed over a card is typed into the query."""
        self.head.box.put(self.head.box.value + letters)

    @property
    def _commands(self) -> str:
        """What the list of all actions is opened by."""
        return first_key("palette", self.session.settings.keys) or "Commands"

    def _remember(self, chosen: str | None) -> None:
        if chosen is not None:
            mode = HistoryMode(chosen)
            said = f"{dict(MODES)[mode].partition(':')[0]}. {self._commands} (What is remembered) changes it."
            self.keep(lambda: self.journal.choose_mode(mode), f"Chosen: {said}")

    def action_forget(self) -> None:
        self.keep(self.journal.clear, "All searches and articles were forgotten; saved searches are still there.")

    def follow(self, row: Row) -> None:
        """Go where a row leads: ask its question, or read its article."""
        if row.question is not None:
            self.put(replace(row.question, typing=False))
            self.remember_search()
        elif row.section_id:
            self.read_section(row.section_id)


def _line_of(row: Row) -> Callable[[int], Content]:
    return lambda width: row.paint(width)[0]


def _year(question: Question) -> str:
    return str(question.since.year) if question.since else ""


def _pick(name: str, said: str, count: str, *, here: bool) -> Pick:
    def painted(width: int) -> Content:
        return spread(Content.assemble("* " if here else "  ", guard(said)), Content(count).stylize(Ink.FAINT), width)

    return Pick(name, painted, said)
