"""How `twitchsearch ask` reads: an article section by section, its contents, its warning signs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from twitchsearch.cli.render.care import NOTICE
from twitchsearch.cli.render.screen import Look, one_line
from twitchsearch.cli.render.spoken import outline_of, spoken_section
from twitchsearch.history import Journal
from twitchsearch.model import Article, Results, Urgency
from twitchsearch.model.remembered import ReadArticle
from twitchsearch.search.seam import Searcher
from twitchsearch.tui.questions import Manner

Lines: TypeAlias = Iterator[str]

_URGENCIES = (Urgency.EMERGENCY, Urgency.URGENT, Urgency.SEE_A_DOCTOR)
NOTHING_READ = "Read an article first: type its number."


@dataclass(frozen=True, slots=True)
class Means:
    """What a conversation is held with: `searcher` gives one of the live generation each time."""

    searcher: Callable[[], Searcher]
    manner: Manner
    journal: Journal
    now: Callable[[], datetime]
    look: Look
    page: int = 10


class LineReading:
    """What was found, the article that is read and where in it, and what can be chosen by its number."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._results: Results | None = None
        self._article: Article | None = None
        self._place = 0
        self._choices: dict[int, Callable[[], Lines]] = {}

    def _number(self, choices: dict[int, Callable[[], Lines]]) -> None:
        self._choices = choices

    def _choose(self, number: int) -> Lines:
        if number not in self._choices:
            yield f"There is nothing with the number {number}. /help says what can be typed."
            return
        yield from self._choices[number]()

    def _reading(self, section_id: str) -> Callable[[], Lines]:
        return lambda: self._read(section_id)

    def _read(self, section_id: str) -> Lines:
        self._article = self._means.searcher().article(section_id)
        sections = self._article.sections
        self._place = next((place for place, each in enumerate(sections) if each.id == section_id), 0)
        facts = self._article.facts
        article = ReadArticle(section_id, facts.title, facts.url, self._means.now())
        if self._means.journal.note_article(article):
            self._means.journal.keep_article(article)
        yield from spoken_section(self._article, self._place, self._means.look, first=True)
        yield f"Section {self._place + 1} of {len(sections)}. Enter for the next, /contents, /whole, /back."

    def _next_section(self, article: Article) -> Lines:
        if self._place + 1 >= len(article.sections):
            yield "That was the last section. /back for the results."
            return
        self._place += 1
        yield from spoken_section(article, self._place, self._means.look, first=False)
        yield f"Section {self._place + 1} of {len(article.sections)}."

    def _contents(self, _rest: str) -> Lines:
        article = self._article
        if article is None:
            yield NOTHING_READ
            return
        self._number({number: self._going(number - 1) for number in range(1, len(article.sections) + 1)})
        for number, section in enumerate(article.sections, 1):
            yield f"{number}. {outline_of(section)}"

    def _going(self, place: int) -> Callable[[], Lines]:
        def go() -> Lines:
            assert self._article is not None
            self._place = place - 1
            yield from self._next_section(self._article)

        return go

    def _whole(self, _rest: str) -> Lines:
        if self._article is None:
            yield NOTHING_READ
        else:
            for place in range(len(self._article.sections)):
                yield from spoken_section(self._article, place, self._means.look, first=place == 0)

    def _care(self, _rest: str) -> Lines:
        article = self._article
        if article is None and self._results is not None and self._results.hits:
            article = self._means.searcher().article(self._results.hits[0].article.id)
        signs = [sign for section in article.sections for sign in section.signs] if article is not None else []
        for sign in sorted(signs, key=lambda each: _URGENCIES.index(each.urgency)):
            yield f"{sign.urgency.value.upper()}: “{one_line(sign.text)}”"
        if not signs:
            yield "No warning signs are named here. That does not mean that nothing is wrong."
            yield "If you are worried, ask a doctor."
        elif article is not None:
            yield f"From: {one_line(article.facts.title)}, {one_line(article.facts.site)}"
        yield NOTICE

    def _link(self, _rest: str) -> Lines:
        if self._article is None:
            yield NOTHING_READ
        else:
            yield one_line(self._article.facts.url)
