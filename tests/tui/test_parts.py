"""The parts of the screen that are only values: shapes, keys, painted lines, quotations, notices, conversations."""

from __future__ import annotations

import re
import stat
import webbrowser
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.articles import ARTICLES, EYELID, HOSTILE, LEGS, NOW
from tests.tui.worlds import Outside, session, world
from twitchsearch.errors import DiskError, QueryError
from twitchsearch.model import (
    Count,
    Facets,
    Hit,
    IndexState,
    IndexStatus,
    Progress,
    Results,
    SectionKind,
    Snippet,
    Sort,
    Span,
    Step,
    Urgency,
)
from twitchsearch.tui import Layout, paint
from twitchsearch.tui.actions import ACTIONS, BY_ID, first_key, keys_of, matching
from twitchsearch.tui.article import facts_line
from twitchsearch.tui.building import Advanced, Builder, Built, News, NotBuilt
from twitchsearch.tui.care import line, quotations
from twitchsearch.tui.conversation import Conversation, Showing
from twitchsearch.tui.layout import shape_of
from twitchsearch.tui.notices import Notices, counted
from twitchsearch.tui.questions import MORE, PAGE, Answered, Failed, Question, Unclear, Unusable
from twitchsearch.tui.saved import SavedCopies
from twitchsearch.tui.session import browse

READY = IndexState(IndexStatus.READY, generation="gen-1", articles=5, sections=13)
FOUND = Results((), Count(0), Facets(), READY)


def hit(number: int = 0, rank: int = 1) -> Hit:
    one = ARTICLES[number]
    section = one.sections[0]
    return Hit(rank, 1.0, section, one.facts, (Snippet(section.text[:60], (Span(3, 9),)),), more_in_article=2)


class TestShapes:
    """How the screen is divided."""

    @pytest.mark.parametrize(
        ("width", "height", "wanted", "two"),
        [
            (99, 24, Layout.AUTO, False),
            (100, 24, Layout.AUTO, True),
            (220, 60, Layout.ONE, False),
            (60, 24, Layout.TWO, True),
            (59, 24, Layout.TWO, False),
        ],
    )
    def test_two_panes_where_there_is_room_or_where_they_are_wanted(
        self, width: int, height: int, wanted: Layout, two: bool
    ) -> None:
        assert shape_of(width, height, wanted).two_panes is two

    def test_small_terminals_lose_what_matters_least(self) -> None:
        assert shape_of(59, 24, Layout.AUTO).excerpt_lines == 0
        assert shape_of(60, 24, Layout.AUTO).excerpt_lines == 1
        assert not shape_of(80, 19, Layout.AUTO).facets
        assert shape_of(80, 20, Layout.AUTO).facets
        assert not shape_of(39, 24, Layout.AUTO).fits
        assert not shape_of(80, 9, Layout.AUTO).fits
        assert shape_of(40, 10, Layout.AUTO).fits

    def test_beside_an_article_the_short_lines_of_the_list_are_two_of_the_excerpt(self) -> None:
        assert shape_of(100, 30, Layout.AUTO).excerpt_lines == 2
        assert shape_of(100, 30, Layout.ONE).excerpt_lines == 1
        assert shape_of(100, 23, Layout.AUTO).excerpt_lines == 1
        assert shape_of(80, 34, Layout.AUTO).excerpt_lines == 2


