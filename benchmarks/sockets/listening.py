"""Whoever listens: a process of its own with many sockets, which notes how old each message is."""

import json
import selectors
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

from tests.sockets import WebSocket

_PULSE_SECONDS = 30.0


@dataclass(frozen=True)
class Address:
    """Where one socket is opened, and by whom."""

    port: int
    path: str
    token: str = ""

    def open(self) -> WebSocket:
        """Open it and wait for its first message."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        client = WebSocket(self.port, self.path, **headers)
        client.receive()
        return client


class Listeners:
    """Sockets in a process of their own; what is said to them has a `moment()` in it."""

    def __init__(self, addresses: Sequence[Address]) -> None:
        context = get_context("spawn")
        self._pipe, there = context.Pipe()
        self._process = context.Process(target=_listen, args=[there, list(addresses)], daemon=True)

    def __enter__(self) -> "Listeners":
        self._process.start()
        self._answer("open")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.join()

    def ages(self, *, wanted: int, seconds: float) -> list[float]:
        """Return the ages of what has come since the last time, once it is so many or so long has passed."""
        self._pipe.send((wanted, seconds))
        return self._answer("ages")

    def _answer(self, name: str) -> Any:
        kind, value = self._pipe.recv()
        if kind != name:
            raise RuntimeError(value)
        return value


def moment() -> str:
    """Return what to put into a message so that its age is known, once it has come."""
    return f"~{time.monotonic()!r}~"


def _listen(pipe: Connection, addresses: list[Address]) -> None:
    try:
        with selectors.EpollSelector() as selector:
            pulse = _Pulse()
            for address in addresses:
                client = address.open()
                client._socket.setblocking(False)
                selector.register(client._socket, selectors.EVENT_READ, _Reader(client))
                pulse.clients.append(client)
                pulse.beat()
            pipe.send(("open", None))
            while True:
                pipe.send(("ages", _collect(selector, pulse, pipe)))
    except Exception as error:
        pipe.send(("error", repr(error)))
        raise


def _collect(selector: selectors.BaseSelector, pulse: "_Pulse", pipe: Connection) -> list[float]:
    """Read until so much has come as the other side asks for, which it may ask while it comes."""
    ages: list[float] = []
    wanted, end = None, float("inf")
    while wanted is None or (len(ages) < wanted and time.monotonic() < end):
        for key, _ in selector.select(0.05):
            key.data(ages.append)
        pulse.beat()
        if wanted is None and pipe.poll():
            wanted, seconds = pipe.recv()
            end = time.monotonic() + seconds
    return ages


class _Pulse:
    """Has each client say something now and then, or it would be closed as silent."""

    def __init__(self) -> None:
        self.clients: list[WebSocket] = []
        self._beaten_at = time.monotonic()

    def beat(self) -> None:
        """Do so where it is time."""
        if time.monotonic() - self._beaten_at > _PULSE_SECONDS:
            self._beaten_at = time.monotonic()
            for client in self.clients:
                client.send(type="ping")


class _Reader:
    """Takes frames apart; the text between two `~` is when one was sent."""

    def __init__(self, client: WebSocket) -> None:
        self._source = client._socket
        self._buffer = client._buffer

    def __call__(self, note: Callable[[float], None]) -> None:
        data = self._source.recv(1 << 18)
        if not data:
            raise ConnectionError("closed")
        now = time.monotonic()
        self._buffer += data
        while (text := self._text()) is not None:
            if len(parts := text.split(b"~", 2)) == 3:
                note(now - json.loads(parts[1]))

    def _text(self) -> bytes | None:
        """Take off what the first frame says, unless a part of it is missing."""
        if len(self._buffer) < 4:
            return None
        size, start = self._buffer[1] & 0x7F, 2
        if size == 126:
            (size,), start = struct.unpack(">H", self._buffer[2:4]), 4
        if len(self._buffer) < start + size:
            return None
        text, self._buffer = self._buffer[start : start + size], self._buffer[start + size :]
        return text
