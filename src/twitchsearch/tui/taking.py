"""Actions that take something along: into the browser, to the clipboard, into a file."""

from __future__ import annotations

from collections.abc import Callable

from textual import events, work
from textual.content import Content
from textual.timer import Timer

from twitchsearch.model import ArticleFacts, Section
from twitchsearch.text import guard, shorten
from twitchsearch.tui import finding, letters
from twitchsearch.tui.actions import first_key
from twitchsearch.tui.asking import Asking
from twitchsearch.tui.excerpts import add_excerpt
from twitchsearch.tui.letters import Heard, Letters
from twitchsearch.tui.picking import Card, Pick, PickScreen
from twitchsearch.tui.session import Session

Opener = Callable[[ArticleFacts, str], str]
LEAVES = (
    "Everything else stays on this machine. A live page does not: its site, and whoever carries the connection, see "
    "that it is read. This is asked once a session."
)


class Taking(Asking):
    """Takes what is read, or else what is highlighted. The ids of the actions are those of `tui.actions`."""

    may_go_live = False

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.letters = Letters.with_keys(session.settings.keys)
        self._beat: Timer | None = None

    # What is pressed while an article is read

    async def on_key(self, event: events.Key) -> None:
        if not self.article.has_focus:
            return
        heard = self.letters.hear(event) if event.is_printable else Heard.COMMAND
        if heard is Heard.COMMAND:
            await self._run_what_waits()  # of the section that is still read
            return
        event.stop()
        if self._beat is not None:
            self._beat.stop()
        if heard is Heard.WORDS:
            self._say_where_words_go()
        else:
            self._beat = self.set_timer(letters.BEAT, self._run_what_waits)

    async def _run_what_waits(self) -> None:
        action = self.letters.done()
        if action and self.article.has_focus:
            await self.run_action(f"screen.{action}")

    def on_paste(self) -> None:
        """Nothing pasted gets here but into the article: boxes keep what they are given."""
        if self.article.has_focus:
            self._say_where_words_go()

    def _say_where_words_go(self) -> None:
        key = first_key("back", self.session.settings.keys)
        self.say("Letters are commands while you read." + (f" {key} goes back to the query." if key else ""))

    async def action_find(self) -> None:
        await self._run_what_waits()  # its key does not come by `on_key`
        await super().action_find()

    # What is taken along

    def action_browser(self) -> None:
        self._browse(self.copies.open)

    action_saved = action_browser

    def action_live(self) -> None:
        """The live page tells its site that somebody reads it: a private session asks before the first time."""
        taken = self._taken()
        if taken is None:
            return
        if not self.session.private or self.may_go_live:
            self._browse(self.copies.open_live)
            return
        site = shorten(taken[1].site or taken[1].url, 60)
        picks = [
            _pick("stay", "Stay here: o opens the saved copy instead"),
            _pick("go", f"Open it: {site} learns of it"),
        ]
        card = Card("Open a live page from a private session?", picks, LEAVES)
        self.app.push_screen(PickScreen(card), self._go_live)

    def _go_live(self, chosen: str | None) -> None:
        if chosen == "go":
            self.may_go_live = True
            self._browse(self.copies.open_live)

    def action_copy(self) -> None:
        taken = self._taken()
        if taken is not None:
            self._copy(guard(taken[1].url), "The link was copied.")

    def action_excerpt(self) -> None:
        taken = self._taken()
        if taken is not None:
            self._copy(finding.quotation(*taken), "The section was copied, with its source.")

    def action_citation(self) -> None:
        taken = self._taken()
        if taken is not None:
            self._copy(finding.citation(taken[1]), "The citation was copied.")

    def action_keep(self) -> None:
        taken, path = self._taken(), self.session.excerpts
        if taken is None:
            return
        if path is None:
            self.say("Nothing is written here: this session is private. y copies the section instead.")
            return
        text = finding.quotation(*taken)
        self.keep(lambda: add_excerpt(path, text), f"The section was added to {path}")

    def _copy(self, text: str, said: str) -> None:
        self.app.copy_to_clipboard(text)
        self.say(said)

    def _taken(self) -> tuple[Section, ArticleFacts] | None:
        """The section that is read, or else the highlighted one, and its article."""
        section = self.article.current_section
        if self.article.has_focus and section is not None and self.article.document is not None:
            return section, self.article.document.article.facts
        hit = self.results.chosen
        if hit is not None:
            return hit.section, hit.article
        row, opened = self.results.chosen_row, self.opened
        if row is None or opened is None or opened.reading.section_id != row.section_id:
            return None
        named = next((each for each in opened.article.sections if each.id == row.section_id), None)
        return (named, opened.article.facts) if named is not None else None

    def _browse(self, open_in_browser: Opener) -> None:
        taken = self._taken()
        if taken is not None:
            self._open_elsewhere(open_in_browser, taken[1], taken[0].anchor)

    @work(thread=True, exclusive=True, exit_on_error=False, group="browser")
    def _open_elsewhere(self, open_in_browser: Opener, article: ArticleFacts, anchor: str) -> None:
        said = open_in_browser(article, anchor)
        if said:
            self.post(self.Said(said))


def _pick(name: str, said: str) -> Pick:
    return Pick(name, lambda width: Content(said).truncate(width, ellipsis=True))
