"""Archives made for tests: the same pages in each of the forms that people keep pages in."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

DATE = "2026-11-01T08:00:00Z"


def article(title: str, *facts: str) -> bytes:
    """A page of an article with two headed sections."""
    text = "".join(f"<p>{fact} It comes and goes, and most people need not do anything about it.</p>" for fact in facts)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body><main><article>'
        f"<h1>{title}</h1><h2>Causes</h2>{text}<h2>Remedies</h2>"
        f"<p>Rest helps some people with {title.lower()}; so does a warm bath before going to bed.</p>"
        "</article></main></body></html>"
    ).encode()


def warc(path: Path, pages: Mapping[str, bytes], headers: Iterable[tuple[str, str]] = (), **options: Any) -> Path:
    """A WARC of responses; `headers` are added to each, `pack` packs the bodies."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    pack, status = options.get("pack", bytes), options.get("status", "200 OK")
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz", warc_version="1.1")
        for url, body in pages.items():
            http = StatusAndHeaders(
                status, [("Content-Type", "text/html; charset=utf-8"), ("ETag", '"1"'), *headers], protocol="HTTP/1.1"
            )
            record = writer.create_warc_record(
                url, "response", payload=BytesIO(pack(body)), http_headers=http, warc_headers_dict={"WARC-Date": DATE}
            )
            writer.write_record(record)
            record.raw_stream.close()
    return path


def wacz(path: Path, pages: Mapping[str, bytes]) -> Path:
    inner = warc(path.with_suffix(".warc.gz"), pages)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("datapackage.json", '{"profile": "data-package"}')
        archive.write(inner, "archive/data.warc.gz")
    inner.unlink()
    return path


def zim(path: Path, pages: Mapping[str, bytes], scraper: str = "made by hand") -> Path:
    """A ZIM whose entries have these paths; one picture and one redirect stand beside them."""
    from libzim.writer import Creator, Hint, Item, StringProvider

    class Entry(Item):  # type: ignore[misc]  # the library has no types
        def __init__(self, where: str, body: bytes, kind: str = "text/html") -> None:
            super().__init__()
            self.where, self.body, self.kind = where, body, kind

        def get_path(self) -> str:
            return self.where

        def get_title(self) -> str:
            return self.where

        def get_mimetype(self) -> str:
            return self.kind

        def get_contentprovider(self) -> Any:
            return StringProvider(self.body.decode())

        def get_hints(self) -> dict[Any, int]:
            return {Hint.FRONT_ARTICLE: self.kind == "text/html"}

    first = next(iter(pages))
    with Creator(path).config_indexing(False, "eng") as creator:  # its own signature
        creator.set_mainpath(first)
        for where, body in pages.items():
            creator.add_item(Entry(where, body))
        creator.add_item(Entry("logo.png", b"PNG", "image/png"))
        creator.add_redirection("start", "Start", first, {})
        for key, value in {"Title": "Twitches", "Date": "2026-11-01", "Language": "eng", "Scraper": scraper}.items():
            creator.add_metadata(key, value)
    return path


def mhtml(path: Path, url: str, body: bytes) -> Path:
    import quopri

    parts = [
        b"From: <Saved by Blink>\r\n",
        f"Snapshot-Content-Location: {url}\r\n".encode(),
        b"Subject: An article\r\nDate: Sun, 1 Nov 2026 08:00:00 -0000\r\nMIME-Version: 1.0\r\n",
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----edge"\r\n\r\n\r\n------edge\r\n',
        b"Content-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\n",
        b"Content-Transfer-Encoding: quoted-printable\r\n",
        f"Content-Location: {url}\r\n\r\n".encode(),
        quopri.encodestring(body),
        b"\r\n------edge\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n",
        b"Content-Location: https://example.org/logo.png\r\n\r\niVBORw0KGgo=\r\n------edge--\r\n",
    ]
    path.write_bytes(b"".join(parts))
    return path


def epub(path: Path, chapters: Mapping[str, bytes], more: Mapping[str, bytes] | None = None) -> Path:
    items = "".join(
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    files = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": b'<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:'
        b'container"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        "OEBPS/book.opf": (
            '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf"><manifest>'
            f'{items}<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
            f'<item id="p" href="p.png" media-type="image/png"/></manifest><spine><itemref idref="nav"/>{spine}'
            '<itemref idref="p"/></spine></package>'
        ).encode(),
        **{f"OEBPS/{name}": body for name, body in chapters.items()},
        **(more or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return path
