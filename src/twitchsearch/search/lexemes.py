"""The pieces a query is written with, and the same query as plain words. `search.query` puts them together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from twitchsearch.errors import QueryError
from twitchsearch.model import DateField, TextField
from twitchsearch.search.limits import LIMITS
from twitchsearch.text import visible


class Kind(Enum):
    WORD = auto()
    PHRASE = auto()  # its text is what stands between the quotation marks
    FIELD = auto()  # its text is the name, in small letters
    OPEN = auto()
    CLOSE = auto()
    PLUS = auto()
    MINUS = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    STAR = auto()
    TILDE = auto()  # its text is the number, or ""
    BOOST = auto()  # its text is the number
    ODD = auto()  # a ~ or ^ and what stands after it, which is no number
    UNCLOSED = auto()  # a quotation mark without its partner, and all that follows


class Lexeme(NamedTuple):
    """`[start, end)` are code points of the query; `tight` says that it follows the one before without a gap."""

    kind: Kind
    text: str
    start: int
    end: int
    tight: bool = False


TEXT_FIELDS = {field.value: field for field in TextField}
DATE_FIELDS = {"date": DateField.UPDATED} | {field.value: field for field in DateField}
FIELDS = (*TEXT_FIELDS, "kind", "site", *DATE_FIELDS)

_QUOTES = '"“”„‟«»＂'
_OPERATORS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT}
_SIGNS = {"+": Kind.PLUS, "-": Kind.MINUS}
_AFTER = r"(?=[\s()^]|$)"  # where a suffix of a word ends
_PIECES = re.compile(
    rf"""(?P<PHRASE>[{_QUOTES}](?P<inside>[^{_QUOTES}]*)[{_QUOTES}])
    | (?P<UNCLOSED>[{_QUOTES}].*)
    | (?P<OPEN>\()
    | (?P<CLOSE>\))
    | (?P<SIGN>[+-])(?=[^\s+\-)])
    | (?P<LABEL>(?i:{"|".join(FIELDS)})(?=:\s)):
    | (?P<FIELD>(?:(?i:{"|".join(FIELDS)})|[A-Za-z]{{2,}}(?=:[^\s:)])):(?!//))
    | (?P<TILDE>(?<=[^\s(])~(?P<edits>[0-9]*){_AFTER})
    | (?P<BOOST>(?<=[^\s(])\^(?P<factor>[0-9]+(?:\.[0-9]+)?)(?=[\s()]|$))
    | (?P<ODD>(?<=[^\W_]|[)*{_QUOTES}])[~^][^\s(){_QUOTES}]*)
    | (?P<STAR>\*)
    | (?P<WORD>[^\s(){_QUOTES}~^*]+)
    | [\s~^]+
    """,
    re.VERBOSE | re.DOTALL,
)
_SPECIAL = re.compile(rf"[\s(){_QUOTES}~^*:\[\]{{}}]+")


def lexemes(text: str) -> Iterator[Lexeme]:
    """The pieces of a query in order. Takes any text; white space, stray marks and what is invisible are left out."""
    shown, places = visible(text)
    end = -1
    for match in _PIECES.finditer(shown):
        group = match.lastgroup
        if group is not None:
            kind, inside = _kind_and_text(match, group)
            start, last = places[match.start()], places[match.end() - 1]
            yield Lexeme(kind, inside, start, last + 1, tight=match.start() == end)
            end = match.end()


def _kind_and_text(match: re.Match[str], group: str) -> tuple[Kind, str]:
    whole = match[0]
    match group:
        case "SIGN":
            return _SIGNS[whole], whole
        case "PHRASE":
            return Kind.PHRASE, match["inside"]
        case "TILDE":
            return Kind.TILDE, match["edits"]
        case "BOOST":
            return Kind.BOOST, match["factor"]
        case "LABEL":
            return Kind.WORD, match["LABEL"]
        case "FIELD":
            return Kind.FIELD, whole[:-1].lower()
        case "WORD":
            return _OPERATORS.get(whole, Kind.WORD), whole
        case _:
            return Kind[group], whole


def plain_text(text: str) -> str:
    """The words of a query written so that the grammar reads them as plain words; cut to the limits on a query."""
    words = [_plain_word(each) for each in _SPECIAL.split(visible(text[: LIMITS.length])[0])]
    return " ".join([word for word in words if word][: LIMITS.terms])


def _plain_word(word: str) -> str:
    word = word.lstrip("+-")
    return word.lower() if word in _OPERATORS else word


def check_length(text: str) -> None:
    """Raise QueryError where a query is longer than it may be."""
    if len(text) > LIMITS.length:
        message = f"the query is longer than {LIMITS.length:,} characters; shorten it"
        raise QueryError(message, LIMITS.length, len(text), plain_text(text))
