"""Whether a letter pressed while an article is read is a command, or one of the words somebody types or pastes there.

After Enter the article has the focus, and who types the next question without a look at the screen types commands: one
of them writes a file, another has a site learn what is read. So what leaves something behind is done only where its
letter comes alone, and a letter that means nothing begins words, of which none is obeyed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from textual import events

from twitchsearch.tui.actions import Action, actions_by_key

BEAT = 0.25
"""Seconds in which no other letter may follow one that leaves something behind: less than a person waits for, more than
lies between the letters of a word."""
PAUSE = 0.6
"""Seconds after which a letter does not belong to the words before it."""


class Heard(Enum):
    """What comes of a letter."""

    COMMAND = auto()  # its action is run
    WAITS = auto()  # its action is run after a beat, unless another letter follows
    WORDS = auto()  # nothing: it belongs to words


@dataclass(slots=True)
class Letters:
    """Hears the letters pressed in the reader. `waiting` is the action that a beat is waited for, "" where none is."""

    keys: Mapping[str, Action]
    waiting: str = ""
    _words: float = float("-inf")

    @classmethod
    def with_keys(cls, remapped: Mapping[str, str]) -> Letters:
        return cls(actions_by_key(remapped))

    def hear(self, event: events.Key) -> Heard:
        """What comes of the next printable key."""
        action = next((self.keys[name] for name in (event.key, *event.aliases) if name in self.keys), None)
        among = event.time - self._words < PAUSE or bool(self.waiting)
        if action is None or (among and (event.character or "").isalpha()):
            self._words, self.waiting = event.time, ""
            return Heard.WORDS
        if action.weighty:
            self.waiting = action.id
            return Heard.WAITS
        return Heard.COMMAND

    def done(self) -> str:
        """The action that was waited for, which is to be run now; "" where none is."""
        action, self.waiting = self.waiting, ""
        return action
