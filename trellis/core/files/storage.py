"""Files in a folder of this machine: stored whole or not at all, and gone again where their rows are."""

from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

_written: ContextVar[list["_Written"] | None] = ContextVar("written_files", default=None)


def private_storage() -> Storage:
    """Return where files lie that only some may see."""
    return storages["private"]


class WholeFileStorage(FileSystemStorage):
    """Django's storage, which leaves nothing of a file that could not be written to its end.

    A full disk is an OSError, which `core/outages.py` knows.
    """

    def _save(self, name: str, content: Any) -> str:
        # Under a name of its own, so that what is removed can be no other's file.
        unfinished = f"{name}.{uuid4().hex}.part"
        try:
            super()._save(unfinished, content)  # type: ignore[misc]  # the stubs lack it
            stored = self._publish(unfinished, name)
        except BaseException:
            with suppress(OSError):
                self.delete(unfinished)
            raise
        _note(self, stored)
        return stored

    def _publish(self, unfinished: str, name: str) -> str:
        """Give the file its name, or a free one like it."""
        while self.exists(name):
            name = self.get_available_name(name)
        Path(self.path(unfinished)).rename(self.path(name))
        return name


class _Written:
    """A file that was stored in a transaction, and whether that was committed."""

    def __init__(self, storage: Storage, name: str) -> None:
        self.storage = storage
        self.name = name
        self.is_committed = False

    def __call__(self) -> None:
        self.is_committed = True

    @property
    def is_needed(self) -> bool:
        """Whether its transaction was committed, or still can be."""
        return self.is_committed or any(entry[1] is self for entry in connection.run_on_commit)


def remove_uncommitted(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a middleware that removes what a request stored in a transaction that was then rolled back."""

    def respond(request: HttpRequest) -> HttpResponse:
        written: list[_Written] = []
        token = _written.set(written)
        try:
            return get_response(request)
        finally:
            _written.reset(token)
            for file in written:
                if not file.is_needed:
                    file.storage.delete(file.name)

    return respond


def _note(storage: Storage, name: str) -> None:
    written = _written.get()
    if written is not None and connection.in_atomic_block:
        file = _Written(storage, name)
        written.append(file)
        transaction.on_commit(file)
