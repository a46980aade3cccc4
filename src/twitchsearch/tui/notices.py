"""What stands in the room for results where there are none: each state says what is the matter and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from twitchsearch.model import Count, IndexState, Relaxation, Results, Step
from twitchsearch.text import guard, shorten
from twitchsearch.tui.actions import first_key
from twitchsearch.tui.conversation import Conversation, Showing
from twitchsearch.tui.paint import KIND_NAMES, Ink
from twitchsearch.tui.questions import Question

BAR = 40


class Notices:
    """Writes the notices, with the keys as the person has them."""

    def __init__(self, remapped: Mapping[str, str], *, can_build: bool) -> None:
        self._remapped = remapped
        self._can_build = can_build

    def of(self, talk: Conversation) -> Content:
        match talk.showing:
            case Showing.LOADING:
                return Content("Opening the index …")
            case Showing.WELCOME:
                return self._welcome(talk.index)
            case Showing.NOTHING:
                return self._nothing(talk.answered or talk.asked, talk.results)
            case Showing.MISSING:
                return self._missing(talk)
            case Showing.BUILDING:
                return self._building(talk.step or Step("starting", 0))
            case Showing.UNUSABLE:
                return self._unusable(talk)
            case Showing.FAILED:
                return self._failed(talk.failure)
            case Showing.RESULTS:
                return Content("")

    def _welcome(self, index: IndexState) -> Content:
        rows = [self._title(f"{number(index.articles, 'article')}, {number(index.sections, 'section')}")]
        if not index.sections:
            rows += [Content("The index holds nothing yet: import or crawl some articles, then build it.")]
            rows += [self._command("twitchsearch import FOLDER"), self._command("twitchsearch index build")]
            return _rows(rows)
        rows += [Content("Type a question, or choose one below with the arrows and Enter.")]
        return _rows(rows)

    def _nothing(self, question: Question, results: Results | None) -> Content:
        asked = guard(question.text.strip())
        where = f" among {KIND_NAMES[question.kind]}" if question.kind else ""
        where += f" on {shorten(question.site, 40)}" if question.site else ""
        where += f" since {question.since}" if question.since else ""
        what = f"for “{asked}”" if asked else "here"
        if question.like is not None:
            what = f"like “{shorten(question.like.title, 60)}”"
        rows = [self._title(f"Nothing was found {what}{where}"), *map(Content, self._reasons(question, results))]
        rows.append(Content(""))
        if results is not None and results.suggestion:
            rows.append(
                self._keys("accept", f"did you mean “{guard(results.suggestion.strip())}”? Enter takes it, too")
            )
        if question.narrowed:
            elsewhere = sum(count for _, count in results.facets.kinds) if results else 0
            found = "search without filters"
            if question.kind and elsewhere:
                found += f": {number(elsewhere, 'section')} of other kinds"
            rows.append(self._keys("every_kind", found))
        if len(asked.split()) > 1:
            rows.append(Content("Remove words, the rarest first: each one left out finds more."))
        if any(sign in asked for sign in '"+-:()'):
            rows.append(self._keys("plain", "search as plain words, without signs"))
        rows.append(Content.assemble("Only the beginning of a word is known? End it with ", ("*", Ink.KEY), "."))
        rows.append(self._keys("back", "clear the query"))
        return _rows(rows)

    def _reasons(self, question: Question, results: Results | None) -> list[str]:
        """Why nothing was found; words that nothing has are reason enough where nothing else is in the way."""
        absent = f"In no article: {shorten(', '.join(results.absent), 200)}." if results and results.absent else ""
        narrowed = question.narrowed or question.like is not None or (results is not None and results.timed_out)
        return [absent] if absent and not narrowed else [self._reason(question, results), *filter(None, [absent])]

    def _reason(self, question: Question, results: Results | None) -> str:
        if results is not None and results.timed_out:
            return "The time for the search ran out before anything was found."
        if question.like is not None:
            return "No other section shares enough of its words."
        if question.narrowed and results is not None and results.facets.unknown_dates and question.since:
            unknown = number(results.facets.unknown_dates, "section")
            return f"What is that new does not have enough of these words; of {unknown} the date is not known."
        if question.narrowed:
            return "What the filters leave does not have enough of these words."
        if results is not None and results.relaxed is Relaxation.ANY_WORD:
            return "No article has any of these words."
        return "No section has enough of these words."

    def _missing(self, talk: Conversation) -> Content:
        rows = [self._title("There is no index yet"), _sentence(talk.index.problem), Content("")]
        return _rows([*rows, *self._remedy(talk)])

    def _unusable(self, talk: Conversation) -> Content:
        rows = [self._title(f"The index is {talk.index.status}"), _sentence(talk.index.problem), Content("")]
        return _rows([*rows, *self._remedy(talk)])

    def _remedy(self, talk: Conversation) -> list[Content]:
        rows = []
        if talk.not_built:
            said = Content.assemble(("It could not be built: ", Ink.ALARM), guard(talk.not_built))
            rows += [said, Content("")]
        if self._can_build:
            keys = first_key("build", self._remapped) or "Commands"
            choice = Content.assemble(("Enter", Ink.KEY), " or ", (keys, Ink.KEY), "  build it now")
            rows += [choice, Content("or in a shell:")]
        return [*rows, self._command("twitchsearch index build")]

    def _building(self, step: Step) -> Content:
        rows = [self._title("Building the index"), Content(""), self._bar(step), Content("")]
        rows.append(Content("You can search the moment it is done. Type your question meanwhile."))
        return _rows(rows)

    def _bar(self, step: Step) -> Content:
        stage = guard(step.stage)
        if not step.total:
            return Content.assemble((stage, Ink.TITLE), f"  {step.done:,}" if step.done else " …")
        filled = min(BAR, BAR * step.done // step.total)
        done = f"{step.done:,} of {step.total:,}"
        return Content.assemble((stage, Ink.TITLE), "\n", ("█" * filled, Ink.KEY), "░" * (BAR - filled), f"  {done}")

    def _failed(self, message: str) -> Content:
        rows = [self._title("That did not work"), Content(guard(message)), Content("")]
        return _rows([*rows, Content("Change the query to try again."), self._keys("quit", "leave")])

    def _title(self, text: str) -> Content:
        return Content(text).stylize(Ink.TITLE)

    def _command(self, command: str) -> Content:
        return Content.assemble("    ", (command, Ink.KEY))

    def _keys(self, action: str, what: str) -> Content:
        key = first_key(action, self._remapped)
        return Content.assemble((f"{key:<4}", Ink.KEY), " ", what)


def progress_line(step: Step) -> str:
    """A build on one line, for when there are results to see meanwhile."""
    done = f"{step.done:,} of {step.total:,}" if step.total else f"{step.done:,}"
    return f"building: {guard(step.stage)} {done}"


def counted(count: Count) -> str:
    """A number of sections; a lower bound is said to be one."""
    return number(count.value, "section") if count.exact else f"at least {number(count.value, 'section')}"


def number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _sentence(text: str) -> Content:
    return Content(guard(text[:1].upper() + text[1:]))


def _rows(rows: list[Content]) -> Content:
    return Content("\n").join(rows)
