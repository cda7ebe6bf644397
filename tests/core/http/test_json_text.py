"""What a client sends as JSON is read and refused alike wherever it comes in, by request or by socket."""

import asyncio
import json
from io import BytesIO
from typing import Any

import pytest
from rest_framework.exceptions import ParseError

from trellis.core.http.json_text import DEEPEST
from trellis.core.http.parsers import BoundedJSONParser
from trellis.core.realtime import Message, Socket

_PATIENCE = 20
_NO_JSON_OF_OURS = [
    "", "nonsense", '{"a": NaN}', '{"a": -Infinity}', '{"a": 1e400}', '{"a": [-1e999]}', '{"a": "\n"}',
    '{"a": "\\ud800"}', '{"a": ["\\uDFFF"]}', '{"\\uD83D": 1}', '{"a": {"\\udc00\\ud83d": 1}}',
    '{"a": ' + "9" * 5000 + "}", '{"a": ' + "[" * DEEPEST + "]" * DEEPEST + "}",
    '{"a":' * (DEEPEST + 1) + "1" + "}" * (DEEPEST + 1), '{"a":' * 9000 + "1" + "}" * 9000, "[" * 60_000,
]  # fmt: skip
_SOUND = [
    {"a": 2**70, "b": True, "c": None, "d": 1.5e300, "e": "\U0001f600 \\u0000 \\ud800 é"},
    {"a": [[{"b": {}}]] * 60},
]


class _Echo(Socket):
    async def received(self, message: Message) -> None:
        self.tell({"echo": message})


def _answer(**frame: Any) -> Message:
    """Send one frame to a socket, without a server; return what it answers."""

    async def talk() -> Message:
        incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        scope = {"type": "websocket", "path": "/", "headers": []}
        serving = asyncio.create_task(_Echo(scope, incoming.get, sent.put).run())
        incoming.put_nowait({"type": "websocket.connect"})
        incoming.put_nowait({"type": "websocket.receive", **frame})
        assert (await asyncio.wait_for(sent.get(), _PATIENCE))["type"] == "websocket.accept"
        answer = await asyncio.wait_for(sent.get(), _PATIENCE)
        incoming.put_nowait({"type": "websocket.disconnect"})
        await asyncio.wait_for(serving, _PATIENCE)
        assert sent.empty()  # nor is it closed
        message: Message = json.loads(answer["text"])
        return message

    return asyncio.run(talk())


def _parsed(body: bytes, encoding: str = "utf-8") -> Any:
    return BoundedJSONParser().parse(BytesIO(body), "application/json", {"encoding": encoding})


@pytest.mark.parametrize("text", _NO_JSON_OF_OURS, ids=lambda text: f"{text[:24]!r}, {len(text)}")
def test_what_is_no_json_of_ours_is_refused_at_both_entrances(text: str) -> None:
    with pytest.raises(ParseError):
        _parsed(text.encode())
    answer = _answer(text=text)
    assert (answer["type"], answer["code"]) == ("error", "invalid")


@pytest.mark.parametrize("value", _SOUND)
def test_what_is_sound_comes_in_at_both(value: Message) -> None:
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=False)):
        assert _parsed(text.encode()) == value
        assert _answer(text=text) == {"echo": value}


def test_as_deep_as_may_be_is_read() -> None:
    text = "[" * DEEPEST + "]" * DEEPEST
    assert json.dumps(_parsed(text.encode())) == text


@pytest.mark.parametrize(
    "text", [r'{"a": "\u0000"}', r'{"\u0000": 1}', r'{"a": [{"b": "x\\\u0000y"}]}', '{"a": "\0"}']
)
def test_a_socket_refuses_the_null_character_anywhere(text: str) -> None:
    answer = _answer(text=text)
    assert (answer["type"], answer["code"]) == ("error", "invalid")


@pytest.mark.parametrize("frame", [{"bytes": b'{"a": 1}'}, {"text": "[]"}, {"text": "null"}, {"text": '"a"'}])
def test_a_socket_takes_objects_alone_and_only_as_text(frame: dict[str, Any]) -> None:
    assert _answer(**frame)["code"] == "invalid"


@pytest.mark.parametrize(
    ("charset", "body"),
    [("utf-16", r'"\ud800"'.encode("utf-16")), ("utf-32-le", r'"\ud800"'.encode("utf-32-le"))],
)
def test_a_charset_brings_no_half_character_in(charset: str, body: bytes) -> None:
    with pytest.raises(ParseError):
        _parsed(body, charset)


def test_json_is_utf_8_whatever_charset_is_claimed() -> None:
    assert _parsed('"é"'.encode(), "latin-1") == "é"
    assert _parsed(b'"+2AA-"', "utf-7") == "+2AA-"  # in UTF-7 it would be a lone surrogate
