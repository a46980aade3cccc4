"""What each key does, from the query to the reader and back."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from textual.widgets import OptionList

from tests.tui.articles import ARTICLES, CALMING, EYELID, LEGS, article, section
from tests.tui.conftest import Stage, playing
from tests.tui.worlds import Outside, World, missing, session, world
from twitchsearch.errors import DiskError, NotFound, SettingsError
from twitchsearch.model import (
    Catalogue,
    IndexState,
    IndexStatus,
    Page,
    Progress,
    SearchRequest,
    SectionKind,
    Sort,
    Step,
    no_progress,
)
from twitchsearch.tui import Layout, TuiSettings
from twitchsearch.tui.actions import ACTIONS, Place
from twitchsearch.tui.app import TwitchsearchApp
from twitchsearch.tui.care import CareScreen
from twitchsearch.tui.conversation import Showing
from twitchsearch.tui.help import HelpScreen
from twitchsearch.tui.picking import PickScreen
from twitchsearch.tui.questions import MORE, PAGE
from twitchsearch.tui.scene import PATIENCE


def titles(stage: Stage) -> list[str]:
    return [hit.article.title for hit in stage.screen.results.hits]


def chosen(stage: Stage) -> str:
    hit = stage.screen.results.chosen
    return hit.article.title if hit else ""


def told(stage: Stage) -> str:
    """What the foot says besides."""
    return "\n".join(stage.screen.foot.told)


def showing(stage: Stage) -> Showing:
    return stage.screen.talk.showing


def sort(stage: Stage) -> Sort:
    return stage.screen.talk.asked.sort


def reading(stage: Stage) -> bool:
    return stage.screen.article.has_focus


async def test_typing_searches_without_enter_and_the_last_word_is_unfinished() -> None:
    index = world()
    async with playing(session(index)) as stage:
        await stage.type("eyel")
        assert set(titles(stage)) == {EYELID.facts.title, CALMING.facts.title}
        assert index.searched[-1].typing


async def test_the_query_given_at_the_start_is_searched() -> None:
    async with playing(session(world(), query="calves")) as stage:
        assert titles(stage) == [LEGS.facts.title]
        assert stage.screen.head.box.cursor_position == len("calves")


async def test_arrows_and_page_keys_move_in_the_list_while_the_query_keeps_the_focus() -> None:
    async with playing(session(world(), query="coffee OR tea OR night OR calves")) as stage:
        count = len(titles(stage))
        assert count >= 3
        await stage.press("down", "down", "up")
        assert stage.screen.results.highlighted == 1
        await stage.press("ctrl+end")
        assert stage.screen.results.highlighted == count - 1
        await stage.press("ctrl+home")
        assert stage.screen.results.highlighted == 0
        await stage.press("pagedown", "pageup")
        assert stage.screen.results.highlighted == 0
        assert stage.screen.head.box.has_focus


async def test_enter_opens_the_highlighted_article_and_escape_leads_back() -> None:
    async with playing(session(world())) as stage:
        await stage.type("eyelid")
        await stage.press("down")
        title = chosen(stage)
        await stage.press("enter")
        assert reading(stage)
        assert title in stage.text()
        assert not stage.screen.query_one("#left").display
        await stage.press("escape")
        assert stage.screen.head.box.has_focus
        assert chosen(stage) == title


async def test_enter_runs_the_search_that_the_command_line_would_run() -> None:
    index = world()
    async with playing(session(index)) as stage:
        await stage.type("eyelid")
        await stage.press("enter")
        assert not index.searched[-1].typing


async def test_enter_before_the_answer_opens_it_when_it_comes() -> None:
    go_on = threading.Event()
    index = world()
    async with playing(session(index)) as stage:
        index.before_search = lambda request: _wait(go_on)
        await stage.pilot.press(*"calves", "enter")
        assert not reading(stage)
        go_on.set()
        await stage.settle()
        assert reading(stage)


def _wait(event: threading.Event) -> None:
    assert event.wait(60)


async def test_escape_clears_the_query_and_the_filter() -> None:
    async with playing(session(world(), query="coffee")) as stage:
        await stage.press("f2")
        await stage.press("escape")
        assert stage.screen.head.box.value == ""
        assert stage.screen.talk.asked.kind is None
        assert showing(stage) is Showing.WELCOME


@pytest.mark.parametrize("key", ["f2", "ctrl+t"])
async def test_tabs_go_through_the_kinds_that_were_found(key: str) -> None:
    async with playing(session(world(), query="coffee")) as stage:
        kinds = stage.screen.head.tabs.kinds(None)
        seen = []
        for _ in range(len(kinds) + 1):
            await stage.press(key)
            seen.append(stage.screen.talk.asked.kind)
        assert seen == [*kinds, None]


@pytest.mark.parametrize("key", ["shift+f2", "ctrl+pageup"])
async def test_tabs_go_backwards_too(key: str) -> None:
    async with playing(session(world(), query="coffee")) as stage:
        await stage.press(key)
        assert stage.screen.talk.asked.kind is stage.screen.head.tabs.kinds(None)[-1]


async def test_counts_of_the_other_tabs_stay_while_one_is_chosen() -> None:
    async with playing(session(world(), query="coffee")) as stage:
        before = dict(stage.screen.head.tabs.counts)
        await stage.press("f2")
        assert stage.screen.head.tabs.counts == before
        assert len(before) > 1


async def test_a_click_on_a_tab_chooses_it() -> None:
    async with playing(session(world(), query="coffee")) as stage:
        column = stage.rows()[1].index("Outlook")
        await stage.pilot.click("#tabs", offset=(column + 1, 0))
        await stage.settle()
        assert stage.screen.talk.asked.kind is SectionKind.OUTLOOK


async def test_a_click_on_a_result_opens_it() -> None:
    async with playing(session(world(), query="eyelid")) as stage:
        second = titles(stage)[1]
        await stage.pilot.click("#results", offset=(10, 4))
        await stage.settle()
        assert reading(stage)
        assert chosen(stage) == second


async def test_a_click_on_the_bar_runs_the_action() -> None:
    async with playing(session(world())) as stage:
        column = stage.rows()[-1].index("Help")
        await stage.pilot.click("#bar", offset=(column, 0))
        await stage.pilot.pause()
        assert isinstance(stage.app.screen, HelpScreen)


async def test_kinds_can_be_browsed_without_a_query() -> None:
    async with playing(session(world())) as stage:
        await stage.press("f2")
        assert showing(stage) is Showing.RESULTS
        assert all(hit.section.kind is SectionKind.CAUSES for hit in stage.screen.results.hits)


async def test_every_kind_drops_the_filter() -> None:
    async with playing(session(world(), query="coffee")) as stage:
        await stage.press("f2", "f7")
        assert stage.screen.talk.asked.kind is None
        await stage.press("f2", "ctrl+e")
        assert stage.screen.talk.asked.kind is None


async def test_the_order_changes_to_newest_and_back() -> None:
    index = world()
    async with playing(session(index, query="eyelid")) as stage:
        await stage.press("f5")
        assert [request.sort for request in index.searched][-1:] == [Sort.NEWEST]
        assert "sort: newest" in stage.text()
        await stage.press("ctrl+n")
        assert [request.sort for request in index.searched][-1:] == [Sort.BEST]


async def test_the_layout_changes_and_says_when_it_cannot() -> None:
    async with playing(session(world(), query="eyelid"), 90, 24) as stage:
        await stage.press("f3")
        shapes = [stage.screen.shape]
        assert stage.screen.reader.display
        await stage.press("ctrl+l")
        shapes.append(stage.screen.shape)
        assert [shape.two_panes for shape in shapes] == [True, False]
    async with playing(session(world(), query="eyelid"), 50, 24) as stage:
        await stage.press("f3")
        assert not stage.screen.shape.two_panes
        assert "60 columns" in told(stage)


async def test_the_layout_of_the_settings_is_used() -> None:
    async with playing(session(world(), query="eyelid", settings=TuiSettings(layout=Layout.ONE)), 140, 40) as stage:
        assert not stage.screen.shape.two_panes


async def test_two_panes_show_the_article_of_the_highlighted_result() -> None:
    async with playing(session(world(), query="eyelid"), 140, 40) as stage:
        for _ in titles(stage):
            assert stage.screen.article.document is not None
            assert stage.screen.article.document.article.facts.title == chosen(stage)
            await stage.press("down")


async def test_resizing_live_keeps_the_result_and_the_place_in_the_article() -> None:
    async with playing(session(world(), query="coffee nerves"), 140, 40) as stage:
        await stage.press("down")
        title = chosen(stage)
        await stage.press("enter", "]")
        section_before = stage.screen.article.section
        for size in ((80, 24), (50, 14), (30, 8), (220, 60), (140, 40)):
            await stage.pilot.resize_terminal(*size)
            await stage.settle()
        assert chosen(stage) == title
        assert stage.screen.article.section == section_before


async def test_matches_are_gone_through_in_both_directions_with_a_count() -> None:
    async with playing(session(world(), query="eyelid")) as stage:
        await stage.press("enter")
        view = stage.screen.article
        assert view.document is not None
        total = len(view.document.matches)
        first = view.match
        for step in range(1, total + 1):
            await stage.press("n")
            assert view.match == (first + step) % total
        await stage.press("N")
        assert view.match == (first - 1) % total
        assert f"match {view.match + 1}/{total}" in stage.text()


async def test_sections_are_gone_through_and_the_place_says_which() -> None:
    async with playing(session(world(), query="calves")) as stage:
        await stage.press("enter", "g")
        assert stage.screen.article.section == 0
        await stage.press("]")
        assert "Causes" in stage.rows()[3]
        await stage.press("]", "]", "]")
        assert "Prevention > Before bed" in stage.rows()[3]
        await stage.press("[")
        assert "Causes" in stage.rows()[3]


async def test_beginning_and_end_of_a_long_article() -> None:
    async with playing(session(world(), query="coffee wakes nerves")) as stage:
        await stage.press("enter", "G")
        assert stage.screen.article.scroll_offset.y == stage.screen.article.max_scroll_y > 0
        assert "Coffee leaves the body within a day." in stage.text()
        await stage.press("home")
        assert stage.screen.article.scroll_offset.y == 0
        await stage.press("pagedown")
        assert stage.screen.article.scroll_offset.y > 0


async def test_q_leads_from_the_reader_to_the_query() -> None:
    async with playing(session(world(), query="eyelid")) as stage:
        await stage.press("enter", "q")
        assert stage.screen.head.box.has_focus


@pytest.mark.parametrize("key", ["f8", "ctrl+o"])
async def test_the_saved_copy_opens_at_the_section_without_its_scripts(key: str) -> None:
    outside = Outside()
    async with playing(session(world(), outside, query="calves")) as stage:
        hit = stage.screen.results.chosen
        assert hit is not None
        await stage.press(key)
        await stage.app.workers.wait_for_complete()
        (address,) = outside.browsed
        assert address.startswith("file://")
        assert address.endswith(f"#{hit.section.anchor}")


async def test_the_reader_opens_saved_copy_and_live_page_at_the_section_that_is_read() -> None:
    outside = Outside()
    async with playing(session(world(), outside, query="calves")) as stage:
        await stage.press("enter", "g", "]")
        await stage.press("o")
        await stage.app.workers.wait_for_complete()
        await stage.press("O")
        await stage.app.workers.wait_for_complete()
        saved, live = outside.browsed
        assert saved.endswith("#s1")
        assert live == LEGS.facts.url + "#s1"


async def test_where_no_browser_opens_the_person_is_told_where_the_copy_is() -> None:
    async with playing(session(world(), Outside(opens=False), query="calves")) as stage:
        await stage.press("f8")
        await stage.app.workers.wait_for_complete()
        await stage.pilot.pause()
        assert "No browser could be opened. Until you leave" in told(stage)


async def test_a_page_that_is_not_in_the_corpus_any_more_costs_a_sentence() -> None:
    def gone(url: str) -> Page:
        raise NotFound(f"no page has the address {url}")

    async with playing(session(world(), query="calves", page=gone)) as stage:
        await stage.press("f8")
        await stage.app.workers.wait_for_complete()
        await stage.pilot.pause()
        assert "no page has the address" in told(stage)


async def test_the_link_is_copied() -> None:
    async with playing(session(world(), query="calves")) as stage:
        await stage.press("ctrl+y")
        assert stage.app.clipboard == LEGS.facts.url


@pytest.mark.parametrize("key", ["f4", "ctrl+d"])
async def test_the_warning_signs_of_the_article_are_one_key_away(key: str) -> None:
    async with playing(session(world(), query="eyelid")) as stage:
        await stage.press(key)
        assert isinstance(stage.app.screen, CareScreen)
        text = stage.text()
        assert text.index("EMERGENCY") < text.index("SEE A DOCTOR")
        assert EYELID.facts.title in text
        await stage.press("escape")
        assert stage.screen.head.box.has_focus


@pytest.mark.parametrize("key", ["f1", "ctrl+g"])
async def test_help_lists_every_action_and_enter_runs_the_one_found(key: str) -> None:
    async with playing(session(world(), query="coffee")) as stage:
        await stage.press(key)
        options = stage.app.screen.query_one(OptionList)
        assert [option.id for option in options.options] == [action.id for action in ACTIONS]
        await stage.type("newest")
        await stage.press("enter")
        assert not isinstance(stage.app.screen, HelpScreen)
        assert sort(stage) is Sort.NEWEST


async def test_help_moves_and_closes_by_keys() -> None:
    async with playing(session(world())) as stage:
        await stage.press("f1", "down", "down", "up")
        assert stage.app.screen.query_one(OptionList).highlighted == 1
        await stage.press("pagedown", "pageup", "escape")
        assert stage.app.screen is stage.screen


async def test_question_mark_opens_help_in_the_reader_and_is_a_letter_in_the_query() -> None:
    async with playing(session(world())) as stage:
        await stage.press("question_mark")
        assert stage.screen.head.box.value == "?"
        await stage.press("backspace")
        await stage.type("calves")
        await stage.press("enter", "question_mark")
        assert isinstance(stage.app.screen, HelpScreen)


def first_offered(stage: Stage) -> str:
    """What the palette offers first."""
    found = stage.app.screen.query(OptionList)
    return str(found.first().get_option_at_index(0).prompt) if found and found.first().option_count else ""


async def test_the_palette_holds_every_action_and_runs_it() -> None:
    async with playing(session(world(), query="coffee")) as stage:
        commands = [command.title for command in stage.app.get_system_commands(stage.screen)]
        assert commands == [action.title for action in ACTIONS if action.id != "palette"]
        await stage.pilot.press("ctrl+p")
        await stage.pilot.pause()
        await stage.pilot.press(*"Change", "space", *"the", "space", *"order")
        await stage.until(lambda: first_offered(stage).startswith("Change the order"))
        await stage.pilot.press("enter")
        if stage.app.screen is not stage.screen:
            await stage.pilot.press("enter")
        await stage.settle()
        assert sort(stage) is Sort.NEWEST


async def test_every_action_has_a_method_and_keys_that_clash_with_none() -> None:
    async with playing(session(world())) as stage:
        assert all(hasattr(stage.screen, f"action_{action.id}") for action in ACTIONS)
    for place in (Place.QUERY, Place.READER):
        keys = [key for action in ACTIONS if action.place in (Place.ANYWHERE, place) for key in action.keys.split(",")]
        assert len([key for key in keys if key]) == len({key for key in keys if key})


def test_function_keys_have_a_second_binding_and_no_key_is_only_for_some_terminals() -> None:
    for action in ACTIONS:
        keys = [key for key in action.keys.split(",") if key]
        assert not any(key.startswith("alt+") for key in keys)
        if any(key.removeprefix("shift+").startswith("f") and key[-1].isdigit() for key in keys):
            assert any(key.startswith("ctrl+") for key in keys), action
        assert not keys or not set(keys) <= {"ctrl+j", "ctrl+b", "ctrl+a"}, action
        if action.place is not Place.READER:
            assert not any(len(key) == 1 for key in keys), action


async def test_keys_are_remapped_by_the_settings_and_help_and_bar_say_so() -> None:
    settings = TuiSettings(keys={"sort": "f10", "help": "f1"})
    async with playing(session(world(), query="coffee", settings=settings)) as stage:
        await stage.press("f5")
        assert sort(stage) is Sort.BEST
        await stage.press("f10")
        assert sort(stage) is Sort.NEWEST
        await stage.press("f1")
        await stage.type("order")
        assert "F10" in stage.text()


@pytest.mark.parametrize("query", ["coffee", "coffee remedy"])
async def test_at_80_columns_the_bar_has_every_essential_key_and_each_can_be_clicked(query: str) -> None:
    async with playing(session(world(), query=query)) as stage:
        bar = stage.rows()[-1]
        assert bar.startswith("F1 Help F2 Kind F4 Doctor F11 ")
        assert bar.endswith("^P More ^Q Quit F10 Filter ^S Save ^R Past")
        await stage.press("f11")
        assert stage.rows()[-1].endswith("^S Save ^R Past")
        await stage.pilot.click("#bar", offset=(stage.rows()[-1].index("Past"), 0))
        await stage.settle()
        assert isinstance(stage.app.screen, PickScreen)


async def test_at_100_columns_the_bar_calls_things_by_their_whole_names() -> None:
    async with playing(session(world(), query="coffee"), 100, 30) as stage:
        assert "^P Commands  " in stage.rows()[-1]
        assert "^R Recent" in stage.rows()[-1]
        await stage.press("tab")
        await stage.pilot.resize_terminal(80, 24)
        await stage.settle()
        assert "^Q Quit t Contents" in stage.rows()[-1]


async def test_while_something_is_to_be_found_the_bar_offers_no_key_that_would_be_typed() -> None:
    async with playing(session(world(), query="coffee")) as stage:
        await stage.press("enter", "slash")
        assert "Enter keep  Esc leave" in stage.text()
        assert "n Match" not in stage.rows()[-1]
        assert "^Q Quit" in stage.rows()[-1]
        await stage.press("escape")
        assert "n Match" in stage.rows()[-1]


async def test_where_tabs_do_not_fit_the_usual_order_is_not_told_but_filters_are() -> None:
    async with playing(session(world(), query="coffee OR tea OR eyelid"), 60, 20) as stage:
        assert "See a doctor" in stage.rows()[1]
        assert "Remedies" in stage.rows()[1]
        assert "sort" not in stage.rows()[1]
        await stage.press("f5")
        assert "sort: newest" in stage.rows()[1]


async def test_ctrl_backspace_deletes_the_word_to_the_left() -> None:
    async with playing(session(world(), query="eyelid twitching")) as stage:
        await stage.press("ctrl+backspace")
        assert stage.screen.head.box.value == "eyelid "


async def test_a_query_that_cannot_be_understood_keeps_the_results_and_points_at_the_place() -> None:
    async with playing(session(world())) as stage:
        await stage.type("eyelid")
        before = titles(stage)
        await stage.type(" title:[")
        await stage.press("enter")
        assert stage.screen.talk.unclear is not None
        assert titles(stage) == before
        assert "^" in stage.rows()[1]
        await stage.press("f6")
        assert stage.screen.talk.unclear is None


async def test_plain_words_are_searched_where_signs_find_nothing() -> None:
    async with playing(session(world(), query='"tea eyelid"')) as stage:
        assert showing(stage) is Showing.NOTHING
        await stage.press("ctrl+f")
        assert showing(stage) is Showing.RESULTS


async def test_without_an_index_one_is_built_and_searched_the_moment_it_is_done() -> None:
    index = missing()

    def build(progress: Progress) -> IndexState:
        progress(Step("extracting", 1, 2))
        return index.rebuild(ARTICLES, Catalogue(), progress)

    async with playing(session(index, build=build, query="calves")) as stage:
        assert titles(stage) == [LEGS.facts.title]


async def test_without_an_index_no_answer_is_said_to_be_awaited() -> None:
    async with playing(session(missing())) as stage:
        await stage.type("tea")
        await stage.pilot.pause(PATIENCE * 2)
        assert "searching" not in stage.text()


@pytest.mark.parametrize("key", ["enter", "f12"])
async def test_a_damaged_index_is_rebuilt_by_a_key(key: str) -> None:
    index = World(status=IndexStatus.DAMAGED)
    built = session(index, build=lambda progress: index.rebuild(ARTICLES, Catalogue(), progress))
    async with playing(built) as stage:
        assert "twitchsearch index build" in stage.text()
        await stage.press(key)
        assert showing(stage) is Showing.WELCOME


async def test_a_build_that_fails_says_why_and_leaves_what_was_there() -> None:
    def build(progress: Progress) -> IndexState:
        raise DiskError("cannot write /x: the disk is full")

    async with playing(session(world(), build=build, query="calves")) as stage:
        await stage.press("f12")
        assert "the disk is full" in told(stage)
        assert titles(stage) == [LEGS.facts.title]


async def test_leaving_during_a_build_stops_it() -> None:
    started, stopped = threading.Event(), threading.Event()

    def build(progress: Progress) -> IndexState:
        try:
            for number in range(100_000):
                started.set()
                progress(Step("extracting", number))
                stopped.wait(0.001)
        except BaseException:
            stopped.set()
            raise
        raise AssertionError("nobody stopped it")

    async with playing(session(missing(), build=build), rest=False) as stage:
        await stage.until(started.is_set)
    assert stopped.is_set()


async def test_another_generation_is_followed_without_losing_the_place() -> None:
    index = world()
    async with playing(session(index, query="eyelid")) as stage:
        await stage.press("down")
        title = chosen(stage)
        newer = article("Eyelid notes", [section(SectionKind.OTHER, (), "An eyelid, an eyelid, an eyelid.")])
        index.rebuild([*ARTICLES, newer], Catalogue(), no_progress)
        stage.screen.engine.look()
        await stage.settle()
        assert "Eyelid notes" in titles(stage)
        assert chosen(stage) == title
        assert index.open_searchers == 1


async def test_an_index_that_vanishes_is_told_and_comes_back() -> None:
    index = world()
    async with playing(session(index)) as stage:
        index.before_search = _damaged(index)
        await stage.type("tea")
        assert showing(stage) is Showing.UNUSABLE
        index.before_search = lambda request: None
        index.status = IndexStatus.READY
        stage.screen.engine.look()
        await stage.settle()
        assert showing(stage) is Showing.RESULTS


def _damaged(index: World) -> Callable[[SearchRequest], None]:
    def search(request: SearchRequest) -> None:
        index.status = IndexStatus.DAMAGED
        index.searcher()

    return search


async def test_an_article_that_is_gone_costs_a_sentence() -> None:
    index = world()
    async with playing(session(index)) as stage:
        index.gone = {each.id for each in LEGS.sections}
        await stage.type("calves")
        assert "is not there any more" in told(stage)


async def test_a_defect_in_a_search_leaves_the_screen_up_and_the_next_search_works() -> None:
    index = world()
    async with playing(session(index)) as stage:

        def fail(request: SearchRequest) -> None:
            raise ZeroDivisionError(request.text)

        index.before_search = fail
        await stage.type("calves")
        assert "ZeroDivisionError" in told(stage)
        index.before_search = lambda request: None
        await stage.type(" jump")
        assert titles(stage) == [LEGS.facts.title]


async def test_a_slow_answer_dims_the_old_results_and_says_so_after_a_moment() -> None:
    go_on, index = threading.Event(), world()
    async with playing(session(index, query="eyelid")) as stage:
        before = titles(stage)
        index.before_search = lambda request: _wait(go_on)
        await stage.pilot.press("s")
        await stage.until(lambda: "searching" in stage.text())
        assert stage.screen.results.has_class("-stale")
        assert titles(stage) == before
        go_on.set()
        await stage.settle()
        assert "searching" not in stage.text()
        assert not stage.screen.results.has_class("-stale")


async def test_only_the_newest_of_many_quick_keys_is_searched_after_the_running_one() -> None:
    go_on, index = threading.Event(), world()
    async with playing(session(index)) as stage:
        index.searched.clear()
        index.before_search = lambda request: _wait(go_on)
        await stage.pilot.press(*"eyelid")
        await stage.pilot.press("space", *"tea")
        go_on.set()
        await stage.settle()
        assert len(index.searched) <= 2
        assert index.searched[-1].text == "eyelid tea"
        assert stage.screen.talk.answered == stage.screen.talk.asked


async def test_more_results_come_when_the_end_of_the_list_is_reached() -> None:
    count = PAGE + MORE + 3
    many = [article(f"Note {n:03}", [section(SectionKind.OTHER, (), f"Tea note {n}.")]) for n in range(count)]
    async with playing(session(world(many), query="tea")) as stage:
        assert len(titles(stage)) == PAGE
        await stage.press("ctrl+end")
        assert len(titles(stage)) == PAGE + MORE
        assert stage.screen.results.highlighted == PAGE - 1
        await stage.press("ctrl+end")
        await stage.press("ctrl+end")
        assert len(titles(stage)) == count


async def test_pages_are_asked_for_once_each_from_where_the_last_ended_and_the_place_is_kept() -> None:
    count = PAGE + 5 * MORE
    many = [article(f"Note {n:03}", [section(SectionKind.OTHER, (), f"Tea note {n}.")]) for n in range(count)]
    index = world(many)
    async with playing(session(index, query="tea")) as stage:
        for _ in range(8):
            await stage.press("ctrl+end")
        assert len(set(titles(stage))) == len(titles(stage)) == count
        windows = [(request.window.offset, request.window.limit) for request in index.searched if request.text]
        assert windows == [(0, PAGE), *((PAGE + n * MORE, MORE) for n in range(6))]
        assert f"of {count} articles" in stage.text()
        await stage.press("pageup")
        title, top = chosen(stage), stage.screen.results.scroll_offset.y
        index.rebuild(many, Catalogue(), no_progress)
        stage.screen.engine.look()
        await stage.settle()
        assert (0, count) in [(request.window.offset, request.window.limit) for request in index.searched]
        assert (chosen(stage), stage.screen.results.scroll_offset.y) == (title, top)


async def test_scrolling_with_the_wheel_brings_more_results_too() -> None:
    many = [article(f"Note {n:03}", [section(SectionKind.OTHER, (), f"Tea note {n}.")]) for n in range(2 * PAGE)]
    async with playing(session(world(many), query="tea")) as stage:
        stage.screen.results.scroll_end(animate=False)
        await stage.settle()
        assert len(titles(stage)) == 2 * PAGE
        assert stage.screen.results.highlighted == 0


async def test_keys_for_the_list_do_no_harm_while_the_terminal_is_too_small_to_show_it() -> None:
    async with playing(session(world(), query="coffee OR tea OR night OR calves"), 30, 8) as stage:
        for key in ("pagedown", "pageup", "down", "up", "ctrl+end", "ctrl+home", "pagedown"):
            await stage.press(key)
        await stage.pilot.resize_terminal(80, 24)
        await stage.settle()
        assert chosen(stage) in stage.text()


async def test_an_empty_no_color_asks_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "")
    async with playing(session(world())) as stage:
        assert stage.app.theme == "twitchsearch"
        assert not stage.app.no_color
    monkeypatch.setenv("NO_COLOR", "1")
    async with playing(session(world())) as stage:
        assert stage.app.theme == "monochrome"


def test_an_unknown_theme_is_an_error_that_names_the_choices_and_one_of_an_earlier_version_is_not() -> None:
    with pytest.raises(SettingsError, match=r"no such theme.*monochrome.*twitchsearch"):
        TwitchsearchApp(session(world(), settings=TuiSettings(theme="no such theme")))
    assert TwitchsearchApp(session(world(), settings=TuiSettings(last_theme="gone"))).theme == "twitchsearch"
    assert TwitchsearchApp(session(world(), settings=TuiSettings(last_theme="nord"))).theme == "nord"


async def test_every_theme_can_be_chosen_while_it_runs() -> None:
    async with playing(session(world(), query="eyelid"), 140, 40) as stage:
        for name in stage.app.available_themes:
            stage.app.theme = name
            await stage.settle()
            assert EYELID.facts.title in stage.text()


async def test_a_long_query_scrolls_and_typing_goes_on() -> None:
    async with playing(session(world()), 60, 20) as stage:
        stage.screen.head.box.put("eyelid " * 30 + 'kind:nonsense "')
        await stage.settle()
        await stage.press("home")
        assert stage.screen.head.box.value.startswith("eyelid")


async def test_an_answer_that_comes_soon_is_never_said_to_be_awaited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twitchsearch.tui.scene.PATIENCE", 3600.0)
    go_on, index = threading.Event(), world()
    async with playing(session(index, query="eyelid")) as stage:
        index.before_search = lambda request: _wait(go_on)
        await stage.pilot.press("s")
        await stage.pilot.pause()
        assert stage.screen.talk.waiting
        assert "searching" not in stage.text()
        assert not stage.screen.results.has_class("-stale")
        go_on.set()


async def test_control_characters_in_a_query_reach_no_terminal() -> None:
    async with playing(session(world())) as stage:
        stage.screen.head.box.put("zebra\x1b[31m\u202e stripes")
        await stage.settle()
        assert "\x1b" not in stage.text()


async def test_quitting_ends_with_success() -> None:
    async with playing(session(world())) as stage:
        await stage.pilot.press("ctrl+q")
        await stage.pilot.pause()
        assert stage.app.return_code == 0
