"""The query language: the only parser of what people type. docs/query-language.md shows every form.

    query   = all { "OR" all }
    all     = run { "AND" run }
    run     = clause { clause }
    clause  = { "+" | "-" | "NOT" } part [ "^" number ]
    part    = word [ "*" | "~" [number] ] | '"' words '"' [ "~" number ] | "(" query ")" | field ":" part | "*"

Small letters make `and`, `or` and `not` plain words. A name before a colon must be one of `FIELDS`; before white space
it is a word like any other, without the colon. A colon after anything but letters (12:30), or before //, is part of a
word. What stands directly after a ~ or ^ of a word is its number. Any text is either such a query or a
`QueryError` that says where and what to do; the work is linear in its length.
"""

from __future__ import annotations

from typing import NoReturn

from twitchsearch.errors import QueryError
from twitchsearch.model import (
    AllOf,
    AnyOf,
    Boost,
    Everything,
    Fuzzy,
    InField,
    Not,
    Phrase,
    Prefix,
    Query,
    Required,
    Span,
    Word,
    Words,
)
from twitchsearch.search.filters import example, read_filter
from twitchsearch.search.lexemes import (
    FIELDS,
    TEXT_FIELDS,
    Kind,
    Lexeme,
    check_length,
    lexemes,
    plain_text,
)
from twitchsearch.search.limits import LIMITS
from twitchsearch.search.unfinished import finished
from twitchsearch.text import clean

_PREFIXES = (Kind.PLUS, Kind.MINUS, Kind.NOT)
_JOINS = (Kind.AND, Kind.OR)
_ENDS = (*_JOINS, Kind.CLOSE)
_NO_WEIGHT = "the number after ^ must be more than 0 and at most 100, as in leg^2"


def parse(text: str, *, typing: bool = False) -> Query:
    """What a text asks for; nothing but white space asks for everything. Raises QueryError and nothing else.

    With `typing` the text is unfinished: an open quotation mark or parenthesis is closed, an operator, a field or a
    filter that waits for the rest is left out, and the last word is marked as `last` if no white space follows it.
    """
    check_length(text)
    pieces = finished(lexemes(text), text) if typing else list(lexemes(text))
    return _Parser(text, pieces, typing=typing).parse()


def plain(text: str) -> Query:
    """The words of a text with all marks and operators taken for what they are in prose. QueryError for limits only."""
    check_length(text)
    return parse(plain_text(text))


