"""Vectors that come with the code: those of a list of texts, by one model.

A file of them begins with the digest of the model's name and the texts, and so says of which it is.
"""

import hashlib
import struct
from collections.abc import Sequence
from pathlib import Path

from trellis.intelligence.embeddings import DIMENSIONS

PHRASES = Path(__file__).with_name("phrases.f16")
_DIGEST_BYTES = 32
_VECTOR = struct.Struct(f"<{DIMENSIONS}e")


def read_vectors(path: Path, texts: Sequence[str], *, model: str) -> list[tuple[float, ...]] | None:
    """Return the vectors of just these texts by this model, or None where the file has others."""
    content = path.read_bytes()
    if content[:_DIGEST_BYTES] != _digest(texts, model):
        return None
    return list(_VECTOR.iter_unpack(content[_DIGEST_BYTES:]))


def write_vectors(
    path: Path, texts: Sequence[str], vectors: Sequence[Sequence[float]], *, model: str
) -> None:
    """Write the file."""
    path.write_bytes(_digest(texts, model) + b"".join(_VECTOR.pack(*vector) for vector in vectors))


def _digest(texts: Sequence[str], model: str) -> bytes:
    return hashlib.sha256("\n".join([model, *texts]).encode()).digest()
