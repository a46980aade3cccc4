"""The conversation of `twitchsearch ask`: a line in, lines out. No boxes, no redraws; what can be chosen has a number.

It asks as the terminal interface does, so that the same question finds the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from twitchsearch.cli.dates import typed_day
from twitchsearch.cli.render.care import NOTICE, Answer, care_line
from twitchsearch.cli.render.screen import Look, one_line
from twitchsearch.cli.render.spoken import outline_of, spoken_answers, spoken_hits, spoken_section
from twitchsearch.errors import QueryError, TwitchsearchError
from twitchsearch.history import Journal
from twitchsearch.model import Article, Results, SearchRequest, SectionKind, Sort, Urgency, Window
from twitchsearch.model.answers import AnswerKind
from twitchsearch.model.remembered import Asked, PastSearch, ReadArticle, SavedSearch
from twitchsearch.search.seam import Searcher
from twitchsearch.text import shorten
from twitchsearch.tui.questions import Likeness, Manner, Question, question_of, request_of

Lines = Iterator[str]
_URGENCIES = (Urgency.EMERGENCY, Urgency.URGENT, Urgency.SEE_A_DOCTOR)
HELP = """Type a question, then Enter. What is found has numbers.
a number      read that result, or go to what has that number
Enter alone   more: the next results, or the next section
/contents     the sections of the article, with numbers
/whole        the whole article
/care         warning signs the article names: when to see a doctor
/link         the address of the article
/like         more like this section
/back         the results again
/causes       the causes that articles name, counted
/remedies     the remedies that articles name, counted
/kind NAME    only sections of this kind: causes, remedies, symptoms, warning, …
/site NAME    only this site
/since YEAR   only what was updated since
/newest       the newest first; /best the best match first
/all          without these filters
/exactly      just these words, and back again
/yes          take the spelling that was offered
/recent       searches from before, with numbers
/saved        saved searches, with numbers
/save NAME    save this search
/help         this help
/quit         leave, as the end of input does"""


@dataclass(frozen=True, slots=True)
class Means:
    """What a conversation is held with: `searcher` gives one of the live generation each time."""

    searcher: Callable[[], Searcher]
    manner: Manner
    journal: Journal
    now: Callable[[], datetime]
    look: Look
    page: int = 10


class LineTalk:
    """Hears lines and answers them. `ended` is set when the person leaves."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._question = Question(typing=False)
        self._results: Results | None = None
        self._article: Article | None = None
        self._place = 0
        self._choices: dict[int, Callable[[], Lines]] = {}
        self.ended = False

    def hear(self, line: str) -> Lines:
        """What to say to a line; an error is said too, and the conversation goes on."""
        text = line.strip()
        try:
            if not text:
                yield from self._more()
            elif text.isdecimal() and len(text) < 6:
                yield from self._choose(int(text))
            elif text.startswith("/") or text == "?":
                yield from self._obey(text.removeprefix("/"))
            else:
                yield from self._ask(replace(self._question, text=text, like=None))
        except QueryError as error:
            yield f"That cannot be understood: {error.message}, at character {error.start + 1}."
            if error.plain:
                yield f"As plain words it would be: {shorten(error.plain, 200)}"
        except TwitchsearchError as error:
            yield one_line(str(error))

    def _obey(self, command: str) -> Lines:
        name, _, rest = command.partition(" ")
        known: dict[str, Callable[[str], Lines]] = {
            "?": self._help, "help": self._help, "contents": self._contents, "whole": self._whole, "care": self._care,
            "link": self._link, "like": self._like, "back": self._back, "causes": self._causes,
            "remedies": self._remedies, "kind": self._kind, "site": self._site, "since": self._since,
            "newest": self._newest, "best": self._best, "all": self._all, "exactly": self._exactly, "yes": self._yes,
            "recent": self._recent, "saved": self._saved, "save": self._save, "quit": self._quit, "q": self._quit,
        }  # fmt: skip
        if name in known:
            return known[name](rest.strip())
        return iter([f"There is no command /{shorten(name, 40)}. /help lists them."])

    # Asking

    def _ask(self, question: Question) -> Lines:
        """A question; where it cannot be asked, the one before it stands."""
        request = self._request(question, 0)
        results = self._found(question, request)
        self._question, self._results, self._article = question, results, None
        self._remember()
        yield from self._results_lines(request, results)

    def _request(self, question: Question, offset: int) -> SearchRequest:
        return replace(request_of(question, self._means.manner), window=Window(offset, self._means.page))

    def _found(self, question: Question, request: SearchRequest) -> Results:
        searcher = self._means.searcher()
        return searcher.similar(question.like.section_id, request) if question.like else searcher.search(request)

    def _results_lines(self, request: SearchRequest, results: Results) -> Lines:
        self._number({hit.rank: self._reading(hit.section.id) for hit in results.hits})
        yield from spoken_hits(results, self._means.look)
        yield ""
        yield from self._care_of(request, results)
        yield from self._offers(results)
        if results.hits:
            yield f"{NOTICE} Type a number to read, Enter for more, /help for what else there is."

    def _care_of(self, request: SearchRequest, results: Results) -> Lines:
        best = self._means.searcher().article(results.hits[0].article.id) if results.hits else None
        care = care_line(Answer(request, results, best))
        if care:
            yield care

    def _offers(self, results: Results) -> Lines:
        if results.suggestion and not results.corrected:
            yield f"Did you mean: {shorten(results.suggestion, 200)}? /yes takes it."
        if results.wish and not self._question.kind:
            names = " or ".join(kind.value for kind in results.wish)
            only = f"/kind {results.wish[0].value}"
            yield f"Looking for {names} first. {only} shows nothing else, /exactly takes just the words."
        also = [shorten(word, 40) for each in results.expansions for word in each.also]
        if also:
            yield f"Also searched for: {', '.join(also[:8])}. /exactly leaves them out."

    def _number(self, choices: dict[int, Callable[[], Lines]]) -> None:
        self._choices = choices

    def _choose(self, number: int) -> Lines:
        if number not in self._choices:
            yield f"There is nothing with the number {number}. /help says what can be typed."
            return
        yield from self._choices[number]()

    def _more(self) -> Lines:
        if self._article is not None:
            yield from self._next_section(self._article)
        elif self._results is None or not self._results.hits:
            yield "Type a question, or /help."
        else:
            request = self._request(self._question, self._results.hits[-1].rank)
            results = self._found(self._question, request)
            if not results.hits:
                yield "That was all."
                return
            numbers = self._choices
            self._results = results
            yield from self._results_lines(request, results)
            self._number({**numbers, **self._choices})

    # Reading

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
            yield "Read an article first: type its number."
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
            yield "Read an article first: type its number."
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
            yield "Read an article first: type its number."
        else:
            yield one_line(self._article.facts.url)

    def _like(self, _rest: str) -> Lines:
        if self._article is None or not self._article.sections:
            yield "Read an article first: type its number."
            return
        like = Likeness(self._article.sections[self._place].id, self._article.facts.title)
        yield from self._ask(replace(self._question, like=like))

    def _back(self, _rest: str) -> Lines:
        if self._results is None:
            yield "Nothing was asked yet."
        else:
            self._article = None
            yield from self._results_lines(self._request(self._question, 0), self._results)

    # Narrowing and tables

    def _kind(self, rest: str) -> Lines:
        known = [each.value for each in SectionKind]
        if rest not in known:
            yield f"There is no kind {shorten(rest, 40)!r}; there are: {', '.join(known)}"
        else:
            yield from self._narrowed(replace(self._question, kind=SectionKind(rest)))

    def _site(self, rest: str) -> Lines:
        return self._narrowed(replace(self._question, site=rest.lower()))

    def _since(self, rest: str) -> Lines:
        try:
            since: date | None = typed_day(rest) if rest else None
        except ValueError:
            yield f"{shorten(rest, 40)!r} is not a year or a day such as 2024 or 2024-03-01."
            return
        yield from self._narrowed(replace(self._question, since=since))

    def _newest(self, _rest: str) -> Lines:
        return self._narrowed(replace(self._question, sort=Sort.NEWEST))

    def _best(self, _rest: str) -> Lines:
        return self._narrowed(replace(self._question, sort=Sort.BEST))

    def _all(self, _rest: str) -> Lines:
        return self._narrowed(replace(self._question, kind=None, site="", since=None))

    def _exactly(self, _rest: str) -> Lines:
        return self._narrowed(replace(self._question, exactly=not self._question.exactly))

    def _yes(self, _rest: str) -> Lines:
        if self._results is None or not self._results.suggestion:
            return iter(["Nothing was offered."])
        return self._ask(replace(self._question, text=self._results.suggestion))

    def _narrowed(self, question: Question) -> Lines:
        if question.empty and not question.narrowed:
            self._question = question
            yield "Noted. Type a question."
        else:
            yield from self._ask(question)

    def _causes(self, rest: str) -> Lines:
        return self._table(SectionKind.CAUSES, rest)

    def _remedies(self, rest: str) -> Lines:
        return self._table(SectionKind.REMEDIES, rest)

    def _table(self, kind: AnswerKind, rest: str) -> Lines:
        from twitchsearch.search.analysis import analyser
        from twitchsearch.search.answers import answers
        from twitchsearch.search.topics import says_nothing

        question = replace(self._question, text=rest or self._question.text, kind=None, like=None)
        language = analyser(self._means.manner.language)
        if question.empty or says_nothing(question.text, language):
            yield f"Of what? Type for example: /{kind.value} leg cramps"
            return
        request = self._request(question, 0)
        found = answers(self._means.searcher(), request, kind, language)
        self._question, self._results, self._article = replace(question, kind=kind), found.results, None
        self._remember()
        named = [*found.rows, *(each.named for each in found.disputed)]
        self._number({number: self._reading(each.section_id) for number, each in enumerate(named, 1)})
        yield from spoken_answers(found, self._means.look)
        yield f"{NOTICE} Type a number to read where it is named, /back for the sections."

    # From before

    def _remember(self) -> None:
        search = PastSearch(self._question.asked, self._means.now())
        if self._means.journal.note_search(search):
            self._means.journal.keep_search(search)

    def _recent(self, _rest: str) -> Lines:
        searches = [each.asked for each in self._means.journal.past.searches[:20]]
        return self._listed([("", each) for each in searches], "No searches are remembered.")

    def _saved(self, _rest: str) -> Lines:
        saved = [(each.name, each.asked) for each in self._means.journal.saved]
        return self._listed(saved, "No search is saved. /save NAME saves one.")

    def _listed(self, named: list[tuple[str, Asked]], nothing: str) -> Lines:
        from twitchsearch.cli.history import described

        self._number({number: self._asking(asked) for number, (_, asked) in enumerate(named, 1)})
        for number, (name, asked) in enumerate(named, 1):
            yield f"{number}. {shorten(name, 100) + ': ' if name else ''}{described(asked)}"
        if not named:
            yield nothing

    def _asking(self, asked: Asked) -> Callable[[], Lines]:
        return lambda: self._ask(replace(question_of(asked), typing=False))

    def _save(self, rest: str) -> Lines:
        if self._question.empty and not self._question.narrowed:
            yield "Ask something first."
        elif not rest or len(rest) > 100:
            yield "Give it a name, such as: /save cramps"
        else:
            self._means.journal.save(SavedSearch(rest, self._question.asked))
            yield f"Saved as {shorten(rest, 100)}."

    def _help(self, _rest: str) -> Lines:
        return iter(HELP.split("\n"))

    def _quit(self, _rest: str) -> Lines:
        self.ended = True
        return iter(())
