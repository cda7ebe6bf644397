"""Bodies of several parts (multipart/form-data), as far as OpenAI's API has them: fields and one file."""

from email.message import Message
from typing import Any


def fields_of(kind: str, body: bytes) -> dict[str, Any]:
    """Return each field as text and each file as bytes; raise ValueError for what is no such body."""
    boundary = _header(kind).get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        raise ValueError("no boundary")
    between = f"\r\n--{boundary}".encode()
    # Before the first one stands no line end.
    first, *parts, _ = (b"\r\n" + body).split(between)
    if first or not parts:
        raise ValueError("no parts")
    return dict(map(_field, parts))


def body_of(fields: dict[str, str], *, file: bytes, boundary: str) -> bytes:
    """Return the body of such fields and a recording."""
    head = 'Content-Disposition: form-data; name="{}"'
    parts = [f"{head.format(name)}\r\n\r\n{value}".encode() for name, value in fields.items()]
    named = f'{head.format("file")}; filename="recording.wav"\r\nContent-Type: audio/wav\r\n\r\n'
    parts.append(named.encode() + file)
    between = f"--{boundary}\r\n".encode()
    return b"".join(between + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()


def _field(part: bytes) -> tuple[str, Any]:
    head, found, value = part.partition(b"\r\n\r\n")
    lines = [line.partition(":") for line in head.decode().strip().split("\r\n")]
    headers = {name.strip().lower(): rest.strip() for name, _, rest in lines}
    told = _header(headers.get("content-disposition", ""))
    name = told.get_param("name")
    if not found or not isinstance(name, str):
        raise ValueError("a part without a name")
    return name, value if told.get_param("filename") is not None else value.decode()


def _header(value: str) -> Message:
    message = Message()
    message["Content-Type"] = value
    return message
