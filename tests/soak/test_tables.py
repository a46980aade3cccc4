"""The tables of causes and remedies over the starter articles are no worse than they were."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.libraries import twitchsearch
from tests.evaluation.starter import COLLECTIONS, ROOT

pytestmark = pytest.mark.soak


def test_tables_of_the_starter_articles_hold_their_floors(tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(ROOT / "corpus", library / "corpus")
    assert twitchsearch("index", "build", "--library", library, "--workers", "1", cwd=tmp_path).code == 0
    floors = COLLECTIONS / "floors" / "answers.toml"
    labels = ROOT / "tests" / "data" / "answers"
    done = twitchsearch("evaluate", "answers", labels, "--library", library, "--floors", floors, cwd=tmp_path)
    assert done.code == 0, done
    assert done.lines[0].startswith("answers over 35 tables")
