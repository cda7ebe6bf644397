"""PocketSphinx, which hears commands and nothing else, where Whisper is not installed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from trellis.core.files.data import DataError
from trellis.intelligence.commands.jsgf import grammar_of
from trellis.intelligence.speech import RATE

_COMMANDS, _SOUNDS = "commands", "sounds"
_FRAMES = 100  # a second
# How much better than by sounds in any order, per thousand frames. Of what is no command all is heard as
# one; below this a fifth of the commands, and nine of ten others (docs/decisions/commands.md).
_SURE = 0.75
_MOST_NAMES = 50
_LONGEST = 15 * 2 * RATE  # bytes: nobody takes longer for a command


class Sphinx:
    """The recogniser, loaded: its sounds, and the words that it can pronounce."""

    def __init__(self, decoder: Any, known: frozenset[str]) -> None:
        self._decoder = decoder
        self._known = known

    @classmethod
    def load(cls) -> Sphinx:
        """Load it with the model of its wheel; raise DataError."""
        try:
            import pocketsphinx
        except ImportError:
            raise DataError(
                "Neither Whisper nor pocketsphinx is installed; `make run` installs both."
            ) from None
        folder = Path(pocketsphinx.get_model_path()) / "en-us"
        words = folder / "cmudict-en-us.dict"
        decoder = pocketsphinx.Decoder(hmm=str(folder / "en-us"), dict=str(words), lm=None, loglevel="FATAL")
        decoder.add_allphone_file(_SOUNDS, str(folder / "en-us-phone.lm.bin"))
        known = frozenset(line.partition(" ")[0] for line in words.read_text("utf-8").splitlines())
        return cls(decoder, known)

    def command_in(self, samples: bytes, *, names: Sequence[str]) -> str:
        """Return the command in a recording, "" where there is none for sure; `names` may be in it."""
        if len(samples) > _LONGEST:
            return ""
        self._decoder.add_jsgf_string(_COMMANDS, grammar_of(names[:_MOST_NAMES], known=self._known))
        command, likely = self._heard(samples, _COMMANDS)
        _, by_sounds = self._heard(samples, _SOUNDS)
        frames = len(samples) / 2 / RATE * _FRAMES
        if not command or not frames or (likely - by_sounds) / frames * 1000 < _SURE:
            return ""
        return command

    def _heard(self, samples: bytes, search: str) -> tuple[str, float]:
        """Return what is heard by one of the two, and the logarithm of how likely it is."""
        self._decoder.activate_search(search)
        self._decoder.start_utt()
        self._decoder.process_raw(samples, full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        if found is None or found.score <= 0:
            return "", -math.inf if search == _COMMANDS else 0.0
        return found.hypstr, math.log(found.score)
