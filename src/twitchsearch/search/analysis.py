"""Text to terms: the one place that knows what a token is. Every engine, the queries and the snippets use it.

A token is a run of letters or a run of digits; it is folded (case, accents, apostrophes) and then stemmed. So the
forms of a name meet, whichever way an article or a query spells them:

    B12, B-12, B 12          b  12        a run of letters and one of digits are two tokens, side by side
    covid-19, COVID19        covid  19    and so are the parts of anything with a hyphen or a slash
    20mg, 20 mg              20  mg
    Parkinson's, parkinsons  parkinson    with either apostrophe; other apostrophes join: don't, dont
    U.S., e.g.               us  eg       single letters with full stops between them are one token
    naïve, NAIVE, ﬁbre       naiv  naiv  fibr
    l'eau                    l  eau       in languages that elide, the apostrophe parts
    足つり, ขา                 one token a character, in scripts that do not part words

Emoji, symbols and punctuation are no tokens. A term has at most 64 code points.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import cached_property, lru_cache
from itertools import accumulate, chain
from typing import NamedTuple, TypeVar

import Stemmer

from twitchsearch.errors import SettingsError
from twitchsearch.model import ArticleFacts, Section
from twitchsearch.search import fingerprint, letters
from twitchsearch.search.places import can_be_told, places

HEADING_GAP = 10
"""Positions left free between the parts of a heading path, so that no phrase runs from one into the next."""

_LONGEST = 64
_REMEMBERED = 200_000
_ELIDING = frozenset({"catalan", "french", "italian"})


class Token(NamedTuple):
    """A term where it stands: its position among the tokens, and its code points `[start, end)` in the text."""

    term: str
    position: int
    start: int
    end: int


class SectionTokens(NamedTuple):
    """The tokens of a section's fields.

    The heading field is the whole heading path: the offsets of its tokens are those in their part of the path, and
    between the parts `HEADING_GAP` positions stay free. A field's length is its number of tokens.
    """

    title: list[Token]
    heading: list[Token]
    text: list[Token]


V = TypeVar("V")


class _Memory(dict[str, V]):
    """What was analysed already: a dictionary that fills itself and starts afresh when it has grown too large."""

    def __init__(self, analyse: Callable[[str], V], room: int) -> None:
        super().__init__()
        self._analyse = analyse
        self._room = room

    def __missing__(self, word: str) -> V:
        value = self._analyse(word)
        if len(self) >= self._room:
            self.clear()
        if len(word) <= _LONGEST:
            self[word] = value
        return value


class Analyser:
    """Turns text into tokens, for one language of Snowball's; threads may share it.

    It remembers what `remembered` words, and as many stretches without a space, became. Raises SettingsError for a
    language that is not one of `languages()`.
    """

    def __init__(self, language: str = "english", remembered: int = _REMEMBERED) -> None:
        if language not in languages():
            raise SettingsError(f"no stemmer for {language[:40]!r}; choose one of: {', '.join(languages())}")
        self.language = language
        self._stemmer = Stemmer.Stemmer(language, 0)
        self._lock = threading.Lock()  # a stemmer keeps its word in itself
        self._ascii_words = letters.ascii_words(eliding=language in _ELIDING)
        self._word_terms = _Memory(self._analyse, remembered)
        self._chunk_terms = _Memory(self._terms_of, remembered)
        self._chunk_tokens = _Memory(self._tokens_of, remembered // 4)

    @cached_property
    def _words(self) -> re.Pattern[str]:
        return letters.words_of_all_scripts(eliding=self.language in _ELIDING)

    @cached_property
    def _latin_words(self) -> re.Pattern[str]:
        return letters.latin_words(eliding=self.language in _ELIDING)

    def tokens(self, text: str) -> list[Token]:
        """The tokens in order; positions count from 0 without gaps, offsets are code points of `text`."""
        tokens: list[Token] = []
        start = 0
        for chunk in text.split(" "):
            for term, _, first, last in self._chunk_tokens[chunk]:
                tokens.append(Token(term, len(tokens), start + first, start + last))
            start += len(chunk) + 1
        return tokens

    def terms(self, text: str) -> list[str]:
        """The terms of `tokens(text)`, which is all an index needs: the term at i has position i. Made for bulk."""
        # A space parts tokens wherever it stands, so what stands between two of them is analysed once and looked up
        # ever after, punctuation and all: 5 times as fast as finding the words with a regular expression each time.
        return list(chain.from_iterable(map(self._chunk_terms.__getitem__, text.split(" "))))

    def occurrences(self, text: str, wanted: frozenset[str]) -> list[Token]:
        """Those of `tokens(text)` whose term is wanted, far sooner than all of them where they are few."""
        chunks = text.split(" ")
        parsed = list(map(self._chunk_terms.__getitem__, chunks))
        matching = [at for at, terms in enumerate(parsed) if not wanted.isdisjoint(terms)]
        if not matching:
            return []
        starts = list(accumulate(map(len, chunks), initial=0))  # without the spaces: one more for each chunk before
        positions = list(accumulate(map(len, parsed), initial=0))
        return [
            Token(term, positions[at] + position, starts[at] + at + first, starts[at] + at + last)
            for at in matching
            for term, position, first, last in self._chunk_tokens[chunks[at]]
            if term in wanted
        ]

    def places(self, text: str, wanted: frozenset[str]) -> list[Token]:
        """`occurrences` whose positions say nothing: sooner still where `search.places` can tell where to look."""
        if self.language != "english" or not can_be_told(text, wanted):
            return self.occurrences(text, wanted)
        found: list[Token] = []
        for start in places(text, wanted):
            end = text.find(" ", start)
            for term, _, first, last in self._chunk_tokens[text[start : end if end >= 0 else len(text)]]:
                if term in wanted:
                    found.append(Token(term, 0, start + first, start + last))
        return found

    def words(self, text: str) -> list[str]:
        """The words of `terms(text)` before they are stemmed, one for one. For queries: nothing is remembered."""
        words, source = self._reading(text)
        return [part for word in words.findall(source) for part in self._parts(word)]

    def spellings(self, text: str) -> set[str]:
        """The distinct words of a text as it spells them, each at most 64 code points long."""
        words, source = self._reading(text)
        found = (text[each.start() : each.end()] for each in words.finditer(source))
        return {word for word in found if len(word) <= _LONGEST}

    def known_words(self, texts: list[str]) -> list[tuple[list[str], list[tuple[str, str]]]]:
        """Of each text (without a space) its terms, and its spellings, each folded and as it is.

        All plain words are stemmed at once. Nothing is remembered; for an index that keeps a table of words of its own.
        """
        words = [text.strip("._'") for text in texts]
        plain = [len(word) <= _LONGEST and word.isascii() and (word.isalpha() or word.isdigit()) for word in words]
        folded = [word.lower() for word, each in zip(words, plain, strict=True) if each]
        with self._lock:
            stems = iter(self._stemmer.stemWords(folded))
        found: list[tuple[list[str], list[tuple[str, str]]]] = []
        for text, word, is_plain in zip(texts, words, plain, strict=True):
            if is_plain:
                small, stem = word.lower(), next(stems)
                found.append(([small if small.isdigit() else stem or small], [(small, word)]))
            else:
                pattern, source = self._reading(text)
                terms = [term for each in pattern.findall(source) for term in self._analyse(each)]
                found.append((terms, [(self.fold(each), each) for each in sorted(self.spellings(text))]))
        return found

    def fold(self, word: str) -> str:
        """A word as it is before stemming: small letters without accents, apostrophes and stops."""
        folded = word.lower() if word.isascii() else letters.folded(word)
        if self.language == "english" and folded.endswith("'s"):
            folded = folded[:-2]
        return folded.replace("'", "").replace(".", "")

    def stem(self, folded: str) -> str:
        """The term of a folded word."""
        if folded.isdigit():
            return folded[:_LONGEST]
        with self._lock:
            stem: str = self._stemmer.stemWord(folded)
        return (stem or folded)[:_LONGEST]

    @cached_property
    def fingerprint(self) -> str:
        """Equal as long as the same text gives the same terms."""
        return fingerprint.fingerprint(self.language, self.terms)

    def voucher(self, of: str) -> str:
        """What only the same program with the same libraries says of this fingerprint; "" where it cannot tell."""
        return fingerprint.voucher(self.language, of)

    def _tokens_of(self, chunk: str) -> tuple[Token, ...]:
        words, source = self._reading(chunk)
        found = ((term, match) for match in words.finditer(source) for term in self._word_terms[match[0]])
        return tuple(Token(term, position, *match.span()) for position, (term, match) in enumerate(found))

    def _terms_of(self, chunk: str) -> tuple[str, ...]:
        words, source = self._reading(chunk)
        return tuple(chain.from_iterable(map(self._word_terms.__getitem__, words.findall(source))))

    def _reading(self, chunk: str) -> tuple[re.Pattern[str], str]:
        """What finds the words, and in what (as long as `chunk`): ASCII is folded at once, its words found sooner."""
        chunk = chunk if chunk.isascii() else chunk.translate(letters.MARKS_ON_KEYS)
        if chunk.isascii():
            return self._ascii_words, chunk.lower()
        return (self._latin_words if max(chunk) < letters.FIRST_MARK else self._words), chunk

    def _analyse(self, word: str) -> tuple[str, ...]:
        return tuple(self.stem(part) for part in self._parts(word))

    def _parts(self, word: str) -> list[str]:
        """A word folded, and parted where only folding shows that letters and digits meet."""
        folded = self.fold(word[: 2 * _LONGEST])
        if folded.isascii() and (folded.isalpha() or folded.isdigit()):
            return [folded]
        return letters.PARTS.findall(folded) or ([folded] if folded else [])


@lru_cache(maxsize=4)
def analyser(language: str = "english") -> Analyser:
    """The analyser of a language, shared by all who ask. Raises SettingsError."""
    return Analyser(language)


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages there are stemmers for."""
    return tuple(Stemmer.algorithms())


def section_tokens(analyser: Analyser, facts: ArticleFacts, section: Section) -> SectionTokens:
    """What of a section is indexed: the title of its article, its heading path, its text."""
    heading: list[Token] = []
    for part in section.heading_path:
        first = heading[-1].position + 1 + HEADING_GAP if heading else 0
        heading += [token._replace(position=first + token.position) for token in analyser.tokens(part)]
    return SectionTokens(analyser.tokens(facts.title), heading, analyser.tokens(section.text))


def section_spellings(analyser: Analyser, facts: ArticleFacts, section: Section) -> set[str]:
    """The distinct words of a section as it spells them, over all its fields."""
    return set().union(*map(analyser.spellings, (facts.title, *section.heading_path, section.text)))
