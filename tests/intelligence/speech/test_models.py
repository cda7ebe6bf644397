"""Whisper and eSpeak themselves, over their socket: the one test that loads them."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.core.files.sounds import encoded, live_mp4, voice
from tests.intelligence.speech.spoken import LOOKED_AT
from tests.intelligence.support import models
from trellis.core.files.data import DIRECTORY
from trellis.core.files.sounds.reading import samples_in
from trellis.core.files.sounds.refusals import NothingHeard
from trellis.intelligence.process.server import answers_of
from trellis.intelligence.speech.client import transcribe, voice_of
from trellis.intelligence.speech.waves import as_wav, samples_of

ANNA = "I'm passionate about photography and travel."


def letters(text: str) -> str:
    return "".join(each for each in text.lower() if each.isalnum() or each == " ")


@pytest.mark.whole
def test_what_is_said_is_understood_and_what_is_written_is_said(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    spoken = voice(44_100)
    right = encoded(np.zeros_like(spoken), spoken, rate=44_100)
    asked = "What is your current skill level in design?"
    with models(tmp_path, answers_of(DIRECTORY)):
        assert transcribe(sound=LOOKED_AT[0].recording(1)) == ANNA
        # A phone's live recording; a voice in the right channel alone.
        assert transcribe(sound=live_mp4()) == transcribe(sound=right) == ANNA
        assert letters(transcribe(sound=voice_of(text=asked))) == letters(asked)
        # Longer than what Whisper looks at: cut where nobody speaks, it misses and doubles no word.
        long = b"".join(samples_in(speaker.recording(step)) for speaker in LOOKED_AT for step in (1, 3))
        words = letters(transcribe(sound=as_wav(long, rate=16_000), hints=["music"]))
        assert len(long) > 33 * 32_000
        for said in ("photography and travel", "gardening", "machine learning and music", "young people"):
            assert words.count(said) == 1
        # A whistle that comes and goes is no word either.
        whistle = np.sin(np.arange(48_000) * 0.3) * (np.arange(48_000) % 16_000 < 4000) * 12_000
        with pytest.raises(NothingHeard):
            transcribe(sound=as_wav(whistle.astype("<i2").tobytes(), rate=16_000))
        # Words that would be markup, and what nobody can pronounce.
        assert len(samples_of(voice_of(text='<break time="9s"/> [[x]] 🎸 \ud7ff'), rate=22_050)) < 20 * 44_100
