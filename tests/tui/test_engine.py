"""The search thread, without a screen."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import pytest

from tests.tui.articles import ARTICLES, EYELID, LEGS, article, section
from tests.tui.worlds import World, missing, world
from twitchsearch.errors import DiskError
from twitchsearch.model import Catalogue, IndexStatus, SearchRequest, SectionKind, no_progress
from twitchsearch.tui.engine import LONG, Engine
from twitchsearch.tui.questions import (
    Answered,
    Failed,
    Followed,
    Gone,
    Manner,
    Opened,
    Question,
    Reading,
    Report,
    Unclear,
    Unusable,
)

R = TypeVar("R")


class Ears:
    """Hears what an engine reports."""

    def __init__(self) -> None:
        self.reports: queue.Queue[Report] = queue.Queue()

    def next(self, kind: type[R]) -> R:
        """The next report, which must be of this kind."""
        report = self.reports.get(timeout=60)
        assert isinstance(report, kind), report
        return report

    def none_left(self) -> bool:
        return self.reports.empty()


@contextmanager
def running(index: World, poll: float = 60.0) -> Iterator[tuple[Engine, Ears]]:
    ears = Ears()
    engine = Engine(index, Manner, ears.reports.put, poll)
    engine.start()
    try:
        yield engine, ears
    finally:
        engine.stop(60)
        assert not engine.running


def test_the_first_thing_told_is_which_generation_is_open() -> None:
    with running(world()) as (_, ears):
        assert ears.next(Followed).state.generation == "gen-000001"


def test_a_question_is_answered_with_its_filter_and_grouped_by_article() -> None:
    with running(world()) as (engine, ears):
        ears.next(Followed)
        engine.ask(Question("coffee", SectionKind.OUTLOOK))
        answered = ears.next(Answered)
        assert [hit.section.kind for hit in answered.results.hits] == [SectionKind.OUTLOOK]
        assert dict(answered.results.facets.kinds)[SectionKind.CAUSES] >= 2


def test_the_empty_question_is_for_everything() -> None:
    with running(world()) as (engine, ears):
        ears.next(Followed)
        engine.ask(Question("  "))
        assert ears.next(Answered).results.total.value == sum(len(each.sections) for each in ARTICLES)


def test_of_many_questions_only_the_running_and_the_newest_are_searched() -> None:
    index, started, go_on = world(), threading.Event(), threading.Event()

    def wait(request: SearchRequest) -> None:
        started.set()
        assert go_on.wait(60)

    with running(index) as (engine, ears):
        ears.next(Followed)
        index.before_search = wait
        engine.ask(Question("c"))
        assert started.wait(60)
        for text in ("co", "cof", "coff", "coffe"):
            engine.ask(Question(text))
        assert not engine.idle
        go_on.set()
        assert [ears.next(Answered).question.text for _ in range(2)] == ["c", "coffe"]
        assert [request.text for request in index.searched] == ["c", "coffe"]


def test_a_question_goes_before_an_article_and_neither_is_lost() -> None:
    index, started, go_on = world(), threading.Event(), threading.Event()

    def wait(request: SearchRequest) -> None:
        started.set()
        assert go_on.wait(60)

    with running(index) as (engine, ears):
        ears.next(Followed)
        index.before_search = wait
        engine.ask(Question("tea"))
        assert started.wait(60)
        engine.read(Reading(EYELID.sections[0].id, Question("tea")))
        engine.ask(Question("teas"))
        go_on.set()
        assert ears.next(Answered).question.text == "tea"
        assert ears.next(Answered).question.text == "teas"
        assert ears.next(Opened).article == EYELID


def test_a_look_that_comes_with_a_question_is_taken_as_soon_as_that_is_answered() -> None:
    index, started, go_on = world(), threading.Event(), threading.Event()

    def wait(request: SearchRequest) -> None:
        started.set()
        assert go_on.wait(60)

    with running(index) as (engine, ears):  # which looks of its own accord once a minute
        ears.next(Followed)
        index.before_search = wait
        engine.ask(Question("tea"))
        assert started.wait(60)
        index.rebuild(ARTICLES[:2], Catalogue(), no_progress)
        engine.look()
        engine.ask(Question("teas"))
        go_on.set()
        assert [ears.next(Answered).question.text for _ in range(2)] == ["tea", "teas"]
        assert ears.next(Followed).state.generation == "gen-000002"


def test_an_article_comes_with_what_the_question_finds_marked() -> None:
    with running(world()) as (engine, ears):
        ears.next(Followed)
        engine.read(Reading(LEGS.sections[0].id, Question("calves night")))
        marks = ears.next(Opened).marks
        assert marks is not None
        text = LEGS.sections[0].text
        assert [text[span.start : span.end] for span in marks.sections[0].text] == ["Calves"]
        title = LEGS.facts.title
        assert [title[span.start : span.end] for span in marks.title] == ["night"]


def test_what_was_searched_for_instead_is_marked() -> None:
    with running(world()) as (engine, ears):
        ears.next(Followed)
        engine.read(Reading(LEGS.sections[0].id, Question("calvse", typing=False), corrected="calves"))
        marks = ears.next(Opened).marks
        assert marks is not None
        text = LEGS.sections[0].text
        assert [text[span.start : span.end] for span in marks.sections[0].text] == ["Calves"]


def test_nothing_is_asked_twice_where_something_was_found_or_enter_was_pressed() -> None:
    index = world()
    with running(index) as (engine, ears):
        ears.next(Followed)
        for question in (Question("coff"), Question("zebra", typing=False), Question("zebra")):
            engine.ask(question)
            assert ears.next(Answered).question == question
        assert [(request.text, request.typing) for request in index.searched] == [
            ("coff", True), ("zebra", False), ("zebra", True), ("zebra", False)
        ]  # fmt: skip


def test_a_long_article_comes_at_once_and_its_marks_after_that() -> None:
    long = article("Long", [section(SectionKind.OTHER, (), "tea " * (LONG // 4 + 1))])
    with running(world([long])) as (engine, ears):
        ears.next(Followed)
        engine.read(Reading(long.sections[0].id, Question("tea")))
        first, second = ears.next(Opened), ears.next(Opened)
        assert first.marks is None
        assert second.marks is not None
        assert len(second.marks.sections[0].text) == LONG // 4 + 1


def test_an_article_is_read_without_marks_where_the_query_cannot_be_understood() -> None:
    with running(world()) as (engine, ears):
        ears.next(Followed)
        engine.read(Reading(LEGS.sections[0].id, Question("title:[", typing=False)))
        assert ears.next(Opened).marks is None


def test_errors_come_back_as_values() -> None:
    index = world()

    def defect(request: SearchRequest) -> None:
        raise KeyError("a private query")

    def disk(request: SearchRequest) -> None:
        raise DiskError("cannot read /x")

    with running(index) as (engine, ears):
        ears.next(Followed)
        engine.ask(Question("title:[", typing=False))
        assert ears.next(Unclear).error.start == 0
        engine.read(Reading("0123456789abcdef-00000000", Question()))
        assert "0123456789abcdef" in ears.next(Gone).message
        index.before_search = disk
        engine.ask(Question("tea"))
        assert ears.next(Failed).message == "cannot read /x"
        index.before_search = defect
        engine.ask(Question("tea"))
        failed = ears.next(Failed).message
        assert "KeyError" in failed
        assert "private" not in failed
        index.before_search = lambda request: None
        engine.ask(Question("tea"))
        ears.next(Answered)


@pytest.mark.parametrize("status", [IndexStatus.MISSING, IndexStatus.DAMAGED, IndexStatus.TOO_NEW])
def test_an_index_that_cannot_answer_is_told_once_until_it_changes(status: IndexStatus) -> None:
    index = World(status=status)
    with running(index) as (engine, ears):
        assert ears.next(Unusable).state.status is status
        engine.ask(Question("tea"))
        _until(lambda: engine.idle)
        assert ears.none_left()


def test_an_index_that_appears_is_opened_without_being_asked() -> None:
    index = missing()
    with running(index, poll=0.01) as (_, ears):
        ears.next(Unusable)
        index.rebuild(ARTICLES, Catalogue(), no_progress)
        assert ears.next(Followed).state.status is IndexStatus.READY


def test_another_generation_is_opened_and_the_old_one_closed() -> None:
    index = world()
    with running(index, poll=0.01) as (engine, ears):
        assert ears.next(Followed).state.generation == "gen-000001"
        index.rebuild([EYELID], Catalogue(), no_progress)
        assert ears.next(Followed).state.generation == "gen-000002"
        assert index.open_searchers == 1
        engine.ask(Question("calves"))
        assert ears.next(Answered).results.hits == ()


def test_a_generation_that_is_open_goes_on_answering_while_the_place_is_unusable() -> None:
    index = world()
    with running(index) as (engine, ears):
        ears.next(Followed)
        index.status = IndexStatus.MISSING
        engine.look()
        engine.ask(Question("calves"))
        assert ears.next(Answered).results.hits


def test_stopping_closes_the_searcher_and_can_be_done_before_starting() -> None:
    index = world()
    with running(index) as (_, ears):
        ears.next(Followed)
        assert index.open_searchers == 1
    assert index.open_searchers == 0
    Engine(index, Manner, lambda report: None).stop()


def _until(condition: Callable[[], bool]) -> None:
    waiting = threading.Event()
    for _ in range(12_000):
        if condition():
            return
        waiting.wait(0.005)
    raise AssertionError("it never came to that")
