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

import hashlib
import re
import sys
import threading
import unicodedata
import zlib
from collections.abc import Callable
from functools import cached_property, lru_cache
from itertools import accumulate, chain
from pathlib import Path
from typing import NamedTuple, TypeVar

import Stemmer

from twitchsearch.errors import SettingsError
from twitchsearch.model import ArticleFacts, Section

HEADING_GAP = 10
"""Positions left free between the parts of a heading path, so that no phrase runs from one into the next."""

_LONGEST = 64
_REMEMBERED = 200_000
_ELIDING = frozenset({"catalan", "french", "italian"})

# Scripts written without spaces: Thai, Lao, Myanmar, Khmer, kana, Hangul, Han.
_ALONE = (
    "\u0e01-\u0e4e\u0e81-\u0ecd\u1000-\u103f\u1780-\u17d3\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa"
    "\u30fc-\u312f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003fffd"
)
# Marks that go on with a word; \w does not know them. The ranges are coarse: letters among them do no harm.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u0816-\u082d\u0859-\u085b"
    "\u08ca-\u0963\u0971-\u0df3\u0f18\u0f19\u0f35-\u0f39\u0f71-\u0fbc\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d"
    "\u20d0-\u20f0\ua8e0-\ua8f1\ufe20-\ufe2f"
)
_FIRST_MARK = "\u0300"
_LETTER = rf"[^\W\d_{_ALONE}]"
_LETTERS = rf"{_LETTER}+(?:[{_MARKS}]+{_LETTER}*)*"
_APOSTROPHES = "'\u2019\u2018\u02bc\uff07"

# Accents that are stripped, and letters that are not made of a letter and an accent but are typed without. Marks that
# are letters in their own right (Cyrillic short i, Indic vowel signs) stay.
_ACCENTS = re.compile(
    "(?<![\u0400-\u052f])[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
    "|[\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d]+"
)
_LETTERS_TYPED_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ё": "е"}
    | dict.fromkeys(_APOSTROPHES, "'")
)
_PARTS = re.compile(rf"\d+|(?:[^\W\d_]|[{_MARKS}])+")
# Printers' marks and the ones on keys that part words as they do. A word of ASCII within them is found by the pattern
# for ASCII, which is quicker; the one for all scripts takes milliseconds to compile.
_MARKS_ON_KEYS = str.maketrans(
    dict.fromkeys("\u00a0\u2013\u2014\u2026\u201c\u201d\u2022\u00ab\u00bb", " ") | {"\u2018": "'", "\u2019": "'"}
)


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
        inner = "" if language in _ELIDING else "(?:'[a-z]+)*"
        self._ascii_words = re.compile(rf"(?:[a-z]\.)+[a-z](?![a-z0-9_])|[a-z]+{inner}|[0-9]+")
        self._word_terms = _Memory(self._analyse, remembered)
        self._chunk_terms = _Memory(self._terms_of, remembered)
        self._chunk_tokens = _Memory(self._tokens_of, remembered // 4)

    @cached_property
    def _words(self) -> re.Pattern[str]:
        inner = "" if self.language in _ELIDING else f"(?:[{_APOSTROPHES}]{_LETTERS})*"
        acronym = rf"(?:{_LETTER}\.)+{_LETTER}(?!\w)"
        return re.compile(rf"{acronym}|{_LETTERS}{inner}|\d+|[{_ALONE}]")

    @cached_property
    def _latin_words(self) -> re.Pattern[str]:
        """`_words` of what lies before the first mark: Latin letters with their accents. It is made at once."""
        letters = r"[^\W\d_]"
        inner = "" if self.language in _ELIDING else f"(?:[{_APOSTROPHES}]{letters}+)*"
        return re.compile(rf"(?:{letters}\.)+{letters}(?!\w)|{letters}+{inner}|\d+")

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
        """`occurrences` whose positions say nothing: sooner still, by looking only where a word may begin like a term.

        In English a stem begins as its words do, but for its last letter; what is written with apostrophes or stops
        is looked at wherever it stands.
        """
        if self.language != "english" or not text.isascii() or not wanted.isdisjoint(_UNLIKE_THEIR_WORDS):
            return self.occurrences(text, wanted)
        small = text.lower()
        starts: set[int] = set()
        for beginning in (*_beginnings(wanted), "'"):
            if beginning in small:
                starts.update(_chunks_with(beginning, small))
        if "." in small:
            starts.update(small.rfind(" ", 0, each.start()) + 1 for each in _STOPS(small))
        found: list[Token] = []
        for start in sorted(starts):
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
        folded = word.lower() if word.isascii() else _fold(word)
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
        """Equal as long as the same text gives the same terms: a digest of what fixed words and forms become."""
        terms = "\n".join([self.language, *self.terms(_SAMPLE), "", *self.terms(_SAMPLE_ASCII)])
        return hashlib.sha256(terms.encode()).hexdigest()[:16]

    def voucher(self, fingerprint: str) -> str:
        """What only the same program with the same libraries says of its fingerprint, so that whoever keeps both need
        not have it worked out again; "" where it cannot tell which program it is."""
        made_by = _made_by()
        return hashlib.sha256(f"{fingerprint} {self.language} {made_by}".encode()).hexdigest()[:16] if made_by else ""

    def _tokens_of(self, chunk: str) -> tuple[Token, ...]:
        words, source = self._reading(chunk)
        found = ((term, match) for match in words.finditer(source) for term in self._word_terms[match[0]])
        return tuple(Token(term, position, *match.span()) for position, (term, match) in enumerate(found))

    def _terms_of(self, chunk: str) -> tuple[str, ...]:
        words, source = self._reading(chunk)
        return tuple(chain.from_iterable(map(self._word_terms.__getitem__, words.findall(source))))

    def _reading(self, chunk: str) -> tuple[re.Pattern[str], str]:
        """What finds the words, and in what (as long as `chunk`): ASCII is folded at once, its words found sooner."""
        chunk = chunk if chunk.isascii() else chunk.translate(_MARKS_ON_KEYS)
        if chunk.isascii():
            return self._ascii_words, chunk.lower()
        return (self._latin_words if max(chunk) < _FIRST_MARK else self._words), chunk

    def _analyse(self, word: str) -> tuple[str, ...]:
        return tuple(self.stem(part) for part in self._parts(word))

    def _parts(self, word: str) -> list[str]:
        """A word folded, and parted where only folding shows that letters and digits meet."""
        folded = self.fold(word[: 2 * _LONGEST])
        if folded.isascii() and (folded.isalpha() or folded.isdigit()):
            return [folded]
        return _PARTS.findall(folded) or ([folded] if folded else [])


@lru_cache(maxsize=4)
def analyser(language: str = "english") -> Analyser:
    """The analyser of a language, shared by all who ask. Raises SettingsError."""
    return Analyser(language)


@lru_cache(maxsize=1)
def _made_by() -> str:
    """All that decides what text becomes: this module, stemmers, the tables of Unicode, Python. "" without source."""
    try:
        own = zlib.crc32(Path(__file__).read_bytes())
    except OSError:
        return ""
    return f"{own} {Stemmer.version()} {unicodedata.unidata_version} {sys.version}"


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


def _fold(word: str) -> str:
    """Small letters without accents, digits as ASCII. Folding twice changes nothing more."""
    small = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    plain = unicodedata.normalize("NFC", _ACCENTS.sub("", small).translate(_LETTERS_TYPED_PLAIN))
    if plain.isascii():
        return plain
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in plain)


