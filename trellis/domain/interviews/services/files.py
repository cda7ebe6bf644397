"""The files of recordings in the private storage: all of one recording lie in a folder of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

from django.core.files.base import ContentFile, File

from trellis.core.files.storage import private_storage
from trellis.domain.interviews.models import RecordingChunk


def folder_of(recording_id: UUID) -> str:
    """Return where the files of a recording lie."""
    return f"recordings/{recording_id}"


@contextmanager
def kept_if_committed(recording_id: UUID, content: bytes) -> Iterator[str]:
    """Store a chunk and give its name; it is removed again when the block fails."""
    storage = private_storage()
    name = storage.save(f"{folder_of(recording_id)}/{uuid4().hex}", ContentFile(content))
    try:
        yield name
    except BaseException:
        storage.delete(name)
        raise


def remove_all(recording_id: UUID, *, but: str = "") -> None:
    """Remove the files of a recording, `but` this one. What is gone already is no matter."""
    storage, folder = private_storage(), folder_of(recording_id)
    try:
        _, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        if f"{folder}/{name}" != but:
            storage.delete(f"{folder}/{name}")
    if not but:
        storage.delete(folder)


class Joined(File):  # type: ignore[type-arg]
    """The chunks of a recording, one after the other, as one file to store."""

    def __init__(self, pieces: list[RecordingChunk]) -> None:
        super().__init__(None)
        self.pieces = pieces

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Read them in turn; only one is open at a time."""
        for piece in self.pieces:
            with piece.file.open("rb") as opened:
                yield from opened.chunks(chunk_size)

    def head(self, length: int) -> bytes:
        """Return the first bytes, of as many chunks as it takes: a busy recorder's first may be one byte."""
        first = b""
        for piece in self.pieces:
            with piece.file.open("rb") as opened:
                first += opened.read(length - len(first))
            if len(first) == length:
                break
        return first
