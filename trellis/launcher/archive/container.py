"""The file itself: a tar archive that can be written and read in a stream, and that proves it is whole.

It holds `trellis.json` (what it is), `database/00000001` and so on (the dump of PostgreSQL in pieces, since
its length is not known before), `files/<storage>/<name>`, and `end.json` with the checksum of all before it.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from trellis.launcher.errors import LauncherError

MANIFEST, END, DATABASE, FILES = "trellis.json", "end.json", "database", "files"
PIECE_BYTES = 4 * 1024 * 1024
_LONGEST_NOTE = 1024 * 1024
_LONGEST_NAME = 1000
_READ_BYTES = 1024 * 1024
_PART = re.compile(r"[^\x00-\x1f\x7f\\/]{1,255}")


class BadArchiveError(LauncherError):
    """The file is no archive of ours, or not as it was written."""


class _Hashing:
    """Passes on what is written, and knows how much it was and its checksum."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._at = 0
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        """Write, as a file does."""
        self._out.write(data)
        self.digest.update(data)
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        """Return how much was written."""
        return self._at


class Writer:
    """Writes an archive; `finish` makes it one."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = _Hashing(out)
        self._tar = tarfile.TarFile(fileobj=cast("IO[bytes]", self._out), mode="w")

    def note(self, name: str, facts: dict[str, Any]) -> None:
        """Add facts as JSON."""
        self.piece(name, json.dumps(facts, indent=1).encode())

    def piece(self, name: str, content: bytes) -> None:
        """Add what is in memory."""
        self._add(name, len(content), io.BytesIO(content))

    def file(self, name: str, file: IO[bytes], *, size: int) -> None:
        """Add the first `size` bytes of an open file; raise OSError where there are fewer."""
        self._add(name, size, file)

    def finish(self) -> None:
        """Add the checksum of all that was written."""
        self.note(END, {"sha256": self._out.digest.hexdigest()})
        self._tar.close()

    def _add(self, name: str, size: int, content: IO[bytes]) -> None:
        member = tarfile.TarInfo(name)
        member.size = size
        member.mode = 0o600
        self._tar.addfile(member, content)
        _forget_members(self._tar)


class Reader:
    """Reads an archive that `check` has found whole."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def check(self, storages: set[str]) -> dict[str, Any]:
        """Return its facts; raise BadArchiveError unless every byte and every name of it is good.

        Nothing is written. `storages` are those that its files may be of.
        """
        facts: dict[str, Any] = {}
        last = ""
        for member, content in self._members():
            if last == END or (member.name == MANIFEST) != (last == ""):
                raise _bad("its parts are not in order")
            last = member.name
            if last == MANIFEST:
                facts = _facts(member, content)
            elif last == END:
                self._compare(_facts(member, content), length=member.offset)
            else:
                _check_name(last, storages)
        if last != END:
            raise _bad("it ends too early")
        return facts

    def pieces(self) -> Iterator[bytes]:
        """Yield the dump of the database, a piece at a time."""
        for member, content in self._members():
            if member.name.startswith(f"{DATABASE}/"):
                yield content.read()

    def files(self) -> Iterator[tuple[str, str, IO[bytes]]]:
        """Yield storage, name and content of each file."""
        for member, content in self._members():
            kind, _, rest = member.name.partition("/")
            if kind == FILES:
                storage, _, name = rest.partition("/")
                yield storage, name, content

    def _members(self) -> Iterator[tuple[tarfile.TarInfo, IO[bytes]]]:
        try:
            with tarfile.open(self._path, "r:") as tar:
                while (member := tar.next()) is not None:
                    _forget_members(tar)
                    content = tar.extractfile(member) if _is_plain(member) else None
                    if content is None:
                        raise _bad("it holds something that is no plain file")
                    yield member, content
        except (tarfile.TarError, EOFError, ValueError, OverflowError):
            raise _bad("it is no archive, or a damaged one") from None

    def _compare(self, end: dict[str, Any], *, length: int) -> None:
        digest = hashlib.sha256()
        with self._path.open("rb") as file:
            while length and (data := file.read(min(length, _READ_BYTES))):
                digest.update(data)
                length -= len(data)
        if digest.hexdigest() != end.get("sha256"):
            raise _bad("its checksum is wrong, so it is damaged")


def _forget_members(tar: Any) -> None:
    """Take from it the list of all that it has written or read, which would not fit into memory."""
    tar.members = []


def _is_plain(member: tarfile.TarInfo) -> bool:
    return member.type == tarfile.REGTYPE and not member.issparse()


def _facts(member: tarfile.TarInfo, content: IO[bytes]) -> dict[str, Any]:
    if member.size > _LONGEST_NOTE:
        raise _bad(f"{member.name} is too long")
    facts = json.loads(content.read())
    if not isinstance(facts, dict):
        raise _bad(f"{member.name} is no object")
    return facts


def _check_name(name: str, storages: set[str]) -> None:
    """Refuse what could be written anywhere but into a storage."""
    kind, _, rest = name.partition("/")
    if kind == DATABASE and re.fullmatch(r"[0-9]{8}", rest):
        return
    parts = rest.split("/")
    inside = all(_PART.fullmatch(part) and part not in {".", ".."} for part in parts)
    known = kind == FILES and len(parts) > 1 and parts[0] in storages
    if not (inside and known and len(name) <= _LONGEST_NAME and str(PurePosixPath(name)) == name):
        raise _bad("it holds a name that is none of ours")


def _bad(why: str) -> BadArchiveError:
    return BadArchiveError(f"This is no archive that can be restored: {why}.")
