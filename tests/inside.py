"""The command line, run inside the process of the tests: what a process of its own gives, without its start."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest import mock

from tests.cli.libraries import Done, environment
from twitchsearch.cli.main import main
from twitchsearch.cli.running import guarded


def inside(arguments: Sequence[str], cwd: Path, home: Path, *, together: bool = False) -> Done:
    """Run one command in `cwd`, for a person whose folders are below `home`.

    The streams are no terminals; `together` gives what goes to stderr among what goes to stdout, as a terminal shows
    it. What is kept between two calls is what one process keeps: caches, nothing else.
    """
    stdin, stdout, stderr = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(3))
    streams = [stdin, stdout, stdout if together else stderr]
    kept = {name: value for name, value in os.environ.items() if name == "TWITCHSEARCH_INDEX_WORKERS"}
    variables = {**environment(home, **kept), "HOME": str(home)}
    variables = {name: value for name, value in variables.items() if not name.startswith("XDG_")}
    with _world(cwd, variables, streams):
        code = guarded(lambda: main(list(arguments)), list(arguments))
        out, err = (_written(stream) for stream in streams[1:])
    return Done(int(code), out, err)


@contextlib.contextmanager
def _world(cwd: Path, variables: dict[str, str], streams: Sequence[io.TextIOWrapper]) -> Iterator[None]:
    names = ("stdin", "stdout", "stderr")
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.chdir(cwd))
        stack.enter_context(mock.patch.dict(os.environ, variables, clear=True))
        for name, stream in zip(names, streams, strict=True):
            stack.enter_context(mock.patch.object(sys, name, stream))
        yield


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")
