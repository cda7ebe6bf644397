"""A file of data is the one we know, or is not read."""

import hashlib
from pathlib import Path

import pytest

from trellis.core.files.data import DataError, DataFile


def test_it_is_found_byte_for_byte(tmp_path: Path) -> None:
    known = DataFile("a/known", hashlib.sha256(b"known").hexdigest())
    with pytest.raises(DataError, match=r"cannot be read: No such file .*; `make data` installs it"):
        known.found(tmp_path)
    place = tmp_path / "a" / "known"
    place.parent.mkdir()
    place.write_bytes(b"known")
    assert known.found(tmp_path) == place
    place.write_bytes(b"knowN")
    with pytest.raises(DataError, match="is not the one that Trellis was made for"):
        known.found(tmp_path)
