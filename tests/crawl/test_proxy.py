"""Proxies: only where one is set, and never as a way around what may not be asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawl.runs import Run, running
from tests.crawl.server import Answer, Clock, page, serving

pytestmark = pytest.mark.usefixtures("internet")


def test_a_crawl_goes_through_the_proxy_that_is_set(tmp_path: Path, clock: Clock) -> None:
    routes = {"http://a.example/": page("/x"), "http://a.example/x": page()}
    with serving(routes) as proxy:
        names: dict[str, list[str]] = {"a.example": []}  # only the proxy can look it up
        run = Run(proxy, tmp_path, clock, names)
        report = run.crawl("http://a.example/", proxy=f"http://proxy.example:{proxy.port}")
        assert report.fetched == 2
        assert [each.path for each in proxy.asked] == [
            "http://a.example/robots.txt",
            "http://a.example/",
            "http://a.example/x",
        ]
        assert {each.host for each in proxy.asked} == {"a.example"}


def test_a_secure_site_is_reached_through_a_tunnel(tmp_path: Path, clock: Clock) -> None:
    with serving({"a.example:443": Answer(status=403)}) as proxy:
        report = Run(proxy, tmp_path, clock, {}).crawl("https://a.example/", proxy=f"http://proxy.example:{proxy.port}")
        assert report.fetched == 0
        assert {each.path for each in proxy.asked} == {"a.example:443"}


@pytest.mark.parametrize("start", ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/"])
def test_a_proxy_is_not_asked_for_private_addresses(tmp_path: Path, clock: Clock, start: str) -> None:
    with serving({}) as proxy:
        report = Run(proxy, tmp_path, clock, {}).crawl(start, proxy=f"http://proxy.example:{proxy.port}")
        assert report.fetched == 0
        assert proxy.asked == []


def test_the_environment_names_no_proxy(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://proxy.example:1")
    with running(tmp_path, clock, {"/": page()}) as run:
        assert run.crawl().fetched == 1
        assert run.server.paths() == ["/"]
