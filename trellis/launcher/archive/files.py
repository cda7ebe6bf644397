"""The files of an instance: held still while they are copied, and put back beside those that are there."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from trellis.launcher.errors import LauncherError
from trellis.launcher.layout import DataDirectory


def storage_folders() -> dict[str, Path]:
    """Return where the storages of the settings keep their files, by the storages' names."""
    from django.conf import settings
    from django.core.files.storage import FileSystemStorage, storages

    kept = [(name, storages[name]) for name in settings.STORAGES if name != "staticfiles"]
    return {name: Path(storage.location) for name, storage in kept if isinstance(storage, FileSystemStorage)}


@contextmanager
def held_still(directory: DataDirectory) -> Iterator[Path]:
    """Give a folder for links to files, which so outlive their deletion; it is one backup's at a time."""
    with directory.backup_lock_path.open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LauncherError(f"Another backup of {directory.root} is under way.") from None
        folder = directory.backup_dir
        shutil.rmtree(folder, ignore_errors=True)  # of one that was killed
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def link_all(folders: dict[str, Path], held: Path) -> None:
    """Link every file that is there now, and is not linked yet, into the folder `held`."""
    for storage, root in folders.items():
        for name in walk(root):
            target = held / storage / name
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                with suppress(FileNotFoundError):  # deleted meanwhile, so no row needs it
                    _link(root / name, target)


def _link(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except FileNotFoundError:
        raise
    except OSError:  # on another disk, or on one without links
        shutil.copyfile(source, target)


def walk(root: Path) -> Iterator[str]:
    """Yield the names of the plain files below a folder, which need not be there; no link is followed."""
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with suppress(FileNotFoundError), os.scandir(root / folder) as entries:
            for entry in entries:
                name = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(name)
                elif entry.is_file(follow_symlinks=False):
                    yield name


class Unpacked:
    """Files that are written beside their folders, and change places with what is there all at once."""

    def __init__(self, folders: dict[str, Path]) -> None:
        self._folders = folders
        self._new = {name: root.with_name(f".{root.name}.restored") for name, root in folders.items()}

    def __enter__(self) -> Unpacked:
        self._remove()
        for new in self._new.values():
            new.mkdir(parents=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._remove()

    def write(self, storage: str, name: str, content: IO[bytes]) -> int:
        """Write one file, whose name was checked, and return its size."""
        path = self._new[storage] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            shutil.copyfileobj(content, file)
            return file.tell()

    def take_place(self) -> None:
        """Put the folders where they belong; what was there is gone."""
        for storage, root in self._folders.items():
            shutil.rmtree(root, ignore_errors=True)
            self._new[storage].rename(root)

    def _remove(self) -> None:
        for new in self._new.values():
            shutil.rmtree(new, ignore_errors=True)
