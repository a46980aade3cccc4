"""A connection to a host at one judged address, straight or through a proxy."""

from __future__ import annotations

import ssl
from contextlib import suppress
from functools import cache
from socket import SHUT_RDWR, socket
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection

from twitchsearch.crawl.settings import CrawlSettings


class Line:
    """A connection to a host at one judged address."""

    def __init__(self, scheme: str, name: str, port: int, address: str, settings: CrawlSettings) -> None:
        self._goal = (scheme, name, port)
        self._address = address
        self.socket: socket | None = None
        self.connection: HTTPConnection
        proxy = urlsplit(settings.proxy)
        door = (proxy.port or 80) if settings.proxy else port
        if scheme == "https":
            self.connection = HTTPSConnection(
                address, door, timeout=settings.timeout, server_hostname=name, ssl_context=_tls()
            )
            if settings.proxy:
                self.connection.set_tunnel(name, port, scheme="http")
        else:
            self.connection = HTTPConnection(address, door, timeout=settings.timeout)

    def leads_to(self, scheme: str, name: str, port: int, allowed: tuple[str, ...]) -> bool:
        return (scheme, name, port) == self._goal and self._address in allowed and self.connection.is_connected

    def cut_off(self) -> None:
        """Wake whoever waits for this connection. Below TLS, whose own way to end would wait for the other side."""
        for each in (self.socket, self.connection.sock):
            if each is not None:
                with suppress(OSError):
                    socket.shutdown(each, SHUT_RDWR)


@cache
def _tls() -> ssl.SSLContext:
    """Certificates and host names are checked, against the system's authorities (or those of SSL_CERT_FILE)."""
    return ssl.create_default_context()
