"""`twitchsearch serve`: the interface in a browser, for this machine and whoever has the address alone."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cli.libraries import environment, twitchsearch

aiohttp = pytest.importorskip("aiohttp", reason="the extra `serve` is not installed")
pytest.importorskip("textual_serve", reason="the extra `serve` is not installed")


@pytest.fixture(scope="module")
def address(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a server runs that nobody but this module uses."""
    home = tmp_path_factory.mktemp("home")
    process = subprocess.Popen(
        [sys.executable, "-m", "twitchsearch", "serve", "--library", library],
        cwd=home,
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    yield process.stdout.readline().strip()
    process.send_signal(signal.SIGINT)
    assert process.wait(120) == 0
    process.stdout.close()
    assert not (home / "state").exists()


def asked(address: str, path: str = "", **headers: str) -> tuple[int, http.client.HTTPMessage, str]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    connection.putrequest("GET", path or parts.path, skip_host=True)
    for name, value in ({"Host": parts.netloc} | headers).items():
        connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, response.headers, body


def test_the_page_is_there_for_who_knows_the_address_and_may_load_nothing_from_elsewhere(address: str) -> None:
    status, headers, body = asked(address)
    assert status == 200
    assert "twitchsearch" in body
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "https:" not in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert urlsplit(address).hostname == "127.0.0.1"
    assert len(urlsplit(address).path) > 20


def test_without_the_token_there_is_nothing(address: str) -> None:
    for path in ("/", "/ws", "/static/js/textual.js", "/wrong/", "/wrong/ws"):
        assert asked(address, path)[0] in (403, 404)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_another_name_and_another_site_are_refused(address: str, headers: dict[str, str]) -> None:
    assert asked(address, **headers)[0] == 403


def test_the_socket_is_for_this_page_alone(address: str) -> None:
    socket = urlsplit(address).path + "ws"
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
               "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}  # fmt: skip
    assert asked(address, socket, **upgrade)[0] == 403
    assert asked(address, socket, Origin="http://evil.example", **upgrade)[0] == 403


async def test_a_browser_gets_the_interface_and_types_into_it(address: str) -> None:
    parts = urlsplit(address)
    seen = b""
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(
            f"ws://{parts.netloc}{parts.path}ws?width=80&height=24", origin=f"http://{parts.netloc}"
        ) as browser,
    ):
        while b"search the articles" not in seen:
            seen += (await browser.receive(timeout=60)).data
        await browser.send_str(json.dumps(["focus"]))
        await browser.send_str(json.dumps(["stdin", "calf"]))
        while b"Leg cramps at night" not in seen:
            seen += (await browser.receive(timeout=60)).data
    assert b"remembered" not in seen


def test_a_port_that_is_taken_is_said(address: str, library: Path, tmp_path: Path) -> None:
    done = twitchsearch("serve", "--port", str(urlsplit(address).port), "--library", library, cwd=tmp_path)
    assert done.code == 2
    assert "cannot be used" in done.err


def test_without_the_extra_the_remedy_is_said(library: Path, tmp_path: Path) -> None:
    (tmp_path / "textual_serve.py").write_text("raise ModuleNotFoundError('gone', name='textual_serve')")
    done = twitchsearch("serve", "--library", library, cwd=tmp_path, more={"PYTHONPATH": str(tmp_path)})
    assert done.code == 2
    assert "twitchsearch[serve]" in done.err
