"""What a handshake brings along is read, whatever it is."""

from typing import Any

import pytest

from trellis.core.realtime.credentials import offers_bearer, query_of, session_key_of, token_of_headers


def _scope(query: bytes = b"", **headers: str) -> dict[str, Any]:
    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"query_string": query, "headers": [(b"host", b"testserver"), *given]}


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        (b"", {}),
        (b"since=7&token=a.b.c", {"since": "7", "token": "a.b.c"}),
        (b"token=a&token=b", {"token": "b"}),
        (b"token=", {}),
        (b"%ff=%00&\xff=\xfe&=&&%", {"\ufffd": "\0", "ÿ": "þ"}),
        (b"&".join(b"a%d=1" % number for number in range(1000)), {}),
    ],
)
def test_what_the_address_asks(query: bytes, fields: dict[str, str]) -> None:
    assert query_of(_scope(query)) == fields


@pytest.mark.parametrize(
    ("headers", "token"),
    [
        ({}, None),
        ({"authorization": "Bearer a.b.c"}, "a.b.c"),
        ({"authorization": "bearer  a.b.c "}, "a.b.c"),
        ({"authorization": "Bearer"}, ""),
        ({"authorization": "Basic YTpi"}, None),
        ({"sec_websocket_protocol": "bearer, a.b.c"}, "a.b.c"),
        ({"sec_websocket_protocol": "chat,bearer,a.b.c"}, "a.b.c"),
        ({"sec_websocket_protocol": "bearer"}, None),
        ({"sec_websocket_protocol": "bearer,"}, ""),
        ({"sec_websocket_protocol": "chat"}, None),
    ],
)
def test_a_token_in_a_header(headers: dict[str, str], token: str | None) -> None:
    assert token_of_headers(_scope(**headers)) == token


def test_a_client_that_offers_the_subprotocol_is_answered_with_it() -> None:
    assert offers_bearer(_scope(sec_websocket_protocol="chat, bearer"))
    assert not offers_bearer(_scope(sec_websocket_protocol="chat, Bearer-not"))
    assert not offers_bearer(_scope())


@pytest.mark.parametrize(
    ("origin", "key"),
    [("http://testserver", "abc"), ("https://evil.example", ""), ("http://localhost:3000", ""), (None, "")],
)
def test_a_cookie_counts_on_our_own_pages_alone(settings: Any, origin: str | None, key: str) -> None:
    cookie = f"{settings.SESSION_COOKIE_NAME}=abc"
    headers = {"cookie": cookie} if origin is None else {"cookie": cookie, "origin": origin}
    assert session_key_of(_scope(**headers)) == key