class TestActions:
    """The table that bindings, help, palette and bar come from."""

    @pytest.mark.parametrize("word", ["theme", "history", "save", "quit", "help", "filter", "find", "layout", "order"])
    def test_the_palette_finds_actions_by_the_words_that_people_have_for_them(self, word: str) -> None:
        assert any(word in action.title.casefold() for action in ACTIONS)

    def test_ids_are_unique(self) -> None:
        assert len(BY_ID) == len(ACTIONS)

    def test_the_documentation_names_each_in_this_order(self) -> None:
        settings = (Path(__file__).resolve().parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
        named = settings.partition("in the order of the help")[2].partition("\n\n")[0]
        assert re.findall(r"`(\w+)`", named)[1:] == [action.id for action in ACTIONS]

    def test_keys_are_written_as_people_write_them(self) -> None:
        assert keys_of(BY_ID["help"], {}) == ("F1", "^G")
        assert keys_of(BY_ID["page_down"], {}) == ("PgDn",)
        assert keys_of(BY_ID["previous_match"], {}) == ("N",)
        assert keys_of(BY_ID["previous_kind"], {})[0] == "Shift+F2"

    def test_remapped_keys_are_shown(self) -> None:
        assert first_key("care", {"care": "f11"}) == "F11"

    def test_an_action_is_found_by_its_title_its_help_and_its_keys(self) -> None:
        assert [action.id for action in matching("kind next")] == ["next_kind"]
        assert BY_ID["care"] in matching("warning")
        assert BY_ID["sort"] in matching("F5")
        assert matching("nothing of the kind whatsoever") == []
        assert matching("") == list(ACTIONS)


class TestPaint:
    """Results as lines."""

    @given(st.integers(20, 200), st.integers(0, 3), st.sampled_from(range(len(ARTICLES))))
    def test_a_result_has_its_lines_and_none_is_too_wide(self, width: int, lines: int, number: int) -> None:
        rows = paint.result(hit(number, rank=7), width, lines)
        assert len(rows) == 2 + lines
        assert all(row.cell_length <= width for row in rows)

    def test_matches_keep_their_places_whatever_stands_before_them(self) -> None:
        one = Snippet("日本 [b]tea[/b] \x1b tea", (Span(6, 9), Span(16, 19)), start=5)
        painted = paint.excerpt(one)
        assert painted.plain.startswith("…")
        assert "\x1b" not in painted.plain
        marked = [painted.plain[span.start : span.end] for span in painted.spans]
        assert marked == ["tea", "tea"]

    @pytest.mark.parametrize("width", range(24, 120))
    def test_how_old_a_result_is_stands_at_every_width(self, width: int) -> None:
        assert paint.result(hit(), width, 0)[0].plain.endswith("2026-11")

    def test_a_result_says_where_else_it_stands(self) -> None:
        one = replace(hit(), copies=1, copied_in=(replace(hit(1).article, site="copy.example"),))
        assert paint.result(one, 80, 0)[1].plain.endswith("also on copy.example · +2 here")
        assert paint.result(replace(one, copies=12), 80, 0)[1].plain.endswith("also on 12 other pages · +2 here")

    def test_markup_in_a_title_is_text(self) -> None:
        assert "[bold]Wide" in paint.result(hit(4), 100, 1)[0].plain

    def test_a_kind_that_only_the_text_tells_is_marked_as_such(self) -> None:
        assert paint.path_of(EYELID.sections[3]) == "Remedies? > What helps"
        assert paint.path_of(EYELID.sections[1]) == "Causes > Stimulants"
        assert paint.path_of(LEGS.sections[1]) == "Causes"
        assert paint.path_of(HOSTILE.sections[0]) == "Other > [/] [red]kanji 漢字 > $path"

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (date(2026, 11, 22), "today"),
            (date(2026, 11, 21), "1 day ago"),
            (date(2026, 11, 10), "1 week ago"),
            (date(2026, 8, 1), "3 months ago"),
            (date(2020, 1, 1), "6 years ago"),
            (date(2027, 1, 1), "in the future"),
        ],
    )
    def test_age_is_said_roughly(self, day: date, words: str) -> None:
        assert paint.ago(day, NOW) == words

    def test_dates_of_an_article_are_told_apart(self) -> None:
        facts = replace(EYELID.facts, reviewed=date(2026, 1, 2), published=date(2019, 5, 1), authors=("Ann", "Bo"))
        line = facts_line(facts, NOW).replace("\u00a0", " ")
        assert line.startswith("starter.example · Ann · Bo · reviewed 2026-01-02")
        assert "updated 2026-11-01" in line
        assert "published 2019-05-01" in line
        assert line.endswith("fetched 2026-11-22")

    @given(st.text(st.sampled_from("ab 日é"), max_size=60), st.integers(1, 40), st.integers(1, 3))
    def test_folded_text_has_exactly_as_many_rows_as_asked(self, text: str, width: int, lines: int) -> None:
        rows = paint.folded(paint.marked(text, (), paint.Ink.MARK), max(width, 2), lines)
        assert len(rows) == lines
        assert all(row.cell_length <= max(width, 2) for row in rows)


