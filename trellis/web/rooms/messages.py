"""What a browser may say in a meeting room, and what of it goes on to the other."""

import unicodedata
from collections.abc import Callable
from typing import Any

from trellis.core.realtime import Message
from trellis.core.writing.texts import Unfit, many_lines

LONGEST_CHAT = 2000
_LONGEST_ID = 64
_LONGEST_CANDIDATE = 2000
_LINES = 65_536
_DEVICES = ("mic", "camera", "screen")


class InvalidMessage(Exception):
    """The message cannot be understood; its argument says why, for who wrote the client."""


def page_id(message: Message) -> str:
    """Return the id that the page has given itself."""
    page = _short(message, "page")
    if not page:
        raise InvalidMessage("page names the page.")
    return page


def devices(message: Message) -> dict[str, bool]:
    """Return which of microphone, camera and screen are sent."""
    if not all(isinstance(message.get(name), bool) for name in _DEVICES):
        raise InvalidMessage("mic, camera and screen are true or false.")
    return {name: message[name] for name in _DEVICES}


def relayed(message: Message) -> Message:
    """Return the parts of the message that the other gets; raise InvalidMessage."""
    kind = message.get("type")
    clean = _KINDS.get(kind) if isinstance(kind, str) else None
    if clean is None:
        raise InvalidMessage("This type of message is not known.")
    return {"type": kind, **clean(message)}


def addressee(message: Message) -> str:
    """Return the page that the message is for, or nothing: whoever is the other."""
    return _short(message, "to") if message.get("to") is not None else ""


def _description(message: Message) -> Message:
    return {"sdp": _text(message, "sdp", longest=None)}


def _candidate(message: Message) -> Message:
    candidate: Any = message.get("candidate")
    if candidate is None:
        return {"candidate": None}
    if not isinstance(candidate, dict):
        raise InvalidMessage("candidate is an object or null.")
    kept: Message = {"candidate": _text(candidate, "candidate", longest=_LONGEST_CANDIDATE)}
    kept |= {
        name: _short(candidate, name)
        for name in ("sdpMid", "usernameFragment")
        if candidate.get(name) is not None
    }
    if candidate.get("sdpMLineIndex") is not None:
        kept["sdpMLineIndex"] = _line(candidate["sdpMLineIndex"])
    return {"candidate": kept}


def _line(index: Any) -> int:
    if type(index) is not int or not 0 <= index < _LINES:  # a bool is an int too
        raise InvalidMessage(f"sdpMLineIndex is a number below {_LINES}.")
    return index


def _chat(message: Message) -> Message:
    try:
        text = many_lines(_text(message, "text", longest=None)).strip()
    except Unfit as error:
        raise InvalidMessage(error.sentence) from None
    if not 0 < len(text) <= LONGEST_CHAT:
        raise InvalidMessage(f"text has 1 to {LONGEST_CHAT} characters.")
    return {"text": unicodedata.normalize("NFC", text), "id": _short(message, "id")}


def _short(message: Message, name: str) -> str:
    return _text(message, name, longest=_LONGEST_ID)


def _text(message: Message, name: str, *, longest: int | None) -> str:
    text = message.get(name)
    if not isinstance(text, str) or (longest is not None and len(text) > longest):
        raise InvalidMessage(f"{name} is a text" + (f" of at most {longest} characters." if longest else "."))
    return text


_KINDS: dict[str, Callable[[Message], Message]] = {
    "offer": _description,
    "answer": _description,
    "ice": _candidate,
    "chat": _chat,
}
