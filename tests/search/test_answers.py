"""The table of causes and remedies: what is a row, what counts, what stands apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.backends.strategies import Part, an_article
from tests.effort import effort
from twitchsearch.backends.memory import MemoryIndex
from twitchsearch.model import (
    Article,
    Catalogue,
    Filters,
    KindSource,
    Results,
    SearchRequest,
    SectionKind,
    Window,
    no_progress,
)
from twitchsearch.model.answers import AnswerKind, Answers, Dispute
from twitchsearch.search.answers import answers
from twitchsearch.search.query import parse
from twitchsearch.search.vocabulary import vocabulary

CAUSES: Literal[SectionKind.CAUSES] = SectionKind.CAUSES
REMEDIES: Literal[SectionKind.REMEDIES] = SectionKind.REMEDIES
OTHER = SectionKind.OTHER
DRY = (
    "Losing water and salt makes the nerves of a muscle fire by themselves, and a cramp in the leg may follow at night."
)


def an_outlined(name: str, *parts: Part, title: str = "Leg cramps", site: str = "one.example", **facts: Any) -> Article:
    """An article whose kinds were read from its headings, as extraction has them."""
    article = an_article(name, *parts, site=site, title=title, **facts)
    told = (KindSource.HEADING if len(each.heading_path) < 2 else KindSource.INHERITED for each in article.sections)
    sections = tuple(replace(each, kind_source=source) for each, source in zip(article.sections, told, strict=True))
    return replace(article, sections=sections)


def under(heading: str, *names: str, kind: SectionKind = CAUSES, text: str = "It is named by many.") -> list[Part]:
    return [Part(text, (heading, name), kind) for name in names]


def asked(articles: Iterable[Article], query: str = "leg cramps", kind: AnswerKind = CAUSES, **request: Any) -> Answers:
    index = MemoryIndex()
    index.rebuild(articles, Catalogue(), no_progress)
    made = replace(SearchRequest(parse(query), text=query, vocabulary=vocabulary()), **request)
    with index.searcher() as searcher:
        return answers(searcher, made, kind)


def names(found: Answers) -> list[str]:
    return [row.name for row in found.rows]


def apart(found: Answers) -> list[tuple[str, Dispute]]:
    return [(each.named.name, each.dispute) for each in found.disputed]


def test_what_stands_under_a_heading_that_asks_is_a_row() -> None:
    found = asked([an_outlined("a", *under("What causes leg cramps?", "Dehydration", "1. Low potassium"))])
    assert names(found) == ["Dehydration", "Low potassium"]
    assert found.rows[0].section_id == found.rows[0].section_ids[0]


@pytest.mark.parametrize(
    "heading",
    ["Overview", "Other causes", "What causes it?", "Common triggers", "Risk factors", "See also", "When to worry"],
)
def test_headings_that_ask_or_sum_up_are_no_rows(heading: str) -> None:
    assert names(asked([an_outlined("a", *under("Causes of leg cramps", heading, "Dehydration"))])) == ["Dehydration"]


def test_a_question_that_was_put_right_is_answered_as_it_was_meant() -> None:
    found = asked([an_outlined("a", *under("Causes of tetany", "Dehydration"), title="Tetany")], "tettany")
    assert (found.results.corrected, names(found)) == ("tetany", ["Dehydration"])


def test_names_that_mean_the_same_are_one_row_with_all_its_names() -> None:
    found = asked(
        [
            an_outlined("a", *under("Causes", "Lack of sleep", "Magnesium deficiency", "Stress")),
            an_outlined("b", *under("Causes", "Poor sleep", "Low magnesium", "stress"), site="two.example"),
            an_outlined("c", *under("Why cramps happen", "Too little sleep", "Stress and anxiety"), site="two.example"),
        ]
    )
    rows = {row.name: row for row in found.rows}
    assert set(rows) == {"Poor sleep", "Low magnesium", "Stress"}
    assert (rows["Stress"].articles, rows["Stress"].sites, rows["Stress"].also) == (3, 2, ("Stress and anxiety",))
    assert (rows["Poor sleep"].articles, rows["Low magnesium"].articles) == (3, 2)


def test_a_row_bears_a_name_that_is_no_sentence_where_there_is_one() -> None:
    said = an_outlined("a", *under("Causes", "You drink little"))
    named = an_outlined("b", *under("Causes", "Drinking too little"), site="two.example")
    assert names(asked([said])) == ["You drink little"]
    assert names(asked([said, named])) == ["Drinking too little"]


def test_too_little_and_too_much_of_a_thing_are_different_rows() -> None:
    found = asked([an_outlined("a", *under("Causes", "Low calcium", "High calcium"))])
    assert names(found) == ["Low calcium", "High calcium"]


def test_copies_of_an_article_count_once_and_are_said() -> None:
    articles = [
        an_outlined("a", *under("Causes", "Dehydration", text=DRY)),
        an_outlined("b", *under("Causes", "Dehydration", text=DRY), site="copied.example"),
        an_outlined(
            "c", *under("Causes", "Dehydration", text="Too little to drink is one more reason."), site="two.example"
        ),
    ]
    by_words = asked(articles)
    assert (by_words.rows[0].articles, by_words.rows[0].sites, len(by_words.rows[0].section_ids)) == (2, 2, 3)
    original = articles[0].facts.id
    known = [replace(each, facts=replace(each.facts, group=original)) for each in articles]
    assert (asked(known).rows[0].articles, asked(known).copies) == (1, 2)


def test_the_newest_date_of_any_article_is_said() -> None:
    found = asked(
        [
            an_outlined("a", *under("Causes", "Dehydration"), published=date(2020, 1, 1)),
            an_outlined("b", *under("Causes", "Dehydration"), reviewed=date(2024, 5, 1)),
            an_outlined("c", *under("Causes", "Dehydration")),
        ]
    )
    assert found.rows[0].newest == date(2024, 5, 1)


@pytest.mark.parametrize(
    ("text", "dispute"),
    [
        ("Magnesium is not a cause of cramps.", Dispute.NOT_A_CAUSE),
        ("It does not cause them, whatever is said.", Dispute.NOT_A_CAUSE),
        ("There is no good evidence that a lack of it matters.", Dispute.NO_EVIDENCE),
        ("It has never been shown to bring on a cramp.", Dispute.NO_EVIDENCE),
    ],
)
def test_a_cause_that_its_section_denies_stands_apart(text: str, dispute: Dispute) -> None:
    found = asked([an_outlined("a", *under("Causes", "Magnesium", text=text))])
    assert names(found) == []
    assert apart(found) == [("Magnesium", dispute)]
    excerpt = found.disputed[0].named.excerpt
    assert all(excerpt.text[span.start : span.end].strip() for span in excerpt.highlights)


@pytest.mark.parametrize(
    ("name", "text", "dispute"),
    [
        ("Quinine", "Quinine should be avoided; it can harm the blood.", Dispute.AVOID),
        ("Avoid quinine", "It can harm the blood.", Dispute.AVOID),
        ("Quinine", "It does not help and can harm the blood.", Dispute.NO_HELP),
        ("Quinine", "Not recommended: it can harm the blood.", Dispute.NO_HELP),
    ],
)
def test_a_remedy_that_articles_advise_against_stands_apart(name: str, text: str, dispute: Dispute) -> None:
    found = asked([an_outlined("a", *under("Treatment", name, kind=REMEDIES, text=text))], kind=REMEDIES)
    assert (names(found), [(each.casefold(), why) for each, why in apart(found)]) == ([], [("quinine", dispute)])


@pytest.mark.parametrize(
    "text",
    [
        "Do not stop a medicine on your own.",
        "If it does not help within a minute, stand up.",
        "Avoid sudden movements while you do it.",
        "It should not be used by children.",
        "It is not the only one that is tried.",
    ],
)
def test_cautions_and_conditions_dispute_nothing(text: str) -> None:
    found = asked([an_outlined("a", *under("Treatment", "Stretching", kind=REMEDIES, text=text))], kind=REMEDIES)
    assert (names(found), apart(found)) == (["Stretching"], [])


def test_what_stands_under_myths_or_what_to_avoid_is_apart_whatever_its_text_says() -> None:
    parts = [Part("People swear by it.", ("Myths about cramps", "Soap in the bed"), OTHER)]
    parts.append(Part("Do not massage a swollen leg\nNo hot baths", ("What to avoid",), OTHER))
    found = asked([an_outlined("a", *parts, *under("Treatment", "Stretching", kind=REMEDIES))], kind=REMEDIES)
    assert names(found) == ["Stretching"]
    assert apart(found)[0] == ("Soap in the bed", Dispute.NO_EVIDENCE)
    assert {why for _, why in apart(found)[1:]} == {Dispute.AVOID}


def test_a_name_may_be_supported_by_one_article_and_disputed_by_another() -> None:
    found = asked(
        [
            an_outlined("a", *under("Causes", "Dehydration")),
            an_outlined("b", *under("Causes", "Dehydration", text="It is not a cause of cramps.")),
        ]
    )
    assert (names(found), found.rows[0].articles) == (["Dehydration"], 1)
    assert [(each.named.name, each.named.articles) for each in found.disputed] == [("Dehydration", 1)]


def test_what_an_article_says_to_avoid_no_other_one_recommends() -> None:
    harm = "It should be avoided; it can harm the blood."
    found = asked(
        [
            an_outlined("a", *under("Treatment", "Quinine", "Stretching", kind=REMEDIES)),
            an_outlined("b", *under("Treatment", "Quinine", kind=REMEDIES, text=harm)),
        ],
        kind=REMEDIES,
    )
    assert (names(found), apart(found)) == (["Stretching"], [("Quinine", Dispute.AVOID)])


def test_an_article_that_disputes_a_name_does_not_support_it_elsewhere() -> None:
    parts = under("Treatment", "Magnesium", "Stretching", kind=REMEDIES)
    parts += under("A closer look at treatment", "Magnesium", kind=REMEDIES, text="It does not help with cramps.")
    found = asked([an_outlined("a", *parts)], kind=REMEDIES)
    assert (names(found), apart(found)) == (["Stretching"], [("Magnesium", Dispute.NO_HELP)])


def test_questions_are_rows_where_they_are_answered_with_yes_and_apart_where_with_no() -> None:
    parts = [
        Part("Yes, after a hot day above all.", ("Can dehydration cause leg cramps?",), CAUSES),
        Part("No. Nobody has found that.", ("Does sugar cause leg cramps?",), CAUSES),
    ]
    found = asked([an_outlined("a", *parts)])
    assert (names(found), apart(found)) == (["Dehydration"], [("Sugar", Dispute.NOT_A_CAUSE)])


def test_lists_under_a_heading_that_asks_name_their_entries_and_mark_them() -> None:
    text = (
        "Often none is found. These are known:\nStanding for long\nWater tablets (diuretics)\nPregnancy: above all late"
    )
    found = asked([an_outlined("a", Part(text, ("Causes of leg cramps",), CAUSES))])
    assert names(found) == ["Standing for long", "Water tablets", "Pregnancy"]
    excerpt = found.rows[1].excerpt
    assert [excerpt.text[each.start : each.end] for each in excerpt.highlights] == ["Water tablets"]


def test_sentences_under_a_heading_that_asks_name_what_they_enumerate() -> None:
    text = "Leg cramps can be caused by dehydration, tired muscles and some medicines. Pregnancy is another cause."
    found = asked([an_outlined("a", Part(text, ("Causes",), CAUSES))])
    assert names(found) == ["Dehydration", "Tired muscles", "Medicines", "Pregnancy"]


def test_what_is_said_of_another_subject_is_no_row() -> None:
    found = asked(
        [
            an_outlined("a", *under("What causes leg ulcers?", "Poor circulation", text="A leg may cramp as well.")),
            an_outlined("b", *under("Causes", "Standing for long"), title="Swollen legs: cramps and other complaints"),
            an_outlined("c", *under("Causes", "Dehydration")),
        ]
    )
    assert names(found) == ["Dehydration"]


def test_a_heading_that_asks_about_part_of_the_title_asks_about_the_topic() -> None:
    parts = under("What causes the damp?", "Leaking pipes")
    articles = [an_outlined("a", *parts, title="Damp cellars: a tenant's guide")]
    other = under("What causes floods?", "Heavy rain")
    articles.append(an_outlined("b", *other, title="Damp cellars: a tenant's guide", site="two.example"))
    assert names(asked(articles, "damp cellar")) == ["Leaking pipes"]


def test_forms_of_the_complaint_itself_are_no_causes_of_it() -> None:
    assert names(asked([an_outlined("a", *under("Causes", "Night cramps", "Dehydration"))])) == ["Dehydration"]


def test_sections_of_the_other_kind_name_nothing() -> None:
    parts = [*under("Causes", "Dehydration"), *under("Treatment", "Stretching", kind=REMEDIES)]
    assert names(asked([an_outlined("a", *parts)], kind=REMEDIES)) == ["Stretching"]
    assert names(asked([an_outlined("a", *parts)])) == ["Dehydration"]


def test_articles_that_say_it_in_words_that_mean_the_same_are_read_too() -> None:
    found = asked([an_outlined("a", *under("Causes", "Dehydration"), title="Fasciculation")], "muscle twitch")
    assert names(found) == ["Dehydration"]


@pytest.mark.parametrize("query", ["low iron", "iron deficiency", "lack of iron"])
def test_too_little_of_a_thing_is_asked_for_in_several_words(query: str) -> None:
    parts = under("What causes iron deficiency?", "Loss of blood", text="Low iron follows, by a lack of blood.")
    other = under("What causes vitamin deficiency?", "Strict diets", text="Low iron may come with it.")
    articles = [an_outlined("a", *parts, title="Iron deficiency"), an_outlined("b", *other, title="Vitamin deficiency")]
    assert names(asked(articles, query)) == ["Loss of blood"]


def test_what_stands_below_a_heading_that_is_the_topic_is_said_of_it() -> None:
    path = ("Treatment", "Overactive thyroid")
    parts = [Part("Antithyroid tablets, radioactive iodine and operation are the three ways.", path, REMEDIES)]
    article = an_outlined("a", *parts, title="Thyroid disorders")
    assert names(asked([article], "overactive thyroid", REMEDIES)) == [
        "Antithyroid tablets",
        "Radioactive iodine",
        "Operation",
    ]


def test_rows_stand_by_relevance_with_the_ranked_sections_beside_them() -> None:
    articles = [an_outlined(f"a{n}", *under("Causes", "Dehydration", "Stress"), site=f"s{n}.example") for n in range(3)]
    articles.append(an_outlined("b", *under("Causes", "Pregnancy"), title="Leg cramps"))
    found = asked(articles, window=Window(1, 2))
    assert names(found)[:2] == ["Dehydration", "Stress"]
    assert [hit.rank for hit in found.results.hits] == [2, 3]
    assert {hit.section.kind for hit in found.results.hits} == {CAUSES}
    assert (found.articles.value, found.articles.exact) == (4, True)


def test_filters_limit_the_articles_that_are_read() -> None:
    articles = [
        an_outlined("a", *under("Causes", "Dehydration")),
        an_outlined("b", *under("Causes", "Stress"), site="two.example"),
    ]
    assert names(asked(articles, filters=Filters(sites=frozenset({"two.example"})))) == ["Stress"]


def test_nothing_that_matches_is_an_empty_table() -> None:
    found = asked([an_outlined("a", *under("Causes", "Dehydration"))], "zebra")
    assert (found.rows, found.disputed, found.articles.value, found.results.hits) == ((), (), 0, ())


def test_without_time_left_the_table_says_that_it_is_partial() -> None:
    found = asked([an_outlined("a", *under("Causes", "Dehydration"))], timeout=0.0)
    assert found.results.timed_out
    assert not found.articles.exact


def test_one_deadline_holds_for_both_searches_and_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    index = MemoryIndex()
    index.rebuild([an_outlined("a", *under("Causes", "Dehydration"))], Catalogue(), no_progress)
    timeouts: list[float | None] = []
    with index.searcher() as searcher:
        search = searcher.search

        def asked_with(request: SearchRequest) -> Results:
            timeouts.append(request.timeout)
            return search(request)

        monkeypatch.setattr(searcher, "search", asked_with)
        answers(searcher, SearchRequest(parse("leg cramps"), text="leg cramps", timeout=3_000.0), CAUSES)
    first, second = [each for each in timeouts if each is not None]
    assert 3_000 >= first > second > 0


HEADING = st.text(st.sampled_from("abcxyz ?!.:,()-1\n"), max_size=40) | st.sampled_from(
    ["Causes", "What causes cramps?", "Myths", "Stress and anxiety", "Avoid it", "Can stress cause cramps?", "1. Tea"]
)
TEXT = st.lists(
    st.sampled_from([DRY, "It is not a cause.", "stress", "no tea", "such as tea, milk and", "", "a, b, c:"]),
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.lists(HEADING, max_size=3), TEXT, st.sampled_from(list(SectionKind))), max_size=4))
def test_whatever_articles_say_rows_have_names_counts_and_excerpts_of_their_sections(
    drafts: list[tuple[list[str], list[str], SectionKind]],
) -> None:
    article = an_outlined("a", *(Part("\n".join(lines), tuple(path), kind) for path, lines, kind in drafts))
    texts = {section.id: section.text for section in article.sections}
    kinds: tuple[AnswerKind, ...] = (CAUSES, REMEDIES)
    for kind in kinds:
        found = asked([article], "cramps", kind)
        for named in [*found.rows, *(each.named for each in found.disputed)]:
            assert named.name.strip()
            assert (named.articles, named.sites) == (1, 1)
            assert texts[named.section_id][named.excerpt.start :].startswith(named.excerpt.text)
            assert all(0 <= each.start <= each.end <= len(named.excerpt.text) for each in named.excerpt.highlights)


@pytest.mark.parametrize(
    "text",
    [
        "often " * 20_000,
        "caused by " * 10_000,
        "a, " * 20_000,
        "stress\n" * 20_000,
        "no " * 20_000 + "evidence",
        "can " * 20_000 + "cause",
        "(" * 50_000,
    ],
)
def test_hostile_text_costs_a_bounded_effort(text: str) -> None:
    articles = [an_outlined("a", Part(text, ("What causes leg cramps?",), CAUSES), Part(DRY, (text[:250],), CAUSES))]
    assert effort(lambda: asked(articles), enough=3.0) < 6.0
