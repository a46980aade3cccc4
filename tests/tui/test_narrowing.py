"""Filters, tables, what is offered, and what is taken from an article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.tui.articles import CALMING, EYELID, LEGS
from tests.tui.conftest import Stage, playing
from tests.tui.test_app import chosen, showing, titles, told
from tests.tui.worlds import World, session, world
from twitchsearch.errors import SettingsError
from twitchsearch.model import Asking, Count, Expansion, Facets, Results, SearchRequest, SectionKind
from twitchsearch.model.answers import AnswerKind, Answers
from twitchsearch.model.requests import Alternative, Vocabulary
from twitchsearch.search.seam import Searcher
from twitchsearch.tui.actions import remapped
from twitchsearch.tui.conversation import Showing
from twitchsearch.tui.paint import KIND_NAMES
from twitchsearch.tui.picking import PickScreen
from twitchsearch.tui.questions import Manner, Question


def asked(stage: Stage) -> Question:
    return stage.screen.talk.asked


async def test_a_site_and_a_date_narrow_what_is_found_and_one_key_drops_them() -> None:
    async with playing(session(world(), query="coffee OR tea")) as stage:
        count = len(titles(stage))
        await stage.press("f10")
        assert isinstance(stage.app.screen, PickScreen)
        await stage.type("clinic")
        await stage.press("enter")
        assert titles(stage) == [LEGS.facts.title]
        assert "clinic.example · sort: best" in stage.text()
        await stage.press("f7", "ctrl+x")
        await stage.type("2025 or later")
        await stage.press("enter")
        assert set(titles(stage)) == {EYELID.facts.title, CALMING.facts.title}
        await stage.press("f7")
        assert len(titles(stage)) == count


async def test_the_warning_signs_keep_their_tab_where_a_filter_takes_the_room() -> None:
    kinds = tuple((kind, 100) for kind in KIND_NAMES)
    async with playing(session(offering(facets=Facets(kinds=kinds)), query="tea")) as stage:
        await stage.press("f10")
        await stage.type("2025 or later")
        await stage.press("enter")
        assert "See a doctor 100" in stage.text()
        assert stage.rows()[1].endswith("since 2025")
        assert "Diagnosis 100" not in stage.text()
        assert "Causes 100  Remedies 100" in stage.text()
        await stage.press(*["f2"] * len(kinds))
        assert asked(stage).kind is SectionKind.OTHER
        assert "[Other 100]" in stage.text()
        assert "See a doctor 100" in stage.text()


async def test_commands_and_the_way_out_stand_in_the_footer_of_a_common_terminal() -> None:
    async with playing(session(world(), query="tea"), 80, 24) as stage:
        for keys in ((), ("enter",)):
            await stage.press(*keys)
            assert "^P More" in stage.rows()[-1]
            assert "^Q Quit" in stage.rows()[-1]


async def test_a_space_after_the_query_does_not_show_in_what_is_offered() -> None:
    async with playing(session(offering(suggestion="eyelid twitching "), query="eyelid")) as stage:
        assert "did you mean eyelid twitching?" in stage.text()
    async with playing(session(offering(suggestion="calves "), query="zebra")) as stage:
        assert "did you mean “calves”?" in stage.text()


async def test_what_narrows_to_nothing_says_so_and_how_to_get_out() -> None:
    async with playing(session(world(), query="calves")) as stage:
        await stage.press("f10")
        await stage.type("2025")
        await stage.press("enter")
        assert showing(stage) is Showing.NOTHING
        assert "since 2025-01-01" in stage.text()
        assert "search without filters" in stage.text()
        await stage.press("f7")
        assert titles(stage) == [LEGS.facts.title]


@pytest.mark.parametrize("key", ["f11", "ctrl+a"])
async def test_the_distinct_causes_are_a_view_of_their_own(key: str) -> None:
    async with playing(session(world(), query="eyelid twitch")) as stage:
        await stage.press(key)
        assert asked(stage).tabled is SectionKind.CAUSES
        assert stage.screen.results.rows[0].id == "Stimulants"
        assert "named by" in stage.text()
        await stage.press("enter")
        assert "Causes > Stimulants" in stage.text()
        await stage.press("escape", key)
        assert asked(stage).tabled is None
        assert EYELID.facts.title in titles(stage)


async def test_where_articles_name_no_cause_that_is_said_and_the_sections_are_what_they_always_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nothing_named(searcher: Searcher, request: SearchRequest, kind: AnswerKind, _analyser: object) -> Answers:
        return Answers(kind, (), (), searcher.search(request), Count(2))

    monkeypatch.setattr("twitchsearch.search.answers.answers", nothing_named)
    async with playing(session(world(), query="coffee")) as stage:
        await stage.press("f11")
        assert asked(stage).tabled is SectionKind.CAUSES
        assert "no article names causes of this" in stage.text()
        assert "F11 sections" in stage.text()
        count = len(titles(stage))
        assert f"1-{count} of {count} articles" in stage.text()
        await stage.press("down", "enter")
        assert stage.screen.article.has_focus
        assert chosen(stage) in stage.text()
        await stage.press("escape", "f11")
        assert asked(stage).tabled is None
        assert "no article names" not in stage.text()


async def test_the_table_says_how_to_order_it_and_what_it_is_of(monkeypatch: pytest.MonkeyPatch) -> None:
    async with playing(session(world(), query="eyelid twitch")) as stage:
        assert "F11 Causes" in stage.rows()[-1]
        await stage.press("f11")
        assert "F11 Section " in stage.rows()[-1]
        assert "F5 most named first" in stage.text()
        await stage.press("f5")
        assert "F5 best match first" in stage.text()
        assert [each.asked.text for each in stage.screen.journal.past.searches] == ["eyelid twitch"]
        table = stage.screen.talk.answers
        assert table is not None
        wider = replace(table, wider="eyelid")
        monkeypatch.setattr("twitchsearch.search.answers.answers", lambda *_given: wider)
        await stage.press("f2")
        assert "F11 Section " in stage.rows()[-1]
        assert "remedies of “eyelid”, as little is said of all of it" in stage.text()


async def test_what_is_said_hides_nothing_and_goes_again() -> None:
    async with playing(session(world(), query="coffee")) as stage:
        before = stage.rows()
        await stage.press("ctrl+y")
        assert "The link was copied." in stage.text()
        assert stage.rows()[-3:] == before[-3:]
        stage.screen.foot.hush()
        await stage.settle()
        assert stage.rows() == before


async def test_the_chosen_row_stays_in_sight_while_something_is_said() -> None:
    async with playing(session(world(), query="coffee OR tea OR night OR calves"), 80, 14) as stage:
        await stage.press("ctrl+end", "ctrl+y")
        assert "The link was copied." in stage.text()
        assert f">{len(titles(stage)):>2} " in stage.text()


async def test_a_table_wants_words_and_other_kinds_have_none() -> None:
    async with playing(session(world())) as stage:
        await stage.press("f11")
        assert "Type what" in told(stage)
        await stage.type("eyelid")
        await stage.press("f11", "f2")
        assert asked(stage).kind is SectionKind.REMEDIES
        assert asked(stage).tabled is SectionKind.REMEDIES
        await stage.press("f2")
        assert asked(stage).tabled is None
        assert stage.screen.results.hits


class Offering(World):
    """An index whose answers offer something, while the question is one and not just words."""

    offer: Mapping[str, object] = {}

    def answer(self, request: SearchRequest, results: Results) -> Results:
        return replace(results, **self.offer) if request.asking is Asking.QUESTION else results  # type: ignore[arg-type]


def offering(**offer: object) -> Offering:
    index = Offering(inner=world().inner)
    index.offer = offer
    return index


async def test_where_nothing_is_found_the_words_that_no_article_has_are_named_and_no_section_is_said_to_tell() -> None:
    async with playing(session(world(), query="zzqx xqzz twi")) as stage:
        await stage.press("Z")
        assert "In no article: zzqx, xqzz." in stage.text()
        await stage.press("f11")
        assert stage.screen.talk.asked.tabled
        assert "these sections tell" not in stage.text()
        assert "F11 sections" in stage.text()


async def test_another_spelling_is_taken_by_a_key_and_by_enter_where_nothing_was_found() -> None:
    async with playing(session(offering(suggestion="calves"), query="eyelid")) as stage:
        assert "did you mean calves?" in stage.text()
        await stage.press("tab")
        assert stage.screen.head.box.value == "calves"
    async with playing(session(offering(suggestion="calves"), query="zebra")) as stage:
        assert showing(stage) is Showing.NOTHING
        await stage.press("enter")
        assert stage.screen.head.box.value == "calves"


async def test_the_kind_that_is_looked_for_is_one_key_away_and_can_be_switched_off() -> None:
    async with playing(session(offering(wish=(SectionKind.REMEDIES,)), query="eyelid")) as stage:
        assert "looking for remedies" in stage.text()
        await stage.press("tab")
        assert asked(stage).kind is SectionKind.REMEDIES
        await stage.press("f7", "ctrl+k")
        assert "looking for" not in stage.text()
        assert "just these words" in stage.text()
        await stage.press("ctrl+k")
        assert "looking for remedies" in stage.text()


async def test_what_is_also_searched_for_is_shown_and_can_be_switched_off() -> None:
    vocabulary: Vocabulary = {("lid",): (Alternative("eyelid"),)}
    manner = Manner(vocabulary=lambda text: vocabulary if "lid" in text else {})
    async with playing(session(world(), manner=lambda: manner, query="lid ")) as stage:
        assert EYELID.facts.title in titles(stage)
        assert "also searched: eyelid" in stage.text()
        await stage.press("ctrl+k")
        assert EYELID.facts.title not in titles(stage)


async def test_a_phrase_that_is_typed_to_its_end_finds_what_enter_would_find() -> None:
    vocabulary: Vocabulary = {("big", "spasm"): (Alternative("calves"),)}
    manner = Manner(vocabulary=lambda text: vocabulary)
    async with playing(session(world(), manner=lambda: manner)) as stage:
        await stage.type("big spasm")
        assert asked(stage).typing
        assert LEGS.facts.title in titles(stage)
        await stage.press("enter", "enter")
        assert "match 1/" in stage.text()


async def test_what_is_misspelt_at_its_end_is_corrected_while_typing_and_marked_in_the_reader() -> None:
    async with playing(session(world())) as stage:
        await stage.type("stimulnats")
        assert EYELID.facts.title in titles(stage)
        assert "this is for stimulants" in stage.text()
        await stage.press("enter", "enter")
        assert stage.screen.article.has_focus
        assert "no match" not in stage.text()
        assert "match 1/" in stage.text()


async def test_a_phrase_that_is_still_open_finds_nothing_without_an_error() -> None:
    async with playing(session(world())) as stage:
        await stage.type('"zebra qx')
        assert showing(stage) is Showing.NOTHING
        assert stage.screen.talk.unclear is None


async def test_hints_never_make_the_screen_wider() -> None:
    long = Expansion("x", tuple("very long words indeed" for _ in range(20)))
    async with playing(session(offering(expansions=(long,), suggestion="s" * 300), query="eyelid"), 60, 20) as stage:
        assert all(len(row) <= 60 for row in stage.rows())


async def test_without_an_offer_tab_goes_to_the_reader_and_back() -> None:
    async with playing(session(world(), query="calves")) as stage:
        await stage.press("tab")
        assert stage.screen.article.has_focus
        await stage.press("tab")
        assert stage.screen.head.box.has_focus


async def test_words_that_no_article_has_are_named_above_the_results() -> None:
    async with playing(session(world(), query="calming collarbone Lisbon ")) as stage:
        assert titles(stage)
        assert "in no article: collarbone, Lisbon" in stage.text()


async def test_more_like_a_section_and_back() -> None:
    async with playing(session(world(), query="calming")) as stage:
        await stage.press("enter", "m")
        assert asked(stage).like is not None
        assert "more like “Calming a twitching eyelid”" in stage.text()
        assert EYELID.facts.title in titles(stage)
        await stage.press("escape")
        assert asked(stage).like is None
        assert chosen(stage) == CALMING.facts.title


@pytest.mark.parametrize("keys", [["shift+f3"], ["enter", "t"]])
async def test_the_contents_of_an_article_tell_where_its_matches_are_and_lead_there(keys: list[str]) -> None:
    async with playing(session(world(), query="tea"), 80, 30) as stage:
        await stage.press("down", *keys)
        card = stage.app.screen
        assert isinstance(card, PickScreen)
        assert "What helps" in stage.text()
        await stage.type("helps")
        await stage.press("enter")
        section = stage.screen.article.current_section
        assert section is not None
        assert section.heading == "What helps"
        assert stage.screen.article.has_focus


async def test_words_are_found_in_an_article_whatever_the_query() -> None:
    async with playing(session(world(), query="calves")) as stage:
        await stage.press("enter", "slash")
        await stage.type("BED")
        assert "found 1/2" in stage.text()
        await stage.press("enter", "n")
        assert "found 2/2" in stage.text()
        await stage.press("slash")
        await stage.type("zebra")
        assert "not found" in stage.text()
        await stage.press("escape")
        assert "match" in stage.text()
        assert stage.screen.article.has_focus


async def test_a_wide_screen_has_the_contents_beside_the_article() -> None:
    async with playing(session(world(), query="calves"), 220, 60) as stage:
        assert stage.screen.reader.outline.display
        assert "Before bed  Prevention" in stage.text()
        await stage.press("enter", "]")
        assert stage.screen.reader.outline.highlighted == stage.screen.article.section


async def test_a_section_and_a_citation_are_copied_with_their_source() -> None:
    async with playing(session(world(), query="calves")) as stage:
        await stage.press("enter", "y")
        assert LEGS.sections[0].text in stage.app.clipboard
        assert LEGS.facts.url in stage.app.clipboard
        await stage.press("c")
        cited = "“Leg twitching at night”. clinic.example. https://clinic.example/leg-twitching-at-night"
        assert stage.app.clipboard == f"{cited} (fetched 2026-11-22)"


class TestKeys:
    """Keys as a person chose them."""

    def test_they_are_written_as_people_write_them(self) -> None:
        assert remapped({"sort": "f5, ctrl+n", "find": "/", "narrow": ""}) == {
            "sort": "f5,ctrl+n",
            "find": "slash",
            "narrow": "",
        }

    @pytest.mark.parametrize(
        ("keys", "said"),
        [
            ({"srt": "f5"}, "there is no action 'srt'"),
            ({"sort": "F5"}, "'F5' is no key"),
            ({"sort": "hyper+x"}, "is no key"),
            ({"sort": "f1"}, "both help and sort"),
            ({"find": "n"}, "both next_match and find"),
        ],
    )
    def test_what_is_wrong_is_named(self, keys: Mapping[str, str], said: str) -> None:
        with pytest.raises(SettingsError, match=said):
            remapped(keys)

    async def test_a_key_that_would_edit_the_query_runs_its_action_and_an_action_may_have_none(self) -> None:
        keys = remapped({"sort": "ctrl+u", "help": "", "next_kind": ""})
        settings = replace(session(world()).settings, keys=keys)
        async with playing(session(world(), query="coffee", settings=settings)) as stage:
            await stage.press("ctrl+u")
            assert "sort: newest" in stage.text()
            assert stage.screen.head.box.value == "coffee"
            await stage.press("f1")
            assert stage.app.screen is stage.screen
