"""The parts of a Word file, each counted while it is unpacked: runs in a child process alone."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any
from xml.etree import ElementTree

from trellis.core.files.papers.faults import Broken, Locked, TooLargeInside

_LARGEST_PART = 24 * 1024 * 1024
_LARGEST = 96 * 1024 * 1024  # of all parts together, as the file itself says
_MOST_PARTS = 4000
_PIECE = 1 << 16
_DEEPEST = 256
_MOST_ELEMENTS = 600_000
# An encrypted Word file is no ZIP, but a file of the older kind, in which these are.
_OLD, _OF_LOCKED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")


class Parts:
    """What a Word file is made of."""

    def __init__(self, content: bytes) -> None:
        if content.startswith(_OLD) and _OF_LOCKED in content:
            raise Locked
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Broken from error
        entries = self._zip.infolist()
        if len(entries) > _MOST_PARTS or sum(each.file_size for each in entries) > _LARGEST:
            raise TooLargeInside
        self.names = [each.filename for each in entries]

    def xml(self, name: str) -> ElementTree.Element | None:
        """Return the root of a part, None where there is no such part; raise Broken, TooLargeInside."""
        if name not in self.names:
            return None
        content = self._read(name)
        parser: Any = ElementTree.XMLPullParser(("start", "end"))
        return _parsed(parser, content)

    def _read(self, name: str) -> bytes:
        """Unpack a part, counting what comes out, whatever the directory says of it."""
        read = bytearray()
        try:
            with self._zip.open(name) as part:
                while piece := part.read(_PIECE):
                    read += piece
                    if len(read) > _LARGEST_PART:
                        raise TooLargeInside
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            NotImplementedError,
            ValueError,
        ) as error:
            # RuntimeError: a part that is locked with a password.
            raise Broken from error
        return bytes(read)


def _parsed(parser: Any, content: bytes) -> ElementTree.Element:
    """Parse without entities of its own, few levels deep."""
    # Word writes none, and with them a small part says much.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"<\x00!\x00" in content:
        raise Broken
    depth = elements = 0
    root: ElementTree.Element | None = None
    try:
        for start in range(0, len(content), _PIECE):
            parser.feed(content[start : start + _PIECE])
            for event, element in parser.read_events():
                root = element if root is None else root
                depth += 1 if event == "start" else -1
                elements += event == "start"
                if depth > _DEEPEST or elements > _MOST_ELEMENTS:
                    raise TooLargeInside
        parser.close()
    except (ElementTree.ParseError, ValueError) as error:
        raise Broken from error
    if root is None:
        raise Broken
    return root
