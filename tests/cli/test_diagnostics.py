from __future__ import annotations

import io

import pytest

from twitchsearch.cli.diagnostics import Meter, Talk, progress_line, wants_color
from twitchsearch.config import Color
from twitchsearch.model import Step


@pytest.mark.parametrize(
    ("choice", "environment", "terminal", "expected"),
    [
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"CLICOLOR_FORCE": "1", "TERM": "dumb"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"FORCE_COLOR": ""}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"TERM": "xterm"}, True, True),
        ("auto", {}, False, False),
    ],
)
def test_the_nearest_wish_decides_about_colour(
    choice: str, environment: dict[str, str], terminal: bool, expected: bool
) -> None:
    assert wants_color(Color(choice), environment, terminal=terminal) is expected


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def measured(terminal: bool, steps: list[tuple[float, Step]]) -> str:
    written: list[str] = []
    clock = Clock()
    with Meter(written.append, clock, terminal=terminal) as meter:
        for seconds, step in steps:
            clock.now = 100.0 + seconds
            meter(step)
    return "".join(written)


def test_progress_says_how_much_the_rate_and_the_time_left() -> None:
    assert progress_line(Step("extracting", 500, 2000), 10) == "extracting: 500 of 2,000 (25 %), 50/s, 30 s left"
    assert progress_line(Step("extracting", 5, 2000), 10) == "extracting: 5 of 2,000 (0 %), 0.5/s, 1 h 06 min left"
    assert progress_line(Step("listing", 1000), 0) == "listing: 1,000"
    assert progress_line(Step("a", 1, 4), 0, bar=8) == "a: [##......] 1 of 4 (25 %)"
    assert progress_line(Step("a", 1, 4, "3.1 MB, \x1b[2J"), 0) == "a: 1 of 4 (25 %), 3.1 MB, \ufffd[2J"


def test_a_terminal_sees_a_bar_at_once_and_its_line_is_ended() -> None:
    text = measured(
        True, [(0.0, Step("extracting", 0, 2)), (0.05, Step("extracting", 1, 2)), (1, Step("extracting", 2, 2))]
    )
    assert text.startswith("\rextracting: [....")
    assert text.endswith("\n")
    assert text.count("\r") == 3  # the first, the one after a second, and the last


def test_a_log_gets_a_plain_line_now_and_then_and_one_at_the_end_of_a_stage() -> None:
    steps = [(float(second), Step("extracting", second, 25)) for second in range(26)] + [(26.0, Step("writing", 1))]
    lines = measured(False, steps).splitlines()
    assert [line.split(",")[0] for line in lines] == [
        "extracting: 10 of 25 (40 %)",
        "extracting: 20 of 25 (80 %)",
        "extracting: 25 of 25 (100 %)",
        "writing: 1",
    ]


def test_the_quiet_hear_errors_only() -> None:
    heard = io.StringIO()
    talk = Talk(heard, quiet=True, verbose=True)
    talk.say("hello")
    talk.detail("more")
    with talk.meter() as meter:
        meter(Step("x", 1))
    talk.error("it broke")
    assert heard.getvalue() == "twitchsearch: it broke\n"


def test_details_are_for_those_who_asked() -> None:
    heard = io.StringIO()
    Talk(heard).detail("more")
    assert not heard.getvalue()
    Talk(heard, verbose=True).detail("more")
    assert heard.getvalue() == "more\n"


def test_an_error_that_quotes_hostile_text_does_not_steer_the_terminal() -> None:
    heard = io.StringIO()
    Talk(heard).error("no such file: \x1b[2J\u202e\x07")
    assert heard.getvalue() == "twitchsearch: no such file: \ufffd[2J\ufffd\ufffd\n"


def test_talk_can_be_written_in_any_encoding() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    Talk(stream).say("naïve …")
    assert raw.getvalue() == b"na\\xefve \\u2026\n"
