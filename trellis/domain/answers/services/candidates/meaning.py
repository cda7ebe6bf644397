"""What is meant by words, where the model that compares meanings answers."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from trellis.domain.answers.rules.candidates.intents import EXAMPLES, MEANT_FROM, Intent
from trellis.intelligence.embeddings.client import embed, model_name
from trellis.intelligence.refusals import ModelsAway

# The model reads no further.
_LONGEST = 1000


def vector_of(text: str) -> list[float] | None:
    """Return the vector of a text; None for no text, and where no model answers, which is logged there.

    Never inside a transaction.
    """
    return vectors_of([text])[0] if text.strip() else None


def vectors_of(texts: Sequence[str]) -> Sequence[list[float] | None]:
    """Return the vectors of several texts, asked for at once; None for each where no model answers."""
    try:
        return embed([text[:_LONGEST] for text in texts])
    except ModelsAway:
        return [None] * len(texts)


def meant_by(vector: Sequence[float]) -> Intent | None:
    """Return what a candidate asks for, by the nearest of the sentences that mean it; None where none is."""
    try:
        intents, vectors = _examples(model_name())
    except ModelsAway:
        return None
    closeness = vectors @ np.array(vector, dtype=np.float32)
    best = int(closeness.argmax())
    return intents[best] if closeness[best] >= MEANT_FROM else None


@lru_cache(maxsize=2)
def _examples(model: str) -> tuple[list[Intent], NDArray[np.float32]]:
    said = [(intent, text) for intent, texts in EXAMPLES.items() for text in texts]
    return [intent for intent, _ in said], np.array(embed([text for _, text in said]), dtype=np.float32)
