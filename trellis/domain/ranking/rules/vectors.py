"""Vectors as they are kept: one after the other, each number in two bytes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from trellis.intelligence.embeddings import DIMENSIONS

Floats = NDArray[np.float32]
# The same bytes on every machine.
_KEPT, _USED = np.dtype("<f2"), np.dtype("<f4")


def packed(vectors: Sequence[Sequence[float]]) -> bytes:
    """Return vectors as they are kept."""
    return np.asarray(vectors, dtype=_USED).astype(_KEPT).tobytes()


def unpacked(kept: bytes | memoryview) -> Floats:
    """Return the vectors that were kept, a row each."""
    return np.frombuffer(kept, dtype=_KEPT).astype(_USED).reshape(-1, DIMENSIONS)


def rounded(vectors: Sequence[Sequence[float]]) -> Floats:
    """Return vectors as they will be once they were kept: what is compared must not depend on that."""
    return unpacked(packed(vectors))
