"""The conversation of `twitchsearch ask`: a line in, lines out. No boxes, no redraws; what can be chosen has a number.

It asks as the terminal interface does, so that the same question finds the same.
"""

from __future__ import annotations

from collections.abc import Callable

from twitchsearch.cli.lineasking import LineAsking
from twitchsearch.cli.linereading import Lines, Means
from twitchsearch.cli.render.screen import one_line
from twitchsearch.errors import QueryError, TwitchsearchError
from twitchsearch.text import shorten

HELP = """Type a question, then Enter. What is found has numbers.
a number      read that result, or go to what has that number
Enter alone   more: the next results, or the next section
/contents     the sections of the article, with numbers
/whole        the whole article
/care         warning signs the article names: when to see a doctor
/link         the address of the article
/like         more like this section
/back         the results again
/causes       the causes that articles name, counted
/remedies     the remedies that articles name, counted
/kind NAME    only sections of this kind: causes, remedies, symptoms, warning, …
/site NAME    only this site
/since YEAR   only what was updated since
/newest       the newest first; /best the best match first
/all          without these filters
/exactly      just these words, and back again
/yes          take the spelling that was offered
/recent       searches from before, with numbers
/saved        saved searches, with numbers
/save NAME    save this search
/help         this help; help or ? alone is the same
/quit         leave, as quit, exit and the end of input do"""

_BARE = ("?", "help", "quit", "exit")  # what a person types who does not know yet how commands are typed


class LineTalk(LineAsking):
    """Hears lines and answers them. `ended` is set when the person leaves."""

    def __init__(self, means: Means) -> None:
        super().__init__(means)
        self.ended = False

    def hear(self, line: str) -> Lines:
        """What to say to a line; an error is said too, and the conversation goes on."""
        text = line.strip()
        try:
            if not text:
                yield from self._more()
            elif text.isdecimal() and len(text) < 6:
                yield from self._choose(int(text))
            elif text.lower() in _BARE:
                yield from self._obey(text.lower())
            elif text.startswith("/"):
                yield from self._obey(text.removeprefix("/"))
            else:
                yield from self._ask_for(text)
        except QueryError as error:
            yield f"That cannot be understood: {error.message}, at character {error.start + 1}."
            if error.plain:
                yield f"As plain words it would be: {shorten(error.plain, 200)}"
        except TwitchsearchError as error:
            yield one_line(str(error))

    def _obey(self, command: str) -> Lines:
        name, _, rest = command.partition(" ")
        known: dict[str, Callable[[str], Lines]] = {
            "?": self._help, "help": self._help, "contents": self._contents, "whole": self._whole, "care": self._care,
            "link": self._link, "like": self._like, "back": self._back, "causes": self._causes,
            "remedies": self._remedies, "kind": self._kind, "site": self._site, "since": self._since,
            "newest": self._newest, "best": self._best, "all": self._all, "exactly": self._exactly, "yes": self._yes,
            "recent": self._recent, "saved": self._saved, "save": self._save, "quit": self._quit,
            "exit": self._quit, "q": self._quit,
        }  # fmt: skip
        if name in known:
            return known[name](rest.strip())
        return iter([f"There is no command /{shorten(name, 40)}. /help lists them."])

    def _help(self, _rest: str) -> Lines:
        return iter(HELP.split("\n"))

    def _quit(self, _rest: str) -> Lines:
        self.ended = True
        return iter(())
