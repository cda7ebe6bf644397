"""A WebSocket client of a few lines, which may also misbehave."""

import base64
import json
import os
import socket
import struct
import time
from types import TracebackType
from typing import Any

_TEXT, _CLOSE = 0x1, 0x8


class Refused(Exception):
    """The handshake was not answered with 101; the argument is the status."""


class WebSocket:
    """A connection to `ws://127.0.0.1:port/path`."""

    def __init__(
        self, port: int, path: str, *, receive_buffer: int | None = None, **headers: str | None
    ) -> None:
        self.code: int | None = None
        self.reason = ""
        self._buffer = b""
        self._socket = socket.socket()
        if receive_buffer:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self._socket.settimeout(15)
        try:
            self._socket.connect(("127.0.0.1", port))
            self._shake_hands(port, path, headers)
        except Exception:
            self.close()
            raise

    @property
    def port(self) -> int:
        """The port at this end."""
        return int(self._socket.getsockname()[1])

    def send(self, **message: Any) -> None:
        self.send_raw(json.dumps(message).encode())

    def send_raw(self, data: bytes, *, opcode: int = _TEXT) -> None:
        """Send one frame, masked with zeros: clients must mask, and this is the cheapest way."""
        size = len(data)
        if size < 126:
            head = struct.pack(">BB", 0x80 | opcode, 0x80 | size)
        elif size < 65536:
            head = struct.pack(">BBH", 0x80 | opcode, 0x80 | 126, size)
        else:
            head = struct.pack(">BBQ", 0x80 | opcode, 0x80 | 127, size)
        self._socket.sendall(head + bytes(4) + data)

    def receive(self) -> dict[str, Any]:
        """Return the next message; ConnectionError when the server closes (`code` says why) or drops."""
        opcode, data = self._frame()
        if opcode == _CLOSE:
            self.code = struct.unpack(">H", data[:2])[0] if data else None
            self.reason = data[2:].decode()
            raise ConnectionError(f"closed with {self.code} {self.reason}")
        message: dict[str, Any] = json.loads(data)
        return message

    def until(self, kind: str) -> dict[str, Any]:
        """Return the next message of this type, passing over others."""
        while (message := self.receive())["type"] != kind:
            pass
        return message

    def closed_with(self) -> int | None:
        """Read to the end; return the code with which the server closed, None when it just dropped."""
        deadline = time.monotonic() + 20
        try:
            while time.monotonic() < deadline:
                self.receive()
        except ConnectionError:
            return self.code
        finally:
            self.close()
        raise AssertionError("still open")

    def close(self) -> None:
        self._socket.close()

    def __enter__(self) -> "WebSocket":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _shake_hands(self, port: int, path: str, headers: dict[str, str | None]) -> None:
        lines = {
            "Host": f"127.0.0.1:{port}",
            "Origin": f"http://127.0.0.1:{port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
            "Sec-WebSocket-Version": "13",
            **headers,
        }
        sent = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None)
        self._socket.sendall(f"GET {path} HTTP/1.1\r\n{sent}\r\n".encode())
        while b"\r\n\r\n" not in self._buffer:
            self._fill()
        head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        status = int(head.split(b" ", 2)[1])
        if status != 101:
            raise Refused(status)

    def _frame(self) -> tuple[int, bytes]:
        first, second = self._take(2)
        size = second & 0x7F
        if size == 126:
            (size,) = struct.unpack(">H", self._take(2))
        elif size == 127:
            (size,) = struct.unpack(">Q", self._take(8))
        return first & 0x0F, self._take(size)

    def _take(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._fill()
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return taken

    def _fill(self) -> None:
        data = self._socket.recv(65536)
        if not data:
            raise ConnectionError("dropped")
        self._buffer += data
