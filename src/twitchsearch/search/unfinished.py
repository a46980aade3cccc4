"""A query while it is typed: what waits for its rest is closed, or left out."""

from __future__ import annotations

from collections.abc import Iterable

from twitchsearch.search.filters import read_filter
from twitchsearch.search.lexemes import FIELDS, TEXT_FIELDS, Kind, Lexeme

_HANGING = (Kind.PLUS, Kind.MINUS, Kind.NOT, Kind.AND, Kind.OR, Kind.OPEN, Kind.FIELD)


def finished(lexemes: Iterable[Lexeme], text: str) -> list[Lexeme]:
    """The pieces of an unfinished text, as far as they can be read as a query."""
    pieces = list(lexemes)
    if pieces and pieces[-1].kind is Kind.ODD and pieces[-1].end == len(text):
        pieces = pieces[:-1]
    if pieces and pieces[-1].kind is Kind.UNCLOSED:
        pieces = pieces[:-1] + _open_phrase(pieces[-1])
    while pieces and (pieces[-1].kind in _HANGING or _is_half_a_filter(pieces)):
        pieces.pop()
    opened = sum((piece.kind is Kind.OPEN) - (piece.kind is Kind.CLOSE) for piece in pieces)
    return pieces + [Lexeme(Kind.CLOSE, ")", len(text), len(text))] * max(0, opened)


def _open_phrase(quote: Lexeme) -> list[Lexeme]:
    """What stands after an open quotation mark: a phrase, and the word that is being typed by itself."""
    inside = quote.text[1:]
    done, _, last = inside.rpartition(" ")
    middle = quote.end - len(last)
    pieces = [Lexeme(Kind.PHRASE, done, quote.start, middle, quote.tight)] if done.strip() else []
    word = last.strip()
    return pieces + [Lexeme(Kind.WORD, word, middle, quote.end, quote.tight and not pieces)] * bool(word)


def _is_half_a_filter(pieces: list[Lexeme]) -> bool:
    if len(pieces) < 2 or pieces[-2].kind is not Kind.FIELD or pieces[-2].text in TEXT_FIELDS:
        return False
    if pieces[-2].text not in FIELDS or not pieces[-1].tight:
        return False
    try:
        read_filter(pieces[-2].text, pieces[-1].text)
    except ValueError:
        return True
    return False