class TestCare:
    """Warning signs."""

    def test_the_most_urgent_comes_first_and_each_text_once(self) -> None:
        warning = replace(hit(), section=EYELID.sections[4])
        found = quotations([warning, warning], EYELID)
        assert [each.sign.urgency for each in found] == [Urgency.EMERGENCY, Urgency.SEE_A_DOCTOR]

    def test_the_words_stand_before_the_quotation_and_silence_says_nothing(self) -> None:
        assert line(quotations([], EYELID), 80, "F4").plain.lstrip().startswith("EMERGENCY")
        assert line([], 80, "F4").plain == ""

    def test_signs_of_articles_that_are_not_shown_are_not_quoted(self) -> None:
        assert quotations([hit(2)], LEGS) == []


class TestConversation:
    """What was asked and answered."""

    def test_an_answer_to_an_old_question_changes_nothing(self) -> None:
        talk = Conversation()
        old = talk.ask(Question("te"))
        talk.ask(Question("tea"))
        assert not talk.take(Answered(old, FOUND))
        assert talk.waiting
        assert talk.results is None

    def test_old_results_stay_while_the_new_question_is_unclear(self) -> None:
        talk = Conversation()
        talk.take(Answered(talk.ask(Question("tea")), FOUND))
        bad = talk.ask(Question("tea ("))
        assert talk.take(Unclear(bad, QueryError("open", 4, 5)))
        assert talk.results is FOUND
        assert not talk.waiting
        talk.ask(Question("tea"))
        assert talk.unclear is None

    def test_each_state_of_the_index_is_told_apart(self) -> None:
        talk = Conversation()
        for status, showing in [
            (IndexStatus.MISSING, Showing.MISSING),
            (IndexStatus.DAMAGED, Showing.UNUSABLE),
            (IndexStatus.OUTDATED, Showing.UNUSABLE),
            (IndexStatus.TOO_NEW, Showing.UNUSABLE),
        ]:
            talk.take(Unusable(IndexState(status)))
            assert talk.showing is showing
        talk.begin_building()
        assert talk.showing is Showing.BUILDING
        talk.hear(Built(READY))
        assert [talk.showing] == [Showing.LOADING]

    def test_no_answer_is_awaited_of_an_index_that_cannot_answer(self) -> None:
        talk = Conversation()
        talk.ask(Question("tea"))
        waits = [talk.waiting]
        talk.take(Unusable(IndexState(IndexStatus.MISSING)))
        talk.ask(Question("teas"))
        waits.append(talk.waiting)
        talk.hear(Built(READY))
        assert [*waits, talk.waiting] == [True, False, True]

    def test_a_failure_without_results_is_shown_and_with_results_only_told(self) -> None:
        talk = Conversation()
        talk.ask(Question("tea"))
        talk.take(Failed("no"))
        assert talk.showing is Showing.FAILED
        talk.take(Answered(talk.ask(Question("tea ")), FOUND))
        talk.ask(Question("teas"))
        talk.take(Failed("no"))
        assert [talk.showing] == [Showing.NOTHING]

    def test_a_new_question_begins_with_its_first_page_and_keeps_what_was_chosen(self) -> None:
        talk = Conversation()
        talk.ask(Question("tea", SectionKind.CAUSES, Sort.NEWEST, site="a.example"))
        many = tuple(hit(number % 5, number + 1) for number in range(PAGE))
        talk.take(Answered(talk.asked, replace(FOUND, hits=many)))
        assert (talk.ask_more().offset, talk.asked.limit) == (PAGE, MORE)
        assert talk.asked.anew == Question("tea", SectionKind.CAUSES, Sort.NEWEST, site="a.example")

    def test_the_same_question_of_another_generation_is_awaited(self) -> None:
        talk = Conversation()
        talk.take(Answered(talk.ask(Question("tea")), FOUND))
        talk.ask_again()
        states = [talk.waiting]
        talk.take(Answered(talk.asked, FOUND))
        assert [*states, talk.waiting] == [True, False]


