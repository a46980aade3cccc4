"""Processes of our own that run a module of ours: started alike, talked to over two pipes, ended alike.

Why subprocesses with pipes and not multiprocessing: docs/adr/0003-extraction-workers.md.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import IO

_GRACE = 5.0  # seconds that a killed process may take to be gone


def running(module: str) -> tuple[str, ...]:
    """The command that runs a module in a Python like this one, and nothing of the folder it is started in."""
    return (sys.executable, "-P", "-m", module)


class Child:
    """One process: what is written to `inlet` it reads, and what it writes comes out of `outlet`; complaints are lost.

    It finds modules where this process does. Raises OSError where none can be started.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        assert self._process.stdin is not None  # both are pipes by construction
        assert self._process.stdout is not None
        self.inlet: IO[bytes] = self._process.stdin
        self.outlet: IO[bytes] = self._process.stdout

    def kill(self) -> None:
        """End it at once; ending it again does no harm."""
        with contextlib.suppress(OSError):
            self._process.kill()

    def status(self) -> int | None:
        """How it ended; None where it does not within a moment."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(_GRACE)
        return None

    def close(self) -> None:
        """End it, and let go of its pipes. Nobody may be reading from them."""
        self.kill()
        self.status()
        for pipe in (self.inlet, self.outlet):
            with contextlib.suppress(OSError, ValueError):
                pipe.close()
