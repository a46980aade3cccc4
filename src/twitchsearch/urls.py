"""URLs: normalised once, here, so that one page has one name everywhere."""

from __future__ import annotations

import ipaddress
import re
from typing import NamedTuple
from urllib.parse import unquote

LONGEST = 8192
"""Code points of a URL beyond which it is refused."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_SPLIT = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.DOTALL)
# Most URLs met are in their normal form already; this tells the plain ones among them, twenty times as fast.
_NORMAL = re.compile(
    r"https?://(?=[^/]{1,253}/)(?:[a-z0-9_-]{1,63}\.)*[a-z][a-z0-9_-]{0,62}/"
    r"(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?"
)
_PORT = re.compile(r"(.*?)(?::([0-9]{0,8}))?", re.DOTALL)
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ESCAPE_OR_OTHER = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9._~!$&'()*+,;=:@/?-]+?", re.DOTALL)
_UNPRINTABLE = re.compile(r"[^\x21-\x7e]")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

# Parameters that say where a reader came from and never what is shown.
_TRACKING = frozenset(
    (
        *("_ga", "_gl", "dclid", "gad_source", "gbraid", "gclid", "gclsrc", "srsltid", "wbraid"),
        *("_hsenc", "_hsmi", "mc_cid", "mc_eid", "mkt_tok", "oly_anon_id", "oly_enc_id", "vero_id", "wickedid"),
        *("epik", "fbclid", "igshid", "li_fat_id", "msclkid", "ttclid", "twclid", "yclid"),
    )
)


class _Parts(NamedTuple):
    """A URL reference as RFC 3986 divides it; None is a part that is not there."""

    scheme: str | None
    authority: str | None
    path: str
    query: str | None


def normalise(url: str, base: str = "") -> str:
    """`url`, resolved against `base` where it is relative, in the one form that names its page.

    Scheme and host in lower case, the host in IDNA's ASCII form without a closing dot; no default port, no fragment, no
    empty query; dot segments resolved; percent-encoding as small as RFC 3986 allows, in upper case; backslashes in the
    path read as slashes, as browsers do; tracking parameters left out. The host and all other parameters stay as they
    are, in their order. Idempotent.

    Raises ValueError, with the reason, for what is not such a URL: other schemes, a user name, a number that is only
    another spelling of an address ("0x7f.1"), control characters, more than `LONGEST` code points.
    """
    if len(url) <= LONGEST and _NORMAL.fullmatch(url):
        return url
    parts = _split(url)
    if base:
        parts = _resolve(parts, _split(base))
    scheme = (parts.scheme or "").lower()
    if scheme not in _DEFAULT_PORTS:
        raise ValueError("not an absolute http or https URL")
    path = _without_dots(_encoded(parts.path))
    query = _encoded(_without_tracking(parts.query or ""))
    whole = f"{scheme}://{_authority(parts.authority or '', scheme)}{path}{'?' * bool(query)}{query}"
    if len(whole) > LONGEST:
        raise ValueError(f"longer than {LONGEST} characters")
    return whole


def host(url: str) -> str:
    """The host of a URL: lower case, IDNA, with ":port" where that is not the scheme's own. Raises ValueError."""
    return normalise(url).split("/", 3)[2]


def site(url: str) -> str:
    """The host as people name a site: no leading "www.", no port; international names stay in their ASCII form.

    Raises ValueError.
    """
    name = host(url)
    name = name if name.endswith("]") else name.rpartition(":")[0] or name
    short = name.removeprefix("www.")
    return short if "." in short else name


def shown(url: str) -> str:
    """Any text that is meant as a URL, safe to print on a line: all but visible ASCII is percent-encoded."""
    return _UNPRINTABLE.sub(lambda found: _percent(found[0]), url)


def _split(text: str) -> _Parts:
    if len(text) > LONGEST:
        raise ValueError(f"longer than {LONGEST} characters")
    text = text.strip("".join(map(chr, range(33)))).replace("\t", "").replace("\n", "").replace("\r", "")
    if _CONTROL.search(text):
        raise ValueError("holds a control character")
    if not text.isprintable() and any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("holds half of a surrogate pair")
    place, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr] # matches any text
    found = _SPLIT.fullmatch(place.replace("\\", "/") + mark + rest)
    return _Parts(*found.groups()) if found else _Parts(None, None, text, None)


def _resolve(parts: _Parts, base: _Parts) -> _Parts:
    """RFC 3986, section 5.2.2; dot segments are resolved later."""
    if parts.scheme is not None:
        return parts
    if parts.authority is not None:
        return parts._replace(scheme=base.scheme)
    if not parts.path:
        return base if parts.query is None else base._replace(query=parts.query)
    if parts.path.startswith("/"):
        return base._replace(path=parts.path, query=parts.query)
    return base._replace(path=(base.path.rpartition("/")[0] + "/" + parts.path), query=parts.query)


def _authority(authority: str, scheme: str) -> str:
    if "@" in authority:
        raise ValueError("holds a user name or a password")
    found = _PORT.fullmatch(authority)
    name, port = found.groups() if found else (authority, None)
    name = _address_6(name) if name.startswith("[") else _name(name)
    if not port:
        return name
    if not 0 < int(port) < 65536:
        raise ValueError("no such port")
    return name if int(port) == _DEFAULT_PORTS[scheme] else f"{name}:{int(port)}"


def _address_6(text: str) -> str:
    if not text.endswith("]") or "%" in text:
        raise ValueError("not an IPv6 address")
    address = ipaddress.IPv6Address(text[1:-1])
    if address.ipv4_mapped:  # its text differs between versions of Python
        low = int(address.ipv4_mapped)
        return f"[::ffff:{low >> 16:x}:{low & 0xFFFF:x}]"
    return f"[{address}]"


def _name(text: str) -> str:
    name = unquote(text, errors="strict") if "%" in text else text
    name = (name.lower() if name.isascii() else _international(name)).removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(map(_LABEL.fullmatch, labels)):
        raise ValueError("has no valid host")
    if _NUMBER.fullmatch(labels[-1]):
        ipaddress.IPv4Address(name)
    return name


def _international(name: str) -> str:
    import idna  # its tables are large, and few hosts need them

    if len(name) > 253:
        raise ValueError("has no valid host")
    return idna.encode(name, uts46=True).decode("ascii").lower()


def _encoded(text: str) -> str:
    return _ESCAPE_OR_OTHER.sub(lambda found: _smallest(found[0]), text)


def _smallest(found: str) -> str:
    if len(found) == 1:
        return _percent(found)
    character = chr(int(found[1:], 16))
    return character if character in _UNRESERVED else found.upper()


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


def _without_dots(path: str) -> str:
    """RFC 3986, section 5.2.4, of a path below a host."""
    kept: list[str] = []
    segments = path.split("/")[1:] or [""]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _without_tracking(query: str) -> str:
    return "&".join(each for each in query.split("&") if not _is_tracking(each.partition("=")[0]))


def _is_tracking(name: str) -> bool:
    name = unquote(name).lower()
    return name.startswith("utm_") or name in _TRACKING