class TestNotices:
    """What is said where there are no results."""

    def test_every_state_has_words_and_only_results_have_none(self) -> None:
        notices = Notices({}, can_build=True)
        asked = Question("zebra stripes", SectionKind.CAUSES)
        some = Facets(kinds=((SectionKind.OUTLOOK, 3),))
        talks = {
            Showing.LOADING: Conversation(),
            Showing.WELCOME: Conversation(answered=Question(), results=FOUND, index=READY),
            Showing.NOTHING: Conversation(asked, asked, replace(FOUND, facets=some), index=READY),
            Showing.MISSING: Conversation(index=IndexState(IndexStatus.MISSING, problem="no index in /x")),
            Showing.UNUSABLE: Conversation(index=IndexState(IndexStatus.DAMAGED, problem="bad\x1b[31m")),
            Showing.BUILDING: Conversation(index=IndexState(IndexStatus.MISSING), step=Step("extracting", 1, 4)),
            Showing.FAILED: Conversation(failure="a defect"),
        }
        said = {showing: notices.of(talk).plain for showing, talk in talks.items()}
        assert {showing for showing, talk in talks.items() if talk.showing is not showing} == set()
        assert all(said.values())
        assert "among Causes" in said[Showing.NOTHING]
        assert "3 sections of other kinds" in said[Showing.NOTHING]
        assert "\x1b" not in said[Showing.UNUSABLE]
        assert "█" * 10 + "░" * 30 in said[Showing.BUILDING]
        results = Conversation(answered=Question("tea"), results=replace(FOUND, hits=(hit(),)), index=READY)
        assert notices.of(results).plain == ""

    def test_a_count_that_is_a_lower_bound_says_so(self) -> None:
        assert counted(Count(1)) == "1 section"
        assert counted(Count(1200, exact=False)) == "at least 1,200 sections"

    def test_a_time_that_ran_out_is_the_reason_given(self) -> None:
        asked = Question("tea")
        talk = Conversation(asked, asked, replace(FOUND, timed_out=True), index=READY)
        assert "time for the search ran out" in Notices({}, can_build=False).of(talk).plain


class TestBuilding:
    """The thread that builds."""

    def run(self, build: object) -> list[News]:
        heard: list[News] = []
        builder = Builder(build, heard.append)  # type: ignore[arg-type]  # each test gives a build
        builder.start()
        builder._thread.join(60)
        return heard

    def test_steps_and_the_end_are_told_in_order(self) -> None:
        def build(progress: Progress) -> IndexState:
            progress(Step("a", 1, 2))
            progress(Step("b", 2, 2))
            return READY

        assert self.run(build) == [Advanced(Step("a", 1, 2)), Advanced(Step("b", 2, 2)), Built(READY)]

    def test_errors_on_purpose_are_told_in_their_words_and_defects_without_details(self) -> None:
        def full(progress: Progress) -> IndexState:
            raise DiskError("the disk is full")

        def defect(progress: Progress) -> IndexState:
            raise ValueError("a private text")

        assert self.run(full) == [NotBuilt("the disk is full")]
        (news,) = self.run(defect)
        assert isinstance(news, NotBuilt)
        assert "ValueError" in news.message
        assert "private" not in news.message


class TestSavedCopies:
    """Opening articles in a browser."""

    def test_the_copy_is_private_cleaned_and_gone_at_the_end(self) -> None:
        outside = Outside()
        copies = SavedCopies(session(world(), outside))
        assert copies.open(EYELID.facts, "a section") == ""
        address = urlsplit(outside.browsed[0])
        path = Path(url2pathname(address.path))
        assert unquote(address.fragment) == "a section"
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert b"alert(1)" not in path.read_bytes()
        assert b"Saved" in path.read_bytes()
        copies.close()
        copies.close()
        assert not path.parent.exists()

    @pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "folder:notes", ""])
    def test_only_the_web_is_opened_as_a_live_page(self, url: str) -> None:
        outside = Outside()
        said = SavedCopies(session(world(), outside)).open_live(replace(EYELID.facts, url=url), "")
        assert "no address on the web" in said
        assert outside.browsed == []

    def test_where_nothing_opens_the_address_is_said(self) -> None:
        copies = SavedCopies(session(world(), Outside(opens=False)))
        assert EYELID.facts.url in copies.open_live(EYELID.facts, "s1")

    def test_a_browser_that_would_draw_over_the_screen_is_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        opened = []

        class Window(webbrowser.BackgroundBrowser):
            def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
                opened.append(url)
                return True

        def none() -> webbrowser.BaseBrowser:
            raise webbrowser.Error("none")

        monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("lynx"))
        assert not browse("https://a.example/")
        monkeypatch.setattr(webbrowser, "get", none)
        assert not browse("https://a.example/")
        monkeypatch.setattr(webbrowser, "get", lambda: Window("firefox"))
        assert browse("https://a.example/")
        assert opened == ["https://a.example/"]
