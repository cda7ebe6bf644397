"""What a client brings along when it opens a WebSocket, by which it may be known."""

from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.http import parse_cookie

from trellis.core.realtime.origins import header, origin_is_ours

# The subprotocol behind which a token stands: a browser's script can set no other header.
BEARER = "bearer"
_MOST_FIELDS = 20


def query_of(scope: dict[str, Any]) -> dict[str, str]:
    """Return what the address asks, of each name the last value; nothing of one with very many names."""
    try:
        fields = parse_qs(scope.get("query_string", b"").decode("latin-1"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in fields.items()}


def session_key_of(scope: dict[str, Any]) -> str:
    """Return the key of the browser's session, which counts on pages of ours alone.

    Without an Origin it is no browser, and a cookie proves nothing that a token does not prove better.
    """
    if not header(scope, b"origin") or not origin_is_ours(scope):
        return ""
    return parse_cookie(header(scope, b"cookie")).get(settings.SESSION_COOKIE_NAME, "")


def offers_bearer(scope: dict[str, Any]) -> bool:
    """Tell whether the client offers the subprotocol `bearer`: it takes only an answer that has it."""
    return BEARER in _protocols(scope)


def token_of_headers(scope: dict[str, Any]) -> str | None:
    """Return the token of `Authorization: Bearer …` or of the subprotocols `bearer, …`, if there is one."""
    scheme, _, token = header(scope, b"authorization").partition(" ")
    if scheme.lower() == BEARER:
        return token.strip()
    protocols = _protocols(scope)
    if BEARER not in protocols[:-1]:
        return None
    return protocols[protocols.index(BEARER) + 1]


def _protocols(scope: dict[str, Any]) -> list[str]:
    return [each.strip() for each in header(scope, b"sec-websocket-protocol").split(",")]
