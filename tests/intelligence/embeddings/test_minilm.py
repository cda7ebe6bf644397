"""The model itself, over its socket: the one test that loads it."""

import math
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.intelligence.support import models
from trellis.core.files.data import DIRECTORY
from trellis.intelligence.embeddings import DIMENSIONS
from trellis.intelligence.embeddings.client import embed
from trellis.intelligence.process.server import answers_of

# What sentence-transformers gives for them, to the digits that the model's own page prints.
KNOWN = {
    "This is an example sentence": (0.0677, 0.0635, 0.0487, 0.0793, 0.0374),
    "Each sentence is converted": (0.0864, 0.1028, 0.0054, 0.0020, -0.0100),
}


def cosine(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


@pytest.mark.whole
def test_the_model_gives_the_known_vectors_whatever_stands_beside_them(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    # Long ones, so that they do not fit into one group.
    texts = [
        *KNOWN,
        *["many words " * 200] * 4,
        "",
        "😀",
        "guitar lessons",
        "learn to play an instrument",
        "tax law",
    ]
    with models(tmp_path, answers_of(DIRECTORY)):
        vectors = embed(texts)
        alone = embed(texts[:1])
        begun = time.process_time()
        embed(texts[-1:])
        assert time.process_time() - begun < 1
    assert {len(vector) for vector in vectors} == {DIMENSIONS}
    assert all(math.isclose(math.hypot(*vector), 1) for vector in vectors)
    for vector, known in zip(vectors, KNOWN.values(), strict=False):
        assert vector[:5] == pytest.approx(known, abs=6e-5)
    assert all(cosine(one, other) > 0.9999 for one, other in pairwise(vectors[2:6]))
    assert cosine(alone[0], vectors[0]) > 0.9999
    guitar, instrument, law = vectors[-3:]
    assert cosine(guitar, instrument) > 0.5 > 0.2 > cosine(guitar, law)
