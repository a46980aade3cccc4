"""The manual page says what the commands say."""

from __future__ import annotations

import re
import shutil
import subprocess

import click
import pytest

from docs import manual
from twitchsearch.cli.exits import Exit


def test_the_manual_page_is_made_from_the_commands_as_they_are() -> None:
    assert manual.PAGE.read_text(encoding="utf-8") == manual.page(), "make it anew with: make docs"


def test_every_command_and_every_option_of_it_stands_in_the_page() -> None:
    text = manual.page().replace("\\-", "-")
    for path, command in manual.commands():
        assert f".SS {path}\n" in text
        for option in command.params:
            for name in option.opts if isinstance(option, click.Option) and not option.hidden else ():
                assert name in text, f"{path} {name}"


def test_every_ending_is_told() -> None:
    told = manual.page().partition(".SH EXIT STATUS\n")[2].partition(".SH ")[0]
    assert re.findall(r"^\\fB(\d+)\\fR$", told, re.MULTILINE) == [str(int(code)) for code in Exit]


def test_text_is_shown_and_not_obeyed() -> None:
    assert manual._text(".so /etc/passwd") == "\\&.so /etc/passwd"
    assert manual._text("a \\fB 'quoted' --word") == "a \\efB \\(aqquoted\\(aq \\-\\-word"


def test_groff_finds_nothing_to_warn_of() -> None:
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("there is no groff here")
    command = [groff, "-man", "-ww", "-z", "-Tutf8", str(manual.PAGE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
