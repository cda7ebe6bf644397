"""What a setting may be: how its text is read, and in words what is allowed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trellis.config.environment.names import can_be_owned, is_host

_ORIGIN = re.compile(r"(https?)://(\*\.)?([^/:@\[\]]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?")
_CLIENT_ID = re.compile(r"[A-Za-z0-9._:-]{1,255}")
_LOOPBACK = re.compile(r"http://(?:127\.0\.0\.1|localhost):[0-9]{1,5}/[A-Za-z0-9._/-]*")
_PORTS = {"http": "80", "https": "443"}
_FLAGS = {
    **dict.fromkeys(("on", "true", "yes", "1"), True),
    **dict.fromkeys(("off", "false", "no", "0"), False),
}
_HIGHEST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Kind:
    """`parse` returns the value of a text, or raises ValueError; `allowed` completes "it must be …"."""

    allowed: str
    parse: Callable[[str], Any]
    may_have_lines: bool = False


def require(condition: object) -> None:
    """Raise ValueError, without a word about the value: it may be a secret."""
    if not condition:
        raise ValueError


def words(*allowed: str) -> Kind:
    """Return the kind that is one of these words, letter for letter."""

    def parse(text: str) -> str:
        require(text in allowed)
        return text

    return Kind(_either(allowed), parse)


def number(lowest: int, highest: int) -> Kind:
    """Return the kind that is a whole number of this range, in the digits 0 to 9."""

    def parse(text: str) -> int:
        require(re.fullmatch(r"[0-9]{1,9}", text))
        require(lowest <= int(text) <= highest)
        return int(text)

    return Kind(f"a whole number from {lowest} to {highest}", parse)


def number_or_none(lowest: int, highest: int) -> Kind:
    """Return the kind that is 0, or a whole number of this range."""
    kind = number(lowest, highest)
    return Kind(f"0, or {kind.allowed}", lambda text: 0 if text == "0" else kind.parse(text))


def list_of(parse: Callable[[str], Any], allowed: str) -> Kind:
    """Return the kind that is a list of such items, separated by commas."""

    def parse_all(text: str) -> list[Any]:
        return [parse(item.strip()) for item in text.split(",") if item.strip()]

    return Kind(f"a list, separated by commas, of {allowed}", parse_all)


def is_port(value: int) -> bool:
    """Tell whether a server can listen on this port."""
    return 0 < value <= _HIGHEST_PORT


def _either(allowed: tuple[str, ...]) -> str:
    *others, last = allowed
    return f"{', '.join(others)} or {last}" if others else last


def _flag(text: str) -> bool:
    require(text in _FLAGS)
    return _FLAGS[text]


def _line(text: str) -> str:
    require(text and text == text.strip())
    return text


def origin(text: str, *, may_be_wide: bool = False) -> str:
    """Return `scheme://host:port`, without the port that the scheme has anyway.

    With `may_be_wide` the host may be `*.` and a name whose every subdomain can have one owner.
    """
    match = _ORIGIN.fullmatch(text)
    require(match)
    scheme, wide, host, port = match.groups()  # type: ignore[union-attr]
    require(is_host(host) and (not wide or (may_be_wide and can_be_owned(host))))
    require(port is None or is_port(int(port)))
    return f"{scheme}://{wide or ''}{host}" + (f":{port}" if port and port != _PORTS[scheme] else "")


def _allowed_host(text: str) -> str:
    if text != "*":
        require(can_be_owned(text[1:]) if text.startswith(".") else is_host(text))
    return text


def _client_id(text: str) -> str:
    require(_CLIENT_ID.fullmatch(text))
    return text


def _on_this_machine(text: str) -> str:
    require(_LOOPBACK.fullmatch(text))
    return text


FLAG = Kind(_either(tuple(_FLAGS)), _flag)
LINE = Kind("one line of text, without spaces around it", _line)
PATH = Kind("a path", _line)
SECRET = Kind("one line of text", str)
SECRETS = list_of(str, "keys")
CLIENT_IDS = list_of(_client_id, "ids as the provider writes them")
LOOPBACK = Kind("an http address of this machine with its port", _on_this_machine)
WEB_ADDRESS = Kind(
    "an http or https address of a host in lower case, with a port if need be and nothing behind it",
    lambda text: origin(text.removesuffix("/")),
)
ORIGINS = list_of(origin, "http or https origins such as https://app.example")
WIDE_ORIGINS = list_of(
    lambda text: origin(text, may_be_wide=True),
    "http or https origins such as https://app.example or, for all its subdomains, https://*.trellis.example",
)
HOSTS = list_of(
    _allowed_host,
    "host names in lower case such as trellis.example or, for it and all its subdomains, .trellis.example",
)
