"""How well spoken commands are understood, clear and in noise, and whether anything else is taken for one.

What was heard is kept beside the recordings, so that the tests can read it without listening.
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.voice import listening, noisy
from tests.intelligence.commands.spoken import (
    NAMES,
    NOISES,
    NOW,
    Recorded,
    commands,
    is_understood,
    keep_heard,
    others,
    unseen,
)
from trellis.core.files.sounds.refusals import NothingHeard
from trellis.intelligence.commands.forms import Intent
from trellis.intelligence.commands.hearing import best_of
from trellis.intelligence.speech.client import listen
from trellis.intelligence.speech.hints import hints_for_commands

_TITLES = {"commands": "looked at while building", "unseen": "not looked at", "others": "no command"}


def measure() -> Iterator[str]:
    """Yield a line for each set and each noise, one for all sets in turns of noise, and one for seconds."""
    sets = {"commands": commands(), "unseen": unseen(), "others": others()}
    heard: list[tuple[str, str, Sequence[str]]] = []
    seconds: list[float] = []
    with listening() as process:
        for title, recorded in sets.items():
            for noise in NOISES:
                right = 0
                for number, each in enumerate(recorded):
                    readings, took = _heard(each, noise, seed=number)
                    heard.append((each.name, noise, readings))
                    seconds.append(took)
                    right += is_understood(each, readings)
                share = f"{right} of {len(recorded)} ({right / len(recorded):.0%})"
                yield f"{_TITLES[title]:26}{noise:10} {share}"
        used = process.cpu_times()
    keep_heard(heard)
    yield from _in_turns(heard)
    intents = Counter(_intent(readings) for name, _, readings in heard if name.startswith("other"))
    taken = ", ".join(f"{name} {count}" for name, count in intents.items())
    yield f"what is no command was taken for: {taken}"
    yield (
        f"{len(seconds)} recordings: median {np.median(seconds):.2f} s, 95th percentile"
        f" {np.percentile(seconds, 95):.2f} s, {(used.user + used.system) / len(seconds):.2f} s of the"
        " processor each"
    )


def _in_turns(heard: Sequence[tuple[str, str, Sequence[str]]]) -> Iterator[str]:
    """Yield how many are right where the first is clear, the second in little noise, the third in much, …"""
    by_key = {(name, noise): readings for name, noise, readings in heard}
    for title, recorded in (("looked at", commands()), ("not looked at", unseen())):
        noises = [NOISES[number % len(NOISES)] for number in range(len(recorded))]
        right = sum(
            is_understood(each, by_key[each.name, noise])
            for each, noise in zip(recorded, noises, strict=True)
        )
        yield f"{title}, a third in each noise: {right} of {len(recorded)} ({right / len(recorded):.0%})"


def _heard(each: Recorded, noise: str, *, seed: int) -> tuple[Sequence[str], float]:
    decibels = int(noise) if noise.isdecimal() and each.text else None
    sound = noisy(each.recording(), decibels=decibels, seed=seed) if decibels else each.recording()
    begun = time.perf_counter()
    try:
        hints = hints_for_commands([name.full_name for name in NAMES])
        readings: Sequence[str] = listen(sound=sound, hints=hints).readings
    except NothingHeard:
        readings = [""]
    return readings, time.perf_counter() - begun


def _intent(readings: Sequence[str]) -> Intent:
    return best_of(readings, names=NAMES, now=NOW)[1].intent
