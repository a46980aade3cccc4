from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.cli.output import Output, json_text
from twitchsearch.errors import DiskError


@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_is_read_back_unchanged(value: object) -> None:
    assert json.loads(json_text(value)) == value
    assert json.loads(json_text(value, indent=2)) == value


def test_json_keeps_letters_and_escapes_what_steers_a_terminal() -> None:
    assert json_text({"é": "\x9b\u202e\u2028\x7f\U000e0041"}) == ('{"é": "\\u009b\\u202e\\u2028\\u007f\\udb40\\udc41"}')


def test_answers_for_programs_are_utf_8_whatever_the_locale() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    Output(stream).write(["naïve"])
    assert raw.getvalue() == "naïve\n".encode()


def test_a_closed_stdout_is_no_error() -> None:
    Output(None).write(["x"])


class Full(io.StringIO):
    def flush(self) -> None:
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_said_to_be_one() -> None:
    with pytest.raises(DiskError, match="cannot write the output: No space left on device"):
        Output(Full()).write(["x"])
