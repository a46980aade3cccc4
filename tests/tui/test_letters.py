"""Letters that are typed or pasted where an article is read: commands alone, words in a row."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from tests.tui.conftest import Stage, playing
from tests.tui.test_app import reading, told
from tests.tui.test_remembering import written
from tests.tui.worlds import Outside, session, world
from twitchsearch.tui import letters
from twitchsearch.tui.letters import PAUSE, Heard, Letters

HOUR = 3600.0


@pytest.fixture
def _slow_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "BEAT", HOUR)


def heard(*keys: tuple[str, float], remapped: dict[str, str] | None = None) -> list[Heard]:
    """What comes of keys pressed at these seconds; what waits is not run between them."""
    hearing, found = Letters.with_keys(remapped or {}), []
    for key, at in keys:
        event = events.Key(key, key if len(key) == 1 else {"space": " ", "right_square_bracket": "]"}[key])
        event.time = at
        found.append(hearing.hear(event))
    return found


def burst(stage: Stage, text: str) -> None:
    """All of it before any is handled, as a terminal sends what is pasted where it does not say so."""
    for key in text:
        stage.app.simulate_key("space" if key == " " else key)


def test_a_letter_that_leaves_something_behind_waits_for_a_beat_and_one_that_only_moves_does_not() -> None:
    assert heard(("s", 1.0)) == [Heard.WAITS]
    assert heard(("n", 1.0), ("n", 1.05), ("N", 1.1), ("right_square_bracket", 1.15)) == [Heard.COMMAND] * 4
    assert heard(("n", 1.0), ("O", 1.05)) == [Heard.COMMAND, Heard.WAITS]


def test_of_words_no_letter_is_a_command_however_they_begin() -> None:
    for text in ("leg twitch", "so", "over", "magnesium", "can i sleep"):
        keys = [("space" if each == " " else each, 0.1 * place) for place, each in enumerate(text)]
        assert Heard.COMMAND not in heard(*keys), text
        assert Heard.WAITS not in heard(*keys)[1:], text


def test_after_a_pause_letters_are_commands_again() -> None:
    assert heard(("x", 1.0), ("n", 1.0 + PAUSE + 0.01))[1] is Heard.COMMAND
    assert heard(("x", 1.0), ("s", 1.0 + PAUSE / 2), ("s", 1.1 + PAUSE))[1:] == [Heard.WORDS, Heard.WORDS]


def test_keys_of_ones_own_are_known() -> None:
    own = {"keep": "x", "live": "", "next_match": "right_square_bracket", "next_section": "k"}
    assert heard(("x", 1.0), remapped=own) == [Heard.WAITS]
    assert heard(("s", 1.0), remapped=own) == [Heard.WORDS]
    assert heard(("O", 1.0), remapped=own) == [Heard.WORDS]


@pytest.mark.usefixtures("_slow_beat")
async def test_words_typed_or_pasted_into_an_article_leave_nothing_behind_and_are_told_where_they_go(
    tmp_path: Path,
) -> None:
    outside, excerpts = Outside(), tmp_path / "excerpts.md"
    async with playing(session(world(), outside, query="coffee", excerpts=excerpts)) as stage:
        await stage.press("enter")
        burst(stage, "so Over spasm")
        await stage.settle()
        await stage.pilot.press("down")
        await written(stage)
        assert "Letters are commands while you read. Esc goes back" in told(stage)
        assert reading(stage)
        assert stage.screen.talk.asked.like is None
        assert not excerpts.exists()
        assert not outside.browsed
        assert stage.app.clipboard == ""
        stage.screen.foot.hush()
        stage.app.post_message(events.Paste("o O s"))
        await stage.settle()
        assert "Letters are commands" in told(stage)
        assert stage.screen.head.box.value == "coffee"


@pytest.mark.usefixtures("_slow_beat")
@pytest.mark.parametrize("key", ["escape", "slash"])
async def test_a_key_that_is_no_letter_has_what_waits_done_first_for_the_section_that_was_read(
    tmp_path: Path, key: str
) -> None:
    excerpts = tmp_path / "excerpts.md"
    async with playing(session(world(), query="coffee", excerpts=excerpts)) as stage:
        await stage.press("enter")
        section = stage.screen.article.current_section
        assert section is not None
        await stage.pilot.press("s")
        assert not excerpts.exists()
        await stage.pilot.press(key)
        await written(stage)
        assert section.text in excerpts.read_text("utf-8")
