"""How well spoken answers are understood: the share of a profile's fields that is right, clear and in noise.

Pink noise, as of rooms and streets, is added to the recordings of the tests before anything else sees them.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from django.conf import settings

from tests.intelligence.speech.spoken import LOOKED_AT, UNSEEN, Speaker
from trellis.core.files.sounds.kinds import RATE
from trellis.core.files.sounds.reading import samples_in
from trellis.core.files.sounds.refusals import NothingHeard
from trellis.intelligence.process.place import socket_path
from trellis.intelligence.speech.client import transcribe
from trellis.intelligence.speech.hints import hints_for
from trellis.intelligence.speech.waves import as_wav
from trellis.intelligence.understanding.heard import Answer, Understood
from trellis.intelligence.understanding.reading import understand

_NOISE: tuple[int | None, ...] = (None, 20, 10)  # decibels below the voice


@dataclass
class Tally:
    """What came of it."""

    right: dict[str, int] = field(default_factory=dict)
    fields: int = 0
    words: int = 0
    seconds: list[float] = field(default_factory=list)


def measure() -> Iterator[str]:
    """Yield a line for each half and each noise, and one for seconds and memory."""
    seconds: list[float] = []
    with listening() as process:
        empty = process.memory_info().rss
        for title, people in (("looked at while building", LOOKED_AT), ("not looked at", UNSEEN)):
            for decibels in _NOISE:
                tally = _tally(people, decibels)
                seconds += tally.seconds
                noise = "clear" if decibels is None else f"noise at {decibels} dB"
                right = sum(tally.right.values())
                parts = ", ".join(f"{name} {count}" for name, count in tally.right.items())
                yield (
                    f"{title:26}{noise:16} {right} of {tally.fields} fields right"
                    f" ({right / tally.fields:.0%}: {parts} of {len(people)} each)"
                )
        used, full = process.cpu_times(), process.memory_info().rss
        yield (
            f"{len(seconds)} sentences: median {np.median(seconds):.2f} s, 95th percentile"
            f" {np.percentile(seconds, 95):.2f} s, {(used.user + used.system) / len(seconds):.2f} s of the"
            f" processor each; the process has {empty / 2**20:.0f} MB before and {full / 2**20:.0f} MB after"
        )


def _tally(people: Sequence[Speaker], decibels: int | None) -> Tally:
    tally = Tally()
    for number, speaker in enumerate(people):
        answers: list[Answer] = []
        for step in range(1, 5):
            sound = noisy(speaker.recording(step), decibels=decibels, seed=10 * number + step)
            answers.append(_answered(answers, step, sound, tally))
        for name, is_right in _judged(understand(answers), speaker).items():
            tally.right[name] = tally.right.get(name, 0) + is_right
            tally.fields += 1
    return tally


def _answered(answers: Sequence[Answer], step: int, sound: bytes, tally: Tally) -> Answer:
    named = understand(answers)
    said = [heard.value for heard in (*named.passions, *named.skills)]
    begun = time.perf_counter()
    try:
        text = transcribe(sound=sound, hints=hints_for(step, said=said))
    except NothingHeard:
        text = ""
    tally.seconds.append(time.perf_counter() - begun)
    # The second question asks how well they do what they named first.
    return Answer(step, text, named.passions[0].value if step == 2 and named.passions else None)


def _judged(got: Understood, speaker: Speaker) -> dict[str, bool]:
    goals = " ".join(heard.value for heard in got.goals).lower().replace(".", " ").replace(",", " ").split()
    commitment, style = got.time_commitment, got.learning_style
    return {
        "passions": {heard.value.lower() for heard in got.passions} == speaker.passions,
        "skills": {heard.value.lower(): heard.level for heard in got.skills} == speaker.skills,
        "goals": speaker.goals <= set(goals),
        "time": commitment is not None and commitment.value == speaker.time_commitment,
        "style": style is not None and style.value == speaker.learning_style,
    }


def noisy(recording: bytes, *, decibels: int | None, seed: int) -> bytes:
    """Return the recording with pink noise that many decibels below the voice, as WAV."""
    samples = np.frombuffer(samples_in(recording), dtype="<i2") / 32768
    if decibels is None:
        return recording
    tones = np.fft.rfft(np.random.default_rng(seed).standard_normal(len(samples)))
    tones /= np.sqrt(np.maximum(np.fft.rfftfreq(len(samples), 1 / RATE), 50))
    noise = np.fft.irfft(tones, len(samples))
    voice = np.mean(samples[np.abs(samples) > 0.01] ** 2)
    mixed: Any = samples + noise * np.sqrt(voice / 10 ** (decibels / 10) / np.mean(noise**2))
    return as_wav((mixed.clip(-1, 1) * 32767).astype("<i2").tobytes(), rate=RATE)


@contextmanager
def listening() -> Iterator[psutil.Process]:
    """Run `trellis models`."""
    command = [sys.executable, "-m", "trellis", "models"]
    process = subprocess.Popen(command, env=dict(os.environ))
    try:
        place = socket_path(Path(settings.DATA_DIR))
        deadline = time.monotonic() + 30
        while not place.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)
