"""Sorted terms and their postings as Whoosh's own queries walk over them, whatever file they stand in."""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from twitchsearch.backends.whoosh import engine
from twitchsearch.backends.whoosh.reader import Terms


class TermsReader(engine.TermsReader):  # type: ignore[misc]  # see engine
    """Whoosh's reader of terms, of which only the fields, their terms and what is known of one have to be said."""

    @abstractmethod
    def indexed_field_names(self) -> tuple[str, ...]:
        """The fields, sorted."""

    @abstractmethod
    def sorted_terms(self, field: str) -> Terms:
        """The terms of one of these fields."""

    @abstractmethod
    def term_info(self, fieldname: str, text: bytes) -> Any:
        """What Whoosh wants to know of a term."""

    def cursor(self, fieldname: str, fieldobj: Any) -> Cursor:  # noqa: ARG002 - Whoosh's signature
        return Cursor(self, fieldname, self.sorted_terms(fieldname))

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return ((field, term) for field in self.indexed_field_names() for term in self.sorted_terms(field))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms of the field from `prefix` on, then those of the fields behind it."""
        for field in (each for each in self.indexed_field_names() if each >= fieldname):
            terms = self.sorted_terms(field)
            start = terms.first_from(prefix) if field == fieldname else 0
            yield from ((field, term) for term in terms.between(range(start, len(terms))))

    def items(self) -> Iterator[tuple[tuple[str, bytes], Any]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], Any]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))


class Cursor(engine.FieldCursor):  # type: ignore[misc]  # see engine
    """A place among the sorted terms of one field, which are UTF-8."""

    def __init__(self, reader: TermsReader, field: str, terms: Terms) -> None:
        self._reader = reader
        self._field = field
        self._terms = terms
        self._at = 0

    def first(self) -> str | None:
        self._at = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        """Go to this term, or to the first behind it."""
        self._at = bisect_left(self._terms, term.encode("utf-8", "replace") if isinstance(term, str) else term)
        return self.text()

    def next(self) -> str | None:
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        return self._terms[self._at].decode() if self.is_valid() else None

    def term_info(self) -> Any:
        return self._reader.term_info(self._field, self._terms[self._at]) if self.is_valid() else None

    def is_valid(self) -> bool:
        return self._at < len(self._terms)


class PostingsMatcher(engine.ListMatcher):  # type: ignore[misc]  # see engine
    """The postings of one term."""

    def id(self) -> int:
        """The section it stands at; the last one at the end, where Whoosh's other matchers still ask."""
        return int(self._ids[min(self._i, len(self._ids) - 1)])

    def replace(self, minquality: float = 0) -> Any:
        """What may stand for it where less than this is not wanted; a scorer that knows no bounds is not asked."""
        return super().replace(minquality if self.supports_block_quality() else 0)

    def skip_to(self, id: int) -> None:  # noqa: A002 - Whoosh's signature
        if not self.is_active():
            raise engine.ReadTooFar
        self._i: int = bisect_left(self._ids, id, self._i)

    def copy(self) -> PostingsMatcher:
        return PostingsMatcher(
            self._ids,
            self._weights,
            self._values,
            self._format,
            self._scorer,
            self._i,
            term=self._term,
            terminfo=self._terminfo,
        )

    def all_items(self) -> Iterator[tuple[int, bytes]]:
        return ((section, self._values[posting]) for posting, section in enumerate(self._ids))
