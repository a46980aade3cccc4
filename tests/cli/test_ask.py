"""`twitchsearch ask`: a conversation in lines, over the articles of the screen's tests and as a process."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.libraries import environment, twitchsearch
from tests.tui.articles import ARTICLES, CALMING, LEGS, NOW
from tests.tui.worlds import world
from twitchsearch.backends.whoosh import WhooshIndex
from twitchsearch.cli.ask import Following
from twitchsearch.cli.linereading import Means
from twitchsearch.cli.linetalk import HELP, LineTalk
from twitchsearch.cli.render.screen import Look
from twitchsearch.history import Journal, Keeper
from twitchsearch.model import Catalogue, no_progress
from twitchsearch.model.modes import HistoryMode
from twitchsearch.tui.questions import Manner


def talk(journal: Journal | None = None, page: int = 10) -> LineTalk:
    searcher = world().searcher()
    return LineTalk(Means(lambda: searcher, Manner(), journal or Journal(), lambda: NOW, Look(), page))


def said(one: LineTalk, *lines: str) -> str:
    """What is said to the last of these lines."""
    return ["\n".join(one.hear(line)) for line in lines][-1]


def test_a_question_is_answered_with_numbers_and_a_number_is_read_section_by_section() -> None:
    one = talk()
    found = said(one, "calves")
    assert "1. Leg twitching at night" in found
    assert "General information, not medical advice." in found
    assert "https:" not in found
    assert LEGS.sections[0].text in said(one, "1")
    assert LEGS.sections[1].text in said(one, "")
    assert LEGS.sections[2].text in said(one, "")
    assert "last section" in said(one, "")
    assert "1. Leg twitching" in said(one, "/back")


def test_enter_alone_gives_the_next_results_and_earlier_numbers_still_lead_there() -> None:
    one = talk(page=1)
    assert "1. " in said(one, "coffee OR tea")
    assert "2. " in said(one, "")
    first = said(one, "2")
    assert said(talk(page=2), "coffee OR tea", "2") == first
    assert "That was all" in said(talk(page=50), "calves", "")


def test_contents_have_numbers_and_the_whole_article_is_there() -> None:
    one = talk()
    contents = said(one, "calves", "1", "/contents")
    assert "3. Before bed, prevention" in contents
    assert LEGS.sections[2].text in said(one, "3")
    assert all(section.text in said(one, "/whole") for section in LEGS.sections)
    assert said(one, "/link") == LEGS.facts.url


def test_the_most_urgent_warning_comes_first_and_silence_is_no_reassurance() -> None:
    signs = said(talk(), "eyelid stimulants", "/care")
    assert signs.index("EMERGENCY") < signs.index("SEE A DOCTOR")
    assert "does not mean that nothing is wrong" in said(talk(), "kanji", "/care")


def test_filters_narrow_until_they_are_dropped() -> None:
    one = talk()
    assert "Leg twitching" not in said(one, "coffee", "/kind outlook")
    assert "Leg twitching" in said(one, "/all")
    assert "Caffeine" not in said(one, "/site clinic.example")
    assert "Caffeine" not in said(one, "/site https://clinic.example/a")
    assert "is not the name of a site" in said(one, "/site /")
    said(one, "/all")
    assert "Nothing was found" in said(one, "calves", "/since 2026")
    assert "there are: " in said(one, "/kind nonsense")
    assert "not a year" in said(one, "/since 1x")


def test_the_distinct_causes_are_counted_and_numbers_lead_to_where_they_are_named() -> None:
    one = talk()
    named = said(one, "/causes eyelid")
    assert "1. Stimulants" in named
    assert "Named by" in named
    assert "More tea than usual" in said(one, "1")
    assert "Of what?" in said(talk(), "/remedies")


def test_more_like_a_section_leaves_it_out() -> None:
    found = said(talk(), "calming", "1", "/like")
    assert "Why eyelids twitch" in found
    assert CALMING.sections[0].text not in found


@pytest.mark.parametrize("line", ["title:[", "/nope", "77", "/yes", "/contents", "/back", "/link", "/save", "?", ""])
def test_whatever_is_typed_is_answered_and_the_conversation_goes_on(line: str) -> None:
    one = talk()
    assert said(one, line)
    assert not one.ended
    assert "Leg twitching" in said(one, "calves")


COMMANDS = [f"/{line.split()[0][1:]}" for line in HELP.splitlines()]
TYPED = [
    *"123",
    "",
    "calves",
    "coffee",
    "x",
    *COMMANDS,
    "/kind causes",
    "/site b",
    "/since 2020",
    "kind:",
    "(",
    "\x1b[31m",
]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(TYPED), max_size=12))
def test_no_line_raises_and_none_steers_the_terminal(lines: list[str]) -> None:
    one = talk()
    for line in lines:
        assert "\x1b" not in said(one, line)


def test_what_was_asked_is_remembered_and_saved_by_name(tmp_path: Path) -> None:
    journal = Journal(HistoryMode.KEPT, Keeper(tmp_path / "state", print))
    one = talk(journal)
    said(one, "calves", "/save legs", "coffee", "1")
    again = talk(Journal(HistoryMode.KEPT, Keeper(tmp_path / "state", print)))
    assert said(again, "/recent").splitlines() == ["1. coffee", "2. calves"]
    assert said(again, "/saved") == "1. legs: calves"
    assert "Leg twitching" in said(again, "1")


@pytest.mark.parametrize("typed", ["/quit", "quit", "Exit", "/exit", " quit "])
def test_leaving_ends_it(typed: str) -> None:
    one = talk()
    assert said(one, typed) == ""
    assert one.ended


@pytest.mark.parametrize("typed", ["/help", "help", "HELP", "?", "/?"])
def test_help_is_given_to_who_does_not_know_how_commands_are_typed(typed: str) -> None:
    assert said(talk(), typed) == HELP


@pytest.mark.parametrize("typed", ["q", "quit smoking", "what helps"])
def test_a_question_that_looks_like_a_command_is_asked(typed: str) -> None:
    one = talk()
    assert said(one, typed) not in ("", HELP)
    assert not one.ended


@pytest.mark.parametrize("words", [["calf"], ["calf", "OR", "calf"], ["calf OR calf"]])
def test_a_question_behind_the_command_is_answered_and_asking_goes_on(
    library: Path, tmp_path: Path, words: list[str]
) -> None:
    done = twitchsearch("ask", "--private", "--library", library, *words, cwd=tmp_path, stdin=b"1\nquit\nafter\n")
    assert done.code == 0, done
    assert done.out.index("1. Leg cramps at night") < done.out.index("Stretch the calf")
    assert "after" not in done.out


def test_as_a_process_it_reads_to_the_end_of_its_input_and_private_keeps_nothing(library: Path, tmp_path: Path) -> None:
    done = twitchsearch("ask", "--private", "--library", library, cwd=tmp_path, stdin=b"calf\n1\n/quit\nafter\n")
    assert done.code == 0, done
    assert "1. Leg cramps at night" in done.out
    assert "Stretch the calf" in done.out
    assert "after" not in done.out
    assert not (tmp_path / "state").exists()


def answer_to(key: bytes, terminal: int) -> bytes:
    """What comes first when this key is pressed, again each few seconds: one may be lost while a line is begun."""
    for _ in range(20):
        os.write(terminal, key)
        if select.select([terminal], [], [], 3)[0]:
            return os.read(terminal, 4096)
    return b""


@pytest.mark.parametrize(("key", "code"), [(b"\x03", 130), (b"\x04", 0)])
def test_whoever_leaves_by_a_key_finds_the_shell_on_a_line_of_its_own(
    library: Path, tmp_path: Path, key: bytes, code: int
) -> None:
    ours, theirs = pty.openpty()
    # The terminal is its own: else the key would interrupt nobody.
    run = "os.execv(sys.executable, [sys.executable, '-m', 'twitchsearch', *sys.argv[1:]])"
    begin = f"import os, sys; os.login_tty(0); {run}"
    command = [sys.executable, "-c", begin, "ask", "--private", "--library", str(library)]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment(tmp_path, TERM="dumb")
    ) as process:
        os.close(theirs)
        read = b""
        while b"question> " not in read:
            read += os.read(ours, 4096)
        with contextlib.suppress(OSError):  # the other end is closed: Linux says EIO
            read += answer_to(key, ours)
            while part := os.read(ours, 4096):
                read += part
        assert process.wait(60) == code
    os.close(ours)
    assert read.endswith(b"\r\n")
    assert b"help tells what else can be typed, quit leaves" in read.splitlines()[0]


def test_words_that_say_of_nothing_make_no_table() -> None:
    assert said(talk(), "/causes the").startswith("Of what?")


def test_every_article_can_be_reached_by_numbers_alone() -> None:
    one = talk(page=50)
    said(one, "eyelid OR coffee OR calves OR kanji")
    titles = {said(one, str(number)).splitlines()[0] for number in range(1, len(ARTICLES) + 1)}
    assert titles == {article.facts.title for article in ARTICLES}


def test_a_table_from_before_or_saved_is_the_table_again() -> None:
    one = talk(Journal())
    table = said(one, "/causes eyelid twitching")
    said(one, "/save lids", "tea")
    assert "as a table" in said(one, "/recent")
    assert said(one, "2") == table
    assert "as a table" in said(one, "/saved")
    assert said(one, "1") == table
    assert said(one, "/all") != table
    said(one, "/recent")
    assert said(one, "tea") == said(talk(), "tea")


def test_an_index_that_was_made_anew_under_the_same_name_is_followed(tmp_path: Path) -> None:
    times = iter(datetime(2026, 11, 22, hour, tzinfo=UTC) for hour in range(24))
    index = WhooshIndex(tmp_path / "index", clock=lambda: next(times))

    class Asked:
        """As much of an invocation as is needed to follow an index."""

        def index(self) -> WhooshIndex:
            return index

    index.rebuild(ARTICLES, Catalogue(), no_progress)
    with Following(Asked()) as following:  # type: ignore[arg-type]  # it is no whole invocation
        first, name = following.searcher(), index.state().generation
        assert following.searcher() is first
        shutil.rmtree(tmp_path / "index")
        assert following.searcher() is first
        index.rebuild(ARTICLES[:1], Catalogue(), no_progress)
        second = following.searcher()
        assert (second.state.generation, second.state.articles) == (name, 1)
