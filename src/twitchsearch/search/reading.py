"""Words side by side as people type them: which are to be found, which say what is wanted, which tell nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from twitchsearch.model import (
    Boost,
    DateRange,
    Everything,
    Fuzzy,
    KindIs,
    Not,
    Prefix,
    Query,
    SectionKind,
    SiteIs,
    Synonyms,
    Word,
)
from twitchsearch.search.analysis import Analyser
from twitchsearch.search.intent import NO_WISH, Wish, understood
from twitchsearch.search.stopwords import chatter, stop_words

_LONG_QUESTION, _CHATTY = 4, 8


@dataclass(frozen=True, slots=True)
class Reading:
    """A run of clauses, read. `kept` are to be found, in their order; `cues` say which kinds are wanted (`wish`);
    `dropped` tell nothing. Words are in one of the three, all other clauses in `kept`."""

    kept: tuple[Query, ...]
    cues: tuple[Word, ...] = ()
    dropped: tuple[Word, ...] = ()
    wish: tuple[SectionKind, ...] = ()


class Reader:
    """Reads runs in one language. `typing` says that the word marked as last is unfinished: it stays as it is."""

    def __init__(self, analyser: Analyser, *, typing: bool) -> None:
        self._analyser = analyser
        self._typing = typing
        self._stops = stop_words(analyser.language)
        self._chatter = chatter(analyser.language)

    def read(self, children: tuple[Query, ...], *, wishing: bool) -> Reading:
        """Of four or more plain words those that are stop words tell nothing, of eight or more what is said around a
        question ("does anybody know") neither.

        A question of nothing but cues and stop words is taken by its words, and still asks for what the cues say.
        Without `wishing` there are no cues.
        """
        wish = understood([self._only_word(each) for each in children], self._analyser.language) if wishing else NO_WISH
        stops = self._stop_words(children)
        about = [at for at, child in enumerate(children) if at not in stops and at not in wish.cues]
        if not any(self._says(children[at]) for at in about):
            return self._by_all_words(children, stops, wish)
        return Reading(
            tuple(children[at] for at in about),
            tuple(_words(children, wish.cues - stops - wish.silent)),
            tuple(_words(children, stops - wish.cues)),
            wish.kinds,
        )

    def parted(self, children: tuple[Query, ...]) -> tuple[Query, ...]:
        """The clauses, with a word of several words (drug-drug, and/or) taken apart: each of them may be found alone.

        What has a digit or a single letter in it (covid-19, X-ray) is a name and stays whole.
        """
        return tuple(dict.fromkeys(part for child in children for part in self._parts(child)))

    def _by_all_words(self, children: tuple[Query, ...], stops: frozenset[int], wish: Wish) -> Reading:
        if any(self._says(child) for at, child in enumerate(children) if at not in stops):
            kept = tuple(child for at, child in enumerate(children) if at not in stops)
            return Reading(kept, (), tuple(_words(children, stops)), wish.kinds)
        return Reading(children, wish=wish.kinds)

    def _parts(self, child: Query) -> Iterator[Query]:
        words = self._analyser.words(child.text) if isinstance(child, Word) else []
        if not isinstance(child, Word) or len(words) < 2 or not all(len(each) > 1 and each.isalpha() for each in words):
            yield child
            return
        for each in words:
            yield replace(child, text=each, last=child.last and each is words[-1])

    def _stop_words(self, children: tuple[Query, ...]) -> frozenset[int]:
        """The places of the words that a long question does without."""
        plain = [at for at, child in enumerate(children) if is_plain(child) and self._analyser.words(text_of(child))]
        stops = self._chatter if len(plain) >= _CHATTY else self._stops
        found = frozenset(at for at in plain if self._only_word(children[at]) in stops and self._finished(children[at]))
        return found if len(plain) >= _LONG_QUESTION else frozenset()

    def _finished(self, child: Query) -> bool:
        return not (isinstance(child, Word) and child.last and self._typing)

    def _only_word(self, child: Query) -> str:
        """A plain word, folded; "" for anything else."""
        words = self._analyser.words(child.text) if isinstance(child, Word) else []
        return words[0] if len(words) == 1 else ""

    def _says(self, child: Query) -> bool:
        """Whether a clause names something to be found, not only what is to be left out."""
        match child:
            case Not() | KindIs() | SiteIs() | DateRange() | Everything():
                return False
            case _:
                return not is_plain(child) or bool(self._analyser.words(text_of(child)))


def is_plain(query: Query) -> bool:
    """Whether a clause is a word, a prefix, a misspelt word or a synonym, boosted or not."""
    match query:
        case Word() | Prefix() | Fuzzy() | Synonyms():
            return True
        case Boost(child):
            return is_plain(child)
        case _:
            return False


def text_of(query: Query) -> str:
    """What was typed of a plain clause."""
    match query:
        case Word(text) | Prefix(text) | Fuzzy(text):
            return text
        case Boost(child):
            return text_of(child)
        case Synonyms(members):
            return members[0].text if members else ""
        case _:
            return ""


def _words(children: tuple[Query, ...], places: frozenset[int]) -> Iterator[Word]:
    for at in sorted(places):
        child = children[at]
        if isinstance(child, Word):
            yield child
