"""What all tests share: how far random examples go, that Ctrl-C reaches programs they start, no waiting for drives."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Machines are shared: an example may be slow for no fault of its own. On CI the examples are the same in every run, so
# that a red run speaks of the change; new ones are looked for everywhere else.
UNBOTHERED = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)  # by a clock, or by chance
settings.register_profile("explore", deadline=None, suppress_health_check=UNBOTHERED)
settings.register_profile("verify", settings.get_profile("explore"), derandomize=True)
settings.load_profile("verify" if os.environ.get("CI") else "explore")

# A shell's background job ignores SIGINT, and so would every program that a test starts there and means to interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


FSYNC = os.fsync


@pytest.fixture(scope="session", autouse=True)
def _no_drive_is_waited_for() -> Iterator[None]:
    """Whether the drive has what was flushed is seen only where the power goes, which tests model (`Disk`). To wait for
    it took a quarter of the time of all that builds indexes. Programs that tests start, and `test_files`, do."""

    def only_look(descriptor: int) -> None:
        os.fstat(descriptor)  # of what is closed, that fails as well

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", only_look)
        yield


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a person whose default library is made, with the starter articles; to be copied, never used."""
    from tests.documents import settled

    return settled(tmp_path_factory.mktemp("made") / "home").home
