from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.libraries import make_library


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small library that is read and never written."""
    return make_library(tmp_path_factory.mktemp("library"))
