"""The web server behind `twitchsearch serve`: who may reach it, and with what. The only home of textual-serve.

It listens on the loopback interface alone, but so does every page in the browser reach that: the address holds a random
token, `Host` must name this machine (a name that was made to point here does not), and `Origin`, which a browser adds
when a page of another site asks, must be this server. Nothing is loaded from anywhere else, which the policy sent with
every answer makes sure of: the page that textual-serve makes asks for a font of the web.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiohttp import web
from textual_serve.server import Server

from twitchsearch.errors import SettingsError

MOST = 8
"""Sessions at a time; each is a process."""

_LOOPBACK = "127.0.0.1"
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "img-src 'self' data:; connect-src 'self' ws://{host}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def bound(port: int) -> socket.socket:
    """A socket that listens on the loopback interface. Raises SettingsError where the port is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((_LOOPBACK, port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise SettingsError(
            f"port {port} cannot be used ({error.strerror}); leave --port out for a free one"
        ) from error
    return listening


class Service(Server):
    """One server; `token` is new each time."""

    def __init__(self, port: int, command: str, token: str = "") -> None:
        super().__init__(command, host=_LOOPBACK, port=port, title="twitchsearch")
        self._hosts = {f"{name}:{port}" for name in (_LOOPBACK, "localhost")}
        self._token = token or secrets.token_urlsafe(24)
        self._sessions = 0

    @property
    def address(self) -> str:
        return f"{self.public_url}/{self._token}/"

    async def application(self) -> web.Application:
        """Everything below the token, and nothing beside it."""
        inner = await self._make_app()
        outer = web.Application(middlewares=[self._guard])
        outer.add_subapp(f"/{self._token}", inner)
        return outer

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse whoever comes by another name or from another site; add what keeps the page to itself."""
        origin = request.headers.get("Origin")
        if request.host not in self._hosts or (origin is not None and origin not in self._origins):
            raise web.HTTPForbidden(text="this is not for you\n")
        if request.path.endswith("/ws") and origin is None:
            raise web.HTTPForbidden(text="only a browser may connect\n")
        try:
            response = await handler(request)
        except web.HTTPException as error:
            error.headers.update(self._headers(request))
            raise
        if not response.prepared:
            response.headers.update(self._headers(request))
        return response

    @property
    def _origins(self) -> set[str]:
        return {f"http://{host}" for host in self._hosts}

    def _headers(self, request: web.Request) -> dict[str, str]:
        return {
            "Content-Security-Policy": _POLICY.format(host=request.host),
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        }

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        if self._sessions >= MOST:
            raise web.HTTPServiceUnavailable(text=f"{MOST} sessions are open already; close one\n")
        self._sessions += 1
        try:
            return await super().handle_websocket(request)
        finally:
            self._sessions -= 1

    async def on_startup(self, app: web.Application) -> None:
        """Nothing is printed here: the command line says where it is."""


def run(service: Service, listening: socket.socket) -> None:
    """Serve until the process is told to end."""
    with suppress(KeyboardInterrupt):
        web.run_app(service.application(), sock=listening, print=None, access_log=None)
