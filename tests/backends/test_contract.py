"""What every index promises: facts that name no engine. A backend joins in `conftest.BACKENDS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.backends.strategies import Part, an_article, ask, build, found, name, names
from twitchsearch.errors import IndexMissing, NotFound, QueryError
from twitchsearch.model import (
    Article,
    Boost,
    Catalogue,
    Copies,
    Count,
    DateField,
    Everything,
    FieldWeight,
    Filters,
    Grouping,
    IndexStatus,
    Matching,
    PageRecord,
    Ranking,
    Relaxation,
    SearchRequest,
    SectionKind,
    SnippetShape,
    Sort,
    Step,
    TermCount,
    Window,
    Word,
    no_progress,
)
from twitchsearch.model.requests import Alternative
from twitchsearch.search.limits import LIMITS
from twitchsearch.search.plan import Plan
from twitchsearch.search.seam import Changes, Index

EYELID = an_article(
    "eyelid",
    Part("An eyelid that twitches is common and mostly harmless.", ("Overview",), SectionKind.OVERVIEW),
    Part("Caffeine, stress and too little sleep make the eyelid twitch.", ("Causes",), SectionKind.CAUSES),
    Part("Drink less tea. Rest your eyes. Massage helps some people.", ("Remedies",), SectionKind.REMEDIES),
    title="Why eyelids twitch",
    published=date(2020, 5, 1),
    modified=date(2024, 3, 2),
)
LEGS = an_article(
    "legs",
    Part("Restless legs keep people awake; cramps wake them.", ("At night", "Restless legs")),
    Part("Magnesium and stretching before bed.", ("At night", "What helps"), SectionKind.REMEDIES),
    title="Leg cramps",
    site="health.example.org",
    published=date(2022, 7, 7),
)
VITAMINS = an_article(
    "vitamins",
    Part("A lack of vitamin B12 makes nerves misfire. Vitamin A does not.", ("Deficiency",), SectionKind.CAUSES),
    Part("Parkinson's disease is another matter: a tremor, not a twitch.", ("Not this",)),
    title="Vitamins",
    site="other.example",
)
ALL = (EYELID, LEGS, VITAMINS)
EVERY_SECTION = {"eyelid0", "eyelid1", "eyelid2", "legs0", "legs1", "vitamins0", "vitamins1"}


@pytest.fixture
def full(index: Index) -> Index:
    return build(index, ALL)


# Words


def test_a_word_finds_the_sections_that_have_it_in_text_heading_or_title(full: Index) -> None:
    assert found(full, "caffeine") == {"eyelid1"}
    assert found(full, "deficiency") == {"vitamins0"}
    assert found(full, "vitamins") == {"vitamins0", "vitamins1"}


def test_other_forms_of_a_word_are_found(full: Index) -> None:
    assert found(full, "stretched") == {"legs1"}


def test_case_accents_and_apostrophes_do_not_matter(full: Index) -> None:
    assert found(full, "CAFFÉINE") == {"eyelid1"}
    assert found(full, "parkinsons") == found(full, "Parkinson’s") == found(full, "parkinson") == {"vitamins1"}


@pytest.mark.parametrize("form", ["B12", "b-12", "B 12", '"vitamin B 12"', "+vitamin +B12"])
def test_the_forms_of_b12_meet(full: Index, form: str) -> None:
    assert found(full, form) == {"vitamins0"}


def test_of_two_plain_words_what_has_both_comes_first(full: Index) -> None:
    results = ask(full, "eyelid caffeine")
    assert names(results)[0] == "eyelid1"
    assert set(names(results)) == {"eyelid0", "eyelid1", "eyelid2"}


def test_both_of_two_words_come_first_however_much_the_other_says(full: Index) -> None:
    often = an_article("often", "fasciculation " * 30, title="fasciculation")
    both = an_article("both", "the tea, and then, of a morning, among much else, a fasciculation" + " and" * 200)
    others = [an_article(f"tea{number}", "tea", title="tea") for number in range(20)]
    build(full, [often, both, *others])
    assert names(ask(full, "fasciculation tea"))[0] == "both0"


def test_words_that_tell_little_of_what_is_asked_are_not_enough(full: Index) -> None:
    common = [an_article(f"common{number}", "it is a matter of the leg") for number in range(40)]
    build(full, [*common, an_article("rare", "fasciculation and paraesthesia of the leg")])
    asked = "leg fasciculation paraesthesia neuromyotonia"
    assert found(full, asked) == {"rare0"}
    assert len(found(full, asked, matching=Matching.ANY)) == 41


def test_where_no_section_has_both_words_that_is_said(full: Index) -> None:
    results = ask(full, "caffeine magnesium")
    assert set(names(results)) == {"eyelid1", "legs1"}
    assert results.relaxed is Relaxation.ANY_WORD


def test_where_enough_match_nothing_is_relaxed(full: Index) -> None:
    assert ask(full, "eyelid caffeine").relaxed is Relaxation.NONE


@pytest.mark.parametrize("explaining", [False, True])
def test_what_is_relaxed_is_made_only_where_nothing_else_is_found(
    full: Index, explaining: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Plan] = []
    monkeypatch.setattr(Plan, "relaxed", property(made.append))  # which makes nothing
    assert names(ask(full, "caffeine stress sleep", explaining=explaining))[0] == "eyelid1"
    assert made == []
    strict = Ranking(share=1.0)
    assert ask(full, "caffeine magnesium", explaining=explaining, ranking=strict).hits == ()
    assert len(made) == 1


def test_where_nothing_is_found_nothing_was_relaxed(full: Index) -> None:
    results = ask(full, "zebra xylophone")
    assert (results.hits, results.total, results.relaxed) == ((), Count(0), Relaxation.NONE)


def test_all_words_match_when_all_are_asked_for_and_nothing_is_relaxed(full: Index) -> None:
    assert found(full, "caffeine stress magnesium", matching=Matching.ALL) == set()
    assert found(full, "caffeine stress sleep", matching=Matching.ALL) == {"eyelid1"}


def test_any_word_matches_when_any_is_asked_for(full: Index) -> None:
    assert found(full, "caffeine magnesium", matching=Matching.ANY) == {"eyelid1", "legs1"}


def test_a_long_question_does_without_its_stop_words_and_says_which(full: Index) -> None:
    results = ask(full, "where does my eyelid twitch?")
    assert set(names(results)) == {"eyelid0", "eyelid1", "eyelid2", "vitamins1"}
    assert results.dropped == ("where", "does", "my")


def test_a_short_query_keeps_its_stop_words(full: Index) -> None:
    results = ask(full, "text:vitamin a")
    assert results.dropped == ()
    assert names(results) == ["vitamins0"]


@pytest.mark.parametrize(
    ("query", "absent"),
    [
        ("Lisbon, eyelid (collarbone)?", ("Lisbon", "collarbone")),
        ("broken eyelid surgery OR Lisbon", ("broken", "surgery", "Lisbon")),
        ("collarbone of eyelid -zebra the", ("collarbone",)),
        ("eyelid OR a", ()),
        ('"eyelid collarbone" "caffeine eyelid"', ("collarbone",)),
        ("collarb* eyelid", ("collarb",)),
        ("eyel* zebras~ eyelit~ eyelid", ("zebras",)),
        ("+collarbone eyelid", ("collarbone",)),
        ("title:zebra eyelid", ()),
        ("eyelid zebra zebra", ("zebra",)),
        ("*", ()),
    ],
)
def test_words_that_no_section_has_are_named_in_the_order_they_were_typed(
    full: Index, query: str, absent: tuple[str, ...]
) -> None:
    assert ask(full, query).absent == absent


def test_a_word_that_another_stands_in_for_is_not_absent(full: Index) -> None:
    assert ask(full, "gob caffeine").absent == ("gob",)
    stands_in = {("gob",): (Alternative("eyelid", 0.2),)}
    assert ask(full, "gob caffeine", vocabulary=stands_in).absent == ()


def test_the_word_that_is_being_typed_is_not_absent_yet(full: Index) -> None:
    assert ask(full, "eyelid collarb", typing=True).absent == ()
    assert ask(full, "collarbone eye", typing=True).absent == ("collarbone",)


def test_a_query_of_stop_words_alone_keeps_them(full: Index) -> None:
    assert "eyelid0" in found(full, "that is the and")


def test_marks_between_words_ask_for_nothing(full: Index) -> None:
    assert found(full, "caffeine ? … 🙂 - /") == {"eyelid1"}


@pytest.mark.parametrize("text", ["?", "🙂", "…", '""', "-?", "title:(? !)"])
def test_a_query_without_a_single_letter_or_digit_finds_nothing(full: Index, text: str) -> None:
    assert found(full, text) == set()


# Phrases, fields, operators


def test_a_phrase_stands_in_that_order_side_by_side(full: Index) -> None:
    assert found(full, '"cramps wake them"') == {"legs0"}
    assert found(full, '"them wake cramps"') == set()
    assert found(full, '"vitamin a"') == {"vitamins0"}


def test_slop_lets_that_many_words_stand_between(full: Index) -> None:
    assert found(full, '"legs awake"') == set()
    assert found(full, '"legs awake"~1') == set()
    assert found(full, '"legs awake"~2') == {"legs0"}


def test_slop_counts_all_words_between_and_keeps_the_order(index: Index) -> None:
    build(index, [an_article("a", "one x two y three"), an_article("b", "three two one")])
    assert found(index, '"one two three"~1') == set()
    assert found(index, '"one two three"~2') == {"a0"}


def test_a_phrase_of_the_same_word_twice_needs_it_twice(index: Index) -> None:
    build(index, [an_article("a", "tic tic"), an_article("b", "tic tac tic"), an_article("c", "tic")])
    assert found(index, '"tic tic"') == {"a0"}
    assert found(index, '"tic tic"~1') == {"a0", "b0"}


def test_a_phrase_does_not_run_from_one_heading_into_the_next(full: Index) -> None:
    assert found(full, '"restless legs"') == {"legs0"}
    assert found(full, '"night restless"') == set()
    assert found(full, '"night restless"~9') == set()


def test_a_phrase_does_not_run_from_one_field_into_the_next(full: Index) -> None:
    assert found(full, '"cramps at"') == set()


def test_a_field_looks_there_alone(full: Index) -> None:
    assert found(full, "title:cramps") == {"legs0", "legs1"}
    assert found(full, "text:cramps") == {"legs0"}
    assert found(full, "heading:cramps") == set()
    assert found(full, 'heading:"restless legs"') == {"legs0"}


def test_a_heading_above_counts_as_heading(full: Index) -> None:
    assert found(full, "heading:night") == {"legs0", "legs1"}


def test_all_words_of_a_group_in_a_field_must_match_there(full: Index) -> None:
    assert found(full, "title:(eyelids twitch)") == {"eyelid0", "eyelid1", "eyelid2"}
    assert found(full, "title:(eyelids tea rest massage)") == set()


def test_minus_leaves_out(full: Index) -> None:
    assert found(full, "twitch -caffeine") == {"eyelid0", "eyelid2", "vitamins1"}
    assert found(full, 'twitch -"eyelids twitch"') == {"vitamins1"}


def test_minus_before_a_group_leaves_out_what_has_all_of_it(full: Index) -> None:
    assert found(full, "eyelid -(caffeine tea)") == {"eyelid0", "eyelid1", "eyelid2"}
    assert found(full, "eyelid -(caffeine OR tea)") == {"eyelid0"}


def test_only_minuses_leave_the_rest(full: Index) -> None:
    assert found(full, "-eyelid") == EVERY_SECTION - {"eyelid0", "eyelid1", "eyelid2"}


def test_minus_an_absent_word_leaves_out_nothing(full: Index) -> None:
    assert names(ask(full, "twitch -zebra")) == names(ask(full, "twitch"))


def test_plus_is_required_where_other_words_are_not(full: Index) -> None:
    assert found(full, "+tea eyelid zebra xylophone", matching=Matching.ANY) == {"eyelid2"}
    assert found(full, "+tea caffeine") == {"eyelid2"}


def test_or_joins_alternatives(full: Index) -> None:
    assert found(full, "caffeine OR magnesium") == {"eyelid1", "legs1"}
    assert found(full, "caffeine OR magnesium OR tremor") == {"eyelid1", "legs1", "vitamins1"}


def test_and_joins_more_tightly_than_or_and_words_side_by_side_more_tightly_than_and(full: Index) -> None:
    assert found(full, "magnesium OR eyelid twitch AND tea") == {"legs1", "eyelid2"}


def test_parentheses_group(full: Index) -> None:
    assert found(full, "(magnesium OR eyelid) AND rest") == {"eyelid2"}
    assert found(full, "(caffeine OR tea) eyelid") == {"eyelid1", "eyelid2"}


def test_not_within_or_means_all_others(full: Index) -> None:
    assert found(full, "caffeine OR NOT eyelid") == EVERY_SECTION - {"eyelid0", "eyelid2"}


def test_small_letters_make_operators_plain_words(full: Index) -> None:
    assert found(full, '"caffeine or magnesium"') == set()
    assert ask(full, "magnesium and stretching").relaxed is Relaxation.NONE


def test_a_boost_raises_the_score_by_its_factor(full: Index) -> None:
    plain, raised = ask(full, "caffeine"), ask(full, "caffeine^3")
    assert raised.hits[0].score == pytest.approx(3 * plain.hits[0].score)


def test_the_empty_query_finds_everything_with_score_0(full: Index) -> None:
    results = ask(full, "  ", window=Window(0, 100))
    assert set(names(results)) == EVERY_SECTION
    assert {hit.score for hit in results.hits} == {0.0}


# Unfinished and misspelt words


def test_a_prefix_finds_every_word_that_begins_so(full: Index) -> None:
    assert found(full, "mag*") == {"legs1"}
    assert found(full, "vita*") == {"vitamins0", "vitamins1"}


@pytest.mark.parametrize("typed", ["stretchin", "stretching", "stretchi", "stret", "STRETCHI"])
def test_a_prefix_longer_than_the_stem_still_finds_the_word(full: Index, typed: str) -> None:
    assert found(full, f"{typed}*") == {"legs1"}


def test_a_prefix_finds_words_that_stand_only_in_titles_or_headings(full: Index) -> None:
    assert found(full, "defici*") == {"vitamins0"}
    assert found(full, "title:cra*") == {"legs0", "legs1"}


def test_a_prefix_of_two_tokens_expands_the_last(full: Index) -> None:
    assert found(full, "B1*") == {"vitamins0"}
    assert found(full, "A1*") == set()


def test_while_typing_the_last_word_is_a_prefix(full: Index) -> None:
    assert names(ask(full, "eyelid caff", typing=True))[0] == "eyelid1"
    assert found(full, "eyelid caff") == found(full, "eyelid")


def test_while_typing_a_word_followed_by_a_space_is_finished(full: Index) -> None:
    assert found(full, "caff ", typing=True) == set()


def test_a_finished_word_finds_the_same_while_typing_and_after(full: Index) -> None:
    assert found(full, "cramps", typing=True) == found(full, "cramps")


def test_a_misspelt_word_finds_those_like_it(full: Index) -> None:
    assert found(full, '"cafeine"') == set()
    assert found(full, "cafeine~") == {"eyelid1"}
    assert found(full, "magensium~1") == {"legs1"}
    assert found(full, "magnezyum~1") == set()
    assert found(full, "magnezyum~2") == {"legs1"}


def test_what_a_misspelt_word_was_taken_for_is_said(full: Index) -> None:
    expansions = ask(full, "cafeine~").expansions
    assert [(each.word, each.also) for each in expansions] == [("cafeine", ("caffeine",))]


def test_a_closer_word_scores_higher(index: Index) -> None:
    build(index, [an_article("a", "cramps"), an_article("b", "clamps"), an_article("c", "tea")])
    assert names(ask(index, "cramps~")) == ["a0", "b0"]


# Score and order


def test_the_rarer_word_counts_more(full: Index) -> None:
    hits = ask(full, "twitch caffeine", matching=Matching.ANY).hits
    assert name(hits[0]) == "eyelid1"


def test_a_word_in_a_short_text_counts_more_than_in_a_long_one(index: Index) -> None:
    build(index, [an_article("a", "cramp " + "and other words " * 20), an_article("b", "cramp and rest")])
    assert names(ask(index, "cramp")) == ["b0", "a0"]


def test_a_word_that_stands_more_often_counts_more(index: Index) -> None:
    build(index, [an_article("a", "cramp tea tea tea"), an_article("b", "cramp cramp cramp tea")])
    assert names(ask(index, "cramp")) == ["b0", "a0"]


def test_a_title_counts_more_than_a_text_as_its_weight_says(index: Index) -> None:
    build(index, [an_article("a", "cramp", title="tea"), an_article("b", "tea", title="cramp")])
    assert names(ask(index, "cramp")) == ["b0", "a0"]
    plain = Ranking(title=FieldWeight(0.1, 0.75))
    assert names(ask(index, "cramp", ranking=plain)) == ["a0", "b0"]


def test_frequencies_are_combined_over_the_fields_before_saturation(index: Index) -> None:
    same = Ranking(title=FieldWeight(1, 0), heading=FieldWeight(1, 0), text=FieldWeight(1, 0))
    build(index, [an_article("a", "cramp", title="cramp"), an_article("b", "cramp cramp", title="tea")])
    one, other = ask(index, "cramp", ranking=same).hits
    assert one.score == pytest.approx(other.score)


def test_the_score_is_that_of_the_formula(index: Index) -> None:
    build(index, [an_article("a", "cramp cramp tea", title="cramp"), an_article("b", "rest well"), an_article("c", "")])
    n, df = 3, 1
    idf = 0.9808292530117262  # ln(1 + 2.5 / 1.5)
    title = 2.0 * 1 / (1 - 0.75 + 0.75 * 1 / (1 / n))
    text = 1.0 * 2 / (1 - 0.75 + 0.75 * 3 / (5 / n))
    assert df == 1
    ranking = Ranking(1.2, title=FieldWeight(2.0, 0.75))
    score = ask(index, "cramp", ranking=ranking).hits[0].score
    assert score == pytest.approx(idf * (title + text) / (title + text + 1.2), abs=1e-12)


def test_scores_do_not_grow_smaller_down_the_list_and_ranks_count_from_1(full: Index) -> None:
    hits = ask(full, "twitch OR eyelid OR legs OR vitamin").hits
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_equal_scores_are_ordered_by_article_and_place_not_by_arrival(index_factory: Callable[[], Index]) -> None:
    articles = [an_article(f"a{number}-", "cramp", "cramp") for number in range(6)]
    expected = sorted((article.id, place) for article in articles for place in (0, 1))
    for order in (articles, articles[::-1]):
        hits = ask(build(index_factory(), order), "cramp", window=Window(0, 100)).hits
        assert [(hit.article.id, hit.section.ordinal) for hit in hits] == expected


def test_a_word_that_every_section_has_still_scores_more_than_0(index: Index) -> None:
    build(index, [an_article(each, "cramp") for each in "abc"])
    assert all(hit.score > 0 for hit in ask(index, "cramp").hits)


def test_a_field_without_weight_matches_and_scores_0(full: Index) -> None:
    hits = ask(full, "title:cramps", ranking=Ranking(title=FieldWeight(0, 0))).hits
    assert [hit.score for hit in hits] == [0.0, 0.0]


def test_newest_first_sorts_by_date_with_unknown_dates_last(full: Index) -> None:
    results = ask(full, "-zebra", sort=Sort.NEWEST, window=Window(0, 100), grouping=Grouping.ARTICLE)
    assert [hit.article.title for hit in results.hits] == ["Why eyelids twitch", "Leg cramps", "Vitamins"]
    by_publishing = Filters(date_field=DateField.PUBLISHED)
    results = ask(full, "-zebra", sort=Sort.NEWEST, grouping=Grouping.ARTICLE, filters=by_publishing)
    assert [hit.article.title for hit in results.hits] == ["Leg cramps", "Why eyelids twitch", "Vitamins"]


def test_of_one_day_the_better_comes_first(full: Index) -> None:
    newest = ask(full, "twitch OR caffeine", sort=Sort.NEWEST).hits
    assert name(newest[0]) == "eyelid1"


# Filters and facets


def test_filters_by_kind_in_the_request_and_in_the_query_find_the_same(full: Index) -> None:
    assert found(full, "", filters=Filters(kinds=frozenset({SectionKind.CAUSES}))) == {"eyelid1", "vitamins0"}
    assert found(full, "kind:causes") == {"eyelid1", "vitamins0"}
    assert found(full, "kind:causes,overview twitch") == {"eyelid0", "eyelid1"}


def test_a_site_is_itself_and_those_under_it(full: Index) -> None:
    assert found(full, "site:example.org") == EVERY_SECTION - {"vitamins0", "vitamins1"}
    assert found(full, "site:www.health.example.org") == {"legs0", "legs1"}
    assert found(full, "", filters=Filters(sites=frozenset({"OTHER.example"}))) == {"vitamins0", "vitamins1"}
    assert found(full, "site:ample.org") == set()


def test_dates_are_ranges_with_both_ends(full: Index) -> None:
    assert found(full, "date:2024-03-02") == {"eyelid0", "eyelid1", "eyelid2"}
    assert found(full, "published:2020..2022-07-07") == EVERY_SECTION - {"vitamins0", "vitamins1"}
    assert found(full, "modified:<2024") == set()
    assert found(full, "fetched:2026-01") == EVERY_SECTION
    assert found(full, "reviewed:>=1990") == set()
    assert found(full, "-date:>=1990") == {"vitamins0", "vitamins1"}


def test_sections_of_unknown_date_are_left_out_and_counted(full: Index) -> None:
    results = ask(full, "twitch", filters=Filters(since=date(2024, 1, 1)))
    assert set(names(results)) == {"eyelid0", "eyelid1", "eyelid2"}
    assert results.facets.unknown_dates == 1


def test_without_a_date_filter_no_unknown_dates_are_counted(full: Index) -> None:
    assert ask(full, "twitch").facets.unknown_dates == 0


def test_filters_do_not_change_scores(full: Index) -> None:
    scores = {name(hit): hit.score for hit in ask(full, "twitch").hits}
    for hit in ask(full, "twitch kind:causes").hits + ask(full, "twitch site:other.example").hits:
        assert hit.score == pytest.approx(scores[name(hit)])


def test_facets_count_the_sections_that_match(full: Index) -> None:
    facets = ask(full, "twitch").facets
    assert dict(facets.kinds) == {
        SectionKind.OVERVIEW: 1, SectionKind.CAUSES: 1, SectionKind.REMEDIES: 1, SectionKind.OTHER: 1,
    }  # fmt: skip
    assert facets.sites == (("example.org", 3), ("other.example", 1))


def test_a_facet_ignores_its_own_filter_and_obeys_the_others(full: Index) -> None:
    filters = Filters(kinds=frozenset({SectionKind.CAUSES}), sites=frozenset({"example.org"}))
    facets = ask(full, "twitch", filters=filters).facets
    assert dict(facets.kinds) == dict.fromkeys((SectionKind.OVERVIEW, SectionKind.CAUSES, SectionKind.REMEDIES), 1)
    assert facets.sites == (("example.org", 1),)


def test_facets_do_not_depend_on_the_window(full: Index) -> None:
    assert ask(full, "twitch", window=Window(2, 1)).facets == ask(full, "twitch").facets


def test_filters_do_not_decide_whether_a_query_is_relaxed(full: Index) -> None:
    outlook = Filters(kinds=frozenset({SectionKind.OUTLOOK}))
    results = ask(full, "eyelid caffeine", filters=outlook)
    assert (results.hits, results.relaxed) == ((), Relaxation.NONE)


# Windows and groups


def test_windows_cut_the_ranking_into_pages_that_join_without_gap_or_overlap(full: Index) -> None:
    whole = names(ask(full, "", window=Window(0, 100)))
    pages = [names(ask(full, "", window=Window(offset, 3))) for offset in (0, 3, 6)]
    assert [each for page in pages for each in page] == whole


def test_a_window_beyond_the_end_is_empty_and_the_total_stands(full: Index) -> None:
    results = ask(full, "twitch", window=Window(50, 10))
    assert (results.hits, results.total) == ((), Count(4))


def test_a_window_of_nothing_still_counts(full: Index) -> None:
    results = ask(full, "twitch", window=Window(0, 0))
    assert (results.hits, results.total) == ((), Count(4))


@pytest.mark.parametrize("window", [Window(-1, 10), Window(0, -1), Window(LIMITS.window, 1)])
def test_a_window_that_is_none_or_reaches_too_far_is_refused(full: Index, window: Window) -> None:
    with pytest.raises(QueryError):
        ask(full, "twitch", window=window)


def test_grouped_by_article_each_gives_its_best_section_and_counts_the_others(full: Index) -> None:
    results = ask(full, "twitch OR caffeine", grouping=Grouping.ARTICLE)
    assert {name(hit): hit.more_in_article for hit in results.hits} == {"eyelid1": 2, "vitamins1": 0}
    assert results.total == Count(4)


def test_grouped_windows_count_groups(full: Index) -> None:
    whole = ask(full, "", grouping=Grouping.ARTICLE).hits
    second = ask(full, "", grouping=Grouping.ARTICLE, window=Window(1, 1)).hits
    assert [(hit.rank, hit.section.id) for hit in second] == [(2, whole[1].section.id)]


def test_ungrouped_hits_count_no_others(full: Index) -> None:
    assert {hit.more_in_article for hit in ask(full, "twitch").hits} == {0}


# Near-copies

STORY = "Calf cramps wake people at night; magnesium was tried and did little."
ONE, TWO, THREE = (
    an_article(f"story{number}", *parts, title="Cramps", site=f"{site}.example", group="story")
    for number, (site, parts) in enumerate(
        (("news", (STORY, "Stretch the calf.")), ("herald", (f"Calf. {STORY}", "Stretch it.")), ("post", (STORY,)))
    )
)
ALONE = an_article("alone", "Magnesium for a cramp of the calf.", title="Alone", site="alone.example")
SYNDICATED = (ONE, TWO, THREE, ALONE)


def test_near_copies_are_folded_under_the_one_with_the_best_hit(index: Index) -> None:
    results = ask(build(index, SYNDICATED), "magnesium cramps", window=Window(0, 100))
    whole = ask(index, "magnesium cramps", window=Window(0, 100), copies=Copies.SHOWN)
    folded = [hit for hit in results.hits if hit.article.group]
    (leader,) = {hit.article.id for hit in folded}
    best = next(hit for hit in whole.hits if hit.article.group)
    assert (best.article.id, best.section, best.score) == (leader, folded[0].section, folded[0].score)
    others = sorted({each.id for each in (ONE, TWO, THREE)} - {leader})
    assert {tuple(each.id for each in hit.copied_in) for hit in folded} == {tuple(others)}
    assert {hit.copies for hit in folded} == {2}
    assert {hit.copies for hit in results.hits if not hit.article.group} == {0}


def test_total_and_facets_count_near_copies_and_folded_says_how_many(index: Index) -> None:
    results = ask(build(index, SYNDICATED), "magnesium cramps", window=Window(0, 100))
    whole = ask(index, "magnesium cramps", window=Window(0, 100), copies=Copies.SHOWN)
    assert (results.total, results.facets) == (whole.total, whole.facets)
    assert len(results.hits) < results.total.value == len(whole.hits)
    assert results.folded == 2
    assert (whole.folded, {hit.copies for hit in whole.hits}) == (0, {0})


@pytest.mark.parametrize("options", [{}, {"grouping": Grouping.ARTICLE}, {"sort": Sort.NEWEST}])
def test_what_is_folded_comes_on_no_later_page(index: Index, options: dict[str, Any]) -> None:
    whole = ask(build(index, SYNDICATED), "magnesium OR calf", window=Window(0, 100), **options).hits
    pages = [ask(index, "magnesium OR calf", window=Window(at, 1), **options).hits for at in range(len(whole) + 2)]
    assert tuple(hit for page in pages for hit in page) == whole
    assert len({hit.article.group for hit in whole}) == 2
    assert len({hit.article.id for hit in whole}) == 2


def test_a_filter_that_leaves_a_near_copy_alone_shows_it(index: Index) -> None:
    filters = Filters(sites=frozenset({"post.example"}))
    (hit,) = ask(build(index, SYNDICATED), "magnesium", filters=filters).hits
    assert (hit.article.id, hit.copies) == (THREE.id, 0)


def test_at_most_ten_near_copies_are_named(index: Index) -> None:
    many = [an_article(f"m{number}", "Salt helps.", site=f"s{number}.example", group="salt") for number in range(15)]
    (hit,) = ask(build(index, many), "salt").hits
    assert (hit.copies, len(hit.copied_in)) == (14, 10)


def test_what_a_near_copy_is_folded_under_follows_updates(index: Index) -> None:
    build(index, SYNDICATED)
    (first,) = {hit.article.id for hit in ask(index, "magnesium").hits if hit.article.group}
    index.update(Changes([], frozenset({first})), Catalogue(), no_progress)
    (second,) = {hit.article.id for hit in ask(index, "magnesium").hits if hit.article.group}
    assert second != first
    apart = [replace(each, facts=replace(each.facts, group="")) for each in (ONE, TWO, THREE)]
    index.update(Changes(apart), Catalogue(), no_progress)
    assert {hit.copies for hit in ask(index, "magnesium").hits} == {0}
    assert {each.id for each in apart} <= {hit.article.id for hit in ask(index, "magnesium").hits}


# What a hit shows


def test_a_hit_carries_its_section_and_its_article_as_they_were_given(full: Index) -> None:
    (hit,) = ask(full, "caffeine").hits
    assert hit.section == EYELID.sections[1]
    assert hit.article == EYELID.facts


def test_snippets_mark_what_matched(full: Index) -> None:
    (hit,) = ask(full, "caffeine").hits
    (snippet,) = hit.snippets
    assert [snippet.text[span.start : span.end] for span in snippet.highlights] == ["Caffeine"]
    assert snippet.whole


def test_titles_and_headings_are_marked_too(full: Index) -> None:
    hit = ask(full, "legs restless").hits[0]
    assert [hit.article.title[span.start : span.end] for span in hit.title_highlights] == ["Leg"]
    assert [hit.section.heading[span.start : span.end] for span in hit.heading_highlights] == ["Restless", "legs"]


def test_what_was_looked_for_in_one_field_is_marked_in_that_alone(full: Index) -> None:
    hit = ask(full, "title:cramps legs").hits[0]
    assert hit.title_highlights
    assert [hit.snippets[0].text[span.start : span.end] for span in hit.snippets[0].highlights] == ["legs"]


def test_without_snippets_asked_for_there_are_none(full: Index) -> None:
    assert ask(full, "twitch", snippets=SnippetShape(count=0)).hits[0].snippets == ()


def test_a_section_found_by_its_title_shows_its_beginning(full: Index) -> None:
    hit = next(hit for hit in ask(full, "eyelids", snippets=SnippetShape(1, 20)).hits if hit.section.ordinal == 2)
    assert (hit.snippets[0].text, hit.snippets[0].highlights) == ("Drink less tea. Rest", ())


# Limits


def test_a_query_of_too_many_words_is_refused_by_the_searcher_too(full: Index) -> None:
    with full.searcher() as searcher, pytest.raises(QueryError, match="words"):
        searcher.search(SearchRequest(Word("足" * (LIMITS.terms + 1))))


def test_a_query_nested_too_deeply_is_refused_by_the_searcher_too(full: Index) -> None:
    query: Boost = Boost(Word("tea"), 1.0)
    for _ in range(2_000):
        query = Boost(query, 1.0)
    with full.searcher() as searcher, pytest.raises(QueryError, match="levels"):
        searcher.search(SearchRequest(query))


def test_a_search_out_of_time_says_so_and_answers_with_what_it_has(full: Index) -> None:
    results = ask(full, "twitch", timeout=0.0)
    assert results.timed_out
    assert not results.total.exact
    assert set(names(results)) <= {"eyelid0", "eyelid1", "eyelid2", "vitamins1"}


def test_a_search_in_time_is_exact(full: Index) -> None:
    results = ask(full, "twitch", timeout=60.0)
    assert (results.timed_out, results.total.exact) == (False, True)
    assert 0 <= results.took < 60


# Sections, articles, terms, similar ones


def test_a_section_comes_back_as_it_was_given(full: Index) -> None:
    with full.searcher() as searcher:
        assert [searcher.section(each.id) for each in EYELID.sections] == list(EYELID.sections)


def test_an_article_comes_back_whole_by_its_id_or_that_of_a_section(full: Index) -> None:
    with full.searcher() as searcher:
        assert searcher.article(LEGS.id) == LEGS
        assert searcher.article(LEGS.sections[1].id) == LEGS


def test_an_article_without_sections_is_kept_and_never_found(index: Index) -> None:
    empty = an_article("empty", title="Twitch")
    build(index, [empty, LEGS])
    assert found(index, "twitch") == set()
    with index.searcher() as searcher:
        assert searcher.article(empty.id) == empty
        assert (searcher.state.articles, searcher.state.sections) == (2, 2)


def test_a_section_that_is_gone_is_not_found_and_the_nearest_is_named(full: Index) -> None:
    gone = f"{LEGS.id}-00000000"
    with full.searcher() as searcher, pytest.raises(NotFound) as refusal:
        searcher.section(gone)
    assert refusal.value.nearest.startswith(LEGS.id)
    assert gone in str(refusal.value)


@pytest.mark.parametrize("wanted", ["", "zzz", "x" * 5000, "-", "0000", "\x00"])
def test_an_id_of_nothing_is_not_found(full: Index, wanted: str) -> None:
    with full.searcher() as searcher:
        for look_up in (searcher.section, searcher.article):
            with pytest.raises(NotFound):
                look_up(wanted)


def test_terms_are_words_as_articles_spell_them_in_most_sections_first(index: Index) -> None:
    build(index, [an_article("a", "Twitch twitch", "twitch naïve", "twitching nailed")])
    with index.searcher() as searcher:
        assert searcher.terms("TWI", 10) == [TermCount("twitch", 2), TermCount("Twitch", 1), TermCount("twitching", 1)]
        assert searcher.terms("nai", 10) == [TermCount("nailed", 1), TermCount("naïve", 1)]
        assert searcher.terms("twi", 1) == [TermCount("twitch", 2)]
        assert searcher.terms("zebra", 10) == searcher.terms("twi", 0) == []


def test_terms_count_the_words_of_titles_and_headings(full: Index) -> None:
    with full.searcher() as searcher:
        assert searcher.terms("defici", 10) == [TermCount("Deficiency", 1)]
        assert searcher.terms("eyelids", 10) == [TermCount("eyelids", 3)]


def test_similar_sections_are_of_other_articles_and_share_enough_of_the_words(index: Index) -> None:
    words = "calf cramp night potassium stretch massage"
    some = [an_article(f"other{n}", " ".join(words.split()[:n])) for n in range(1, 7)]
    build(index, [an_article("a", words, words), *some, *(an_article(f"x{n}", "calf tea") for n in range(20))])
    with index.searcher() as searcher:
        section = next(hit.section for hit in ask(index, words).hits if hit.article.url.endswith("/a"))
        results = searcher.similar(section.id, SearchRequest(Everything(), window=Window(0, 50)))
    assert set(names(results)) == {"other60", "other50", "other40", "other30"}
    assert results.total == Count(4)
    assert sum(count for _, count in results.facets.kinds) == 4


def test_similar_sections_obey_filters_and_windows(full: Index) -> None:
    request = SearchRequest(Word("ignored"), filters=Filters(sites=frozenset({"other.example"})), window=Window(0, 1))
    with full.searcher() as searcher:
        results = searcher.similar(EYELID.sections[0].id, request)
    assert {hit.article.site for hit in results.hits} == {"other.example"}
    assert len(results.hits) == 1


def test_nothing_is_similar_to_a_section_of_words_of_its_own(index: Index) -> None:
    build(index, [an_article("a", "alpha beta"), an_article("b", "gamma")])
    with index.searcher() as searcher:
        first = searcher.search(SearchRequest(Word("alpha"))).hits[0].section
        assert searcher.similar(first.id, SearchRequest(Everything())).hits == ()


def test_similar_to_nothing_is_not_found(full: Index) -> None:
    with full.searcher() as searcher, pytest.raises(NotFound):
        searcher.similar("nothing", SearchRequest(Everything()))


# Building and changing


def test_searching_before_building_says_so(index: Index) -> None:
    with pytest.raises(IndexMissing, match="index"):
        index.searcher()
    with pytest.raises(IndexMissing):
        index.catalogue()
    with pytest.raises(IndexMissing):
        index.update(Changes(ALL), Catalogue(), no_progress)


def test_the_state_before_building_is_missing_and_says_what_to_do(index: Index) -> None:
    state = index.state()
    assert state.status is IndexStatus.MISSING
    assert state.problem


def test_the_state_counts_what_is_there(full: Index) -> None:
    state = full.state()
    assert (state.status, state.articles, state.sections) == (IndexStatus.READY, 3, 7)
    assert state.generation
    assert state.built_at is not None
    assert state.analysis
    with full.searcher() as searcher:
        assert searcher.state.generation == state.generation
        assert searcher.search(SearchRequest(Everything())).index.generation == state.generation


def test_an_index_of_nothing_answers_with_nothing(index: Index) -> None:
    build(index, [])
    assert found(index, "") == found(index, "twitch") == found(index, "-x tw* eyelid~") == set()
    assert index.state().status is IndexStatus.READY


def test_a_rebuild_replaces_everything(full: Index) -> None:
    build(full, [LEGS])
    assert found(full, "") == {"legs0", "legs1"}


def test_every_writing_makes_a_new_generation_and_names_the_one_before(full: Index) -> None:
    first = full.state().generation
    second = full.update(Changes(()), Catalogue(), no_progress)
    assert second.generation != first
    assert second.previous == first


def test_two_articles_with_one_id_are_an_error_and_the_live_generation_stays(full: Index) -> None:
    with pytest.raises(ValueError, match=r"twice|id"):
        build(full, [LEGS, LEGS])
    assert found(full, "") == EVERY_SECTION


def test_what_the_articles_raise_comes_out_and_the_live_generation_stays(full: Index) -> None:
    def broken() -> Iterator[Article]:
        yield LEGS
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        build(full, broken())
    with pytest.raises(ZeroDivisionError):
        full.update(Changes(broken()), Catalogue(), no_progress)
    assert found(full, "") == EVERY_SECTION
    build(full, [LEGS])
    assert found(full, "") == {"legs0", "legs1"}


def test_progress_can_stop_a_rebuild_and_the_live_generation_stays(full: Index) -> None:
    def stop(step: Step) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        full.rebuild([LEGS], Catalogue(), stop)
    assert found(full, "") == EVERY_SECTION


def test_an_update_adds_replaces_and_removes(full: Index) -> None:
    changed = an_article("legs", Part("Now about tremor.", ("New",)), site="health.example.org", title="Changed")
    added = an_article("new", "tremor too")
    full.update(Changes((changed, added), frozenset({EYELID.id, "unknown"})), Catalogue(), no_progress)
    assert found(full, "") == {"legs0", "new0", "vitamins0", "vitamins1"}
    assert found(full, "tremor") == {"legs0", "new0", "vitamins1"}
    assert found(full, "magnesium") == set()


def test_an_update_answers_like_a_rebuild_to_the_last_digit(index_factory: Callable[[], Index]) -> None:
    updated = build(
        index_factory(), [EYELID, an_article("legs", "old", site="health.example.org"), an_article("x", "y")]
    )
    gone = an_article("x", "y").id
    updated.update(Changes((LEGS, VITAMINS), frozenset({gone})), Catalogue(), no_progress)
    rebuilt = build(index_factory(), ALL)
    for text in ("twitch", "legs OR caffeine", "vit*", '"restless legs"', "", "twich~", "kind:causes"):
        one, other = ask(updated, text), ask(rebuilt, text)
        assert (one.hits, one.total, one.facets) == (other.hits, other.total, other.facets)
    with updated.searcher() as one_searcher, rebuilt.searcher() as other_searcher:
        assert one_searcher.terms("", 100) == other_searcher.terms("", 100)


def test_a_searcher_keeps_its_generation(full: Index) -> None:
    with full.searcher() as before:
        build(full, [LEGS])
        assert before.search(SearchRequest(Everything())).total == Count(7)
        assert before.section(EYELID.sections[0].id) == EYELID.sections[0]
        with full.searcher() as after:
            assert after.search(SearchRequest(Everything())).total == Count(2)


def test_closing_a_searcher_twice_is_fine(full: Index) -> None:
    searcher = full.searcher()
    searcher.close()
    searcher.close()


def test_the_catalogue_comes_back_as_it_was_given(index: Index) -> None:
    pages = {"https://a.example/": PageRecord("d1", "article"), "https://b.example/": PageRecord("d2", "", "no text")}
    catalogue = Catalogue("fingerprint", "change-7", pages)
    index.rebuild(ALL, catalogue, no_progress)
    assert index.catalogue() == catalogue
    assert (index.state().extraction, index.state().corpus_change) == ("fingerprint", "change-7")


def test_progress_is_told_of_steps_that_count_up(index: Index) -> None:
    steps: list[Step] = []
    index.rebuild(ALL, Catalogue(), steps.append)
    stages = {step.stage: [each.done for each in steps if each.stage == step.stage] for step in steps}
    assert stages["indexing"][-1] == len(ALL)
    for stage, done in stages.items():
        assert stage
        assert done == sorted(set(done)), stage


def test_a_sound_index_has_no_problems(full: Index) -> None:
    report = full.check()
    assert report.problems == ()
    assert report.checked > 0


def test_the_language_of_the_index_decides_what_is_one_word(index_factory: Callable[[str], Index]) -> None:
    article = an_article("a", "Die häufigen Krämpfe kommen nachts.")
    assert found(build(index_factory("german"), [article]), "häufig") == {"a0"}
    assert found(build(index_factory("english"), [article]), '"häufig"') == set()


def test_hostile_text_is_kept_and_found_as_it_is(index: Index) -> None:
    text = (
        "🙂 <b>bold</b> [/markup] \u0645\u0631\u062d\u0628\u0627 足つり \U0001f468\u200d\U0001f469\u200d\U0001f467 "
        + "x" * 70_000
    )
    article = an_article("a", Part(text, ("<i>", "[red]")), title="<script>")
    build(index, [article])
    for query in ("bold", "مرحبا", "つり", "script", "red", "x" * 7_000):
        assert names(ask(index, query)) == ["a0"]
    with index.searcher() as searcher:
        assert searcher.section(article.sections[0].id).text == text
