"""What questions are understood to ask for, and which of their words say so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backends.strategies import Part, an_article, build, names
from twitchsearch.backends.memory import MemoryIndex
from twitchsearch.model import Asking, Ranking, SearchRequest, SectionKind
from twitchsearch.search.analysis import analyser
from twitchsearch.search.intent import NO_WISH, understood
from twitchsearch.search.plan import Bool, Plan, Term
from twitchsearch.search.planner import plan
from twitchsearch.search.query import parse

QUESTIONS: list[tuple[str, str, str]] = [
    ("what causes calf cramps", "causes", "calf cramps"),
    ("causes of calf cramps", "causes", "calf cramps"),
    ("calf cramps causes", "causes", "calf cramps"),
    ("why does my eyelid twitch", "causes", "my eyelid twitch"),
    ("can stress cause twitching", "causes", "can stress twitching"),
    ("what could be causing this twitch", "causes", "twitch"),
    ("how to stop a twitching eyelid", "remedies", "a twitching eyelid"),
    ("stop twitching", "remedies", "twitching"),
    ("treatment for cramps", "remedies", "cramps"),
    ("how do i get rid of hiccups", "remedies", "hiccups"),
    ("signs of dehydration", "symptoms", "dehydration"),
    ("what are the signs and symptoms of dehydration", "symptoms", "dehydration"),
    ("how is als diagnosed", "diagnosis", "how is als"),
    ("how to prevent leg cramps", "prevention", "leg cramps"),
    ("should i worry about twitching", "warning", "twitching"),
    ("are twitches dangerous", "warning", "are twitches"),
    ("prognosis of dystonia", "outlook", "dystonia"),
    ("how long do cramps last", "outlook", "cramps"),
    ("what is a charley horse", "overview", "a charley horse"),
    ("is dystonia inherited", "other", "is dystonia inherited"),
    ("causes and treatment of cramps", "causes remedies", "and cramps"),
    ("what is the treatment for cramps", "remedies", "cramps"),
    ("why cramps when pregnant", "causes", "cramps when pregnant"),
    ("reasons my legs jerk", "causes", "legs jerk"),
    ("where does low iron come from", "causes", "where does low iron"),
    ("who usually gets gout", "causes", "gout"),
    ("what eases a stitch", "remedies", "a stitch"),
    ("how to wean off coffee", "remedies", "coffee"),
    ("my foot is asleep what now", "remedies", "my foot is asleep"),
    ("how fast do muscles heal", "outlook", "muscles"),
    ("who must not take salt baths", "warning", "take salt baths"),
    ("how do doctors check for scurvy", "diagnosis", "scurvy"),
    ("do i have gout", "diagnosis", "gout"),
    ("sign language", "", "sign language"),
    ("stomach treats", "", "stomach treats"),
    ("dangerous dogs", "", "dangerous dogs"),
    ("how to get to dover", "", "how to get to dover"),
]


@pytest.mark.parametrize(("question", "kinds", "about"), QUESTIONS, ids=[each[0] for each in QUESTIONS])
def test_a_question_asks_for_kinds_and_is_about_the_rest(question: str, kinds: str, about: str) -> None:
    words = question.split()
    wish = understood(words)
    assert " ".join(wish.kinds) == kinds
    assert " ".join(word for at, word in enumerate(words) if at not in wish.cues) == about


def test_a_cue_does_not_run_over_what_is_no_plain_word() -> None:
    assert understood(["what", "", "causes"]).cues == {2}
    assert understood(["treatment", "", "for"]).cues == {0}


def test_other_languages_ask_for_nothing() -> None:
    assert understood(["what", "causes", "cramps"], "german") == NO_WISH


@given(
    st.lists(
        st.sampled_from(("what", "causes", "is", "the", "treatment", "for", "of", "cramps", "", "^", "$")), max_size=9
    )
)
def test_cues_are_places_of_words_and_every_question_is_understood_somehow(words: list[str]) -> None:
    wish = understood(words)
    assert wish.cues <= set(range(len(words)))
    assert not any(words[at] == "" for at in wish.cues)
    assert len(set(wish.kinds)) == len(wish.kinds)


class Nothing:
    """A dictionary without words."""

    def words_from(self, prefix: str) -> Iterator[tuple[str, int]]:
        return iter(())


def planned(text: str, asking: Asking = Asking.QUESTION) -> Plan:
    return plan(SearchRequest(parse(text), text, asking=asking), analyser(), Nothing())


def test_cues_are_a_bonus_and_no_stop_word_of_theirs_is_reported() -> None:
    found = planned("what is the treatment for calf cramps")
    assert found.wish == (SectionKind.REMEDIES,)
    assert found.dropped == ()
    assert isinstance(found.root, Bool)
    assert found.root.should == (Term("calf"), Term("cramp"))
    assert found.root.bonus == (Term("treatment", boost=Ranking().cue),)


def test_what_the_asker_feels_is_nothing_to_find_answers_by() -> None:
    found = planned("should I worry about calf cramps")
    assert found.wish == (SectionKind.WARNING,)
    assert isinstance(found.root, Bool)
    assert (found.root.should, found.root.bonus) == ((Term("calf"), Term("cramp")), ())


def test_a_question_of_cues_alone_is_taken_by_its_words_and_still_asks() -> None:
    found = planned("treatment")
    assert (found.root, found.wish) == (Term("treatment"), (SectionKind.REMEDIES,))


@pytest.mark.parametrize("text", ["treatment -surgery", "treatment site:example.org", "treatment NOT kind:causes"])
def test_what_is_left_out_is_nothing_to_be_found(text: str) -> None:
    found = planned(text)
    assert isinstance(found.root, Bool)
    assert Term("treatment") in found.root.should
    assert found.root.minimum == 1


def test_a_phrase_is_something_to_be_found() -> None:
    found = planned('"restless legs" treatment')
    assert isinstance(found.root, Bool)
    assert (found.root.should, len(found.root.must), len(found.root.bonus)) == ((), 1, 1)


def test_taken_by_its_words_a_question_asks_for_nothing() -> None:
    found = planned("treatment for calf cramps", asking=Asking.WORDS)
    assert found.wish == ()
    assert isinstance(found.root, Bool)
    assert Term("treatment") in found.root.should


@pytest.mark.parametrize(
    "text", ['"what causes" cramps', "+what +causes cramps", "title:causes cramps", "(what causes) cramps"]
)
def test_what_is_strict_is_no_cue(text: str) -> None:
    assert planned(text).wish == ()


def test_what_a_question_asks_for_comes_first_and_leaves_nothing_out() -> None:
    article = an_article(
        "calf",
        Part("Calf cramps come with age, and calf cramps go.", ("About",), SectionKind.OVERVIEW),
        Part("Calf cramps come from tired muscles, and calf cramps go.", ("Why",), SectionKind.CAUSES),
        title="Calf cramps",
    )
    index = build(MemoryIndex(), [article, an_article("other", "Rest")])
    with index.searcher() as searcher:
        asked = searcher.search(SearchRequest(parse("what causes calf cramps")))
        literal = searcher.search(SearchRequest(parse("what causes calf cramps"), asking=Asking.WORDS))
    assert names(asked) == ["calf1", "calf0"]
    assert names(literal) == ["calf0", "calf1"]
    assert asked.wish == (SectionKind.CAUSES,)
    assert asked.total == literal.total


def test_a_kind_that_is_only_likely_is_lifted_less() -> None:
    said = "Calf cramps come and go."
    likely = ((SectionKind.OVERVIEW, 0.6), (SectionKind.CAUSES, 0.4))
    parts = (Part(said), Part(said, weights=likely), Part(said, kind=SectionKind.CAUSES))
    article = an_article("calf", *parts, title="Calf cramps")
    with build(MemoryIndex(), [article]).searcher() as searcher:
        assert names(searcher.search(SearchRequest(parse("what causes calf cramps")))) == ["calf2", "calf1", "calf0"]


def test_see_also_comes_after_what_says_as_much() -> None:
    article = an_article(
        "calf",
        Part("Calf cramps", ("See also",)),
        Part("Calf cramps", ("2. References:",)),
        Part("Calf cramps and more", ("Night cramps",)),
    )
    with build(MemoryIndex(), [article]).searcher() as searcher:
        found = searcher.search(SearchRequest(parse("calf cramps")))
    assert names(found)[0] == "calf2"
