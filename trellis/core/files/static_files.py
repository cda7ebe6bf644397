"""Static files, compressed and under names that tell what is in them: a browser asks for each once."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Collection
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Whose modules are rewritten to import each other by such names: others have examples of imports in comments.
_OURS = "web/"


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # is typed nowhere
    """What `collect` has collected; without that, or where files have changed since, their own names."""

    support_js_module_import_aggregation = True

    def read_manifest(self) -> str | None:
        """Return which name stands for which, None where nothing of these files is collected."""
        manifest: str | None = super().read_manifest() if is_collected() else None
        return manifest

    def stored_name(self, name: str) -> str:
        """Return the name under which a file is served."""
        if not self.hashed_files:
            return name
        stored: str = super().stored_name(name)
        return stored

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[Any], str]:
        """Return what rewrites an address in a file."""
        if name.endswith(".js") and not name.startswith(_OURS):
            return lambda match: str(match.group(0))
        converter: Callable[[Any], str] = super().url_converter(name, hashed_files, template)
        return converter


def collect() -> bool:
    """Collect the static files of this version, unless that is done, and tell whether it was to be done.

    What pages of the version before ask for is kept, what only those of older ones asked for is removed.
    """
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with (root.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_collected():
            return False
        before = _named(root)
        # Else what was written in the same second as its copy here would not be copied again.
        _remove_others(root, {*before, HashedFiles.manifest_name})
        call_command("collectstatic", interactive=False, verbosity=0)
        _remove_others(root, {*before, *_named(root), HashedFiles.manifest_name, *_sources()})
        _note().write_text(_version())
    return True


def is_collected() -> bool:
    """Tell whether the static files are collected as they are now."""
    note = _note()
    return note.exists() and note.read_text() == _version()


def _note() -> Path:
    return Path(settings.STATIC_ROOT).parent / "version"


def _version() -> str:
    """Return what changes with any file: names, sizes and when they were written."""
    files = ((name, path.stat()) for name, path in _sources().items())
    told = sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in files)
    return sha256(repr(told).encode()).hexdigest()


def _sources() -> dict[str, Path]:
    """Return all static files by their names; of two of a name the first is served."""
    found = [(name, storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]
    return {name: Path(path) for name, path in reversed(found)}


def _named(root: Path) -> set[str]:
    """Return the names that the manifest gives."""
    manifest = root / HashedFiles.manifest_name
    return set(json.loads(manifest.read_text())["paths"].values()) if manifest.exists() else set()


def _remove_others(root: Path, kept: Collection[str]) -> None:
    for path in root.rglob("*"):
        if path.is_file() and path.relative_to(root).as_posix().removesuffix(".gz") not in kept:
            path.unlink()