def _beginning(term: str) -> str:
    """How every English word of this term begins."""
    return term if term.isdigit() else term[: max(2, len(term) - 1)]


@lru_cache(maxsize=64)
def _beginnings(terms: frozenset[str]) -> tuple[str, ...]:
    """How words of these terms begin; none of them begins like another."""
    kept: list[str] = []
    for each in sorted({_beginning(term) for term in terms if term.isascii()}):
        if not kept or not each.startswith(kept[-1]) or kept[-1].isdigit():
            kept.append(each)
    return tuple(kept)


def _chunks_with(beginning: str, small: str) -> list[int]:
    """Where the stretches without a space begin in which something begins so."""
    starts: list[int] = []
    of_letters = beginning.isalpha()
    place = small.find(beginning)
    while place >= 0:
        before = small[place - 1] if place else " "
        if of_letters and before.isalpha():
            place = small.find(beginning, place + 1)
            continue
        starts.append(place if before == " " else small.rfind(" ", 0, place) + 1)
        space = small.find(" ", place)
        place = small.find(beginning, space) if space >= 0 else -1
    return starts


_UNLIKE_THEIR_WORDS = frozenset({"die", "lie", "tie"})  # dying, lying, tying: the stemmer's exceptions
_STOPS = re.compile(r"\.(?=[a-z])").finditer

_SAMPLE_ASCII = """
Parkinson's parkinsons don't dont B12 B-12 vitamin B 12 COVID19 covid-19 U.S. e.g. i.e., 5-HT 20mg H2O omega-3 T3/T4
a the of why does my eyelid twitch twitches twitched twitching twitchy muscle muscles muscular fasciculation
fasciculations cramp cramps cramping spasm spasms nerve nerves nervous caffeine caffeinated dehydration dehydrated
electrolytes magnesium potassium deficiency deficiencies sleeping sleepless stress stressed anxiety anxious remedies
remedy causes caused causing symptoms symptomatic diagnosis diagnoses diagnostic doctors generally generalised
relational conditional rationalization happy happily skies dying news innings only ugly early organization organised
"""
_SAMPLE = """
naïve café NAÏVE ﬁbre Straße İstanbul Ålesund smørrebrød œuvre Parkinson’s ＷＩＤＥ m² ½ №5 ١٢٣ 足つり 다리 ขา पैर हिन्दी
Muskelzuckungen Krämpfe häufig Ursachen paupières contractions musculaires l’eau fréquemment párpado calambres
musculares crampi muscolari palpebra spiertrekkingen oogleden câimbras musculares pálpebra мышцы судороги подёргивание
skurcze mięśni lihaskrampit kramper muskler ögonlock izomgörcsök kas seğirmesi σπασμοί μυών crampes χέρι तंत्रिका
"""
