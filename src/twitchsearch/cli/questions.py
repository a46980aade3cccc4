"""A command line of words and options to a search request. Words that look like options are explained, not obeyed."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from twitchsearch.config import Settings, Synonyms
from twitchsearch.errors import QueryError
from twitchsearch.model import (
    AllOf,
    Copies,
    DateField,
    Everything,
    Filters,
    Grouping,
    Matching,
    Not,
    Phrase,
    Query,
    SearchRequest,
    SectionKind,
    SnippetShape,
    Sort,
    Window,
    Words,
)
from twitchsearch.model.requests import Vocabulary


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed besides the query and the settings."""

    kind: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    dated: str = DateField.UPDATED.value
    without: tuple[str, ...] = ()
    sort: str = Sort.BEST.value
    group: bool = False
    copies: bool = False
    fuzzy: bool = False
    offset: int = 0
    explain: bool = False

    @property
    def narrows(self) -> bool:
        """Whether anything is left out, so that it makes sense without words."""
        return bool(self.kind or self.site or self.since or self.until or self.without)

    @property
    def filters(self) -> Filters:
        """Raises QueryError for a site that is none, and for dates between which nothing lies."""
        if self.since and self.until and self.since > self.until:
            raise QueryError(
                f"nothing lies in a range that ends before it begins: --since {self.since} --until {self.until}", 0, 0
            )
        return Filters(
            kinds=frozenset(SectionKind(kind) for kind in self.kind),
            sites=_sites(self.site),
            since=self.since,
            until=self.until,
            date_field=DateField(self.dated),
        )

    def request(self, text: str, settings: Settings, held: Vocabulary | None = None) -> SearchRequest:
        """The request for a query as typed, with what the vocabulary has of it, or one that is held for many queries.
        Raises QueryError where it cannot be understood."""
        from twitchsearch.search.query import parse

        query = parse(text) if text.strip() else Everything()
        if self.fuzzy:
            from twitchsearch.search.loosening import loosened

            query = loosened(query, settings.language)
        return SearchRequest(
            query=excluding(query, self.without),
            text=text,
            filters=self.filters,
            window=Window(self.offset, settings.search.limit),
            matching=Matching(settings.search.matching),
            grouping=Grouping.ARTICLE if self.group else Grouping.SECTION,
            copies=Copies.SHOWN if self.copies else Copies.FOLDED,
            sort=Sort(self.sort),
            snippets=SnippetShape(count=settings.search.snippets),
            timeout=settings.search.timeout,
            asking=settings.search.asking,
            explaining=self.explain,
            vocabulary=vocabulary_of(text, settings) if held is None else held,
        )


def _sites(typed: Sequence[str]) -> frozenset[str]:
    if not typed:
        return frozenset()
    from twitchsearch.search.filters import site_named

    try:
        return frozenset(map(site_named, typed))
    except ValueError as error:
        raise QueryError(str(error), 0, 0) from error


def vocabulary_of(text: str, settings: Settings) -> Vocabulary:
    """What is also searched for. Raises SettingsError for a vocabulary file that is none."""
    if settings.search.synonyms is Synonyms.OFF:
        return {}
    from twitchsearch.search.vocabulary import vocabulary_for

    own = settings.search.vocabulary
    return vocabulary_for(text, settings.language, Path(own) if own else None)


def whole_vocabulary(settings: Settings) -> Vocabulary:
    """All that is also searched for, for who asks more than once: ten times as much to read as for one query."""
    if settings.search.synonyms is Synonyms.OFF:
        return {}
    from twitchsearch.search.vocabulary import vocabulary

    own = settings.search.vocabulary
    return vocabulary(settings.language, Path(own) if own else None)


def excluding(query: Query, without: Sequence[str]) -> Query:
    """The query, with nothing that has one of these words or phrases."""
    nots = tuple(Not(Phrase(words)) for words in without)
    match query:
        case _ if not nots:
            return query
        case Words(children):
            return Words((*children, *nots))
        case Everything():
            return AllOf(nots) if len(nots) > 1 else nots[0]
        case _:
            return AllOf((query, *nots))


class QuestionCommand(click.Command):
    """A command whose arguments are a query: `-nausea` in it would be an option, so say how to write it instead."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        word = self._excluded_word(args)
        if word:
            line = shlex.join([*ctx.command_path.split(), "--", *self._query_words(args)])
            raise click.UsageError(f"{word} is read as an option. To leave a word out, {self._ways(word)}: {line}", ctx)
        if rivals := self._rivals(args):
            raise click.UsageError(f"{' and '.join(rivals)} contradict each other; leave one of them out", ctx)
        try:
            return super().parse_args(ctx, list(args))
        except click.NoSuchOption as error:
            if error.option_name.startswith("--"):
                raise
            raise click.UsageError(
                f"{error.format_message()} If it is a word to leave out, {self._ways(error.option_name)}", ctx
            ) from error

    def _excluded_word(self, args: Sequence[str]) -> str:
        """The first argument that can only be meant as `-word`: one dash, a letter, and no bundle of our flags."""
        flags = {name[1] for name in self._names(flags=True) if len(name) == 2}
        for arg in self._arguments(args):
            if arg[:1] == "-" and arg[1:2].isalpha() and len(arg) > 2 and not _is_bundle(arg, flags):
                return arg
        return ""

    def _ways(self, word: str) -> str:
        """How to write a word that is to be left out; `--not` where this command has it."""
        also = f", or use --not {shlex.quote(word.lstrip('-'))}" if "--not" in self._names(flags=False) else ""
        return f"put -- before the query, or quote the whole query{also}"

    def _rivals(self, args: Sequence[str]) -> list[str]:
        """The flags among the arguments that set the same thing to something else; empty where none do."""
        typed = set(self._arguments(args))
        flags = [each for each in self.params if isinstance(each, click.Option) and typed.intersection(each.opts)]
        for flag in flags:
            rivals = [each.opts[0] for each in flags if each.name == flag.name]
            if len(rivals) > 1:
                return rivals
        return []

    def _query_words(self, args: Sequence[str]) -> list[str]:
        known = self._names(flags=True) | self._names(flags=False)
        return [arg for arg in self._arguments(args) if arg.partition("=")[0] not in known]

    def _arguments(self, args: Sequence[str]) -> Iterator[str]:
        """The arguments before "--" that are not the value of an option."""
        valued = self._names(flags=False)
        before = ""
        for arg in args:
            if arg == "--":
                return
            if before not in valued:
                yield arg
            before = "" if before in valued else arg

    def _names(self, *, flags: bool) -> set[str]:
        options = [param for param in self.params if isinstance(param, click.Option) and param.is_flag == flags]
        return {name for option in options for name in option.opts}


def _is_bundle(arg: str, flags: set[str]) -> bool:
    return set(arg[1:]) <= flags or (arg[1] == "n" and arg[2:].lstrip("=").isdigit())
