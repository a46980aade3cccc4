"""How `twitchsearch ask` asks: questions, what narrows them, tables, and what was asked before; said in lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from twitchsearch.cli.linereading import NOTHING_READ, LineReading, Lines, Means
from twitchsearch.cli.render.care import NOTICE, Answer, care_line
from twitchsearch.cli.render.spoken import spoken_answers, spoken_hits
from twitchsearch.model import Results, SearchRequest, SectionKind, Sort, Window
from twitchsearch.model.answers import AnswerKind
from twitchsearch.model.remembered import Asked, PastSearch, SavedSearch
from twitchsearch.search.dates import period
from twitchsearch.search.filters import site_named
from twitchsearch.text import shorten
from twitchsearch.tui.questions import Likeness, Question, question_of, request_of


class LineAsking(LineReading):
    """What was asked and answered, and the ways to ask something else."""

    def __init__(self, means: Means) -> None:
        super().__init__(means)
        self._question = Question(typing=False)

    def _ask(self, question: Question) -> Lines:
        """A question; where it cannot be asked, the one before it stands."""
        request = self._request(question, 0)
        results = self._found(question, request)
        self._question, self._results, self._article = replace(question, table=False), results, None
        self._remember()
        yield from self._results_lines(request, results)

    def _ask_for(self, text: str) -> Lines:
        """Other words, with the filters as they are."""
        return self._ask(replace(self._question, text=text, like=None))

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

    def _more(self) -> Lines:
        """The next section of what is read, else the next results."""
        if self._article is not None:
            return self._next_section(self._article)
        return self._next_results()

    def _next_results(self) -> Lines:
        if self._results is None or not self._results.hits:
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

    def _like(self, _rest: str) -> Lines:
        if self._article is None or not self._article.sections:
            yield NOTHING_READ
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
        try:
            site = site_named(rest) if rest else ""
        except ValueError as error:
            yield f"{str(error)[:1].upper()}{str(error)[1:]}."
            return
        yield from self._narrowed(replace(self._question, site=site))

    def _since(self, rest: str) -> Lines:
        try:
            since: date | None = period(rest)[0] if rest else None
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
        self._question = replace(question, kind=kind, table=True)
        self._results, self._article = found.results, None
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
        return lambda: self._ask_what_was(replace(question_of(asked), typing=False))

    def _ask_what_was(self, question: Question) -> Lines:
        """Something from before: the table again where it was one."""
        if question.tabled is None:
            return self._ask(question)
        self._question = question
        return self._table(question.tabled, question.text)

    def _save(self, rest: str) -> Lines:
        if self._question.empty and not self._question.narrowed:
            yield "Ask something first."
        elif not rest or len(rest) > 100:
            yield "Give it a name, such as: /save cramps"
        else:
            self._means.journal.save(SavedSearch(rest, self._question.asked))
            yield f"Saved as {shorten(rest, 100)}."