class _Parser:
    def __init__(self, text: str, pieces: list[Lexeme], *, typing: bool) -> None:
        self._text = text
        self._pieces = pieces
        self._at = 0
        self._words = 0
        self._unfinished = len(text) if typing else -1  # where a word that is not complete ends

    def parse(self) -> Query:
        if not self._pieces:
            return Everything()
        query = self._any(0)
        if (stray := self._peek()) is not None:
            raise self._error("there is no ( for this ); remove it", stray)
        return query

    def _any(self, depth: int) -> Query:
        parts = [self._all(depth)]
        while self._take(Kind.OR):
            parts.append(self._all(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all(self, depth: int) -> Query:
        parts = [self._run(depth)]
        while self._take(Kind.AND):
            parts.append(self._run(depth))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _run(self, depth: int) -> Query:
        clauses: list[Query] = []
        while (piece := self._peek()) is not None and piece.kind not in _ENDS:
            clauses.append(self._clause(depth))
        if not clauses:
            self._nothing_there()
        return clauses[0] if len(clauses) == 1 else Words(tuple(clauses))

    def _clause(self, depth: int) -> Query:
        piece = self._next()
        if depth > LIMITS.depth:
            raise self._error(f"more than {LIMITS.depth} levels of parentheses and signs; ask more simply", piece)
        if piece.kind in _PREFIXES:
            if (after := self._peek()) is None or after.kind in _ENDS:
                raise self._error(f"{piece.text} needs a word after it", piece)
            child = self._clause(depth + 1)
            return Required(child) if piece.kind is Kind.PLUS else Not(child)
        query = self._part(piece, depth)
        if boost := self._take(Kind.BOOST, tight=True):
            query = Boost(query, self._factor(boost))
        return query

    def _part(self, piece: Lexeme, depth: int) -> Query:
        match piece.kind:
            case Kind.WORD:
                return self._word(piece)
            case Kind.PHRASE:
                return self._phrase(piece)
            case Kind.OPEN:
                return self._group(piece, depth)
            case Kind.FIELD:
                return self._field(piece, depth)
            case Kind.STAR if self._stands_alone(piece) and not self._follows_tightly():
                return Everything()
            case Kind.STAR:
                raise self._error("a * can only end a word, as in twitch*", piece)
            case Kind.UNCLOSED:
                raise self._error("this quotation mark is not closed; add one or remove this one", piece)
            case Kind.ODD if piece.text[0] == "^":
                raise self._error(_NO_WEIGHT, piece)
            case Kind.ODD:
                message = f"after ~ comes a number (of letters that may differ, at most {LIMITS.edits}), or nothing"
                raise self._error(f"{message}; a space before it makes plain words", piece)
            case _:
                raise self._error(f"{piece.text or '~'} is not understood here; remove it", piece)

    def _word(self, piece: Lexeme) -> Query:
        self._count(1, piece)
        text, span = clean(piece.text), Span(piece.start, piece.end)
        if star := self._take(Kind.STAR, tight=True):
            if self._follows_tightly(but=Kind.BOOST):
                raise self._error("a * can only end a word, as in twitch*", star)
            return Prefix(text, Span(piece.start, star.end))
        if tilde := self._take(Kind.TILDE, tight=True):
            distance = self._number(tilde, LIMITS.edits, "letters that may differ") if tilde.text else 1
            return Fuzzy(text, distance, Span(piece.start, tilde.end)) if distance else Word(text, span)
        return Word(text, span, last=piece.end == self._unfinished)

    def _phrase(self, piece: Lexeme) -> Query:
        text = clean(piece.text)
        self._count(text.count(" ") + 1, piece)
        tilde = self._take(Kind.TILDE, tight=True)
        if tilde is None:
            return Phrase(text, 0, Span(piece.start, piece.end))
        slop = self._number(tilde, LIMITS.slop, "words that may stand between")
        return Phrase(text, slop, Span(piece.start, tilde.end))

    def _group(self, opening: Lexeme, depth: int) -> Query:
        if (after := self._peek()) is not None and after.kind is Kind.CLOSE:
            raise self._error(
                "there is nothing between these parentheses; remove them", opening._replace(end=after.end)
            )
        query = self._any(depth + 1) if after is not None else Everything()
        if not self._take(Kind.CLOSE):
            raise self._error("this ( is not closed; add ) or remove it", opening)
        return query

    def _field(self, field: Lexeme, depth: int) -> Query:
        name, value = field.text, self._peek()
        if name not in FIELDS:
            known = ", ".join(FIELDS)
            raise self._error(
                f"there is no field {name!r}; the fields are: {known}. Put a space after the colon", field
            )
        if value is None or not value.tight or value.kind not in (Kind.WORD, Kind.PHRASE, Kind.OPEN):
            raise self._error(f"{name}: needs a value right after the colon, {example(name)}", field)
        if name not in TEXT_FIELDS:
            return self._filter(field, self._next())
        if not any(letter.isalnum() for letter in value.text) and value.kind is not Kind.OPEN:
            raise self._error(f"{name}: needs a word or a phrase, {example(name)}", value._replace(start=field.start))
        if depth > LIMITS.depth:
            raise self._error(f"more than {LIMITS.depth} levels; ask more simply", field)
        return InField(TEXT_FIELDS[name], self._part(self._next(), depth + 1))

    def _filter(self, field: Lexeme, value: Lexeme) -> Query:
        try:
            return read_filter(field.text, value.text)
        except ValueError as problem:
            raise self._error(f"{field.text}: {problem}", value) from problem

    def _factor(self, boost: Lexeme) -> float:
        factor = float(boost.text)
        if not 0 < factor <= 100:
            raise self._error(_NO_WEIGHT, boost)
        return factor

    def _number(self, tilde: Lexeme, most: int, of: str) -> int:
        if not tilde.text or len(tilde.text) > 4 or int(tilde.text) > most:
            raise self._error(f"after ~ comes the number of {of}, at most {most}", tilde)
        return int(tilde.text)

    def _count(self, words: int, piece: Lexeme) -> None:
        self._words += words
        if self._words > LIMITS.terms:
            raise self._error(f"the query has more than {LIMITS.terms} words; shorten it", piece)

    def _peek(self) -> Lexeme | None:
        return self._pieces[self._at] if self._at < len(self._pieces) else None

    def _next(self) -> Lexeme:
        self._at += 1
        return self._pieces[self._at - 1]

    def _take(self, kind: Kind, *, tight: bool = False) -> Lexeme | None:
        piece = self._peek()
        if piece is None or piece.kind is not kind or (tight and not piece.tight):
            return None
        return self._next()

    def _stands_alone(self, star: Lexeme) -> bool:
        return not star.tight or self._pieces[self._at - 2].kind is Kind.OPEN

    def _follows_tightly(self, but: Kind = Kind.CLOSE) -> bool:
        piece = self._peek()
        return piece is not None and piece.tight and piece.kind not in (Kind.CLOSE, but)

    def _nothing_there(self) -> NoReturn:
        piece = self._peek()
        if piece is not None and piece.kind in _JOINS:
            raise self._error(f"{piece.text} needs something before it; in small letters it is a plain word", piece)
        before = self._pieces[self._at - 1] if self._at else piece
        if before is not None and before.kind in _JOINS:
            raise self._error(f"{before.text} needs something after it; in small letters it is a plain word", before)
        raise self._error("there is no ( for this ); remove it", piece or self._pieces[-1])

    def _error(self, message: str, piece: Lexeme) -> QueryError:
        return QueryError(message, piece.start, piece.end, plain_text(self._text))
