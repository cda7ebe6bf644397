"""Text to the numbers that Whisper reads and back: byte pairs, as GPT-2 has them."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

# GPT-2's own expression, with `re`'s classes for letters and digits.
_PARTS = re.compile(r"'(?:s|t|re|ve|m|ll|d)| ?[^\W\d_]+| ?\d+| ?(?:[^\s\w]|_)+|\s+(?!\S)|\s+")


class BytePairs:
    """A vocabulary of pieces, and the order in which neighbours are put together."""

    def __init__(self, *, vocabulary: dict[str, int], merges: list[tuple[str, str]]) -> None:
        self._numbers = vocabulary
        self._pieces = {number: piece for piece, number in vocabulary.items()}
        self._ranks = {pair: rank for rank, pair in enumerate(merges)}
        self._signs = _signs()
        self._bytes = {sign: byte for byte, sign in enumerate(self._signs)}

    @classmethod
    def read(cls, path: Path) -> BytePairs:
        """Return those of a `tokenizer.json`."""
        model = json.loads(path.read_bytes())["model"]
        return cls(vocabulary=model["vocab"], merges=[tuple(pair.split(" ")) for pair in model["merges"]])

    def numbers(self, text: str) -> list[int]:
        """Return the numbers of a text."""
        words = ("".join(self._signs[byte] for byte in part.encode()) for part in _PARTS.findall(text))
        return [self._numbers[piece] for word in words for piece in self._joined(list(word))]

    def text(self, numbers: list[int]) -> str:
        """Return the text of numbers; signs of Whisper's own, which are no text, are left out."""
        signs = "".join(self._pieces.get(number, "") for number in numbers)
        return bytes(self._bytes[sign] for sign in signs if sign in self._bytes).decode(errors="replace")

    def _joined(self, pieces: list[str]) -> list[str]:
        while len(pieces) > 1:
            first = min(pairwise(pieces), key=lambda pair: self._ranks.get(pair, len(self._ranks)))
            if first not in self._ranks:
                break
            at = next(place for place, pair in enumerate(pairwise(pieces)) if pair == first)
            pieces[at : at + 2] = ["".join(first)]
        return pieces


def _signs() -> list[str]:
    """Return the sign that stands for each byte: itself where it can be seen, else one from 256 on."""
    seen = {*range(33, 127), *range(161, 173), *range(174, 256)}
    others = iter(range(256, 512))
    return [chr(byte if byte in seen else next(others)) for byte in range(256)]
