from __future__ import annotations

import pytest

from twitchsearch.cli.wording import counted


@pytest.mark.parametrize(("number", "said"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages"), (1200, "1,200 pages")])
def test_one_is_not_several(number: int, said: str) -> None:
    assert counted(number, "page") == said


def test_a_plural_of_its_own_is_used() -> None:
    assert counted(2, "entry", "entries") == "2 entries"
