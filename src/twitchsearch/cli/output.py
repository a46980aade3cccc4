"""What goes to stdout. The only module that writes there (help, which click prints, apart)."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterable
from typing import Any, TextIO

from twitchsearch.errors import DiskError
from twitchsearch.text import guard


class Output:
    """Answers, as UTF-8 wherever a program reads them; on a terminal what it cannot show becomes a question mark."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        if stream is not None and hasattr(stream, "reconfigure"):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")

    @property
    def is_terminal(self) -> bool:
        return self._stream is not None and self._stream.isatty()

    def write(self, lines: Iterable[str]) -> None:
        """Write lines (without their ends) and flush them.

        Raises BrokenPipeError where nobody reads any more, DiskError where they cannot be written.
        """
        if self._stream is None:  # it was closed before we started
            return
        try:
            for line in lines:
                self._stream.write(line + "\n")
            self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            abandon(self._stream)
            raise DiskError(f"cannot write the output: {error.strerror or error}") from error

    def write_json(self, value: Any) -> None:
        """Write one object, indented, as a person can read it."""
        self.write([json_text(value, indent=2)])


def abandon(stream: TextIO | None) -> None:
    """Forget what a stream still holds, so that nothing is said about it when the program ends."""
    if stream is None:
        return
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON in UTF-8 as it is read back unchanged, with every character that could steer a terminal escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    if text.isascii() and "\x7f" not in text:
        return text
    return "".join(each if each == "\n" or guard(each) == each else json.dumps(each)[1:-1] for each in text)


def stdout() -> Output:
    return Output(sys.stdout)
