"""Whatever is sent as JSON is parsed or refused with a 400."""

from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.test import APIRequestFactory

from trellis.core.http.parsers import BoundedJSONParser


def parsed(body: bytes) -> Any:
    return BoundedJSONParser().parse(BytesIO(body), "application/json", {"encoding": "utf-8"})


def test_every_view_parses_with_it() -> None:
    assert api_settings.DEFAULT_PARSER_CLASSES[0] is BoundedJSONParser
    request = Request(
        APIRequestFactory().post("/", b'{"a": [1]}', content_type="application/json"),
        parsers=[parser() for parser in api_settings.DEFAULT_PARSER_CLASSES],
    )
    assert request.data == {"a": [1]}


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a": [1, null, "\xc3\xbc"]}', {"a": [1, None, "ü"]}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b"[" * 3 + b"]" * 3, [[[]]]),
    ],
)
def test_what_is_sound_is_read(body: bytes, value: Any) -> None:
    assert parsed(body) == value


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'a': 1}",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b"\xff\xfe",
        b'{"a": "\xff"}',
        b'\xef\xbb\xbf{"a": 1}',
        b'{"a": "\n"}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'[{"a":' * 50_000 + b"1" + b"}]" * 50_000,
    ],
    ids=lambda body: f"{body[:12]!r}, {len(body)} bytes",
)
def test_what_is_not_is_a_400(body: bytes) -> None:
    assert len(body) < settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    with pytest.raises(ParseError) as raised:
        parsed(body)
    assert raised.value.status_code == 400


@pytest.mark.parametrize("text", [r'"\ud800"', r'{"a": ["\uDFFF"]}', r'{"\ud800": 1}'])
def test_half_a_character_is_refused(text: str) -> None:
    with pytest.raises(ParseError, match="lone surrogate"):
        BoundedJSONParser().parse(BytesIO(text.encode()))


def test_a_whole_character_written_as_two_halves_is_read() -> None:
    assert BoundedJSONParser().parse(BytesIO(rb'"\ud83d\ude00"')) == "\U0001f600"
