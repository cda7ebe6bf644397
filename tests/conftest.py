"""What every test shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The plugin tests.cluster has made this process's database already."""


@pytest.fixture(autouse=True)
def media_root(settings: object, tmp_path: Path) -> Iterator[Path]:
    """Uploads of one test are gone with it."""
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    yield tmp_path / "media"
