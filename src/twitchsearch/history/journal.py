"""What one session remembers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from twitchsearch.history.changes import with_article, with_saved, with_search
from twitchsearch.history.keeper import Keeper
from twitchsearch.model.modes import HistoryMode
from twitchsearch.model.remembered import Choices, Past, PastSearch, ReadArticle, SavedSearch


class Journal:
    """What one session remembers, by its mode: in memory, and on disk through `keeper` where the mode is `KEPT`.

    The methods that write (`keep_search`, `keep_article`, `save`, `forget`, `choose`, `clear`) may take a moment and
    raise what a `Keeper` raises. Without a keeper nothing is read or written.
    """

    def __init__(self, mode: HistoryMode = HistoryMode.SESSION, keeper: Keeper | None = None) -> None:
        self.mode = mode
        self.keeper = keeper
        self.past = keeper.past() if keeper is not None and mode is HistoryMode.KEPT else Past()
        self.saved = keeper.saved() if keeper is not None else ()

    def note_search(self, search: PastSearch) -> bool:
        """Remember a search for this session; whether it is to be kept too."""
        if self.mode is HistoryMode.OFF or not search.asked.text.strip():
            return False
        self.past = with_search(self.past, search)
        return self._keeps

    def note_article(self, article: ReadArticle) -> bool:
        """Remember an article for this session; whether it is to be kept too."""
        if self.mode is HistoryMode.OFF:
            return False
        self.past = with_article(self.past, article)
        return self._keeps

    def keep_search(self, search: PastSearch) -> None:
        if self.keeper is not None:
            self.keeper.add_search(search)

    def keep_article(self, article: ReadArticle) -> None:
        if self.keeper is not None:
            self.keeper.add_article(article)

    def save(self, search: SavedSearch) -> None:
        self.saved = with_saved(self.saved, search)
        if self.keeper is not None:
            self.keeper.save(search)

    def forget(self, name: str) -> None:
        self.saved = tuple(each for each in self.saved if each.name != name)
        if self.keeper is not None:
            self.keeper.forget(name)

    def clear(self) -> None:
        self.past = Past()
        if self.keeper is not None:
            self.keeper.clear()

    def choose_mode(self, mode: HistoryMode) -> None:
        """Be in another mode from now on, and in the sessions to come; what was kept before is still there."""
        self.mode = mode
        if mode is HistoryMode.OFF:
            self.past = Past()
        self.choose(lambda choices: replace(choices, history=mode))

    def choose(self, change: Callable[[Choices], Choices]) -> None:
        if self.keeper is not None:
            self.keeper.choose(change)

    @property
    def _keeps(self) -> bool:
        return self.mode is HistoryMode.KEPT and self.keeper is not None
