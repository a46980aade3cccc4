"""What a crawl may be asked for, and what importing it costs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from twitchsearch import __version__
from twitchsearch.crawl.settings import CrawlSettings, user_agent
from twitchsearch.errors import SettingsError


def test_the_user_agent_tells_the_name_the_version_and_whom_to_write_to() -> None:
    assert user_agent() == f"twitchsearch/{__version__}"
    assert user_agent("https://example.org/bot") == f"twitchsearch/{__version__} (+https://example.org/bot)"


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts": ()},
        {"max_pages": 0},
        {"max_depth": -1},
        {"max_bytes": 0},
        {"delay": -1.0},
        {"delay": float("nan")},
        {"timeout": 0.0},
        {"timeout": float("inf")},
        {"total_time": 0.0},
        {"user_agent": ""},
        {"user_agent": "me\r\nCookie: x"},
        {"user_agent": "caf\u00e9"},
    ],
)
def test_settings_without_sense_are_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    settings: dict[str, Any] = {"starts": ("http://a.example/",), "state_folder": tmp_path, **wrong}
    with pytest.raises(SettingsError):
        CrawlSettings(**settings)


def test_importing_the_package_loads_no_http_client() -> None:
    code = (
        "import sys, twitchsearch.crawl as c; c.CrawlSettings; c.CrawlReport; c.Skipped\n"
        "print(sorted({'urllib3', 'protego', 'ssl', 'sqlite3', 'http.client'} & sys.modules.keys()))\n"
        "print(c.crawl.__name__, 'urllib3' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split("\n")[:2] == ["[]", "crawl True"]
