"""Deep links in a real browser: whether the anchors of sections lead to their headings.

    python -m benchmarks.deep_links [--links N] FOLDER…

Each FOLDER holds labelled pages (`<name>.html` with `<name>.json`). Their saved copies are served on 127.0.0.1 and
opened in headless Chromium at the fragment of a section; a script in the page then says whether the section's heading
(or the beginning of its text, where it has none in the page) is in the window. Pages are stretched, so that a link that
leads nowhere leaves the window at the top, away from what it names.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from twitchsearch.evaluation.labels import read_labelled
from twitchsearch.extract import extract, saved_copy
from twitchsearch.model import Section

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--dump-dom"),
    *("--virtual-time-budget=4000", "--window-size=800,300", "--no-first-run", "--disable-extensions"),
)
POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
STRETCHED = b"<style>body{padding-top:3000px!important;padding-bottom:3000px}details{display:block}</style>"
SCRIPT = """<script>
addEventListener("load", () => setTimeout(() => {
  const plain = (text) => text.replace(/\\s+/g, " ").trim().toLowerCase();
  const wanted = %s.map(plain);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
  let seen = "missing";
  while (walker.nextNode()) {
    const element = walker.currentNode;
    if (["SCRIPT", "STYLE", "TITLE", "BODY"].includes(element.tagName)) continue;
    const said = plain(element.textContent);
    if (!wanted.some((words) => said.startsWith(words))) continue;
    const box = element.getBoundingClientRect();
    if (seen === "missing") seen = "elsewhere";
    if (box.top > -60 && box.top < innerHeight) seen = "found";
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (seen === "missing" && texts.nextNode()) {
    const at = texts.currentNode.data.toLowerCase().indexOf(wanted[0]);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(texts.currentNode, at);
    range.setEnd(texts.currentNode, at + 1);
    const top = range.getBoundingClientRect().top;
    seen = top > -60 && top < innerHeight ? "found" : "elsewhere";
  }
  document.documentElement.setAttribute("data-seen", seen + " " + Math.round(scrollY));
}, 1000));
</script>"""


@dataclass(frozen=True, slots=True)
class Link:
    """One link: the page to serve, the fragment, and what should be in the window."""

    name: str
    body: bytes
    fragment: str
    wanted: tuple[str, ...]


def links(folders: list[Path]) -> Iterator[Link]:
    for folder in folders:
        for labelled in read_labelled(folder)[0]:
            body = POLICY.sub(b"", saved_copy(labelled.page))
            for section in extract(labelled.page).sections:
                if section.anchor:
                    yield Link(labelled.name, body, section.anchor, _place(section))


def _place(section: Section) -> tuple[str, ...]:
    """Words of which some should be in the window: more of the text than the link quotes of it; else the heading, or
    the beginning of the text where the heading stands on a tab."""
    begins = " ".join(section.text.split()[:8])
    quoted = unquote(section.anchor.removeprefix(":~:text=")).strip()
    quotes_text = section.anchor.startswith(":~:text=") and section.text.lstrip(" ·•▪‣●○–—*").startswith(quoted)
    if section.heading and not (quotes_text and quoted != section.heading):
        return (section.heading,) if section.anchor.startswith(":~:") else (section.heading, begins or section.heading)
    return (begins,)


def serve(pages: dict[str, bytes]) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path, b"")
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def seen(browser: str, url: str) -> str:
    """What the page's script says: found, elsewhere or missing, and how far the window was scrolled."""
    with tempfile.TemporaryDirectory(prefix="deep-links-") as profile:
        command = [browser, *FLAGS, f"--user-data-dir={profile}", url]
        shown = subprocess.run(command, capture_output=True, timeout=60, check=False).stdout
    found = re.search(rb'data-seen="([^"]*)"', shown)
    return found[1].decode() if found else "no answer"


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("--links", type=int, default=200)
    asked = arguments.parse_args()
    browser = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if browser is None:
        sys.exit("no Chromium: apt-get install chromium")
    every = list(links(asked.folders))
    chosen = every[:: max(1, len(every) // asked.links)][: asked.links]
    pages = {
        f"/{number}": link.body.replace(
            b"</body>", STRETCHED + (SCRIPT % json.dumps(link.wanted)).encode() + b"</body>"
        )
        for number, link in enumerate(chosen)
    }
    server = serve(pages)
    right = 0
    for number, link in enumerate(chosen):
        answer = seen(browser, f"http://127.0.0.1:{server.server_port}/{number}#{link.fragment}")
        right += answer.startswith("found")
        if not answer.startswith("found"):
            print(f"{answer:<16} {link.name}: #{link.fragment[:80]}  ({link.wanted[0][:50]})", flush=True)
    print(f"{right} of {len(chosen)} links lead to their place (of {len(every)} sections with one)")
    server.shutdown()


if __name__ == "__main__":
    main()
