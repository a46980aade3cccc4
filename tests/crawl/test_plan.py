"""crawl.toml: what may stand in it, and what is said of what may not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from twitchsearch.crawl.plan import read_plan
from twitchsearch.errors import SettingsError

WHOLE = """
contact = "mailto:me@example.org"
proxy = "http://proxy.example:3128"
grace = "2w"
delay = 2
languages = ["en"]

[[site]]
starts = ["https://health.example/articles/"]
sitemaps = ["https://health.example/feed.xml"]
allow = ["/articles/"]
deny = ["*/tag/"]
every = "12h"
budget = "200 MB"

[[site]]
name = "clinic"
starts = ["https://clinic.example/"]
delay = 5.5
languages = []
max_depth = 1
everything = true
"""


def test_a_plan_gives_each_site_its_own_settings_and_the_common_ones(tmp_path: Path) -> None:
    plan = read_plan(WHOLE, "crawl.toml", tmp_path)
    first, second = plan.sites
    assert (first.name, first.delay, first.rhythm, first.budget) == (
        "health.example",
        2.0,
        timedelta(hours=12),
        200_000_000,
    )
    assert (second.name, second.delay, second.languages, second.everything) == ("clinic", 5.5, (), True)
    assert plan.grace == 14 * 86_400
    asked = plan.settings(first)
    assert (asked.allow, asked.deny, asked.languages) == (("/articles/",), ("*/tag/",), ("en",))
    assert asked.sitemap_urls == ("https://health.example/feed.xml",)
    assert asked.user_agent.endswith("(+mailto:me@example.org)")
    assert asked.proxy == "http://proxy.example:3128"
    assert asked.revisit
    assert plan.settings(second).max_depth == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no site"),
        ("site = 7", "there is no site"),
        ("[[site]]\n", "starts is missing"),
        ('[[site]]\nstarts = "https://a.example/"', "starts is a list of texts"),
        ('[[site]]\nstarts = ["https://a.example/"]\ndepth = 3', "no key 'depth'"),
        ('[[site]]\nstarts = ["https://a.example/"]\nmax_depth = "3"', "max_depth is not of its type (int)"),
        ('[[site]]\nstarts = ["https://a.example/"]\nmax_depth = true', "max_depth is not of its type (int)"),
        ('[[site]]\nstarts = ["https://a.example/"]\nevery = 7', "every is a time"),
        ('[[site]]\nstarts = ["https://a.example/"]\nbudget = "lots"', "budget is a size"),
        ('[[site]]\nstarts = ["https://a.example/"]\nallow = ["health"]', "does not begin with / or *"),
        ('[[site]]\nstarts = ["https://a.example/"]\nmax_pages = 0', "at least one page"),
        ('[[site]]\nstarts = ["https://a.example/"]\nname = "a b"', "letters, digits"),
        ('proxy = "socks://x"\n[[site]]\nstarts = ["https://a.example/"]', "a proxy looks like"),
        ('[[site]]\nstarts = ["https://a.example/"]\n' * 2, "two sites are called a.example"),
        ("a = [" * 5_000, "crawl.toml"),
    ],
)
def test_what_is_wrong_in_a_plan_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError) as raised:
        read_plan(text, "crawl.toml", tmp_path)
    assert said in str(raised.value)
